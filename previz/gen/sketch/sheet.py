"""What the renderer saw, cut into regions: the paper on which everything else is decided.

Full-size arrays are (h, w); "half" arrays are every second row and column of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from previz.errors import GenerationError
from previz.gen.sketch.attention import LensFacts, softness
from previz.gen.sketch.people import Optics

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.int32]
Mask = NDArray[np.bool_]

NOTHING, SET, PROP, FIGURE = 0, 1, 2, 3
KINDS = {"set": SET, "prop": PROP, "figure": FIGURE}

OTHER, SKIN, EYE, BROW, MOUTH, HAIR, HAND, SOLE, SKIRT = range(9)
_ROLES = {
    "skin": SKIN,
    "eye": EYE,
    "brow": BROW,
    "mouth": MOUTH,
    "hair": HAIR,
    "hand": HAND,
    "sole": SOLE,
    "skirt": SKIRT,
}
FAR_M = 1.0e6
_MOST_REGIONS = 6_000_000


def with_role(roles: NDArray[np.uint8], wanted: tuple[int, ...]) -> Mask:
    """Where one of the ``wanted`` roles is; `np.isin` for so few numbers is many times slower."""
    table = np.zeros(256, bool)
    table[list(wanted)] = True
    return np.asarray(table[roles])


class RegionFacts(Protocol):
    """The part of `request.Region` that a drawing needs."""

    @property
    def object_id(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def roles(self) -> Mapping[int, str]: ...


@dataclass(frozen=True)
class Sheet:
    """A region is one patch of one object; face parts and fingers share the region of the skin."""

    optics: Optics
    scale: float
    """Size of this picture relative to 1920 × 804."""
    ids: NDArray[np.uint32]
    depth: Floats
    normals: NDArray[np.float16]
    albedo: NDArray[np.uint8]
    light: NDArray[np.uint8]
    object_ids: NDArray[np.int64]
    """(o,) the ids that occur; entry 0 is nothing."""
    kinds: NDArray[np.int8]
    """(o,)"""
    objects: Ints
    """Full size: index into the two above."""
    roles: NDArray[np.uint8]
    """Full size."""
    regions: Ints
    """Full size: number of the region."""
    region_objects: Ints
    """(r,) index of the object."""
    region_roles: NDArray[np.uint8]
    lens: LensFacts | None = None

    @property
    def size(self) -> tuple[int, int]:
        return (self.ids.shape[0], self.ids.shape[1])

    @property
    def pen(self) -> float:
        """Scale of line widths and hatch spacing: pens do not get finer than half a pixel."""
        return max(self.scale, 0.45)

    @property
    def print_scale(self) -> float:
        """How many times as large as a frame this is; 1 for a frame and what is smaller. A print shows what
        its frame shows: heads and hands have as much detail, and pens are as many times as broad."""
        return max(1.0, self.scale)

    @cached_property
    def kind(self) -> NDArray[np.int8]:
        return np.asarray(self.kinds[self.objects])

    @cached_property
    def figure(self) -> Mask:
        return np.asarray(self.kind == FIGURE)

    @cached_property
    def emitting(self) -> Mask:
        return np.asarray(self.albedo[..., 3] > 127)

    @cached_property
    def skin(self) -> Mask:
        return np.asarray(self.region_roles == SKIN)[self.regions]

    @cached_property
    def half_regions(self) -> Ints:
        return np.ascontiguousarray(self.regions[::2, ::2])

    @cached_property
    def half_objects(self) -> Ints:
        return np.ascontiguousarray(self.objects[::2, ::2])

    @cached_property
    def half_roles(self) -> NDArray[np.uint8]:
        return np.ascontiguousarray(self.roles[::2, ::2])

    @cached_property
    def half_depth(self) -> Floats:
        return np.ascontiguousarray(self.depth[::2, ::2])

    @cached_property
    def half_kind(self) -> NDArray[np.int8]:
        return np.ascontiguousarray(self.kind[::2, ::2])

    @cached_property
    def half_skin(self) -> Mask:
        return np.ascontiguousarray(self.skin[::2, ::2])

    @cached_property
    def half_normals(self) -> Floats:
        return np.asarray(self.normals[::2, ::2], np.float32)

    @cached_property
    def px_per_m(self) -> float:
        """Pixels that one metre takes at a distance of one metre."""
        return self.size[0] / 2 / self.optics.tan_y

    @cached_property
    def softness(self) -> Floats | None:
        """How far out of focus every pixel is, 0 sharp … 1; None where the lens holds everything."""
        if self.lens is None:
            return None
        return softness(self.depth, self.optics, self.lens)

    def project(self, points: NDArray[Any]) -> tuple[Floats, Floats]:
        """Camera space (n, 3) → pixels (n, 2) and depth (n,), see `Optics.project`."""
        return self.optics.project(points, self.size)

    def sample(self, points: Floats) -> tuple[Ints, Ints, Mask]:
        """Pixels (n, 2) → row, column (clamped) and whether the point is inside the picture."""
        height, width = self.size
        finite = np.nan_to_num(points, nan=-1.0, posinf=-1.0, neginf=-1.0)
        clipped = np.clip(finite, -4.0, 4.0 * max(height, width)).astype(np.int32)
        inside = (
            (finite[:, 0] >= 0) & (finite[:, 1] >= 0) & (clipped[:, 0] < width) & (clipped[:, 1] < height)
        )
        return clipped[:, 1].clip(0, height - 1), clipped[:, 0].clip(0, width - 1), inside


Trim = Callable[[NDArray[np.uint32], NDArray[np.uint8], Ints], None]


def read_sheet(
    guides: Mapping[str, Any],
    optics: Optics,
    facts: Iterable[RegionFacts],
    trim: Trim | None = None,
    lens: LensFacts | None = None,
) -> Sheet:
    """Guides as `render` captures them → Sheet. Raises GenerationError when they do not belong together.

    ``trim(ids, roles, object ids)`` may retouch the borders of patches in place.
    """
    ids = np.array(guides["ids"], np.uint32, order="C")
    height, width = ids.shape[:2]
    for name in ("albedo", "depth_m", "normals", "light"):
        if guides[name].shape[:2] != (height, width):
            raise GenerationError(f"The guides differ in size ({name}); generate from the shot again.")
    depth = np.asarray(guides["depth_m"], np.float32)
    depth = np.where(np.isfinite(depth) & (ids > 0), depth, np.float32(FAR_M))
    described = {region.object_id: region for region in facts}
    numbers = (ids >> 16).astype(np.int32)
    present = np.nonzero(np.bincount(numbers.ravel(), minlength=1))[0]
    object_ids = np.unique(np.concatenate([[0], present]))
    index = np.zeros(65536, np.int32)
    index[object_ids] = np.arange(len(object_ids))
    kinds = np.array([_kind(described.get(int(number)), int(number)) for number in object_ids], np.int8)
    objects = index[numbers]
    patches = (ids & 0xFFFF).astype(np.int32)
    table = _role_table([described.get(int(n)) for n in object_ids], int(patches.max(initial=0)) + 1)
    roles = np.take(table, objects * table.shape[1] + patches)
    if trim is not None:
        trim(ids, roles, numbers)
        patches = (ids & 0xFFFF).astype(np.int32)
    regions, region_objects, region_roles = _regions(objects, patches, table)
    return Sheet(
        optics=optics,
        scale=max(float(np.sqrt(width * height / (1920 * 804))), 0.02),
        ids=ids,
        depth=depth,
        normals=_finite(guides["normals"]),
        albedo=guides["albedo"],
        light=guides["light"],
        object_ids=object_ids,
        kinds=kinds,
        objects=objects,
        roles=roles,
        regions=regions,
        region_objects=region_objects,
        region_roles=region_roles,
        lens=lens,
    )


def _finite(normals: NDArray[Any]) -> NDArray[np.float16]:
    """Normals whose infinities and NaNs are 0. Looks at the bits, as half floats are slow to compare."""
    half = np.ascontiguousarray(normals, np.float16)
    wrong = (half.view(np.uint16) & 0x7C00) == 0x7C00
    return np.where(wrong, np.float16(0), half) if wrong.any() else half


def _kind(facts: RegionFacts | None, number: int) -> int:
    if number == 0:
        return NOTHING
    return KINDS.get(facts.kind, PROP) if facts else PROP


def _role_table(facts: Sequence[RegionFacts | None], patches: int) -> NDArray[np.uint8]:
    """(object, patch) → role; only figures have any."""
    table = np.zeros((len(facts), patches), np.uint8)
    for row, region in enumerate(facts):
        if region is None or region.kind != "figure":
            continue
        for patch, role in region.roles.items():
            if int(patch) < patches:
                table[row, int(patch)] = _ROLES.get(role, OTHER)
    return table


def _regions(objects: Ints, patches: Ints, table: NDArray[np.uint8]) -> tuple[Ints, Ints, NDArray[np.uint8]]:
    """Number every (object, patch); face parts and hands all take the number of one skin patch."""
    count, wide = table.shape
    joined = np.where(np.isin(table, (SKIN, BROW, MOUTH, HAND)), 1, table)
    home = np.tile(np.arange(wide, dtype=np.int32), (count, 1))
    for row in range(count):
        members = np.nonzero(joined[row] == SKIN)[0]
        if len(members):
            home[row, members] = members[0]
    if count * wide <= _MOST_REGIONS:
        homes = home + np.arange(count, dtype=np.int32)[:, None] * np.int32(wide)
        numbers = np.take(homes, objects * np.int32(wide) + patches)
        owners = np.repeat(np.arange(count, dtype=np.int32), wide)
        region_roles = np.take_along_axis(joined, home, 1).ravel().astype(np.uint8)
        return numbers, owners, region_roles
    found, numbers = np.unique(objects.astype(np.int64) * wide + home[objects, patches], return_inverse=True)
    owners = (found // wide).astype(np.int32)
    return (
        numbers.reshape(objects.shape).astype(np.int32),
        owners,
        joined[owners, found % wide].astype(np.uint8),
    )
