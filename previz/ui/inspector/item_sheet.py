"""Things on the stage: where they stand, and every setting of the piece."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import msgspec

from previz.kit.piece import FLOWN, Choice, Param, Piece, Switch, Text
from previz.scene.model import Item, Transform
from previz.scene.transform import UP, axis_angle, rotation_matrix, rotation_quat
from previz.studio import stagehands, tracks, wild_walls
from previz.ui.controls import Measure
from previz.ui.inspector.sheet import Sheet
from previz.ui.session import Session

_KINDS = {"m": Measure.LENGTH, "deg": Measure.ANGLE, "": Measure.NUMBER, "count": Measure.NUMBER}


class ItemSheet(Sheet):
    """Of all selected items at once; settings only when all are the same piece."""

    def __init__(self, session: Session, ids: Sequence[str]) -> None:
        super().__init__(session)
        self._ids = tuple(ids)
        if len(ids) == 1:
            self.text("Name", lambda: [item.name for item in self._items()], self._rename)
        pieces = {item.piece for item in self._items()}
        if len(pieces) == 1:
            self._settings(session.studio.dressing.shelf.piece_of(pieces.pop()))
        self._placing()
        self.flags(self._ids)

    def _items(self) -> list[Item]:
        found = (self.session.document.get(id, Item) for id in self._ids)
        return [item for item in found if item is not None]

    def _rename(self, name: str, _: str | None) -> None:
        with self.session.edit(f"Rename {self._items()[0].name}") as edit:
            edit.update(self._ids[0], name=name.strip() or self._items()[0].name)

    # --------------------------------------------------------------------------------------- settings
    def _settings(self, piece: Piece) -> None:
        for setting in piece.params:
            if isinstance(setting, Param):
                whole = setting.unit == "count"
                self.number(
                    setting.label,
                    self._reads(setting.name, setting.default),
                    self._writes(piece, setting.name),
                    _KINDS.get(setting.unit, Measure.NUMBER),
                    minimum=setting.minimum, maximum=setting.maximum, default=setting.default,
                    step=1.0 if whole or setting.unit == "deg" else 0.01,
                    decimals=0 if whole or setting.unit == "deg" else 2,
                )  # fmt: skip
            elif isinstance(setting, Choice):
                options = [(word, word.replace("_", " ").capitalize()) for word in setting.options]
                self.choice(setting.label, lambda o=options: o, self._reads(setting.name, setting.default),
                            self._writes(piece, setting.name))  # fmt: skip
            elif isinstance(setting, Switch):
                self.toggle(setting.label, self._reads(setting.name, setting.default),
                            self._writes(piece, setting.name))  # fmt: skip
            else:
                self._words(piece, setting)
        for part in piece.colours:
            self.colour(part.capitalize(),
                        lambda p=part: [i.colours.get(p, piece.colours[p]) for i in self._items()],
                        lambda v, g, p=part: self._paint(piece, p, v, g))  # fmt: skip

    def _words(self, piece: Piece, setting: Text) -> None:
        flown = setting.name == FLOWN.name
        walls = [name for item in self._items() for name in wild_walls.names_of(item)] if flown else []
        prompt = ", ".join(dict.fromkeys(walls))
        made = self.text(
            setting.label, self._reads(setting.name, setting.default),
            self._writes(piece, setting.name), prompt,
        )  # fmt: skip
        if flown:
            made.setToolTip(f"Walls that are out for every shot on this set, of {prompt}")

    def _reads(self, name: str, default: Any) -> Callable[[], list[Any]]:
        return lambda: [item.params.get(name, default) for item in self._items()]

    def _writes(self, piece: Piece, name: str) -> Callable[[Any, str | None], None]:
        def write(value: Any, gesture: str | None) -> None:
            with self.session.edit(
                f"Change {tracks.told(self.session.document, self._ids)}", gesture
            ) as edit:
                for item in self._items():
                    params = {**item.params, name: value}
                    if name == FLOWN.name:
                        wild_walls.check_names(item, str(value))
                    piece.values(params)  # raises in a person's words before anything is changed
                    edit.update(item.id, params=params)

        return write

    def _paint(self, piece: Piece, part: str, value: Any, gesture: str | None) -> None:
        with self.session.edit(f"Paint {tracks.told(self.session.document, self._ids)}", gesture) as edit:
            for item in self._items():
                edit.update(item.id, colours={**item.colours, part: value})

    # ---------------------------------------------------------------------------------------- placing
    def _places(self) -> dict[str, Transform]:
        session, shot = self.session, self.session.shot
        if shot is None:
            return {}
        found = {id: tracks.placing(session.document, shot.id, id, session.time_s) for id in self._ids}
        return {id: place for id, place in found.items() if place is not None}

    def _move(self, gesture: str | None, change: Callable[[Transform], Transform]) -> None:
        session, shot = self.session, self.session.shot
        places = self._places()
        if shot is not None:
            stagehands.move(
                session.document, shot.id, {id: change(place) for id, place in places.items()},
                time_s=session.time_s, scope=session.scope, gesture=gesture,
                load=session.carrying.load(places, gesture=gesture),
            )  # fmt: skip

    def _placing(self) -> None:
        free = partial(self.is_free, self._ids)
        for axis, name in ((0, "East, x"), (1, "Up, y"), (2, "South, z")):
            self.number(name, lambda a=axis: [t.position_m[a] for t in self._places().values()],
                        lambda v, g, a=axis: self._move(g, lambda t: _put(t, a, v)),
                        Measure.LENGTH, minimum=-1000.0, maximum=1000.0, step=0.01,
                        nudge=lambda by, g, a=axis: self._move(g, lambda t: _put(t, a, t.position_m[a] + by)),
                        slider=(-10.0, 10.0), free=free)  # fmt: skip
        self.number("Facing", lambda: [tracks.heading_deg(t.rotation) for t in self._places().values()],
                    lambda v, g: self._move(g, lambda t: _turned(t, v - tracks.heading_deg(t.rotation))),
                    Measure.ANGLE, minimum=-360.0, maximum=360.0, step=1.0, decimals=1,
                    nudge=lambda by, g: self._move(g, lambda t: _turned(t, by)),
                    slider=(-180.0, 180.0), free=free)  # fmt: skip
        self.number("Scale", lambda: [t.scale[0] for t in self._places().values()],
                    lambda v, g: self._move(g, lambda t: msgspec.structs.replace(t, scale=(v, v, v))),
                    minimum=0.01, maximum=100.0, step=0.01, default=1.0, slider=(0.2, 3.0),
                    free=free)  # fmt: skip


def _put(place: Transform, axis: int, value: float) -> Transform:
    position = list(place.position_m)
    position[axis] = value
    return msgspec.structs.replace(place, position_m=(position[0], position[1], position[2]))


def _turned(place: Transform, by_deg: float) -> Transform:
    turn = rotation_matrix(axis_angle(UP, by_deg)) @ rotation_matrix(place.rotation)
    return msgspec.structs.replace(place, rotation=rotation_quat(turn))
