"""Rows of the shot list: what a typed cell changes at once is what a whole reading finds."""

from __future__ import annotations

from pathlib import Path

import msgspec

from previz.scene import model
from previz.studio import Studio
from tests.films import FULL


def test_paper_names_the_cameras_and_lenses_that_shots_use(small_film: Path) -> None:
    with Studio.open(small_film) as studio:
        document = studio.document
        package = document.project.package
        first, wide_mode, *_ = package.bodies
        spherical, anamorphic, *_ = package.lens_sets
        assert first.label == wide_mode.label == "A", "one camera, once a mode"
        series = f"{spherical.maker} {spherical.series}"
        assert studio.listing.film().camera == f"{first.sensor.name} · {series}"

        other = msgspec.structs.replace(first, id="b", label="B")
        with document.edit("A second camera, not used yet") as edit:
            edit.update(
                model.PROJECT_ID, package=msgspec.structs.replace(package, bodies=(*package.bodies, other))
            )
        assert studio.listing.film().camera == f"{first.sensor.name} · {series}"

        with document.edit("Used") as edit:
            edit.update(FULL, body_id="b")
        names = f"A: {first.sensor.name} · B: {other.sensor.name}"
        assert studio.listing.film().camera == f"{names} · {series}"

        with document.edit("Its own lenses, in the other mode of A") as edit:
            edit.update(FULL, body_id=None, lens_set_id=anamorphic.id)
        mode = wide_mode.sensor.name.partition(", ")[2]
        squeezed = f"{anamorphic.maker} {anamorphic.series}"
        body, sets = studio.listing.film().camera.split(" · ")
        assert body.startswith(first.sensor.name.partition(", ")[0])
        assert mode in body
        assert set(sets.split(", ")) == {series, squeezed}


def test_a_film_without_shots_names_what_its_first_would_be_shot_with(tmp_path: Path) -> None:
    with Studio.create(tmp_path / "new.previz", "New") as studio:
        package = studio.document.project.package
        lenses = package.lens_sets[0]
        assert (
            studio.listing.film().camera
            == f"{package.bodies[0].sensor.name} · {lenses.maker} {lenses.series}"
        )


def test_a_typed_cell_leaves_the_words_and_times_that_panels_have_of_their_own(small_film: Path) -> None:
    with Studio.open(small_film) as studio:
        document, listing = studio.document, studio.listing
        with document.edit("Two panels") as edit:
            edit.update(f"{FULL}-p", dialogue=(("ADA", "Mine."),), duration_s=0.5)
            edit.put(model.Panel(id="second", shot_id=FULL, order="b", sound="Rain"))
        before = next(row for row in listing.words() if row.id == FULL)
        with document.edit("Type") as edit:
            edit.update(
                FULL, dialogue=(("BEN", "Shot's."),), sound="Wind", action="They wait.", duration_s=4.0
            )
        after = next(row for row in listing.words() if row.id == FULL)
        assert [panel.duration_s for panel in after.panels] == [0.5, 3.5]
        assert listing.reworded(before, document.need(FULL, model.Shot)) == after
