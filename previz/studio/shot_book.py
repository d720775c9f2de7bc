"""The book of shots: scenes, shots and panels made, doubled, split, put in another order. One edit each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import msgspec

from previz.errors import BadProject
from previz.scene import blocking, model
from previz.scene.document import Document, EditBlock
from previz.scene.model import CameraKey, Framing
from previz.scene.order import between, spread
from previz.scene.transform import look_at

Flown = dict[str, tuple[str, ...]]

SHORTEST_S = 0.1
"""A shot is never split into a part shorter than this."""

FIRST_CAMERA = CameraKey(
    transform=look_at((0.0, 1.6, 5.0), (0.0, 1.2, 0.0)), focal_length_mm=35.0, focus_distance_m=5.0
)
"""Where a camera stands that nobody has placed yet."""

Placed = TypeVar("Placed", model.Scene, model.Shot)


# ------------------------------------------------------------------------------------------------ scenes
def new_scene(
    document: Document, place: str = "", *, stage_id: str | None = None, after_id: str | None = None
) -> str:
    """A scene with a first shot, after another scene or at the end; without a stage it gets an empty one."""
    scenes = document.of(model.Scene)
    with document.edit("New scene") as edit:
        if stage_id is None:
            stage = model.Stage(
                id=document.new_id(model.Stage),
                name=place or f"Stage {len(document.of(model.Stage)) + 1}",
                order=document.next_order(model.Stage),
            )
            stage_id = edit.put(stage).id
            floor = model.Item(id=document.new_id(model.Item), stage_id=stage_id, name="floor", piece="floor")
            edit.put(floor)
        scene = model.Scene(
            id=document.new_id(model.Scene),
            order=order_after(scenes, after_id),
            number=str(len(scenes) + 1),
            place=place or document.need(stage_id, model.Stage).name,
            stage_id=stage_id,
        )
        edit.put(scene)
        put_shot(document, edit, scene.id, None, FIRST_CAMERA)
    return scene.id


# ------------------------------------------------------------------------------------------------- shots
def new_shot(document: Document, scene_id: str, after_id: str | None = None) -> str:
    """A shot with a camera and a panel, after another of the scene or at its end.

    Its camera starts where that of the shot before it stands, and past the walls that fly for it, so that
    the view does not jump.
    """
    before = document.get(after_id, model.Shot) or next(
        reversed(document.children(scene_id, model.Shot)), None
    )
    camera = camera_of(document, before.id) if before else None
    with document.edit("New shot") as edit:
        return _put_like(document, edit, scene_id, before, camera or FIRST_CAMERA)


def framed_shot(
    document: Document,
    after_id: str,
    framing: Framing,
    camera: CameraKey,
    label: str,
    flown: Flown,
) -> str:
    """A shot behind another, with its body, lenses and frameline, that begins with a framing. ``flown`` are
    the walls that fly in it."""
    before = document.need(after_id, model.Shot)
    with document.edit(label) as edit:
        made = _put_like(document, edit, before.scene_id, before, camera)
        edit.update(made, framing=framing, flown=flown)
    return made


def _put_like(
    document: Document, edit: EditBlock, scene_id: str, before: model.Shot | None, camera: CameraKey
) -> str:
    made = put_shot(document, edit, scene_id, before.id if before else None, camera)
    if before is not None:
        edit.update(
            made,
            body_id=before.body_id,
            lens_set_id=before.lens_set_id,
            frameline_id=before.frameline_id,
            flown=before.flown,
        )
    return made


def put_shot(
    document: Document, edit: EditBlock, scene_id: str, after_id: str | None, camera: CameraKey
) -> str:
    shot = model.Shot(
        id=document.new_id(model.Shot),
        scene_id=scene_id,
        order=order_after(document.children(scene_id, model.Shot), after_id),
    )
    edit.put(shot)
    key = msgspec.structs.replace(camera, time_s=0.0)
    edit.put(model.Track(id=document.new_id(model.Track), owner_id=shot.id, target_id=shot.id, keys=(key,)))
    edit.put(model.Panel(id=document.new_id(model.Panel), shot_id=shot.id, order="a"))
    return shot.id


def camera_of(document: Document, shot_id: str, time_s: float = 0.0) -> CameraKey | None:
    """The camera of a shot at a time; None when it has none."""
    track = blocking.camera_track(document, shot_id)
    keys = [key for key in track.keys if isinstance(key, CameraKey)] if track else []
    return blocking.camera_key_at(keys, time_s) if keys else None


def duplicate_shots(document: Document, shot_ids: Sequence[str]) -> list[str]:
    """A copy of each shot behind it, with camera, own blocking and panels, without takes or number."""
    made = []
    with document.edit("Duplicate shot" if len(shot_ids) == 1 else "Duplicate shots") as edit:
        for shot_id in shot_ids:
            made.append(_double(document, edit, document.need(shot_id, model.Shot)))
    return made


def _double(document: Document, edit: EditBlock, shot: model.Shot, from_s: float = 0.0) -> str:
    """A twin behind the shot that begins ``from_s`` into it, with one panel at least."""
    twin = msgspec.structs.replace(
        shot,
        id=document.new_id(model.Shot),
        order=order_after(document.children(shot.scene_id, model.Shot), shot.id),
        label=None,
        label_locked=False,
        duration_s=round(shot.duration_s - from_s, 4),
    )
    edit.put(twin)
    for track in document.children(shot.id, model.Track):
        target = twin.id if track.target_id == shot.id else track.target_id
        keys = _cut(track.keys, from_s)[1] if from_s > 0 and len(track.keys) > 1 else track.keys
        edit.put(model.Track(id=document.new_id(model.Track), owner_id=twin.id, target_id=target, keys=keys))
    panels = document.children(shot.id, model.Panel)
    for panel in [p for p in panels if p.time_s >= from_s] or panels[:1]:
        fresh = msgspec.structs.replace(
            panel,
            id=document.new_id(model.Panel),
            shot_id=twin.id,
            selected_take_id=None,
            locked=False,
            locked_choices=(),
            time_s=round(max(panel.time_s - from_s, 0.0), 4),
        )
        edit.put(fresh)
    return twin.id


def split_shot(document: Document, shot_id: str, time_s: float) -> str:
    """Cut a shot in two at a time: one set-up, two shots. Returns the second; takes stay with the first.

    Raises BadProject when a part would be shorter than `SHORTEST_S`.
    """
    shot = document.need(shot_id, model.Shot)
    if not SHORTEST_S <= time_s <= shot.duration_s - SHORTEST_S:
        raise BadProject("Go to a moment inside the shot before you split it.")
    with document.edit("Split shot") as edit:
        second_id = _double(document, edit, shot, time_s)
        edit.update(second_id, dialogue=())
        edit.update(shot.id, duration_s=round(time_s, 4))
        for track in document.children(shot.id, model.Track):
            if len(track.keys) > 1:
                edit.update(track.id, keys=_cut(track.keys, time_s)[0])
        for panel in document.children(shot.id, model.Panel)[1:]:
            if panel.time_s >= time_s:
                edit.remove_tree(panel.id)
    return second_id


def _cut(keys: tuple[model.Key, ...], time_s: float) -> tuple[tuple[model.Key, ...], tuple[model.Key, ...]]:
    """The keys before and from a time, each part with a key at the cut."""
    at: model.Key
    if isinstance(keys[0], CameraKey):
        at = blocking.camera_key_at([k for k in keys if isinstance(k, CameraKey)], time_s)
    elif isinstance(keys[0], model.ActorKey):
        at = blocking.actor_key_at([k for k in keys if isinstance(k, model.ActorKey)], time_s)
    else:
        at = blocking.item_key_at([k for k in keys if isinstance(k, model.ItemKey)], time_s)
    first = [key for key in keys if key.time_s < time_s]
    second = [msgspec.structs.replace(k, time_s=k.time_s - time_s) for k in keys if k.time_s > time_s]
    return (*first, at), (msgspec.structs.replace(at, time_s=0.0), *second)


def remove_shots(document: Document, shot_ids: Sequence[str]) -> None:
    """Take shots out with their panels; takes and verdicts stay in the file and come back with an undo."""
    with document.edit("Remove shot" if len(shot_ids) == 1 else "Remove shots") as edit:
        for shot_id in shot_ids:
            edit.remove_tree(shot_id)


def set_omitted(document: Document, shot_ids: Sequence[str], omitted: bool) -> None:
    """An omitted shot keeps its number and is not shot."""
    with document.edit("Omit shot" if omitted else "Bring shot back") as edit:
        for shot_id in shot_ids:
            edit.update(shot_id, omitted=omitted)


def move_shots(document: Document, shot_ids: Sequence[str], scene_id: str, after_id: str | None) -> None:
    """Put shots, in their order, behind ``after_id`` in a scene (None: first). Touches only those rows."""
    staying = [s for s in document.children(scene_id, model.Shot) if s.id not in shot_ids]
    keys = _free_orders(staying, after_id, len(shot_ids))
    ordered = [shot.id for shot in document.of(model.Shot) if shot.id in shot_ids]
    with document.edit("Move shot" if len(shot_ids) == 1 else "Move shots") as edit:
        for shot_id, order in zip(ordered, keys, strict=True):
            edit.update(shot_id, scene_id=scene_id, order=order)


def set_label(document: Document, shot_id: str, label: str) -> None:
    """Give a shot a number by hand and keep it; "" numbers it by the project's scheme again."""
    wanted = label.strip()
    with document.edit(f"Number shot {wanted}" if wanted else "Number shot by the scheme") as edit:
        edit.update(shot_id, label=wanted or None, label_locked=bool(wanted))


