"""Hands on the set: each is one undo step and writes where a director means it."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest

from previz.errors import BadProject
from previz.scene import blocking, model
from previz.scene.document import Document
from previz.scene.ids import counted_ids
from previz.scene.model import ActorKey, ItemKey, Transform
from previz.scene.package import default_package
from previz.scene.transform import UP, axis_angle
from previz.studio import arranging, clipboard, stagehands, tracks
from tests.films import CLOSE, FULL, put_small_film


@pytest.fixture
def film() -> Iterator[Document]:
    made = Document([model.Project(id=model.PROJECT_ID, package=default_package())], counted_ids())
    put_small_film(made)
    yield made
    assert made.problems() == []


def at(film: Document, shot_id: str, who: str, time_s: float = 0.0) -> tuple[float, float, float]:
    placed = tracks.placing(film, shot_id, who, time_s)
    assert placed is not None
    return placed.position_m


def test_moving_somebody_moves_them_in_every_shot_of_the_scene(film: Document) -> None:
    steps = len(film.history)
    turned = Transform(position_m=(1.0, 0.0, 2.0), rotation=axis_angle(UP, 90.0))
    stagehands.move(film, FULL, {"ada": turned})
    assert at(film, CLOSE, "ada") == (1.0, 0.0, 2.0)
    key = tracks.actor_key(film, FULL, "ada")
    assert key is not None
    assert key.heading_deg == pytest.approx(90.0)
    assert len(film.history) == steps + 1
    assert film.history[-1].label == "Move Ada"
    film.undo()
    assert at(film, CLOSE, "ada") == (0.0, 0.0, 0.0)


def test_in_this_shot_alone(film: Document) -> None:
    stagehands.move(film, FULL, {"ada": Transform(position_m=(1, 0, 0))}, scope="shot")
    assert at(film, FULL, "ada") == (1.0, 0.0, 0.0)
    assert at(film, CLOSE, "ada") == (0.0, 0.0, 0.0)
    stagehands.move(film, FULL, {"ada": Transform(position_m=(2, 0, 0))})
    assert at(film, FULL, "ada") == (2.0, 0.0, 0.0), "the shot's own blocking goes on counting"
    assert at(film, CLOSE, "ada") == (0.0, 0.0, 0.0)
    stagehands.stop_moving(film, FULL, "ada")
    assert at(film, FULL, "ada") == (0.0, 0.0, 0.0)


def test_the_chair_moves_for_everybody_or_for_one_shot(film: Document) -> None:
    stagehands.move(film, FULL, {"chair": Transform(position_m=(3, 0, 0))}, scope="shot")
    assert at(film, CLOSE, "chair") == (1.2, 0.0, -0.5)
    stagehands.move(film, CLOSE, {"chair": Transform(position_m=(0, 0, 1))})
    assert film.need("chair", model.Item).transform.position_m == (0.0, 0.0, 1.0)
    assert at(film, FULL, "chair") == (3.0, 0.0, 0.0)


def test_a_drag_of_several_is_one_step(film: Document) -> None:
    steps = len(film.history)
    for n in range(50):
        both = {"ada": Transform(position_m=(n / 50, 0, 0)), "chair": Transform(position_m=(0, 0, n / 50))}
        stagehands.move(film, FULL, both, gesture="drag-1")
    film.end_gesture()
    assert len(film.history) == steps + 1
    assert film.history[-1].label == "Move Ada and chair"


def test_keys_are_set_where_somebody_moves(film: Document) -> None:
    tracks.set_key(film, FULL, "ada", 2.0)
    stagehands.move(film, FULL, {"ada": Transform(position_m=(0, 0, 2))}, time_s=2.0)
    keys = film.need(film.track(FULL, "ada") or "", model.Track).keys
    assert [key.time_s for key in keys] == [0.0, 2.0]
    assert at(film, FULL, "ada", 1.0)[2] == pytest.approx(1.0)
    stagehands.move(film, FULL, {"ada": Transform(position_m=(5, 0, 1))}, time_s=1.0)
    assert len(film.need(film.track(FULL, "ada") or "", model.Track).keys) == 3
    tracks.retime(film, FULL, "ada", {1.0: 1.5})
    tracks.remove_keys(film, FULL, "ada", [0.0, 2.0])
    (left,) = film.need(film.track(FULL, "ada") or "", model.Track).keys
    assert (left.time_s, at(film, FULL, "ada")) == (1.5, (5.0, 0.0, 1.0))
    tracks.remove_keys(film, FULL, "ada", [1.5])
    assert len(film.need(film.track(FULL, "ada") or "", model.Track).keys) == 1


def test_two_keys_at_one_time_are_refused_and_nothing_changes(film: Document) -> None:
    tracks.set_key(film, FULL, "ada", 2.0)
    before = film.need(film.track(FULL, "ada") or "", model.Track)
    with pytest.raises(BadProject):
        tracks.retime(film, FULL, "ada", {2.0: 0.0})
    assert film.need(before.id, model.Track) == before


def test_dropped_on_the_chair_she_sits(film: Document) -> None:
    key = stagehands.drop_person(film, FULL, "ada", (1.2, 0.5, -0.5))
    assert key.seat_height_m is not None
    seated = tracks.actor_key(film, FULL, "ada")
    assert seated is not None
    assert seated.pose.preset.startswith("sit")


def test_who_sits_down_goes_on_looking_at_whom_they_looked_at(film: Document) -> None:
    stagehands.change_actor(film, FULL, "ada", gaze_id="ben")
    stagehands.drop_person(film, FULL, "ada", (1.2, 0.5, -0.5))
    seated = tracks.actor_key(film, FULL, "ada")
    assert seated is not None
    assert (seated.seat_height_m is not None, seated.gaze_id) == (True, "ben")
    stagehands.add_person(film, FULL, "ada", (2.0, 0.0, 1.0))
    stands = tracks.actor_key(film, FULL, "ada")
    assert stands is not None
    assert (stands.seat_height_m, stands.gaze_id) == (None, "ben")


@pytest.mark.parametrize(
    ("heading_deg", "pose", "turned_deg"),
    [(-90.0, "stand", -90.0), (-40.0, "stand", -40.0), (60.0, "stand", -108.0), (60.0, "sit_floor", 60.0)],
)
def test_who_looks_further_round_than_a_neck_turns_with_the_body(
    film: Document, heading_deg: float, pose: str, turned_deg: float
) -> None:
    """Ben is at 252° from Ada."""
    stagehands.change_actor(film, FULL, "ada", heading_deg=heading_deg, pose=model.Pose(preset=pose))
    steps = len(film.history)
    stagehands.change_actor(film, FULL, "ada", **stagehands.looking(film, FULL, "ada", "ben"))
    key = tracks.actor_key(film, FULL, "ada")
    assert key is not None
    assert (key.gaze_id, key.heading_deg) == ("ben", turned_deg)
    assert len(film.history) == steps + 1
    stagehands.change_actor(film, FULL, "ada", **stagehands.looking(film, FULL, "ada", None))
    away = tracks.actor_key(film, FULL, "ada")
    assert away is not None
    assert (away.gaze_id, away.heading_deg) == (None, turned_deg)


def test_somebody_new_comes_on_and_goes_off(film: Document) -> None:
    steps = len(film.history)
    who = stagehands.add_person(film, FULL, "detective", (2.0, 0.0, 2.0))
    assert len(film.history) == steps + 1
    assert film.need(who, model.Character).name == "Detective"
    again = stagehands.add_person(film, FULL, "detective", (2.0, 0.0, 3.0))
    assert film.need(again, model.Character).name == "Detective 2"
    assert {actor.id for actor in blocking.resolve(film, CLOSE).actors} >= {who, again}
    stagehands.remove(film, FULL, [who, "chair"])
    assert "chair" not in film
    assert who in film, "who goes off stays in the cast"
    assert who not in {actor.id for actor in blocking.resolve(film, CLOSE).actors}
    with pytest.raises(BadProject, match=r"nobody|person"):
        stagehands.add_person(film, FULL, "nobody at all")


def test_hands_are_empty_when_what_they_hold_goes(film: Document) -> None:
    mug = stagehands.add_item(film, "room", "mug")
    stagehands.change_actor(film, FULL, "ada", holds=(model.Hold(item_id=mug),))
    stagehands.remove(film, FULL, [mug])
    key = tracks.actor_key(film, FULL, "ada")
    assert key is not None
    assert key.holds == ()


def test_a_double_stands_beside_and_has_a_name_of_its_own(film: Document) -> None:
    made = stagehands.duplicate(film, FULL, ["chair", "ben"])
    chair, ben = film.need(made[0], model.Item), film.need(made[1], model.Character)
    assert (chair.name, ben.name) == ("chair 2", "Ben 2")
    assert at(film, FULL, ben.id) == pytest.approx((-0.5, 0.0, 0.1))


def test_the_double_of_who_sits_takes_a_free_seat_else_stands_on_the_floor(film: Document) -> None:
    place = Transform(position_m=(6.0, 0.0, 0.0))
    stagehands.add_item(film, "room", "sofa", place)
    stagehands.drop_person(film, FULL, "ada", (5.5, 0.4, 0.0))
    (second,) = stagehands.duplicate(film, FULL, ["ada"])
    (third,) = stagehands.duplicate(film, FULL, ["ada"])
    one, two, last = (tracks.actor_key(film, FULL, id) for id in ("ada", second, third))
    assert one is not None
    assert two is not None
    assert last is not None
    assert two.seat_height_m == pytest.approx(one.seat_height_m, abs=0.02)
    assert two.pose == one.pose
    assert abs(two.position_m[0] - one.position_m[0]) > 0.5
    assert last.seat_height_m is None, "both seats are taken"
    assert last.pose == model.Pose()
    assert last.position_m[1] == pytest.approx(one.position_m[1], abs=0.05)
    assert all(math.dist(last.position_m, key.position_m) > 0.4 for key in (one, two))


def test_what_is_locked_stays(film: Document) -> None:
    arranging.set_locked(film, FULL, ["chair"], True)
    stagehands.move(film, FULL, {"chair": Transform(position_m=(9, 0, 9)), "ada": Transform()})
    stagehands.remove(film, FULL, ["chair"])
    assert at(film, FULL, "chair") == (1.2, 0.0, -0.5)
    arranging.set_locked(film, FULL, ["chair"], False)
    arranging.set_hidden(film, FULL, ["chair"], True)
    assert film.need("chair", model.Item).hidden


def test_people_are_locked_in_their_scene(film: Document) -> None:
    with film.edit("Another scene") as edit:
        edit.put(model.Scene(id="s2", order="b", number="2", stage_id="room"))
        edit.put(model.Shot(id="other", scene_id="s2", order="a"))
        edit.put(model.Track(id="there", owner_id="s2", target_id="ada", keys=(model.ActorKey(),)))
    before = list(film)
    arranging.set_locked(film, FULL, ["ada", "chair"], True)
    assert film.history[-1].label == "Lock Ada and chair"
    away = Transform(position_m=(9.0, 0.0, 9.0))
    stagehands.move(film, FULL, {"ada": away, "ben": away})
    stagehands.remove(film, FULL, ["ada"])
    with pytest.raises(BadProject, match="Ada is locked"):
        stagehands.add_person(film, FULL, "ada", (2.0, 0.0, 0.0))
    arranging.align(film, FULL, ["ada", "ben"], "x")
    assert at(film, FULL, "ada") == (0.0, 0.0, 0.0)
    assert at(film, FULL, "ben")[2] == 9.0
    stagehands.move(film, "other", {"ada": away})
    assert at(film, "other", "ada") == (9.0, 0.0, 9.0), "it holds in one scene"
    while film.history[-1].label != "Another scene":
        film.undo()
    assert list(film) == before
    film.redo()
    arranging.set_locked(film, FULL, ["ada"], False)
    assert film.need("s1", model.Scene).locked_people == ()


def test_people_are_hidden_in_their_scene_until_they_come_on_again(film: Document) -> None:
    def there() -> list[str]:
        return [actor.id for actor in blocking.resolve(film, FULL).actors]

    numbers = {actor.id: actor.object_id for actor in blocking.resolve(film, FULL).actors}
    arranging.set_hidden(film, FULL, ["ada"], True)
    assert there() == ["ben"]
    assert blocking.resolve(film, FULL).actors[0].object_id == numbers["ben"]
    assert at(film, FULL, "ada") == (0.0, 0.0, 0.0), "she is blocked all the same"
    arranging.set_hidden(film, FULL, ["ada"], False)
    assert there() == ["ada", "ben"]
    arranging.set_hidden(film, FULL, ["ada"], True)
    stagehands.add_person(film, FULL, "ada")
    assert there() == ["ada", "ben"]
    arranging.set_hidden(film, FULL, ["ada"], True)
    stagehands.remove(film, FULL, ["ada"])
    assert film.need("s1", model.Scene).hidden_people == ()


def test_align_space_and_group(film: Document) -> None:
    ids = [
        stagehands.add_item(film, "room", "box", Transform(position_m=(x, 0.0, z)))
        for x, z in ((0.0, 1.0), (0.3, 2.0), (3.0, 3.0))
    ]
    arranging.align(film, FULL, ids, "z")
    assert [at(film, FULL, id)[2] for id in ids] == [1.0, 1.0, 1.0]
    arranging.spread(film, FULL, ids, "x")
    assert at(film, FULL, ids[1])[0] == pytest.approx(1.5)
    arranging.group(film, ids)
    assert arranging.with_group(film, ["ada", ids[1]]) == ["ada", ids[1], ids[0], ids[2]]
    arranging.ungroup(film, ids)
    assert arranging.with_group(film, [ids[1]]) == [ids[1]]


def test_copied_things_come_back_in_another_scene(film: Document) -> None:
    with film.edit("Another scene") as edit:
        edit.put(model.Stage(id="yard", name="Yard", order="b"))
        edit.put(model.Scene(id="s2", order="b", number="2", stage_id="yard"))
        edit.put(model.Shot(id="there", scene_id="s2", order="a"))
    text = clipboard.copy(film, FULL, ["chair", "ben"])
    assert clipboard.can_paste(text)
    chair, ben = clipboard.paste(film, "there", text)
    assert ben == "ben", "who is in the cast comes on as themselves"
    assert film.need(chair, model.Item).stage_id == "yard"
    again = clipboard.paste(film, "there", text)
    assert film.need(again[1], model.Character).name == "Ben 2"
    assert film.history[-1].label == "Paste chair 2 and Ben 2"


@pytest.mark.parametrize("text", ["", "hello", "{}", '{"kind":"previz stage pieces 1","items":3}', "{" * 100])
def test_a_strange_clipboard_changes_nothing(film: Document, text: str) -> None:
    steps = len(film.history)
    with pytest.raises(BadProject, match="clipboard"):
        clipboard.paste(film, FULL, text)
    assert len(film.history) == steps


def test_keys_of_the_wrong_kind_are_not_mixed(film: Document) -> None:
    tracks.set_key(film, FULL, "chair", 1.0)
    keys = film.need(film.track(FULL, "chair") or "", model.Track).keys
    assert all(isinstance(key, ItemKey) for key in keys)
    tracks.set_key(film, FULL, "ben", 1.0)
    keys = film.need(film.track(FULL, "ben") or "", model.Track).keys
    assert all(isinstance(key, ActorKey) for key in keys)


def test_several_doubles_in_one_step_have_names_and_places_of_their_own(film: Document) -> None:
    chairs = stagehands.duplicate(film, FULL, ["chair", "chair", "floor"])
    assert [film.need(id, model.Item).name for id in chairs] == ["chair 2", "chair 3", "floor 2"]
    pasted = clipboard.paste(film, FULL, clipboard.copy(film, FULL, chairs))
    assert [film.need(id, model.Item).name for id in pasted] == ["chair 4", "chair 5", "floor 3"]
