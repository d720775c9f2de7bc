"""What opens a server behind a login: typed here, kept in the keyring of the system, never shown again."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from previz.errors import PrevizError
from previz.gen.comfy import login
from previz.ui.controls import Choice, label, push_button, row

Kind = Literal["none", "token", "user", "headers"]
KINDS: tuple[tuple[Kind, str], ...] = (
    ("none", "None"),
    ("token", "A token"),
    ("user", "User and password"),
    ("headers", "Headers of one's own"),
)
KEPT = "A login is kept in the keyring of this system."


class LoginFields(QWidget):
    wanted = Signal(str)
    """The secret as `previz.gen.comfy.login.headers` reads it; "" = none any more."""
    refused = Signal(str)

    def __init__(self, kept: bool) -> None:
        super().__init__()
        self.kind = Choice("", KINDS)
        self.kind.box.setAccessibleName("Login")
        self.token = _secret("Token")
        self.user = QLineEdit()
        self.user.setPlaceholderText("User")
        self.user.setAccessibleName("User")
        self.password = _secret("Password")
        self.headers = QPlainTextEdit()
        self.headers.setPlaceholderText("X-Api-Key: …\nCF-Access-Client-Id: …")
        self.headers.setAccessibleName("Headers")
        self.headers.setTabChangesFocus(True)
        self.headers.setFixedHeight(64)
        self.keep = push_button("Keep login", self._keep, "solid")
        self.told = label(tone="3", size="cap")
        self._parts: dict[Kind, QWidget] = {
            "token": self.token,
            "user": row(self.user, self.password, gap=6),
            "headers": self.headers,
        }
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(row(self.kind, self.keep, gap=6))
        for part in self._parts.values():
            layout.addWidget(part)
        layout.addWidget(self.told)
        self.kind.chosen.connect(lambda _: self._show())
        for line in (self.token, self.password):
            line.returnPressed.connect(self._keep)
        self.show_kept(kept)

    def show_kept(self, kept: bool) -> None:
        """What was typed is forgotten here."""
        for line in (self.token, self.user, self.password, self.headers):
            line.clear()
        self._kept = kept
        self.kind.set_value("none")
        self._show()

    def _show(self) -> None:
        kind = self.kind.value
        for name, part in self._parts.items():
            part.setVisible(name == kind)
        self.keep.setText("Keep login" if kind != "none" else "Forget login")
        self.keep.setVisible(kind != "none" or self._kept)
        self.told.setText(KEPT if self._kept else "")
        self.told.setVisible(self._kept)

    def _keep(self) -> None:
        try:
            secret = self._secret()
        except PrevizError as error:
            self.refused.emit(str(error))
            return
        self.wanted.emit(secret)

    def _secret(self) -> str:
        kind = self.kind.value
        if kind == "token":
            return login.of_token(self.token.text())
        if kind == "user":
            return login.of_user(self.user.text(), self.password.text())
        return login.of_headers(self.headers.toPlainText()) if kind == "headers" else ""


def _secret(words: str) -> QLineEdit:
    line = QLineEdit()
    line.setEchoMode(QLineEdit.EchoMode.Password)
    line.setPlaceholderText(words)
    line.setAccessibleName(words)
    return line
