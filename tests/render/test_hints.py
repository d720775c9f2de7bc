from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from previz import cast
from previz.cast.patches import EYE, HAIR, MOUTH
from previz.gen.sketch.people import HINTS, read_optics, read_people
from previz.gen.sketch.plan import LIGHTINGS, Lighting
from previz.render import drawlist
from previz.render.hints import hints, key_light
from previz.render.hints_face import face
from previz.render.light import KeyLight
from previz.render.renderer import Renderer
from previz.scene.blocking import Actor, CameraState, World
from previz.scene.model import Light, Pose
from previz.scene.optics import framed_view
from previz.scene.transform import apply, look_at, matrix, rigid_inverse

KEY = KeyLight(direction=(0.3, 0.6, 0.7))
SIZE = (960, 540)


def _camera(eye: tuple[float, float, float], at: tuple[float, float, float], focal: float) -> CameraState:
    where = look_at(eye, at)
    view = framed_view(24.89, 18.66, SIZE[0] / SIZE[1], focal)
    away = float(np.linalg.norm(np.subtract(at, eye)))
    return CameraState(where.position_m, where.rotation, view, focal, away, 2.8)


def _close_up(person: Actor, turn: float = 0.0) -> CameraState:
    eyes = cast.figure(person.body).pose(person.pose).landmarks_m["eyes"]
    at = (float(eyes[0]), float(eyes[1]) - 0.03, float(eyes[2]))
    eye = (at[0] + 0.9 * np.sin(turn), at[1], at[2] + 0.9 * np.cos(turn))
    return _camera(eye, at, 60)


def _pixels(bundle: dict[str, NDArray[Any]], points: NDArray[Any]) -> NDArray[Any]:
    return read_optics(bundle).project(points, SIZE[::-1])[0]


@pytest.fixture(params=["man", "woman", "child", "elderly_man"])
def person(request: pytest.FixtureRequest, actor: Callable[..., Actor]) -> Actor:
    return actor(body=cast.PEOPLE[request.param])


@pytest.fixture
def shot(
    person: Actor, world: Callable[..., World], renderer: Renderer
) -> tuple[dict[str, NDArray[Any]], NDArray[np.uint32]]:
    """Hints and id pass of a close-up."""
    camera = _close_up(person)
    scene = drawlist.build(world(person, camera=camera), camera)
    picture = renderer.capture(scene, camera, SIZE, KEY)
    return hints(scene, camera, KEY), picture.ids


def _curve(bundle: dict[str, NDArray[Any]], name: str) -> NDArray[Any]:
    return read_people(bundle)[0].curves[name]


def _patches(ids: NDArray[np.uint32], points: NDArray[Any], reach: int) -> NDArray[np.int64]:
    """All patches of the person within ``reach`` px of some points."""
    found = []
    for x, y in points.astype(int):
        around = ids[max(y - reach, 0) : y + reach + 1, max(x - reach, 0) : x + reach + 1]
        found.append((around[around > 0] & 0xFFFF).astype(np.int64))
    return np.unique(np.concatenate(found))


def test_the_bundle_is_what_the_generator_reads(shot: tuple[dict[str, NDArray[Any]], Any]) -> None:
    bundle, _ = shot
    assert tuple(bundle) == (*HINTS, "air")
    assert all(array.dtype.kind in "fiU" for array in bundle.values())
    (someone,) = read_people(bundle)
    assert someone.object_id == 10
    assert {"mouth", "lid_up_l", "brow_r", "wing_l", "ear_l", "jaw"} <= someone.curves.keys()
    assert set(someone.joints) == set(cast.BONES)


def test_lids_project_onto_the_border_of_the_eyes(
    shot: tuple[dict[str, NDArray[Any]], NDArray[np.uint32]],
) -> None:
    bundle, ids = shot
    eyes = (ids & 0xFFFF) == EYE
    for side in "lr":
        upper = _pixels(bundle, _curve(bundle, f"open_up_{side}"))[4:13]
        lower = _pixels(bundle, _curve(bundle, f"open_lo_{side}"))[4:13]
        middle = ((upper + lower) / 2).round().astype(int)
        assert eyes[middle[:, 1], middle[:, 0]].mean() > 0.8
        aside = np.array([0, 9])
        above, below = (upper - aside).astype(int), (lower + aside).astype(int)
        assert not eyes[above[:, 1], above[:, 0]].any()
        assert not eyes[below[:, 1], below[:, 0]].any()


