"""What a server's answers mean, whatever their order and whatever stands beside ours."""

from __future__ import annotations

from typing import Any

import pytest

from previz.gen.comfy.answers import place
from previz.gen.comfy.graph import control_files


@pytest.mark.parametrize(
    ("running", "pending", "ahead"),
    [
        ([[3, "mine"]], [], 0),
        ([[3, "other"]], [[5, "late"], [4, "mine"]], 1),
        ([[3, "other"]], [[6, "mine"], [4, "one"], [5, "two"]], 3),
        ([], [[6, "mine"]], 1),
        ([[3, "other"]], [[4, "another"]], None),
        ([["?", "mine"], 7], None, None),
    ],
)
def test_a_job_waits_behind_those_with_lower_numbers(running: Any, pending: Any, ahead: int | None) -> None:
    queue = {"queue_running": running} | ({} if pending is None else {"queue_pending": pending})
    assert place(queue, "mine") == ahead


def test_a_union_controlnet_of_another_family_is_not_taken() -> None:
    installed = [
        "FLUX.1-union-pro.safetensors",
        "controlnet-union-sdxl.safetensors",
        "a-qwen-union.safetensors",
    ]
    assert control_files("sdxl", {"depth": ""}, installed) == {"depth": "controlnet-union-sdxl.safetensors"}
