"""Script: the scenes at the left, what is shot of each as a page, with the shot's number in the margin."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QScrollArea,
    QSizePolicy,
    QStackedLayout,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from previz.export.rows import SceneRow, ShotRow
from previz.studio import shot_book
from previz.studio.number_locks import is_number_locked
from previz.ui import tokens
from previz.ui.actions import Action
from previz.ui.controls import EmptyState, SearchLine, push_button
from previz.ui.controls.labels import rule, set_role
from previz.ui.desk import Desk
from previz.ui.icons import draw_icon
from previz.ui.rooms.number_actions import lock_word, toggle_numbers
from previz.ui.rooms.room import READ_ONLY, Room
from previz.ui.rooms.script_desk import ScriptDesk
from previz.ui.rooms.script_page import Line, lines_of
from previz.ui.status_bar import Hint
from previz.ui.theme import colour, font, plate, script_font

Index = QModelIndex | QPersistentModelIndex
SCENE = Qt.ItemDataRole.UserRole
PAGE_WIDTH = 720
MARGIN, TOP = 128, 64
LINE_PX = 22
SCRIPT_PX = 15


class Scenes(QAbstractListModel):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._words: list[str] = []
        self.scenes: list[SceneRow] = []
        self.shares: dict[str, float] = {}
        desk.rows.changed.connect(self.refresh)
        self.refresh()

    def search(self, text: str) -> None:
        self._words = text.casefold().split()
        self.refresh()

    def refresh(self) -> None:
        found = [scene for scene in self._desk.rows.scenes if self._answers(scene)]
        if found != self.scenes:
            self.beginResetModel()
            self.scenes = found
            self.endResetModel()

    def _answers(self, scene: SceneRow) -> bool:
        shots = [row for row in self._desk.rows.rows if row.scene_id == scene.id]
        spoken = " ".join(f"{row.action} {' '.join(' '.join(d) for d in row.dialogue)}" for row in shots)
        whole = f"{scene.number} {scene.heading} {' '.join(scene.cast)} {scene.synopsis} {spoken}".casefold()
        return all(word in whole for word in self._words)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self.scenes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        scene = self.scenes[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            locked = ", number locked" if self.is_locked(scene.id) else ""
            omitted = "OMITTED " if scene.omitted else ""
            return f"{scene.number} {omitted}{scene.heading}, {self.facts(scene)}{locked}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, (f"{scene.number}  {scene.heading}", self.facts(scene))))
        return scene if role == SCENE else None

    def is_locked(self, scene_id: str) -> bool:
        """Whether its number is."""
        return is_number_locked(self._desk.session.document, scene_id)

    def facts(self, scene: SceneRow) -> str:
        count = sum(row.scene_id == scene.id for row in self._desk.rows.rows)
        shots = "no shot" if not count else "1 shot" if count == 1 else f"{count} shots"
        pages = f"{_eighths(scene.eighths)}" if scene.eighths else ""
        return "   ".join(filter(None, (", ".join(name.upper() for name in scene.cast), pages, shots)))


def _eighths(eighths: int) -> str:
    whole, rest = divmod(eighths, 8)
    parts = [str(whole)] if whole else []
    parts += [f"{rest}/8"] if rest else []
    return f"{' '.join(parts)} page{'s' if eighths > 8 else ''}"


def shown_heading(scene: SceneRow, metrics: QFontMetrics, width_px: int) -> str:
    """Cut in the middle of the place: what tells scenes of one place apart is the time at its end."""
    words = f"OMITTED  {scene.heading}" if scene.omitted else scene.heading
    return metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, width_px)


class _SceneLine(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return QSize(100, 50)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        scene: SceneRow = index.data(SCENE)
        scenes = index.model()
        assert isinstance(scenes, Scenes)
        box = QRectF(option.rect).adjusted(6, 1, -6, -1)  # type: ignore[attr-defined]
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:  # type: ignore[attr-defined]
            plate(painter, box, "accent_bg")
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), colour("accent"))
        elif option.state & QStyle.StateFlag.State_MouseOver:  # type: ignore[attr-defined]
            plate(painter, box, "hover")
        line = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(font(tokens.TEXT_BASE, 600))
        painter.setPen(colour("text"))
        painter.drawText(QRectF(box.left() + 12, box.top() + 6, 34, 18), line, scene.number)
        if scenes.is_locked(scene.id):
            draw_icon(painter, "lock-simple", QRectF(box.left() + 12, box.top() + 28, 12, 12), "text3")
        painter.setFont(font(tokens.TEXT_BODY, 600))
        room = QRectF(box.left() + 48, box.top() + 6, box.width() - (108 if scenes.shares else 56), 18)
        if scene.omitted:
            painter.setPen(colour("text3"))
        painter.drawText(room, line, shown_heading(scene, painter.fontMetrics(), int(room.width())))
        painter.setFont(font(tokens.TEXT_CAP))
        painter.setPen(colour("text2"))
        facts = painter.fontMetrics().elidedText(
            scenes.facts(scene), Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room.translated(0, 19), line, facts)
        share = scenes.shares.get(scene.id)
        if share is not None:
            bar = QRectF(box.right() - 48, box.top() + 13, 40, 4)
            plate(painter, bar, "line", None, 2)
            if share > 0:
                plate(
                    painter,
                    QRectF(bar.left(), bar.top(), bar.width() * share, bar.height()),
                    "text2",
                    None,
                    2,
                )
        painter.restore()


class Page(QWidget):
    """One scene as it is shot: heading, then action and dialogue of every shot beside its number."""

    shot_pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Line] = []
        self._shot_id: str | None = None
        self._hover: str | None = None
        self.setFixedWidth(PAGE_WIDTH)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Script page")

    def show_scene(self, scene: SceneRow, shots: list[ShotRow]) -> None:
        columns = int(
            (PAGE_WIDTH - MARGIN - 60) / QFontMetricsF(script_font(SCRIPT_PX)).horizontalAdvance("M")
        )
        self._lines = lines_of(scene, shots, columns)
        self.setFixedHeight(max(900, 2 * TOP + len(self._lines) * LINE_PX))
        self.setAccessibleDescription("\n".join(line.text for line in self._lines))
        self.update()

    def show_shot(self, shot_id: str | None) -> None:
        self._shot_id = shot_id
        self.update()

    def span(self, shot_id: str) -> tuple[int, int] | None:
        """(first, last) line of a shot."""
        places = [place for place, line in enumerate(self._lines) if line.shot_id == shot_id]
        return (places[0], places[-1]) if places else None

    def y_of(self, shot_id: str) -> int:
        span = self.span(shot_id)
        return TOP + span[0] * LINE_PX if span else 0

    def _at(self, at: QPoint) -> str | None:
        place = (at.y() - TOP) // LINE_PX
        return self._lines[place].shot_id or None if 0 <= place < len(self._lines) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        shot_id = self._at(event.position().toPoint())
        if shot_id is not None:
            self.shot_pressed.emit(shot_id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        hover = self._at(event.position().toPoint())
        if hover != self._hover:
            self._hover = hover
            self.update()

    def leaveEvent(self, event: Any) -> None:  # noqa: N802
        self._hover = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), colour("paper"))
        for shot_id, wash in ((self._hover, 0.05), (self._shot_id, 0.10)):
            span = self.span(shot_id) if shot_id else None
            if span:
                top, bottom = TOP + span[0] * LINE_PX, TOP + (span[1] + 1) * LINE_PX
                painter.fillRect(
                    QRectF(MARGIN - 16, top, PAGE_WIDTH - MARGIN - 24, bottom - top), colour("ink", wash)
                )
        drawn: set[str] = set()
        for place, line in enumerate(self._lines):
            y = TOP + place * LINE_PX
            painter.setFont(script_font(SCRIPT_PX, bold=line.bold))
            painter.setPen(colour("ink"))
            x = MARGIN + line.indent * painter.fontMetrics().horizontalAdvance("M")
            painter.drawText(QRectF(x, y, PAGE_WIDTH, LINE_PX), Qt.AlignmentFlag.AlignVCenter, line.text)
            if line.shot_id and line.shot_id not in drawn:
                drawn.add(line.shot_id)
                self._bracket(painter, line)
        painter.end()

    def _bracket(self, painter: QPainter, line: Line) -> None:
        """The shot's line in the margin with its number above."""
        span = self.span(line.shot_id)
        assert span is not None
        chosen = line.shot_id == self._shot_id
        top, bottom = TOP + span[0] * LINE_PX, TOP + (span[1] + 1) * LINE_PX - 4
        painter.setPen(QPen(colour("ink"), 3 if chosen else 1.5))
        painter.drawLine(QPoint(MARGIN - 28, top + 18), QPoint(MARGIN - 28, bottom))
        painter.drawLine(QPoint(MARGIN - 33, bottom), QPoint(MARGIN - 23, bottom))
        painter.setFont(font(tokens.TEXT_CAP, 600))
        wide = painter.fontMetrics().horizontalAdvance(line.number) + 10
        tag = QRectF(MARGIN - 28 - wide / 2, top + 1, wide, 17)
        if chosen:
            plate(painter, tag, "ink", None, 3)
        painter.setPen(colour("paper" if chosen else "ink"))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, line.number)


