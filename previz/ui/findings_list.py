"""The list of findings: every cut that breaks a rule, what would mend it, and the reasons why some may."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget

from previz.grammar.findings import RULES, Finding
from previz.grammar.mending import Mend
from previz.studio.checking import mend, unwaive, waive
from previz.ui import questions
from previz.ui.controls import StatusGlyph, push_button
from previz.ui.controls.labels import Tone, column, label, row, set_role
from previz.ui.cut_checks import CutChecks, key_of
from previz.ui.session import Session

WIDTH = 320


class _Card(QWidget):
    def __init__(self, session: Session, finding: Finding, checks: CutChecks) -> None:
        super().__init__()
        self._session, self._finding, self._checks = session, finding, checks
        set_role(self, "card")
        self.setAccessibleName(f"{finding.cut}, {RULES[finding.rule]}: {finding.text}")
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 10, 12, 10)
        box.setSpacing(6)
        glyph = StatusGlyph("omitted" if finding.waived else "error")
        tone: Tone = "2" if finding.waived else ""
        box.addWidget(row(glyph, label(finding.cut, "base", tone, "strong"), None,
                          label(RULES[finding.rule], "cap", "2"), gap=6))  # fmt: skip
        box.addWidget(label(f"{finding.text}.", tone=tone, wrap=True))
        self._offers: list[QPushButton] = []
        self._buttons = QVBoxLayout()
        self._buttons.setSpacing(4)
        box.addLayout(self._buttons)
        may = not session.read_only
        if finding.waived:
            box.addWidget(label(f"Waived: {finding.waived}", wrap=True))
            held = push_button("Hold to the rule", self._hold)
            held.setEnabled(may)
            box.addWidget(row(held, None))
        else:
            self.show_mends()
            excused = push_button("Waive…", self._waive)
            excused.setEnabled(may)
            box.addWidget(row(excused, None))

    def show_mends(self) -> None:
        """A button for each change that was tried and holds."""
        for old in self._offers:
            self._buttons.removeWidget(old)
            old.deleteLater()
        self._offers = []
        for change in self._checks.mends.get(key_of(self._finding), ()):
            button = push_button(change.label, partial(self._mend, change), "solid")
            button.setEnabled(not self._session.read_only)
            self._buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            self._offers.append(button)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Look at the shot that is cut to."""
        wanted = self._finding.after_id or self._finding.before_id
        if wanted in self._session.document:
            self._session.look_at(wanted)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """The press has done it."""

    def _mend(self, change: Mend) -> None:
        self._session.attempt(lambda: mend(self._session.document, change))

    def _waive(self) -> None:
        prompt = f"Why may {self._finding.cut} break the rule? It is kept, and printed in the report."
        said = questions.reason_for(self, f"Waive: {RULES[self._finding.rule]}", prompt)
        if said is not None:
            self._session.attempt(lambda: waive(self._session.document, self._finding, *said))

    def _hold(self) -> None:
        self._session.attempt(lambda: unwaive(self._session.document, self._finding))


class FindingsList(QScrollArea):
    def __init__(self, session: Session, checks: CutChecks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._checks = session, checks
        self.cards: dict[tuple[str, str, str], _Card] = {}
        self.setFixedWidth(WIDTH)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Findings")
        session.findings_changed.connect(self._show)
        checks.mends_changed.connect(self._show_mends)
        checks.unseen_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        found = sorted(self._session.findings, key=lambda one: bool(one.waived))
        self.cards = {key_of(one): _Card(self._session, one, self._checks) for one in found}
        empty = label(self._clean(), tone="2", wrap=True)
        below = []
        if self._checks.unseen:
            below.append(label("\n".join(["Not looked at:", *self._checks.unseen]), "cap", "2", wrap=True))
        inside = column(*((*self.cards.values(), *below) if self.cards else (empty,)), None, role="window",
                        margins=(12, 12, 12, 12), gap=8)  # fmt: skip
        self.setWidget(inside)

    def _clean(self) -> str:
        """What a list without findings says."""
        if not self._checks.looked:
            return "Looking at the cuts…"
        if self._checks.unseen:
            lines = "Nothing breaks a rule; some shots could not be looked at:", *self._checks.unseen
            return "\n".join(lines)
        return "Every cut holds, and every shot can be shot."

    def _show_mends(self, key: tuple[str, str, str]) -> None:
        if key in self.cards:
            self.cards[key].show_mends()
