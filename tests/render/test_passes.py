from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from previz.errors import ExportError
from previz.render.drawlist import DrawList, build
from previz.render.openpose import skeletons
from previz.render.passes import FILES, depth_guide, normal_guide, write_passes
from previz.render.renderer import Renderer
from previz.scene.blocking import Actor, CameraState, Placed, World
from previz.scene.model import Transform

from .solids import at, ball, box, camera, stage, three_walls

SIZE = (300, 200)
AHEAD = camera((0, 1, 3), (0, 1, 0))


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

    def test_a_range_of_its_own_is_the_same_for_every_picture(self, renderer: Renderer) -> None:
        """The walls stand at 2, 3 and 6 m: from 1 to 6 m the nearest is 1/2 − 1/6 of 1 − 1/6."""
        g = three_walls(renderer)
        guide = depth_guide(g, 16, (1.0, 6.0))
        middle = [np.median(guide[g.objects == n]) for n in (1, 3)]
        assert middle[0] == pytest.approx(65535 * (1 / 2 - 1 / 6) / (1 - 1 / 6), rel=0.01)
        assert middle[1] < 100
        assert set(np.unique(depth_guide(g, 8, (2.5, 2.9))[g.objects == 1])) == {255}
        assert set(np.unique(depth_guide(g, 8, (2.5, 2.9))[g.objects == 3])) == {1}

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
