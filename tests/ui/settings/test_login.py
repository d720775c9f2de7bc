"""What opens a server is typed, kept in the keyring as the command line keeps it, and not shown again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from previz.gen.comfy.login import headers
from previz.gen.comfy.server import TOKEN, URL
from previz.gen.models.settings import FOLDER
from previz.studio.generators import choose_server
from previz.ui.session import Session
from previz.ui.settings.generators import GeneratorsPage
from tests.gen.comfy.test_login import Pocket

SERVER = "http://gpu-box:8188"


@pytest.fixture
def pocket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pocket]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv(FOLDER, str(tmp_path / "models"))
    for name in (URL, TOKEN):
        monkeypatch.delenv(name, raising=False)
    before, made = keyring.get_keyring(), Pocket()
    keyring.set_keyring(made)
    choose_server(SERVER)
    yield made
    keyring.set_keyring(before)


@pytest.fixture
def page(pocket: Pocket, session: Session, qtbot: QtBot) -> GeneratorsPage:
    made = GeneratorsPage(session)
    qtbot.addWidget(made)
    made.maker.set_value("comfyui")
    made.maker.chosen.emit("comfyui")
    return made


def keep(page: GeneratorsPage, kind: str) -> None:
    chosen = "headers" if kind == "one header" else kind
    page.login.kind.set_value(chosen)
    page.login.kind.chosen.emit(chosen)
    assert not page.login.keep.isHidden()
    fields = page.login
    words = {"token": ((fields.token, "s3:cret"),), "user": ((fields.user, "ada"), (fields.password, "p: w"))}
    for line, text in words.get(kind, ()):
        QTest.keyClicks(line, text)
    if kind == "headers":
        fields.headers.setPlainText("X-Api-Key: abc\nCF-Id: 7; 8")
    if kind == "one header":
        fields.headers.setPlainText("Mine: abc")
    QTest.mouseClick(fields.keep, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("token", {"Authorization": "Bearer s3:cret"}),
        ("user", {"Authorization": "Basic YWRhOnA6IHc="}),
        ("one header", {"Mine": "abc"}),
        ("headers", {"X-Api-Key": "abc", "CF-Id": "7; 8"}),
    ],
)
def test_a_login_is_kept_and_forgotten(
    kind: str, sent: dict[str, str], page: GeneratorsPage, pocket: Pocket, tmp_path: Path
) -> None:
    keep(page, kind)
    ((place, secret),) = pocket.held.items()
    assert place[1] == SERVER
    assert headers(secret) == sent
    fields = page.login
    assert "kept in the keyring" in fields.told.text()
    assert not any((fields.token.text(), fields.password.text(), fields.headers.toPlainText()))
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not [path for path in files if secret.encode() in path.read_bytes()]
    assert fields.keep.text() == "Forget login"
    QTest.mouseClick(fields.keep, Qt.MouseButton.LeftButton)
    assert pocket.held == {}
    assert fields.keep.isHidden()


def test_what_is_no_login_is_said(page: GeneratorsPage, pocket: Pocket, session: Session) -> None:
    said: list[str] = []
    session.told.connect(lambda message: said.append(message.text))
    page.login.kind.set_value("headers")
    page.login.headers.setPlainText("nonsense")
    QTest.mouseClick(page.login.keep, Qt.MouseButton.LeftButton)
    assert said == ["“nonsense” is no header; write it as Name: value."]
    assert pocket.held == {}


def test_another_server_has_no_login_until_one_is_kept(page: GeneratorsPage, pocket: Pocket) -> None:
    keep(page, "token")
    page.server.setText("http://another:8188")
    page.server.editingFinished.emit()
    assert page.login.told.isHidden()
    page.server.setText(SERVER)
    page.server.editingFinished.emit()
    assert not page.login.told.isHidden()
