"""Models in a project: kept by content, standing on a stage, seen by the camera, exported again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import trimesh

from previz.errors import BadProject, ExportError, FileDamaged, NotFound
from previz.kit.importing import ModelReader
from previz.render import drawlist
from previz.scene import blocking, model
from previz.studio import Studio, Wanted, dressing, open_questions, preview
from tests.films import FULL
from tests.kit.solid import RED, painted_box, picture_plane, save, sphere


@pytest.fixture
def studio(small_film: Path) -> Iterator[Studio]:
    with Studio.open(small_film) as opened:
        yield opened


@pytest.fixture(scope="module")
def crate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModelReader]:
    """A box that has been read and may be brought in as often as one likes."""
    with ModelReader(save(tmp_path_factory.mktemp("crate") / "crate.glb", painted_box())) as reader:
        yield reader


@pytest.fixture(scope="module")
def ball(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModelReader]:
    with ModelReader(sphere(tmp_path_factory.mktemp("ball") / "ball.glb", 5_000)) as reader:
        yield reader


def bring(studio: Studio, what: Path | ModelReader, **wanted: Any) -> tuple[model.Model, model.Item | None]:
    if isinstance(what, ModelReader):
        return studio.add_model(what, Wanted(**wanted))
    with ModelReader(what) as reader:
        return studio.add_model(reader, Wanted(**wanted))


def test_a_model_is_kept_with_its_files_and_stands_on_the_stage(studio: Studio, tmp_path: Path) -> None:
    path = save(tmp_path / "poster.obj", picture_plane())
    kept, item = bring(studio, path, unit="cm", up="z", credit="Ann", licence="CC BY 4.0", name="Poster")
    assert item is not None
    assert (item.name, item.stage_id, item.piece) == ("Poster", "room", model.MODEL_PIECE + kept.mesh)
    assert studio.document.children("room", model.Item)[-1] == item
    assert (kept.unit, kept.up, kept.credit, kept.licence) == ("cm", "z", "Ann", "CC BY 4.0")
    assert kept.size_m == pytest.approx((0.01, 0, 0.01))
    assert kept.files[0].name == "poster.obj"
    assert {Path(file.name).suffix for file in kept.files} == {".obj", ".mtl", ".png"}
    for file in kept.files:
        assert studio.store.blob(file.blob) == (tmp_path / file.name).read_bytes()
    assert studio.verify() == []


def test_it_survives_closing_and_the_same_file_is_kept_once(small_film: Path, crate: ModelReader) -> None:
    with Studio.open(small_film) as studio:
        first, _ = bring(studio, crate, credit="Ann")
    with Studio.open(small_film) as studio:
        before = studio.store.info()["blobs"]
        again, item = bring(studio, crate)
        assert (again.id, again.credit) == (first.id, "Ann")
        assert studio.store.info()["blobs"] == before
        assert [one.piece for one in studio.document.of(model.Item)].count(item.piece) == 2  # type: ignore[union-attr]
        assert studio.document.undo() is not None
        assert len(studio.document.of(model.Item)) == 3


def test_the_camera_sees_it_and_prompts_name_it(studio: Studio, crate: ModelReader) -> None:
    kept, item = bring(studio, crate)
    assert item is not None
    sight = studio.shooting.sight(FULL)
    number = next(one.object_id for one in sight.world.items if one.id == item.id)
    assert sight.shares[number] > 0.02
    assert (sight.draw_list.kinds[number], sight.draw_list.names[number]) == ("prop", "crate")
    again = drawlist.build(sight.world, shelf=studio.dressing.shelf)
    piece = next(one.mesh for one in again.instances if one.object_id == number)
    assert again.meshes[piece] is studio.dressing.shelf.mesh(item.piece), "read from the file once"
    assert studio.dressing.shelf.piece_of(item.piece).words == kept.name


def test_frames_become_stale_when_another_model_takes_the_place(studio: Studio, crate: ModelReader) -> None:
    _, item = bring(studio, crate)
    other, _ = bring(studio, crate, unit="ft")
    assert item is not None
    shot = studio.document.need(FULL, model.Shot)
    before = studio.reviewing.fingerprint(shot, 0.0)
    with studio.document.edit("Swap") as edit:
        edit.update(item.id, piece=model.MODEL_PIECE + other.mesh)
    after = studio.reviewing.fingerprint(shot, 0.0)
    assert before["set"].hash != after["set"].hash
    assert before["blocking"].hash == after["blocking"].hash


def test_a_lost_or_damaged_model_is_said_in_one_line(studio: Studio, crate: ModelReader) -> None:
    kept, item = bring(studio, crate)
    assert item is not None
    shelf = studio.dressing.shelf
    with pytest.raises(BadProject, match="no setting"):
        shelf.mesh(item.piece, {"width": 1.0})
    with sqlite3.connect(studio.store.path) as connection:
        connection.execute("UPDATE sqlar SET data = x'00', sz = 1 WHERE name LIKE '%.npz'")
    connection.close()
    with pytest.raises(FileDamaged):
        shelf.mesh(item.piece)
    assert any("mesh" in line for line in studio.verify())
    with studio.document.edit("Lose it") as edit:
        edit.remove(kept.id)
    with pytest.raises(BadProject, match="import it again"):
        shelf.piece_of(item.piece)
    assert any("does not have; import it again" in line for line in studio.verify())
    world = blocking.resolve(studio.document, FULL)
    with pytest.raises(BadProject, match="import it again"):
        drawlist.build(world)


def test_stages_are_found_by_name(studio: Studio, crate: ModelReader) -> None:
    with studio.document.edit("More") as edit:
        edit.put(model.Stage(id="yard", name="Yard", order="b"))
    with pytest.raises(NotFound, match=r"--stage NAME; this project has “Room”, “Yard”"):
        bring(studio, crate)
    with pytest.raises(NotFound, match="no one stage 'Attic'"):
        bring(studio, crate, stage="Attic")
    assert not studio.document.of(model.Model)
    _, item = bring(studio, crate, stage="yard")
    assert item is not None
    assert item.stage_id == "yard"


def test_without_a_stage_it_waits_on_the_shelf(tmp_path: Path, crate: ModelReader) -> None:
    with Studio.create(tmp_path / "new.previz", "New") as studio:
        kept, item = bring(studio, crate)
        assert item is None
        assert studio.dressing.shelf.piece_of(model.MODEL_PIECE + kept.mesh).name == "crate"
        with pytest.raises(ExportError, match="nothing on the stage"):
            studio.export_props(tmp_path / "out.glb")


# ------------------------------------------------------------------------------------------- questions
def test_a_size_is_shown_before_it_is_chosen(tmp_path: Path) -> None:
    chair = painted_box((50, 46, 55))
    chair.apply_translation((0, 23, 0))
    with ModelReader(save(tmp_path / "chair.obj", chair)) as reader:
        assert reader.guess.unit == "cm"
        assert reader.guess.why_up == "it stands on Y = 0"
        shown = preview(reader, Wanted())
        assert shown[1] == "In centimetres with Y up it is 0.50 m wide, 0.46 m high, 0.55 m deep."
        assert shown[2].endswith("In metres it would be 46 m high.")
        assert set(open_questions(reader, Wanted())) == {"unit", "up"}
        assert preview(reader, Wanted(unit="m", up="y"))[1:] == [
            "In metres with Y up it is 50 m wide, 46 m high, 55 m deep."
        ]
        assert open_questions(reader, Wanted(unit="m", up="y")) == {}


@pytest.mark.parametrize(("size", "told"), [(0.001, "1 mm"), (10_000.0, "10 km")])
def test_absurd_sizes_are_asked_about_even_when_the_file_says_metres(
    size: float, told: str, tmp_path: Path
) -> None:
    with ModelReader(save(tmp_path / "thing.glb", painted_box((size, size, size)))) as reader:
        assert told in preview(reader, Wanted())[1]
        assert open_questions(reader, Wanted()) == {"unit": f"it would be {told} large"}
        assert open_questions(reader, Wanted(unit="m")) == {}


def test_a_heavy_model_asks_to_be_simplified(ball: ModelReader, monkeypatch: pytest.MonkeyPatch) -> None:
    assert open_questions(ball, Wanted()) == {}
    monkeypatch.setattr(dressing, "HEAVY_FACES", 5_000)
    assert open_questions(ball, Wanted()) == {"simplify": "its 5,120 faces make pictures slow"}
    assert open_questions(ball, Wanted(faces=500)) == {}


# ---------------------------------------------------------------------------------------------- export
def test_props_leave_with_their_places_names_and_textures(studio: Studio, tmp_path: Path) -> None:
    _, item = bring(studio, save(tmp_path / "poster.glb", picture_plane()), credit="Ann", licence="CC0")
    assert item is not None
    turned = model.Transform(position_m=(2.0, 1.0, -1.0), scale=(2.0, 2.0, 2.0))
    with studio.document.edit("Hang") as edit:
        edit.update(item.id, transform=turned)
    out = tmp_path / "out" / "props.glb"
    assert studio.export_props(out) == 3
    scene = trimesh.load_scene(out)
    poster = [
        (scene.graph[node][0], scene.geometry[scene.graph[node][1]])
        for node in scene.graph.nodes_geometry
        if node.startswith("poster")
    ]
    assert len(poster) == 1
    matrix, geometry = poster[0]
    points = trimesh.transform_points(geometry.vertices, matrix)
    assert np.allclose(points.min(axis=0), (1, 1, -1), atol=1e-5)
    assert np.allclose(points.max(axis=0), (3, 3, -1), atol=1e-5)
    image = np.asarray(geometry.visual.material.baseColorTexture.convert("RGB"))
    assert tuple(image[10, 10]) == RED
    assert image.shape == (64, 64, 3), "the texture leaves as it came"
    chair = [node for node in scene.graph.nodes_geometry if node.startswith("chair")]
    assert chair
    low = [
        trimesh.transform_points(scene.geometry[scene.graph[node][1]].vertices, scene.graph[node][0])
        for node in chair
    ]
    middle = np.concatenate(low)
    assert middle[:, 1].min() == pytest.approx(0.0, abs=0.02)
    assert 0.7 < middle[:, 0].min() < middle[:, 0].max() < 1.7
    assert b"Ann, CC0" in out.read_bytes()[:200_000]


def test_one_model_in_two_places_is_written_once(studio: Studio, tmp_path: Path, ball: ModelReader) -> None:
    out = tmp_path / "props.glb"
    bring(studio, ball)
    studio.export_props(out)
    once = out.stat().st_size
    bring(studio, ball)
    assert studio.export_props(out) == 4
    assert out.stat().st_size - once < 5_000


def test_a_simplified_model_leaves_as_it_is_drawn(studio: Studio, tmp_path: Path, ball: ModelReader) -> None:
    kept, _ = bring(studio, ball, faces=500)
    assert kept.simplified
    studio.export_props(tmp_path / "props.glb")
    scene = trimesh.load_scene(tmp_path / "props.glb")
    ball = [scene.graph[n][1] for n in scene.graph.nodes_geometry if n.startswith("ball")]
    assert sum(len(scene.geometry[name].faces) for name in ball) == kept.faces


def test_a_project_from_elsewhere_writes_nowhere_else(
    studio: Studio, tmp_path: Path, crate: ModelReader
) -> None:
    kept, _ = bring(studio, crate)
    evil = model.ModelFile(name="../../evil.glb", blob=kept.files[0].blob)
    with studio.document.edit("As if by a stranger") as edit:
        edit.update(kept.id, files=(evil,))
    with pytest.raises(ExportError, match="not beside it"):
        studio.export_props(tmp_path / "props.glb")
    assert not (tmp_path / "props.glb").exists()
