"""Edits on a long film of 2,000 shots. Aim: an edit and its undo in less than 50 µs."""

from __future__ import annotations

import itertools

import pytest
from film import long_film
from pytest_benchmark.fixture import BenchmarkFixture

from previz.scene import order
from previz.scene.document import Document
from previz.scene.model import CameraKey, Panel, Shot, Track


@pytest.fixture(scope="module")
def document() -> Document:
    return long_film(takes_per_shot=0)


def test_edit_and_undo(benchmark: BenchmarkFixture, document: Document) -> None:
    focal_lengths_mm = itertools.cycle([24.0, 35.0, 50.0])

    def move_camera() -> None:
        with document.edit("Move camera") as edit:
            edit.update("track-20-25-c", keys=(CameraKey(focal_length_mm=next(focal_lengths_mm)),))
        document.undo()

    benchmark(move_camera)


def test_drag_of_200_steps(benchmark: BenchmarkFixture, document: Document) -> None:
    drags = itertools.count()

    def drag() -> None:
        gesture = f"drag-{next(drags)}"
        for step in range(200):
            with document.edit("Zoom", gesture) as edit:
                edit.update("track-20-25-c", keys=(CameraKey(focal_length_mm=20.0 + step),))
        document.undo()

    benchmark(drag)


def test_move_a_shot_and_read_the_order(benchmark: BenchmarkFixture, document: Document) -> None:
    """The dearest small edit: it touches one row, and the order of all shots is made anew."""

    def move() -> None:
        with document.edit("Move shot") as edit:
            edit.update("shot-20-25", order=order.between(None, "1"))
        document.of(Shot)
        document.undo()

    benchmark(move)


def test_read_every_shot_with_its_panels(benchmark: BenchmarkFixture, document: Document) -> None:
    def read() -> int:
        shots = document.of(Shot)
        return sum(
            len(document.children(shot.id, Panel)) + bool(document.track(shot.id, shot.id)) for shot in shots
        )

    assert benchmark(read) == 4000


def test_check_the_whole_film(benchmark: BenchmarkFixture, document: Document) -> None:
    assert benchmark(document.problems) == []
    assert len(document.of(Track)) == 4000
