"""Figures, moves, grids, pictures, rows: the parts without a page."""

from __future__ import annotations

import io
from itertools import product
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from previz.errors import ExportError
from previz.export import grid, measures
from previz.export.marks import gear, moves
from previz.export.pictures import place_pictures, scale
from previz.export.rows import ShotRow

from . import film
from .paper import picture_bytes


@pytest.mark.parametrize(
    ("got", "wanted"),
    [
        (measures.feet(1.45), "4′9″"),
        (measures.feet(0.304), "1′0″"),
        (measures.feet(-0.5), "−1′8″"),
        (measures.length(2.0, "imperial"), "6′7″"),
        (measures.length(120.4, "metric"), "120 m"),
        (measures.clock(83), "1:23"),
        (measures.clock(3725), "1:02:05"),
        (measures.clock(59.6), "1:00"),
        (measures.hours(95), "1 h 35 min"),
        (measures.hours(120), "2 h"),
        (measures.hours(0), "0 min"),
        (measures.eighths(13), "1 5/8"),
        (measures.eighths(8), "1"),
        (measures.eighths(0), "0"),
        (measures.eighths(3), "3/8"),
        (measures.number(-0.001), "0"),
        (measures.number(2.8), "2.8"),
        (measures.number(23.976, 3), "23.976"),
        (measures.focal(35.0, None), "35"),
        (measures.focal(85.0, 135.0), "85–135"),
        (measures.focal(None, None), ""),
        (measures.degrees(-3.4), "−3°"),
        (measures.degrees(0.2), "0°"),
        (measures.zone(None, None, "metric"), ""),
        (measures.zone(3.9, 5.8, "metric"), "3.90–5.80 m"),
        (measures.zone(3.9, float("inf"), "metric"), "3.90 m – ∞"),
        (measures.zone(1.0, 2.0, "imperial"), "3′3″ – 6′7″"),
        (measures.ratio(2.39), "2.39 : 1"),
    ],
)
def test_figures(got: str, wanted: str) -> None:
    assert got == wanted


@pytest.mark.parametrize(
    ("movement", "kinds"),
    [
        ("Static", []),
        ("locked-off", []),
        ("", []),
        ("Push in", ["push"]),
        ("Slow push in + pan L", ["push", "pan-l"]),
        ("Dolly in, then tilt up", ["push", "tilt-u"]),
        ("Dolly out", ["pull"]),
        ("Pan right", ["pan-r"]),
        ("Whip pan L", ["pan-l"]),
        ("Truck R", ["truck-r"]),
        ("Track left", ["truck-l"]),
        ("Crane down", ["boom-d"]),
        ("Pedestal up", ["boom-u"]),
        ("Zoom in", ["zoom-in"]),
        ("Crash zoom out", ["zoom-out"]),
        ("Dolly zoom", ["dolly-zoom"]),
        ("Arc L", ["arc-l"]),
        ("Orbit right", ["arc-r"]),
        ("Handheld", ["hand"]),
        ("Rack focus", ["word"]),
        ("Pan L, pan left", ["pan-l"]),
    ],
)
def test_moves(movement: str, kinds: list[str]) -> None:
    found = moves(movement)
    assert [mark["k"] for mark in found] == kinds
    assert all(mark["t"].isupper() for mark in found)


def test_gear() -> None:
    assert gear("Dolly on 3 m track") == "dolly"
    assert gear("Steadicam") == "gimbal"
    assert gear("", "Handheld") == "handheld"
    assert gear("Drone", "Handheld") == ""
    assert gear("High hat") == "tripod"


@pytest.mark.parametrize(
    ("per_page", "paper", "landscape"), list(product((1, 2, 3, 4, 6, 9), ("a4", "us-letter"), (True, False)))
)
@pytest.mark.parametrize("aspect", [0.5625, 1.0, 1.33, 1.78, 1.85, 2.0, 2.39, 2.76, 4.0])
def test_frames_stay_on_the_sheet(per_page: int, paper: str, landscape: bool, aspect: float) -> None:
    plan = grid.plan(per_page, paper, landscape, aspect)
    width, _ = grid.paper_size_mm(paper, landscape)
    assert plan.columns * plan.rows == per_page
    assert plan.columns * plan.cell_w_mm + (plan.columns - 1) * grid.GAP_X <= width - 2 * grid.MARGIN_X + 1e-9
    assert 0 < plan.frame_w_mm <= plan.cell_w_mm + 1e-9
    assert plan.frame_h_mm <= plan.cell_h_mm + 1e-9
    assert plan.frame_w_mm / plan.frame_h_mm == pytest.approx(aspect)


def test_pictures_are_scaled_down_never_up_and_put_on_white(tmp_path: Path) -> None:
    small = Image.open(io.BytesIO(scale(picture_bytes(size=(320, 134)), 640)))
    assert small.size == (320, 134)
    assert Image.open(io.BytesIO(scale(picture_bytes(size=(1600, 670)), 640))).size == (640, 268)
    clear = io.BytesIO()
    Image.new("RGBA", (40, 20), (0, 0, 0, 0)).save(clear, "PNG")
    assert Image.open(io.BytesIO(scale(clear.getvalue(), 640))).getpixel((5, 5)) == (255, 255, 255)
    for mode in ("1", "L", "P", "I;16", "LA", "CMYK"):
        odd = io.BytesIO()
        Image.new(mode, (40, 20)).save(odd, "TIFF")
        assert Image.open(io.BytesIO(scale(odd.getvalue(), 640))).mode == "RGB"


def test_equal_pictures_are_written_once(tmp_path: Path) -> None:
    files = place_pictures(["a", "b", "a", ""], 100, tmp_path, lambda name: picture_bytes())
    assert files["a"] == files["b"]
    assert len(list(tmp_path.iterdir())) == 1


def test_a_provider_that_knows_no_picture(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="missing"):
        place_pictures(["a"], 100, tmp_path, {}.__getitem__)


def test_rows_are_plain_json() -> None:
    for shot in film.shots():
        data = msgspec.json.encode(shot)
        assert msgspec.json.decode(data, type=ShotRow) == shot
        assert {"focal_length_mm", "camera_height_m", "tilt_deg", "duration_s"} <= msgspec.json.decode(
            data
        ).keys()
