"""Pictures whose every pixel can be worked out by hand, and people against their own CPU twin."""

from __future__ import annotations

import threading
from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from previz import cast, gl
from previz.errors import RenderError
from previz.render.drawlist import DrawList, build
from previz.render.gbuffer import PASSES, GBuffer
from previz.render.light import KeyLight
from previz.render.renderer import MAX_SIDE_PX, Renderer, check_size
from previz.scene.blocking import Actor, CameraState, World
from previz.scene.transform import apply, axis_angle, matrix, rigid_inverse, rotation_matrix

from .solids import KEY, at, ball, box, camera, stage

MakeActor = Callable[..., Actor]
MakeWorld = Callable[..., World]
SIZE = (300, 200)
AHEAD = camera((0, 1, 3), (0, 1, 0))


def pixel(
    camera_state: CameraState, point_m: tuple[float, float, float], size_px: tuple[int, int]
) -> NDArray:
    """Where the optics say that a world point lands, in pixels from the top left."""
    seen = camera_state.view.project(apply(rigid_inverse(matrix(camera_state.transform)), point_m))
    return (seen[:2] * (0.5, -0.5) + 0.5) * size_px


# ------------------------------------------------------------------------------------- what is where
class TestGeometry:
    def test_a_wall_three_metres_away(self, renderer: Renderer) -> None:
        """Depth is along the axis, so a facing wall has one depth everywhere, and normals (0, 0, 1)."""
        wall = stage((box((50, 50, 0.2)), at(0, 1, -0.1)))
        g = renderer.capture(wall, AHEAD, SIZE)
        np.testing.assert_allclose(g.depth_m, 3.0, atol=1e-3)
        np.testing.assert_allclose(g.normals, np.broadcast_to((0, 0, 1), g.normals.shape), atol=1e-3)
        assert (g.ids == (1 << 16 | 5)).all()
        assert (g.albedo == (200, 180, 160, 0)).all()

    def test_nothing_is_nothing(self, renderer: Renderer) -> None:
        g = renderer.capture(stage(), AHEAD, SIZE)
        assert np.isposinf(g.depth_m).all()
        assert not g.ids.any()
        assert not g.albedo.any()
        assert not g.normals.any()
        assert (g.light == (255, 255, 255, 0)).all()

    def test_shapes_types_and_row_order(self, renderer: Renderer) -> None:
        """A ball low and left on the stage is low and left in every array."""
        g = renderer.capture(stage((ball(0.2), at(-0.8, 0.4, 0))), AHEAD, SIZE)
        assert g.size_px == SIZE
        for name, dtype, shape in (
            ("beauty", np.uint8, (200, 300, 3)),
            ("albedo", np.uint8, (200, 300, 4)),
            ("depth_m", np.float32, (200, 300)),
            ("normals", np.float16, (200, 300, 3)),
            ("ids", np.uint32, (200, 300)),
            ("light", np.uint8, (200, 300, 4)),
        ):
            array = getattr(g, name)
            assert (array.dtype, array.shape) == (dtype, shape)
            assert array.flags["C_CONTIGUOUS"]
        rows, columns = np.nonzero(g.ids)
        assert rows.min() > 100
        assert columns.max() < 150
        top, bottom, left, right = rows.min(), rows.max(), columns.min(), columns.max()
        middle = (rows.min() + rows.max()) // 2, (columns.min() + columns.max()) // 2
        assert g.normals[top, middle[1], 1] > 0.8
        assert g.normals[bottom, middle[1], 1] < -0.8
        assert g.normals[middle[0], left, 0] < -0.8
        assert g.normals[middle[0], right, 0] > 0.8
        assert g.normals[middle][2] > 0.9

    def test_ids_name_object_and_patch(self, renderer: Renderer) -> None:
        solids = stage((box((1, 1, 1)), at(-1, 0.5, 0)), (box((1, 1, 1)), at(1, 0.5, 0)))
        above = camera((0, 5, 5), (0, 0.5, 0))
        g = renderer.capture(solids, above, SIZE)
        for number, x in ((1, -1.0), (2, 1.0)):
            for point, patch in (((x, 1.0, 0.0), 3), ((x, 0.5, 0.5), 5)):
                column, row = pixel(above, point, SIZE).astype(int)
                assert g.ids[row, column] == number << 16 | patch
                assert g.objects[row, column] == number
                assert g.patches[row, column] == patch

    def test_large_ids_and_patches_survive(self, renderer: Renderer) -> None:
        solid = box((50, 50, 0.2))
        high = type(solid)(
            solid.positions, solid.normals, solid.colours, np.full(24, 65535, np.uint16), solid.faces
        )
        scene = stage((high, at(0, 1, -0.1)))
        item = scene.instances[0]
        scene = DrawList(scene.meshes, (type(item)(item.mesh, item.world_from_local, 65535),))
        assert (renderer.capture(scene, AHEAD, (8, 8), passes=("ids",)).ids == 0xFFFFFFFF).all()

    def test_corners_land_where_the_optics_say(self, renderer: Renderer) -> None:
        """Depth at the corners of a turned box, and its outline to half a pixel, for several cameras."""
        place = np.eye(4)
        place[:3, :3] = rotation_matrix(axis_angle((0.3, 1, 0.2), 33))
        place[:3, 3] = 0.2, 0.9, -0.4
        solid = box((0.8, 1.1, 0.6))
        size = (900, 600)
        for eye, focal in (((1.5, 1.7, 2.5), 50.0), ((-2.0, 0.4, 1.2), 28.0), ((0.1, 3.0, 0.9), 35.0)):
            state = camera(eye, (0.2, 0.9, -0.4), focal)
            g = renderer.capture(stage((solid, place)), state, size, passes=("ids", "depth_m"))
            corners = apply(place, solid.positions)
            seen = state.view.project(apply(rigid_inverse(matrix(state.transform)), corners))
            points = (seen[:, :2] * (0.5, -0.5) + 0.5) * size
            rows, columns = np.nonzero(g.ids)
            assert columns.min() == pytest.approx(points[:, 0].min(), abs=1)
            assert columns.max() + 1 == pytest.approx(points[:, 0].max(), abs=1)
            assert rows.min() == pytest.approx(points[:, 1].min(), abs=1)
            assert rows.max() + 1 == pytest.approx(points[:, 1].max(), abs=1)
            nearest = seen[:, 2].argmin()
            column, row = points[nearest].astype(int)
            around = g.depth_m[row - 1 : row + 2, column - 1 : column + 2]
            assert around.min() == pytest.approx(seen[nearest, 2], abs=0.01)

    def test_small_marks_are_where_the_optics_say(self, renderer: Renderer) -> None:
        """The centroid of a small ball agrees with View.project to a tenth of a pixel."""
        size = (1200, 800)
        for place in ((0.0, 1.0, 0.0), (-1.1, 1.6, 0.4), (0.9, 0.2, -2.0)):
            g = renderer.capture(stage((ball(0.03), at(*place))), AHEAD, size, passes=("ids",))
            rows, columns = np.nonzero(g.ids)
            centroid = np.array([columns.mean() + 0.5, rows.mean() + 0.5])
            assert np.abs(centroid - pixel(AHEAD, place, size)).max() < 0.25

    def test_squeezed_and_mirrored_pieces_keep_outward_normals(self, renderer: Renderer) -> None:
        for scale in ((1.0, 0.4, 2.0), (-1.0, 1.0, 1.0)):
            place = at(0, 1, 0) @ np.diag([*scale, 1.0])
            g = renderer.capture(stage((ball(0.5), place)), AHEAD, SIZE)
            rows, columns = np.nonzero(g.ids)
            towards = g.normals[rows, columns, 2].astype(float)
            assert (towards > -0.02).mean() > 0.99
            right = columns > np.percentile(columns, 90)
            assert g.normals[rows[right], columns[right], 0].mean() > 0.5

    def test_a_piece_seen_from_inside_faces_the_camera(self, renderer: Renderer) -> None:
        g = renderer.capture(stage((box((20, 20, 20)), at(0, 0, 0))), AHEAD, SIZE)
        np.testing.assert_allclose(g.normals[100, 150], (0, 0, 1), atol=1e-3)


