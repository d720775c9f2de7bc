"""Vary one thing: a panel several times along one choice, side by side; the one that is picked is drawn."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QCloseEvent, QImage, QPainter, QResizeEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from previz.errors import PrevizError
from previz.gen.sketch.choices import CHOICES
from previz.scene import model
from previz.scene.edit import Edit
from previz.studio.choosing import select_take
from previz.studio.picks import PickBook, Picks, features_of
from previz.studio.snapshot import Snapshot
from previz.studio.variations import KINDS, LISTS, SEED, Variation, along, drawn, picked, set_lens
from previz.ui import tokens
from previz.ui.aside import Aside
from previz.ui.boards.choice_locks import LockButton
from previz.ui.boards.large_picture import fitted
from previz.ui.boards.page import Page
from previz.ui.controls import Choice, Keycaps, Segmented, push_button
from previz.ui.controls.labels import column, label, row, rule
from previz.ui.desk import Desk
from previz.ui.pictures import image_of
from previz.ui.theme import colour, font, plate

Index = QModelIndex | QPersistentModelIndex
COUNTS = (4, 6, 9)
WIDTH_PX = 640
"""Of a small drawing."""
WORDS, GAP, EDGE = 30, 8, 6
"""px: of the line below a picture; around a tile; around the picture in it"""
PICTURE, VARIATION, FEATURES = (Qt.ItemDataRole.UserRole + place for place in range(3))


class VaryPage(Page):
    def __init__(self, window: QWidget, desk: Desk, panel_id: str, width_px: int) -> None:
        """``width_px``: of the take that is drawn for the pick."""
        super().__init__(window, "Vary one thing")
        self._desk, self._session, self._width_px = desk, desk.session, width_px
        self.panel = self._session.document.need(panel_id, model.Panel)
        self._aside = Aside("vary", self)
        self._now: Snapshot = self._session.studio.snapshot()
        self.kind = Choice("", KINDS)
        self.kind.box.setAccessibleName("What varies")
        self.kind.setFixedWidth(180)
        self.kind.set_value(KINDS[0][0])
        self.kind.chosen.connect(lambda _: self._vary())
        self.lock = LockButton(self._session, KINDS[-1][0], KINDS[-1][1])
        self._session.changed.connect(self._edited)
        self.count = Segmented([str(count) for count in COUNTS], "How many", 1)
        self.count.chosen.connect(lambda _: self._vary())
        self.sheet = QStandardItemModel(self)
        self.view = _Sheet(self.sheet)
        self.view.activated.connect(lambda _: self.pick())
        self.view.selectionModel().currentChanged.connect(lambda *_: self._show_button())
        self.told = label(tone="2")
        self.button = push_button("Draw this one", self.pick, "primary")
        self._build()
        self._vary()

    def _build(self) -> None:
        shot = self._desk.rows.row(self.panel.shot_id)
        head = row(
            label("Vary one thing", "title", weight="strong"),
            label(f"Shot {shot.number if shot else ''}", tone="2", size="base"), 16,
            self.kind, self.lock, self.count, None,
            push_button("Close", self.leave, "solid"), Keycaps("Esc"),
            role="bar", margins=(24, 0, 16, 0), gap=10, height=48,
        )  # fmt: skip
        foot = row(
            Keycaps("←"), Keycaps("→"), label("travel", tone="3"), 16, self.told, None,
            label("Nothing else changes. What is not picked is kept nowhere.", tone="3"),
            self.button, Keycaps("Enter"),
            role="bar", margins=(24, 0, 16, 0), gap=8, height=56,
        )  # fmt: skip
        for part in (head, rule()):
            self.body.addWidget(part)
        self.body.addWidget(column(self.view, role="void", margins=(16, 16, 16, 8)), 1)
        self.body.addWidget(rule())
        self.body.addWidget(foot)

    def start(self) -> None:
        self.open(self.view)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        self._aside.close()
        super().closeEvent(event)

    # ----------------------------------------------------------------------------------------- showing
    def _vary(self) -> None:
        """The sheet anew; what was being drawn for the one before is forgotten."""
        for place in range(self.sheet.rowCount()):
            self._aside.forget(str(place))
        self._aside.forget("learn")
        self.sheet.clear()
        self.told.setText("")
        self._show_button()
        self._show_lock()
        count = COUNTS[self.count.current]
        store, kind = self._session.studio.store, self.kind.value
        self.count.setVisible(kind not in LISTS)
        work = partial(along, self._now, store, self.panel, kind, count)
        self._aside.ask("along", work, self._show, self._failed)

    def _show_lock(self) -> None:
        """Of the choice that varies, where it is one of the drawing that stands."""
        kind = self.kind.value
        self.lock.setVisible(bool(self.panel.selected_take_id) and kind in {one.name for one in CHOICES})
        self.lock.show_choice(kind, dict(KINDS)[kind])
        self.lock.show_panel(self.panel)

    def _edited(self, edit: Edit) -> None:
        """What is locked holds for other seeds as well."""
        if self.panel.id in edit.changes and self.panel.id in self._session.document:
            self.panel = self._session.document.need(self.panel.id, model.Panel)
            self._show_lock()

    def _show(self, variations: list[Variation]) -> None:
        for place, variation in enumerate(variations):
            beside = _beside(variation)
            item = QStandardItem(variation.words + (f", {beside}" if beside else ""))
            item.setData(variation, VARIATION)
            item.setEditable(False)
            self.sheet.appendRow(item)
            work = partial(drawn, self._now, self.panel, variation, WIDTH_PX)
            self._aside.ask(str(place), work, partial(self._put, place), self._failed)
        now = next((place for place, variation in enumerate(variations) if variation.now), 0)
        self.view.setCurrentIndex(self.sheet.index(now, 0))
        self.view.fit()

    def _put(self, place: int, picture: NDArray[np.uint8]) -> None:
        self.sheet.item(place).setData(image_of(picture), PICTURE)
        self.sheet.item(place).setData(_features(self._at(place), picture).tolist(), FEATURES)
        self.view.aspect = picture.shape[1] / picture.shape[0]
        self.view.fit()
        self._order_by_picks()

    def _at(self, place: int) -> Variation:
        variation: Variation = self.sheet.item(place).data(VARIATION)
        return variation

    def _order_by_picks(self) -> None:
        """Seeds that were all drawn, in a film that keeps picks: as people's picks have it."""
        items = [self.sheet.item(place) for place in range(self.sheet.rowCount())]
        drawn = all(item.data(FEATURES) is not None for item in items)
        if self.kind.value == SEED and drawn and self._session.project.keeps_picks:
            studio, verdicts = self._session.studio, self._now.reviewing.verdicts()
            book = PickBook(self._now.document, studio.store, studio.features, verdicts)
            self._aside.ask("learn", book.learnt, self._put_in_order, self._failed)

    def _put_in_order(self, learnt: Picks) -> None:
        self.told.setText(learnt.line())
        if not learnt.ready or self.kind.value != SEED:
            return
        chosen = self.sheet.itemFromIndex(self.view.currentIndex())
        rows = [self.sheet.takeRow(0)[0] for _ in range(self.sheet.rowCount())]
        for item in sorted(rows, key=lambda item: -learnt.score(np.asarray(item.data(FEATURES)))):
            self.sheet.appendRow(item)
        if chosen is not None:
            self.view.setCurrentIndex(chosen.index())

    def _failed(self, error: PrevizError) -> None:
        self.told.setText(str(error))

    def _chosen(self) -> Variation | None:
        index = self.view.currentIndex()
        return index.data(VARIATION) if index.isValid() else None

    def _show_button(self) -> None:
        chosen = self._chosen()
        panel = self._session.document.get(self.panel.id, model.Panel)
        able = panel is not None and not panel.locked and not self._session.read_only
        self.button.setEnabled(able and chosen is not None and not self._stands(chosen))
        self.button.setText(self._offer(chosen))
        if panel is not None and panel.locked:
            self.told.setText("The panel is locked; unlock it (L on the wall) to have another take.")

    def _offer(self, chosen: Variation | None) -> str:
        """What the button does: nothing is drawn twice."""
        if chosen is None:
            return "Draw this one"
        if chosen.take is not None:
            number = chosen.take.number
            return f"Take {number} stands" if self._stands(chosen) else f"Let take {number} stand"
        return f"Draw it: {chosen.words}"

    def _stands(self, variation: Variation) -> bool:
        taken = variation.take is not None and variation.take.id == self.panel.selected_take_id
        return taken or (variation.now and self.panel.selected_take_id is not None)

    # ----------------------------------------------------------------------------------------- picking
    def pick(self) -> None:
        """Its take goes into the queue, and stands when it has come; another lens is put on the camera."""
        chosen = self._chosen()
        if chosen is None or not self.button.isEnabled():
            return
        with self._session.reporting():
            if chosen.take is not None:
                select_take(self._session.document, chosen.take)
                self._session.tell(f"Take {chosen.take.number} is this drawing; it stands.")
                self.leave()
                return
            if chosen.lens_mm is not None and not chosen.now:
                set_lens(self._session.document, self.panel.shot_id, chosen.lens_mm)
            self._desk.drawing.draw_plan(self.panel, picked(self.panel, chosen, self._width_px))
            said = f"{chosen.words[:1].upper()}{chosen.words[1:]}"
            self._session.tell(f"{said}: its take stands when it is drawn.")
            self.leave()


