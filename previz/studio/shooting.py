"""From a shot of the document to what its camera sees."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from copy import copy
from dataclasses import dataclass

from previz.errors import BadProject
from previz.grammar.naming import ShotName, name_shot
from previz.grammar.subject import Subject
from previz.kit.shelf import CATALOGUE_ALONE, Shelf
from previz.render import drawlist
from previz.render.capture import Capturer
from previz.render.company import subjects
from previz.render.drawlist import DrawList
from previz.render.gbuffer import PASSES, GBuffer
from previz.render.light import KeyLight
from previz.render.motion import Bundle, motion
from previz.scene import blocking, model
from previz.scene.blocking import CameraState, World
from previz.scene.document import Document

_GLANCE_S = 0.2
"""How far before or after a moment one looks to see what moves."""
SEEN_SHARE = 0.001
"""A thing that fills less of the frame than this is not seen (docs/review.md)."""


@dataclass(frozen=True, eq=False)
class Sight:
    """One instant of a shot as its camera sees it."""

    world: World
    camera: CameraState
    draw_list: DrawList
    shares: Mapping[int, float]
    """object id → visible share of the frame."""
    company: tuple[Subject, ...]
    name: ShotName


class Shooting:
    """Sights of the shots of one document. Captures run in a thread that owns its OpenGL context."""

    def __init__(self, document: Document, shelf: Shelf = CATALOGUE_ALONE) -> None:
        self.shelf = shelf
        self._document = document
        self._capturer = Capturer()
        self._sights: dict[tuple[str, float], Sight] = {}

    def of(self, document: Document, shelf: Shelf) -> Shooting:
        """The same eyes on another document, a snapshot say; what was seen and has not changed is not looked
        at again. Only the one that was made first is to be closed.
        """
        twin = copy(self)
        twin._document, twin.shelf = document, shelf
        return twin

    def sight(self, shot_id: str, time_s: float = 0.0) -> Sight:
        """Raises BadProject when the shot has no camera, RenderError when there is no OpenGL."""
        world = blocking.resolve(self._document, shot_id, time_s)
        if world.camera is None:
            raise BadProject("This shot has no camera; frame it before it is drawn.")
        known = self._sights.get((shot_id, time_s))
        if known is None or known.world != world:
            framing = self._document.need(shot_id, model.Shot).framing
            known = self._look(world, world.camera, framing)
            self._sights[shot_id, time_s] = known
        return known

    def motion(self, shot_id: str, now: World) -> Bundle:
        """How things and the camera move at the moment of a shot's world; see `previz.render.motion`."""
        for seconds in (_GLANCE_S, -_GLANCE_S):
            if now.time_s + seconds >= 0:
                found = motion(now, blocking.resolve(self._document, shot_id, now.time_s + seconds), seconds)
                if found:
                    return found
        return {}

    def _look(self, world: World, camera: CameraState, framing: model.Framing) -> Sight:
        draw_list = drawlist.build(world, refine_for=camera, shelf=self.shelf)
        shares = self._capturer.visible_share(draw_list, camera)
        company = subjects(world, draw_list, framing.subjects)
        visibility = {one.id: shares.get(one.object_id, 0.0) for one in company}
        principal = framing.subjects[0] if framing.subjects else None
        return Sight(
            world=world,
            camera=camera,
            draw_list=draw_list,
            shares=shares,
            company=company,
            name=name_shot(company, camera, visibility, principal),
        )

    def capture(
        self,
        sight: Sight,
        size_px: tuple[int, int],
        key: KeyLight | None = None,
        supersample: int = 1,
        passes: Collection[str] = PASSES,
    ) -> GBuffer:
        return self._capturer.capture(
            sight.draw_list, sight.camera, size_px, key=key, passes=passes, supersample=supersample
        )

    def close(self) -> None:
        self._capturer.close()