# -------------------------------------------------------------------------------------------- people
class TestPeople:
    @pytest.mark.parametrize("preset", ["stand", "walk", "arms_crossed", "sit"])
    def test_skinning_agrees_with_the_posed_body(
        self, preset: str, renderer: Renderer, actor: MakeActor, world: MakeWorld
    ) -> None:
        """Rendering a figure by bones gives the picture of its CPU-posed vertices as a rigid mesh."""
        scene = world(actor(1, preset, heading_deg=25.0, position_m=(0.1, 0.0, 0.0), seat_height_m=0.45))
        skinned = build(scene)
        figure = skinned.figures[0]
        mesh = skinned.meshes[figure.mesh]
        rigid = stage(
            (
                type(mesh)(
                    figure.posed.vertices_m(), figure.posed.normals(), mesh.colours, mesh.patches, mesh.faces
                ),
                figure.world_from_figure,
            ),
        )
        state = camera((0, 1.1, 4.2), (0, 0.9, 0))
        a = renderer.capture(skinned, state, (450, 300))
        b = renderer.capture(rigid, state, (450, 300))
        assert (a.ids > 0).sum() > 3000
        assert (a.ids != b.ids).mean() < 2e-4
        same = (a.ids == b.ids) & (a.ids > 0)
        np.testing.assert_allclose(a.depth_m[same], b.depth_m[same], atol=2e-3)
        angle = np.einsum("ni,ni->n", a.normals[same].astype(float), b.normals[same].astype(float))
        assert np.percentile(angle, 1) > 0.995

    def test_the_silhouette_is_the_same_in_every_pass(
        self, renderer: Renderer, actor: MakeActor, world: MakeWorld
    ) -> None:
        scene = build(world(actor(3, "point", heading_deg=-30.0)))
        g = renderer.capture(scene, camera((0, 1.1, 4.2), (0, 0.9, 0)), (450, 300))
        body = g.objects == 3
        assert body.sum() > 3000
        assert ((g.ids > 0) == body).all()
        assert (np.isfinite(g.depth_m) == body).all()
        assert ((np.abs(g.normals).sum(-1) > 0) == body).all()
        assert ((g.albedo.sum(-1) > 0) == body).all()

    def test_landmarks_agree_with_the_optics(
        self, renderer: Renderer, actor: MakeActor, world: MakeWorld
    ) -> None:
        """The top of the hair-less skull and the sole bound the silhouette of a bald head on the spot."""
        body = cast.PEOPLE["man"]
        bald = type(body)(**{name: getattr(body, name) for name in body.__struct_fields__} | {"hair": "bald"})
        if "bald" not in cast.HAIR:
            pytest.fail(f"the cast has no bald head: {cast.HAIR}")
        scene = build(world(actor(1, body=bald)))
        state = camera((0, 1.0, 5.0), (0, 1.0, 0))
        size = (900, 600)
        rows = np.nonzero(renderer.capture(scene, state, size, passes=("ids",)).ids)[0]
        marks = scene.posed[1].landmarks_m
        assert rows.min() == pytest.approx(pixel(state, tuple(marks["head_top"]), size)[1], abs=1.5)
        eye = renderer.capture(scene, state, size, passes=("ids",))
        column, row = pixel(state, tuple(marks["eye_l"]), size).astype(int)
        assert cast.ROLES[int(eye.patches[row, column])] in {"eye", "skin"}
        assert eye.objects[row, column] == 1

    def test_many_people_keep_their_own_bones(
        self, renderer: Renderer, actor: MakeActor, world: MakeWorld
    ) -> None:
        """Each of three in one picture is, pixel for pixel, the one that they are alone."""
        people = [
            actor(n, preset, position_m=(1.3 * (n - 2), 0.0, 0.0), body=list(cast.PEOPLE.values())[n])
            for n, preset in ((1, "wave"), (2, "stand"), (3, "walk"))
        ]
        state = camera((0, 1.1, 6.0), (0, 1.0, 0), aspect=2.0)
        together = renderer.capture(build(world(*people)), state, (600, 300), passes=("ids",))
        for person in people:
            alone = renderer.capture(build(world(person)), state, (600, 300), passes=("ids",))
            mine = together.objects == person.object_id
            assert (alone.ids[mine] == together.ids[mine]).all()
            assert abs(int(mine.sum()) - int((alone.ids > 0).sum())) < 30


