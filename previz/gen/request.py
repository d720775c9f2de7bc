"""What one frame is made from, what a generator says while it works, and what each generator can do.

A `FrameRequest` holds everything that decides the image; big arrays travel beside it as guides (see
`guides`) and are named here by their hash. The same request gives the same image wherever the generator
is deterministic, so `FrameRequest.hash` is the key of a cache.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, Protocol

import msgspec

from previz.errors import GenerationError, NotSupported

if TYPE_CHECKING:  # a worker sets its thread limits before numpy is loaded
    import numpy as np
    from numpy.typing import NDArray

    from previz.gen.guides import Guides

MAX_SIDE_PX = 8192
MAX_SEED = 2**63 - 1
MAX_WORDS = 20_000
MARKS = "marks"
"""Name of the guide that holds an artist's marks."""
REGIONS = "regions"
"""Name of the guide that says where who is: (h, w) uint16 object ids, 0 = nothing."""
INIT, MASK = "init", "mask"
"""Names of the guides that a model starts from: a picture, (h, w, 3) uint8, and where it is to be made anew,
(h, w) uint8, 255 = anew. The strength "init" says how much of the picture stays, 0…1."""
BEFORE = "before"
"""Name of the guide that holds the picture of `INIT` without what was painted over it, where both have to be
known: outside `MASK` it is this one that stays."""


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """Part of a request."""


class Region(Fact, frozen=True, kw_only=True):
    """What one object id in the id guide is."""

    object_id: int
    kind: Literal["set", "prop", "figure"]
    name: str = ""
    roles: dict[int, str] = {}
    """patch → role: skin, eye, hair, cloth…"""
    words: str = ""
    ade20k: str = ""
    """Class name in the ADE20K list, for segmentation models."""


class Reference(Fact, frozen=True, kw_only=True):
    """A picture to follow: a character sheet, a location photograph."""

    guide: str
    """Name of the guide that holds its pixels, (h, w, 3) uint8."""
    strength: float = 1.0
    words: str = ""
    object_id: int = 0
    """Whose picture it is, by the guide `REGIONS`; 0 = the whole frame follows it."""
    name: str = ""
    """What that person is called."""
    blob: str = ""
    """sha256 (hex) of the picture as the project keeps it."""
    kind: Literal["person", "style"] = "person"
    """A style is followed in colour and hand, not in what it shows, where a family can tell them apart."""


class CameraFacts(Fact, frozen=True, kw_only=True):
    """The camera as far as a picture shows it."""

    hfov_deg: float = 50.0
    aspect: float = 1.78
    focal_length_mm: float = 35.0
    focus_distance_m: float = 3.0
    t_stop: float = 2.8
    circle_of_confusion_mm: float = 0.025
    pitch_deg: float = 0.0
    """Upwards positive."""
    roll_deg: float = 0.0
    height_m: float = 1.5


class Marks(Fact, frozen=True, kw_only=True):
    """What an artist drew over the frame, for the next take; its pixels are the guide ``marks``,
    (h, w, 4) uint8, sRGB, straight alpha, of the size of the frame."""

    blob: str
    """sha256 (hex) of the picture as the project keeps it."""
    medium: bool = True
    """Drawn again with the style's own pen; False = laid over the frame in its own colours."""


class Refine(Fact, frozen=True, kw_only=True):
    """A finished picture that a model goes on from; the guide `INIT`, and for a region the guide `MASK`."""

    blob: str
    """sha256 (hex) of the picture as the project keeps it."""
    take: int
    """Number of the take that it is, among those of its panel."""
    region: str = ""
    """Who or what is made anew, by name, or by id where several have it; "" = all of it, as far as the
    strength of `INIT` allows."""
    lasso: tuple[tuple[float, float], ...] = ()
    """Corners of an area outside which nothing changes, in widths of the picture from its top left."""
    feather: float | None = None
    """Share of the width over which the border of what is made anew fades; None = as usual."""
    paint: str = ""
    """sha256 (hex) of what was painted over the picture, which is gone on from with it."""
    everywhere: bool = False
    """What was painted may change the whole picture; else only itself and what is close to it."""
    only_light: bool = False
    """Light and tones of the new picture on the forms of the first."""
    enlarged: bool = False
    """The same picture, larger, made piece by piece."""
    words: str = ""
    """Said beside the words of the look."""
    said: tuple[str, str] | None = None
    """Words and words to avoid of that picture, said again; None = as shot and look say now."""


