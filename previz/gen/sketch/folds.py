"""Folds of cloth, where limbs bend, hang and meet the body; from the joints, laid on clothes only."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from previz.gen.sketch.marks import Marks, arc, even_all
from previz.gen.sketch.noise import Chance
from previz.gen.sketch.people import Person
from previz.gen.sketch.sheet import OTHER, SKIRT, Floats, Sheet
from previz.gen.sketch.trace import curve_numbers

_LONGEST = 0.22
"""Of the picture's width."""
_LIMBS = (("upperarm", "lowerarm", "hand", 0.050), ("thigh", "calf", "foot", 0.068))


def draw_folds(sheet: Sheet, person: Person, weight: float, marks: Marks, chance: Chance) -> None:
    """Add the folds of everything that the person wears."""
    cloth = _Cloth(sheet, person, weight, marks, chance)
    for side in "lr":
        for root, bend, end, radius in _LIMBS:
            cloth.limb(f"{root}_{side}", f"{bend}_{side}", f"{end}_{side}", radius)
        cloth.trouser_break(side)
        cloth.armpit(side)
    cloth.waist()
    cloth.crotch()
    cloth.skirt()
    cloth.draw()


def _unit(v: Floats) -> Floats:
    return np.asarray(v / max(float(np.linalg.norm(v)), 1e-6), np.float32)


class _Fold(NamedTuple):
    curve: Floats
    depth_m: float
    width_px: float
    pressure: float
    reach_m: float
    role: int


