"""Words told to a region change the picture there, on the real attention of tiny pipelines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray

from previz.gen.diffusion import DiffusionGenerator
from previz.gen.guides import digest
from previz.gen.request import FrameRequest, Picture, Reference, Region

from .asking import GUIDES, SIZE, Painter, ask
from .shared import Painters

pytest.importorskip("torch", reason="the diffusion extra is not installed")
LEFT, RIGHT = 0x8000, 0x8001
HALF = SIZE[0] // 2
IDS = np.where(np.arange(SIZE[0])[None].repeat(SIZE[1], 0) < HALF, LEFT, RIGHT).astype(np.uint16)


@pytest.fixture(scope="module")
def generator(painters: Painters) -> Painter:
    return painters


def told(
    model: str, left: str, right: str, guides: tuple[str, ...] = ("depth",), **changes: Any
) -> FrameRequest:
    regions = (
        Region(object_id=LEFT, kind="figure", name="Ada", words=left),
        Region(object_id=RIGHT, kind="figure", name="Ben", words=right),
    )
    request = ask(model, guides, regions=regions, **changes)
    return msgspec.structs.replace(request, guides=request.guides | {"regions": digest(IDS)})


def picture(generator: Painter, request: FrameRequest, **more: Any) -> NDArray[np.int64]:
    guides = {name: GUIDES[name] for name in request.guides if name in GUIDES} | {"regions": IDS, **more}
    last = list(generator.run(request, guides, lambda: False))[-1]
    assert isinstance(last, Picture)
    assert last.unused == ()
    return last.pixels.astype(np.int64)


def where(one: NDArray[np.int64], other: NDArray[np.int64]) -> tuple[float, float]:
    """Mean difference left and right."""
    apart = np.abs(one - other).mean(axis=(0, 2))
    return float(apart[:HALF].mean()), float(apart[HALF:].mean())


@pytest.mark.parametrize("model", ["tiny-sd15", "tiny-sdxl"])
def test_each_region_hears_its_own_words(model: str, generator: Painter) -> None:
    first = picture(generator, told(model, "a man in black", "a woman"))
    left, right = where(first, picture(generator, told(model, "##!? 12345 zzz", "a woman")))
    assert left > 1.5 * right
    left, right = where(first, picture(generator, told(model, "a man in black", "##!? 12345 zzz")))
    assert right > 1.5 * left
    plain = picture(generator, ask(model))
    assert min(where(first, plain)) > 0
    np.testing.assert_array_equal(plain, picture(generator, told(model, "", "")))


def test_a_picture_that_is_gone_on_from_is_told_by_region_too(generator: Painter) -> None:
    start = ("depth", "init")
    strengths = {"depth": 0.8, "init": 0.2}
    first = picture(generator, told("tiny-sd15", "a man", "a woman", start, strengths=strengths))
    other = picture(generator, told("tiny-sd15", "##!? 12345", "a woman", start, strengths=strengths))
    left, right = where(first, other)
    assert left > 1.15 * right


def test_words_and_pictures_of_one_person_hold_together(models: Path, tmp_path: Path) -> None:
    from . import tiny

    (tmp_path / "tiny-sdxl").symlink_to(models / "tiny-sdxl")
    (tmp_path / "nets").symlink_to(models / "nets")
    tiny.add_adapter(tmp_path)
    generator = DiffusionGenerator(tmp_path)
    face = np.full((32, 32, 3), (220, 30, 30), np.uint8)
    style = np.full((32, 32, 3), (30, 40, 220), np.uint8)

    def asked(left: str, *references: Reference) -> NDArray[np.int64]:
        request = told("tiny-sdxl", left, "a woman", references=references)
        named = request.guides | {"face": digest(face), "style": digest(style)}
        return picture(generator, msgspec.structs.replace(request, guides=named), face=face, style=style)

    person = Reference(guide="face", object_id=LEFT, strength=0.8)
    whole = Reference(guide="style", strength=0.8, kind="style")
    alone, words = asked("a man", person), asked("##!? 12345", person)
    left, right = where(alone, words)
    assert left > 1.2 * right
    styled = asked("a man", person, whole)
    assert min(where(alone, styled)) > 0
    shown = asked("a man", person, msgspec.structs.replace(whole, kind="person"))
    assert sum(where(styled, shown)) > 0
    weak = asked("a man", person, msgspec.structs.replace(whole, strength=0.0))
    assert np.abs(weak - alone).max() <= 1
