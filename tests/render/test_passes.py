from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from previz.errors import ExportError
from previz.render.drawlist import DrawList, build
from previz.render.gbuffer import GBuffer
from previz.render.openpose import skeletons
from previz.render.passes import FILES, depth_guide, ids_guide, line_guide, normal_guide, write_passes
from previz.render.renderer import Renderer
from previz.render.segmentation import ade20k_colours, object_colour, segmentation_guide
from previz.scene.blocking import Actor, CameraState, Placed, World
from previz.scene.model import Transform

from .solids import at, ball, box, camera, stage

SIZE = (300, 200)
AHEAD = camera((0, 1, 3), (0, 1, 0))


def three_walls(renderer: Renderer) -> GBuffer:
    """Panes at 2 m, 3 m and 6 m, side by side."""
    panes = [(box((0.4, 0.4, 0.02)), at(x, 1, 2.99 - z)) for x, z in ((-0.6, 2), (0.0, 3), (1.2, 6))]
    return renderer.capture(stage(*panes), AHEAD, SIZE)


class TestDepth:
    def test_near_is_white_and_nothing_black(self, renderer: Renderer) -> None:
        g = three_walls(renderer)
        guide = depth_guide(g)
        values = [set(np.unique(guide[g.objects == n])) for n in (0, 1, 2, 3)]
        assert values[0] == {0}
        assert values[1] == {255}
        assert values[3] == {1}

    def test_it_is_the_inverse_of_depth(self, renderer: Renderer) -> None:
        """1/3 m lies halfway between 1/2 m and 1/6 m."""
        g = three_walls(renderer)
        assert np.median(depth_guide(g, 16)[g.objects == 2]) == pytest.approx(65535 / 2, rel=0.01)
        assert depth_guide(g, 16).dtype == np.uint16
        assert depth_guide(g).dtype == np.uint8

    def test_a_sliver_at_the_lens_does_not_flatten_the_rest(self, renderer: Renderer) -> None:
        sliver = stage((box((0.001, 0.001, 0.001)), at(0, 1, 2.9)), (ball(0.5), at(0, 1, 0)))
        g = renderer.capture(sliver, AHEAD, SIZE)
        assert (g.objects == 1).any()
        guide = depth_guide(g)
        assert np.ptp(guide[g.objects == 2].astype(int)) > 200

    def test_one_flat_wall_and_nothing_at_all(self, renderer: Renderer) -> None:
        wall = renderer.capture(stage((box((50, 50, 0.2)), at(0, 1, -0.1))), AHEAD, SIZE)
        assert len(np.unique(depth_guide(wall))) <= 2
        assert not depth_guide(renderer.capture(stage(), AHEAD, SIZE)).any()


def test_normals_follow_controlnet(renderer: Renderer) -> None:
    """Blue towards us, green up, red to the left."""
    g = renderer.capture(stage((ball(0.8), at(0, 1, 0))), AHEAD, SIZE)
    guide = normal_guide(g).astype(int)
    rows, columns = np.nonzero(g.ids)
    middle = 100, 150
    assert guide[middle] == pytest.approx((128, 128, 255), abs=4)
    assert guide[100, columns.min() + 1, 0] > 220
    assert guide[100, columns.max() - 1, 0] < 35
    assert guide[rows.min() + 1, 150, 1] > 220
    assert guide[rows.max() - 1, 150, 1] < 35
    assert guide[0, 0].tolist() == [128, 128, 255]


