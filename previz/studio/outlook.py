"""What is known of the next frame of a look before anybody asks for it: numbers, what is left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from previz.errors import ModelMissing, NotSupported
from previz.gen.comfy import workflow
from previz.gen.comfy.graph import left_out
from previz.gen.comfy.workflow import FOLLOWED, MARK
from previz.gen.controls import CONTROLS, Control, dial, end
from previz.gen.request import Steer
from previz.scene.model import Look
from previz.studio import generators
from previz.studio.following import NO_ADAPTER
from previz.studio.generators import ModelStanding, Standing
from previz.studio.steering import steered
from previz.studio.trained import HERE, Trained, known_adherence


class Number(msgspec.Struct, frozen=True, kw_only=True):
    """How one control holds the next frame."""

    strength: float
    """0 = it is not sent."""
    start: float
    end: float
    """Shares of the steps between which it holds."""
    own: bool = False
    """A person decided it, not the dial."""


class Outlook(msgspec.Struct, frozen=True, kw_only=True):
    models: tuple[str, ...] = ()
    """What the generator has, by name."""
    chosen: str = ""
    """The one that makes the frame, by its whole name; "" = none."""
    family: str = ""
    numbers: dict[Control, Number] = {}
    dial: dict[Control, Number] = {}
    """The same by the dial alone."""
    unused: tuple[str, ...] = ()
    """What the frame goes without, each with the reason."""
    trouble: str = ""
    """Why no frame would come; "" when one would."""
    lacks_model: bool = False
    """A model, or a part of one, is what is missing."""


def outlook(look: Look, standing: Standing | None, steers: Sequence[Steer] = (), people: int = 0) -> Outlook:
    """Reads small files of the models folder. ``standing``: of the look's generator; None = not asked yet.

    ``steers``: what pushback changes in this frame; what is left out and what is missing follow it, while the
    numbers stay those of dial and person. ``people``: how many pictures of people there are to be followed.
    """
    held = Trained.by_look(look)
    if held is None:
        return Outlook()
    chosen = _named(look.model, standing)
    family = held.family() if look.generator == HERE else chosen.family if chosen is not None else ""
    plain = _dialled(look, family)
    asked = steered(steers, look, held)[1] or held
    trouble, lacks = _trouble(look, standing, chosen)
    unused: tuple[str, ...] = ()
    if not trouble and look.generator == HERE:
        try:
            unused = asked.unused(len(look.pictures) + people)
        except (ModelMissing, NotSupported) as error:
            trouble, lacks = str(error), isinstance(error, ModelMissing)
    elif not trouble and chosen is not None and chosen.trouble:
        trouble = chosen.trouble
    elif not trouble and chosen is not None:
        trouble, unused = _without(chosen, asked, len(look.pictures), people)
        lacks = bool(trouble)
    return Outlook(
        models=tuple(one.name for one in standing.models) if standing is not None else (),
        chosen=chosen.name if chosen is not None else "",
        family=family,
        numbers={
            c: _number(plain[c], held.strengths.get(c, 0.0), held.spans.get(c), c in look.controls)
            for c in CONTROLS
        },
        dial=plain,
        unused=unused,
        trouble=trouble,
        lacks_model=lacks,
    )


def unused_by(frames: Iterable[tuple[Trained | None, int, int]], server: Standing | None = None) -> list[str]:
    """What the models would leave out, each with the reason, before a frame is begun.

    Of every frame its maker, and how many pictures of style and of people it may be to follow. ``server``: as
    it stands; None = it is asked where it is to make a frame.
    """
    most: dict[int, tuple[Trained | None, int, int]] = {}
    for maker, styles, people in frames:
        _, *before = most.get(id(maker), (maker, 0, 0))
        most[id(maker)] = maker, max(before[0], styles), max(before[1], people)
    told: list[str] = []
    for maker, styles, people in most.values():
        try:
            if maker is not None and maker.generator == "comfyui":
                server = server or generators.standing("comfyui")
                told += _unused_there(maker, server, styles, people)
            else:
                told += maker.unused(styles + people) if maker is not None else ()
        except (ModelMissing, NotSupported):
            continue  # its own frames fail with that reason
    return list(dict.fromkeys(told))


def _unused_there(held: Trained, standing: Standing, styles: int, people: int) -> tuple[str, ...]:
    """What the frames of a server go without, each with the reason, before one is begun; nothing where none
    would come. ``styles``, ``people``: how many pictures of each there are to be followed."""
    chosen = _named(held.model, standing)
    return () if chosen is None or chosen.trouble else _without(chosen, held, styles, people)[1]


def _without(chosen: ModelStanding, held: Trained, styles: int, people: int) -> tuple[str, tuple[str, ...]]:
    """(why no frame would come for want of ControlNets, what a frame goes without)."""
    sent = [c for c in CONTROLS if held.strengths.get(c, 0.0) > 0]
    without = {c: chosen.lacks[c] for c in sent if c in chosen.lacks}
    if chosen.name.startswith(MARK):
        return "", (*without.values(), *_without_slots(chosen.name, styles, people))
    if without and len(without) == len(sent):
        return next(iter(without.values())), ()
    lost = (f"reference pictures: {NO_ADAPTER}",) if styles or people else ()
    return "", (*(left_out(c, why) for c, why in without.items()), *lost)


def _without_slots(name: str, styles: int, people: int) -> tuple[str, ...]:
    """Pictures that a workflow of one's own has no node for."""
    there = {"person": people, "style": styles}
    try:
        return workflow.named(name).unused({kind: FOLLOWED[kind] for kind in FOLLOWED if there[kind]})
    except (ModelMissing, NotSupported):  # it went meanwhile; its frames fail with that reason
        return ()


def _dialled(look: Look, family: str) -> dict[Control, Number]:
    firm = dial(known_adherence(look.adherence), family)
    return {c: Number(strength=firm.get(c, 0.0), start=0.0, end=end(c, family)) for c in CONTROLS}


def _number(plain: Number, strength: float, span: tuple[float, float] | None, own: bool) -> Number:
    start, last = span or (plain.start, plain.end)
    return Number(strength=strength, start=start, end=last, own=own)


def _named(wish: str, standing: Standing | None) -> ModelStanding | None:
    """The first model of the generator whose name has ``wish`` in it."""
    models = standing.models if standing is not None else ()
    return next((one for one in models if wish.casefold() in one.name.casefold()), None)


def _trouble(look: Look, standing: Standing | None, chosen: ModelStanding | None) -> tuple[str, bool]:
    """(why no frame would come, whether a model is what is missing)."""
    if standing is None:
        return "", False
    if not standing.ready:
        return standing.reason, not standing.models and "package" not in standing.reason
    if chosen is None and look.generator != HERE:
        known = ", ".join(one.name for one in standing.models)
        return f"There is no {look.model} on the server; it has {known}.", True
    return "", False
