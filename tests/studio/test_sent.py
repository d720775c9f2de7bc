"""What is shown before the run is what a server gets in it."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from previz.errors import BadProject
from previz.gen.comfy.server import URL
from previz.review.pushback import written
from previz.scene import model
from previz.studio import Making, Studio
from previz.studio.looks import change_look
from previz.studio.sent import sent
from tests.films import FULL
from tests.gen.comfy.fake_comfyui import FakeComfyUI

WIDTH_PX = 240


def test_the_pictures_shown_are_those_that_a_server_gets(
    small_film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Studio.open(small_film) as studio, FakeComfyUI() as fake:
        panel = studio.document.need(f"{FULL}-p", model.Panel)
        with pytest.raises(BadProject, match="choose a model"):
            sent(studio.snapshot(), studio.store, panel, WIDTH_PX, 1)
        monkeypatch.setenv(URL, fake.url)
        change_look(
            studio.document,
            {"generator": "comfyui", "model": "juggernaut", "words": "{rain|fog}", "negative": "cars"},
        )
        told = sent(studio.snapshot(), studio.store, panel, WIDTH_PX, 1, "juggernautXL.safetensors")
        outcome = studio.generate([studio.find("1")], Making(width_px=WIDTH_PX, seed=1), lambda *_: None)
        assert outcome.failed == []
    got = {
        np.asarray(Image.open(io.BytesIO(data)).convert("RGB")).tobytes() for data in fake.uploads.values()
    }
    shown = {one.name: one for one in told.pictures}
    assert [name for name, one in shown.items() if one.sent] == ["depth", "line"]
    assert got == {shown[name].pixels.tobytes() for name in ("depth", "line")}
    assert set(shown) == {"depth", "line", "normal", "openpose", "segmentation"}
    (graph,) = fake.prompts.values()
    assert graph["words"]["inputs"]["text"] == told.request.prompt
    assert told.request.prompt.endswith(("rain", "fog"))
    assert graph["avoid"]["inputs"]["text"].endswith("cars")
    sources = [source for source, _ in told.generated]
    assert sources[:3] == ["style", "framing", "Ada"]
    assert "rain" not in str(told.generated)


def test_what_a_verdict_asks_is_shown_as_it_is_sent(
    small_film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Studio.open(small_film) as studio, FakeComfyUI() as fake:
        monkeypatch.setenv(URL, fake.url)
        change_look(studio.document, {"generator": "comfyui", "model": "juggernaut", "words": "fog"})
        panel, small = studio.document.need(f"{FULL}-p", model.Panel), Making(width_px=WIDTH_PX, seed=1)
        studio.generate([studio.find("1")], small, lambda *_: None)
        studio.reviewing.judge(panel, "changes", "Ada", written(["expression", "legibility"], "Angrier."))
        panel = studio.document.need(panel.id, model.Panel)
        told = sent(studio.snapshot(), studio.store, panel, WIDTH_PX, 1, "juggernautXL.safetensors")
        unasked = sent(studio.snapshot(), studio.store, panel, WIDTH_PX, 1, "juggernautXL.safetensors", ())
        studio.generate([studio.find("1")], small, lambda *_: None)
    graph = list(fake.prompts.values())[-1]
    assert graph["words"]["inputs"]["text"] == told.request.prompt
    assert told.request.prompt.endswith("fog, Angrier")
    assert "Angrier" not in unasked.request.prompt
    shown = {one.name: one.strength for one in told.pictures if one.sent}
    assert shown["line"] == pytest.approx(graph["line hold"]["inputs"]["strength"]) == pytest.approx(0.7)
