"""The picture under the plan in figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from previz.scene.underlay import Underlay
from previz.studio.underlays import SHORTEST_M, WIDEST_M, change_underlay
from previz.ui.controls import Measure
from previz.ui.inspector.sheet import Sheet
from previz.ui.session import Session


class UnderlaySheet(Sheet):
    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.number("Opacity", self._reads(lambda u: u.opacity * 100),
                    lambda v, g: self._change("Fade", g, opacity=round(v / 100, 3)), Measure.PERCENT,
                    minimum=0.0, maximum=100.0, step=1.0, decimals=0, default=60.0)  # fmt: skip
        self.number("Width", self._reads(lambda u: u.size_m[0]), self._widen, Measure.LENGTH,
                    minimum=SHORTEST_M, maximum=WIDEST_M, step=0.01, slider=(0.0, 40.0))  # fmt: skip
        for axis, name in ((0, "East, x"), (1, "South, z")):
            self.number(name, self._reads(lambda u, a=axis: u.centre_m[a]),
                        lambda v, g, a=axis: self._shift(a, v, g),
                        Measure.LENGTH, minimum=-1000.0, maximum=1000.0, step=0.01, default=0.0,
                        slider=(-10.0, 10.0))  # fmt: skip
        self.number("Turned", self._reads(lambda u: u.turn_deg),
                    lambda v, g: self._change("Turn", g, turn_deg=v % 360), Measure.ANGLE,
                    minimum=-360.0, maximum=360.0, step=1.0, decimals=1, default=0.0,
                    slider=(-180.0, 180.0))  # fmt: skip
        self.toggle("Locked", self._reads(lambda u: u.locked),
                    lambda v, g: self._change("Lock" if v else "Unlock", g, locked=v))  # fmt: skip
        self.toggle("Hidden", self._reads(lambda u: u.hidden),
                    lambda v, g: self._change("Hide" if v else "Show", g, hidden=v))  # fmt: skip

    def _now(self) -> Underlay | None:
        stage = self.session.stage
        return stage.underlay if stage is not None else None

    def _reads(self, of: Callable[[Underlay], Any]) -> Callable[[], list[Any]]:
        def read() -> list[Any]:
            now = self._now()
            return [of(now)] if now is not None else []

        return read

    def _change(self, verb: str, gesture: str | None, **changes: Any) -> None:
        stage = self.session.stage
        if stage is not None and stage.underlay is not None:
            change_underlay(self.session.document, stage.id, f"{verb} the underlay", gesture, **changes)

    def _widen(self, width_m: float, gesture: str | None) -> None:
        now = self._now()
        if now is not None:
            self._change("Scale", gesture, metre_px=now.size_px[0] / width_m)

    def _shift(self, axis: int, value: float, gesture: str | None) -> None:
        now = self._now()
        if now is not None:
            x, z = now.centre_m
            self._change("Move", gesture, centre_m=(value, z) if axis == 0 else (x, value))
