"""The application without a screen: what the command line and the window both call.

Each name loads its module when it is first touched: the kit, the generators and the paper take a second
together, which a window that is about to show its first page does not have.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from previz.kit.model_file import ADVISED_FACES
    from previz.kit.sizing import UNITS_M
    from previz.studio.dressing import Wanted, open_questions, preview, read_model
    from previz.studio.layering import FORMATS as LAYER_FORMATS
    from previz.studio.making import Making, Outcome
    from previz.studio.overlays import FORMATS as MARK_FORMATS
    from previz.studio.planning import STYLE_NAMES, chosen
    from previz.studio.printing import as_lines, as_table, plain
    from previz.studio.showcase import make_demo
    from previz.studio.studio import Studio
    from previz.studio.workshop import Tell

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
    "chosen",
    "make_demo",
    "open_questions",
    "plain",
    "preview",
    "read_model",
]

_HOMES = {
    "ADVISED_FACES": ("kit.model_file", "ADVISED_FACES"),
    "LAYER_FORMATS": ("studio.layering", "FORMATS"),
    "MARK_FORMATS": ("studio.overlays", "FORMATS"),
    "STYLE_NAMES": ("studio.planning", "STYLE_NAMES"),
    "UNITS_M": ("kit.sizing", "UNITS_M"),
    "Making": ("studio.making", "Making"),
    "Outcome": ("studio.making", "Outcome"),
    "Studio": ("studio.studio", "Studio"),
    "Tell": ("studio.workshop", "Tell"),
    "Wanted": ("studio.dressing", "Wanted"),
    "as_lines": ("studio.printing", "as_lines"),
    "as_table": ("studio.printing", "as_table"),
    "chosen": ("studio.planning", "chosen"),
    "make_demo": ("studio.showcase", "make_demo"),
    "open_questions": ("studio.dressing", "open_questions"),
    "plain": ("studio.printing", "plain"),
    "preview": ("studio.dressing", "preview"),
    "read_model": ("studio.dressing", "read_model"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, its_name = _HOMES[name]
    return getattr(import_module(f"previz.{module}"), its_name)
