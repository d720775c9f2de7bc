"""Finished frames in the spool: ``<job id>.png``, whole on the disk before anybody is told."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from previz.errors import GenerationError
from previz.gen import png
from previz.gen.guides import write_file
from previz.gen.provenance import Origin, embed
from previz.gen.request import Capabilities, Done, FrameRequest, unused_controls

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

JOB_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


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
    unused: tuple[str, ...] = (),
) -> Done:
    """Write the picture; OSError when the disk refuses. ``unused`` is what its generator says beside.

    GenerationError when the picture is not of the size that was asked for.
    """
    height, width = pixels.shape[:2]
    if (width, height) != request.size_px:
        asked = f"{request.size_px[0]} × {request.size_px[1]}"
        raise GenerationError(f"The generator made {width} × {height} px instead of {asked}; report this.")
    data = embed(png.encode(pixels), Origin.of(request, trained=capabilities.trained))
    path.parent.mkdir(parents=True, exist_ok=True)
    write_file(path, lambda file: file.write(data))
    unused = (*unused_controls(request, capabilities), *unused)
    return Done(str(path), hashlib.sha256(data).hexdigest(), request.size_px, seconds, unused)


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


def remove(path: Path) -> None:
    """Delete a picture; nothing happens when it is gone."""
    path.unlink(missing_ok=True)
