"""Who is who, as flat colours: one colour per object, and the classes of ADE20K.

Class numbers, names and colours are those of the ADE20K scene parsing benchmark (Zhou et al., *Scene
Parsing through ADE20K Dataset*, CVPR 2017), with which segmentation ControlNets were trained.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from previz.assets import asset
from previz.render.drawlist import DrawList
from previz.render.gbuffer import GBuffer
from previz.scene.blocking import CameraState
from previz.scene.transform import rotation_matrix

Colour = tuple[int, int, int]
_NOTHING = (0, 0, 0)
_LEVEL = 0.8
_FLOOR_M, _CEILING_M = 0.05, 1.9
"""A room is one object: its floor faces up below the first height, its ceiling down above the second."""


@cache
def ade20k_colours() -> Mapping[str, Colour]:
    """Class name → sRGB, in the benchmark's order."""
    with asset("ade20k.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["name"]: (int(row["red"]), int(row["green"]), int(row["blue"])) for row in rows}


def object_colour(object_id: int) -> Colour:
    """A colour of its own for every id: its bits, dealt to red, green and blue, highest places first.

    This is the colour map of the PASCAL VOC segmentations; 0 is black.
    """
    red = green = blue = 0
    for place in range(8):
        bits = object_id >> (3 * place)
        red |= (bits & 1) << (7 - place)
        green |= (bits >> 1 & 1) << (7 - place)
        blue |= (bits >> 2 & 1) << (7 - place)
    return red, green, blue


def _painted(g: GBuffer, colours: Mapping[int, Colour]) -> NDArray[np.uint8]:
    """(h, w, 3)"""
    objects = g.objects
    table = np.zeros((max([int(objects.max(initial=0)), *colours]) + 1, 3), np.uint8)
    for number, colour in colours.items():
        table[number] = colour
    return table[objects]


def ids_guide(g: GBuffer) -> NDArray[np.uint8]:
    """(h, w, 3): every object in its `object_colour`, black where there is nothing."""
    return _painted(g, {int(n): object_colour(int(n)) for n in np.unique(g.objects)})


def segmentation_guide(g: GBuffer, draw_list: DrawList, camera: CameraState) -> NDArray[np.uint8]:
    """(h, w, 3): every object in the colour of its ADE20K class, the shell of a room in three.

    Outdoors, nothing is sky; indoors it stays black, as do objects of an unknown class.
    """
    known = ade20k_colours()
    colours = {number: known.get(name, _NOTHING) for number, name in draw_list.ade20k.items()}
    result = _painted(g, colours | {0: _NOTHING if draw_list.interior else known["sky"]})
    walls = [number for number, name in draw_list.ade20k.items() if name == "wall"]
    shell = np.isin(g.objects, walls)
    if shell.any():
        rise, height_m = _rise_and_height(g, camera)
        result[shell & (rise > _LEVEL) & (height_m < _FLOOR_M)] = known["floor"]
        result[shell & (rise < -_LEVEL) & (height_m > _CEILING_M)] = known["ceiling"]
    return result


def _rise_and_height(g: GBuffer, camera: CameraState) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The upward part of the normal and the height above the stage floor, each (h, w)."""
    up = rotation_matrix(camera.rotation)[1].astype(np.float32)
    rise = g.normals.astype(np.float32) @ up
    width, height = g.size_px
    x = ((np.arange(width) + 0.5) * 2 / width - 1) * camera.view.tan_x
    y = (1 - (np.arange(height) + 0.5) * 2 / height + camera.view.shift_y) * camera.view.tan_y
    ray = x[None, :] * up[0] + y[:, None] * up[1] - up[2]
    return rise, np.asarray(camera.position_m[1] + ray * g.depth_m, np.float32)
