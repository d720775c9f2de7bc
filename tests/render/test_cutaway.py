"""A view from above looks into a room; one from within finds it closed; the light stays that of the shot."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from previz.gl.context import headless
from previz.render.cutaway import cut_list, cut_world, near_walls, rooms_of
from previz.render.drawlist import DrawList, build
from previz.render.renderer import Renderer
from previz.scene.blocking import CameraState, World
from previz.scene.optics import View
from previz.scene.transform import look_at
from previz.studio.scenery import starter_set, world_of

SIZE = (240, 160)
ABOVE = (3.5, 9.0, 5.0)


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    with headless():
        made = Renderer()
        yield made
        made.close()


@pytest.fixture(scope="module")
def world() -> World:
    return world_of(starter_set("apartment"))


def camera(eye: tuple[float, float, float]) -> CameraState:
    placed = look_at(eye, (0.0, 0.5, 0.0))
    return CameraState(placed.position_m, placed.rotation, View(0.6, 0.4, 36.0, 24.0), 30.0, 9.0, 2.8)


def opened(world: World, eye: tuple[float, float, float]) -> DrawList:
    return cut_list(build(world), world, cut_world(world, np.array(eye)).items)


def test_from_above_the_furniture_is_seen(renderer: Renderer, world: World) -> None:
    sofa = next(item for item in world.items if item.piece == "sofa")
    closed, open_ = (
        renderer.capture(scene, camera(ABOVE), SIZE, passes=("ids",)).ids >> 16
        for scene in (build(world), opened(world, ABOVE))
    )
    assert (closed == sofa.object_id).sum() == 0
    assert (open_ == sofa.object_id).sum() > 60


def test_from_within_nothing_is_cut_away(world: World) -> None:
    assert world.camera is not None
    assert cut_world(world, np.array(world.camera.position_m)) is world


def test_rooms_found_once_are_opened_alike(world: World) -> None:
    rooms = rooms_of(world)
    assert {item.piece for item in world.items if item.object_id in rooms} == {"plan"}
    assert rooms < {item.object_id for item in world.items}
    assert cut_world(world, np.array(ABOVE), rooms) == cut_world(world, np.array(ABOVE)) != world
    assert cut_world(world, np.array(ABOVE), frozenset()) is world


def test_what_is_cut_away_keeps_its_shadow(renderer: Renderer, world: World) -> None:
    """Through the window of the shot both lists are lit alike: no sun falls in from where the ceiling was."""
    assert world.camera is not None
    inside = world.camera
    light = [
        renderer.capture(scene, inside, SIZE, passes=("light", "ids"))
        for scene in (build(world), opened(world, ABOVE))
    ]
    same = light[0].ids == light[1].ids
    assert same.mean() > 0.3
    assert np.abs(light[0].light[same].astype(int) - light[1].light[same].astype(int)).mean() < 6


@pytest.mark.parametrize(
    ("piece", "params", "towards", "cut"),
    [
        ("room", {"ceiling": False, "south": False}, (0.0, 0.0, -1.0), ("north",)),
        ("room", {"ceiling": False, "south": False}, (0.0, 0.0, 1.0), ()),
        ("room", {}, (1.0, 0.0, 0.0), ("ceiling", "east")),
        ("plan", {"ceiling": False, "height": 0.85, "openings": ""}, (1.0, 0.0, 0.0), ()),
    ],
)
def test_walls_on_this_side_are_cut_with_a_ceiling_or_without(
    piece: str,
    params: dict[str, float | str | bool],
    towards: tuple[float, float, float],
    cut: tuple[str, ...],
) -> None:
    assert set(near_walls(piece, params, np.array(towards))) == set(cut)
