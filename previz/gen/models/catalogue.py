"""The models that can be had, as data (assets/models.json): for whom, how large, whose licence, from where.

Previz ships no weights. A *part* is a folder of files that are downloaded together; a *model* is what a frame
names: a base, its ControlNets, perhaps a LoRA that makes it quick, and how it is sampled.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Literal

import msgspec

from previz.assets import asset
from previz.errors import ModelMissing

Sampler = str
"""Name of a scheduler class of diffusers, with its settings after it: "EulerDiscreteScheduler trailing"."""


class Recipe(msgspec.Struct, frozen=True, kw_only=True):
    """How frames are made with a base. None and "" leave what the base brings, or its family's usual."""

    base: str = ""
    steps: Annotated[int, msgspec.Meta(ge=1, le=1000)] | None = None
    guidance: Annotated[float, msgspec.Meta(ge=0, le=100)] | None = None
    sampler: Sampler = ""
    lora: str = ""
    """Folder of a LoRA that belongs to the recipe."""
    lora_strength: Annotated[float, msgspec.Meta(ge=0, le=2)] = 1.0
    normal_red: Literal["left", "right"] = "left"
    """Where red is in the normal pictures that its ControlNet was trained on; see `controls.red_to_right`."""


class PartFile(msgspec.Struct, frozen=True, kw_only=True):
    path: str
    """Below the part's folder, with slashes."""
    url: str
    bytes: int = 0
    """About; 0 = a few kilobytes."""
    sha256: str = ""
    """Of the file; "" = not known: checked against the sum that the server states, if it does."""
    known_from: str = ""
    """Where the sum was read, in words; none of them was compared with a download of ours."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    """The folder's name below the models folder."""
    licence: str
    commercial: bool
    page: str
    """Where the licence is to be read."""
    files: tuple[PartFile, ...]

    @property
    def bytes(self) -> int:
        return sum(file.bytes for file in self.files)

    def sums(self) -> str:
        """How its weights are proved, in words: "sha256 known for 2 of 3 weight files (…); the others …"."""
        large = [file for file in self.files if file.path.endswith(".safetensors")]
        known = [file for file in large if file.sha256]
        sources = ", ".join(dict.fromkeys(file.known_from for file in known))
        if not large:
            return "small files alone, not proved"
        if not known:
            return "sha256 unknown, checked against the server's own sum, if it states one"
        rest = (
            "" if len(known) == len(large) else "; the others against the server's own sum, if it states one"
        )
        return f"sha256 known for {len(known)} of {len(large)} weight files ({sources}){rest}"


class CatalogueModel(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    label: str
    family: str
    about: str
    """One line: for whom."""
    memory_gb: float
    """Graphics memory from which it is comfortable; 0 = none needed."""
    parts: tuple[str, ...]
    recipe: Recipe
    repeats: str
    """What is promised of the same request twice."""
    default_for: str = ""
    """"8 GB", "24 GB", "no graphics card"."""


class Catalogue(msgspec.Struct, frozen=True, kw_only=True):
    parts: tuple[Part, ...]
    models: tuple[CatalogueModel, ...]

    def part(self, part_id: str) -> Part:
        return next(part for part in self.parts if part.id == part_id)

    def model(self, wish: str) -> CatalogueModel:
        """ModelMissing naming those there are."""
        for model in self.models:
            if model.id == wish:
                return model
        raise ModelMissing(
            f"There is no model {wish!r} to be had; choose one of {', '.join(m.id for m in self.models)}."
        )

    def recipe(self, name: str) -> Recipe | None:
        """How the model of this name is sampled; None for one that is not in the catalogue."""
        return next((model.recipe for model in self.models if model.id == name), None)


@cache
def catalogue() -> Catalogue:
    return msgspec.json.decode(asset("models.json").read_bytes(), type=Catalogue)
