"""Who and what is where in a panel as it is now, for somebody who points at its picture."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from previz.scene import model
from previz.studio.making import frame_size
from previz.studio.masks import told_apart
from previz.studio.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class SeenThings:
    objects: NDArray[np.uint16]
    """(h, w) object ids, 0 = nothing."""
    names: dict[int, str]
    """Object id → name, of what is seen; people first, then props, then the set. No two are alike."""
    people: frozenset[int]
    regions: dict[int, str]
    """Object id → what `Wish.region` is for it: its name, or its id where others on the stage have it."""

    def at(self, x: float, y: float) -> int:
        """Object id at a place, both in shares of the picture's sides; 0 outside and for nothing."""
        height, width = self.objects.shape
        if not (0 <= x < 1 and 0 <= y < 1):
            return 0
        return int(self.objects[int(y * height), int(x * width)])


def seen_things(now: Snapshot, panel: model.Panel, width_px: int) -> SeenThings:
    """Raises BadProject for a shot without a camera, RenderError."""
    sight = now.shooting.sight(panel.shot_id, panel.time_s)
    size = frame_size(sight.camera.view.aspect, None, width_px)
    objects = now.shooting.capture(sight, size, passes=("ids",)).objects.astype(np.uint16)
    kinds, names, ids = sight.draw_list.kinds, sight.world.names(), sight.world.ids()
    told = told_apart(objects, names)
    order = ("figure", "prop", "set")
    seen = sorted(told, key=lambda number: (order.index(kinds.get(number, "set")), told[number].casefold()))
    people = frozenset(number for number in seen if kinds.get(number) == "figure")
    # over all of the stage: one that is too small to be seen here may be seen in the frame
    often = Counter(name.casefold() for name in names.values())
    regions = {n: names[n] if often[names[n].casefold()] == 1 else ids[n] for n in seen}
    return SeenThings(objects, {number: told[number] for number in seen}, people, regions)
