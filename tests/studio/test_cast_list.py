"""Who can be cast, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from previz.cast import HAIR, HANDS, OUTFITS, PEOPLE, POSES
from previz.errors import ExportError, NotFound
from previz.export.contact import PAPER, Section
from previz.scene.model import Body
from previz.staging import PAIRS
from previz.studio.cast_list import (
    casting,
    casting_lines,
    casting_rows,
    person_words,
    write_casting_sheet,
)


def silent(share: float, text: str) -> None:
    assert 0 <= share <= 1
    assert text


def test_everybody_and_every_pose_has_a_place() -> None:
    whole = casting()
    assert whole.people == tuple(PEOPLE)
    assert sorted(name for names in whole.poses.values() for name in names) == sorted(POSES)
    told = "\n".join(casting_lines(whole))
    for name in (*PEOPLE, *OUTFITS, *HAIR, *POSES, *HANDS, *PAIRS):
        assert f" {name}" in told
    assert max(map(len, casting_lines(whole))) <= 100


def test_words_choose() -> None:
    assert casting("hands").hands == tuple(HANDS)
    assert not casting("hands thumb").people
    assert casting("pairs hand in hand").pairs == ("hand_in_hand",)
    assert set(casting("sit").poses["sit"]) >= {"sit", "sit_crossed"}
    assert "woman" in casting("woman").people
    with pytest.raises(NotFound, match="called “dragon”; try one word"):
        casting("dragon")


def test_rows_are_plain_data() -> None:
    rows = json.loads(json.dumps(casting_rows(casting())))
    man = next(row for row in rows["people"] if row["name"] == "man")
    assert (man["age_years"], man["height_cm"], man["outfit"]) == (34, 180, "sweater-trousers")
    assert rows["poses"]["phone"] == ["phone", "text"]
    assert rows["hands"] == list(HANDS)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (Body(sex=1.0, age_years=40, height_cm=180), "man, 40, 180 cm, shirt-trousers, short hair"),
        (Body(sex=0.0, age_years=9, height_cm=130, hair="bald"), "girl, 9, 130 cm, shirt-trousers, bald"),
        (Body(sex=0.5, age_years=2.5, height_cm=91), "child, 2.5, 91 cm, shirt-trousers, short hair"),
    ],
)
def test_a_person_in_words(body: Body, words: str) -> None:
    assert person_words(body) == words


@pytest.fixture
def tiles(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[NDArray[np.int64]]]:
    """Words → the pictures that would go onto the sheet."""

    def draw(words: str) -> list[NDArray[np.int64]]:
        found: list[Section] = []

        def keep(path: Path, title: str, note: str, sections: Sequence[Section], columns: int) -> None:
            found.extend(sections)

        monkeypatch.setattr("previz.studio.cast_list.write_contact_sheet", keep)
        write_casting_sheet(Path("sheet.png"), casting(words), silent)
        return [tile.picture.astype(np.int64) for section in found for tile in section.tiles]

    return draw


Tiles = Callable[[str], list[NDArray[np.int64]]]


def test_people_are_drawn_to_one_scale(tiles: Tiles) -> None:
    people = casting("overall").people
    assert people[:2] == ("toddler", "worker")
    heights = []
    for tile in tiles("overall")[:2]:
        coloured = np.abs(tile - PAPER).max(axis=2) > 60
        rows = np.flatnonzero(coloured[:, 60:-110].sum(axis=1) > 1)
        heights.append(int(np.ptp(rows)))
    assert heights[0] / heights[1] == pytest.approx(91 / 176, abs=0.06)


@pytest.mark.parametrize("words", ["pairs waltz", "hands thumb"])
def test_poses_of_two_and_hands_are_drawn(words: str, tiles: Tiles) -> None:
    (tile,) = tiles(words)
    assert (tile.max(axis=2) < 110).mean() > 0.02, "lines"
    assert (np.abs(tile - PAPER).max(axis=2) > 12).mean() > 0.08, "a wash"
    assert np.abs(tile[:, :2] - PAPER).max() < 16, "edges are paper"


def test_seated_people_have_a_seat(tiles: Tiles) -> None:
    (tile,) = tiles("sit relaxed")
    wood = (tile[..., 0] - tile[..., 2] > 25) & (tile[..., 0] < 235) & (tile[..., 0] > 120)
    assert wood[len(wood) // 2 :].sum() > 60


def test_what_cannot_be_drawn_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="show on people"):
        write_casting_sheet(tmp_path / "x.png", casting("hair"), silent)
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError, match="cannot be written"):
        write_casting_sheet(tmp_path / "file" / "x.png", casting("hands thumb"), silent)
