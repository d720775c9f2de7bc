"""The demo film is blocked as a good director would: the lists say what the pictures show."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PIL import Image

from previz import demo
from previz.demo.shots import PLANS, SCENES
from previz.export.rows import ShotRow
from previz.render.sightline import Sightline
from previz.review.fingerprint import VISIBLE_SHARE
from previz.scene import model
from previz.scene.document import Document
from previz.scene.store import Store
from previz.scene.transform import apply
from previz.studio import Studio

CHAIR = "chair-elias"
HELD = {"suitcase", "tomas-key", "spare-key"}


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    path: Path = tmp_path_factory.mktemp("demo") / "film.previz"
    with Studio.create(path, demo.TITLE) as studio:
        demo.stage_film(studio.document)
        yield studio


@pytest.fixture(scope="module")
def rows(film: Studio) -> dict[str, ShotRow]:
    return {row.id: row for row in film.shot_rows()}


def test_it_is_a_whole_short_film(rows: dict[str, ShotRow]) -> None:
    assert len(SCENES) == 3
    assert len(rows) >= 14
    assert {scene.interior for scene in SCENES} == {"INT", "EXT"}
    assert {scene.light.time for scene in SCENES} == {"day", "night", "morning"}
    assert {row.size for row in rows.values()} >= {"ECU", "BCU", "CU", "MCU", "MS", "MLS", "FS", "LS", "ELS"}
    assert {row.composition for row in rows.values()} >= {"1S", "2S", "OTS-L", "OTS-R", "INS"}
    assert any(row.angle == "low" for row in rows.values())
    assert any(row.squeeze == 2.0 for row in rows.values())
    assert 60 < sum(row.duration_s for row in rows.values()) < 180


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.id)
def test_every_frame_reads_as_the_director_asked(
    plan: demo.Plan, rows: dict[str, ShotRow], film: Studio
) -> None:
    row, asked = rows[plan.id], plan.framing
    if asked.size is not None:
        assert row.size == asked.size
    if asked.composition == "INS":
        assert (row.composition, row.size) == ("INS", "")
    elif asked.composition != "1S":
        assert row.composition == asked.composition
    names = {c.id: c.name for c in film.document.of(model.Character)} | {"phone": "telephone"}
    for subject in asked.subjects:
        assert names[subject] in row.who, f"{names[subject]} is not seen"
    if asked.angle is not None:
        assert row.angle == asked.angle


def test_the_kitchen_keeps_its_line(film: Studio) -> None:
    """Every camera on the two at the table stands on the same side of the line between their chairs."""
    line_z = 0.15
    for plan in PLANS:
        if plan.scene_id == "sc1" and plan.framing.composition != "INS":
            assert film.shooting.sight(plan.id).camera.position_m[2] > line_z + 0.2, plan.id


def test_every_lens_is_in_the_camera_package(film: Studio) -> None:
    sets = {s.id: {lens.focal_mm for lens in s.lenses} for s in film.document.project.package.lens_sets}
    for plan in PLANS:
        assert plan.lens_mm in sets[plan.lens_set], f"{plan.id}: {plan.lens_mm} mm"


def test_reverse_angles_match(rows: dict[str, ShotRow]) -> None:
    one, other = rows["s1b"], rows["s1c"]
    assert one.focal_length_mm == other.focal_length_mm
    assert one.subject_distance_m == pytest.approx(other.subject_distance_m, rel=0.2)
    assert one.camera_height_m == pytest.approx(other.camera_height_m, abs=0.1)


def test_moves_are_named_by_what_the_camera_does(rows: dict[str, ShotRow]) -> None:
    assert "push in" in rows["s3c"].movement
    assert rows["s3d"].movement != "static"
    assert rows["s1"].movement == "static"


def test_nobody_floats_or_sinks(film: Studio) -> None:
    """Straight below everybody's lowest point is what carries them, at both ends of every shot."""
    for plan in PLANS:
        for panel in film.document.children(plan.id, model.Panel):
            sight = film.shooting.sight(plan.id, panel.time_s)
            held = [item.object_id for item in sight.world.items if item.id in HELD]
            clear = Sightline(sight.draw_list, held)
            for figure in sight.draw_list.figures:
                points = apply(figure.world_from_figure, figure.posed.vertices_m())
                x, y, z = points[np.argmin(points[:, 1])]
                gap_m = clear((x, y + 0.3, z), (x, y - 3.0, z)) - 0.3
                assert gap_m == pytest.approx(0.0, abs=0.025), f"{plan.id} {figure.actor.name}"


