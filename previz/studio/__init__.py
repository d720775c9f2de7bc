"""The application without a screen: what the command line and the window both call."""

from previz.studio.making import Making, Outcome
from previz.studio.printing import as_lines, as_table, board_layout, list_layout, plain
from previz.studio.showcase import make_demo
from previz.studio.studio import Studio
from previz.studio.workshop import Tell

__all__ = [
    "Making",
    "Outcome",
    "Studio",
    "Tell",
    "as_lines",
    "as_table",
    "board_layout",
    "list_layout",
    "make_demo",
    "plain",
]
