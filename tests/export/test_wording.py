from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from previz.export.boards import BoardLayout, write_boards
from previz.export.fonts import shipped
from previz.export.rows import FilmFacts, PanelRow, SceneRow, ShotRow
from previz.export.shotlist import ListLayout, write_shot_list
from previz.export.typeset import Raw, Report, _Wording
from previz.export.wording import clusters, directed, first_strong_is_rtl, plain, shown, substitute

from .paper import squeezed, text_of, words

HOSTILE = {
    "markup": "<b> #include $x$ *star* @ref \\ ` _under_ = head [x](y) // no /* comment #let x = 1",
    "control": "a\x00b\x07c\x1bd\u200be\u202ef\ufeffg\x85h\u2028i\u2066j",
    "emoji": "clap 🎬 wave 👋🏽 family 👩\u200d👩\u200d👧 flag 🇫🇷 heart ❤️ key 1️⃣",
    "arabic": "تتقدم مايا نحو الباب 450 ثم تتوقف.",
    "hebrew": "היא פותחת את הדלת, צילום 12.",
    "devanagari": "वह खिड़की की ओर मुड़ता है; रोशनी लौटती है।",
    "thai": "เธอเดินไปที่ประตูแล้วหยุด",
    "marks": "Zalgo: a\u0300\u0301\u0302\u0303\u0304\u0305 e\u20dd",
    "word": "Donaudampfschifffahrts" * 7,
    "name": "Maria " * 83 + "ok",
    "newlines": "first\r\nsecond\rthird\n\n\nfourth\tfifth",
    "rare": "ꙮ and 𓀀 and \U0010ffff and \ue000",
    "lone": "half \ud83c surrogate",
    "empty": "   ",
}


def film_of(text: str) -> tuple[FilmFacts, tuple[SceneRow, ...], tuple[ShotRow, ...]]:
    """The text in every field that a person can fill."""
    facts = FilmFacts(
        title=text,
        director=text,
        writer=text,
        revision=text,
        date=text,
        camera=text,
        note=text,
        people=((text, text),),
    )
    scene = SceneRow(
        id="s", number=text, heading=text, place=text, cast=(text, text), location=text, synopsis=text
    )
    both = dict.fromkeys(("action", "sound", "approved_by", "approved_at"), text)
    panel = PanelRow(id="p", dialogue=((text, text),), stale=(text,), status="approved", made_by=text, **both)
    fields = [
        "number",
        "setup",
        "looking",
        "camera",
        "size",
        "composition",
        "angle",
        "level",
        "view",
        "movement",
        "lens_series",
        "body",
        "mode",
        "frameline",
        "equipment",
        "props",
        "vfx",
        "notes",
        "setup_group",
    ]
    shot = ShotRow(
        id="h",
        scene_id="s",
        dialogue=((text, text),),
        who=(text,),
        filters=(text,),
        stale=(text,),
        panels=(panel,),
        focal_length_mm=35,
        duration_s=3,
        **both,
        **dict.fromkeys(fields, text),  # type: ignore[arg-type]
    )
    return facts, (scene,), (shot,)


def write_both(folder: Path, text: str) -> tuple[Report, Report]:
    rows = film_of(text)
    board = write_boards(folder / "b.pdf", *rows, BoardLayout(per_page=4), made_at_s=1)
    listed = write_shot_list(folder / "l.pdf", *rows, ListLayout(columns="all"), made_at_s=1)
    return board, listed


@pytest.mark.parametrize("case", sorted(HOSTILE))
def test_any_text_in_any_field_is_typeset(tmp_path: Path, case: str) -> None:
    for report in write_both(tmp_path, HOSTILE[case]):
        assert report.standards == ("ua-1", "a-2a"), report.warnings
        assert report.pages >= 1


def test_markup_is_printed_as_it_is(tmp_path: Path) -> None:
    write_both(tmp_path, HOSTILE["markup"])
    for name in ("b.pdf", "l.pdf"):
        assert squeezed(HOSTILE["markup"]) in squeezed(text_of(tmp_path / name))


