"""Pictures under a plan: what is kept, what is refused, how two points scale it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from previz.errors import BadProject, ImportFailed
from previz.scene.store_check import verify
from previz.studio import Studio, underlays
from previz.studio.underlays import bring_underlay, change_underlay, scale_underlay, underlay_of


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "flat.png"
    Image.new("RGB", (200, 100), "white").save(path)
    return path


@pytest.fixture
def studio(small_film: Path):
    with Studio.open(small_film) as made:
        yield made


def bring(studio: Studio, path: Path) -> underlays.Underlay:
    return bring_underlay(studio.document, studio.store, "room", path)


def test_a_picture_is_kept_as_it_came(studio: Studio, plan: Path, small_film: Path) -> None:
    made = bring(studio, plan)
    assert made.size_px == (200, 100)
    assert made.size_m == (10.0, 5.0)
    assert studio.store.blob(made.picture) == plan.read_bytes()
    assert studio.document.history[-1].label == "Lay flat.png under the plan"
    studio.close()
    assert verify(small_film) == []
    with Studio.open(small_film) as again:
        assert underlay_of(again.document, "room") == made


def test_a_photo_is_laid_upright_and_not_too_large(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(underlays, "LARGEST_PX", 100)
    photo, path = Image.new("RGB", (300, 150), "red"), tmp_path / "photo.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    photo.save(path, exif=exif)
    assert bring(studio, path).size_px == (50, 100)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("letter.png", b"Dear Ada", "letter.png is not a picture"),
        ("gone.png", None, "gone.png cannot be read: No such file"),
        ("half.png", b"half", "half.png cannot be read"),
    ],
)
def test_bad_pictures_are_told_and_change_nothing(
    studio: Studio, plan: Path, tmp_path: Path, name: str, data: bytes | None, reason: str
) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(plan.read_bytes()[:60] if data == b"half" else data)
    with pytest.raises(ImportFailed, match=reason):
        bring(studio, path)
    assert underlay_of(studio.document, "room") is None


def test_two_points_and_a_distance_scale_it_about_the_first(studio: Studio, plan: Path) -> None:
    bring(studio, plan)
    scale_underlay(studio.document, "room", (-5.0, 0.0), (5.0, 0.0), 4.0)
    made = underlay_of(studio.document, "room")
    assert made is not None
    assert made.size_m == pytest.approx((4.0, 2.0))
    assert made.centre_m == pytest.approx((-3.0, 0.0)), "its left edge stayed where it was"
    with pytest.raises(BadProject, match="the same"):
        scale_underlay(studio.document, "room", (1.0, 1.0), (1.0, 1.0), 4.0)
    with pytest.raises(BadProject, match="up to 500 m"):
        scale_underlay(studio.document, "room", (0.0, 0.0), (0.1, 0.0), 200.0)


def test_another_picture_lies_where_the_first_did(studio: Studio, plan: Path) -> None:
    bring(studio, plan)
    change_underlay(studio.document, "room", "Move", centre_m=(1.0, 2.0), metre_px=50.0, turn_deg=90.0)
    Image.new("RGB", (400, 200)).save(plan)
    made = bring(studio, plan)
    assert (made.centre_m, made.turn_deg, made.size_m) == ((1.0, 2.0), 90.0, (4.0, 2.0))


def test_a_locked_picture_stays(studio: Studio, plan: Path) -> None:
    bring(studio, plan)
    change_underlay(studio.document, "room", "Lock", locked=True)
    with pytest.raises(BadProject, match="locked"):
        change_underlay(studio.document, "room", "Move", centre_m=(1.0, 1.0))
    change_underlay(studio.document, "room", "Fade", opacity=0.2)
    with pytest.raises(BadProject, match="must be 0 to 1"):
        change_underlay(studio.document, "room", "Fade", opacity=2.0)


def test_a_picture_that_is_lost_is_told(studio: Studio, plan: Path, small_film: Path) -> None:
    made = bring(studio, plan)
    change_underlay(studio.document, "room", "Damage", picture="0" * len(made.picture))
    studio.close()
    assert verify(small_film) == ["the picture under “Room” is not in the file; lay it there again"]
