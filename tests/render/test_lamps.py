from __future__ import annotations

import numpy as np
import pytest

from previz.kit.catalogue import CATALOGUE
from previz.render.lamps import BULBS, WITH_LAMP, Practical, practicals, strongest
from previz.scene.blocking import Placed, World
from previz.scene.model import Transform, Vec3
from previz.scene.transform import UP, axis_angle


def put(
    piece: str, position_m: Vec3 = (0.0, 0.0, 0.0), turn_deg: float = 0.0, **params: float | str | bool
) -> Placed:
    place = Transform(position_m=position_m, rotation=axis_angle(UP, turn_deg))
    return Placed(piece, piece, piece, params, {}, place, 1)


def lamps_of(*items: Placed) -> tuple[Practical, ...]:
    return practicals(World(items=items, actors=(), camera=None))


def test_the_table_of_bulbs_names_pieces_that_have_lamps() -> None:
    assert set(BULBS) <= WITH_LAMP
    assert set(CATALOGUE) > WITH_LAMP > {"lamp"}


@pytest.mark.parametrize("piece", sorted(WITH_LAMP))
def test_every_lamp_can_be_lit_and_put_out(piece: str) -> None:
    (lit,) = lamps_of(put(piece, (3.0, 0.0, 1.0), lit=True))
    assert np.linalg.norm(np.array(lit.position_m) - (3.0, lit.position_m[1], 1.0)) < 2.0
    assert lit.power > 0
    assert 1000 < lit.kelvin < 10000
    assert lamps_of(put(piece, lit=False)) == ()


def test_pieces_without_lamps_give_no_light() -> None:
    assert lamps_of(put("sofa"), put("model:" + "0" * 64)) == ()


def test_light_falls_off_with_distance_and_to_nothing_beyond_its_reach() -> None:
    (lamp,) = lamps_of(put("lamp"))
    x, y, z = lamp.position_m
    near, far = lamp.light_at((x + 1, y, z)), lamp.light_at((x + 3, y, z))
    assert near == pytest.approx(6.9 * far, rel=0.02)
    assert lamp.light_at((x + lamp.reach_m, y, z)) < 0.021


@pytest.mark.parametrize(("turn", "lit"), [(0.0, (0.0, 1.0, 2.5)), (90.0, (2.5, 1.0, 0.0))])
def test_a_film_light_shines_where_it_is_turned(turn: float, lit: Vec3) -> None:
    (light,) = lamps_of(put("film_light", turn_deg=turn))
    assert light.light_at(lit) > 0.5
    assert light.light_at((-lit[0], lit[1], -lit[2])) == 0


def test_a_head_tilted_down_aims_lower() -> None:
    level, down = (lamps_of(put("film_light", tilt=tilt))[0] for tilt in (0, 60))
    assert level.aim is not None
    assert down.aim is not None
    assert level.aim[1] == pytest.approx(0, abs=1e-9)
    assert down.aim[1] == pytest.approx(-np.sin(np.radians(60)), abs=1e-6)


def test_pendants_and_high_lamps_shine_downwards() -> None:
    for item in (put("lamp", kind="pendant", height=1.6), put("street_lamp")):
        (lamp,) = lamps_of(item)
        x, y, z = lamp.position_m
        assert lamp.light_at((x, y - 1, z)) > 0.3
        assert lamp.light_at((x, y + 1, z)) == 0
        assert lamp.shaded
    assert not lamps_of(put("lamp"))[0].shaded


def test_the_strongest_is_the_one_that_lights_somebody() -> None:
    candle, street = lamps_of(put("candle", (0.4, 0.8, 0.0)), put("street_lamp", (9.0, 0.0, 0.0)))
    assert strongest((street, candle), [(0.0, 1.2, 0.0)]) == [candle, street]
    assert strongest((candle, street), [(9.0, 1.2, 0.0)]) == [street, candle]
    assert strongest((candle, street), []) == [candle, street]


def test_a_lamp_in_a_hand_shines_from_there() -> None:
    held = np.eye(4)
    held[:3, 3] = (5.0, 1.0, 0.0)
    world = World(items=(put("torch", lit=True),), actors=(), camera=None)
    (torch,) = practicals(world, {"torch": held})
    assert torch.position_m[0] == pytest.approx(5.0)