def by_hand(document: Document, scene_id: str | None = None) -> list[model.Shot]:
    """Shots whose number somebody gave and nobody locked, of a scene or of the whole film."""
    shots = document.children(scene_id, model.Shot) if scene_id else document.of(model.Shot)
    return [shot for shot in shots if shot.label is not None and not shot.label_locked]


def renumber(document: Document, scene_id: str | None = None) -> None:
    """Forget numbers given by hand that are not locked, in a scene or in the whole film."""
    with document.edit("Renumber shots") as edit:
        for shot in by_hand(document, scene_id):
            edit.update(shot.id, label=None)


def frame(
    document: Document,
    shot_id: str,
    framing: Framing,
    camera: CameraKey,
    label: str,
    flown: Flown,
) -> None:
    """Take a framing: what was asked and the camera that makes it, as one step. A move becomes a stand.
    ``flown`` are the walls that fly in the shot then."""
    with document.edit(label) as edit:
        edit.update(shot_id, framing=framing, flown=flown)
        known = document.track(shot_id, shot_id)
        key = msgspec.structs.replace(camera, time_s=0.0)
        if known is not None:
            edit.update(known, keys=(key,))
        else:
            edit.put(
                model.Track(id=document.new_id(model.Track), owner_id=shot_id, target_id=shot_id, keys=(key,))
            )


