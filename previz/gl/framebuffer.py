"""Textures to draw into, and reading them back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from OpenGL import GL

from previz.errors import RenderError
from previz.gl.texture import Texture2D, pointer


class Framebuffer:
    """Colour textures of one size, in the order of the shader's outputs, and perhaps a depth.

    ``depth`` may be a depth texture, or True for a private one of 24 bits. The colour textures stay the
    caller's; ``delete`` frees the framebuffer and its private depth. Raises RenderError if the driver
    refuses the combination.
    """

    def __init__(self, colours: Sequence[Texture2D], depth: Texture2D | bool = False) -> None:
        self.colours = tuple(colours)
        textures = [*colours, depth] if isinstance(depth, Texture2D) else list(colours)
        if len({texture.size_px for texture in textures}) != 1:
            raise ValueError("a framebuffer needs at least one texture, all of one size")
        self.size_px = textures[0].size_px
        self._private = Texture2D(self.size_px, "depth24") if depth is True else None
        self.depth = depth if isinstance(depth, Texture2D) else self._private
        self.handle = int(GL.glGenFramebuffers(1))
        GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, self.handle)
        points = [GL.GL_COLOR_ATTACHMENT0 + index for index in range(len(self.colours))]
        for point, texture in zip(points, self.colours, strict=True):
            GL.glFramebufferTexture2D(GL.GL_FRAMEBUFFER, point, GL.GL_TEXTURE_2D, texture.handle, 0)
        if self.depth is not None:
            target = (GL.GL_FRAMEBUFFER, GL.GL_DEPTH_ATTACHMENT, GL.GL_TEXTURE_2D)
            GL.glFramebufferTexture2D(*target, self.depth.handle, 0)
        if points:
            GL.glDrawBuffers(len(points), points)
        else:
            GL.glDrawBuffer(GL.GL_NONE)
            GL.glReadBuffer(GL.GL_NONE)
        if GL.glCheckFramebufferStatus(GL.GL_FRAMEBUFFER) != GL.GL_FRAMEBUFFER_COMPLETE:
            self.delete()
            raise RenderError("The graphics driver refuses this picture format; update the driver.")

    def bind(self) -> None:
        """Draw here from now on, over the whole size."""
        GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, self.handle)
        GL.glViewport(0, 0, *self.size_px)

    def clear(self, *values: float | Sequence[float], depth: float | None = 1.0) -> None:
        """One value (number or per channel) for each colour in order, and the depth if there is one.

        Binds the framebuffer and needs ``set_state(depth=True)`` for the depth to be cleared.
        """
        self.bind()
        for index, (texture, value) in enumerate(zip(self.colours, values, strict=True)):
            integer = texture.pixels.layout == GL.GL_RED_INTEGER
            filled = np.broadcast_to(np.asarray(value), 4).astype(np.uint32 if integer else np.float32)
            (GL.glClearBufferuiv if integer else GL.glClearBufferfv)(GL.GL_COLOR, index, filled)
        if self.depth is not None and depth is not None:
            GL.glClearBufferfv(GL.GL_DEPTH, 0, np.array([depth], np.float32))

    def clear_depth(self, depth: float = 1.0) -> None:
        """The depth alone. Binds the framebuffer and needs ``set_state(depth=True)``."""
        self.bind()
        GL.glClearBufferfv(GL.GL_DEPTH, 0, np.array([depth], np.float32))

    def read(self, index: int = 0, rect: tuple[int, int, int, int] | None = None) -> NDArray[Any]:
        """A colour as an array, rows top-down. ``rect`` is (left, top, width, height) in pixels."""
        texture = self.colours[index]
        left, top, width, height = rect or (0, 0, *self.size_px)
        bottom = self.size_px[1] - top - height
        p = texture.pixels
        shape = (height, width) if p.channels == 1 else (height, width, p.channels)
        rows = np.empty(shape, p.dtype)
        GL.glBindFramebuffer(GL.GL_READ_FRAMEBUFFER, self.handle)
        GL.glReadBuffer(GL.GL_COLOR_ATTACHMENT0 + index)
        GL.glPixelStorei(GL.GL_PACK_ALIGNMENT, 1)
        GL.glReadPixels(left, bottom, width, height, p.layout, p.type, pointer(rows))
        return np.ascontiguousarray(rows[::-1])

    def copy_to(self, handle: int, rect: tuple[int, int, int, int]) -> None:
        """The first colour into (left, bottom, width, height) of another framebuffer, by its OpenGL name."""
        width, height = self.size_px
        left, bottom, wide, high = rect
        GL.glBindFramebuffer(GL.GL_READ_FRAMEBUFFER, self.handle)
        GL.glReadBuffer(GL.GL_COLOR_ATTACHMENT0)
        GL.glBindFramebuffer(GL.GL_DRAW_FRAMEBUFFER, handle)
        corners = (0, 0, width, height, left, bottom, left + wide, bottom + high)
        filtering = GL.GL_NEAREST if (wide, high) == self.size_px else GL.GL_LINEAR
        GL.glBlitFramebuffer(*corners, GL.GL_COLOR_BUFFER_BIT, filtering)

    def copy_depth_to(self, other: Framebuffer) -> None:
        """The depth into another one of any size, by nearest texel."""
        GL.glBindFramebuffer(GL.GL_READ_FRAMEBUFFER, self.handle)
        GL.glBindFramebuffer(GL.GL_DRAW_FRAMEBUFFER, other.handle)
        corners = (0, 0, *self.size_px, 0, 0, *other.size_px)
        GL.glBlitFramebuffer(*corners, GL.GL_DEPTH_BUFFER_BIT, GL.GL_NEAREST)

    def delete(self) -> None:
        GL.glDeleteFramebuffers(1, [self.handle])
        if self._private is not None:
            self._private.delete()
