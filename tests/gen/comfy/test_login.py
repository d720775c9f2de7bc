"""A server's address and token are kept: the address in the settings, the token in the keyring alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backend
import keyring.backends.fail
import pytest

from previz.errors import GenerationError, NotSupported
from previz.gen.comfy.login import headers, kept_token
from previz.gen.comfy.server import TOKEN, URL, Server
from previz.gen.models.settings import kept
from previz.studio.generators import choose_server, standings

from .fake_comfyui import FakeComfyUI


class Pocket(keyring.backend.KeyringBackend):
    """A keyring of this test's own."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.held[service, username]


@pytest.mark.parametrize(
    ("told", "used"),
    [
        ("box:8188/", "http://box:8188"),
        ("https://box/comfy/", "https://box/comfy"),
        ("http://0.0.0.0:8188", "http://127.0.0.1:8188"),
        ("http://box/für alle", "http://box/f%C3%BCr%20alle"),
    ],
)
def test_an_address_is_used_as_it_is_meant(told: str, used: str) -> None:
    assert Server(told).url == used


@pytest.mark.parametrize("told", ["http://[::1", "http://box:port", "http://", "ftp://box", "my box:8188"])
def test_what_is_no_address_is_said(told: str) -> None:
    with pytest.raises(GenerationError, match="is no address of a ComfyUI server"):
        Server(told)


@pytest.mark.parametrize("told", ["http://ada:hunter2@box:8188", "http://box/?token=hunter2"])
def test_a_login_in_an_address_is_neither_kept_nor_repeated(
    told: str, pocket: Pocket, tmp_path: Path
) -> None:
    with pytest.raises(GenerationError, match="--login") as caught:
        choose_server(told)
    assert "hunter2" not in str(caught.value)
    assert list(tmp_path.rglob("*.json")) == []


@pytest.fixture
def pocket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pocket]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv(URL, raising=False)
    monkeypatch.delenv(TOKEN, raising=False)
    before, made = keyring.get_keyring(), Pocket()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


def test_a_server_behind_a_login_is_found_again(pocket: Pocket, tmp_path: Path) -> None:
    with FakeComfyUI(token="secret") as fake:
        assert choose_server(f"{fake.url}/", "secret") == fake.url
        assert Server().models("checkpoints")
        assert list(pocket.held.values()) == ["secret"]
        assert not [path for path in tmp_path.rglob("*") if path.is_file() and b"secret" in path.read_bytes()]
        choose_server(fake.url, "")
        assert pocket.held == {}
        with pytest.raises(GenerationError, match="wants a login"):
            Server().models("checkpoints")
    assert choose_server("") == ""
    assert Server().url == "http://127.0.0.1:8188"


@pytest.mark.parametrize(
    ("secret", "sent"),
    [
        ("", {}),
        ("abc", {"Authorization": "Bearer abc"}),
        ("user:pass", {"Authorization": "Basic dXNlcjpwYXNz"}),
        ("Bearer abc", {"Authorization": "Bearer abc"}),
        ("admin: geheim", {"Authorization": "Basic YWRtaW46Z2VoZWlt"}),
        ("headers\nMine: abc", {"Mine": "abc"}),
        ("X-API-Key: a:b", {"X-API-Key": "a:b"}),
        ("X-One: 1\r\nX-Two: 2", {"X-One": "1", "X-Two": "2"}),
        ("X-One: 1; Cookie: a=b; c=d", {"X-One": "1", "Cookie": "a=b; c=d"}),
    ],
)
def test_a_secret_is_a_token_a_password_or_headers(secret: str, sent: dict[str, str]) -> None:
    assert headers(secret) == sent
    assert Server("http://gpu-box", secret).headers() == sent


def test_each_server_has_a_login_of_its_own(pocket: Pocket) -> None:
    with FakeComfyUI(token="secret") as fake:
        choose_server(fake.url, "secret")
        choose_server("http://another:8188")
        assert not kept().login
        choose_server(fake.url)
        assert kept().login
        assert Server().models("checkpoints")
        choose_server(None, "another")
        with pytest.raises(GenerationError, match=r"does not take the login.*previz generators --login"):
            Server().models("checkpoints")


def test_letters_that_no_header_carries_are_said(pocket: Pocket, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(GenerationError, match="the letter “ł”"):
        choose_server("http://gpu-box", "złoty")
    assert pocket.held == {}
    assert headers("ada:złoty")["Authorization"].startswith("Basic ")
    with FakeComfyUI() as fake:
        monkeypatch.setenv(URL, fake.url)
        monkeypatch.setenv(TOKEN, "złoty")
        (row,) = [one for one in standings() if one.name == "comfyui"]
    assert not row.ready
    assert "“ł”" in row.reason


def test_without_a_keyring_it_is_said(pocket: Pocket) -> None:
    keyring.set_keyring(keyring.backends.fail.Keyring())
    with pytest.raises(NotSupported, match=TOKEN):
        choose_server("http://gpu-box:8188", "secret")
    assert kept_token("http://gpu-box:8188") == ""
    with pytest.raises(GenerationError, match="no address"):
        choose_server("ftp://gpu-box")
