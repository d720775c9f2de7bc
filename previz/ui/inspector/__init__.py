"""The inspector: every number and word of what is selected, typed or dragged."""

from previz.ui.inspector.view import Inspector

__all__ = ["Inspector"]
