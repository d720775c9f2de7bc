"""A workflow of one's own: a graph that ComfyUI exported, with slots that a frame fills.

A node is a slot by its title: "previz: prompt", "previz: depth", "previz: seed"… Everything else in the graph
stays as its author left it, so any model that a server can run can be followed.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from previz.errors import FileNotWritable, ModelMissing, NotSupported
from previz.gen import disk
from previz.gen.controls import CONTROLS
from previz.gen.models.settings import models_folder
from previz.gen.request import INIT, MASK

MARK = "workflow:"
"""Before the name of a workflow where a model is named."""
PICTURES = (*CONTROLS, INIT, MASK)
FOLLOWED = {"person": "pictures of people", "style": "pictures of style"}
"""A picture of the first person who has one, and the first picture of style; what both are called."""
SLOTS: dict[str, tuple[str, ...]] = {
    "prompt": ("text", "prompt", "string", "value"),
    "negative": ("text", "prompt", "string", "value"),
    "seed": ("seed", "noise_seed", "value"),
    "size": ("width",),
    **dict.fromkeys((*PICTURES, *FOLLOWED), ("image",)),
    **{f"{name} strength": ("strength", "value", "float") for name in CONTROLS},
    f"{INIT} strength": ("denoise", "value", "float"),
    "picture": (),
}
"""Slot → inputs that may take it, the first that the node has."""
SAVERS = ("SaveImage", "PreviewImage")
MOST_BYTES = 4 * 2**20


class Workflow(msgspec.Struct, frozen=True):
    name: str
    graph: dict[str, Any]
    slots: dict[str, str]
    """Slot → node that is it."""

    @property
    def controls(self) -> tuple[str, ...]:
        return tuple(control for control in CONTROLS if control in self.slots)

    @property
    def output(self) -> str:
        return self.slots["picture"]

    def filled(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The graph with ``values``: slot → text, number, (width, height) or the name of an uploaded picture.

        Values without a slot are left out.
        """
        graph = copy.deepcopy(self.graph)
        for slot, value in values.items():
            if slot not in self.slots:
                continue
            inputs = graph[self.slots[slot]]["inputs"]
            if slot == "size":
                inputs["width"], inputs["height"] = value
            else:
                inputs[next(name for name in SLOTS[slot] if name in inputs)] = value
        return graph

    def unused(self, names: Mapping[str, str]) -> tuple[str, ...]:
        """``names``: slot → what it is called. Those that the workflow has no slot for, with the reason."""
        return tuple(
            f"{words}: the workflow {self.name} has no node called “previz: {slot}”"
            for slot, words in names.items()
            if slot not in self.slots
        )


def folder() -> Path:
    return models_folder() / "workflows"


def names() -> list[str]:
    """As models are named, with `MARK`."""
    return [f"{MARK}{path.stem}" for path in sorted(folder().glob("*.json"))]


def named(model: str) -> Workflow:
    """ModelMissing naming those that there are; NotSupported for one that cannot be used."""
    path = folder() / f"{model.removeprefix(MARK)}.json"
    if not path.is_file() or path.parent != folder():
        known = ", ".join(names()) or "none yet"
        raise ModelMissing(
            f"There is no {model}; there is {known}. `previz generators --workflow FILE` adds one."
        )
    return read(path)


def read(path: Path) -> Workflow:
    """Raises NotSupported, saying what to change, for a file that is no workflow with the slots it needs."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise NotSupported(f"{path.name} is too large for a workflow.")
        told = json.loads(path.read_bytes())
    except OSError as error:
        raise NotSupported(f"{path} cannot be read: {disk.reason(error)}.") from error
    except (ValueError, RecursionError) as error:
        raise NotSupported(
            f"{path.name} is no workflow; export it from ComfyUI with “Export (API)”."
        ) from error
    if isinstance(told, dict) and isinstance(told.get("nodes"), list):
        raise NotSupported(f"{path.name} was saved for the screen; export it with “Export (API)”.")
    if not isinstance(told, dict) or not told or not all(_is_node(node) for node in told.values()):
        raise NotSupported(f"{path.name} is no workflow; export it from ComfyUI with “Export (API)”.")
    return Workflow(path.stem, told, _slots(path.name, told))


def keep(path: Path) -> Workflow:
    """Put a workflow among the models. Raises NotSupported, FileNotWritable."""
    workflow = read(path)
    name = re.sub(r"[^\w-]+", "-", path.stem).strip("-") or "workflow"
    target = folder() / f"{name}.json"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(workflow.graph, indent=1, ensure_ascii=False), encoding="utf-8")
    except OSError as error:
        raise FileNotWritable(f"{target} cannot be written: {disk.reason(error)}.") from error
    return msgspec.structs.replace(workflow, name=name)


def _is_node(node: Any) -> bool:
    return (
        isinstance(node, dict)
        and isinstance(node.get("class_type"), str)
        and isinstance(node.get("inputs"), dict)
    )


def _slots(file: str, graph: dict[str, Any]) -> dict[str, str]:
    slots: dict[str, str] = {}
    for node_id, node in graph.items():
        slot = _slot(node)
        if slot is None:
            continue
        if slot not in SLOTS:
            raise NotSupported(f"{file}: there is no slot “{slot}”; there are {', '.join(SLOTS)}.")
        wanted = ("width", "height") if slot == "size" else ()
        fitting = SLOTS[slot] if slot != "size" else wanted
        if not all(name in node["inputs"] for name in wanted) or (
            fitting and not any(name in node["inputs"] for name in fitting)
        ):
            raise NotSupported(f"{file}: the node “previz: {slot}” has no input {' or '.join(fitting)}.")
        slots[slot] = node_id
    savers = [node_id for node_id, node in graph.items() if node["class_type"] in SAVERS]
    if "picture" not in slots and len(savers) == 1:
        slots["picture"] = savers[0]
    for slot, why in (("prompt", "words"), ("picture", "the picture that is kept")):
        if slot not in slots:
            raise NotSupported(f"{file}: call one node “previz: {slot}”, for {why}.")
    if not set(slots) & set(CONTROLS):
        raise NotSupported(
            f"{file}: call an image node “previz: depth”, so that something holds the blocking."
        )
    return slots


def _slot(node: dict[str, Any]) -> str | None:
    meta = node.get("_meta")
    title = str(meta.get("title", "")) if isinstance(meta, dict) else ""
    head, colon, slot = title.partition(":")
    return " ".join(slot.lower().split()) if colon and head.strip().lower() == "previz" else None
