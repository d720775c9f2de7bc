import random
import time
from dataclasses import replace

from previz.scene.words import Passage
from previz.script import fountain
from previz.script.changes import Change, NewScene, OldScene, compare, part_scenes, relocated
from previz.script.screenplay import Paragraph

BEFORE = """INT. KITCHEN - DAY

Rain on the window.

NORA
You said yes to this.

EXT. STREET - NIGHT

One lamp works. A car waits with its boot full.

INT. CAR - NIGHT

She drives and does not look back.
"""


def old() -> list[OldScene]:
    return known(part_scenes(fountain.read(BEFORE).paragraphs))


def known(scenes: list[NewScene]) -> list[OldScene]:
    made = []
    for number, scene in enumerate(scenes, 1):
        passages = tuple(_passage(f"{number}.{n}", one) for n, one in enumerate(scene.paragraphs))
        made.append(OldScene(f"s{number}", str(number), scene.name, passages))
    return made


def _passage(id: str, one: Paragraph) -> Passage:
    return Passage(
        id=id, script_id="x", order="a", type=one.type, text=one.text, cue=one.cue, omitted=one.omitted
    )


def told(text: str) -> list[str]:
    new = part_scenes(fountain.read(text).paragraphs)
    return numbered(compare(old(), new).changes)


def numbered(changes: list[Change]) -> list[str]:
    """As they are told once the new scenes are counted."""
    return [str(replace(one, number=str(one.place[0] + 1)) if one.place else one) for one in changes]


def test_nothing_changed_says_nothing() -> None:
    assert told(BEFORE) == []


def test_an_edited_line_is_still_that_line() -> None:
    new = part_scenes(fountain.read(BEFORE.replace("yes to this", "yes to all this")).paragraphs)
    found = compare(old(), new)
    assert found.passage_ids[0] == ["1.0", "1.1", "1.2"]
    assert numbered(found.changes) == [
        "scene 1: dialogue changed: NORA: “You said yes to this.” → “You said yes to all this.”"
    ]


def test_scenes_come_go_and_move() -> None:
    kitchen, street, car = (
        part.strip() for part in BEFORE.replace("\nEXT", "|EXT").replace("\nINT. CAR", "|INT. CAR").split("|")
    )
    attic = "INT. ATTIC - DAY\n\nDust, and a trunk that nobody opened for years."
    assert told(f"{kitchen}\n\n{attic}\n\n{street}\n\n{car}\n") == ["scene 2: added (INT. ATTIC - DAY)"]
    assert told(f"{kitchen}\n\n{car}\n") == ["scene 2: removed (EXT. STREET - NIGHT)"]
    assert told(f"{car}\n\n{kitchen}\n\n{street}\n") == ["scene 1: moved (INT. CAR - NIGHT)"]


def test_a_scene_with_another_heading_is_known_by_its_words() -> None:
    assert told(BEFORE.replace("EXT. STREET - NIGHT", "EXT. MILL LANE - DAWN")) == [
        "scene 2: heading changed: “EXT. STREET - NIGHT” → “EXT. MILL LANE - DAWN”"
    ]


def test_a_part_of_a_paragraph_is_found_in_its_new_text() -> None:
    before, after = "Rain. She waits. He knocks.", "Heavy rain all day. She waits. He knocks."
    start = before.index("She")
    found = relocated(start, start + len("She waits."), before, after)
    assert after[slice(*found)] == "She waits."
    edited = "Rain. She waits long. He knocks."
    assert edited[slice(*relocated(start, start + len("She waits."), before, edited))] == "She waits long."


def many(scenes: int, seed: int, name: str) -> str:
    dice = random.Random(seed)
    words = ["rain", "falls", "over", "a", "town", "while", "she", "waits", "near", "an", "open", "door"]
    rows = []
    for place in range(scenes):
        texts = (" ".join(dice.choices(words, k=24)).capitalize() for _ in range(3))
        rows.append("\n\n".join((f"INT. {name} - DAY", f"{place}. ", *texts, "CUT TO:")))
    return "\n\n".join(rows)


def test_many_times_the_scenes_are_not_the_square_of_the_work() -> None:
    def seconds(scenes: int) -> float:
        before = part_scenes(fountain.read(many(scenes, 1, "ROOM")).paragraphs)
        after = part_scenes(fountain.read(many(scenes, 2, "ROOM").replace("door", "gate")).paragraphs)
        old = known(before)
        began = time.process_time()
        compare(old, after)
        return time.process_time() - began

    assert seconds(800) < 30 * max(seconds(100), 0.02)


def test_a_paragraph_in_every_scene_does_not_tell_which_scene_it_is() -> None:
    before = part_scenes(fountain.read(many(60, 1, "ROOM")).paragraphs)
    old = known(before)
    last = part_scenes(fountain.read(many(60, 1, "HALL")).paragraphs)[40:]
    assert compare(old, last).scene_ids == [f"s{n}" for n in range(41, 61)]


def test_a_scene_that_the_script_omits_and_has_again() -> None:
    street = "EXT. STREET - NIGHT\n\nOne lamp works. A car waits with its boot full."
    numbered_before = BEFORE.replace("STREET - NIGHT", "STREET - NIGHT #2#")
    gone = BEFORE.replace(street, "OMITTED #2#").replace("OMITTED", ".OMITTED")
    assert told(gone) == ["scene 2: omitted (EXT. STREET - NIGHT)"]
    before = known(part_scenes(fountain.read(gone).paragraphs))
    after = part_scenes(fountain.read(numbered_before).paragraphs)
    assert numbered(compare(before, after).changes) == ["scene 2: returned (EXT. STREET - NIGHT)"]
