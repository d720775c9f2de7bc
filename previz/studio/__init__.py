"""The application without a screen: what the command line and the window both call."""

from previz.gen.styles import STYLES
from previz.kit.model_file import ADVISED_FACES
from previz.kit.sizing import UNITS_M
from previz.studio.dressing import Wanted, open_questions, preview, read_model
from previz.studio.layering import FORMATS as LAYER_FORMATS
from previz.studio.making import Making, Outcome
from previz.studio.overlays import FORMATS as MARK_FORMATS
from previz.studio.planning import chosen
from previz.studio.printing import as_lines, as_table, board_layout, list_layout, plain
from previz.studio.showcase import make_demo
from previz.studio.studio import Studio
from previz.studio.workshop import Tell

STYLE_NAMES = ", ".join(STYLES)
"""Every style that a frame can be drawn in, for people."""

__all__ = [
    "ADVISED_FACES",
    "LAYER_FORMATS",
    "MARK_FORMATS",
    "STYLE_NAMES",
    "UNITS_M",
    "Making",
    "Outcome",
    "Studio",
    "Tell",
    "Wanted",
    "as_lines",
    "as_table",
    "board_layout",
    "chosen",
    "list_layout",
    "make_demo",
    "open_questions",
    "plain",
    "preview",
    "read_model",
]
