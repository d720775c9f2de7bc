"""Does a cut hold together? The rules of continuity as geometry, on the two frames that meet in the edit.

Every finding names the rule, the number that decided it and the limit. All are guidelines: a good cut may
break one for a reason. What shows somebody's own view, a thing, or the scene from above is held to none, and
a wide shot that shows both people draws the line anew.

180°: Daniel Arijon, *Grammar of the Film Language* (1976), ch. 4–6; 30° and matched pairs: Steven Katz, *Film
Directing Shot by Shot* (1991), part III.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from previz.grammar.findings import Finding, Frame, Lines, Rule, Said, said
from previz.grammar.naming import POV_RADIUS_M, head_share
from previz.grammar.subject import Floats, Subject
from previz.grammar.terms import SIZES

NEUTRAL_DEG = 12.5
"""A camera so near to the axis is on neither side of it: it draws the line anew."""
JUMP_DEG = 30.0
APART = 0.06
"""Two people nearer than this in the frame, −1…1, stand behind one another: they have no order."""
MOVES_M_S = 0.3
HEAD_ON_DEG = 20.0
"""Who comes or goes so straight has no direction on the screen."""
LOOKS_ASIDE = 0.2
"""Sideways part of a gaze below which somebody looks into or along the lens."""
AT_OTHER_DEG = 20.0
LOOK_ROOM = 0.42
"""Least share of the frame's width before the eyes of who looks aside."""
HEAD_ROOM = {"MS": (0.0, 0.20), "MCU": (0.0, 0.20), "CU": (-1.0, 0.20), "BCU": (-1.0, 0.20)}
"""Of the frame's height above the hair; a close-up may cut it."""
MATCH_MM, MATCH_DISTANCE, MATCH_HEIGHT_M, MATCH_TILT_DEG = 1.0, 0.25, 0.20, 6.0
MATCH_YAW_DEG, MATCH_ROOM = 25.0, 0.15
"""Between the bearings of the two lenses off the line, each at whom it shows; and between the shares of the
frame's width before their eyes."""
LEVEL_M = 0.15
"""People whose eyes are less apart in height look straight at each other."""
LOOKS_UP = 0.1
"""Part of a gaze across the frame, upwards, from which somebody looks over the lens and not into it."""
LONE_LOOK_M = 2.0
"""The line of who looks at nobody ends so far before them."""
STILL_DEG = 30.0
"""A head that turned more between two shots has drawn its line anew."""
REVERSES = {"1S": "1S", "OTS-L": "OTS-R", "OTS-R": "OTS-L"}
"""Compositions that answer each other across a table."""
EYE_TRACE = 0.40
"""Of the frame's width, from where the eye was to where it must go: a third, and what reverses of two who
look at each other from third to third take more."""
WIDE = ("LS", "ELS", "EST")


def _found(
    rule: Rule,
    frames: tuple[Frame, Frame | None],
    text: Said,
    value: float,
    limit: float,
    who: tuple[str, ...] = (),
    lines: Lines = (),
) -> Finding:
    out, into = frames
    after, after_id = (into.number, into.shot_id) if into else ("", "")
    return Finding(rule, out.number, after, text, value, limit, lines, out.shot_id, after_id, who)


def check_cut(out: Frame, into: Frame) -> list[Finding]:
    """What is wrong between the last instant of one shot and the first of the next."""
    if out.free or into.free:
        return []
    crossed = _line(out, into)
    found = [crossed] if crossed else []
    if crossed is None:
        found += [one for one in (_eyeline(out, into),) if one]
    for rule in (_direction, _jump, _match, _trace):
        broken = rule(out, into)
        if broken is not None:
            found.append(broken)
    return found


def check_frame(frame: Frame) -> list[Finding]:
    """What is wrong with a picture by itself."""
    if frame.wish == "POV":
        return [one for one in (_own_eyes(frame),) if one]
    if frame.free:
        return []
    return [one for one in (_cut_face(frame), _look_room(frame), _head_room(frame)) if one]


