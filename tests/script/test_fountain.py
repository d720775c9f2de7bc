from previz.script import fountain

SCRIPT = """Title: _**THE LOW HOUSE**_
Author: Nobody

FADE IN:

INT. VARGA HOUSE - KITCHEN - DAY #12A#
Rain. **MARA**, 40s, sits. [[too young?]]

= They quarrel.

MARA (V.O.)
(quiet)
You knew.

DANIEL
Hello.

MARA ^
Both.

.OMITTED #13#

/* never
printed */
@McCoy
Yes.
"""


def test_every_paragraph_comes_with_its_line() -> None:
    read = fountain.read(SCRIPT)
    assert read.title == {"Title": "THE LOW HOUSE", "Author": "Nobody"}
    found = [(one.type, one.cue, one.text, one.line) for one in read.paragraphs]
    assert found == [
        ("transition", "", "FADE IN:", 4),
        ("heading", "", "INT. VARGA HOUSE - KITCHEN - DAY", 6),
        ("action", "", "Rain. MARA, 40s, sits.", 7),
        ("speech", "MARA (V.O.)", "(quiet)\nYou knew.", 11),
        ("speech", "DANIEL", "Hello.", 15),
        ("speech", "MARA", "Both.", 18),
        ("heading", "", "OMITTED", 21),
        ("speech", "McCoy", "Yes.", 25),
    ]


def test_numbers_sides_and_emphasis_are_kept() -> None:
    heading, action = fountain.read(SCRIPT).paragraphs[1:3]
    assert heading.number == "12A"
    stress = action.stress[0]
    assert (action.text[stress.start : stress.end], stress.style) == ("MARA", "bold")
    assert [one.dual for one in fountain.read(SCRIPT).paragraphs[3:6]] == ["", "left", "right"]
    assert [one.omitted for one in fountain.read(SCRIPT).paragraphs if one.type == "heading"] == [False, True]


def test_a_comment_that_never_ends_swallows_nothing() -> None:
    read = fountain.read("INT. A - DAY\n\nOne. /* two\n\nINT. B - DAY\n\nThree [[ four.\n")
    assert [one.text for one in read.paragraphs] == [
        "INT. A - DAY",
        "One. /* two",
        "INT. B - DAY",
        "Three [[ four.",
    ]
    assert [warning[:13] for warning in read.warnings] == ["line 3: “/*” ", "line 7: “[[” "]
