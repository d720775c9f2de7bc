from __future__ import annotations

import json
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from previz.errors import GenerationError, ModelMissing, OutOfMemory
from previz.gen import png
from previz.gen.comfy import ComfyGenerator
from previz.gen.comfy.graph import compile_graph
from previz.gen.comfy.server import TOKEN, URL, Server, Unreachable
from previz.gen.guides import digest
from previz.gen.queue import Queue
from previz.gen.request import Done, Failed, FrameRequest, Picture, Progress

from .fake_comfyui import OTHER, FakeComfyUI

GOLDEN = Path(__file__).with_name("sdxl_graph.json")
DEPTH = np.linspace(0, 255, 96 * 230).reshape(96, 230).astype(np.uint8)
LINE = np.where(np.arange(230) % 40 < 2, 255, 0).astype(np.uint8)[None].repeat(96, 0)
GUIDES: dict[str, Any] = {"depth": DEPTH, "line": LINE}


def frame(**changes: Any) -> FrameRequest:
    facts: dict[str, Any] = {
        "generator": "comfyui", "style": "ink", "size_px": (230, 96), "seed": 7, "prompt": "two people",
        "guides": {name: digest(guide) for name, guide in GUIDES.items()},
        "strengths": {"depth": 0.8, "line": 0.5},
    }  # fmt: skip
    return FrameRequest(**(facts | changes))


def steps(
    request: FrameRequest, fake: FakeComfyUI | str, patch: pytest.MonkeyPatch, stop: Any = None
) -> list[Any]:
    patch.setenv(URL, fake if isinstance(fake, str) else fake.url)
    generator = ComfyGenerator(poll_s=0.01, patience_s=0.3)
    return list(generator.run(request, GUIDES, stop or (lambda: False)))


def test_a_frame_comes_back_in_its_own_size(monkeypatch: pytest.MonkeyPatch) -> None:
    with FakeComfyUI() as fake:
        *told, picture = steps(frame(), fake, monkeypatch)
    assert isinstance(picture, Picture)
    assert picture.pixels.shape == (96, 230, 3)
    assert all(isinstance(step, Progress) for step in told)
    (graph,) = fake.prompts.values()
    assert graph["model"]["inputs"]["ckpt_name"] == "juggernautXL.safetensors"
    assert graph["empty"]["inputs"] == {"width": 256, "height": 128, "batch_size": 1}


def test_each_control_changes_the_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    with FakeComfyUI() as fake:
        pictures = [
            steps(frame(strengths=strengths), fake, monkeypatch)[-1].pixels.tobytes()
            for strengths in ({"depth": 0.8}, {"line": 0.5}, {"depth": 0.8, "line": 0.5})
        ]
    assert len(set(pictures)) == 3


