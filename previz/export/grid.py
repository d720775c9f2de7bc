"""How many columns, how big a frame, and where the words go, for a number of panels on a sheet.

All lengths in millimetres.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

MARGIN_X, MARGIN_TOP, MARGIN_BOTTOM = 12.0, 17.0, 12.0
SCENE_HEAD = 15.5
GAP_X, GAP_Y = 6.0, 5.0
SIDE_GAP = 5.0
"""Between a frame and the words beside it."""

USUAL_WORDS = 24.0
"""What number, data and words of a usual panel take below a frame; the rest stays blank."""

_SHEETS = {"a4": (210.0, 297.0), "us-letter": (215.9, 279.4)}


@dataclass(frozen=True)
class Plan:
    """A sheet's grid. ``side``: words beside the frame; else below it, and number and data in the gap
    beside the frame where ``stacked``."""

    columns: int
    rows: int
    cell_w_mm: float
    cell_h_mm: float
    frame_w_mm: float
    frame_h_mm: float
    side: bool
    score: float

    @property
    def stacked(self) -> bool:
        return not self.side and self.cell_w_mm - self.frame_w_mm > 21


def paper_size_mm(paper: str, landscape: bool) -> tuple[float, float]:
    """Width and height of the sheet."""
    width, height = _SHEETS[paper]
    return (height, width) if landscape else (width, height)


def plan(per_page: int, paper: str, landscape: bool, aspect: float) -> Plan:
    """The plan with the largest frame that leaves room for words and no void."""
    width, height = paper_size_mm(paper, landscape)
    inner = (width - 2 * MARGIN_X, height - MARGIN_TOP - MARGIN_BOTTOM - 1)
    return max(_plans(per_page, inner, aspect), key=lambda p: p.score)


def _plans(per_page: int, inner: tuple[float, float], aspect: float) -> Iterator[Plan]:
    for columns in (1, 2, 3):
        if per_page % columns:
            continue
        rows = per_page // columns
        heads = SCENE_HEAD * (2 if rows > 1 else 1)
        cell_w = (inner[0] - (columns - 1) * GAP_X) / columns
        cell_h = (inner[1] - heads - (rows - 1) * GAP_Y) / rows
        if per_page > 1 and (cell_h < 34 or cell_w < 50):
            continue
        yield from _below(per_page, columns, rows, cell_w, cell_h, aspect)
        yield from _beside(per_page, columns, rows, cell_w, cell_h, aspect)


def _words_area(per_page: int) -> float:
    """Square millimetres that a panel's words usually need at the size they are set in."""
    return 1050 if per_page >= 9 else 1250 if per_page >= 6 else 1700


def _below(per_page: int, columns: int, rows: int, w: float, h: float, aspect: float) -> Iterator[Plan]:
    least = 15.0 if per_page <= 4 and per_page > 1 and w > 120 else 16.0 if per_page == 6 else 12.5
    words = max(least, min(20.0, _words_area(per_page) / w)) + (13 if w < 75 else 9)
    frame_h = min(w / aspect, h - words)
    if frame_h <= 12:
        return
    frame_w = frame_h * aspect
    blank = max(0.0, h - frame_h - USUAL_WORDS) / h
    score = frame_w * frame_h * (1 - (0.9 if per_page > 1 else 0) * blank)
    yield Plan(columns, rows, w, h, frame_w, frame_h, False, score)


def _beside(per_page: int, columns: int, rows: int, w: float, h: float, aspect: float) -> Iterator[Plan]:
    words_w = max(44.0, _words_area(per_page) / h + 6)
    frame_w = min(w - words_w - SIDE_GAP, h * aspect - 2.4 * aspect)
    if frame_w <= 30:
        return
    frame_h = frame_w / aspect
    blank = max(0.0, (h - frame_h) / h)
    score = frame_w * frame_h * (1 - 0.4 * blank)
    yield Plan(columns, rows, w, h, frame_w, frame_h, True, score)
