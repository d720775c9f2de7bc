from msgspec.structs import replace

from previz.scene.words import Passage, Stress
from previz.script.pages import LINES, Line, Run, eighths, paginate, runs_of


def action(number: int, text: str, scene: str = "s1") -> Passage:
    return Passage(id=f"a{number}", script_id="x", order="a", scene_id=scene, text=text)


def speech(number: int, cue: str, text: str, dual: str = "") -> Passage:
    return Passage(
        id=f"d{number}", script_id="x", order="a", scene_id="s1", type="speech", cue=cue, text=text, dual=dual
    )  # type: ignore[arg-type]


HEADING = Passage(id="h", script_id="x", order="a", scene_id="s1", type="heading", text="Int. Bar - night")


def shown(lines: tuple[Line, ...]) -> list[str]:
    return [" " * line.indent + line.text for line in lines]


def test_the_form_of_a_page() -> None:
    words = "He counts the coins twice, the second time slower, as if that made it more of them."
    page = paginate(
        [HEADING, action(1, words), speech(1, "MARA", "(not unkindly)\nIt is what it was.")], 55, {"s1": "12"}
    )
    lines = page[0].lines
    assert shown(lines) == [
        "INT. BAR - NIGHT",
        "",
        "He counts the coins twice, the second time slower, as if",
        "that made it more of them.",
        "",
        " " * 22 + "MARA",
        " " * 16 + "(not unkindly)",
        " " * 10 + "It is what it was.",
    ]
    assert lines[0].number == "12"
    assert words[lines[3].start : lines[3].end] == "that made it more of them."


def test_a_heading_never_ends_a_page_and_a_speech_parts_with_more() -> None:
    filler = [action(n, "Word.") for n in range(26)]
    later = Passage(id="h2", script_id="x", order="a", scene_id="s2", type="heading", text="EXT. ROAD - DAY")
    first, second = paginate([*filler, later, action(99, "Dust.", "s2")], 55)
    assert second.lines[0].text == "EXT. ROAD - DAY"
    said = speech(1, "ADA", " ".join(["All the words that there are."] * 8))
    first, second = paginate([*filler[:24], said], 55)
    assert len(first.lines) <= 55
    assert first.lines[-1].text == "(MORE)"
    assert second.lines[0].text == "ADA (CONT'D)"


def test_no_page_is_longer_than_the_paper_and_no_word_is_lost() -> None:
    texts = [" ".join(f"w{n}x{m}" for m in range(n * 7 % 400)) or "." for n in range(60)]
    pages = paginate([action(n, text) for n, text in enumerate(texts)], LINES["us-letter"])
    assert max(len(page.lines) for page in pages) <= 55
    words = " ".join(line.text for page in pages for line in page.lines).split()
    assert words == " ".join(texts).split()


def test_two_speak_side_by_side() -> None:
    page = paginate([speech(1, "ADA", "Run!", "left"), speech(2, "BEN", "Stay!", "right")], 55)[0]
    assert shown(page.lines) == ["        ADA" + " " * 28 + "BEN", "Run!" + " " * 27 + "Stay!"]


def test_eighths_of_a_page() -> None:
    passages = [HEADING, *[action(n, "Word.") for n in range(13)]]
    assert eighths(paginate(passages, 55), passages, 55) == {"s1": 4}


def stressed(text: str, **styles: str) -> tuple[Stress, ...]:
    return tuple(
        Stress(start=text.index(words), end=text.index(words) + len(words), style=style)  # type: ignore[arg-type]
        for style, words in styles.items()
    )


def test_what_is_set_apart_stays_so_over_the_end_of_a_line() -> None:
    words = "He counts the coins twice, the second time slower, as if that made it more of them."
    one = replace(action(1, words), stress=stressed(words, underline="as if that", bold_italic="coins twice"))
    first, second = paginate([one], 55)[0].lines
    assert runs_of(first) == [
        Run(0, "He counts the"),
        Run(14, "coins twice", bold=True, italic=True),
        Run(25, ", the second time slower,"),
        Run(51, "as if", underline=True),
    ]
    assert runs_of(second) == [Run(0, "that", underline=True), Run(5, "made it more of them.")]
    assert first.text[14:25] == "coins twice"


def test_a_heading_is_bold_and_keeps_its_line_below() -> None:
    one = replace(HEADING, stress=stressed(HEADING.text, underline="Bar", strikeout="night"))
    assert runs_of(paginate([one], 55)[0].lines[0]) == [
        Run(0, "INT.", bold=True),
        Run(5, "BAR", bold=True, underline=True),
        Run(9, "-", bold=True),
        Run(11, "NIGHT", bold=True, strikeout=True),
    ]


def test_of_two_who_speak_at_once_each_keeps_what_is_set_apart() -> None:
    left = replace(speech(1, "ADA", "Run! Now!", "left"), stress=stressed("Run! Now!", italic="Now!"))
    right = replace(speech(2, "BEN", "Do stay!", "right"), stress=stressed("Do stay!", bold="stay!"))
    line = paginate([left, right], 55)[0].lines[1]
    assert [(one.text, one.italic, one.bold) for one in runs_of(line)] == [
        ("Run!", False, False),
        ("Now!", True, False),
        ("Do", False, False),
        ("stay!", False, True),
    ]
    assert [line.text[one.at : one.at + len(one.text)] for one in runs_of(line)] == [
        one.text for one in runs_of(line)
    ]