def test_a_control_that_the_server_has_no_controlnet_for_is_left_out_and_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of Stable Diffusion 1.5 the server has those for depth and lines, and none for normals."""
    monkeypatch.setitem(GUIDES, "normal", np.full((96, 230, 3), 128, np.uint8))
    strengths = {"depth": 0.8, "normal": 0.6}
    with FakeComfyUI() as fake:
        asked = frame(model="v1-5", strengths=strengths)
        picture = steps(asked, fake, monkeypatch)[-1]
    (graph,) = fake.prompts.values()
    assert "depth hold" in graph
    assert not [name for name in graph if name.startswith("normal")]
    assert len(fake.uploads) == 1, "what nothing takes is not sent"
    (unused,) = picture.unused
    assert unused.startswith("normal: the ComfyUI server has no ControlNet for normal")
    assert "sd15_normalbae" in unused


def test_a_frame_that_nothing_would_hold_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(GUIDES, "normal", np.full((96, 230, 3), 128, np.uint8))
    with FakeComfyUI() as fake, pytest.raises(ModelMissing, match="sd15_normalbae"):
        steps(frame(model="v1-5", strengths={"normal": 0.6}), fake, monkeypatch)
    assert not fake.prompts


def test_a_control_holds_as_long_as_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with FakeComfyUI() as fake:
        steps(frame(spans={"line": (0.2, 0.5)}), fake, monkeypatch)
    (graph,) = fake.prompts.values()
    told = [graph[f"{c} hold"]["inputs"] for c in ("depth", "line")]
    assert [(one["start_percent"], one["end_percent"]) for one in told] == [(0.0, 0.9), (0.2, 0.5)]


def test_the_graph_is_the_golden_one() -> None:
    graph = compile_graph(
        family="sdxl",
        checkpoint="model.safetensors",
        prompt="two people",
        negative="text",
        seed=7,
        size_px=(1344, 576),
        controls={
            "depth": ("union.safetensors", "previz/d.png", 0.8),
            "line": ("union.safetensors", "previz/l.png", 0.5),
        },
        prefix="previz/frame",
    )
    assert graph == json.loads(GOLDEN.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("fault", "kind", "says"),
    [
        ("oom", OutOfMemory, "graphics memory"),
        ("interrupted", GenerationError, "Somebody stopped"),
        ("no picture", GenerationError, "without a picture"),
        ("black", GenerationError, "one colour all over"),
        ("small", GenerationError, "px instead of"),
        ("html picture", GenerationError, r"cannot be read \(it is no PNG\)"),
        ("deep", GenerationError, "answered with error 400"),
        ("odd name", GenerationError, "calls the frame"),
        ("huge picture", GenerationError, "sent more than 128 MB"),
        ("bomb", GenerationError, "cannot be read"),
        ("bad gateway", GenerationError, "error 502"),
        ("no models", ModelMissing, "models/checkpoints"),
        ("no controlnet", ModelMissing, "models/controlnet"),
        ("refused", ModelMissing, "lacks a file"),
        ("node errors", ModelMissing, "lacks a file"),
        ("html", GenerationError, "does not answer like a ComfyUI server"),
        ("redirect", GenerationError, "another address"),
        ("wrong json", GenerationError, "does not answer like a ComfyUI server"),
    ],
)
def test_every_fault_ends_in_one_clear_line(
    fault: str, kind: type[GenerationError], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FakeComfyUI(fault) as fake, pytest.raises(kind, match=says) as caught:
        steps(frame(), fake, monkeypatch)
    assert "\n" not in str(caught.value)


def test_a_prompt_that_was_taken_only_in_part_is_withdrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    with FakeComfyUI("node errors") as fake, pytest.raises(ModelMissing):
        steps(frame(), fake, monkeypatch)
    assert fake.deleted == list(fake.prompts)


def test_a_prompt_under_a_name_that_cannot_be_asked_for_is_withdrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    with FakeComfyUI("odd name") as fake, pytest.raises(GenerationError, match="calls the frame"):
        steps(frame(), fake, monkeypatch)
    assert fake.deleted == list(fake.prompts)


def test_it_starts_from_a_picture_and_makes_one_region_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    init = np.full((96, 230, 3), 90, np.uint8)
    mask = np.where(np.arange(230) > 150, 255, 0).astype(np.uint8)[None].repeat(96, 0)
    monkeypatch.setitem(GUIDES, "init", init)
    monkeypatch.setitem(GUIDES, "mask", mask)
    strengths = {"depth": 0.8, "init": 0.4}
    request = frame(guides={name: digest(guide) for name, guide in GUIDES.items()}, strengths=strengths)
    with FakeComfyUI() as fake:
        made = steps(request, fake, monkeypatch)[-1].pixels
    (graph,) = fake.prompts.values()
    assert graph["sample"]["inputs"]["denoise"] == pytest.approx(0.6)
    assert graph["sample"]["inputs"]["latent_image"] == ["region", 0]
    assert "empty" not in graph
    np.testing.assert_array_equal(made[mask == 0], init[mask == 0])
    assert (made[mask == 255] != 90).mean() > 0.5


@pytest.mark.parametrize(
    ("fault", "prompts"),
    [
        ("dropped", 1),
        ("gateway", 1),
        ("between", 1),
        ("lost answer", 1),
        ("dropped picture", 1),
        ("lost picture", 2),
        ("restart", 2),
        ("old", 1),
    ],
)
def test_no_frame_is_lost_when(fault: str, prompts: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with FakeComfyUI(fault) as fake:
        assert isinstance(steps(frame(), fake, monkeypatch)[-1], Picture)
    assert len(fake.prompts) == prompts


def test_a_server_that_is_not_there_is_said() -> None:
    with pytest.raises(Unreachable, match=URL):
        Server("http://127.0.0.1:9").models("checkpoints")


def test_a_token_opens_a_server_behind_a_login(monkeypatch: pytest.MonkeyPatch) -> None:
    with FakeComfyUI(token="secret") as fake:
        with pytest.raises(GenerationError, match=TOKEN):
            steps(frame(), fake, monkeypatch)
        monkeypatch.setenv(TOKEN, "secret")
        assert isinstance(steps(frame(), fake, monkeypatch)[-1], Picture)


def test_a_redirect_carries_no_login_to_another_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TOKEN, "secret")
    with FakeComfyUI() as other, FakeComfyUI("redirect", token="secret") as fake:
        fake.away = other.url
        with pytest.raises(GenerationError, match="another address"):
            steps(frame(), fake, monkeypatch)
    assert other.requests == 0


def test_words_of_ten_thousand_characters_arrive(monkeypatch: pytest.MonkeyPatch) -> None:
    words = "rain\x1b[2J\x00 “…” " * 600
    with FakeComfyUI(polls=5) as fake:
        assert isinstance(steps(frame(prompt=words[:10_000]), fake, monkeypatch)[-1], Picture)
    (graph,) = fake.prompts.values()
    assert graph["words"]["inputs"]["text"] == words[:10_000]


def test_an_answer_that_trickles_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("previz.gen.comfy.server.ANSWER_S", 0.2)
    with FakeComfyUI("trickle") as fake, pytest.raises(Unreachable, match="for one answer"):
        steps(frame(), fake, monkeypatch)


@pytest.mark.parametrize("clock_s", [0.0, 4e9], ids=["1970", "2096"])
def test_a_server_whose_clock_is_wrong_makes_the_same_frame(
    clock_s: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FakeComfyUI() as right, FakeComfyUI() as wrong:
        wrong.clock_s = clock_s
        made = [steps(frame(), fake, monkeypatch)[-1].pixels for fake in (right, wrong)]
    np.testing.assert_array_equal(*made)


def test_an_answer_without_end_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("previz.gen.comfy.server.MOST_PICTURE", 1000)
    with FakeComfyUI() as fake, pytest.raises(GenerationError, match="at once"):
        steps(frame(), fake, monkeypatch)


@pytest.mark.parametrize("busy", [False, True])
def test_cancelling_touches_no_other_job(busy: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    with FakeComfyUI(*(["busy"] if busy else []), polls=10**6) as fake:
        stop = threading.Event()
        told = steps(frame(), fake, monkeypatch, lambda: bool(fake.prompts) or stop.is_set())
    assert not any(isinstance(step, Picture) for step in told)
    (mine,) = fake.prompts
    assert fake.deleted == [mine]
    assert fake.interrupted == ([] if busy else [mine])
    assert OTHER not in fake.deleted


@pytest.mark.parametrize("busy", [False, True])
def test_a_job_that_nobody_reads_on_is_taken_back(busy: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker stops at the step that it hears of, whatever the generator would have asked next."""
    with FakeComfyUI(*(["busy"] if busy else []), polls=10**6) as fake:
        monkeypatch.setenv(URL, fake.url)
        run = ComfyGenerator(poll_s=0.05).run(frame(), GUIDES, lambda: False)
        with closing(run):
            next(step for step in run if fake.prompts)
        (mine,) = fake.prompts
        assert fake.deleted == [mine]
        assert fake.interrupted == ([] if busy else [mine])


