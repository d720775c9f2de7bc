"""The picture under the plan, and the two points by which it is scaled."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen

from previz.errors import PrevizError
from previz.scene.underlay import Underlay
from previz.studio.floor_plan import Point
from previz.ui.plan.underlay_hands import UnderlayHands
from previz.ui.session import Session
from previz.ui.theme import colour


class UnderlayFace:
    """Keeps the one picture that is shown, decoded."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._hash, self._image = "", QImage()

    def draw(
        self, painter: QPainter, under: Underlay, to_px: Callable[[Point], QPointF], metre_px: float
    ) -> None:
        """In pixels of the plan."""
        width, height = (size * metre_px for size in under.size_m)
        place = QRectF(-width / 2, -height / 2, width, height)
        image = self._picture(under.picture)
        painter.save()
        painter.translate(to_px(under.centre_m))
        painter.rotate(under.turn_deg)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if image.isNull():
            painter.setPen(QPen(colour("changes"), 1, Qt.PenStyle.DashLine))
            painter.drawRect(place)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, f"{under.name} cannot be read")
        else:
            painter.setOpacity(under.opacity)
            painter.drawImage(place, image)
        painter.restore()

    def _picture(self, hash: str) -> QImage:
        """Empty for one that is damaged; `previz check` says so."""
        if hash != self._hash:
            try:
                self._image = QImage.fromData(self._session.studio.store.blob(hash))
            except PrevizError:
                self._image = QImage()
            self._hash = hash
        return self._image


def draw_points(painter: QPainter, hands: UnderlayHands, to_px: Callable[[Point], QPointF]) -> None:
    """Crosses at the places whose distance is asked for, and the line between them."""
    places = [*hands.points]
    if len(places) == 1 and hands.pointer is not None:
        places.append(hands.pointer)
    at = [to_px(place) for place in places]
    for pen in (QPen(colour("void", 0.8), 4), QPen(colour("accent"), 1.5)):
        painter.setPen(pen)
        for point in at:
            painter.drawLine(point - QPointF(8, 0), point + QPointF(8, 0))
            painter.drawLine(point - QPointF(0, 8), point + QPointF(0, 8))
        if len(at) == 2:
            painter.drawLine(at[0], at[1])
