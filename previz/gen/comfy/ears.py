"""What a ComfyUI server says while it works: steps and previews. An accelerator, never the truth.

Every message is matched by the id of the job, because a server also tells of other people's. Whatever happens
to the socket, the job goes on: its end is read over HTTP.
"""

from __future__ import annotations

import io
import json
import struct
import time
import urllib.parse
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from PIL import Image

from previz.gen import png
from previz.gen.comfy.answers import UNREADABLE
from previz.gen.comfy.server import Server
from previz.gen.request import Preview, Progress

CONNECT_S = 5.0
PREVIEW_WITH_METADATA = 4
"""Kind of a binary message that names its job (ComfyUI's server.py); kind 1 does not and is not believed."""
MOST_METADATA = 65536
MOST_SIDE_PX = 2048
"""A preview that unfolds to more is not looked at."""
MOST_MESSAGE = 32 * 2**20
"""A message that grows beyond it is the end of its connection."""
GIVE_UP_AFTER = 3
"""Connections that broke; then it is quiet until the end."""


class Ears:
    """A socket that may be missing, deaf or gone at any time."""

    def __init__(self, server: Server, client_id: str) -> None:
        self._server, self._client_id = server, client_id
        self._socket: Any = None
        self._broken = 0
        self._take: Callable[[int], bytes] = lambda count: b""
        self._until, self._taken = 0.0, 0
        self._connect()

    def hear(self, job_id: str, for_s: float, cancelled: Callable[[], bool]) -> Iterator[Progress | Preview]:
        """What is said of this job within ``for_s`` seconds; ends sooner when it is cancelled."""
        until = time.monotonic() + for_s
        while (left := until - time.monotonic()) > 0 and not cancelled():
            message = self._receive(min(left, 0.05))
            if isinstance(message, str):
                yield from _progress(message, job_id)
            elif message:
                yield from _preview(message, job_id)

    def close(self) -> None:
        if self._socket is not None:
            self._socket.shutdown()
            self._socket = None

    def _receive(self, for_s: float) -> str | bytes | None:
        if self._socket is None:
            time.sleep(for_s)
            return None
        import websocket

        self._socket.settimeout(for_s)
        self._until = time.monotonic() + for_s
        try:
            message: str | bytes = self._socket.recv()
        except websocket.WebSocketTimeoutException:
            return None
        except (OSError, ValueError, websocket.WebSocketException):
            self._lost()
            return None
        self._taken = 0
        if not message:
            self._lost()
        return message

    def _measured(self, count: int) -> bytes:
        """Bytes for the library, which would follow a message without end for ever."""
        import websocket

        if time.monotonic() > self._until:
            raise websocket.WebSocketTimeoutException  # what is here is kept for the next time
        data = self._take(count)
        self._taken += len(data)
        if self._taken > MOST_MESSAGE:
            raise websocket.WebSocketPayloadException("too long")
        return data

    def _lost(self) -> None:
        self.close()
        self._broken += 1
        if self._broken < GIVE_UP_AFTER:
            self._connect()

    def _connect(self) -> None:
        """None is left where the package is not installed or the server has no socket."""
        try:
            import websocket
        except ModuleNotFoundError:
            return
        parts = urllib.parse.urlsplit(self._server.url)
        scheme = "wss" if parts.scheme == "https" else "ws"
        url = f"{scheme}://{parts.netloc}{parts.path}/ws?clientId={self._client_id}"
        try:
            self._socket = websocket.create_connection(
                url, timeout=CONNECT_S, header=self._server.headers(), suppress_origin=True, redirect_limit=0
            )
            flags = {"type": "feature_flags", "data": {"supports_preview_metadata": True}}
            self._socket.send(json.dumps(flags))
            frames = self._socket.frame_buffer
            self._take, frames.recv, self._taken = frames.recv, self._measured, 0
        except (OSError, ValueError, websocket.WebSocketException):
            self._socket = None


def _progress(message: str, job_id: str) -> Iterator[Progress]:
    try:
        told = json.loads(message)
        data = told["data"]
        if told["type"] == "progress" and data["prompt_id"] == job_id:
            value, most = int(data["value"]), max(1, int(data["max"]))
            yield Progress(0.15 + 0.75 * min(1.0, max(0.0, value / most)), f"Step {value} of {most}")
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return


def _preview(message: bytes, job_id: str) -> Iterator[Preview]:
    """4 bytes kind, 4 bytes length of the metadata, metadata (JSON), picture (JPEG or PNG)."""
    if len(message) < 8:
        return
    kind, length = struct.unpack(">II", message[:8])
    if kind != PREVIEW_WITH_METADATA or length > MOST_METADATA:
        return
    try:
        told = json.loads(message[8 : 8 + length])
        if not isinstance(told, dict) or told.get("prompt_id") != job_id:
            return
    except (ValueError, RecursionError):
        return
    try:
        with Image.open(io.BytesIO(message[8 + length :]), formats=("JPEG", "PNG")) as opened:
            if max(opened.size) <= MOST_SIDE_PX:
                yield Preview(png.encode(np.asarray(opened.convert("RGB"))))
    except UNREADABLE:
        return
