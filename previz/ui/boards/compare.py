"""Two takes of a panel, or a take and the stage of now: wiped, side by side, their difference, onion."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QMenu, QWidget

from previz.scene import model
from previz.studio.picks import PickBook
from previz.ui import preferences
from previz.ui.boards.page import Page
from previz.ui.boards.picture_view import STAGE, Mode, PictureView
from previz.ui.boards.stage_pictures import StagePictures
from previz.ui.boards.standing import let_stand
from previz.ui.controls import Keycaps, Segmented, Toggle, push_button
from previz.ui.controls.buttons import set_words
from previz.ui.controls.labels import column, label, row, rule
from previz.ui.desk import Desk
from previz.ui.pictures import picture_name
from previz.ui.rooms.room import READ_ONLY

WAYS: tuple[tuple[Mode, str], ...] = (
    ("wipe", "Wipe"),
    ("side", "Side by side"),
    ("difference", "Difference"),
    ("onion", "Onion"),
)
KEYS = "WBDO"
"""Of the ways."""
STEP = 0.05


class Compare(Page):
    def __init__(self, window: QWidget, desk: Desk, panel_id: str, mode: Mode | None = None) -> None:
        """``mode`` None: side by side with the stage where the frame is stale, else two takes wiped."""
        super().__init__(window, "Compare")
        self._desk, self._session = desk, desk.session
        self._stage = StagePictures(desk.session, self)
        self.view = PictureView(desk, self._stage)
        document = desk.session.document
        self.panel = document.need(panel_id, model.Panel)
        self.book = PickBook(document, desk.session.studio.store, desk.session.studio.features)
        takes = list(reversed(document.children(panel_id, model.Take)))
        self.takes = self._session.attempt(lambda: self.book.ordered(takes)) or takes
        self._sources = [(picture_name(take.image, take.id), f"Take {take.number}") for take in self.takes]
        self._sources.append((STAGE + panel_id, "Stage now"))
        stale = mode is None and _is_stale(desk, self.panel)
        mode = mode or ("side" if stale else "wipe")
        self.ways = Segmented([word for _, word in WAYS], "Way", [way for way, _ in WAYS].index(mode))
        self.ways.chosen.connect(self.set_way)
        self.under, self.over = self._box("Under"), self._box("Over")
        stands = next((p for p, t in enumerate(self.takes) if t.id == self.panel.selected_take_id), 0)
        other = next((p for p in range(len(self.takes)) if p != stands), len(self.takes))
        under, over = (stands, len(self.takes)) if stale else (other, stands)
        self.under.setCurrentIndex(len(self.takes) if mode == "onion" else under)
        self.over.setCurrentIndex(over)
        for box in (self.under, self.over):
            box.currentIndexChanged.connect(self._others)
        self._take = push_button("", self.select, "primary")
        self._liked: model.Take | None = None
        """What a key picked in a film that keeps no picks."""
        self._build(desk.rows.row(self.panel.shot_id))
        self._show()

    def _box(self, name: str) -> QComboBox:
        box = QComboBox()
        box.addItems([words for _, words in self._sources])
        box.setAccessibleName(name)
        box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return box

    def _build(self, shot: object) -> None:
        number = getattr(shot, "number", "")
        header = row(
            label("Compare", "title", weight="strong"),
            label(f"Shot {number}", tone="2", size="base"),
            16,
            self.ways,
            None,
            label("Left or under", tone="3"),
            self.under,
            label("Right or over", tone="3"),
            self.over,
            self._take,
            push_button("Close", self.leave, "solid"),
            Keycaps("Esc"),
            role="bar",
            margins=(24, 0, 16, 0),
            gap=10,
            height=48,
        )
        look = column(self.view, role="void", margins=(24, 24, 24, 24))
        foot = row(
            Keycaps("W"), label("wipe", tone="3"), Keycaps("B"), label("side by side", tone="3"),
            Keycaps("D"), label("difference", tone="3"), Keycaps("O"), label("onion", tone="3"), 16,
            Keycaps("←"), Keycaps("→"), label("move it", tone="3"),
            Keycaps("X"), label("swap", tone="3"), None,
            role="bar", margins=(24, 0, 24, 0), height=36,
        )  # fmt: skip
        self._learnt = label(tone="3")
        self._keep = Toggle("Keep picks in this film")
        self._keep.setChecked(self.book.on)
        self._keep.setEnabled(not self._session.read_only)
        self._keep.toggled.connect(self._turn)
        self._keep.setToolTip(
            "Off: nothing is kept. On: picks stay in this film's own file and go nowhere; from 20 on, "
            "verdicts counted with them, takes are in their order."
        )
        self._keep_now = push_button("Keep picks", self._keep_this, "solid", tip=self._keep.toolTip())
        self._let_stand = push_button("", lambda: self._let(self._liked), "solid")
        parts = (self._learnt, self._keep, self._keep_now, self._let_stand)
        for part in (Keycaps("1"), Keycaps("2"), label("pick", tone="3"), *parts):
            foot.layout().addWidget(part)  # type: ignore[union-attr]
        self._offer(None)
        page = column(header, rule(), look, rule(), foot, gap=0)
        page.layout().setStretch(2, 1)  # type: ignore[union-attr]
        self.body.addWidget(page)

    def start(self) -> None:
        self.open()

    @property
    def mode(self) -> Mode:
        return WAYS[self.ways.current][0]

    def set_way(self, index: int) -> None:
        self.ways.set_current(index)
        self._show()

    def swap(self) -> None:
        first, second = self.under.currentIndex(), self.over.currentIndex()
        self.under.setCurrentIndex(second)
        self.over.setCurrentIndex(first)

    def _others(self, *_: object) -> None:
        """Two other pictures: what was picked before is no longer in question."""
        self._show()
        self._offer(None)

    def _show(self) -> None:
        first, second = self._sources[self.under.currentIndex()], self._sources[self.over.currentIndex()]
        self.view.show_two(first[0], second[0], (first[1], second[1]), self.mode)
        take = self._over_take()
        stands = self._session.document.need(self.panel.id, model.Panel).selected_take_id
        self._take.setVisible(take is not None)
        if take is not None:
            self._take.setText(
                f"Select take {take.number}" if take.id != stands else f"Take {take.number} stands"
            )
            self._take.setEnabled(take.id != stands and not self._session.read_only)

    def _over_take(self) -> model.Take | None:
        return self._take_at(self.over.currentIndex())

    def _take_at(self, place: int) -> model.Take | None:
        """None: the stage."""
        return self.takes[place] if place < len(self.takes) else None

    def select(self) -> None:
        """Let the take on the right, or on top, stand for the panel."""
        self._let(self._over_take())

    def _let(self, take: model.Take | None) -> None:
        if take is not None:
            let_stand(self._session, take)
            self._show()
            self._offer(None)
            self.card.setFocus(Qt.FocusReason.OtherFocusReason)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for place, (_, words) in enumerate(WAYS):
            way = menu.addAction(f"{words}\t{KEYS[place]}", partial(self.set_way, place))
            way.setCheckable(True)
            way.setChecked(place == self.ways.current)
        menu.addSeparator()
        menu.addAction("Swap\tX", self.swap)
        if self._over_take() is not None:
            menu.addAction(self._take.text(), self.select).setEnabled(self._take.isEnabled())
        menu.popup(event.globalPos())

    # ------------------------------------------------------------------------------------------ picks
    def _turn(self, on: bool) -> None:
        self._session.attempt(lambda: self.book.turn(on))
        self._offer(None)

    def _tell_learnt(self) -> None:
        told = self._session.attempt(lambda: self.book.learnt().line()) if self.book.on else None
        self._learnt.setText(told or "")

    def pick(self, over: bool) -> None:
        """The left (or lower) of the two takes is liked better, or the right one. In a film that keeps no
        picks the foot says what may become of it."""
        first, second = self.under.currentIndex(), self.over.currentIndex()
        better, worse = (self._take_at(place) for place in ((second, first) if over else (first, second)))
        if better is None or worse is None or better == worse:
            self._learnt.setText("Choose two takes to pick from.")
        elif self.book.on:
            who = preferences.person() or "Somebody"
            if self._session.attempt(lambda: self.book.pick(better, worse, who)):
                self._tell_learnt()
        elif self._session.read_only:
            self._learnt.setText(READ_ONLY)
        else:
            self._offer(better)

    def _offer(self, liked: model.Take | None) -> None:
        """Two ways to go on from a pick that nothing keeps; None: what was learnt is told."""
        self._liked = liked
        if liked is not None:
            self._learnt.setText("This film keeps no picks.")
        else:
            self._tell_learnt()
        self._keep.setVisible(liked is None)
        self._keep_now.setVisible(liked is not None)
        stands = self._session.document.need(self.panel.id, model.Panel).selected_take_id
        self._let_stand.setVisible(liked is not None and liked.id != stands)
        if liked is not None:
            set_words(self._let_stand, f"Let take {liked.number} stand")

    def _keep_this(self) -> None:
        """From now on, the one that was just made included."""
        liked = self._liked
        self._keep.setChecked(True)
        if self.book.on and liked is not None:
            self.pick(liked == self._over_take())
        self.card.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        share = self.view.share
        acts: dict[int, Callable[[], object]] = {
            **{ord(key): partial(self.set_way, place) for place, key in enumerate(KEYS)},
            Qt.Key.Key_X: self.swap,
            Qt.Key.Key_Left: lambda: self.view.set_share(share - STEP),
            Qt.Key.Key_Right: lambda: self.view.set_share(share + STEP),
            Qt.Key.Key_Return: lambda: self._let(self._liked or self._over_take()),
            Qt.Key.Key_1: lambda: self.pick(False),
            Qt.Key.Key_2: lambda: self.pick(True),
        }
        if event.key() in acts:
            acts[event.key()]()
            event.accept()
        else:
            super().keyPressEvent(event)

    def leave(self) -> None:
        self._stage.close()
        super().leave()


def _is_stale(desk: Desk, panel: model.Panel) -> bool:
    """A new take that waits beside it says more than the stage does."""
    shot = desk.rows.row(panel.shot_id)
    mine = next((one for one in shot.panels if one.id == panel.id), None) if shot is not None else None
    return mine is not None and bool(mine.stale) and not mine.new_take
