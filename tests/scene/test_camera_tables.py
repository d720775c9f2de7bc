"""The shipped tables hold together, and doubt is shown."""

from __future__ import annotations

import math

import pytest

from previz.errors import NotFound
from previz.scene.camera_tables import camera_mode, camera_modes, lens_family, lens_series


def test_every_camera_row_is_read_and_plausible() -> None:
    modes = camera_modes()
    assert len(modes) >= 120
    for mode in modes.values():
        assert 3 < mode.width_mm < 75, mode.id
        assert 3 < mode.height_mm < 55, mode.id
        assert mode.source, mode.id
        assert mode.confidence in "ABC"
        if mode.pixels and mode.kind == "digital":
            pitch = mode.width_mm / mode.pixels[0], mode.height_mm / mode.pixels[1]
            assert pitch[0] == pytest.approx(pitch[1], rel=0.03), mode.id


def test_every_lens_row_is_read_and_plausible() -> None:
    series = lens_series()
    assert len(series) >= 45
    for one in series.values():
        assert one.lenses, one.id
        assert one.anamorphic == (one.squeeze > 1), one.id
        assert list(one.lenses) == sorted(one.lenses, key=lambda lens: (lens.focal_mm, lens.focal_max_mm))
        for lens in one.lenses:
            assert 6 <= lens.focal_mm <= lens.focal_max_mm <= 300, one.id
            assert 1 <= lens.t_stop <= 5, one.id


def test_doubtful_rows_say_so() -> None:
    doubtful = camera_mode("red-v-raptor-8k-s35-8k-17-9")
    assert not doubtful.verified
    assert doubtful.label.endswith("(unverified)")
    assert doubtful.sensor().name.endswith("(unverified)")
    sure = camera_mode("arri-alexa-35-4-6k-3-2-open-gate")
    assert sure.verified
    assert sure.label == "ARRI ALEXA 35, 4.6K 3:2 Open Gate"
    assert lens_family("panavision-primo-spherical").label.endswith("(unverified)")
    assert lens_family("leitz-summilux-c").label == "Leitz Summilux-C"


def test_values_for_a_package() -> None:
    sensor = camera_mode("arri-alexa-35-4-6k-3-2-open-gate").sensor()
    assert (sensor.width_mm, sensor.height_mm, sensor.pixels) == (27.99, 19.22, (4608, 3164))
    assert math.hypot(sensor.width_mm, sensor.height_mm) == pytest.approx(33.95, abs=0.01)
    zooms = lens_family("arri-signature-zoom").lens_set("z")
    assert (zooms.lenses[0].focal_mm, zooms.lenses[0].focal_max_mm, zooms.lenses[0].t_stop) == (16, 32, 2.8)
    macro = lens_family("cooke-panchro-i-classic-s35")
    assert any(lens.focal_mm == lens.focal_max_mm == 65 for lens in macro.lenses)


def test_image_circle_is_none_when_sources_disagree() -> None:
    assert lens_family("leitz-summilux-c").image_circle_mm == 33
    assert lens_family("atlas-mercury").image_circle_mm is None
    assert lens_family("kowa-prominar").image_circle_mm is None


def test_unknown_names_are_told() -> None:
    with pytest.raises(NotFound, match="camera mode"):
        camera_mode("no-such")
    with pytest.raises(NotFound, match="lens series"):
        lens_family("no-such")
