"""Pairs and picks: which of two takes a person likes better, and a small model that learns from it.

Off until somebody turns it on for a film; everything stays in the film's own file. A pick compares two takes
of one panel; so do verdicts, where one take of a panel is approved and another was sent back. The model is a
logistic regression on differences of a few features that one can name: the choices of the drawing, its style,
how light and how contrasty the picture is. It says on how many picks it rests, and orders nothing under
`LEAST` of them.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from previz.errors import BadProject, ExportError
from previz.export.targets import check_target, replace_file
from previz.export.wording import one_line
from previz.gen.sketch.plan import Plan
from previz.gen.styles import STYLES
from previz.scene import model
from previz.scene.document import Document
from previz.scene.store import Store
from previz.scene.store_database import now
from previz.studio.planning import plan_of_take

LEAST = 20
"""Picks under which nothing is ordered."""
MOST_DECIDED = 200
"""So many of the newest verdicts are learnt from: each has two pictures looked at."""
RIDGE = 1.0
STEPS = 60
_NUMBERS = ("weight", "wobble", "overshoot", "tone_shift", "hatch_deg")
Known: TypeAlias = dict[str, NDArray[np.float64]]
FEATURES = (*_NUMBERS, "lightness", "contrast", "ink", *(f"style {name}" for name in STYLES))


class Picks(msgspec.Struct, frozen=True):
    """What one film has learnt from: the takes and their features, by pick."""

    count: int
    """Of both kinds, of takes that are still there."""
    weights: tuple[float, ...] = ()
    """By `FEATURES`, on standardised differences; empty under `LEAST` picks."""
    decided: int = 0
    """How many of them are from verdicts."""

    @property
    def ready(self) -> bool:
        return bool(self.weights)

    def score(self, features: NDArray[np.float64]) -> float:
        """The larger, the likelier somebody picks it; only differences mean something."""
        return float(features @ np.array(self.weights))

    def so_far(self) -> str:
        """On the way to an order, "12 of 20 picks"."""
        return f"{self.count} of {LEAST} picks{self._of_which()}"

    def line(self) -> str:
        """What it rests on, in words."""
        if not self.ready:
            return f"{self.so_far()}: candidates stay in the order of their seeds."
        strongest = sorted(range(len(FEATURES)), key=lambda i: -abs(self.weights[i]))[:2]
        liked = [f"{'more' if self.weights[i] > 0 else 'less'} {FEATURES[i].replace('_', ' ')}"
                 for i in strongest if abs(self.weights[i]) > 1e-3]  # fmt: skip
        rests_on = f"Ordered by {self.count} picks{self._of_which()}"
        return rests_on + (f": {', '.join(liked)}." if liked else ".")

    def _of_which(self) -> str:
        return f" ({self.decided} from verdicts)" if self.decided else ""


class PickBook:
    """The picks of a film. They are a row of the project and no part of any frame."""

    def __init__(
        self,
        document: Document,
        store: Store,
        known: Known | None = None,
        verdicts: Sequence[model.Verdict] | None = None,
    ) -> None:
        """``known``: features by take, so that a next book need not look at the pictures again. ``verdicts``:
        those of the ledger, for a book in another thread; None reads them each time."""
        self._document, self._store, self._verdicts = document, store, verdicts
        self._known: Known = {} if known is None else known

    @property
    def on(self) -> bool:
        return self._document.project.keeps_picks

    def turn(self, on: bool) -> None:
        """Keep picks from now on, or no more; those that were kept stay until `forget`."""
        if on != self.on:
            with self._document.edit("Keep picks" if on else "Keep no picks") as edit:
                edit.update(model.PROJECT_ID, keeps_picks=on)

    def forget(self) -> int:
        """Remove the picks that were kept, as one step; how many. Verdicts stay in the ledger."""
        picks = self.picks()
        if picks:
            with self._document.edit("Forget picks") as edit:
                for pick in picks:
                    edit.remove(pick.id)
        return len(picks)

    def pick(self, better: model.Take, worse: model.Take, who: str) -> model.Pick:
        """Raises BadProject when picks are not kept, without a name, and for takes of two panels."""
        who = one_line(who)
        if not self.on:
            raise BadProject("This film keeps no picks; turn them on first.")
        if not who:
            raise BadProject("A pick needs a name: say who chooses.")
        if better.panel_id != worse.panel_id or better.id == worse.id:
            raise BadProject("A pick compares two takes of one panel.")
        made = model.Pick(
            id=self._document.new_id(model.Pick), panel_id=better.panel_id, better=better.id, worse=worse.id,
            who=who, at=now(),
        )  # fmt: skip
        with self._document.edit(f"Pick take {better.number}") as edit:
            edit.put(made)
        return made

    def picks(self) -> list[model.Pick]:
        return sorted(self._document.of(model.Pick), key=lambda pick: (pick.at, pick.id))

    def decided(self) -> list[tuple[str, str]]:
        """(approved, sent back) takes of one panel by the newest verdict about each, the newest pair last."""
        verdicts = self._store.ledger.verdicts() if self._verdicts is None else self._verdicts
        newest = {one.take_id: one for one in verdicts}
        by_panel: dict[str, list[model.Verdict]] = {}
        for one in newest.values():
            by_panel.setdefault(one.panel_id, []).append(one)
        pairs = [
            (better, worse)
            for of_panel in by_panel.values()
            for better in of_panel
            for worse in of_panel
            if (better.state, worse.state) == ("approved", "changes")
        ]
        pairs.sort(key=lambda pair: max(one.number for one in pair))
        return [(better.take_id, worse.take_id) for better, worse in pairs]

    def told(self) -> str:
        """Whether picks are kept, and what comes of them: nothing in a film that keeps none any more."""
        if self.on:
            return f"Picks are kept. {self.learnt().line()}"
        count = len(self.picks())
        nothing = "one from before orders nothing" if count == 1 else f"{count} from before order nothing"
        return f"No picks are kept{f'; the {nothing}' if count else ''}."

    # ------------------------------------------------------------------------------------- learning
    def learnt(self) -> Picks:
        """The model of now; without weights under `LEAST` picks of takes that are still there. What was
        picked and decided alike counts once."""
        picked = self._there((pick.better, pick.worse) for pick in self.picks())
        alike = set(picked)
        decided = self._there(pair for pair in self.decided() if pair not in alike)[-MOST_DECIDED:]
        count = len(picked) + len(decided)
        if count < LEAST:
            return Picks(count, decided=len(decided))
        takes = {id: self._document.need(id, model.Take) for pair in (*picked, *decided) for id in pair}
        differences = np.array(
            [
                self.features(takes[better]) - self.features(takes[worse])
                for better, worse in (*picked, *decided)
            ]
        )
        scale = differences.std(axis=0)
        scale[scale < 1e-9] = np.inf  # what never differs decides nothing
        return Picks(count, tuple((_fit(differences / scale) / scale).tolist()), len(decided))

    def _there(self, pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """Pairs of takes that are still there."""
        return [pair for pair in pairs if all(self._document.get(id, model.Take) for id in pair)]

    def ordered(self, takes: Sequence[model.Take]) -> list[model.Take]:
        """Candidates, the likeliest to be picked first; as they came while too little is known, and in a film
        that keeps no picks."""
        return self.ranked(takes)[0]

    def ranked(self, takes: Sequence[model.Take]) -> tuple[list[model.Take], Picks | None]:
        """As `ordered`, with what it rests on; None in a film that keeps no picks."""
        if not self.on:
            return list(takes), None
        learnt = self.learnt()
        if not learnt.ready:
            return list(takes), learnt
        return sorted(takes, key=lambda take: -learnt.score(self.features(take))), learnt

    def features(self, take: model.Take) -> NDArray[np.float64]:
        """(n,) by `FEATURES`: numbers of the plan, 0 where the take has none; of the picture, 0…1."""
        if take.id not in self._known:
            plan = plan_of_take(self._store, take)
            with Image.open(io.BytesIO(self._store.blob(take.image))) as opened:
                self._known[take.id] = features_of(plan, take.style, opened)
        return self._known[take.id]

    # ----------------------------------------------------------------------------------------- out
    def export(self, path: Path) -> int:
        """Picks and verdicts as JSON Lines; how many lines. Raises ExportError."""
        check_target(path)
        picks, verdicts = self.picks(), self._store.ledger.verdicts()
        if not picks and not verdicts:
            raise ExportError("Nobody has picked or decided anything yet.")
        lines = [{"kind": "pick", **msgspec.to_builtins(pick)} for pick in picks]
        lines += [{"kind": "verdict", **msgspec.to_builtins(verdict)} for verdict in verdicts]
        for line in lines:
            line.pop("id", None)
        text = "\n".join(json.dumps(line, ensure_ascii=False, sort_keys=True) for line in lines)
        replace_file(path, (text + "\n").encode())
        return len(lines)


def features_of(plan: Plan | None, style: str, picture: Image.Image) -> NDArray[np.float64]:
    """(n,) by `FEATURES`, of a frame that may be no take yet."""
    numbers = [float(getattr(plan, name)) if plan is not None else 0.0 for name in _NUMBERS]
    grey = np.asarray(picture.convert("L").resize((96, 40)), dtype=np.float64) / 255
    seen = [float(grey.mean()), float(grey.std()), float((grey < 0.35).mean())]
    return np.array([*numbers, *seen, *(float(style == name) for name in STYLES)])


def _fit(differences: NDArray[np.float64]) -> NDArray[np.float64]:
    """(k,) weights of a logistic regression without intercept on (n, k) differences, better minus worse.

    Newton's method on the ridge-penalised likelihood; convex, so it has one answer (Hastie, Tibshirani and
    Friedman, The Elements of Statistical Learning, 4.4.1).
    """
    weights = np.zeros(differences.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(differences @ weights, -30, 30)))
        slope = differences.T @ (1 - chance) - RIDGE * weights
        curve = (differences * (chance * (1 - chance))[:, None]).T @ differences
        step = np.linalg.solve(curve + RIDGE * np.eye(len(weights)), slope)
        weights = weights + step
        if float(np.abs(step).max()) < 1e-9:
            break
    return weights
