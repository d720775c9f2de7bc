"""Continuity of a whole film, cut by cut in the order of the edit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from previz.errors import NotFound, PrevizError
from previz.grammar import continuity
from previz.grammar.continuity import Finding, Frame
from previz.grammar.naming import eye
from previz.scene import blocking, model
from previz.studio.shooting import Sight
from previz.studio.studio import Studio

STEP_S = 0.2
"""Over which the speed of somebody who moves is taken."""


class Checking:
    """Looks at the first and the last instant of every shot."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self.unseen: list[str] = []
        """Why shots could not be looked at, a line each."""

    def film(self, scenes: Sequence[str] = ()) -> list[Finding]:
        """All findings, scene by scene; ``scenes`` are numbers, none for all. Raises NotFound."""
        document, numbers = self._studio.document, self._studio.listing.numbers()
        known = list(numbers.scenes.values())
        for number in scenes:
            if number not in known:
                raise NotFound(f"There is no scene {number}; this film has {', '.join(known) or 'none yet'}.")
        self.unseen = []
        found: list[Finding] = []
        for scene in document.of(model.Scene):
            if scene.omitted or (scenes and numbers.scenes[scene.id] not in scenes):
                continue
            shots = [one for one in document.children(scene.id, model.Shot) if not one.omitted]
            frames = [self._ends(one, numbers.shots[one.id]) for one in shots]
            run: list[tuple[Frame, Frame]] = []
            for ends in (*frames, None):
                if ends is not None:
                    run.append(ends)
                elif run:  # a shot that cannot be seen parts the scene
                    found += continuity.check(run)
                    run = []
        return found

    def _ends(self, shot: model.Shot, number: str) -> tuple[Frame, Frame] | None:
        shooting = self._studio.shooting
        try:
            first, last = (shooting.sight(shot.id, time_s) for time_s in (0.0, shot.duration_s))
        except PrevizError as error:
            self.unseen.append(f"{number}: {error}")
            return None
        return self._frame(shot, number, first, 0.0), self._frame(
            shot, number, last, shot.duration_s - STEP_S
        )

    def _frame(self, shot: model.Shot, number: str, sight: Sight, from_s: float) -> Frame:
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
            velocities_m_s=self._velocities(shot, max(0.0, from_s)),
        )

    def _velocities(
        self, shot: model.Shot, from_s: float
    ) -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float64]]]:
        document = self._studio.document
        now, then = (blocking.resolve(document, shot.id, time_s) for time_s in (from_s, from_s + STEP_S))
        places = {one.id: np.asarray(one.position_m, float) for one in now.actors}
        speeds = {
            one.id: (np.asarray(one.position_m, float) - places[one.id]) / STEP_S
            for one in then.actors
            if one.id in places
        }
        return {id: speed for id, speed in speeds.items() if float(np.linalg.norm(speed)) > 0}
