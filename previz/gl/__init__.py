"""OpenGL plumbing that knows no scene: contexts, programs, textures, framebuffers, vertex arrays.

``headless`` can always be imported. The other names load PyOpenGL when they are first touched and raise
RenderError, with what to install, where there is no OpenGL; so a program without a graphics library
still starts. All objects belong to the context that was current when they were made.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from previz.errors import RenderError
from previz.gl.context import INSTALL_ADVICE, Context, headless

if TYPE_CHECKING:
    from previz.gl.buffers import BufferTexture, VertexArray
    from previz.gl.framebuffer import Framebuffer
    from previz.gl.program import FULLSCREEN_VS, Program, fullscreen
    from previz.gl.state import describe, max_texture_size, set_state, set_viewport
    from previz.gl.texture import Texture2D

__all__ = [
    "FULLSCREEN_VS",
    "BufferTexture",
    "Context",
    "Framebuffer",
    "Program",
    "Texture2D",
    "VertexArray",
    "describe",
    "fullscreen",
    "headless",
    "max_texture_size",
    "set_state",
    "set_viewport",
]

_HOMES = {
    "BufferTexture": "buffers",
    "VertexArray": "buffers",
    "Framebuffer": "framebuffer",
    "FULLSCREEN_VS": "program",
    "Program": "program",
    "fullscreen": "program",
    "describe": "state",
    "max_texture_size": "state",
    "set_state": "state",
    "set_viewport": "state",
    "Texture2D": "texture",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        module = import_module(f"{__name__}.{_HOMES[name]}")
    except (ImportError, OSError, AttributeError) as error:
        raise RenderError(f"OpenGL cannot be loaded ({error}). {INSTALL_ADVICE}") from error
    return getattr(module, name)
