"""What is known of the next frame before anybody asks for it."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from previz.gen.controls import CONTROLS
from previz.gen.models.settings import FOLDER
from previz.gen.request import Steer
from previz.scene.model import Look, ReferencePicture
from previz.studio.following import NO_ADAPTER
from previz.studio.generators import ModelStanding, Standing
from previz.studio.outlook import outlook
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
