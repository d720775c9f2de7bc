"""Head, eyes and hands from the skin of the base mesh, and the curves of lids and lips."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from tools.mannequin.clothes import REGION, collar
from tools.mannequin.human import ARM_BONES, Human
from tools.mannequin.part import Part, clipped, loops
from tools.mannequin.source import BASE_POINTS, METRES

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

VISIBLE = Path(__file__).with_name("head_visible.txt")
"""One bit for each triangle of the left half of the head: can it be seen from outside?

Measured once with an id pass from 160 directions round three bodies (the mean, an old man, a child): a
triangle counts when more than 22 % of its area shows. It sorts out mouth, nostrils and the backs of the lids.
"""
IRIS_M = 0.0078
EYE_CAP_M = -0.004
"""Eyes reach back so far behind their middle that a look aside shows no edge."""
BEHIND_LIPS_M = 0.0025
TEETH_SHARE = 0.36
"""How much of an open mouth the upper teeth fill."""
EAR_DM = 0.07
"""What the target for larger ears moves further belongs to an ear: hair grows beside it."""
FINGERS = ("hand", "thumb", "index", "middle", "ring", "pinky")


@dataclass(eq=False)
class Head:
    part: Part
    lines: dict[str, list[int]] = field(default_factory=dict)
    """lid_up_l … and lip_up, lip_lo → vertices of the part; lids run outwards, lips from right to left."""
    sunk: list[int] = field(default_factory=list)
    """Vertices between the lips, which lie a little behind them."""


def visible(count: int) -> NDArray[np.bool_]:
    """(count,) bits of `VISIBLE`."""
    packed = base64.b64decode("".join(VISIBLE.read_text(encoding="ascii").split()))
    return np.unpackbits(np.frombuffer(packed, np.uint8))[:count].astype(bool)


def head(human: Human) -> Part:
    """Skin of head and neck; openings of eyes and mouth are open, everything inside is gone."""
    body = human.triangles("body")
    arms = human.share_of(human.weights, ARM_BONES)[body].mean(1)
    centre = human.mean[body].mean(1)
    chosen = body[(collar(centre) > -0.028) & (np.abs(centre[:, 0]) < 0.135) & (arms < 0.3)]
    half = len(chosen) // 2
    assert (human.mirror[chosen[:half]][:, ::-1] == chosen[half:]).all()
    keep = np.tile(visible(half), 2)
    keep[keep] = _largest(chosen[keep])
    keep = _even_rims(human.mean, chosen, keep)
    part = Part.of(chosen[keep], REGION["skin"], human.mean)
    points, faces = part.points, []
    for loop in loops(part.faces):
        if not (points[loop].mean(0)[1] < 1.5 or _is_eye(points, loop) or _is_mouth(points, loop)):
            faces += clipped(points, loop)
    if faces:
        part.faces = np.concatenate([part.faces, faces])
        part.labels = np.concatenate([part.labels, np.full(len(faces), REGION["skin"])])
    part.keep(part.cut(collar(part.points) + 0.022) > 0)
    return part


def _even_rims(mean: Floats, faces: Ints, keep: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Without the teeth of a saw round eyes and mouth: faces that hang on by one edge alone."""
    keep = keep.copy()
    for _ in range(4):
        kept = np.flatnonzero(keep)
        rims: set[tuple[int, int]] = set()
        for loop in loops(faces[kept]):
            if _is_eye(mean, loop) or _is_mouth(mean, loop):
                rims |= set(zip(loop[1:] + loop[:1], loop, strict=True))
        corners = faces[kept].tolist()
        open_edges = [sum(edge in rims for edge in ((a, b), (b, c), (c, a))) for a, b, c in corners]
        keep[kept[np.array(open_edges) >= 2]] = False
    return keep


def _largest(faces: Ints) -> NDArray[np.bool_]:
    """The faces of the largest piece that hangs together by its edges."""
    edges: dict[tuple[int, int], list[int]] = {}
    for number, (a, b, c) in enumerate(faces.tolist()):
        for u, v in ((a, b), (b, c), (c, a)):
            edges.setdefault((min(u, v), max(u, v)), []).append(number)
    pairs = np.array([near for near in edges.values() if len(near) == 2])
    graph = sp.csr_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), (len(faces), len(faces)))
    _, piece = connected_components(graph, directed=False)
    return np.asarray(piece == np.bincount(piece).argmax())


def _is_eye(points: Floats, loop: list[int]) -> bool:
    centre = points[loop].mean(0)
    return bool(abs(centre[0]) > 0.015 and abs(centre[1] - 1.617) < 0.02 and len(loop) > 6)