# --------------------------------------------------------------------------------------------- light
def lit_stage(**about: object) -> DrawList:
    return stage((box((8, 0.1, 8)), at(0, -0.05, 0), False), (box((0.5, 1.0, 0.5)), at(0, 0.5, 0)), **about)


def brightness(g: GBuffer, state: CameraState, point: tuple[float, float, float]) -> float:
    column, row = pixel(state, point, g.size_px).astype(int)
    return float(g.light[row, column, 0]) / 255


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


# ------------------------------------------------------------------------------------------- quality
class TestPicture:
    def edges(self, renderer: Renderer, **about: object) -> NDArray[np.uint8]:
        place = at(0, 1, 0)
        place[:3, :3] = rotation_matrix(axis_angle((0, 0, 1), 11))
        scene = stage((box((1.4, 0.8, 0.2)), place))
        return renderer.capture(scene, AHEAD, SIZE, **about).beauty  # type: ignore[arg-type]

    def test_beauty_is_smoothed_and_the_other_passes_are_not(self, renderer: Renderer) -> None:
        smooth, finer = self.edges(renderer), self.edges(renderer, supersample=2)
        for picture in (smooth, finer):
            assert len(np.unique(picture[..., 2])) > 12
        place = at(0, 1, 0)
        place[:3, :3] = rotation_matrix(axis_angle((0, 0, 1), 11))
        scene = stage((box((1.4, 0.8, 0.2)), place))
        plain = renderer.capture(scene, AHEAD, SIZE)
        super_ = renderer.capture(scene, AHEAD, SIZE, supersample=2)
        assert set(np.unique(plain.ids)) == {0, 1 << 16 | 5} | set(np.unique(plain.ids[plain.patches < 5]))
        for name in ("ids", "depth_m", "normals", "albedo", "light"):
            assert (getattr(plain, name) == getattr(super_, name)).all(), name

    def test_supersampling_covers_edges_in_proportion(self, renderer: Renderer) -> None:
        """Against a picture of 8 × 8 the size, four samples a pixel are nearer than the smoothing filter."""
        place = at(0, 1, 0)
        place[:3, :3] = rotation_matrix(axis_angle((0, 0, 1), 11))
        scene = stage((box((1.4, 0.8, 0.2)), place))
        large = renderer.capture(scene, AHEAD, (SIZE[0] * 8, SIZE[1] * 8), passes=("beauty",)).beauty
        truth = cv2.resize(large, SIZE, interpolation=cv2.INTER_AREA).astype(float)
        finer = np.abs(self.edges(renderer, supersample=2) - truth).mean()
        smooth = np.abs(self.edges(renderer) - truth).mean()
        assert finer < smooth
        assert finer < 1.0

    def test_backgrounds_do_not_band(self, renderer: Renderer) -> None:
        """A gradient over many rows never stands still for long: it is dithered."""
        sky = renderer.capture(stage(interior=False), AHEAD, (300, 600), KeyLight(direction=KEY)).beauty
        column_means = sky[..., 0].astype(float).mean(axis=1)
        moving = column_means[:250]
        assert np.unique(np.round(moving, 2)).size > 60


