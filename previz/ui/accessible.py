"""What a screen reader is told that a painted widget is. Its name and its value are its `accessibleName`.

Qt knows the roles of its own widgets alone. A class of ours says its own::

    accessible_role = QAccessible.Role.SpinBox
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

ROLE = "accessible_role"


def tell_roles() -> None:
    """Once a process, after the application is made."""
    QAccessible.installFactory(_interface)


def _interface(_: str, thing: QObject) -> QAccessibleInterface | None:
    """None leaves the widget to Qt."""
    role = getattr(type(thing), ROLE, None)
    return QAccessibleWidget(thing, role) if role is not None and isinstance(thing, QWidget) else None
