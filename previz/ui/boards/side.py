"""Beside the wall: the queue, how the next take is made, what was asked of it, what made this one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from previz.gen.request import Steer, from_json
from previz.gen.styles import STYLES
from previz.review.pushback import read
from previz.scene import model
from previz.studio.making import DRAFT_WIDTH_PX, FRAME_WIDTH_PX, Making
from previz.studio.planning import plan_of_take
from previz.studio.steering import asked_for, unlocked
from previz.ui.boards.asking_page import AskingPage
from previz.ui.boards.choice_locks import ChoiceLocks
from previz.ui.boards.live_frame import LiveFrame
from previz.ui.boards.maker import Maker
from previz.ui.boards.queue_panel import QueuePanel
from previz.ui.boards.receipt_panel import ReceiptPanel
from previz.ui.boards.steer_list import SteerList
from previz.ui.controls import Choice, Section, Segmented
from previz.ui.controls.labels import column, label, row, set_role
from previz.ui.dates import short_day, short_moment
from previz.ui.desk import Desk

WIDTH, LEAST_WIDTH = 336, 288
VARIATIONS = (1, 2, 4, 6, 8)


class Side(QScrollArea):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._session = desk, desk.session
        self._panel_id: str | None = None
        self._steers: dict[str, tuple[int, tuple[Steer, ...]]] = {}
        """Panel id → number of the verdict, its changes as a person edited them; () when all are left out."""
        self.setMaximumWidth(WIDTH)
        self.setMinimumWidth(LEAST_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.queue = QueuePanel(desk)
        self._build_making()
        self._said = label(tone="2", wrap=True)
        self._by = label(tone="3", size="cap")
        self.steers = SteerList(editable=True)
        self.steers.changed.connect(self._steered)
        self.asked = Section("Changes asked for", column(self._by, self._said, self.steers, gap=6))
        self.locks = ChoiceLocks(self._session)
        self.choices = Section("Choices of this drawing", self.locks)
        self._facts = label(tone="2", wrap=True)
        self.made = Section("Made with", self._facts)
        self.receipt = ReceiptPanel(self._session)
        self.kept = Section("Kept of the blocking", self.receipt)
        inside = QWidget()
        set_role(inside, "panel")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(12, 0, 20, 12)
        layout.setSpacing(8)
        for part in (self.queue, self.making_section, self.asked, self.choices, self.kept, self.made):
            layout.addWidget(part)
        layout.addStretch(1)
        self.setWidget(inside)
        desk.session.changed.connect(self._edited)
        desk.rows.changed.connect(self._show)

    def show_asking(self) -> AskingPage | None:
        """Numbers, words and pictures that the model gets for this panel."""
        if self._panel_id is None or self._shot() is None:
            return None
        panel_id = self._panel_id
        steers = lambda: self.steered([panel_id]).get(panel_id, ())  # noqa: E731
        page = AskingPage(self.window(), self._desk, panel_id, self.maker.standing, steers)
        page.start()
        return page

    def close_panel(self) -> None:
        """The film ends: stop threads."""
        for part in (self.maker, self.receipt):
            part.close_panel()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(WIDTH, 400)

    def _build_making(self) -> None:
        self.maker = Maker(self._session)
        self.maker.asking_wanted.connect(self.show_asking)
        self.style_ = Choice("Style", [(name, name.title()) for name in STYLES])
        self.style_.chosen.connect(lambda value: self.maker.set_look(style=value))
        self.live = LiveFrame(self._desk.drawing)
        self.count = Segmented([str(count) for count in VARIATIONS], "Variations", 0)
        self.quality = Segmented(("Draft", "Final"), "Quality", 1)
        self.making_section = Section(
            "Next take",
            column(
                self.live,
                self.style_,
                self.maker,
                row(label("Variations", tone="2"), None, self.count),
                row(label("Quality", tone="2"), None, self.quality),
                gap=6,
            ),
        )

    # ------------------------------------------------------------------------------------------ making
    def making(self) -> Making:
        """What was chosen here, for whatever is drawn next."""
        return Making(
            takes=VARIATIONS[self.count.current],
            width_px=DRAFT_WIDTH_PX if self.quality.current == 0 else FRAME_WIDTH_PX,
        )

    def steered(self, panel_ids: Sequence[str]) -> dict[str, tuple[Steer, ...]]:
        """What pushback changes in these panels, as it stands here or as their verdicts ask."""
        panels = (self._session.document.get(id, model.Panel) for id in panel_ids)
        return {panel.id: self._asked(panel) for panel in panels if panel is not None}

    def _asked(self, panel: model.Panel) -> tuple[Steer, ...]:
        studio = self._session.studio
        verdict = studio.reviewing.decision(panel)
        number, kept = self._steers.get(panel.id, (0, ()))
        if verdict is not None and verdict.number == number:
            return unlocked(panel, kept)
        return asked_for(studio.store, studio.reviewing, panel)

    def _shot(self) -> model.Shot | None:
        document = self._session.document
        panel = document.get(self._panel_id, model.Panel)
        return document.get(panel.shot_id, model.Shot) if panel else None

    # --------------------------------------------------------------------------------------- showing
    def show_panel(self, panel_id: str | None) -> None:
        self._panel_id = panel_id
        self._show()

    def _edited(self, edit: object) -> None:
        self._show()

    def _show(self) -> None:
        document, shot = self._session.document, self._shot()
        panel = document.get(self._panel_id, model.Panel)
        for part in (self.making_section, self.kept, self.made):
            part.setVisible(panel is not None)
        if panel is None or shot is None:
            self.asked.hide()
            self.choices.hide()
            return
        self.maker.show_shot(shot.id)
        self.style_.set_value(self.maker.look().style)
        self.live.show_panel(panel.id)
        self._show_asked(panel)
        take = document.get(panel.selected_take_id, model.Take)
        for part in (self.made, self.kept):
            part.setVisible(take is not None)
        self.receipt.show_take(take)
        plan = self._session.attempt(lambda: plan_of_take(self._session.studio.store, take))
        self.choices.setVisible(plan is not None)
        if plan is not None:
            self.locks.show_drawing(panel, plan)
        if take is not None:
            self._facts.setText(self._made_with(take))

    def _show_asked(self, panel: model.Panel) -> None:
        verdict = self._session.studio.reviewing.decision(panel)
        back = verdict is not None and verdict.state == "changes"
        self.asked.setVisible(back)
        if not back or verdict is None:
            self._steers.pop(panel.id, None)
            return
        reasons, words = read(verdict.why)
        self._by.setText(", ".join((verdict.who, short_day(verdict.at))))
        self._said.setText(f"“{words}”" if words else ", ".join(reason.label for reason in reasons))
        asked = self._session.attempt(lambda: self._asked(panel)) or ()
        self._steers[panel.id] = (verdict.number, asked)
        if asked != self.steers.steers:
            self.steers.show_steers(asked)

    def _steered(self) -> None:
        if self._panel_id in self._steers:
            number, _ = self._steers[self._panel_id]
            self._steers[self._panel_id] = (number, self.steers.steers)

    def _made_with(self, take: model.Take) -> str:
        """A line each: generator and style, seed, when and how long, parent, what pushback changed."""
        if take.imported:
            lines = [f"Take {take.number}, imported: {take.style}"]
        else:
            lines = [f"Take {take.number}: {take.model or take.generator}, {take.style}, seed {take.seed}"]
        lines.append(f"{take.size_px[0]} × {take.size_px[1]} px, {short_moment(take.made_at)}")
        if take.seconds:
            lines.append(f"{take.seconds:.1f} s")
        if take.from_take:
            lines.append(f"After take {take.from_take}")
        if not take.imported:
            request = self._session.attempt(lambda: from_json(self._session.studio.store.blob(take.request)))
            lines += [steer.line() for steer in request.steers] if request else []
        lines += [f"Not used: {what}" for what in take.unused]
        return "\n".join(lines)
