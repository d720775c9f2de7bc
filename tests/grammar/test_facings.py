from __future__ import annotations

from previz.grammar.facings import Facing, shooting_order


def test_over_and_single_of_one_person_are_lit_once() -> None:
    """The single of Paul is nearer to the master's direction than the over on him, and goes with the over."""
    looks = [
        (90.0, "master", "Paul"),
        (20.0, "over", "Paul"),
        (160.0, "over", "Rita"),
        (50.0, "single", "Paul"),
        (130.0, "single", "Rita"),
    ]
    assert [(facing.name, facing.places) for facing in shooting_order(looks)] == [  # type: ignore[arg-type]
        ("From the master", (0,)),
        ("Turn round, to Paul", (1, 3)),
        ("Turn round, to Rita", (2, 4)),
    ]


def test_a_person_is_lit_twice_where_the_camera_goes_round_them() -> None:
    looks = [
        (0.0, "over", "Paul"),
        (170.0, "single", "Paul"),
        (179.0, "over", "Rita"),
        (-179.0, "single", "Rita"),
    ]
    groups = [facing.places for facing in shooting_order(looks)]  # type: ignore[arg-type]
    assert groups == [(0,), (2, 1, 3)]


def test_the_room_is_turned_round_once_and_inserts_come_last() -> None:
    looks = [
        (0.0, "single", "Ada"),
        (5.0, "master", "Ada"),
        (160.0, "over", "Ben"),
        (90.0, "insert", "key"),
        (-170.0, "single", "Ben"),
    ]
    assert shooting_order(looks) == [  # type: ignore[arg-type]
        Facing("From the master", (1, 0)),
        Facing("Turn round, to Ben", (2, 4)),
        Facing("Inserts", (3,)),
    ]
