"""Paper and frames out of the window: asked where to, then written in the background."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from previz.errors import PrevizError
from previz.ui import preferences, questions
from previz.ui.actions import Action
from previz.ui.message import Message
from previz.ui.tasks import Tell

if TYPE_CHECKING:
    from previz.export.presets import Document
    from previz.studio.overlays import FrameFormat
    from previz.studio.printing import Printing
    from previz.ui.window import Window

PDF = "PDF (*.pdf)"
PREVIEWED: tuple[tuple[Document, str, str], ...] = (
    ("lined", "Lined script…", "article"),
    ("camera", "Camera report…", "video-camera"),
    ("schedule", "One-line schedule…", "calendar"),
    ("continuity", "Continuity report…", "film-strip"),
)
"""Documents with a way of their own into Paper…: (which, words, icon)."""


class Printer:
    def __init__(self, window: Window) -> None:
        self._window = window

    def actions(self, **needs: Any) -> list[Action]:
        """``needs``: when they can be run, and why not."""
        return [
            Action("export.boards", "Export boards as PDF…", run=self.boards, icon="file-pdf", **needs),
            Action(
                "export.list",
                "Export shot list as PDF…",
                run=self.shot_list,
                icon="file-pdf",
                **needs,
            ),
            Action(
                "export.paper",
                "Paper…",
                "Ctrl+P",
                self.paper,
                icon="printer",
                words="print preview pdf preset",
                **needs,
            ),
            *(
                Action(f"export.{document}", words, run=partial(self.paper, document), icon=icon, **needs)
                for document, words, icon in PREVIEWED
            ),
            Action(
                "export.workbook",
                "Export shot list as workbook…",
                run=self.workbook,
                icon="table",
                **needs,
            ),
            Action("export.csv", "Export shot list as CSV…", run=self.csv, icon="table", **needs),
            Action(
                "list.import",
                "Import a shot list…",
                run=self.ask_list,
                icon="download-simple",
                **needs,
            ),
            Action(
                "export.frames",
                "Export frames as PNG…",
                run=self.frames,
                icon="image",
                words="marks drawn over",
                **needs,
            ),
            Action(
                "export.frames_svg",
                "Export frames as SVG…",
                run=partial(self.frames, form="svg"),
                icon="image",
                words="marks vectors",
                **needs,
            ),
            Action(
                "export.frames_bare",
                "Export frames without marks…",
                run=partial(self.frames, bare=True),
                icon="image",
                words="bare clean png",
                **needs,
            ),
        ]

    def boards(self) -> None:
        from previz.export.presets import PLAIN

        path = questions.file_to_write(self._window, "Export boards", self._name("boards"), PDF)
        if path is not None:
            self._print(
                "Printing boards",
                path,
                lambda printing: printing.boards(path, PLAIN.board_layout()),
            )

    def shot_list(self) -> None:
        from previz.export.presets import PLAIN

        path = questions.file_to_write(self._window, "Export shot list", self._name("shot-list"), PDF)
        if path is not None:
            self._print(
                "Printing the shot list",
                path,
                lambda printing: printing.shot_list(path, PLAIN.list_layout()),
            )

    def frames(self, bare: bool = False, form: FrameFormat = "png") -> None:
        chosen = QFileDialog.getExistingDirectory(
            self._window, "Export frames into a folder", str(preferences.folder())
        )
        if chosen:
            folder = Path(chosen)
            self._work(
                "Copying frames",
                folder,
                lambda printing: printing.frames(folder, bare, form),
                lambda written: self._say(
                    folder, frames_are_in(folder, written), "fact" if written else "warning"
                ),
            )

    def paper(self, document: Document | None = None) -> None:
        """Look at documents before they are paper: at that of the room that is in front, or at the one asked
        for."""
        from previz.export.presets import PaperPreset
        from previz.ui.paper_preview import PaperPreview

        session, room = self._window.session, self._window.room
        if session is not None:
            asked = document or (room.paper if room is not None else "list")
            preview = PaperPreview(session, PaperPreset(document=asked), self._window)
            preview.exec()
            preview.deleteLater()

    def workbook(self) -> None:
        path = questions.file_to_write(
            self._window, "Export workbook", self._name("shot-list", "xlsx"), "Workbooks (*.xlsx)"
        )
        if path is not None:
            self._print("Writing the workbook", path, lambda printing: printing.workbook(path))

    def csv(self) -> None:
        path = questions.file_to_write(
            self._window, "Export CSV", self._name("shot-list", "csv"), "CSV (*.csv)"
        )
        if path is not None:
            self._print("Writing the list", path, lambda printing: printing.csv(path))

    def ask_list(self) -> None:
        path = questions.file_to_open(
            self._window, "Import a shot list", "Shot lists (*.csv *.xlsx *.tsv *.txt)"
        )
        if path is not None:
            self.bring_list(path)

    def bring_list(self, path: Path) -> None:
        """A shot list of another program into the film, as one step."""
        session = self._window.session
        if session is None:
            return
        done = session.attempt(lambda: session.studio.import_list(path))
        if done is not None:
            kind: Literal["warning", "fact"] = "warning" if done.notes else "fact"
            session.tell(" ".join((done.tell(), *done.notes)), kind, "Undo", session.undo)

    def _name(self, what: str, ending: str = "pdf") -> str:
        session = self._window.session
        title = session.project.title if session is not None else "film"
        stem = re.sub(r"[^\w]+", "-", title.lower()).strip("-") or "film"
        return f"{stem}-{what}.{ending}"

    def _print(self, title: str, path: Path, write: Callable[[Printing], list[str]]) -> None:
        self._work(title, path, write, lambda notes: self._tell(path, notes))

    def _work(
        self, title: str, path: Path, write: Callable[[Printing], Any], done: Callable[[Any], None]
    ) -> None:
        session = self._window.session
        if session is None:
            return
        printing = session.studio.snapshot().printing
        preferences.remember_folder(path.parent)

        def work(tell: Tell) -> Any:
            tell(0.0, path.name)
            return write(printing)

        self._window.tasks.run(title, work, done, self._failed)

    def _tell(self, path: Path, notes: list[str]) -> None:
        text = " ".join((f"{path.name} is written.", *dict.fromkeys(notes)))
        self._say(path, text, "warning" if notes else "fact")

    def _say(self, path: Path, text: str, kind: Literal["warning", "fact"]) -> None:
        where = QUrl.fromLocalFile(str(path))

        def open_it() -> None:
            QDesktopServices.openUrl(where)

        self._window.message_bar.show_message(Message(text, kind, "Open", open_it))

    def _failed(self, error: PrevizError) -> None:
        self._window.message_bar.show_message(Message(str(error), "error"))


def frames_are_in(folder: Path, written: list[Path], chosen: int | None = None) -> str:
    """ "1-1.png, 1A-1.png are in Desktop.", "21 frames are in Desktop, 1-1.png to 12-1.png."

    ``chosen`` panels were asked for; None for those of the whole film.
    """
    names = [path.name for path in written]
    if not names:
        whose = "No panel of the film" if chosen is None else "None of the chosen panels"
        return f"{whose} has a frame yet, so there was nothing to copy."
    if len(names) > 3:
        told = f"{len(names)} frames are in {folder.name}, {names[0]} to {names[-1]}."
    else:
        told = f"{', '.join(names)} {'is' if len(names) == 1 else 'are'} in {folder.name}."
    bare = (chosen or len(names)) - len(names)
    return f"{told} {bare} of the {chosen} chosen panels had no frame yet." if bare > 0 else told
