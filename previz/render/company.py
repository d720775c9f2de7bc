"""The people and things of a draw list as the film grammar sees them."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from previz.grammar.subject import Subject, subject, thing
from previz.render.drawlist import DrawList, Instance
from previz.scene.blocking import World
from previz.scene.transform import apply


def subjects(world: World, draw_list: DrawList, things: Collection[str] = ()) -> tuple[Subject, ...]:
    """Everybody in ``world``, and the items whose ids are in ``things``, in world coordinates.

    Gazes are those of the posed heads, so a look at somebody is a look at their eyes.
    """
    found = []
    eyes = {
        figure.actor.id: apply(figure.world_from_figure, figure.posed.landmarks_m["eyes"])
        for figure in draw_list.figures
    }
    for figure in draw_list.figures:
        target = eyes.get(figure.actor.gaze_id or "")
        found.append(subject(figure.actor, figure.posed, None if target is None else target))
    instances = {instance.object_id: instance for instance in draw_list.instances}
    for item in world.items:
        if item.id in things:
            points = _points(draw_list, instances[item.object_id])
            found.append(thing(item.id, item.name, points, object_id=item.object_id))
    return tuple(found)


def _points(draw_list: DrawList, instance: Instance) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """(n, 3) world points of a rigid piece."""
    return apply(instance.world_from_local, draw_list.meshes[instance.mesh].positions)