# ---------------------------------------------------------------------------------- passes and sizes
class TestContract:
    def test_only_what_is_asked_for(self, renderer: Renderer) -> None:
        scene = stage((ball(0.5), at(0, 1, 0)))
        whole = renderer.capture(scene, AHEAD, SIZE)
        for name in PASSES:
            part = renderer.capture(scene, AHEAD, SIZE, passes=(name,))
            assert (getattr(part, name) == getattr(whole, name)).all()
            assert part.size_px == SIZE
            assert all(getattr(part, other).size == 0 for other in PASSES if other != name)

    def test_mistakes_are_refused(self, renderer: Renderer) -> None:
        with pytest.raises(ValueError, match="depht"):
            renderer.capture(stage(), AHEAD, SIZE, passes=("depht",))
        with pytest.raises(ValueError, match="supersample"):
            renderer.capture(stage(), AHEAD, SIZE, supersample=3)

    @pytest.mark.parametrize("size", [(20000, 20000), (20000, 10), (0, 100), (100, -5), (8193, 8), (10.5, 4)])
    def test_impossible_sizes_get_one_clear_line(self, size: tuple[int, int], renderer: Renderer) -> None:
        with pytest.raises(RenderError, match=f"{size[0]} × {size[1]} px") as caught:
            renderer.capture(stage(), AHEAD, size)
        assert "\n" not in str(caught.value)
        assert str(caught.value)[-1] == "."

    def test_the_smallest_and_odd_sizes(self, renderer: Renderer) -> None:
        for size in ((1, 1), (3, 1), (1, 7), (333, 201)):
            g = renderer.capture(stage((box((50, 50, 0.2)), at(0, 1, -0.1))), AHEAD, size, supersample=2)
            assert g.ids.shape == size[::-1]
            assert (g.ids > 0).all()

    def test_check_size(self) -> None:
        assert check_size((MAX_SIDE_PX, 1)) == (MAX_SIDE_PX, 1)
        assert check_size((np.int64(4), 5)) == (4, 5)
        with pytest.raises(RenderError, match="at most 4096 px"):
            check_size((5000, 10), 4096)

    def test_memory_of_pictures_is_let_go(self, renderer: Renderer) -> None:
        """Any number of sizes leaves a few targets; a large one is freed at once."""
        for width in range(20, 40):
            renderer.capture(stage(), AHEAD, (width, 10), passes=("ids",))
        assert len(renderer._targets) <= 4
        renderer.capture(stage(), AHEAD, (2600, 1300), passes=("ids",))
        assert (2600, 1300) not in renderer._targets

    def test_unused_meshes_are_let_go(self, renderer: Renderer, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("previz.render.geometry._KEPT_VERTICES", 100)
        for n in range(12):
            renderer.capture(stage((box((1, 1, 1 + n / 100)), at(0, 1, 0))), AHEAD, (8, 8), passes=("ids",))
        assert len(renderer._geometry._meshes) <= 5
        before = renderer._geometry.uploads
        renderer.capture(stage((box((1, 1, 1.11)), at(0, 1, 0))), AHEAD, (8, 8), passes=("ids",))
        assert renderer._geometry.uploads == before, "the last one is still there"


class TestDeterminism:
    def scene(self, actor: MakeActor, world: MakeWorld) -> World:
        state = camera((0.8, 1.5, 3.2), (0, 1.0, 0))
        return world(
            actor(1, "walk"), actor(2, "sit", position_m=(0.9, 0, -0.5), seat_height_m=0.4), camera=state
        )

    def shoot(self, renderer: Renderer, scene: World) -> list[bytes]:
        assert scene.camera is not None
        g = renderer.capture(build(scene), scene.camera, (320, 200))
        return [getattr(g, name).tobytes() for name in PASSES]

    def test_the_same_bytes_twice_and_in_other_contexts(
        self, renderer: Renderer, actor: MakeActor, world: MakeWorld
    ) -> None:
        scene = self.scene(actor, world)
        first = self.shoot(renderer, scene)
        renderer.capture(stage((ball(1), at(0, 0, 0))), AHEAD, (99, 55), KeyLight(position_m=(0, 3, 0)))
        assert self.shoot(renderer, scene) == first
        results = []

        def elsewhere() -> None:
            with gl.headless():
                other = Renderer()
                results.append(self.shoot(other, scene))
                other.close()

        threads = [threading.Thread(target=elsewhere) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert results == [first, first]
