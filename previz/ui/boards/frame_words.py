"""Under a large picture: which frame it is, who said what about it, and its captions."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from previz.export.camera_words import lens_words, size_words
from previz.export.rows import at_panel, captions, who_decided
from previz.ui.boards.film_strip import Frame, part_name
from previz.ui.controls import StatusGlyph
from previz.ui.controls.labels import label, row
from previz.ui.controls.status import STATUS_WORDS
from previz.ui.dates import short_day

LINES = 8
"""At most; where there are more the last says so."""


class FrameWords(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = label(size="head", weight="strong")
        self._meta = label(size="base", weight="medium")
        self._take = label(tone="2", size="base")
        self._glyph = StatusGlyph("draft", 13)
        self._said = label(tone="2", wrap=False)
        self._stale_glyph = StatusGlyph("stale", 13)
        self._stale = label(wrap=False)
        self._names = [label(tone="3") for _ in range(LINES)]
        self._lines = [label() for _ in range(LINES)]
        under = QWidget()
        grid = QGridLayout(under)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, 80)
        grid.setColumnStretch(1, 1)
        for place, (name, line) in enumerate(zip(self._names, self._lines, strict=True)):
            grid.addWidget(name, place, 0)
            grid.addWidget(line, place, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(row(self._number, self._meta, None, self._take, gap=12))
        layout.addWidget(
            row(self._glyph, self._said, 16, self._stale_glyph, self._stale, None, gap=8, height=20)
        )
        layout.addWidget(under)

    def clear(self) -> None:
        self.hide()

    def show_frame(self, frame: Frame) -> None:
        shot, panel = frame
        self.show()
        seen = at_panel(shot, panel)
        self._number.setText(part_name(frame))
        self._meta.setText(" · ".join(filter(None, (size_words(seen), lens_words(seen)))))
        take = f"Take {panel.take} of {panel.takes}" if panel.take else "Not drawn yet"
        self._take.setText(f"{take}     {panel.duration_s:.1f} s")
        self._glyph.set_status(panel.status)
        who, at = who_decided(panel)
        by = ", ".join(filter(None, (who, short_day(at))))
        since = (
            f"({panel.said_by}, {short_day(panel.said_at)})"
            if (panel.said_by, panel.said_at) != (who, at)
            else ""
        )
        said = "   ".join(filter(None, (STATUS_WORDS[panel.status], by, panel.said, since)))
        self._said.setText(said)
        for part in (self._stale_glyph, self._stale):
            part.setVisible(bool(panel.stale))
        self._stale.setText("; ".join(panel.stale))
        lines = captions(shot, panel)
        if len(lines) > LINES:
            lines = [*lines[: LINES - 1], ("…", f"{len(lines) - LINES + 1} more")]
        for place, (name, line) in enumerate(zip(self._names, self._lines, strict=True)):
            words = lines[place] if place < len(lines) else ("", "")
            name.setText(words[0].title())
            line.setText(words[1])
            name.setVisible(bool(words[0]))
            line.setVisible(bool(words[0]))
