from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from previz import cast
from previz.errors import BadProject, NotFound
from previz.kit import catalogue
from previz.render.drawlist import build, figure_corners
from previz.scene.blocking import Actor, Placed, World
from previz.scene.model import Light, Pose, Transform
from previz.scene.transform import apply, axis_angle, unit

from .solids import camera

MakeActor = Callable[..., Actor]
MakeWorld = Callable[..., World]


def placed(object_id: int, piece: str, **about: object) -> Placed:
    about = {"params": {}, "colours": {}, "transform": Transform()} | about
    return Placed(f"item {object_id}", piece.title(), piece, object_id=object_id, **about)  # type: ignore[arg-type]


def test_it_needs_no_opengl() -> None:
    code = (
        "import sys; sys.modules['OpenGL'] = None\n"
        "import previz.render.drawlist, previz.render.passes, previz.render.capture\n"
        "print('previz.gl.program' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_everything_is_there(actor: MakeActor, world: MakeWorld) -> None:
    turned = Transform(position_m=(1.0, 0.0, 2.0), rotation=axis_angle((0, 1, 0), 90))
    draw_list = build(world(placed(1, "room"), placed(2, "chair", transform=turned), actor(10)))
    assert draw_list.kinds == {1: "set", 2: "prop", 10: "figure"}
    assert draw_list.names == {1: "Room", 2: "Chair", 10: "Person 10"}
    assert draw_list.ade20k == {1: catalogue.CATALOGUE["room"].ade20k, 2: "chair", 10: "person"}
    assert [item.object_id for item in draw_list.instances] == [1, 2]
    np.testing.assert_allclose(
        apply(draw_list.instances[1].world_from_local, (0, 0, 1)), (2, 0, 2), atol=1e-9
    )
    assert set(draw_list.meshes) == {i.mesh for i in (*draw_list.instances, *draw_list.figures)}
    assert draw_list.posed.keys() == {10}
    assert draw_list.meshes[draw_list.figures[0].mesh].skinned


def test_two_of_a_kind_share_a_mesh(world: MakeWorld) -> None:
    red = {"params": {"width": 0.5}}
    draw_list = build(world(placed(1, "chair"), placed(2, "chair"), placed(3, "chair", **red)))
    assert len(draw_list.meshes) == 2
    assert draw_list.instances[0].mesh == draw_list.instances[1].mesh != draw_list.instances[2].mesh


def test_shells_and_the_key_lamp_cast_no_shadow(world: MakeWorld) -> None:
    lamps = [key for key in catalogue.CATALOGUE if catalogue.lamp_position(key, {}) is not None]
    assert lamps
    items = (placed(1, "room"), placed(2, "chair"), placed(3, lamps[0]), placed(4, lamps[0]))
    draw_list = build(world(*items, light=Light(time="night", lamp_id="item 3")))
    assert [item.casts_shadow for item in draw_list.instances] == [
        False, True, False, catalogue.CATALOGUE[lamps[0]].casts_shadow,
    ]  # fmt: skip
    assert draw_list.lamp_m == pytest.approx(catalogue.lamp_position(lamps[0], {}))
    assert draw_list.key.position_m == draw_list.lamp_m


def test_people_look_at_each_others_eyes(actor: MakeActor, world: MakeWorld) -> None:
    """Also when the two have different heights, headings and seats; and at themselves never."""
    pair = (
        actor(10, position_m=(0.0, 0.0, 0.0), heading_deg=70.0, gaze_id="actor 11"),
        actor(
            11, "sit", position_m=(1.5, 0.0, 0.4), seat_height_m=0.45, heading_deg=-70.0, gaze_id="actor 11"
        ),
    )
    draw_list = build(world(*pair))
    looking, seated = draw_list.figures
    eyes = [apply(f.world_from_figure, f.posed.landmarks_m["eyes"]) for f in (looking, seated)]
    local = unit(np.linalg.inv(looking.world_from_figure[:3, :3]) @ (eyes[1] - eyes[0]))
    head = looking.posed.bone_rotations["head"]
    plain = build(world(actor(10, heading_deg=70.0))).figures[0].posed.bone_rotations["head"]
    forward = np.array([0.0, 0.0, 1.0])
    neutral = cast.figure(looking.actor.body).pose(Pose()).bone_rotations["head"]
    facing = head @ neutral.T @ forward
    before = plain @ neutral.T @ forward
    assert facing @ local > before @ local + 0.02
    assert facing @ local > 0.9


def test_a_point_can_be_looked_at_and_a_stranger_is_ignored(actor: MakeActor, world: MakeWorld) -> None:
    rest = build(world(actor(10))).figures[0].posed.bone_matrices
    left = build(world(actor(10, gaze_m=(3.0, 1.6, 1.0)))).figures[0].posed.bone_matrices
    stranger = build(world(actor(10, gaze_id="nobody"))).figures[0].posed.bone_matrices
    assert not np.allclose(rest, left)
    assert np.array_equal(rest, stranger)


def test_heads_that_are_large_are_smoothed(actor: MakeActor, world: MakeWorld) -> None:
    scene = world(actor(10))
    eyes = build(scene).figures[0].posed.landmarks_m["eyes"]
    counts = []
    for distance in (6.0, 1.6, 0.5, -3.0):
        eye = (float(eyes[0]), float(eyes[1]), float(eyes[2]) + distance)
        ahead = camera(eye, (eye[0], eye[1], eye[2] - 1))
        mesh = build(scene, refine_for=ahead).figures[0].mesh
        counts.append(len(build(scene, refine_for=ahead).meshes[mesh].faces))
    assert counts == [counts[0], 4 * counts[0], 16 * counts[0], counts[0]]


@pytest.mark.parametrize("numbers", [(0, 1), (1, 65536), (7, 7)])
def test_object_ids_must_fit_and_differ(numbers: tuple[int, int], world: MakeWorld) -> None:
    with pytest.raises(BadProject, match=r"object|number"):
        build(world(*(placed(number, "chair") for number in numbers)))


def test_unknown_pieces_are_named(world: MakeWorld) -> None:
    with pytest.raises(NotFound, match="unicorn"):
        build(world(placed(1, "unicorn")))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    preset=st.sampled_from(sorted(cast.POSES)),
    person=st.sampled_from(sorted(cast.PEOPLE)),
    heading=st.floats(-180, 180),
)
@example(preset="bow", person="officer", heading=0.0)
@example(preset="look_up", person="farmer", heading=0.0)
def test_bounds_hold_the_skin(
    preset: str, person: str, heading: float, actor: MakeActor, world: MakeWorld
) -> None:
    """The box round a figure, which shadow maps are fitted to, leaves nobody's hand or skirt outside."""
    draw_list = build(
        world(actor(10, preset, cast.PEOPLE[person], heading_deg=heading, position_m=(5.0, 0.0, -3.0)))
    )
    figure = draw_list.figures[0]
    skin = apply(figure.world_from_figure, figure.posed.vertices_m())
    corners = figure_corners(figure)
    assert (skin >= corners.min(axis=0)).all()
    assert (skin <= corners.max(axis=0)).all()
    centre, radius = draw_list.bounds
    assert (np.linalg.norm(skin - centre, axis=1) <= radius).all()


def test_an_empty_world_is_a_point(world: MakeWorld) -> None:
    assert build(world()).bounds == ((0.0, 0.0, 0.0), 0.0)


def test_poses_are_kept_and_never_confused(actor: MakeActor, world: MakeWorld) -> None:
    """The same person in the same pose is solved once; any difference is a pose of its own."""
    first = build(world(actor(10, "sit", seat_height_m=0.45))).figures[0].posed
    assert build(world(actor(11, "sit", seat_height_m=0.45))).figures[0].posed is first
    for other in (
        actor(10, "sit", seat_height_m=0.40),
        actor(10, "sit_floor"),
        actor(10, "sit", seat_height_m=0.45, gaze_m=(2.0, 1.0, 0.5)),
        actor(10, "sit", seat_height_m=0.45, body=cast.PEOPLE["child"]),
    ):
        assert build(world(other)).figures[0].posed is not first
