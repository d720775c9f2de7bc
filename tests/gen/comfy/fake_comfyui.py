"""A ComfyUI server with fault switches: the routes and answers of the real one, pictures made of numpy."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import struct
import threading
import zlib
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import numpy as np
from PIL import Image

CHECKPOINTS = ["juggernautXL.safetensors", "v1-5-pruned.safetensors"]
CONTROLNETS = ["control_v11f1p_sd15_depth.safetensors", "control_v11p_sd15_lineart.safetensors",
               "controlnet-union-sdxl-promax.safetensors"]  # fmt: skip
UPSCALERS, LORAS = ["4x-UltraSharp.safetensors", "fine_2x.safetensors"], ["ada-v2.safetensors"]
OTHER = "11111111-0000-4000-8000-000000000000"
"""Somebody else's job, which runs all the time when there is one."""


class FakeComfyUI:
    """``faults``: words that are looked for here. ``polls``: how often a job is asked for before its end."""

    def __init__(self, *faults: str, polls: int = 1, token: str = "") -> None:
        self.faults, self.polls, self.token = set(faults), polls, token
        self.uploads: dict[str, bytes] = {}
        self.prompts: dict[str, dict[str, Any]] = {}
        self.asked: dict[str, int] = {}
        self.gone: set[str] = set()
        self.deleted: list[str] = []
        self.freed = 0
        self.endless_bytes = 0
        """That somebody took of a message without end."""
        self.interrupted: list[str | None] = []
        self.sockets: list[str] = []
        """Client of every socket that was opened."""
        self.told: set[str] = set()
        """Clients that have heard everything."""
        self.lacking: set[str] = set()
        """Kinds of node that it does not have."""
        self.infos: list[str] = []
        """Kinds of node that somebody asked for."""
        self.clock_s: float | None = None
        """Seconds since 1970 that its clock shows; None = the right time."""
        self.away = "http://example.invalid/"
        """Where a redirect points."""
        self.requests = 0
        self.over = False
        self.seen = threading.Condition()
        handler = type("Handler", (_Handler,), {"fake": self})
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        self._thread = threading.Thread(target=lambda: self._http.serve_forever(0.02))

    def __enter__(self) -> FakeComfyUI:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        with self.seen:
            self.over = True
            self.seen.notify_all()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def once(self, fault: str) -> bool:
        """Is the fault on? It goes off by being asked for."""
        on = fault in self.faults
        self.faults.discard(fault)
        return on

    def wait_for_prompt(self) -> None:
        with self.seen:
            assert self.seen.wait_for(lambda: self.prompts, 20)

    def history(self, job: str) -> dict[str, Any]:
        self.asked[job] = self.asked.get(job, 0) + 1
        if job not in self.prompts or job in self.gone or self.asked[job] <= self.polls:
            return {}
        if "oom" in self.faults:
            error = {
                "exception_type": "torch.OutOfMemoryError",
                "exception_message": "Allocation",
                "node_type": "KSampler",
            }
            return {
                job: {
                    "outputs": {},
                    "status": {"status_str": "error", "messages": [["execution_error", error]]},
                }
            }
        if "interrupted" in self.faults:
            return {job: {"status": {"status_str": "error", "messages": [["execution_interrupted", {}]]}}}
        images = [] if "no picture" in self.faults else [
            {"filename": f"{job}.png", "subfolder": "previz", "type": "output"}
        ]  # fmt: skip
        savers = (name for name, node in self.prompts[job].items() if node["class_type"] == "SaveImage")
        told = ["execution_success", {"prompt_id": job, "timestamp": 1000 * (self.clock_s or 0)}]
        status = {"status_str": "success", "completed": True, "messages": [told]}
        return {job: {"outputs": {next(savers): {"images": images}}, "status": status}}

    def queue(self) -> dict[str, Any]:
        if self.once("between"):  # no longer in the queue, not yet in the history
            return {"queue_running": [], "queue_pending": []}
        mine = [[i + 1, job, {}, {}, []] for i, job in enumerate(self.prompts) if job not in self.gone]
        if "busy" in self.faults:
            return {"queue_running": [[0, OTHER, {}, {}, []]], "queue_pending": mine}
        return {"queue_running": mine[:1], "queue_pending": mine[1:]}

    def _shape(self, graph: dict[str, Any]) -> tuple[int, int, int]:
        """As the graph says, else as the pictures that it is given."""
        for node in graph.values():
            if "width" in node["inputs"]:
                return (node["inputs"]["height"], node["inputs"]["width"], 3)
        with Image.open(io.BytesIO(next(iter(self.uploads.values())))) as guide:
            return (guide.height, guide.width, 3)

    def picture(self, job: str) -> bytes:
        """What the model "draws": its first control picture in warm colours, with noise of the seed."""
        graph = self.prompts[job]
        shape, seed = self._shape(graph), 0
        for node in graph.values():
            seed = node["inputs"].get("seed", seed)
        if "black" in self.faults:
            pixels = np.zeros(shape, np.uint8)
        else:
            noise = np.random.default_rng(seed).integers(0, 60, shape)
            pixels = noise.astype(np.uint8)
            for node in graph.values():
                if node["class_type"] in ("LoadImage", "LoadImageMask"):
                    with Image.open(io.BytesIO(self.uploads[node["inputs"]["image"]])) as guide:
                        fitted = guide.convert("RGB").resize((shape[1], shape[0]))
                        pixels = pixels // 2 + np.asarray(fitted) // 2
        if "small" in self.faults:
            pixels = pixels[:-8]
        file = io.BytesIO()
        Image.fromarray(pixels).save(file, "PNG")
        return file.getvalue()


