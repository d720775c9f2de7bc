"""Did the picture keep the blocking? A receipt from the guides alone, without a model.

It compares outlines: of everything, of each figure, of the set against the camera. What it cannot see is
said in docs/fidelity.md; how often it is right is measured there on planted drifts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray

from previz.errors import GenerationError
from previz.gen import outlines
from previz.gen.outlines import Edges, Outline

SMALLEST_SHARE = 0.004
"""A figure that fills less of the frame has too short an outline to be judged."""
MISSING = 0.22
"""A figure whose outline is met less than this, wherever it is looked for, is not in the picture."""
REACH = 0.07
"""Share of the width within which a drifted figure is looked for."""
DRIFT = 0.012
"""Share of the width from which a figure has drifted."""
GAIN = 0.10
"""Another place must meet this much more than the right one before it is believed."""
SCALES = (0.78, 0.84, 0.9, 0.95, 1.0, 1.05, 1.11, 1.18, 1.27)
DRIFTED_BELOW = 40.0
FEWEST_POINTS = 40
"""A frame with fewer expected outlines (a wall, an empty sky) has none to lose."""


class FigureFit(msgspec.Struct, frozen=True, kw_only=True):
    """How one person's outline is met."""

    object_id: int
    name: str
    kept: float
    """Share of the outline that is met, corrected for chance, ≤ 1."""
    drift: tuple[float, float] = (0.0, 0.0)
    """(right, down), shares of the picture's width."""
    found: bool = True


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What a picture kept of the blocking."""

    score: float
    """0…100"""
    outline_recall: float
    """Share of the expected outlines that are there, corrected for chance."""
    outline_precision: float
    """Share of the picture's edges that the guides explain; texture lowers it, so it decides nothing."""
    figures: tuple[FigureFit, ...] = ()
    judged: int = 0
    """Figures large enough to be judged."""
    order_kept: bool = True
    """People stand in the same order from left to right."""
    framing_scale: float = 1.0
    """Size of the set in the picture against the guides; 1.1 is a longer lens."""
    framing_shift: tuple[float, float] = (0.0, 0.0)
    """(right, down) of the set, shares of the picture's width."""
    tone: float | None = None
    """Rank correlation of regions' brightness with the shaded view; styles differ, so it decides nothing."""
    reasons: tuple[str, ...] = ()
    """What went wrong, in words; empty = the blocking was kept."""

    @property
    def drifted(self) -> bool:
        return bool(self.reasons)


def receipt(
    pixels: NDArray[np.uint8],
    guides: Mapping[str, NDArray[Any]],
    people: Mapping[int, str],
) -> Receipt:
    """Judge ``pixels`` (h, w, 3) sRGB. ``guides``: ``ids`` (h, w) uint32 object << 16 | patch, ``depth_m``
    (h, w), and for the tone ``beauty`` (h, w, 3). ``people``: object id → name.

    Raises GenerationError when a guide is missing or of another shape than the picture.
    """
    return _Judging(pixels, guides, people).receipt()


def heat(pixels: NDArray[np.uint8], guides: Mapping[str, NDArray[Any]]) -> NDArray[np.uint8]:
    """The picture in grey with expected outlines over it: green = kept, red = lost; (h, w, 3) of its size."""
    judging = _Judging(pixels, guides, {})
    lines = judging.lines
    hits, _ = outlines.hit(judging.edges, lines, judging.tolerance)
    height, width = judging.objects.shape
    lost, kept = np.zeros((height, width), np.float32), np.zeros((height, width), np.float32)
    lost[lines.y[~hits], lines.x[~hits]] = 1
    kept[lines.y[hits], lines.x[hits]] = 1
    spread = judging.tolerance
    red, green = (cv2.GaussianBlur(part, (0, 0), spread) * spread * 2.2 for part in (lost, kept))
    full = (pixels.shape[1], pixels.shape[0])
    shares = [np.clip(cv2.resize(part, full), 0, 1)[..., None] for part in (red, green)]
    grey = cv2.cvtColor(np.ascontiguousarray(pixels[..., :3]), cv2.COLOR_RGB2GRAY)[..., None]
    canvas = np.repeat(0.45 * grey + 100, 3, axis=2).astype(np.float32)
    for share, colour in zip(shares[::-1], ((40, 170, 90), (225, 45, 40)), strict=True):
        canvas = canvas * (1 - share) + np.asarray(colour, np.float32) * share
    return np.asarray(np.rint(canvas), np.uint8)


