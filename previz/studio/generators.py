"""Who can make frames here, with which models and controls, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import msgspec

from previz.errors import GenerationError, ModelMissing, NotSupported
from previz.gen.comfy import nodes, workflow
from previz.gen.comfy.graph import control_files, family_of, why_not
from previz.gen.comfy.login import keep_token, kept_token
from previz.gen.comfy.server import HERE, Server
from previz.gen.controls import ADHERENCES, CONTROLS
from previz.gen.diffusion.generator import missing_package
from previz.gen.diffusion.setup import set_up
from previz.gen.models import settings
from previz.gen.models.installed import bases
from previz.gen.models.settings import models_folder
from previz.gen.queue import FAMILIES
from previz.scene import model
from previz.scene.document import Document
from previz.studio.model_list import model_rows

__all__ = [
    "ADHERENCES",
    "NAMES",
    "ModelStanding",
    "Standing",
    "as_data",
    "choose_server",
    "free_server",
    "here",
    "keep_workflow",
    "pace_s",
    "standing",
    "standings",
]

NAMES = tuple(FAMILIES)


class ModelStanding(msgspec.Struct, frozen=True):
    name: str
    controls: tuple[str, ...]
    missing: tuple[str, ...]
    """Why each of the other controls cannot be used."""
    family: str = ""
    """Whose dial it is held by; see `previz.gen.controls.dial`."""
    lacks: dict[str, str] = {}
    """Control of a server's model → why it cannot be used."""
    trouble: str = ""
    """Why a server's model makes no frame at all."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """One generator as it stands now."""

    name: str
    ready: bool
    where: str
    models: tuple[ModelStanding, ...] = ()
    reason: str = ""
    """What to do when it is not ready."""


def standings() -> list[Standing]:
    """Asks the server, which may take seconds when it is slow; never raises for one that is not there."""
    return [standing(name) for name in ("sketch", "comfyui", "diffusers")]


def standing(generator: str) -> Standing:
    """One of them, as `standings`."""
    if generator == "comfyui":
        return _comfyui()
    if generator == "diffusers":
        return here()
    return Standing(name="sketch", ready=True, where="this machine, no model")


def as_data(standing: Standing) -> dict[str, Any]:
    data: dict[str, Any] = msgspec.to_builtins(standing)
    return data


def here() -> Standing:
    """The models on this machine; reads small files alone."""
    folder = models_folder()
    names = [row.id for row in model_rows() if row.state == "installed" and row.makes_frames]
    names += [base.name for base in bases(folder) if base.name not in names]
    models = tuple(_here(name) for name in names)
    package = missing_package()
    reason = f'It needs the package {package}: pip install "previz-studio[diffusion]".' if package else ""
    if not reason and not models:
        reason = "There is no model yet; “Models…” gets one, and so does `previz models`."
    return Standing(
        name="diffusers", ready=not reason, where=f"this machine, {folder}", models=models, reason=reason
    )


def _here(name: str) -> ModelStanding:
    """With which controls a model on this machine can work, each tried alone."""
    taken, missing, family = [], [], ""
    for control in CONTROLS:
        try:
            setup = set_up(name, {control: 1.0}, models_folder())
        except (ModelMissing, NotSupported) as error:
            why = str(error).partition("; `")[0]
            missing.append(f"{why[0].lower()}{why[1:]}")
            continue
        taken.append(control)
        family = setup.family.name
        if setup.family.most == 1:
            missing.append(f"more than one control at a time: {setup.family.label} follows one")
    return ModelStanding(name, tuple(taken), tuple(dict.fromkeys(missing)), family)


def _comfyui() -> Standing:
    where = ""
    try:
        server = Server()
        where = server.url
        checkpoints, nets = server.models("checkpoints"), server.models("controlnet")
        kinds = nodes.Kinds(server)
        models = (
            *(_model(kinds, name, nets) for name in checkpoints),
            *(_workflow(kinds, name) for name in workflow.names()),
        )
    except GenerationError as error:
        return Standing(name="comfyui", ready=False, where=where, reason=str(error))
    reason = "" if models else "It has no checkpoint; put one into its folder models/checkpoints."
    return Standing(name="comfyui", ready=bool(models), where=where, models=models, reason=reason)


PACE_FROM = 10
"""Takes that are looked at."""


def pace_s(document: Document, generator: str, model_name: str) -> float | None:
    """Seconds that a frame took lately, the median of this film's latest; None before the first."""
    made = [
        take
        for take in document.of(model.Take)
        if (take.generator, take.model) == (generator, model_name) and not take.imported and take.seconds > 0
    ]
    latest = sorted(made, key=lambda take: take.made_at)[-PACE_FROM:]
    return median(take.seconds for take in latest) if latest else None


def free_server() -> str:
    """Let the server give back the memory of its models; its address. Raises Unreachable, Refused."""
    server = Server()
    server.json("/free", {"unload_models": True, "free_memory": True})
    return server.url


def choose_server(address: str | None, token: str | None = None) -> str:
    """Keep a server's address, "" for this machine, None for the one that is kept.

    ``token`` goes into the keyring, "" takes it out, None leaves what is kept for that address.

    The address as it will be used. Raises GenerationError, NotSupported, FileNotWritable.
    """
    before = settings.kept()
    address = before.server if address is None else address
    url = Server(address).url if address else ""
    if token is not None:
        keep_token(url or HERE, token)
    login = bool(token) if token is not None else bool(kept_token(url or HERE))
    settings.keep(msgspec.structs.replace(before, server=url, login=login))
    return url


def keep_workflow(path: Path) -> str:
    """Put a workflow of one's own among the models; its name. Raises NotSupported, FileNotWritable."""
    return f"{workflow.MARK}{workflow.keep(path).name}"


def _workflow(kinds: nodes.Kinds, name: str) -> ModelStanding:
    """Raises Unreachable."""
    try:
        flow = workflow.named(name)
    except (ModelMissing, NotSupported) as error:
        return _useless(name, str(error))
    if why := nodes.why_not(kinds.lacking(nodes.of_graph(flow.graph)), own=True):
        return _useless(name, why)
    lacks: dict[str, str] = {
        control: f"{control}: no node is called “previz: {control}”"
        for control in CONTROLS
        if control not in flow.controls
    }
    return ModelStanding(name, flow.controls, tuple(lacks.values()), lacks=lacks)


def _model(kinds: nodes.Kinds, name: str, nets: list[str]) -> ModelStanding:
    """Raises Unreachable."""
    missing: dict[str, str] = dict(_missing(name, nets))
    lacks = kinds.lacking(nodes.of_family(family_of(name))) if len(missing) < len(CONTROLS) else ()
    if why := nodes.why_not(lacks, own=False):
        return _useless(name, why)
    taken = tuple(control for control in CONTROLS if control not in missing)
    return ModelStanding(name, taken, tuple(dict.fromkeys(missing.values())), lacks=missing)


def _useless(name: str, why: str) -> ModelStanding:
    return ModelStanding(name, (), (why,), trouble=why)


def _missing(name: str, nets: list[str]) -> Iterator[tuple[str, str]]:
    for control in CONTROLS:
        if why := why_not(name):
            yield control, why
            continue
        try:
            control_files(family_of(name), {control: ""}, nets)
        except ModelMissing as error:
            yield control, str(error)