def bomb(side_px: int = 18_000, colour: int = 2) -> bytes:
    """A PNG of a few hundred bytes that says it unfolds to 1 GB. ``colour`` 3: by a palette that it lacks."""
    head = struct.pack(">IIBBBBB", side_px, side_px, 8, colour, 0, 0, 0)
    clear = ((b"tRNS", b"\x00"),) if colour == 3 else ()
    chunks = ((b"IHDR", head), *clear, (b"IDAT", zlib.compress(bytes(64))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


class _Handler(BaseHTTPRequestHandler):
    fake: FakeComfyUI

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_GET(self) -> None:
        fake, parts = self.fake, urlsplit(self.path)
        if self._stopped():
            return
        if parts.path == "/ws":
            self._talk(parse_qs(parts.query)["clientId"][0])
        elif parts.path == "/models/checkpoints":
            self._json([] if "no models" in fake.faults else CHECKPOINTS)
        elif parts.path == "/models/controlnet":
            self._json([] if "no controlnet" in fake.faults else CONTROLNETS)
        elif parts.path == "/models/upscale_models":
            self._json([] if "no upscaler" in fake.faults else UPSCALERS)
        elif parts.path == "/models/loras":
            self._json(LORAS)
        elif parts.path.startswith("/object_info/") and "no object_info" not in fake.faults:
            fake.infos.append(kind := unquote(parts.path.rpartition("/")[2]))
            self._json({} if kind in fake.lacking else {kind: {"python_module": "nodes"}})
        elif parts.path.startswith("/history/"):
            if fake.once("dropped"):
                self.close_connection = True
                return
            if fake.once("gateway"):
                self._send(502, b"<html><h1>502</h1></html>")
                return
            if fake.once("cut error"):
                self._announce(500, 1000, {})
                self.close_connection = True
                return
            self._json(fake.history(parts.path.rpartition("/")[2]))
        elif parts.path == "/queue":
            self._json(fake.queue())
        elif parts.path == "/view":
            job = parse_qs(parts.query)["filename"][0].removesuffix(".png")
            if fake.once("lost picture"):
                self._send(404, b"")
            elif fake.once("dropped picture"):
                self.close_connection = True
            elif "bomb" in fake.faults:
                self._send(200, bomb())
            elif "huge picture" in fake.faults:
                self._announce(200, 2**30, {})
            elif "html picture" in fake.faults:
                self._send(200, b"<html>gateway</html>")
            else:
                self._send(200, fake.picture(job))
        else:
            self._send(404, b"")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        fake = self.fake
        if self._stopped():
            return
        if self.path == "/upload/image":
            name = re.search(rb'filename="([^"]+)"', body)
            assert name
            start = body.index(b"image/png\r\n\r\n") + 13
            fake.uploads[f"previz/{name[1].decode()}"] = body[start : body.rindex(b"\r\n--")]
            self._json({"name": name[1].decode(), "subfolder": "previz", "type": "input"})
        elif self.path == "/prompt":
            self._prompt(json.loads(body))
        elif self.path == "/queue":
            fake.deleted += json.loads(body)["delete"]
            if "busy" in fake.faults:
                fake.gone |= set(json.loads(body)["delete"])
            self._send(200, b"")
        elif self.path == "/free":
            fake.freed += json.loads(body)["unload_models"]
            self._send(200, b"")
        elif self.path == "/interrupt":
            fake.interrupted.append(json.loads(body).get("prompt_id"))
            self._send(200, b"")

    def _talk(self, client: str) -> None:
        """A socket that tells of this client's job, of somebody else's, and nonsense between."""
        fake = self.fake
        if "no socket" in fake.faults:
            self._send(404, b"")
            return
        key = self.headers["Sec-WebSocket-Key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        accept = base64.b64encode(hashlib.sha1(key.encode()).digest()).decode()
        self.close_connection = True
        self.wfile.write(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Accept: {accept}\r\n\r\n".encode()
        )
        with fake.seen:
            fake.sockets.append(client)
            if not fake.seen.wait_for(lambda: client in fake.prompts or fake.over, 20) or fake.over:
                return
        if "endless message" in fake.faults:
            with suppress(OSError):
                self.wfile.write(b"\x82\x7f" + struct.pack(">Q", 2**40))
                while fake.endless_bytes < 2**27 and not fake.over:
                    fake.endless_bytes += self.wfile.write(bytes(2**18))
            return
        if "deaf socket" in fake.faults:
            self._until_closed()
            return
        other = json.dumps({"prompt_id": OTHER}).encode()
        mine = json.dumps({"prompt_id": client}).encode()
        jpeg = io.BytesIO()
        Image.new("RGB", (64, 32), (200, 80, 20)).save(jpeg, "JPEG")
        for number, told in enumerate((
            '{"type":"status","data":{}}', "nonsense", '{"type":"executing","data":{"node":"a"}}', "[1]",
            json.dumps({"type": "progress", "data": {"value": 9, "max": 9, "prompt_id": OTHER}}),
            json.dumps({"type": "progress", "data": {"value": 2, "max": 4, "prompt_id": client}}),
            struct.pack(">II", 4, len(other)) + other + jpeg.getvalue(), b"\0\0", struct.pack(">II", 1, 1),
            struct.pack(">II", 4, len(mine)) + mine + jpeg.getvalue(),
        )):  # fmt: skip
            data = told.encode() if isinstance(told, str) else told
            kind = 0x81 if isinstance(told, str) else 0x82
            length = bytes([len(data)]) if len(data) < 126 else struct.pack(">BH", 126, len(data))
            self.wfile.write(bytes([kind]) + length + data)
            if number == 2 and fake.once("dropped socket"):
                return
        with fake.seen:
            fake.told.add(client)
            fake.seen.notify_all()
        self._until_closed()

    def _until_closed(self) -> None:
        with suppress(OSError):
            while self.rfile.read(1):
                pass

    def _prompt(self, body: dict[str, Any]) -> None:
        fake = self.fake
        missing = {"type": "value_not_in_list", "message": "Value not in list", "details": "ckpt_name: 'a'"}
        errors = {"model": {"errors": [missing], "class_type": "CheckpointLoaderSimple"}}
        if "refused" in fake.faults:
            self._send(400, json.dumps({"error": {"message": "no"}, "node_errors": errors}).encode())
            return
        if "deep" in fake.faults:
            self._send(400, b"[" * 100_000)
            return
        kinds = {node["class_type"] for node in body["prompt"].values()}
        for kind in kinds & fake.lacking:
            said = f"Cannot execute because node {kind} does not exist."
            self._send(400, json.dumps({"error": {"type": "invalid_prompt", "message": said}}).encode())
            return
        restarted = fake.once("restart")
        with fake.seen:
            fake.prompts[body["prompt_id"]] = body["prompt"]
            if restarted:
                fake.gone.add(body["prompt_id"])
            fake.seen.notify_all()
        if fake.once("lost answer"):
            self.close_connection = True
            return
        if "old" in fake.faults:  # before 0.3.45 the server chose the id itself
            fake.prompts[OTHER] = fake.prompts.pop(body["prompt_id"])
            body["prompt_id"] = OTHER
        if "odd name" in fake.faults:
            body["prompt_id"] = "../../queue?x=1#"
        self._json(
            {"prompt_id": body["prompt_id"], "node_errors": errors if "node errors" in fake.faults else {}}
        )

    def _stopped(self) -> bool:
        """Faults that meet every route."""
        fake = self.fake
        fake.requests += 1
        if fake.token and self.headers.get("Authorization") != f"Bearer {fake.token}":
            self._send(401, b"")
        elif self.headers.get("Origin"):
            self._send(403, b"")
        elif "wrong json" in fake.faults:
            self._send(200, b'{"what": 7}')
        elif "bad gateway" in fake.faults:
            self._send(502, b"<html><h1>502</h1></html>")
        elif "trickle" in fake.faults:
            self._trickle()
        elif "html" in fake.faults:
            self._send(200, b"<html>Welcome</html>")
        elif "redirect" in fake.faults:
            self._send(302, b"", Location=fake.away)
        else:
            return False
        return True

    def _json(self, value: Any) -> None:
        self._send(200, json.dumps(value).encode())

    def _send(self, status: int, body: bytes, **headers: str) -> None:
        self._announce(status, len(body), headers)
        self.wfile.write(body)

    def _announce(self, status: int, length: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(length)}.items():
            self.send_header(name, value)
        self.end_headers()

    def _trickle(self) -> None:
        """A byte now and then, for as long as somebody listens."""
        self._announce(200, 2**20, {})
        with suppress(OSError):
            while not self.fake.over:
                self.wfile.write(b" ")
                with self.fake.seen:
                    self.fake.seen.wait(0.01)

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The server's clock, as its answers state it."""
        return super().date_time_string(timestamp if self.fake.clock_s is None else self.fake.clock_s)
