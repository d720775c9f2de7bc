from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from previz.render.drawlist import DrawList, Instance, build
from previz.render.openpose import COLOURS, HAND_BONES, LIMBS, openpose_guide, skeletons
from previz.render.renderer import Renderer
from previz.scene.blocking import Actor, CameraState, World
from previz.scene.transform import apply, matrix, rigid_inverse

from .solids import at, box, camera

MakeActor = Callable[..., Actor]
MakeWorld = Callable[..., World]
SIZE = (600, 600)
FRONT = camera((0, 1.0, 4.5), (0, 1.0, 0), 50, aspect=1.0)
FACE = [0, 14, 15, 16, 17]


def shoot(
    renderer: Renderer, draw_list: DrawList, state: CameraState = FRONT, size_px: tuple[int, int] = SIZE
):
    g = renderer.capture(draw_list, state, size_px, passes=("ids", "depth_m"))
    return g, {s.object_id: s for s in skeletons(draw_list, state, g)}


def with_solid(
    draw_list: DrawList, size: tuple[float, float, float], place: tuple[float, float, float]
) -> DrawList:
    meshes = dict(draw_list.meshes) | {"solid": box(size)}
    instances = (Instance("solid", at(*place), 99),)
    return DrawList(meshes, instances, draw_list.figures, draw_list.key)


def test_points_are_where_the_optics_say(renderer: Renderer, actor: MakeActor, world: MakeWorld) -> None:
    draw_list = build(world(actor(1, "t_pose", heading_deg=20.0, position_m=(0.1, 0, 0.2))))
    _, found = shoot(renderer, draw_list)
    figure = draw_list.figures[0]
    body_m = apply(figure.world_from_figure, figure.posed.openpose_m()[0])
    seen = FRONT.view.project(apply(rigid_inverse(matrix(FRONT.transform)), body_m))
    expected = (seen[:, :2] * (0.5, -0.5) + 0.5) * SIZE
    shown = np.isfinite(found[1].body[:, 0])
    assert shown.sum() >= 15
    np.testing.assert_allclose(found[1].body[shown], expected[shown], atol=1e-6)


def test_points_lie_on_the_body_in_a_frameline_cut_from_the_top(
    renderer: Renderer, actor: MakeActor, world: MakeWorld
) -> None:
    state = replace(FRONT, view=replace(FRONT.view, shift_y=0.4))
    draw_list = build(world(actor(1, "t_pose", position_m=(0, 0.45, 0))))
    g, found = shoot(renderer, draw_list, state)
    inner = np.delete(found[1].body, [10, 13], axis=0)  # ankles are on the outline
    body = inner[np.isfinite(inner[:, 0])].astype(int)
    assert len(body) >= 14
    assert (g.objects[body[:, 1], body[:, 0]] == 1).all()


def test_right_is_the_persons_right(renderer: Renderer, actor: MakeActor, world: MakeWorld) -> None:
    """Facing us, the right shoulder (2), hip (8) and ear (16) are on our left."""
    body = shoot(renderer, build(world(actor(1))))[1][1].body
    for right, left in ((2, 5), (4, 7), (8, 11), (14, 15)):
        assert body[right, 0] < body[left, 0]
    assert body[1, 1] < body[8, 1] < body[9, 1] < body[10, 1], "neck above hip above knee above ankle"


def test_from_behind_there_is_no_face(renderer: Renderer, actor: MakeActor, world: MakeWorld) -> None:
    front = shoot(renderer, build(world(actor(1))))[1][1].body
    back = shoot(renderer, build(world(actor(1, heading_deg=180.0))))[1][1].body
    assert np.isfinite(front[[0, 14, 15], 0]).all()
    assert np.isnan(back[[0, 14, 15], 0]).all()
    assert np.isfinite(back[[1, 2, 5, 8, 11], 0]).all()