def _is_mouth(points: Floats, loop: list[int]) -> bool:
    centre = points[loop].mean(0)
    wide = np.ptp(points[loop], axis=0).max() > 0.02
    return bool(abs(centre[0]) < 0.01 and 1.5 < centre[1] < 1.56 and wide)


def importance(human: Human, points: Floats) -> Floats:
    """(n,) how much a vertex of the head matters to a close-up."""
    _, y, z = points.T
    result = np.ones(len(points))
    result[(z > 0.06) & (y > 1.5) & (y < 1.66)] = 3
    folded = np.abs(points) * [1, 0, 0] + points * [0, 1, 1]

    def near(centre: tuple[float, float, float], stretch: tuple[float, float, float]) -> Floats:
        return np.asarray(np.linalg.norm((folded - centre) * stretch, axis=1))

    result[near((0.03, 1.617, 0.13), (1, 1.3, 0.6)) < 0.024] = 30
    result[near((0, 1.545, 0.14), (1, 1.2, 0.6)) < 0.032] = 9
    result[near((0, 1.578, 0.155), (1, 1, 1)) < 0.03] = 9
    result[(y > 1.66) | (z < 0.0)] = 0.25
    ear = human.mean[human.ear_rows["l"]]
    result[near(tuple(ear.mean(0)), (0.8, 0.8, 0.8)) < 0.036] = 2.2
    return result


UNITS = tuple(
    [f"eye-{side}-{word}" for side in ("left", "right") for word in ("closure", "opened-up", "slit")]
    + [
        f"eyebrows-{side}-{word}"
        for side in ("left", "right")
        for word in ("down", "extern-up", "inner-up", "up")
    ]
    + [
        f"mouth-{word}"
        for word in (
            "compression",
            "corner-puller",
            "depression-retraction",
            "depression",
            "elevation",
            "eversion",
            "open",
            "parling",
            "part-later",
            "protusion",
            "pursing",
            "retraction",
            "upward-retraction",
        )
    ]
    + ["neck-platysma", "nose-compression", "nose-depression"]
    + [f"nose-{side}-{word}" for side in ("left", "right") for word in ("dilatation", "elevation")]
)
"""The expression units of the wheel; each exists once per heritage."""
TRAINING_UNITS = (
    ("eye-left-closure", "eye-right-closure"),
    ("mouth-open", "mouth-upward-retraction"),
    ("mouth-corner-puller", "mouth-parling"),
    ("eyebrows-left-inner-up", "eyebrows-right-inner-up", "mouth-depression-retraction"),
)
"""Faces on which the error of the decimation is measured, besides bodies."""


def unit(human: Human, name: str, heritage: str) -> Floats:
    """(19158, 3) metres."""
    return human.source.target(f"expression/units/{heritage}/{name}") * METRES


def faces_training(human: Human) -> Floats:
    """(k, 19158, 3) the mean body with some expressions."""
    return np.stack(
        [
            human.mean + sum((unit(human, name, "caucasian") for name in names), np.zeros((BASE_POINTS, 3)))
            for names in TRAINING_UNITS
        ]
    )


def finish(human: Human, part: Part) -> Head:
    """Name the curves of lids and lips, and close the mouth with teeth above a dark."""
    result = Head(part)
    points = part.points
    grows = sum(
        np.linalg.norm(human.source.target(f"ears/{side}-ear-scale-incr"), axis=1) for side in ("l", "r")
    )
    part.labels[(part.rows @ grows)[part.faces].max(1) > EAR_DM] = REGION["ear"]
    opened = np.asarray(part.rows @ (human.mean + unit(human, "mouth-open", "caucasian")))
    wide = np.asarray(part.rows @ (human.mean + unit(human, "eye-left-opened-up", "caucasian")))
    for loop in loops(part.faces):
        if _is_eye(points, loop):
            side = "l" if points[loop].mean(0)[0] > 0 else "r"
            upper, lower = _arcs(points, loop, wide if side == "l" else points)
            outwards = 1 if side == "l" else -1
            result.lines[f"lid_up_{side}"] = upper[::outwards]
            result.lines[f"lid_lo_{side}"] = lower[::outwards]
        elif _is_mouth(points, loop):
            upper, lower = _arcs(points, loop, opened)
            result.lines["lip_up"], result.lines["lip_lo"] = upper, lower
    assert len(result.lines) == 6, f"eyes and mouth were not found: {sorted(result.lines)}"
    _close_mouth(result)
    return result


def _arcs(points: Floats, loop: list[int], opened: Floats) -> tuple[list[int], list[int]]:
    """Upper and lower half of an opening, both from −x to +x and with both corners."""
    first = int(np.argmin(points[loop][:, 0]))
    turned = loop[first:] + loop[:first]
    last = int(np.argmax(points[turned][:, 0]))
    one, other = turned[: last + 1], [turned[0], *turned[: last - 1 : -1]]
    if opened[one][:, 1].mean() > opened[other][:, 1].mean():
        return one, other
    return other, one


