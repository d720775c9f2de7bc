"""Guides on the disk: arrays named by what is in them, so that a request can name them too.

A guide is one array (depth, ids…) or a bundle of named arrays (hint curves). The spool folder holds
``<sha256>.npy`` or ``<sha256>.npz``; nothing in it is ever unpickled.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import threading
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from previz.errors import FileNotWritable, GenerationError
from previz.gen import disk

LOG = logging.getLogger(__name__)

Bundle = Mapping[str, NDArray[Any]]
Guide = NDArray[Any] | Bundle
Guides = Mapping[str, Guide]

MAX_BYTES = 2**31
"""Largest guide; 8192 × 8192 px of float32 in eight channels."""
KINDS = "biufUS"
"""numpy kinds that can be stored: numbers and text; no objects, no records."""


def digest(guide: Guide) -> str:
    """sha256 (hex) of type, shape and little-endian C-order bytes; a bundle hashes its parts by name.

    TypeError for arrays of objects or records.
    """
    if isinstance(guide, Mapping):
        parts = [f"{name}\0{digest(guide[name])}\n".encode() for name in sorted(guide)]
        return hashlib.sha256(b"bundle\n" + b"".join(parts)).hexdigest()
    array = _plain(guide)
    result = hashlib.sha256(f"{array.dtype.str} {array.shape}\n".encode())
    if array.size:
        result.update(array.reshape(-1).view(np.uint8).data)
    return result.hexdigest()


def store(folder: Path, guide: Guide) -> str:
    """Write ``guide`` unless it is there already; its hash. FileNotWritable when the disk refuses."""
    name = digest(guide)
    bundle = isinstance(guide, Mapping)
    path = folder / f"{name}{'.npz' if bundle else '.npy'}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if path.exists():
            return name
        if isinstance(guide, Mapping):
            plain: dict[str, Any] = {key: _plain(guide[key]) for key in sorted(guide)}
            write_file(path, lambda file: np.savez(file, **plain))
        else:
            array = _plain(guide)
            write_file(path, lambda file: _write_npy(file, array))
    except OSError as error:
        raise FileNotWritable(f"The guides cannot be written to {folder}: {disk.reason(error)}.") from error
    return name


class Rack:
    """The guides of a queue's jobs: each stays in ``folder`` while a job needs it. Safe in any thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._jobs: Counter[str] = Counter()
        self._lock = threading.Lock()

    def put(self, guides: Guides) -> dict[str, str]:
        """Guide name → hash, as a FrameRequest wants it. Each is held until `release` is given the same.

        FileNotWritable when the disk refuses; then nothing is held.
        """
        names: dict[str, str] = {}
        try:
            for name, guide in guides.items():
                with self._lock:
                    names[name] = store(self._folder, guide)
                    self._jobs[names[name]] += 1
        except BaseException:
            self.release(names)
            raise
        return names

    def release(self, names: Mapping[str, str]) -> None:
        """A job has ended: delete those of its guides that no other job needs."""
        with self._lock:
            self._jobs.subtract(names.values())
            for name in set(names.values()):
                if self._jobs[name] <= 0:
                    del self._jobs[name]
                    _remove(self._folder, name)


def load(folder: Path, name: str) -> Guide:
    """The guide with hash ``name``; arrays are read-only.

    GenerationError when it is missing, too large, damaged or not what its name says.
    """
    path = next((p for p in (folder / f"{name}.npy", folder / f"{name}.npz") if p.exists()), None)
    if path is None:
        raise GenerationError("A guide of this frame is no longer there; generate it from the shot again.")
    try:
        guide = _read_bundle(path) if path.suffix == ".npz" else _read_array(path)
    except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile) as error:
        raise GenerationError(f"A guide of this frame cannot be read ({error}); generate again.") from error
    if digest(guide) != name:
        raise GenerationError("A guide of this frame was changed on the disk; generate it again.")
    return guide


def load_all(folder: Path, names: Mapping[str, str]) -> dict[str, Guide]:
    """Guide name → guide, for the ``guides`` of a request."""
    return {name: load(folder, value) for name, value in names.items()}


def write_file(path: Path, fill: Callable[[IO[bytes]], object]) -> None:
    """Write beside ``path`` and rename: a reader sees the whole file or none."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            fill(file)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _remove(folder: Path, name: str) -> None:
    """What cannot be deleted stays until the whole folder goes."""
    for suffix in (".npy", ".npz"):
        try:
            (folder / f"{name}{suffix}").unlink(missing_ok=True)
        except OSError as error:
            LOG.warning("guide %s stays on the disk: %s", name, disk.reason(error))


def _plain(array: NDArray[Any]) -> NDArray[Any]:
    """C order, little-endian."""
    array = np.asarray(array)
    if array.dtype.kind not in KINDS:
        raise TypeError(f"a guide holds numbers or text, not {array.dtype}")
    return np.asarray(array, dtype=array.dtype.newbyteorder("<"), order="C")


def _write_npy(file: IO[bytes], array: NDArray[Any]) -> None:
    """As numpy writes it, but through the file: numpy's own way loses why the disk refused."""
    npy.write_array_header_1_0(file, npy.header_data_from_array_1_0(array))
    if array.size:
        file.write(array.reshape(-1).view(np.uint8).data)


def _read_array(path: Path) -> NDArray[Any]:
    with path.open("rb") as file:
        array = _read_npy(file, path.stat().st_size)
        if file.read(1):
            raise ValueError("it is longer than it says")
    return array


def _read_bundle(path: Path) -> dict[str, NDArray[Any]]:
    with zipfile.ZipFile(path) as archive:
        if sum(info.file_size for info in archive.infolist()) > MAX_BYTES:
            raise ValueError("it is too large")
        result = {}
        for info in archive.infolist():
            with archive.open(info) as file:
                result[info.filename.removesuffix(".npy")] = _read_npy(file, info.file_size)
    return result


def _read_npy(file: IO[bytes], size: int) -> NDArray[Any]:
    """The array in ``file``, whose ``size`` in bytes must fit the header before memory is taken."""
    version = npy.read_magic(file)
    if version != (1, 0):
        raise ValueError(f"it has array format {version}")
    shape, fortran, dtype = npy.read_array_header_1_0(file)
    wanted = dtype.itemsize * int(np.prod(shape, dtype=np.float64))
    if dtype.kind not in KINDS or fortran or wanted > min(size, MAX_BYTES):
        raise ValueError("its header does not fit its content")
    data = file.read(wanted)
    if len(data) != wanted:
        raise ValueError("it ends too early")
    return np.frombuffer(data, dtype=dtype).reshape(shape)
