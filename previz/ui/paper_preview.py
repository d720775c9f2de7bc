"""Paper before it is paper: the pages as they will be, set anew while one chooses how they look."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from previz.errors import PrevizError
from previz.export.fields import OWN
from previz.export.fonts import installed
from previz.export.phrases import LANGUAGES
from previz.export.presets import (
    DOCUMENTS,
    ENDING,
    PLAIN,
    PaperPreset,
    find_preset,
    preset_names,
    read_logo,
    read_preset,
    save_preset,
    write_preset,
)
from previz.export.shotlist import NAMES, ORDERS
from previz.export.targets import check_target, replace_file
from previz.studio.reports import print_document
from previz.studio.snapshot import Snapshot
from previz.ui import questions, tokens
from previz.ui.controls import Choice, Toggle, push_button
from previz.ui.controls.labels import column, label, row, rule, set_role
from previz.ui.session import Session

PAUSE_MS = 250
SIDE = 300
MOST_PX = 5000
"""Of a page on its way to the printer: 430 dpi of A4."""
SETTING = "Setting the pages…"
PDF = "PDF (*.pdf)"
PRESETS = f"Paper presets (*{ENDING})"
PICTURES = "Pictures (*.png *.jpg *.jpeg *.webp)"
UNNAMED = "Own columns"
LIST_ONLY, BOARDS_ONLY = ("columns", "order", "thumbnails"), ("per_page", "cover")


@dataclass(frozen=True)
class _Set:
    number: int
    path: Path
    said: str
    failed: bool


class PaperPreview(QDialog):
    _made = Signal(object)
    shown = Signal()
    """The pages on the screen are those that were asked for last."""

    def __init__(self, session: Session, preset: PaperPreset = PLAIN, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Paper")
        self.resize(1180, 820)
        self._session = session
        self.preset = preset
        self.document = QPdfDocument(self)
        self._folder = tempfile.TemporaryDirectory(prefix="previz-preview-", ignore_cleanup_errors=True)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="previz-paper")
        self._asked = self._shown = 0
        """Numbers of the pages that were asked for last, and of those on the screen."""
        self._path: Path | None = None
        self._why = ""
        """Why there are no pages of what was asked for last."""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._set)
        self._made.connect(self._show)
        self.view = QPdfView()
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitInView)
        self.view.setAccessibleName("Pages")
        self.state = label(SETTING, tone="2", wrap=True)
        self._choices: dict[str, Choice | Toggle | QLineEdit] = {}
        self._lay_out()
        self._tell_settings()
        self._set()

    # ------------------------------------------------------------------------------------------ settings
    def _lay_out(self) -> None:
        self.presets = Choice("Preset", [(name, name) for name in preset_names()])
        self.presets.nothing = "No preset"
        self.presets.set_value(None)
        self.presets.chosen.connect(self.take_preset)
        sheets = [(None, "As the film"), ("a4", "A4"), ("us-letter", "US Letter")]
        parts: list[QWidget] = [
            self.presets,
            self._choice("document", "Document", list(DOCUMENTS.items())),
            self._columns(),
            self._choice("order", "Order", [(key, words.capitalize()) for key, words in ORDERS.items()]),
            self._choice(
                "per_page", "A page", [(n, f"{n} panel{'s' if n > 1 else ''}") for n in (1, 2, 3, 4, 6, 9)]
            ),
            self._choice("paper", "Sheet", sheets),
            self._choice("font", "Font", []),
            self._choice("language", "Language", [(None, "As the film"), *LANGUAGES.items()]),
            self._toggle("portrait", "Upright"),
            self._toggle("thumbnails", "Frames"),
            self._toggle("cover", "Cover"),
            self._line("title", "Title", "The film's own"),
            self._line("watermark", "Watermark", "None"),
        ]
        self._bare = push_button("No logo", lambda: self.change(logo=b""), "solid")
        logo = row(push_button("Logo…", self._ask_logo, "solid"), self._bare, None, gap=8)
        keep = row(push_button("Keep as preset…", self._keep, "solid"), None)
        share = row(
            push_button("Open preset…", self._open, "solid", tip="A preset that somebody handed on"),
            push_button("Hand on…", self._hand_on, "solid", tip="These settings as a file, for other people"),
            None,
            gap=8,
        )
        side = column(
            *parts, logo, keep, share, None, self.state, role="panel", margins=(16, 16, 16, 16), gap=8
        )
        side.setFixedWidth(SIDE)
        self._ways_out = (
            push_button("Print…", self._print, "solid"),
            push_button("Save PDF…", self._save, "primary", "file-pdf"),
        )
        bottom = row(
            None,
            *self._ways_out,
            role="bar",
            margins=(12, 8, 12, 8),
        )
        right = QWidget()
        below = QVBoxLayout(right)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        for part, stretch in ((self.view, 1), (rule(), 0), (bottom, 0)):
            below.addWidget(part, stretch)
        beside = QHBoxLayout(self)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        set_role(self, "window")
        for part, stretch in ((side, 0), (rule(upright=True), 0), (right, 1)):
            beside.addWidget(part, stretch)

    def _choice(self, name: str, words: str, options: list[tuple[Any, str]]) -> Choice:
        made = Choice(words, options)
        made.chosen.connect(lambda value: self.change(**{name: value}))
        self._choices[name] = made
        return made

    def _columns(self) -> Choice:
        """The sets that every film has, the arrangements of this one, and what a preset brought."""
        made = Choice("For", [])
        made.chosen.connect(self._take_columns)
        self._choices["columns"] = made
        return made

    def _take_columns(self, key: str) -> None:
        """A set of every film by its key, an arrangement of this film by its name behind `OWN`."""
        own, name = self._session.project.column_sets, key.removeprefix(OWN)
        if key in NAMES:
            self.change(columns=key, fields=(), fields_name="")
        elif name in own:
            self.change(fields=own[name], fields_name=name)

    def _tell_columns(self, choice: Choice) -> None:
        named = [(key, words[:1].upper() + words[1:]) for key, words in NAMES.items()]
        brought = self.preset.fields_name or UNNAMED if self.preset.fields else ""
        own = dict.fromkeys((*self._session.project.column_sets, *filter(None, (brought,))))
        choice.set_options([*named, *((f"{OWN}{name}", name) for name in own)])
        choice.set_value(f"{OWN}{brought}" if brought else self.preset.columns)

    def _toggle(self, name: str, words: str) -> Toggle:
        made = Toggle(words)
        made.clicked.connect(lambda on: self.change(**{name: on}))
        self._choices[name] = made
        return made

    def _line(self, name: str, words: str, empty: str) -> QWidget:
        made = QLineEdit()
        made.setPlaceholderText(empty)
        made.setAccessibleName(words)
        made.textEdited.connect(lambda text: self.change(**{name: text}))
        self._choices[name] = made
        head = label(words, tone="2")
        head.setFixedWidth(tokens.WIDTH_LABEL)
        return row(head, made, gap=0, margins=(0, 0, tokens.WIDTH_GUTTER, 0))

    def take_preset(self, name: str) -> None:
        found = self._attempt(lambda: find_preset(name))
        if found is not None:
            self._use(found)

    def _use(self, preset: PaperPreset) -> None:
        self.preset = preset
        self._tell_settings()
        self._set()

    def change(self, **what: Any) -> None:
        """Print otherwise; the pages follow a moment later."""
        self.preset = msgspec.structs.replace(self.preset, **what)
        self.presets.set_value(None)  # these pages are no preset's any more
        self._tell_settings()
        self._pause.start()
        self._tell_ways_out()

    def _tell_settings(self) -> None:
        for name, widget in self._choices.items():
            value = getattr(self.preset, name)
            if name == "columns" and isinstance(widget, Choice):
                self._tell_columns(widget)
            elif name == "font" and isinstance(widget, Choice):
                fonts = dict.fromkeys((*installed(), *filter(None, (value,))))
                widget.set_options([("" if one == installed()[0] else one, one) for one in fonts])
                widget.set_value(value)
            elif isinstance(widget, Choice):
                widget.set_value(value)
            elif isinstance(widget, Toggle):
                widget.setChecked(value)
            elif widget.text() != value:
                widget.setText(value)
        self._bare.setEnabled(bool(self.preset.logo))
        kind = self.preset.document
        for name in LIST_ONLY:
            self._choices[name].setVisible(kind == "list")
        for name in BOARDS_ONLY:
            self._choices[name].setVisible(kind == "boards")
        self._choices["portrait"].setVisible(kind != "lined")  # the pages of a script stand

    def _attempt(self, act: Callable[[], Any]) -> Any:
        try:
            return act()
        except PrevizError as error:
            self.state.setText(str(error))
            return None

    # --------------------------------------------------------------------------------------------- pages
    def _set(self) -> None:
        self._asked += 1
        self._why = ""
        self.state.setText(SETTING)
        self._tell_ways_out()
        path = Path(self._folder.name) / f"{self._asked}.pdf"
        now = self._session.studio.snapshot()
        job = self._pool.submit(self._work, now, self.preset, path, self._asked)
        job.add_done_callback(self._made.emit)

    def _work(self, now: Snapshot, preset: PaperPreset, path: Path, number: int) -> _Set | None:
        if number != self._asked:
            return None  # somebody chose again while this waited
        try:
            notes = print_document(now, preset, path)
        except PrevizError as error:
            return _Set(number, path, str(error), True)
        return _Set(number, path, "  ".join(dict.fromkeys(notes)), False)

    def _show(self, job: Future[_Set | None]) -> None:
        if job.cancelled():
            return
        made = job.result()  # what nobody foresaw is raised here, where it is seen
        if made is None or made.number != self._asked:
            return
        self._why = made.said if made.failed else ""
        if made.failed:
            self.state.setText(made.said)
            self._tell_ways_out()
            self.shown.emit()
            return
        at = self.view.verticalScrollBar().value()
        self.document.load(str(made.path))
        self._path, self._shown = made.path, made.number
        pages = self.document.pageCount()
        said = f"{pages} page{'' if pages == 1 else 's'}"
        self.state.setText(f"{said}. {made.said}" if made.said else said)
        self.view.verticalScrollBar().setValue(at)
        self._tell_ways_out()
        self.shown.emit()

    def _is_ready(self) -> bool:
        """Are the pages on the screen those that were chosen?"""
        return self._shown == self._asked and not self._pause.isActive()

    def _tell_ways_out(self) -> None:
        """Pages leave as they are seen: while they are set anew there is nothing to save or print."""
        ready = self._is_ready()
        for button in self._ways_out:
            button.setEnabled(ready)
            button.setToolTip("" if ready else self._why or SETTING)

    # ---------------------------------------------------------------------------------------------- doing
    def _ask_logo(self) -> None:
        path = questions.file_to_open(self, "Logo", PICTURES)
        if path is not None:
            data = self._attempt(lambda: read_logo(path))
            if data is not None:
                self.change(logo=data)

    def _keep(self) -> None:
        name = questions.name_for(self, "Keep as preset", "Name of the preset")
        if name and self._attempt(lambda: save_preset(name, self.preset)) is not None:
            self.presets.set_options([(one, one) for one in preset_names()])
            self.presets.set_value(name)

    def _open(self) -> None:
        path = questions.file_to_open(self, "Open preset", PRESETS)
        found = self._attempt(lambda: read_preset(path)) if path is not None else None
        if found is not None:
            self.presets.set_value(None)
            self._use(found)

    def _hand_on(self) -> None:
        path = questions.file_to_write(self, "Hand on", f"{self.presets.value or 'paper'}{ENDING}", PRESETS)
        if path is None:
            return

        def put() -> bool:
            write_preset(path, self.preset)
            return True

        if self._attempt(put):
            self.state.setText(f"{path.name} is written.")

    def _save(self) -> None:
        """The pages that are shown, as they are."""
        stem = DOCUMENTS[self.preset.document].lower().replace(" ", "-")
        path = questions.file_to_write(self, "Save PDF", f"{stem}.pdf", PDF)
        made = self._path
        if path is None or made is None:
            return

        def put() -> bool:
            check_target(path)
            replace_file(path, made.read_bytes())
            return True

        if self._attempt(put):
            self.state.setText(f"{path.name} is written.")

    def _print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if QPrintDialog(printer, self).exec() == QDialog.DialogCode.Accepted:
            print_pages(self.document, printer)

    def done(self, result: int) -> None:
        """However it is closed: Esc, the window's own button, or by code."""
        self.close_pages()
        super().done(result)

    def close_pages(self) -> None:
        """Stop setting and let go of the files. May be called twice."""
        self._asked += 1
        self._pause.stop()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self.document.close()
        self._folder.cleanup()


def print_pages(document: QPdfDocument, printer: QPrinter) -> int:
    """Every page onto the printer's sheets, as large as they are; returns how many."""
    painter = QPainter(printer)
    dots = printer.resolution() / 72
    for page in range(document.pageCount()):
        if page:
            printer.newPage()
        points = document.pagePointSize(page)
        size = QSize(round(points.width() * dots), round(points.height() * dots))
        sheet = printer.pageLayout().paintRectPixels(printer.resolution())
        turned = (size.width() > size.height()) != (sheet.width() > sheet.height())
        painter.save()
        if turned:
            painter.translate(sheet.width(), 0)
            painter.rotate(90)
        drawn = size.boundedTo(size.scaled(QSize(MOST_PX, MOST_PX), Qt.AspectRatioMode.KeepAspectRatio))
        image = document.render(page, drawn)
        painter.drawImage(QRectF(0, 0, size.width(), size.height()), image)
        painter.restore()
    painter.end()
    return document.pageCount()
