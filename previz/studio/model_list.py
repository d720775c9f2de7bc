"""Models as a person sees them: which are here, what is missing of the others, how large, whose licence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec

from previz.errors import GenerationError
from previz.gen.models import download
from previz.gen.models.catalogue import CatalogueModel, Part, catalogue
from previz.gen.models.installed import Base, bases
from previz.gen.models.settings import ModelSettings, is_offline, keep, kept, models_folder
from previz.gen.models.single import look_into

Tell = Callable[[float, str], bool]
"""(share done 0…1, what) → go on?"""


class ModelRow(msgspec.Struct, frozen=True, kw_only=True):
    """One model that is here or can be had."""

    id: str
    label: str
    state: Literal["installed", "partly", "missing", "own"]
    family: str
    bytes: int = 0
    missing_bytes: int = 0
    memory_gb: float = 0.0
    """Graphics memory; 0 = none needed, or not known for a model of one's own."""
    commercial: bool | None = None
    """Whether every licence allows commercial use; None = not known."""
    licences: tuple[str, ...] = ()
    """"part: licence, page"."""
    sums: tuple[str, ...] = ()
    """"part: how its weights are proved"."""
    about: str = ""
    default_for: str = ""
    repeats: str = ""
    makes_frames: bool = True
    """False for what only goes with other models."""

    def lines(self) -> Iterator[str]:
        state = {"own": "your own", "partly": "partly here"}.get(self.state, self.state)
        size = f"{self.bytes / 1e9:5.1f} GB" if self.bytes else ""
        size = f"{self.bytes / 1e6:5.0f} MB" if 0 < self.bytes < 1e8 else size
        card = f"card from {self.memory_gb:g} GB" if self.memory_gb else ""
        chosen = f"  ★ {self.default_for}" if self.default_for else ""
        yield f"{self.id:<16} {state:<12} {size:<9} {card:<16} {self.label}{chosen}".rstrip()
        if self.about:
            yield f"{'':<16} {self.about}"
        if self.licences:
            names = dict.fromkeys(text.partition(": ")[2].partition(", ")[0] for text in self.licences)
            sold = (
                "commercial use on their terms" if self.commercial else "commercial use: read its page first"
            )
            yield f"{'':<16} {', '.join(names)}; {sold}"
        if self.state == "partly":
            yield f"{'':<16} {self.missing_bytes / 1e9:.1f} GB are missing"


def model_rows() -> list[ModelRow]:
    """The catalogue first, then the models that somebody put into the folder."""
    folder, known = models_folder(), catalogue()
    rows = [_row(model, folder) for model in known.models]
    parts = {part.id for part in known.parts}
    rows += [
        ModelRow(
            id=base.name,
            label="from the models folder",
            state="own",
            family=base.family,
            about=_why_not(base),
        )
        for base in bases(folder)
        if base.name not in parts
    ]
    return rows


def _why_not(base: Base) -> str:
    """Why a file makes no frames; "" for a folder, and for one that does."""
    told = look_into(base.path) if base.is_file else None
    return told.why_not if told is not None else ""


def as_data(row: ModelRow) -> dict[str, Any]:
    data: dict[str, Any] = msgspec.to_builtins(row)
    return data


def get_model(model_id: str, tell: Tell) -> bool:
    """Download what is missing of a model of the catalogue; False when ``tell`` stopped it.

    Raises ModelMissing for an unknown one, GenerationError, FileNotWritable.
    """
    model, folder = catalogue().model(model_id), models_folder()
    parts = _parts(model)
    if is_offline() and any(download.missing(part, folder) for part in parts):
        raise GenerationError(
            "Previz keeps off the network for models; allow it with `previz models --offline no`."
        )
    total, before = max(1, sum(part.bytes for part in parts)), 0
    for part in parts:

        def told(count: int, what: str, before: int = before) -> bool:
            return tell(min(1.0, (before + count) / total), what)

        if not download.fetch(part, folder, told):
            return False
        before += part.bytes
    return True


def choose_folder(path: Path) -> None:
    """Where models are looked for and downloaded to. Raises FileNotWritable."""
    keep(msgspec.structs.replace(kept(), folder=str(path.expanduser().absolute())))


def choose_offline(offline: bool) -> None:
    keep(msgspec.structs.replace(kept(), offline=offline))


def settings() -> ModelSettings:
    """As they hold now, environment variables included."""
    return ModelSettings(folder=str(models_folder()), offline=is_offline())


def _parts(model: CatalogueModel) -> list[Part]:
    return [catalogue().part(part_id) for part_id in model.parts]


def _row(model: CatalogueModel, folder: Path) -> ModelRow:
    parts = _parts(model)
    lacking = {part.id: download.missing(part, folder) for part in parts}
    missing = sum(file.bytes for files in lacking.values() for file in files)
    count = sum(len(files) for files in lacking.values())
    whole = sum(len(part.files) for part in parts)
    return ModelRow(
        id=model.id,
        label=model.label,
        state="installed" if not count else "missing" if count == whole else "partly",
        family=model.family,
        bytes=sum(part.bytes for part in parts),
        missing_bytes=missing,
        memory_gb=model.memory_gb,
        commercial=all(part.commercial for part in parts),
        licences=tuple(f"{part.id}: {part.licence}, {part.page}" for part in parts),
        sums=tuple(f"{part.id}: {part.sums()}" for part in parts),
        about=model.about,
        default_for=model.default_for,
        repeats=model.repeats,
        makes_frames=bool(model.recipe.base),
    )
