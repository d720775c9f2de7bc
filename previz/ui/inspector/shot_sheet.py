"""The shot and its scene: what happens, how long it takes, what the crew must know."""

from __future__ import annotations

from typing import Any

from previz.scene import model
from previz.studio import shot_book
from previz.ui.controls import Measure
from previz.ui.inspector.sheet import Sheet
from previz.ui.session import Session


class ShotSheet(Sheet):
    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.text("Number", lambda: [self._number()], self._renumber)
        self.paragraph("Action", self._reads("action"), self._writes("Action"))
        self.number("Duration", self._reads("duration_s"), self._writes("Duration"), Measure.TIME,
                    minimum=0.1, maximum=3600.0, step=0.1, decimals=1, slider=(0.0, 20.0))  # fmt: skip
        self.text("Equipment", self._reads("equipment"), self._writes("Equipment"), "Sticks, dolly, crane…")
        self.text("Move", self._reads("move_style"), self._writes("Move style"), "handheld, Steadicam…")
        self.text("Set-up", self._reads("setup_group"), self._writes("Set-up"))
        self.choice("Priority", lambda: [(3, "Must"), (2, "Want"), (1, "If time")],
                    self._reads("priority"), self._writes("Priority"))  # fmt: skip
        self.text("Sound", self._reads("sound"), self._writes("Sound"))
        self.text("Props", self._reads("props"), self._writes("Props"))
        self.text("Effects", self._reads("vfx"), self._writes("Effects"))
        self.paragraph("Notes", self._reads("notes"), self._writes("Notes"))

    def _number(self) -> str:
        shot = self.session.shot
        return self.session.studio.listing.numbers().shots.get(shot.id, "") if shot else ""

    def _renumber(self, label: str, _: str | None) -> None:
        if self.session.shot is not None:
            shot_book.set_label(self.session.document, self.session.shot.id, label)

    def _reads(self, field: str) -> Any:
        return lambda: [getattr(self.session.shot, field)] if self.session.shot else []

    def _writes(self, what: str) -> Any:
        fields = {
            "Action": "action", "Duration": "duration_s", "Equipment": "equipment",
            "Move style": "move_style",
            "Set-up": "setup_group", "Priority": "priority", "Sound": "sound", "Props": "props",
            "Effects": "vfx", "Notes": "notes",
        }  # fmt: skip

        def write(value: Any, gesture: str | None) -> None:
            if self.session.shot is not None:
                with self.session.edit(f"{what} of shot {self._number()}", gesture) as edit:
                    edit.update(self.session.shot.id, **{fields[what]: value})

        return write


class SceneSheet(Sheet):
    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.choice("Where", lambda: [(w, w) for w in ("INT", "EXT", "INT/EXT")], self._reads("interior"),
                    self._writes("interior"))  # fmt: skip
        self.text("Place", self._reads("place"), self._writes("place"))
        self.text("Time", self._reads("time"), self._writes("time"), "DAY, NIGHT, LATER…")
        self.choice("Set", lambda: [(s.id, s.name) for s in session.document.of(model.Stage)],
                    self._reads("stage_id"), self._writes("stage_id"))  # fmt: skip
        self.paragraph("Synopsis", self._reads("synopsis"), self._writes("synopsis"))

    def _reads(self, field: str) -> Any:
        return lambda: [getattr(self.session.scene, field)] if self.session.scene else []

    def _writes(self, field: str) -> Any:
        def write(value: Any, gesture: str | None) -> None:
            if self.session.scene is not None:
                with self.session.edit(f"Change scene {self.session.scene.number}", gesture) as edit:
                    edit.update(self.session.scene.id, **{field: value})

        return write
