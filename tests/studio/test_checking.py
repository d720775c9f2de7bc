"""A film is checked shot by shot: what is staged right holds, what is put across the line does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from previz.errors import BadProject, NotFound
from previz.grammar.findings import Finding
from previz.scene import model
from previz.scene.transform import look_at
from previz.studio import Studio
from previz.studio.checking import Checking, holds, mend, unwaive, waive
from tests.films import BARE, CLOSE


@pytest.fixture
def film(small_film: Path) -> Iterator[Studio]:
    with Studio.open(small_film) as studio:
        yield studio


def put_camera(film: Studio, eye_m: tuple[float, float, float]) -> None:
    key = model.CameraKey(transform=look_at(eye_m, (-0.2, 1.5, -0.1)), focal_length_mm=50, focus_distance_m=2)
    with film.document.edit("Another camera") as edit:
        edit.update("c-close", keys=(key,))
        edit.update(CLOSE, framing=model.Framing(subjects=("ben",)))


@pytest.mark.parametrize(("z", "crossed"), [(2.6, False), (-2.6, True)])
def test_a_camera_put_across_the_line_is_found(film: Studio, z: float, crossed: bool) -> None:
    put_camera(film, (-0.4, 1.5, z))
    found = Checking(film).film()
    assert any(one.rule == "line" for one in found) is crossed
    for one in found:
        if one.rule == "line":
            assert one.cut == "1 → 1A"
            assert "Ada" in one.text
            assert "Ben" in one.text


def test_what_cannot_be_seen_is_told_and_parts_the_scene(film: Studio) -> None:
    checking = Checking(film)
    checking.film()
    assert len(checking.unseen) == 1
    assert "has no camera" in checking.unseen[0]
    assert film.document.get(BARE, model.Shot) is not None


def test_scenes_can_be_chosen(film: Studio) -> None:
    put_camera(film, (-0.4, 1.5, -2.6))
    assert Checking(film).film(["1"])
    with pytest.raises(NotFound, match="no scene 7; this film has 1"):
        Checking(film).film(["7"])


def test_omitted_shots_are_not_cut_to(film: Studio) -> None:
    put_camera(film, (-0.4, 1.5, -2.6))
    with film.document.edit("Omit") as edit:
        edit.update(CLOSE, omitted=True)
    assert not [one for one in Checking(film).film() if one.rule == "line"]


def crossed(film: Studio, checking: Checking | None = None) -> Finding:
    return next(one for one in (checking or Checking(film)).film() if one.rule == "line")


def test_a_waiver_is_kept_with_its_reason_and_can_be_taken_back(film: Studio) -> None:
    put_camera(film, (-0.4, 1.5, -2.6))
    with pytest.raises(BadProject, match="Say why"):
        waive(film.document, crossed(film), "  ")
    waive(film.document, crossed(film), "Her world turns\nround.", "D. Rector")
    assert crossed(film).waived == "Her world turns round."
    waive(film.document, crossed(film), "Another reason.")
    assert [one.reason for one in film.document.of(model.Waiver)] == ["Another reason."]
    assert unwaive(film.document, crossed(film))
    assert not unwaive(film.document, crossed(film))
    assert crossed(film).waived == ""


def test_a_waiver_is_about_two_shots_that_follow_each_other(film: Studio) -> None:
    put_camera(film, (-0.4, 1.5, -2.6))
    waive(film.document, crossed(film), "Meant.")
    with film.document.edit("Omit") as edit:
        edit.update("full", omitted=True)
    assert not [one for one in Checking(film).film() if one.waived]


def test_one_click_mends_the_line_and_one_step_takes_it_back(film: Studio) -> None:
    put_camera(film, (-0.4, 1.5, -2.6))
    checking = Checking(film)
    finding = crossed(film, checking)
    (change,) = checking.mends(finding)
    assert change.label == "Move camera 1A to the right side"
    trial = film.snapshot()
    assert holds(trial, finding, change)
    assert trial.document.need("c-close", model.Track) == film.document.need("c-close", model.Track)
    mend(film.document, change)
    assert not [one for one in Checking(film).film() if one.rule == "line"]
    film.document.undo()
    assert crossed(film)
