"""What is known of the next frame before anybody asks for it."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from previz.gen.comfy import workflow
from previz.gen.controls import CONTROLS
from previz.gen.models.settings import FOLDER
from previz.gen.request import Steer
from previz.scene.model import Look, ReferencePicture
from previz.studio.following import NO_ADAPTER
from previz.studio.generators import ModelStanding, Standing
from previz.studio.outlook import outlook
from tests.gen.comfy.test_workflow import FLOW, node
from tests.gen.models.shelf import add_base, add_net

LACKS = {"openpose": "The ComfyUI server has no ControlNet for openpose of this model; put it there."}


def test_a_control_that_a_verdict_asks_for_and_the_server_lacks_is_foretold() -> None:
    has = ModelStanding("juggernautXL.safetensors", ("depth", "line"), (), "sdxl-union", LACKS)
    standing = Standing(name="comfyui", ready=True, where="a server", models=(has,))
    look = Look(generator="comfyui", model="juggernaut")
    firmer = Steer(
        reason="Eyeline", where="strength", name="openpose", label="Pose control", old="–", new="0.60"
    )
    assert outlook(look, standing).unused == ()
    told = outlook(look, standing, (firmer,))
    assert told.trouble == ""
    assert told.unused == (
        "openpose: the ComfyUI server has no ControlNet for openpose of this model; put it there",
    )
    assert told.numbers["openpose"].strength == 0.0, "the number of dial and person"


def test_a_server_that_lacks_every_control_makes_no_frame() -> None:
    lacks = {control: f"The ComfyUI server has no ControlNet for {control}." for control in CONTROLS}
    has = ModelStanding("juggernautXL.safetensors", (), (), "sdxl-union", lacks)
    standing = Standing(name="comfyui", ready=True, where="a server", models=(has,))
    told = outlook(Look(generator="comfyui", model="juggernaut"), standing)
    assert told.trouble.startswith("The ComfyUI server has no ControlNet for ")
    assert told.lacks_model
    assert told.unused == ()


def test_a_server_without_a_node_makes_no_frame_and_no_model_would_help() -> None:
    why = "The ComfyUI server has no node “IPAdapter”; install the custom nodes that bring it."
    has = ModelStanding("workflow:mine", (), (why,), trouble=why)
    standing = Standing(name="comfyui", ready=True, where="a server", models=(has,))
    told = outlook(Look(generator="comfyui", model="workflow:mine"), standing)
    assert (told.trouble, told.lacks_model, told.unused) == (why, False, ())


def test_pictures_of_style_that_nothing_would_follow_are_foretold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    add_base(tmp_path, "xl", "StableDiffusionXLPipeline", 2048)
    add_net(tmp_path, "union", "ControlNetUnionModel", 2048)
    style = ReferencePicture(image="0" * 64, rights="us")
    here = Look(generator="diffusers", model="xl", pictures=(style,))
    assert outlook(here, None).unused == (f"reference pictures: there is no IP-Adapter for xl in {tmp_path}",)
    assert outlook(msgspec.structs.replace(here, pictures=()), None).unused == ()
    has = ModelStanding("juggernautXL.safetensors", ("depth", "line"), ())
    there = Standing(name="comfyui", ready=True, where="a server", models=(has,))
    look = Look(generator="comfyui", model="juggernaut", pictures=(style,))
    assert outlook(look, there).unused == (f"reference pictures: {NO_ADAPTER}",)


def test_pictures_of_people_that_nothing_would_follow_are_foretold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    add_base(tmp_path, "xl", "StableDiffusionXLPipeline", 2048)
    add_net(tmp_path, "union", "ControlNetUnionModel", 2048)
    here = Look(generator="diffusers", model="xl")
    no_adapter = f"reference pictures: there is no IP-Adapter for xl in {tmp_path}"
    assert outlook(here, None, people=2).unused == (no_adapter,)
    has = ModelStanding("juggernautXL.safetensors", ("depth", "line"), ())
    there = Standing(name="comfyui", ready=True, where="a server", models=(has,))
    look = Look(generator="comfyui", model="juggernaut")
    assert outlook(look, there, people=2).unused == (f"reference pictures: {NO_ADAPTER}",)
    assert outlook(look, there).unused == ()


def test_pictures_that_a_workflow_has_no_node_for_are_foretold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    (tmp_path / "mine.json").write_text(
        json.dumps(FLOW | {"50": node("LoadImage", "previz: style", image="")})
    )
    workflow.keep(tmp_path / "mine.json")
    flow = ModelStanding("workflow:mine", ("depth", "line"), ())
    standing = Standing(name="comfyui", ready=True, where="a server", models=(flow,))
    style = ReferencePicture(image="0" * 64, rights="us")
    look = Look(generator="comfyui", model="workflow:mine", pictures=(style,))
    assert outlook(look, standing).unused == ()
    assert outlook(look, standing, people=1).unused == (
        "pictures of people: the workflow mine has no node called “previz: person”",
    )
    (tmp_path / "workflows" / "mine.json").unlink()
    assert outlook(look, standing, people=1).unused == ()
