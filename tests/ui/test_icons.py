"""Icons wherever Qt asks for them: also at no size."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from previz.ui.icons import icon


@pytest.mark.parametrize("size", [(0, 0), (16, 0), (0, 16), (-1, -1)])
def test_an_icon_at_no_size_is_no_picture(qapp: QApplication, size: tuple[int, int]) -> None:
    """It ended the process: a painter has nothing to paint on."""
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled):
        assert icon("cube").pixmap(QSize(*size), mode).isNull()
    assert icon("cube").pixmap(QSize(16, 16)).size() == QSize(16, 16)
