"""The words below a picture on the wall: broken over the lines that its card has free."""

from __future__ import annotations

from PySide6.QtGui import QFontMetrics

from previz.ui.frame_card import wrapped


def laid_out(
    captions: list[tuple[str, str]], metrics: QFontMetrics, width_px: int, count: int
) -> list[tuple[str, str]]:
    """(name, line) of at most ``count`` lines; the name stands before the first line of its words only.

    Every caption has one line before any has a second: a long action hides no dialogue.
    """
    shown = captions[:count]
    free = count - len(shown)
    lines = []
    for name, words in shown:
        own = wrapped(words, metrics, width_px, 1 + free)
        free -= max(len(own) - 1, 0)
        lines += [(name if not place else "", line) for place, line in enumerate(own)]
    return lines
