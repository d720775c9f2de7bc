"""A 3D model from a file onto the stage: read in the background, put down as one step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from previz.errors import ImportFailed, PrevizError
from previz.kit.importing import Imported, ModelReader
from previz.kit.model_file import ADVISED_FACES, HEAVY_FACES, KINDS
from previz.scene import model
from previz.scene.model import Vec3
from previz.studio.dressing import Wanted, open_questions, preview, read_model
from previz.ui import questions
from previz.ui.actions import Action
from previz.ui.desk import Desk
from previz.ui.rooms.room import READ_ONLY

MODELS = f"3D models ({' '.join(f'*.{kind}' for kind in KINDS)})"
NO_STAGE = "This scene has no set yet; take one from the shelf of sets, then import the model."


@dataclass(frozen=True)
class _Read:
    """What waits for the window's thread: all in memory, so that nothing is left when nobody takes it."""

    reader: ModelReader
    wanted: Wanted
    made: Imported


class ModelImport(QObject):
    """``place`` says where a model stands that is not let go anywhere."""

    def __init__(self, desk: Desk, room: QWidget, place: Callable[[], Vec3]) -> None:
        super().__init__(room)
        self._desk, self._session, self._room, self._place = desk, desk.session, room, place

    def actions(self) -> list[Action]:
        session = self._session
        return [
            Action(
                "stage.import_model",
                "Import a 3D model…",
                "",
                self.ask,
                "Stage",
                lambda: session.stage is not None and not session.read_only,
                lambda: READ_ONLY if session.read_only else NO_STAGE,
                "cube",
                words="glb gltf obj ply stl dae mesh file bring in prop piece",
            )
        ]

    def ask(self) -> None:
        path = questions.file_to_open(self._room, "Import a 3D model", MODELS)
        if path is not None:
            self.bring(path)

    def bring(self, path: Path, place: Vec3 | None = None) -> None:
        """Read a file and stand it there, with what is guessed about its unit; the message says what is."""
        stage = self._session.stage
        if stage is None or self._session.read_only:
            self._session.tell(READ_ONLY if self._session.read_only else NO_STAGE, "warning")
            return
        where, stage_id = place or self._place(), stage.id

        def work(tell: Callable[[float, str], None]) -> _Read:
            tell(0.1, f"Reading {path.name}")
            with read_model(path) as reader:
                heavy = reader.survey.faces > HEAVY_FACES
                wanted = Wanted(position_m=where, faces=ADVISED_FACES if heavy else None)
                tell(0.5, f"Simplifying {path.name}" if heavy else f"Reading {path.name}")
                return _Read(reader, wanted, reader.finish(faces=wanted.faces))

        self._desk.tasks.run(
            f"Importing {path.name}", work, lambda read: self._take(read, stage_id), self._failed
        )

    def _take(self, read: _Read, stage_id: str) -> None:
        session = self._session
        with session.reporting():
            stage = session.document.get(stage_id, model.Stage)
            if stage is None:
                raise ImportFailed(f"The set for {read.reader.path.name} is gone; import it again.")
            kept, item = session.studio.dressing.put(read.reader, read.wanted, read.made, stage)
            if item is not None:
                session.select([item.id])
            self._tell(read, kept)

    def _tell(self, read: _Read, kept: model.Model) -> None:
        """How big it came out, and what of that was a guess."""
        reader, lines = read.reader, preview(read.reader, read.wanted)
        doubts = open_questions(reader, read.wanted)
        words = lines[1:2]
        if doubts:
            words.append(f"Look at it: {', '.join(doubts.values())}. The inspector turns and scales it.")
        if kept.simplified:
            words.append(
                f"It has {kept.faces:,} faces of {reader.survey.faces:,} now, to keep pictures quick."
            )
        words += [f"{warning[0].upper()}{warning[1:]}." for warning in reader.survey.warnings]
        self._session.tell(" ".join(words), "warning" if doubts or reader.survey.warnings else "fact")

    def _failed(self, error: PrevizError) -> None:
        self._session.tell(str(error), "error")