# ------------------------------------------------------------------------------------------------ panels
def new_panel(document: Document, shot_id: str, time_s: float) -> str:
    """Another drawn frame of a shot, in the order of time."""
    with document.edit("New panel") as edit:
        return _put_panel(document, edit, shot_id, time_s)


def _put_panel(document: Document, edit: EditBlock, shot_id: str, time_s: float) -> str:
    panel = model.Panel(
        id=document.new_id(model.Panel),
        shot_id=shot_id,
        order=order_at(document.children(shot_id, model.Panel), time_s),
        time_s=round(time_s, 4),
    )
    return edit.put(panel).id


def order_at(panels: Sequence[model.Panel], time_s: float) -> str:
    """Where a panel of this moment hangs among the others of its shot: behind those that are not later."""
    place = max((n for n, panel in enumerate(panels, start=1) if panel.time_s <= time_s), default=0)
    return between(
        panels[place - 1].order if place else None, panels[place].order if place < len(panels) else None
    )


def panels_at_keys(document: Document, *shot_ids: str) -> list[str]:
    """A panel where a camera move starts and one where it ends (A and B); returns those that were missing."""
    made = []
    with document.edit("Panels at start and end") as edit:
        for shot_id in shot_ids:
            made += [
                _put_panel(document, edit, shot_id, time_s) for time_s in _ends_missing(document, shot_id)
            ]
    return made


