"""What a server's answers mean, whatever their order and whatever stands beside ours."""

from __future__ import annotations

from typing import Any

import pytest

from previz.errors import NotSupported
from previz.gen.comfy.answers import checkpoint, place
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


@pytest.mark.parametrize(
    ("wish", "taken"),
    [("", "inFluxMix.safetensors"), ("flux", "inFluxMix.safetensors"), ("xl", "sd_xl_base.safetensors")],
)
def test_a_checkpoint_that_fits_our_graph_is_taken(wish: str, taken: str) -> None:
    installed = ["flux1-dev-fp8.safetensors", "inFluxMix.safetensors", "sd_xl_base.safetensors"]
    assert checkpoint(wish, installed) == taken


@pytest.mark.parametrize(
    "name", ["flux1-dev-fp8.safetensors", "sd3.5_large.safetensors", "z_image_turbo.safetensors"]
)
def test_a_checkpoint_of_another_family_is_refused_before_it_runs(name: str) -> None:
    with pytest.raises(NotSupported, match="workflow of your own"):
        checkpoint(name, [name, "sd_xl_base.safetensors"])


def test_a_union_controlnet_of_another_family_is_not_taken() -> None:
    installed = [
        "FLUX.1-union-pro.safetensors",
        "controlnet-union-sdxl.safetensors",
        "a-qwen-union.safetensors",
    ]
    assert control_files("sdxl", {"depth": ""}, installed) == {"depth": "controlnet-union-sdxl.safetensors"}
