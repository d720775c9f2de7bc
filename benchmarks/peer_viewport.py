"""Orbiting a full stage in the stage view and in a pyqtgraph view of the same meshes, in turns.

Needs a display: ``xvfb-run -a -s "-screen 0 1600x900x24" python benchmarks/peer_viewport.py``. Prints JSON:
milliseconds from a mouse event until its picture is on the screen, milliseconds of processor time (which
other work on the machine does not change), and the share of a core while nothing moves.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import previz  # noqa: F401  (settings for Qt and OpenGL, before both)

sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
import pyqtgraph.opengl as pgl
from OpenGL import GL
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QSurfaceFormat
from PySide6.QtWidgets import QApplication, QWidget
from stage import VIEW_PX, make_stage

from previz.gl import describe
from previz.render.drawlist import DrawList
from previz.scene.transform import apply
from previz.studio import Studio
from previz.ui.session import Session
from previz.ui.theme import apply_theme
from previz.ui.viewport import StageView

ROUNDS, STEPS, IDLE_S = 6, 8, 3.0
LEFT, ALT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.AltModifier


class Orbit:
    """A hand that drags on, a few pixels at a time."""

    def __init__(self, widget: QWidget, keys: Qt.KeyboardModifier) -> None:
        self._widget, self._keys, self._x = widget, keys, 0
        self._send(QEvent.Type.MouseButtonPress, LEFT)

    def step(self) -> None:
        self._x += 6
        self._send(QEvent.Type.MouseMove, Qt.MouseButton.NoButton)

    def _send(self, kind: QEvent.Type, button: Qt.MouseButton) -> None:
        at = QPointF(100 + self._x % 700, 200)
        place = QPointF(self._widget.mapToGlobal(at.toPoint()))
        QApplication.sendEvent(self._widget, QMouseEvent(kind, at, place, button, LEFT, self._keys))


def peer_view(draw_list: DrawList) -> pgl.GLViewWidget:
    """Stock items: one GLMeshItem for each person and prop, in pyqtgraph's own lit shader."""
    view = pgl.GLViewWidget()
    view.setFixedSize(*VIEW_PX)
    view.opts["distance"], view.opts["fov"] = 20.0, 60
    turn = np.array([[1, 0, 0], [0, 0, -1], [0, 1, 0]], float)  # pyqtgraph has Z up
    parts = []
    for one in draw_list.instances:
        mesh = draw_list.meshes[one.mesh]
        parts.append((mesh, apply(one.world_from_local, mesh.positions)))
    for figure in draw_list.figures:
        points = apply(figure.world_from_figure, figure.posed.vertices_m())
        parts.append((draw_list.meshes[figure.mesh], points))
    for mesh, points in parts:
        colours = np.concatenate([mesh.colours[:, :3] / 255.0, np.ones((len(mesh.colours), 1))], axis=1)
        data = pgl.MeshData(
            vertexes=(points @ turn.T).astype(np.float32), faces=mesh.faces, vertexColors=colours
        )
        view.addItem(pgl.GLMeshItem(meshdata=data, smooth=True, shader="shaded", drawEdges=False))
    return view


def timed(step: Callable[[], None], shown: Callable[[], bool]) -> tuple[float, float]:
    """Milliseconds, and those of the processor, from a mouse event until its picture is drawn."""
    start, used = time.perf_counter(), time.process_time()
    step()
    while not shown():
        QApplication.processEvents()
    QApplication.processEvents()  # captured images are painted a turn after they have come
    GL.glFinish()
    return (time.perf_counter() - start) * 1e3, (time.process_time() - used) * 1e3


class Painted:
    """Counts the pictures that have been finished."""

    def __init__(self, finished: Any) -> None:
        self.count = self._seen = 0
        finished.connect(self._add)

    def _add(self) -> None:
        self.count += 1

    def __call__(self) -> bool:
        if self.count > self._seen:
            self._seen = self.count
            return True
        return False

    def forget(self) -> None:
        self._seen = self.count


def idle_share() -> float:
    """Share of a core that the process takes while nobody touches it."""
    end, used = time.monotonic() + IDLE_S, time.process_time()
    while time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.02)
    return (time.process_time() - used) / IDLE_S


def main() -> None:
    form = QSurfaceFormat()
    form.setVersion(4, 1)
    form.setProfile(QSurfaceFormat.OpenGLContextProfile.CoreProfile)
    form.setDepthBufferSize(24)
    QSurfaceFormat.setDefaultFormat(form)  # pyqtgraph takes the default; ours asks for its own
    app = QApplication([])
    apply_theme(app)
    with tempfile.TemporaryDirectory() as folder:
        make_stage(Path(folder) / "stage.previz")
        session = Session(Studio.open(Path(folder) / "stage.previz"))
        view = StageView(session)
        view.setFixedSize(*VIEW_PX)
        view.set_mode("free")
        view.show()
        painted = Painted(view._canvas.drawn)
        while not painted() or view.showing.scenery.draw_list is None:
            app.processEvents()
        peer = peer_view(view.showing.scenery.draw_list)
        peer.show()
        theirs = Painted(peer.frameSwapped)
        while not theirs():
            app.processEvents()
        print(json.dumps(measure(view, painted, peer, theirs)))
        view.close_pictures()
        session.close()


def measure(view: StageView, painted: Painted, peer: QWidget, theirs: Painted) -> dict[str, Any]:
    ours_ms: list[tuple[float, float]] = []
    peer_ms: list[tuple[float, float]] = []
    mine, other = Orbit(view, ALT), Orbit(peer, Qt.KeyboardModifier.NoModifier)
    for step in (mine.step, other.step):
        step()
    idle_share()
    for _ in range(ROUNDS):
        for orbit, seen, times in ((mine, painted, ours_ms), (other, theirs, peer_ms)):
            orbit.step()
            for _ in range(6):  # the first picture of a round may still be the finished one
                QApplication.processEvents()
            seen.forget()
            times += [timed(orbit.step, seen) for _ in range(STEPS)]
    idle_share()  # the picture at rest is finished first
    draw_list = view.showing.scenery.draw_list
    assert draw_list is not None
    meshes = [draw_list.meshes[one.mesh] for one in (*draw_list.instances, *draw_list.figures)]
    ours, other_one = np.array(ours_ms), np.array(peer_ms)
    return {
        "device": describe(),
        "triangles": sum(len(mesh.faces) for mesh in meshes),
        "canvas": type(view._canvas).__name__,
        "stage_view_ms": _told(ours[:, 0]),
        "stage_view_cpu_ms": _told(ours[:, 1]),
        "pyqtgraph_ms": _told(other_one[:, 0]),
        "pyqtgraph_cpu_ms": _told(other_one[:, 1]),
        "times_faster": round(float(np.median(other_one[:, 0]) / np.median(ours[:, 0])), 2),
        "idle_share_of_a_core": round(idle_share(), 3),
    }


def _told(times_ms: np.ndarray) -> dict[str, float]:
    shown = (("median", 50), ("p95", 95), ("best", 0))
    return {name: round(float(np.percentile(times_ms, share)), 1) for name, share in shown}


if __name__ == "__main__":
    main()
