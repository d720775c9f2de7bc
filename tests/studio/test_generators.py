from __future__ import annotations

from pathlib import Path

from previz.scene import model
from previz.scene.document import Document
from previz.studio.generators import pace_s


def take(number: int, seconds: float, **more: str) -> model.Take:
    facts = {"generator": "diffusers", "model": "xl"} | more
    return model.Take(
        id=f"t{number}", panel_id="p", number=number, image="0" * 64, request="1" * 64, style="ink", seed=1,
        size_px=(96, 40), seconds=seconds, made_at=f"2026-01-{number:02d}", **facts,
    )  # fmt: skip


def test_the_pace_is_that_of_the_latest_frames_of_the_same_model(tmp_path: Path) -> None:
    slow = [take(number, 90.0) for number in range(1, 6)]
    quick = [take(number, 4.0) for number in range(6, 16)]
    others = [take(16, 500.0, model="other"), take(17, 0.5, generator="sketch", model="")]
    document = Document([*slow, *quick, *others])
    assert pace_s(document, "diffusers", "xl") == 4.0
    assert pace_s(document, "diffusers", "other") == 500.0
    assert pace_s(document, "comfyui", "xl") is None
