"""The light of a scene or of one shot: hour and weather, the sun by date and place, key, fill, rim, lamps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
from PySide6.QtWidgets import QWidget

from previz.errors import NotFound
from previz.kit.piece import Switch
from previz.scene import model
from previz.scene.lighting import DAYTIMES, WEATHERS, Beam, Light, Sun
from previz.studio import gaffer, light_presets
from previz.ui.controls import Measure, push_button
from previz.ui.inspector.sheet import Sheet
from previz.ui.session import Session

KELVIN: dict[str, Any] = {
    "kind": Measure.KELVIN,
    "minimum": 1500.0,
    "maximum": 12000.0,
    "step": 100.0,
    "decimals": 0,
}
AROUND: dict[str, Any] = {
    "kind": Measure.ANGLE,
    "minimum": -180.0,
    "maximum": 180.0,
    "step": 1.0,
    "decimals": 0,
}
ABOVE: dict[str, Any] = {"kind": Measure.ANGLE, "minimum": -10.0, "maximum": 90.0, "step": 1.0, "decimals": 0}
SHARE: dict[str, Any] = {"minimum": 0.0, "maximum": 1.0, "step": 0.01}
BY_HAND: dict[str, float] = {"azimuth_deg": 45.0, "kelvin": 5600.0, "softness": 0.3, "visibility_m": 30.0}
"""Where a value starts that was left to hour and weather until now."""
HEIGHT_BY_HAND_DEG = 35.0
BEAMS = {"fill": Beam(azimuth_deg=-60.0, strength=0.3), "rim": Beam(azimuth_deg=180.0, elevation_deg=35.0)}
FIRST_SUN = Sun(date="", clock="12:00", latitude_deg=51.5, longitude_deg=0.0)


def lamps(session: Session) -> list[model.Item]:
    """Everything on the stage that can be lit."""
    stage = session.stage
    found = []
    for item in session.document.children(stage.id, model.Item) if stage is not None else ():
        try:
            piece = session.studio.dressing.shelf.piece_of(item.piece)
        except NotFound:
            continue
        if any(setting.name == "lit" and isinstance(setting, Switch) for setting in piece.params):
            found.append(item)
    return found


class LightSheet(Sheet):
    def __init__(self, session: Session) -> None:
        super().__init__(session)
        names = light_presets.preset_names()
        # "By hand" tells what is; it is nothing that could be chosen
        by_hand = lambda: [("", "By hand")] if self._preset() == [""] else []  # noqa: E731
        self.choice("Set-up", lambda: [*by_hand(), *names.items()], self._preset, self._use_preset)
        self.choice("Time of day", lambda: [(one, one.capitalize()) for one in DAYTIMES],
                    lambda: [self._light().time], self._set_time)  # fmt: skip
        self.choice("Weather", lambda: [(one, one.capitalize()) for one in WEATHERS],
                    lambda: [self._light().weather], self._writes("Weather", "weather"))  # fmt: skip
        self._sun()
        self._key()
        for name, field in (("Fill light", "fill"), ("Rim light", "rim")):
            self._beam(name, field)
        self._lamps()
        if session.stage is not None:
            self.number("North", self._north, self._set_north, Measure.ANGLE, minimum=0.0, maximum=360.0,
                        step=1.0, decimals=0, default=180.0)  # fmt: skip
        own = push_button("As in the scene", self._as_in_scene, "solid")
        own.setToolTip("Forget the light of this shot alone")
        self.add(own)
        self._shown_if(own, lambda: session.shot is not None and session.shot.light is not None)

    def _preset(self) -> list[str]:
        shot = self.session.shot
        return [light_presets.preset_of(self.session.document, shot.id) if shot is not None else ""]

    def _use_preset(self, name: str, _: str | None) -> None:
        session = self.session
        if name and session.shot is not None:
            light_presets.use_preset(session.document, session.shot.id, name, scope=session.scope)

    def _light(self) -> Light:
        shot = self.session.shot
        return gaffer.light_of(self.session.document, shot.id) if shot is not None else Light()

    # ------------------------------------------------------------------------------------------ the sun
    def _sun(self) -> None:
        self.toggle("Sun by date and clock", lambda: [self._light().sun is not None], self._switch_sun)
        by_sun = lambda: self._light().sun is not None  # noqa: E731
        for name, field, prompt in (("Date", "date", "2026-06-21"), ("Clock", "clock", "18:30")):
            line = self.text(name, self._of_sun(field), self._writes_sun(field), prompt)
            self._shown_if(line.parentWidget(), by_sun)
        for name, field, most in (("Latitude", "latitude_deg", 90.0), ("Longitude", "longitude_deg", 180.0)):
            self._shown_if(
                self.number(name, self._of_sun(field), self._writes_sun(field), Measure.ANGLE, minimum=-most,
                            maximum=most, step=0.1, decimals=2), by_sun)  # fmt: skip
        self._shown_if(
            self.number("UTC offset", self._of_sun("utc_offset_h"), self._writes_sun("utc_offset_h"),
                        minimum=-12.0, maximum=14.0, step=0.5, decimals=1), by_sun)  # fmt: skip

    def _of_sun(self, field: str) -> Callable[[], list[Any]]:
        return lambda: [getattr(self._light().sun or FIRST_SUN, field)]

    def _writes_sun(self, field: str) -> Callable[[Any, str | None], None]:
        def write(value: Any, gesture: str | None) -> None:
            sun = self._light().sun
            if sun is not None:
                self._put_sun(msgspec.structs.replace(sun, **{field: value}), gesture)

        return write

    def _switch_sun(self, on: bool, gesture: str | None) -> None:
        today = msgspec.structs.replace(FIRST_SUN, date=date.today().isoformat())
        self._put_sun(today if on else None, gesture)

    def _put_sun(self, sun: Sun | None, gesture: str | None) -> None:
        session = self.session
        if session.shot is not None:
            gaffer.set_sun(session.document, session.shot.id, sun, scope=session.scope, gesture=gesture)

    # ------------------------------------------------------------------------------------------ the key
    def _key(self) -> None:
        self.number("Key strength", lambda: [self._light().strength], self._writes("Key light", "strength"),
                    minimum=0.0, maximum=4.0, step=0.05, default=1.0, slider=(0.0, 2.0))  # fmt: skip
        self.toggle("Key from a side", lambda: [self._light().azimuth_deg is not None], self._switch_side)
        aimed = lambda: self._light().azimuth_deg is not None  # noqa: E731
        self._shown_if(
            self.number("From", self._reads("azimuth_deg", 45.0), self._writes("Key light", "azimuth_deg"),
                        **AROUND), aimed)  # fmt: skip
        self._shown_if(
            self.number("Above", self._reads("elevation_deg", HEIGHT_BY_HAND_DEG),
                        self._writes("Key light", "elevation_deg"), **ABOVE), aimed)  # fmt: skip
        self._optional("Colour by hand", "Colour", "kelvin", **KELVIN)
        self._optional("Softness by hand", "Softness", "softness", **SHARE)
        self._optional("Fog by hand", "One sees", "visibility_m", kind=Measure.LENGTH, minimum=0.5,
                       maximum=5000.0, step=1.0, decimals=1, slider=(0.5, 100.0))  # fmt: skip

    def _switch_side(self, on: bool, _: str | None) -> None:
        side = BY_HAND["azimuth_deg"] if on else None
        self._change("Key light", None, azimuth_deg=side, elevation_deg=HEIGHT_BY_HAND_DEG if on else None)

    def _optional(self, switch: str, name: str, field: str, **number: Any) -> None:
        """A value that hour and weather decide until somebody does."""
        write = self._writes(name, field)
        self.toggle(switch, lambda: [getattr(self._light(), field) is not None],
                    lambda on, gesture: write(BY_HAND[field] if on else None, gesture))  # fmt: skip
        row = self.number(name, self._reads(field, BY_HAND[field]), write, **number)
        self._shown_if(row, lambda: getattr(self._light(), field) is not None)

    # ----------------------------------------------------------------------------------- fill, rim, lamps
    def _beam(self, name: str, field: str) -> None:
        lit = lambda: getattr(self._light(), field) is not None  # noqa: E731
        self.toggle(name, lambda: [lit()], lambda on, _: self._change(name, None, **{field: BEAMS[field] if on
                                                                                 else None}))  # fmt: skip
        rows: tuple[tuple[str, str, dict[str, Any]], ...] = (
            ("From", "azimuth_deg", AROUND),
            ("Above", "elevation_deg", ABOVE),
            ("Strength", "strength", {"minimum": 0.0, "maximum": 3.0, "step": 0.05, "slider": (0.0, 1.5)}),
            ("Colour", "kelvin", KELVIN),
        )
        for words, part, number in rows:
            made = self.number(words, self._of_beam(field, part), self._writes_beam(name, field, part),
                               **number)  # fmt: skip
            made.setAccessibleDescription(name)
            self._shown_if(made, lit)

    def _of_beam(self, field: str, part: str) -> Callable[[], list[Any]]:
        def read() -> list[Any]:
            value = getattr(getattr(self._light(), field) or BEAMS[field], part)
            return [BY_HAND["kelvin"] if value is None else value]

        return read

    def _writes_beam(self, name: str, field: str, part: str) -> Callable[[Any, str | None], None]:
        def write(value: Any, gesture: str | None) -> None:
            beam = getattr(self._light(), field)
            if beam is not None:
                self._change(name, gesture, **{field: msgspec.structs.replace(beam, **{part: value})})

        return write

    def _lamps(self) -> None:
        there = lamps(self.session)
        if not there:
            return
        self.choice("Key lamp", lambda: [(None, "The brightest"), *((one.id, one.name) for one in there)],
                    lambda: [self._light().lamp_id], self._writes("Key lamp", "lamp_id"))  # fmt: skip
        for item in there:
            self.toggle(f"{item.name[:1].upper()}{item.name[1:]}", lambda id=item.id: [self._is_lit(id)],
                        lambda on, _, id=item.id: self._switch_lamp(id, on))  # fmt: skip

    def _is_lit(self, id: str) -> bool:
        world = self.session.world()
        placed = next((one for one in world.items if one.id == id), None) if world is not None else None
        if placed is None:
            return False
        piece = self.session.studio.dressing.shelf.piece_of(placed.piece)
        default = next(setting.default for setting in piece.params if setting.name == "lit")
        return bool(placed.params.get("lit", default))

    def _switch_lamp(self, id: str, lit: bool) -> None:
        session, shelf = self.session, self.session.studio.dressing.shelf
        if session.shot is not None:
            gaffer.switch_lamp(session.document, session.shot.id, id, lit, scope=session.scope, shelf=shelf)

    # ------------------------------------------------------------------------------------------- writing
    def _reads(self, field: str, otherwise: float) -> Callable[[], list[Any]]:
        def read() -> list[Any]:
            value = getattr(self._light(), field)
            return [otherwise if value is None else value]

        return read

    def _writes(self, what: str, field: str) -> Callable[[Any, str | None], None]:
        return lambda value, gesture: self._change(what, gesture, **{field: value})

    def _change(self, what: str, gesture: str | None, **changes: Any) -> None:
        session = self.session
        if session.shot is not None:
            gaffer.set_light(session.document, session.shot.id, scope=session.scope, label=what,
                             gesture=gesture, **changes)  # fmt: skip

    def _set_time(self, time: str, gesture: str | None) -> None:
        """An hour taken by hand ends that of the sun."""
        self._change("Time of day", gesture, time=time, sun=None)

    def _north(self) -> list[float]:
        stage = self.session.stage
        return [stage.north_deg] if stage is not None else []

    def _set_north(self, north_deg: float, gesture: str | None) -> None:
        stage = self.session.stage
        if stage is not None:
            with self.session.edit("Turn north", gesture) as edit:
                edit.update(stage.id, north_deg=north_deg)

    def _as_in_scene(self) -> None:
        shot = self.session.shot
        if shot is not None:
            self.session.attempt(lambda: gaffer.as_in_scene(self.session.document, shot.id))
            self.refresh()

    def _shown_if(self, row: QWidget | None, is_so: Callable[[], bool]) -> None:
        """A row that means something only now and then."""
        if row is not None:
            self._readers.append(lambda: row.setVisible(is_so()))
            row.setVisible(is_so())
