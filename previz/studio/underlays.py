"""Pictures under the plan: brought in, scaled by two points, moved, faded. Each call is one labelled edit."""

from __future__ import annotations

import io
import math
from pathlib import Path
from typing import Any

import msgspec
from PIL import Image, ImageOps, UnidentifiedImageError

from previz.errors import BadProject, ImportFailed
from previz.scene import model
from previz.scene.document import Document
from previz.scene.store import Store
from previz.scene.underlay import Underlay

KINDS = (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp")
LARGEST_PX = 4096
"""Of a side; larger pictures are made smaller, which a plan does not show."""
FIRST_WIDTH_M = 10.0
"""What a picture measures across until somebody says so."""
SHORTEST_M = 0.05
WIDEST_M = 500.0
_PLAIN = ("PNG", "JPEG", "WEBP")
"""Kept as they came, when they are small enough and upright."""


def bring_underlay(document: Document, store: Store, stage_id: str, path: Path) -> Underlay:
    """Lay a picture under a set, in place of another one. Raises ImportFailed when it is no picture."""
    data, size_px, suffix = _read(path)
    before = underlay_of(document, stage_id)
    metre_px = size_px[0] / FIRST_WIDTH_M
    where: dict[str, Any] = {}
    if before is not None:
        metre_px = size_px[0] / before.size_m[0]
        where = {"centre_m": before.centre_m, "turn_deg": before.turn_deg, "opacity": before.opacity}
    if document.refusal:
        raise BadProject(document.refusal)
    made = Underlay(
        picture=store.put_blob(data, f"underlays/{path.stem}{suffix}"),
        name=path.name,
        size_px=size_px,
        metre_px=metre_px,
        **where,
    )
    with document.edit(f"Lay {path.name} under the plan") as edit:
        edit.update(stage_id, underlay=made)
    return made


def _read(path: Path) -> tuple[bytes, tuple[int, int], str]:
    """Bytes to keep, their size, the ending of their name."""
    try:
        data = path.read_bytes()
        with Image.open(io.BytesIO(data)) as picture:
            upright = ImageOps.exif_transpose(picture)
            plain = upright.size == picture.size and picture.format in _PLAIN
            if plain and max(picture.size) <= LARGEST_PX:
                picture.load()
                return data, picture.size, f".{str(picture.format).lower()}"
            return _kept(upright)
    except UnidentifiedImageError as error:
        raise ImportFailed(f"{path.name} is not a picture that can be read; give a PNG or a JPEG.") from error
    except Image.DecompressionBombError as error:
        raise ImportFailed(f"{path.name} is too large a picture; make it smaller.") from error
    except (OSError, SyntaxError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is damaged"
        raise ImportFailed(f"{path.name} cannot be read: {reason}; give a PNG or a JPEG.") from error


def _kept(picture: Image.Image) -> tuple[bytes, tuple[int, int], str]:
    clear = picture.mode in ("RGBA", "LA", "P") or "transparency" in picture.info
    plain = picture.convert("RGBA" if clear else "RGB")
    plain.thumbnail((LARGEST_PX, LARGEST_PX), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    plain.save(file, "PNG" if clear else "JPEG", quality=90)
    return file.getvalue(), plain.size, ".png" if clear else ".jpg"


# --------------------------------------------------------------------------------------------- changing
def underlay_of(document: Document, stage_id: str) -> Underlay | None:
    return document.need(stage_id, model.Stage).underlay


def change_underlay(
    document: Document, stage_id: str, label: str, gesture: str | None = None, **changes: Any
) -> None:
    """Change fields of the picture; a locked one stays where it is. Raises BadProject when there is none."""
    now = _need(document, stage_id)
    if now.locked and not changes.keys() <= {"locked", "hidden", "opacity"}:
        raise BadProject("The underlay is locked; unlock it before you move it.")
    with document.edit(label, gesture) as edit:
        edit.update(stage_id, underlay=msgspec.structs.replace(now, **changes))


def scale_underlay(
    document: Document,
    stage_id: str,
    one: tuple[float, float],
    other: tuple[float, float],
    distance_m: float,
) -> None:
    """Make two places of the picture so far apart; the first stays where it is. Places are x, z in metres."""
    now = _need(document, stage_id)
    apart = math.dist(one, other)
    if apart < 1e-3:
        raise BadProject("Both points are the same; choose two that lie apart.")
    factor = distance_m / apart
    if not (distance_m >= SHORTEST_M and now.size_m[0] * factor <= WIDEST_M):
        raise BadProject(
            f"{distance_m:g} m between these points would make the picture "
            f"{now.size_m[0] * factor:.1f} m wide; give 5 cm or more, and a picture up to {WIDEST_M:g} m."
        )
    x, z = (a + (c - a) * factor for a, c in zip(one, now.centre_m, strict=True))
    change_underlay(document, stage_id, "Scale the underlay", metre_px=now.metre_px / factor, centre_m=(x, z))


def remove_underlay(document: Document, stage_id: str) -> None:
    _need(document, stage_id)
    with document.edit("Remove the underlay") as edit:
        edit.update(stage_id, underlay=None)


def _need(document: Document, stage_id: str) -> Underlay:
    found = underlay_of(document, stage_id)
    if found is None:
        raise BadProject("There is no picture under this plan; lay one there first.")
    return found
