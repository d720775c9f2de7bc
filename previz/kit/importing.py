"""A 3D file from outside, read in a process of its own.

::

    with ModelReader(Path("chair.obj")) as reader:
        reader.survey, reader.guess      # look at the size first
        made = reader.finish("cm", "y")
"""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from previz.errors import ImportFailed
from previz.kit import import_worker, model_file
from previz.kit.import_worker import (
    Answer,
    Bounds,
    Command,
    Finish,
    Finished,
    Matrix,
    PropFile,
    Read,
    Refused,
    Survey,
    Write,
)
from previz.kit.model_file import Limits
from previz.kit.sizing import UNITS_M, Guess, Up, guess, size_m
from previz.scene.model import Vec3

CONTEXT = multiprocessing.get_context("spawn")
_LEAVE_S = 2.0
LIMITS = Limits()


@dataclass(frozen=True)
class Imported:
    """A model ready for the shelf: ``packed`` by `packed.pack`, ``files`` as they came."""

    packed: bytes
    files: tuple[tuple[str, bytes], ...]
    unit: str
    unit_m: float
    up: Up
    faces: int
    simplified: bool
    size_m: Vec3
    piece_from_file: Matrix


class ImportProcess:
    """The child process with its pipe. Every wait has an end, and so has the child."""

    def __init__(self, limits: Limits, name: str) -> None:
        self._limits = limits
        self._name = name
        self._decoder: msgspec.msgpack.Decoder[Answer] = msgspec.msgpack.Decoder(Answer)
        bounds = Bounds(
            file_mb=limits.file_mb,
            memory_mb=limits.memory_mb,
            processor_s=int(4 * limits.read_s) + 1,
            faces=limits.faces,
        )
        self._pipe, theirs = CONTEXT.Pipe()
        self._process = CONTEXT.Process(
            target=import_worker.main,
            args=(theirs, msgspec.msgpack.encode(bounds)),
            name="previz import",
            daemon=True,
        )
        try:
            self._process.start()
        except OSError as error:
            self._pipe.close()
            raise ImportFailed(f"{name}: there is no room to read it; close other programs.") from error
        finally:
            theirs.close()

    def ask(self, command: Command) -> Answer:
        """The answer. Raises ImportFailed when it is refused, late, or the process has died."""
        try:
            self._pipe.send_bytes(msgspec.msgpack.encode(command))
            if not self._pipe.poll(self._limits.read_s):
                self.close(patience_s=0)
                raise ImportFailed(
                    f"{self._name}: it takes over {self._limits.read_s:g} s; simplify it in a 3D program."
                )
            answer = self._decoder.decode(self._pipe.recv_bytes())
        except (EOFError, OSError) as error:
            self.close(patience_s=0)
            raise ImportFailed(
                f"{self._name}: its reader broke down; repair it in a 3D program and export it as GLB."
            ) from error
        if isinstance(answer, Refused):
            raise ImportFailed(f"{self._name}: {answer.reason}.")
        return answer

    def close(self, patience_s: float = _LEAVE_S) -> None:
        """Shutting the pipe ends the child; one that is busy is killed. Harmless when done twice."""
        self._pipe.close()
        self._process.join(patience_s)
        if self._process.is_alive():
            self._process.kill()
            self._process.join(_LEAVE_S)


class ModelReader:
    """A file that has been read and waits for its unit and up axis. Raises ImportFailed in one line."""

    def __init__(self, path: Path, limits: Limits = LIMITS) -> None:
        self.path = path
        self.limits = limits
        self.kind = model_file.check(path, limits)
        self._spool = tempfile.TemporaryDirectory(prefix="previz-import-")
        self._process = ImportProcess(limits, path.name)
        try:
            survey = self._process.ask(Read(str(path.absolute()), self.kind))
            assert isinstance(survey, Survey)
        except BaseException:
            self.close()
            raise
        self.survey = survey
        self.guess: Guess = guess(survey.low, survey.high, self.kind, survey.unit_m, survey.up)

    def size_m(self, unit: str | None = None, up: Up | None = None) -> Vec3:
        """Width, height and depth it would have; None takes the guess."""
        unit_m = self.guess.unit_m if unit is None else UNITS_M[unit]
        return size_m(self.survey.low, self.survey.high, unit_m, up or self.guess.up)

    def finish(self, unit: str | None = None, up: Up | None = None, faces: int | None = None) -> Imported:
        """The piece; ``faces`` simplifies it to about so many. None takes the guess. Raises ImportFailed."""
        unit_m = self.guess.unit_m if unit is None else UNITS_M[unit]
        up = up or self.guess.up
        most = self.limits.stage_faces
        if min(faces or self.survey.faces, self.survey.faces) > most:
            raise ImportFailed(
                f"{self.path.name}: it has {self.survey.faces:,} faces and {most:,} is the limit on a stage; "
                f"simplify it: --simplify {model_file.ADVISED_FACES}."
            )
        out = Path(self._spool.name) / "mesh.npz"
        made = self._process.ask(Finish(unit_m, up, faces, str(out)))
        assert isinstance(made, Finished)
        return Imported(
            packed=out.read_bytes(),
            files=self._files(),
            unit=unit or self.guess.unit,
            unit_m=unit_m,
            up=up,
            faces=made.faces,
            simplified=faces is not None and faces < self.survey.faces,
            size_m=made.size_m,
            piece_from_file=made.piece_from_file,
        )

    def _files(self) -> tuple[tuple[str, bytes], ...]:
        names = [self.path.name, *self.survey.drawn_in]
        return tuple((name, (self.path.parent / name).read_bytes()) for name in names)

    def close(self) -> None:
        self._process.close()
        self._spool.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def write_props(things: Sequence[PropFile], out: Path, name: str, limits: Limits = LIMITS) -> None:
    """One GLB of many things; ``name`` is what errors call it. Raises ImportFailed."""
    process = ImportProcess(limits, name)
    try:
        process.ask(Write(tuple(things), str(out)))
    finally:
        process.close()
