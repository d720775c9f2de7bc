"""A script of 120 pages into the film, beside what bare fountain-py takes to parse the same text.

The script is made from a seed: no studio's screenplay is committed.
"""

from __future__ import annotations

import random

import pytest
from fountain import FountainParser
from pytest_benchmark.fixture import BenchmarkFixture

from previz.scene.document import Document
from previz.script import reading
from previz.studio.screenplay import import_script

SEED, SCENES = 7, 54
SPOKEN = "the lamp door night she waits turns key light runs slow rain table letter quiet hand road looks"
WORDS = SPOKEN.split()
PLACES = ("KITCHEN", "STREET", "CAR", "OFFICE", "ROOFTOP", "DINER", "CHURCH")
PEOPLE = ("ADA", "BEN", "CLEO", "DAN", "EVE (V.O.)")


def script_of_120_pages() -> str:
    """About 1,800 paragraphs."""
    dice = random.Random(SEED)

    def sentence(fewest: int, most: int) -> str:
        words = [dice.choice(WORDS) for _ in range(dice.randint(fewest, most))]
        return " ".join(words).capitalize() + "."

    parts = ["Title: Generated\nAuthor: A seed\n"]
    for number in range(1, SCENES + 1):
        parts.append(f"INT. {dice.choice(PLACES)} - {dice.choice(('DAY', 'NIGHT'))} #{number}#")
        for _ in range(11):
            parts.append(sentence(6, 26))
            for _ in range(2):
                parts.append(f"{dice.choice(PEOPLE)}\n{sentence(3, 16)}")
    return "\n\n".join(parts) + "\n"


@pytest.fixture(scope="module")
def text() -> str:
    return script_of_120_pages()


@pytest.mark.benchmark(group="script of 120 pages")
def test_bare_parser(benchmark: BenchmarkFixture, text: str) -> None:
    document = benchmark(lambda: FountainParser().parse(text))
    assert len(document.elements) > 2000


@pytest.mark.benchmark(group="script of 120 pages")
def test_read(benchmark: BenchmarkFixture, text: str) -> None:
    data = text.encode()
    file = benchmark(lambda: reading.read_bytes("a.fountain", data, "fountain"))
    assert len(file.screenplay.paragraphs) > 1800


@pytest.mark.benchmark(group="script of 120 pages")
def test_import_into_a_film(benchmark: BenchmarkFixture, text: str) -> None:
    data = text.encode()

    def bring() -> Document:
        document = Document()
        import_script(document, reading.read_bytes("a.fountain", data, "fountain"))
        return document

    document = benchmark(bring)
    assert document.history


@pytest.mark.benchmark(group="script of 120 pages")
def test_import_again(benchmark: BenchmarkFixture, text: str) -> None:
    document = Document()
    import_script(document, reading.read_bytes("a.fountain", text.encode(), "fountain"))
    changed = reading.read_bytes("a.fountain", text.replace("Key", "Lock").encode(), "fountain")
    made = benchmark.pedantic(lambda: import_script(document, changed), rounds=3)
    assert made.again
