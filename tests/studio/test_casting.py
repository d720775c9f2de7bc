import math

import pytest

from previz.errors import BadProject, NotFound
from previz.scene import model
from previz.scene.document import Document
from previz.scene.ids import counted_ids
from previz.script import reading
from previz.studio import casting
from previz.studio.lining import script_pages
from previz.studio.screenplay import import_script

SCRIPT = """INT. DINER - NIGHT

Ben waits. Nobody else but CLEO, who reads.

ADA
Is this yours?

BEN
No.

MAN (V.O.)
It is.

INT. DINER - DAY

ADA
Again.
"""


@pytest.fixture
def film() -> Document:
    document = Document(ids=counted_ids())
    import_script(document, reading.read_bytes("a.fountain", SCRIPT.encode(), "fountain"))
    return document


def test_the_roles_of_the_script_get_bodies(film: Document) -> None:
    assert casting.roles(film) == {"ADA": 2, "BEN": 1, "MAN": 1}
    made = casting.cast_role(film, "ADA", "woman")
    assert casting.player(film, "ada") == made
    with pytest.raises(NotFound, match=r"Nobody called ZOE speaks in the script; there is ADA, BEN, MAN"):
        casting.cast_role(film, "ZOE", "woman")
    with pytest.raises(BadProject, match="There is no body"):
        casting.cast_role(film, "BEN", "wooman")


def test_a_heading_becomes_a_set_with_the_cast_face_to_face(film: Document) -> None:
    casting.cast_role(film, "ADA", "woman")
    casting.cast_role(film, "BEN", "man")
    first, second = film.of(model.Scene)
    assert casting.cast_of_scene(film, first.id) == ["ADA", "BEN"]
    stage = casting.stage_scene(film, first.id)
    assert stage.name == "Diner"
    scene = film.need(first.id, model.Scene)
    assert scene.light.time == "night"
    keys = [track.keys[0] for track in film.of(model.Track) if track.owner_id == first.id]
    one, other = (key for key in keys if isinstance(key, model.ActorKey))
    assert (one.pose.preset, other.pose.preset) == ("sit", "sit")
    x, _, z = (b - a for a, b in zip(one.position_m, other.position_m, strict=True))
    ahead = math.degrees(math.atan2(x, z))
    assert abs((ahead - one.heading_deg + 180) % 360 - 180) < 20
    assert one.gaze_id is not None
    assert casting.stage_scene(film, second.id) == stage
    assert film.need(second.id, model.Scene).light.time == "day"
    with pytest.raises(BadProject, match="has a stage already"):
        casting.stage_scene(film, first.id)
    assert film.problems() == []


def test_another_scene_at_the_place_has_its_light_at_its_own_hour(film: Document) -> None:
    first, second = film.of(model.Scene)
    with film.edit("Another was cut") as edit:
        edit.update(second.id, number="7")
    assert [line.number for page in script_pages(film) for line in page.lines if line.number] == ["1", "2"]
    casting.stage_scene(film, first.id)
    lit = model.Light(time="night", visibility_m=12.0, strength=0.5, kelvin=3000.0, azimuth_deg=20.0)
    with film.edit("Light it") as edit:
        edit.update(first.id, light=lit)
    casting.stage_scene(film, second.id)
    assert film.need(second.id, model.Scene).light == model.Light(time="day", visibility_m=12.0, strength=0.5)
    with pytest.raises(BadProject, match="Scene 2 has a stage already"):
        casting.stage_scene(film, second.id)


def test_a_character_that_was_there_before_its_body_comes_on_too(film: Document) -> None:
    first = film.of(model.Scene)[0]
    casting.stage_scene(film, first.id)
    with film.edit("Ada") as edit:
        edit.put(model.Character(id="ada", name="Ada", order="a"))
    casting.cast_role(film, "ADA", "woman")
    assert set(_places(film, first.id)) == {"Ada"}
    with film.edit("The other scene has the set") as edit:
        edit.update(film.of(model.Scene)[1].id, stage_id=film.need(first.id, model.Scene).stage_id)
    casting.cast_role(film, "ADA", "man")
    assert set(_places(film, film.of(model.Scene)[1].id)) == set(), "whoever stands somewhere is left alone"


def _places(film: Document, scene_id: str) -> dict[str, object]:
    return {
        film.need(track.target_id, model.Character).name: track.keys[0]
        for track in film.of(model.Track)
        if track.owner_id == scene_id
    }


def test_who_is_cast_after_the_set_is_built_comes_on_as_if_cast_before(film: Document) -> None:
    first = film.of(model.Scene)[0]
    casting.stage_scene(film, first.id)
    assert _places(film, first.id) == {}
    casting.cast_role(film, "BEN", "man")
    casting.cast_role(film, "ADA", "woman")
    late = _places(film, first.id)
    assert set(late) == {"Ada", "Ben"}
    early = Document(ids=counted_ids())
    import_script(early, reading.read_bytes("a.fountain", SCRIPT.encode(), "fountain"))
    casting.cast_role(early, "BEN", "man")
    casting.cast_role(early, "ADA", "woman")
    casting.stage_scene(early, early.of(model.Scene)[0].id)
    assert late == _places(early, early.of(model.Scene)[0].id)