def test_who_walks_has_an_arrow(rows: dict[str, ShotRow]) -> None:
    """Nora goes to the right down the street, and away from us over the grass; all others stay."""
    walks = {id: arrow for id, row in rows.items() for panel in row.panels for arrow in panel.arrows}
    assert {id: arrow.label for id, arrow in walks.items()} == {"s2": "NORA", "s3": "NORA"}
    (x, _), (to_x, _) = walks["s2"].points
    assert to_x > x + 0.1
    (_, y), (_, to_y) = walks["s3"].points
    assert to_y < y


def test_props_are_where_the_words_have_them(film: Studio) -> None:
    for shot_id, item_id, owner in (("s2", "suitcase", "Nora"), ("s2d", "tomas-key", "Tomas"),
                                    ("s3c", "spare-key", "Nora")):  # fmt: skip
        sight = film.shooting.sight(shot_id)
        (item,) = (item for item in sight.world.items if item.id == item_id)
        assert sight.shares.get(item.object_id, 0.0) > 0.0001, f"{shot_id}: {item_id} is not seen"
        (holder,) = (figure for figure in sight.draw_list.figures if figure.actor.name == owner)
        assert [hold.item_id for hold in holder.actor.holds] == [item_id]


def test_the_script_says_what_the_shots_say(rows: dict[str, ShotRow]) -> None:
    script = (Path(__file__).parents[2] / "assets" / "demo" / "the-spare-key.fountain").read_text("utf-8")
    for row in rows.values():
        for _, line in row.dialogue:
            assert line in script, f"{row.number}: {line}"


def kitchen_shots(studio: Studio) -> list[model.Shot]:
    """The shots in the kitchen."""
    (kitchen,) = (one for one in studio.document.of(model.Scene) if one.number == "1")
    return studio.document.children(kitchen.id, model.Shot)


def approve_grey_takes(studio: Studio) -> dict[str, bool]:
    """A grey take of every panel of the scene with what it would show, approved: quicker than drawings.

    Returns panel id → whether the chair is seen in it.
    """
    file, document, seen = io.BytesIO(), studio.document, {}
    Image.new("RGB", (24, 10), "grey").save(file, "PNG")
    for shot in kitchen_shots(studio):
        for panel in document.children(shot.id, model.Panel):
            sight = studio.shooting.sight(shot.id, panel.time_s)
            number = next(item.object_id for item in sight.world.items if item.id == CHAIR)
            seen[panel.id] = sight.shares.get(number, 0.0) >= VISIBLE_SHARE
            take = model.Take(
                id=document.new_id(model.Take), panel_id=panel.id, number=1, image="", request="",
                generator="sketch", style="pencil", seed=1, size_px=(24, 10),
                fingerprint=studio.reviewing.fingerprint(shot, panel.time_s),
            )  # fmt: skip
            studio.store.add_take(document, take, image=file.getvalue(), request=b"{}")
            with document.edit("Select it") as edit:
                edit.update(panel.id, selected_take_id=take.id)
        studio.approve(shot, "R. Okafor")
    return seen


def test_a_moved_chair_makes_the_frames_stale_that_show_it_and_no_others(
    film: Studio, tmp_path: Path
) -> None:
    document = Document(film.document)
    with Studio(Store.create(tmp_path / "film.previz", document), document) as studio:
        seen = approve_grey_takes(studio)
        assert 0 < sum(seen.values()) < len(seen), "some frames show it, some do not"
        chair = studio.document.need(CHAIR, model.Item)
        x, y, z = chair.transform.position_m
        with studio.document.edit("Move the chair") as edit:
            moved = msgspec.structs.replace(chair.transform, position_m=(x + 0.4, y, z))
            edit.update(CHAIR, transform=moved)
        after = {}
        for shot in kitchen_shots(studio):
            after |= studio.reviewing.standings_of(shot)
        assert {id: after[id].stale for id in seen} == seen
        assert {after[id].reasons for id in seen if seen[id]} == {(f"{chair.name} moved 0.4 m",)}
        assert all(after[id].status == "approved" for id in seen)
