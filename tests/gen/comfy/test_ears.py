"""The socket beside HTTP: steps and previews of our own job; the frame comes whatever becomes of it."""

from __future__ import annotations

import json
import struct

import cv2
import numpy as np
import pytest

from previz.gen import png
from previz.gen.comfy import ComfyGenerator
from previz.gen.comfy.ears import PREVIEW_WITH_METADATA, _preview, _progress
from previz.gen.comfy.server import TOKEN, URL
from previz.gen.request import Picture, Preview, Progress, Step

from .fake_comfyui import FakeComfyUI, bomb
from .test_generator import GUIDES, frame, steps


def until_seen(fake: FakeComfyUI, patch: pytest.MonkeyPatch) -> list[Step]:
    """The server goes on with the job until a preview has come, or none is to be expected any more."""
    patch.setenv(URL, fake.url)
    fake.polls, told = 10**6, list[Step]()
    for step in ComfyGenerator(poll_s=0.05, patience_s=5).run(frame(), GUIDES, lambda: False):
        told.append(step)
        if isinstance(step, Preview) or len(told) > 200:
            fake.polls = 0
    return told


@pytest.mark.parametrize(("fault", "sockets"), [("", 1), ("dropped socket", 2)])
def test_steps_and_previews_of_our_own_job_are_told(
    fault: str, sockets: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FakeComfyUI(fault) as fake:
        told = until_seen(fake, monkeypatch)
    assert len(fake.sockets) == sockets
    (job,) = fake.prompts
    assert set(fake.sockets) == {job}
    said = {step.text for step in told if isinstance(step, Progress)}
    assert "Step 2 of 4" in said
    assert "Step 9 of 9" not in said
    (preview,) = [step for step in told if isinstance(step, Preview)]
    pixels = cv2.imdecode(np.frombuffer(preview.png, np.uint8), cv2.IMREAD_COLOR_RGB)
    assert pixels is not None
    np.testing.assert_allclose(pixels.reshape(-1, 3).mean(0), (200, 80, 20), atol=3)
    assert isinstance(told[-1], Picture)


@pytest.mark.parametrize("fault", ["no socket", "deaf socket"])
def test_a_frame_comes_without_a_socket(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with FakeComfyUI(fault) as fake:
        assert isinstance(steps(frame(), fake, monkeypatch)[-1], Picture)


def test_a_message_without_end_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("previz.gen.comfy.ears.MOST_MESSAGE", 2**20)
    with FakeComfyUI("endless message", polls=5) as fake:
        assert isinstance(steps(frame(), fake, monkeypatch)[-1], Picture)
    assert fake.endless_bytes < 2**26


@pytest.mark.parametrize(
    "data",
    ['{"value": 1e999, "max": 4, "prompt_id": "mine"}', '{"value": 1, "max": 1e999, "prompt_id": "mine"}',
     '{"value": 1' + "0" * 400 + ', "max": 1, "prompt_id": "mine"}', "[" * 9999],
)  # fmt: skip
def test_numbers_and_nests_that_nobody_can_read_are_no_steps(data: str) -> None:
    assert list(_progress(f'{{"type": "progress", "data": {data}}}', "mine")) == []


def test_a_preview_whose_words_nest_without_end_is_not_looked_at() -> None:
    assert list(_preview(struct.pack(">II", PREVIEW_WITH_METADATA, 9999) + b"[" * 9999, "mine")) == []


def test_the_socket_opens_behind_a_login_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TOKEN, "secret")
    with FakeComfyUI(token="secret") as fake:
        assert any(isinstance(step, Preview) for step in until_seen(fake, monkeypatch))


def test_a_preview_that_is_none_or_unfolds_to_a_gigabyte_is_not_looked_at() -> None:
    told = json.dumps({"prompt_id": "mine"}).encode()
    head = struct.pack(">II", PREVIEW_WITH_METADATA, len(told)) + told
    small = png.encode(np.full((8, 16, 3), 90, np.uint8))
    assert [png.size(step.png) for step in _preview(head + small, "mine")] == [(16, 8)]
    for hostile in (bomb(), bomb(4, colour=3), small[:40], b"<html>"):
        assert list(_preview(head + hostile, "mine")) == []
