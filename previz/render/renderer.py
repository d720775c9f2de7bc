"""Draw list + camera → pixels, in whatever OpenGL 3.3 core context is current.

One renderer belongs to one context. The same draw list gives the same pixels in every context of the
same driver: a window, a worker thread or a machine without a screen.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from previz.assets import asset
from previz.errors import RenderError
from previz.gl.framebuffer import Framebuffer
from previz.gl.program import BACKDROP_VS, FULLSCREEN_VS, Program, fullscreen
from previz.gl.state import max_texture_size, set_state, set_viewport
from previz.gl.texture import Texture2D
from previz.render import coarse
from previz.render.drawlist import DrawList
from previz.render.gbuffer import MAX_SIDE_PX, PASSES, GBuffer, check_size
from previz.render.geometry import Geometry
from previz.render.light import KeyLight
from previz.render.light_uniforms import light_uniforms
from previz.render.shadow import ShadowView, shadow_view
from previz.render.target import NOTHING_M, Target
from previz.scene.blocking import CameraState
from previz.scene.transform import matrix, rigid_inverse

Floats = NDArray[np.float64]

NEAR_M, FAR_M = 0.05, 500.0
_AO_RADIUS_M = 0.6
_KEPT_TARGET_PX = 3_000_000
"""Targets of larger pictures are freed after use (a pixel takes some 45 bytes)."""
_KEPT_TARGETS = 3
_ROUGH = 4
"""Shadow maps of views that move are so many times coarser a side."""
_BACKDROP = ("u_zenith", "u_horizon", "u_nadir", "u_tan", "u_shift", "u_world_from_camera", "u_extinction")
_SUNLIT = (
    *("u_world_from_camera", "u_key", "u_shadow_from_camera", "u_texel_m"),
    *("u_key_colour", "u_sky_colour", "u_ground_colour", "u_softness"),
    *("u_shines", "u_shine_to", "u_shine_colour", "u_lamps", "u_lamp_at", "u_lamp_colour", "u_lamp_aim"),
)
_LAMPLIT = ("u_tan", "u_shift", "u_lamp", "u_shade", "u_tiles", "u_extinction", "u_horizon")
"""Uniforms of the three programs of a view that moves."""
_GRID = ((-0.125, -0.375), (0.375, -0.125), (-0.375, 0.125), (0.125, 0.375))
"""Rotated-grid places of the four samples within a pixel."""


@cache
def shader(name: str) -> str:
    """Source of a shipped shader; a line ``#include "name"`` takes another one in."""
    text = asset("shaders", f"{name}.glsl").read_text(encoding="utf-8")
    return re.sub(r'^#include "(\w+)"$', lambda found: shader(found[1]), text, flags=re.MULTILINE)


