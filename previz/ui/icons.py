"""Icons of one family (Phosphor, `assets/icons`), drawn in token colours, sharp at every size and scale."""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from previz.assets import asset
from previz.ui import tokens


def icon(name: str, token: str = "text2") -> QIcon:
    """The icon in a colour of the tokens; `off` when disabled, `text` when on. Raises ValueError."""
    _source(name)
    return QIcon(_Glyph(name, token))


def draw_icon(painter: QPainter, name: str, rect: QRectF, token: str = "text2") -> None:
    """Draw the icon into ``rect`` (logical pixels), at the pixels of the device."""
    device = painter.device()
    scale = device.devicePixelRatioF() if device is not None else 1.0
    pixels = max(1, round(min(rect.width(), rect.height()) * scale))
    side = pixels / scale
    place = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
    # On whole device pixels, or the lines of the glyph go soft.
    place.moveTo(round(place.x() * scale) / scale, round(place.y() * scale) / scale)
    painter.drawImage(place, _image(name, token, pixels))


class _Glyph(QIconEngine):
    def __init__(self, name: str, token: str) -> None:
        super().__init__()
        self._name = name
        self._token = token

    def _colour(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        if mode == QIcon.Mode.Disabled:
            return "off"
        if self._token == "text2" and state == QIcon.State.On:
            return "text"
        return self._token

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        draw_icon(painter, self._name, QRectF(rect), self._colour(mode, state))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:  # noqa: N802
        """``size`` is in logical pixels since Qt 6.8; the picture has those of the device."""
        made = QPixmap(size * scale)
        if made.isNull():
            return made  # a painter on no pixels ends the process
        made.setDevicePixelRatio(scale)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        draw_icon(painter, self._name, QRectF(QPoint(0, 0), size), self._colour(mode, state))
        painter.end()
        return made

    def clone(self) -> QIconEngine:
        return _Glyph(self._name, self._token)


@cache
def _source(name: str) -> str:
    path = asset("icons") / f"{name}.svg"
    if not path.is_file():
        raise ValueError(f"no icon is called {name!r}; see tools/bake_icons.py")
    return path.read_text(encoding="utf-8")


@lru_cache(maxsize=1024)
def _image(name: str, token: str, pixels: int) -> QImage:
    coloured = _source(name).replace("<path ", f'<path fill="{tokens.COLOUR[token]}" ')
    renderer = QSvgRenderer(QByteArray(coloured.encode()))
    made = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    return made
