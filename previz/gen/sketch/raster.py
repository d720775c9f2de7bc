"""Strokes → a layer of ink, through OpenGL where there is any, else through numpy; both do the same maths.

A stroke is a ribbon: its edge is ``half_width − |u| + ½`` of a pixel, roughened along the way, and the
tooth of the paper eats it where the pressure is low. Overlapping strokes darken like ink: 1 − Π(1 − c).
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from previz.errors import RenderError
from previz.gen.sketch.marks import Strokes
from previz.gen.sketch.noise import along
from previz.gen.sketch.sheet import Floats
from previz.gen.sketch.trace import arc_length, curve_numbers

_VERTEX = np.dtype([("place", "<f4", 2), ("shape", "<f4", 4)])
_VS = """#version 330 core
layout(location = 0) in vec2 place;
layout(location = 1) in vec4 shape;
uniform vec2 u_size;
out vec4 v_shape;
out vec2 v_place;
void main() {
    gl_Position = vec4(place.x / u_size.x * 2.0 - 1.0, 1.0 - place.y / u_size.y * 2.0, 0.0, 1.0);
    v_shape = shape;
    v_place = place;
}
"""
_FS = """#version 330 core
in vec4 v_shape;
in vec2 v_place;
uniform sampler2D u_tooth;
uniform vec2 u_size;
uniform float u_grain;
out vec4 o_ink;
void main() {
    float u = abs(v_shape.x), half_width = v_shape.y, pressure = v_shape.z;
    float tooth = texture(u_tooth, vec2(v_place.x, u_size.y - v_place.y) / u_size).r;
    float ink = clamp(half_width - u + 0.5, 0.0, 1.0) * min(1.0, half_width * 2.0 + 0.15);
    float core = 1.0 - u / max(half_width, 0.5);
    float bite = smoothstep(tooth - 0.30, tooth + 0.30, pressure * 0.95 + 0.12 + core * 0.12);
    ink *= mix(pressure, bite * min(pressure * 1.25, 1.0), u_grain);
    o_ink = vec4(ink);
}
"""


@dataclass(frozen=True)
class Nib:
    """How strokes of one layer meet the paper."""

    grain: float
    roughness: float


class Raster(Protocol):
    """Lays strokes on an empty layer of the tooth's size."""

    def lay(self, strokes: Strokes, nib: Nib, tooth: NDArray[np.uint8]) -> NDArray[np.uint8]: ...


def rough(strokes: Strokes, nib: Nib, scale: float) -> tuple[Floats, Floats]:
    """Half widths with an uneven edge, and unit normals, per point."""
    points, starts = strokes.points, strokes.starts
    run, _ = arc_length(points, starts)
    number = curve_numbers(starts)
    key = (strokes.chance * 65521).astype(np.int64)[number]
    uneven = along(run - run[starts[:-1]][number], key, 14 * scale, 5) * 0.32 * nib.roughness
    half = strokes.half_widths + uneven * np.minimum(strokes.half_widths, 3.0)
    tangent = np.empty_like(points)
    tangent[1:-1] = points[2:] - points[:-2]
    first, last = starts[:-1], starts[1:] - 1
    tangent[first] = points[first + 1] - points[first]
    tangent[last] = points[last] - points[last - 1]
    tangent /= np.maximum(np.hypot(*tangent.T), 1e-6)[:, None]
    return half.astype(np.float32), np.stack([-tangent[:, 1], tangent[:, 0]], axis=1).astype(np.float32)


class GlRaster:
    """Needs a current OpenGL context."""

    def __init__(self) -> None:
        from previz import gl

        self._gl: Any = gl
        self._program = gl.Program(_VS, _FS)
        self._array: Any = None
        self._layer: Any = None
        self._tooth: Any = None
        self._written: NDArray[np.uint8] | None = None

    def lay(self, strokes: Strokes, nib: Nib, tooth: NDArray[np.uint8]) -> NDArray[np.uint8]:
        height, width = tooth.shape
        if not len(strokes):
            return np.zeros((height, width), np.uint8)
        gl = self._gl
        self._prepare(tooth)
        vertices, indices = self._ribbons(strokes, nib, max(height, width) / 1920)
        if self._array is None:
            self._array = gl.VertexArray(vertices, indices, dynamic=True)
        else:
            self._array.write(vertices, indices)
        self._layer.bind()
        gl.set_state()
        self._layer.clear(0.0)
        gl.set_state(blend="screen")
        self._program.use(u_size=(width, height), u_grain=nib.grain, u_tooth=self._tooth)
        self._array.draw()
        return np.asarray(self._layer.read())

    def _prepare(self, tooth: NDArray[np.uint8]) -> None:
        gl, size = self._gl, (tooth.shape[1], tooth.shape[0])
        if self._layer is None or self._layer.size_px != size:
            for old in (self._layer, self._tooth):
                if old is not None:
                    old.delete()
            self._layer = gl.Framebuffer([gl.Texture2D(size, "r8")])
            self._tooth = gl.Texture2D(size, "r8")
            self._written = None
        if self._written is not tooth:
            self._tooth.write(tooth)
            self._written = tooth

    @staticmethod
    def _ribbons(strokes: Strokes, nib: Nib, scale: float) -> tuple[NDArray[np.void], NDArray[np.uint32]]:
        half, normal = rough(strokes, nib, scale)
        reach = half + 1.0
        vertices = np.zeros((len(half), 2), _VERTEX)
        for column, sign in enumerate((-1.0, 1.0)):
            vertices["place"][:, column] = strokes.points + normal * (reach * sign)[:, None]
            vertices["shape"][:, column, 0] = reach * sign
            vertices["shape"][:, column, 1] = half
            vertices["shape"][:, column, 2] = strokes.pressures
        number = curve_numbers(strokes.starts)
        a = 2 * np.nonzero(np.diff(number) == 0)[0]
        quads = np.stack([a, a + 1, a + 2, a + 2, a + 1, a + 3], axis=1).astype(np.uint32)
        return vertices.reshape(-1), quads.reshape(-1)