def test_an_error_that_breaks_off_is_told_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("previz.gen.comfy.server.TIMEOUT_S", 0.2)
    with FakeComfyUI("cut error") as fake, pytest.raises(GenerationError, match="answered with error 500"):
        steps(frame(), fake, monkeypatch)
    assert fake.deleted == list(fake.prompts)


def test_a_server_that_works_long_without_a_socket_is_heard_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """A queue gives up a worker that says nothing."""
    with FakeComfyUI("no socket", polls=8) as fake:
        *told, picture = steps(frame(), fake, monkeypatch)
    assert isinstance(picture, Picture)
    assert [step.text for step in told].count("Working") == 8


def test_through_the_queue_a_take_is_whole_and_says_where_it_came_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FakeComfyUI() as fake:
        monkeypatch.setenv(URL, fake.url)
        with Queue(tmp_path) as queue:
            queue.submit("good", frame(), GUIDES)
            done = queue.wait(["good"], 60)["good"]
            assert isinstance(done, Done)
            data = Path(done.path).read_bytes()
            png.prove(data, (230, 96))
            assert b"compositeWithTrainedAlgorithmicMedia" in data
            fake.polls = 10**6
            queue.submit("unwanted", frame(seed=8), GUIDES)
            with fake.seen:
                assert fake.seen.wait_for(lambda: len(fake.prompts) == 2, 20)
            queue.cancel("unwanted")
            failed = queue.wait(["unwanted"], 20)["unwanted"]
    assert isinstance(failed, Failed)
    assert failed.kind == "Cancelled"
