"""Pictures whose every pixel can be worked out by hand."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from previz.errors import RenderError
from previz.render.drawlist import DrawList
from previz.render.gbuffer import MAX_SIDE_PX, PASSES, check_size
from previz.render.light import KeyLight
from previz.render.renderer import Renderer
from previz.scene.blocking import Actor, World
from previz.scene.transform import apply, axis_angle, matrix, rigid_inverse, rotation_matrix

from .solids import KEY, at, ball, box, camera, pixel, stage

MakeActor = Callable[..., Actor]
MakeWorld = Callable[..., World]
SIZE = (300, 200)
AHEAD = camera((0, 1, 3), (0, 1, 0))


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

    def test_want_of_memory_is_said_and_survived(
        self, renderer: Renderer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object) -> None:
            raise MemoryError

        with monkeypatch.context() as patch:
            patch.setattr("previz.render.renderer._read", full)
            with pytest.raises(RenderError, match="not enough memory for 2500 × 1400 px"):
                renderer.capture(stage(), AHEAD, (2500, 1400))
        assert (2500, 1400) not in renderer._targets
        assert renderer.capture(stage(), AHEAD, SIZE).size_px == SIZE

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
