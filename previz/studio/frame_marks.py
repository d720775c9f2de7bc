"""What a person does with the marks over a take. Each call is one labelled edit; a drag carries a gesture."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
import numpy as np

from previz.scene import order
from previz.scene.document import Document
from previz.scene.mark_shapes import MarkIndex, hits, moving, transformed
from previz.scene.marks import BLACK, Ink, Layer, LayerLook, Point, Shape
from previz.scene.model import FrameMark, MarkSheet, Panel, Take
from previz.scene.strokes import Floats, erase, half_widths, pack, unpack

DUPLICATE_SHIFT = 0.02


def marks_of(document: Document, take_id: str) -> list[FrameMark]:
    """In the order in which they were drawn."""
    return document.children(take_id, FrameMark)


def sheet_of(document: Document, take_id: str) -> MarkSheet | None:
    sheets = document.children(take_id, MarkSheet)
    return sheets[0] if sheets else None


def look_of(document: Document, take_id: str, layer: str) -> LayerLook:
    """How a layer is shown; "picture" is the take itself."""
    sheet = sheet_of(document, take_id)
    return sheet.layers.get(layer, LayerLook()) if sheet is not None else LayerLook()


def draw(
    document: Document,
    take_id: str,
    shapes: Sequence[Shape],
    label: str,
    *,
    layer: Layer = "drawing",
    colour: str = BLACK,
    size: float = 0.004,
    opacity: float = 1.0,
    gesture: str | None = None,
) -> tuple[str, ...]:
    """New marks on top of the others; returns their ids. Raises BadProject for what cannot be drawn."""
    keys = _orders(document, take_id)
    made = [
        FrameMark(
            id=document.new_id(FrameMark),
            take_id=document.need(take_id, Take).id,
            order=next(keys),
            shape=shape,
            layer=layer,
            colour=colour,
            size=size,
            opacity=opacity,
        )
        for shape in shapes
    ]
    return _put(document, made, label, gesture)


def replace(document: Document, marks: Iterable[FrameMark], label: str, gesture: str | None = None) -> None:
    """Marks as they are now: moved, coloured, reworded."""
    _put(document, marks, label, gesture)


def remove(document: Document, ids: Sequence[str]) -> None:
    if ids:
        what = "1 mark" if len(ids) == 1 else f"{len(ids)} marks"
        with document.edit(f"Remove {what}") as edit:
            for id in ids:
                edit.remove(id)


def copy_to(
    document: Document, ids: Sequence[str], take_id: str, shift: Point = (0.0, 0.0), label: str = ""
) -> tuple[str, ...]:
    """The same marks over a take (their own: duplicates); returns the ids of the copies."""
    keys, affine = _orders(document, take_id), moving(*shift)
    take = document.need(take_id, Take)
    copies = []
    for id in ids:
        moved = transformed(document.need(id, FrameMark), affine)
        new_id = document.new_id(FrameMark)
        copies.append(msgspec.structs.replace(moved, id=new_id, take_id=take_id, order=next(keys)))
    return _put(document, copies, label or f"Copy marks to take {take.number}", None)


def left_behind(document: Document, panel: Panel) -> Take | None:
    """The newest other take that is drawn on, where the one that stands for the panel is not."""
    if panel.selected_take_id is None or marks_of(document, panel.selected_take_id):
        return None
    takes = reversed(document.children(panel.id, Take))
    return next((take for take in takes if marks_of(document, take.id)), None)


def duplicate(document: Document, ids: Sequence[str]) -> tuple[str, ...]:
    """Beside themselves, a little lower."""
    if not ids:
        return ()
    take_id = document.need(ids[0], FrameMark).take_id
    return copy_to(document, ids, take_id, (DUPLICATE_SHIFT, DUPLICATE_SHIFT), "Duplicate marks")


def rub_out(
    document: Document,
    path: Floats,
    radius: float,
    marks: Mapping[str, FrameMark],
    index: MarkIndex,
    gesture: str | None = None,
) -> None:
    """Draw an eraser along ``path`` (n, 2) over ``marks``: strokes are cut, everything else goes whole."""
    (left, top), (right, bottom) = path.min(axis=0) - radius, path.max(axis=0) + radius
    touched = [marks[id] for id in index.within((left, top, right, bottom)) if id in marks]
    left_over: dict[str, list[Floats]] = {}
    for mark in touched:
        pieces = _left_of(mark, path, radius)
        if pieces is not None:
            left_over[mark.id] = pieces
    if not left_over:
        return
    above = sorted(mark.order for mark in marks.values())
    with document.edit("Erase", gesture) as edit:
        for id, pieces in left_over.items():
            mark, shape = marks[id], marks[id].shape
            edit.remove(id)
            for piece, key in zip(pieces, _pieces_orders(mark.order, above, len(pieces)), strict=True):
                assert isinstance(shape, Ink)
                cut = msgspec.structs.replace(shape, touches=pack(piece))
                edit.put(msgspec.structs.replace(mark, id=document.new_id(FrameMark), order=key, shape=cut))


def set_layer(
    document: Document, take_id: str, layer: str, look: LayerLook, label: str, gesture: str | None = None
) -> None:
    """How a layer over a take is shown from now on."""
    sheet = sheet_of(document, take_id)
    if sheet is None:
        sheet = MarkSheet(id=document.new_id(MarkSheet), take_id=take_id)
    layers = {**sheet.layers, layer: look}
    with document.edit(label, gesture) as edit:
        edit.put(msgspec.structs.replace(sheet, layers=layers))


def _left_of(mark: FrameMark, path: Floats, radius: float) -> list[Floats] | None:
    """Pieces of a mark that an eraser leaves; None when it does not touch it."""
    if isinstance(mark.shape, Ink):
        rows = unpack(mark.shape.touches)
        return erase(rows, half_widths(rows, mark.shape.pen, mark.size), path, radius)
    # Everything but a stroke is one thing: it goes when the eraser's middle crosses it.
    crossed = any(hits(mark, (float(x), float(y)), radius * 0.25) for x, y in _walked(path, radius))
    return [] if crossed else None


def _walked(path: Floats, radius: float) -> Floats:
    """Places along a path no further apart than half a radius."""
    if len(path) == 1:
        return path
    lengths = np.linalg.norm(np.diff(path, axis=0), axis=1)
    run = np.concatenate([[0.0], np.cumsum(lengths)])
    places = np.linspace(0.0, run[-1], max(2, int(run[-1] / (radius / 2)) + 1))
    return np.stack([np.interp(places, run, path[:, axis]) for axis in (0, 1)], axis=1)


def _put(document: Document, marks: Iterable[FrameMark], label: str, gesture: str | None) -> tuple[str, ...]:
    with document.edit(label, gesture) as edit:
        return tuple(edit.put(mark).id for mark in marks)


def _orders(document: Document, take_id: str) -> Iterator[str]:
    """Keys on top of what is drawn already."""
    last = document.next_order(FrameMark, take_id)
    while True:
        yield last
        last = order.between(last, None)


def _pieces_orders(cut: str, orders: Sequence[str], count: int) -> list[str]:
    """Keys for the pieces of a mark: where it was, and before the next one of ``orders`` (ascending)."""
    if count == 0:
        return []
    after = bisect_right(orders, cut)
    return [cut, *order.spread(count - 1, cut, orders[after] if after < len(orders) else None)]
