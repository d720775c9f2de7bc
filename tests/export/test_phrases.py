"""Fixed words: all of them in every language, and no English left on a page in another."""

from __future__ import annotations

import ast
import re
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from previz.assets import asset
from previz.export import phrases
from previz.export.boards import STATUS_WORDS, write_boards
from previz.export.camera_report import write_camera_report
from previz.export.columns import _LANDSCAPE, _PORTRAIT
from previz.export.phrases import LANGUAGES, PaperLanguage, count, date_of, day, moment, say, terms
from previz.export.presets import PLAIN
from previz.export.schedule import write_schedule
from previz.export.shotlist import NAMES, ORDERS, ListLayout, write_shot_list
from previz.grammar import continuity, shootability
from previz.grammar.findings import RULES
from previz.grammar.terms import ANGLES, LEVELS, VIEWS, angle_words
from previz.studio.listing import COMPASS

from . import film
from .paper import pictures, squeezed, text_of
from .test_export_reports import setup

OTHERS: tuple[PaperLanguage, ...] = ("de", "fr", "es")
HERE = Path(phrases.__file__).parent


def in_code(source: str) -> Iterator[str]:
    """What is handed to `say`, and to `count` with its one and its many, also where a condition chooses."""
    for node in ast.walk(ast.parse(source)):
        name = getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
        if isinstance(node, ast.Call) and (name == "say" or (name == "count" and len(node.args) >= 3)):
            for one in node.args:
                for part in (one.body, one.orelse) if isinstance(one, ast.IfExp) else (one,):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        yield part.value


def test_every_fixed_word_of_code_and_templates_is_in_the_table() -> None:
    known = set(phrases.words("de"))
    templates = "\n".join(path.read_text(encoding="utf-8") for path in sorted(asset("paper").glob("*.typ")))
    asked = set(re.findall(r'\bsa(?:y|id)\("([^"]+)"', templates))
    asked |= {word for path in HERE.glob("*.py") for word in in_code(path.read_text(encoding="utf-8"))}
    asked |= {*STATUS_WORDS.values(), *NAMES.values(), *ORDERS.values(), *RULES.values(), *COMPASS, *VIEWS}
    asked |= {one.head for sets in (_LANDSCAPE, _PORTRAIT) for row in sets.values() for one in row}
    asked |= {part for a in ANGLES for level in LEVELS for part in angle_words(a, level).split(", ")}
    assert {word for word in asked - known if re.search("[a-z]{3}", word)} == set()


@pytest.mark.parametrize("language", OTHERS)
def test_a_phrase_keeps_its_places(language: PaperLanguage) -> None:
    for english, other in phrases.words(language).items():
        assert other.strip(), english
        assert other.count("{}") == english.count("{}"), english