def test_eyeballs_sit_on_the_eye_pixels(shot: tuple[dict[str, NDArray[Any]], NDArray[np.uint32]]) -> None:
    bundle, ids = shot
    for eye in read_people(bundle)[0].eyes.values():
        front = eye.centre + eye.radius_m * eye.gaze
        assert EYE in _patches(ids, _pixels(bundle, front[None]), 3)
        assert 0.008 < eye.radius_m < 0.022
        assert np.linalg.norm(eye.gaze) == pytest.approx(1, abs=1e-5)


def test_closed_lips_meet_in_the_mouth_curve(
    person: Actor, shot: tuple[dict[str, NDArray[Any]], NDArray[np.uint32]]
) -> None:
    bundle, ids = shot
    assert ((ids & 0xFFFF) == MOUTH).sum() < 60
    curves, figure = face(cast.figure(person.body)).curves, cast.figure(person.body)
    lips = np.concatenate([figure.face_line("lip_up"), figure.face_line("lip_lo")])
    assert curves["mouth"][:, 1].min() > lips[:, 1].min() - 0.004
    assert curves["mouth"][:, 1].max() < lips[:, 1].max() + 0.004
    assert 0.03 < np.ptp(_curve(bundle, "mouth")[:, 0]) < 0.06


def _drawn(
    person: Actor, expression: str, world: Callable[..., World], renderer: Renderer
) -> tuple[dict[str, NDArray[Any]], NDArray[np.uint32]]:
    feeling = replace(person, pose=Pose(expression=expression))
    camera = _close_up(feeling)
    scene = drawlist.build(world(feeling, camera=camera), camera)
    return hints(scene, camera, KEY), renderer.capture(scene, camera, SIZE, KEY).ids & 0xFFFF


@pytest.mark.parametrize("expression", ["laugh", "shout", "surprise"])
def test_an_open_mouth_is_drawn_round_its_opening(
    person: Actor, expression: str, world: Callable[..., World], renderer: Renderer
) -> None:
    bundle, patches = _drawn(person, expression, world, renderer)
    inside = np.zeros(patches.shape, np.uint8)
    cv2.fillPoly(inside, [_pixels(bundle, _curve(bundle, "mouth")[:41]).round().astype(np.int32)], 1)
    seen = patches == MOUTH
    assert seen.sum() > 150
    both, either = (seen & (inside > 0)).sum(), (seen | (inside > 0)).sum()
    assert both / either > 0.7
    dark = np.zeros(patches.shape, np.uint8)
    cv2.fillPoly(dark, [_pixels(bundle, _curve(bundle, "gape")).round().astype(np.int32)], 1)
    assert (dark > inside).sum() < 0.05 * dark.sum(), "the dark lies between the lips"
    assert 0.4 * inside.sum() < dark.sum() < 0.98 * inside.sum(), "teeth are left"


def test_closed_lips_have_no_dark_between_them(
    person: Actor, world: Callable[..., World], renderer: Renderer
) -> None:
    bundle, _ = _drawn(person, "neutral", world, renderer)
    assert "gape" not in bundle["curve_names"]


def test_closed_eyes_have_lids_that_meet(
    person: Actor, world: Callable[..., World], renderer: Renderer
) -> None:
    bundle, patches = _drawn(person, "closed_eyes", world, renderer)
    open_bundle, _ = _drawn(person, "neutral", world, renderer)
    for side in "lr":
        gaps = [
            np.abs(_curve(one, f"open_up_{side}") - _curve(one, f"open_lo_{side}"))[:, 1].max()
            for one in (bundle, open_bundle)
        ]
        assert gaps[0] < 0.35 * gaps[1]
    assert (patches == EYE).sum() < 60


def test_a_smile_lifts_the_corners_of_the_drawn_mouth(
    person: Actor, world: Callable[..., World], renderer: Renderer
) -> None:
    smiling, _ = _drawn(person, "smile", world, renderer)
    plain, _ = _drawn(person, "neutral", world, renderer)
    sad, _ = _drawn(person, "sadness", world, renderer)

    def lift(bundle: dict[str, NDArray[Any]]) -> float:
        line = _curve(bundle, "mouth")[:21]
        return float(line[[0, 20], 1].mean() - line[10, 1])

    assert lift(smiling) > lift(plain) + 0.002 > lift(sad) + 0.003
    assert np.ptp(_curve(smiling, "mouth")[:, 0]) > np.ptp(_curve(plain, "mouth")[:, 0])


