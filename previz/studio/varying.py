"""Vary one thing: the same frame along one choice of its plan, side by side, none of them kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from previz.errors import BadProject, NotSupported
from previz.export.contact import Picture, Section, Tile, write_contact_sheet
from previz.gen.sketch.choices import choice, choose, read, sweep
from previz.gen.sketch.plan import Plan
from previz.gen.sketch.redraw import draw_now
from previz.scene import model
from previz.scene.blocking import World
from previz.scene.document import Document
from previz.scene.store import Store
from previz.studio.making import FIRST_SEED, Making, build_request, drawn_time, frame_size
from previz.studio.planning import choice_rows, plan_of_take, plans
from previz.studio.reviewing import Reviewing
from previz.studio.shooting import Shooting

Tell = Callable[[float, str], None]

CELL_PX = 960


class Varying:
    def __init__(self, document: Document, store: Store, shooting: Shooting, reviewing: Reviewing) -> None:
        self._document = document
        self._store = store
        self._shooting = shooting
        self._reviewing = reviewing

    def sheet(
        self,
        shot: model.Shot,
        number: str,
        name: str,
        making: Making,
        count: int,
        path: Path,
        tell: Tell,
    ) -> int:
        """Write the contact sheet of a shot's first panel along the choice ``name``; how many drawings.

        What varies is the plan of the panel's selected take, else that of ``making``; it is among them.
        Raises NotSupported for an unknown choice, BadProject when the shot has no panel, RenderError,
        GenerationError, ExportError.
        """
        one = choice(name)
        panel = self._panel(shot, number)
        base = self.plan(shot, panel, making)
        tiles = []
        varied = self.along(base, name, count, self._shooting.sight(shot.id, panel.time_s).world)
        for index, (words, plan) in enumerate(varied):
            tell(index / len(varied), f"{number} {plan.style}: {words}")
            drawing = self._drawn(shot, panel, plan, making)
            tiles.append(Tile(drawing, words[0].upper() + words[1:], "as planned" if plan is base else ""))
        note = f"{one.about}; all else as in seed {base.seed}: {base.words()}"
        section = Section(f"Shot {number}, {base.style}", tiles)
        write_contact_sheet(path, one.label, note, [section], columns=2 if len(tiles) <= 4 else 3)
        return len(tiles)

    def plan_of_shot(self, shot: model.Shot, number: str) -> Plan:
        """What was decided for the first panel, or would be."""
        return self.plan(shot, self._panel(shot, number), Making())

    def _panel(self, shot: model.Shot, number: str) -> model.Panel:
        panels = self._document.children(shot.id, model.Panel)
        if not panels:
            raise BadProject(f"Shot {number} has no panel; add one before it is drawn.")
        return panels[0]

    def along(self, base: Plan, name: str, count: int, world: World) -> list[tuple[str, Plan]]:
        """Plans along a choice with what each is called; ``base`` itself stands at its place.

        There are ``count`` of them, or all options of a list; with the light of the scene one more.
        Raises NotSupported for an unknown choice, and one that changes nothing in the style.
        """
        one, own = choice(name), read(base, name)
        if not next(row.used for row in choice_rows(base) if row.name == name):
            raise NotSupported(f"{one.label} changes nothing in the style {base.style}; vary another choice.")
        varied = sweep(base, name, count)
        if name == "light" and name not in base.locked and world.light.azimuth_deg is not None:
            others = [(one.words(read(plan, name)), plan) for plan in varied]
            return [("the light of the scene", base), *others]
        places = [one.place(read(plan, name)) for plan in varied]
        inner = range(1, len(varied) - 1) if one.place(own) not in places else range(len(varied))
        nearest = min(inner or range(len(varied)), key=lambda at: abs(places[at] - one.place(own)))
        varied[nearest] = base  # the ends of a range stay in sight
        varied.sort(key=lambda plan: one.place(read(plan, name)))
        return [(one.words(read(plan, name)), plan) for plan in varied]

    def plan(self, shot: model.Shot, panel: model.Panel, making: Making) -> Plan:
        """That of the panel's selected take, unless another style or seed is asked for."""
        kept = plan_of_take(self._store, self._reviewing.selected(panel))
        if kept is not None and making.seed is None and making.style in (None, kept.style):
            return choose(kept, making.choices)
        style = making.style or self._reviewing.look(shot).style
        time = drawn_time(self._shooting.sight(shot.id, panel.time_s).world.light.time)
        seed = FIRST_SEED if making.seed is None else making.seed
        return plans(making, seed, style, time, kept)[0]

    def _drawn(self, shot: model.Shot, panel: model.Panel, plan: Plan, making: Making) -> Picture:
        sight = self._shooting.sight(shot.id, panel.time_s)
        aspect = sight.camera.view.aspect
        size_px = frame_size(aspect, making.size_px or (CELL_PX, round(CELL_PX / aspect / 2) * 2))
        look = self._reviewing.look(shot)
        request, guides = build_request(sight, self._shooting, look, shot, plan, size_px, making.marks)
        return draw_now(request, guides)
