"""Pictures made in the background: one thread with its own context and its own renderer."""

from __future__ import annotations

import os
import queue
import sys
import threading
from collections.abc import Callable, Collection
from concurrent.futures import Future
from contextlib import AbstractContextManager, suppress
from typing import TYPE_CHECKING, Any, Self, TypeVar

from previz.errors import RenderError
from previz.gl.context import headless
from previz.render.drawlist import DrawList, build
from previz.render.gbuffer import PASSES, SHARE_WIDTH_PX, GBuffer, visible_share
from previz.render.light import KeyLight
from previz.scene.blocking import CameraState, World

if TYPE_CHECKING:
    from previz.render.renderer import Renderer

BEHIND = 5
"""Steps of niceness of a thread that draws, and of those that draw for it where the processor does: whoever
answers at the window comes first, then pictures of the stage, then workers (`previz.gen.worker.BEHIND`)."""

Result = TypeVar("Result")
_Job = tuple["Future[Any]", Callable[["Renderer"], Any]]


class Capturer:
    """A thread that owns an OpenGL context. One is enough for a process; ``close`` ends it.

    ``context`` makes a context current in the thread: `headless`, or what a window system supplies.
    Raises RenderError from the first capture if there is no OpenGL.
    """

    def __init__(self, context: Callable[[], AbstractContextManager[object]] = headless) -> None:
        self._context = context
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False

    def submit(
        self,
        scene: World | DrawList,
        camera: CameraState | None,
        size_px: tuple[int, int],
        key: KeyLight | None = None,
        passes: Collection[str] = PASSES,
        supersample: int = 1,
    ) -> Future[GBuffer]:
        """As `capture`, but at once; errors are raised by ``Future.result``."""
        draw_list, camera = _scene_and_camera(scene, camera)
        return self.run(lambda r: r.capture(draw_list, camera, size_px, key, passes, supersample))

    def run(self, work: Callable[[Renderer], Result]) -> Future[Result]:
        """Have the thread do something with its renderer, after what it was given before."""
        future: Future[Result] = Future()
        with self._lock:
            if self._closed:
                raise RenderError("The renderer is closed; open the project again.")
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="previz-capture", daemon=True)
                self._thread.start()
            self._jobs.put((future, work))
        return future

    def capture(
        self,
        scene: World | DrawList,
        camera: CameraState | None,
        size_px: tuple[int, int],
        key: KeyLight | None = None,
        passes: Collection[str] = PASSES,
        supersample: int = 1,
    ) -> GBuffer:
        """One picture of a world, or of a draw list with a camera; waits for it.

        A World is built for the camera (its own if None), with people refined for it. Raises RenderError
        when there is no OpenGL, no camera, or the size is impossible.
        """
        return self.submit(scene, camera, size_px, key, passes, supersample).result()

    def visible_share(self, scene: World | DrawList, camera: CameraState | None = None) -> dict[int, float]:
        """object id → share of the picture, 0–1, on an id pass of a fixed width."""
        draw_list, camera = _scene_and_camera(scene, camera)
        size = (SHARE_WIDTH_PX, max(1, round(SHARE_WIDTH_PX / camera.view.aspect)))
        return visible_share(self.capture(draw_list, camera, size, passes=("ids",)).ids)

    def close(self) -> None:
        """Finish what was submitted, then end the thread and its context. May be called twice."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._jobs.put(None)
        if self._thread is not None:
            self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _run(self) -> None:
        if sys.platform == "linux":  # elsewhere niceness is of the whole process
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), BEHIND)
        served = False
        try:
            with self._context():
                from previz.render.renderer import Renderer

                renderer = Renderer()
                self._serve(renderer)
                served = True
                renderer.close()
        except Exception as error:
            if served:
                raise
            self._refuse(error)

    def _serve(self, renderer: Renderer) -> None:
        while (job := self._jobs.get()) is not None:
            future, work = job
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(work(renderer))
            except Exception as error:
                future.set_exception(error)

    def _refuse(self, error: Exception) -> None:
        """There is no renderer: every job of this and later times gets the reason."""
        if isinstance(error, ImportError | OSError):
            error = RenderError(f"OpenGL cannot be loaded ({error}); install PyOpenGL and a graphics driver.")
        while (job := self._jobs.get()) is not None:
            if job[0].set_running_or_notify_cancel():
                job[0].set_exception(error)


def _scene_and_camera(scene: World | DrawList, camera: CameraState | None) -> tuple[DrawList, CameraState]:
    if isinstance(scene, World):
        camera = camera or scene.camera
    if camera is None:
        raise RenderError("There is no camera to draw from; give the shot a camera.")
    return (build(scene, refine_for=camera) if isinstance(scene, World) else scene), camera
