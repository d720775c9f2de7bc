"""An artist's marks on their way into the next take: a file, kept in the project, fitted to a frame."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from previz.errors import BadProject, ImportFailed
from previz.gen.request import MAX_SIDE_PX, FrameRequest
from previz.scene.store import Store

SHAPE_TOLERANCE = 0.02
"""Share by which the picture's aspect may differ from the frame's."""


@dataclass(frozen=True)
class PaperOver:
    blob: str
    """sha256 of ``png``, which the project keeps."""
    png: bytes
    medium: bool = True
    """Drawn again with the style's own pen; False = as it is."""

    def fitted(self, size_px: tuple[int, int]) -> NDArray[np.uint8]:
        """(h, w, 4) at the size of a frame. Raises BadProject when it has another shape."""
        with Image.open(io.BytesIO(self.png)) as picture:
            (width, height), (wide, high) = size_px, picture.size
            if abs(wide / high / (width / height) - 1) > SHAPE_TOLERANCE:
                raise BadProject(
                    f"The marks are {wide} × {high} px and the frame is {width} × {height} px; "
                    "draw over a frame of the same shape."
                )
            # "RGBa" is premultiplied: what is transparent lends no colour to its neighbours
            fitted = picture.convert("RGBA")
            if fitted.size != size_px:
                fitted = fitted.convert("RGBa").resize(size_px, Image.Resampling.LANCZOS).convert("RGBA")
            return np.asarray(fitted).copy()


def bring_marks(store: Store, path: Path, medium: bool = True) -> PaperOver:
    """Keep the picture at ``path`` in the project. Raises ImportFailed when it is no picture."""
    try:
        with Image.open(path) as picture:
            if max(picture.size) > MAX_SIDE_PX:
                raise ImportFailed(f"{path.name} is larger than {MAX_SIDE_PX} px a side; make it smaller.")
            plain = picture.convert("RGBA")
    except UnidentifiedImageError as error:
        raise ImportFailed(f"{path.name} is not a picture; give a PNG with transparency.") from error
    except Image.DecompressionBombError as error:
        raise ImportFailed(f"{path.name} is too large a picture; make it smaller.") from error
    except OSError as error:
        reason = error.strerror or "it is damaged"
        raise ImportFailed(f"{path.name} cannot be read: {reason}; give a PNG with transparency.") from error
    file = io.BytesIO()
    plain.save(file, "PNG")
    png = file.getvalue()
    return PaperOver(store.put_blob(png, f"marks/{path.stem}.png"), png, medium)


def kept_marks(store: Store, request: FrameRequest) -> PaperOver | None:
    """The marks that a request names, out of the project. Raises FileDamaged when they are gone."""
    if request.marks is None:
        return None
    return PaperOver(request.marks.blob, store.blob(request.marks.blob), request.marks.medium)
