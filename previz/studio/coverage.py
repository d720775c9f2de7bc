"""Coverage of a staged scene: what the grammar proposes, solved on the set, kept as shots tied to words."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

import msgspec
import numpy as np

from previz.errors import BadProject, CannotFrame
from previz.grammar import adjusting, continuity, coverage, cutting
from previz.grammar.continuity import is_neutral
from previz.grammar.coverage import Setup, Side, side_deg
from previz.grammar.facings import INSERTS, RANK, shooting_order
from previz.grammar.findings import ALOOF, Frame
from previz.grammar.looking import seen_share
from previz.grammar.naming import eye, name_frame
from previz.grammar.numbering import scene_numbers
from previz.grammar.subject import Subject
from previz.kit.catalogue import CATALOGUE
from previz.kit.shelf import CATALOGUE_ALONE, Shelf
from previz.render import drawlist
from previz.render.company import subjects
from previz.render.obstacles import everything, walls_alone
from previz.scene import blocking, model
from previz.scene.blocking import World
from previz.scene.document import Document
from previz.scene.model import CameraKey
from previz.scene.optics import View
from previz.scene.order import spread
from previz.scene.package import camera_state
from previz.scene.words import Covered, Passage
from previz.script import covering
from previz.script.screenplay import speaker
from previz.studio.casting import player
from previz.studio.setup_words import words_of_setup

Key = tuple[str, ...]
"""Of a proposal."""
WORDS_S = 0.42
"""Seconds for a spoken word: about 140 in a minute."""
LINE_S = 3.0
"""Seconds for a line of action on a page of 55 lines, which is a minute with its blank lines."""
SHORTEST_S, LONGEST_S = 2.0, 240.0
HANDY = ("hand props", "images")
MOST_INSERTS = 3
MOST_OF_A_PAIR, MOST_OF_ONE = 6, 3
"""Set-ups without inserts: master, two-shot, two over shoulders, two singles; master, medium, single."""
Tell = Callable[[float, str], None]
"""(share done 0…1, what is looked for)"""


def _untold(share: float, name: str) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True)
class Proposed:
    """One set-up with its camera and the words that it would cover."""

    setup: Setup
    camera: CameraKey | None
    covers: tuple[Covered, ...]
    group: str = ""

    @property
    def name(self) -> str:
        return self.setup.name

    @property
    def key(self) -> Key:
        """Which of the proposals it is, also when it is adjusted: two people may have one name."""
        return (self.setup.role, *self.setup.framing.subjects)


class Coverer:
    """Proposals for one scene as it stands. Its world does not change; any one thread may use it."""

    def __init__(self, document: Document, scene_id: str, shelf: Shelf = CATALOGUE_ALONE) -> None:
        """Raises BadProject for a scene without stage or people."""
        scene = document.need(scene_id, model.Scene)
        _check_staged(document, scene)
        self._project = document.project
        self._lenses = _focals(document.project)
        self._passages = covering.passages_by_scene(document).get(scene_id, [])
        players = {one.id: one.name.upper() for one in document.of(model.Character)}
        self._players = players
        self._lines = [
            who.id
            for one in self._passages
            if one.type == "speech" and (who := player(document, speaker(one.cue))) is not None
        ]
        self.world = _world(document, scene)
        if not self.world.actors:
            number = scene_numbers(document)[scene_id]
            raise BadProject(f"Nobody stands on the set of scene {number}; cast the scene first.")
        draw_list = drawlist.build(self.world, shelf=shelf)
        things = self._named_things()
        company = subjects(self.world, draw_list, things)
        self._stage, self._walls = everything(self.world, draw_list), walls_alone(self.world, draw_list)
        self._people = sorted(
            (one for one in company if one.is_person), key=lambda one: self._first_line(one.id)
        )
        self._things = [one for one in company if not one.is_person]
        self._shots = _cameras(document, scene_id)

    def propose(self, across: bool = False, tell: Tell = _untold) -> list[Proposed]:
        """Every set-up in the order of shooting; those that cannot be made come last, with their reason.

        ``across``: from the other side of the line than the shots so far, for a film that crosses it on
        purpose, or than what is proposed otherwise where no shot has settled a side. Raises BadProject for
        a scene of one person, which has no line. ``tell`` hears at each camera that is tried, about how far
        it is (0…1) and of whom; it may raise to end it.
        """
        scene = self._scene(self._progress(tell))
        setups = coverage.propose(scene, self._other_side(scene) if across else self._settled(scene))
        made = [one for one in setups if one.placement]
        rows = [Proposed(one, self._camera(one), self._covers(one)) for one in made]
        ordered, dropped = self._cut(rows) if rows else ([], [])
        refused = [one for one in setups if not one.placement]
        return [*ordered, *(Proposed(one, None, ()) for one in (*dropped, *refused))]

    # --------------------------------------------------------------------------------------- the cut
    def _cut(self, rows: Sequence[Proposed]) -> tuple[list[Proposed], list[Setup]]:
        """Those that cut, one after the other, in an order of shooting, and those that do not, with the
        reason that `previz check` would give."""
        frames = [self._frame(row) for row in rows]
        made = [row.setup for row in rows]
        names = {one.id: one.name for one in (*self._people, *self._things)}
        looks = [(one.bearing_deg, one.role, names[one.framing.subjects[0]]) for one in made]
        facings = shooting_order(looks)

        @cache
        def faults(out: int, into: int) -> int:
            return len(continuity.check_cut(frames[out], frames[into]))

        ranks = [RANK[one.role] for one in made]
        fixed = [n for n, one in enumerate(facings) if one.name == INSERTS]
        order = cutting.order_that_cuts([one.places for one in facings], ranks, faults, fixed)
        sound = [n for group in order for n in group if not continuity.check_frame(frames[n])]
        kept, broken = cutting.those_that_cut(sound, faults, lambda n: coverage.WORTH[made[n].role])

        def reason(n: int) -> str:
            if n not in broken:
                return f"{continuity.check_frame(frames[n])[0].text}."
            out, into = broken[n]
            other = made[into if n == out else out].name
            return f"It does not cut with {other}. {continuity.check_cut(frames[out], frames[into])[0].text}."

        dropped = [
            replace(made[n], placement=None, reason=reason(n)) for n in range(len(rows)) if n not in kept
        ]
        place = {n: facing.name for facing in facings for n in facing.places}
        return [replace(rows[n], group=place[n]) for n in kept], dropped

    def _frame(self, row: Proposed) -> Frame:
        """The picture of a set-up as continuity looks at it."""
        placed = row.setup.placement
        assert placed is not None
        lens = eye(placed.transform, self._view(row.setup.focal_length_mm))
        about = row.setup.framing.subjects
        place = lens.position_m[None]
        seen = [one for one in self._people if one.id in about or seen_share(self._stage, one, place)[0] > 0]
        things = [one for one in self._things if one.id in about]
        return Frame(
            shot_id="",
            number="",
            lens=lens,
            focal_length_mm=row.setup.focal_length_mm,
            name=name_frame((*seen, *things), lens, principal=about[0]),
            people=tuple(self._people),
            wish=row.setup.framing.composition if row.setup.role == "insert" else "",
        )

    @property
    def most(self) -> int:
        """So many set-ups there may be, as far as one knows before they are looked for."""
        if len(self._people) == 1:
            return MOST_OF_ONE + len(self._things)
        return MOST_OF_A_PAIR + len(self._people) - 2 + len(self._things)  # the others have a single each

    def _progress(self, tell: Tell) -> Callable[[str], None]:
        """Of a search: the share of the set-ups that have been begun, of those that there may be."""
        begun: set[str] = set()

        def trying(name: str) -> None:
            begun.add(name)
            tell(min((len(begun) - 1) / self.most, 1.0), name)

        return trying

    def adjusted(
        self, row: Proposed, *, size_steps: int = 0, lens_steps: int = 0, tell: Tell = _untold
    ) -> Proposed:
        """A proposal wider (tighter below 0) or with a longer lens (shorter below 0), from its side of the
        line; its words stay. Raises CannotFrame, also for a picture that breaks a rule by itself.
        ``tell`` as of `propose`."""
        scene, setup = self._scene(lambda name: tell(0.0, name)), row.setup
        if size_steps:
            setup = adjusting.sized(scene, setup, size_steps)
        if lens_steps:
            setup = adjusting.lensed(scene, setup, lens_steps)
        made = replace(row, setup=setup, camera=self._camera(setup))
        found = continuity.check_frame(self._frame(made))
        if found:
            raise CannotFrame(f"{found[0].text}; move somebody, or choose another size.")
        return made

    def spoilt(self, made: Proposed, among: Sequence[Proposed]) -> str:
        """What `previz check` would say of the cuts between an adjusted proposal and its neighbours in the
        list that it is of; "" where they hold. A reverse may be about to be matched: it is no reason to
        refuse.
        """
        rows = [made if one.key == made.key else one for one in among if one.camera]
        cuts = [cut for cut in pairwise(rows) if made.key in (cut[0].key, cut[1].key)]
        found = [one for cut in cuts for one in continuity.check_cut(*map(self._frame, cut))]
        return found[0].text if found else ""

    def _scene(self, trying: Callable[[str], None]) -> coverage.Scene:
        return coverage.Scene(
            people=self._people,
            lines=self._lines,
            things=self._things,
            focals_mm=self._lenses,
            view_of=self._view,
            stage=self._stage,
            walls=self._walls,
            trying=trying,
        )

    def _settled(self, scene: coverage.Scene) -> Side | None:
        return _settled_side(self._shots, coverage.main_pair(scene))

    def _other_side(self, scene: coverage.Scene) -> Side:
        pair = coverage.main_pair(scene)
        if pair is None:
            raise BadProject("One person alone has no line to cross; there must be two in the scene.")
        side = self._settled(scene)
        if side is None:
            cameras = [self._camera(one) for one in coverage.propose(scene) if one.role != "insert"]
            side = _settled_side([one for one in cameras if one is not None], pair)
        return "L" if side == "R" else "R"

    # -------------------------------------------------------------------------------------- the camera
    def _view(self, focal_mm: float) -> View:
        return camera_state(self._project, _BARE, _key(focal_mm)).view

    def _camera(self, setup: Setup) -> CameraKey | None:
        placed = setup.placement
        if placed is None:
            return None
        return msgspec.structs.replace(
            _key(setup.focal_length_mm),
            transform=placed.transform,
            focus_distance_m=round(placed.focus_distance_m, 3),
        )

    # --------------------------------------------------------------------------------------- the words
    def _first_line(self, id: str) -> int:
        return self._lines.index(id) if id in self._lines else len(self._lines)

    def _named_things(self) -> list[str]:
        """Small things on the set that the words of the scene name, as far as a few inserts go."""
        text = " ".join(one.text.casefold() for one in self._passages if one.type == "action")
        found: dict[str, str] = {}
        for item in self.world.items:
            name = item.name.casefold()
            if name not in found and _handy(item.piece) and _names(text, name):
                found[name] = item.id
        return list(found.values())[:MOST_INSERTS]

    def _covers(self, setup: Setup) -> tuple[Covered, ...]:
        """A master runs the scene; over shoulders and singles run from the first word of the exchange to its
        last; an insert has the lines that name the thing."""
        words = [one for one in self._passages if one.type in covering.TO_COVER]
        if setup.role == "master":
            return tuple(covering.cover(one) for one in words)
        if setup.role == "insert":
            thing = setup.framing.subjects[0]
            name = next(one.name.casefold() for one in self._things if one.id == thing)
            return tuple(
                covering.cover(one)
                for one in words
                if one.type == "action" and _names(one.text.casefold(), name)
            )
        about = {self._players.get(id, "") for id in setup.framing.subjects}
        spoken = [n for n, one in enumerate(words) if _speaks(one, about)]
        if not spoken:
            return ()
        run = words[spoken[0] : spoken[-1] + 1]
        return tuple(covering.cover(one) for one in run)


def _names(text: str, thing: str) -> bool:
    return re.search(rf"\b{re.escape(thing)}\b", text) is not None


def _speaks(one: Passage, names: set[str]) -> bool:
    return one.type == "speech" and speaker(one.cue).upper() in names


def on_set(document: Document, scene_id: str) -> frozenset[str]:
    """Ids of the people and the things that stand in a scene; none without a stage."""
    scene = document.get(scene_id, model.Scene)
    if scene is None or scene.stage_id is None:
        return frozenset()
    world = _world(document, scene)
    return frozenset([*(one.id for one in world.actors), *(one.id for one in world.items)])


def _check_staged(document: Document, scene: model.Scene) -> None:
    if scene.stage_id is None:
        raise BadProject(f"Scene {scene_numbers(document)[scene.id]} has no stage yet; stage it first.")


def accept(
    document: Document, scene_id: str, rows: Sequence[Proposed], beside: Sequence[Proposed] = ()
) -> list[str]:
    """Keep proposals as shots behind those of the scene: camera, framing, words, a panel. One edit.

    ``beside``: those that may be kept afterwards, and have their part of the time of the words, too. Raises
    BadProject when one has no camera, or shows who is not on the set any more, and for a scene without
    a stage.
    """
    _check_staged(document, document.need(scene_id, model.Scene))
    if any(one.camera is None for one in rows):
        raise BadProject("A set-up without a camera cannot be kept; move somebody, or choose another lens.")
    here = on_set(document, scene_id)
    absent = next((one.name for one in rows if not here.issuperset(one.setup.framing.subjects)), "")
    if absent:
        raise BadProject(f"“{absent}” shows who is not on the set any more; propose coverage again.")
    last = document.children(scene_id, model.Shot)
    orders = spread(len(rows), last[-1].order if last else None)
    times_s = _screen_times_s(document, scene_id, rows, beside)
    made = []
    with document.edit("Keep 1 set-up" if len(rows) == 1 else f"Keep {len(rows)} set-ups") as edit:
        for row, order, time_s in zip(rows, orders, times_s, strict=True):
            action, dialogue = words_of_setup(document, row.setup, row.covers)
            shot = model.Shot(
                id=document.new_id(model.Shot),
                scene_id=scene_id,
                order=order,
                action=action,
                dialogue=dialogue,
                covers=row.covers,
                framing=row.setup.framing,
                duration_s=time_s,
            )
            assert row.camera is not None
            edit.put(shot)
            track = model.Track(
                id=document.new_id(model.Track), owner_id=shot.id, target_id=shot.id, keys=(row.camera,)
            )
            edit.put(track)
            edit.put(model.Panel(id=document.new_id(model.Panel), shot_id=shot.id, order="a"))
            made.append(shot.id)
    return made


def running_time_s(document: Document, covers: Sequence[Covered]) -> float:
    """How long words take on screen, to the half second."""
    return _to_the_half_s(sum(_running_s(document, one) for one in covers))


def _running_s(document: Document, covered: Covered) -> float:
    """Each passage begins a line of its own, as on the page."""
    action, dialogue = covering.words_of(document, (covered,))
    spoken = sum(len(line.split()) for _, line in dialogue) * WORDS_S
    seen = math.ceil(len(action) / 60) * LINE_S * 0.6
    return spoken + seen


def _to_the_half_s(seconds: float) -> float:
    return min(max(round(seconds * 2) / 2, SHORTEST_S), LONGEST_S)


def _screen_times_s(
    document: Document, scene_id: str, rows: Sequence[Proposed], beside: Sequence[Proposed]
) -> list[float]:
    """A time for each set-up that is kept: words that several of the scene's shots cover are cut between
    them, so each has its part. The times of a scene's coverage together are the scene's, not its multiple,
    whether it is kept at once or one after the other.
    """
    covers = [one.covers for one in (*rows, *beside)]
    covers += [shot.covers for shot in document.children(scene_id, model.Shot)]
    many = Counter(id for shot in covers for id in {one.passage_id for one in shot})
    return [
        _to_the_half_s(sum(_running_s(document, one) / many[one.passage_id] for one in row.covers))
        for row in rows
    ]


# ------------------------------------------------------------------------------------------- the scene
_BARE = model.Shot(id="", scene_id="", order="a")


def _key(focal_mm: float) -> CameraKey:
    return CameraKey(focal_length_mm=focal_mm, focus_distance_m=3.0)


def _focals(project: model.Project) -> list[float]:
    sets = project.package.lens_sets
    if not sets:
        raise BadProject("There is no lens set in the camera package; choose one in the project's settings.")
    found = [lens.focal_mm for lens in sets[0].lenses if lens.focal_mm == lens.focal_max_mm]
    zooms = [lens for lens in sets[0].lenses if lens.focal_mm != lens.focal_max_mm]
    steps = (24.0, 28.0, 32.0, 35.0, 40.0, 50.0, 65.0, 75.0, 85.0, 100.0)
    found += [mm for mm in steps for lens in zooms if lens.focal_mm <= mm <= lens.focal_max_mm]
    return sorted(set(found))


def _world(document: Document, scene: model.Scene) -> World:
    """The scene as it stands, by the blocking that all its shots share."""
    shots = document.children(scene.id, model.Shot)
    if shots:
        return blocking.resolve(document, shots[0].id)
    shadow = Document(document)
    with shadow.edit("Look at the scene") as edit:
        shot = edit.put(model.Shot(id=shadow.new_id(model.Shot), scene_id=scene.id, order="a"))
    return blocking.resolve(shadow, shot.id)


def _handy(piece: str) -> bool:
    """A thing that a hand could hold or a table could carry, not a wall and not a house."""
    known = CATALOGUE.get(piece)
    return known is not None and known.group in HANDY


def _cameras(document: Document, scene_id: str) -> list[CameraKey]:
    """Of the shots that are bound by a line, in the order of the edit."""
    found = []
    for shot in document.children(scene_id, model.Shot):
        track = blocking.camera_track(document, shot.id)
        if track is None or shot.omitted or shot.framing.composition in ALOOF or not shot.framing.subjects:
            continue
        found += [key for key in track.keys[:1] if isinstance(key, CameraKey)]
    return found


def _settled_side(cameras: Sequence[CameraKey], pair: tuple[Subject, Subject] | None) -> Side | None:
    """The side of the main pair from which the first shot looks that does not look along their line."""
    if pair is None:
        return None
    for camera in cameras:
        over_deg = side_deg(np.asarray(camera.transform.position_m, float), *pair)
        if not is_neutral(over_deg):
            return "L" if over_deg > 0 else "R"
    return None
