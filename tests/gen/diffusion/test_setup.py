"""What is loaded for a request, read off small JSON files: no model is needed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from previz.errors import ModelMissing, NotSupported
from previz.gen.diffusion.setup import set_up
from tests.gen.models.shelf import add_base, add_net

FIRM = {"depth": 0.8, "line": 0.5}


def test_one_net_a_control_or_one_for_all(tmp_path: Path) -> None:
    add_base(tmp_path, "people/xl", "StableDiffusionXLPipeline", 2048)
    add_net(tmp_path, "xl-depth", "ControlNetModel", 2048)
    setup = set_up("XL", FIRM, tmp_path)
    assert (setup.family.name, [held.control for held in setup.held]) == ("sdxl", ["depth"])
    assert setup.unused == (f"line: there is no ControlNet for it in {tmp_path}",)
    add_net(tmp_path, "xl-union", "ControlNetUnionModel", 2048)
    setup = set_up("XL", FIRM, tmp_path)
    assert (setup.family.name, [held.control for held in setup.held]) == ("sdxl-union", ["depth", "line"])
    assert len(setup.nets) == 1
    assert setup.unused == ()


def test_a_recipe_of_ones_own_is_followed(tmp_path: Path) -> None:
    base = add_base(tmp_path, "own", "StableDiffusionPipeline", 768)
    assert (set_up("own", {}, tmp_path).steps, set_up("", {}, tmp_path).guidance) == (25, 7.0)
    (base / "previz.json").write_text(json.dumps({"steps": 4, "guidance": 0.0}))
    setup = set_up("own", {}, tmp_path)
    assert (setup.steps, setup.guidance) == (4, 0.0)
    for wrong in ("steps = 4", '{"steps": 0}', '{"steps": -3}', '{"guidance": -1}', '{"lora_strength": 9}'):
        (base / "previz.json").write_text(wrong)
        with pytest.raises(NotSupported, match=r"previz\.json cannot be understood"):
            set_up("own", {}, tmp_path)


def test_small_files_that_cannot_be_read_are_said_to_be_so(tmp_path: Path) -> None:
    base = add_base(tmp_path, "own", "StableDiffusionPipeline", 768)
    add_net(tmp_path, "own-depth", "ControlNetModel", 768)
    (base / "unet" / "config.json").write_text('{"cross')
    with pytest.raises(ModelMissing, match=r"small files of own .* cannot be read"):
        set_up("own", FIRM, tmp_path)


def test_a_model_of_the_catalogue_brings_its_recipe(tmp_path: Path) -> None:
    add_base(tmp_path, "sdxl-base", "StableDiffusionXLPipeline", 2048)
    setup = set_up("sdxl-lightning", {}, tmp_path)
    assert (setup.base.name, setup.steps, setup.recipe.lora) == ("sdxl-base", 4, "sdxl-lightning-lora")


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="previz models --get"):
        set_up("", FIRM, tmp_path)
    add_base(tmp_path, "old", "StableDiffusionPipeline", 768)
    with pytest.raises(ModelMissing, match="nothing would hold the blocking"):
        set_up("old", FIRM, tmp_path)
    add_net(tmp_path, "xl-depth", "ControlNetModel", 2048)
    with pytest.raises(
        ModelMissing, match=r"xl-depth belongs to another family than old \(width 2048, not 768"
    ):
        set_up("old", FIRM, tmp_path)
    add_net(tmp_path, "sd15-normal", "ControlNetModel", 768)
    with pytest.raises(ModelMissing, match="Depth: there is no ControlNet"):
        set_up("old", FIRM, tmp_path)


@pytest.mark.parametrize(
    ("pipeline", "net", "tasks"),
    [
        ("StableDiffusionPipeline", "ControlNetModel", ("text", "image", "repaint")),
        ("StableDiffusionXLPipeline", "ControlNetUnionModel", ("text", "image", "repaint")),
        ("ZImagePipeline", "ZImageControlNetModel", ("text", "text", "repaint")),
    ],
)
def test_a_region_is_made_anew_by_a_pipeline_for_regions(
    pipeline: str, net: str, tasks: tuple[str, ...], tmp_path: Path
) -> None:
    pytest.importorskip("torch", reason="the diffusion extra is not installed")
    from previz.gen.diffusion.calling import task_of

    from .asking import ask

    add_base(tmp_path, "own", pipeline, 768)
    add_net(tmp_path, "depth-net", net, 768)
    setup = set_up("own", {"depth": 0.8}, tmp_path)
    strengths = {"depth": 0.8, "init": 0.5}
    told = [
        task_of(setup, ask("own", guides, strengths=strengths))
        for guides in (("depth",), ("depth", "init"), ("depth", "init", "mask"))
    ]
    assert tuple(told) == tasks


def test_normals_are_turned_for_a_net_that_wants_red_to_the_right(tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="the diffusion extra is not installed")
    import numpy as np

    from previz.gen.diffusion.calling import _guide

    base = add_base(tmp_path, "own", "StableDiffusionPipeline", 768)
    guides = {"normal": np.full((2, 2, 3), (10, 20, 30), np.uint8), "depth": np.full((2, 2), 9, np.uint8)}
    for red, first in (("left", 10), ("right", 245)):
        (base / "previz.json").write_text(json.dumps({"normal_red": red}))
        setup = set_up("own", {}, tmp_path)
        assert _guide(setup, guides, "normal")[0, 0].tolist() == [first, 20, 30]
        assert _guide(setup, guides, "depth")[0, 0] == 9
