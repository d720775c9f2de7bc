"""From panel to panel with F6: which comes next, and what of it takes the keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def go_to_panel(panels: Sequence[QWidget], by: int) -> QWidget | None:
    """Put the focus into the next (1) or the one before (−1) of the panels that are seen; round and round.

    Returns what has it now; None when no panel can have it.
    """
    reachable = [(panel, first) for panel in panels if (first := first_of(panel)) is not None]
    if not reachable:
        return None
    held = [n for n, (panel, _) in enumerate(reachable) if has_focus(panel)]
    start = held[0] if held else -1 if by > 0 else 0
    panel, first = reachable[(start + by) % len(reachable)]
    # as Tab does it, so that the ring shows where one is
    panel.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    first.setFocus(Qt.FocusReason.TabFocusReason)
    return first


def has_focus(panel: QWidget) -> bool:
    now = panel.window().focusWidget()
    return now is not None and (now is panel or panel.isAncestorOf(now))


def first_of(panel: QWidget) -> QWidget | None:
    """The panel itself or the first in it that Tab would reach; None for one that is not seen."""
    if not panel.isVisible():
        return None
    return next((part for part in _taking(panel) if part.isVisible() and part.isEnabled()), None)


def put_in_order(panels: Iterable[QWidget], after: QWidget | None = None) -> None:
    """Tab goes through these one after another, behind ``after``; Qt puts what is built late last."""
    before = after
    for panel in panels:
        for part in _taking(panel):
            if before is not None and before.window() is part.window():
                QWidget.setTabOrder(before, part)
            before = part


def _taking(panel: QWidget) -> Iterator[QWidget]:
    """The parts of a panel that take the focus, itself among them; not those of lists that drop from it."""
    for part in (panel, *panel.findChildren(QWidget)):
        takes = part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.focusProxy() is None
        if takes and part.window() is panel.window():
            yield part
