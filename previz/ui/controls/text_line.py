"""A line of text among fields and choices."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit


def text_line(name: str, text: str = "", prompt: str = "") -> QLineEdit:
    """As high as a `Field`, its words where the figures of a field begin; ``name`` is for screen readers."""
    made = QLineEdit(text)
    made.setProperty("kind", "row")
    made.setAccessibleName(name)
    made.setPlaceholderText(prompt)
    return made
