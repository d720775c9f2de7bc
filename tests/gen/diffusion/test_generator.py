"""Real pipelines of every family with random weights: all that is asked for changes the picture."""

from __future__ import annotations

import json
import logging.handlers
import threading
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from previz.errors import GenerationError, ModelMissing, NotSupported, OutOfMemory
from previz.gen import png
from previz.gen.diffusion import DiffusionGenerator
from previz.gen.diffusion.memory import GB, Machine
from previz.gen.guides import digest
from previz.gen.request import Picture, Preview, Progress, Reference

from .asking import GUIDES, SIZE, Painter, ask, picture, steps
from .shared import Painters

ALSO = {"tiny-sd15": ("line",), "tiny-sdxl": (), "union": ("openpose",), "tiny-zimage": ("openpose",)}
"""Controls that a model takes beside depth."""
pytest.importorskip("torch", reason="the diffusion extra is not installed")
FAMILIES = ("tiny-sd15", "tiny-sdxl", "union", "tiny-zimage")


@pytest.fixture(scope="module")
def with_union(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another folder, in which tiny-sdxl has a union ControlNet."""
    from . import tiny

    folder = tmp_path_factory.mktemp("union")
    (folder / "union").symlink_to(models / "tiny-sdxl")
    tiny.add_union(folder)
    tiny.add_adapter(folder)
    return folder


@pytest.fixture(scope="module")
def generators(painters: Painters, with_union: Path) -> dict[str, Painter]:
    plain, union = painters, Painters(with_union)
    return {name: union if name == "union" else plain for name in FAMILIES}


@pytest.mark.parametrize("model", FAMILIES)
def test_words_seed_controls_and_strength_change_the_picture(
    model: str, generators: dict[str, Painter]
) -> None:
    generator = generators[model]
    told = steps(generator, ask(model))
    first = told[-1]
    assert isinstance(first, Picture)
    assert first.pixels.shape == (SIZE[1], SIZE[0], 3)
    assert first.unused == ()
    preview, *_ = [step for step in told if isinstance(step, Preview)]
    width, height = png.size(preview.png)
    assert width / height == pytest.approx(SIZE[0] / SIZE[1], rel=0.03)
    said = [step.text for step in told if isinstance(step, Progress)]
    assert "Step 3 of 3" in said
    again = picture(generator, ask(model))
    assert again.pixels.tobytes() == first.pixels.tobytes()
    others = [
        ask(model, seed=4),
        ask(model, prompt="a dog"),
        ask(model, strengths={"depth": 0.2}),
        ask(model, (), strengths={}),
        *(ask(model, (control,), strengths={control: 0.8}) for control in ALSO[model]),
    ]
    pictures = {picture(generator, other).pixels.tobytes() for other in others}
    assert len(pictures | {first.pixels.tobytes()}) == 1 + len(others)


@pytest.mark.parametrize("model", ["tiny-sd15", "union"])
def test_two_controls_hold_together(model: str, generators: dict[str, Painter]) -> None:
    other = ALSO[model][0]
    both = picture(generators[model], ask(model, ("depth", other), strengths={"depth": 0.8, other: 0.5}))
    weak = picture(generators[model], ask(model, ("depth", other), strengths={"depth": 0.8, other: 0.1}))
    alone = picture(generators[model], ask(model))
    assert both.unused == ()
    assert len({one.pixels.tobytes() for one in (both, weak, alone)}) == 3


def test_what_a_family_cannot_take_is_said(generators: dict[str, Painter]) -> None:
    strengths = {"depth": 0.8, "line": 0.5, "init": 0.5}
    drawn = picture(
        generators["tiny-zimage"], ask("tiny-zimage", ("depth", "line", "init"), strengths=strengths)
    )
    assert [reason.partition(":")[0] for reason in drawn.unused] == ["line", "the picture to start from"]
    drawn = picture(generators["tiny-sdxl"], ask("tiny-sdxl", ("depth", "line"), strengths=strengths))
    assert "line: there is no ControlNet for it" in drawn.unused[0]


def test_a_union_controlnet_is_told_which_control_it_is_given(
    generators: dict[str, Painter], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(GUIDES, "openpose", GUIDES["depth"])
    depth, pose = (
        picture(generators["union"], ask("union", (control,), strengths={control: 0.8})).pixels.tobytes()
        for control in ("depth", "openpose")
    )
    assert depth != pose


@pytest.mark.parametrize("model", ["tiny-sd15", "union"])
def test_when_a_control_holds_changes_the_picture(model: str, generators: dict[str, Painter]) -> None:
    told = [
        picture(generators[model], ask(model, spans=spans)).pixels.tobytes()
        for spans in ({}, {"depth": (0.0, 0.34)}, {"depth": (0.5, 1.0)})
    ]
    assert len(set(told)) == 3


@pytest.mark.parametrize("span", [(0.3, 0.5), (0.4, 0.9), (0.9, 1.0)])
def test_a_span_that_holds_no_whole_step_takes_one(
    span: tuple[float, float], generators: dict[str, Painter]
) -> None:
    firm, loose = (
        picture(
            generators["tiny-sd15"], ask("tiny-sd15", spans={"depth": span}, strengths={"depth": strength})
        ).pixels.tobytes()
        for strength in (0.9, 0.1)
    )
    assert firm != loose


def test_a_span_that_a_family_cannot_keep_is_said(generators: dict[str, Painter]) -> None:
    made = picture(generators["tiny-zimage"], ask("tiny-zimage", spans={"depth": (0.0, 0.5)}))
    assert made.unused == ("when a control holds: Z-Image holds it to the end",)


@pytest.mark.parametrize("model", FAMILIES)
def test_a_picture_to_start_from_shows(model: str, generators: dict[str, Painter]) -> None:
    guides, controlled = (("init",), {}) if model == "tiny-zimage" else (("depth", "init"), {"depth": 0.8})
    near, far = (
        picture(generators[model], ask(model, guides, strengths={**controlled, "init": keep})).pixels
        for keep in (0.6, 0.1)
    )
    assert near.tobytes() != far.tobytes()


@pytest.mark.parametrize("model", FAMILIES)
def test_a_repainted_region_leaves_the_rest_alone(model: str, generators: dict[str, Painter]) -> None:
    request = ask(model, ("depth", "init", "mask"), strengths={"depth": 0.8, "init": 0.1})
    made = picture(generators[model], request).pixels
    kept = GUIDES["mask"] == 0
    np.testing.assert_array_equal(made[kept], GUIDES["init"][kept])
    assert (made[~kept] != GUIDES["init"][~kept]).mean() > 0.5


def test_a_reference_picture_holds_in_the_region_of_whom_it_shows(
    generators: dict[str, Painter],
) -> None:
    faces = {
        "red": np.full((32, 32, 3), (220, 30, 30), np.uint8),
        "blue": np.full((32, 32, 3), (20, 40, 230), np.uint8),
    }
    regions = np.where(np.arange(SIZE[0])[None].repeat(SIZE[1], 0) < SIZE[0] // 2, 7, 9).astype(np.uint16)
    guides = {"depth": GUIDES["depth"], "regions": regions, **faces}

    def with_face(left: str, strength: float = 0.9) -> Picture:
        references = (
            Reference(guide=left, object_id=7, strength=strength),
            Reference(guide="blue", object_id=9, strength=strength),
        )
        named = {name: digest(guide) for name, guide in guides.items()}
        request = msgspec.structs.replace(ask("union"), references=references, guides=named)
        last = list(generators["union"].run(request, guides, lambda: False))[-1]
        assert isinstance(last, Picture)
        return last

    red, blue, none = with_face("red"), with_face("blue"), with_face("red", 0.0)
    assert red.unused == ()
    plain = picture(generators["union"], ask("union"))
    np.testing.assert_array_equal(none.pixels, plain.pixels)
    apart = np.abs(red.pixels.astype(int) - blue.pixels).mean(axis=(0, 2))
    assert apart[: SIZE[0] // 2].mean() > 1.2 * apart[SIZE[0] // 2 :].mean() > 0


def test_a_lora_changes_the_picture_and_goes_again(generators: dict[str, Painter], models: Path) -> None:
    generator = generators["tiny-sd15"]
    plain, half, whole = (
        picture(generator, ask("tiny-sd15", loras=loras)).pixels.tobytes()
        for loras in ({}, {"ink-lora": 0.5}, {"ink-lora": 1.0})
    )
    assert len({plain, half, whole}) == 3
    assert picture(generator, ask("tiny-sd15")).pixels.tobytes() == plain
    written = logging.handlers.BufferingHandler(99)
    logging.getLogger("diffusers").addHandler(written)
    with pytest.raises(NotSupported, match="another family"):
        steps(generator, ask("tiny-sdxl", loras={"ink-lora": 1.0}))
    logging.getLogger("diffusers").removeHandler(written)
    assert written.buffer == [], "what the library says of it is nobody's business"
    with pytest.raises(ModelMissing, match="no LoRA"):
        steps(generator, ask("tiny-sd15", loras={"gone": 1.0}))
    with pytest.raises(NotSupported, match="is no LoRA"):
        steps(generator, ask("tiny-sd15", loras={"nets/sd15-depth": 1.0}))


def test_words_beyond_the_first_75_are_heard(generators: dict[str, Painter]) -> None:
    generator = generators["tiny-sdxl"]
    long = ", ".join(f"thing {place}" for place in range(15))
    first = picture(generator, ask("tiny-sdxl", prompt=long))
    other = picture(generator, ask("tiny-sdxl", prompt=f"{long}, a red door"))
    assert first.pixels.tobytes() != other.pixels.tobytes()
    assert first.unused == other.unused == ()
    endless = picture(generator, ask("tiny-sdxl", prompt="endless\x1b[2J\n words " * 600))
    assert "the model hears no more" in endless.unused[0]


def test_it_stops_at_a_step_and_while_loading(models: Path) -> None:
    generator = DiffusionGenerator(models)
    heard: list[str] = []

    def after(text: str) -> Any:
        return lambda: any(text in one for one in heard)

    for text in ("Starting the model libraries", "Loading tiny-sd15: vae", "Step 1"):
        heard.clear()
        for step in generator.run(ask("tiny-sd15"), GUIDES, after(text)):
            assert not isinstance(step, Picture)
            heard.append(step.text if isinstance(step, Progress) else "")
        assert text in "".join(heard)
        assert "Step 3 of 3" not in heard
    assert isinstance(steps(generator, ask("tiny-sd15"))[-1], Picture)


def test_another_sampler_on_the_same_base_is_taken(own_models: Path) -> None:
    generator, told = DiffusionGenerator(own_models), []
    for sampler in ("DDIMScheduler trailing", "EulerDiscreteScheduler karras", "DDIMScheduler trailing"):
        recipe = json.dumps({"steps": 3, "guidance": 3.0, "sampler": sampler})
        (own_models / "tiny-sd15" / "previz.json").write_text(recipe)
        told.append(picture(generator, ask("tiny-sd15")).pixels.tobytes())
    assert told[0] == told[2] != told[1]


def test_numbers_that_overflow_are_no_picture(own_models: Path) -> None:
    import torch
    from safetensors.torch import load_file, save_file

    (path,) = (own_models / "tiny-sd15" / "unet").glob("*.safetensors")
    weights = load_file(path)
    weights["conv_out.bias"] = torch.full_like(weights["conv_out.bias"], torch.nan)
    save_file(weights, path)
    with pytest.raises(GenerationError, match="overflowed"):
        steps(DiffusionGenerator(own_models), ask("tiny-sd15"))


def test_a_model_that_is_too_large_is_refused_before_it_is_loaded(models: Path) -> None:
    small = Machine(device="cpu", free_bytes=GB // 200, ram_bytes=GB // 200)
    with pytest.raises(OutOfMemory, match="GB are free on this machine"):
        steps(DiffusionGenerator(models, lambda: small), ask("tiny-sd15"))


def test_bad_files_are_named(own_models: Path) -> None:
    generator = DiffusionGenerator(own_models)
    with pytest.raises(ModelMissing, match="no model 'fluxus'"):
        steps(generator, ask("fluxus"))
    (unet,) = (own_models / "tiny-sd15" / "unet").glob("*.safetensors")
    whole = unet.read_bytes()
    unet.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ModelMissing, match="cut off"):
        steps(generator, ask("tiny-sd15"))
    unet.write_bytes(b"\x80\x02" + whole)
    with pytest.raises(NotSupported, match="pickle"):
        steps(generator, ask("tiny-sd15"))
    unet.rename(unet.with_suffix(".bin"))
    with pytest.raises(NotSupported, match="only as a pickle"):
        steps(generator, ask("tiny-sd15"))


def test_a_part_that_loads_for_long_is_told_of_again(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from previz.gen.diffusion import generator, loading

    again, quick = threading.Event(), loading._model

    def slow(*asked: Any) -> Any:
        again.wait(20)
        return quick(*asked)

    monkeypatch.setattr(generator, "STILL_S", 0.01)
    monkeypatch.setattr(loading, "_model", slow)
    heard: list[str] = []
    for step in DiffusionGenerator(models).run(ask("tiny-sd15"), GUIDES, lambda: False):
        if isinstance(step, Progress):
            heard.append(step.text)
            if heard.count(step.text) == 3:
                again.set()
    assert again.is_set()
    assert max(heard.count(text) for text in heard if text.startswith("Loading")) >= 3


def test_a_library_that_panics_ends_the_frame(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Panic(BaseException):
        """As bindings to Rust raise it."""

    def panics(*_: object) -> None:
        raise Panic("called `Option::unwrap()` on a `None` value")

    asked = iter(range(200))

    def waits_long() -> bool:
        assert next(asked, None) is not None, "nobody was told"
        return False

    generator = DiffusionGenerator(models)
    monkeypatch.setattr(generator, "_make", panics)
    with pytest.raises(GenerationError, match="gave up: Panic"):
        steps(generator, ask("tiny-sd15"), waits_long)
