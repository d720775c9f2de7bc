"""The shot strip: every shot of the film in a row, with its picture and how it stands."""

from previz.ui.strip.view import ShotStrip

__all__ = ["ShotStrip"]
