import pytest

from previz.script.screenplay import is_off, read_heading, speaker


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("INT. VARGA HOUSE - DANIEL'S ROOM - NIGHT", ("INT", "Varga House - Daniel's Room", "NIGHT")),
        ("I/E CAR - MOVING - LATER THAT DAY", ("INT/EXT", "Car - Moving", "LATER THAT DAY")),
        ("EXT PARK – MORNING", ("EXT", "Park", "MORNING")),
        ("INT. BAR - BACK ROOM", ("INT", "Bar - Back Room", "")),
        ("EST. Mill Street", ("EXT", "Mill Street", "")),
    ],
)
def test_a_heading_in_its_parts(text: str, parts: tuple[str, str, str]) -> None:
    found = read_heading(text)
    assert (found.interior, found.place, found.time) == parts


def test_who_speaks_and_whether_the_cue_says_that_they_are_not_seen() -> None:
    assert speaker("MARA (V.O.) (CONT'D)") == "MARA"
    assert is_off("MARA (V.O.)")
    assert is_off("MARA (O. S.)")
    assert not is_off("MARA (CONT'D)")
