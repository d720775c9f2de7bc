"""Workflows of one's own: their slots are filled, the rest stays, and what is wrong is said."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from previz.errors import ModelMissing, NotSupported
from previz.gen.comfy import workflow
from previz.gen.guides import digest
from previz.gen.models.settings import FOLDER
from previz.gen.request import Picture, Reference

from .fake_comfyui import FakeComfyUI
from .test_generator import GUIDES, frame, steps


def node(kind: str, title: str, **inputs: Any) -> dict[str, Any]:
    return {"class_type": kind, "inputs": inputs, "_meta": {"title": title}}


FLOW: dict[str, Any] = {
    "6": node("CLIPTextEncode", "previz: prompt", text="old", clip=["4", 1]),
    "10": node("LoadImage", "Previz:  Depth", image="old.png"),
    "11": node("ControlNetApply", "previz: depth strength", strength=1.0, image=["10", 0]),
    "12": node("KSampler", "previz: seed", seed=1, steps=4),
    "13": node("EmptyLatentImage", "previz: size", width=64, height=64),
    "20": node("SaveImage", "Save", images=["19", 0]),
}


@pytest.fixture(autouse=True)
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER, str(tmp_path / "models"))
    return tmp_path / "models"


def written(tmp_path: Path, told: Any, name: str = "My flux.json") -> Path:
    path = tmp_path / name
    path.write_text(told if isinstance(told, str) else json.dumps(told), encoding="utf-8")
    return path


def test_a_frame_fills_the_slots_and_leaves_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert workflow.keep(written(tmp_path, FLOW)).controls == ("depth",)
    assert workflow.names() == ["workflow:My-flux"]
    with FakeComfyUI() as fake:
        last = steps(frame(model="workflow:My-flux", negative="blur"), fake, monkeypatch)[-1]
    assert isinstance(last, Picture)
    assert last.pixels.shape == (96, 230, 3)
    assert [reason.partition(":")[0] for reason in last.unused] == ["line guide", "words to avoid"]
    (graph,) = fake.prompts.values()
    inputs = {node: told["inputs"] for node, told in graph.items()}
    assert inputs["6"] == {"text": "two people", "clip": ["4", 1]}
    assert inputs["10"]["image"] in fake.uploads
    assert (inputs["11"]["strength"], inputs["12"]) == (0.8, {"seed": 7, "steps": 4})
    assert inputs["13"] == {"width": 256, "height": 128}


def test_a_picture_that_a_server_lost_is_made_again_with_the_same_seed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workflow.keep(written(tmp_path, FLOW))
    with FakeComfyUI("lost picture") as fake:
        made = steps(frame(model="workflow:My-flux"), fake, monkeypatch)[-1]
    assert isinstance(made, Picture)
    first, second = fake.prompts.values()
    assert first["12"] == second["12"]
    assert first["12"]["inputs"]["seed"] == 7
    assert first["20"] != second["20"]  # else a server answers from memory, with the name of what it has lost


def test_reference_pictures_fill_slots_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slot = {"30": node("LoadImage", "previz: style", image="old.png")}
    workflow.keep(written(tmp_path, FLOW | slot, "styled.json"))
    pictures = {name: np.full((40, 30, 3), 90 + place, np.uint8) for place, name in enumerate("abc")}
    for name, picture in pictures.items():
        monkeypatch.setitem(GUIDES, name, picture)
    references = (
        Reference(guide="a", object_id=0x8000),
        Reference(guide="b", kind="style"),
        Reference(guide="c", kind="style"),
    )
    named = frame().guides | {name: digest(picture) for name, picture in pictures.items()}
    with FakeComfyUI() as fake:
        asked = frame(model="workflow:styled", references=references, guides=named)
        last = steps(asked, fake, monkeypatch)[-1]
    (graph,) = fake.prompts.values()
    with Image.open(io.BytesIO(fake.uploads[graph["30"]["inputs"]["image"]])) as sent:
        assert np.asarray(sent)[0, 0, 0] == 91
    said = [reason for reason in last.unused if "pictures" in reason]
    assert said == [
        "pictures of people: the workflow styled has no node called “previz: person”",
        "1 more reference pictures: a workflow takes one of a person and one of style",
    ]


def test_how_much_of_a_picture_stays_is_sent_or_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start = {"14": node("LoadImage", "previz: init", image="old.png")}
    change = {"15": node("PrimitiveFloat", "previz: init strength", value=1.0)}
    workflow.keep(written(tmp_path, FLOW | start, "deaf.json"))
    workflow.keep(written(tmp_path, FLOW | start | change, "keeps.json"))
    monkeypatch.setitem(GUIDES, "init", np.zeros((96, 230, 3), np.uint8))
    told = {"guides": dict.fromkeys(GUIDES, ""), "strengths": {"depth": 0.8, "init": 0.4}}
    with FakeComfyUI() as fake:
        unused = [
            steps(frame(model=f"workflow:{name}", **told), fake, monkeypatch)[-1].unused
            for name in ("deaf", "keeps")
        ]
    assert [any("how much of the picture stays" in one for one in said) for said in unused] == [True, False]
    assert list(fake.prompts.values())[1]["15"]["inputs"]["value"] == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ("<html>", "Export"),
        ({"nodes": [], "links": []}, "saved for the screen"),
        ({"1": {"inputs": {}}}, "no workflow"),
        ({key: FLOW[key] for key in ("10", "20")}, "previz: prompt"),
        ({key: FLOW[key] for key in ("6", "20")}, "holds the blocking"),
        ({key: FLOW[key] for key in ("6", "10")}, "previz: picture"),
        (FLOW | {"9": node("A", "previz: mood")}, "no slot “mood”"),
        (FLOW | {"12": node("A", "previz: seed")}, "no input seed or"),
    ],
)
def test_a_file_that_cannot_be_used_says_what_to_change(told: Any, says: str, tmp_path: Path) -> None:
    with pytest.raises(NotSupported, match=says) as caught:
        workflow.keep(written(tmp_path, told))
    assert "\n" not in str(caught.value)


def test_a_workflow_that_is_not_there_is_named(tmp_path: Path) -> None:
    workflow.keep(written(tmp_path, FLOW, "noir.json"))
    with pytest.raises(ModelMissing, match="there is workflow:noir"):
        workflow.named("workflow:gone")
    outside = workflow.folder().parent / "noir.json"
    outside.write_text(json.dumps(FLOW), encoding="utf-8")
    with pytest.raises(ModelMissing, match="There is no workflow:"):
        workflow.named("workflow:../noir")