@pytest.mark.parametrize(
    ("expression", "inner_rises"), [("anger", False), ("sadness", True), ("surprise", True), ("fear", True)]
)
def test_brows_move_in_the_drawing(person: Actor, expression: str, inner_rises: bool) -> None:
    figure = cast.figure(person.body)
    calm, moved = (
        face(figure.pose(Pose(expression=name)).figure).curves["brow_l"] for name in ("neutral", expression)
    )
    rise = float((moved - calm)[1:4, 1].mean())
    assert rise > 0.0015 if inner_rises else rise < -0.0015


def test_face_curves_stand_in_the_order_of_a_face(
    shot: tuple[dict[str, NDArray[Any]], NDArray[np.uint32]],
) -> None:
    bundle, _ = shot
    names = ("brow_l", "lid_up_l", "lid_lo_l", "nostril_l", "mouth", "lip_lo", "chin", "jaw")
    heights = [float(_curve(bundle, name)[:, 1].mean()) for name in names]
    assert heights == sorted(heights, reverse=True)
    assert _curve(bundle, "lid_up_l")[:, 0].mean() > _curve(bundle, "lid_up_r")[:, 0].mean()
    assert _curve(bundle, "brow_l")[0, 0] < _curve(bundle, "brow_l")[-1, 0]


def test_the_crown_is_under_the_hair(actor: Callable[..., Actor], world: Callable[..., World]) -> None:
    someone = actor(body=cast.PEOPLE["woman"])
    camera = _close_up(someone)
    bundle = hints(drawlist.build(world(someone), camera), camera, KEY)
    mesh = cast.figure(someone.body).mesh
    hair = mesh.positions[mesh.patches == HAIR]
    crown = bundle["skulls"][0, 0]
    assert crown[1] < hair[:, 1].max() - bundle["camera"][1] + 10
    assert bundle["skulls"][0, 1, 1] < crown[1]


def test_joints_follow_the_posed_body(actor: Callable[..., Actor], world: Callable[..., World]) -> None:
    someone = actor(position_m=(0.4, 0.0, -1.0), heading_deg=90.0)
    camera = _camera((0.0, 1.5, 3.0), (0.0, 1.2, 0.0), 35)
    scene = drawlist.build(world(someone), camera)
    bundle = hints(scene, camera, KEY)
    from_figure = scene.figures[0].world_from_figure
    hand = from_figure[:3, :3] @ scene.figures[0].posed.joints_m["hand_l"] + from_figure[:3, 3]
    ndc = camera.view.project(bundle["joints"][0, list(bundle["joint_names"]).index("hand_l")].astype(float))
    expected = camera.view.project(apply(rigid_inverse(matrix(camera.transform)), hand))
    assert np.allclose(ndc, expected, atol=1e-4)
    assert bundle["heads"][0][0, 2] > 0.9
    assert np.allclose(
        np.einsum("jik,jil->jkl", bundle["frames"][0], bundle["frames"][0]), np.eye(3), atol=1e-4
    )


def test_eyes_look_at_the_camera_but_never_roll_out_of_sight(
    actor: Callable[..., Actor], world: Callable[..., World]
) -> None:
    base = actor()
    camera = _close_up(base)
    for gaze, least in ((camera.position_m, 0.99), ((-5.0, 1.6, -1.0), None)):
        someone = replace(base, gaze_m=gaze)
        bundle = hints(drawlist.build(world(someone), camera), camera, KEY)
        (found,) = read_people(bundle)
        eye = found.eyes["l"]
        towards = -eye.centre / np.linalg.norm(eye.centre)
        if least is not None:
            assert eye.gaze @ towards > least
        assert eye.gaze @ found.forward > np.cos(np.radians(28.5))


