"""What a frame is called: read from the posed, visible, projected bodies, never from what was asked for."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from previz.grammar.subject import CHAIN, Floats, Subject
from previz.grammar.terms import (
    DUTCH_DEG,
    FULL_SHARE,
    LONG_SHARE,
    SIZES,
    read_angle,
    read_level,
    read_view,
    size_label,
)
from previz.scene.model import Transform
from previz.scene.optics import View
from previz.scene.package import CameraState
from previz.scene.transform import rotation_matrix

POV_RADIUS_M = 0.3
OTS_SHARE = (0.10, 0.50)
"""How much of the frame's width a shoulder may take to make an over-the-shoulder."""
OTS_HEAD, OTS_HEAD_ALONE = 0.12, 0.4
"""Share of the near head that is in the frame beside its shoulder, and where the shoulder is not; with the
first of them alone in the frame, a head is no insert."""

_NEAREST_M = 0.02

_EDGE_SLACK = np.array([0, 0, 0.06, 0.06, 0.06, 0.06, 0.06, 0.06, 0])
"""A frame that crops *at* a landmark holds it: 3 % of the frame's height beyond the edge still counts, but
not for the eyes, which must be seen, nor for the feet, which an FS stays below of."""

_HIDDEN_SHARE = 0.04
"""A body of which less than this part of its area in the frame is seen counts as hidden."""


@dataclass(frozen=True)
class Seen:
    """One subject as the frame shows it. ``x`` and ``y`` are −1…1, of the eyes or the thing's middle."""

    id: str
    name: str
    size: str | None
    """None: the head is outside the frame, or a thing."""
    x: float
    y: float
    distance_m: float
    """Along the view axis."""


@dataclass(frozen=True)
class ShotName:
    """The name of a frame. Size, level and view are the principal's."""

    size: str | None
    composition: str
    """1S 2S 3S GROUP OTS-L OTS-R POV INS, or empty when nobody and nothing named is in the frame."""
    dirty: bool
    angle: str
    level: str | None
    view: str | None
    pitch_deg: float
    roll_deg: float
    principal: str | None
    seen: tuple[Seen, ...]
    """Everybody and everything in the frame, from left to right."""

    @property
    def counted(self) -> tuple[Seen, ...]:
        """Those of whom the composition speaks: of a single its principal, of a group its faces."""
        if self.composition == "1S":
            return tuple(one for one in self.seen if one.id == self.principal)
        faces = tuple(one for one in self.seen if one.size is not None)
        return faces if self.composition in ("2S", "3S", "GROUP") else self.seen

    @property
    def dutch(self) -> bool:
        return abs(self.roll_deg) >= DUTCH_DEG

    def label(self, names: Literal["us", "uk"] = "uk") -> str:
        """ "MCU OTS-L", "LS 2S low dutch": size, composition and what is out of the ordinary."""
        words = [size_label(self.size, names)] if self.size else []
        if self.composition != "1S":
            words.append(self.composition)
        elif self.dirty:
            words.append("dirty")
        if self.angle != "neutral":
            words.append(self.angle)
        if self.dutch:
            words.append("dutch")
        return " ".join(word for word in words if word)


@dataclass(frozen=True)
class Eye:
    """A lens in the world: where it is, how it is turned, what it takes in."""

    position_m: Floats
    axes: Floats
    """(3, 3) columns: right, up and back in world space."""
    view: View

    def project(self, points_m: Floats) -> Floats:
        """World (…, 3) → ndc x, ndc y, depth in metres."""
        return self.view.project((points_m - self.position_m) @ self.axes)

    @property
    def pitch_deg(self) -> float:
        return math.degrees(math.asin(max(-1.0, min(1.0, float(-self.axes[1, 2])))))

    @property
    def roll_deg(self) -> float:
        """Clockwise as the camera turns; 0 when it looks straight up or down."""
        right, up = float(self.axes[1, 0]), float(self.axes[1, 1])
        return math.degrees(math.atan2(-right, up)) if math.hypot(right, up) > 1e-6 else 0.0


def eye(transform: Transform, view: View) -> Eye:
    return Eye(np.asarray(transform.position_m, float), rotation_matrix(transform.rotation), view)


