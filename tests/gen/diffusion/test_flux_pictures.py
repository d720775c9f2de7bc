"""FLUX.1 follows reference pictures, each where the person is whom it shows."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray

from previz.gen.diffusion import DiffusionGenerator
from previz.gen.diffusion.setup import set_up
from previz.gen.guides import digest
from previz.gen.request import Picture, Reference

from .asking import GUIDES, SIZE, ask

pytest.importorskip("torch", reason="the diffusion extra is not installed")

LEFT, RIGHT = 7, 9
IDS = np.where(np.arange(SIZE[0]) < SIZE[0] // 2, LEFT, RIGHT).astype(np.uint16)[None].repeat(SIZE[1], 0)
RED, BLUE = (np.full((32, 32, 3), colour, np.uint8) for colour in ((220, 30, 30), (30, 40, 220)))
NOISE = np.random.default_rng(5).integers(0, 255, (32, 32, 3), dtype=np.uint8)
Pixels = NDArray[np.int64]


@pytest.fixture(scope="module")
def generator(models: Path, tmp_path_factory: pytest.TempPathFactory) -> DiffusionGenerator:
    from . import tiny

    folder = tmp_path_factory.mktemp("flux")
    (folder / "tiny-flux").symlink_to(models / "tiny-flux")
    (folder / "nets").symlink_to(models / "nets")
    tiny.add_flux_adapter(folder)
    return DiffusionGenerator(folder)


def made(
    generator: DiffusionGenerator,
    *followed: tuple[int, NDArray[np.uint8], float],
    guides: tuple[str, ...] = ("depth",),
    strengths: dict[str, float] | None = None,
) -> Picture:
    """``followed``: (object id, picture, strength)."""
    shown = {f"face {place}": face for place, (_, face, _) in enumerate(followed)} | {"regions": IDS}
    references = tuple(
        Reference(guide=f"face {place}", object_id=number, strength=strength)
        for place, (number, _, strength) in enumerate(followed)
    )
    request = ask("tiny-flux", guides, references=references, strengths=strengths or {"depth": 0.8})
    named = request.guides | {name: digest(picture) for name, picture in shown.items()}
    told = {name: GUIDES[name] for name in guides} | shown
    last = list(generator.run(msgspec.structs.replace(request, guides=named), told, lambda: False))[-1]
    assert isinstance(last, Picture)
    return last


def pixels(picture: Picture) -> Pixels:
    return picture.pixels.astype(np.int64)


def halves(one: Pixels, other: Pixels) -> tuple[float, float]:
    change, middle = np.abs(one - other).mean(axis=(0, 2)), SIZE[0] // 2
    return float(change[:middle].mean()), float(change[middle:].mean())


@pytest.mark.parametrize("held", [True, False])
def test_a_picture_is_followed_where_its_person_is(generator: DiffusionGenerator, held: bool) -> None:
    guides, strengths = (("depth",), {"depth": 0.8}) if held else ((), {"depth": 0.0})
    kept = {"guides": guides, "strengths": strengths}
    plain = made(generator, **kept)
    left = made(generator, (LEFT, NOISE, 0.8), **kept)
    assert left.unused == ()
    near, far = halves(pixels(plain), pixels(left))
    assert near > 1.5 * far
    far, near = halves(pixels(plain), pixels(made(generator, (RIGHT, NOISE, 0.8), **kept)))
    assert near > 1.5 * far


def test_each_of_two_people_has_a_picture_and_a_strength(generator: DiffusionGenerator) -> None:
    pictures = [
        made(generator, (LEFT, RED, 0.8), (RIGHT, NOISE, 0.8)),
        made(generator, (LEFT, NOISE, 0.8), (RIGHT, RED, 0.8)),
        made(generator, (LEFT, RED, 0.8), (RIGHT, NOISE, 0.2)),
        made(generator, (LEFT, RED, 0.8)),
        made(generator, (0, RED, 0.8)),
        made(generator),
    ]
    assert len({one.pixels.tobytes() for one in pictures}) == len(pictures)
    silent = pixels(made(generator, (LEFT, RED, 0.8), (RIGHT, NOISE, 0.0)))
    assert np.abs(silent - pixels(pictures[3])).max() <= 1, "a picture of no strength is none"
    again = made(generator, (LEFT, RED, 0.8), (RIGHT, NOISE, 0.8))
    assert again.pixels.tobytes() == pictures[0].pixels.tobytes()


def test_where_pictures_cannot_be_followed_it_is_said(generator: DiffusionGenerator) -> None:
    strengths = {"depth": 0.8, "init": 0.4}
    from_picture = made(generator, (LEFT, RED, 0.8), guides=("depth", "init"), strengths=strengths)
    assert from_picture.unused == (
        "reference pictures: FLUX.1 follows none where it starts from a picture under controls",
    )
    free = made(generator, (LEFT, NOISE, 0.8), guides=("init",), strengths={"init": 0.4})
    assert free.unused == ()
    bare = made(generator, guides=("init",), strengths={"init": 0.4})
    assert free.pixels.tobytes() != bare.pixels.tobytes()


def test_an_adapter_of_another_kind_is_not_taken(models: Path, tmp_path: Path) -> None:
    from . import tiny

    (tmp_path / "tiny-flux").symlink_to(models / "tiny-flux")
    (tmp_path / "nets").symlink_to(models / "nets")
    tiny.add_adapter(tmp_path)
    told = set_up("tiny-flux", {"depth": 0.8}, tmp_path, references=1)
    assert told.adapter is None
    assert told.unused[0].startswith("reference pictures: there is no IP-Adapter for tiny-flux in ")
