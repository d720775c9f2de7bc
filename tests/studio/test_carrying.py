"""A piece that is moved takes along who sits on it and what lies on it, in every shot that it stands in."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from previz.scene import model
from previz.scene.document import Document
from previz.scene.ids import counted_ids
from previz.scene.model import ActorKey, ItemKey, Transform, Vec3
from previz.scene.package import default_package
from previz.scene.transform import UP, axis_angle
from previz.staging.resting import Resting
from previz.studio import arranging, stagehands, tracks
from previz.studio.carrying import load_of, way_load_of
from previz.studio.paths import path_keys, shift_path
from previz.studio.tracks import of_kind
from tests.films import CLOSE, FULL, put_small_film

SOFA_M = (3.0, 0.0, 0.0)


@pytest.fixture
def film() -> Iterator[Document]:
    """Ada sits on a sofa with a book beside her, a lamp stands on a side table next to it, Ben stands."""
    made = Document([model.Project(id=model.PROJECT_ID, package=default_package())], counted_ids())
    put_small_film(made)
    stage_id = next(iter(made.of(model.Stage))).id
    for piece, place in (("sofa", SOFA_M), ("book", (3.6, 0.46, 0.1)), ("rug", (0.0, 0.0, 2.0))):
        with made.edit("Dress") as edit:
            edit.put(model.Item(id=piece, stage_id=stage_id, name=piece, piece=piece, order=piece,
                                transform=Transform(position_m=place)))  # fmt: skip
    stagehands.drop_person(made, FULL, "ada", (3.0, 0.5, 0.1))
    key = tracks.actor_key(made, FULL, "ada")
    assert key is not None
    assert key.seat_height_m is not None
    yield made
    assert made.problems() == []


def at(film: Document, shot_id: str, who: str, time_s: float = 0.0) -> Vec3:
    placed = tracks.placing(film, shot_id, who, time_s)
    assert placed is not None
    return placed.position_m


def carry(film: Document, shot_id: str, id: str, to: Transform, scope: tracks.Scope = "scene",
          time_s: float = 0.0, gesture: str | None = None) -> None:  # fmt: skip
    start = tracks.placing(film, shot_id, id, time_s)
    assert start is not None
    load = load_of(film, shot_id, {id: start}, scope=scope, time_s=time_s)
    stagehands.move(film, shot_id, {id: to}, scope=scope, time_s=time_s, load=load, gesture=gesture)


def moved(by: Vec3, start: Vec3 = SOFA_M, turn_deg: float = 0.0) -> Transform:
    x, y, z = (a + b for a, b in zip(start, by, strict=True))
    return Transform(position_m=(x, y, z), rotation=axis_angle(UP, turn_deg))


def test_a_sofa_takes_its_sitter_and_the_book_along_in_one_step(film: Document) -> None:
    ada, book, steps = at(film, FULL, "ada"), at(film, FULL, "book"), len(film.history)
    carry(film, FULL, "sofa", moved((1.0, 0.0, -0.5)))
    for who, before in (("ada", ada), ("book", book)):
        expected = (before[0] + 1.0, before[1], before[2] - 0.5)
        assert at(film, FULL, who) == pytest.approx(expected, abs=1e-4)
        assert at(film, CLOSE, who) == pytest.approx(expected, abs=1e-4)
    assert len(film.history) == steps + 1
    assert film.history[-1].label == "Move sofa"
    film.undo()
    assert at(film, FULL, "ada") == ada
    assert at(film, FULL, "book") == book


def test_a_turn_goes_round_the_sofa(film: Document) -> None:
    before = tracks.actor_key(film, FULL, "ada")
    carry(film, FULL, "sofa", moved((0.0, 0.0, 0.0), turn_deg=90.0))
    after = tracks.actor_key(film, FULL, "ada")
    assert before is not None
    assert after is not None
    assert after.heading_deg - before.heading_deg == pytest.approx(90.0)
    x, _, z = (a - b for a, b in zip(before.position_m, SOFA_M, strict=True))
    assert after.position_m == pytest.approx((SOFA_M[0] + z, before.position_m[1], SOFA_M[2] - x), abs=1e-4)


def test_who_stands_elsewhere_or_on_a_rug_stays(film: Document) -> None:
    ben = at(film, FULL, "ben")
    film_rug = load_of(film, FULL, {"rug": Transform(position_m=(0.0, 0.0, 2.0))})
    assert film_rug.riders == ()
    carry(film, FULL, "sofa", moved((1.0, 0.0, 0.0)))
    assert at(film, FULL, "ben") == ben


def test_what_is_locked_stays(film: Document) -> None:
    book = at(film, FULL, "book")
    arranging.set_locked(film, FULL, ["book", "ada"], True)
    carry(film, FULL, "sofa", moved((1.0, 0.0, 0.0)))
    assert at(film, FULL, "book") == book


def test_in_this_shot_alone_the_others_keep_their_sitter(film: Document) -> None:
    ada, book = at(film, CLOSE, "ada"), at(film, CLOSE, "book")
    carry(film, FULL, "sofa", moved((1.0, 0.0, 0.0)), scope="shot")
    assert at(film, FULL, "ada")[0] == pytest.approx(ada[0] + 1.0)
    assert at(film, FULL, "book")[0] == pytest.approx(book[0] + 1.0)
    assert at(film, CLOSE, "ada") == ada
    assert at(film, CLOSE, "book") == book


def test_a_sitter_with_blocking_of_their_own_in_another_shot_goes_along_there(film: Document) -> None:
    key = tracks.actor_key(film, FULL, "ada")
    assert key is not None
    away = ActorKey(time_s=2.0, position_m=(0.0, 0.0, 1.0))
    with film.edit("Own") as edit:
        edit.put(model.Track(id="own", owner_id=CLOSE, target_id="ada", keys=(key, away)))
    carry(film, FULL, "sofa", moved((1.0, 0.0, 0.0)))
    kept = film.need("own", model.Track).keys
    assert at(film, CLOSE, "ada", 0.0)[0] == pytest.approx(key.position_m[0] + 1.0)
    assert kept[1] == away, "where she has got up and walked to is nothing to the sofa"


def test_a_drag_ends_where_it_was_let_go_and_undoes_as_one(film: Document) -> None:
    ada, steps = at(film, FULL, "ada"), len(film.history)
    start = {"sofa": Transform(position_m=SOFA_M)}
    load = load_of(film, FULL, start)
    for n in range(20):
        stagehands.move(film, FULL, {"sofa": moved((n / 10, 0, 0))}, gesture="drag", load=load)
    assert at(film, FULL, "ada")[0] == pytest.approx(ada[0] + 1.9)
    stagehands.move(film, FULL, {"sofa": moved((2.0, 0, 0))}, gesture="drag", load=load.left())
    assert at(film, FULL, "ada") == ada, "left behind in the middle of a drag"
    stagehands.move(film, FULL, {"sofa": moved((2.0, 0, 0))}, gesture="drag", load=load)
    film.end_gesture()
    assert len(film.history) == steps + 1
    film.undo()
    assert at(film, FULL, "ada") == ada


def test_a_piece_that_is_moved_with_its_sitter_takes_nobody_twice(film: Document) -> None:
    ada = tracks.placing(film, FULL, "ada")
    assert ada is not None
    both = {"sofa": Transform(position_m=SOFA_M), "ada": ada}
    load = load_of(film, FULL, both)
    assert load.ids == ("book",)


def test_a_piece_with_keys_in_time_takes_its_sitter_along_at_that_time(film: Document) -> None:
    here, there = Transform(position_m=SOFA_M), moved((2.0, 0.0, 0.0))
    with film.edit("Roll") as edit:
        keys = (ItemKey(transform=here), ItemKey(time_s=2.0, transform=here))
        edit.put(model.Track(id="roll", owner_id=FULL, target_id="sofa", keys=keys))
    ada = at(film, FULL, "ada")
    carry(film, FULL, "sofa", there, time_s=2.0)
    assert at(film, FULL, "ada", 0.0) == ada
    assert at(film, FULL, "ada", 1.0)[0] == pytest.approx(ada[0] + 1.0)
    assert at(film, FULL, "ada", 2.0)[0] == pytest.approx(ada[0] + 2.0)
    assert at(film, CLOSE, "ada", 2.0) == ada


def test_the_whole_way_of_a_piece_takes_along_who_rides_on_it(film: Document) -> None:
    """Ada sits on the sofa while it rolls, and Ben only where it arrives; the book lies on it."""
    here, there = Transform(position_m=SOFA_M), moved((2.0, 0.0, 0.0))
    with film.edit("Roll") as edit:
        keys = (ItemKey(transform=here), ItemKey(time_s=2.0, transform=there))
        edit.put(model.Track(id="roll", owner_id=FULL, target_id="sofa", keys=keys))
        sits = tracks.actor_key(film, FULL, "ada")
        assert sits is not None
        arrived = msgspec.structs.replace(
            sits, time_s=2.0, position_m=tracks.plus(sits.position_m, (2.0, 0.0, 0.0))
        )
        edit.put(model.Track(id="rides", owner_id=FULL, target_id="ada", keys=(sits, arrived)))
        waits = ActorKey(position_m=(0.0, 0.0, 1.0))
        edit.put(model.Track(id="boards", owner_id=FULL, target_id="ben", keys=(waits, arrived)))
    before, steps = list(film), len(film.history)
    load = way_load_of(film, FULL, "sofa")
    for z in (-1.0, -2.0):
        shift_path(film, FULL, "sofa", keys, (0.0, 0.0, z), load=load, gesture="way")
    ada = path_keys(film, FULL, "ada")
    assert [key.position_m for key in of_kind(ada, ActorKey)] == [
        pytest.approx(tracks.plus(key.position_m, (0.0, 0.0, -2.0)), abs=1e-4) for key in (sits, arrived)
    ]
    assert [key.position_m for key in of_kind(path_keys(film, FULL, "ben"), ActorKey)] == [
        waits.position_m,
        pytest.approx(tracks.plus(arrived.position_m, (0.0, 0.0, -2.0)), abs=1e-4),
    ], "he waits where he waited"
    assert at(film, FULL, "book") == pytest.approx((3.6, 0.46, -1.9))
    assert len(film.history) == steps + 1
    film.undo()
    assert list(film) == before


def test_what_a_hand_holds_is_no_load(film: Document) -> None:
    key = tracks.actor_key(film, FULL, "ben")
    assert key is not None
    held = msgspec.structs.replace(key, holds=(model.Hold(item_id="book"),))
    stagehands.change_actor(film, FULL, "ben", holds=held.holds)
    assert load_of(film, FULL, {"sofa": Transform(position_m=SOFA_M)}).ids == ("ada",)


def test_align_takes_along_too(film: Document) -> None:
    ada = at(film, FULL, "ada")
    start = {"sofa": Transform(position_m=SOFA_M)}
    arranging.align(film, FULL, ["chair", "sofa"], "z", load=load_of(film, FULL, start))
    assert at(film, FULL, "ada")[2] == pytest.approx(ada[2] + at(film, FULL, "chair")[2], abs=1e-4)


def test_of_each_key_it_is_asked_once_what_it_rests_on(
    film: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many pieces are moved at once: to say it takes rays through the set."""
    asked: list[ActorKey] = []
    of_person = Resting.of_person

    def counted(resting: Resting, key: ActorKey) -> str | None:
        asked.append(key)
        return of_person(resting, key)

    monkeypatch.setattr(Resting, "of_person", counted)
    pieces = {item.id: item.transform for item in film.of(model.Item)}
    found = load_of(film, FULL, pieces)
    assert found.ids == ("ada",)
    keys = [key for track in film.of(model.Track) for key in track.keys if isinstance(key, ActorKey)]
    assert len(pieces) > 3
    assert sorted(key.position_m for key in asked) == sorted(key.position_m for key in keys)
