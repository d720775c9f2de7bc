"""A small film to try things on: one room, one chair, two people, three shots."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from previz.scene import model
from previz.scene.document import Document
from previz.scene.transform import look_at
from previz.studio import Studio

FULL, CLOSE, BARE = "full", "close", "bare"


def put_small_film(document: Document) -> None:
    """Shot 1: Ada and Ben, full. 1A: Ada, close, with a push in. 1B has neither camera nor subject."""
    with document.edit("Stage a small film") as edit:
        edit.put(model.Character(id="ada", name="Ada", order="a", body=model.Body(sex=0.0, hair="long")))
        edit.put(model.Character(id="ben", name="Ben", order="b", body=model.Body(sex=1.0, age_years=60)))
        edit.put(model.Stage(id="room", name="Room"))
        edit.put(model.Item(id="floor", stage_id="room", name="floor", piece="floor", order="a"))
        away = model.Transform(position_m=(1.2, 0.0, -0.5))
        edit.put(
            model.Item(id="chair", stage_id="room", name="chair", piece="chair", transform=away, order="b")
        )
        edit.put(model.Scene(id="s1", order="a", number="1", place="Room", stage_id="room", eighths=3))
        edit.put(model.Track(id="t-ada", owner_id="s1", target_id="ada", keys=(model.ActorKey(),)))
        ben = model.ActorKey(position_m=(-0.9, 0.0, -0.3), heading_deg=60, gaze_id="ada")
        edit.put(model.Track(id="t-ben", owner_id="s1", target_id="ben", keys=(ben,)))
        for id, order, action in (
            (FULL, "a", "Ada and Ben."),
            (CLOSE, "b", "Ada."),
            (BARE, "c", "Nothing yet."),
        ):
            framing = model.Framing(subjects=("ada",)) if id != BARE else model.Framing()
            edit.put(model.Shot(id=id, scene_id="s1", order=order, action=action, framing=framing))
            edit.put(model.Panel(id=f"{id}-p", shot_id=id, order="a"))
        full = model.CameraKey(
            transform=look_at((0.0, 1.3, 6.0), (0.0, 0.9, 0.0)), focal_length_mm=35, focus_distance_m=6
        )
        near = model.CameraKey(
            transform=look_at((0.1, 1.55, 1.9), (0.0, 1.5, 0.0)), focal_length_mm=75, focus_distance_m=1.8
        )
        nearer = model.CameraKey(
            time_s=3.0,
            transform=look_at((0.06, 1.55, 1.2), (0.0, 1.5, 0.0)),
            focal_length_mm=75,
            focus_distance_m=1.1,
        )
        edit.put(model.Track(id="c-full", owner_id=FULL, target_id=FULL, keys=(full,)))
        edit.put(model.Track(id="c-close", owner_id=CLOSE, target_id=CLOSE, keys=(near, nearer)))


def put_face_to_face(document: Document) -> None:
    """The small film without its shots; Ada and Ben stand 1.4 m apart and look at each other."""
    put_small_film(document)
    with document.edit("Face to face") as edit:
        for shot in document.of(model.Shot):
            edit.remove_tree(shot.id)
        for who, x, turn, partner in (("ada", 0.7, -90, "ben"), ("ben", -0.7, 90, "ada")):
            key = model.ActorKey(position_m=(x, 0, 0), heading_deg=turn, gaze_id=partner)
            edit.update(f"t-{who}", keys=(key,))


def put_other_room(document: Document) -> str:
    """A second scene on a set of its own, 20 m away, where Ada stands too; returns its shot."""
    far = model.Transform(position_m=(20.0, 0.0, 20.0))
    with document.edit("Another room") as edit:
        edit.put(model.Stage(id="hall", name="Hall", order="b"))
        edit.put(model.Item(id="hall-floor", stage_id="hall", name="floor", piece="floor", transform=far))
        edit.put(model.Scene(id="s2", order="b", number="2", place="Hall", stage_id="hall"))
        key = model.ActorKey(position_m=far.position_m)
        edit.put(model.Track(id="t-ada-2", owner_id="s2", target_id="ada", keys=(key,)))
        edit.put(model.Shot(id="hall-shot", scene_id="s2", order="a", action="Ada."))
    return "hall-shot"


def put_second_chair(document: Document, x_m: float = -2.0) -> None:
    """Another chair of the same name, left of the one that is there."""
    away = model.Transform(position_m=(x_m, 0.0, -0.5))
    with document.edit("Another chair") as edit:
        edit.put(
            model.Item(id="chair2", stage_id="room", name="chair", piece="chair", transform=away, order="c")
        )


def record_take(
    studio: Studio,
    shot_id: str,
    size_px: tuple[int, int] = (478, 200),
    imported: bool = True,
    printed: bool = False,
) -> model.Take:
    """A grey picture as the selected take of a shot's only panel: quicker than a drawing. ``printed``: it
    knows what the stage was like, and can be stale."""
    file = io.BytesIO()
    Image.new("RGB", size_px, (200, 198, 190)).save(file, "PNG")
    document, panel_id = studio.document, f"{shot_id}-p"
    number = len(document.children(panel_id, model.Take)) + 1
    take = model.Take(
        id=document.new_id(model.Take),
        panel_id=panel_id,
        number=number,
        image=studio.store.put_blob(file.getvalue(), f"takes/{shot_id}-{number}.png"),
        request=studio.store.put_blob(b"{}", f"requests/{shot_id}-{number}.json"),
        generator="sketch",
        style="pencil",
        seed=number,
        size_px=size_px,
        imported=imported,
        fingerprint=studio.reviewing.fingerprint(document.need(shot_id, model.Shot), 0.0) if printed else {},
    )
    document.record(take, f"Take {number}")
    with document.edit("Select it") as edit:
        edit.update(panel_id, selected_take_id=take.id)
    return take


def make_small_film(path: Path) -> Path:
    with Studio.create(path, "Small film") as studio:
        put_small_film(studio.document)
    return path
