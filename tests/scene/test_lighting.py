"""Light in the file: older ones open, newer fields survive, everything comes back as it was."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from previz.scene.blocking import resolve
from previz.scene.document import Document
from previz.scene.lighting import DAYTIMES, WEATHERS, Beam, Light, Sun
from previz.scene.model import Project, Scene, Shot, Stage
from previz.scene.rules import decode, encode
from previz.scene.store import Store

FIXTURE = Path(__file__).resolve().parents[1] / "fixtures" / "format_1.previz"
WHOLE = Light(
    time="blue hour",
    azimuth_deg=12.5,
    elevation_deg=-3.0,
    lamp_id="lamp",
    weather="snow",
    sun=Sun(date="2026-12-24", clock="16:30", latitude_deg=47.1, longitude_deg=9.8, utc_offset_h=1.0),
    strength=0.7,
    kelvin=3200.0,
    softness=0.4,
    visibility_m=80.0,
    fill=Beam(azimuth_deg=200.0, strength=0.2),
    rim=Beam(azimuth_deg=20.0, elevation_deg=50.0, strength=1.4, kelvin=6500.0),
)


def scene_row(path: Path) -> dict[str, object]:
    with sqlite3.connect(path) as connection:
        ((data,),) = connection.execute("SELECT data FROM entity WHERE kind = 'scene'")
    connection.close()
    found: dict[str, object] = json.loads(data)
    return found


def test_everything_comes_back_from_the_file(tmp_path: Path) -> None:
    document = Document([Project(id="project")])
    with document.edit("Light") as edit:
        edit.put(Stage(id="yard", name="Yard", north_deg=33.0))
        edit.put(Scene(id="scene", order="a", number="1", stage_id="yard", light=WHOLE))
        edit.put(Shot(id="shot", scene_id="scene", order="a", light=WHOLE, settings={"lamp": {"lit": False}}))
    Store.create(tmp_path / "film.previz", document).close()
    store, again = Store.open(tmp_path / "film.previz")
    with store:
        assert again.need("scene", Scene).light == WHOLE
        shot = again.need("shot", Shot)
        assert (shot.light, shot.settings) == (WHOLE, {"lamp": {"lit": False}})
        assert again.need("yard", Stage).north_deg == 33.0


def test_a_plain_light_costs_the_file_nothing() -> None:
    row = json.loads(encode(Scene(id="s", order="a", number="1", light=Light())))
    assert "light" not in row or row["light"] == {}


@pytest.mark.parametrize(
    "light", [{"time": "dusk", "azimuth_deg": 20}, {"time": "night", "lamp_id": "x"}, {}]
)
def test_lights_of_older_files_mean_what_they_meant(light: dict[str, object]) -> None:
    scene = decode("scene", json.dumps({"id": "s", "order": "a", "number": "1", "light": light}))
    assert isinstance(scene, Scene)
    assert scene.light == Light(**light)  # type: ignore[arg-type]
    assert (scene.light.weather, scene.light.strength, scene.light.sun) == ("clear", 1.0, None)


def test_the_oldest_format_is_lit(tmp_path: Path) -> None:
    path = tmp_path / "film.previz"
    shutil.copy(FIXTURE, path)
    store, document = Store.open(path)
    with store:
        assert resolve(document, "shot").light == Light()
        store.attach(document)
        with document.edit("Rain") as edit:
            edit.update("s1", light=Light(weather="rain"))
    assert scene_row(path)["light"] == {"weather": "rain"}


def test_what_a_newer_version_said_of_the_light_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "film.previz"
    shutil.copy(FIXTURE, path)
    row = {**scene_row(path), "light": {"time": "dusk", "gel": "full CTB"}}
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE entity SET data = ? WHERE kind = 'scene'", (json.dumps(row),))
    connection.close()
    store, document = Store.open(path)
    with store:
        store.attach(document)
        with document.edit("Dim") as edit:
            edit.update("s1", light=Light(time="dusk", strength=0.5))
    assert scene_row(path)["light"] == {"time": "dusk", "strength": 0.5, "gel": "full CTB"}


def test_the_words_of_the_day_are_in_its_order() -> None:
    assert DAYTIMES[0] == "dawn"
    assert DAYTIMES[-1] == "night"
    assert WEATHERS[0] == "clear"
