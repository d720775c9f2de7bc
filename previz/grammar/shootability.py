"""Could this be shot? What a lens, a tripod and a focus puller would say, each with its number.

What must be looked at (what is free round the camera, who is how far) comes as an argument; what is
not known (a close focus that nobody typed in) is never a finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from previz.grammar.findings import Finding, Lines, Rule, Said, said

NEEDS_M: Mapping[str, float] = {"behind": 0.30, "left": 0.12, "right": 0.12, "above": 0.12, "below": 0.10}
"""Free room that a small camera takes from its lens. Behind: body and battery."""
BODY_M = 0.20
"""Nobody's skin is nearer to a lens."""
END_M = 0.30
"""A move wants so much beyond its end."""
SHARP_SIZES = ("ECU", "BCU", "CU", "MCU", "MS")
"""Sizes in which both eyes of the principal must be sharp."""
SPARE_M = 0.01


@dataclass(frozen=True)
class Watched:
    """Whom the shot is about, at one moment."""

    time_s: float
    near_m: float
    far_m: float
    """Limits of sharpness; ``far_m`` may be infinite."""
    eyes_m: tuple[float, float]
    """Depth of the two eyes along the lens axis."""


@dataclass(frozen=True)
class Standing:
    """A camera where it stands, and what is round it."""

    shot_id: str
    number: str
    focus_m: float
    """The nearest that it focuses in the shot."""
    free_m: Mapping[str, float] = field(default_factory=dict)
    """Direction of `NEEDS_M` → free length, at least up to what is needed."""
    close_focus_m: float | None = None
    image_circle_mm: float | None = None
    diagonal_mm: float = 0.0
    """Of the part of the sensor that is used."""
    nearest: tuple[str, str, float] | None = None
    """(id, name, metres) of the nearest person's skin."""
    own_eyes: bool = False
    """A point of view: it stands in somebody's head on purpose."""
    moves: Sequence[tuple[float, float]] = ()
    """(length, free length with `END_M` beyond it) of every leg of a camera move."""
    size: str | None = None
    who: tuple[str, str] | None = None
    """(id, name) of the principal."""
    watched: Sequence[Watched] = ()
    unseated: Sequence[tuple[str, str, float]] = ()
    """(id, name, metres over the floor) of everybody in the frame who sits where no seat is."""
    sees: Lines = ()
    """From the lens to whom or what it looks at, to draw on the plan."""


def check_standing(one: Standing) -> list[Finding]:
    """What cannot be shot like this."""
    found = [*_lens(one), *_room(one), *_track(one)]
    if one.size in SHARP_SIZES and one.who is not None:
        found += list(_band(one))
    for id, name, metres in one.unseated:
        text = said("{} sits {} over the floor, and no seat is there", name, f"{metres:.2f} m")
        found.append(_doubt(one, "seat", text, metres, 0.0, (id,)))
    return found


def _doubt(
    one: Standing, rule: Rule, text: Said, value: float, limit: float, who: tuple[str, ...] = ()
) -> Finding:
    return Finding(
        rule, one.number, "", text, round(value, 3), round(limit, 3), one.sees, one.shot_id, "", who
    )


def _lens(one: Standing) -> Iterator[Finding]:
    if one.close_focus_m is not None and one.focus_m < one.close_focus_m - SPARE_M:
        text = said(
            "The focus is at {}; the lens focuses from {}",
            f"{one.focus_m:.2f} m",
            f"{one.close_focus_m:.2f} m",
        )
        yield _doubt(one, "close-focus", text, one.focus_m, one.close_focus_m)
    if one.image_circle_mm is not None and one.diagonal_mm > one.image_circle_mm + 0.05:
        text = said(
            "The picture is {} across its corners; the lens covers {}",
            f"{one.diagonal_mm:.1f} mm",
            f"{one.image_circle_mm:.1f} mm",
        )
        yield _doubt(one, "image-circle", text, one.diagonal_mm, one.image_circle_mm)