def check(frames: Sequence[tuple[Frame, Frame]]) -> list[Finding]:
    """A scene: the (first, last) frame of every shot in the order of the edit."""
    found: list[Finding] = []
    for place, (first, _) in enumerate(frames):
        if place:
            found += check_cut(frames[place - 1][1], first)
        found += check_frame(first)
    return found


# --------------------------------------------------------------------------------------------- the line
def _axis(out: Frame, into: Frame) -> tuple[str, str] | None:
    """The pair that plays in both shots: who each of them is about, else who else is in both frames, else
    at whom that person looks."""
    first, second = out.name.principal, into.name.principal
    if first and second and first != second:
        return first, second
    both = [id for id in out.faces if id in into.faces and id != first]
    others = both or [id for id in {**out.faces, **into.faces} if id != first]
    if not others and first:
        before, after = _looked_at(out, first), _looked_at(into, first)
        others = [before] if before is not None and before == after else []
    return (first, others[0]) if first and others else None


def _looked_at(frame: Frame, who: str) -> str | None:
    """At whom somebody looks, in the frame or beside it."""
    one = frame.person(who)
    if one is None:
        return None
    off = {
        other.id: _between_deg(one.looks, other.eyes_m - one.eyes_m)
        for other in frame.people
        if other.id != who
    }
    nearest = min(off, key=lambda id: off[id], default=None)
    return nearest if nearest is not None and off[nearest] <= AT_OTHER_DEG else None


def _side_deg(frame: Frame, one: str, other: str) -> float | None:
    """Bearing of the camera off the line from ``one`` to ``other``, as `_bearing_deg`; None when somebody is
    not there."""
    start, end = frame.person(one), frame.person(other)
    return None if start is None or end is None else _bearing_deg(frame, start.eyes_m, end.eyes_m)


def _bearing_deg(frame: Frame, start_m: Floats, end_m: Floats) -> float | None:
    """Of the camera off a line, at the end that is nearer to the lens: positive to the left of the line,
    −180…180; None for a line of no length."""
    a, b, c = (point[[0, 2]] for point in (start_m, end_m, frame.lens.position_m))
    line = b - a
    if float(np.linalg.norm(line)) < 0.2:
        return None
    nearer, along = (a, line) if np.linalg.norm(c - a) <= np.linalg.norm(c - b) else (b, -line)
    to_lens = c - nearer
    # y points up, so that x, z on the plan turn clockwise: left of the line has the sign of this product
    turn = math.degrees(
        math.atan2(float(along[1] * to_lens[0] - along[0] * to_lens[1]), float(along @ to_lens))
    )
    return turn if along is line else -turn


def _line(out: Frame, into: Frame) -> Finding | None:
    pair = _axis(out, into)
    if pair is None:
        return _lone_line(out, into)
    before, after = _side_deg(out, *pair), _side_deg(into, *pair)
    if not _across_line(before, after):
        return None
    if _ordered(out, into, pair) is True or _establishes(into, pair):
        return None  # they kept their places on the screen, or the scene is shown anew
    one, other = (out.person(id) or into.person(id) for id in pair)
    assert one is not None
    assert other is not None
    assert after is not None
    over = min(abs(after), 180 - abs(after))
    text = said(
        "The camera crosses the line between {} and {}: it is {} over it",
        one.name,
        other.name,
        f"{over:.0f}°",
    )
    lines = _flat(one.eyes_m, other.eyes_m), _flat(out.lens.position_m, into.lens.position_m)
    return _found("line", (out, into), text, round(over, 1), NEUTRAL_DEG, pair, lines)


def _across_line(before: float | None, after: float | None) -> bool:
    """Bearings on two sides of a line, neither as good as on it."""
    if before is None or after is None or is_neutral(before) or is_neutral(after):
        return False
    return before * after < 0