def test_somebody_on_the_stage_takes_a_role_with_body_and_place(film: Document) -> None:
    first, second = film.of(model.Scene)
    stage = casting.stage_scene(film, first.id)
    casting.stage_scene(film, second.id)
    spot = model.ActorKey(position_m=stage.marks[1].position_m, heading_deg=12.0)
    body = model.Body(age_years=71)
    with film.edit("People who were there before the script") as edit:
        edit.put(model.Character(id="w1", name="Woman", order="a"))
        edit.put(model.Character(id="w2", name="Woman", order="b", body=body))
        edit.put(model.Track(id="t", owner_id=first.id, target_id="w2", keys=(spot,)))
    casting.cast_role(film, "BEN", "man")
    assert [(one.id, here) for one, here in casting.extras(film, first.id)] == [("w2", True), ("w1", False)]
    made = casting.name_for_role(film, "ADA", "w2")
    assert (made.id, made.name, made.body) == ("w2", "Ada", body)
    assert casting.player(film, "ADA") == made
    assert _places(film, first.id)["Ada"] == spot
    assert set(_places(film, second.id)) == {"Ada"}, "they come on where the role is and they are not"
    assert [one.id for one, _ in casting.extras(film, first.id)] == ["w1"]
    assert film.problems() == []
    film.undo()
    assert film.need("w2", model.Character).name == "Woman"
    assert _places(film, second.id) == {}


def test_who_plays_already_takes_no_other_role(film: Document) -> None:
    casting.cast_role(film, "ADA", "woman")
    ben = casting.cast_role(film, "BEN", "man")
    with film.edit("Somebody") as edit:
        edit.put(model.Character(id="w", name="Woman", order="z"))
    with pytest.raises(BadProject, match="Ada is cast already"):
        casting.name_for_role(film, "ADA", "w")
    with pytest.raises(BadProject, match="Ben plays BEN in the script; cast somebody else as MAN"):
        casting.name_for_role(film, "MAN", ben.id)
    with pytest.raises(NotFound, match="Nobody called ZOE"):
        casting.name_for_role(film, "ZOE", "w")
    assert film.need("w", model.Character).name == "Woman"


def test_who_was_moved_by_hand_stays_and_their_place_is_not_taken(film: Document) -> None:
    first = film.of(model.Scene)[0]
    stage = casting.stage_scene(film, first.id)
    casting.cast_role(film, "BEN", "man")
    track = next(one for one in film.of(model.Track) if one.owner_id == first.id)
    moved = model.ActorKey(position_m=stage.marks[1].position_m, heading_deg=12.0)
    with film.edit("Move Ben") as edit:
        edit.update(track.id, keys=(moved,))
    casting.cast_role(film, "ADA", "woman")
    places = _places(film, first.id)
    assert places["Ben"] == moved
    ada = places["Ada"]
    assert isinstance(ada, model.ActorKey)
    assert math.dist(ada.position_m, moved.position_m) > 0.4
    film.undo()
    assert set(_places(film, first.id)) == {"Ben"}, "casting and coming on are one step"


def test_a_role_named_by_a_common_word_needs_its_capital() -> None:
    script = "INT. YARD - DAY\n\nADA looks for a man. Ben waits.\n\nADA\nWell?\n\n"
    script += "INT. HALL - DAY\n\nMAN\nYes?\n\nBEN\nNo.\n"
    film = Document(ids=counted_ids())
    import_script(film, reading.read_bytes("a.fountain", script.encode(), "fountain"))
    assert casting.cast_of_scene(film, film.of(model.Scene)[0].id) == ["ADA", "BEN"]


def test_who_talk_face_each_other_the_third_sits_with_them_and_who_drives_drives() -> None:
    script = "INT. DINER - DAY\n\nCLEO\nTea.\n\nADA\nNo.\n\nBEN\nYes.\n\nADA\nWhy?\n\nBEN\nSo.\n\n"
    script += "INT. CAR - NIGHT\n\nBen drives as he talks.\n\nADA\nWell?\n\nBEN\nNo.\n"
    film = Document(ids=counted_ids())
    import_script(film, reading.read_bytes("a.fountain", script.encode(), "fountain"))
    for role in ("CLEO", "ADA", "BEN"):
        casting.cast_role(film, role, "woman")
    diner, car = film.of(model.Scene)
    casting.stage_scene(film, diner.id)
    casting.stage_scene(film, car.id)
    keys = {name: key for name, key in _places(film, diner.id).items() if isinstance(key, model.ActorKey)}
    assert {key.pose.preset for key in keys.values()} == {"sit"}
    apart = {name: math.dist(key.position_m, keys["Ada"].position_m) for name, key in keys.items()}
    assert apart["Cleo"] < 2.0
    assert apart["Ben"] < 2.0
    assert math.dist(keys["Cleo"].position_m, keys["Ben"].position_m) > casting.ROOM_M
    at_wheel = _places(film, car.id)
    assert isinstance(at_wheel["Ben"], model.ActorKey)
    assert isinstance(at_wheel["Ada"], model.ActorKey)
    assert (at_wheel["Ben"].pose.preset, at_wheel["Ada"].pose.preset) == ("drive", "sit")


def test_twenty_people_without_marks_stand_each_in_a_place_of_their_own() -> None:
    keys = casting.stand([], [f"a-{number}" for number in range(20)])
    places = [key.position_m for key in keys.values()]
    apart = min(math.dist(one, two) for n, one in enumerate(places) for two in places[n + 1 :])
    assert apart > casting.ROOM_M
