"""The application without a screen: what the command line and the window both call."""

from previz.studio.making import Making, Outcome
from previz.studio.printing import as_table, board_layout, list_layout, plain
from previz.studio.showcase import make_demo
from previz.studio.studio import Studio

__all__ = ["Making", "Outcome", "Studio", "as_table", "board_layout", "list_layout", "make_demo", "plain"]
