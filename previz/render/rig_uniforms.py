"""A rig as the light shader takes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from previz.render.lamps import MAX_LAMPS
from previz.render.light import Lit, Rig, Shine, extinction
from previz.render.moods import Palette, luminance
from previz.scene.transform import apply

Floats = NDArray[np.float64]

MAX_SHINES = 2
_DIMMEST = 0.8
"""In weaker light than this a lamp is no brighter to a drawing."""
_EVERYWHERE = -3.0
"""A cosine below all: the lamp shines all round."""
_PLAIN: dict[str, Any] = {
    "u_softness": 0.0,
    "u_key_tone": 1.0,
    "u_extinction": 0.0,
    "u_shines": 0,
    "u_lamps": 0,
    "u_tone_of_light": 0.0,
}


def rig_uniforms(rig: Rig | None, camera_from_world: Floats, colours: Palette) -> dict[str, Any]:
    """Uniforms of light.fs. ``colours`` are those of the key in use."""
    if rig is None:
        return _PLAIN
    whole = luminance(colours.key) + 0.5 * luminance(colours.sky)
    found: dict[str, Any] = {
        "u_softness": rig.softness if colours is rig.sun else 0.0,
        "u_key_tone": min(max(rig.strength, 0.0), 1.0),
        "u_extinction": extinction(rig),
        "u_shines": min(len(rig.shines), MAX_SHINES),
        "u_lamps": min(len(rig.lamps), MAX_LAMPS),
        "u_tone_of_light": 1.0 / max(whole, _DIMMEST),
    }
    if rig.shines:
        found |= _shine_uniforms(rig.shines[:MAX_SHINES], camera_from_world)
    if rig.lamps:
        found |= _lamp_uniforms(rig.lamps[:MAX_LAMPS], camera_from_world)
    return found


def _shine_uniforms(shines: Sequence[Shine], camera_from_world: Floats) -> dict[str, Any]:
    towards = np.zeros((MAX_SHINES, 3))
    colours = np.zeros((MAX_SHINES, 3))
    for row, shine in enumerate(shines):
        towards[row] = camera_from_world[:3, :3] @ np.asarray(shine.direction)
        colours[row] = shine.colour
    return {"u_shine_to": towards, "u_shine_colour": colours}


def _lamp_uniforms(lamps: Sequence[Lit], camera_from_world: Floats) -> dict[str, Any]:
    places, colours, aims = (np.zeros((MAX_LAMPS, 4)), np.zeros((MAX_LAMPS, 3)), np.zeros((MAX_LAMPS, 4)))
    for row, lit in enumerate(lamps):
        lamp = lit.lamp
        places[row] = (*apply(camera_from_world, lamp.position_m), lamp.reach_m)
        colours[row] = lit.colour
        aims[row, 3] = _EVERYWHERE
        if lamp.aim is not None:
            aims[row] = (*(camera_from_world[:3, :3] @ np.asarray(lamp.aim)), lamp.cone)
    return {"u_lamp_at": places, "u_lamp_colour": colours, "u_lamp_aim": aims}
