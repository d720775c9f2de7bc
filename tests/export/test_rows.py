from __future__ import annotations

import msgspec

from previz.export.rows import ShotRow

from . import film


def test_rows_are_plain_json() -> None:
    for shot in film.shots():
        data = msgspec.json.encode(shot)
        assert msgspec.json.decode(data, type=ShotRow) == shot
        assert {"focal_length_mm", "camera_height_m", "tilt_deg", "duration_s"} <= msgspec.json.decode(
            data
        ).keys()
