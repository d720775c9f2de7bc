"""Pushback steers: what the reasons given to a frame change in the next request, and what only the stage can.

A drawing follows geometry: where somebody looks, how wide the shot is or what a face does is put right on
the stage, and the drawing has nothing to turn. A trained model follows control pictures and words, whose
strengths the reasons raise. Every change is a `Steer` that people see, may change and may leave out before
the next take, and that the take keeps in its request.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from previz.gen.request import FrameRequest, Steer, from_json
from previz.gen.sketch import plan_of
from previz.gen.sketch.choices import IDLE, choice, read
from previz.gen.sketch.plan import Plan
from previz.review.pushback import Reason
from previz.review.pushback import read as read_why
from previz.scene import model
from previz.scene.store import Store
from previz.studio.reviewing import Reviewing
from previz.studio.trained import Trained

STRONGEST = 1.0
"""A reason raises no control above this; a person may."""
HEAVIER, FIRMER = 1.2, 0.75
"""Factors for the line and for the unsteadiness of the hand."""
TONE_STEP = 0.06
_PLACES = {
    r"(?:from|on) (?:the )?(?:camera |screen )?left": "side left",
    r"(?:from|on) (?:the )?(?:camera |screen )?right": "side right",
    r"from behind|from (?:the )?back|back ?lit|back ?light": "back left",
    r"from (?:high )?above|from (?:the )?top|top ?light": "high",
}
"""Words for where light comes from → a light of the draughtsman's."""
_CLAUSES = re.compile(r"[.,;:!?\n]|\bbut\b")
_TONES = (
    (r"\b(?:too|less|not so|not as) dark(?:er)?\b|(?:\bnot|n't) (?:bright|light) enough\b", "lighter"),
    (r"\b(?:too|less|not so|not as) (?:bright|light)(?:er)?\b|(?:\bnot|n't) dark enough\b", "darker"),
)
"""What is said the other way round → what it asks for."""
_TURNED = r"no|not|never|without|less|too|instead|rather|wrong|\w+n't"
"""Words that turn a wish round: what they stand beside is not guessed at."""

_ON_STAGE: Mapping[str, str] = {
    "eyeline": "turn the head or set who is looked at",
    "size": "move the camera or change the lens",
    "lens": "choose another lens",
    "geography": "move camera, people or set",
    "expression": "choose another face",
    "wardrobe": "change clothes and hair",
    "light": "set hour, key or lamps",
    "performance": "choose or bend the pose",
}
"""What to do about a reason where the picture follows the stage."""

_CONTROLS: Mapping[str, tuple[tuple[str, float], ...]] = {
    "eyeline": (("openpose", 0.2), ("line", 0.15)),
    "size": (("depth", 0.15),),
    "lens": (("depth", 0.15), ("line", 0.1)),
    "geography": (("depth", 0.2),),
    "performance": (("openpose", 0.2),),
    "legibility": (("line", 0.15),),
}
"""Reason → controls of a model and by how much they hold more firmly."""
_FIRST = 0.6
"""Strength of a control that was not used before."""
_LABELS = {"openpose": "Pose control", "line": "Line control", "depth": "Depth control"}
_SPOKEN: Mapping[str, str] = {
    "expression": "a clear, readable expression on the face",
    "wardrobe": "clothes and hair exactly as described",
    "light": "light exactly as described",
    "performance": "a pose and gesture that read at a glance",
}
"""Reasons whose words a model is told, and what it is told when a person gave the reason alone."""


def steers(reasons: Iterable[Reason], words: str, before: FrameRequest | None) -> tuple[Steer, ...]:
    """What ``reasons`` and ``words`` change after a frame made from ``before`` (None: an imported one)."""
    found: list[Steer] = []
    for reason in reasons:
        if before is None or before.generator == "sketch":
            found += _drawn(reason, words, plan_of(before) if before is not None else None)
        else:
            found += _modelled(reason, words, before)
    return tuple(found)


def asked_for(store: Store, reviewing: Reviewing, panel: model.Panel) -> tuple[Steer, ...]:
    """What the verdict about the selected take of a panel asks of the next; () unless it was sent back."""
    take = reviewing.selected(panel)
    verdict = reviewing.decision(panel)
    if take is None or verdict is None or verdict.state != "changes":
        return ()
    before = None if take.imported else from_json(store.blob(take.request))
    return unlocked(panel, steers(*read_why(verdict.why), before))


