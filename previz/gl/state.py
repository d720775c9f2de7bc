"""The few switches of the OpenGL state machine that we use, always all set together."""

from __future__ import annotations

from typing import Literal

from OpenGL import GL

Blend = Literal["alpha", "add", "screen", "max"]

_BLENDS = {
    "alpha": (GL.GL_FUNC_ADD, GL.GL_SRC_ALPHA, GL.GL_ONE_MINUS_SRC_ALPHA),
    "add": (GL.GL_FUNC_ADD, GL.GL_ONE, GL.GL_ONE),
    "screen": (GL.GL_FUNC_ADD, GL.GL_ONE, GL.GL_ONE_MINUS_SRC_COLOR),
    "max": (GL.GL_MAX, GL.GL_ONE, GL.GL_ONE),
}


def finish() -> None:
    """Wait until everything asked for is drawn."""
    GL.glFinish()


def set_state(
    *,
    depth: bool = False,
    depth_writes: bool = True,
    blend: Blend | None = None,
    polygon_offset: tuple[float, float] | None = None,
    scissor: tuple[int, int, int, int] | None = None,
) -> None:
    """Depth test and writing, blending, depth offset and scissor; culling and stencil are off.

    ``scissor`` is (left, bottom, width, height) in pixels from the lower left corner.

    Without ``depth_writes`` a pass is hidden by what is nearer and hides nothing itself.
    """
    for switch, on in (
        (GL.GL_DEPTH_TEST, depth),
        (GL.GL_BLEND, blend is not None),
        (GL.GL_POLYGON_OFFSET_FILL, polygon_offset is not None),
        (GL.GL_CULL_FACE, False),
        (GL.GL_SCISSOR_TEST, scissor is not None),
        (GL.GL_STENCIL_TEST, False),
    ):
        (GL.glEnable if on else GL.glDisable)(switch)
    GL.glDepthMask(GL.GL_TRUE if depth and depth_writes else GL.GL_FALSE)
    GL.glDepthFunc(GL.GL_LESS)
    GL.glColorMask(True, True, True, True)
    if blend is not None:
        equation, source, destination = _BLENDS[blend]
        GL.glBlendEquation(equation)
        GL.glBlendFunc(source, destination)
    if scissor is not None:
        GL.glScissor(*scissor)
    if polygon_offset is not None:
        GL.glPolygonOffset(*polygon_offset)


def set_culling(on: bool) -> None:
    """Leave out faces that are turned away from the camera, until the next `set_state`."""
    (GL.glEnable if on else GL.glDisable)(GL.GL_CULL_FACE)


def set_viewport(rect: tuple[int, int, int, int]) -> None:
    """Draw into (left, bottom, width, height) of the bound framebuffer, pixels from its lower left corner."""
    GL.glViewport(*rect)


def clear_screen(framebuffer: int, colour: tuple[float, float, float, float]) -> None:
    """Fill a framebuffer that somebody else made (a window's, by its OpenGL name) with one colour."""
    GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, framebuffer)
    set_state()
    GL.glClearColor(*colour)
    GL.glClear(GL.GL_COLOR_BUFFER_BIT)


def max_texture_size() -> int:
    """Largest width or height of a texture in this context, in pixels."""
    return int(GL.glGetIntegerv(GL.GL_MAX_TEXTURE_SIZE))


def describe() -> str:
    """Driver and version in one line, e.g. for a report of trouble."""
    return f"{GL.glGetString(GL.GL_RENDERER).decode()}, OpenGL {GL.glGetString(GL.GL_VERSION).decode()}"