class Steer(Fact, frozen=True, kw_only=True):
    """One change of a request that a reason asked for, when the take before was sent back."""

    reason: str
    """Label of the reason."""
    where: Literal["choice", "strength", "words", "stage"]
    """A choice of the drawing, the strength of a control, words to a model; "stage": nothing by itself."""
    name: str = ""
    label: str
    old: str = ""
    new: str

    def line(self) -> str:
        """ "Eyeline: line control 0.55 → 0.70"."""
        change = f"{self.old} → {self.new}" if self.old else self.new
        return f"{self.reason}: {self.label[:1].lower()}{self.label[1:]} {change}"


class FrameRequest(Fact, frozen=True, kw_only=True):
    generator: str
    style: str
    size_px: tuple[int, int]
    """(width, height)"""
    seed: int = 0
    model: str = ""
    model_hash: str = ""
    prompt: str = ""
    negative: str = ""
    plan: dict[str, Any] = {}
    """Readable choices of a generator that plans before it draws; JSON values only."""
    guides: dict[str, str] = {}
    """Guide name → content hash (sha256, hex)."""
    strengths: dict[str, float] = {}
    """Control name → 0…2."""
    spans: dict[str, tuple[float, float]] = {}
    """Control → shares of the steps between which it holds, where a person decided it."""
    depth_range_m: tuple[float, float] | None = None
    """(near, far) that the depth guide is stretched between; None = the nearest and farthest of this shot."""
    adherence: str = ""
    """Where the dial stood from which the strengths come; see `previz.gen.controls`."""
    refine: Refine | None = None
    loras: dict[str, float] = {}
    """Folder of a LoRA below the models folder, or its file on a server → its strength, 0…2."""
    lora_families: dict[str, str] = {}
    """As `loras` → family for which it was made, where that is known."""
    regions: tuple[Region, ...] = ()
    references: tuple[Reference, ...] = ()
    marks: Marks | None = None
    steers: tuple[Steer, ...] = ()
    """What a person's pushback changed here; all of it is in the other fields as well."""
    camera: CameraFacts = CameraFacts()
    night: bool = False
    interior: bool = True

    def to_json(self) -> bytes:
        """Canonical UTF-8 JSON: sorted keys, no spaces, fields at their default left out.

        Raises GenerationError when a number is NaN or infinite; TypeError for values JSON cannot hold.
        """
        try:
            plain = msgspec.json.decode(msgspec.json.encode(self), type=FrameRequest)
        except msgspec.ValidationError as error:
            raise GenerationError(f"The request cannot be written down: {error}.") from error
        return msgspec.json.encode(_lean(plain), order="sorted")

    def hash(self) -> str:
        """sha256 (hex) of `to_json`."""
        return hashlib.sha256(self.to_json()).hexdigest()


