"""Finds the camera for a framing of who is selected, as it would be taken: real lens, real set, read back."""

from __future__ import annotations

import math
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field, replace

import msgspec

from previz.errors import BadProject, CannotFrame
from previz.grammar.framing import Placement, Subject, place
from previz.grammar.looking import Watch, seen_share
from previz.grammar.naming import Eye, ShotName, eye, name_frame
from previz.kit.shelf import CATALOGUE_ALONE, Shelf
from previz.render import drawlist
from previz.render.company import subjects
from previz.render.drawlist import DrawList
from previz.render.obstacles import everything, walls_alone
from previz.render.sightline import Sightline
from previz.scene import model
from previz.scene.blocking import World
from previz.scene.model import CameraKey, Framing
from previz.scene.optics import View
from previz.scene.package import camera_state
from previz.scene.transform import unit
from previz.studio.shot_book import Flown
from previz.studio.wild_walls import brought_back, walls_behind, with_flown, without

MOST_WALLS = 2
MOST_LENSES, MOST_STEP = 2, math.log(2)
"""Lenses that are tried instead of the one asked for; none is more than twice as long or as wide."""


@dataclass(frozen=True)
class Framed:
    """A framing that was tried: its camera and what the frame reads as, or why there is none."""

    framing: Framing
    camera: CameraKey | None
    name: str = ""
    reason: str = ""
    otherwise: str = ""
    """What had to be other than asked to have room: "B1 flown", "40 mm"."""
    flown: Flown = field(default_factory=dict)
    """`Shot.flown` for it: of the walls that fly in the shot those that must, and one more where there is no
    room else."""

    @property
    def told(self) -> str:
        """ "MS OTS-L · B1 flown"."""
        return f"{self.name} · {self.otherwise}" if self.otherwise else self.name


