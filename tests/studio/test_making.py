"""From a shot's light to the drawing's."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from previz.gen.sketch import plan
from previz.scene import model
from previz.scene.document import Document
from previz.scene.ids import counted_ids
from previz.scene.lighting import DAYTIMES
from previz.scene.package import default_package
from previz.studio import gaffer
from previz.studio.making import build_request, drawn_time, light_from
from previz.studio.shooting import Shooting
from tests.films import FULL, put_small_film

SIZE = (240, 100)


@pytest.fixture
def film() -> Document:
    made = Document([model.Project(id=model.PROJECT_ID, package=default_package())], counted_ids())
    put_small_film(made)
    return made


@pytest.fixture
def shooting(film: Document) -> Iterator[Shooting]:
    made = Shooting(film)
    yield made
    made.close()


def test_every_time_of_day_has_its_way_of_drawing() -> None:
    assert {time: drawn_time(time) for time in DAYTIMES} == {
        "dawn": "dawn",
        "morning": "day",
        "day": "day",
        "noon": "day",
        "golden hour": "dusk",
        "dusk": "dusk",
        "blue hour": "night",
        "night": "night",
    }


@pytest.mark.parametrize(
    ("light", "side"),
    [
        ({"azimuth_deg": 10.0, "elevation_deg": 30.0}, "front"),
        ({"azimuth_deg": 80.0, "elevation_deg": 30.0}, "right"),
        ({"azimuth_deg": -80.0, "elevation_deg": 30.0}, "left"),
        ({"azimuth_deg": 140.0, "elevation_deg": 30.0}, "behind right"),
        ({"azimuth_deg": 181.0, "elevation_deg": 10.0}, "behind"),
        ({"azimuth_deg": 80.0, "elevation_deg": 80.0}, "above"),
        ({}, None),
    ],
)
def test_the_words_say_where_the_light_comes_from_in_the_picture(
    film: Document, shooting: Shooting, light: dict[str, float], side: str | None
) -> None:
    """The camera of the shot looks along −Z: +X is on its right, and light from +Z comes from beside it."""
    gaffer.set_light(film, FULL, time="day", **light)
    assert light_from(shooting.sight(FULL)) == side


def test_a_lamp_in_the_dark_is_where_it_stands(film: Document, shooting: Shooting) -> None:
    lamp = model.Transform(position_m=(-2.5, 0.0, 0.0))
    with film.edit("A lamp on the left, lit") as edit:
        edit.put(model.Item(id="lamp", stage_id="room", name="lamp", piece="lamp", transform=lamp, order="c"))
    gaffer.set_light(film, FULL, time="night")
    assert light_from(shooting.sight(FULL)) == "left"


def asked(film: Document, shooting: Shooting, **changes: object) -> tuple[dict[str, object], bool, str]:
    """(guides, night, prompt) of a frame under a changed light."""
    gaffer.set_light(film, FULL, **changes)
    sight = shooting.sight(FULL)
    manner = plan(1, "pencil", drawn_time(sight.world.light.time))
    shot = film.need(FULL, model.Shot)
    height = round(SIZE[0] / sight.camera.view.aspect / 2) * 2
    request, guides = build_request(sight, shooting, model.Look(), shot, manner, (SIZE[0], height))
    return dict(guides), request.night, request.prompt


def test_the_drawings_light_term_follows_the_storys_light(film: Document, shooting: Shooting) -> None:
    hard, _, _ = asked(film, shooting, azimuth_deg=90.0, elevation_deg=20.0)
    soft, _, words = asked(film, shooting, weather="overcast")
    people = (np.asarray(hard["ids"]) >> 16) >= 0x8000
    spread = [np.asarray(guides["light"])[..., 0][people].astype(float).std() for guides in (hard, soft)]
    assert spread[1] < 0.55 * spread[0]
    assert "overcast" in words or film.of(model.Stage)[0].interior


def test_the_blue_hour_is_drawn_low_and_named_in_the_prompt(film: Document, shooting: Shooting) -> None:
    _, night, words = asked(film, shooting, time="blue hour")
    assert night
    assert "blue hour" in words


def test_fog_travels_with_the_guides(film: Document, shooting: Shooting) -> None:
    clear, _, _ = asked(film, shooting)
    foggy, _, _ = asked(film, shooting, visibility_m=10.0)
    air = [float(guides["hints"]["air"][0]) for guides in (clear, foggy)]  # type: ignore[index]
    assert air[0] == 0
    assert np.exp(-air[1] * 10.0) == pytest.approx(0.02, rel=0.01)
