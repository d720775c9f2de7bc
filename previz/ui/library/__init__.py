"""The library: who and what can be put on the stage."""

from previz.ui.library.view import Library

__all__ = ["Library"]
