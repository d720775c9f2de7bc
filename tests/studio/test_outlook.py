"""What is known of the next frame before anybody asks for it."""

from __future__ import annotations

from previz.gen.request import Steer
from previz.scene.model import Look
from previz.studio.generators import ModelStanding, Standing
from previz.studio.outlook import outlook

LACKS = {"openpose": "openpose: the server has no ControlNet for it"}


def test_a_control_that_a_verdict_asks_for_and_the_server_lacks_is_foretold() -> None:
    has = ModelStanding("juggernautXL.safetensors", ("depth", "line"), (), "sdxl-union", LACKS)
    standing = Standing(name="comfyui", ready=True, where="a server", models=(has,))
    look = Look(generator="comfyui", model="juggernaut")
    firmer = Steer(
        reason="Eyeline", where="strength", name="openpose", label="Pose control", old="–", new="0.60"
    )
    assert outlook(look, standing).trouble == ""
    told = outlook(look, standing, (firmer,))
    assert told.trouble == LACKS["openpose"]
    assert told.numbers["openpose"].strength == 0.0, "the number of dial and person"
