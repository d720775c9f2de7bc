"""Faces from their known curves: lids, brows, nose, lips, ears; the more of them the larger the head."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from previz.gen.sketch.marks import Fill, Marks, even
from previz.gen.sketch.noise import Chance
from previz.gen.sketch.people import Eye, Person
from previz.gen.sketch.sheet import BROW, EYE, MOUTH, SKIN, Floats, Mask, Sheet, with_role

HEAD_M = 0.225
FACE = (SKIN, EYE, BROW, MOUTH)
_OLD, _MATURE = 60.0, 45.0
_FAIR = 140.0
"""Mean of red, green and blue above which the hair of a brow is light."""
Profile = Callable[[Floats], Floats]


def head_px(sheet: Sheet, person: Person) -> float:
    """Height of the head in the picture; 0 when it is behind the camera."""
    _, depth = sheet.project(person.face)
    return 0.0 if depth[0] < 0.1 else HEAD_M * person.scale * sheet.px_per_m / float(depth[0])


def draw_face(sheet: Sheet, person: Person, key: Floats, weight: float, marks: Marks, chance: Chance) -> None:
    """Add the face. ``key`` points to the light in camera space; ``weight`` scales all pens."""
    head = head_px(sheet, person)
    place, _ = sheet.project(person.face)
    if head < 13 or not -head < place[0, 0] < sheet.size[1] + head:
        return
    face = _Face(sheet, person, key, weight, marks, chance, head)
    if face.detail <= 38:
        face.distant()
        return
    for side, eye in person.eyes.items():
        face.eye(side, eye)
        face.brow(side)
    face.nose()
    face.mouth()
    face.age()
    face.ears()


class _Face:
    def __init__(
        self,
        sheet: Sheet,
        person: Person,
        key: Floats,
        weight: float,
        marks: Marks,
        chance: Chance,
        head: float,
    ) -> None:
        self.sheet, self.person, self.marks, self.chance, self.head = sheet, person, marks, chance, head
        self.detail = head / sheet.print_scale
        self.pen = float(np.clip(self.detail * 0.0092, 0.75, 7.0)) * weight
        self.step = float(np.clip(head * 0.012, 2.0, 4.0))
        towards = -person.face / max(float(np.linalg.norm(person.face)), 1e-6)
        self.frontal = float(towards @ person.forward)
        self.turn = float(towards @ person.left)
        self.low = float(towards @ person.up) < 0.04
        """Seen from below: the edge of the jaw is no outline then and must be drawn."""
        self.dark = "l" if float(key @ person.left) < 0 else "r"
        self.hidden = "r" if self.turn > 0.28 else "l" if self.turn < -0.28 else ""
        self.big, self.middle = self.detail > 230, self.detail > 85

    def seen(self, points: Floats, depth: Floats, tolerance_m: float, roles: tuple[int, ...] = ()) -> Mask:
        """Which points of a curve show: on this person, on these roles, not behind the surface."""
        row, column, inside = self.sheet.sample(points)
        own = self.sheet.object_ids[self.sheet.objects[row, column]] == self.person.object_id
        front = depth < self.sheet.depth[row, column] + tolerance_m + 0.002 * depth
        on = with_role(self.sheet.roles[row, column], roles) if roles else True
        return np.asarray(inside & own & front & on)

    def curve(
        self,
        name: str,
        width: float,
        pressure: float = 1.0,
        taper: float = 0.85,
        tolerance_m: float = 0.007,
        part: tuple[float, float] = (0.0, 1.0),
        profile: Profile | None = None,
        roles: tuple[int, ...] = FACE,
    ) -> None:
        """Draw a named curve, or a part of it, where it can be seen."""
        if name not in self.person.curves:
            return
        points = self.person.curves[name]
        last = len(points) - 1
        points = points[int(part[0] * last) : int(np.ceil(part[1] * last)) + 1]
        self.line(points, width, pressure, taper, tolerance_m, profile, roles)

    def line(
        self,
        points: Floats,
        width: float,
        pressure: float,
        taper: float,
        tolerance_m: float,
        profile: Profile | None = None,
        roles: tuple[int, ...] = FACE,
    ) -> None:
        """Draw (n, 3) points where they can be seen."""
        flat, depth = self.sheet.project(points)
        flat, depth, share = even(flat, depth, self.step)
        widths = self.pen * width * (np.ones_like(share) if profile is None else profile(share))
        visible = self.seen(flat, depth, tolerance_m, roles)
        shortest = max(2.5, self.head * 0.010)
        self.marks.visible(flat, visible, widths.astype(np.float32), pressure, taper, shortest)

    def shows(self, name: str, tolerance_m: float, roles: tuple[int, ...] = FACE) -> float:
        """Share of a curve's points that can be seen."""
        if name not in self.person.curves:
            return 0.0
        flat, depth = self.sheet.project(self.person.curves[name])
        return float(self.seen(flat, depth, tolerance_m, roles).mean())

    def outline(self, name: str) -> Floats:
        return self.sheet.project(self.person.curves[name])[0]

    def distant(self) -> None:
        """13–38 px: two brows, and above 22 px dashes for eyes, mouth and nose."""
        for side in "lr":
            self.curve(f"brow_{side}", 0.9, 0.9, 0.3, 0.02)
        if self.detail > 22:
            for side in "lr":
                self.curve(f"lid_up_{side}", 0.8, 0.9, 0.2, 0.02)
            self.curve("mouth", 0.8, 0.85, 0.4, 0.02, part=(0.25, 0.75))
            self.curve(f"wing_{self.dark}", 0.6, 0.7, tolerance_m=0.02)

    def eye(self, side: str, eye: Eye) -> None:
        if abs(self.frontal) < 0.38:
            if (side == "l") == (self.turn > 0):
                self.profile_eye(side, eye)
            return
        side_on = abs(self.frontal) <= 0.5
        self.curve(
            f"lid_up_{side}",
            1.35 if self.big else 1.5,
            1.0,
            0.5,
            0.015 if side_on else 0.009,
            profile=lambda q: 0.55 + 0.75 * q**0.7,
        )
        if self.middle:
            self.curve(f"lid_lo_{side}", 0.45, 0.75, 0.9, 0.013 if side_on else 0.007)
        if self.big:
            self.curve(f"crease_{side}", 0.42, 0.75, 0.9)
            self.curve(f"flick_{side}", 0.8, 0.9, 0.8)
            if self.person.age_years > _OLD or self.detail > 420:
                self.curve(f"bag_{side}", 0.3, 0.45, 0.95)
        if self.shows(f"open_up_{side}", 0.012) > 0.28:
            upper, lower = (self.outline(f"open_{edge}_{side}") for edge in ("up", "lo"))
            self.ball(eye, np.concatenate([upper, lower[::-1]]))

    def profile_eye(self, side: str, eye: Eye) -> None:
        """Seen from the side an eye is a wedge: two lids from the front of the ball back to one corner."""
        upper, lower = (self.person.curves.get(f"open_{edge}_{side}") for edge in ("up", "lo"))
        if upper is None or lower is None:
            return
        k, middle = self.person.scale, len(upper) // 2
        corner = upper[-1] - self.person.forward * 0.007 * k - self.person.up * 0.001 * k
        flat, depth = self.sheet.project(corner)
        if not self.seen(flat, depth, 0.02)[0]:
            return
        t = np.linspace(0, 1, 9, dtype=np.float32)[:, None]
        lids = []
        for front, rise, width in ((upper[middle], 0.0022, 1.2), (lower[middle], -0.0012, 0.5)):
            bow = self.person.up * (4 * t * (1 - t)) * rise * k
            lid, _ = self.sheet.project(front + (corner - front) * t + bow)
            lids.append(lid)
            self.marks.stroke(lid, self.pen * width, 1.0 if rise > 0 else 0.7, 0.6)
        opening = np.concatenate([lids[0], lids[1][::-1]])
        self.marks.fills += [Fill(opening, "white"), Fill(self.ring(eye, 0.42), "black", opening)]

    def ball(self, eye: Eye, opening: Floats) -> None:
        """White, iris, pupil and glint, all inside the ``opening`` of the lids (n, 2) px."""
        fills = self.marks.fills
        fills.append(Fill(opening, "white"))
        if self.detail <= 150:
            fills.append(Fill(self.ring(eye, 0.38), "black", opening))
            return
        fills.append(Fill(self.ring(eye, 0.40), "iris", opening))
        fills.append(Fill(self.ring(eye, 0.40), "black", opening, self.ring(eye, 0.335)))
        fills.append(Fill(self.ring(eye, 0.19), "black", opening))
        glint = self.ring(eye, 0.085)
        glint = glint + (self.ring(eye, 0.24)[15] - self.ring(eye, 0.02).mean(axis=0)) * 0.5
        fills.append(Fill(glint, "glint", opening))

    def ring(self, eye: Eye, radius: float) -> Floats:
        """Circle on the eyeball round the gaze, projected; ``radius`` in eyeball radii."""
        across = np.cross(eye.gaze, self.person.up)
        across /= max(float(np.linalg.norm(across)), 1e-6)
        over = np.cross(across, eye.gaze)
        turn = np.linspace(0, 2 * np.pi, 25)[:-1, None]
        circle = radius * (np.cos(turn) * across + np.sin(turn) * over)
        points = eye.centre + eye.radius_m * 1.04 * (np.sqrt(1 - radius * radius) * eye.gaze + circle)
        return self.sheet.project(points)[0]

    def brow(self, side: str) -> None:
        curves = self.person.curves
        top, low = curves.get(f"brow_top_{side}"), curves.get(f"brow_low_{side}")
        if top is None or low is None or self.shows(f"brow_{side}", 0.012, ()) <= 0.4:
            return
        fair = self.fair_brow()
        if not self.big:
            width = 1.1 if fair else 1.9
            self.curve(
                f"brow_{side}", width, 1.0, 0.5, 0.014, profile=lambda q: 1.1 - 0.6 * q, roles=(*FACE, 0)
            )
            return
        if not fair:  # white and fair brows are hairs alone: a filled one would be a dark one
            edge = np.concatenate([self.outline(f"brow_top_{side}"), self.outline(f"brow_low_{side}")[::-1]])
            self.marks.fills.append(Fill(edge, "brow"))
            self.curve(
                f"brow_{side}", 1.1, 0.75, 0.8, 0.012, profile=lambda q: 1.0 - 0.6 * q, roles=(*FACE, 0)
            )
        self.brow_hairs(top, low)

    def fair_brow(self) -> bool:
        """Is the hair of this person's brows light? Read off the picture; dark when they cannot be seen."""
        sheet = self.sheet
        own = np.searchsorted(sheet.object_ids, self.person.object_id)
        brows = sheet.albedo[::2, ::2][(sheet.half_roles == BROW) & (sheet.half_objects == own)]
        return bool(len(brows) and brows[:, :3].mean() > _FAIR)

    def brow_hairs(self, top: Floats, low: Floats) -> None:
        """Short hairs that rise from the lower edge and lie down outwards."""
        middle, chance = (top + low) / 2, self.chance
        count = int(16 + self.head * 0.035)
        for place in np.sort(chance.uniforms(count, 0, 0.97)) * (len(middle) - 1):
            here = int(place)
            share, after = place - here, min(here + 1, len(middle) - 1)
            under = low[here] * (1 - share) + low[after] * share
            over = top[here] * (1 - share) + top[after] * share
            root = under + (over - under) * chance.uniform(0, 0.45)
            lie = middle[min(here + 2, len(middle) - 1)] - middle[here]
            tip = under * 0.25 + over * 0.75 + lie * chance.uniform(0.5, 1.1)
            bend = (root + tip) / 2 + self.person.up * 0.0006
            flat, depth = self.sheet.project(np.stack([root, bend, tip]))
            flat, depth, _ = even(flat, depth, self.step)
            self.marks.visible(flat, self.seen(flat, depth, 0.014), self.pen * 0.5, 0.9, 0.9, 2.0)

    def nose(self) -> None:
        dark, light = self.dark, "r" if self.dark == "l" else "l"
        if dark != self.hidden:
            self.curve(f"wing_{dark}", 0.8, 0.95, 0.8)
        if self.big and light != self.hidden:
            self.curve(f"wing_{light}", 0.55, 0.8, 0.9)
        for side in "lr":
            if not self.big:
                self.curve(f"nostril_{side}", 0.9, 0.8, 0.6, 0.012)
            elif self.shows(f"nostril_{side}", 0.010) > 0.5:
                self.curve(
                    f"nostril_{side}", 1.5, 1.0, 0.7, 0.010, profile=lambda q: 0.5 + 0.8 * np.sin(np.pi * q)
                )
        if self.middle and self.frontal > 0.55:
            self.curve(f"bridge_{dark}", 0.42, 0.6, 0.95, part=(0.45, 1.0))

    def mouth(self) -> None:
        def swell(q: Floats) -> Floats:
            return np.asarray(
                0.80 + 0.30 * np.abs(2 * q - 1) ** 3 + 0.22 * np.exp(-(((q - 0.5) / 0.10) ** 2)), np.float32
            )

        self.curve("mouth", 1.2 if self.middle else 1.1, 1.0, 0.9, 0.010, profile=swell)
        if "gape" in self.person.curves:
            self.gape()
            return
        names = {"mouth", "lip_up", "lip_lo"}
        if self.detail > 110 and names <= self.person.curves.keys() and self.shows("mouth", 0.012) > 0.6:
            line, upper, lower = (self.outline(name) for name in ("mouth", "lip_up", "lip_lo"))
            lips = np.concatenate([line[:1], upper, line[-1:], lower[::-1]])
            self.marks.fills.append(Fill(lips, "lip" if self.person.female else "soft lip"))
        if self.middle:
            self.curve("lip_lo", 0.6, 0.75, 0.9, part=(0.18, 0.82))
        if self.big:
            self.curve("lip_up", 0.36, 0.55, 0.9, part=(0.06, 0.46))
            self.curve("lip_up", 0.36, 0.55, 0.9, part=(0.54, 0.94))
        self.chin()

    def gape(self) -> None:
        """The dark of an open mouth; the paper above it is the teeth."""
        if self.shows("mouth", 0.012) > 0.6:
            opening = self.outline("mouth")[: 2 * len(self.person.curves["mouth"]) // 3 + 1]
            self.marks.fills += [Fill(opening, "white"), Fill(self.outline("gape"), "black")]
        self.chin()

    def chin(self) -> None:
        if self.middle and self.low and self.frontal > 0.72:
            self.curve("jaw", 0.7, 0.8, 0.95, 0.012)
        if self.big:
            for side in "lr":
                self.curve(f"corner_{side}", 0.7, 0.8, 0.9)
            self.curve("chin", 0.4, 0.5, 0.95)

    def age(self) -> None:
        old = self.person.age_years > _OLD
        if old or (self.big and self.person.age_years > _MATURE):
            strong = old and self.detail > 120
            for side in "lr".replace(self.hidden or " ", ""):
                self.curve(f"nasolab_{side}", 0.55 if strong else 0.32, 0.8 if strong else 0.4, 0.9)
        if old and self.middle:
            self.forehead()
            for side in self.person.eyes:
                if side != self.hidden:
                    self.crows_feet(side)

    def forehead(self) -> None:
        """Two lines that run with the brows and are broken in the middle."""
        scale = self.person.scale
        for rise_m, start, end in ((0.017, 0.15, 0.85), (0.028, 0.05, 0.7)):
            for side in "lr":
                brow = self.person.curves.get(f"brow_{side}")
                if brow is not None:
                    last = len(brow) - 1
                    kept = brow[int(start * last) : int(end * last) + 1]
                    # flatter than the brow, and as far back as a forehead slopes
                    level = (
                        kept + 0.5 * ((kept.mean(axis=0) - kept) @ self.person.up)[:, None] * self.person.up
                    )
                    points = level + scale * (rise_m * self.person.up - 0.15 * rise_m * self.person.forward)
                    self.line(points, 0.34, 0.5, 0.95, 0.016)

    def crows_feet(self, side: str) -> None:
        """Three short lines that fan out from the outer corner of an eye."""
        lid = self.person.curves.get(f"lid_up_{side}")
        if lid is None:
            return
        outwards = self.person.left * (1.0 if side == "l" else -1.0)
        corner = lid[int(np.argmax(lid @ outwards))]
        reach = 0.011 * self.person.scale
        for rise in (0.55, 0.05, -0.5):
            way = outwards + rise * self.person.up - 0.55 * self.person.forward
            way = way / np.linalg.norm(way)
            points = corner + np.linspace(0.45, 1.35, 6)[:, None] * reach * way
            self.line(points.astype(np.float32), 0.32, 0.6, 0.95, 0.014)

    def ears(self) -> None:
        if self.detail <= 60:
            return
        for side in "lr":
            self.curve(f"ear_{side}", 0.6, 0.85, 0.8, 0.009, roles=(SKIN,))
            if self.middle:
                self.curve(f"ear_in_{side}", 0.5, 0.7, 0.9, 0.009, roles=(SKIN,))
