import pytest

from previz.scene.model import Scene
from previz.sets import SETS
from previz.studio.set_finding import WORDS, set_for


@pytest.mark.parametrize(
    ("interior", "place", "key"),
    [
        ("INT", "Lost Property Office", "office"),
        ("INT", "Varga House - Kitchen", "apartment"),
        ("EXT", "Street Corner", "street"),
        ("INT/EXT", "Taxi", "car"),
        ("EXT", "City Park", "forest"),
        ("INT", "Submarine", None),
    ],
)
def test_a_heading_finds_its_set(interior: str, place: str, key: str | None) -> None:
    scene = Scene(id="s", order="a", number="1", interior=interior, place=place)  # type: ignore[arg-type]
    assert set_for(scene) == key


def test_every_set_has_its_words() -> None:
    assert set(WORDS) == set(SETS)
