"""A finished picture made better: an area anew, another light, what was painted over it, larger, final."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from previz.errors import BadProject
from previz.gen.controls import Adherence
from previz.gen.request import INIT, MAX_SIDE_PX, FrameRequest, Refine, from_json
from previz.scene import model
from previz.scene.store import Store
from previz.studio.making import FRAME_WIDTH_PX, Making, Outcome, Tell, frame_size
from previz.studio.reference_pictures import pictures_at_hand
from previz.studio.reviewing import DRAWN
from previz.studio.snapshot import Snapshot
from previz.studio.stage_since import StageSince, stage_since
from previz.studio.studio import Studio
from previz.studio.trained import HERE, Trained

MAKERS = (HERE, "comfyui")
KEEP = 0.35
"""How much of the picture stays when nothing is said."""
KEEP_LIGHT = 0.5
"""The same where only the light is to change."""
KEEP_PAINT = 0.45
"""The same where somebody has painted: colours and places are theirs."""
KEEP_FINAL = 0.55
"""The same from a draft to its final: the same picture, worked out."""
KEEP_ENLARGED = 0.75
"""The same where a picture is enlarged: only what is finer than it could show is new."""
TIMES = (2, 3, 4)


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What a person wants of a picture."""

    region: str = ""
    """Who or what is to be made anew, by name, or by id where several have it; "" = the whole frame."""
    lasso: tuple[tuple[float, float], ...] = ()
    """Corners of an area to be made anew, in widths of the picture from its top left, as marks are."""
    feather: float | None = None
    """Share of the width over which the border fades, 0…0.25; None = as usual."""
    paint: str = ""
    """Blob of what was painted over the picture (`PaperOver.blob`), which the model makes real."""
    everywhere: bool = False
    """What was painted may change the whole picture; else only itself and what is close to it."""
    light: str = ""
    """Words for another light, everything else staying."""
    words: str = ""
    keep: float | None = None
    """How much of the picture stays, 0…1; None = by the kind of the wish."""
    generator: str = ""
    """Which generator makes it; "" = that of the take, or the models on this machine."""
    model: str = ""
    adherence: Adherence | None = None
    same_seed: bool = True


Asked = tuple[Making, Trained | None]
"""For `Studio.generate`, and for a batch in the background; None = the drawing generator."""


def refine(studio: Studio, take: model.Take, wish: Wish, tell: Tell) -> Outcome:
    """A new take of the same panel that goes on from ``take``, which stays as it is.

    Raises as `refined`; a region that is not seen fails the frame.
    """
    return go_on(studio, take, refined(take, wish), tell)


def go_on(studio: Studio, take: model.Take, asked: Asked, tell: Tell) -> Outcome:
    """Make what `refined`, `enlarged` or `finished` asks for."""
    panel = studio.document.need(take.panel_id, model.Panel)
    making, trained = asked
    shot = studio.document.need(panel.shot_id, model.Shot)
    return studio.generate([shot], making, tell, trained or Trained(generator="sketch"))


def since(eyes: Studio | Snapshot, take: model.Take) -> StageSince:
    """What of the stage has changed since ``take``, or since a person found it still true, before anything is
    made from it.

    Raises as `Reviewing.fingerprint`, FileDamaged.
    """
    panel = eyes.document.need(take.panel_id, model.Panel)
    shot = eyes.document.need(panel.shot_id, model.Shot)
    drawn = msgspec.structs.replace(eyes.reviewing.look(shot), generator=DRAWN)  # words are not asked for
    return stage_since(
        eyes.reviewing.affirmed(take), eyes.reviewing.fingerprint(shot, panel.time_s, look=drawn)
    )


def to_follow(studio: Studio, take: model.Take, asked: Asked) -> tuple[int, int]:
    """(pictures of style, pictures of people) that the next frame may be to follow: those that there are, for
    a final those of its draft. FileDamaged."""
    by = asked[1]
    if by is not None and by.refine is not None and by.refine.said is not None:
        draft = _request(studio.store, take)
        kinds = [one.kind for one in draft.references] if draft is not None else []
        return kinds.count("style"), kinds.count("person")
    panel = studio.document.need(take.panel_id, model.Panel)
    shot = studio.document.need(panel.shot_id, model.Shot)
    return len(studio.reviewing.look(shot).pictures), pictures_at_hand(studio.document, shot)


