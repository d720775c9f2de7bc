"""The stage view: what is shown, flown, picked and dragged with a real mouse and real keys."""

from __future__ import annotations

import gc
import math
import threading
from collections.abc import Callable

import numpy as np
import pytest
from msgspec.structs import replace
from OpenGL import GL
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from previz.gl.buffers import VertexArray
from previz.gl.program import Program
from previz.gl.texture import Texture2D
from previz.scene import model
from previz.studio import camera_hands
from previz.ui.message import Message
from previz.ui.session import Session
from previz.ui.viewport import StageView, frame_face
from previz.ui.viewport.canvas import Pace
from previz.ui.viewport.gl_canvas import GlCanvas
from previz.ui.viewport.image_canvas import ImageCanvas
from tests.films import BARE, CLOSE, FULL, put_other_room
from tests.ui.viewport.conftest import Hand, shot_equals_view

Open = Callable[..., Hand]
Steps = Callable[[], list[str]]
RIGHT, MIDDLE = Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton
ALT = Qt.KeyboardModifier.AltModifier


def pixels(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(bytes(image.constBits()), np.uint8).reshape(image.height(), -1, 4)
    return rows[:, : image.width(), 2::-1].astype(int)


def is_fine(hand: Hand) -> bool:
    """Are the pictures that are up refined, not only smoothed?"""
    canvas = hand.view._canvas
    made = list(canvas._viewers.values()) if isinstance(canvas, ImageCanvas) else [canvas._viewer]
    QApplication.processEvents()
    return all(slot.fine for one in made for name, slot in one._slots.items() if " rough" not in name)


def wait_until_fine(hand: Hand, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: is_fine(hand), timeout=8000)
    qtbot.wait(100)  # on its way from the thread


# ------------------------------------------------------------------------------------------- showing
def test_both_canvases_show_the_same(open_view: Open, qtbot: QtBot) -> None:
    drawn = open_view()
    captured = open_view(images=True)
    assert isinstance(drawn.view._canvas, GlCanvas)
    assert isinstance(captured.view._canvas, ImageCanvas)
    wait_until_fine(drawn, qtbot)
    wait_until_fine(captured, qtbot)
    first, second = pixels(drawn.view._canvas.picture()), pixels(captured.view._canvas.picture())
    assert first.shape == second.shape
    assert np.ptp(first) > 200
    assert np.abs(first - second).mean() < 0.5
    assert (np.abs(first - second).max(axis=-1) > 12).mean() < 0.002


def test_without_opengl_in_the_window_the_session_is_told(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("previz.ui.surface.can_draw", lambda: False)
    with qtbot.waitSignal(session.told) as told:
        view = StageView(session)
    qtbot.addWidget(view)
    assert isinstance(view._canvas, ImageCanvas)
    assert "captured images" in told.args[0].text
    view.close_pictures()


def test_space_flips_and_split_swaps(hand: Hand, session: Session, qtbot: QtBot) -> None:
    table = {action.name: action for action in hand.view.actions()}
    table["view.flip"].run()
    hand.wait()
    assert hand.view.mode == "free"
    assert list(hand.view.showing.views) == ["free"]
    table["view.split"].run()
    hand.wait()
    assert set(hand.view.showing.views) == {"lens", "free"}
    assert hand.view.showing.main == "free"
    table["view.flip"].run()
    hand.wait()
    lens, free = hand.view.showing.views["lens"].area, hand.view.showing.views["free"].area
    assert lens.width() > free.width()
    assert not lens.intersects(free)
    assert table["view.split"].checked()


def test_names_of_actions_are_unique_and_labelled(hand: Hand) -> None:
    rows = hand.view.actions()
    assert len({row.name for row in rows}) == len(rows)
    assert all(row.title and row.context for row in rows)


def test_a_shot_without_camera_says_what_to_do(hand: Hand, session: Session) -> None:
    session.look_at(BARE)
    hand.wait()
    assert "no camera yet" in hand.view.showing.views["lens"].empty
    hand.view.set_mode("free")
    hand.wait()
    hand.view.seeing.put_camera_here()
    hand.view.set_mode("lens")
    hand.wait()
    assert shot_equals_view(session, hand.view)


def test_the_burn_in_says_what_the_shot_list_says(hand: Hand, session: Session) -> None:
    for shot in session.document.of(model.Shot)[:2]:
        session.look_at(shot.id)
        hand.wait()
        burn = hand.view.seeing.burn
        assert burn is not None
        name = session.studio.shooting.sight(shot.id).name
        assert hand.view.seeing.reading is not None
        assert hand.view.seeing.reading.name == name
        assert burn.number == session.studio.listing.numbers().shots[shot.id]
        assert dict(burn.cells)["Focus"].endswith(" m")
    assert "Move" in dict(burn.cells), "1A pushes in"


def test_the_brackets_say_the_distance_in_the_units_of_the_film(hand: Hand, session: Session) -> None:
    with session.edit("Feet") as edit:
        edit.update(model.PROJECT_ID, units="imperial")
    hand.wait()
    burn = hand.view.seeing.burn
    assert burn is not None
    assert burn.mark is not None
    assert "′ " in burn.mark.distance
    assert dict(burn.cells)["Subject"] == burn.mark.distance


def test_a_preview_is_shown_and_reverts_without_a_step(hand: Hand, session: Session, steps: Steps) -> None:
    before, count = pixels(hand.view.picture()), len(steps())
    key = hand.view.showing.lens.key
    assert key is not None
    hand.view.preview(camera_hands.dolly(key, 2.0))
    hand.wait()
    assert np.abs(pixels(hand.view.picture()) - before).mean() > 2
    hand.view.preview(None)
    hand.wait()
    assert np.abs(pixels(hand.view.picture()) - before).mean() < 0.1
    assert len(steps()) == count


def test_a_preview_flies_the_wall_that_its_camera_looks_through(
    hand: Hand, session: Session, steps: Steps
) -> None:
    with session.edit("Build a room") as edit:
        edit.put(model.Item(id="walls", stage_id="room", name="walls", piece="room", order="z"))
    hand.wait()
    count, key = len(steps()), hand.view.showing.lens.key

    def flown() -> str:
        assert hand.view.showing.scenery.world is not None
        room = next(item for item in hand.view.showing.scenery.world.items if item.id == "walls")
        return str(room.params.get("flown", ""))

    hand.view.preview(key, {"walls": ("south",)})
    hand.wait()
    assert flown() == "south"
    hand.view.preview(None)
    hand.wait()
    assert flown() == ""
    assert len(steps()) == count


def test_an_edit_elsewhere_is_shown(hand: Hand, session: Session) -> None:
    before = pixels(hand.view.picture())
    with session.edit("Move chair") as edit:
        edit.update("chair", transform=model.Transform(position_m=(0.3, 0.0, 1.5)))
    hand.wait()
    assert np.abs(pixels(hand.view.picture()) - before).mean() > 0.5
    session.undo()
    hand.wait()
    assert np.abs(pixels(hand.view.picture()) - before).mean() < 0.1


def test_depth_of_field_and_peaking_change_the_picture(hand: Hand, session: Session) -> None:
    session.look_at(CLOSE)
    hand.wait()
    plain = pixels(hand.view.picture())
    for aid in ("blur", "peaking"):
        hand.view.set_focus_aid(aid)  # type: ignore[arg-type]
        hand.wait()
        assert (pixels(hand.view.picture()) != plain).any()
    hand.view.set_focus_aid("")
    hand.wait()
    assert np.abs(pixels(hand.view.picture()) - plain).mean() < 0.1


# -------------------------------------------------------------------------------------------- flying
def _travelled_m(hand: Hand, start: model.CameraKey) -> float:
    now = hand.view.showing.lens.key
    return math.dist(now.transform.position_m, start.transform.position_m) if now is not None else 0.0


def test_flying_through_the_lens_moves_the_shots_camera_in_one_step(
    hand: Hand, session: Session, steps: Steps, qtbot: QtBot
) -> None:
    count, start = len(steps()), hand.view.showing.lens.key
    assert start is not None
    middle = hand.middle()
    hand.drag(middle, middle + QPointF(30, 10), RIGHT, let_go=False)
    qtbot.keyPress(hand.view, Qt.Key.Key_W)
    qtbot.waitUntil(lambda: _travelled_m(hand, start) > 0.06, timeout=10_000)
    qtbot.keyRelease(hand.view, Qt.Key.Key_W)
    hand.send(QEvent.Type.MouseMove, middle + QPointF(34, 12), held=RIGHT)
    hand.send(QEvent.Type.MouseButtonRelease, middle, RIGHT)
    hand.wait()
    now = hand.view.showing.lens.key
    assert now is not None
    travelled = np.subtract(now.transform.position_m, start.transform.position_m)
    assert travelled @ camera_hands.ahead(now) > 0.05
    assert now.transform.rotation != start.transform.rotation
    assert shot_equals_view(session, hand.view)
    assert steps()[count:] == ["Fly camera"]
    session.undo()
    assert hand.view.showing.lens.key == start


@pytest.mark.parametrize(
    ("button", "keys", "label"),
    [
        (MIDDLE, Qt.KeyboardModifier.NoModifier, "Truck and pedestal"),
        (Qt.MouseButton.LeftButton, ALT, "Orbit camera"),
    ],
)
def test_pan_and_orbit_are_one_step_each(
    hand: Hand, session: Session, steps: Steps, button: Qt.MouseButton, keys: Qt.KeyboardModifier, label: str
) -> None:
    count, before = len(steps()), hand.at("ada")
    hand.drag(hand.middle(), hand.middle() + QPointF(60, 20), button, keys)
    hand.wait()
    assert steps()[count:] == [label]
    assert shot_equals_view(session, hand.view)
    after = hand.at("ada")
    apart = after - before
    if label == "Orbit camera":
        assert apart.manhattanLength() < 1.0, "the subject stays where it is in the frame"
    else:
        assert abs(apart.x() - 60) < 4, "the picture follows the mouse"
        assert abs(apart.y() - 20) < 4


def test_the_wheel_dollies_and_the_number_pad_nudges(
    hand: Hand, session: Session, steps: Steps, qtbot: QtBot
) -> None:
    count, start = len(steps()), hand.view.showing.lens.key
    assert start is not None
    for _ in range(3):
        hand.roll(hand.middle(), 1)
    qtbot.waitUntil(lambda: not hand.view.navigator._pause.isActive(), timeout=3000)
    assert steps()[count:] == ["Dolly in"]
    hand.wait()
    assert shot_equals_view(session, hand.view)
    for _ in range(4):
        qtbot.keyClick(hand.view, Qt.Key.Key_8, Qt.KeyboardModifier.KeypadModifier)
    qtbot.waitUntil(lambda: not hand.view.navigator._pause.isActive(), timeout=3000)
    assert steps()[count:] == ["Dolly in", "Pedestal up"]
    now = hand.view.showing.lens.key
    assert now is not None
    lower = camera_hands.pedestal(now, -0.2)
    assert camera_hands.depth_m(start, (0, 0.9, 0)) > camera_hands.depth_m(lower, (0, 0.9, 0))


def test_the_free_view_is_not_in_the_document(open_view: Open, session: Session, steps: Steps) -> None:
    hand = open_view(mode="free")
    count, start = len(steps()), hand.view.showing.free.key
    hand.drag(hand.middle("free"), hand.middle("free") + QPointF(50, 30), RIGHT)
    hand.drag(hand.middle("free"), hand.middle("free") + QPointF(50, 30), MIDDLE)
    hand.roll(hand.middle("free"), 2)
    hand.wait()
    assert hand.view.showing.free.key != start
    assert len(steps()) == count


def test_every_set_is_looked_at_from_where_one_stood_in_it(open_view: Open, session: Session) -> None:
    hand, free = open_view(mode="free"), Qt.MouseButton.MiddleButton
    hand.drag(hand.middle("free"), hand.middle("free") + QPointF(40, 10), free)
    hand.wait()
    here = hand.view.showing.free.key
    session.look_at(put_other_room(session.document))
    hand.wait()
    assert hand.view.showing.views["free"].area.contains(hand.at("ada", "free"))
    session.look_at(FULL)
    hand.wait()
    assert hand.view.showing.free.key == here


def test_looking_takes_no_geometry_twice_and_rests(hand: Hand, qtbot: QtBot) -> None:
    viewer = hand.view._canvas._viewer  # type: ignore[union-attr]
    assert viewer is not None
    count = viewer.geometry_draws
    hand.view.session.select(["ada"])
    hand.wait()
    assert viewer.geometry_draws == count, "a selection is drawn over the picture that is there"
    qtbot.wait(400)
    assert viewer.geometry_draws == count, "nothing is drawn while nothing happens"


def test_edges_are_refined_at_rest_and_movement_goes_before(
    open_view: Open, session: Session, canvas: str, qtbot: QtBot
) -> None:
    hand = open_view(images=canvas == "images")
    wait_until_fine(hand, qtbot)
    fine = pixels(hand.view._canvas.picture())
    session.select(["ada"])
    hand.wait()
    assert is_fine(hand), "an outline is drawn over what is fine already"
    session.select([])
    hand.wait()
    assert np.array_equal(pixels(hand.view._canvas.picture()), fine)
    hand.drag(hand.middle(), hand.middle() + QPointF(40, 0), RIGHT)
    hand.view._canvas.refine()  # while it is still on the move: of no account
    hand.wait()
    turned = pixels(hand.view._canvas.picture())
    hand.view._canvas.pace = Pace()  # as where moving was quick: a slow window leaves it at that
    wait_until_fine(hand, qtbot)
    changed = np.abs(pixels(hand.view._canvas.picture()) - turned).max(axis=-1)
    assert 0 < (changed > 8).mean() < 0.2, "edges alone differ from what was smoothed"


def test_the_burn_in_is_not_read_from_a_picture_of_before(
    open_view: Open, session: Session, qtbot: QtBot
) -> None:
    """Somebody comes into the frame while an older picture is still on its way to the window."""
    key = session.document.need("t-ben", model.Track).keys[0]

    def step(label: str, x: float) -> None:
        with session.edit(label) as edit:
            edit.update("t-ben", keys=(replace(key, position_m=(x, 0.0, -0.3)),))
        qtbot.wait(50)  # asked for a picture

    step("Out of the frame", -40.0)
    hand = open_view(images=True)
    hand.wait()
    burn = hand.view.seeing.burn
    assert burn is not None
    assert "Single" in burn.title
    going_on = threading.Event()
    hand.view._canvas._capturer.run(lambda _: going_on.wait(8))  # type: ignore[union-attr]
    step("Nearer", -39.0)
    step("Into the frame", -0.9)
    going_on.set()
    hand.wait()
    qtbot.wait(100)
    burn = hand.view.seeing.burn
    assert burn is not None
    assert "Two shot" in burn.title


def test_brackets_wait_for_the_picture_in_which_their_face_is(
    open_view: Open, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = open_view(images=True)
    painted: list[str] = []
    monkeypatch.setattr(
        frame_face, "_brackets", lambda painter, gate, mark, camera: painted.append(mark.name)
    )
    hand.view.picture()
    assert painted == ["Ada"]
    key = camera_hands.shot_key(session.document, FULL)
    assert key is not None
    going_on = threading.Event()
    hand.view._canvas._capturer.run(lambda _: going_on.wait(8))  # type: ignore[union-attr]
    camera_hands.set_camera(session.document, FULL, camera_hands.pan(key, 3.0))
    qtbot.wait(50)  # asked for a picture
    assert hand.view.seeing.brackets_wait
    painted.clear()
    hand.view.picture()
    assert painted == []
    going_on.set()
    hand.wait()
    assert not hand.view.seeing.brackets_wait
    qtbot.waitUntil(lambda: bool(painted), timeout=8000)  # the view paints them of itself


# -------------------------------------------------------------------------------------------- picking
def test_a_click_selects_what_is_under_it(open_view: Open, session: Session, canvas: str) -> None:
    hand = open_view(images=canvas == "images")
    for id in ("ada", "ben", "chair"):
        hand.click(hand.at(id))
        assert session.selection == (id,)
    hand.click(hand.at("ada"), Qt.KeyboardModifier.ShiftModifier)
    assert session.selection == ("chair", "ada")
    hand.click(hand.middle() - QPointF(0, 150))
    assert session.selection == ()


def test_hovering_outlines_and_costs_no_step(hand: Hand, session: Session, steps: Steps) -> None:
    count, before = len(steps()), pixels(hand.view.picture())
    hand.send(QEvent.Type.MouseMove, hand.at("ada"))
    hand.wait()
    assert hand.view.hovered == "ada"
    assert (pixels(hand.view.picture()) != before).any()
    hand.send(QEvent.Type.MouseMove, QPointF(2, 2))
    assert hand.view.hovered is None
    assert len(steps()) == count


def test_a_rubber_band_selects_people_and_props_but_no_floor(hand: Hand, session: Session) -> None:
    frame = hand.view.showing.views["lens"].gate
    assert frame is not None
    hand.drag(frame.drawn.topLeft() + QPointF(4, 4), frame.drawn.bottomRight() - QPointF(4, 4))
    assert set(session.selection) == {"ada", "ben", "chair"}


def test_right_click_asks_for_a_menu_and_selects(hand: Hand, session: Session, qtbot: QtBot) -> None:
    at = hand.at("ben")
    with qtbot.waitSignal(hand.view.menu_wanted):
        hand.send(QEvent.Type.MouseButtonPress, at, RIGHT, RIGHT)
        hand.send(QEvent.Type.MouseButtonRelease, at, RIGHT)
    assert session.selection == ("ben",)


def test_a_hand_that_trembles_has_clicked_and_moves_no_camera(
    hand: Hand, session: Session, steps: Steps, qtbot: QtBot
) -> None:
    at, count = hand.at("ben"), len(steps())
    with qtbot.waitSignal(hand.view.menu_wanted):
        hand.drag(at, at + QPointF(1, 1), RIGHT)
    assert len(steps()) == count


def test_who_flew_or_looked_about_gets_no_menu(hand: Hand, session: Session, qtbot: QtBot) -> None:
    asked: list[object] = []
    hand.view.menu_wanted.connect(asked.append)
    at, start = hand.at("ben"), hand.view.showing.lens.key
    assert start is not None
    hand.send(QEvent.Type.MouseButtonPress, at, RIGHT, RIGHT)
    qtbot.keyPress(hand.view, Qt.Key.Key_W)
    qtbot.waitUntil(lambda: _travelled_m(hand, start) > 0.06, timeout=10_000)
    qtbot.keyRelease(hand.view, Qt.Key.Key_W)
    hand.send(QEvent.Type.MouseButtonRelease, at, RIGHT)
    hand.drag(at, at + QPointF(40, 0), RIGHT, let_go=False)
    hand.drag(at + QPointF(40, 0), at, RIGHT)
    assert asked == []
    assert session.selection == ()


def test_a_double_click_poses_a_person(hand: Hand, qtbot: QtBot) -> None:
    with qtbot.waitSignal(hand.view.pose_wanted) as wanted:
        hand.send(QEvent.Type.MouseButtonDblClick, hand.at("ada"), Qt.MouseButton.LeftButton)
    assert wanted.args == ["ada"]


def test_a_click_on_another_camera_looks_at_its_shot(open_view: Open, session: Session) -> None:
    hand = open_view(mode="free")
    place = hand.view.showing.camera_ids()[CLOSE]
    hand.click(hand.of(np.array(place), "free"))
    assert session.shot is not None
    assert session.shot.id == CLOSE
    assert session.selection == (CLOSE,)


# --------------------------------------------------------------------------------------------- closing
def test_closing_frees_every_object_on_the_card(open_view: Open) -> None:
    kinds = Texture2D | Program | VertexArray
    # Things of other contexts have numbers of their own, which may be the same.
    others = [thing for thing in gc.get_objects() if isinstance(thing, kinds)]
    hand = open_view(mode="split")
    canvas = hand.view._canvas
    assert isinstance(canvas, GlCanvas)
    known = {id(thing) for thing in others}
    ours = [thing for thing in gc.get_objects() if isinstance(thing, kinds) and id(thing) not in known]
    exists = {Texture2D: GL.glIsTexture, Program: GL.glIsProgram, VertexArray: GL.glIsVertexArray}
    canvas.makeCurrent()
    alive = [thing for thing in ours if exists[type(thing)](thing.handle)]
    assert {type(thing) for thing in alive} == set(exists)
    hand.view.close_pictures()
    hand.view.close_pictures()
    canvas.makeCurrent()
    assert not [thing for thing in alive if exists[type(thing)](thing.handle)]
    canvas.doneCurrent()


def test_closing_ends_the_thread_of_captured_images(open_view: Open) -> None:
    hand = open_view(images=True)
    assert [t for t in threading.enumerate() if t.name == "previz-capture"]
    count = len([t for t in threading.enumerate() if t.name == "previz-capture"])
    hand.view.close_pictures()
    assert len([t for t in threading.enumerate() if t.name == "previz-capture"]) == count - 1


# ------------------------------------------------------------------------------------------- wild walls
@pytest.fixture
def walled(open_view: Open, session: Session) -> Hand:
    """A room without openings round the two; the camera of shot 1 stands before its south wall."""
    room = model.Item(id="walls", stage_id="room", name="parlour", piece="room",
                      params={"openings": ""}, order="w")  # fmt: skip
    with session.edit("Build") as edit:
        edit.put(room)
    hand = open_view()
    hand.wait()
    return hand


def fly(hand: Hand) -> None:
    row = next(row for row in hand.view.actions() if row.name == "wall.fly")
    assert row.enabled()
    row.run()
    hand.wait()


def test_the_wall_in_the_way_flies_for_this_shot_and_comes_back(
    walled: Hand, session: Session, steps: Steps
) -> None:
    said: list[Message] = []
    session.told.connect(said.append)
    count = len(steps())
    fly(walled)
    shot = session.document.need(FULL, model.Shot)
    assert shot.flown == {"walls": ("south",)}
    assert session.document.need(CLOSE, model.Shot).flown == {}
    assert steps()[count:] == ["Fly the south wall of parlour"]
    assert said[-1].text == "The south wall of parlour is flown in this shot."
    assert walled.view.seeing.id_at(walled.at("ada")) == "ada", "she is seen where the wall was"
    back = next(row for row in walled.view.actions() if row.name == "wall.back")
    assert back.enabled()
    back.run()
    assert session.document.need(FULL, model.Shot).flown == {}
    assert not back.enabled()


def test_the_wall_under_the_right_button_is_meant(walled: Hand, session: Session) -> None:
    walled.view.set_mode("free")
    walled.view.seeing.frame_selection()
    walled.wait()
    north = walled.of(np.array([0.5, 2.2, -2.1]), "free")
    walled.send(QEvent.Type.MouseButtonPress, north, RIGHT, RIGHT)
    walled.send(QEvent.Type.MouseButtonRelease, north, RIGHT)
    row = next(row for row in walled.view.actions() if row.name == "wall.fly")
    assert row.title == "Fly the north wall of parlour", "not the south wall, which this view leaves out"
    fly(walled)
    assert session.document.need(FULL, model.Shot).flown == {"walls": ("north",)}
    walled.send(QEvent.Type.MouseMove, north)
    assert row.title == "Fly the wall in the way"


def test_without_a_wall_in_the_way_it_is_said(hand: Hand, session: Session) -> None:
    said: list[Message] = []
    session.told.connect(said.append)
    fly(hand)
    assert "No wall" in said[-1].text
    assert session.document.need(FULL, model.Shot).flown == {}
