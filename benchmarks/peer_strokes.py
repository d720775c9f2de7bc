"""A take with 100,000 strokes: shown, painted, pointed at, drawn on, moved, undone. Prints JSON.

Processor milliseconds, for they mean the same on a busy machine.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from peer_ink import SIZE_PX, mouse
from PySide6.QtCore import QEvent, QPointF
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from previz.scene.marks import Ink
from previz.scene.model import FrameMark, Take
from previz.scene.strokes import clean, pack, unpack
from previz.studio import Studio
from previz.studio.frame_marks import draw
from previz.ui.annotate import tools
from previz.ui.annotate.canvas import Canvas, Tool
from previz.ui.annotate.kit import Kit
from previz.ui.annotate.select_tool import SelectTool
from previz.ui.session import Session
from tests.films import FULL, make_small_film, record_take

STROKES = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
TOUCHES = 24
PRESS, MOVE, RELEASE = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.MouseButtonRelease,
)


def strokes() -> list[Ink]:
    """Short bent lines, as hatching and hair are."""
    random = np.random.default_rng(7)
    made = []
    for _ in range(STROKES):
        way = random.normal(0, 0.004, 2) + random.normal(0, 0.0012, (TOUCHES, 2)).cumsum(axis=0)
        places = random.uniform((0, 0), (1, 0.41)) + way.cumsum(axis=0) * 0.6
        rows = np.column_stack([places, random.uniform(0.2, 1, TOUCHES)])
        made.append(Ink(touches=pack(clean(rows)), pen="ink"))
    return made


def took_ms(act: Callable[[], object]) -> float:
    start_s = time.process_time()
    act()
    return round((time.process_time() - start_s) * 1000, 1)


def canvas_of(session: Session) -> Canvas:
    def tool(canvas: Canvas, name: str) -> Tool:
        return SelectTool(canvas, lambda start, end: "") if name == "select" else tools.PenTool(canvas, "ink")

    canvas = Canvas(session, Kit(), tool)
    canvas.resize(SIZE_PX[0], 1000)
    canvas.show()
    return canvas


def finish(canvas: Canvas) -> list[float]:
    """Milliseconds of each turn of the window until all is painted."""
    turns = []
    while not canvas.sheet.complete:
        turns.append(took_ms(QApplication.processEvents))
    return turns


def walk(canvas: Canvas, session: Session, take: Take) -> dict[str, float]:
    picture = QImage(*SIZE_PX, QImage.Format.Format_RGB32)
    picture.fill(QColor("#EDEBE4"))
    found = {"shown_ms": took_ms(lambda: canvas.sheet.show_take(take))}
    canvas.show_picture(picture, SIZE_PX[1] / SIZE_PX[0])
    found["first_paint_ms"] = took_ms(canvas.grab)
    turns = finish(canvas)
    found["all_painted_ms"], found["turn_ms"] = round(sum(turns), 1), statistics.median(turns)

    def at(kind: QEvent.Type, x: float, y: float) -> Callable[[], None]:
        def act() -> None:
            mouse(canvas, kind, canvas.view.canvas_from_picture().map(QPointF(x, y)))
            QApplication.processEvents()

        return act

    canvas.kit.take_up("select")
    places = np.random.default_rng(3).uniform((0.1, 0.1), (0.9, 0.3), (40, 2))
    found["pointed_ms"] = statistics.median(took_ms(at(MOVE, x, y)) for x, y in places.tolist())
    mark = next(iter(canvas.sheet.marks.values()))
    assert isinstance(mark, FrameMark)
    assert isinstance(mark.shape, Ink)
    x, y = unpack(mark.shape.touches)[TOUCHES // 2, :2].tolist()
    found["picked_ms"] = took_ms(at(PRESS, x, y))
    found["moved_ms"] = took_ms(at(MOVE, x + 0.03, y))
    at(RELEASE, x + 0.03, y)()
    canvas.select(())
    canvas.kit.take_up("ink")
    at(PRESS, 0.2, 0.2)()
    found["ink_ms"] = statistics.median(took_ms(at(MOVE, 0.2 + n * 0.004, 0.2)) for n in range(1, 100))
    found["lifted_ms"] = took_ms(at(RELEASE, 0.6, 0.2))
    found["undone_ms"] = took_ms(session.undo)
    return found


def main() -> None:
    app = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        path = make_small_film(Path(folder) / "film.previz")
        with Studio.open(path) as studio:
            draw(studio.document, record_take(studio, FULL, SIZE_PX).id, strokes(), "Draw", size=0.003)
        opened: list[Session] = []
        opening_ms = took_ms(lambda: opened.append(Session(Studio.open(path))))
        session = opened[0]
        canvas = canvas_of(session)
        result = walk(canvas, session, session.document.of(Take)[0])
        canvas.close()
        session.close()
    print(json.dumps({"strokes": STROKES, "opened_ms": opening_ms} | result))
    app.quit()


if __name__ == "__main__":
    main()
