"""Light, shadow and openness, worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from previz import gl
from previz.render.drawlist import DrawList, build
from previz.render.gbuffer import GBuffer
from previz.render.light import KeyLight
from previz.render.renderer import Renderer
from previz.scene.blocking import Actor, CameraState, World
from previz.scene.optics import View
from previz.scene.transform import rotation_matrix

from .solids import KEY, at, ball, box, camera, pixel, stage

MakeActor = Callable[..., Actor]
MakeWorld = Callable[..., World]
SIZE = (300, 200)
AHEAD = camera((0, 1, 3), (0, 1, 0))


def lit_stage(**about: object) -> DrawList:
    return stage((box((8, 0.1, 8)), at(0, -0.05, 0), False), (box((0.5, 1.0, 0.5)), at(0, 0.5, 0)), **about)


def brightness(g: GBuffer, state: CameraState, point: tuple[float, float, float]) -> float:
    column, row = pixel(state, point, g.size_px).astype(int)
    return float(g.light[row, column, 0]) / 255


def test_a_picture_cut_from_the_top_is_lit_as_the_whole(renderer: Renderer) -> None:
    """Common top: the upper half of a frame, taken by a view of its own, has the same light terms."""
    scene = stage(
        (box((8, 0.1, 8)), at(0, -0.05, 0), False),
        (box((0.5, 2.4, 0.5)), at(0.1, 1.2, 0)),
        (box((3.0, 2.6, 0.2)), at(0, 1.3, -0.5)),
        (box((6, 0.1, 6)), at(0, 2.65, 0), False),
    )
    whole = camera((1.5, 0.6, 8.0), (0, 0.4, 0), 24)
    cut = View(whole.view.tan_x, whole.view.tan_y / 2, 36, 12, shift_y=1.0)
    for key in (KeyLight(direction=KEY), KeyLight(position_m=(0.9, 1.9, 1.2), night=True, shade=False)):
        expected = renderer.capture(scene, whole, (480, 320), key)
        g = renderer.capture(scene, replace(whole, view=cut), (480, 160), key)
        assert (g.ids == expected.ids[:160]).mean() > 0.999
        inner = np.s_[2:124, 2:-2]  # further down, openness looks beyond the cut
        assert np.ptp(expected.light[inner][..., 1]) > 60
        off = np.abs(g.light[inner].astype(int) - expected.light[inner])
        assert np.percentile(off, 99.9, axis=(0, 1)).max() <= 2


class TestLight:
    ABOVE = camera((0, 6, 4), (0, 0, 0), 28)

    @pytest.mark.parametrize("side", [-1, 1])
    def test_shadows_fall_on_the_lee_side(self, side: int, renderer: Renderer) -> None:
        key = KeyLight(direction=(side * 1.0, 1.0, 0.0))
        g = renderer.capture(lit_stage(), self.ABOVE, (450, 300), key)
        assert brightness(g, self.ABOVE, (-side * 0.8, 0, 0)) == 0
        assert brightness(g, self.ABOVE, (side * 0.8, 0, 0)) == pytest.approx(2**-0.5, abs=0.02)
        assert brightness(g, self.ABOVE, (-side * 1.6, 0, 0)) == pytest.approx(2**-0.5, abs=0.02)

    def test_the_tip_of_a_shadow_is_where_the_sun_puts_it(self, renderer: Renderer) -> None:
        """A 1 m post under 45° light throws 1 m of shadow; measured on the floor to 2 cm."""
        key = KeyLight(direction=(1.0, 1.0, 0.0))
        g = renderer.capture(lit_stage(), self.ABOVE, (1200, 800), key)
        reach = [brightness(g, self.ABOVE, (-0.25 - x, 0, 0)) for x in np.arange(0.9, 1.1, 0.005)]
        tip = 0.9 + 0.005 * int(np.argmax(np.array(reach) > 0.35))
        assert tip == pytest.approx(1.0, abs=0.02)

    def test_pieces_that_cast_no_shadow(self, renderer: Renderer) -> None:
        scene = stage(
            (box((8, 0.1, 8)), at(0, -0.05, 0), False), (box((0.5, 1.0, 0.5)), at(0, 0.5, 0), False)
        )
        g = renderer.capture(scene, self.ABOVE, (450, 300), KeyLight(direction=(1.0, 1.0, 0.0)))
        assert brightness(g, self.ABOVE, (-0.8, 0, 0)) == pytest.approx(2**-0.5, abs=0.02)

    def test_no_acne(self, renderer: Renderer) -> None:
        """A ball and a floor in grazing light have no speckles: every lit pixel is as bright as its angle."""
        scene = stage((box((8, 0.1, 8)), at(0, -0.05, 0), True), (ball(0.6), at(0, 0.6, 0)))
        towards = np.array([0.8, 0.35, 0.3])
        towards /= np.linalg.norm(towards)
        state = camera((1.5, 1.6, 3.5), (0, 0.5, 0))
        g = renderer.capture(scene, state, (600, 400), KeyLight(direction=tuple(towards)))
        local = rotation_matrix(state.rotation).T @ towards
        facing = np.clip(g.normals.astype(float) @ local, 0, 1)
        ball_lit = (g.objects == 2) & (facing > 0.25)
        error = np.abs(g.light[..., 0] / 255 - facing)
        assert np.percentile(error[ball_lit], 99.5) < 0.03
        floor = (g.objects == 1) & (g.patches == 3)
        parts = g.light[..., 0][floor] / 255 / facing[floor]
        assert ((parts < 0.05) | (parts > 0.95)).mean() > 0.97, "lit or in shadow, hardly anything between"

    def test_a_lamp_lights_all_round_and_fades(self, renderer: Renderer) -> None:
        """Every side of a post round a low lamp is shadowed away from it, through all six maps' seams."""
        posts = [(box((0.3, 1.2, 0.3)), at(x, 0.6, z)) for x, z in ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1))]
        scene = stage((box((20, 0.1, 20)), at(0, -0.05, 0), False), *posts)
        key = KeyLight(position_m=(0.0, 0.8, 0.0), night=True, shade=False)
        high = camera((0, 9, 0.01), (0, 0, 0), 28)
        g = renderer.capture(scene, high, (600, 400), key)
        for x, z in ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1)):
            assert brightness(g, high, (1.6 * x, 0, 1.6 * z)) == 0
        assert brightness(g, high, (0.5, 0, -0.4)) > 0.4
        near, far = brightness(g, high, (1.0, 0, 2.2)), brightness(g, high, (1.5, 0, 3.3))
        assert 0 < far < near

    def test_a_shaded_lamp_lights_only_below(self, renderer: Renderer) -> None:
        scene = stage((box((20, 0.1, 20)), at(0, -0.05, 0), False), (box((6, 6, 0.1)), at(0, 3, -1)))
        state = camera((0, 2.5, 6), (0, 2.5, 0), 24)
        for shade, above in ((True, False), (False, True)):
            key = KeyLight(position_m=(0.0, 2.5, 0.0), night=True, shade=shade)
            g = renderer.capture(scene, state, (450, 300), key)
            assert (brightness(g, state, (0, 3.4, -0.95)) > 0.1) == above
            assert brightness(g, state, (0, 0.9, -0.95)) > 0.1

    def test_the_shadow_map_is_kept_until_something_moves(self, actor: MakeActor, world: MakeWorld) -> None:
        key, other = KeyLight(direction=KEY), KeyLight(direction=(0.5, 0.7, 0.4))
        with gl.headless():
            renderer = Renderer()
            scene = build(world(actor(1)))
            counts = []
            for draw_list, light, eye in (
                (scene, key, (0.0, 1.0, 4.0)),
                (scene, key, (1.0, 1.0, 4.0)),
                (build(world(actor(1))), key, (1.0, 1.0, 4.0)),
                (scene, other, (1.0, 1.0, 4.0)),
                (build(world(actor(1, "walk"))), other, (1.0, 1.0, 4.0)),
                (build(world(actor(1, "walk", position_m=(0.1, 0, 0)))), other, (1.0, 1.0, 4.0)),
                (build(world(actor(1, "walk", position_m=(0.1, 0, 0)))), other, (1.0, 1.0, 4.0)),
            ):
                renderer.capture(draw_list, camera(eye, (0, 1, 0)), (60, 40), light)
                counts.append(renderer.shadow_draws)
            renderer.capture(scene, AHEAD, (60, 40), key, passes=("ids", "depth_m"))
            assert counts == [1, 1, 1, 2, 3, 4, 4]
            assert renderer.shadow_draws == 4, "no light asked for, no shadow drawn"
            renderer.close()

    def test_emission_ignores_light_and_shadow(self, renderer: Renderer) -> None:
        """A glowing pane shows its own colour, lit, turned away or at night."""
        pane = box((1, 1, 0.1), (255, 214, 140), 255)
        for key in (
            KeyLight(direction=(0, 0, 1)),
            KeyLight(direction=(0, 0, -1)),
            KeyLight(direction=(0, 1, 0), night=True),
            KeyLight(position_m=(0, 3, 0), night=True),
        ):
            g = renderer.capture(
                stage((pane, at(0, 1, 0)), (box((3, 0.1, 3)), at(0, 2, 0))), AHEAD, SIZE, key
            )
            assert g.albedo[100, 150].tolist() == [255, 214, 140, 255]
            np.testing.assert_allclose(g.beauty[100, 150], (255, 214, 140), atol=1)

    def test_corners_are_darker_than_open_walls(self, renderer: Renderer) -> None:
        corner = stage((box((8, 0.1, 8)), at(0, -0.05, 0)), (box((8, 4, 0.1)), at(0, 2, -1)))
        state = camera((0, 1.2, 3), (0, 0.8, 0))
        g = renderer.capture(corner, state, (450, 300))
        edge_column, edge_row = pixel(state, (0, 0.03, -0.95), (450, 300)).astype(int)
        open_column, open_row = pixel(state, (0, 1.6, -0.95), (450, 300)).astype(int)
        assert g.light[edge_row, edge_column, 1] < 215
        assert g.light[open_row, open_column, 1] > 245

    def test_openness_is_smooth(self, renderer: Renderer) -> None:
        """No pattern of the sampling is left on a plane: neighbours differ by very little."""
        corner = stage((box((8, 0.1, 8)), at(0, -0.05, 0)), (box((8, 4, 0.1)), at(0, 2, -1)))
        g = renderer.capture(corner, camera((0.6, 1.2, 3), (0, 0.8, 0)), (450, 300))
        floor = (g.objects == 1)[:-1, :-1] & (g.objects == 1)[1:, 1:]
        across = np.abs(np.diff(g.light[..., 1].astype(int), axis=1))[:-1]
        assert np.percentile(across[floor], 99) <= 8

    def test_background_is_brighter_by_day(self, renderer: Renderer) -> None:
        day = renderer.capture(stage(interior=False), AHEAD, SIZE, KeyLight(direction=KEY)).beauty
        night = renderer.capture(
            stage(interior=False), AHEAD, SIZE, KeyLight(direction=KEY, night=True)
        ).beauty
        assert day.mean() > 150
        assert night.mean() < 70
        assert day[0, 0, 2] > day[0, 0, 0], "the sky is blue"
