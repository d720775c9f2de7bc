"""A picture enlarged on a server: by its upscale model, with detail by the checkpoint where it fits."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image

from previz.errors import ModelMissing, NotSupported
from previz.gen.comfy import ComfyGenerator
from previz.gen.comfy.enlarging import compile_enlarging, fittings, means
from previz.gen.comfy.server import URL
from previz.gen.guides import digest
from previz.gen.request import FrameRequest, Picture, Refine, Region

from .fake_comfyui import UPSCALERS, FakeComfyUI

GOLDEN = Path(__file__).with_name("enlarging_graph.json")
INIT = np.dstack([np.linspace(0, 255, 96 * 230).reshape(96, 230)] * 3).astype(np.uint8)
GUIDES: dict[str, Any] = {"depth": np.full((96, 230), 90, np.uint8), "init": INIT}


def frame(times: int = 2, **changes: Any) -> FrameRequest:
    facts: dict[str, Any] = {
        "generator": "comfyui", "style": "ink", "size_px": (230 * times, 96 * times), "prompt": "two people",
        "strengths": {"depth": 0.8, "init": 0.75},
        "guides": {name: digest(one) for name, one in GUIDES.items()},
        "refine": Refine(blob="0" * 64, take=1, enlarged=True),
    }  # fmt: skip
    return FrameRequest(**(facts | changes))


def made(
    request: FrameRequest, fake: FakeComfyUI, patch: pytest.MonkeyPatch, guides: dict[str, Any] = GUIDES
) -> Picture:
    patch.setenv(URL, fake.url)
    last = list(ComfyGenerator(poll_s=0.01).run(request, guides, lambda: False))[-1]
    assert isinstance(last, Picture)
    return last


def test_the_graph_is_the_golden_one() -> None:
    graph = compile_enlarging(
        family="sdxl",
        checkpoint="model.safetensors",
        prompt="two people",
        negative="text",
        seed=7,
        size_px=(2688, 1152),
        controls={"depth": ("union.safetensors", "previz/d.png", 0.65)},
        prefix="previz/frame",
        picture="previz/take.png",
        by=means((2688, 1152), UPSCALERS),
        change=0.25,
    )
    assert graph == json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_what_the_picture_showed_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    with FakeComfyUI() as fake:
        picture = made(frame(), fake, monkeypatch)
    assert picture.pixels.shape == (192, 460, 3)
    assert picture.unused == ()
    (graph,) = fake.prompts.values()
    assert graph["upscaler"]["inputs"]["model_name"] == "4x-UltraSharp.safetensors"
    assert graph["sample"]["inputs"]["denoise"] == pytest.approx(0.25)
    with Image.open(io.BytesIO(fake.uploads[graph["picture"]["inputs"]["image"]])) as sent:
        assert sent.size == (256, 128)
    back = cv2.GaussianBlur(cv2.resize(picture.pixels, (230, 96), interpolation=cv2.INTER_AREA), (0, 0), 8)
    before = cv2.GaussianBlur(INIT, (0, 0), 8)
    assert np.abs(back.astype(int) - before)[12:-12, 12:-12].max() < 8


def test_people_keep_their_words_and_loras(monkeypatch: pytest.MonkeyPatch) -> None:
    guides = GUIDES | {"regions": np.full((96, 230), 0x8000, np.uint16)}
    asked = {
        "guides": {name: digest(one) for name, one in guides.items()},
        "regions": (Region(object_id=0x8000, kind="figure", name="Ada", words="a woman in red"),),
        "loras": {"ada": 0.7},
        "spans": {"depth": (0.0, 1.0)},
    }
    with FakeComfyUI() as fake:
        assert made(frame(**asked), fake, monkeypatch, guides).unused == ()
    (graph,) = fake.prompts.values()
    assert graph["lora 1"]["inputs"]["lora_name"] == "ada-v2.safetensors"
    assert graph["sample"]["inputs"]["model"] == ["lora 1", 0]
    assert graph["person 1 words"]["inputs"]["text"] == "a woman in red"
    assert graph["person 1 mask"]["inputs"]["image"] in fake.uploads
    assert graph["depth hold"]["inputs"]["end_percent"] == 1.0
    monkeypatch.setattr("previz.gen.comfy.enlarging.RESAMPLE_PX", 1000)
    with FakeComfyUI() as fake:
        alone = made(frame(**asked), fake, monkeypatch, guides).unused
    assert [one.partition(":")[0] for one in alone[1:]] == [
        "the words", "the words of Ada", "LoRA ada", "depth",
    ]  # fmt: skip


def test_what_a_server_lacks_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with FakeComfyUI("no upscaler") as fake:
        assert "upscale model: the server has none" in made(frame(), fake, monkeypatch).unused[0]
    with pytest.raises(ModelMissing, match="models/upscale_models"):
        means((7680, 3216), [])
    assert means((460, 192), ["anime_2x.safetensors", "real_x4plus.safetensors"]).upscaler.startswith("real")
    alone = means((7680, 3216), UPSCALERS)
    assert not alone.resampled
    assert "works alone" in alone.unused[0]
    with FakeComfyUI() as fake, pytest.raises(NotSupported, match="enlarge with a checkpoint"):
        made(frame(model="workflow:mine"), fake, monkeypatch)


@pytest.mark.parametrize("size", [(230, 96), (1920, 804), (133, 100)])
def test_the_picture_lies_alike_in_what_is_sent_and_what_comes_back(size: tuple[int, int]) -> None:
    width, height = size
    laid, large = fittings(np.zeros((height, width, 3), np.uint8), (2 * width, 2 * height))
    assert large.frame_px == (2 * width, 2 * height)
    for place in (0, 1):
        share = laid.corner_px[place] / laid.model_px[place]
        assert large.corner_px[place] / large.model_px[place] == pytest.approx(share, abs=0.003)
