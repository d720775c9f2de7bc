"""Knuckles, finger joints and nails: the few accents that turn a mitten into a hand."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from previz.gen.sketch.marks import Marks, even_all
from previz.gen.sketch.people import Person
from previz.gen.sketch.sheet import HAND, Floats, Mask, Sheet

_FINGERS = ("index", "middle", "ring", "pinky")
_JOINTS = ((1, 0.0105, 0.0065), (2, 0.0085, 0.0055), (3, 0.0072, 0.0042))
"""Joint number, distance of the skin above the bone and half length of the arc, metres."""
_SMALLEST_PX = 70
_CLOSE_PX = 220


def draw_hands(sheet: Sheet, person: Person, weight: float, marks: Marks) -> None:
    """Add the accents on the backs of hands that are at least 70 px long."""
    for side in "lr":
        middle = person.joints.get(f"middle_01_{side}")
        if middle is None:
            continue
        _, depth = sheet.project(middle)
        size = 0.18 * person.scale * sheet.px_per_m / max(float(depth[0]), 1e-3)
        detail = size / sheet.print_scale
        if depth[0] < 0.1 or detail < _SMALLEST_PX:
            continue
        width = float(np.clip(detail * 0.0062, 0.8, 3.2)) * weight
        knuckles = [arc for finger in _FINGERS for arc in _knuckles(person, finger, side, detail)]
        pens = np.array([width * pen for _, pen in knuckles])
        _draw(sheet, person, [points for points, _ in knuckles], pens, (2.5, 0.8, 0.95, 3.0), marks)
        if detail > _CLOSE_PX:
            nails = [nail for finger in (*_FINGERS, "thumb") for nail in _nail(person, finger, side)]
            _draw(sheet, person, nails, np.full(len(nails), width * 0.6), (2.0, 0.75, 0.7, 4.0), marks)


def _on_hand(sheet: Sheet, person: Person, points: Floats, depth: Floats) -> Mask:
    row, column, inside = sheet.sample(points)
    own = sheet.object_ids[sheet.objects[row, column]] == person.object_id
    surface = sheet.depth[row, column]
    hand = sheet.roles[row, column] == HAND
    return np.asarray(inside & own & hand & (depth < surface + 0.009) & (depth > surface - 0.02))


def _draw(
    sheet: Sheet,
    person: Person,
    curves: list[Floats],
    widths: Floats,
    how: tuple[float, float, float, float],
    marks: Marks,
) -> None:
    """Curves in space where they lie on the hand; ``how``: step px, pressure, taper, shortest px."""
    if not curves:
        return
    step, pressure, taper, shortest = how
    flat, depth = sheet.project(np.concatenate(curves))
    cuts = np.cumsum([len(curve) for curve in curves])[:-1]
    flat, depth, starts = even_all(np.split(flat, cuts), np.split(depth, cuts), step)
    seen = _on_hand(sheet, person, flat, depth)
    marks.visible_runs(flat, starts, seen, widths, np.full(len(curves), pressure), taper, shortest)


def _knuckles(person: Person, finger: str, side: str, detail: float) -> Iterator[tuple[Floats, float]]:
    """Arcs over the joints of one finger and the share of the pen that each takes."""
    k = person.scale
    for number, above, half in _JOINTS:
        name, before = f"{finger}_0{number}_{side}", f"{finger}_0{max(number - 1, 1)}_{side}"
        if name not in person.joints or (number == 3 and detail < _CLOSE_PX):
            continue
        frame = person.frames[name]
        back = -(frame[:, 2] + person.frames[before][:, 2])
        back = back / max(float(np.linalg.norm(back)), 1e-6)
        t = np.linspace(-1, 1, 7)[:, None]
        rise = (0.0022 * k * (1 - t * t)) * (-1 if number == 1 else 1)
        points = person.joints[name] + back * above * k * np.sqrt(1 - (0.75 * t) ** 2)
        yield points + frame[:, 0] * t * half * k + frame[:, 1] * rise, 0.75 if number > 1 else 0.9


def _nail(person: Person, finger: str, side: str) -> Iterator[Floats]:
    """A rounded arch on the back of the last joint, open towards the tip."""
    name = f"{finger}_03_{side}"
    if name not in person.joints:
        return
    k, frame = person.scale, person.frames[name]
    big = 1.25 if finger == "thumb" else 1.0 if finger != "pinky" else 0.8
    t = np.linspace(-1, 1, 11)[:, None]
    reach = 0.0125 + 0.0075 * np.abs(t) ** 3
    points = person.joints[name] + frame[:, 1] * reach * k * big
    points = points + frame[:, 0] * t * 0.0048 * k * big
    yield points - frame[:, 2] * 0.0066 * k * big * np.sqrt(1 - 0.55 * t * t)
