"""Vertices for the vertex shader, and long lists that any shader can fetch from."""

from __future__ import annotations

import ctypes
from collections.abc import Collection, Mapping
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from OpenGL import GL

from previz.gl.texture import pointer

Primitive = Literal["triangles", "triangle_strip", "lines", "line_strip", "points"]

_PRIMITIVES = {
    "triangles": GL.GL_TRIANGLES,
    "triangle_strip": GL.GL_TRIANGLE_STRIP,
    "lines": GL.GL_LINES,
    "line_strip": GL.GL_LINE_STRIP,
    "points": GL.GL_POINTS,
}
_TYPES = {
    "f4": GL.GL_FLOAT,
    "f2": GL.GL_HALF_FLOAT,
    "u1": GL.GL_UNSIGNED_BYTE,
    "u2": GL.GL_UNSIGNED_SHORT,
    "u4": GL.GL_UNSIGNED_INT,
    "i4": GL.GL_INT,
}


class VertexArray:
    """A structured array of vertices, perhaps with indices.

    Field number n of the dtype feeds ``layout(location = n)``; fields named ``_…`` are padding and take no
    location. Floats arrive as floats; integers as integers, unless the field is in ``normalised``: then
    0…maximum arrives as 0.0…1.0.
    """

    def __init__(
        self,
        vertices: NDArray[np.void],
        indices: NDArray[np.uint32] | None = None,
        *,
        normalised: Collection[str] = (),
        dynamic: bool = False,
    ) -> None:
        self._usage = GL.GL_DYNAMIC_DRAW if dynamic else GL.GL_STATIC_DRAW
        self._dtype = vertices.dtype
        self._indexed = indices is not None
        self.handle = int(GL.glGenVertexArrays(1))
        self._buffers = [int(name) for name in GL.glGenBuffers(2)]
        GL.glBindVertexArray(self.handle)
        GL.glBindBuffer(GL.GL_ARRAY_BUFFER, self._buffers[0])
        GL.glBindBuffer(GL.GL_ELEMENT_ARRAY_BUFFER, self._buffers[1])
        self.write(vertices, indices)
        GL.glBindVertexArray(self.handle)
        GL.glBindBuffer(GL.GL_ARRAY_BUFFER, self._buffers[0])
        self._declare(normalised)
        GL.glBindVertexArray(0)

    def _declare(self, normalised: Collection[str]) -> None:
        layout: Mapping[str, Any] = self._dtype.fields or {}
        names = [name for name in self._dtype.names or () if not name.startswith("_")]
        for location, name in enumerate(names):
            field, offset = layout[name][:2]
            base, shape = field.subdtype or (field, ())
            count, kind = int(np.prod(shape or 1)), _TYPES[base.str[1:]]
            GL.glEnableVertexAttribArray(location)
            place = ctypes.c_void_p(offset)
            stride = self._dtype.itemsize
            if base.kind == "f" or name in normalised:
                GL.glVertexAttribPointer(location, count, kind, base.kind != "f", stride, place)
            else:
                GL.glVertexAttribIPointer(location, count, kind, stride, place)

    def write(self, vertices: NDArray[np.void], indices: NDArray[np.uint32] | None = None) -> None:
        """Replace everything. Raises ValueError for another dtype, or when indices come or go."""
        if vertices.dtype != self._dtype or (indices is not None) != self._indexed:
            raise ValueError("the layout of a vertex array cannot change")
        data = np.ascontiguousarray(vertices)
        GL.glBindVertexArray(0)
        GL.glBindBuffer(GL.GL_ARRAY_BUFFER, self._buffers[0])
        GL.glBufferData(GL.GL_ARRAY_BUFFER, max(data.nbytes, 1), pointer(data), self._usage)
        self.count = len(data)
        if indices is not None:
            numbers = np.ascontiguousarray(indices, np.uint32)
            GL.glBindVertexArray(self.handle)
            size = max(numbers.nbytes, 1)
            GL.glBufferData(GL.GL_ELEMENT_ARRAY_BUFFER, size, pointer(numbers), self._usage)
            GL.glBindVertexArray(0)
            self.count = numbers.size

    def bind(self) -> None:
        GL.glBindVertexArray(self.handle)

    def draw(
        self,
        primitive: Primitive = "triangles",
        *,
        first: int = 0,
        count: int | None = None,
        instances: int = 1,
        base_vertex: int = 0,
    ) -> None:
        """Draw ``count`` vertices (or indices) from ``first``, all by default, with the program in use."""
        number = self.count - first if count is None else count
        if number <= 0 or instances <= 0:
            return
        self.bind()
        mode = _PRIMITIVES[primitive]
        if self._indexed:
            where = ctypes.c_void_p(first * 4)
            kind = GL.GL_UNSIGNED_INT
            GL.glDrawElementsInstancedBaseVertex(mode, number, kind, where, instances, base_vertex)
        else:
            GL.glDrawArraysInstanced(mode, first, number, instances)

    def delete(self) -> None:
        GL.glDeleteVertexArrays(1, [self.handle])
        GL.glDeleteBuffers(2, self._buffers)


class BufferTexture:
    """A list of RGBA float texels that a ``samplerBuffer`` fetches by number."""

    def __init__(self, data: NDArray[np.float32] | None = None) -> None:
        self.handle = int(GL.glGenTextures(1))
        self._buffer = int(GL.glGenBuffers(1))
        self.write(np.zeros((1, 4), np.float32) if data is None else data)

    def write(self, data: NDArray[Any]) -> None:
        """Any array whose size is a multiple of 4, as texels in memory order; empty means one zero texel."""
        texels = np.ascontiguousarray(data if data.size else np.zeros(4), np.float32)
        GL.glBindBuffer(GL.GL_TEXTURE_BUFFER, self._buffer)
        GL.glBufferData(GL.GL_TEXTURE_BUFFER, texels.nbytes, pointer(texels), GL.GL_DYNAMIC_DRAW)
        GL.glBindTexture(GL.GL_TEXTURE_BUFFER, self.handle)
        GL.glTexBuffer(GL.GL_TEXTURE_BUFFER, GL.GL_RGBA32F, self._buffer)

    def bind(self, unit: int) -> None:
        GL.glActiveTexture(GL.GL_TEXTURE0 + unit)
        GL.glBindTexture(GL.GL_TEXTURE_BUFFER, self.handle)

    def delete(self) -> None:
        GL.glDeleteTextures(1, [self.handle])
        GL.glDeleteBuffers(1, [self._buffer])