def _features(variation: Variation, picture: NDArray[np.uint8]) -> NDArray[np.float64]:
    return features_of(variation.plan, variation.plan.style, Image.fromarray(picture))


def _beside(variation: Variation) -> str:
    """What is there of it already."""
    if variation.now:
        return "as now"
    return f"take {variation.take.number}" if variation.take is not None else ""


class _Sheet(QListView):
    """Tiles in columns that fill the page."""

    def __init__(self, sheet: QStandardItemModel) -> None:
        super().__init__()
        self.aspect = 16 / 9
        """Of the pictures."""
        self.setModel(sheet)
        self.setItemDelegate(_Tile(self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet(f"QListView {{ background: {tokens.COLOUR['void']}; }}")
        self.setAccessibleName("Variations")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """As large as they get side by side; more rows than there is room for are scrolled."""
        bar = self.verticalScrollBar().sizeHint().width()
        columns = 2 if self.model().rowCount() <= 4 else 3
        width = (self.width() - bar - 4) // columns
        height = (width - 2 * (GAP + EDGE)) / self.aspect + WORDS + 2 * GAP + EDGE
        self.setGridSize(QSize(width, round(height)))


class _Tile(QStyledItemDelegate):
    def __init__(self, view: _Sheet) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return self._view.gridSize()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        variation: Variation = index.data(VARIATION)
        cell = QRectF(option.rect).adjusted(GAP, GAP, -GAP, -GAP)  # type: ignore[attr-defined]
        place = cell.adjusted(EDGE, EDGE, -EDGE, -WORDS)
        image: QImage | None = index.data(PICTURE)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        painter.save()
        if chosen:
            plate(painter, cell, "accent_bg", "accent", tokens.RADIUS_CARD, 2)
        if image is None:
            painter.setPen(colour("text3"))
            painter.setFont(font())
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, "Being drawn")
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(fitted(place, image), image)
        line = QRectF(place.left(), place.bottom() + 4, place.width(), WORDS - 8)
        self._words(painter, line, variation)
        painter.restore()

    def _words(self, painter: QPainter, line: QRectF, variation: Variation) -> None:
        painter.setFont(font(tokens.TEXT_BASE, 600))
        painter.setPen(colour("text"))
        words = variation.words[:1].upper() + variation.words[1:]
        middle: Any = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignHCenter, words)
        beside = _beside(variation)
        if beside:
            painter.setFont(font(tokens.TEXT_CAP, 500))
            painter.setPen(colour("accent"))
            painter.drawText(line, middle | Qt.AlignmentFlag.AlignRight, beside[:1].upper() + beside[1:])
