"""The takes of one panel, the newest first or as people's picks have it; a click has one stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from previz.scene import model
from previz.scene.store import Store
from previz.studio.bringing import ENDINGS
from previz.studio.choosing import told_apart
from previz.studio.frame_marks import copy_to, left_behind, marks_of
from previz.studio.look_sheet import keep_look
from previz.studio.picks import PickBook, Picks
from previz.ui import preferences, tokens
from previz.ui.actions import Action
from previz.ui.aside import Aside
from previz.ui.boards.layer_trip import LayerTrip
from previz.ui.boards.refine_page import RefinePage
from previz.ui.boards.standing import let_stand
from previz.ui.controls import push_button
from previz.ui.controls.buttons import set_words
from previz.ui.controls.labels import label, row, set_role
from previz.ui.controls.status import STATUS_WORDS, draw_status
from previz.ui.desk import Desk
from previz.ui.loads import files_of, take_copy
from previz.ui.pictures import lay_ground, picture_name
from previz.ui.rooms.room import READ_ONLY
from previz.ui.theme import colour, font, plate

Index = QModelIndex | QPersistentModelIndex
TAKE = Qt.ItemDataRole.UserRole
PICTURE = QSize(196, 82)
CELL = QSize(PICTURE.width() + 24, PICTURE.height() + 50)


UNDRAWN = "Draw this panel first (G)."
ASIDE_MENU = ("boards.compare",)
STANDING_MENU = (
    "boards.annotate", "boards.compare", "boards.onion", "-", "boards.vary", "boards.refine", "-",
    "boards.keep_look", "boards.keep_look_scene", "-", "boards.layers", "boards.bring_layers",
)  # fmt: skip
"""Of the right button on a take, and on the one that stands for the panel."""


class Takes(QAbstractListModel):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.panel: model.Panel | None = None
        self.verdicts: dict[str, str] = {}
        """Take id → what was decided about it last."""
        self.takes: list[model.Take] = []
        self.new_id = ""
        """Of a take that nobody has said anything of yet, beside one that was sent back or is stale."""
        self._apart: dict[str, str] = {}
        """Take id → what it chose otherwise than others of its seed."""

    def show_panel(self, panel_id: str | None) -> None:
        document = self._desk.session.document
        panel = document.get(panel_id, model.Panel)
        takes = list(reversed(document.children(panel.id, model.Take))) if panel else []
        ledger = self._desk.session.studio.store.ledger
        verdicts: dict[str, str] = {id: verdict.state for id, verdict in ledger.latest().items()}
        new_id = self._new_id(panel)
        ids = {take.id for take in self.takes}
        if {take.id for take in takes} == ids:
            takes = self.takes  # in the order that they have
        if (panel, takes, verdicts, new_id) == (self.panel, self.takes, self.verdicts, self.new_id):
            return
        if takes is self.takes and takes:  # no reset: the second of two clicks is on the same row
            self.panel, self.verdicts, self.new_id = panel, verdicts, new_id
            self.dataChanged.emit(self.index(0), self.index(len(takes) - 1))
            return
        self.beginResetModel()
        self._apart = _apart(self._desk.session.studio.store, takes)
        self.panel, self.takes, self.verdicts, self.new_id = panel, takes, verdicts, new_id
        self.endResetModel()

    def _new_id(self, panel: model.Panel | None) -> str:
        shot = self._desk.rows.row(panel.shot_id) if panel is not None else None
        panels = shot.panels if shot is not None else ()
        return next((one.new_take_id for one in panels if panel is not None and one.id == panel.id), "")

    def put_in_order(self, ids: list[str]) -> None:
        """Of the takes that are shown; nothing happens when others are by now."""
        if {take.id for take in self.takes} == set(ids) and [take.id for take in self.takes] != ids:
            self.beginResetModel()
            self.takes.sort(key=lambda take: ids.index(take.id))
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self.takes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        take = self.takes[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            chosen = ", selected" if self.is_selected(take) else ", new" if take.id == self.new_id else ""
            return f"Take {take.number}, {self.words(take)}, {STATUS_WORDS[self.status(take)]}{chosen}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{self.words(take)} · {take.size_px[0]} × {take.size_px[1]} px"
        return take if role == TAKE else None

    def status(self, take: model.Take) -> str:
        return self.verdicts.get(take.id, "draft")

    def words(self, take: model.Take) -> str:
        """What made it. What tells it from others like it comes first: lines are cut at their end."""
        if take.imported:
            return f"Imported · {take.style}"
        apart = self._apart.get(take.id, "")
        made = (apart, take.generator.title(), _kept(take.fidelity), take.style, f"seed {take.seed}")
        return " · ".join(filter(None, made))

    def is_selected(self, take: model.Take) -> bool:
        return self.panel is not None and self.panel.selected_take_id == take.id


def _kept(fidelity: model.Fidelity | None) -> str:
    """ "kept 58, drifted"; "" for what was not judged."""
    if fidelity is None:
        return ""
    return f"kept {fidelity.score:.0f}{', drifted' if fidelity.reasons else ''}"


def _apart(store: Store, takes: list[model.Take]) -> dict[str, str]:
    """As `told_apart`; a draft and its final, which chose the same, by their width."""
    chose = told_apart(store, takes)
    widths: defaultdict[tuple[str, str, int, str], set[int]] = defaultdict(set)
    keys = {one.id: (one.generator, one.style, one.seed, chose.get(one.id, "")) for one in takes}
    for one in takes:
        widths[keys[one.id]].add(one.size_px[0])
    return {
        one.id: ", ".join(filter(None, (keys[one.id][-1], f"{one.size_px[0]} px")))
        if len(widths[keys[one.id]]) > 1
        else keys[one.id][-1]
        for one in takes
    }


class _Painter(QStyledItemDelegate):
    def __init__(self, desk: Desk, view: QListView) -> None:
        super().__init__(view)
        self._desk, self._view = desk, view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        take: model.Take = index.data(TAKE)
        takes = index.model()
        assert isinstance(takes, Takes)
        box = QRectF(option.rect).adjusted(4, 2, -4, -2)  # type: ignore[attr-defined]
        chosen = takes.is_selected(take)
        painter.save()
        if chosen:
            plate(painter, box, "accent_bg", "accent", tokens.RADIUS_CARD, 2)
        elif option.state & QStyle.StateFlag.State_MouseOver:  # type: ignore[attr-defined]
            plate(painter, box, "hover", None, tokens.RADIUS_CARD)
        if take.id == takes.new_id:
            plate(painter, box, None, "accent_hi", tokens.RADIUS_CARD, 2)
        place = QRectF(box.left() + 8, box.top() + 8, box.width() - 16, PICTURE.height())
        pixels = round(place.width() * self._view.devicePixelRatioF())
        image = self._desk.pictures.nearest(picture_name(take.image, take.id), pixels)
        lay_ground(painter, place, image)
        if image is not None and not image.isNull():
            scale = min(place.width() / image.width(), place.height() / image.height())
            size = image.width() * scale, image.height() * scale
            fitted = QRectF(place.center().x() - size[0] / 2, place.top(), *size)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(fitted, image)
        line = Qt.AlignmentFlag.AlignVCenter
        low = QRectF(place.left(), place.bottom() + 4, place.width(), 16)
        painter.setFont(font(tokens.TEXT_BODY, 600))
        painter.setPen(colour("text"))
        name = f"Take {take.number}"
        painter.drawText(low, line | Qt.AlignmentFlag.AlignLeft, name)
        left = low.left() + painter.fontMetrics().horizontalAdvance(name) + 8
        draw_status(painter, QRectF(left, low.center().y() - 6, 12, 12), takes.status(take))
        mark = "Selected" if chosen else "New" if take.id == takes.new_id else ""
        painter.setFont(font(tokens.TEXT_CAP, 500))
        painter.setPen(colour("accent"))
        painter.drawText(low, line | Qt.AlignmentFlag.AlignRight, mark)
        painter.setFont(font(tokens.TEXT_CAP))
        painter.setPen(colour("text2" if chosen else "text3"))
        told, cut = takes.words(take), Qt.TextElideMode.ElideRight
        below = painter.fontMetrics().elidedText(told, cut, int(low.width()))
        painter.drawText(low.translated(0, 15), line | Qt.AlignmentFlag.AlignLeft, below)
        painter.restore()


class TakeStrip(QWidget):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setAcceptDrops(True)
        set_role(self, "panel")
        self.takes = Takes(desk, self)
        self._title = label("Takes", weight="strong")
        self._count = label(tone="3", size="cap")
        self.view = QListView()
        self.view.setAccessibleName("Takes, the newest first")
        self.view.setModel(self.takes)
        self.view.setItemDelegate(_Painter(desk, self.view))
        self.view.setFlow(QListView.Flow.LeftToRight)
        self.view.setMouseTracking(True)
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setFixedHeight(CELL.height() + 12)
        self.view.clicked.connect(self._select)
        self.view.activated.connect(self._select)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._show_menu)
        self._aside = Aside("take-order", self)
        self._picks: Picks | None = None
        """What their order rests on; None in a film that keeps no picks."""
        self._ordered: tuple[list[model.Take], list[model.Pick], list[tuple[str, str]]] | None = None
        """Takes, picks and what was decided, of the order that was asked for last."""
        self._nothing = label("No take yet. G draws this panel; nothing drawn is ever replaced.", tone="3")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 4)
        layout.setSpacing(0)
        self._import = push_button("Import…", self.ask_picture, icon_name="download-simple")
        self._import.setToolTip("A drawing or a photograph as a take of this panel; or drop the file here")
        self.go_on = push_button("Go on…", self.refine, icon_name="magic-wand")
        self.go_on.setToolTip("An area anew, other light, larger, final: a new take made from this one")
        self.vary = push_button(
            "Vary…", lambda: desk.actions.trigger("boards.vary"), icon_name="squares-four"
        )
        self.vary.setToolTip("This panel along one choice, side by side: seed, style, lens, line weight…")
        self.layers = LayerTrip(desk, self)
        self.out = push_button("Layers", lambda: self.layers.menu(self.out), icon_name="stack")
        self.out.setToolTip("To a painting program in layers, and back as a new take")
        self.copy_marks = push_button("", self._copy_marks, "solid", "arrow-square-out")
        self.copy_marks.setToolTip("What is drawn over that take is not over the one that stands")
        self._tools = row(self.copy_marks, self.vary, self.go_on, self.out, self._import, gap=4)
        layout.addWidget(row(self._title, self._count, None, self._tools, gap=8, height=32))
        layout.addWidget(self.view)
        layout.addWidget(self._nothing)
        desk.pictures.ready.connect(lambda blob: self.view.viewport().update())
        desk.session.changed.connect(self._changed)

    def show_panel(self, panel_id: str | None) -> None:
        former = self.takes.panel
        self.takes.show_panel(panel_id)
        self.layers.show_panel(panel_id)
        count = len(self.takes.takes)
        self.setVisible(panel_id is not None)
        shot = self._desk.rows.row(self.takes.panel.shot_id) if self.takes.panel else None
        self._title.setText(f"Takes of {shot.number}" if shot else "Takes")
        self._order_by_picks()
        self._offer_marks()
        self._tell_newest()
        self._import.setEnabled(not self._desk.session.read_only)
        self.go_on.setEnabled(self.stands() is not None and not self._desk.session.read_only)
        self.view.setVisible(bool(count))
        self._nothing.setVisible(not count)
        if former is None or former.id != panel_id:
            self._show_standing()

    def _show_standing(self) -> None:
        """The take that stands is in sight, unless a new one is in front."""
        stands = next((n for n, take in enumerate(self.takes.takes) if self.takes.is_selected(take)), None)
        if stands is not None and not self.takes.new_id:
            self.view.scrollTo(self.takes.index(stands))

    def _tell_newest(self) -> None:
        """A new take that waits is in front; the keys begin with it."""
        takes = self.takes.takes
        place = next((n for n, take in enumerate(takes) if take.id == self.takes.new_id), None)
        self._count.setText(self._order_words() if takes else "")
        if place is not None:
            self._count.setText(f"Take {takes[place].number} is new; a click has it stand for the panel")
            if not self.view.currentIndex().isValid():
                self.view.setCurrentIndex(self.takes.index(place))

    def _order_words(self) -> str:
        if self._picks is None:
            return "newest first"
        return self._picks.line() if self._picks.ready else f"newest first; {self._picks.so_far()}"

    def _order_by_picks(self) -> None:
        """In a thread: what the picks rest on are pictures. Only in a film that keeps them, and only where
        somebody sees it and other takes or picks are there than the last time."""
        session, takes = self._desk.session, self.takes.takes
        newest_first = sorted(takes, key=lambda take: -take.number)
        if not session.project.keeps_picks or not takes:
            self._picks, self._ordered = None, None
            self.takes.put_in_order([take.id for take in newest_first])
            return
        studio = session.studio
        rests_on = (
            newest_first,
            session.document.of(model.Pick),
            PickBook(session.document, studio.store).decided(),
        )
        if rests_on == self._ordered or not self.isVisible():
            return
        self._ordered = rests_on
        now = studio.snapshot()
        book = PickBook(now.document, studio.store, studio.features, now.reviewing.verdicts())
        self._aside.ask(
            "order",
            lambda: book.ranked(newest_first),
            self._put_in_order,
            lambda error: None,  # a picture that cannot be read is told where it is shown
        )

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._order_by_picks()
        self._offer_marks()

    def _put_in_order(self, found: tuple[list[model.Take], Picks]) -> None:
        takes, self._picks = found
        self.takes.put_in_order([take.id for take in takes])
        self._tell_newest()
        self._show_standing()

    def close_panel(self) -> None:
        """The film ends: stop the thread."""
        self._aside.close()

    def _changed(self, edit: object) -> None:
        if self.takes.panel is not None:
            self.show_panel(self.takes.panel.id)

    def _select(self, index: QModelIndex) -> None:
        let_stand(self._desk.session, self.takes.takes[index.row()])

    def _show_menu(self, at: QPoint) -> None:
        """What is asked of a take that does not stand is to let it, or to look at both."""
        index = self.view.indexAt(at)
        if not index.isValid():
            return
        take = self.takes.takes[index.row()]
        stands = self.takes.is_selected(take)
        menu = self._desk.actions.menu(self, STANDING_MENU if stands else ASIDE_MENU)
        if not stands:
            let = QAction(f"Select take {take.number}", menu)
            let.triggered.connect(lambda: self._select(index))
            let.setEnabled(not self._desk.session.read_only)
            menu.insertAction(menu.actions()[0], let)
        menu.popup(self.view.viewport().mapToGlobal(at))

    def stands(self) -> model.Take | None:
        """The take that is the frame of the panel."""
        panel = self.takes.panel
        return self._desk.session.document.get(panel.selected_take_id, model.Take) if panel else None

    def refine(self) -> RefinePage | None:
        """A page that makes a new take from the one that stands."""
        take = self.stands()
        if take is None:
            return None
        page = RefinePage(self.window(), self._desk, take)
        page.start()
        return page

    def keep_look(self, whole_film: bool = True) -> None:
        """Let the take that stands be the picture whose style a model follows, in the film or this scene."""
        session, take, panel = self._desk.session, self.stands(), self.takes.panel
        if take is None or panel is None:
            return
        shot = session.document.need(panel.shot_id, model.Shot)
        listed = self._desk.rows.row(shot.id)
        scene_id, number = "" if whole_film else shot.scene_id, listed.number if listed else ""
        studio = session.studio
        kept = session.attempt(lambda: keep_look(studio.document, studio.store, take, number, scene_id))
        if kept is not None:
            where = "film" if whole_film else "scene"
            session.tell(f"Models follow the look of take {take.number} of {number} in this {where}.")

    # ------------------------------------------------------------------------------------------ marks
    def _marked(self) -> model.Take | None:
        """Whose marks are not over the take that stands; looked for only where somebody sees it."""
        panel = self.takes.panel
        if panel is None or self._desk.session.read_only or not self.isVisible():
            return None
        return left_behind(self._desk.session.document, panel)

    def _offer_marks(self) -> None:
        """What was drawn over one take is not over the next that stands: say so, and copy it."""
        marked = self._marked()
        self.copy_marks.setVisible(marked is not None)
        if marked is not None:
            set_words(self.copy_marks, f"Copy the marks of take {marked.number}")

    def _copy_marks(self) -> None:
        marked, stands, document = self._marked(), self.stands(), self._desk.session.document
        if marked is not None and stands is not None:
            ids = [mark.id for mark in marks_of(document, marked.id)]
            self._desk.session.attempt(lambda: copy_to(document, ids, stands.id))

    def actions(self, row: Callable[..., Action]) -> list[Action]:
        """What becomes of the take that stands."""
        able = lambda: not self._desk.session.read_only  # noqa: E731
        why = lambda words: lambda: words if able() else READ_ONLY  # noqa: E731
        taken: dict[str, Any] = {
            "enabled": lambda: able() and self.stands() is not None,
            "why_disabled": why(UNDRAWN),
        }
        return [
            row("refine", "Go on from the take…", "E", self.refine, "magic-wand", **taken),
            row("keep_look", "Keep this look for the film", "", self.keep_look, "palette", **taken),
            row("keep_look_scene", "Keep this look for the scene", "", lambda: self.keep_look(False),
                "palette", **taken),
            row("layers", "Export the take as layers…", "", self.layers.ask_out, "stack",
                enabled=self.layers.drawn, why_disabled="Draw this panel first; only a drawing has layers."),
            row("bring_layers", "Bring the edited picture back…", "", self.layers.ask_back, "stack",
                enabled=lambda: able() and self.takes.panel is not None,
                why_disabled=why("Choose a panel first.")),
        ]  # fmt: skip

    # --------------------------------------------------------------------------------------- pictures
    def ask_picture(self) -> None:
        """Choose a picture that becomes a take of this panel."""
        kinds = " ".join(f"*{ending}" for ending in ENDINGS)
        folder = str(preferences.folder())
        path, _ = QFileDialog.getOpenFileName(self, "Import a take", folder, f"Pictures ({kinds})")
        if path:
            self.bring(Path(path))

    def bring(self, path: Path) -> None:
        """A picture as a take of the panel in front; it stands at once where no other does."""
        self.layers.bring(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if self._dropped(event) and not self._desk.session.read_only:
            take_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        take_copy(event)
        for path in self._dropped(event):
            self.bring(path)

    def _dropped(self, event: QDropEvent) -> list[Path]:
        return [path for path in files_of(event) if path.suffix.lower() in ENDINGS]