class TestLines:
    def test_borders_of_objects_patches_and_depths(self, renderer: Renderer) -> None:
        above = camera((1.5, 2.5, 3), (0, 0.5, 0))
        g = renderer.capture(
            stage((box((6, 0.1, 6)), at(0, -0.05, 0)), (box((1, 1, 1)), at(0, 0.5, 0))), above, SIZE
        )
        lines = line_guide(g)
        assert set(np.unique(lines)) <= {0, 110, 255}
        for axis in (0, 1):
            changed = np.nonzero(np.diff(g.ids.astype(np.int64), axis=axis))
            strongest = np.maximum(lines[changed], np.roll(lines, -1, axis)[changed])
            assert (strongest == 255).all(), "every border of the box and the floor is a line"
        floor = (g.ids == (1 << 16 | 3)).astype(np.uint8)
        inside = cv2.erode(floor, np.ones((5, 5), np.uint8)).astype(bool)
        assert inside.sum() > 10_000
        assert not lines[inside].any(), "and the floor itself has none"

    def test_a_floor_running_away_has_no_lines(self, renderer: Renderer) -> None:
        g = renderer.capture(stage((box((400, 0.1, 400)), at(0, -0.05, 0))), AHEAD, SIZE)
        lines = line_guide(g)
        horizon = np.nonzero(g.ids.any(axis=1))[0].min()
        assert not lines[horizon + 3 :].any()

    def test_coplanar_seams_are_no_lines_but_materials_on_people_are(self, renderer: Renderer) -> None:
        halves = stage((box((1, 1, 0.1)), at(0, 1, 0)))
        g = renderer.capture(halves, AHEAD, SIZE)
        g.ids[:, 150:][g.ids[:, 150:] > 0] += 1
        seam = np.s_[90:110, 145:155]
        assert not line_guide(g)[seam].any()
        assert line_guide(g, figures=[1])[seam].any()

    def test_lines_grow_with_the_picture(self, renderer: Renderer) -> None:
        scene = stage((box((1, 1, 0.1)), at(0, 1, 0)))
        large = line_guide(renderer.capture(scene, AHEAD, (3240, 2160)))
        small = line_guide(renderer.capture(scene, AHEAD, (324, 216)))
        assert (large[1080] > 0).sum() > (small[108] > 0).sum()


class TestColours:
    def test_objects_have_colours_of_their_own(self) -> None:
        colours = {object_colour(n) for n in range(65536)}
        assert len(colours) == 65536
        assert object_colour(0) == (0, 0, 0)
        assert [object_colour(n) for n in (1, 2, 3, 4)] == [
            (128, 0, 0), (0, 128, 0), (128, 128, 0), (0, 0, 128),
        ]  # fmt: skip

    def test_ids_are_flat(self, renderer: Renderer) -> None:
        g = three_walls(renderer)
        guide = ids_guide(g)
        for n in range(4):
            assert (guide[g.objects == n] == object_colour(n)).all()

    def test_ade20k_is_whole(self) -> None:
        colours = ade20k_colours()
        assert len(colours) == 150
        assert colours["wall"] == (120, 120, 120)
        assert colours["person"] == (150, 5, 61)
        assert colours["flag"] == (92, 0, 255)

    def test_classes_and_the_sky(self, renderer: Renderer) -> None:
        g = three_walls(renderer)
        classes = {1: "sofa", 2: "person", 3: "no such class"}
        inside = segmentation_guide(g, DrawList({}, ade20k=classes), AHEAD)
        outside = segmentation_guide(g, DrawList({}, ade20k=classes, interior=False), AHEAD)
        for n, colour in ((0, (0, 0, 0)), (1, (11, 102, 255)), (2, (150, 5, 61)), (3, (0, 0, 0))):
            assert (inside[g.objects == n] == colour).all()
        assert (outside[g.objects == 0] == ade20k_colours()["sky"]).all()

    def test_a_room_is_floor_walls_and_ceiling(self, renderer: Renderer) -> None:
        room = stage((box((6, 2.6, 6)), at(0, 1.3, 0)), (box((0.5, 0.5, 0.5)), at(0.8, 0.25, 0)))
        wide = camera((0, 1.3, 2.9), (0, 1.3, 0), 16)
        g = renderer.capture(room, wide, SIZE)
        guide = segmentation_guide(g, DrawList({}, ade20k={1: "wall", 2: "table"}), wide)
        for row, column, name in ((195, 20, "floor"), (100, 150, "wall"), (5, 150, "ceiling")):
            assert tuple(guide[row, column]) == ade20k_colours()[name]
        assert (guide[g.objects == 2] == ade20k_colours()["table"]).all()


