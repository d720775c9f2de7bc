"""What the models folder holds, read from the small JSON files that come with every model.

A *base* is a pipeline folder (``model_index.json``), a *net* a ControlNet folder (``config.json``). Nothing
is loaded, no program that came with a model is ever run, and no name is looked up outside the folder.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from previz.errors import ModelMissing, NotSupported
from previz.gen.controls import Control
from previz.gen.models import single
from previz.gen.models.weights import read_header, weight_files

DEPTH = 3
"""How deep below the models folder a model may lie (owner/name)."""
BASES = {
    "StableDiffusionXL": "sdxl",
    "StableDiffusion": "sd15",
    "ZImage": "zimage",
    "FluxControlNet": "flux",
    "FluxControl": "flux-control",
    "Flux": "flux",
    "QwenImage": "qwen",
}
"""Start of the pipeline's class name → family of the base; the longer name first."""
OTHER = (
    "StableDiffusion3", "StableDiffusionUpscale", "StableDiffusionLatent", "StableDiffusionDepth2Img",
    "FluxFill", "FluxKontext", "FluxPrior", "Flux2", "QwenImageEdit", "QwenImageLayered",
)  # fmt: skip
CONTROL_BASES: dict[Control, str] = {"depth": "flux-depth", "line": "flux-canny"}
"""What a base that has its control built in is called after: FLUX.1 Depth, FLUX.1 Canny."""
NETS = {
    "ControlNetModel": "controlnet",
    "ControlNetUnionModel": "union",
    "ZImageControlNetModel": "zimage",
    "FluxControlNetModel": "flux",
    "QwenImageControlNetModel": "qwen",
}
SINGLE = ("controlnet", "flux")
"""Kinds that are made for one control, named by their folder, unless they say otherwise."""
WORDS: dict[Control, tuple[str, ...]] = {
    "depth": ("depth",),
    "line": ("lineart", "line", "canny", "softedge", "scribble"),
    "normal": ("normal",),
    "openpose": ("openpose", "pose"),
    "segmentation": ("segmentation", "_seg", "-seg"),
}
"""What the folder of a ControlNet for one control has in its name."""
WIDTHS = {"zimage": "dim", "flux": "joint_attention_dim", "qwen": "joint_attention_dim"}
"""Kind → the name of its width in config.json, where it is not "cross_attention_dim"."""
PART_OF = ("config.json", "model_index.json", "image_encoder")
"""What lies beside a weight file that belongs to a folder."""
SIDECAR = "previz.json"
PRINT_BYTES = 65536
LIBRARIES = ("diffusers", "transformers")
"""A component from anywhere else would be a program that came with the model."""


class Base(msgspec.Struct, frozen=True):
    """A model that makes pictures."""

    name: str
    """Its folder below the models folder: "sdxl-base" or "owner/name"."""
    family: str
    path: Path
    """Its folder, or the one file that it is."""
    width: int
    """Numbers that it passes to its ControlNets a word: the sign of a family's own kind."""
    config: Path | None = None
    """Of a single file: a folder with the small files of its family; None where there is none."""

    @property
    def is_file(self) -> bool:
        return self.path.suffix == single.SUFFIX

    @property
    def sidecar(self) -> Path:
        """A file that says how it is sampled, for models that are not in the catalogue."""
        return self.path.with_suffix(".json") if self.is_file else self.path / SIDECAR

    def components(self) -> dict[str, tuple[str, str]]:
        """Component → (library, class). NotSupported for one that would run a program of its own."""
        parts = {}
        for name, value in _json(self.path / "model_index.json").items():
            if isinstance(value, list) and len(value) == 2 and value[1] and name not in NOT_LOADED:
                library, kind = str(value[0]), str(value[1])
                if library not in LIBRARIES:
                    raise NotSupported(
                        f"The model {self.name} brings a program of its own ({library}.{kind}); "
                        "it is not run here."
                    )
                parts[name] = (library, kind)
        return parts


NOT_LOADED = ("safety_checker", "feature_extractor", "image_encoder", "controlnet")


class Net(msgspec.Struct, frozen=True):
    """A ControlNet."""

    name: str
    kind: str
    path: Path
    width: int
    control: Control | None
    """The one that it follows; None for one that follows several, or whose name does not say."""
    several: bool = True
    modes: bool = False
    """It is told by a number which of its controls it is given."""

    def follows(self, control: Control) -> bool:
        return self.several or self.control == control


class Adapter(msgspec.Struct, frozen=True):
    """An IP-Adapter: makes a picture follow reference pictures."""

    name: str
    path: Path
    file: Path
    """Its weights; the model that looks at the references lies in ``image_encoder`` beside them."""
    width: int
    kind: str
    """ "unet", or "flux" for its transformer."""


ADAPTERS = {"to_k_ip.weight": "unet", "ip_adapter_double_stream_k_proj.weight": "flux"}
"""How the name of a tensor ends → kind of IP-Adapter; the second as XLabs writes them."""


def adapters(folder: Path) -> list[Adapter]:
    """By name. Raises as `read_header`."""
    found = []
    for encoder in _folders(folder, "image_encoder/config.json"):
        path = encoder.parent
        for file in sorted(path.glob("*.safetensors")):
            shapes = read_header(file)
            signs = ((key, kind) for key in shapes for end, kind in ADAPTERS.items() if key.endswith(end))
            key, kind = next(signs, ("", ""))
            if key:
                found.append(Adapter(_name(path, folder), path, file, shapes[key].shape[-1], kind))
    return found


class Tiny(msgspec.Struct, frozen=True):
    """A small VAE that shows a picture while it is made."""

    name: str
    path: Path


