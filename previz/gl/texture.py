"""Two-dimensional textures. Arrays in Python are rows top-down; OpenGL's first row is the lowest one, so
uploads and reads turn the rows round and shaders always have v pointing up."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import DTypeLike, NDArray
from OpenGL import GL
from OpenGL.error import GLError

from previz.errors import RenderError
from previz.gl.state import max_texture_size

Format = Literal["r8", "rg8", "rgba8", "r16f", "rgba16f", "r32f", "rgba32f", "r32ui", "depth24"]


@dataclass(frozen=True)
class PixelFormat:
    """How a texture is stored and how its pixels travel; ``dtype`` and ``channels`` are numpy's."""

    internal: int
    layout: int
    type: int
    dtype: DTypeLike
    channels: int


FORMATS: dict[Format, PixelFormat] = {
    "r8": PixelFormat(GL.GL_R8, GL.GL_RED, GL.GL_UNSIGNED_BYTE, np.uint8, 1),
    "rg8": PixelFormat(GL.GL_RG8, GL.GL_RG, GL.GL_UNSIGNED_BYTE, np.uint8, 2),
    "rgba8": PixelFormat(GL.GL_RGBA8, GL.GL_RGBA, GL.GL_UNSIGNED_BYTE, np.uint8, 4),
    "r16f": PixelFormat(GL.GL_R16F, GL.GL_RED, GL.GL_HALF_FLOAT, np.float16, 1),
    "rgba16f": PixelFormat(GL.GL_RGBA16F, GL.GL_RGBA, GL.GL_HALF_FLOAT, np.float16, 4),
    "r32f": PixelFormat(GL.GL_R32F, GL.GL_RED, GL.GL_FLOAT, np.float32, 1),
    "rgba32f": PixelFormat(GL.GL_RGBA32F, GL.GL_RGBA, GL.GL_FLOAT, np.float32, 4),
    "r32ui": PixelFormat(GL.GL_R32UI, GL.GL_RED_INTEGER, GL.GL_UNSIGNED_INT, np.uint32, 1),
    "depth24": PixelFormat(GL.GL_DEPTH_COMPONENT24, GL.GL_DEPTH_COMPONENT, GL.GL_FLOAT, np.float32, 1),
}


def pointer(array: NDArray[Any]) -> ctypes.c_void_p:
    """Address of a contiguous array for OpenGL; the caller keeps the array alive."""
    return ctypes.c_void_p(array.ctypes.data)


class Texture2D:
    """``size_px`` is (width, height). Integer and depth formats are never filtered.

    ``compare`` makes a depth texture answer ``sampler2DShadow`` (filtered, ≤).
    Raises RenderError for a size that the driver refuses.
    """

    def __init__(
        self,
        size_px: tuple[int, int],
        format: Format = "rgba8",
        data: NDArray[Any] | None = None,
        *,
        smooth: bool = False,
        repeat: bool = False,
        compare: bool = False,
    ) -> None:
        self.size_px, self.format = size_px, format
        self.pixels = FORMATS[format]
        width, height = size_px
        limit = max_texture_size()
        if not (0 < width <= limit and 0 < height <= limit):
            raise RenderError(f"A picture cannot be {width} × {height} px; use 1 to {limit} px a side.")
        self.handle = int(GL.glGenTextures(1))
        GL.glBindTexture(GL.GL_TEXTURE_2D, self.handle)
        p = self.pixels
        try:
            GL.glTexImage2D(GL.GL_TEXTURE_2D, 0, p.internal, width, height, 0, p.layout, p.type, None)
        except GLError as error:
            self.delete()
            raise RenderError(
                f"The graphics driver has no memory for {width} × {height} px; use a smaller picture."
            ) from error
        self._set_sampling(smooth, repeat, compare)
        if data is not None:
            self.write(data)

    def _set_sampling(self, smooth: bool, repeat: bool, compare: bool) -> None:
        around = GL.GL_REPEAT if repeat else GL.GL_CLAMP_TO_EDGE
        filtering = GL.GL_LINEAR if smooth or compare else GL.GL_NEAREST
        parameters = {
            GL.GL_TEXTURE_MIN_FILTER: filtering,
            GL.GL_TEXTURE_MAG_FILTER: filtering,
            GL.GL_TEXTURE_WRAP_S: around,
            GL.GL_TEXTURE_WRAP_T: around,
        }
        if compare:
            parameters[GL.GL_TEXTURE_COMPARE_MODE] = GL.GL_COMPARE_REF_TO_TEXTURE
            parameters[GL.GL_TEXTURE_COMPARE_FUNC] = GL.GL_LEQUAL
        for name, value in parameters.items():
            GL.glTexParameteri(GL.GL_TEXTURE_2D, name, value)

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of this texture as an array: (h, w) or (h, w, channels)."""
        width, height = self.size_px
        return (height, width) if self.pixels.channels == 1 else (height, width, self.pixels.channels)

    def write(self, data: NDArray[Any]) -> None:
        """All pixels from an array of ``shape`` in the format's dtype, rows top-down. Raises ValueError."""
        if data.shape != self.shape or data.dtype != self.pixels.dtype:
            wanted = f"{self.shape} {np.dtype(self.pixels.dtype)}"
            raise ValueError(f"need {wanted}, got {data.shape} {data.dtype}")
        rows = np.ascontiguousarray(data[::-1])
        GL.glPixelStorei(GL.GL_UNPACK_ALIGNMENT, 1)
        GL.glBindTexture(GL.GL_TEXTURE_2D, self.handle)
        p, (width, height) = self.pixels, self.size_px
        GL.glTexSubImage2D(GL.GL_TEXTURE_2D, 0, 0, 0, width, height, p.layout, p.type, pointer(rows))

    def bind(self, unit: int) -> None:
        GL.glActiveTexture(GL.GL_TEXTURE0 + unit)
        GL.glBindTexture(GL.GL_TEXTURE_2D, self.handle)

    def delete(self) -> None:
        GL.glDeleteTextures(1, [self.handle])