class _Cloth:
    def __init__(self, sheet: Sheet, person: Person, weight: float, marks: Marks, chance: Chance) -> None:
        self.sheet, self.person, self.weight, self.marks, self.chance = sheet, person, weight, marks, chance
        self.scale = person.scale
        self.folds: list[_Fold] = []

    def at(self, point: Floats) -> tuple[Floats, float]:
        flat, depth = self.sheet.project(point)
        return flat[0], float(depth[0])

    def size(self, metres: float, depth: float) -> float:
        """Length of so many metres of this body in px."""
        return metres * self.scale * self.sheet.px_per_m / max(depth, 0.1)

    def pen(self, radius_px: float, share: float, thickest: float = 3.8) -> float:
        return float(np.clip(radius_px / self.sheet.print_scale * share, 0.8, thickest)) * self.weight

    def lay(
        self,
        curve: Floats,
        depth: float,
        width: float,
        pressure: float = 0.85,
        reach_m: float = 0.17,
        on: int = OTHER,
    ) -> None:
        """Plan a fold, for `draw`; one that would cross half the picture is no fold but a line."""
        if np.hypot(*(curve[-1] - curve[0])) > _LONGEST * self.sheet.size[1]:
            return
        self.folds.append(_Fold(curve, depth, width, pressure, reach_m, on))

    def draw(self) -> None:
        """All folds, where they lie on clothes of this person that are about as far as the joint."""
        if not self.folds:
            return
        curves, depth, width, pressure, reach, role = (
            list(column) for column in zip(*self.folds, strict=True)
        )
        points, _, starts = even_all(curves, [np.zeros(len(curve)) for curve in curves], 3.0)
        number = curve_numbers(starts)
        row, column, inside = self.sheet.sample(points)
        own = self.sheet.object_ids[self.sheet.objects[row, column]] == self.person.object_id
        cloth = self.sheet.roles[row, column] == np.array(role, np.uint8)[number]
        near = np.abs(self.sheet.depth[row, column] - np.array(depth)[number]) < np.array(reach)[number]
        seen = np.asarray(inside & own & cloth & near)
        self.marks.visible_runs(points, starts, seen, np.array(width), np.array(pressure), 0.95, 7.0)

    def joints(self, *names: str) -> list[Floats] | None:
        if any(name not in self.person.joints for name in names):
            return None
        return [self.person.joints[name] for name in names]

    def limb(self, root: str, bend: str, end: str, radius_m: float) -> None:
        joints = self.joints(root, bend, end)
        if joints is None:
            return
        a, b, c = joints
        upper, lower = _unit(b - a), _unit(c - b)
        flexed = float(np.degrees(np.arccos(np.clip(upper @ lower, -1, 1))))
        (xa, _), (xb, depth), (xc, _) = self.at(a), self.at(b), self.at(c)
        radius = self.size(radius_m, depth)
        if depth < 0.15 or radius < 6:
            return
        u, v = _unit(xb - xa), _unit(xc - xb)
        inner = v - u
        if flexed > 28 and np.linalg.norm(inner) > 0.35:
            self.bent(xb, _unit(inner), u, radius, depth, flexed)
        else:
            self.straight(xb, u, radius, depth)

    def bent(
        self, joint: Floats, inner: Floats, along: Floats, radius: float, depth: float, flexed: float
    ) -> None:
        """Arcs that fan out from the inner corner of an elbow or knee, and tension across its outside."""
        chance, width = self.chance, self.pen(radius, 0.055, 4.2)
        side = np.array([-inner[1], inner[0]], np.float32)
        side = -side if side @ along < 0 else side
        count = 2 if radius < 14 else 3 if flexed < 60 else 4
        for even_place in np.linspace(-1, 1, count):
            k = float(even_place) + chance.normal(0.12)
            start = joint + inner * radius * chance.uniform(0.75, 0.95) + side * k * radius * 0.55
            way = -inner * np.cos(k * 0.85) + side * np.sin(k * 0.85)
            length = radius * chance.uniform(1.0, 1.6) * (1.15 - 0.3 * abs(k))
            bow = chance.uniform(0.06, 0.14) * (1 if k > 0 else -1)
            self.lay(arc(start, start + way * length, bow), depth, width * chance.uniform(0.8, 1.15))
        if radius > 16:
            start = joint - inner * radius * 0.55 - along * radius * 0.5
            self.lay(arc(start, start + along * radius * 0.95, -0.10), depth, width * 0.6, 0.6)

    def straight(self, joint: Floats, along: Floats, radius: float, depth: float) -> None:
        """A few short arcs from either side of a hanging sleeve or a standing leg."""
        chance, width = self.chance, self.pen(radius, 0.055, 4.2)
        side = np.array([-along[1], along[0]], np.float32)
        for index, sign in enumerate((1, -1, 1)[: 2 if radius < 14 else 3]):
            drop = chance.uniform(-0.5, 0.5) + 0.7 * index - 0.5
            start = joint + side * sign * radius * 0.92 + along * radius * drop
            end = start - side * sign * radius * chance.uniform(0.6, 1.0)
            end = end + along * radius * chance.uniform(0.25, 0.5)
            self.lay(arc(start, end, 0.12 * sign), depth, width * 0.8, 0.75)

    def trouser_break(self, side: str) -> None:
        """Zig-zags where a trouser leg meets the shoe."""
        joints = self.joints(f"thigh_{side}", f"calf_{side}", f"foot_{side}")
        if joints is None:
            return
        hip, knee, ankle = joints
        place, depth = self.at(ankle + (knee - hip) * 0.14)
        radius = self.size(0.05, depth)
        if depth < 0.15 or radius < 5:
            return
        along = _unit(self.at(ankle)[0] - self.at(knee)[0])
        across = np.array([-along[1], along[0]], np.float32)
        for index in range(2 if radius < 14 else 3):
            sign = 1 if index % 2 else -1
            start = place + across * sign * radius * 0.85 - along * radius * 0.75 * index
            end = start - across * sign * radius * 1.1 + along * radius * 0.35
            self.lay(arc(start, end, 0.14 * sign), depth, self.pen(radius, 0.06, 3.5) * 0.8, 0.8)

    def armpit(self, side: str) -> None:
        joints = self.joints(f"upperarm_{side}", f"lowerarm_{side}", "spine_03", "spine_02", "neck_01")
        if joints is None:
            return
        shoulder, elbow, chest, belly, neck = joints
        up = _unit(neck - belly)
        raised = float(np.clip(0.9 + _unit(elbow - shoulder) @ up, 0, 1))
        """0 hanging … 1 held out: only a raised arm pulls long folds across the chest."""
        across = chest - shoulder
        inward = _unit(across - up * float(across @ up))
        pit = shoulder - up * 0.085 * self.scale + inward * 0.025 * self.scale
        place, depth = self.at(pit)
        radius = self.size(0.06, depth)
        if depth < 0.15 or radius < 6:
            return
        width, k, chance = self.pen(radius, 0.05), self.scale, self.chance
        to_chest = self.at(pit + inward * 0.09 * k + up * 0.015 * k)[0] - place
        to_shoulder = self.at(shoulder + inward * 0.035 * k)[0] - place
        down = self.at(pit + inward * 0.05 * k - up * 0.07 * k)[0]
        pull = (0.35 + 0.65 * raised) * chance.uniform(0.8, 1.2)
        self.lay(arc(place, place + to_chest * pull, 0.10), depth, width * (0.7 + 0.3 * raised), 0.8, 0.22)
        end = place + to_shoulder * chance.uniform(0.8, 1.1)
        self.lay(arc(place, end, -0.12), depth, width * 0.8, 0.8, 0.22)
        self.lay(arc(place, down, 0.08), depth, width * 0.7, 0.7, 0.22)

    def waist(self) -> None:
        joints = self.joints("pelvis", "spine_02", "thigh_l", "thigh_r")
        if joints is None:
            return
        pelvis, spine, left, right = joints
        up, across, k, chance = _unit(spine - pelvis), _unit(left - right), self.scale, self.chance
        for index in range(4):
            sign = 1 if index % 2 else -1
            height = (0.045 + 0.036 * index) * k
            start = pelvis + up * height + across * sign * 0.135 * k
            end_up = height + chance.uniform(-0.03, 0.01)
            end = pelvis + up * end_up + across * sign * chance.uniform(0.045, 0.085) * k
            (x0, depth), (x1, _) = self.at(start), self.at(end)
            radius = self.size(0.1, depth)
            if depth < 0.15 or radius < 14:
                continue
            self.lay(arc(x0, x1, 0.16 * sign), depth, self.pen(radius, 0.03, 3.6) * 0.8, 0.7, 0.13)

    def crotch(self) -> None:
        joints = self.joints("thigh_l", "thigh_r", "spine_02", "pelvis")
        if joints is None:
            return
        left, right, spine, pelvis = joints
        k, up, middle = self.scale, _unit(spine - pelvis), (left + right) / 2
        place, depth = self.at(middle - up * 0.065 * k)
        radius = self.size(0.08, depth)
        if depth < 0.15 or radius < 7:
            return
        for side, hip in (("l", left), ("r", right)):
            knee = self.joints(f"calf_{side}")
            if knee is None:
                continue
            out, down = _unit(hip - middle), _unit(knee[0] - hip)
            for reach, fall in ((0.10, 0.035), (0.10, -0.035)) if radius > 14 else ((0.09, 0.0),):
                end = middle - up * 0.035 * k + out * reach * k - down * fall * k
                bow = 0.12 if side == "l" else -0.12
                self.lay(arc(place, self.at(end)[0], bow), depth, self.pen(radius, 0.04, 3.6), 0.85, 0.2)

    def skirt(self) -> None:
        """Folds that fall from the hips and open towards the hem, longer and shorter by turns."""
        joints = self.joints("pelvis", "thigh_l", "thigh_r", "calf_l", "calf_r")
        if joints is None:
            return
        pelvis, left, right, knee_left, knee_right = joints
        fall = _unit(knee_left - left + knee_right - right)
        across, k, chance = _unit(left - right), self.scale, self.chance
        front = _unit(np.cross(across, fall))
        if front @ -pelvis < 0:
            front = -front
        _, depth = self.at(pelvis)
        radius = self.size(0.12, depth)
        if depth < 0.15 or radius < 12:
            return
        count = 4 if radius < 30 else 7
        for index, place in enumerate(np.linspace(-0.88, 0.88, count)):
            side = float(place) + chance.normal(0.05)
            top = pelvis + across * side * 0.15 * k + front * 0.10 * k * (1 - side * side)
            top = top + fall * (0.10 + 0.12 * (index % 2) + chance.uniform(0, 0.06)) * k
            low = top + fall * (0.62 - 0.2 * (index % 2)) * k + across * side * 0.10 * k
            start, end = self.at(top)[0], self.at(low)[0]
            bow = 0.05 * (1 if side > 0 else -1)
            self.lay(arc(start, end, bow, 17), depth, self.pen(radius, 0.030), 0.8, 0.45, SKIRT)