def conversation(actor: Callable[..., Actor], world: Callable[..., World]) -> tuple[DrawList, CameraState]:
    state = camera((0, 1.3, 3.4), (0, 1.1, 0))
    people = (actor(1, position_m=(-0.5, 0, 0)), actor(2, "wave", position_m=(0.5, 0, 0)))
    return build(world(*people, camera=state)), state


class TestFiles:
    def test_every_pass_is_written_and_reads_back(
        self, tmp_path: Path, renderer: Renderer, actor: Callable[..., Actor], world: Callable[..., World]
    ) -> None:
        draw_list, state = conversation(actor, world)
        g = renderer.capture(draw_list, state, SIZE)
        paths = write_passes(tmp_path / "new" / "12A", g, draw_list, state, prefix="12A_")
        assert list(paths) == list(FILES)
        read = {n: cv2.imread(str(p), cv2.IMREAD_UNCHANGED) for n, p in paths.items() if p.suffix == ".png"}
        assert (read["beauty.png"][..., ::-1] == g.beauty).all()
        assert read["depth_16.png"].dtype == np.uint16
        assert (read["depth_16.png"] == depth_guide(g, 16)).all()
        assert read["line.png"].ndim == read["depth.png"].ndim == 2
        assert (np.load(paths["depth_m.npy"]) == g.depth_m).all()
        legend = json.loads(paths["objects.json"].read_text())
        assert [(row["id"], row["kind"], row["ade20k"]) for row in legend] == [
            (1, "figure", "person"), (2, "figure", "person"),
        ]  # fmt: skip
        colour = tuple(legend[0]["colour"])
        assert ((read["ids.png"][..., ::-1] == colour).all(-1) == (g.objects == 1)).all()
        assert paths["depth.png"].name == "12A_depth.png"

    def test_one_silhouette_in_all_files(
        self, tmp_path: Path, renderer: Renderer, actor: Callable[..., Actor], world: Callable[..., World]
    ) -> None:
        draw_list, state = conversation(actor, world)
        g = renderer.capture(draw_list, state, SIZE)
        paths = write_passes(tmp_path, g, draw_list, state)
        body = g.ids > 0
        for name in ("depth.png", "depth_16.png", "ids.png", "segmentation.png"):
            picture = cv2.imread(str(paths[name]), cv2.IMREAD_UNCHANGED)
            shown = picture.any(-1) if picture.ndim == 3 else picture > 0
            assert (shown == body).all(), name
        lines = cv2.imread(str(paths["line.png"]), cv2.IMREAD_UNCHANGED) > 0
        assert not (lines & ~cv2.dilate(body.astype(np.uint8), np.ones((3, 3))).astype(bool)).any()

    def test_a_choice_of_files(self, tmp_path: Path, renderer: Renderer) -> None:
        g = three_walls(renderer)
        paths = write_passes(tmp_path, g, stage(), AHEAD, files=["line.png", "depth.png"])
        assert sorted(p.name for p in tmp_path.iterdir()) == ["depth.png", "line.png"] == sorted(paths)
        with pytest.raises(ValueError, match=r"depth\.exr"):
            write_passes(tmp_path, g, stage(), AHEAD, files=["depth.exr"])

    def test_a_folder_that_cannot_be(self, tmp_path: Path, renderer: Renderer) -> None:
        (tmp_path / "taken").write_text("a file")
        with pytest.raises(ExportError, match="choose another folder") as caught:
            write_passes(tmp_path / "taken", three_walls(renderer), stage(), AHEAD)
        assert "\n" not in str(caught.value)


def test_a_whole_scene_goes_through_every_guide(
    renderer: Renderer, actor: Callable[..., Actor], world: Callable[..., World], tmp_path: Path
) -> None:
    """People and pieces from cast and kit, as a shot holds them."""
    chair = Placed("c", "Chair", "chair", {}, {}, Transform(position_m=(0.8, 0, 0)), 5)
    state = camera((0, 1.3, 3.4), (0, 1.0, 0))
    draw_list = build(world(chair, actor(1), camera=state), refine_for=state)
    g = renderer.capture(draw_list, state, SIZE, supersample=2)
    assert len(write_passes(tmp_path, g, draw_list, state)) == len(FILES)
    assert [s.object_id for s in skeletons(draw_list, state, g)] == [1]
