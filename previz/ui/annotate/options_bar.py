"""Over the canvas: the way back, colours, size, opacity and feel of the tool, and what is done at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QColorDialog, QHBoxLayout, QSizePolicy, QWidget

from previz.ui import tokens
from previz.ui.actions import ActionTable
from previz.ui.annotate.kit import COLOURS, Kit
from previz.ui.controls import Field, Measure, action_button, label, push_button, rule
from previz.ui.controls.labels import set_role
from previz.ui.icons import draw_icon
from previz.ui.theme import colour

FIELD_WIDTH = 96


class Swatch(QAbstractButton):
    """A disc of a colour; a ring when it is the tool's. Without a colour: choose another."""

    def __init__(self, words: str, value: str, act: Callable[[], object]) -> None:
        super().__init__()
        self.value = value
        self.setCheckable(True)
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: act())

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(24, 28)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(4, 6, 16, 16)
        if not self.value:
            draw_icon(painter, "palette", box, "text2")
        else:
            painter.setPen(colour("line_hi"))
            painter.setBrush(QColor(self.value))
            painter.drawEllipse(box)
        if self.isChecked() or self.hasFocus():
            pen = painter.pen()
            pen.setColor(colour("accent" if self.hasFocus() else "text"))
            pen.setWidthF(1.6)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(box.adjusted(-2.6, -2.6, 2.6, 2.6))
        painter.end()


class OptionsBar(QWidget):
    def __init__(self, kit: Kit, recolour: Callable[[str], None], parent: QWidget | None = None) -> None:
        """``recolour``: a colour was taken; what is selected follows."""
        super().__init__(parent)
        self._kit, self._recolour = kit, recolour
        set_role(self, "bar")
        self.setFixedHeight(tokens.HEIGHT_TOOLBAR)
        self.swatches = [Swatch(words, value, self._taker(value)) for words, value in COLOURS]
        self.swatches.append(Swatch("Another colour…", "", self._ask))
        self.size_field = Field("", Measure.NUMBER, 1, 400, 1, 0, slider=(1, 60))
        self.opacity = Field("", Measure.PERCENT, 5, 100, 5, 0, slider=(0, 100))
        self.smooth = Field("", Measure.PERCENT, 0, 100, 5, 0, slider=(0, 100))
        self.size_field.edited.connect(kit.set_size_px)
        self.opacity.edited.connect(lambda value: kit.set_opacity(value / 100))
        self.smooth.edited.connect(lambda value: kit.set_smooth(value / 100))
        self.pressure = push_button("Pressure", None, "", "pen-nib", "A pen's pressure makes lines swell")
        self.pressure.setCheckable(True)
        self.pressure.toggled.connect(kit.set_feels_pressure)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(8, 0, 12, 0)
        self._layout.setSpacing(6)
        kit.changed.connect(self._show)

    def fill(self, table: ActionTable) -> None:
        """When the rows of the table are there."""
        if self._layout.count():
            return
        add = self._layout.addWidget
        add(action_button(table, "annotate.back", "", "Boards"))
        add(rule(upright=True))
        for swatch in self.swatches:
            add(swatch)
        for words, field in (
            ("Size", self.size_field),
            ("Opacity", self.opacity),
            ("Smooth", self.smooth),
        ):
            self._layout.addSpacing(6)
            add(label(words, tone="2"))
            field.setFixedWidth(FIELD_WIDTH - 16)
            add(field)
        add(self.pressure)
        self._layout.addStretch(1)
        add(action_button(table, "annotate.motion", "", "Motion arrows"))
        for name in (
            "annotate.duplicate",
            "annotate.copy_to",
            "annotate.flip",
            "annotate.turn",
            "annotate.fit",
        ):
            add(action_button(table, name))
        add(action_button(table, "annotate.redraw", "", "Draw it in"))
        add(push_button("Done", lambda: table.trigger("annotate.back"), "primary"))
        self._show()

    def _show(self) -> None:
        kit = self._kit
        known = [value for _, value in COLOURS]
        for swatch in self.swatches:
            own = kit.colour not in known if not swatch.value else swatch.value == kit.colour
            swatch.setChecked(own)
            swatch.update()
        self.size_field.set_value(kit.size_px)
        self.opacity.set_value(kit.opacity * 100)
        self.smooth.set_value(kit.smooth * 100)
        self.smooth.setEnabled(kit.facts.pen is not None)
        self.pressure.setChecked(kit.feels_pressure)

    def _taker(self, value: str) -> Callable[[], None]:
        return lambda: self._take(value)

    def _take(self, value: str) -> None:
        self._kit.set_colour(value)
        self._recolour(value)

    def _ask(self) -> None:
        made = QColorDialog.getColor(QColor(self._kit.colour), self, "Colour")
        if made.isValid():
            self._take(made.name().upper())
        else:
            self._show()
