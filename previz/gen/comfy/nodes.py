"""Which kinds of node a server has, asked before a frame is sent there."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Iterable, Mapping
from typing import Any

from previz.errors import GenerationError
from previz.gen.comfy.graph import SD15_FILES, UNION_TYPES, Family, compile_graph
from previz.gen.comfy.server import Server, Unreachable

PACKS: dict[str, str] = {
    r"IPAdapter|PrepImageForClipVision": "ComfyUI_IPAdapter_plus",
    r"ACN_": "ComfyUI-Advanced-ControlNet",
    r".*GGUF": "ComfyUI-GGUF",
    r"Nunchaku": "ComfyUI-nunchaku",
    r"UltimateSDUpscale": "ComfyUI_UltimateSDUpscale",
    r"FaceDetailer|Impact|SAMLoader$": "ComfyUI-Impact-Pack",
    r"AIO_Preprocessor|.*Preprocessor$": "comfyui_controlnet_aux",
    r".*\(rgthree\)": "rgthree-comfy",
    r".*KJ$|GetImageSizeAndCount$": "ComfyUI-KJNodes",
    r"LayerMask|LayerUtility": "ComfyUI_LayerStyle",
}
"""How the names of nodes begin, or what they are → the pack of custom nodes that brings them."""
_there: dict[str, set[str]] = {}
"""Address of a server → kinds that it was seen to have, which are not asked for again."""


class Kinds:
    """One look at a server. What it lacks is asked for once, and again by the next: it may be installed."""

    def __init__(self, server: Server) -> None:
        self._server, self._gone = server, set[str]()

    def lacking(self, kinds: Iterable[str]) -> tuple[str, ...]:
        """Those of ``kinds`` that the server says it does not have; none that it cannot be asked about.

        Raises Unreachable.
        """
        wanted = set(kinds)
        there = _there.setdefault(self._server.url, set())
        for kind in sorted(wanted - there - self._gone):
            try:
                told = self._server.json(f"/object_info/{urllib.parse.quote(kind, safe='')}")
            except Unreachable:
                raise
            except GenerationError:  # an old server, or a proxy before it: the run will tell
                break
            if told == {}:
                self._gone.add(kind)
            elif isinstance(told, dict) and kind in told:
                there.add(kind)
        return tuple(sorted(wanted & self._gone))


def of_graph(graph: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(str(node["class_type"]) for node in graph.values())


def of_family(family: Family) -> frozenset[str]:
    """What every frame of ours needs, whatever its controls."""
    control = next(iter(UNION_TYPES if family == "sdxl" else SD15_FILES))
    graph = compile_graph(
        family=family,
        checkpoint="",
        prompt="",
        negative="",
        seed=0,
        size_px=(64, 64),
        controls={control: ("", "", 1.0)},
        prefix="",
    )
    return of_graph(graph)


def why_not(lacks: Iterable[str], own: bool) -> str:
    """What to install, "" for nothing; ``own``: of a workflow of the user's, not a graph of ours."""
    kinds = sorted(lacks)
    if not kinds:
        return ""
    named = ", ".join(_named(kind) for kind in kinds[:4]) + (", …" if len(kinds) > 4 else "")
    it, core = ("it", "it is a core node") if len(kinds) == 1 else ("them", "these are core nodes")
    what = f"install the custom nodes that bring {it} (ComfyUI's Manager finds them), or update ComfyUI"
    return f"The ComfyUI server has no node {named}; {what if own else f'{core}: update ComfyUI'}."


def _named(kind: str) -> str:
    """ "“IPAdapterAdvanced” (of ComfyUI_IPAdapter_plus)"."""
    pack = next((pack for mark, pack in PACKS.items() if re.match(mark, kind)), "")
    return f"“{kind}” (of {pack})" if pack else f"“{kind}”"
