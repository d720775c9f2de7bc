"""One range of depth for the frames of a scene: measured, kept, sent, and known to the fingerprint."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest

from previz.errors import BadProject
from previz.review.reasons import _TELL
from previz.scene import model
from previz.studio import Making, Studio
from previz.studio.depth_ranges import measured, proved
from previz.studio.looks import set_look
from previz.studio.trained import Trained
from tests.films import BARE, CLOSE, FULL

SIZE = (240, 100)


def test_the_range_reaches_from_the_nearest_to_the_farthest_of_all_shots(small_film: Path) -> None:
    with Studio.open(small_film, read_only=True) as studio:
        by_id = {shot.id: shot for shot in studio.shots()}
        alone = [measured(studio.document, studio.shooting, [by_id[name]]) for name in (FULL, CLOSE)]
        both = measured(studio.document, studio.shooting, studio.shots())
        assert both == (min(near for near, _ in alone), max(far for _, far in alone))
        assert alone[1][0] < alone[0][0]
        with pytest.raises(BadProject, match="None of these shots"):
            measured(studio.document, studio.shooting, [by_id[BARE]])
    for bad in ((3.0, 2.0), (0.0, 5.0), (1.0, float("nan")), (1.0, 1e9)):
        with pytest.raises(BadProject, match="near and far in metres"):
            proved(*bad)


def test_frames_of_a_scene_agree_and_a_changed_range_makes_them_stale(small_film: Path) -> None:
    """The same distance has the same grey in both, whatever else a frame shows."""
    by = Trained(generator="comfyui", strengths={"depth": 0.8})
    near, far = 1.0, 8.0
    with Studio.open(small_film) as studio, studio._workshop() as workshop:
        look = msgspec.structs.replace(studio.document.project.look, generator="comfyui")

        def part() -> model.PrintPart:
            return studio.reviewing.fingerprint(studio.find("1"), 0.0)["look"]

        set_look(studio.document, "s1", look)
        own = part()
        set_look(studio.document, "s1", msgspec.structs.replace(look, depth_range_m=(near, far)))
        ranged = part()
        assert own.hash != ranged.hash
        assert ranged.values["depth_range"] == [near, far]
        for number in ("1", "1A"):
            shot = studio.find(number)
            (frame,) = workshop.plan([shot], {shot.id: number}, Making(size_px=SIZE), by)
            sent = workshop.prepare(frame)
            assert sent.request.depth_range_m == (near, far)
            assert sent.judge is not None
            depth, grey = sent.judge.passes["depth_m"], np.asarray(sent.guides["depth"])
            seen = np.isfinite(depth)
            share = (1 / depth[seen] - 1 / far) / (1 / near - 1 / far)
            np.testing.assert_allclose(grey[seen], 1 + 254 * np.clip(share, 0, 1), atol=1)


def test_it_is_said_why_a_frame_is_stale() -> None:
    old = {"generator": "comfyui", "style": "ink", "model": "xl", "adherence": "strict", "pictures": []}
    told = _TELL["look"](old, old | {"depth_range": [1.0, 8.0]})
    assert told == ["range of the depth changed"]
