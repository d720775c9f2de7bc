"""Cameras of a film, and the set round them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from previz.scene import model
from previz.scene.transform import look_at
from previz.studio import Studio, stagehands
from previz.studio.shootable import doubts
from tests.films import CLOSE, FULL


@pytest.fixture
def film(small_film: Path) -> Iterator[Studio]:
    with Studio.open(small_film) as studio:
        yield studio


def rules(film: Studio, id: str = FULL, moves: bool = False) -> list[str]:
    shot = film.document.need(id, model.Shot)
    return [one.rule for one in doubts(film.document, film.shooting, shot, "1", moves)]


def put_camera(film: Studio, eye_m: tuple[float, float, float]) -> None:
    """Level, so that what is behind it is not the floor."""
    ahead = (0.0, eye_m[1], 0.0)
    key = model.CameraKey(transform=look_at(eye_m, ahead), focal_length_mm=12, focus_distance_m=6)
    with film.document.edit("Camera") as edit:
        edit.update("c-full", keys=(key,))


def test_a_camera_in_the_open_is_fine(film: Studio) -> None:
    assert rules(film) == []


def test_a_wall_behind_the_camera_is_found_until_it_moves(film: Studio) -> None:
    wall = model.Item(
        id="wall",
        stage_id="room",
        name="wall",
        piece="wall",
        transform=model.Transform(position_m=(0, 0, 6.15)),
        order="w",
    )
    with film.document.edit("Wall") as edit:
        edit.put(wall)
    assert rules(film) == ["in-set"]
    put_camera(film, (0.0, 1.3, 5.0))
    assert rules(film) == []


def test_too_low_and_in_a_person(film: Studio) -> None:
    put_camera(film, (0.0, 0.05, 1.4))
    assert rules(film) == ["floor"]
    put_camera(film, (-0.9, 1.2, -0.05))
    assert "in-person" in rules(film)


def test_what_the_package_says_of_the_lens_counts(film: Studio) -> None:
    package = film.document.project.package
    short = msgspec.structs.replace(package.lens_sets[0], close_focus_m=6.5, image_circle_mm=20.0)
    with film.document.edit("Lenses") as edit:
        edit.update(model.PROJECT_ID, package=msgspec.structs.replace(package, lens_sets=(short,)))
    assert rules(film) == ["close-focus", "image-circle"]


def test_focus_that_is_left_behind_in_a_move(film: Studio) -> None:
    def focus(*focus_m: float) -> None:
        keys = film.document.need("c-close", model.Track).keys
        pulled = [
            msgspec.structs.replace(key, focus_distance_m=m) for key, m in zip(keys, focus_m, strict=True)
        ]
        with film.document.edit("Focus") as edit:
            edit.update("c-close", keys=tuple(pulled))

    focus(1.74, 1.04)
    assert "focus-band" not in rules(film, CLOSE, moves=True)
    focus(1.74, 1.74)
    assert "focus-band" in rules(film, CLOSE, moves=True)


def test_who_sits_where_no_seat_is_any_more(film: Studio) -> None:
    stagehands.drop_person(film.document, FULL, "ada", (1.2, 0.5, -0.5))
    assert rules(film) == []
    away = model.Transform(position_m=(3.0, 0.0, -0.5))
    stagehands.move(film.document, FULL, {"chair": away})
    assert rules(film) == ["seat"]
    stagehands.drop_person(film.document, FULL, "ada", (3.0, 0.5, -0.5))
    assert rules(film) == []
