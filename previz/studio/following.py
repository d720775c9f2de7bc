"""What a model follows besides control pictures: people where they stand, styles, LoRAs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from previz.gen.comfy.workflow import MARK
from previz.gen.diffusion.setup import Setup
from previz.gen.guides import Guide
from previz.gen.models.loras import misfit
from previz.gen.prompt import person_words
from previz.gen.request import REGIONS, Reference, Region
from previz.gen.styles import style
from previz.render.gbuffer import GBuffer
from previz.scene.blocking import Actor
from previz.scene.model import CharacterLora, Look
from previz.studio.drafted import Shown
from previz.studio.making import person_in
from previz.studio.shooting import Sight

FACE_STRENGTH = 0.6
"""Of a reference picture: from 0.4 to 0.8 in the practice of others."""
STYLE_STRENGTH = 0.5
SMALLEST_SHARE = 0.02
"""Somebody who fills less of the frame is too small for a face, or words of their own, to matter."""
NO_ADAPTER = "ComfyUI has no IP-Adapter among its core nodes; use a workflow of your own"


@dataclass(frozen=True, eq=False)
class Pictures:
    """Pictures and LoRAs out of the project that a model goes by."""

    before: NDArray[np.uint8] | None = None
    """(h, w, 3), what is refined."""
    covered: NDArray[np.uint8] | None = None
    """(h, w, 3), the same with what was painted over it; None = nothing was."""
    painted: NDArray[np.uint8] | None = None
    """(h, w), where something was painted: 0…255."""
    faces: dict[int, list[Shown]] = field(default_factory=dict)
    """Object id → reference pictures of that person."""
    styles: list[Shown] = field(default_factory=list)
    """Whose style is followed."""
    loras: dict[str, CharacterLora] = field(default_factory=dict)
    """Name of a person → LoRA."""
    left_out: tuple[str, ...] = ()
    """What of these is not sent, each with the reason."""
    regions: tuple[Region, ...] | None = None
    """Words of people by region that a draft was told; None = as the cast sheet has them now."""


@dataclass(frozen=True, eq=False)
class Followed:
    """Fields of a request, the guides that they name, and what was left out with the reason."""

    references: tuple[Reference, ...]
    regions: tuple[Region, ...]
    places: dict[str, str]
    """Name of a person → where they are, in words, for a model that cannot be told by region."""
    loras: dict[str, float]
    lora_families: dict[str, str]
    guides: dict[str, Guide]
    left_out: tuple[str, ...]


def followed(
    sight: Sight,
    g: GBuffer,
    style_name: str,
    pictures: Pictures,
    setup: Setup | None,
    model: str,
    folder: Path,
) -> Followed:
    """``setup``: of a model on this machine; None for a server, where ``model`` may be a workflow."""
    guides: dict[str, Guide] = {}
    left_out = list(pictures.left_out)
    own = model.startswith(MARK)
    references = tuple(_references(pictures, guides, sight.world.names())) if setup is not None or own else ()
    if not references and (pictures.faces or pictures.styles):
        left_out.append(f"reference pictures: {NO_ADAPTER}")
    regional = setup.family.regional if setup is not None else not own
    told = pictures.regions
    if told is None:
        described, small = _described(sight)
        left_out += small
        told = tuple(_regions(described, sight, style_name))
    regions = told if regional else ()
    places = {} if regional else places_of(g, sight.world.actors)
    if told and not regional:
        whose = setup.family.label if setup is not None else "a workflow of one's own"
        left_out.append(f"words by region: {whose} takes none; places are said in words")
    if regions or (setup is not None and any(one.object_id for one in references)):
        guides[REGIONS] = g.objects.astype(np.uint16)
    loras, families = dict[str, float](), dict[str, str]()
    for name, lora in pictures.loras.items():
        why = misfit(lora.file, lora.family, setup.base, folder) if setup is not None else ""
        if why:
            left_out.append(f"LoRA of {name}: {why}")
            continue
        loras[lora.file] = lora.weight
        families |= {lora.file: lora.family} if lora.family else {}
    return Followed(references, regions, places, loras, families, guides, tuple(left_out))


def places_of(g: GBuffer, actors: Iterable[Actor]) -> dict[str, str]:
    """Name → "on the left", for two people and more who are seen; nothing for one alone."""
    width = g.size_px[0]
    middles: dict[str, float] = {}
    for actor in actors:
        columns = np.flatnonzero((g.objects == actor.object_id).any(axis=0))
        if len(columns):
            middles[actor.name] = float(columns.mean()) / width
    if len(middles) < 2:
        return {}
    words = ("on the left", "in the centre", "on the right")
    return {name: words[min(2, int(3 * place))] for name, place in middles.items()}


def _described(sight: Sight) -> tuple[list[Actor], list[str]]:
    """Who has words of their own and is large enough for them; of the others why not."""
    found, small = [], []
    for actor in sight.world.actors:
        share = sight.shares.get(actor.object_id, 0.0)
        if not (actor.words or actor.wearing) or share <= 0:
            continue
        if share < SMALLEST_SHARE:
            small.append(f"words of {actor.name} by region: too small in the frame ({share:.1%})")
        else:
            found.append(actor)
    return found, small


def _regions(described: Iterable[Actor], sight: Sight, style_name: str) -> Iterator[Region]:
    for actor in described:
        words = f"{style(style_name).words}, {person_words(person_in(actor, sight))}"
        yield Region(object_id=actor.object_id, kind="figure", name=actor.name, words=words)


def _references(
    pictures: Pictures, guides: dict[str, Guide], names: Mapping[int, str]
) -> Iterator[Reference]:
    for object_id, faces in pictures.faces.items():
        for place, face in enumerate(faces):
            guide = f"person {object_id} {place + 1}"
            guides[guide] = face.pixels
            yield Reference(
                guide=guide,
                object_id=object_id,
                strength=FACE_STRENGTH,
                name=names.get(object_id, ""),
                blob=face.blob,
            )
    for place, picture in enumerate(pictures.styles):
        guide = f"style {place + 1}"
        guides[guide] = picture.pixels
        yield Reference(guide=guide, kind="style", strength=STYLE_STRENGTH, blob=picture.blob)


def follows_pictures(look: Look) -> bool:
    """Whether reference pictures are sent at all: to models here, and to workflows of one's own."""
    return look.generator == "diffusers" or (look.generator == "comfyui" and look.model.startswith(MARK))


def lora_lines(loras: Mapping[str, CharacterLora]) -> list[str]:
    """For a fingerprint: what of people's LoRAs decides a picture."""
    return sorted(f"{name} {one.file} {one.weight:g}" for name, one in loras.items())