def _room(one: Standing) -> Iterator[Finding]:
    if one.own_eyes:
        return
    tight = {way: free for way, free in one.free_m.items() if free < NEEDS_M[way]}
    rules: dict[str, Rule] = {"below": "floor", "above": "ceiling"}
    for way, rule in rules.items():
        if way in tight and len(tight) == 1:
            yield _doubt(one, rule, _tight(way, tight[way]), tight[way], NEEDS_M[way])
            return
    if tight:
        way, free = min(tight.items(), key=lambda item: item[1])
        yield _doubt(one, "in-set", _in_set(way, free), free, NEEDS_M[way])
    if one.nearest is not None and one.nearest[2] < BODY_M:
        id, name, metres = one.nearest
        text = said("The camera is {} from {}, who would bump into it", f"{metres:.2f} m", name)
        yield _doubt(one, "in-person", text, metres, BODY_M, (id,))


def _tight(way: str, free_m: float) -> Said:
    room = f"{free_m:.2f} m", f"{NEEDS_M[way]:.2f} m"
    if way == "below":
        return said("The lens is {} over the floor; a camera takes {}", *room)
    return said("The lens is {} under the ceiling; a camera takes {}", *room)


def _in_set(way: str, free_m: float) -> Said:
    room = f"{free_m:.2f} m", f"{NEEDS_M[way]:.2f} m"
    return {
        "behind": said("The camera stands in the set: {} are free behind the lens, and it takes {}", *room),
        "above": said("The camera stands in the set: {} are free above it, and it takes {}", *room),
        "below": said("The camera stands in the set: {} are free below it, and it takes {}", *room),
        "left": said("The camera stands in the set: {} are free on its left, and it takes {}", *room),
        "right": said("The camera stands in the set: {} are free on its right, and it takes {}", *room),
    }[way]


def _track(one: Standing) -> Iterator[Finding]:
    for length, free in one.moves:
        if free < length + END_M - SPARE_M:
            if free >= length:
                text = said(
                    "The camera moves {}, and {} beyond is the set",
                    f"{length:.2f} m",
                    f"{free - length:.2f} m",
                )
            else:
                text = said("The camera moves {}, and only {} are free", f"{length:.2f} m", f"{free:.2f} m")
            yield _doubt(one, "track", text, free, length + END_M)
            return


def _band(one: Standing) -> Iterator[Finding]:
    """Both eyes in the zone at every moment; the worst moment is told."""
    assert one.who is not None
    id, name = one.who
    worst: tuple[float, Watched] | None = None
    for moment in one.watched:
        out = max(moment.near_m - min(moment.eyes_m), max(moment.eyes_m) - moment.far_m)
        if out > SPARE_M and (worst is None or out > worst[0]):
            worst = out, moment
    if worst is None:
        return
    out, moment = worst
    band, eyes = moment.far_m - moment.near_m, abs(moment.eyes_m[0] - moment.eyes_m[1])
    if eyes > band:
        text = said(
            "The zone of focus is {} deep; the eyes of {} need {}",
            f"{band * 100:.0f} cm",
            name,
            f"{eyes * 100:.0f} cm",
        )
        yield _doubt(one, "focus-band", text, band, eyes, (id,))
        return
    before = min(moment.eyes_m) < moment.near_m
    yield _doubt(one, "focus-band", _out_of_it(name, out, band, moment.time_s, before), out, SPARE_M, (id,))


def _out_of_it(name: str, out_m: float, band_m: float, time_s: float, before: bool) -> Said:
    off, deep, when = f"{out_m * 100:.0f} cm", f"{band_m * 100:.0f} cm", f"{time_s:.1f} s"
    if not time_s:
        if before:
            return said("{} is {} before the zone of focus, which is {} deep", name, off, deep)
        return said("{} is {} behind the zone of focus, which is {} deep", name, off, deep)
    if before:
        return said("{} is {} before the zone of focus at {}, which is {} deep", name, off, when, deep)
    return said("{} is {} behind the zone of focus at {}, which is {} deep", name, off, when, deep)
