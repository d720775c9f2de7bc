from previz.scene.words import Passage
from previz.script.breakdown import break_down, classify


def action(text: str) -> Passage:
    return Passage(id="a", script_id="x", order="a", text=text)


def test_capitals_are_elements_by_category() -> None:
    text = "MARA, 40s, drops the BRASS KEY. A SIREN. She runs to the VAN in her RED COAT. CUT TO BLACK."
    found = break_down([action(text)], ["MARA"])
    assert [(one.name, one.category) for one in found] == [
        ("MARA", "cast"),
        ("BRASS KEY", "props"),
        ("CUT TO BLACK", "props"),
        ("VAN", "vehicles"),
        ("RED COAT", "wardrobe"),
        ("SIREN", "sound"),
    ]
    key = found[1].places[0]
    assert text[key[1] : key[2]] == "BRASS KEY"


def test_a_hand_tags_what_is_not_in_capitals_and_takes_back_what_is() -> None:
    by_hand = {"Letter": "props", "CUT TO BLACK": ""}
    found = break_down([action("The letter burns. CUT TO BLACK.")], [], by_hand)
    assert [(one.name, one.category, one.places) for one in found] == [("LETTER", "props", (("a", 4, 10),))]


def test_plurals_and_last_words_decide() -> None:
    assert classify("POLICE CARS") == "vehicles"
    assert classify("TEAPOT") == "props"
