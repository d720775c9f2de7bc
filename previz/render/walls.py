"""Which walls of a set stand between a camera and what it looks at: those a crew would fly."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from previz.kit import catalogue
from previz.render.drawlist import DrawList, FigureInstance, Instance, local_box
from previz.scene.blocking import CameraState, Placed, World
from previz.scene.model import MODEL_PIECE
from previz.scene.transform import apply, matrix, rigid_inverse

Floats = NDArray[np.float64]

HIDES = 1 / 3
"""A wall hides somebody when this share of their points in the frame lies behind it."""
CROWDS = 0.25
"""A wall before everybody that fills this share of the frame is worth a word."""
_GRID = (16, 9)
_BODY = ("head_top", "eyes", "chin", "collar", "chest", "waist", "mid_thigh", "knee", "foot")
_CLEAR_M = 0.02
"""Short of its goal a ray stops, so that what stands against a wall is not behind it."""


@dataclass(frozen=True)
class BlockingWall:
    """A wall in the way. ``wall`` is its name for `Shot.flown`."""

    item_id: str
    item_name: str
    wall: str
    words: str
    hides: tuple[str, ...]
    """Names of those who are behind it."""
    frame_share: float
    """Share of the frame that it fills before the nearest subject, 0–1."""


def blocking_walls(
    world: World, draw_list: DrawList, camera: CameraState, subjects: Collection[str] = ()
) -> tuple[BlockingWall, ...]:
    """Every wall that hides one of ``subjects`` (ids; none: everybody) or crowds the frame before them.

    A wall beside people, or behind them, is never in the way. Those that hide most come first.
    """
    goals = dict(_goals(world, draw_list, camera, subjects))
    if not goals:
        return ()
    eye = np.asarray(camera.position_m, float)
    nearest = min(goals.values(), key=lambda points: float(np.linalg.norm(points - eye, axis=1).mean()))
    target = nearest.mean(axis=0)
    rays = _frame_rays(camera) * float(np.linalg.norm(target - eye))
    found = []
    for item, wall, words, triangles in standing_walls(world, draw_list):
        behind = [name for name, points in goals.items() if _hidden(eye, points, triangles) >= HIDES]
        share = _crowding(eye, rays, target, triangles)
        if behind or share >= CROWDS:
            found.append(BlockingWall(item.id, item.name, wall, words, tuple(behind), share))
    return tuple(sorted(found, key=lambda one: (-len(one.hides), -one.frame_share)))


# ---------------------------------------------------------------------------------------------- who
def _goals(
    world: World, draw_list: DrawList, camera: CameraState, subjects: Collection[str]
) -> Iterator[tuple[str, Floats]]:
    """Name → (n, 3) points of the body or thing that lie in the frame; those out of frame are left out."""
    figures = {figure.actor.id: figure for figure in draw_list.figures}
    instances = {instance.object_id: instance for instance in draw_list.instances}
    everything: list[tuple[str, str, Floats]] = [
        (actor.id, actor.name, _body(figures[actor.id])) for actor in world.actors
    ]
    everything += [
        (item.id, item.name, _thing(draw_list, instances[item.object_id]))
        for item in world.items
        if item.id in subjects
    ]
    for id, name, points in everything:
        if not subjects or id in subjects:
            seen = points[_in_frame(camera, points)]
            if len(seen):
                yield name, seen


def _body(figure: FigureInstance) -> Floats:
    points = np.stack([np.asarray(figure.posed.landmarks_m[name], float) for name in _BODY])
    return apply(figure.world_from_figure, points)


def _thing(draw_list: DrawList, instance: Instance) -> Floats:
    """(9, 3): the middle of a thing and eight points well inside its box."""
    low, high = local_box(draw_list.meshes[instance.mesh])
    middle, half = (low + high) / 2, (high - low) * 0.4
    signs = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], float)
    return apply(instance.world_from_local, np.concatenate([middle[None], middle + signs * half]))


def _in_frame(camera: CameraState, points: Floats) -> NDArray[np.bool_]:
    seen = camera.view.project(apply(rigid_inverse(matrix(camera.transform)), points))
    return np.asarray((np.abs(seen[:, :2]) < 1).all(axis=1) & (seen[:, 2] > 0.05))


def _frame_rays(camera: CameraState) -> Floats:
    """(n, 3) unit vectors through a grid over the frame."""
    across, up = ((np.arange(count) + 0.5) / count * 2 - 1 for count in _GRID)
    x, y = np.meshgrid(across * camera.view.tan_x, (up + camera.view.shift_y) * camera.view.tan_y)
    local = np.stack([x.ravel(), y.ravel(), np.full(x.size, -1.0)], 1)
    rays = np.einsum("ij,nj->ni", matrix(camera.transform)[:3, :3], local)
    return np.asarray(rays / np.linalg.norm(rays, axis=1, keepdims=True))


# -------------------------------------------------------------------------------------------- walls
def standing_walls(world: World, draw_list: DrawList) -> Iterator[tuple[Placed, str, str, Floats]]:
    """(item, name, words, (n, 3, 3) triangles in the world) of everything that can fly."""
    places = {instance.object_id: instance.world_from_local for instance in draw_list.instances}
    for item in world.items:
        if item.piece.startswith(MODEL_PIECE):
            continue
        for wall, words in catalogue.walls(item.piece, item.params).items():
            mesh = catalogue.wall_mesh(item.piece, item.params, wall)
            points = apply(places[item.object_id], mesh.positions)
            yield item, wall, words if wall else item.name, points[mesh.faces]


def _hidden(eye: Floats, points: Floats, triangles: Floats) -> float:
    """Share of ``points`` (n, 3) that lie behind the wall."""
    ways = points - eye
    lengths = np.linalg.norm(ways, axis=1, keepdims=True)
    shares, _ = first_hits(eye, ways * np.maximum(1 - _CLEAR_M / np.maximum(lengths, 1e-6), 0), triangles)
    return float((shares < 1).mean())


def _crowding(eye: Floats, rays: Floats, target: Floats, triangles: Floats) -> float:
    """Share of ``rays`` (n, 3) that meet the wall on its far side from the target."""
    shares, which = first_hits(eye, rays, triangles)
    met = np.flatnonzero(shares < 1)
    if not len(met):
        return 0.0
    corners = triangles[which[met]]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    sides = [np.einsum("ij,ij->i", point - corners[:, 0], normals) for point in (eye, target)]
    return float((sides[0] * sides[1] < 0).sum() / len(rays))


def first_hits(origin: Floats, ways: Floats, triangles: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """Where rays ``origin + s · ways`` (r, 3) first meet (n, 3, 3) triangles: s in 0…1, or 1 and index 0.

    As `sightline.Sightline`, for many rays at once (Möller and Trumbore, 1997).
    """
    chosen = _near(origin, ways, triangles)
    a = triangles[chosen, 0]
    side, other, offset = triangles[chosen, 1] - a, triangles[chosen, 2] - a, origin - a
    turned = np.cross(offset, side)
    shares, which = np.ones(len(ways)), np.zeros(len(ways), np.int64)
    if not len(chosen):
        return shares, which
    across = np.cross(ways[:, None], other[None])
    volume = np.einsum("nj,rnj->rn", side, across)
    hit = np.abs(volume) > 1e-12
    inverse = np.where(hit, 1 / np.where(hit, volume, 1.0), 0.0)
    u = np.einsum("nj,rnj->rn", offset, across) * inverse
    v = np.einsum("nj,rj->rn", turned, ways) * inverse
    share = np.einsum("nj,nj->n", other, turned) * inverse
    hit &= (u >= 0) & (v >= 0) & (u + v <= 1) & (share > 1e-6) & (share < 1)
    share = np.where(hit, share, 1.0)
    which = share.argmin(axis=1)
    return share[np.arange(len(ways)), which], chosen[which]


def _near(origin: Floats, ways: Floats, triangles: Floats) -> NDArray[np.int64]:
    """Indices of the triangles whose boxes meet the box round all the rays."""
    ends = origin + ways
    low, high = np.minimum(ends.min(axis=0), origin), np.maximum(ends.max(axis=0), origin)
    meets = (triangles.max(axis=1) >= low).all(axis=1) & (triangles.min(axis=1) <= high).all(axis=1)
    return np.asarray(np.flatnonzero(meets), np.int64)


# -------------------------------------------------------------------------------------------- words
def told(walls: Sequence[BlockingWall]) -> str:
    """ "The east wall of kitchen stands between the camera and Nora and Elias"; "" for none that hides."""
    hiding = [wall for wall in walls if wall.hides]
    if not hiding:
        return ""
    things = joined([f"the {w.words} of {w.item_name}" if w.wall else w.words for w in hiding])
    people = joined(list(dict.fromkeys(name for wall in hiding for name in wall.hides)))
    verb = "stands" if len(hiding) == 1 else "stand"
    return f"{things[0].upper()}{things[1:]} {verb} between the camera and {people}"


def joined(words: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
