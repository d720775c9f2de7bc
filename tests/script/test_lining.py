from previz.scene.model import Shot
from previz.scene.words import Covered, Passage
from previz.script.lining import Segment, Strip, line_pages
from previz.script.pages import paginate


def action(id: str, text: str) -> Passage:
    return Passage(id=id, script_id="x", order="a", scene_id="s", text=text)


def speech(id: str, cue: str, text: str) -> Passage:
    return Passage(id=id, script_id="x", order="a", scene_id="s", type="speech", cue=cue, text=text)


def shot(id: str, *covers: Covered) -> Shot:
    return Shot(id=id, scene_id="s", order="a", covers=covers)


def whole(id: str) -> Covered:
    return Covered(passage_id=id)


WORDS = [
    action("a", "Rain."),
    speech("b", "ADA", "Shut it."),
    speech("c", "BEN", "No."),
    action("d", "He does."),
]
"""Lines: 0 Rain. 2 ADA 3 Shut it. 5 BEN 6 No. 8 He does."""


def test_straight_on_screen_and_wavy_off_it_without_crossing() -> None:
    shots = [shot("master", *map(whole, "abc")), shot("single", whole("b"), whole("c"))]
    page = line_pages(
        paginate(WORDS, 55),
        WORDS,
        shots,
        lambda shot_id, passage_id: (shot_id, passage_id) != ("single", "c"),
    )[0]
    assert page.strips == (
        Strip("master", (Segment(0, 6, True),), 0, True, True),
        Strip("single", (Segment(2, 3, True), Segment(4, 6, False)), 1, True, True),
    )
    assert page.gaps == ((8, 8),)


def test_a_part_of_a_paragraph_takes_only_its_lines() -> None:
    text = "One line of rather exactly sixty letters so that it wraps. " + "Then the second line of it."
    start = text.index("Then")
    page = line_pages(
        paginate([action("a", text)], 55),
        [action("a", text)],
        [shot("x", Covered(passage_id="a", start=start))],
        lambda *_: True,
    )[0]
    assert [(strip.first, strip.last) for strip in page.strips] == [(1, 1)]
    assert page.gaps == ((0, 0),)


def test_a_line_goes_on_over_the_page() -> None:
    words = [action(f"p{n}", "Word.") for n in range(40)]
    first, second = line_pages(
        paginate(words, 55), words, [shot("x", *(whole(p.id) for p in words))], lambda *_: True
    )
    assert [(s.begins, s.ends) for s in (*first.strips, *second.strips)] == [(True, False), (False, True)]
