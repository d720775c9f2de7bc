"""Arrows from the motion: what the keys of camera and actors imply, as marks that an artist can change."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from previz.errors import BadProject
from previz.export.marks import moves
from previz.export.rows import Box as FrameBox
from previz.scene import blocking, model, order
from previz.scene.blocking import CameraState
from previz.scene.document import Document
from previz.scene.marks import CAMERA_BLUE, FAR, SUBJECT_RED, Arrow, Frames, Point, Quad, Shape
from previz.studio.frame_marks import marks_of
from previz.studio.listing import Listing
from previz.studio.panel_marks import INSIDE_SHARE, actor_arrows, end_beyond, start_end
from previz.studio.shooting import Shooting, Sight

SUBJECT_SIZE, CAMERA_SIZE, FRAME_SIZE = 0.005, 0.008, 0.0022
WHOLE: FrameBox = (0.0, 0.0, 1.0, 1.0)
LEAST_AROUND = 1 / INSIDE_SHARE
"""A frame that ends smaller than this many of the first is none around it."""
INSET = 0.008
"""How far a frame box stays from the edge of the picture."""

# Where a camera's arrow stands, as shares of the picture: its points from tail to head.
_PLACES: dict[str, tuple[Point, ...]] = {
    "pan-r": ((0.82, 0.5), (0.97, 0.5)),
    "pan-l": ((0.18, 0.5), (0.03, 0.5)),
    "truck-r": ((0.36, 0.93), (0.62, 0.93)),
    "truck-l": ((0.64, 0.93), (0.38, 0.93)),
    "arc-r": ((0.36, 0.95), (0.5, 0.88), (0.64, 0.95)),
    "arc-l": ((0.64, 0.95), (0.5, 0.88), (0.36, 0.95)),
    "tilt-u": ((0.5, 0.32), (0.5, 0.05)),
    "tilt-d": ((0.5, 0.68), (0.5, 0.95)),
    "boom-u": ((0.05, 0.75), (0.05, 0.25)),
    "boom-d": ((0.05, 0.25), (0.05, 0.75)),
    "push": ((0.1, 0.97), (0.25, 0.68)),
    "pull": ((0.25, 0.68), (0.1, 0.95)),
    "zoom-in": ((0.04, 0.94), (0.16, 0.78)),
    "zoom-out": ((0.16, 0.78), (0.04, 0.94)),
    "dolly-zoom": ((0.04, 0.94), (0.16, 0.78)),
}


def arrows_from_motion(
    document: Document, shooting: Shooting, listing: Listing, take_id: str
) -> tuple[str, ...]:
    """Draw over a take how its people and its camera move; returns the ids of the marks.

    Those of an earlier call that nobody has touched since make room. Raises BadProject when nothing moves,
    and as `Shooting.sight`.
    """
    take = document.need(take_id, model.Take)
    shapes = list(_shapes(document, shooting, listing, take))
    if not shapes:
        raise BadProject("Nothing moves in or before this panel: no actor and no camera has a second key.")
    marks = marks_of(document, take_id)
    stale = [mark for mark in marks if mark.from_motion]
    last = marks[-1].order if marks else None
    made = []
    for shape, colour, size in shapes:
        last = order.between(last, None)
        id = document.new_id(model.FrameMark)
        made.append(
            model.FrameMark(
                id=id, take_id=take_id, order=last, shape=shape, layer="arrows", colour=colour, size=size
            )
        )
    with document.edit("Arrows from the motion") as edit:
        for mark in stale:
            edit.remove(mark.id)
        return tuple(edit.put(msgspec.structs.replace(mark, from_motion=True)).id for mark in made)


def _shapes(
    document: Document, shooting: Shooting, listing: Listing, take: model.Take
) -> Iterator[tuple[Shape, str, float]]:
    """(shape, colour, size) of what moves while the panel stands; of one where nothing does any more, such as
    the panel at the end of a move, what led to it."""
    panel = document.need(take.panel_id, model.Panel)
    shot = document.need(panel.shot_id, model.Shot)
    spans = span_s(document, shot, panel), _span_before_s(document, shot, panel)
    tall = take.size_px[1] / take.size_px[0]
    sight = shooting.sight(shot.id, panel.time_s)
    for place, (start_s, end_s) in enumerate(spans):
        found = list(_between(document, shot, sight, (start_s, end_s), tall, listing, arrived=place == 1))
        if found:
            yield from found
            return


def _between(
    document: Document,
    shot: model.Shot,
    sight: Sight,
    span_s: tuple[float, float],
    tall: float,
    listing: Listing,
    arrived: bool,
) -> Iterator[tuple[Shape, str, float]]:
    """``sight``: of the end where the picture shows what the move has ``arrived`` at, else of the start."""
    start_s, end_s = span_s
    if end_s <= start_s:
        return
    other = blocking.resolve(document, shot.id, start_s if arrived else end_s).camera
    words = moves(listing.movement(shot))
    frames = _frames(sight.camera, other) if other is not None else None
    inside = frames is not None and _lies_inside(frames)
    if frames is not None:
        label = ", ".join(word["t"] for word in words) if inside else ""  # else the arrows say it
        here, there = _quad(WHOLE, tall), _quad(frames, tall)
        box = Frames(start=there if arrived else here, end=here if arrived else there, label=label)
        yield box, CAMERA_BLUE, FRAME_SIZE
    if other is not None and other != sight.camera and not inside:
        for word in words:
            points = _PLACES.get(word["k"])
            if points is not None:
                placed = tuple((x, y * tall) for x, y in points)
                yield Arrow(points=placed, means="camera", label=word["t"]), CAMERA_BLUE, CAMERA_SIZE
    for arrow in actor_arrows(document, shot.id, sight, start_s, end_s):
        points = tuple((x, y * tall) for x, y in arrow.points)
        yield Arrow(points=points, label=arrow.label), SUBJECT_RED, SUBJECT_SIZE


def span_s(document: Document, shot: model.Shot, panel: model.Panel) -> tuple[float, float]:
    """From which second to which of its shot a panel stands."""
    later = [other.time_s for other in document.children(shot.id, model.Panel) if other.time_s > panel.time_s]
    return panel.time_s, min(later, default=shot.duration_s)


def _span_before_s(document: Document, shot: model.Shot, panel: model.Panel) -> tuple[float, float]:
    """From the panel before, or from the start of the shot, to the moment of this one."""
    earlier = [one.time_s for one in document.children(shot.id, model.Panel) if one.time_s < panel.time_s]
    return max(earlier, default=0.0), panel.time_s


def _frames(here: CameraState, there: CameraState) -> FrameBox | None:
    """Where the frame of ``there`` lies in or around the picture of ``here``; None beside it, or far off."""
    inside = start_end(here, there)
    if inside is not None:
        return inside.end
    around = end_beyond(here, there, FAR)
    if around is None:
        return None
    x, y, width, height = around
    holds = x <= 0.0 and y <= 0.0 and x + width >= 1.0 and y + height >= 1.0
    return around if holds and width >= LEAST_AROUND else None


def _lies_inside(box: FrameBox) -> bool:
    return box[2] < 1.0


def _quad(box: FrameBox, tall: float) -> Quad:
    """Of shares of the picture; within it kept a little inside, so that the line shows."""
    x, y, width, height = box
    if not _lies_inside(box) and box != WHOLE:
        return (
            (x, y * tall),
            (x + width, y * tall),
            (x + width, (y + height) * tall),
            (x, (y + height) * tall),
        )
    left, right = max(x, INSET), min(x + width, 1 - INSET)
    top, low = max(y * tall, INSET), min((y + height) * tall, tall - INSET)
    return (left, top), (right, top), (right, low), (left, low)