def _lone_line(out: Frame, into: Frame) -> Finding | None:
    """The line of somebody alone is their gaze: crossed, they look to the other side of the screen."""
    who = out.name.principal
    one, then = out.person(who), into.person(into.name.principal)
    if one is None or then is None or one.id != then.id or into.name.size in WIDE:
        return None
    if _between_deg(one.looks, then.looks) > STILL_DEG:
        return None
    before, after = (
        _bearing_deg(frame, person.eyes_m, person.eyes_m + LONE_LOOK_M * person.looks)
        for frame, person in ((out, one), (into, then))
    )
    first, second = _looks_right(out, one), _looks_right(into, then)
    if not _across_line(before, after) or min(abs(first), abs(second)) < LOOKS_ASIDE or first * second > 0:
        return None
    assert after is not None
    over = min(abs(after), 180 - abs(after))
    text = said(
        "The camera crosses the line along which {} looks: it is {} over it", one.name, f"{over:.0f}°"
    )
    ahead = _flat(one.eyes_m, one.eyes_m + LONE_LOOK_M * one.looks)
    lines = ahead, _flat(out.lens.position_m, into.lens.position_m)
    return _found("line", (out, into), text, round(over, 1), NEUTRAL_DEG, (one.id,), lines)


def _establishes(frame: Frame, pair: tuple[str, str]) -> bool:
    return frame.name.size in WIDE and all(id in frame.faces for id in pair)


def is_neutral(side_deg: float) -> bool:
    """On the line itself, as good as: such a camera is on neither side."""
    return abs(side_deg) < NEUTRAL_DEG or abs(side_deg) > 180 - NEUTRAL_DEG


def _ordered(out: Frame, into: Frame, pair: tuple[str, str]) -> bool | None:
    """Whether two people keep their order from left to right; None when not both are in both frames."""
    signs = []
    for frame in (out, into):
        one, other = (frame.faces.get(id) for id in pair)
        if one is None or other is None or abs(one.x - other.x) < APART:
            return None
        signs.append(one.x < other.x)
    return signs[0] == signs[1]


# ------------------------------------------------------------------------------------- moves and looks
def _direction(out: Frame, into: Frame) -> Finding | None:
    for id in out.velocities_m_s:
        first, second = _across(out, id), _across(into, id)
        if first is None or second is None or first * second > 0:
            continue
        person = out.person(id)
        assert person is not None
        text = (
            said("{} goes to the right, then to the left", person.name)
            if first > 0
            else said("{} goes to the left, then to the right", person.name)
        )
        lines = (_flat(person.eyes_m, person.eyes_m + out.velocities_m_s[id]),)
        return _found("direction", (out, into), text, round(abs(second), 2), 0.0, (id,), lines)
    return None


def _across(frame: Frame, id: str) -> float | None:
    """Metres a second to the right of the screen; None for who stands, is not seen, or comes head-on."""
    velocity = frame.velocities_m_s.get(id)
    if velocity is None or id not in frame.faces:
        return None
    speed = float(np.linalg.norm(velocity))
    right = float(velocity @ frame.lens.axes[:, 0])
    if speed < MOVES_M_S or abs(right) < speed * math.sin(math.radians(HEAD_ON_DEG)):
        return None
    return right


def _jump(out: Frame, into: Frame) -> Finding | None:
    who = out.name.principal
    if who is None or who != into.name.principal or out.name.size != into.name.size or not out.name.size:
        return None
    if set(out.faces) != set(into.faces):
        return None
    before, after = out.person(who), into.person(who)
    assert before is not None
    assert after is not None
    ways = [frame.lens.position_m - one.eyes_m for frame, one in ((out, before), (into, after))]
    turn = _between_deg(*ways)
    if turn >= JUMP_DEG:
        return None
    text = said(
        "{} is {} twice from only {} apart; turn {} or change the size",
        before.name,
        out.name.size,
        f"{turn:.0f}°",
        f"{JUMP_DEG:.0f}°",
    )
    lines = _flat(before.eyes_m, out.lens.position_m), _flat(after.eyes_m, into.lens.position_m)
    return _found("jump", (out, into), text, round(turn, 1), JUMP_DEG, (who,), lines)