@pytest.mark.parametrize("case", ["arabic", "hebrew", "devanagari", "thai"])
def test_other_scripts_need_no_system_font(tmp_path: Path, case: str) -> None:
    for report in write_both(tmp_path, HOSTILE[case]):
        assert report.warnings == ()
    printed = set(squeezed(text_of(tmp_path / "b.pdf")))
    letters = {c for c in HOSTILE[case] if unicodedata.category(c).startswith("L")}
    assert letters <= printed


def test_every_part_of_a_long_word_and_a_long_name_is_there(tmp_path: Path) -> None:
    write_both(tmp_path, HOSTILE["word"])
    assert HOSTILE["word"] in squeezed(text_of(tmp_path / "l.pdf")).replace("-", "")
    rows = film_of("x")
    shot = msgspec.structs.replace(rows[2][0], dialogue=((HOSTILE["name"], "She speaks"),), panels=())
    write_boards(tmp_path / "b.pdf", rows[0], rows[1], (shot,))
    assert words("She speaks ok") <= words(text_of(tmp_path / "b.pdf"))


def test_missing_characters_are_boxed_and_reported_with_their_field(tmp_path: Path) -> None:
    facts, scenes, (shot,) = film_of("plain")
    shot = msgspec.structs.replace(shot, number="12A", notes="A \U00013000 bird \U00013000")
    report = write_shot_list(tmp_path / "x.pdf", facts, scenes, (shot,), ListLayout(columns="all"))
    assert report.warnings == ("No font shows \U00013000 (U+13000) in shot 12A, notes; printed as □.",)
    assert "A □ bird □" in text_of(tmp_path / "x.pdf")


@settings(max_examples=12, deadline=None)
@given(st.text(max_size=80))
def test_random_text_never_stops_the_press(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("random")
    facts, scenes, shots = film_of(text)
    report = write_boards(folder / "x.pdf", facts, scenes, shots, BoardLayout(cover=False))
    assert report.pages >= 1


@given(st.text())
def test_plain_text_has_no_controls_and_is_stable(text: str) -> None:
    once = plain(text)
    assert plain(once) == once
    assert not {unicodedata.category(c) for c in once if c not in "\n\u200c\u200d\u00ad"} & {"Cc", "Cf", "Cs"}
    json.dumps(once).encode()


@given(st.text())
def test_clusters_lose_nothing(text: str) -> None:
    assert "".join(clusters(text)) == text


def test_plain_keeps_what_scripts_need() -> None:
    assert plain("می\u200cخواهم") == "می\u200cخواهم"
    assert plain("a\r\nb\tc\u202ed") == "a\nb cd"
    assert plain("e\u0301") == "é"


def test_substitute_boxes_only_what_is_missing() -> None:
    covers = shipped().covers
    assert substitute("Ada 12", covers) == ("Ada 12", [])
    assert substitute("é漢e\u20d0", covers)[0].startswith("é□")
    assert shown(["漢", "漢", "字"]) == "漢 (U+6F22), 字 (U+5B57)"


def test_direction_is_the_first_strong_character() -> None:
    assert first_strong_is_rtl("12: אבג abc")
    assert not first_strong_is_rtl("abc אבג")
    assert directed("שלום", "en") == {"t": "שלום", "rtl": True, "lang": "he"}
    assert directed("plain", "en") == "plain"
    assert directed("漢字", "ja-JP") == {"t": "漢字", "rtl": False, "lang": "ja"}
    assert directed("a" * 40, "en") == "\u00ad".join(["a" * 9] * 4 + ["a" * 4])


def test_single_line_fields_lose_line_breaks() -> None:
    wording = _Wording(shipped().covers, "en", [])
    assert wording.text(Raw("a\nb", "x", False)) == "a b"
    assert wording.text(Raw("a\nb", "x")) == "a\nb"