def refined(take: model.Take, wish: Wish) -> tuple[Making, Trained]:
    """What is asked for so that the next take of the panel goes on from ``take``.

    Raises ModelMissing, NotSupported, BadProject.
    """
    if wish.light and (wish.region or wish.lasso or wish.paint):
        raise BadProject("Change the light of the whole frame, or make one region anew; not both at once.")
    adherence: Adherence = wish.adherence or ("strict" if wish.light else "faithful")
    usual = KEEP_LIGHT if wish.light else KEEP_PAINT if wish.paint else KEEP
    trained = _held(take, wish, adherence, usual if wish.keep is None else wish.keep)
    step = Refine(
        blob=take.image,
        take=take.number,
        region=wish.region,
        lasso=wish.lasso,
        feather=wish.feather,
        paint=wish.paint,
        everywhere=wish.everywhere,
        only_light=bool(wish.light),
        words=", ".join(part for part in (wish.light, wish.words) if part),
    )
    making = _making(take, take.seed if wish.same_seed else None, take.size_px)
    return making, msgspec.structs.replace(trained, refine=step)


def enlarged(store: Store, take: model.Take, times: int, wish: Wish | None = None) -> Asked:
    """The same picture ``times`` as large each way, for print.

    A drawing is drawn again at that size, with all its choices; a model's picture is worked over piece by
    piece, with ``wish.words`` and as much kept as ``wish.keep`` says. Raises as `refined`.
    """
    wish = wish or Wish()
    width, height = take.size_px
    size = (width * times, height * times)
    if times not in TIMES or max(size) > MAX_SIDE_PX:
        raise BadProject(
            f"Take {take.number} cannot be made {times} times as large, {size[0]} × {size[1]} px; "
            f"choose 2 to 4 times, and no side above {MAX_SIDE_PX} px."
        )
    if is_drawing(take) and not wish.generator:
        return _drawn_again(take, size), None
    before = _request(store, take)
    adherence: Adherence = wish.adherence or "faithful"
    trained = _held(take, wish, adherence, KEEP_ENLARGED if wish.keep is None else wish.keep).loose()
    words = ", ".join(part for part in (_words(before), wish.words) if part)
    step = Refine(blob=take.image, take=take.number, enlarged=True, words=words)
    loras = before.loras if before is not None and before.generator == trained.generator else {}
    made = msgspec.structs.replace(trained, refine=step, loras=loras)
    return _making(take, take.seed, size), made


def finished(store: Store, take: model.Take, keep: float | None = None) -> Asked:
    """A draft at its final size with the same seed, choices, words and numbers; ``keep``: of a model's draft.

    Raises BadProject for what is no draft, and as `refined`.
    """
    width, height = take.size_px
    if width >= FRAME_WIDTH_PX:
        raise BadProject(f"Take {take.number} is no draft, it is {width} px wide; enlarge it instead.")
    size = frame_size(width / height)
    if is_drawing(take):
        return _drawn_again(take, size), None
    before = _request(store, take)
    trained = Trained.of(before) if before is not None else None
    if before is None or trained is None:
        raise BadProject(f"Take {take.number} was brought in and has no words or seed; refine it instead.")
    share = KEEP_FINAL if keep is None else keep
    strengths = trained.strengths | {INIT: share}
    said = (before.prompt, before.negative)
    step = Refine(blob=take.image, take=take.number, words=_words(before), said=said)
    making = replace(_making(take, take.seed, size), steers={take.panel_id: before.steers})
    return making, msgspec.structs.replace(trained, strengths=strengths, refine=step)


def is_drawing(take: model.Take) -> bool:
    """Whether the drawing generator can make this take again."""
    return take.generator == "sketch" and not take.imported


def _held(take: model.Take, wish: Wish, adherence: Adherence, keep: float) -> Trained:
    maker = wish.generator or (take.generator if take.generator in MAKERS else HERE)
    held = Trained.held(maker, wish.model or (take.model if take.generator == maker else ""), adherence)
    return msgspec.structs.replace(held, strengths=held.strengths | {INIT: keep})


def _making(take: model.Take, seed: int | None, size_px: tuple[int, int]) -> Making:
    style = None if take.imported else take.style  # a picture from a file has its file's name there
    return Making(style=style, seed=seed, size_px=size_px, panel_ids=frozenset({take.panel_id}), steers={})


def _drawn_again(take: model.Take, size_px: tuple[int, int]) -> Making:
    return replace(_making(take, take.seed, size_px), again=take)


def _request(store: Store, take: model.Take) -> FrameRequest | None:
    return None if take.imported else from_json(store.blob(take.request))


def _words(request: FrameRequest | None) -> str:
    return request.refine.words if request is not None and request.refine is not None else ""