def in_frame(ndc: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """(…, 3) → (…) bool: in front of the lens and inside the frame."""
    return np.asarray((ndc[..., 2] > _NEAREST_M) & (np.abs(ndc[..., 0]) <= 1) & (np.abs(ndc[..., 1]) <= 1))


def figure_share(chain: Floats, aspect: float) -> Floats:
    """(…, 9, 3) projected chain → (…) how much of the frame the figure fills.

    Its height against the frame's height; for a body whose trunk lies across the frame, its length against
    the frame's larger side.
    """
    extent = (chain[..., :2].max(axis=-2) - chain[..., :2].min(axis=-2)) / 2
    trunk = np.abs(chain[..., 5, :2] - chain[..., 0, :2])
    lies = trunk[..., 0] * aspect > trunk[..., 1]
    return np.asarray(np.where(lies, extent[..., 0] * min(aspect, 1.0), extent[..., 1]))


def read_sizes(chain: Floats, aspect: float) -> np.ndarray[tuple[int, ...], np.dtype[np.intp]]:
    """(…, 9, 3) projected chain → (…) index into `SIZES` (film-grammar §1); −1: no face in the frame."""
    within = np.abs(chain[..., :2]).max(axis=-1)
    inside = (chain[..., 2] > _NEAREST_M) & (within <= 1 + _EDGE_SLACK)
    last = len(CHAIN) - 1 - np.argmax(inside[..., ::-1], axis=-1)
    share = figure_share(chain, aspect)
    wide = np.where(share >= FULL_SHARE, 7, np.where(share >= LONG_SHARE, 8, 9))
    size = np.where(last == len(CHAIN) - 1, wide, last - 1)
    size = np.where((last == 2) & ~inside[..., 1], 0, size)
    return np.asarray(np.where(inside[..., 1:3].any(axis=-1), size, -1))


def size_of(person: Subject, lens: Eye) -> str | None:
    """The size that the frame shows ``person`` in, whatever may stand before them."""
    index = int(read_sizes(lens.project(person.chain_m), lens.view.aspect))
    return SIZES[index] if index >= 0 else None


def name_shot(
    subjects: Sequence[Subject],
    camera: CameraState,
    visibility: Mapping[str, float] | None = None,
    principal: str | None = None,
) -> ShotName:
    """The name of the frame of ``camera``.

    ``visibility`` maps subject ids to the share of the frame's pixels that show them (0 or missing:
    hidden); without it nothing hides anything. ``principal`` is the id of who the shot is about, when the
    caller knows; otherwise the largest face that looks towards the lens.
    """
    return name_frame(subjects, eye(camera.transform, camera.view), visibility, principal)


def name_frame(
    subjects: Sequence[Subject],
    lens: Eye,
    visibility: Mapping[str, float] | None = None,
    principal: str | None = None,
) -> ShotName:
    """As `name_shot`, of a lens."""
    shown = [one for one in subjects if _shown(one, lens, visibility)]
    seen = {one.id: _see(one, lens) for one in shown}
    faces = [one for one in shown if seen[one.id].size is not None]
    looker = next((s for s in subjects if s.is_person and s.id not in seen and _at_eyes(s, lens)), None)
    shoulder = _over_shoulder([s for s in shown if s.is_person], faces, lens, principal)
    chief = _principal(faces, lens, principal)
    if looker is not None and shown:
        composition = "POV"
    elif shoulder is not None:
        chief, composition = shoulder
    elif faces:
        composition = _count([s for s in faces if _matters(s, chief, lens)])
    elif (cut := _cut_by_the_edge(shown, lens, principal)) is not None:
        chief, composition = cut, "1S"
    else:
        composition = "INS" if shown else ""
    others = [s for s in shown if s.is_person and seen[s.id].size is None]
    return ShotName(
        size=seen[chief.id].size if chief else None,
        composition=composition,
        dirty=composition.startswith("OTS") or (composition == "1S" and bool(others)),
        angle=read_angle(lens.pitch_deg),
        level=read_level(chief, float(lens.position_m[1])) if chief else None,
        view=read_view(chief, lens.position_m) if chief else None,
        pitch_deg=lens.pitch_deg,
        roll_deg=lens.roll_deg,
        principal=chief.id if chief else None,
        seen=tuple(sorted(seen.values(), key=lambda one: one.x)),
    )


def _shown(one: Subject, lens: Eye, visibility: Mapping[str, float] | None) -> bool:
    """Is any of it in the frame, and enough of that not hidden by what stands before it?"""
    ndc = lens.project(one.outline_m)
    inside = in_frame(ndc)
    if one.is_person:
        inside = np.concatenate([inside, in_frame(lens.project(one.chain_m))])
    if not inside.any():
        return False
    if visibility is None:
        return True
    seen = visibility.get(one.id, 0.0)
    front = ndc[ndc[:, 2] > _NEAREST_M]
    box = np.ptp(np.clip(front[:, :2], -1, 1), axis=0) / 2 if len(front) else np.zeros(2)
    return bool(seen > 0 and seen >= _HIDDEN_SHARE * 0.5 * float(box[0] * box[1]))


def _see(one: Subject, lens: Eye) -> Seen:
    x, y, depth = lens.project(one.eyes_m if one.is_person else one.centre_m)
    size = size_of(one, lens) if one.is_person else None
    return Seen(one.id, one.name, size, float(x), float(y), float(depth))


def _at_eyes(person: Subject, lens: Eye) -> bool:
    return float(np.linalg.norm(person.eyes_m - lens.position_m)) < POV_RADIUS_M


def _principal(faces: Sequence[Subject], lens: Eye, wanted: str | None) -> Subject | None:
    for one in faces:
        if one.id == wanted:
            return one
    return max(faces, key=lambda one: _weight(one, lens), default=None)


def _weight(person: Subject, lens: Eye) -> float:
    """Height of the head in the frame, doubled for a face that is seen from the front."""
    towards = lens.position_m - person.eyes_m
    facing = float(person.head_axes[2] @ towards) / max(float(np.linalg.norm(towards)), 1e-6)
    return _head_size(person, lens) * (1.5 + 0.5 * facing)


def _head_size(person: Subject, lens: Eye) -> float:
    head = float(np.linalg.norm(person.chain_m[0] - person.chain_m[2]))
    depth = float(lens.project(person.eyes_m)[2])
    return head / max(depth, _NEAREST_M)


def _cut_by_the_edge(shown: Sequence[Subject], lens: Eye, wanted: str | None) -> Subject | None:
    """Whose head is in the frame in part and not their face; nobody where the shot is about a thing."""
    if any(one.id == wanted and not one.is_person for one in shown):
        return None
    return _principal([s for s in shown if s.is_person and head_share(s, lens) >= OTS_HEAD], lens, wanted)


def head_share(person: Subject, lens: Eye) -> float:
    """How much of a head is in the frame, 0–1."""
    return float(in_frame(lens.project(person.head_m)).mean())


def _matters(person: Subject, chief: Subject | None, lens: Eye) -> bool:
    """People in the depth of the picture, less than 0.4 of the principal's size, are background."""
    return chief is None or _head_size(person, lens) >= 0.4 * _head_size(chief, lens)


def _count(people: Sequence[Subject]) -> str:
    return {1: "1S", 2: "2S", 3: "3S"}.get(len(people), "GROUP")


def shoulder_share(front: Subject, lens: Eye) -> tuple[float, float]:
    """(share of the frame's width taken, side): side is +1 when ``front`` leans in from the right edge.

    (0, 0) when ``front`` does not cross a side edge.
    """
    ndc = lens.project(front.outline_m)
    ndc = ndc[(ndc[:, 2] > _NEAREST_M) & (np.abs(ndc[:, 1]) <= 1)]
    if not len(ndc):
        return 0.0, 0.0
    left, right = float(ndc[:, 0].min()), float(ndc[:, 0].max())
    if right >= 1 > left > -1:
        return (1 - left) / 2, 1.0
    if left <= -1 < right < 1:
        return (right + 1) / 2, -1.0
    return 0.0, 0.0


def _over_shoulder(
    people: Sequence[Subject], faces: Sequence[Subject], lens: Eye, wanted: str | None
) -> tuple[Subject, str] | None:
    """Principal and OTS-L or OTS-R, when somebody near the lens frames somebody beyond."""
    best: tuple[float, Subject, str] | None = None
    for front in people:
        share, side = shoulder_share(front, lens)
        if not OTS_SHARE[0] <= share <= OTS_SHARE[1] or not _shows_its_back(front, lens, side):
            continue
        for beyond in faces:
            if beyond is front or not _behind(front, beyond, lens):
                continue
            weight = _weight(beyond, lens) + (10.0 if beyond.id == wanted else 0.0)
            if best is None or weight > best[0]:
                best = (weight, beyond, "OTS-L" if side > 0 else "OTS-R")
    return (best[1], best[2]) if best else None


def _shows_its_back(front: Subject, lens: Eye, side: float) -> bool:
    """Is the face turned from the lens, and is enough of head and shoulder in the frame, on their side?"""
    if float(front.head_axes[2] @ (lens.position_m - front.eyes_m)) > 0:
        return False
    head, shoulder = (lens.project(one) for one in (front.head_m, front.shoulder_m(side)))
    share = float((in_frame(head) & (side * head[:, 0] > 0)).mean())
    return share >= (OTS_HEAD if bool(in_frame(shoulder)) else OTS_HEAD_ALONE)


def _behind(front: Subject, beyond: Subject, lens: Eye) -> bool:
    """Does the lens stand behind ``front``, who stands between it and ``beyond``?"""
    collar = front.chain_m[3]
    onward, back = beyond.eyes_m - collar, lens.position_m - collar
    near, far = float(lens.project(collar)[2]), float(lens.project(beyond.eyes_m)[2])
    return bool(onward[[0, 2]] @ back[[0, 2]] < 0 and near < 0.8 * far)
