"""From a request and a models folder to what is loaded: the base, its ControlNets, and what is not used.

Pure but for reading small JSON files, so that a person hears before the run what would be left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from previz.errors import ModelMissing, NotSupported
from previz.gen.controls import CONTROLS, Control
from previz.gen.diffusion.families import Family, family_of, kinds
from previz.gen.models.catalogue import Recipe, catalogue
from previz.gen.models.installed import (
    Adapter,
    Base,
    Net,
    Tiny,
    adapters,
    base_named,
    bases,
    nets,
    previews,
    prove,
)


class Held(msgspec.Struct, frozen=True):
    """One control of the picture."""

    control: Control
    net: Net | None
    """None for a base that has its control built in."""
    strength: float


class Setup(msgspec.Struct, frozen=True, kw_only=True):
    base: Base
    family: Family
    recipe: Recipe
    held: tuple[Held, ...]
    adapter: Adapter | None = None
    """For reference pictures."""
    tiny: Tiny | None = None
    """For previews; without one they are projected."""
    unused: tuple[str, ...]
    """Controls that are left out, each with the reason."""

    @property
    def nets(self) -> tuple[Net, ...]:
        """What is loaded, each once, in the order of the controls."""
        return tuple(dict.fromkeys(held.net for held in self.held if held.net is not None))

    def spans_unused(self, spans: Mapping[str, tuple[float, float]]) -> tuple[str, ...]:
        """What is left out of ``spans`` (control → shares of the steps), each with the reason."""
        held = {held.control for held in self.held} & set(spans)
        if not held or (self.family.window and self.family.net != "union"):
            return ()
        if not self.family.window:
            return (f"when a control holds: {self.family.label} holds it to the end",)
        if len(self.held) == 1:
            return ()
        return ("when each control holds: a union ControlNet holds all of them as long as the longest",)

    @property
    def steps(self) -> int:
        return self.family.steps if self.recipe.steps is None else self.recipe.steps

    @property
    def guidance(self) -> float:
        return self.family.guidance if self.recipe.guidance is None else self.recipe.guidance


def set_up(model: str, strengths: Mapping[str, float], folder: Path, references: int = 0) -> Setup:
    """``references``: how many reference pictures there are.

    Raises ModelMissing when the model, or every ControlNet for it, is missing; NotSupported.
    """
    recipe = catalogue().recipe(model) or Recipe()
    base = _whole(base_named(recipe.base or model, bases(folder), folder))
    if not recipe.base and base.sidecar.is_file():
        recipe = _recipe(base.sidecar)
    wanted: list[Control] = [control for control in CONTROLS if strengths.get(control, 0.0) > 0]
    if not base.width:
        raise ModelMissing(
            f"The small files of {base.name} (config.json) cannot be read; download the model again."
        )
    known = kinds(base.family)
    near = [net for net in nets(folder) if net.kind in known]
    fitting = [net for net in near if net.width == base.width]
    kind = next((kind for kind in known if any(net.kind == kind for net in fitting)), known[-1])
    if wanted and kind and not fitting:
        raise ModelMissing(_no_net(base, near, folder))
    family = family_of(base.family, kind if wanted else None)
    held, unused = _held(wanted, strengths, family, [net for net in fitting if net.kind == kind], folder)
    if not kind:
        unused += _built_in(base, family, held)
    elif wanted and not held:
        raise ModelMissing(f"{unused[0][0].upper()}{unused[0][1:]}; `previz models` lists what can be had.")
    adapter, why = _adapter(family, base, folder) if references else (None, ())
    return Setup(
        base=base,
        family=family,
        recipe=recipe,
        held=held,
        unused=(*unused, *why),
        adapter=adapter,
        tiny=previews(folder).get(family.tiny),
    )


def _whole(base: Base) -> Base:
    """Raises NotSupported or ModelMissing for a single file that cannot be used."""
    if base.is_file and (not base.family or base.config is None):
        prove(base.path)
        raise ModelMissing(
            f"{base.name} comes without the small files of its family (configuration, vocabulary); "
            f"get them: `previz models --get {base.family}-files`."
        )
    return base


def usual(model: str, folder: Path) -> Setup:
    """What holds the picture when nothing else is said: depth, or the control that is built in.

    Raises as `set_up`.
    """
    recipe = catalogue().recipe(model) or Recipe()
    base = _whole(base_named(recipe.base or model, bases(folder), folder))
    family = family_of(base.family, None)
    control: Control = "depth" if family.net else next(iter(family.takes))
    return set_up(model, {control: 1.0}, folder)


def _adapter(family: Family, base: Base, folder: Path) -> tuple[Adapter | None, tuple[str, ...]]:
    if not family.adapter:
        return None, (f"reference pictures: {family.label} has no IP-Adapter",)
    sign = (family.adapter, base.width)
    fitting = [adapter for adapter in adapters(folder) if (adapter.kind, adapter.width) == sign]
    if fitting:
        return fitting[0], ()
    return None, (f"reference pictures: there is no IP-Adapter for {base.name} in {folder}",)


def _built_in(base: Base, family: Family, held: tuple[Held, ...]) -> tuple[str, ...]:
    """What is to be said of a base that has its control built in. NotSupported when it is not asked for."""
    (control,) = family.takes
    if not held:
        raise NotSupported(
            f"{base.name} paints over {control} and nothing else; choose an adherence that sends {control}."
        )
    firm = held[0].strength == 1.0
    return () if firm else (f"strength of {control}: {family.label} holds to it in full",)


def _held(
    wanted: list[Control], strengths: Mapping[str, float], family: Family, fitting: list[Net], folder: Path
) -> tuple[tuple[Held, ...], tuple[str, ...]]:
    held: list[Held] = []
    unused: list[str] = []
    for control in wanted:
        net = next((net for net in fitting if net.follows(control)), None)
        if why := family.why_not(control):
            unused.append(f"{control}: {why}")
        elif net is None and family.net:
            unused.append(f"{control}: there is no ControlNet for it in {folder}")
        elif len(held) == family.most:
            unused.append(f"{control}: {family.label} follows one control at a time, {held[0].control} here")
        elif family.net == "qwen" and held and held[0].net != net:
            unused.append(f"{control}: {family.label} follows one ControlNet at a time")
        else:
            held.append(Held(control, net, strengths[control]))
    return tuple(held), tuple(unused)


def _no_net(base: Base, near: list[Net], folder: Path) -> str:
    if near:
        return (
            f"The ControlNet {near[0].name} belongs to another family than {base.name} "
            f"(width {near[0].width}, not {base.width}); put one for {base.name} into {folder}."
        )
    return f"There is no ControlNet for {base.name} in {folder}, so nothing would hold the blocking; add one."


def _recipe(path: Path) -> Recipe:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Recipe)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotSupported(f"{path} cannot be understood ({error}); correct or remove it.") from error
