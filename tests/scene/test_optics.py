"""Fields of view and focus against printed tables, and the laws that no table lists."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from previz.errors import BadProject
from previz.scene.camera_tables import camera_mode
from previz.scene.optics import (
    DCI,
    RATIOS,
    circle_of_confusion,
    depth_of_field,
    extraction,
    f_number,
    framed_view,
    hyperfocal_m,
    ratio_label,
    safe_areas,
)

# Canon Camera Museum, EF lens specifications, "angle of view (horizontal, vertical, diagonal)", 36 × 24 mm.
# Printed in whole degrees and for the lens's true focal length, which differs from the engraved one by up
# to 2 %: tolerance 1.2°.
CANON_EF = {
    14: (104, 81, 114),
    20: (84, 62, 94),
    24: (74, 53, 84),
    28: (65, 46, 75),
    35: (54, 38, 63),
    50: (40, 27, 46),
    85: (24, 16, 28.5),
    100: (20, 14, 24),
    135: (15, 10, 18),
    200: (10, 7, 12),
}

# Wikipedia, "Angle of view (photography)", table "Common lens angles of view", 36 × 24 mm
# (diagonal, vertical, horizontal), printed to three figures: tolerance 0.06°.
COMMON_ANGLES = {
    24: (84.1, 53.1, 73.7),
    35: (63.4, 37.8, 54.4),
    50: (46.8, 27.0, 39.6),
    85: (28.6, 16.1, 23.9),
    200: (12.3, 6.87, 10.3),
}

# conversionencyclopedia.com, "Focal length (mm) to Horizontal angle of view (degrees)", tables for
# Super 35 24.9 mm and Super 16 12.5 mm. The gates of cameras.csv are 24.89 and 12.52 mm: tolerance 0.2 %.
SUPER_35 = {14: 83.292, 18: 69.341, 24: 54.836, 35: 39.162, 50: 27.965, 85: 16.666, 100: 14.194, 135: 10.538}
SUPER_16 = {10: 64.011, 14: 48.115, 18: 38.296, 24: 29.193, 35: 20.249, 50: 14.250, 85: 8.411}

S35_4, S35_3 = "film-35-mm-super-35-full-silent-4-perf-1-33-1", "film-35-mm-super-35-3-perf-1-78-1"
ACADEMY, SCOPE = "film-35-mm-academy-4-perf-1-37-1", "film-35-mm-anamorphic-2x-4-perf-1-18-1-neg-2-39-1"
S16, N16 = "film-super-16-camera-aperture-1-69-1", "film-16-mm-camera-aperture-1-37-1"
VISTA, STILL = (
    "film-vistavision-8-perf-horizontal-1-51-1",
    "generic-full-frame-35-mm-still-8-perf-digital-3-2",
)
F65 = "film-65-mm-5-perf-2-28-1-camera-aperture"
ULTRA = "film-ultra-panavision-65-5-perf-1-25x-2-76-1-after-unsqueeze"

# ZEISS Compact Prime CP.2 technical data, horizontal angle of view, column Super 35 (24.9 × 18.7), whole
# degrees: tolerance 1°.
ZEISS_CP2 = {(S35_4, 18): 69, (S35_4, 28): 48, (S35_3, 35): 39, (S35_3, 85): 17}

# Rules of thumb of the trade for gauges without a printed table: focal lengths whose pictures are equally
# wide. (gate, focal, squeeze) against (gate, focal, squeeze), and how exact the rule is.
SAME_WIDTH = [
    # A 2x anamorphic sees as wide as a spherical lens of half its length.
    ((SCOPE, 50, 2.0), (ACADEMY, 25, 1.0), 0.01),
    ((SCOPE, 100, 2.0), (ACADEMY, 50, 1.0), 0.01),
    # 16 mm film needs half the focal length of 35 mm film.
    ((N16, 12, 1.0), (ACADEMY, 25, 1.0), 0.04),
    ((S16, 25, 1.0), (S35_3, 50, 1.0), 0.02),
    # VistaVision is the frame of a stills camera.
    ((VISTA, 50, 1.0), (STILL, 50, 1.0), 0.05),
    # 65 mm film is twice Super 35.
    ((F65, 50, 1.0), (S35_4, 24, 1.0), 0.03),
    # Ultra Panavision adds a 1.25x squeeze to the same gate.
    ((ULTRA, 50, 1.25), (F65, 40, 1.0), 0.01),
]


def field_of_view(
    width_mm: float, height_mm: float, focal_length_mm: float, squeeze: float = 1.0
) -> tuple[float, float, float]:
    """Horizontal, vertical and diagonal angle in degrees of a whole gate, desqueezed, as tables have them."""
    view = framed_view(width_mm, height_mm, squeeze * width_mm / height_mm, focal_length_mm, squeeze)
    return view.hfov_deg, view.vfov_deg, view.diagonal_fov_deg


@pytest.mark.parametrize("focal", CANON_EF)
def test_full_frame_angles_are_canons(focal: int) -> None:
    assert field_of_view(36, 24, focal) == pytest.approx(CANON_EF[focal], abs=1.2)


@pytest.mark.parametrize("focal", COMMON_ANGLES)
def test_full_frame_angles_are_the_common_ones(focal: int) -> None:
    horizontal, vertical, diagonal = field_of_view(36, 24, focal)
    assert (diagonal, vertical, horizontal) == pytest.approx(COMMON_ANGLES[focal], abs=0.06)


@pytest.mark.parametrize(
    ("mode", "table"),
    [
        (S35_4, SUPER_35),
        (S35_3, SUPER_35),
        (S16, SUPER_16),
    ],
)
def test_film_gauges_have_their_published_width(mode: str, table: dict[int, float]) -> None:
    gate = camera_mode(mode)
    for focal, degrees in table.items():
        assert field_of_view(gate.width_mm, gate.height_mm, focal)[0] == pytest.approx(degrees, rel=0.002)


@pytest.mark.parametrize(("mode", "focal"), ZEISS_CP2)
def test_cine_formats_have_zeiss_angles(mode: str, focal: int) -> None:
    gate = camera_mode(mode)
    horizontal = field_of_view(gate.width_mm, gate.height_mm, focal)[0]
    assert horizontal == pytest.approx(ZEISS_CP2[mode, focal], abs=1.0)


@pytest.mark.parametrize(("one", "other", "tolerance"), SAME_WIDTH)
def test_gauges_compare_as_crews_know(
    one: tuple[str, float, float], other: tuple[str, float, float], tolerance: float
) -> None:
    tangents = []
    for mode, focal, squeeze in (one, other):
        gate = camera_mode(mode)
        degrees = field_of_view(gate.width_mm, gate.height_mm, focal, squeeze)[0]
        tangents.append(math.tan(math.radians(degrees) / 2))
    assert tangents[0] == pytest.approx(tangents[1], rel=tolerance)


def test_anamorphic_desqueezes_to_its_ratio() -> None:
    gate = camera_mode("film-35-mm-anamorphic-2x-4-perf-1-18-1-neg-2-39-1")
    view = framed_view(gate.width_mm, gate.height_mm, 2.39, 50, squeeze=2)
    assert view.aspect == pytest.approx(2.39)
    # 21.95 mm of negative, twice as wide on the screen, over 2.39
    assert (view.used_width_mm, view.used_height_mm) == pytest.approx((21.95, 18.37), abs=0.02)


# ------------------------------------------------------------------------------------------- focus
# dofmaster.com, "Depth of Field Calculations for Cinematography": the ASC manual of 1986 takes 0.025 mm for
# 35 mm film. With it, 2500 / (0.025 · N) mm by hand, in feet, rounded.
HYPERFOCAL_FT = {(50, 2.8): 117, (50, 4.0): 82, (50, 5.6): 59}

FOOT = 0.3048


@pytest.mark.parametrize(("focal", "stop"), HYPERFOCAL_FT)
def test_hyperfocal_with_the_manuals_circle(focal: float, stop: float) -> None:
    assert hyperfocal_m(focal, stop, 0.025) / FOOT == pytest.approx(HYPERFOCAL_FT[focal, stop], rel=0.01)


@pytest.mark.parametrize(
    ("circle", "near", "far"),
    [
        # R. Harrison, insyncpubs.com, after Canon and DOFMaster: 50 mm, f/4, 10 ft.
        (0.030, 8 + 9 / 12, 11 + 8 / 12),
        (0.019, 9 + 2 / 12, 11.0),
    ],
)
def test_depth_of_field_is_the_published_one(circle: float, near: float, far: float) -> None:
    depth = depth_of_field(50, 4, circle, 10 * FOOT)
    assert depth.near_m / FOOT == pytest.approx(near, abs=0.06)
    assert depth.far_m / FOOT == pytest.approx(far, abs=0.06)


def test_at_the_hyperfocal_distance_all_from_half_of_it_is_sharp() -> None:
    hyper = hyperfocal_m(35, 4, 0.025)
    depth = depth_of_field(35, 4, 0.025, hyper)
    assert math.isinf(depth.far_m)
    assert depth.near_m == pytest.approx(hyper / 2, rel=1e-6)
    assert math.isinf(depth_of_field(35, 4, 0.025, math.inf).far_m)
    assert depth_of_field(35, 4, 0.025, math.inf).near_m == pytest.approx(hyper, rel=0.01)


@given(st.floats(12, 200), st.floats(1.3, 22), st.floats(0.01, 0.05), st.floats(0.5, 50))
def test_near_and_far_enclose_the_focus(focal: float, stop: float, circle: float, distance: float) -> None:
    depth = depth_of_field(focal, stop, circle, distance)
    assert 0 < depth.near_m <= distance <= depth.far_m
    # blur of a point at the near limit, by similar triangles behind the lens, is the circle of confusion
    f, u, n = focal / 1000, distance, depth.near_m
    image, image_near = f * u / (u - f), f * n / (n - f)
    blur = (f / stop) * abs(image_near - image) / image_near * 1000
    assert blur == pytest.approx(circle, rel=0.05)


def test_t_stop_is_darker_than_its_f_number() -> None:
    # Cooke S4/i: f/1.9 is T2.0; ARRI/ZEISS Ultra Prime: f/1.8 is T1.9; Master Prime f/1.2 is T1.3
    assert f_number(2.0) == pytest.approx(1.9, abs=0.02)
    assert f_number(1.9) == pytest.approx(1.8, abs=0.02)
    assert f_number(1.3, 0.85) == pytest.approx(1.2, abs=0.01)


def test_circle_of_confusion_is_a_share_of_the_diagonal() -> None:
    assert circle_of_confusion(36, 24) == pytest.approx(0.0288, abs=1e-4)  # the classic 0.029 of full frame
    assert circle_of_confusion(36, 24, 1730) == pytest.approx(0.025, abs=1e-4)


# -------------------------------------------------------------------------------------- framelines
def test_ratios_and_containers() -> None:
    for aspect in (1.375, 1.66, 16 / 9, 1.85, 2.39, 2.76):
        assert aspect in RATIOS
    assert DCI["DCI 4K Scope"] == (4096, 1716)
    assert DCI["DCI 2K Flat"] == (1998, 1080)
    assert [ratio_label(a) for a in (2.39, 16 / 9, 1.375, 4 / 5, 9 / 16, 1.0)] == [
        "2.39", "1.78", "1.375", "4:5", "9:16", "1:1",
    ]  # fmt: skip
    assert safe_areas(16 / 9) == (0.93, 0.90)
    assert safe_areas(4 / 3) == (0.90, 0.80)


def test_extraction_is_centred_or_keeps_the_top() -> None:
    centred = extraction(24.89, 18.66, 2.39)
    assert centred.width_mm == pytest.approx(24.89)
    assert centred.top_mm == pytest.approx((18.66 - 24.89 / 2.39) / 2)
    top = extraction(24.89, 18.66, 2.39, common_top=True)
    assert (top.left_mm, top.top_mm) == (0, 0)
    protected = extraction(24.89, 18.66, 2.39, common_top=True, protection_pct=10)
    assert protected.width_mm == pytest.approx(24.89 * 0.9)
    assert protected.left_mm == pytest.approx(24.89 * 0.05)
    assert protected.top_mm == pytest.approx(18.66 * 0.05)


@given(
    st.floats(5, 70),
    st.floats(4, 50),
    st.floats(0.5, 3),
    st.sampled_from([1.0, 1.5, 1.8, 2.0]),
    st.floats(0, 20),
)
def test_extraction_fits_and_has_its_ratio(
    w: float, h: float, aspect: float, squeeze: float, pct: float
) -> None:
    area = extraction(w, h, aspect, squeeze, protection_pct=pct)
    assert area.width_mm * squeeze / area.height_mm == pytest.approx(aspect)
    assert area.left_mm >= -1e-9
    assert area.top_mm >= -1e-9
    assert area.left_mm + area.width_mm <= w + 1e-9
    assert area.top_mm + area.height_mm <= h + 1e-9
    margin = 1 - pct / 100
    assert max(area.width_mm / w, area.height_mm / h) == pytest.approx(margin)


def test_common_top_picture_looks_above_the_lens_axis() -> None:
    centred, top = framed_view(25, 18, 2.4, 35), framed_view(25, 18, 2.4, 35, common_top=True)
    assert (centred.tan_x, centred.tan_y) == (top.tan_x, top.tan_y)
    point = np.array([0.0, 18 / 2 / 35, -1.0])  # the ray through the top edge of the sensor
    assert top.project(point)[1] == pytest.approx(1.0)
    assert centred.project(point)[1] > 1.5
    clip = top.projection() @ [*point, 1.0]
    assert clip[1] / clip[3] == pytest.approx(1.0)


@given(st.floats(-3, 3), st.floats(-3, 3), st.floats(0.2, 80), st.booleans())
def test_projection_matrix_agrees_with_project(x: float, y: float, depth: float, common_top: bool) -> None:
    view = framed_view(28, 19, 2.39, 32, 1.0, common_top)
    clip = view.projection() @ [x, y, -depth, 1.0]
    assert view.project([x, y, -depth])[:2] == pytest.approx(clip[:2] / clip[3])


@pytest.mark.parametrize("bad", [0.0, -1.0, math.nan, math.inf])
def test_impossible_lenses_are_refused_in_one_line(bad: float) -> None:
    calls = (
        lambda: framed_view(bad, 18, 1.85, 35),
        lambda: framed_view(25, bad, 1.85, 35),
        lambda: framed_view(25, 18, bad, 35),
        lambda: framed_view(25, 18, 1.85, bad),
        lambda: framed_view(25, 18, 1.85, 35, bad),
        lambda: f_number(bad),
        lambda: hyperfocal_m(35, bad, 0.025),
        lambda: circle_of_confusion(25, 18, bad),
    )
    for call in calls:
        with pytest.raises(BadProject) as caught:
            call()
        assert "\n" not in str(caught.value)
    with pytest.raises(BadProject, match="protection"):
        extraction(25, 18, 1.85, protection_pct=100)
    with pytest.raises(BadProject, match="focus distance"):
        depth_of_field(50, 2, 0.025, 0.04)
    with pytest.raises(BadProject, match="transmittance"):
        f_number(2.0, 1.2)
