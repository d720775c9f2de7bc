"""Cameras of proposals are looked through before any of them is a shot."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from previz.errors import RenderError
from previz.scene import model
from previz.studio import Studio
from previz.studio.scouting import SEARCH, look_through, scout, scout_again
from previz.studio.shooting import Shooting
from tests.films import put_face_to_face


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    with Studio.create(tmp_path_factory.mktemp("film") / "a.previz", "A") as project:
        put_face_to_face(project.document)
        yield project


def test_proposals_are_looked_through_before_they_are_shots(film: Studio) -> None:
    before = len(film.document.history)
    told: list[tuple[float, str]] = []
    rows, seen = scout(film.snapshot(), "s1", False, lambda *what: told.append(what))
    placed = [row for row in rows if row.camera]
    assert list(seen) == [row.key for row in placed]
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert [name for _, name in told[-len(placed) :]] == [row.name for row in placed], "their pictures"
    search = told[: -len(placed)]
    assert {row.name for row in rows} == {name for _, name in search}
    assert max(share for share, _ in search) <= SEARCH <= told[-len(placed)][0]
    near, far = (
        seen[next(row.key for row in placed if row.setup.role == role)] for role in ("single", "master")
    )
    assert isinstance(near, np.ndarray)
    assert isinstance(far, np.ndarray)
    assert near.shape == far.shape == (402, 960, 3)
    assert (near != far).any()
    assert len(film.document.history) == before
    assert film.document.of(model.Shot) == []


def test_an_adjusted_proposal_is_looked_through_anew(film: Studio) -> None:
    now = film.snapshot()
    rows, seen = scout(now, "s1", False, lambda *_: None)
    over = next(row for row in rows if row.setup.role == "over")
    made, glimpse, spoilt = scout_again(now, "s1", over, rows, 0, -1, lambda *_: None)
    assert made.key == over.key
    assert made.setup.focal_length_mm < over.setup.focal_length_mm
    assert (np.asarray(glimpse) != np.asarray(seen[over.key])).any()
    assert spoilt.startswith("The eye must go")


def test_where_no_picture_can_be_made_the_reason_is_told(
    film: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise RenderError("There is no OpenGL here; install Mesa.")

    now = film.snapshot()
    rows, _ = scout(now, "s1", False, lambda *_: None)
    monkeypatch.setattr(Shooting, "capture", refuse)
    assert look_through(now, "s1", rows[0]) == "There is no OpenGL here; install Mesa."