@pytest.mark.parametrize("common_top", [False, True])
def test_a_drawing_projects_as_the_optics_do(
    common_top: bool, actor: Callable[..., Actor], world: Callable[..., World], renderer: Renderer
) -> None:
    """Joints and pixels agree with the id and depth passes, also in a frameline cut from the top."""
    where = look_at((0.6, 1.2, 3.5), (0.0, 0.6 if common_top else 0.9, 0.0))
    view = framed_view(24.89, 18.66, SIZE[0] / SIZE[1], 20, common_top=common_top)
    assert (view.shift_y > 0.2) == common_top
    camera = CameraState(where.position_m, where.rotation, view, 20, 3.5, 2.8)
    scene = drawlist.build(world(actor(7, "t_pose"), camera=camera), camera)
    g = renderer.capture(scene, camera, SIZE, KEY)
    bundle = hints(scene, camera, KEY)
    optics, (person,) = read_optics(bundle), read_people(bundle)
    assert optics.shift_y == pytest.approx(view.shift_y)
    points = np.stack([person.skull, person.face, *(person.joints[f"hand_{side}"] for side in "lr")])
    pixels, depth = optics.project(points, SIZE[::-1])
    expected = camera.view.project(points)
    np.testing.assert_allclose(pixels, (expected[:, :2] * (0.5, -0.5) + 0.5) * SIZE, atol=0.01)
    np.testing.assert_allclose(depth, expected[:, 2], rtol=1e-5)
    columns, rows = pixels.astype(int).T
    assert (g.objects[rows, columns] == 7).all()
    assert np.abs(g.depth_m[rows, columns] - depth).max() < 0.25
    x, y = optics.spread(pixels[:, 0], pixels[:, 1], SIZE[::-1])
    np.testing.assert_allclose(np.stack([x, y], axis=1) * depth[:, None], points[:, :2], atol=1e-4)


def test_nobody_in_the_picture_is_an_empty_bundle(world: Callable[..., World]) -> None:
    camera = _camera((0, 1.5, 3), (0, 1, 0), 35)
    bundle = hints(drawlist.build(world()), camera, KEY)
    assert read_people(bundle) == []
    optics = read_optics(bundle)
    assert (optics.tan_x, optics.tan_y) == pytest.approx((camera.view.tan_x, camera.view.tan_y))
    assert optics.up @ np.array([0, 1, 0]) > 0.9


def test_the_face_of_a_figure_is_found_once(actor: Callable[..., Actor]) -> None:
    figure = cast.figure(actor().body)
    assert face(figure) is face(figure)


# -------------------------------------------------------------------------------------------- key light
def _towards(camera: CameraState, key: KeyLight) -> NDArray[Any]:
    """Direction to the light in camera space."""
    bundle = hints(drawlist.DrawList({}), camera, key)
    return np.asarray(bundle["camera"][7:10])


@pytest.mark.parametrize("azimuth", [0, 70, 180, 250])
def test_the_plans_light_turns_with_the_camera(azimuth: float, world: Callable[..., World]) -> None:
    turn = np.radians(azimuth)
    camera = _camera((3 * np.sin(turn), 1.2, 3 * np.cos(turn)), (0, 1.2, 0), 35)
    for light in LIGHTINGS:
        x, y, z = _towards(camera, key_light(light, camera, world()))
        assert y == pytest.approx(np.sin(np.radians(light.elevation_deg)), abs=1e-3)
        assert np.degrees(np.arctan2(x, z)) == pytest.approx(light.azimuth_deg, abs=0.5)


def test_the_storys_own_light_wins(world: Callable[..., World]) -> None:
    camera = _camera((0, 1.5, 3), (0, 1, 0), 35)
    asked = world(light=Light(azimuth_deg=90.0, elevation_deg=20.0))
    key = key_light(LIGHTINGS[0], camera, asked)
    assert key.direction is not None
    assert key.direction[0] > 0.9


def test_the_lamp_wins_at_night(world: Callable[..., World]) -> None:
    camera = _camera((0, 1.5, 3), (0, 1, 0), 35)
    night = world(light=Light(time="night", azimuth_deg=10.0))
    key = key_light(LIGHTINGS[0], camera, night, (1.0, 2.4, 0.0))
    assert key.position_m == (1.0, 2.4, 0.0)
    bundle = hints(drawlist.DrawList({}), camera, key)
    optics = read_optics(bundle)
    assert optics.night
    assert optics.lamp is not None
    assert optics.lamp[0] == pytest.approx(1.0, abs=1e-5)
    assert key_light(LIGHTINGS[0], camera, night).night


def test_looking_straight_down_still_gives_a_light(world: Callable[..., World]) -> None:
    camera = _camera((0, 5, 0.0), (0, 0, 0.0), 35)
    light = Lighting(name="x", azimuth_deg=90, elevation_deg=10)
    assert _towards(camera, key_light(light, camera, world()))[0] > 0.9
    light = Lighting(name="x", azimuth_deg=0, elevation_deg=10)
    assert _towards(camera, key_light(light, camera, world()))[1] < -0.9