class Renderer:
    """Needs a current context from construction to ``close``."""

    def __init__(self) -> None:
        self._limit_px = min(MAX_SIDE_PX, max_texture_size())
        scene, picture, nothing = shader("scene.vs"), shader("gbuffer.fs"), shader("shadow.fs")
        self._rigid, self._skinned = Program(scene, picture), Program(scene, picture, ["SKIN"])
        self._rigid_shadow = Program(scene, nothing, ["SHADOW"])
        self._skinned_shadow = Program(scene, nothing, ["SHADOW", "SKIN"])
        self._light = Program(FULLSCREEN_VS, shader("light.fs"))
        self._ao, self._ao_blur, self._fxaa, self._share = (
            Program(FULLSCREEN_VS, shader(f"{name}.fs")) for name in ("ao", "ao_blur", "fxaa", "share")
        )
        self._backdrop = Program(BACKDROP_VS, shader("backdrop.fs"))
        moving = shader("moving.fs")
        self._rigid_sunlit = Program(scene, moving, ["SUNLIT"])
        self._skinned_sunlit = Program(scene, moving, ["SUNLIT", "SKIN"])
        self._rigid_lamplit, self._skinned_lamplit = Program(scene, moving), Program(scene, moving, ["SKIN"])
        self._geometry = Geometry()
        self._targets: OrderedDict[tuple[int, int], Target] = OrderedDict()
        self._shadow_maps: dict[tuple[int, int], Framebuffer] = {}
        self._shadow_shown: tuple[tuple[int, int], bytes] | None = None
        self._shadow_view: ShadowView | None = None
        self._rough: Framebuffer | None = None
        self._rough_of: tuple[tuple[int, int], bytes] | None = None
        self.shadow_draws = 0
        """How often shadow maps were drawn so far; they are kept while casters and key light stay."""

    # ------------------------------------------------------------------------------------- pictures
    def capture(
        self,
        draw_list: DrawList,
        camera: CameraState,
        size_px: tuple[int, int],
        key: KeyLight | None = None,
        passes: Collection[str] = PASSES,
        supersample: int = 1,
    ) -> GBuffer:
        """One picture with its passes.

        ``key`` replaces the draw list's light. ``supersample`` 2 makes the beauty from four samples a
        pixel instead of smoothing it afterwards; the other passes never mix neighbours.
        Raises RenderError for an impossible size or want of memory, ValueError for unknown passes.
        """
        size = check_size(size_px, self._limit_px)
        if unknown := set(passes) - set(PASSES):
            raise ValueError(f"unknown passes {sorted(unknown)}")
        if supersample not in (1, 2):
            raise ValueError("supersample is 1 or 2")
        try:
            arrays = self._arrays(draw_list, camera, size, key or draw_list.key, passes, supersample)
        except MemoryError as error:
            raise RenderError(
                f"There is not enough memory for {size[0]} × {size[1]} px; use a smaller picture."
            ) from error
        finally:
            self._trim()
        return _gbuffer(arrays)

    def draw(
        self,
        target: Target,
        draw_list: DrawList,
        camera: CameraState,
        key: KeyLight | None = None,
        moving: bool = False,
    ) -> None:
        """One picture that stays on the card: ``target.smoothed``, its ids and its depth buffer.

        While ``moving``, what is small is coarse, shadows are those of the last picture, and there is
        neither ambient occlusion nor smoothing; albedo, normals and linear depth are not drawn.
        """
        key = key or draw_list.key
        if moving:
            self._draw_moving(target, draw_list, camera, key)
            return
        self._geometry.load(draw_list)
        view = self._draw_shadows(draw_list, key)
        self._draw_geometry(target, camera)
        self._draw_openness(target, camera)
        self._draw_light(target, draw_list, camera, key, view, target.open_calm)
        self._smooth(target)

    def refine(
        self,
        target: Target,
        draw_list: DrawList,
        camera: CameraState,
        key: KeyLight | None = None,
        go_on: Callable[[], bool] = lambda: True,
    ) -> bool:
        """After a still `draw` of the same: its ``smoothed`` from four samples a pixel; the rest stays.

        Edges thinner than a pixel, which one sample breaks into dashes, come out whole. ``go_on`` is asked
        before each sample; once it says no, nothing has changed and the answer is False.
        """
        key = key or draw_list.key
        self._geometry.load(draw_list)
        view = self._draw_shadows(draw_list, key)
        total = Texture2D(target.size_px, "rgba16f")
        summed = Framebuffer([total])
        try:
            set_state()
            summed.clear((0, 0, 0, 0))
            aside = self._target(target.size_px)
            for _ in self._samples(aside, draw_list, camera, key, view, target.open_calm):
                set_state(blend="add")
                summed.bind()
                fullscreen(self._share, t_beauty=aside.beauty, u_share=1 / len(_GRID))
                if not go_on():
                    return False
            summed.copy_to(target.smoothing.handle, (0, 0, *target.size_px))
            return True
        finally:
            summed.delete()
            total.delete()
            self._trim()

    def _draw_moving(self, target: Target, draw_list: DrawList, camera: CameraState, key: KeyLight) -> None:
        view = self._shadow_view
        if view is None:
            self._geometry.load(draw_list)
            view = self._draw_shadows(draw_list, key)
        kept = self._geometry.levels_of(draw_list)
        self._geometry.load(draw_list, coarse.levels_for(draw_list, camera, target.size_px[1], kept))
        uniforms = light_uniforms(draw_list, camera, key, view)
        uniforms["u_texel_m"] = np.multiply(view.texel_m, _ROUGH)
        shadow = self._rough_shadow(view)  # leaves its own framebuffer bound
        set_state(depth=True)
        target.moving.clear_depth()
        lit: dict[str, Any] = {name: uniforms[name] for name in _SUNLIT if name in uniforms}
        rigid, skinned = self._rigid_sunlit, self._skinned_sunlit
        if key.position_m is not None or uniforms["u_lamps"] or uniforms["u_extinction"]:
            lit |= {name: uniforms[name] for name in _LAMPLIT} | {"u_size": target.size_px}
            rigid, skinned = self._rigid_lamplit, self._skinned_lamplit
        for program in (rigid, skinned):
            program.use(**lit, t_shadow=shadow)
        projection = camera.view.projection(NEAR_M, FAR_M)
        view_matrix = rigid_inverse(matrix(camera.transform))
        self._geometry.draw(rigid, skinned, view_matrix, projection, cull=True)
        set_state(depth=True, depth_writes=False)
        fullscreen(self._backdrop, **{name: uniforms[name] for name in _BACKDROP})

    def _rough_shadow(self, view: ShadowView) -> Texture2D:
        """The last shadow map, small enough to stay in a processor's cache."""
        if self._rough is None or self._rough_of != self._shadow_shown:
            size = (view.size_px[0] // _ROUGH, view.size_px[1] // _ROUGH)
            if self._rough is None or self._rough.size_px != size:
                self._forget_rough()
                self._rough = Framebuffer([], Texture2D(size, "depth24", compare=True))
            self._shadow_maps[view.size_px].copy_depth_to(self._rough)
            self._rough_of = self._shadow_shown
        assert self._rough.depth is not None
        return self._rough.depth

    def _forget_rough(self) -> None:
        if self._rough is not None and self._rough.depth is not None:
            self._rough.depth.delete()
            self._rough.delete()
        self._rough = None

    def _arrays(
        self,
        draw_list: DrawList,
        camera: CameraState,
        size_px: tuple[int, int],
        key: KeyLight,
        passes: Collection[str],
        supersample: int,
    ) -> dict[str, NDArray[Any]]:
        """Pass name → array."""
        self._geometry.load(draw_list)
        target = self._target(size_px)
        shaded = {"beauty", "light"} & set(passes)
        view = self._draw_shadows(draw_list, key) if shaded else None
        self._draw_geometry(target, camera)
        if view is not None:
            self._draw_openness(target, camera)
            if "light" in passes or supersample == 1:
                self._draw_light(target, draw_list, camera, key, view, target.open_calm)
        arrays = _read(target, passes)
        if view is not None and "beauty" in passes:
            if supersample == 1:
                self._smooth(target)
                arrays["beauty"] = np.ascontiguousarray(target.smoothing.read()[..., :3])
            else:
                arrays["beauty"] = self._supersampled(target, draw_list, camera, key, view)
        return arrays

    def _supersampled(
        self, target: Target, draw_list: DrawList, camera: CameraState, key: KeyLight, view: ShadowView
    ) -> NDArray[np.uint8]:
        """(h, w, 3): the mean of four samples a pixel. Ambient occlusion is smooth and stays as drawn."""
        width, height = target.size_px
        total = np.full((height, width, 3), len(_GRID) // 2, np.uint16)
        for _ in self._samples(target, draw_list, camera, key, view, target.open_calm):
            total += target.lighting.read(0)[..., :3]
        return np.asarray(total // len(_GRID), np.uint8)

    def _samples(
        self,
        target: Target,
        draw_list: DrawList,
        camera: CameraState,
        key: KeyLight,
        view: ShadowView,
        open_calm: Texture2D,
    ) -> Iterator[None]:
        """``target.beauty`` holds one sample after the other."""
        for offset in _GRID:
            self._draw_geometry(target, camera, offset)
            self._draw_light(target, draw_list, camera, key, view, open_calm)
            yield

    # --------------------------------------------------------------------------------------- passes
    def _draw_geometry(
        self, target: Target, camera: CameraState, offset_px: tuple[float, float] = (0.0, 0.0)
    ) -> None:
        projection = camera.view.projection(NEAR_M, FAR_M)
        projection[0, 2] -= 2 * offset_px[0] / target.size_px[0]
        projection[1, 2] -= 2 * offset_px[1] / target.size_px[1]
        set_state(depth=True)
        target.geometry.clear((0, 0, 0, 0), (0, 0, 0, 0), NOTHING_M, 0)
        self._geometry.draw(self._rigid, self._skinned, rigid_inverse(matrix(camera.transform)), projection)

    def _draw_shadows(self, draw_list: DrawList, key: KeyLight) -> ShadowView:
        """The maps of this light, drawn unless they still hold the same."""
        view = shadow_view(key, *draw_list.box(casters_only=True))
        looks = view.cameras.tobytes() + view.projections.tobytes()
        shown = (view.size_px, looks + self._geometry.casters())
        self._shadow_view = view
        if shown == self._shadow_shown:
            return view
        if view.size_px not in self._shadow_maps:
            self._shadow_maps[view.size_px] = Framebuffer(
                [], Texture2D(view.size_px, "depth24", compare=True)
            )
        set_state(depth=True, polygon_offset=(1.5, 2.0))
        self._shadow_maps[view.size_px].clear()
        for camera, projection, tile in zip(view.cameras, view.projections, view.tiles_px, strict=True):
            set_viewport(tile)
            self._geometry.draw(
                self._rigid_shadow, self._skinned_shadow, camera, projection, casters_only=True
            )
        self.shadow_draws += 1
        self._shadow_shown = shown
        return view

    def _draw_openness(self, target: Target, camera: CameraState) -> None:
        """Ambient occlusion of the geometry just drawn."""
        set_state()
        surface: dict[str, Any] = {
            "t_depth": target.depth,
            "t_normal": target.normals,
            "u_tan": (camera.view.tan_x, camera.view.tan_y),
            "u_shift": (0.0, camera.view.shift_y),
        }
        target.openness.bind()
        fullscreen(self._ao, **surface, u_radius_m=_AO_RADIUS_M)
        target.calmed.bind()
        fullscreen(self._ao_blur, **surface, t_open=target.open)

    def _draw_light(
        self,
        target: Target,
        draw_list: DrawList,
        camera: CameraState,
        key: KeyLight,
        view: ShadowView,
        open_calm: Texture2D,
    ) -> None:
        set_state()
        target.lighting.bind()
        shadow = self._shadow_maps[view.size_px].depth
        assert shadow is not None
        fullscreen(
            self._light,
            **light_uniforms(draw_list, camera, key, view),
            t_albedo=target.albedo,
            t_normal=target.normals,
            t_depth=target.depth,
            t_open=open_calm,
            t_shadow=shadow,
        )

    def _smooth(self, target: Target) -> None:
        set_state()
        target.smoothing.bind()
        fullscreen(self._fxaa, t_beauty=target.beauty)

    # --------------------------------------------------------------------------------------- memory
    def _target(self, size_px: tuple[int, int]) -> Target:
        if size_px not in self._targets:
            self._targets[size_px] = Target(size_px)
        self._targets.move_to_end(size_px)
        return self._targets[size_px]

    def _trim(self) -> None:
        """Let go of large targets, and of small ones beyond the last few sizes."""
        for size in list(self._targets):
            large = size[0] * size[1] > _KEPT_TARGET_PX
            if large or len(self._targets) > _KEPT_TARGETS:
                self._targets.pop(size).delete()

    def close(self) -> None:
        """Free everything, while the context is still current."""
        for target in self._targets.values():
            target.delete()
        self._targets.clear()
        for framebuffer in self._shadow_maps.values():
            if framebuffer.depth is not None:
                framebuffer.depth.delete()
            framebuffer.delete()
        self._shadow_maps.clear()
        self._forget_rough()
        self._shadow_shown = self._shadow_view = None
        self._geometry.delete()
        for program in [part for part in vars(self).values() if isinstance(part, Program)]:
            program.delete()


def _read(target: Target, passes: Collection[str]) -> dict[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = {}
    if "albedo" in passes:
        arrays["albedo"] = target.geometry.read(0)
    if "normals" in passes:
        arrays["normals"] = np.ascontiguousarray(target.geometry.read(1)[..., :3])
    if "depth_m" in passes:
        depth = target.geometry.read(2)
        depth[depth >= NOTHING_M] = np.inf
        arrays["depth_m"] = depth
    if "ids" in passes:
        arrays["ids"] = target.geometry.read(3)
    if "light" in passes:
        arrays["light"] = target.lighting.read(1)
    return arrays


def _gbuffer(arrays: dict[str, NDArray[Any]]) -> GBuffer:
    def take(name: str, dtype: Any, *channels: int) -> NDArray[Any]:
        return arrays.get(name, np.empty((0, 0, *channels), dtype))

    return GBuffer(
        beauty=take("beauty", np.uint8, 3),
        albedo=take("albedo", np.uint8, 4),
        depth_m=take("depth_m", np.float32),
        normals=take("normals", np.float16, 3),
        ids=take("ids", np.uint32),
        light=take("light", np.uint8, 4),
    )