class Framer:
    """Cameras for one moment of one shot. Its world does not change; any one thread may use it."""

    def __init__(
        self,
        project: model.Project,
        shot: model.Shot,
        world: World,
        lens: CameraKey,
        shelf: Shelf = CATALOGUE_ALONE,
    ) -> None:
        """``lens`` gives focal length and stop; where it stands does not matter. ``world`` has all its walls:
        those that fly in the shot are taken out here."""
        self._whole = world
        self.world = world = without(world, shot.flown)
        self._shelf = shelf
        self._flying: list[Framer] = [self]
        """One for each `Shot.flown` that was tried."""
        self._project = project
        self._shot = shot
        self._lens = lens
        self.draw_list = drawlist.build(world, shelf=shelf)
        self._stage, self._walls = everything(world, self.draw_list), walls_alone(world, self.draw_list)
        self._company = {one.id: one for one in subjects(world, self.draw_list, shot.framing.subjects)}

    def people(self) -> list[str]:
        """Ids of everybody in the scene."""
        return [actor.id for actor in self.world.actors]

    def find(self, framing: Framing) -> Framed:
        """The camera for a framing; never raises for one that cannot be made."""
        try:
            wanted = [self._subject(id) for id in framing.subjects]
            view = camera_state(self._project, self._shot, self._lens).view
            found = self._placed(wanted, framing, view)
        except (CannotFrame, BadProject) as error:
            return Framed(framing, None, reason=str(error))
        camera = CameraKey(
            transform=found.transform,
            focal_length_mm=self._lens.focal_length_mm,
            focus_distance_m=round(found.focus_distance_m, 3),
            t_stop=self._lens.t_stop,
        )
        lens = eye(found.transform, view)
        flown = self._needed(wanted, framing, lens)
        name = self._with(flown)._read(wanted, lens)
        return Framed(framing, camera, name.label(self._project.size_names), flown=flown)

    def find_otherwise(self, framing: Framing) -> Framed:
        """An over-the-shoulder for which there is no room: a wall behind the near person is flown, else a
        lens is taken that comes close to the one asked for. As `find` where neither helps."""
        chief, front = (self._company.get(id) for id in framing.subjects[:2])
        if chief is not None and front is not None:
            away = unit((front.eyes_m - chief.eyes_m) * [1.0, 0.0, 1.0])
            for wall in walls_behind(self.world, self.draw_list, front.eyes_m, away)[:MOST_WALLS]:
                found = self._with(with_flown(self._shot, wall.item_id, wall.wall)).find(framing)
                if found.camera is not None:
                    needed = wall.wall in found.flown.get(wall.item_id, ())
                    return replace(found, otherwise=f"{wall.wall or wall.words} flown") if needed else found
        for focal_mm in self._other_lenses():
            found = self._through(focal_mm).find(framing)
            if found.camera is not None:
                return replace(found, otherwise=f"{focal_mm:g} mm")
        return self.find(framing)

    def draws(self, framed: Framed) -> DrawList:
        """The stage as a camera that was found sees it."""
        return self._with(framed.flown).draw_list

    def _with(self, flown: Flown) -> Framer:
        """Where other walls fly than do in the shot."""
        known = next((one for one in self._flying if one._shot.flown == flown), None)
        if known is not None:
            return known
        shot = msgspec.structs.replace(self._shot, flown=flown)
        made = Framer(self._project, shot, self._whole, self._lens, self._shelf)
        self._flying.append(made)
        made._flying = self._flying
        return made

    def _through(self, focal_mm: float) -> Framer:
        made = copy(self)
        made._lens = msgspec.structs.replace(self._lens, focal_length_mm=focal_mm)
        return made

    def _needed(self, wanted: Sequence[Subject], framing: Framing, lens: Eye) -> Flown:
        """Of the walls that fly in this shot those that must for a camera: the others stand in its frame, or
        where nobody sees them."""
        needed = self._shot.flown
        least = self._harm(wanted, framing, lens) if needed else 0.0
        for item_id, names in self._shot.flown.items():
            for name in names:
                fewer = brought_back(needed, item_id, name)
                if self._with(fewer)._harm(wanted, framing, lens) <= least:
                    needed = fewer
        return needed

    def _harm(self, wanted: Sequence[Subject], framing: Framing, lens: Eye) -> float:
        """How badly a camera stands and sees: infinite where it is none to propose."""
        if framing.composition == "POV":  # the camera is in somebody's head: no more than a wall is asked for
            free, _ = self._walls.first(lens.position_m, wanted[0].eyes_m)
            return 0.0 if free[0] >= 1 else math.inf
        look = self._watch(wanted, framing)(lens)
        return math.inf if look.failure else look.cost

    def _other_lenses(self) -> list[float]:
        """Those of the shot's set that come nearest to its lens."""
        sets = self._project.package.lens_sets
        lenses = next((one for one in sets if one.id == self._shot.lens_set_id), sets[0] if sets else None)
        mine = self._lens.focal_length_mm
        found = (
            {one.focal_mm for one in lenses.lenses if one.focal_mm == one.focal_max_mm} if lenses else set()
        )
        steps = {mm: abs(math.log(mm / mine)) for mm in found}
        return sorted((mm for mm in steps if 0.01 < steps[mm] < MOST_STEP), key=lambda mm: steps[mm])[
            :MOST_LENSES
        ]

    def _placed(self, wanted: Sequence[Subject], framing: Framing, view: View) -> Placement:
        """Where the subjects are seen and a camera has room. Calm cameras that see are looked for first; what
        is asked steeper than they go is placed by its geometry alone and then looked through."""
        besides = {one.object_id for one in wanted}
        clear = Sightline(self.draw_list, besides)
        if framing.composition == "POV":  # the camera is in somebody's head, and sees what they see
            return place(wanted, framing, view, clear=clear)
        watch = self._watch(wanted, framing)
        company = [one for one in self._company.values() if one.is_person and one not in wanted]
        if framing.composition.startswith("OTS"):  # steep cameras are among those that it looks through
            return place(wanted, framing, view, clear=clear, company=company, watch=watch)
        try:
            return place(wanted, framing, view, clear=clear, company=company, watch=watch)
        except CannotFrame as unseen:
            found = place(wanted, framing, view, clear=clear, company=company)
            if watch(eye(found.transform, view)).failure:
                raise unseen from None
            return found

    def _watch(self, wanted: Sequence[Subject], framing: Framing) -> Watch:
        over = framing.composition.startswith("OTS") and len(wanted) > 1
        return Watch(
            featured=wanted[:1] if over else wanted,
            stage=self._stage,
            walls=self._walls,
            people=[one for one in self._company.values() if one.is_person],
            through=[one.object_id for one in wanted],
            over=wanted[1] if over else None,
        )

    def _read(self, wanted: Sequence[Subject], lens: Eye) -> ShotName:
        """The name of a frame, in which everybody counts who is seen."""
        others = [one for one in self._company.values() if one.is_person and one not in wanted]
        place_m = lens.position_m[None]
        seen = [one for one in others if seen_share(self._stage, one, place_m)[0] > 0]
        return name_frame((*wanted, *seen), lens, principal=wanted[0].id)

    def _subject(self, id: str) -> Subject:
        if id not in self._company:
            raise CannotFrame("Who is to be framed is not in this scene; bring them on first.")
        return self._company[id]


def cast_for(composition: str, chosen: Sequence[str], present: Sequence[str]) -> tuple[str, ...]:
    """Whom a composition shows, the principal first: those chosen, filled up with others of the scene.

    Raises CannotFrame when there are too few people.
    """
    need = {"1S": 1, "INS": 1, "2S": 2, "OTS-L": 2, "OTS-R": 2, "POV": 2, "3S": 3}.get(composition, 2)
    ordered = [*chosen, *(id for id in present if id not in chosen)]
    if len(ordered) < need:
        people = "one more person" if need - len(ordered) == 1 else f"{need - len(ordered)} more people"
        raise CannotFrame(f"This framing needs {people}; bring them on first.")
    return tuple(ordered if composition == "GROUP" else ordered[:need])