def _close_mouth(result: Head) -> None:
    """Between the lips: a row of teeth's edges under the upper lip, faces above and below it."""
    part, points = result.part, result.part.points
    upper, lower = result.lines["lip_up"], result.lines["lip_lo"]
    below_x = points[lower][:, 0]
    rows = [part.rows[vertex] for vertex in (*upper, *lower[1:-1])]
    first = part.rows.shape[0]
    above = list(range(first, first + len(upper)))
    below = [above[0], *range(above[-1] + 1, first + len(rows)), above[-1]]
    edge = [above[0]]
    for vertex in upper[1:-1]:
        k = int(np.clip(np.searchsorted(below_x, points[vertex, 0]), 1, len(lower) - 1))
        share = float(np.clip((points[vertex, 0] - below_x[k - 1]) / (below_x[k] - below_x[k - 1]), 0, 1))
        under = part.rows[lower[k - 1]] * (1 - share) + part.rows[lower[k]] * share
        edge.append(first + len(rows))
        rows.append(part.rows[vertex] * (1 - TEETH_SHARE) + under * TEETH_SHARE)
    edge.append(above[-1])
    part.rows = sp.vstack([part.rows, *rows]).tocsr()
    result.sunk = list(range(first, first + len(rows)))
    everywhere = part.points
    teeth = _strip(everywhere, above, edge)
    dark = _strip(everywhere, edge, below)
    part.faces = np.concatenate([part.faces, teeth, dark])
    labels = [np.full(len(teeth), REGION["teeth"]), np.full(len(dark), REGION["mouth"])]
    part.labels = np.concatenate([part.labels, *labels])


def _strip(points: Floats, above: list[int], below: list[int]) -> Ints:
    """Triangles between two chains from −x to +x that share their ends, seen from the front."""
    faces, i, j = [], 0, 0
    while i < len(above) - 1 or j < len(below) - 1:
        onward = j == len(below) - 1 or (
            i < len(above) - 1 and points[above[i + 1], 0] <= points[below[j + 1], 0]
        )
        if onward:
            faces.append((above[i], below[j], above[i + 1]))
            i += 1
        else:
            faces.append((above[i], below[j], below[j + 1]))
            j += 1
    return np.array([face for face in faces if len(set(face)) == 3])


def eyes(human: Human) -> Part:
    """The front of both eyeballs; the iris is a disc round the pole."""
    part = Part.of(human.triangles("helper-l-eye", "helper-r-eye"), REGION["eye_white"], human.mean)

    def local() -> Floats:
        points = part.points
        centres = {side: points[np.sign(points[:, 0]) == side].mean(0) for side in (1, -1)}
        return np.where(points[:, :1] > 0, points - centres[1], points - centres[-1])

    away = local()
    whole = Part(part.rows, part.faces, part.labels, part.mean)
    part.keep(away[whole.faces][:, :, 2].mean(1) > EYE_CAP_M)
    used = np.unique(whole.faces[away[whole.faces][:, :, 2].mean(1) > EYE_CAP_M])
    radius = np.hypot(*away[used][:, :2].T)
    front = away[used][:, 2] > 0
    part.labels[(radius[part.faces].max(1) < IRIS_M) & front[part.faces].all(1)] = REGION["iris"]
    return part


def hands(human: Human) -> Part:
    """The left hand; `both_hands` adds the other."""
    body = human.triangles("body")
    held = human.share_of(
        human.weights, ("hand", *(f"{finger}_0{k}" for finger in FINGERS[1:] for k in (1, 2, 3)))
    )
    folded = np.abs(human.mean) * [1, 0, 0] + human.mean * [0, 1, 1]
    along = human.along(folded, "lowerarm_l", "hand_l")
    chosen = body[(held[body].min(1) > 0.02) & (along[body].min(1) > 0.86)]
    left = human.mean[chosen][:, :, 0].mean(1) > 0
    return Part.of(chosen[left], REGION["hand"], human.mean)


def both_hands(human: Human, part: Part) -> Part:
    """The left hand and its mirror."""
    own = part.rows.tocoo()
    other = sp.csr_matrix((own.data, (own.row, human.mirror[own.col])), own.shape)
    count = own.shape[0]
    part.rows = sp.vstack([part.rows, other]).tocsr()
    part.faces = np.concatenate([part.faces, part.faces[:, ::-1] + count])
    part.labels = np.tile(part.labels, 2)
    return part
