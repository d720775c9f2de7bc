"""Who makes the frames of the film: the draughtsman, a model on this machine, or a server."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QLineEdit, QVBoxLayout, QWidget

from previz.errors import FileNotWritable, PrevizError
from previz.gen.controls import ADHERENCES, Adherence, dial
from previz.gen.models import settings
from previz.studio import generators, model_list
from previz.studio.generators import Standing
from previz.studio.looks import changed
from previz.ui.controls import Choice, column, label, push_button, row
from previz.ui.session import Session
from previz.ui.settings.login import LoginFields
from previz.ui.settings.parts import labelled, write

MAKERS = (
    ("sketch", "The draughtsman, no model"),
    ("diffusers", "A model on this machine"),
    ("comfyui", "A ComfyUI server"),
)
LOOK_IN_MS = 60
FIRST = ("", "The first that there is")
ABOUT = (
    "Boards follow this from the next frame on; frames that another model made, or that were made with other "
    "words, are marked as stale. The page Models downloads models."
)


class GeneratorsPage(QWidget):
    """Asks what there is in a thread of its own: a server may take its time."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        look = session.project.look
        self._standings: dict[str, Standing] = {}
        self._thread: threading.Thread | None = None
        self._found: list[Standing] = []
        self._said: list[str] = []
        self.maker = self._choice("Frames are made by", "generator", MAKERS, look.generator)
        self.model = self._choice("Model", "model", (FIRST,), "")
        self.adherence = self._choice(
            "Holds to the blocking",
            "adherence",
            [(one, _firm(one, "")) for one in ADHERENCES],
            look.adherence,
        )
        self.told = label("", tone="3", wrap=True)
        self.told.setObjectName("generators.told")
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.ask = push_button("Test connection", self.test, "solid")
        self.free = push_button("Free memory", self.free_memory, "solid")
        self.free.setToolTip("Models that have nothing to do give their memory back; the next frame loads")
        self.folder = label(str(model_list.settings().folder), "cap", "3")
        self.server = QLineEdit(settings.kept().server)
        self.server.setPlaceholderText("http://127.0.0.1:8188")
        self.server.setAccessibleName("Server")
        self.server.editingFinished.connect(self._take_server)
        self.login = LoginFields(settings.kept().login)
        self.login.wanted.connect(self._take_login)
        self.login.refused.connect(lambda why: self._session.tell(why, "warning"))
        self._look_in = QTimer(self)
        self._look_in.setInterval(LOOK_IN_MS)
        self._look_in.timeout.connect(self._look)
        parts = column(
            labelled("Frames are made by", self.maker),
            labelled("Model", self.model),
            labelled("Holds to the blocking", self.adherence),
            labelled("Server", self.server),
            labelled("Login", self.login, top=True),
            8,
            row(self.ask, self.free, None),
            self.told,
            12,
            labelled("Models folder", row(self.folder, None, push_button("Choose…", self._choose_folder))),
            label(ABOUT, tone="3", wrap=True),
            None,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(parts)
        self._know([generators.here()])
        self._refresh()

    def _choice(self, words: str, field: str, options: Any, value: str) -> Choice:
        choice = Choice("", options)
        choice.box.setAccessibleName(words)
        choice.setObjectName(f"setting.{field}")
        choice.set_value(value)
        choice.chosen.connect(lambda taken: self._write(words, field, taken))
        return choice

    def _write(self, words: str, field: str, value: str) -> None:
        look = changed(self._session.project.look, {field: value})
        write(self._session, words[0].lower() + words[1:], look=look)
        self._refresh()

    def test(self) -> None:
        """Ask every generator what it has now."""
        if self._thread is not None and self._thread.is_alive():
            return
        self.ask.setEnabled(False)
        self.told.setText("Asking…")
        self._found = []
        self._thread = threading.Thread(target=_ask, args=(self._found,), name="generators", daemon=True)
        self._thread.start()
        self._look_in.start()

    def free_memory(self) -> None:
        """Of the workers here, and of the film's server."""
        if self._thread is not None and self._thread.is_alive():
            return
        self._session.memory_wanted.emit()
        self.told.setText("Models on this machine that have nothing to do give their memory back.")
        if self._session.project.look.generator == "comfyui":
            self.free.setEnabled(False)
            self._said = []
            self._thread = threading.Thread(target=_free, args=(self._said,), name="free", daemon=True)
            self._thread.start()
            self._look_in.start()

    def _look(self) -> None:
        """Has it answered? Nothing is called from the thread, so that a page may be closed meanwhile."""
        if self._thread is not None and self._thread.is_alive():
            return
        self._look_in.stop()
        if self._said:
            self.free.setEnabled(True)
            self.told.setText(self._said.pop())
            return
        self.ask.setEnabled(True)
        self._know(self._found)
        self._refresh()

    def _know(self, found: list[Standing]) -> None:
        self._standings |= {standing.name: standing for standing in found}

    def _refresh(self) -> None:
        """Models, and what is missing, of the generator that the film has now."""
        look = self._session.project.look
        standing = self._standings.get(look.generator)
        names = [model.name for model in standing.models] if standing is not None else []
        known = [FIRST, *((name, name) for name in names)]
        if look.model and look.model not in names:
            known.append((look.model, look.model))
        self.model.set_options(known)
        self.model.set_value(look.model)
        chosen = [model for model in standing.models if look.model in ("", model.name)] if standing else []
        family = chosen[0].family if chosen else ""
        self.adherence.set_options([(one, _firm(one, family)) for one in ADHERENCES])
        self.server.setEnabled(look.generator == "comfyui")
        self.login.setEnabled(look.generator == "comfyui")
        for part in (self.model, self.adherence):
            part.setEnabled(look.generator != "sketch")
        self.told.setText(_words(look.generator, look.model, standing))

    def _take_server(self) -> None:
        if self.server.text().strip() == settings.kept().server:
            return
        try:
            self.server.setText(generators.choose_server(self.server.text().strip()))
        except PrevizError as error:
            self._session.tell(str(error), "error")
            return
        self.login.show_kept(settings.kept().login)
        self._standings.pop("comfyui", None)
        self._refresh()

    def _take_login(self, secret: str) -> None:
        """Into the keyring, for the server that is kept."""
        try:
            generators.choose_server(None, secret)
        except PrevizError as error:
            self._session.tell(str(error), "error")
            return
        self.login.show_kept(settings.kept().login)
        self._standings.pop("comfyui", None)
        self._refresh()

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Folder for models", self.folder.text())
        if chosen:
            self.take_folder(Path(chosen))

    def take_folder(self, path: Path) -> None:
        """Look for models there from now on."""
        try:
            model_list.choose_folder(path)
        except FileNotWritable as error:
            self._session.tell(str(error), "error")
            return
        self.folder.setText(model_list.settings().folder)
        self._know([generators.here()])
        self._refresh()


def _free(said: list[str]) -> None:
    try:
        said.append(f"{generators.free_server()} gives back the memory of its models after the job in hand.")
    except PrevizError as error:
        said.append(str(error))


def _ask(found: list[Standing]) -> None:
    found += generators.standings()


def _firm(adherence: Adherence, family: str) -> str:
    """ "Strict: depth 1, line 0.8"."""
    numbers = ", ".join(f"{control} {strength:g}" for control, strength in dial(adherence, family).items())
    return f"{adherence.title()}: {numbers}"


def _words(generator: str, model: str, standing: Standing | None) -> str:
    if generator == "sketch":
        return "Draws at once, from geometry alone."
    if standing is None:
        return "Not asked yet."
    where = f"{standing.where[:1].upper()}{standing.where[1:]}"
    lines = [f"{where}: {'ready' if standing.ready else 'not ready'}.", standing.reason]
    for one in standing.models:
        if model in ("", one.name):
            lines.append(f"{one.name}: {', '.join(one.controls) or 'no controls'}")
            lines += [f"not used: {lack}" for lack in one.missing]
    return "\n".join(line for line in lines if line)
