"""Finished frames in the spool: ``<job id>.png`` and, beside it, ``<job id>.json`` with the whole request.

Both files are on the disk before anybody is told. The JSON is written last, so a PNG without one is
the rest of an interrupted job.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from previz.errors import GenerationError
from previz.gen import png
from previz.gen.guides import write_file
from previz.gen.provenance import Origin, embed
from previz.gen.request import Capabilities, Done, FrameRequest, unused_controls

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

JOB_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


class Slip(msgspec.Struct, frozen=True, kw_only=True):
    """The JSON beside a picture."""

    sha256: str
    seconds: float
    request: FrameRequest
    unused: tuple[str, ...] = ()


def take_path(folder: Path, job_id: str) -> Path:
    """Where the picture of a job goes. ValueError when the id cannot be a file name."""
    if not JOB_ID.fullmatch(job_id):
        raise ValueError(f"a job id is letters, digits, dots, dashes; not {job_id!r}")
    return folder / f"{job_id}.png"


def write(
    path: Path,
    pixels: NDArray[np.uint8],
    request: FrameRequest,
    capabilities: Capabilities,
    seconds: float,
) -> Done:
    """Write the picture and its slip so that they survive a power cut; OSError when the disk refuses.

    GenerationError when the picture is not of the size that was asked for.
    """
    height, width = pixels.shape[:2]
    if (width, height) != request.size_px:
        asked = f"{request.size_px[0]} × {request.size_px[1]}"
        raise GenerationError(f"The generator made {width} × {height} px instead of {asked}; report this.")
    data = embed(png.encode(pixels), Origin.of(request, trained=capabilities.trained))
    unused = unused_controls(request, capabilities)
    slip = Slip(sha256=hashlib.sha256(data).hexdigest(), seconds=seconds, request=request, unused=unused)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_file(path, lambda file: file.write(data), durable=True)
    text = msgspec.json.encode(slip)
    write_file(path.with_suffix(".json"), lambda file: file.write(text), durable=True)
    return Done(str(path), slip.sha256, request.size_px, seconds, unused)


def prove(done: Done) -> None:
    """GenerationError unless the picture on the disk is whole and is the one that was announced."""
    try:
        data = Path(done.path).read_bytes()
        png.prove(data, done.size_px)
    except (OSError, ValueError) as error:
        raise GenerationError(
            f"The picture did not reach the disk whole: {error}; generate again."
        ) from error
    if hashlib.sha256(data).hexdigest() != done.sha256:
        raise GenerationError("The picture on the disk is not the one that was made; generate again.")


def finished(path: Path, request: FrameRequest) -> Done | None:
    """The take of an earlier run for exactly this request, proved; None when there is none."""
    try:
        slip = msgspec.json.decode(path.with_suffix(".json").read_bytes(), type=Slip)
        done = Done(str(path), slip.sha256, slip.request.size_px, slip.seconds, slip.unused)
        if slip.request.hash() != request.hash():
            return None
        prove(done)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, GenerationError):
        return None
    return done


def remove(path: Path) -> None:
    """Delete a picture and its slip; nothing happens when they are gone."""
    path.with_suffix(".json").unlink(missing_ok=True)
    path.unlink(missing_ok=True)
