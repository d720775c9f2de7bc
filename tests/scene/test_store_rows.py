"""What this version does not know is kept: unknown kinds, and unknown fields at any depth."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from previz.errors import FileDamaged
from previz.scene import store_rows
from previz.scene.model import (
    CameraBody,
    CameraKey,
    CameraPackage,
    Item,
    Look,
    Project,
    Sensor,
    Shot,
    Track,
    Transform,
)
from previz.scene.store import Store

from .films import small_film, state


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "film.previz"
    Store.create(path, small_film()).close()
    return path


def row(path: Path, id: str) -> dict[str, Any]:
    with sqlite3.connect(path) as connection:
        (data,) = connection.execute("SELECT data FROM entity WHERE id = ?", (id,)).fetchone()
    found: dict[str, Any] = json.loads(data)
    return found


def set_row(path: Path, id: str, kind: str, data: object) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT OR REPLACE INTO entity VALUES (?, ?, 1, ?)", (id, kind, json.dumps(data)))


NEWER_SHOT = {
    "id": "one",
    "scene_id": "s1",
    "order": "a",
    "rating": 5,
    "framing": {"subjects": ["ada"], "rule": {"of": "thirds"}},
    "look": {"style": "ink", "paper": "rough"},
    "mood": None,
}


def test_unknown_kinds_and_fields_stay(path: Path) -> None:
    set_row(path, "one", "shot", NEWER_SHOT)
    set_row(path, "crane-1", "crane", {"arm_m": 4.5, "ä": [1, None]})
    store, document = Store.open(path)
    with store:
        store.attach(document)
        assert "crane-1" not in document
        assert store.info()["unknown"] == {"crane": 1}
        with document.edit("Words") as edit:
            shot = document.need("one", Shot)
            edit.update("one", action="She sits.", look=Look(style="noir"))
        assert shot.framing.subjects == ("ada",)
        store.compact()
        assert store.verify() == []
    assert row(path, "crane-1") == {"arm_m": 4.5, "ä": [1, None]}
    assert row(path, "one") == {
        **NEWER_SHOT,
        "action": "She sits.",
        "look": {"style": "noir", "paper": "rough"},
    }


def test_unknown_fields_survive_removal_and_undo(path: Path) -> None:
    set_row(path, "one", "shot", NEWER_SHOT)
    store, document = Store.open(path)
    with store:
        store.attach(document)
        store.save_version("Before")
        with document.edit("Remove") as edit:
            edit.remove_tree("one")
        document.undo()
        assert row(path, "one")["rating"] == 5
        document.redo()
    store, document = Store.open(path)
    with store:
        store.attach(document)
        store.restore_version(document, 1)
    assert row(path, "one") == NEWER_SHOT


def test_a_cleared_field_stays_cleared(path: Path) -> None:
    set_row(path, "one", "shot", NEWER_SHOT)
    store, document = Store.open(path)
    with store:
        store.attach(document)
        with document.edit("No look") as edit:
            edit.update("one", look=None)
        assert document.need("one", Shot).look is None
    store, document = Store.open(path, readonly=True)
    store.close()
    assert document.need("one", Shot).look is None
    assert row(path, "one")["rating"] == 5


def test_a_field_at_its_default_again_keeps_what_is_unknown_in_it(path: Path) -> None:
    set_row(path, "one", "shot", NEWER_SHOT)
    store, document = Store.open(path)
    with store:
        store.attach(document)
        with document.edit("No framing") as edit:
            edit.update("one", framing=Shot(id="x", scene_id="x", order="a").framing)  # the default itself
    assert row(path, "one")["framing"] == {"rule": {"of": "thirds"}}


def test_unknown_fields_of_keys_follow_their_key(path: Path) -> None:
    key = {"type": "camera", "focal_length_mm": 50.0, "shake": 0.5, "transform": {"pivot": [1, 2]}}
    set_row(
        path,
        "cam-one",
        "track",
        {
            "id": "cam-one",
            "owner_id": "one",
            "target_id": "one",
            "keys": [key, {"type": "camera", "time_s": 2.0}],
        },
    )
    store, document = Store.open(path)
    with store:
        store.attach(document)
        first, second = document.need("cam-one", Track).keys
        with document.edit("Move") as edit:
            moved = CameraKey(focal_length_mm=50.0, transform=Transform(position_m=(0.0, 1.0, 0.0)))
            edit.update("cam-one", keys=(moved, second))
        found = row(path, "cam-one")["keys"]
        assert found[0]["shake"] == 0.5
        assert found[0]["transform"] == {"position_m": [0.0, 1.0, 0.0], "pivot": [1, 2]}
        with document.edit("Key before") as edit:
            edit.update("cam-one", keys=(CameraKey(time_s=-1.0), moved, second))
        found = row(path, "cam-one")["keys"]
        assert "shake" not in found[0]
        assert found[1]["shake"] == 0.5
    assert first != moved


def test_unknown_fields_of_parts_follow_their_id(path: Path) -> None:
    sensor = {"mode_id": "m", "name": "M", "width_mm": 36.0, "height_mm": 24.0, "gain": 2}
    bodies = [{"id": id, "label": id.upper(), "sensor": sensor, "owner": id} for id in ("a", "b")]
    set_row(path, "project", "project", {"id": "project", "package": {"bodies": bodies}})
    store, document = Store.open(path)
    with store:
        store.attach(document)
        _, b = document.project.package.bodies
        new = CameraBody(id="c", label="C", sensor=Sensor(mode_id="m", name="M", width_mm=1, height_mm=1))
        with document.edit("Package") as edit:
            edit.update("project", package=CameraPackage(bodies=(b, new)))
    found = row(path, "project")["package"]["bodies"]
    assert found[0] == bodies[1]
    assert found[1]["id"] == "c"
    assert "owner" not in found[1]


def test_data_of_a_known_dict_can_be_removed(path: Path) -> None:
    set_row(
        path,
        "chair",
        "item",
        {
            "id": "chair",
            "stage_id": "room",
            "name": "Chair",
            "piece": "chair",
            "params": {"w": 1, "h": 2},
            "x": 1,
        },
    )
    store, document = Store.open(path)
    with store:
        store.attach(document)
        with document.edit("Params") as edit:
            edit.update("chair", params={"w": 1.0})
        assert document.need("chair", Item).params == {"w": 1.0}
    assert row(path, "chair")["params"] == {"w": 1.0}
    assert row(path, "chair")["x"] == 1


def test_a_row_of_an_older_version_is_upgraded(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE entity SET data = replace(data, 'Chair', 'Stool') WHERE id = 'chair'")
    monkeypatch.setitem(store_rows.KIND_VERSION, "item", 2)
    monkeypatch.setitem(
        store_rows.UPGRADES, ("item", 1), lambda tree: {**tree, "name": tree["name"].upper(), "newer": 1}
    )
    store, document = Store.open(path)
    with store:
        store.attach(document)
        assert document.need("chair", Item).name == "STOOL"
        with document.edit("Hide") as edit:
            edit.update("chair", hidden=True)
    assert row(path, "chair") == {
        "id": "chair", "stage_id": "room", "name": "STOOL", "piece": "chair", "hidden": True, "newer": 1,
    }  # fmt: skip
    monkeypatch.undo()
    with pytest.raises(FileDamaged, match=r"item 'chair'.*newer than this Previz"):
        Store.open(path)


def test_an_id_of_an_unknown_kind_is_not_overwritten(path: Path) -> None:
    set_row(path, "shot-9", "crane", {"arm_m": 4.5})
    store, document = Store.open(path)
    with store:
        store.attach(document)

        def add() -> None:
            with document.edit("Add") as edit:
                edit.put(Shot(id="shot-9", scene_id="s1", order="x"))

        with pytest.raises(FileDamaged, match="is a crane in the file"):
            add()
        document.undo()
        assert not store.modified
    assert row(path, "shot-9") == {"arm_m": 4.5}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(st.from_regex(r"new_[a-z]{1,3}", fullmatch=True), json_values, max_size=3),
    st.dictionaries(st.from_regex(r"new_[a-z]{1,3}", fullmatch=True), json_values, max_size=3),
    st.floats(1, 300),
    st.booleans(),
)
def test_any_unknown_field_is_kept(
    outer: dict[str, Any], inner: dict[str, Any], focal_length_mm: float, moved: bool
) -> None:
    old = {
        "id": "t", "owner_id": "o", "target_id": "o", **outer,
        "keys": [{"type": "camera", "focal_length_mm": 40.0, "transform": {"scale": [1, 1, 1], **inner}}],
    }  # fmt: skip
    transform = Transform(position_m=(1.0, 0.0, 0.0)) if moved else Transform()
    key = CameraKey(focal_length_mm=focal_length_mm, transform=transform)
    entity = Track(id="t", owner_id="o", target_id="o", keys=(key,))
    text = store_rows.kept(json.dumps(old), entity)
    found = json.loads(text)
    assert store_rows.rules.decode("track", text) == entity
    assert {name: found[name] for name in outer} == outer
    kept_inner = found["keys"][0].get("transform", {})
    assert {name: kept_inner[name] for name in inner} == inner


def test_known_rows_are_written_as_they_are_read(path: Path) -> None:
    before = path.read_bytes()
    store, document = Store.open(path)
    with store:
        store.attach(document)
        with document.edit("Nothing") as edit:
            edit.put(Project(id="project", title="Small film"))
    assert path.read_bytes() == before
    assert state(document) == state(small_film())