def test_in_profile_only_the_near_ear_shows(renderer: Renderer, actor: MakeActor, world: MakeWorld) -> None:
    body = shoot(renderer, build(world(actor(1, heading_deg=90.0))))[1][1].body
    assert np.isfinite(body[16, 0]), "facing +X, its right ear is towards us"
    assert np.isnan(body[17, 0])


def test_what_a_table_hides_is_left_out(renderer: Renderer, actor: MakeActor, world: MakeWorld) -> None:
    draw_list = build(world(actor(1)))
    hidden = with_solid(draw_list, (3.0, 0.75, 0.1), (0.0, 0.375, 1.0))
    body = shoot(renderer, hidden)[1][1].body
    assert np.isnan(body[[9, 10, 12, 13], 0]).all()
    assert np.isfinite(body[[0, 1, 2, 5], 0]).all()
    whole = with_solid(draw_list, (3.0, 3.0, 0.1), (0.0, 1.0, 1.0))
    assert shoot(renderer, whole)[1] == {}


def test_outside_the_picture_and_behind_the_lens(
    renderer: Renderer, actor: MakeActor, world: MakeWorld
) -> None:
    close = camera((0, 1.55, 1.2), (0, 1.55, 0), 50, aspect=1.0)
    body = shoot(renderer, build(world(actor(1))), close)[1][1].body
    assert np.isfinite(body[0, 0])
    assert np.isnan(body[[8, 9, 10], 0]).all()
    behind = build(world(actor(1, position_m=(0, 0, 9.0))))
    assert shoot(renderer, behind)[1] == {}


def test_far_people_are_drawn_first_and_tiny_hands_not_at_all(
    renderer: Renderer, actor: MakeActor, world: MakeWorld
) -> None:
    people = (actor(1, "wave", position_m=(-0.4, 0, 0)), actor(2, "wave", position_m=(1.5, 0, -18)))
    draw_list = build(world(*people))
    g, found = shoot(renderer, draw_list)
    assert [s.object_id for s in skeletons(draw_list, FRONT, g)] == [2, 1]
    assert np.isnan(found[2].left_hand).all()
    assert np.isnan(found[2].right_hand).all()
    hands = [np.isfinite(hand).all(-1).sum() for hand in (found[1].left_hand, found[1].right_hand)]
    assert max(hands) >= 18


def test_colours_and_places_of_the_drawing(renderer: Renderer, actor: MakeActor, world: MakeWorld) -> None:
    draw_list = build(world(actor(1, "t_pose")))
    g, found = shoot(renderer, draw_list)
    guide = openpose_guide(draw_list, FRONT, SIZE, g)
    assert guide.shape == (600, 600, 3)
    body = found[1].body
    for number in (0, 2, 3, 5, 9, 12):
        column, row = body[number].astype(int)
        assert tuple(guide[row, column]) == COLOURS[number]
    for limb in (2, 4, 8, 11):
        start, end = LIMBS[limb]
        column, row = ((body[start] + body[end]) / 2).astype(int)
        assert tuple(guide[row, column]) == pytest.approx(tuple(int(c * 0.6) for c in COLOURS[limb]), abs=1)
    assert (guide.any(-1)).mean() < 0.1


def test_it_needs_passes_of_the_same_size(renderer: Renderer, actor: MakeActor, world: MakeWorld) -> None:
    draw_list = build(world(actor(1)))
    g, _ = shoot(renderer, draw_list)
    with pytest.raises(ValueError, match="passes are"):
        openpose_guide(draw_list, FRONT, (10, 10), g)


def test_the_skeleton_is_whole() -> None:
    assert len(LIMBS) == 17
    assert {point for limb in LIMBS for point in limb} == set(range(18))
    assert len(COLOURS) == len(set(COLOURS)) == 18
    assert [end for _, end in HAND_BONES] == list(range(1, 21))
    assert [start for start, _ in HAND_BONES[::4]] == [0] * 5
