"""A review that came back: notes, never verdicts; and what is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from previz.errors import ImportFailed
from previz.export.presets import PLAIN
from previz.scene import model
from previz.studio import Studio
from tests.films import FULL


@pytest.fixture
def studio(small_film: Path) -> Iterator[Studio]:
    with Studio.open(small_film) as made:
        picture = small_film.parent / "drawn.png"
        Image.new("RGB", (96, 40), "white").save(picture)
        made.exchange.add_picture(made.document.need(f"{FULL}-p", model.Panel), picture)
        yield made


def fnv(text: str) -> str:
    sum = 0x811C9DC5
    for unit in memoryview(text.encode("utf-16-le")).cast("H"):
        sum = ((sum ^ unit) * 0x01000193) & 0xFFFFFFFF
    return f"{sum:08x}"


def review(path: Path, remarks: object, by: str = "Mina") -> Path:
    body = json.dumps({"by": by, "at": "2026-11-22T10:00:00Z", "remarks": remarks}, ensure_ascii=False)
    file = {"format": "previz-review", "version": 1, "film": "Small film", "body": body, "sum": fnv(body)}
    path.write_text(json.dumps(file), encoding="utf-8")
    return path


def remark(studio: Studio, **more: object) -> dict[str, object]:
    take = studio.document.children(f"{FULL}-p", model.Take)[0]
    return {"panel": f"{FULL}-p", "image": take.image, **more}


def test_the_same_words_at_two_places_are_two_remarks(studio: Studio, tmp_path: Path) -> None:
    said = [remark(studio, text="Too dark", point=point) for point in ([0.2, 0.2], [0.8, 0.2], [0.8, 0.2])]
    path = review(tmp_path / "r.json", said)
    assert studio.exchange.bring_suggestions(path).line() == (
        "2 of 3 remarks by Mina are notes now; 1 were here already."
    )
    assert studio.exchange.bring_suggestions(path).known == 3


def test_comments_become_notes_once_and_approve_nothing(studio: Studio, tmp_path: Path) -> None:
    said = [remark(studio, suggestion="approve", text="Lovely <script>alert(1)</script>", point=[0.4, 0.2]),
            remark(studio, suggestion="changes", reasons=["eyeline", "taste"], text="")]  # fmt: skip
    path = review(tmp_path / "r.json", said)
    result = studio.exchange.bring_suggestions(path)
    assert result.line() == "2 of 2 remarks by Mina are notes now."
    first, second = result.notes
    assert first.text == "Suggests approval\nLovely <script>alert(1)</script>"
    assert first.pin is not None
    assert first.pin.place == (0.4, 0.2)
    assert (second.author, second.text, second.pin) == ("Mina", "Suggests changes: Eyeline", None)
    assert studio.store.ledger.verdicts() == []
    assert (
        studio.exchange.bring_suggestions(path).line()
        == "0 of 2 remarks by Mina are notes now; 2 were here already."
    )
    assert studio.verify() == []


def test_remarks_on_pictures_that_are_not_here_are_counted(studio: Studio, tmp_path: Path) -> None:
    said = [remark(studio, text="Yes"), remark(studio, text="No", image="0" * 64)]
    assert (
        "1 are about pictures" in studio.exchange.bring_suggestions(review(tmp_path / "r.json", said)).line()
    )
    with pytest.raises(ImportFailed, match="another film"):
        studio.exchange.bring_suggestions(
            review(tmp_path / "s.json", [remark(studio, text="No", panel="elsewhere")])
        )


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "no review file"),
        (b"\xff\xfe", "no review file"),
        (b"[" * 100_000, "no review file"),
        (b'{"format": "other", "version": 1, "film": "", "body": "", "sum": ""}', "no review file"),
        (b'{"format": "previz-review", "version": 9, "film": "", "body": "", "sum": ""}', "newer page"),
        (b'{"format": "previz-review", "version": 1, "film": "", "body": "{}", "sum": "0"}', "changed"),
        (b" " * 5_000_001, "too large"),
    ],
)
def test_what_is_no_review_is_refused(studio: Studio, tmp_path: Path, data: bytes, told: str) -> None:
    path = tmp_path / "bad.json"
    path.write_bytes(data)
    with pytest.raises(ImportFailed, match=told):
        studio.exchange.bring_suggestions(path)
    assert studio.document.of(model.Panel)


def test_a_file_of_many_megabytes_is_refused_by_its_size_alone(studio: Studio, tmp_path: Path) -> None:
    path = tmp_path / "huge.json"
    with path.open("wb") as file:
        file.truncate(64_000_000)  # a hole: nothing is written, and nothing may be read
    with pytest.raises(ImportFailed, match=r"too large.*5 MB"):
        studio.exchange.bring_suggestions(path)


@pytest.mark.parametrize("share", [0.2, 0.6, 0.99])
def test_a_file_that_was_cut_short_takes_nothing_in(studio: Studio, tmp_path: Path, share: float) -> None:
    whole = review(tmp_path / "r.json", [remark(studio, text="Lovely")]).read_bytes()
    path = tmp_path / "cut.json"
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(ImportFailed, match="no review file"):
        studio.exchange.bring_suggestions(path)
    assert studio.document.of(model.Note) == []


def test_script_in_a_remark_is_text_wherever_it_is_shown(studio: Studio, tmp_path: Path) -> None:
    hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\u2028\u202e\x00"
    path = review(tmp_path / "r.json", [remark(studio, text=hostile)], by=f"{hostile}\nMina")
    (note,) = studio.exchange.bring_suggestions(path).notes
    assert not {"\n", "\x00", "\u202e"} & set(note.author)
    page, paper = tmp_path / "page.html", tmp_path / "boards.pdf"
    studio.exchange.write_review_page(page)
    assert "<script>alert" not in page.read_text(encoding="utf-8")
    studio.export_boards(paper, PLAIN.board_layout())
    told = " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(paper).pages).split())
    assert "<script>alert(1)</script>" in told, "on paper it is words"


def test_a_point_from_nowhere_is_no_pin_and_an_edited_file_is_told(studio: Studio, tmp_path: Path) -> None:
    path = review(tmp_path / "r.json", [remark(studio, text="There", point=[1e300, 0.5])])
    edited = path.read_text(encoding="utf-8").replace("There", "Here!")
    (tmp_path / "edited.json").write_text(edited, encoding="utf-8")
    with pytest.raises(ImportFailed, match="changed or damaged"):
        studio.exchange.bring_suggestions(tmp_path / "edited.json")
    assert studio.exchange.bring_suggestions(path).notes[0].pin is None
