"""Shot lists of other programs come into a film: nothing is lost, and the stage has the last word."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from previz.scene import model
from previz.studio import Studio
from tests.films import CLOSE, FULL

LIST = """Scene,Shot,Shot Type,Lens,Description,Mood,Duration,Notes
1,1A,ECU,100,Ada listens.,grim,4,
1,1AA,CU,85,Her hand.,,2.5,Macro
2,2,WS,24,The street.,,soon,
2,,MCU,,A dog.,,,
"""


@pytest.fixture
def film(small_film: Path) -> Iterator[Studio]:
    with Studio.open(small_film) as studio:
        yield studio


def bring(film: Studio, tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    done = film.import_list(path)
    return [done.tell(), *done.notes]


def test_known_shots_change_and_others_are_made_where_they_stand(film: Studio, tmp_path: Path) -> None:
    told = bring(film, tmp_path, LIST)
    came = "1 shot changed, 3 added, 1 scene added, new columns: Mood."
    assert told[0] == f"{came} Left as the film has them: Size, Lens mm."
    document, numbers = film.document, film.listing.numbers()
    close = document.need(CLOSE, model.Shot)
    assert (close.action, close.duration_s, close.fields) == ("Ada listens.", 4.0, {"Mood": "grim"})
    assert close.framing.size is None, "the stage says how big she is"
    assert [numbers.shots[one.id] for one in document.of(model.Shot)] == ["1", "1A", "1AA", "1B", "2", "2A"]
    hand = document.of(model.Shot)[2]
    assert hand.framing.size == "CU"
    assert hand.notes == "Macro\nLens mm: 85"
    street = document.of(model.Shot)[4]
    assert "Seconds: soon" in street.notes
    assert any(line.startswith("Line 4, Seconds: “soon” cannot be read") for line in told)
    assert all(len(document.children(one.id, model.Panel)) == 1 for one in document.of(model.Shot))
    assert document.problems() == []


def test_sizes_come_in_as_other_programs_spell_them(film: Studio, tmp_path: Path) -> None:
    rows = ["Close-Up", "Medium Shot", "Extreme Wide Shot", "MCU on Ada", "Drone"]
    told = bring(
        film, tmp_path, "Shot,Shot Type\n" + "".join(f"9{n},{size}\n" for n, size in enumerate(rows))
    )
    made = film.document.of(model.Shot)[-len(rows) :]
    assert [one.framing.size for one in made] == ["CU", "MS", "ELS", "MCU", None]
    assert made[-1].notes == "Size: Drone"
    assert any(line.startswith("Line 6, Size: “Drone” is no shot size") for line in told)


def test_it_is_one_step_to_undo(film: Studio, tmp_path: Path) -> None:
    bring(film, tmp_path, LIST)
    film.document.undo()
    assert len(film.document.of(model.Shot)) == 3
    assert film.document.project.list_columns == ()


def test_our_own_list_changes_nothing(film: Studio, tmp_path: Path) -> None:
    with film.document.edit("Words") as edit:
        edit.update(FULL, action="=1+1", notes="a\nb", filters=("ND6",), fields={"Mood": "grim"})
        edit.update(model.PROJECT_ID, list_columns=("Mood",))
        edit.update("c-close", keys=film.document.need("c-full", model.Track).keys)  # one set-up, two shots
    assert [row.setup for row in film.listing.words()][:2] == ["1", "1"]
    for name, write in (("own.csv", film.printing.csv), ("own.xlsx", film.printing.workbook)):
        write(tmp_path / name)
        before = film.document.need(FULL, model.Shot)
        done = film.import_list(tmp_path / name)
        assert (done.changed, done.added, done.columns) == (0, 0, [])
        assert film.document.need(FULL, model.Shot) == before


def test_headings_become_scenes(film: Studio, tmp_path: Path) -> None:
    bring(
        film,
        tmp_path,
        "Shot,Slugline,Action\n9A,EXT. HARBOUR STREET - NIGHT,A boat.\n9B,EXT. HARBOUR STREET - NIGHT,x\n",
    )
    scene = film.document.of(model.Scene)[-1]
    assert (scene.interior, scene.place, scene.time) == ("EXT", "Harbour street", "NIGHT")


def test_a_number_that_comes_twice_is_kept_and_told(film: Studio, tmp_path: Path) -> None:
    told = bring(film, tmp_path, "Shot,Action\n1A,First.\n1A,Second.\n")
    assert "Line 3: shot 1A comes twice; the second became a new shot." in told
    assert sorted(one.action for one in film.document.of(model.Shot))[-2:] == ["Nothing yet.", "Second."]


def test_20000_rows_come_in(film: Studio, tmp_path: Path) -> None:
    rows = "".join(f"{n // 40 + 1},,Shot {n},{n % 9 + 1}\n" for n in range(20_000))
    told = bring(film, tmp_path, f"Scene,Shot,Action,Seconds\n{rows}")
    assert told[0].startswith("0 shots changed, 20000 added, 499 scenes added")
    assert len(film.document.of(model.Shot)) == 20_003
