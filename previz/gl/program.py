"""Shader programs whose uniforms are set by name and value."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from OpenGL import GL

from previz.errors import RenderError

FULLSCREEN_VS = """#version 330 core
out vec2 v_uv;
void main() {
    vec2 corner = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2);
    v_uv = corner;
    gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}
"""
"""Vertex shader for `fullscreen`: one triangle over everything; ``v_uv`` is 0…1 with v up."""


BACKDROP_VS = FULLSCREEN_VS.replace("0.0, 1.0)", "0.99999, 1.0)")
"""The same behind everything: with the depth test on, only where nothing was drawn."""


class Bindable(Protocol):
    def bind(self, unit: int) -> None: ...


Uniform = bool | int | float | Sequence[float] | NDArray[Any] | Bindable

_VECTORS = {
    GL.GL_FLOAT: "1fv",
    GL.GL_FLOAT_VEC2: "2fv",
    GL.GL_FLOAT_VEC3: "3fv",
    GL.GL_FLOAT_VEC4: "4fv",
    GL.GL_INT: "1iv",
    GL.GL_INT_VEC2: "2iv",
    GL.GL_BOOL: "1iv",
    GL.GL_UNSIGNED_INT: "1uiv",
}
_MATRICES = {GL.GL_FLOAT_MAT3: "Matrix3fv", GL.GL_FLOAT_MAT4: "Matrix4fv"}
_DTYPES = {"f": np.float32, "i": np.int32, "u": np.uint32}
_DECLARED = re.compile(r"\buniform\s+(?:\w+\s+)?\w+\s+([^;]+);")


class Program:
    """A vertex and a fragment shader, linked. ``defines`` are names that the source can test with #ifdef.

    Samplers take a texture as their value and own a texture unit each. Raises RenderError with the
    driver's log if the source does not compile.
    """

    def __init__(self, vertex: str, fragment: str, defines: Collection[str] = ()) -> None:
        self.handle = int(GL.glCreateProgram())
        shaders = [
            _compile(kind, _defined(source, defines))
            for kind, source in ((GL.GL_VERTEX_SHADER, vertex), (GL.GL_FRAGMENT_SHADER, fragment))
        ]
        for shader in shaders:
            GL.glAttachShader(self.handle, shader)
        GL.glLinkProgram(self.handle)
        for shader in shaders:
            GL.glDeleteShader(shader)
        if not GL.glGetProgramiv(self.handle, GL.GL_LINK_STATUS):
            raise RenderError(f"A shader does not link: {_text(GL.glGetProgramInfoLog(self.handle))}")
        self._declared = _declared(vertex) | _declared(fragment)
        self._uniforms = self._active()
        self._units = {name: unit for unit, name in enumerate(self._samplers())}
        GL.glUseProgram(self.handle)
        for name, unit in self._units.items():
            GL.glUniform1i(self._uniforms[name][0], unit)

    def _active(self) -> dict[str, tuple[int, int]]:
        """Uniform name → (location, GL type)."""
        result = {}
        for index in range(GL.glGetProgramiv(self.handle, GL.GL_ACTIVE_UNIFORMS)):
            raw, _, kind = GL.glGetActiveUniform(self.handle, index)
            name = _text(raw).split("[")[0]
            result[name] = (int(GL.glGetUniformLocation(self.handle, name)), int(kind))
        return result

    def _samplers(self) -> list[str]:
        plain = {*_VECTORS, *_MATRICES}
        return sorted(name for name, (_, kind) in self._uniforms.items() if kind not in plain)

    def use(self, **uniforms: Uniform) -> None:
        """Make current and set uniforms; the others keep their last value."""
        GL.glUseProgram(self.handle)
        for name, value in uniforms.items():
            self.set(name, value)

    def set(self, name: str, value: Uniform) -> None:
        """One uniform of the program in use. A declared one that the compiler removed is ignored.

        Matrices are row-major arrays, as numpy writes them; uniform arrays are
        given whole. Raises ValueError for a name that the source does not declare.
        """
        if name not in self._uniforms:
            if name in self._declared:
                return
            raise ValueError(f"the shader declares no uniform {name!r}")
        location, kind = self._uniforms[name]
        if name in self._units:
            if not hasattr(value, "bind"):
                raise ValueError(f"the sampler {name!r} needs a texture")
            value.bind(self._units[name])
        elif kind in _MATRICES:
            side = int(_MATRICES[kind][6])
            matrices = np.ascontiguousarray(value, np.float32).reshape(-1, side, side)
            getattr(GL, f"glUniform{_MATRICES[kind]}")(location, len(matrices), GL.GL_TRUE, matrices)
        else:
            form = _VECTORS[kind]
            flat = np.ascontiguousarray(value, _DTYPES[form[1]]).ravel()
            getattr(GL, f"glUniform{form}")(location, flat.size // int(form[0]), flat)

    def delete(self) -> None:
        GL.glUseProgram(0)  # what is in use would stay
        GL.glDeleteProgram(self.handle)


def fullscreen(program: Program, **uniforms: Uniform) -> None:
    """Run a program made with FULLSCREEN_VS once for every pixel of the bound framebuffer."""
    program.use(**uniforms)
    empty = int(GL.glGenVertexArrays(1))
    GL.glBindVertexArray(empty)
    GL.glDrawArrays(GL.GL_TRIANGLES, 0, 3)
    GL.glBindVertexArray(0)
    GL.glDeleteVertexArrays(1, [empty])


def _defined(source: str, defines: Collection[str]) -> str:
    version, _, rest = source.partition("\n")
    return "\n".join([version, *(f"#define {name}" for name in defines), rest])


def _declared(source: str) -> set[str]:
    groups = _DECLARED.findall(source)
    return {name.strip().split("[")[0] for group in groups for name in group.split(",")}


def _compile(kind: int, source: str) -> int:
    shader = int(GL.glCreateShader(kind))
    GL.glShaderSource(shader, source)
    GL.glCompileShader(shader)
    if not GL.glGetShaderiv(shader, GL.GL_COMPILE_STATUS):
        raise RenderError(f"A shader does not compile: {_text(GL.glGetShaderInfoLog(shader))}")
    return shader


def _text(raw: Any) -> str:
    """PyOpenGL answers names as str, bytes or an array, depending on its version."""
    if isinstance(raw, str):
        return raw
    return bytes(raw).split(b"\0")[0].decode(errors="replace")
