"""What Frame it offers is what the frame reads as."""

from __future__ import annotations

import math

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
from previz.studio.framer import Framer, cast_for
from tests.films import FULL, put_small_film


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
