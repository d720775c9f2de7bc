"""Key light, sky and shadows as the light shader takes them, from where a camera stands."""

from __future__ import annotations

from typing import Any

import numpy as np

from previz.render.drawlist import DrawList
from previz.render.light import LAMP_REACH_M, KeyLight, palette
from previz.render.rig_uniforms import rig_uniforms
from previz.render.shadow import ShadowView
from previz.scene.blocking import CameraState
from previz.scene.transform import apply, matrix, rigid_inverse


def light_uniforms(
    draw_list: DrawList, camera: CameraState, key: KeyLight, view: ShadowView
) -> dict[str, Any]:
    """Uniform name → value; directions and places are the camera's."""
    world_from_camera = matrix(camera.transform)
    camera_from_world = rigid_inverse(world_from_camera)
    colours = palette(key, draw_list.interior) if draw_list.rig is None else draw_list.rig.colours(key)
    lamp = key.position_m
    towards = np.asarray(key.direction or (0.0, 1.0, 0.0), float)
    return {
        "u_tan": (camera.view.tan_x, camera.view.tan_y),
        "u_shift": (0.0, camera.view.shift_y),
        "u_world_from_camera": world_from_camera[:3, :3],
        "u_key": camera_from_world[:3, :3] @ (towards / np.linalg.norm(towards)),
        "u_lamp": (0.0,) * 4 if lamp is None else (*apply(camera_from_world, lamp), LAMP_REACH_M),
        "u_shade": float(key.shade),
        "u_shadow_from_camera": view.clip_from_world() @ world_from_camera,
        "u_tiles": view.tiles(),
        "u_texel_m": view.texel_m,
        "u_key_colour": colours.key,
        "u_sky_colour": colours.sky,
        "u_ground_colour": colours.ground,
        "u_zenith": colours.zenith,
        "u_horizon": colours.horizon,
        "u_nadir": colours.nadir,
        **rig_uniforms(draw_list.rig, camera_from_world, colours),
    }
