"""A person: who they are, how they look, what they do in this shot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

import msgspec

from previz.cast import BEARDS, EXPRESSIONS, GLASSES, HAIR, HANDS, HATS, OUTFITS, POSE_GROUPS
from previz.scene import model
from previz.scene.model import ActorKey, Body, Character, Pose
from previz.studio import stagehands, tracks
from previz.ui.controls import Measure, push_button
from previz.ui.inspector.sheet import Sheet
from previz.ui.session import Session


class PersonSheet(Sheet):
    """Of all selected people at once."""

    def __init__(self, session: Session, ids: Sequence[str]) -> None:
        super().__init__(session)
        self._ids = tuple(ids)
        if len(ids) == 1:
            self.text("Name", lambda: [c.name for c in self._people()], self._rename)
        self._blocking()
        self.flags(self._ids)
        self._pose()
        self._body()
        self._clothes()

    def _people(self) -> list[Character]:
        found = (self.session.document.get(id, Character) for id in self._ids)
        return [person for person in found if person is not None]

    def _rename(self, name: str, _: str | None) -> None:
        with self.session.edit(f"Rename {self._people()[0].name}") as edit:
            edit.update(self._ids[0], name=name.strip() or self._people()[0].name)

    # --------------------------------------------------------------------------------------- blocking
    def _keys(self) -> list[ActorKey]:
        found = (self._key(person.id) for person in self._people())
        return [key for key in found if key is not None]

    def _key(self, who: str) -> ActorKey | None:
        session, shot = self.session, self.session.shot
        return tracks.actor_key(session.document, shot.id, who, session.time_s) if shot is not None else None

    def _change(
        self,
        label: str,
        gesture: str | None,
        change: Callable[[ActorKey], dict[str, Any]],
        places: bool = False,
    ) -> None:
        """Change the key of each person. ``places``: it moves them, who is locked excepted."""

        def changes(who: str) -> dict[str, Any]:
            key = self._key(who)
            return {} if key is None or (places and not self.is_free([who])) else change(key)

        self._change_each(label, gesture, changes)

    def _change_each(self, label: str, gesture: str | None, changes: Callable[[str], dict[str, Any]]) -> None:
        """What ``changes`` says of each id, one step for one person; several follow under one gesture."""
        session, shot = self.session, self.session.shot
        if shot is None:
            return
        together = gesture or (session.new_gesture("people") if len(self._ids) > 1 else None)
        people = [person.id for person in self._people()]
        for who in people:
            wanted = changes(who)
            if wanted:
                stagehands.change_actor(
                    session.document, shot.id, who,
                    time_s=session.time_s, scope=session.scope, gesture=together,
                    label=f"{label}, {tracks.told(session.document, people)}",
                    **wanted,
                )  # fmt: skip
        if together != gesture:
            session.end_gesture()

    def _blocking(self) -> None:
        place = partial(self._change, places=True)
        free = partial(self.is_free, self._ids)
        self.number("Facing", lambda: [k.heading_deg for k in self._keys()],
                    lambda v, g: place("Turn", g, lambda _: {"heading_deg": v}),
                    Measure.ANGLE, minimum=-360.0, maximum=360.0, step=1.0, decimals=0,
                    nudge=lambda by, g: place(
                        "Turn", g, lambda k: {"heading_deg": k.heading_deg + by}),
                    slider=(-180.0, 180.0), free=free)  # fmt: skip
        for axis, name in ((0, "East, x"), (1, "Up, y"), (2, "South, z")):
            self.number(name, lambda a=axis: [k.position_m[a] for k in self._keys()],
                        lambda v, g, a=axis: place(
                            "Move", g, lambda k: {"position_m": _with(k, a, v)}),
                        Measure.LENGTH, minimum=-1000.0, maximum=1000.0, step=0.01,
                        nudge=lambda by, g, a=axis: place(
                            "Move", g, lambda k: {"position_m": _with(k, a, k.position_m[a] + by)}),
                        slider=(-10.0, 10.0), free=free)  # fmt: skip
        self.choice("Looks at", self._gazes, lambda: [k.gaze_id for k in self._keys()], self._look)

    def _look(self, target: str | None, gesture: str | None) -> None:
        session, shot = self.session, self.session.shot
        if shot is not None:
            self._change_each("Look", gesture, lambda who: stagehands.looking(
                session.document, shot.id, who, target, session.time_s))  # fmt: skip

    def _gazes(self) -> list[tuple[Any, str]]:
        world = self.session.world()
        others = [(a.id, a.name) for a in world.actors if a.id not in self._ids] if world else []
        return [(None, "As the pose looks"), *others]

    # ------------------------------------------------------------------------------------------- pose
    def _pose(self) -> None:
        presets = [
            (name, said if name == group else f"{said}  ·  {group}")
            for group, names in POSE_GROUPS.items()
            for name in names
            for said in [name.replace("_", " ").replace("+", ", ").capitalize()]
        ]
        self.choice("Pose", lambda: presets, lambda: [k.pose.preset for k in self._keys()],
                    lambda v, g: self._repose("Pose", g, preset=v, joints={}))  # fmt: skip
        by_picture = push_button("Poses by picture", self.session.poses_wanted.emit, "solid", "person-simple")
        by_picture.setToolTip("The library's poses; a double click gives one to who is selected")
        self.add(by_picture)
        self.number("Strength", lambda: [k.pose.strength for k in self._keys()],
                    lambda v, g: self._repose("Pose strength", g, strength=v),
                    minimum=0.0, maximum=1.0, step=0.02, default=1.0)  # fmt: skip
        self.toggle("Mirrored", lambda: [k.pose.mirror for k in self._keys()],
                    lambda v, g: self._repose("Mirror", g, mirror=v))  # fmt: skip
        self.choice("Expression", lambda: _named(EXPRESSIONS),
                    lambda: [k.pose.expression for k in self._keys()],
                    lambda v, g: self._repose("Expression", g, expression=v))  # fmt: skip
        self.number("How strong", lambda: [k.pose.expression_strength for k in self._keys()],
                    lambda v, g: self._repose("Expression", g, expression_strength=v),
                    minimum=0.0, maximum=1.0, step=0.02, default=1.0)  # fmt: skip
        hands = [(None, "As the pose has it"), *_named(HANDS)]
        for side in ("left", "right"):
            self.choice(f"{side.capitalize()} hand", lambda: hands,
                        lambda s=side: [getattr(k.pose, f"hand_{s}") for k in self._keys()],
                        lambda v, g, s=side: self._repose("Hand", g, **{f"hand_{s}": v}))  # fmt: skip
        if len(self._ids) == 1:
            own = push_button("As in the scene", self._as_in_scene, "solid")
            own.setToolTip("Forget what is changed for this shot alone")
            self.add(own)

    def _repose(self, label: str, gesture: str | None, **changes: Any) -> None:
        def change(key: ActorKey) -> dict[str, Any]:
            pose: Pose = msgspec.structs.replace(key.pose, **changes)
            return {"pose": pose}

        self._change(label, gesture, change)

    def _as_in_scene(self) -> None:
        shot = self.session.shot
        if shot is not None:
            self.session.attempt(lambda: stagehands.stop_moving(self.session.document, shot.id, self._ids[0]))

    # ------------------------------------------------------------------------------------------- body
    def _body(self) -> None:
        def body(name: str, field: str, kind: Measure, **how: Any) -> None:
            self.number(name, lambda: [getattr(p.body, field) for p in self._people()],
                        lambda v, g: self._reshape(name, g, **{field: v}), kind, **how)  # fmt: skip

        body("Age", "age_years", Measure.NUMBER, minimum=1.0, maximum=90.0, step=1.0, decimals=0)
        self.number("Height, cm", lambda: [self._height_cm(p) for p in self._people()],
                    lambda v, g: self._reshape("Height", g, height_cm=v),
                    Measure.NUMBER, minimum=60.0, maximum=220.0, step=1.0, decimals=0)  # fmt: skip
        body("Build", "build", Measure.NUMBER, minimum=-1.0, maximum=1.0, step=0.02, default=0.0)
        body("Muscle", "muscle", Measure.NUMBER, minimum=0.0, maximum=1.0, step=0.02, default=0.5)
        body("Sex, f to m", "sex", Measure.NUMBER, minimum=0.0, maximum=1.0, step=0.02)

    @staticmethod
    def _height_cm(person: Character) -> float:
        from previz.cast import figure

        return round(person.body.height_cm or figure(person.body).height_m * 100)

    def _reshape(self, label: str, gesture: str | None, **changes: Any) -> None:
        with self.session.edit(f"{label}, {self._people()[0].name}", gesture) as edit:
            for person in self._people():
                edit.update(person.id, body=msgspec.structs.replace(person.body, **changes))

    # ---------------------------------------------------------------------------------------- clothes
    def _clothes(self) -> None:
        self.choice("Hair", lambda: _named(HAIR),
                    lambda: [p.body.hair for p in self._people()],
                    lambda v, g: self._reshape("Hair", g, hair=v))  # fmt: skip
        self.choice("Beard", lambda: [("", "None"), *_named(BEARDS)],
                    lambda: [p.body.beard for p in self._people()],
                    lambda v, g: self._reshape("Beard", g, beard=v))  # fmt: skip
        self.choice("Outfit", lambda: _named(OUTFITS),
                    lambda: [p.body.outfit.cut for p in self._people()],
                    lambda v, g: self._dress("Outfit", g, cut=v))  # fmt: skip
        self.choice("Hat", lambda: [("", "None"), *_named(HATS)],
                    lambda: [p.body.outfit.hat for p in self._people()],
                    lambda v, g: self._dress("Hat", g, hat=v))  # fmt: skip
        self.choice("Glasses", lambda: [("", "None"), *_named(GLASSES)],
                    lambda: [p.body.outfit.glasses for p in self._people()],
                    lambda v, g: self._dress("Glasses", g, glasses=v))  # fmt: skip
        for name, field in (("Top", "top"), ("Bottom", "bottom"), ("Shoes", "shoes")):
            self.colour(name, lambda f=field: [getattr(p.body.outfit, f) for p in self._people()],
                        lambda v, g, f=field: self._dress(f.capitalize(), g, **{f: v}))  # fmt: skip
        for name, field in (("Hair colour", "hair_colour"), ("Skin", "skin")):
            self.colour(name, lambda f=field: [getattr(p.body, f) for p in self._people()],
                        lambda v, g, f=field, n=name: self._reshape(n, g, **{f: v}))  # fmt: skip
        self.paragraph("In words, for a prompt", lambda: [p.words for p in self._people()], self._describe)

    def _dress(self, label: str, gesture: str | None, **changes: Any) -> None:
        def dressed(body: Body) -> Body:
            return msgspec.structs.replace(body, outfit=msgspec.structs.replace(body.outfit, **changes))

        with self.session.edit(f"{label}, {self._people()[0].name}", gesture) as edit:
            for person in self._people():
                edit.update(person.id, body=dressed(person.body))

    def _describe(self, words: str, gesture: str | None) -> None:
        with self.session.edit("Describe a person", gesture) as edit:
            for person in self._people():
                edit.update(person.id, words=words)


def _with(key: ActorKey, axis: int, value: float) -> model.Vec3:
    place = list(key.position_m)
    place[axis] = value
    return (place[0], place[1], place[2])


def _named(keys: Iterable[str]) -> list[tuple[str, str]]:
    return [(key, key.replace("-", " ").replace("_", " ").capitalize()) for key in keys if key]
