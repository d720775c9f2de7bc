"""Light by hand: one labelled edit each, for the scene or for one shot."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from previz.errors import BadProject, NotFound
from previz.render.lamps import practicals
from previz.scene import model
from previz.scene.blocking import resolve
from previz.scene.document import Document
from previz.scene.ids import counted_ids
from previz.scene.lighting import Beam, Light, Sun
from previz.scene.package import default_package
from previz.scene.sun import sun_position
from previz.studio import gaffer
from tests.films import CLOSE, FULL, put_small_film

NOON = Sun(date="2026-06-21", clock="13:50", latitude_deg=48.86, longitude_deg=2.35, utc_offset_h=2)


@pytest.fixture
def film() -> Iterator[Document]:
    made = Document([model.Project(id=model.PROJECT_ID, package=default_package())], counted_ids())
    put_small_film(made)
    stage = made.of(model.Stage)[0]
    with made.edit("Lamps") as edit:
        for name in ("lamp", "sofa"):
            order = made.next_order(model.Item, stage.id)
            edit.put(model.Item(id=f"the-{name}", stage_id=stage.id, name=name, piece=name, order=order))
    yield made
    assert made.problems() == []


def test_the_scenes_light_changes_every_shot(film: Document) -> None:
    gaffer.set_light(film, FULL, time="dusk", weather="rain", label="Dusk")
    assert gaffer.light_of(film, CLOSE) == gaffer.light_of(film, FULL) == Light(time="dusk", weather="rain")
    assert film.history[-1].label == "Dusk"
    film.undo()
    assert gaffer.light_of(film, CLOSE) == Light()


def test_a_shot_may_have_its_own_and_give_it_back(film: Document) -> None:
    gaffer.set_light(film, FULL, strength=0.6)
    gaffer.set_light(film, CLOSE, scope="shot", fill=Beam(azimuth_deg=30.0))
    assert gaffer.light_of(film, CLOSE) == Light(strength=0.6, fill=Beam(azimuth_deg=30.0))
    assert gaffer.light_of(film, FULL) == Light(strength=0.6)
    gaffer.set_light(film, CLOSE, time="night")
    assert gaffer.light_of(film, FULL).time == "day", "its own light is what changes now"
    gaffer.as_in_scene(film, CLOSE)
    assert gaffer.light_of(film, CLOSE) == Light(strength=0.6)


def test_a_drag_is_one_step(film: Document) -> None:
    steps = len(film.history)
    for azimuth in range(10):
        gaffer.set_light(film, FULL, azimuth_deg=float(azimuth), gesture="drag")
    assert len(film.history) == steps + 1


@pytest.mark.parametrize(
    "changes",
    [
        {"strength": -1.0},
        {"kelvin": 0.0},
        {"visibility_m": 0.0},
        {"rim": Beam(azimuth_deg=0.0, strength=-0.1)},
        {"azimuth_deg": float("nan")},
        {"sun": Sun(date="2026-13-01", clock="12:00", latitude_deg=0.0, longitude_deg=0.0)},
    ],
)
def test_lights_that_cannot_be_are_refused_in_one_line(changes: dict[str, object], film: Document) -> None:
    before = gaffer.light_of(film, FULL)
    with pytest.raises(BadProject) as caught:
        gaffer.set_light(film, FULL, **changes)
    assert "\n" not in str(caught.value)
    assert gaffer.light_of(film, FULL) == before


def test_the_sun_takes_over_and_leaves_the_light_as_it_was(film: Document) -> None:
    gaffer.set_light(film, FULL, azimuth_deg=12.0, time="dawn")
    gaffer.set_sun(film, FULL, NOON)
    high = resolve(film, FULL).light
    assert high.time == "noon"
    assert high.elevation_deg == pytest.approx(sun_position(NOON)[1], abs=0.01)
    gaffer.set_sun(film, FULL, None)
    assert resolve(film, FULL).light == high
    assert gaffer.light_of(film, FULL).sun is None


def lit(film: Document, shot_id: str) -> set[str]:
    return {lamp.item_id for lamp in practicals(resolve(film, shot_id))}


def test_a_lamp_is_put_out_for_one_shot_alone(film: Document) -> None:
    assert "the-lamp" in lit(film, FULL)
    gaffer.switch_lamp(film, CLOSE, "the-lamp", False, scope="shot")
    assert film.history[-1].label == "Put out lamp"
    assert "the-lamp" not in lit(film, CLOSE)
    assert "the-lamp" in lit(film, FULL)
    gaffer.switch_lamp(film, CLOSE, "the-lamp", False)
    assert "the-lamp" not in lit(film, FULL)
    gaffer.switch_lamp(film, CLOSE, "the-lamp", True)
    assert "the-lamp" in lit(film, CLOSE), "what is said of the set counts here too"
    assert film.need(CLOSE, model.Shot).settings == {}


def test_only_lamps_are_switched(film: Document) -> None:
    with pytest.raises(BadProject, match="Sofa cannot be lit"):
        gaffer.switch_lamp(film, FULL, "the-sofa", True)
    with pytest.raises(NotFound):
        gaffer.switch_lamp(film, FULL, "nothing", True)


def test_other_settings_may_differ_in_a_shot(film: Document) -> None:
    gaffer.change_setting(film, CLOSE, "the-sofa", "width", 2.6, scope="shot")
    widths = {
        shot: next(item.params.get("width") for item in resolve(film, shot).items if item.id == "the-sofa")
        for shot in (CLOSE, FULL)
    }
    assert widths == {CLOSE: 2.6, FULL: None}
