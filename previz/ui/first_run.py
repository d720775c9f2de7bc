"""What one sees without a project: the demo film, starter sets, what was open last, what a crash left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from previz.assets import asset
from previz.export.phrases import count
from previz.scene import recovery
from previz.sets.shelf import CARDS, Card
from previz.ui import preferences, tokens
from previz.ui.controls import Keycaps, column, label, push_button, row, rule
from previz.ui.controls.buttons import set_words
from previz.ui.controls.labels import set_role
from previz.ui.icons import draw_icon
from previz.ui.projects import Projects
from previz.ui.theme import colour, font, plate

LEFT, RIGHT, GAP = 320, 760, 64
NARROW_RIGHT, NARROW_GAP = 560, 32
"""Where the window has no room for the wide page."""
MARGIN, BAR, BETWEEN = 32, 12, 16
DEMO = "Open demo film"
CAPTION = 72
"""Below the picture of a set: its name and three lines."""


class _Tile(QAbstractButton):
    """A picture with a title and a line below it."""

    def __init__(self, picture: Path, title: str, about: str, aspect: float, caption: int) -> None:
        super().__init__()
        self._image = QImage(str(picture))
        self._about, self._aspect, self._caption = about, aspect, caption
        self.setText(title)
        self.setAccessibleName(f"{title}: {about}")
        self.setToolTip(about)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def be_wide(self, width: int) -> None:
        self.setFixedSize(width, round(width / self._aspect) + self._caption)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(0, 0, self.width(), self.height() - self._caption)
        painter.fillRect(box, colour("raised"))
        if not self._image.isNull():
            scale = max(box.width() / self._image.width(), box.height() / self._image.height())
            width, height = box.width() / scale, box.height() / scale
            source = QRectF(
                (self._image.width() - width) / 2, (self._image.height() - height) / 2, width, height
            )
            painter.drawImage(box, self._image, source)
        if self.underMouse() or self.hasFocus():
            plate(painter, box, None, "accent", 0, 2)
        painter.setFont(font(tokens.TEXT_BASE, 600))
        painter.setPen(colour("text"))
        painter.drawText(
            QRectF(0, box.bottom() + 6, self.width(), 18), Qt.AlignmentFlag.AlignVCenter, self.text()
        )
        painter.setFont(font(tokens.TEXT_CAP))
        painter.setPen(colour("text3"))
        low = QRectF(0, box.bottom() + 25, self.width(), self._caption - 26)
        painter.drawText(low, int(Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap), self._about)
        painter.end()


class _Way(QAbstractButton):
    """A way to begin: icon, words, keys."""

    def __init__(self, icon_name: str, words: str, tall: bool = True, note: str = "") -> None:
        super().__init__()
        self._icon, self._note = icon_name, note
        self._tall = tall
        self.setText(words)
        self.setAccessibleName(f"{words} {note}".strip())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(200, 40 if self._tall else 44)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        lit = self.underMouse() or self.isDown()
        if self._tall or lit:
            plate(painter, QRectF(self.rect()), "hover" if lit else "raised", "line" if self._tall else None)
        if self.hasFocus():
            plate(painter, QRectF(self.rect()), None, "accent", 4, 2)
        draw_icon(painter, self._icon, QRectF(14, self.height() / 2 - 8, 16, 16))
        painter.setFont(font(tokens.TEXT_BASE, 500))
        painter.setPen(colour("text"))
        room = QRectF(40, 0, self.width() - 52, self.height())
        if self._note:
            room.setHeight(self.height() / 2 + 4)
        words = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        if self._note:
            painter.setFont(font(tokens.TEXT_CAP))
            painter.setPen(colour("text3"))
            note = painter.fontMetrics().elidedText(
                self._note, Qt.TextElideMode.ElideMiddle, int(room.width())
            )
            low = QRectF(40, self.height() / 2, room.width(), self.height() / 2 - 4)
            painter.drawText(low, Qt.AlignmentFlag.AlignVCenter, note)
        painter.end()


class FirstRun(QWidget):
    def __init__(
        self, projects: Projects, ask_open: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._projects, self._ask_open = projects, ask_open
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._area)
        self.refresh()
        projects.staging_changed.connect(self._show_staging)

    def _show_staging(self, staging: bool) -> None:
        """A film that is on its way cannot be asked for twice."""
        self._demo.setEnabled(not staging)
        set_words(self._demo, "Staging the demo film…" if staging else DEMO)

    def refresh(self) -> None:
        """Look again what was open and what was left behind."""
        left, right = self._left(), self._right()
        left.setFixedWidth(LEFT)
        self._columns = right
        page = QWidget()
        self._across = QHBoxLayout(page)
        self._across.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self._across.addStretch(1)
        self._across.addWidget(left, 0, Qt.AlignmentFlag.AlignTop)
        self._across.addWidget(right, 0, Qt.AlignmentFlag.AlignTop)
        self._across.addStretch(1)
        self._fit()
        self._area.setWidget(column(None, page, None, None, gap=0))
        self._show_staging(self._projects.staging)

    def _fit(self) -> None:
        """Everything stands beside the ways to begin, however narrow the window is."""
        room = self.width() - LEFT - 2 * MARGIN - BAR
        wide = room - GAP >= RIGHT
        right = RIGHT if wide else max(room - NARROW_GAP, NARROW_RIGHT)
        self._across.setSpacing(GAP if wide else NARROW_GAP)
        self._columns.setFixedWidth(right)
        self._hero.be_wide(right)
        across = 5 if wide else 4
        for place, tile in enumerate(self._tiles):
            tile.be_wide((right - (across - 1) * BETWEEN) // across)
            self._grid.addWidget(tile, place // across, place % across)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit()

    # ------------------------------------------------------------------------------------ left column
    def _left(self) -> QWidget:
        parts: list[QWidget | int] = [
            label("Previz", "display"),
            label("Block it, frame it, board it.", "base", "2", "strong"),
            12,
            self._way("plus", "New film", "Ctrl+N", lambda: self._projects.new()),
            self._way("folder-open", "Open…", "Ctrl+O", self._ask_open),
            12,
        ]
        left_behind = recovery.unfinished()
        if left_behind:
            parts += [rule(), label("Not yet saved under a name", weight="strong")]
            parts += [self._kept(entry) for entry in left_behind[:4]]
            parts.append(8)
        paths = preferences.recent()
        if paths:
            parts += [rule(), label("Recent", weight="strong")]
            parts += [self._recent(path) for path in paths[:6]]
        return column(*parts)

    def _way(self, icon_name: str, words: str, keys: str, act: Callable[[], object]) -> QWidget:
        button = _Way(icon_name, words)
        button.clicked.connect(lambda: act())
        return row(button, Keycaps(keys), gap=12)

    def _recent(self, path: Path) -> QWidget:
        button = _Way("film-strip", path.stem, False, f"{_short(path.parent)} · {_when(path)}")
        button.setToolTip(str(path))
        button.clicked.connect(lambda: self._projects.open(path))
        return button

    def _kept(self, entry: recovery.Unfinished) -> QWidget:
        when = entry.changed_at.astimezone()
        box = column(
            label(entry.title, weight="medium"),
            label(
                entry.problem or f"{count('en', entry.shots, 'shot', 'shots')} · {_day(when)}",
                "cap",
                "3",
                wrap=bool(entry.problem),
            ),
            gap=0,
        )
        buttons = [push_button("Discard", lambda: self._discard(entry.path))]
        if not entry.problem:
            buttons.insert(0, push_button("Recover", lambda: self._projects.open(entry.path), "solid"))
        line = row(box, None, *buttons, margins=(12, 8, 8, 8))
        set_role(line, "card")
        return line

    def _discard(self, path: Path) -> None:
        recovery.discard(path)
        self.refresh()

    # ----------------------------------------------------------------------------------- right column
    def _right(self) -> QWidget:
        self._demo = push_button(DEMO, self._projects.new_demo, "primary", "play")
        self._hero = _Tile(
            asset("first_run", "demo.jpg"),
            "The Spare Key",
            "Three scenes, three people. Everything in it can be moved.",
            2.39,
            CAPTION - 28,
        )
        self._hero.clicked.connect(self._projects.new_demo)
        sets = QWidget()
        self._grid = QGridLayout(sets)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(BETWEEN)
        self._tiles = [self._set(key, card) for key, card in CARDS.items()]
        return column(
            row(label("Start with the demo film", "title"), None, self._demo),
            self._hero,
            8,
            label("Or on a set that is built", "title"),
            sets,
            gap=12,
        )

    def _set(self, key: str, card: Card) -> _Tile:
        about = card.about[:1].upper() + card.about[1:]
        tile = _Tile(asset("first_run", f"{key}.jpg"), card.name, about, 16 / 9, CAPTION)
        tile.clicked.connect(lambda: self._projects.new_on_set(key))
        return tile


def _short(folder: Path) -> str:
    home = Path.home()
    return f"~/{folder.relative_to(home)}" if folder.is_relative_to(home) else str(folder)


def _when(path: Path) -> str:
    return _day(datetime.fromtimestamp(path.stat().st_mtime).astimezone())


def _day(moment: datetime) -> str:
    days = (datetime.now().astimezone().date() - moment.date()).days
    if days <= 0:
        return f"today {moment:%H:%M}"
    if days < 7:
        return f"{moment:%A}"
    return f"{moment.day} {moment:%B %Y}"
