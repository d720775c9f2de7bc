"""The same hundred people drawn by previz and by pyqtgraph's GLMeshItem, in turns, in one window.

Needs a display: ``xvfb-run -a python benchmarks/peer_pyqtgraph.py``. Prints JSON with the best wall times.
pyqtgraph draws one colour target; previz draws albedo, normals, depth and ids. Both wait for the card.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import previz  # noqa: F401  (settings for Qt and OpenGL, before both)

sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
import pyqtgraph.opengl as pgl
from crowd import VIEW_PX, camera, crowd
from OpenGL import GL
from PySide6 import QtGui, QtWidgets

from previz.gl import describe
from previz.render.drawlist import DrawList
from previz.render.renderer import FAR_M, NEAR_M, Renderer
from previz.scene.transform import apply, matrix, rigid_inverse

ROUNDS = 7


class Window(pgl.GLViewWidget):
    """A view through our camera, so that both see the same."""

    def projectionMatrix(self, *_: Any) -> QtGui.QMatrix4x4:  # noqa: N802
        return QtGui.QMatrix4x4(*camera().view.projection(NEAR_M, FAR_M).ravel().tolist())

    def viewMatrix(self) -> QtGui.QMatrix4x4:  # noqa: N802
        return QtGui.QMatrix4x4(*rigid_inverse(matrix(camera().transform)).ravel().tolist())


def mesh_items(draw_list: DrawList) -> list[pgl.GLMeshItem]:
    items = []
    for figure in draw_list.figures:
        mesh = draw_list.meshes[figure.mesh]
        data = pgl.MeshData(
            vertexes=apply(figure.world_from_figure, figure.posed.vertices_m()).astype(np.float32),
            faces=mesh.faces,
            vertexColors=np.concatenate([mesh.colours[:, :3], np.full((len(mesh.colours), 1), 255)], 1)
            / 255.0,
        )
        items.append(pgl.GLMeshItem(meshdata=data, smooth=True, shader="shaded", drawEdges=False))
    return items


def best(draw: Callable[[], object]) -> float:
    """Milliseconds of one drawing, waited for."""
    start = time.perf_counter()
    draw()
    GL.glFinish()
    return (time.perf_counter() - start) * 1e3


def main() -> None:
    form = QtGui.QSurfaceFormat()
    form.setRenderableType(QtGui.QSurfaceFormat.RenderableType.OpenGL)
    form.setVersion(4, 1)
    form.setProfile(QtGui.QSurfaceFormat.OpenGLContextProfile.CoreProfile)
    form.setDepthBufferSize(24)
    QtGui.QSurfaceFormat.setDefaultFormat(form)
    app = QtWidgets.QApplication([])
    window = Window()
    window.setFixedSize(*VIEW_PX)
    window.show()
    app.processEvents()
    draw_list = crowd()
    for item in mesh_items(draw_list):
        window.addItem(item)
    window.makeCurrent()
    renderer = Renderer()
    passes = ("albedo", "normals", "depth_m", "ids")
    ours = lambda: renderer.capture(draw_list, camera(), VIEW_PX, passes=passes)  # noqa: E731
    whole = lambda: renderer.capture(draw_list, camera(), VIEW_PX)  # noqa: E731

    def peer() -> None:
        window.makeCurrent()
        GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, window.defaultFramebufferObject())
        window.paintGL()

    for draw in (ours, whole, peer):
        draw()
    times = np.array([[best(ours), best(peer), best(whole)] for _ in range(ROUNDS)]).min(axis=0)
    triangles = sum(len(draw_list.meshes[figure.mesh].faces) for figure in draw_list.figures)
    result = {
        "device": describe(),
        "triangles": triangles,
        "gbuffer_with_readback_ms": round(times[0], 1),
        "pyqtgraph_ms": round(times[1], 1),
        "lit_picture_with_readback_ms": round(times[2], 1),
        "ratio": round(times[0] / times[1], 2),
    }
    print(json.dumps(result))
    renderer.close()
    window.close()


if __name__ == "__main__":
    main()
