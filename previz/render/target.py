"""The textures that one picture size needs."""

from __future__ import annotations

from previz.gl.framebuffer import Framebuffer
from previz.gl.texture import Texture2D

NOTHING_M = 1e6
"""Depth of pixels where there is nothing, while it is on the card; +inf once it is an array."""


class Target:
    """G-buffer, light and smoothing framebuffers of one size.

    ``geometry`` holds albedo, normals, depth and ids in this order; ``lighting`` beauty and light terms;
    ``moving`` has the picture and ids of a view that moves, with the depth of ``geometry``.
    ``openness`` and ``calmed`` are ambient occlusion at half size, before and after smoothing.
    """

    def __init__(self, size_px: tuple[int, int]) -> None:
        self.size_px = size_px
        half = ((size_px[0] + 1) // 2, (size_px[1] + 1) // 2)
        self.albedo = Texture2D(size_px, "rgba8")
        self.normals = Texture2D(size_px, "rgba16f")
        self.depth = Texture2D(size_px, "r32f")
        self.ids = Texture2D(size_px, "r32ui")
        self.beauty = Texture2D(size_px, "rgba8", smooth=True)
        self.light = Texture2D(size_px, "rgba8")
        self.smoothed = Texture2D(size_px, "rgba8", smooth=True)
        self.open = Texture2D(half, "r8")
        self.open_calm = Texture2D(half, "r8")
        self.depth_buffer = Texture2D(size_px, "depth24")
        surface = [self.albedo, self.normals, self.depth, self.ids]
        self.geometry = Framebuffer(surface, depth=self.depth_buffer)
        self.moving = Framebuffer([self.smoothed, self.ids], depth=self.depth_buffer)
        self.lighting = Framebuffer([self.beauty, self.light])
        self.smoothing = Framebuffer([self.smoothed])
        self.openness = Framebuffer([self.open])
        self.calmed = Framebuffer([self.open_calm])

    def delete(self) -> None:
        for part in vars(self).values():
            if isinstance(part, Framebuffer | Texture2D):
                part.delete()
