"""One thing varied in one panel: small drawings to choose from, kept nowhere, and what a pick asks for.

Works on a snapshot of the film, so that a thread may draw while people go on.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from previz.errors import BadProject
from previz.gen.sketch.choices import CHOICES, read
from previz.gen.sketch.plan import Plan
from previz.gen.sketch.redraw import draw_now
from previz.gen.styles import STYLES
from previz.review.reasons import compare
from previz.scene import model
from previz.scene.document import Document
from previz.scene.package import lengths_mm
from previz.scene.store import Store
from previz.studio.camera_hands import camera_keys, set_camera_keys, zoom
from previz.studio.making import Making, build_request, drawn_time, frame_size
from previz.studio.planning import locked_choices, plan_of_take, plans
from previz.studio.reviewing import DRAWN
from previz.studio.snapshot import Snapshot
from previz.studio.varying import Varying

SEED, STYLE, LENS = "seed", "style", "lens"
KINDS: tuple[tuple[str, str], ...] = (
    (SEED, "Seed"),
    (STYLE, "Style"),
    (LENS, "Lens"),
    *((one.name, one.label) for one in CHOICES),
)
"""(name, label) of what may be varied."""
LISTS = frozenset({STYLE, *(one.name for one in CHOICES if one.options)})
"""Kinds of which all options are shown, whatever number is asked for."""


@dataclass(frozen=True)
class Variation:
    words: str
    """The varied value as people say it."""
    plan: Plan
    lens_mm: float | None = None
    """Of the camera, where that is what varies."""
    now: bool = False
    """It is how the panel is drawn now, or would be."""
    take: model.Take | None = None
    """The newest take that is this very drawing, and still true."""


def along(now: Snapshot, store: Store, panel: model.Panel, name: str, count: int) -> list[Variation]:
    """The panel ``count`` times along ``name``; of a list of options there are as many as it has.

    Raises BadProject when the shot has no camera, NotSupported for what changes nothing in the style.
    """
    shot = now.document.need(panel.shot_id, model.Shot)
    varying = Varying(now.document, store, now.shooting, now.reviewing)
    base, sight = varying.plan(shot, panel, Making()), now.shooting.sight(shot.id, panel.time_s)
    if name == LENS:
        return [
            Variation(f"{mm:g} mm", base, mm, math.isclose(mm, sight.camera.focal_length_mm, abs_tol=0.01))
            for mm in _lenses(now.document, shot, sight.camera.focal_length_mm, count)
        ]
    if name in (SEED, STYLE):
        time = drawn_time(sight.world.light.time)
        held = Making(choices={one: read(base, one) for one in {*base.locked, *locked_choices(panel)}})
        wanted = (
            [(seed, base.style) for seed in range(base.seed, base.seed + count)]
            if name == SEED
            else [(base.seed, style) for style in STYLES]
        )
        found = [
            (
                f"seed {seed}" if name == SEED else style,
                base if (seed, style) == (base.seed, base.style) else plans(held, seed, style, time, None)[0],
            )
            for seed, style in wanted
        ]
    else:
        found = varying.along(base, name, count, sight.world)
    known = _drawn_before(now, store, panel, shot)
    return [
        Variation(
            words, plan, now=plan is base, take=next((take for take, one in known if one == plan), None)
        )
        for words, plan in found
    ]


def _drawn_before(
    now: Snapshot, store: Store, panel: model.Panel, shot: model.Shot
) -> list[tuple[model.Take, Plan]]:
    """Drawings of the panel that show it as it is now, the newest first, with what was decided in them."""
    seen = now.reviewing.fingerprint(shot, panel.time_s)
    staged = {name: part for name, part in seen.items() if name not in ("look", "words")}
    takes = reversed(now.document.children(panel.id, model.Take))
    found = [(take, plan_of_take(store, take)) for take in takes if not compare(take.fingerprint, staged)]
    return [(take, plan) for take, plan in found if plan is not None]


def _lenses(document: Document, shot: model.Shot, now_mm: float, count: int) -> list[float]:
    """The lens of now and its nearest neighbours in the shot's set, rising."""
    sets = document.project.package.lens_sets
    if not sets:
        raise BadProject("The camera package has no lenses; add a set in the settings.")
    _keys_of_one_lens(document, shot.id)
    offered = lengths_mm(next((one for one in sets if one.id == shot.lens_set_id), sets[0]))
    others = [mm for mm in offered if not math.isclose(mm, now_mm, abs_tol=0.01)]
    near = sorted(others, key=lambda mm: abs(math.log(mm / now_mm)))[: count - 1]
    return sorted([now_mm, *near])


def set_lens(document: Document, shot_id: str, lens_mm: float) -> None:
    """Another lens on the shot's camera, which stays where it is: one edit. Raises BadProject without a
    camera, and for a shot that zooms."""
    keys = tuple(zoom(key, lens_mm) for key in _keys_of_one_lens(document, shot_id))
    set_camera_keys(document, shot_id, keys, f"Lens of {lens_mm:g} mm")


def _keys_of_one_lens(document: Document, shot_id: str) -> tuple[model.CameraKey, ...]:
    keys = camera_keys(document, shot_id)
    if not keys:
        raise BadProject("This shot has no camera yet; place one on the stage.")
    least, most = (pick(key.focal_length_mm for key in keys) for pick in (min, max))
    if not math.isclose(least, most, abs_tol=0.01):
        raise BadProject(
            f"This shot zooms between {least:g} and {most:g} mm, and one lens would take the zoom away; "
            "change the lens of its keys one by one."
        )
    return keys


def drawn(now: Snapshot, panel: model.Panel, variation: Variation, width_px: int) -> NDArray[np.uint8]:
    """The drawing (h, w, 3). Raises BadProject, RenderError, GenerationError."""
    document, eyes = now.document, now.shooting
    shot = document.need(panel.shot_id, model.Shot)
    if variation.lens_mm is not None:
        document = Document(document)
        set_lens(document, shot.id, variation.lens_mm)
        eyes = eyes.of(document, eyes.shelf)
    sight = eyes.sight(shot.id, panel.time_s)
    size_px = frame_size(sight.camera.view.aspect, width_px=width_px)
    look = msgspec.structs.replace(now.reviewing.look(shot), generator=DRAWN)
    request, guides = build_request(sight, eyes, look, shot, variation.plan, size_px)
    picture: NDArray[Any] = draw_now(request, guides)
    return picture


def picked(panel: model.Panel, variation: Variation, width_px: int) -> Making:
    """The take of a variation; it stands for its panel when it comes."""
    return Making(
        plan=variation.plan,
        stands=True,
        width_px=width_px,
        panel_ids=frozenset({panel.id}),
        steers={},
    )
