"""Two fingerprints in; out comes what changed, as a director would say it: "lens 35 → 50 mm".

Fields that only one side knows are not compared: a newer version may write more of them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from previz.review.fingerprint import PARTS, VISIBLE_SHARE
from previz.scene.model import PrintPart
from previz.scene.transform import Floats, axis_angle, rotation_matrix

Values = Mapping[str, Any]
GAZE_DEG = 1.0
"""Eyes that turn less are not seen to turn."""


def compare(old: Mapping[str, PrintPart], new: Mapping[str, PrintPart]) -> list[str]:
    """Reasons why a frame made from ``old`` no longer shows ``new``; empty = it is still true.

    A part that either side lacks is not compared, so an imported picture never goes stale. Something that
    comes or goes counts when its share of the picture changed by `VISIBLE_SHARE` or more.
    """
    reasons: list[str] = []
    for name in PARTS:
        before, after = old.get(name), new.get(name)
        if before is not None and after is not None and before.hash != after.hash:
            reasons += _TELL[name](before.values, after.values)
    return reasons


# -------------------------------------------------------------------------------------------------- parts
def _camera(old: Values, new: Values) -> list[str]:
    if not old or not new:
        return ["the camera was placed" if new else "the camera is gone"]
    changed = _changed(old, new)
    reasons = [*_moved("camera", old, new, changed)]
    if "lens_mm" in changed:
        reasons.append(f"lens {old['lens_mm']:g} → {new['lens_mm']:g} mm")
    if "aspect" in changed:
        reasons.append(f"frame {old['aspect']:.2f} → {new['aspect']:.2f}")
    elif "field_deg" in changed and "lens_mm" not in changed:
        reasons.append(f"angle of view {_angle(old['field_deg'][0])} → {_angle(new['field_deg'][0])}")
    if "shift" in changed:
        reasons.append("frameline moved on the sensor")
    if "squeeze" in changed:
        reasons.append(f"squeeze {old['squeeze']:g} → {new['squeeze']:g}")
    if "focus_mm" in changed:
        reasons.append(f"focus {_metres(old['focus_mm'])} → {_metres(new['focus_mm'])}")
    if "t_stop" in changed:
        reasons.append(f"stop T{old['t_stop']:g} → T{new['t_stop']:g}")
    return reasons


def _actor(name: str, old: Values, new: Values) -> Iterator[str]:
    changed = _changed(old, new)
    yield from _moved(name, old, new, changed)
    if "heading_deg" in changed:
        yield f"{name} turned {_angle(_apart(old['heading_deg'], new['heading_deg']))}"
    if "pose" in changed:
        yield f"{name}: pose {old['pose']} → {new['pose']}"
    elif changed & {"mirror", "strength", "joints"}:
        yield f"{name}: pose adjusted"
    before, after = (values.get("expression") or ["neutral", 1.0] for values in (old, new))
    if before[0] != after[0]:
        yield f"{name}: {before[0].replace('_', ' ')} → {after[0].replace('_', ' ')}"
    elif before != after:
        yield f"{name}: {after[0].replace('_', ' ')} {before[1]:.0%} → {after[1]:.0%}"
    if "seat_mm" in changed and "pose" not in changed:
        yield f"{name}: seat {_metres(old['seat_mm'], 'none')} → {_metres(new['seat_mm'], 'none')}"
    for side in ("left", "right"):
        if f"hand_{side}" in changed:
            before, after = (values[f"hand_{side}"] or "as posed" for values in (old, new))
            yield f"{name}: {side} hand {before} → {after}"
    if "head_deg" in changed:
        yield f"{name}: head turned"
    if "gaze_at" in changed or ("gaze_deg" in changed and _looks_elsewhere(old["gaze_deg"], new["gaze_deg"])):
        yield f"{name} looks elsewhere"
    if "body" in changed:
        yield f"{name}: body changed"
    if "clothes" in changed:
        yield f"{name}: clothes changed"


def _set_item(name: str, old: Values, new: Values) -> Iterator[str]:
    changed = _changed(old, new)
    if "piece" in changed:
        yield f"{name}: {old['piece']} → {new['piece']}"
        return
    yield from _moved(name, old, new, changed)
    if "scale" in changed:
        yield f"{name}: size changed"
    for key in sorted({key for key in (*old, *new) if key.startswith("param:")}):
        if old.get(key) != new.get(key):
            before, after = _setting(old.get(key)), _setting(new.get(key))
            yield f"{name}: {key.removeprefix('param:')} {before} → {after}"
    if any(old.get(key) != new.get(key) for key in (*old, *new) if key.startswith("colour:")):
        yield f"{name}: colour changed"


def _moved(name: str, old: Values, new: Values, changed: set[str]) -> Iterator[str]:
    if "position_mm" in changed:
        yield f"{name} moved {_length(math.dist(old['position_mm'], new['position_mm']))}"
    if "turn_deg" in changed:
        turned = turn_between_deg(old["turn_deg"], new["turn_deg"])
        if turned >= 0.005:
            yield f"{name} turned {_angle(turned)}"


def _changed(old: Values, new: Values) -> set[str]:
    return {field for field in old.keys() & new.keys() if old[field] != new[field]}


def _set(old: Values, new: Values) -> list[str]:
    reasons = _things(old, new, _set_item)
    if "interior" in _changed(old, new):
        reasons.append("interior → exterior" if old["interior"] else "exterior → interior")
    return reasons


def _light(old: Values, new: Values) -> list[str]:
    changed = _changed(old, new)
    if "time" in changed:
        return [f"light {old['time']} → {new['time']}", *_weather(old, new, changed)]
    reasons = [*_weather(old, new, changed), *_key(old, new, changed)]
    for field in ("fill", "rim"):
        if field in changed:
            what = "added" if old[field] is None else "removed" if new[field] is None else "changed"
            reasons.append(f"{field} light {what}")
    if changed & {"lamps", "lamps at_mm"}:
        reasons += _lamps(old, new)
    return reasons


def _weather(old: Values, new: Values, changed: set[str]) -> Iterator[str]:
    if "weather" in changed:
        yield f"weather {old['weather']} → {new['weather']}"
    if "visibility_m" in changed:
        before, after = (_own(values["visibility_m"], " m") for values in (old, new))
        yield f"visibility {before} → {after}"


def _key(old: Values, new: Values, changed: set[str]) -> Iterator[str]:
    if "strength" in changed:
        yield f"light strength {old['strength']:g} → {new['strength']:g}"
    if "kelvin" in changed:
        yield f"light colour {_own(old['kelvin'], ' K')} → {_own(new['kelvin'], ' K')}"
    if "softness" in changed:
        yield f"light softness {_own(old['softness'])} → {_own(new['softness'])}"
    if old.get("lamp") != new.get("lamp"):
        free = "sun" if new.get("time") != "night" else "moon"
        yield f"light {old.get('lamp name', free)} → {new.get('lamp name', free)}"
    elif "lamp" in new:
        fields = [
            {k.removeprefix("lamp "): v for k, v in side.items() if k.startswith("lamp ")}
            for side in (old, new)
        ]
        yield from _set_item(f"light: {new['lamp name']}", fields[0], fields[1])
    else:
        for field, name in (("azimuth_deg", "direction"), ("elevation_deg", "height")):
            if field in changed:
                before, after = ("free" if v is None else _angle(v) for v in (old[field], new[field]))
                yield f"light {name} {before} → {after}"


def _own(value: float | None, unit: str = "") -> str:
    """ "as time and weather give it" is said short."""
    return "its own" if value is None else f"{value:g}{unit}"


def _lamps(old: Values, new: Values) -> Iterator[str]:
    """Lamps beside the key that were lit, put out or moved."""
    before, after = ({i: (n, p) for i, n, p in _lamp_rows(side)} for side in (old, new))
    for lamp, (name, place) in after.items():
        if lamp not in before and lamp != old.get("lamp"):
            yield f"{name} now gives light"
        elif lamp in before and math.dist(place, before[lamp][1]) >= 1:
            yield f"light of {name} moved {_length(math.dist(place, before[lamp][1]))}"
    for lamp, (name, _) in before.items():
        if lamp not in after and lamp != new.get("lamp"):
            yield f"{name} no longer gives light"


def _lamp_rows(values: Values) -> Iterator[tuple[str, str, list[float]]]:
    """Item id, name and place in millimetres."""
    at = values["lamps at_mm"]
    for row, (lamp, name) in enumerate(zip(values["lamps"], values["lamps name"], strict=True)):
        yield lamp, name, at[3 * row : 3 * row + 3]


def _look(old: Values, new: Values) -> list[str]:
    changed = _changed(old, new)
    listed = {"pictures", "controls", "loras", "depth_range"}
    told = [f"{name} {old[name] or 'any'} → {new[name] or 'any'}" for name in sorted(changed - listed)]
    if "pictures" in changed:
        told.append("reference pictures changed")
    if old.get("controls", []) != new.get("controls", []) and "generator" not in changed:
        told.append("numbers of the controls changed")
    if old.get("loras", []) != new.get("loras", []) and "generator" not in changed:
        told.append("LoRA of people changed")
    if old.get("depth_range", []) != new.get("depth_range", []) and "generator" not in changed:
        told.append("range of the depth changed")
    return told


def _words(old: Values, new: Values) -> list[str]:
    return ["words changed"] if old != new else []


_TELL: dict[str, Callable[[Values, Values], list[str]]] = {
    "camera": _camera,
    "blocking": lambda old, new: _things(old, new, _actor),
    "set": _set,
    "light": _light,
    "look": _look,
    "words": _words,
}


# ------------------------------------------------------------------------------------- people and things
def _things(
    old: Values,
    new: Values,
    tell: Callable[[str, Values, Values], Iterator[str]],
) -> list[str]:
    before, after = _grouped(old), _grouped(new)
    reasons: list[str] = []
    come: list[str] = []
    gone: list[str] = []
    for key in (*after, *(key for key in before if key not in after)):
        was, now = before.get(key, {}), after.get(key, {})
        if "name" in was and "name" in now:
            reasons += tell(now["name"], was, now)
        elif abs(now.get("share", 0.0) - was.get("share", 0.0)) >= VISIBLE_SHARE:
            (come if "name" in now else gone).append(now.get("name") or was["name"])
    reasons += [f"{_list(come)} now seen"] if come else []
    reasons += [f"{_list(gone)} no longer seen"] if gone else []
    return reasons


def _list(names: list[str]) -> str:
    """ "sofa is", "sofa and lamp are", "sofa, lamp and 3 more are"."""
    if len(names) == 1:
        return f"{names[0]} is"
    if len(names) == 2:
        return f"{names[0]} and {names[1]} are"
    return f"{names[0]}, {names[1]} and {len(names) - 2} more are"


def _grouped(values: Values) -> dict[str, dict[str, Any]]:
    """Entity id → field → value."""
    result: dict[str, dict[str, Any]] = {}
    for key, value in values.items():
        owner, _, field = key.partition(" ")
        if field:
            result.setdefault(owner, {})[field] = value
    return result


def _looks_elsewhere(old: list[float] | None, new: list[float] | None) -> bool:
    if old is None or new is None:
        return old is not new
    pan = _apart(old[0], new[0]) * math.cos(math.radians(max(old[1], new[1])))
    return max(pan, abs(new[1] - old[1])) >= GAZE_DEG


# --------------------------------------------------------------------------------------------------- words
def turn_between_deg(old: list[float], new: list[float]) -> float:
    """Angle of the one rotation that leads from one [pan, tilt, roll] to another."""
    if old == new:
        return 0.0
    between = _rotation(old).T @ _rotation(new)
    return math.degrees(math.acos(max(-1.0, min(1.0, (float(np.trace(between)) - 1) / 2))))


def _rotation(turn: list[float]) -> Floats:
    pan, tilt, roll = turn
    parts = (axis_angle((0, 1, 0), pan), axis_angle((1, 0, 0), -tilt), axis_angle((0, 0, 1), roll))
    first, second, third = (rotation_matrix(part) for part in parts)
    return first @ second @ third


def _apart(old_deg: float, new_deg: float) -> float:
    return abs((new_deg - old_deg + 180) % 360 - 180)


def _length(millimetres: float) -> str:
    if millimetres < 10:
        return f"{max(1, round(millimetres))} mm"
    if millimetres < 95:
        return f"{round(millimetres / 10)} cm"
    return f"{millimetres / 1000:.1f} m"


def _angle(degrees: float) -> str:
    return f"{degrees:.2g}°" if degrees < 10 else f"{degrees:.0f}°"


def _metres(millimetres: float | None, nothing: str = "∞") -> str:
    return nothing if millimetres is None else f"{millimetres / 1000:.4g} m"


def _setting(value: object) -> str:
    if value is None:
        return "default"
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value:g}" if isinstance(value, float) else str(value)
