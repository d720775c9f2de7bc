"""Words and LoRAs of people on a server: each told in the region where they stand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from previz.gen.comfy import ComfyGenerator
from previz.gen.comfy.graph import compile_graph
from previz.gen.comfy.people import loras, masks
from previz.gen.comfy.server import URL
from previz.gen.guides import digest
from previz.gen.request import FrameRequest, Picture, Region

from .fake_comfyui import FakeComfyUI

GOLDEN = Path(__file__).with_name("people_graph.json")
ADA, BEN = 0x8000, 0x8001
IDS = np.where(np.arange(230)[None].repeat(96, 0) < 100, ADA, BEN).astype(np.uint16)
GUIDES: dict[str, Any] = {"depth": np.full((96, 230), 90, np.uint8), "regions": IDS}


def frame(**changes: Any) -> FrameRequest:
    facts: dict[str, Any] = {
        "generator": "comfyui", "style": "ink", "size_px": (230, 96), "prompt": "two people",
        "strengths": {"depth": 0.8}, "guides": {name: digest(one) for name, one in GUIDES.items()},
        "regions": (
            Region(object_id=ADA, kind="figure", name="Ada", words="a woman in red"),
            Region(object_id=BEN, kind="figure", name="Ben", words=""),
        ),
    }  # fmt: skip
    return FrameRequest(**(facts | changes))


def test_the_graph_of_two_people_and_a_lora_is_the_golden_one() -> None:
    graph = compile_graph(
        family="sdxl",
        checkpoint="model.safetensors",
        prompt="two people",
        negative="text",
        seed=7,
        size_px=(1344, 576),
        controls={"depth": ("union.safetensors", "previz/d.png", 0.8)},
        prefix="previz/frame",
        regions=[("a woman in red", "previz/a.png"), ("a man in black", "previz/b.png")],
        loras=[("ada.safetensors", 0.7)],
    )
    assert graph == json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_whoever_has_words_is_told_where_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    (mask,) = masks(frame(), GUIDES).values()
    assert mask[50, 20] == 255
    assert mask[50, 200] == 0
    with FakeComfyUI() as fake:
        monkeypatch.setenv(URL, fake.url)
        request = frame(loras={"ada": 0.7, "gone": 1.0, "ben": 0.5}, lora_families={"ben": "sd15"})
        last = list(ComfyGenerator(poll_s=0.01).run(request, GUIDES, lambda: False))[-1]
    assert isinstance(last, Picture)
    assert last.unused == (
        "LoRA ben: made for Stable Diffusion 1.5, not SDXL",
        "LoRA gone: the server has none of this name in models/loras",
    )
    (graph,) = fake.prompts.values()
    assert graph["person 1 words"]["inputs"]["text"] == "a woman in red"
    assert graph["person 1 mask"]["inputs"]["image"] in fake.uploads
    assert "person 2" not in graph
    assert graph["lora 1"]["inputs"]["lora_name"] == "ada-v2.safetensors"
    assert graph["sample"]["inputs"]["model"] == ["lora 1", 0]


def test_a_lora_is_never_that_of_somebody_else() -> None:
    def found(*installed: str) -> tuple[list[tuple[str, float]], tuple[str, ...]]:
        return loras(frame(loras={"ana": 1.0}), "sdxl", list(installed))

    assert found("anakin.safetensors", "diana.safetensors", "people/ana.safetensors") == (
        [("people/ana.safetensors", 1.0)],
        (),
    )
    assert found("ana-v2.safetensors", "ben.safetensors")[0] == [("ana-v2.safetensors", 1.0)]
    used, unused = found("diana.safetensors", "anakin.safetensors")
    assert used == []
    assert "several: anakin.safetensors, diana.safetensors" in unused[0]


def test_a_frame_without_people_sends_none() -> None:
    assert masks(msgspec.structs.replace(frame(), guides={"depth": digest(GUIDES["depth"])}), GUIDES) == {}
    assert loras(frame(), "sdxl", []) == ([], ())