class _Judging:
    """Small copies of everything, and the answers."""

    def __init__(
        self, pixels: NDArray[np.uint8], guides: Mapping[str, NDArray[Any]], people: Mapping[int, str]
    ) -> None:
        _check(pixels, guides)
        size = outlines.small_size((pixels.shape[1], pixels.shape[0]))
        self.size = size
        self.tolerance = outlines.tolerance_px(size)
        self.edges: Edges = outlines.picture_edges(pixels, size)
        self.objects = (_small(guides["ids"], size) >> np.uint32(16)).astype(np.int32)
        self.lines = outlines.guide_outline(self.objects, _small(guides["depth_m"], size).astype(np.float32))
        self.pixels, self.beauty, self.people = pixels, guides.get("beauty"), people

    def receipt(self) -> Receipt:
        recall, scale, shift, mirrored = 1.0, 1.0, (0, 0), False
        if len(self.lines) >= FEWEST_POINTS:
            by_chance = outlines.chance(self.edges, self.lines, self.tolerance)
            recall = outlines.corrected(outlines.met(self.edges, self.lines, self.tolerance)[0], by_chance)
            scale, shift, mirrored = self._framing(by_chance)
        fits = tuple(self._figures())
        order = _order_kept(fits, self._middles())
        width = self.size[0]
        framing = (round(shift[0] / width, 4), round(shift[1] / width, 4))
        reasons = (*_framing_words(scale, framing, mirrored), *_figure_words(fits, order, framing))
        score = _score(recall, fits, bool(reasons))
        if not reasons and score < DRIFTED_BELOW:
            reasons = ("few of the outlines are there: the picture does not follow the blocking",)
        return Receipt(
            score=score,
            outline_recall=round(recall, 3),
            outline_precision=round(self._precision(), 3),
            figures=fits,
            judged=len(fits),
            order_kept=order,
            framing_scale=scale,
            framing_shift=framing,
            tone=self._tone(),
            reasons=reasons,
        )

    # ------------------------------------------------------------------------------------------ the set
    def _framing(self, by_chance: float) -> tuple[float, tuple[int, int], bool]:
        """(scale, shift in px, mirrored) under which the outlines are met best; (1, (0, 0), False) unless
        another is clearly better than the right one."""
        sparse = _every(self.lines, 500)
        width, height = self.size
        centre = (width / 2, height / 2)
        here = outlines.corrected(outlines.met(self.edges, sparse, self.tolerance)[0], by_chance)
        mirror = outlines.corrected(
            outlines.met(self.edges, sparse.mirrored(width), self.tolerance)[0], by_chance
        )
        best, found = here + GAIN, (1.0, (0, 0), False)
        for scale in SCALES:
            share, shift = self._best(sparse.scaled(scale, centre), round(0.05 * width), 4)
            value = outlines.corrected(share, by_chance) - 0.05 * abs(np.log(scale))
            if value > best:
                best, found = value, (scale, shift, False)
        return (1.0, (0, 0), True) if mirror > max(best, here + 2 * GAIN) else found

    def _best(self, outline: Outline, reach: int, step: int) -> tuple[float, tuple[int, int]]:
        """The share met at the best shift within ``reach``, and that shift; near ones win ties."""
        if not len(outline):
            return 0.0, (0, 0)
        steps = np.arange(-(reach // step), reach // step + 1) * step
        shifts = np.stack(np.meshgrid(steps, steps), -1).reshape(-1, 2)
        height, width = self.edges.distance_px.shape
        x = outline.x[None, :] + shifts[:, :1]
        y = outline.y[None, :] + shifts[:, 1:]
        inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
        flat = np.clip(y, 0, height - 1) * width + np.clip(x, 0, width - 1)
        turn = np.abs(self.edges.direction.ravel()[flat] - outline.direction) % np.pi
        close = np.minimum(turn, np.pi - turn) < np.deg2rad(outlines.ANGLE_DEG)
        hits = (self.edges.distance_px.ravel()[flat] <= self.tolerance) & close & inside
        seen = inside.sum(1)
        shares = np.where(seen >= 0.6 * len(outline), hits.sum(1) / np.maximum(seen, 1), 0.0)
        best = int(np.argmax(shares - 0.0015 * np.hypot(shifts[:, 0], shifts[:, 1])))
        return float(shares[best]), (int(shifts[best, 0]), int(shifts[best, 1]))

    # ------------------------------------------------------------------------------------------ people
    def _figures(self) -> Iterable[FigureFit]:
        for object_id, name in self.people.items():
            mask = self.objects == object_id
            if mask.mean() < SMALLEST_SHARE:
                continue
            outline = _every(outlines.mask_outline(mask), 260)
            if len(outline) >= 24:
                yield self._figure(object_id, name, outline)

    def _figure(self, object_id: int, name: str, outline: Outline) -> FigureFit:
        width = self.size[0]
        by_chance = outlines.chance(self.edges, outline, self.tolerance)
        here = outlines.corrected(outlines.met(self.edges, outline, self.tolerance)[0], by_chance)
        share, shift = self._best(outline, round(REACH * width), 4)
        there = outlines.corrected(share, by_chance)
        moved = there > here + GAIN and float(np.hypot(*shift)) / width >= DRIFT
        return FigureFit(
            object_id=object_id,
            name=name,
            kept=round(here, 3),
            drift=(round(shift[0] / width, 4), round(shift[1] / width, 4)) if moved else (0.0, 0.0),
            found=max(here, there) >= MISSING,
        )

    def _middles(self) -> dict[int, float]:
        """Object id → mean x, share of the width."""
        return {
            number: float(np.nonzero(self.objects == number)[1].mean()) / self.size[0]
            for number in self.people
            if (self.objects == number).any()
        }

    # ------------------------------------------------------------------------------------------ reports
    def _precision(self) -> float:
        expected = np.full(self.objects.shape, 255, np.uint8)
        expected[self.lines.y, self.lines.x] = 0
        away = cv2.distanceTransform(expected, cv2.DIST_L2, 3)
        return float((away[self.edges.on] <= 1.5 * self.tolerance).mean()) if self.edges.on.any() else 0.0

    def _tone(self) -> float | None:
        if self.beauty is None:
            return None
        numbers, index = np.unique(self.objects, return_inverse=True)
        index = index.ravel()
        count = np.bincount(index)
        large = count >= 0.01 * index.size
        if int(large.sum()) < 4:
            return None
        means = []
        for picture in (self.pixels, self.beauty):
            grey = cv2.cvtColor(np.ascontiguousarray(_small(picture, self.size)[..., :3]), cv2.COLOR_RGB2GRAY)
            means.append((np.bincount(index, grey.ravel(), len(numbers)) / count)[large])
        ranks = [np.argsort(np.argsort(one)) for one in means]
        return round(float(np.corrcoef(ranks[0], ranks[1])[0, 1]), 3)


def _check(pixels: NDArray[np.uint8], guides: Mapping[str, NDArray[Any]]) -> None:
    if pixels.ndim != 3 or pixels.shape[2] not in (3, 4) or pixels.dtype != np.uint8:
        raise GenerationError("Only pictures in 8-bit colour can be compared with their blocking.")
    if min(pixels.shape[:2]) < 64:
        raise GenerationError("A picture under 64 px a side is too small to compare with its blocking.")
    for name in ("ids", "depth_m"):
        if name not in guides:
            raise GenerationError(f"The guide {name} is missing, so the picture cannot be compared.")
        if guides[name].shape != pixels.shape[:2]:
            raise GenerationError(
                f"The guide {name} has another size than the picture; capture it at the picture's size."
            )


def _small(array: NDArray[Any], size_px: tuple[int, int]) -> NDArray[Any]:
    """Nearest neighbours, for ids as for depth: a mean of two things is neither."""
    height, width = array.shape[:2]
    rows = (np.arange(size_px[1]) + 0.5) * height / size_px[1]
    columns = (np.arange(size_px[0]) + 0.5) * width / size_px[0]
    return np.ascontiguousarray(array[rows.astype(int)][:, columns.astype(int)])


def _every(outline: Outline, most: int) -> Outline:
    if len(outline) <= most:
        return outline
    chosen = np.linspace(0, len(outline) - 1, most).astype(int)
    return Outline(outline.x[chosen], outline.y[chosen], outline.direction[chosen])


def _order_kept(fits: Iterable[FigureFit], middles: Mapping[int, float]) -> bool:
    found = sorted((fit for fit in fits if fit.found), key=lambda fit: middles[fit.object_id])
    places = [middles[fit.object_id] + fit.drift[0] for fit in found]
    return all(left <= right for left, right in pairwise(places))


def _score(recall: float, fits: Iterable[FigureFit], wrong: bool) -> float:
    """Outlines and people by halves; 0.85 of an outline is as good as a style allows."""
    parts = [float(np.clip(recall / 0.85, 0, 1))]
    kept = [float(np.clip(fit.kept / 0.85, 0, 1)) if fit.found else 0.0 for fit in fits]
    if kept:
        parts.append(float(np.mean(kept)))
    score = 100 * float(np.mean(parts))
    return round(min(score, 59.0) if wrong else score, 1)


def _framing_words(scale: float, shift: tuple[float, float], mirrored: bool) -> Iterable[str]:
    if mirrored:
        yield "the picture is mirrored"
    if scale != 1.0:
        yield f"the set is {'larger' if scale > 1 else 'smaller'} ({scale:.2f} ×): another lens or distance"
    elif float(np.hypot(*shift)) >= DRIFT:
        yield f"the framing drifted {_where(shift)}"


def _figure_words(fits: Iterable[FigureFit], order_kept: bool, framing: tuple[float, float]) -> Iterable[str]:
    for fit in fits:
        if not fit.found:
            yield f"{fit.name} is not where the blocking puts them"
        elif float(np.hypot(fit.drift[0] - framing[0], fit.drift[1] - framing[1])) >= DRIFT and any(
            fit.drift
        ):
            yield f"{fit.name} drifted {_where(fit.drift)}"
    if not order_kept:
        yield "people stand in another order from left to right"


def _where(shift: tuple[float, float]) -> str:
    """ "2.1 % right, 1.0 % up": shares of the picture's width."""
    x, y = shift
    parts = [f"{abs(x):.1%} {'right' if x > 0 else 'left'}"] if abs(x) >= 0.003 else []
    parts += [f"{abs(y):.1%} {'down' if y > 0 else 'up'}"] if abs(y) >= 0.003 else []
    return ", ".join(parts).replace("%", " %")