def _ends_missing(document: Document, shot_id: str) -> list[float]:
    """Seconds at which the shot's camera begins or ends a move and no panel shows it."""
    track = blocking.camera_track(document, shot_id)
    keys = [key for key in track.keys if isinstance(key, CameraKey)] if track else []
    if len(keys) < 2:
        return []
    shot = document.need(shot_id, model.Shot)
    held = [panel.time_s for panel in document.children(shot_id, model.Panel)]
    wanted = (keys[0].time_s, min(keys[-1].time_s, shot.duration_s))
    return [time_s for time_s in wanted if not any(abs(time_s - other) < 0.05 for other in held)]


def remove_panels(document: Document, panel_ids: Sequence[str]) -> list[str]:
    """Take panels down; their takes and verdicts stay in the file. Returns which went.

    A shot keeps its first where all are named. Raises BadProject where none may go.
    """
    panels = [document.need(id, model.Panel) for id in panel_ids]
    kept = {
        siblings[0].id
        for siblings in (document.children(panel.shot_id, model.Panel) for panel in panels)
        if all(sibling.id in panel_ids for sibling in siblings)
    }
    gone = [panel.id for panel in panels if panel.id not in kept]
    if not gone:
        raise BadProject("A shot keeps one panel; remove or omit the shot instead.")
    with document.edit("Remove panel" if len(gone) == 1 else "Remove panels") as edit:
        for id in gone:
            edit.remove_tree(id)
    return gone


def set_locked(document: Document, panel_ids: Sequence[str], locked: bool) -> None:
    """Keep the takes that stand for these panels, or let them go. Raises BadProject for an undrawn panel."""
    panels = [document.need(id, model.Panel) for id in panel_ids]
    if locked and not all(panel.selected_take_id for panel in panels):
        raise BadProject("There is no take to lock yet; draw the panel first.")
    with document.edit("Lock panels" if locked else "Unlock panels") as edit:
        for panel in panels:
            edit.update(panel.id, locked=locked)


# ------------------------------------------------------------------------------------------------- order
def order_after(siblings: Sequence[Placed], after_id: str | None) -> str:
    """An order key behind one of ``siblings``; None: at the end."""
    if after_id is None:
        return between(siblings[-1].order if siblings else None, None)
    return _free_orders(siblings, after_id, 1)[0]


def _free_orders(siblings: Sequence[Placed], after_id: str | None, count: int) -> list[str]:
    """``count`` keys behind ``after_id``; None: before the first."""
    ids = [sibling.id for sibling in siblings]
    at = ids.index(after_id) + 1 if after_id is not None else 0
    before = siblings[at - 1].order if at > 0 else None
    after = siblings[at].order if at < len(siblings) else None
    return spread(count, before, after)


def reverse_sizes(document: Document, shot: model.Shot, framing: Framing) -> set[str]:
    """Sizes in which the scene has the reverse of an over-the-shoulder already."""
    twin = {"OTS-L": "OTS-R", "OTS-R": "OTS-L"}.get(framing.composition)
    others = (one.framing for one in document.children(shot.scene_id, model.Shot) if one.id != shot.id)
    swapped = framing.subjects[1::-1]
    return {
        one.size
        for one in others
        if one.composition == twin and one.subjects == swapped and one.size is not None
    }
