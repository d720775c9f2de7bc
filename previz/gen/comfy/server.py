"""The HTTP side of a ComfyUI server, which is neither trusted nor assumed to be there."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import secrets
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from previz.errors import GenerationError
from previz.gen.comfy.login import headers, kept_token
from previz.gen.models.settings import kept

URL = "PREVIZ_COMFYUI_URL"
TOKEN = "PREVIZ_COMFYUI_TOKEN"
"""Environment variables: where the server is, and what opens it (see `login.headers`) behind a login."""
HERE = "http://127.0.0.1:8188"
TIMEOUT_S = 20.0
ANSWER_S = 120.0
"""For a whole answer, however small the pieces in which it comes."""
CHUNK = 2**18
MOST_JSON = 64 * 2**20
MOST_PICTURE = 128 * 2**20
GATEWAYS = (502, 503, 504)
"""What a proxy answers for a server that is not there, or not yet again."""


class Unreachable(GenerationError):
    """Nobody answers; worth another try, unlike a refusal."""


class Refused(GenerationError):
    """The server answered with an error."""

    def __init__(self, message: str, status: int, body: bytes) -> None:
        super().__init__(message)
        self.status, self.body = status, body


def address(told: str) -> str:
    """A server's address as it is used. GenerationError, which repeats no login, when it is none."""
    url = told.strip().rstrip("/").replace("//0.0.0.0", "//127.0.0.1")
    url = url if "://" in url else f"http://{url}"
    if "@" in url or "?" in url:
        raise GenerationError(
            "The address of a ComfyUI server holds no login; leave it out, and keep it with "
            f"`previz generators --login`, or put it into {TOKEN}."
        )
    try:
        parts = urllib.parse.urlsplit(url)
        named = parts.hostname and parts.port != 0 and not parts.netloc.endswith(":")
        if parts.scheme in ("http", "https") and named and " " not in parts.netloc:
            return parts._replace(path=urllib.parse.quote(parts.path, safe="/%")).geturl()
    except ValueError:  # of an address in brackets, or a port
        pass
    raise GenerationError(f"{told!r} is no address of a ComfyUI server; set {URL} to http://HOST:8188.")


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect would carry the token to another host."""

    def redirect_request(self, *args: Any) -> None:
        return None


class Server:
    """One ComfyUI server."""

    def __init__(self, url: str = "", token: str = "") -> None:
        """Raises GenerationError when ``url`` is no address."""
        settings = kept()
        self.url = address(url or os.environ.get(URL, "") or settings.server or HERE)
        self._token = token or os.environ.get(TOKEN, "")
        if not self._token and settings.login:
            self._token = kept_token(self.url)
        self._opener = urllib.request.build_opener(_NoRedirects)

    def headers(self) -> dict[str, str]:
        """What opens a server behind a login."""
        return headers(self._token)

    def json(self, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """GET, or POST when there is a ``body``. Raises Unreachable, Refused, GenerationError."""
        data = None if body is None else json.dumps(body).encode()
        answer = self._send(path, data, "application/json", MOST_JSON)
        if not answer:
            return {}
        try:
            return json.loads(answer)
        except (ValueError, RecursionError) as error:
            raise self._no_comfyui() from error

    def upload(self, png: bytes) -> str:
        """Put a picture there under a name made from its content; the name that the server gave it."""
        name = f"{hashlib.sha256(png).hexdigest()[:32]}.png"
        mark = secrets.token_hex(16)
        fields = {"type": "input", "subfolder": "previz", "overwrite": "true"}
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in fields.items()
        ]
        head = f'--{mark}\r\nContent-Disposition: form-data; name="image"; filename="{name}"\r\n'
        parts += [f"{head}Content-Type: image/png\r\n\r\n".encode(), png, f"\r\n--{mark}--\r\n".encode()]
        answer = self._send(
            "/upload/image", b"".join(parts), f"multipart/form-data; boundary={mark}", MOST_JSON
        )
        try:
            told = json.loads(answer)
            given, folder = str(told["name"]), str(told.get("subfolder", ""))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise GenerationError(f"{self.url} did not say where it put a guide; try again.") from error
        return f"{folder}/{given}" if folder else given

    def picture(self, where: Mapping[str, Any]) -> bytes:
        query = urllib.parse.urlencode(
            {key: str(where.get(key, "")) for key in ("filename", "subfolder", "type")}
        )
        return self._send(f"/view?{query}", None, "", MOST_PICTURE)

    def models(self, folder: str) -> list[str]:
        """File names in one of the server's model folders; [] for a folder that it does not have. Raises as
        `json`."""
        try:
            told = self.json(f"/models/{folder}")
        except Refused as error:
            if error.status == 404:
                return []
            raise
        if not isinstance(told, list):
            raise self._no_comfyui()
        return sorted(str(name) for name in told)

    def _no_comfyui(self) -> GenerationError:
        return GenerationError(f"{self.url} does not answer like a ComfyUI server; check the address.")

    def _send(self, path: str, data: bytes | None, kind: str, most: int) -> bytes:
        request = urllib.request.Request(self.url + path, data=data)
        if kind and data is not None:
            request.add_header("Content-Type", kind)
        for name, value in self.headers().items():
            request.add_header(name, value)
        try:
            with self._opener.open(request, timeout=TIMEOUT_S) as answer:
                return self._read(answer, most)
        except urllib.error.HTTPError as error:
            raise self._refusal(error) from error
        except (OSError, http.client.HTTPException) as error:
            why = getattr(error, "reason", None) or error
            raise Unreachable(
                f"The ComfyUI server at {self.url} cannot be reached ({why}); start it, or set {URL}."
            ) from error

    def _read(self, answer: http.client.HTTPResponse, most: int) -> bytes:
        """Raises GenerationError for more than ``most`` bytes, Unreachable for one that trickles."""
        until, stated, data = time.monotonic() + ANSWER_S, answer.length, bytearray()
        while max(len(data), stated or 0) <= most:
            if len(data) == stated or not (chunk := answer.read1(CHUNK)):
                if len(data) < (stated or 0):
                    raise http.client.IncompleteRead(bytes(data), (stated or 0) - len(data))
                return bytes(data)
            data += chunk
            if time.monotonic() > until:
                raise Unreachable(
                    f"{self.url} takes more than {ANSWER_S:g} s for one answer; look at the network."
                )
        raise GenerationError(f"{self.url} sent more than {most // 2**20} MB at once; the frame was dropped.")

    def _refusal(self, error: urllib.error.HTTPError) -> GenerationError:
        status, body = error.code, b""
        with (
            error,
            suppress(OSError, http.client.HTTPException),
        ):  # of one that breaks off the number is enough
            body = error.read(2**20)
        if status in GATEWAYS:
            return Unreachable(
                f"{self.url} answered with error {status}: nobody is behind its gateway; start ComfyUI there."
            )
        if status in (401, 403):
            wants = "does not take the login that it was sent" if self._token else "wants a login"
            told = (
                f"{self.url} {wants} ({status}); keep one in Project settings, Generators, or with "
                f"`previz generators --login`, or put it into {TOKEN}."
            )
        elif 300 <= status < 400:
            told = f"{self.url} points to another address; set {URL} to that one."
        else:
            told = f"{self.url} answered with error {status}."
        return Refused(told, status, body)
