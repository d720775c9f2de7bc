"""A mesh as bytes, for the project file: an .npz archive without pickle. Same mesh, same bytes."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import numpy as np
from numpy.typing import NDArray

from previz.errors import BadProject
from previz.scene.mesh import Mesh

_ARRAYS: dict[str, tuple[type[np.generic], int]] = {
    "positions": (np.float32, 3),
    "normals": (np.float32, 3),
    "colours": (np.uint8, 4),
    "patches": (np.uint16, 0),
    "faces": (np.uint32, 3),
}
"""Name → (type, columns; 0 for a flat array)."""
LARGEST_BYTES = 1 << 30
"""What the arrays of one model may unpack to."""


def pack(mesh: Mesh) -> bytes:
    """Deflated at level 1: these bytes are written once and read often."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, (kind, _) in _ARRAYS.items():
            array = io.BytesIO()
            np.save(array, np.ascontiguousarray(getattr(mesh, name), kind), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), array.getvalue(), zipfile.ZIP_DEFLATED)
    return held.getvalue()


def unpack(data: bytes, name: str) -> Mesh:
    """The mesh, read-only. Raises BadProject, naming the model, for anything but the bytes of `pack`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST_BYTES:
                raise ValueError("it is too large")
            arrays: dict[str, Any] = {
                key: _array(archive.read(f"{key}.npy"), kind, columns)
                for key, (kind, columns) in _ARRAYS.items()
            }
        mesh = Mesh(**arrays)
        _check(mesh)
    except (ValueError, KeyError, EOFError, OSError, zipfile.BadZipFile) as error:
        raise BadProject(f"The model “{name}” is damaged ({error}); import it again.") from error
    for array in arrays.values():
        array.setflags(write=False)
    return mesh


def _array(data: bytes, kind: type[np.generic], columns: int) -> NDArray[np.generic]:
    array: NDArray[np.generic] = np.load(io.BytesIO(data), allow_pickle=False)
    if array.dtype != kind or array.shape[1:] != ((columns,) if columns else ()):
        raise ValueError("its arrays have another form")
    return array


def _check(mesh: Mesh) -> None:
    count = len(mesh.positions)
    if not len(mesh.faces) or {len(mesh.normals), len(mesh.colours), len(mesh.patches)} != {count}:
        raise ValueError("its arrays do not fit each other")
    if int(mesh.faces.max()) >= count:
        raise ValueError("a face points at no vertex")
    if not (np.isfinite(mesh.positions).all() and np.isfinite(mesh.normals).all()):
        raise ValueError("a number in it is not finite")