def unlocked(panel: model.Panel, asked: Sequence[Steer]) -> tuple[Steer, ...]:
    """Without changes of choices that somebody locked in the panel."""
    return tuple(one for one in asked if one.where != "choice" or one.name not in panel.locked_choices)


def _drawn(reason: Reason, words: str, plan: Plan | None) -> Iterator[Steer]:
    if reason.key in _ON_STAGE:
        todo = _ON_STAGE[reason.key]
        yield Steer(reason=reason.label, where="stage", label="On the stage", new=todo)
    if plan is None:
        return
    wanted: list[tuple[str, float | str]] = []
    if reason.key == "legibility":
        wanted += [("weight", float(read(plan, "weight")) * HEAVIER)]
        wanted += [("wobble", float(read(plan, "wobble")) * FIRMER)]
    elif reason.key == "geography" and read(plan, "scheme") == "neutral":
        wanted += [("scheme", "light background")]
    elif reason.key == "light":
        wanted += list(_lit(words, plan))
    for name, value in wanted:
        if name not in IDLE.get(plan.style, ()):
            yield _choice(reason, plan, name, value)


def _lit(words: str, plan: Plan) -> Iterator[tuple[str, float | str]]:
    """Darker or lighter, and from where, as far as the words say so without doubt."""
    tones: set[float] = set()
    lights: set[str] = set()
    for clause in _CLAUSES.split(words.casefold().replace("’", "'")):
        places = {light for place, light in _PLACES.items() if _says(place, clause)}
        said = clause
        if not places:  # "too bright" beside a place is about that lamp, not about the picture
            for turned, plain in _TONES:
                said = re.sub(turned, f" {plain}", said)
        if _says(_TURNED, said):
            continue
        lights |= places
        if _says(r"dark\w*|gloom\w*|moody|dimmer", said):
            tones.add(-TONE_STEP)
        if _says(r"lighter|bright\w*", said):  # "light" alone is what the words are about
            tones.add(TONE_STEP)
    if len(tones) == 1:
        yield "tone", float(read(plan, "tone")) + tones.pop()
    if len(lights) == 1:
        yield "light", lights.pop()


def _says(pattern: str, words: str) -> bool:
    return re.search(rf"\b(?:{pattern})\b", words) is not None


def _choice(reason: Reason, plan: Plan, name: str, value: float | str) -> Steer:
    one = choice(name)
    old = read(plan, name)
    if isinstance(value, float):
        value = round(min(max(value, one.low), one.high), 2)
    shown, new = (
        f"{one_of:.2f}".replace("-", "−") if isinstance(one_of, float) else one_of for one_of in (old, value)
    )
    return Steer(reason=reason.label, where="choice", name=name, label=one.label, old=shown, new=new)


def _modelled(reason: Reason, words: str, before: FrameRequest) -> Iterator[Steer]:
    for control, step in _CONTROLS.get(reason.key, ()):
        old = before.strengths.get(control)
        new = _FIRST if old is None else min(max(STRONGEST, old), old + step)
        yield Steer(
            reason=reason.label,
            where="strength",
            name=control,
            label=_LABELS[control],
            old="–" if old is None else f"{old:.2f}",
            new=f"{new:.2f}",
        )
    if reason.key in _SPOKEN:
        said = words or _SPOKEN[reason.key]
        yield Steer(reason=reason.label, where="words", name="words", label="Words", old="–", new=said)


# ------------------------------------------------------------------------------------------- doing it
def choices_of(asked: Sequence[Steer]) -> dict[str, str | float]:
    """Choices of the drawing, for `gen.sketch.choices.choose`."""
    return {steer.name: steer.new for steer in asked if steer.where == "choice"}


def strengths_of(asked: Sequence[Steer], strengths: Mapping[str, float]) -> dict[str, float]:
    return dict(strengths) | {steer.name: float(steer.new) for steer in asked if steer.where == "strength"}


def steered(
    asked: Sequence[Steer], look: model.Look, by: Trained | None
) -> tuple[model.Look, Trained | None]:
    """Look and model as the next frame has them: words behind the look's, strengths over the model's.

    Doing it again changes nothing.
    """
    look = msgspec.structs.replace(look, words=words_of(asked, look.words))
    if by is not None:
        by = msgspec.structs.replace(by, strengths=strengths_of(asked, by.strengths))
    return look, by


def words_of(asked: Sequence[Steer], words: str) -> str:
    """The look's words with those of the reasons behind them, each once."""
    more = dict.fromkeys(steer.new for steer in asked if steer.where == "words")
    return ", ".join(filter(None, (words, *more)))