def from_json(data: bytes) -> FrameRequest:
    """Raises GenerationError when ``data`` is not a request."""
    try:
        return msgspec.json.decode(data, type=FrameRequest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise GenerationError(f"This request cannot be read: {error}.") from error


def _lean(value: object) -> object:
    """Builtins for JSON. msgspec's own omit_defaults compares by identity, which is not canonical."""
    if isinstance(value, msgspec.Struct):
        return {
            written: _lean(item)
            for written, name, default in _fields(type(value))
            if (item := getattr(value, name)) != default
        }
    if isinstance(value, dict):
        return {str(key): _lean(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_lean(item) for item in value]
    return value


@cache
def _fields(kind: type[msgspec.Struct]) -> tuple[tuple[str, str, object], ...]:
    """(name in JSON, name, default or NODEFAULT, which equals no value); slow to ask for, so asked once."""
    return tuple(
        (
            field.encode_name,
            field.name,
            field.default_factory() if callable(field.default_factory) else field.default,
        )
        for field in msgspec.structs.fields(kind)
    )


# --------------------------------------------------------------------------------------------- validity
def check(request: FrameRequest) -> None:
    """Raise GenerationError, in one line, when no generator could make this frame."""
    width, height = request.size_px
    if not (1 <= width <= MAX_SIDE_PX and 1 <= height <= MAX_SIDE_PX):
        raise GenerationError(
            f"A frame of {width} × {height} px cannot be made; choose 1 to {MAX_SIDE_PX} px each way."
        )
    for name, value in (("generator", request.generator), ("style", request.style)):
        if not value.strip():
            raise GenerationError(f"The frame has no {name}; choose one in the shot's look.")
    if not 0 <= request.seed <= MAX_SEED:
        raise GenerationError(f"Seed {request.seed} cannot be used; choose 0 to {MAX_SEED}.")
    for name, words in (("prompt", request.prompt), ("words to avoid", request.negative)):
        if len(words) > MAX_WORDS:
            raise GenerationError(f"The {name} has {len(words)} characters; {MAX_WORDS} is the most.")
    _check_controls(request)
    _check_guides(request)
    _check_camera(request.camera)
    if not _finite(request.plan):
        raise GenerationError("The drawing plan contains a number that is not finite; plan the frame again.")


def _check_controls(request: FrameRequest) -> None:
    for name, strength in request.strengths.items():
        if not 0 <= strength <= 2:
            raise GenerationError(f"Strength {strength:g} of {name} cannot be used; choose 0 to 2.")
    check_spans(request.spans)


def check_spans(spans: Mapping[str, tuple[float, float]]) -> None:
    """``spans``: control → shares of the steps. Raises GenerationError for one that ends before it starts."""
    for name, (start, end) in spans.items():
        if not 0 <= start < end <= 1:
            raise GenerationError(
                f"{name} cannot hold from {start:.0%} to {end:.0%} of the steps; let it start before it ends."
            )


def _check_guides(request: FrameRequest) -> None:
    for name, digest in request.guides.items():
        if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
            raise GenerationError(f"The guide {name!r} is named by {digest[:70]!r}, which is not a sha256.")
    for reference in request.references:
        if reference.guide not in request.guides:
            raise GenerationError(f"The reference picture {reference.guide!r} is not among the guides.")
    if request.marks is not None and MARKS not in request.guides:
        raise GenerationError("The artist's marks are not among the guides; generate from the shot again.")
    numbers = [region.object_id for region in request.regions]
    for number in numbers:
        if not 1 <= number <= 65535:
            raise GenerationError(f"Object id {number} is outside 1…65535.")
        if numbers.count(number) > 1:
            raise GenerationError(f"Object id {number} is described twice.")


def _check_camera(camera: CameraFacts) -> None:
    if not 0 < camera.hfov_deg < 180:
        raise GenerationError(f"A camera that sees {camera.hfov_deg:g}° across cannot be drawn.")
    for name in ("aspect", "focal_length_mm", "focus_distance_m", "t_stop"):
        value = getattr(camera, name)
        if not (value > 0 and math.isfinite(value)):
            raise GenerationError(
                f"The camera's {name.replace('_', ' ')} is {value:g}; it must be a number above zero."
            )


def _finite(value: object) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, dict):
        return all(_finite(item) for item in value.values())
    return all(_finite(item) for item in value) if isinstance(value, (list, tuple)) else True


# ------------------------------------------------------------------------------------------ capabilities
class Capabilities(Fact, frozen=True, kw_only=True):
    """What a generator honours, as data. What it does not honour is shown, never dropped in silence."""

    styles: tuple[str, ...] = ()
    """Styles it knows; empty = any, described by words."""
    needs: tuple[str, ...] = ()
    """Guides without which it cannot work."""
    uses: tuple[str, ...] = ()
    """Guides that it follows when they are there."""
    strengths: tuple[str, ...] = ()
    """Controls whose strength can be set."""
    min_side_px: int = 16
    max_side_px: int = MAX_SIDE_PX
    multiple_of: int = 1
    """Both sides of the picture must be divisible by this."""
    seeds: bool = True
    prompt: bool = False
    negative: bool = False
    plan: bool = False
    regions: bool = False
    references: int = 0
    """Most reference pictures."""
    loras: bool = False
    deterministic: bool = False
    previews: bool = False
    trained: bool = False
    """Made by a model trained on pictures (decides how the file declares its origin)."""


def check_capable(request: FrameRequest, capabilities: Capabilities) -> None:
    """Raise NotSupported when this generator cannot make the frame at all."""
    who = f"The {request.generator} generator"
    if capabilities.styles and request.style not in capabilities.styles:
        known = ", ".join(capabilities.styles)
        raise NotSupported(f"{who} has no style {request.style!r}; choose one of {known}.")
    low, high, step = capabilities.min_side_px, capabilities.max_side_px, capabilities.multiple_of
    if not all(low <= side <= high for side in request.size_px):
        raise NotSupported(f"{who} makes pictures of {low} to {high} px a side, not {_size(request)}.")
    if any(side % step for side in request.size_px):
        raise NotSupported(f"{who} needs sides divisible by {step}, not {_size(request)}.")
    missing = [name for name in capabilities.needs if name not in request.guides]
    if missing:
        raise NotSupported(f"{who} needs the guides {', '.join(missing)}; generate from the shot again.")


def unused_controls(request: FrameRequest, capabilities: Capabilities) -> tuple[str, ...]:
    """What the request asks for and this generator does not honour, in words for the user."""
    known = {*capabilities.needs, *capabilities.uses}
    pictures = {reference.guide for reference in request.references}
    spare = [name for name in sorted(request.guides) if name not in known | pictures]
    unused = ["artist's marks" if name == MARKS else f"{name} guide" for name in spare]
    unused += [
        f"strength of {name}" for name in sorted(request.strengths) if name not in capabilities.strengths
    ]
    if request.prompt and not capabilities.prompt:
        unused.append("words")
    if request.negative and not capabilities.negative:
        unused.append("words to avoid")
    if request.seed and not capabilities.seeds:
        unused.append("seed")
    if request.plan and not capabilities.plan:
        unused.append("drawing plan")
    if request.regions and not capabilities.regions:
        unused.append("what each object is")
    if request.loras and not capabilities.loras:
        unused.append("LoRA")
    extra = len(request.references) - capabilities.references
    if extra > 0:
        unused.append("1 reference picture" if extra == 1 else f"{extra} reference pictures")
    return tuple(unused)


def _size(request: FrameRequest) -> str:
    return f"{request.size_px[0]} × {request.size_px[1]} px"


# ---------------------------------------------------------------------------------------------- messages
FailureKind = Literal[
    "GenerationError", "NotSupported", "ModelMissing", "OutOfMemory", "WorkerDied", "Cancelled", "FileError"
]


class Progress(msgspec.Struct, frozen=True, tag="progress"):
    fraction: float
    """0…1"""
    text: str = ""


class Preview(msgspec.Struct, frozen=True, tag="preview"):
    png: bytes
    """A small PNG of the frame so far."""


class Done(msgspec.Struct, frozen=True, tag="done"):
    """The take is on the disk at ``path``."""

    path: str
    sha256: str
    size_px: tuple[int, int]
    seconds: float
    unused: tuple[str, ...] = ()
    """Controls of the request that this generator does not honour."""


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    kind: FailureKind
    reason: str
    """One line for the user."""
    detail: str = ""
    """A traceback for a bug report; may be empty."""


Message = Progress | Preview | Done | Failed
"""What reaches the listener of a queue; the last message about a job is Done or Failed."""


@dataclass(frozen=True, eq=False)
class Picture:
    """The finished frame as a generator yields it, last: (h, w, 3) or (h, w, 4) uint8, sRGB."""

    pixels: NDArray[np.uint8]
    unused: tuple[str, ...] = ()
    """What of the request this one frame did not use, each with the reason."""


Step = Progress | Preview | Picture
"""What a generator yields. It raises a GenerationError when it cannot go on."""


class Generator(Protocol):
    """One family of ways to make a frame. Built once per worker process by a function without arguments."""

    @property
    def name(self) -> str: ...

    @property
    def capabilities(self) -> Capabilities: ...

    def run(self, request: FrameRequest, guides: Guides, cancelled: Callable[[], bool]) -> Iterator[Step]:
        """Yield progress and previews often and one Picture last; stop early when ``cancelled()``."""
        ...