def _looks_right(frame: Frame, person: Subject) -> float:
    return float(person.looks @ frame.lens.axes[:, 0])


def _looks_up(frame: Frame, person: Subject) -> float:
    return float(person.looks @ frame.lens.axes[:, 1])


def _eyeline(out: Frame, into: Frame) -> Finding | None:
    """Two who look at each other in a pair of shots look to opposite sides."""
    one, other = out.person(out.name.principal), into.person(into.name.principal)
    if one is None or other is None or one.id == other.id or REVERSES.get(out.name.composition) is None:
        return None
    across = out.person(other.id)
    if across is None or _between_deg(one.looks, across.eyes_m - one.eyes_m) > AT_OTHER_DEG:
        return None
    who, lines = (
        (one.id, other.id),
        tuple(_flat(it.eyes_m, it.eyes_m + it.looks * 2.0) for it in (one, other)),
    )
    first, second = _looks_right(out, one), _looks_right(into, other)
    if abs(first) >= LOOKS_ASIDE and abs(second) >= LOOKS_ASIDE and first * second > 0:
        text = (
            said("{} and {} both look to the right: their eyelines do not meet", one.name, other.name)
            if first > 0
            else said("{} and {} both look to the left: their eyelines do not meet", one.name, other.name)
        )
        return _found("eyeline", (out, into), text, round(abs(second), 2), LOOKS_ASIDE, who, lines)
    if _between_deg(other.looks, one.eyes_m - other.eyes_m) > AT_OTHER_DEG:
        return None
    rise = float(one.eyes_m[1] - other.eyes_m[1])
    ups = _looks_up(out, one), _looks_up(into, other)
    up, down = ups if rise > 0 else ups[::-1]  # of who is higher, who should look down, and of the other
    if abs(rise) < LEVEL_M or up < LOOKS_UP or down > -LOOKS_UP:
        return None
    higher, lower = (one, other) if rise > 0 else (other, one)
    text = said(
        "{}'s eyes are {} above {}'s, but on the screen {} looks up and {} down",
        higher.name,
        f"{abs(rise):.2f} m",
        lower.name,
        higher.name,
        lower.name,
    )
    return _found("eyeline", (out, into), text, round(up, 2), LOOKS_UP, who, lines)


def _match(out: Frame, into: Frame) -> Finding | None:
    """Reverses of one size are shot alike, and two over one another's shoulders are of one size."""
    one, other = out.person(out.name.principal), into.person(into.name.principal)
    if one is None or other is None or one.id == other.id:
        return None
    if REVERSES.get(out.name.composition) != into.name.composition:
        return None
    same = out.name.size == into.name.size
    if not same and out.name.composition == "1S":  # a single may answer tighter: the scene has gone on
        return None
    for text, value, limit in (_differences if same else _sizes_apart)(out, one, into, other):
        if value > limit:
            lines = _flat(one.eyes_m, out.lens.position_m), _flat(other.eyes_m, into.lens.position_m)
            return _found("match", (out, into), text, round(value, 2), limit, (one.id, other.id), lines)
    return None


def _sizes_apart(
    out: Frame, one: Subject, into: Frame, other: Subject
) -> Iterator[tuple[Said, float, float]]:
    """Of two over the shoulder, in steps from one size to the next; their lenses are told with them."""
    first, second = out.name.size, into.name.size
    if first not in SIZES or second not in SIZES:
        return
    text = said(
        "Sizes of the reverses of {} and {} differ: {} on {} mm and {} on {} mm",
        one.name,
        other.name,
        first,
        f"{out.focal_length_mm:g}",
        second,
        f"{into.focal_length_mm:g}",
    )
    yield text, abs(SIZES.index(first) - SIZES.index(second)), 0.0


