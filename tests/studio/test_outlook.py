"""What is known of the next frame before anybody asks for it."""

from __future__ import annotations

from previz.gen.controls import CONTROLS
from previz.gen.request import Steer
from previz.scene.model import Look
from previz.studio.generators import ModelStanding, Standing
from previz.studio.outlook import outlook

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
