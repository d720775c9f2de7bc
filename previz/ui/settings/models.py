"""Models: what is here, what is missing and how large, whose licence; brought, gone on with, stopped."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from previz.errors import FileNotWritable
from previz.studio import model_list
from previz.studio.model_list import ModelRow
from previz.ui.controls import StatusGlyph, Toggle, label, push_button, row
from previz.ui.controls.buttons import set_words
from previz.ui.controls.labels import column, set_role
from previz.ui.session import Session
from previz.ui.settings.downloads import Downloads
from previz.ui.settings.parts import labelled

SIGNS = {"installed": "approved", "own": "approved", "partly": "stale", "missing": "draft"}
WORDS = {"installed": "Installed", "own": "Your own", "partly": "Partly here", "missing": "Not here"}
ABOUT = (
    "Previz ships no models. What is known of a file is proved before it counts: its sha256, else the sum "
    "that the server states, if it states one. A download goes on where it broke off. Any diffusers folder "
    "that you put into the models folder is listed here as your own."
)


class ModelsPage(QWidget):
    """``wanted``: the model that somebody was sent here for."""

    def __init__(self, session: Session, downloads: Downloads, wanted: str = "") -> None:
        super().__init__()
        self._session, self._downloads, self.wanted = session, downloads, wanted
        kept = model_list.settings()
        self.folder = label(kept.folder, "cap", "3")
        self.folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.offline = Toggle("Keep off the network")
        self.offline.setChecked(kept.offline)
        self.offline.toggled.connect(self._take_offline)
        self.rows: dict[str, ModelLine] = {}
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(8)
        choose = push_button("Choose…", self._choose_folder)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(labelled("Models folder", row(self.folder, None, choose)))
        layout.addWidget(row(None, self.offline))
        layout.addLayout(self._list)
        layout.addWidget(label(ABOUT, tone="3", wrap=True))
        layout.addStretch(1)
        downloads.changed.connect(self._progressed)
        downloads.arrived.connect(self._arrived)
        self.fill()
        QTimer.singleShot(0, self, self._show_wanted)

    def fill(self) -> None:
        """All rows anew, from what the folder holds."""
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.rows = {}
        for one in model_list.model_rows():
            line = ModelLine(one, self._downloads, self.offline.isChecked(), one.id == self.wanted)
            self.rows[one.id] = line
            self._list.addWidget(line)

    def _progressed(self) -> None:
        for line in self.rows.values():
            line.refresh()

    def _arrived(self, model_id: str) -> None:
        self.fill()
        self._session.tell(f"The model {model_id} is here.")

    def _show_wanted(self) -> None:
        line = self.rows.get(self.wanted)
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if line is not None and above is not None:
            above.ensureWidgetVisible(line, 0, line.height())
            line.get.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_offline(self, offline: bool) -> None:
        try:
            model_list.choose_offline(offline)
        except FileNotWritable as error:
            self._session.tell(str(error), "error")
        self.fill()

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Folder for models", self.folder.text())
        if chosen:
            self.take_folder(Path(chosen))

    def take_folder(self, path: Path) -> None:
        """Look for models there, and download them to there, from now on."""
        try:
            model_list.choose_folder(path)
        except FileNotWritable as error:
            self._session.tell(str(error), "error")
            return
        self.folder.setText(model_list.settings().folder)
        self.fill()


class ModelLine(QWidget):
    """One model: what it is, its size and licence, and the button that brings or stops it."""

    def __init__(self, one: ModelRow, downloads: Downloads, offline: bool, wanted: bool) -> None:
        super().__init__()
        self.row, self._downloads, self._offline = one, downloads, offline
        set_role(self, "plate")
        self.setAccessibleName(f"{one.id}, {WORDS[one.state]}")
        self.get = push_button("Download", self._press, "solid")
        self.told = label(size="cap", tone="2", wrap=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        star = label(f"★ {one.default_for}", "cap") if one.default_for else 0
        head = row(StatusGlyph(SIGNS[one.state], 14), label(one.id, weight="strong"),
                   label(WORDS[one.state], tone="2"), star, None, label(_size(one), tone="2"))  # fmt: skip
        words = column(head, *(label(text, "cap", "3", wrap=True) for text in _about(one)), self.bar,
                       self.told, gap=3)  # fmt: skip
        across = QHBoxLayout(self)
        across.setContentsMargins(12, 8, 10, 8)
        across.setSpacing(16)
        across.addWidget(words, 1)
        across.addWidget(self.get, 0, Qt.AlignmentFlag.AlignTop)
        if wanted:
            self.setStyleSheet("ModelLine { border: 1px solid palette(highlight); }")
        self.refresh()

    def refresh(self) -> None:
        one, load = self.row, self._downloads.of(self.row.id)
        runs = load is not None and not load.over
        self.get.setVisible(one.state in ("missing", "partly"))
        set_words(self.get, "Stop" if runs else "Go on" if one.state == "partly" else "Download")
        self.get.setEnabled(runs or not self._offline)
        self.get.setToolTip("" if runs or not self._offline else "Previz keeps off the network; see above.")
        self.bar.setVisible(runs)
        if load is None:
            self.told.setVisible(False)
            return
        self.bar.setValue(round(load.share * 1000))
        if load.trouble:
            self.told.setText(load.trouble)
        elif load.stop.is_set():
            self.told.setText("Stopping")
        elif load.begun:
            done = f"{load.share * one.bytes / 1e9:.1f} of {one.bytes / 1e9:.1f} GB"
            self.told.setText(f"{done}, {load.file}" if load.file else done)
        else:
            self.told.setText("Waits for the one before it")
        self.told.setVisible(True)

    def _press(self) -> None:
        load = self._downloads.of(self.row.id)
        act = self._downloads.cancel if load is not None and not load.over else self._downloads.begin
        # once the button's own press is over: rows are made anew when a model has come
        QTimer.singleShot(0, self, partial(act, self.row.id))


def _size(one: ModelRow) -> str:
    if not one.bytes:
        return ""
    size = f"{one.bytes / 1e9:.1f} GB"
    return f"{one.missing_bytes / 1e9:.1f} of {size} missing" if one.state == "partly" else size


def _about(one: ModelRow) -> list[str]:
    """What it is for; whose licence, and where to read it; how a download is proved."""
    card = f"a card from {one.memory_gb:g} GB" if one.memory_gb else ""
    lines = [": ".join(filter(None, (one.label, ", ".join(filter(None, (one.about, card))))))]
    if one.licences:
        sold = "Commercial use on these terms." if one.commercial else "Commercial use: read the page first."
        lines += [*one.licences, sold]
    if one.state in ("missing", "partly"):
        lines += _proofs(one.sums)
    return lines


def _proofs(sums: tuple[str, ...]) -> list[str]:
    """Parts that are proved alike in one line."""
    alike: dict[str, list[str]] = {}
    for said in sums:
        part, _, how = said.partition(": ")
        alike.setdefault(how, []).append(part)
    return [
        f"{how if how.startswith('sha256') else how.capitalize()}: {', '.join(parts)}."
        for how, parts in alike.items()
    ]
