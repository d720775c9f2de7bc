"""One piece or one person before a plain ground, as catalogues show them: thumbnails and contact sheets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from previz.errors import RenderError
from previz.kit import catalogue
from previz.kit.piece import Value
from previz.render.cutaway import near_walls
from previz.render.drawlist import DrawList, build, figure_corners
from previz.scene.blocking import Actor, CameraState, Placed, World
from previz.scene.model import Light, Rgb, Transform, Vec3
from previz.scene.optics import View
from previz.scene.transform import apply, heading_matrix, look_at, matrix, rigid_inverse, to_vec3

Floats = NDArray[np.float64]

PAPER: Rgb = (0.93, 0.92, 0.90)
_MARGIN = 1.10
_LENS_TAN = 0.21
"""Half the picture's height as a tangent: a portrait lens, so that forms keep their proportions."""
_TURN_DEG, _LIFT_DEG = 32.0, 17.0
_DOLLHOUSE_DEG = 42.0
"""Rooms are looked into from above, without their ceiling and the walls on this side."""
GROUND = 1


def piece_portrait(
    piece: str,
    params: Mapping[str, Value] | None = None,
    colours: Mapping[str, Rgb] | None = None,
    aspect: float = 1.0,
) -> tuple[DrawList, CameraState]:
    """A piece of the catalogue from its front, a little to its left and above.

    Raises NotFound, or BadProject naming piece and setting.
    """
    given = dict(params or {})
    lift = _LIFT_DEG
    walls = catalogue.walls(piece, given)
    if "ceiling" in walls:
        lift = _DOLLHOUSE_DEG
        given["flown"] = ", ".join(near_walls(piece, given, heading_matrix(_TURN_DEG)[:, 2]))
    points = catalogue.mesh(piece, given, colours).positions.astype(float)
    if not len(points):
        raise RenderError(f"There is nothing to see of {piece} with these settings.")
    stood = Placed("piece", piece, piece, given, dict(colours or {}), Transform(), GROUND + 1)
    draw_list = build(_world((stood,), (), float(points[:, 1].min())))
    return draw_list, fitted(points, aspect, _TURN_DEG, lift)


def people_portrait(
    actors: Sequence[Actor],
    aspect: float = 1.0,
    items: Sequence[Placed] = (),
    framed_m: Callable[[DrawList], Floats] | None = None,
    turn_deg: float = 24.0,
    lift_deg: float = 6.0,
) -> tuple[DrawList, CameraState]:
    """People from the front, a little to their left, with the pieces that they sit on.

    ``framed_m`` says which points (n, 3) the picture must hold; None holds everybody wholly. Raises
    RenderError when there is nobody.
    """
    if not actors:
        raise RenderError("There is nobody to draw.")
    world = _world(items, actors, 0.0)
    drawn = build(world)
    corners = _bodies(drawn) if framed_m is None else framed_m(drawn)
    camera = fitted(corners, aspect, turn_deg, lift_deg)
    return build(world, refine_for=camera), camera


def _bodies(drawn: DrawList) -> Floats:
    """(n, 3) boxes round everybody, above the ground."""
    corners = np.concatenate([figure_corners(figure) for figure in drawn.figures])
    corners[:, 1] = np.maximum(corners[:, 1], 0.0)
    return corners


def _world(items: Sequence[Placed], actors: Sequence[Actor], ground_m: float) -> World:
    ground = Placed(
        "ground",
        "ground",
        "floor",
        {"width": 60.0, "depth": 60.0},
        {"floor": PAPER},
        Transform(position_m=(0.0, min(ground_m, 0.0) - 0.002, 0.0), scale=(10.0, 1.0, 10.0)),
        GROUND,
    )
    return World(items=(ground, *items), actors=tuple(actors), camera=None, light=Light(azimuth_deg=-30.0))


def fitted(points_m: Floats, aspect: float, turn_deg: float, lift_deg: float) -> CameraState:
    """A camera that just holds (n, 3) points, ``turn_deg`` left of their front, ``lift_deg`` above."""
    view = View(tan_x=_LENS_TAN * aspect, tan_y=_LENS_TAN, used_width_mm=24.0 * aspect, used_height_mm=24.0)
    lift = np.radians(lift_deg)
    flat = heading_matrix(turn_deg)[:, 2] * np.cos(lift)
    towards = flat + np.array([0.0, np.sin(lift), 0.0])
    target = (points_m.min(axis=0) + points_m.max(axis=0)) / 2
    for _ in range(6):
        place = look_at(to_vec3(target + towards * 1000.0), to_vec3(target))
        local = apply(rigid_inverse(matrix(place)), points_m) + np.array([0.0, 0.0, 1000.0])
        near = np.abs(local[:, :2]) * _MARGIN / [view.tan_x, view.tan_y]
        distance = float((near + local[:, 2:]).max())
        seen = local[:, :2] / (distance - local[:, 2:])
        shift = (seen.min(axis=0) + seen.max(axis=0)) / 2 * distance
        axes = matrix(place)[:3, :3]
        target = target + axes[:, 0] * shift[0] + axes[:, 1] * shift[1]
    eye: Vec3 = to_vec3(target + towards * distance)
    place = look_at(eye, to_vec3(target))
    return CameraState(
        position_m=place.position_m,
        rotation=place.rotation,
        view=view,
        focal_length_mm=12.0 / _LENS_TAN,
        focus_distance_m=distance,
        t_stop=5.6,
        aspect=aspect,
    )
