"""What Frame it offers is what the frame reads as."""

from __future__ import annotations

import pytest

from previz.errors import CannotFrame
from previz.scene import blocking, model
from previz.scene.document import Document
from previz.scene.ids import counted_ids
from previz.scene.model import CameraKey, Framing
from previz.scene.package import default_package
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
