"""What a frame was made from, small enough to keep with it and readable enough to say what changed.

A fingerprint has six parts. Each holds quantised values (1 mm, 0.01°, 0.01 mm of focal length) under
"<entity id> <field>" keys and their hash. Only what can be seen enters blocking and set, so whatever
happens off screen leaves a frame fresh. Names and shares of the picture are kept for the reasons but
not hashed: renaming somebody is no change, and edge pixels differ from one graphics card to another.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from previz.render.lamps import practicals
from previz.render.light import rig
from previz.scene.blocking import Actor, CameraState, Placed, World
from previz.scene.lighting import Beam
from previz.scene.model import Body, Look, Outfit, PrintPart, Quat, Touch, Vec3
from previz.scene.transform import rotation_matrix

PARTS = ("camera", "blocking", "set", "light", "look", "words")
VISIBLE_SHARE = 0.001
"""From this share of the picture (480 px wide id pass) something is seen."""
NOTED_SHARE = VISIBLE_SHARE / 10
"""From this share it is noted that something was nearly seen, so that a flip can be told from a change."""
UNHASHED = ("name", "share")

Field = str | int | float | bool | list[str | int | float] | None
Fingerprint = dict[str, PrintPart]
Floats = NDArray[np.float64]
_HALF_TURN_Y = np.diag([-1.0, 1.0, -1.0])


def fingerprint(
    world: World,
    visible: Mapping[int, float],
    look: Look,
    words: str,
    pictures: Sequence[str] = (),
    loras: Sequence[str] = (),
) -> Fingerprint:
    """Everything that decides the picture of ``world``, by part.

    ``visible`` is object id → share of the picture. ``words`` is what the generator was told, prompt and
    words to avoid alike; "" for one that reads none. ``pictures``: hashes of the reference pictures that a
    model is given; ``loras``: what of people's LoRAs decides it.
    """
    blocking: dict[str, Field] = {}
    for actor in world.actors:
        blocking |= _seen(actor, visible, _actor(actor, world))
    stage: dict[str, Field] = {"interior": world.interior}
    for item in world.items:
        stage |= _seen(item, visible, _item(item))
    return {
        "camera": part(_camera(world.camera)),
        "blocking": part(blocking),
        "set": part(stage),
        "light": part(_light(world)),
        "look": part(_look(look, pictures, loras)),
        "words": part({"words": " ".join(words.split())}),
    }


def _look(look: Look, pictures: Sequence[str], loras: Sequence[str]) -> dict[str, Field]:
    """A drawing knows neither model nor adherence nor reference pictures."""
    facts: dict[str, Field] = {"generator": look.generator, "style": look.style}
    if look.generator == "sketch":
        return facts
    facts |= {"model": look.model, "adherence": look.adherence, "pictures": sorted(pictures)}
    held = [
        f"{control} {hold.strength:g} {_share(hold.start)} {_share(hold.end)}"
        for control, hold in sorted(look.controls.items())
    ]
    facts |= {"controls": list[str | int | float](held)} if held else {}
    if look.depth_range_m is not None:
        facts["depth_range"] = [_round(end, 2) for end in look.depth_range_m]
    return facts | ({"loras": list[str | int | float](loras)} if loras else {})


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"


def hashes(prints: Mapping[str, PrintPart]) -> dict[str, str]:
    """Part name → hash, as a verdict keeps it."""
    return {name: one.hash for name, one in prints.items()}


def shared(prints: Mapping[str, PrintPart], known: Mapping[str, PrintPart]) -> Fingerprint:
    """``prints`` with those parts of ``known`` that are equal: many takes of one blocking hold it once."""
    return {name: known[name] if known.get(name) == one else one for name, one in prints.items()}


def part(values: dict[str, Field]) -> PrintPart:
    """``values`` with their hash; what is only there to be read does not count."""
    counted = {key: value for key, value in values.items() if key.partition(" ")[2] not in UNHASHED}
    return PrintPart(hash=_digest(counted), values=values)


# --------------------------------------------------------------------------------------------- the parts
def _camera(camera: CameraState | None) -> dict[str, Field]:
    if camera is None:
        return {}
    view = camera.view
    return {
        "position_mm": _millimetres(camera.position_m),
        "turn_deg": turn_deg(camera.rotation, looks_along_minus_z=True),
        "lens_mm": _round(camera.focal_length_mm, 2),
        "field_deg": [_round(view.hfov_deg, 2), _round(view.vfov_deg, 2)],
        "shift": _round(view.shift_y, 4),
        "aspect": _round(view.aspect, 3),
        "squeeze": _round(camera.squeeze, 3),
        "focus_mm": _millimetre(camera.focus_distance_m),
        "t_stop": _round(camera.t_stop, 2),
    }


def _seen(
    thing: Actor | Placed, visible: Mapping[int, float], facts: Iterable[tuple[str, Field]]
) -> dict[str, Field]:
    """The keys of a visible thing; of one that is nearly visible only its share."""
    share = visible.get(thing.object_id, 0.0)
    values: dict[str, Field] = {}
    if share >= NOTED_SHARE:
        values["share"] = _round(share, 5)
    if share >= VISIBLE_SHARE:
        values |= {"name": thing.name, **dict(facts)}
    return {f"{thing.id} {field}": value for field, value in values.items()}


def _actor(actor: Actor, world: World) -> Iterator[tuple[str, Field]]:
    pose, body = actor.pose, actor.body
    yield "position_mm", _millimetres(actor.position_m)
    yield "heading_deg", _degrees(actor.heading_deg)
    yield "pose", pose.preset
    yield "mirror", pose.mirror
    yield "strength", _round(pose.strength, 3)
    yield "hand_left", pose.hand_left
    yield "hand_right", pose.hand_right
    yield "head_deg", [_round(angle, 2) for angle in pose.head_deg]
    yield (
        "joints",
        _digest({bone: _quat(turn) for bone, turn in pose.joints.items()}) if pose.joints else None,
    )
    if pose.blend is not None:
        yield "blend", _digest([_plain(pose.blend), _round(pose.share, 3)])
    if pose.expression != "neutral":
        yield "expression", [pose.expression, _round(pose.expression_strength, 3)]
    if any(pose.pelvis_m):
        yield "pelvis_mm", _millimetres(pose.pelvis_m)
    if actor.holds:
        yield "holds", [f"{hold.hand} {hold.item_id} {hold.spot}" for hold in actor.holds]
    if actor.touches:
        yield "touches", _digest([_touch(touch) for touch in actor.touches])
    yield "seat_mm", None if actor.seat_height_m is None else _millimetre(actor.seat_height_m)
    yield from _gaze(actor, world)
    yield "body", _digest({key: value for key, value in _worn(body).items() if key != "outfit"})
    yield "clothes", _digest(_worn(body.outfit))


def _worn(value: Body | Outfit) -> dict[str, object]:
    """Without what is not worn: nobody is stale because hats, glasses and beards have been invented."""
    bare = {name for name in ("hat", "glasses", "beard") if not getattr(value, name, "")}
    bare |= {"hat_colour"} if "hat" in bare else set()
    return {name: item for name, item in _plain(value).items() if name not in bare}


def _touch(touch: Touch) -> list[str | int | float | None]:
    return [
        touch.limb,
        *_millimetres(touch.point_m),
        *([] if touch.normal is None else [_round(n, 2) for n in touch.normal]),
        None if touch.heading_deg is None else _degrees(touch.heading_deg),
        _degrees(touch.pitch_deg),
        _round(touch.share, 3),
    ]


def _gaze(actor: Actor, world: World) -> Iterator[tuple[str, Field]]:
    """Where the eyes go: [pan, tilt] in degrees from one place to the other, and how the other one sits.

    The person looked at may be off screen; whether they are is not asked, because the eyes show it.
    """
    target, stance = actor.gaze_m, None
    for other in world.actors:
        if other.id == actor.gaze_id:
            target = other.position_m
            # typed as whole numbers, read back from the file as floats: :g writes both alike
            seat, height = other.seat_height_m or 0.0, other.body.height_cm or 0.0
            stance = f"{other.pose.preset} {seat:g} {height:g}"
    for item in world.items:
        if item.id == actor.gaze_id:
            target = item.transform.position_m
    if target is None or actor.gaze_id == actor.id:
        yield "gaze_deg", None
        return
    x, y, z = (a - b for a, b in zip(target, actor.position_m, strict=True))
    tilt = math.degrees(math.atan2(y, math.hypot(x, z)))
    yield "gaze_deg", [_degrees(math.degrees(math.atan2(x, z))), _round(tilt, 2)]
    yield "gaze_at", stance


def _item(item: Placed) -> Iterator[tuple[str, Field]]:
    yield "piece", item.piece
    yield "position_mm", _millimetres(item.transform.position_m)
    yield "turn_deg", turn_deg(item.transform.rotation)
    yield "scale", [_round(s, 4) for s in item.transform.scale]
    for name, value in sorted(item.params.items()):
        yield f"param:{name}", value if isinstance(value, (bool, str)) else _round(value, 4)
    for name, colour in sorted(item.colours.items()):
        yield f"colour:{name}", [_round(c, 3) for c in colour]


def _light(world: World) -> dict[str, Field]:
    """In the dark a lamp may be the key, wherever it stands; otherwise the direction is."""
    light = world.light
    lights = rig(world, practicals(world))
    facts: dict[str, Field] = {
        "time": light.time,
        "weather": light.weather,
        "strength": _round(light.strength, 3),
        "kelvin": None if light.kelvin is None else _round(light.kelvin, 0),
        "softness": None if light.softness is None else _round(light.softness, 3),
        "visibility_m": None if light.visibility_m is None else _round(light.visibility_m, 1),
        "fill": _beam(light.fill),
        "rim": _beam(light.rim),
    }
    beside = sorted((lit.lamp for lit in lights.lamps), key=lambda lamp: lamp.item_id)
    facts["lamps"] = [lamp.item_id for lamp in beside]
    facts["lamps at_mm"] = [n for lamp in beside for n in _millimetres(lamp.position_m)]
    facts["lamps name"] = [lamp.name for lamp in beside]
    key = next((item for item in world.items if lights.key_lamp and item.id == lights.key_lamp.item_id), None)
    if key is not None:
        fields = {f"lamp {name}": value for name, value in _item(key) if not name.startswith("colour:")}
        return facts | {"lamp": key.id, "lamp name": key.name} | fields
    return facts | {
        "azimuth_deg": None if light.azimuth_deg is None else _degrees(light.azimuth_deg),
        "elevation_deg": None if light.elevation_deg is None else _round(light.elevation_deg, 2),
    }


def _beam(beam: Beam | None) -> list[str | int | float] | None:
    if beam is None:
        return None
    kelvin = 0.0 if beam.kelvin is None else _round(beam.kelvin, 0)
    return [_degrees(beam.azimuth_deg), _round(beam.elevation_deg, 2), _round(beam.strength, 3), kelvin]


# ------------------------------------------------------------------------------------------- quantising
def turn_deg(rotation: Quat, *, looks_along_minus_z: bool = False) -> list[str | int | float]:
    """[pan, tilt, roll]: pan about the world's up, 0 = forward along +Z; tilt upwards; roll about forward.

    Forward is the local +Z of a thing and the −Z of a camera. Straight up or down the roll is 0.
    """
    m = rotation_matrix(rotation)
    if looks_along_minus_z:
        m = m @ _HALF_TURN_Y
    tilt = math.degrees(math.asin(max(-1.0, min(1.0, float(m[1, 2])))))
    if abs(tilt) > 89.99:
        pan, roll = math.atan2(-m[2, 0], m[0, 0]), 0.0
    else:
        pan, roll = math.atan2(m[0, 2], m[2, 2]), math.atan2(m[1, 0], m[1, 1])
    return [_degrees(math.degrees(pan)), _round(tilt, 2), _degrees(math.degrees(roll))]


def rotation_of(turn: Sequence[float], *, looks_along_minus_z: bool = False) -> Floats:
    """(3, 3) world_from_local of what `turn_deg` writes."""
    pan, tilt, roll = (math.radians(float(angle)) for angle in turn)
    about_up = np.array([(math.cos(pan), 0, math.sin(pan)), (0, 1, 0), (-math.sin(pan), 0, math.cos(pan))])
    about_right = np.array(
        [(1, 0, 0), (0, math.cos(tilt), math.sin(tilt)), (0, -math.sin(tilt), math.cos(tilt))]
    )
    about_front = np.array(
        [(math.cos(roll), -math.sin(roll), 0), (math.sin(roll), math.cos(roll), 0), (0, 0, 1)]
    )
    m = about_up @ about_right @ about_front
    return np.asarray(m @ _HALF_TURN_Y if looks_along_minus_z else m, dtype=np.float64)


def _round(value: float, digits: int) -> float:
    return round(float(value), digits) + 0.0


def _degrees(angle: float) -> float:
    """0 ≤ angle < 360."""
    return _round(angle % 360.0, 2) % 360.0


def _millimetre(metres: float) -> int | None:
    """None stands for infinity (a focus distance)."""
    return round(metres * 1000) if math.isfinite(metres) else None


def _millimetres(place: Vec3) -> list[str | int | float]:
    return [round(metres * 1000) for metres in place]


def _quat(turn: Quat) -> list[float]:
    """Rounded, with w ≥ 0: both signs are one rotation."""
    sign = -1.0 if turn[0] < 0 else 1.0
    return [_round(sign * part, 4) for part in turn]


def _plain(value: Any) -> Any:
    """Builtins with numbers rounded to 4 places.

    msgspec.to_builtins leaves out defaults by identity, so it tells a value from its own copy.
    """
    if isinstance(value, msgspec.Struct):
        return {name: _plain(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value if isinstance(value, bool) or not isinstance(value, (int, float)) else _round(value, 4)


def _digest(value: object) -> str:
    return hashlib.sha256(msgspec.json.encode(value, order="sorted")).hexdigest()
