"""Kinds of node that a server does not have are said before anything is sent, and asked for once."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from previz.errors import NotSupported
from previz.gen.comfy import nodes, workflow
from previz.gen.comfy.server import URL, Server
from previz.gen.models.settings import FOLDER
from previz.gen.request import Picture
from previz.studio.generators import standing

from . import fake_comfyui
from .fake_comfyui import FakeComfyUI
from .test_generator import frame, steps
from .test_workflow import FLOW, node


@pytest.fixture(autouse=True)
def own_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path / "models"))
    monkeypatch.setattr(nodes, "_there", {})


def test_a_core_node_that_is_not_there_is_named_before_anything_is_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with FakeComfyUI() as fake:
        fake.lacking = {"SetUnionControlNetType"}
        with pytest.raises(NotSupported, match=r"no node “SetUnionControlNetType”; .* update ComfyUI"):
            steps(frame(), fake, monkeypatch)
        assert not fake.uploads
        assert isinstance(steps(frame(model="v1-5"), fake, monkeypatch)[-1], Picture), "it needs none"
        xl, old = standing("comfyui").models
    assert "SetUnionControlNetType" in xl.trouble
    assert (xl.controls, xl.missing) == ((), (xl.trouble,))
    assert (old.trouble, old.controls) == ("", ("depth", "line"))


def test_a_node_is_asked_for_once_and_one_that_was_missing_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with FakeComfyUI() as fake:
        fake.lacking = {"KSampler"}
        with pytest.raises(NotSupported, match="KSampler"):
            steps(frame(), fake, monkeypatch)
        asked = len(fake.infos)
        assert asked == len(set(fake.infos)) > 5
        fake.lacking = set()
        for seed in (1, 2):
            assert isinstance(steps(frame(seed=seed), fake, monkeypatch)[-1], Picture)
    assert fake.infos[asked:] == ["KSampler"]


def test_a_node_that_is_missing_is_asked_for_once_however_many_checkpoints_want_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fake_comfyui, "CHECKPOINTS", [f"juggernaut-{n}_xl.safetensors" for n in range(3)])
    with FakeComfyUI() as fake:
        monkeypatch.setenv(URL, fake.url)
        fake.lacking = {"KSampler"}
        assert all("KSampler" in one.trouble for one in standing("comfyui").models)
        assert fake.infos.count("KSampler") == 1
        fake.lacking = set()
        assert not any(one.trouble for one in standing("comfyui").models)
        assert fake.infos.count("KSampler") == 2


def test_a_workflow_says_which_custom_nodes_are_to_be_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = {"7": node("IPAdapterAdvanced", ""), "8": node("My/Node", "")}
    (tmp_path / "mine.json").write_text(json.dumps(FLOW | own), encoding="utf-8")
    workflow.keep(tmp_path / "mine.json")
    with FakeComfyUI() as fake:
        fake.lacking = {"IPAdapterAdvanced", "My/Node"}
        says = "no node “IPAdapterAdvanced” (of ComfyUI_IPAdapter_plus), “My/Node”; install the custom nodes"
        with pytest.raises(NotSupported, match=re.escape(says)):
            steps(frame(model="workflow:mine"), fake, monkeypatch)
        assert says in standing("comfyui").models[-1].trouble
    assert not fake.prompts


@pytest.mark.parametrize("fault", ["no object_info", "wrong json"])
def test_a_server_that_does_not_say_what_it_has_is_believed_to_have_all(fault: str) -> None:
    with FakeComfyUI(fault) as fake:
        assert nodes.Kinds(Server(fake.url)).lacking(["KSampler", "VAEDecode"]) == ()
