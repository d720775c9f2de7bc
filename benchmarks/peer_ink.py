"""Milliseconds from a pen's event to its pixel over 5,000 strokes at 1920×804, beside a stock QGraphicsView.

Prints JSON. Both draw the same strokes, anti-aliased, in the same process; events are sent one by one,
and the clock stops when the widget has painted.
"""

from __future__ import annotations

import json
import math
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("PYOPENGL_PLATFORM", "egl")
os.environ.setdefault("QT_XCB_GL_INTEGRATION", "xcb_egl")

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QGraphicsScene, QGraphicsView, QWidget

from previz.scene.marks import Ink
from previz.scene.strokes import clean, pack, unpack
from previz.studio import Studio
from previz.studio.frame_marks import draw
from previz.ui.annotate import tools
from previz.ui.annotate.canvas import Canvas, Tool
from previz.ui.annotate.kit import Kit
from previz.ui.annotate.view import MARGIN_PX
from previz.ui.session import Session
from tests.films import FULL, make_small_film, record_take

SIZE_PX = (1920, 804)
STROKES, TOUCHES, EVENTS = 5000, 24, 400


def strokes() -> list[Ink]:
    random = np.random.default_rng(7)
    made = []
    for _ in range(STROKES):
        start, way = random.uniform((0, 0), (1, 0.41)), random.normal(0, 0.004, (TOUCHES, 2)).cumsum(axis=0)
        rows = np.column_stack([start + way, random.uniform(0.2, 1, TOUCHES)])
        made.append(Ink(touches=pack(clean(rows)), pen="ink"))
    return made


def spiral(place: int) -> tuple[float, float]:
    """Of the picture: a long stroke that crosses many others."""
    angle, radius = place * 0.11, 0.02 + 0.15 * place / EVENTS
    return 0.5 + radius * math.cos(angle), 0.21 + radius * math.sin(angle)


class Clock:
    """Times from an event to the end of the paint that it caused."""

    def __init__(self) -> None:
        self.painted_s = 0.0

    def times_ms(self, send: Callable[[int], None]) -> list[float]:
        found = []
        for place in range(EVENTS):
            start_s = time.perf_counter()
            self.painted_s = 0.0
            send(place)
            while not self.painted_s:
                QApplication.processEvents()
            found.append((self.painted_s - start_s) * 1000)
        return found


class TimedCanvas(Canvas):
    clock: Clock

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        self.clock.painted_s = time.perf_counter()


class TimedView(QGraphicsView):
    clock: Clock

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        self.clock.painted_s = time.perf_counter()


def mouse(widget: QWidget, kind: QEvent.Type, place: QPointF) -> None:
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    left = Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(widget, QMouseEvent(kind, place, widget.mapToGlobal(place), button, left, none))


def ours(session: Session, inks: list[Ink]) -> list[float]:
    take = record_take(session.studio, FULL, SIZE_PX)
    draw(session.document, take.id, inks, "Draw", size=0.003)

    def tool(canvas: Canvas, name: str) -> Tool:
        return tools.PenTool(canvas, "ink")

    canvas = TimedCanvas(session, Kit(), tool)
    canvas.clock = Clock()
    canvas.resize(SIZE_PX[0], SIZE_PX[1])
    canvas.show()
    canvas.sheet.show_take(take)
    picture = QImage(*SIZE_PX, QImage.Format.Format_RGB32)
    picture.fill(QColor("#EDEBE4"))
    canvas.show_picture(picture, SIZE_PX[1] / SIZE_PX[0])
    canvas.set_view(canvas.view.zoomed(SIZE_PX[0] / (SIZE_PX[0] - 2 * MARGIN_PX), canvas.middle()))
    while canvas.sheet.view != canvas.view:
        QApplication.processEvents()
    canvas.grab()

    def send(place: int) -> None:
        kind = QEvent.Type.MouseMove if place else QEvent.Type.MouseButtonPress
        mouse(canvas, kind, canvas.view.canvas_from_picture().map(QPointF(*spiral(place))))

    found = canvas.clock.times_ms(send)
    start_s = time.perf_counter()
    mouse(canvas, QEvent.Type.MouseButtonRelease, canvas.middle())
    print(f"lifted the pen in {(time.perf_counter() - start_s) * 1000:.1f} ms")
    canvas.close()
    return found


def stock(inks: list[Ink]) -> list[float]:
    scene = QGraphicsScene(QRectF(0, 0, *SIZE_PX))
    scene.setBackgroundBrush(QColor("#EDEBE4"))
    pen = QPen(QColor("#1B1B1B"), 4.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    for ink in inks:
        places = unpack(ink.touches)[:, :2] * SIZE_PX[0]
        path = QPainterPath(QPointF(*places[0]))
        for x, y in places[1:]:
            path.lineTo(x, y)
        scene.addPath(path, pen)
    view = TimedView(scene)
    view.clock = Clock()
    view.setRenderHint(QPainter.RenderHint.Antialiasing)
    view.resize(SIZE_PX[0] + 4, SIZE_PX[1] + 4)
    view.show()
    view.grab()
    wet = scene.addPath(QPainterPath(), pen)
    drawn = QPainterPath()

    def send(place: int) -> None:
        x, y = spiral(place)
        point = QPointF(x * SIZE_PX[0], y * SIZE_PX[0])
        if place:
            drawn.lineTo(point)
        else:
            drawn.moveTo(point)
        wet.setPath(drawn)

    found = view.clock.times_ms(send)
    view.close()
    return found


def main() -> None:
    app = QApplication([])
    inks = strokes()
    with tempfile.TemporaryDirectory() as folder:
        session = Session(Studio.open(make_small_film(Path(folder) / "film.previz")))
        mine = ours(session, inks)
        session.close()
    peer = stock(inks)
    result = {
        "strokes": STROKES,
        "median_ms": round(statistics.median(mine), 2),
        "p95_ms": round(sorted(mine)[int(len(mine) * 0.95)], 2),
        "stock_median_ms": round(statistics.median(peer), 2),
        "times_faster": round(statistics.median(peer) / statistics.median(mine), 1),
    }
    print(json.dumps(result))
    app.quit()


if __name__ == "__main__":
    main()
