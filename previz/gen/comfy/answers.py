"""What a ComfyUI server says, read with suspicion: any field may be missing or of another kind."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from PIL import Image

from previz.errors import GenerationError, ModelMissing, NotSupported, OutOfMemory
from previz.gen.comfy.graph import why_not
from previz.gen.comfy.server import Refused

UNREADABLE = (OSError, ValueError, SyntaxError, AssertionError, Image.DecompressionBombError)
"""What Pillow raises over a file that is no whole picture."""


def checkpoint(wish: str, installed: list[str]) -> str:
    """The wish, by its file name or a part of it; "" takes the first that can be used.

    ModelMissing naming what there is, NotSupported for one of a family that a graph of ours does not fit.
    """
    if not installed:
        raise ModelMissing(
            "The ComfyUI server has no checkpoint; put one, e.g. sd_xl_base_1.0.safetensors, "
            "into its folder models/checkpoints."
        )
    fitting = [name for name in installed if wish.lower() in name.lower()]
    exact = [name for name in fitting if name == wish]
    if exact or fitting:
        chosen = min(exact or fitting, key=lambda name: bool(why_not(name)))
        if why := why_not(chosen):
            raise NotSupported(why)
        return chosen
    known = ", ".join(installed[:6]) + (", …" if len(installed) > 6 else "")
    raise ModelMissing(f"The ComfyUI server has no checkpoint {wish!r}; it has {known}.")


def place(queue: Any, job_id: str) -> int | None:
    """0 = it runs; n = it waits behind n jobs; None = the server does not have it."""
    running, waiting = (_ids(queue, key) for key in ("queue_running", "queue_pending"))
    if job_id in running:
        return 0
    return len(running) + waiting.index(job_id) or 1 if job_id in waiting else None


def _ids(queue: Any, key: str) -> list[str]:
    """In the order in which they will run."""
    rows = queue.get(key, []) if isinstance(queue, dict) else []
    plain = [
        row for row in rows if isinstance(row, list) and len(row) >= 2 and isinstance(row[0], (int, float))
    ]
    return [str(row[1]) for row in sorted(plain, key=lambda row: row[0])]


def history(told: Any, job_id: str) -> dict[str, Any] | None:
    """The finished job, or None while it is not. OutOfMemory or GenerationError when it failed there."""
    entry = told.get(job_id) if isinstance(told, dict) else None
    if not isinstance(entry, dict):
        return None
    status = entry.get("status")
    if isinstance(status, dict) and status.get("status_str") == "error":
        raise _failure(status.get("messages"))
    return entry


def _failure(messages: Any) -> GenerationError:
    for message in messages if isinstance(messages, list) else []:
        kind, data = message if isinstance(message, list) and len(message) == 2 else ("", {})
        data = data if isinstance(data, dict) else {}
        if kind == "execution_interrupted":
            return GenerationError("Somebody stopped this frame on the ComfyUI server; generate it again.")
        if kind == "execution_error":
            said = " ".join(str(data.get("exception_message", "")).split())[:300]
            if (
                str(data.get("exception_type", "")).endswith("OutOfMemoryError")
                or "ran out of memory" in said
            ):
                return OutOfMemory(
                    "The ComfyUI server has not enough graphics memory for this frame; use a smaller model."
                )
            return GenerationError(f"The ComfyUI server failed in {data.get('node_type', 'a node')}: {said}")
    return GenerationError("The ComfyUI server failed without saying why; see its own log.")


def picture(entry: Mapping[str, Any], node: str = "save") -> dict[str, Any]:
    """Where the finished picture of ``node`` lies. GenerationError when there is none."""
    outputs = entry.get("outputs")
    saved = outputs.get(node) if isinstance(outputs, dict) else None
    images = saved.get("images") if isinstance(saved, dict) else None
    first = images[0] if isinstance(images, list) and images else None
    if not isinstance(first, dict) or not first.get("filename"):
        raise GenerationError("The ComfyUI server finished without a picture; see its own log.")
    return first


def explain_refusal(error: Refused, graph: Mapping[str, Any]) -> None:
    """Raise what a refused prompt means, when its body says so."""
    try:
        told = json.loads(error.body)
    except (ValueError, RecursionError):
        return
    if isinstance(told, dict) and told.get("node_errors"):
        raise node_errors(told["node_errors"], graph) from error
    why = told.get("error") if isinstance(told, dict) else None
    if isinstance(why, dict):
        said = " ".join(str(why.get("message", "")).split())[:300]
        raise GenerationError(f"The ComfyUI server refused the frame: {said}") from error


def node_errors(told: Any, graph: Mapping[str, Any]) -> GenerationError:
    """The first complaint about a node, in words."""
    for node, report in told.items() if isinstance(told, dict) else ():
        complaints = report.get("errors") if isinstance(report, dict) else None
        first = complaints[0] if isinstance(complaints, list) and complaints else {}
        first = first if isinstance(first, dict) else {}
        said = " ".join(f"{first.get('message', '')} {first.get('details', '')}".split())[:300]
        if first.get("type") == "value_not_in_list":
            return ModelMissing(f"The ComfyUI server lacks a file for “{node}”: {said}")
        kind = graph.get(str(node), {}).get("class_type", "node")
        return GenerationError(f"The ComfyUI server refused {kind} “{node}”: {said}")
    return GenerationError("The ComfyUI server refused the frame without saying why.")
