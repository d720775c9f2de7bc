"""The viewport's pictures: still and moving agree, outlines cost no geometry, blur is the lens's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from OpenGL import GL

from previz.gl.context import headless
from previz.render.drawlist import DrawList, Instance, build
from previz.render.light import KeyLight
from previz.render.overlay import Area, Strokes, polyline
from previz.render.renderer import Renderer
from previz.render.viewer import SELECTED, Focus, Glance, Viewer, focus_of
from previz.scene import blocking
from previz.scene.blocking import CameraState
from previz.scene.document import Document
from previz.scene.model import PROJECT_ID, Light, Project
from previz.scene.optics import View
from previz.scene.package import default_package
from previz.scene.transform import axis_angle, look_at, rotation_matrix
from tests.films import FULL, put_small_film
from tests.render.solids import at, box

SIZE = (320, 180)


@pytest.fixture(scope="module")
def viewer() -> Iterator[Viewer]:
    with headless():
        renderer = Renderer()
        made = Viewer(renderer)
        yield made
        made.close()
        renderer.close()


@pytest.fixture(scope="module")
def film() -> blocking.World:
    document = Document([Project(id=PROJECT_ID, package=default_package())])
    put_small_film(document)
    return blocking.resolve(document, FULL)


def camera(eye: tuple[float, float, float] = (0.0, 1.2, 6.0), tan_y: float = 0.25) -> CameraState:
    placed = look_at(eye, (0.0, 0.9, 0.0))
    view = View(tan_y * SIZE[0] / SIZE[1], tan_y, 32.0, 18.0)
    return CameraState(placed.position_m, placed.rotation, view, 36.0, 6.0, 2.0)


def picture(viewer: Viewer, glance: Glance, slot: str = "lens") -> np.ndarray:
    viewer.draw(slot, glance)
    return viewer.read(slot)[..., :3].astype(int)


@pytest.mark.parametrize("lamp", [False, True])
def test_a_moving_view_shows_what_the_still_one_does(
    viewer: Viewer, film: blocking.World, lamp: bool
) -> None:
    draw_list = build(film)
    if lamp:
        light = KeyLight(position_m=(0.5, 2.4, 0.5), night=True)
        draw_list = build(blocking.World(film.items, film.actors, None, Light(time="night")))
        still, moving = (
            picture(viewer, Glance(draw_list, camera(), SIZE, key=light, moving=m)) for m in (False, True)
        )
    else:
        still = picture(viewer, Glance(draw_list, camera(), SIZE))
        ids = viewer.ids("lens")
        moving = picture(viewer, Glance(draw_list, camera((0.001, 1.2, 6.0)), SIZE, moving=True))
        agree = (viewer.ids("lens") >> 16) == (ids >> 16)
        assert agree.mean() > 0.98, "only edges of what is coarse differ"
        assert np.ptp(ids >> 16) > 0
    assert np.abs(still - moving).mean() < 6.0, "coming to rest only adds finish"


def test_the_first_picture_of_a_movement_is_drawn(viewer: Viewer, film: blocking.World) -> None:
    """Also where the shadows have just changed, so that their coarse copy is made on the way."""
    draw_list = build(film)
    picture(viewer, Glance(draw_list, camera(), SIZE, key=KeyLight(direction=(0.3, 0.8, 0.4))))
    aside = camera((0.6, 1.3, 5.5))
    first, second = (picture(viewer, Glance(build(film), aside, SIZE, moving=True)) for _ in range(2))
    assert first.max() > 40
    assert np.abs(first - second).max() <= 1


def test_moving_never_draws_shadows_again(viewer: Viewer, film: blocking.World) -> None:
    draw_list = build(film)
    picture(viewer, Glance(draw_list, camera(), SIZE))
    shadows = viewer._renderer.shadow_draws
    for step in range(5):
        picture(viewer, Glance(draw_list, camera((0.1 * step, 1.4, 6.0)), SIZE, moving=True))
    picture(viewer, Glance(draw_list, camera((0.4, 1.4, 6.0)), SIZE))
    assert viewer._renderer.shadow_draws == shadows


def test_a_picture_at_rest_is_refined_to_four_samples_a_pixel(viewer: Viewer, film: blocking.World) -> None:
    draw_list = build(film)
    glance = Glance(draw_list, camera(), SIZE)
    smoothed, ids = picture(viewer, glance), viewer.ids("lens")
    assert viewer.refine("lens", glance)
    fine = viewer.read("lens")[..., :3].astype(int)
    wanted = viewer._renderer.capture(draw_list, camera(), SIZE, passes=("beauty",), supersample=2).beauty
    assert np.abs(fine - wanted.astype(int)).max() <= 1
    assert np.abs(smoothed - wanted.astype(int)).max() > 20, "or there is nothing to refine"
    assert np.array_equal(viewer.ids("lens"), ids), "what is picked stays"
    assert not viewer.refine("lens", glance), "once is enough"
    ada = draw_list.figures[0].object_id
    hovered = picture(viewer, replace(glance, hovered=ada))
    changed = np.abs(hovered - fine).max(axis=-1) > 0
    assert 0 < changed.mean() < 0.2, "an outline is drawn over the fine picture"
    assert np.array_equal(picture(viewer, glance), fine)


def test_thin_slats_do_not_break_into_dashes(viewer: Viewer) -> None:
    """A leaning slat a third of a pixel wide: every row of it is as bright as the others."""
    place = at(0.0, 0.9, 0.0)
    place[:3, :3] = rotation_matrix(axis_angle((0, 0, 1), 3))
    slat = DrawList({"slat": box((0.006, 2.0, 0.006))}, (Instance("slat", place, 7),), interior=True)
    glance = Glance(slat, camera(), SIZE, key=KeyLight(direction=(0.3, 0.5, 1.0)))

    ground = picture(viewer, replace(glance, draw_list=DrawList({}, (), interior=True)), "slats")

    def unevenness(shown: np.ndarray) -> float:
        """Of what the slat changes, from one band of four rows to the next."""
        changed = np.abs(shown - ground)[40:136].sum(axis=(1, 2)).reshape(-1, 4).sum(axis=1)
        assert changed.max() > 0
        return float(changed.std() / changed.mean())

    before = unevenness(picture(viewer, glance, "slats"))
    assert viewer.refine("slats", glance)
    after = unevenness(viewer.read("slats")[..., :3].astype(int))
    assert before > 0.5
    assert after < before / 2


def test_refining_that_is_given_up_changes_nothing(viewer: Viewer, film: blocking.World) -> None:
    glance = Glance(build(film), camera((0.3, 1.2, 6.0)), SIZE)
    smoothed, asked = picture(viewer, glance), []
    assert not viewer.refine("lens", glance, lambda: len(asked) < 2 and not asked.append(1))
    assert len(asked) == 2
    assert np.array_equal(picture(viewer, glance), smoothed)
    moving = replace(glance, moving=True, camera=camera((0.4, 1.2, 6.0)))
    picture(viewer, moving)
    assert not viewer.refine("lens", moving)
    assert not viewer.refine("nowhere", glance)


def test_selection_hover_and_overlay_cost_no_geometry(viewer: Viewer, film: blocking.World) -> None:
    draw_list = build(film)
    plain = picture(viewer, Glance(draw_list, camera(), SIZE))
    draws = viewer.geometry_draws
    ada = draw_list.figures[0].object_id
    chosen = picture(viewer, Glance(draw_list, camera(), SIZE, selected=frozenset({ada})))
    hovered = picture(viewer, Glance(draw_list, camera(), SIZE, hovered=ada))
    assert viewer.geometry_draws == draws
    ink = np.array(SELECTED) * 255
    line = np.abs(chosen - ink).max(axis=-1) <= 2
    inside = (viewer.ids("lens") >> 16) == ada
    assert line.sum() > 100
    assert not (line & inside).any(), "the line lies outside of the person"
    grown = np.zeros_like(inside)
    for down in (-2, -1, 0, 1, 2):
        for right in (-2, -1, 0, 1, 2):
            grown |= np.roll(inside, (down, right), (0, 1))
    assert not (line & ~grown).any(), "and along it"
    assert (hovered != plain).any()
    assert (hovered != chosen).any()
    assert np.array_equal(picture(viewer, Glance(draw_list, camera(), SIZE)), plain)


def test_lines_are_hidden_by_what_stands_before_them(viewer: Viewer) -> None:
    wall = DrawList({"box": box((2.0, 2.0, 0.2))}, (Instance("box", np.eye(4), 7),))
    red = (1.0, 0.0, 0.0, 1.0)
    behind = polyline([(-3.0, 0.9, -2.0), (3.0, 0.9, -2.0)])
    row = SIZE[1] // 2

    def reds(hidden: float) -> np.ndarray:
        glance = Glance(wall, camera(), SIZE, marks=(Strokes(behind, red, 3.0, hidden),))
        seen = picture(viewer, glance)
        return (seen[..., 0] - seen[..., 1] > 120).any(axis=0)

    assert reds(0.0)[40]
    assert not reds(0.0)[SIZE[0] // 2], "the wall is in the way"
    assert reds(1.0)[SIZE[0] // 2], "unless it is always on top"
    triangle = np.array([[(-1.0, 0.2, 1.0), (1.0, 0.2, 1.0), (0.0, 1.6, 1.0)]])
    area = picture(viewer, Glance(wall, camera(), SIZE, marks=(Area(triangle, red),)))
    assert tuple(area[row, SIZE[0] // 2]) == (255, 0, 0)
    past = polyline([(0.0, 0.9, 1.0), (0.0, 0.9, 20.0)])
    picture(viewer, Glance(wall, camera(), SIZE, marks=(Strokes(past, red),)))


def test_blur_has_the_width_that_the_lens_gives_it(viewer: Viewer) -> None:
    """A white edge at 3 m before black at 60 m: focused it is sharp; unfocused it is as wide as c says."""
    panel = box((1.0, 6.0, 0.01))
    draw_list = DrawList({"box": panel}, (Instance("box", np.eye(4), 7),))
    near = camera((0.5, 0.9, 3.0))
    near = CameraState(
        near.position_m, look_at((0.5, 0.9, 3.0), (0.5, 0.9, 0.0)).rotation, near.view, 36, 3, 2
    )

    def width(focus: Focus | None) -> int:
        row = picture(viewer, Glance(draw_list, near, SIZE, focus=focus))[SIZE[1] // 2].sum(axis=-1)
        middle = row[SIZE[0] // 2 - 40 : SIZE[0] // 2 + 40]
        span = middle.max() - middle.min()
        between = (middle > middle.min() + 0.1 * span) & (middle < middle.max() - 0.1 * span)
        return int(between.sum())

    sharp = Focus(36.0, 3.0, 2.0, 18.0, 0.025)
    soft = Focus(36.0, 1.0, 2.0, 18.0, 0.025)
    expected = abs(soft.blur * (3.0 - 1.0) / 3.0) * SIZE[1]
    assert expected > 4
    assert width(sharp) <= 3
    assert width(soft) == pytest.approx(expected, rel=0.35, abs=2.5)
    assert Focus(50.0, 3.0, 2.0 / 0.9**0.5, 1.0, 0.025).blur * 0.5 == pytest.approx(0.2119, abs=2e-3)


def test_peaking_marks_sharp_edges_alone(viewer: Viewer, film: blocking.World) -> None:
    draw_list = build(film)

    def peaks(distance: float) -> int:
        focus = Focus(85.0, distance, 1.4, 18.0, 0.025, peaking=True)
        seen = picture(viewer, Glance(draw_list, camera(), SIZE, focus=focus))
        return int(((seen[..., 0] > 180) & (seen[..., 2] < 110)).sum())

    assert peaks(6.0) > 5 * max(peaks(1.5), 1)


def test_a_focus_that_no_lens_has_is_none() -> None:
    one = camera()
    assert focus_of(one, 18.0) is not None
    assert focus_of(CameraState(one.position_m, one.rotation, one.view, 36.0, 0.01, 2.0), 18.0) is None


def test_slots_are_apart_and_freed(viewer: Viewer, film: blocking.World) -> None:
    draw_list = build(film)
    lens = picture(viewer, Glance(draw_list, camera(), SIZE), "lens")
    free = picture(viewer, Glance(draw_list, camera((4.0, 3.0, 4.0)), SIZE), "free")
    assert np.array_equal(viewer.read("lens")[..., :3], lens)
    assert not np.array_equal(free, lens)
    textures = viewer._slots["free"].target.albedo.handle
    assert GL.glIsTexture(textures)
    viewer.forget("free")
    assert not GL.glIsTexture(textures)
