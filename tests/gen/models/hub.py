"""A server of large files on this machine, with the faults that real ones have."""

from __future__ import annotations

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

from previz.gen.models.catalogue import Part, PartFile


class Hub:
    """``fault``: drop (half, once), always drop, whole (ignores ranges), html, gone, away (redirects to
    another host without encryption), other (sends other bytes than it states), stored (redirects),
    held (the second half waits for ``go_on``), elsewhere (sends another range, once), odd length."""

    def __init__(self, content: bytes, fault: str = "") -> None:
        self.content, self.fault = content, fault
        self.ranges: list[str | None] = []
        self.go_on = threading.Event()
        hub = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                hub.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def part(self, *names: str, sha256: str = "") -> Part:
        files = tuple(
            PartFile(path=name, url=f"{self.url}/{name}", bytes=len(self.content), sha256=sha256)
            for name in names
        )
        return Part(id="tiny", licence="CC0", commercial=True, page=self.url, files=files)

    def answer(self, ask: BaseHTTPRequestHandler) -> None:
        stated = hashlib.sha256(self.content).hexdigest()
        if self.fault in ("away", "stored") and "store" not in ask.path:
            there = "http://example.invalid/file" if self.fault == "away" else f"{self.url}/store{ask.path}"
            self._head(ask, 302, {"Location": there, "X-Linked-Etag": f'"{stated}"', "Content-Length": "0"})
            return
        if self.fault == "gone":
            self._head(ask, 404, {"Content-Length": "0"})
            return
        wanted = ask.headers.get("Range")
        self.ranges.append(wanted)
        start = int(wanted[6:-1]) if wanted and self.fault != "whole" else 0
        if start >= len(self.content):
            self._head(ask, 416, {"Content-Length": "0"})
            return
        body = self.content[start:]
        kind = "text/html" if self.fault == "html" else "application/octet-stream"
        told = {"Content-Length": str(len(body)), "Content-Type": kind, "X-Linked-Etag": f'"{stated}"'}
        if start:
            told["Content-Range"] = f"bytes {start}-{len(self.content) - 1}/{len(self.content)}"
        if self.fault == "elsewhere" and start:
            told["Content-Range"], self.fault = f"bytes 0-{len(body)}/{len(self.content)}", ""
        if self.fault == "odd length":
            told["Content-Length"] = "many"
        self._head(ask, 206 if start else 200, told)
        if self.fault in ("drop", "always drop"):
            body = body[: len(body) // 2] if self.fault == "drop" else b""
            self.fault = "" if self.fault == "drop" else self.fault
        if self.fault == "held":
            ask.wfile.write(body[: len(body) // 2])
            self.go_on.wait(20)
            body = body[len(body) // 2 :]
        ask.wfile.write(body[::-1] if self.fault == "other" else body)

    def _head(self, ask: BaseHTTPRequestHandler, status: int, headers: dict[str, str]) -> None:
        ask.send_response(status)
        for name, value in headers.items():
            ask.send_header(name, value)
        ask.end_headers()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
