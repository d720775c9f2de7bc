"""Controls of the window: painted from the tokens, reached by keyboard, named for screen readers."""

from previz.ui.controls.buttons import ToolButton, action_button, push_button
from previz.ui.controls.choice import Choice, Segmented, Toggle
from previz.ui.controls.empty import EmptyState
from previz.ui.controls.field import Field
from previz.ui.controls.focus_ring import FocusRing
from previz.ui.controls.keycap import Keycaps
from previz.ui.controls.labels import column, label, row, rule
from previz.ui.controls.measure import Measure
from previz.ui.controls.search_line import SearchLine
from previz.ui.controls.section import Section
from previz.ui.controls.status import STATUS_WORDS, StatusGlyph, draw_status
from previz.ui.controls.text_line import text_line

__all__ = [
    "STATUS_WORDS",
    "Choice",
    "EmptyState",
    "Field",
    "FocusRing",
    "Keycaps",
    "Measure",
    "SearchLine",
    "Section",
    "Segmented",
    "StatusGlyph",
    "Toggle",
    "ToolButton",
    "action_button",
    "column",
    "draw_status",
    "label",
    "push_button",
    "row",
    "rule",
    "text_line",
]