class CpuRaster:
    """The same ribbons in numpy: every segment visits the pixels that it may touch."""

    _AT_ONCE = 60_000

    def lay(self, strokes: Strokes, nib: Nib, tooth: NDArray[np.uint8]) -> NDArray[np.uint8]:
        height, width = tooth.shape
        clear = np.zeros(height * width)
        if len(strokes):
            half, _ = rough(strokes, nib, max(height, width) / 1920)
            number = curve_numbers(strokes.starts)
            index = np.nonzero(np.diff(number) == 0)[0]
            for first in range(0, len(index), self._AT_ONCE):
                self._segments(strokes, half, index[first : first + self._AT_ONCE], nib, tooth, clear)
        return np.asarray((1 - np.exp(clear)) * 255 + 0.5, np.uint8).reshape(height, width)

    def _segments(
        self,
        strokes: Strokes,
        half: Floats,
        index: NDArray[np.int64],
        nib: Nib,
        tooth: NDArray[np.uint8],
        clear: NDArray[np.float64],
    ) -> None:
        """Add log(1 − ink) of some segments to ``clear``."""
        p, q = strokes.points[index], strokes.points[index + 1]
        d = q - p
        length = np.maximum(np.hypot(*d.T), 1e-4)
        d = d / length[:, None]
        pixel, segment = _touched(p, q, np.maximum(half[index], half[index + 1]) + 0.75, tooth.shape)
        x = (pixel % tooth.shape[1]).astype(np.float32) + 0.5 - p[segment, 0]
        y = (pixel // tooth.shape[1]).astype(np.float32) + 0.5 - p[segment, 1]
        dx, dy = d[segment, 0], d[segment, 1]
        share = (x * dx + y * dy) / length[segment]
        inside = (share >= 0) & (share < 1)
        pixel, segment, share = pixel[inside], segment[inside], share[inside]
        u = np.abs(y[inside] * dx[inside] - x[inside] * dy[inside])
        a = index[segment]
        wide = half[a] + (half[a + 1] - half[a]) * share
        press = strokes.pressures[a] + (strokes.pressures[a + 1] - strokes.pressures[a]) * share
        ink = np.clip(wide - u + 0.5, 0, 1) * np.minimum(1, wide * 2 + 0.15)
        core = 1 - u / np.maximum(wide, 0.5)
        height = tooth.reshape(-1)[pixel] / np.float32(255)
        t = np.clip((press * 0.95 + 0.12 + core * 0.12 - height + 0.30) / 0.60, 0, 1)
        bite = t * t * (3 - 2 * t) * np.minimum(press * 1.25, 1)
        ink *= press + (bite - press) * nib.grain
        clear += np.bincount(pixel, weights=np.log1p(-np.clip(ink, 0, 0.998)), minlength=clear.size)


def _touched(
    p: Floats, q: Floats, reach: Floats, shape: tuple[int, ...]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pixels in the boxes round segments p–q grown by ``reach``, rows narrowed to the ribbon.

    Returns flat pixel numbers and the segment that asks for each.
    """
    height, width = shape
    d = q - p
    low_y = np.clip(np.floor(np.minimum(p[:, 1], q[:, 1]) - reach), 0, height).astype(np.int64)
    high_y = np.clip(np.ceil(np.maximum(p[:, 1], q[:, 1]) + reach), 0, height).astype(np.int64)
    rows = np.maximum(high_y - low_y, 0)
    segment = np.repeat(np.arange(len(p)), rows)
    row = np.arange(len(segment)) - np.repeat(np.cumsum(rows) - rows, rows) + low_y[segment]
    # along this row the ribbon is centred where the segment's line crosses it
    slope = d[:, 0] / np.where(np.abs(d[:, 1]) < 1e-3, np.inf, d[:, 1])
    centre = p[segment, 0] + slope[segment] * (row + 0.5 - p[segment, 1])
    length = np.maximum(np.hypot(*d.T), 1e-4)
    spread = np.where(np.abs(d[:, 1]) < 1e-3, np.inf, reach * length / np.maximum(np.abs(d[:, 1]), 1e-3))
    box_low = (np.minimum(p[:, 0], q[:, 0]) - reach)[segment]
    box_high = (np.maximum(p[:, 0], q[:, 0]) + reach)[segment]
    low_x = np.clip(np.floor(np.maximum(centre - spread[segment], box_low)), 0, width).astype(np.int64)
    high_x = np.clip(np.ceil(np.minimum(centre + spread[segment], box_high)), 0, width).astype(np.int64)
    columns = np.maximum(high_x - low_x, 0)
    inner = np.repeat(np.arange(len(row)), columns)
    column = np.arange(len(inner)) - np.repeat(np.cumsum(columns) - columns, columns) + low_x[inner]
    return row[inner] * width + column, segment[inner]


class Press:
    """Owns the raster of one worker process: OpenGL if a context can be had, else numpy."""

    def __init__(self, use_gl: bool = True) -> None:
        self._stack = ExitStack()
        self.raster: Raster = CpuRaster()
        if use_gl:
            try:
                from previz import gl

                self._stack.enter_context(gl.headless())
                self.raster = GlRaster()
            except RenderError:
                self._stack.close()

    def close(self) -> None:
        self.raster = CpuRaster()
        self._stack.close()
