"""Documents that need the stage beside the rows: camera report, schedule, continuity."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from previz.errors import PrevizError
from previz.export import phrases
from previz.export.camera_report import write_camera_report
from previz.export.continuity_report import CheckedScene, CutRow, write_continuity
from previz.export.phrases import PaperLanguage
from previz.export.plan_sheet import PlanRow
from previz.export.presets import PLAIN, PaperPreset
from previz.export.rows import FilmFacts
from previz.export.schedule import write_schedule
from previz.grammar.findings import RULES, Finding
from previz.scene import model
from previz.scene.document import Document
from previz.scene.store import Store
from previz.studio.camera_report import plan_eye, plan_row, setups
from previz.studio.checking import Checking
from previz.studio.floor_plan import floor_plan
from previz.studio.lining import Lining, write_lined_script
from previz.studio.listing import Listing, heading
from previz.studio.shooting import Shooting
from previz.studio.stills import Stills

if TYPE_CHECKING:
    from previz.studio.snapshot import Snapshot

UNITS: dict[str, str] = {
    "line": "°",
    "jump": "°",
    "pov": " m",
    "direction": " m/s",
    "look-room": "%",
    "head-room": "%",
    "face": "%",
    "trace": "%",
    **dict.fromkeys(
        ("close-focus", "in-set", "in-person", "floor", "ceiling", "track", "focus-band", "seat"), " m"
    ),
    "image-circle": " mm",
}


_MEASURE = re.compile(r"[−+-]?\d+\.\d+ ?(?:m|mm|m/s|s|%|°)")
"""Names and numbers of shots may have a point, too; it is theirs."""


class Reports:
    def __init__(self, document: Document, shooting: Shooting, listing: Listing, store: Store) -> None:
        self.document, self.shooting, self.listing = document, shooting, listing
        self._store = store

    def camera(self, path: Path, dress: PaperPreset = PLAIN) -> list[str]:
        """A page a set-up; returns what the reader should know. Raises ExportError."""
        listing = self.listing
        stills = Stills(self.shooting, self._store.blob)
        found = setups(self.document, self.shooting, listing.shots(), listing.scenes(), stills)
        report = write_camera_report(
            path,
            self._film(dress),
            found,
            paper=dress.paper,
            landscape=not dress.portrait,
            pictures=stills,
        )
        return [*listing.troubles(), *report.warnings]

    def lined(self, path: Path, dress: PaperPreset = PLAIN) -> list[str]:
        """The pages of the script with the lines of the set-ups. Raises NotFound without a script."""
        lining = Lining(self.document, self.shooting)
        return write_lined_script(path, self.listing, lining, dress=dress)

    def schedule(self, path: Path, dress: PaperPreset = PLAIN) -> list[str]:
        listing = self.listing
        report = write_schedule(
            path,
            self._film(dress),
            listing.scenes(),
            listing.shots(),
            paper=dress.paper,
            landscape=not dress.portrait,
        )
        return [*listing.troubles(), *report.warnings]

    def continuity(self, path: Path, dress: PaperPreset = PLAIN) -> list[str]:
        """Findings and waivers, scene by scene, with frames and plans."""
        checking, film = Checking(self), self._film(dress)
        numbers, stills = self.listing.numbers(), Stills(self.shooting, self._store.blob)
        unseen: list[str] = []
        unshot: list[str] = []
        scenes = []
        for scene in self.document.of(model.Scene):
            name = f"{numbers.scenes[scene.id]}  {heading(scene)}"
            shots = [one for one in self.document.children(scene.id, model.Shot) if not one.omitted]
            if not scene.omitted and not shots:
                unshot.append(name)
            elif not scene.omitted:
                findings = tuple(
                    self._row(one, numbers.shots, stills, film.words) for one in checking.scene(scene.id)
                )
                unseen += checking.unseen
                scenes.append(CheckedScene(name=name, findings=findings, seen=not checking.unseen))
        report = write_continuity(
            path,
            film,
            scenes,
            unseen,
            unshot=unshot,
            paper=dress.paper,
            landscape=not dress.portrait,
            pictures=stills,
        )
        return list(report.warnings)

    def _film(self, dress: PaperPreset) -> FilmFacts:
        return dress.dressed(self.listing.film(), date.today())

    def _row(self, one: Finding, numbers: Mapping[str, str], stills: Stills, words: PaperLanguage) -> CutRow:
        """The last frame of the one shot and the first of the other, as the rule looked at them."""
        ids = [id for id in (one.before_id, one.after_id) if id]
        end_s = self.document.need(ids[0], model.Shot).duration_s if one.after_id else 0.0
        images = [
            (numbers[id], stills.look(id, time_s)) for id, time_s in zip(ids, (end_s, 0.0), strict=False)
        ]
        waiver = next(
            (w for w in self.document.of(model.Waiver)
             if (w.before_id, w.cut_to, w.rule) == (one.before_id, one.after_id, one.rule)), None,
        )  # fmt: skip
        return CutRow(
            cut=one.cut,
            rule=RULES[one.rule],
            text=_sentence(one, words),
            number=numbered(one, words),
            reason=one.waived,
            by=", ".join(filter(None, (waiver.who, phrases.date_of(waiver.at, words)))) if waiver else "",
            images=tuple((number, name) for number, name in images if name),
            plan=self._plan(one, ids, numbers),
        )

    def _plan(self, one: Finding, ids: list[str], numbers: Mapping[str, str]) -> PlanRow | None:
        """Both cameras and what the rule measured; None for what a plan does not show."""
        if not one.lines_m:
            return None
        try:
            plan = floor_plan(self.document, ids[-1], shelf=self.shooting.shelf, numbers=numbers)
        except PrevizError:
            return None
        eyes = [plan_eye(camera, label=camera.number) for camera in plan.cameras if camera.shot_id in ids]
        eyes.sort(key=lambda eye: eye.label == numbers[ids[-1]])
        row = plan_row(plan, one.lines_m)
        return replace(row, eyes=tuple(eyes), line=None)


def _sentence(one: Finding, words: PaperLanguage) -> str:
    values = (phrases.figures(words, v) if _MEASURE.fullmatch(v) else v for v in one.said.values)
    return f"{phrases.say(words, one.said.words, *values)}."


def numbered(one: Finding, words: PaperLanguage = "en") -> str:
    """The number that decided a finding beside its limit: "34°, limit 12.5°"."""
    unit = UNITS.get(one.rule, "")
    factor = 100 if unit == "%" else 1
    unit = f" {unit}" if unit == "%" else unit
    value, limit = (phrases.figures(words, f"{v * factor:g}{unit}") for v in (one.value, one.limit))
    return f"{value}, {phrases.say(words, 'limit {}', limit)}"


def print_document(now: Snapshot, preset: PaperPreset, path: Path) -> list[str]:
    """The document that a preset is for. Raises ExportError."""
    if preset.document == "list":
        return now.printing.shot_list(path, preset.list_layout(), preset)
    if preset.document == "boards":
        return now.printing.boards(path, preset.board_layout(), preset)
    reports = {
        "camera": now.reports.camera,
        "lined": now.reports.lined,
        "schedule": now.reports.schedule,
        "continuity": now.reports.continuity,
    }
    return reports[preset.document](path, preset)
