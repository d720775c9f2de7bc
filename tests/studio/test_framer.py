"""What Frame it offers is what the frame reads as."""

from __future__ import annotations

import math
from itertools import product

import msgspec
import numpy as np
import pytest

from previz.errors import CannotFrame
from previz.render.capture import Capturer
from previz.scene import blocking, model
from previz.scene.document import Document
from previz.scene.ids import counted_ids
from previz.scene.model import CameraKey, Framing
from previz.scene.package import camera_state, default_package
from previz.scene.transform import axis_angle, rotation_matrix
from previz.studio import equipment, shot_book, stagehands
from previz.studio.framer import Framer, cast_for
from previz.studio.scenery import add_set
from tests.films import CLOSE, FULL, put_small_film


@pytest.fixture(scope="module")
def framer() -> Framer:
    film = Document([model.Project(id=model.PROJECT_ID, package=default_package())], counted_ids())
    put_small_film(film)
    lens = CameraKey(focal_length_mm=50.0)
    return Framer(film.project, film.need(FULL, model.Shot), blocking.resolve(film, FULL), lens)


@pytest.mark.parametrize("size", ["CU", "MS", "FS"])
def test_a_size_is_read_back(framer: Framer, size: str) -> None:
    found = framer.find(Framing(subjects=("ada",), size=size))
    assert found.camera is not None, found.reason
    assert found.name.split()[0] == size
    assert found.camera.focal_length_mm == 50.0


def test_what_cannot_be_made_says_why(framer: Framer) -> None:
    found = framer.find(Framing(subjects=("nobody",), size="CU"))
    assert found.camera is None
    assert "bring them on" in found.reason


def test_compositions_take_whom_they_need() -> None:
    assert cast_for("1S", ["b"], ["a", "b"]) == ("b",)
    assert cast_for("OTS-L", ["b"], ["a", "b"]) == ("b", "a")
    assert cast_for("GROUP", [], ["a", "b", "c"]) == ("a", "b", "c")
    with pytest.raises(CannotFrame, match="one more person"):
        cast_for("3S", [], ["a", "b"])


def with_a_bookshelf(place: model.Transform) -> Framer:
    """The small film with a bookshelf more."""
    film = Document([model.Project(id=model.PROJECT_ID, package=default_package())], counted_ids())
    put_small_film(film)
    shelf = model.Item(
        id="in-the-way", stage_id="room", name="bookshelf", piece="bookshelf", transform=place, order="c"
    )
    with film.edit("Put a bookshelf in the way") as edit:
        edit.put(shelf)
    lens = CameraKey(focal_length_mm=50.0)
    return Framer(film.project, film.need(FULL, model.Shot), blocking.resolve(film, FULL), lens)


def share_of(framer: Framer, who: str, camera: CameraKey) -> float:
    """Of the frame's pixels, how many show somebody."""
    film = model.Project(id=model.PROJECT_ID, package=default_package())
    state = camera_state(film, model.Shot(id="shot", scene_id="s1", order="a"), camera)
    actor = next(one for one in framer.world.actors if one.id == who)
    with Capturer() as capturer:
        return capturer.visible_share(framer.draw_list, state).get(actor.object_id, 0.0)


@pytest.mark.parametrize(
    ("before_m", "aside_m", "goes"), [(0.4, 0.5, True), (0.45, 0.52, True), (0.8, 0.4, False)]
)
def test_an_over_the_shoulder_shows_the_shoulder(
    framer: Framer, before_m: float, aside_m: float, goes: bool
) -> None:
    """A bookshelf beside the lens that would be chosen hides the shoulder and not the face: another camera is
    found, which sees both, or none with the reason."""
    wish = Framing(subjects=("ada", "ben"), size="MCU", composition="OTS-L")
    free = framer.find(wish)
    assert free.camera is not None, free.reason
    lens = np.array(free.camera.transform.position_m)
    right, _, back = rotation_matrix(free.camera.transform.rotation).T
    x, _, z = lens - before_m * back + aside_m * right
    across = math.degrees(math.atan2(back[0], back[2]))
    shelved = with_a_bookshelf(
        model.Transform(position_m=(float(x), 0.0, float(z)), rotation=axis_angle((0, 1, 0), across))
    )
    assert share_of(shelved, "ben", free.camera) < 0.02 < share_of(shelved, "ada", free.camera)
    found = shelved.find(wish)
    assert (found.camera is not None) == goes
    if found.camera is None:
        assert found.reason == "Bookshelf hides the shoulder of Ben from there; move one of them."
    else:
        assert share_of(shelved, "ada", found.camera) > 0.15
        assert share_of(shelved, "ben", found.camera) > 0.06


SOFA, SOFA_END, ARMCHAIR = (0.95, 0.45, -1.75), (0.95, 0.45, -0.75), (-0.9, 0.45, -2.35)
STAGINGS = {
    "sofa and armchair": (SOFA, ARMCHAIR),
    "end of the sofa and armchair": (SOFA_END, ARMCHAIR),
    "sofa, and somebody stands": (SOFA, (-1.2, 0.0, -0.3)),
    "end of the sofa, and somebody stands": (SOFA_END, (-1.6, 0.0, -1.0)),
}


