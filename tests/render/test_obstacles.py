"""Many lines of sight at once agree with one at a time, and bodies are in the way too."""

import numpy as np

from previz.cast import PEOPLE
from previz.render import drawlist
from previz.render.obstacles import everything, walls_alone
from previz.render.sightline import Sightline
from previz.scene.blocking import Actor, Placed, World
from previz.scene.model import Pose, Transform


def placed(piece: str, id: int) -> Placed:
    return Placed(
        id=f"i{id}", name=piece, piece=piece, params={}, colours={}, object_id=id, transform=Transform()
    )


def test_rays_among_the_pieces_of_a_set_end_where_single_ones_do() -> None:
    world = World(items=(placed("booth", 1), placed("bookshelf", 2)), actors=(), camera=None)
    draw_list = drawlist.build(world)
    ray = np.random.default_rng(3).uniform([-2, 0.1, -2], [2, 1.6, 2], (2, 60, 3))
    shares, met = everything(world, draw_list).first(ray[0], ray[1])
    single = Sightline(draw_list)
    for start, end, share in zip(ray[0], ray[1], shares, strict=True):
        free = single(tuple(start), tuple(end)) / np.linalg.norm(end - start)
        assert abs(share - free) < 1e-9
    assert 5 < (shares < 1).sum() < 60
    assert set(met[shares < 1]) <= {1, 2}
    assert set(met[shares == 1]) == {0}


def test_a_body_is_in_the_way_of_all_but_those_who_see_through_it() -> None:
    actor = Actor(
        id="ada",
        name="Ada",
        body=PEOPLE["woman"],
        pose=Pose(),
        position_m=(0, 0, 0),
        heading_deg=0,
        object_id=7,
    )
    world = World(items=(), actors=(actor,), camera=None)
    stage = everything(world, drawlist.build(world))
    start, end = np.array([0.0, 1.2, 2.0]), np.array([0.0, 1.2, -2.0])
    shares, met = stage.first(start, end)
    assert met[0] == 7
    assert 0.4 < shares[0] < 0.5
    assert stage.name(7) == "Ada"
    assert stage.first(start, end, besides=(7,))[0][0] == 1


def test_benches_are_no_walls() -> None:
    world = World(items=(placed("train_compartment", 4),), actors=(), camera=None)
    draw_list = drawlist.build(world)
    inside, through_bench, out = np.array([0.0, 0.3, 0]), np.array([-0.9, 0.3, 0]), np.array([-3.0, 0.3, 0])
    assert everything(world, draw_list).first(inside, through_bench)[0][0] < 1
    walls = walls_alone(world, draw_list)
    assert walls.first(inside, through_bench)[0][0] == 1
    assert walls.first(inside, out)[0][0] < 1


def test_what_has_walls_can_be_flown_whatever_it_is_called() -> None:
    room = Placed("room", "kitchen", "room", {}, {}, Transform(), 7)
    chair = Placed("chair", "wall of the chair", "chair", {}, {}, Transform(), 8)
    world = World(items=(room, chair), actors=(), camera=None)
    draw_list = drawlist.build(world)
    stage = everything(world, draw_list)
    assert (stage.name(7), stage.name(8)) == ("kitchen", "wall of the chair")
    assert stage.wild == walls_alone(world, draw_list).wild == {7}
