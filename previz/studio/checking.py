"""Continuity of a whole film, cut by cut in the order of the edit: what breaks a rule, and what mends it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Protocol

import numpy as np

from previz.errors import BadProject, NotFound, PrevizError
from previz.grammar import continuity, mending
from previz.grammar.findings import RULES, Finding, Frame
from previz.grammar.mending import Mend
from previz.grammar.naming import eye
from previz.scene import blocking, model
from previz.scene.document import Document
from previz.studio import camera_hands
from previz.studio.listing import Listing
from previz.studio.shootable import doubts
from previz.studio.shooting import Shooting, Sight

STEP_S = 0.2
"""Over which the speed of somebody who moves is taken."""


class Film(Protocol):
    """What is checked: a studio, or a snapshot of one."""

    @property
    def document(self) -> Document: ...
    @property
    def shooting(self) -> Shooting: ...
    @property
    def listing(self) -> Listing: ...


class Checking:
    """Looks at the first and the last instant of every shot."""

    def __init__(self, film: Film) -> None:
        self._film = film
        self.unseen: list[str] = []
        """Why shots could not be looked at, a line each."""
        self._frames: dict[str, tuple[Frame, Frame]] = {}
        self._doubts: list[Finding] = []

    def film(self, scenes: Sequence[str] = ()) -> list[Finding]:
        """All findings, scene by scene; ``scenes`` are numbers, none for all. Raises NotFound.

        Those with a waiver carry its reason.
        """
        document, numbers = self._film.document, self._film.listing.numbers()
        known = list(numbers.scenes.values())
        for number in scenes:
            if number not in known:
                raise NotFound(f"There is no scene {number}; this film has {', '.join(known) or 'none yet'}.")
        self.unseen, self._frames = [], {}
        found: list[Finding] = []
        for scene in document.of(model.Scene):
            if not scene.omitted and (not scenes or numbers.scenes[scene.id] in scenes):
                found += self._scene(scene.id, numbers.shots)
        return self._excused(found)

    def scene(self, scene_id: str) -> list[Finding]:
        """The findings of one scene, with their waivers."""
        self.unseen, self._frames = [], {}
        return self._excused(self._scene(scene_id, self._film.listing.numbers().shots))

    def _scene(self, scene_id: str, numbers: dict[str, str]) -> list[Finding]:
        document = self._film.document
        shots = [one for one in document.children(scene_id, model.Shot) if not one.omitted]
        found: list[Finding] = []
        run: list[tuple[Frame, Frame]] = []
        for ends in (*(self._ends(one, numbers[one.id]) for one in shots), None):
            if ends is not None:
                run.append(ends)
            elif run:  # a shot that cannot be seen parts the scene
                found += continuity.check(run)
                run = []
        found += self._doubts
        self._doubts = []
        return found

    def _excused(self, found: list[Finding]) -> list[Finding]:
        waivers = {_place(one): one.reason for one in self._film.document.of(model.Waiver)}
        return [dataclasses.replace(one, waived=waivers.get(_cut(one), "")) for one in found]

    # ------------------------------------------------------------------------------------------ mending
    def mends(self, finding: Finding) -> Iterator[Mend]:
        """What one click would do about a finding of the last check; not yet looked through."""
        first, second = (self._frames.get(id) for id in (finding.before_id, finding.after_id))
        if first and second:
            yield from mending.mends(first[1], second[0], finding)
        elif first and not finding.after_id:
            yield from mending.mends(None, first[0], finding)

    # ----------------------------------------------------------------------------------------- looking
    def _ends(self, shot: model.Shot, number: str) -> tuple[Frame, Frame] | None:
        shooting = self._film.shooting
        moves = _anything_moves(self._film.document, shot)
        try:
            first = shooting.sight(shot.id)
            last = shooting.sight(shot.id, shot.duration_s) if moves else first
        except PrevizError as error:
            self.unseen.append(f"{number}: {error}")
            return None
        start = self._frame(shot, number, first, 0.0 if moves else None)
        self._doubts += doubts(self._film.document, shooting, shot, number, moves)
        ends = start, self._frame(shot, number, last, shot.duration_s - STEP_S) if moves else start
        self._frames[shot.id] = ends
        return ends

    def _frame(self, shot: model.Shot, number: str, sight: Sight, from_s: float | None) -> Frame:
        camera = sight.camera
        lens = eye(model.Transform(position_m=camera.position_m, rotation=camera.rotation), camera.view)
        return Frame(
            shot_id=shot.id,
            number=number,
            lens=lens,
            focal_length_mm=camera.focal_length_mm,
            name=sight.name,
            people=tuple(one for one in sight.company if one.is_person),
            wish=shot.framing.composition if shot.framing.composition in ("POV", "INS") else "",
            velocities_m_s=self._velocities(shot, max(0.0, from_s)) if from_s is not None else {},
        )

    def _velocities(
        self, shot: model.Shot, from_s: float
    ) -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float64]]]:
        document = self._film.document
        now, then = (blocking.resolve(document, shot.id, time_s) for time_s in (from_s, from_s + STEP_S))
        places = {one.id: np.asarray(one.position_m, float) for one in now.actors}
        speeds = {
            one.id: (np.asarray(one.position_m, float) - places[one.id]) / STEP_S
            for one in then.actors
            if one.id in places
        }
        return {id: speed for id, speed in speeds.items() if float(np.linalg.norm(speed)) > 0}


def _anything_moves(document: Document, shot: model.Shot) -> bool:
    camera = blocking.camera_track(document, shot.id)
    found = [*blocking.tracks(document, shot.scene_id, shot.id).values(), *([camera] if camera else [])]
    return any(len(track.keys) > 1 for track in found)


def _cut(finding: Finding) -> tuple[str, str, str]:
    return finding.before_id, finding.after_id, finding.rule


def _place(waiver: model.Waiver) -> tuple[str, str, str]:
    return waiver.before_id, waiver.cut_to, waiver.rule


# --------------------------------------------------------------------------------------------- by people
def waive(document: Document, finding: Finding, reason: str, who: str = "") -> None:
    """Let a finding stand, and say why; an earlier reason is replaced. Raises BadProject without a reason."""
    if not reason.strip():
        raise BadProject("Say why this cut may break the rule; the reason is printed in the report.")
    known = _waiver(document, finding)
    said = {
        "reason": " ".join(reason.split()),
        "who": who,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    with document.edit(f"Waive {RULES[finding.rule]} of {finding.cut}") as edit:
        if known is not None:
            edit.update(known.id, **said)
            return
        before_id, cut_to, rule = _cut(finding)
        id = document.new_id(model.Waiver)
        edit.put(model.Waiver(id=id, before_id=before_id, cut_to=cut_to, rule=rule, **said))


def unwaive(document: Document, finding: Finding) -> bool:
    """Hold a finding to its rule again; False when nobody had waived it."""
    known = _waiver(document, finding)
    if known is None:
        return False
    with document.edit(f"Hold {finding.cut} to {RULES[finding.rule]}") as edit:
        edit.remove_tree(known.id)
    return True


def _waiver(document: Document, finding: Finding) -> model.Waiver | None:
    return next((one for one in document.of(model.Waiver) if _place(one) == _cut(finding)), None)


def mend(document: Document, change: Mend) -> None:
    """Do it to every key of the camera, as one edit. Raises BadProject for a lens that does not exist."""
    keys = tuple(change.change(key) for key in camera_hands.camera_keys(document, change.shot_id))
    for key in keys:
        camera_hands.check_key(key)
    camera_hands.set_camera_keys(document, change.shot_id, keys, change.label)


def holds(film: Film, finding: Finding, change: Mend) -> bool:
    """Would the change mend the finding and break nothing new? Tried on ``film``, which is put back.

    Only for a film that nobody else looks at: a snapshot.
    """
    document = film.document
    scene_id = document.need(finding.before_id, model.Shot).scene_id
    checking = Checking(film)
    before = {_cut(one) for one in checking.scene(scene_id)}
    try:
        mend(document, change)
    except PrevizError:
        return False
    after = {_cut(one) for one in checking.scene(scene_id)}
    document.undo()
    return _cut(finding) not in after and after <= before