class _SceneList(QListView):
    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.text() and event.text().isalnum():
            event.ignore()
        else:
            super().keyPressEvent(event)


class ScriptRoom(Room):
    name = "Script"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.scenes = Scenes(desk, self)
        self.list = _SceneList()
        self.list.setAccessibleName("Scenes")
        self.list.setModel(self.scenes)
        self.list.setItemDelegate(_SceneLine(self.list))
        self.list.setMouseTracking(True)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._ask_scene)
        self.search = SearchLine("Find in script")
        self.search.textChanged.connect(self.scenes.search)
        self.page = Page()
        self.page.shot_pressed.connect(self.session.look_at)
        self._area = QScrollArea()
        self._area.setWidget(self.page)
        self._area.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.viewport().setAutoFillBackground(False)
        self.words = ScriptDesk(desk)
        self._lay_out()
        self.words.sheets.scene_pressed.connect(self._turn_to)
        self.words.lined.connect(self._lined)
        self.setFocusProxy(self.list)
        self.list.selectionModel().currentChanged.connect(lambda: self._show_scene())
        self.list.activated.connect(lambda: desk.actions.trigger("view.stage"))
        self.scenes.modelReset.connect(self._follow)
        desk.rows.changed.connect(self._filled)
        self.session.shot_changed.connect(self._follow)
        self._filled()
        self._follow()

    def _lay_out(self) -> None:
        side = QWidget()
        set_role(side, "panel")
        side.setFixedWidth(272)
        left = QVBoxLayout(side)
        left.setContentsMargins(0, 8, 0, 0)
        left.setSpacing(8)
        find = QHBoxLayout()
        find.setContentsMargins(12, 0, 12, 0)
        find.addWidget(self.search)
        left.addLayout(find)
        left.addWidget(self.list, 1)
        page = QWidget()
        across = QHBoxLayout(page)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(side)
        across.addWidget(rule(upright=True))
        self._pages = QStackedWidget()
        self._pages.addWidget(self._without_script())
        self._pages.addWidget(self.words)
        across.addWidget(self._pages, 1)
        empty = EmptyState(
            "article",
            "No scene yet",
            "A scene is where and when people meet. Make one here, or bring a script in.",
            "New scene",
            self._new_scene,
            (("Import a script", self.words.drafts.ask_import),),
        )
        self._stack = QStackedLayout(self)
        self._stack.addWidget(page)
        self._stack.addWidget(empty)

    def _without_script(self) -> QWidget:
        """What is shot, as a page, while the film has no script of its own."""
        bar = QWidget()
        set_role(bar, "bar")
        bar.setFixedHeight(tokens.HEIGHT_TOOLBAR)
        across = QHBoxLayout(bar)
        across.setContentsMargins(12, 0, 12, 0)
        across.addWidget(push_button("Import a script", self.words.drafts.ask_import, "", "article"))
        across.addStretch(1)
        made = QWidget()
        down = QVBoxLayout(made)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(bar)
        down.addWidget(rule())
        down.addWidget(self._area, 1)
        return made

    def _filled(self) -> None:
        self._pages.setCurrentIndex(1 if self.words.has_script else 0)
        self._stack.setCurrentIndex(0 if self.desk.rows.scenes else 1)
        if self._scene() is None and self.scenes.scenes:  # a script that just came in has no shot to follow
            self._turn_to(self.scenes.scenes[0].id)
        self._show_scene()

    def _scene(self) -> SceneRow | None:
        index = self.list.currentIndex()
        return index.data(SCENE) if index.isValid() else None

    def _scene_ids(self) -> list[str]:
        scene = self._scene()
        return [scene.id] if scene is not None else []

    def _ask_scene(self, at: QPoint) -> None:
        """What can be done with the scene under the pointer."""
        if self.list.indexAt(at).isValid():
            menu = self.desk.actions.menu(self, ("script.lock", "script.stage"))
            menu.exec(self.list.viewport().mapToGlobal(at))
            menu.deleteLater()

    def _show_scene(self) -> None:
        scene = self._scene()
        self.page.setVisible(scene is not None)
        self.words.show_scene(scene.id if scene else None)
        if scene is not None and not self.words.has_script:
            self.page.show_scene(scene, [row for row in self.desk.rows.rows if row.scene_id == scene.id])
            shot = self.session.shot
            self.page.show_shot(shot.id if shot else None)

    def _follow(self) -> None:
        """Turn to the scene of the shot that every room looks at."""
        shot = self.session.shot
        if shot is None:
            return
        place = next((n for n, scene in enumerate(self.scenes.scenes) if scene.id == shot.scene_id), None)
        if place is not None and self.list.currentIndex().row() != place:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.list.selectionModel().setCurrentIndex(self.scenes.index(place), flags)
        self.page.show_shot(shot.id)
        self._area.ensureVisible(PAGE_WIDTH // 2, self.page.y_of(shot.id), 0, 120)

    def panels(self) -> list[QWidget]:
        pages = [self.words.sheets, self.words.side] if self.words.has_script else [self.page]
        return [self.search, self.list, *pages]

    def bring(self, path: Path) -> None:
        self.words.drafts.bring(path)

    def close_room(self) -> None:
        self.words.looks.close()

    def actions_by_home(self) -> list[tuple[QWidget, list[Action]]]:
        def row(
            name: str, label: str | Callable[[], str], keys: str, run: Callable[[], None], **more: Any
        ) -> Action:
            return Action(f"script.{name}", label, keys, run, self.name, **more)

        may: dict[str, Any] = {"enabled": lambda: not self.session.read_only, "why_disabled": READ_ONLY}
        scripted: dict[str, Any] = {
            "enabled": lambda: self.words.has_script,
            "why_disabled": "Import a script first.",
        }
        changed: dict[str, Any] = {
            "enabled": lambda: self.words.drafts.has_changes,
            "why_disabled": "No draft that was imported since the film was opened changed anything.",
        }
        covering: dict[str, Any] = {
            "enabled": lambda: self.words.may_propose,
            "why_disabled": "A scene of the script is proposed for at a time, in a film that one may change.",
        }
        rows = [
            row("new", self._new_label, "N", self._new, icon="plus", hint="new", **may),
            row("import", "Import a script…", "", self.words.drafts.ask_import, icon="article", **may),
            row(
                "changes",
                "What the last draft changed…",
                "",
                self.words.drafts.show_changes,
                icon="clock-counter-clockwise",
                **changed,
            ),
            row(
                "export",
                "Export the script as it came…",
                "",
                self.words.drafts.export,
                icon="export",
                **scripted,
            ),
            row("lined", "Export the lined script…", "", self.words.print_lined, icon="file-pdf", **scripted),
            row("coverage", "Propose coverage", "", self.words.propose, icon="magic-wand", **covering),
            row("find", "Find in script", "Ctrl+F", self._find, icon="magnifying-glass", hint="find"),
            row(
                "lock",
                lambda: lock_word(self.session, self._scene_ids()),
                "",
                lambda: toggle_numbers(self.session, self._scene_ids()),
                icon="lock-simple",
                words="scene number",
                enabled=lambda: bool(self._scene_ids()) and not self.session.read_only,
                why_disabled="Choose a scene first, in a film that one may change.",
            ),
            row("stage", "See it on the stage", "S", self._to_stage, icon="cube", hint="to the stage"),
        ]
        return [(self, rows)]

    def _turn_to(self, scene_id: str) -> None:
        place = next((n for n, scene in enumerate(self.scenes.scenes) if scene.id == scene_id), None)
        if place is not None:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.list.selectionModel().setCurrentIndex(self.scenes.index(place), flags)

    def _lined(self) -> None:
        self.scenes.shares = self.words.shares
        self.list.viewport().update()

    def _new_label(self) -> str:
        return "New shot of these words" if self.words.sheets.selection else "New scene"

    def _new(self) -> None:
        if self.words.sheets.selection:
            self.words.new_shot()
        else:
            self._new_scene()

    def _to_stage(self) -> None:
        self.desk.actions.trigger("view.stage")

    def hints(self) -> list[Hint]:
        return [("Click", "look at a shot"), ("Drag", "select words")]

    def _find(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _new_scene(self) -> None:
        session, scene = self.session, self._scene()
        after = scene.id if scene is not None else None
        made = session.attempt(lambda: shot_book.new_scene(session.document, after_id=after))
        if made is not None:
            row = next((row for row in self.desk.rows.rows if row.scene_id == made), None)
            session.look_at(row.id if row else None)
