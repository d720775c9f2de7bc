"""Set-ups of light by name, as a gaffer would call them. Directions are seen from the shot's camera.

A preset decides hour, weather, key, fill, rim and air; which lamp is the key of the night stays as it was.
"""

from __future__ import annotations

from typing import Any

import msgspec

from previz.errors import NotFound
from previz.scene.document import Document
from previz.scene.lighting import Beam, Light
from previz.studio.camera_hands import heading_deg, shot_key
from previz.studio.gaffer import light_of, set_light
from previz.studio.tracks import Scope

FRONT_LEFT, FRONT_RIGHT, LEFT, RIGHT, BEHIND, BEHIND_RIGHT = -45.0, 45.0, -90.0, 90.0, 180.0, 150.0
"""Where a light stands, from the camera round the subject: 90 is camera right."""

_NAMES = {
    "three_point": "Three-point",
    "high_key": "High key",
    "low_key": "Low key",
    "side": "Hard side light",
    "backlight": "Backlight",
    "golden": "Golden hour",
    "overcast": "Soft overcast",
    "moonlight": "Moonlight",
}


def preset_names() -> dict[str, str]:
    """Key → what it is called, in the order in which they are offered."""
    return dict(_NAMES)


def preset(name: str, camera_heading_deg: float) -> Light:
    """The light of a set-up for a camera that looks that way (0° = +Z). Raises NotFound."""

    def at(side_deg: float) -> float:
        """The azimuth in `Light`."""
        return round((camera_heading_deg + 180.0 + side_deg) % 360.0, 1)

    def beam(side_deg: float, elevation_deg: float, strength: float, kelvin: float | None = None) -> Beam:
        return Beam(azimuth_deg=at(side_deg), elevation_deg=elevation_deg, strength=strength, kelvin=kelvin)

    def key(side_deg: float, elevation_deg: float, **more: Any) -> Light:
        return Light(azimuth_deg=at(side_deg), elevation_deg=elevation_deg, **more)

    if name == "three_point":
        return key(FRONT_RIGHT, 40.0, fill=beam(FRONT_LEFT, 20.0, 0.35), rim=beam(BEHIND, 40.0, 0.5))
    if name == "high_key":
        return key(FRONT_RIGHT, 50.0, strength=1.15, softness=0.8, fill=beam(FRONT_LEFT, 30.0, 0.8))
    if name == "low_key":
        return key(RIGHT, 35.0, strength=0.6, softness=0.1, rim=beam(-BEHIND_RIGHT, 35.0, 0.4))
    if name == "side":
        return key(LEFT, 20.0, softness=0.0, strength=1.1)
    if name == "backlight":
        return key(BEHIND, 30.0, strength=1.3, fill=beam(0.0, 15.0, 0.2))
    if name == "golden":
        return key(BEHIND_RIGHT, 8.0, time="golden hour", fill=beam(FRONT_LEFT, 25.0, 0.2, 7000.0))
    if name == "overcast":
        return Light(weather="overcast")
    if name == "moonlight":
        return key(LEFT, 45.0, time="night", rim=beam(BEHIND_RIGHT, 40.0, 0.35, 8000.0))
    raise NotFound(f"There is no light “{name}”; choose one of {', '.join(_NAMES)}.")


def use_preset(document: Document, shot_id: str, name: str, *, scope: Scope = "scene") -> Light:
    """Light the scene, or this shot alone, by a set-up. One edit. Raises NotFound."""
    made = preset(name, _heading(document, shot_id))
    kept = msgspec.structs.replace(made, lamp_id=light_of(document, shot_id).lamp_id)
    return set_light(document, shot_id, scope=scope, label=f"Light: {_NAMES[name]}",
                     **msgspec.structs.asdict(kept))  # fmt: skip


def preset_of(document: Document, shot_id: str) -> str:
    """The set-up by which a shot is lit; "" when it was set otherwise."""
    now = msgspec.structs.replace(light_of(document, shot_id), lamp_id=None)
    heading = _heading(document, shot_id)
    return next((name for name in _NAMES if preset(name, heading) == now), "")


def _heading(document: Document, shot_id: str) -> float:
    camera = shot_key(document, shot_id)
    return heading_deg(camera) if camera is not None else 180.0