def test_every_sentence_of_a_finding_is_in_the_table() -> None:
    """Its words stand in the code as they are looked up by, so that none can be made up on the way."""
    sentences: set[str] = set()
    for module in (continuity, shootability):
        for node in ast.walk(ast.parse(Path(module.__file__).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("said", "Said"):
                words = node.args[0]
                assert isinstance(words, ast.Constant), f"line {node.lineno}"
                assert isinstance(words.value, str)
                sentences.add(words.value)
    assert len(sentences) > 30
    for language in OTHERS:
        assert sentences - set(phrases.words(language)) == set()


def test_phrases_counts_and_terms() -> None:
    assert say("de", "Approved by {}", "{Ada}") == "Freigegeben von {Ada}"
    assert count("fr", 1, "shot", "shots") == "1 plan"
    assert terms("de", "Pan left, then push in + tilt up") == "Schwenk links, dann Ranfahrt + Schwenk hoch"
    assert terms("es", "slow creep, pan left") == "slow creep, panorámica izquierda", "typed words stay"
    assert terms("en", "pan left") == "pan left"


def test_measures_have_the_comma_of_the_language() -> None:
    german = replace(film.FILM, words="de")
    assert (german.length(2.47), german.other_length(2.47)) == ("2,47 m", "8′1″")
    assert (german.zone(2.41, 2.52), film.FILM.zone(2.41, 2.52)) == ("2,41–2,52 m", "2.41–2.52 m")
    assert phrases.figures("fr", "4.0 s") == "4,0 s"


def test_dates_have_one_form_a_language() -> None:
    when = date(2026, 3, 5)
    assert [day(when, one) for one in LANGUAGES] == [
        "5 Mar 2026",
        "5. März 2026",
        "5 mars 2026",
        "5 mar 2026",
    ]
    assert moment("2026-11-26T18:05:09.120Z", "de") == "26. Nov. 2026 18:05"
    assert moment("soon") == "soon"


def test_moments_are_told_by_the_clock_where_paper_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    try:
        assert moment("2026-06-15T21:52:00Z") == "16 Jun 2026 09:52"
        assert date_of("2026-06-15T21:52:00Z") == "16 Jun 2026"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_the_language_is_the_preset_s_else_the_film_s_else_english() -> None:
    when = date(2026, 11, 26)
    german = replace(film.FILM, language="de-AT")
    assert PLAIN.dressed(german, when).words == "de"
    assert PLAIN.dressed(german, when).date == "26. Nov. 2026"
    assert replace(PLAIN, language="fr").dressed(german, when).words == "fr"
    assert PLAIN.dressed(replace(film.FILM, language="ja"), when).words == "en"


GERMAN = replace(film.FILM, words="de", date="26. Nov. 2026")
SHOTS = film.shots(str)


@pytest.mark.parametrize("columns", ["director", "dp", "ad", "all"])
@pytest.mark.parametrize("order", ["script", "setup", "day"])
def test_a_german_shot_list_has_no_english_heads(tmp_path: Path, columns: str, order: str) -> None:
    path = tmp_path / "list.pdf"
    layout = ListLayout(columns=columns, order=order)  # type: ignore[arg-type]
    report = write_shot_list(path, GERMAN, film.SCENES, SHOTS, layout, pictures=pictures)
    assert (report.warnings, report.standards) == ((), ("ua-1", "a-2a"))
    text = squeezed(text_of(path))
    for word in ("Einstellungsliste", "imFilm", "Entwurf", "EINST."):
        assert word in text
    for word in ("Shotlist", "onscreen", "Draft", "SHOT", "SIZE", "ACTION", "Scenes", "Iftime"):
        assert word not in text


def test_a_german_storyboard_schedule_and_camera_report(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    report = write_boards(path, GERMAN, film.SCENES, SHOTS, pictures=pictures)
    assert (report.warnings, report.standards) == ((), ("ua-1", "a-2a"))
    text = squeezed(text_of(path))
    for word in (
        "SZENEN",
        "PFEILE",
        "Freigegeben",
        "Veraltet",
        "ENTFÄLLT",
        "Darsteller:",
        "EineKerbejeSekunde",
    ):
        assert word in text
    for word in ("SCENES", "Approved", "STALE", "OMITTED", "Cast:", "Onenotch", "Changes"):
        assert word not in text
    write_schedule(path, GERMAN, film.SCENES, SHOTS)
    text = squeezed(text_of(path))
    for word in ("Kurzdrehplan", "Einstellungen,", "imFilm", "SZENE", "DREHZEIT"):
        assert word in text
    for word in ("schedule", "onscreen", "CAST", "SCENE", "set-up"):
        assert word not in text
    write_camera_report(path, GERMAN, [setup()], pictures=pictures)
    text = squeezed(text_of(path))
    for word in ("Kamerabericht", "Bildwinkel", "vonNorden", "ABSTÄNDEVONDERFILMEBENE", "Raster"):
        assert word in text
    for word in ("Fieldofview", "fromnorth", "sharp", "Planto"):
        assert word not in text