NOT_FIRST = [("sofa and armchair", "OTS-L")]
"""Nobody has room for it as the first of a pair; it is found as the reverse of the other."""


@pytest.mark.parametrize(
    ("name", "composition"),
    [pair for pair in product(STAGINGS, ("OTS-L", "OTS-R")) if pair not in NOT_FIRST],
)
def test_whoever_is_framed_first_in_the_apartment_has_a_reverse(name: str, composition: str) -> None:
    """The sofa stands at a wall: the reverse of who sits there has room where the wall flies."""
    film = Document([model.Project(id=model.PROJECT_ID, package=default_package())], counted_ids())
    shot = add_set(film, "apartment").shot
    assert shot is not None
    man, woman = (
        stagehands.add_person(film, shot.id, who, at, heading_deg=turn)
        for who, at, turn in zip(("man", "woman"), STAGINGS[name], (0.0, 90.0), strict=True)
    )
    world = blocking.resolve(film, shot.id)
    framer = Framer(film.project, film.need(shot.id, model.Shot), world, CameraKey(focal_length_mm=50.0))
    reverse = {"OTS-L": "OTS-R", "OTS-R": "OTS-L"}[composition]

    def sizes(who: tuple[str, str], composition: str, otherwise: bool) -> set[str]:
        found = set()
        for size in ("MCU", "MS"):
            wish = Framing(subjects=who, size=size, composition=composition)
            one = framer.find(wish)
            if otherwise and one.camera is None:
                one = framer.find_otherwise(wish)
            if one.camera is not None and one.camera.focal_length_mm == 50.0:
                assert one.name.startswith(f"{size} {composition}")
                assert (one.otherwise == "B1 flown") == bool(one.flown)
                found.add(size)
        return found

    orders = ((man, woman), (woman, man))
    possible = [first for first in orders if sizes(first, composition, otherwise=False)]
    assert possible
    for first in possible:
        both = (sizes(first, composition, True), sizes(first[::-1], reverse, True))
        assert both[0] & both[1], "some size is had both ways, with one lens"


@pytest.mark.parametrize(("series", "focal_mm"), [("arri-signature-prime", 47.0), ("leitz-summilux-c", 50.0)])
@pytest.mark.parametrize(
    "let_go_m", [(0.9, 0.45, -1.9), (1.1, 0.45, -1.4), (0.8, 0.45, -1.1), (1.2, 0.45, -0.5)]
)
def test_the_pair_of_the_first_film_is_there_wherever_he_was_let_go(
    let_go_m: model.Vec3, series: str, focal_mm: float
) -> None:
    """docs/first-film.md: over her left, then over his right, on an ALEXA Mini LF, with the lens that was
    asked for."""
    film = Document([model.Project(id=model.PROJECT_ID, package=default_package())], counted_ids())
    shot = add_set(film, "apartment").shot
    assert shot is not None
    equipment.take_body(film, shot.id, "arri-alexa-mini-lf-4-5k-lf-3-2-open-gate")
    equipment.take_lenses(film, shot.id, series)
    man = stagehands.add_person(film, shot.id, "man", let_go_m)
    woman = stagehands.add_person(film, shot.id, "woman", ARMCHAIR)
    for who, other in ((man, woman), (woman, man)):
        stagehands.change_actor(film, shot.id, who, **stagehands.looking(film, shot.id, who, other))
    world, lens = blocking.resolve(film, shot.id), CameraKey(focal_length_mm=focal_mm)
    flown: list[shot_book.Flown] = [{}]
    for who, composition in (((woman, man), "OTS-L"), ((man, woman), "OTS-R")):
        wish = Framing(subjects=who, size="MS", composition=composition)
        like = msgspec.structs.replace(film.need(shot.id, model.Shot), flown=flown[-1])
        framer = Framer(film.project, like, world, lens)
        found = framer.find(wish)
        if found.camera is None:
            found = framer.find_otherwise(wish)
        assert found.camera is not None, found.reason
        flown.append(found.flown)
        again = Framer(film.project, msgspec.structs.replace(like, flown=found.flown), world, lens)
        assert again.find(wish).flown == found.flown, "what must fly does so when it is asked for anew"
        assert found.name.startswith(f"MS {composition}")
        assert found.camera.focal_length_mm == focal_mm
    behind_him = flown[1] != {}
    assert behind_him == (focal_mm == 50.0 and let_go_m[2] < -1.25), "the wall flies for one staging"
    assert flown[2] == {}, "and stands behind him in the reverse"


def test_a_reverse_finds_the_sizes_of_its_twin() -> None:
    film = Document([model.Project(id=model.PROJECT_ID, package=default_package())], counted_ids())
    put_small_film(film)
    with film.edit("Over a shoulder") as edit:
        over = Framing(subjects=("ada", "ben"), size="MS", composition="OTS-L")
        edit.update(CLOSE, framing=over)
    shot = film.need(FULL, model.Shot)
    wish = Framing(subjects=("ben", "ada"), size="MCU", composition="OTS-R")
    assert shot_book.reverse_sizes(film, shot, wish) == {"MS"}
    assert shot_book.reverse_sizes(film, shot, over) == set()
