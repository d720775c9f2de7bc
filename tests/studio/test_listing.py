"""Rows of the shot list: what a typed cell changes at once is what a whole reading finds."""

from __future__ import annotations

from pathlib import Path

import msgspec

from previz.scene import model
from previz.studio import Studio
from tests.films import FULL


def test_a_film_names_its_cameras_by_letter_only_where_there_are_several(small_film: Path) -> None:
    with Studio.open(small_film) as studio:
        document = studio.document
        first, *_ = document.project.package.bodies
        assert studio.listing.film("").camera.startswith(f"{first.sensor.name}, ")
        other = msgspec.structs.replace(first, id="b", label="B")
        package = msgspec.structs.replace(document.project.package, bodies=(first, other))
        with document.edit("A second camera") as edit:
            edit.update(model.PROJECT_ID, package=package)
        camera = studio.listing.film("").camera
        assert camera.startswith(f"A: {first.sensor.name}, B: {other.sensor.name}, ")


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