def _differences(
    out: Frame, one: Subject, into: Frame, other: Subject
) -> Iterator[tuple[Said, float, float]]:
    pair = one.name, other.name
    first, second = out.focal_length_mm, into.focal_length_mm
    text = said(
        "Lenses of the reverses of {} and {} differ: {} and {} mm", *pair, f"{first:g}", f"{second:g}"
    )
    yield text, abs(first - second), MATCH_MM
    near, far = (float(np.linalg.norm(f.lens.position_m - p.eyes_m)) for f, p in ((out, one), (into, other)))
    share = abs(near - far) / max(near, far)
    text = said(
        "Distances of the reverses of {} and {} differ: {} and {} m", *pair, f"{near:.1f}", f"{far:.1f}"
    )
    yield text, share, MATCH_DISTANCE
    level, high = (float(f.lens.position_m[1] - p.eyes_m[1]) for f, p in ((out, one), (into, other)))
    # who looks up at somebody standing is answered from above: heights and tilts then mirror each other
    if abs(float(one.eyes_m[1] - other.eyes_m[1])) < MATCH_HEIGHT_M:
        text = said(
            "Heights of the reverses of {} and {} differ: {} and {} m from their eyes",
            *pair,
            f"{level:+.2f}",
            f"{high:+.2f}",
        )
        yield text, abs(level - high), MATCH_HEIGHT_M
        tilts = out.lens.pitch_deg, into.lens.pitch_deg
        text = said(
            "Tilts of the reverses of {} and {} differ: {} and {}",
            *pair,
            f"{tilts[0]:.0f}°",
            f"{tilts[1]:.0f}°",
        )
        yield text, abs(tilts[0] - tilts[1]), MATCH_TILT_DEG
    if facing(one, other):
        line = other.eyes_m - one.eyes_m
        first, second = (
            level_deg(out.lens.position_m - one.eyes_m, line),
            level_deg(into.lens.position_m - other.eyes_m, -line),
        )
        text = said(
            "Angles of the reverses of {} and {} differ: {} and {} off their line",
            *pair,
            f"{first:.0f}°",
            f"{second:.0f}°",
        )
        yield text, abs(first - second), MATCH_YAW_DEG
    faces = out.faces.get(one.id), into.faces.get(other.id)
    if faces[0] is not None and faces[1] is not None:
        shares = [(1 - abs(face.x)) / 2 if face.x * _looks_right(f, it) > 0 else (1 + abs(face.x)) / 2
                  for face, f, it in ((faces[0], out, one), (faces[1], into, other))]  # fmt: skip
        text = said(
            "Look-room of the reverses of {} and {} differs: {} and {} of the frame",
            *pair,
            f"{shares[0]:.0%}",
            f"{shares[1]:.0%}",
        )
        yield text, abs(shares[0] - shares[1]), MATCH_ROOM


def _trace(out: Frame, into: Frame) -> Finding | None:
    """The eye rests on whom the first shot is about, and finds whom the second is about near by."""
    one, other = (frame.faces.get(frame.name.principal or "") for frame in (out, into))
    if one is None or other is None or {out.name.size, into.name.size} & set(WIDE):
        return None
    aspect = into.lens.view.tan_x / into.lens.view.tan_y
    jump = math.hypot((one.x - other.x) / 2, (one.y - other.y) / 2 / aspect)
    if jump < EYE_TRACE:
        return None
    text = said("The eye must go {} of the frame's width from {} to {}", f"{jump:.0%}", one.name, other.name)
    who = tuple(dict.fromkeys((one.id, other.id)))
    return _found("trace", (out, into), text, round(jump, 2), EYE_TRACE, who, (*_sees(out), *_sees(into)))


