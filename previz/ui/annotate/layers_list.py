"""Layers over a take: how many marks, how opaque, seen, locked; and the picture under them."""

from __future__ import annotations

import msgspec
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from previz.scene.marks import LAYERS, Ink, LayerLook
from previz.studio.frame_marks import set_layer
from previz.ui import tokens
from previz.ui.annotate.sheet import Sheet
from previz.ui.controls import Field, Measure, ToolButton, label
from previz.ui.controls.labels import OneLine
from previz.ui.icons import icon
from previz.ui.session import Session

NAMES = {"notes": "Notes", "arrows": "Arrows", "drawing": "Drawing", "picture": "Picture"}


class _Row(QWidget):
    def __init__(self, session: Session, sheet: Sheet, layer: str) -> None:
        super().__init__()
        self._session, self._sheet, self._layer = session, sheet, layer
        self._gesture = ""
        self.open_notes = 0
        name = NAMES[layer]
        self.eye = ToolButton("eye", f"{name}: show or hide", self._toggle)
        self.lock = ToolButton("lock-simple-open", f"{name}: lock or unlock", self._toggle_lock)
        self.lock.setVisible(layer != "picture")
        self.count = OneLine("", snug=True)  # many marks and notes make the side no wider
        self.count.setProperty("tone", "3")
        self.count.setProperty("scale", "cap")
        self.opacity = Field("", Measure.PERCENT, 0, 100, 5, 0, default=100, slider=(0, 100))
        self.opacity.setFixedWidth(76)
        self.opacity.began.connect(self._begin)
        self.opacity.edited.connect(self._fade)
        self.opacity.ended.connect(session.end_gesture)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for part in (self.eye, label(name, weight="medium"), self.count):
            layout.addWidget(part)
        layout.addStretch(1)
        layout.addWidget(self.opacity)
        layout.addWidget(self.lock)
        if layer == "picture":
            layout.addSpacing(28 + 6)
        self.setFixedHeight(tokens.HEIGHT_ROW + 8)

    def refresh(self) -> None:
        look = self._sheet.look(self._layer)
        self.eye.setIcon(icon("eye" if look.visible else "eye-slash", "text2" if look.visible else "text3"))
        self.lock.setIcon(icon("lock-simple" if look.locked else "lock-simple-open"))
        self.opacity.set_value(look.opacity * 100)
        if self._layer == "picture":
            take = self._sheet.take
            self.count.setText(f"take {take.number}" if take is not None else "")
            return
        marks = [mark for mark in self._sheet.marks.values() if mark.layer == self._layer]
        strokes = sum(isinstance(mark.shape, Ink) for mark in marks)
        word = "stroke" if strokes == len(marks) and marks else "mark"
        told = [f"{len(marks)} {word}{'s' if len(marks) != 1 else ''}"] if marks else []
        told += [f"{self.open_notes} open"] if self.open_notes else []
        self.count.setText(", ".join(told) or "empty")

    def _put(self, look: LayerLook, label: str, gesture: str | None = None) -> None:
        take, document = self._sheet.take, self._session.document
        if take is not None and not self._session.read_only:
            self._session.attempt(lambda: set_layer(document, take.id, self._layer, look, label, gesture))

    def _toggle(self) -> None:
        look = self._sheet.look(self._layer)
        word = "Hide" if look.visible else "Show"
        self._put(
            msgspec.structs.replace(look, visible=not look.visible), f"{word} {NAMES[self._layer].lower()}"
        )

    def _toggle_lock(self) -> None:
        look = self._sheet.look(self._layer)
        word = "Unlock" if look.locked else "Lock"
        self._put(
            msgspec.structs.replace(look, locked=not look.locked), f"{word} {NAMES[self._layer].lower()}"
        )

    def _begin(self) -> None:
        self._gesture = self._session.new_gesture("layer")

    def _fade(self, percent: float) -> None:
        look = msgspec.structs.replace(self._sheet.look(self._layer), opacity=percent / 100)
        self._put(look, f"Fade {NAMES[self._layer].lower()}", self._gesture)


class LayersList(QWidget):
    """The uppermost first."""

    def __init__(self, session: Session, sheet: Sheet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = {name: _Row(session, sheet, name) for name in (*reversed(LAYERS), "picture")}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(0)
        for row in self.rows.values():
            layout.addWidget(row)
        sheet.changed.connect(lambda area: self.refresh())
        self.refresh()

    def count_notes(self, open_: int) -> None:
        """So many notes are open on this picture; their pins lie over it with what is drawn for them."""
        self.rows["notes"].open_notes = open_
        self.rows["notes"].refresh()

    def refresh(self) -> None:
        for row in self.rows.values():
            row.refresh()
