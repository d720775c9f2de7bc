import math

import pytest

from previz.errors import BadProject, NotFound
from previz.scene import model
from previz.scene.document import Document
from previz.scene.ids import counted_ids
from previz.script import reading
from previz.studio import casting
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
    assert casting.uncast(film) == ["BEN", "MAN"]
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