# --------------------------------------------------------------------------------------- single frames
def _cut_face(frame: Frame) -> Finding | None:
    """A single of somebody whose eyes and chin are outside."""
    one = frame.person(frame.name.principal)
    if one is None or frame.name.size is not None:
        return None
    share = head_share(one, frame.lens)
    text = said(
        "The edge of the frame cuts the face of {}: {} of the head is in it", one.name, f"{share:.0%}"
    )
    return _found("face", (frame, None), text, round(share, 2), 1.0, (one.id,), _sees(frame))


def _look_room(frame: Frame) -> Finding | None:
    name = frame.name
    one = frame.person(name.principal)
    if one is None or name.composition != "1S" or name.size not in ("MS", "MCU", "CU"):
        return None
    aside = _looks_right(frame, one)
    if abs(aside) < 0.5:
        return None
    x = frame.faces[one.id].x
    room = (1 - x) / 2 if aside > 0 else (1 + x) / 2
    if room >= LOOK_ROOM:
        return None
    text = (
        said("{} looks to the right and has {} of the frame before them", one.name, f"{room:.0%}")
        if aside > 0
        else said("{} looks to the left and has {} of the frame before them", one.name, f"{room:.0%}")
    )
    lines = (*_sees(frame), _flat(one.eyes_m, one.eyes_m + one.looks * LONE_LOOK_M))
    return _found("look-room", (frame, None), text, round(room, 2), LOOK_ROOM, (one.id,), lines)


def _head_room(frame: Frame) -> Finding | None:
    name = frame.name
    one = frame.person(name.principal)
    if one is None or name.size not in HEAD_ROOM:
        return None
    room = (1 - float(frame.lens.project(one.crown_m)[1])) / 2
    low, high = HEAD_ROOM[name.size]
    if low <= room <= high:
        return None
    limit = high if room > high else low
    text = (
        said("{} is cut at the hair", one.name)
        if room < low
        else said("{} has {} of the frame above the head", one.name, f"{room:.0%}")
    )
    return _found("head-room", (frame, None), text, round(room, 2), limit, (one.id,), _sees(frame))


def _own_eyes(frame: Frame) -> Finding | None:
    """A point of view is seen from somebody's eyes."""
    if not frame.people:
        return None
    lens_m = frame.lens.position_m
    nearest = min(frame.people, key=lambda one: float(np.linalg.norm(one.eyes_m - lens_m)))
    away = float(np.linalg.norm(nearest.eyes_m - lens_m))
    if away <= POV_RADIUS_M:
        return None
    text = said(
        "A point of view, but the camera is {} from the nearest eyes, {}'s", f"{away:.2f} m", nearest.name
    )
    lines = (_flat(lens_m, nearest.eyes_m),)
    return _found("pov", (frame, None), text, round(away, 2), POV_RADIUS_M, (nearest.id,), lines)


def _sees(frame: Frame) -> Lines:
    """From the lens to whom the shot is about."""
    one = frame.person(frame.name.principal)
    return () if one is None else (_flat(frame.lens.position_m, one.eyes_m),)


def _between_deg(one: Floats, other: Floats) -> float:
    length = max(float(np.linalg.norm(one) * np.linalg.norm(other)), 1e-9)
    return math.degrees(math.acos(max(-1.0, min(1.0, float(one @ other) / length))))


def facing(one: Subject, other: Subject) -> bool:
    """Whether two people look at each other, as seen from above."""
    line = other.eyes_m - one.eyes_m
    return max(level_deg(one.looks, line), level_deg(other.looks, -line)) <= AT_OTHER_DEG


def level_deg(one: Floats, other: Floats) -> float:
    """Angle between two ways on the plan, 0–180°."""
    flat = np.array([1.0, 0.0, 1.0])
    return _between_deg(one * flat, other * flat)


def _flat(start: Floats, end: Floats) -> tuple[tuple[float, float], tuple[float, float]]:
    return (round(float(start[0]), 3), round(float(start[2]), 3)), (
        round(float(end[0]), 3),
        round(float(end[2]), 3),
    )
