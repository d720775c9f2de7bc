"""The process in which files from outside are read: whatever they do to it, the film goes on.

Started with the "spawn" method, under limits on memory and processor time. `Read`, `Finish` and `Write` come
in through the pipe; `Survey`, `Finished`, `Written` and `Refused` go out, all as msgpack. Arrays travel as
files in the spool folder that the parent names. Nothing heavy is imported before the limits stand.
"""

from __future__ import annotations

import dataclasses
import logging
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from multiprocessing import connection
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from previz.errors import ImportFailed

if TYPE_CHECKING:
    from previz.kit.mesh import Reading

LOG = logging.getLogger(__name__)
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")

Three = tuple[float, float, float]
Matrix = tuple[tuple[float, float, float, float], ...]


class Read(msgspec.Struct, frozen=True, tag="read"):
    path: str
    kind: str


class Survey(msgspec.Struct, frozen=True, tag="survey"):
    """What is in a file. ``low`` and ``high`` are in its own units and axes."""

    faces: int
    materials: int
    pictures: int
    low: Three
    high: Three
    unit_m: float | None
    up: Literal["y", "z"] | None
    copyright: str
    warnings: tuple[str, ...]
    drawn_in: tuple[str, ...]
    """Names of the files beside it that belong to it."""


class Finish(msgspec.Struct, frozen=True, tag="finish"):
    """Make a mesh of what was read; ``faces`` simplifies to about so many."""

    unit_m: float
    up: Literal["y", "z"]
    faces: int | None
    out: str


class Finished(msgspec.Struct, frozen=True, tag="finished"):
    faces: int
    patches: int
    size_m: Three
    piece_from_file: Matrix


class PropFile(msgspec.Struct, frozen=True):
    """A thing to be written: ``mesh`` is a packed mesh, or ``model`` a 3D file with its textures."""

    name: str
    world_from_local: Matrix
    mesh: str = ""
    model: str = ""
    kind: str = ""
    credit: str = ""


class Write(msgspec.Struct, frozen=True, tag="write"):
    props: tuple[PropFile, ...]
    out: str


class Written(msgspec.Struct, frozen=True, tag="written"):
    pass


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    reason: str


class Bounds(msgspec.Struct, frozen=True):
    """What the process may use; the rest of `Limits` as the readers need them."""

    file_mb: int
    memory_mb: int
    processor_s: int
    faces: int


Command = Read | Finish | Write
Answer = Survey | Finished | Written | Refused


def main(pipe: connection.Connection, bounds: bytes) -> None:
    """Answer commands until the parent shuts the pipe."""
    limits = msgspec.msgpack.decode(bounds, type=Bounds)
    _confine(limits)
    worker = Worker(limits)
    decoder: msgspec.msgpack.Decoder[Command] = msgspec.msgpack.Decoder(Command)
    with suppress(EOFError, OSError):
        while True:
            command = decoder.decode(pipe.recv_bytes())
            pipe.send_bytes(msgspec.msgpack.encode(worker.answer(command)))


def _confine(limits: Bounds) -> None:
    """Address space and processor time, where the system knows such limits (Linux; in part macOS)."""
    for name in _THREADS:
        os.environ[name] = "1"
    if sys.platform != "win32":
        import resource

        wanted = ((resource.RLIMIT_AS, limits.memory_mb << 20), (resource.RLIMIT_CPU, limits.processor_s))
        for what, most in wanted:
            with suppress(
                ValueError, OSError
            ):  # a lower limit stands already, or there is none on this system
                resource.setrlimit(what, (most, most))


class Worker:
    """The far end of the pipe; keeps what it read, so that a size can be looked at before it is chosen."""

    def __init__(self, limits: Bounds) -> None:
        self._limits = limits
        self._reading: Reading | None = None

    def answer(self, command: Command) -> Answer:
        """Every error becomes one reason, to follow the name of the file."""
        work: dict[type[Command], Callable[..., Answer]] = {
            Read: self._read,
            Finish: self._finish,
            Write: self._write,
        }
        try:
            return work[type(command)](command)
        except ImportFailed as error:
            return Refused(str(error))
        except MemoryError:
            return Refused(
                f"it needs more than {self._limits.memory_mb:,} MB of memory; simplify it in a 3D program"
            )
        except Exception as error:  # whatever a broken file does to a reader of 13 formats
            LOG.debug("cannot read a model", exc_info=True)
            text = " ".join(str(error).split())[:120] or type(error).__name__
            return Refused(f"it is damaged, or written in a way that is not understood ({text})")

    def _read(self, command: Read) -> Survey:
        from previz.kit import mesh, soup
        from previz.kit.model_file import Limits

        limits = Limits(file_mb=self._limits.file_mb, faces=self._limits.faces)
        reading = mesh.read(Path(command.path), command.kind, limits)
        low, high = reading.soup.bounds
        welded = soup.weld(reading.soup)
        mesh.check_faces(len(welded.faces), limits.faces)
        self._reading = dataclasses.replace(reading, soup=welded)
        materials = welded.materials
        return Survey(
            faces=len(welded.faces),
            materials=len(materials),
            pictures=len({id(one.image) for one in materials if one.image is not None}),
            low=_three(low),
            high=_three(high),
            unit_m=reading.unit_m,
            up=reading.up,
            copyright=reading.copyright,
            warnings=reading.warnings,
            drawn_in=reading.drawn_in,
        )

    def _finish(self, command: Finish) -> Finished:
        from previz.kit import finishing

        if self._reading is None:
            raise ValueError("finish comes after read")
        made = finishing.finish(self._reading.soup, command.unit_m, command.up, command.faces)
        Path(command.out).write_bytes(made.packed)
        return Finished(
            faces=made.faces,
            patches=made.patches,
            size_m=made.size_m,
            piece_from_file=_matrix(made.piece_from_file),
        )

    def _write(self, command: Write) -> Written:
        from previz.kit import props
        from previz.kit.model_file import Limits

        limits = Limits(file_mb=self._limits.file_mb, faces=self._limits.faces)
        Path(command.out).write_bytes(props.to_glb(command.props, limits))
        return Written()


def _three(values: Iterable[float]) -> Three:
    x, y, z = (float(value) for value in values)
    return (x, y, z)


def _matrix(rows: Iterable[Iterable[float]]) -> Matrix:
    return tuple((float(a), float(b), float(c), float(d)) for a, b, c, d in rows)