def previews(folder: Path) -> dict[str, Tiny]:
    """Name of its own folder, in small letters ("taesdxl") → small VAE."""
    configs = _folders(folder, "config.json")
    found = [path for path in configs if _json(path / "config.json").get("_class_name") == "AutoencoderTiny"]
    return {path.name.lower(): Tiny(_name(path, folder), path) for path in found}


def bases(folder: Path) -> list[Base]:
    """By name: folders, then single files. What is of no known family is left out.

    A file that looks like a model and cannot be used has the family "".
    """
    found = _pipelines(folder)
    whole = [base for base in found if any(base.path.glob(f"*/*{single.SUFFIX}"))]
    return whole + list(_files(folder, found))


def _files(folder: Path, known: list[Base]) -> Iterator[Base]:
    for depth in range(DEPTH + 1):
        for path in sorted(folder.glob("*/" * depth + f"*{single.SUFFIX}")):
            if any((path.parent / name).exists() for name in PART_OF):
                continue
            told = single.look_into(path)
            if told is not None:
                alike = (b.path for b in known if (b.family, b.width) == (told.family, told.width))
                yield Base(_name(path, folder), told.family, path, told.width, next(alike, None))


def _pipelines(folder: Path) -> list[Base]:
    """Folders of bases, also those without weights."""
    found = []
    for path in _folders(folder, "model_index.json"):
        family = _family(str(_json(path / "model_index.json").get("_class_name", "")))
        if family == "flux-control":
            family = CONTROL_BASES.get(_control(path.name) or "normal")
        if family:
            found.append(Base(_name(path, folder), family, path, _width(path, family)))
    return found


def nets(folder: Path) -> list[Net]:
    found: list[Net | None] = []
    for path in _folders(folder, "config.json"):
        told = _json(path / "config.json")
        kind = NETS.get(str(told.get("_class_name", "")))
        if kind and not (path.parent / "model_index.json").is_file():
            found.append(_net(path, folder, kind, told))
    return [net for net in found if net is not None]


def _net(path: Path, folder: Path, kind: str, told: dict[str, Any]) -> Net | None:
    """None for one that fills holes in pictures in place of following a control."""
    if told.get("extra_condition_channels"):
        return None
    name, width = _name(path, folder), told.get(WIDTHS.get(kind, "cross_attention_dim"), 0)
    modes = bool(told.get("num_mode"))
    several = kind not in SINGLE or modes or (kind == "flux" and "union" in name.lower())
    control = None if several else _control(name)
    return Net(name, kind, path, width if isinstance(width, int) else 0, control, several, modes)


def base_named(wish: str, found: list[Base], folder: Path) -> Base:
    """The base whose name is, or has in it, ``wish``; "" takes the first; the usable go before others.

    ModelMissing naming those that there are.
    """
    fitting = [base for base in found if wish.lower() in base.name.lower()]
    exact = [base for base in fitting if base.name == wish]
    if exact or fitting:
        return min(exact or fitting, key=lambda base: not base.family)
    if not found:
        raise ModelMissing(
            f"There is no model in {folder}; `previz models` lists what can be had, "
            "`previz models --get ID` downloads it."
        )
    known = ", ".join(base.name for base in found)
    raise ModelMissing(f"There is no model {wish!r} in {folder}; it has {known}.")


def prove(path: Path) -> None:
    """Raises ModelMissing or NotSupported unless every weight file of a base or a net is whole."""
    if path.suffix == single.SUFFIX:
        single.need_whole(path)
        return
    folders = [path]
    if (path / "model_index.json").is_file():  # what else lies beside the components is not loaded
        folders = [child for child in path.iterdir() if child.is_dir() and child.name not in NOT_LOADED]
    for folder in folders:
        for file in weight_files(folder):
            read_header(file)


def print_of(path: Path) -> str:
    """sha256 (hex) of names, sizes and some of the bytes of all weights: tells models apart at once.

    Read are the beginning, the middle and the end of each file, because models that were trained on from one
    another have the same header and the same size. Not a hash of the weights themselves, which would take
    minutes; that one is checked at the download.
    """
    told = hashlib.sha256()
    for file in [path] if path.suffix == single.SUFFIX else sorted(path.rglob("*.safetensors")):
        size = file.stat().st_size
        told.update(f"{file.relative_to(path)} {size}\n".encode())
        with file.open("rb") as opened:
            for place in (0, size // 2, max(0, size - PRINT_BYTES)):
                opened.seek(place)
                told.update(opened.read(PRINT_BYTES))
    return told.hexdigest()


def _folders(folder: Path, mark: str) -> Iterator[Path]:
    for depth in range(DEPTH + 1):
        yield from (found.parent for found in sorted(folder.glob("*/" * depth + mark)))


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _json(path: Path) -> dict[str, Any]:
    """{} for a file that is no JSON object: such a folder is no model."""
    try:
        told = msgspec.json.decode(path.read_bytes())
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return {}
    return told if isinstance(told, dict) else {}


def _family(class_name: str) -> str | None:
    if class_name.startswith(OTHER):
        return None
    return next((family for start, family in BASES.items() if class_name.startswith(start)), None)


def _width(path: Path, family: str) -> int:
    kind = family.partition("-")[0]
    part = "transformer" if kind in WIDTHS else "unet"
    width = _json(path / part / "config.json").get(WIDTHS.get(kind, "cross_attention_dim"), 0)
    return width if isinstance(width, int) else 0


def _control(name: str) -> Control | None:
    flat = name.lower()
    return next((control for control, words in WORDS.items() if any(word in flat for word in words)), None)
