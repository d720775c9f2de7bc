"""The shape space: all targets of all points in forty components, and the moves of a face."""

from __future__ import annotations

import hashlib
import itertools
import json

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from previz.cast.skeleton import LANDMARKS, SKIN_BONES, TIPS
from tools.mannequin.assemble import Assembly, flares, soles
from tools.mannequin.clothes import REGIONS
from tools.mannequin.head import UNITS, unit
from tools.mannequin.human import Human, top_four
from tools.mannequin.source import AGE_SLIDER, HERITAGES, METRES, WHEEL_SHA256

Floats = NDArray[np.float64]

VERSION = 2
"""Of the baked file; raise it whenever the same wheel gives other data."""
COMPONENTS = 40
FINE = 8
"""So many components are kept as float16, the others as int8 with a scale each."""
JOINT_WEIGHT = 3.0
LOCAL = (("stomach/stomach-pregnant-incr", "belly+"),)
"""Local targets on top of the macros, one factor each."""
MOVED_M = 2e-4
"""Points that no expression moves further are not kept."""


def _corners(human: Human) -> Floats:
    """(c, targets) weights at the corners of the macro space."""
    thirds = (0.0, 0.5, 1.0)
    found = []
    for gender, age in itertools.product((0.0, 1.0), AGE_SLIDER):
        for muscle, weight, height, proportions in itertools.product(thirds, repeat=4):
            found.append(
                human.target_weights(
                    gender=gender,
                    age=age,
                    muscle=muscle,
                    weight=weight,
                    height=height,
                    proportions=proportions,
                )
            )
        for pure in np.eye(3).tolist():
            found.append(human.target_weights(gender=gender, age=age, heritage=tuple(pure)))
    rows = [np.append(row, np.zeros(len(LOCAL))) for row in found]
    for number in range(len(LOCAL)):
        for gender in (0.0, 1.0):
            row = np.append(human.target_weights(gender=gender), np.zeros(len(LOCAL)))
            row[len(human.macros) + number] = 1.6
            rows.append(row)
    return np.array(rows)


def _shape_space(human: Human, rows: sp.csr_matrix, lifts: Floats) -> dict[str, NDArray[np.generic]]:
    """mean, basis, coefficients of ``rows`` (welded points, then joints)."""
    targets = np.concatenate([human.targets, [human.source.target(name) for name, _ in LOCAL]])
    ground = np.zeros(len(human.mean))
    ground[human.ground] = 1 / len(human.ground)

    def metres(points: Floats) -> Floats:
        moved = (rows @ points) * METRES
        moved[:, 1] -= (ground @ points)[1] * METRES
        return np.asarray(moved)

    moves = np.stack([metres(target) for target in targets]).reshape(len(targets), -1)
    base = metres(human.source.points)
    base[: len(lifts)] += lifts
    shapes = _corners(human) @ moves
    middle = shapes.mean(0)
    worth = np.ones(len(base))
    worth[len(lifts) :] = JOINT_WEIGHT
    worth = np.repeat(worth, 3)
    _, _, axes = np.linalg.svd((shapes - middle) * worth, full_matrices=False)
    axes *= np.sign(axes[np.arange(len(axes)), np.abs(axes).argmax(1)])[:, None]
    axes = axes[:COMPONENTS] / worth
    onto = axes * worth**2
    scale = np.abs(axes).max(1)
    cubes = axes.reshape(COMPONENTS, -1, 3)
    coarse = cubes[FINE:] / scale[FINE:, None, None] * 127
    return {
        "mean": (base + middle.reshape(-1, 3)).astype(np.float32),
        "basis_hi": cubes[:FINE].astype(np.float16),
        "basis_lo": np.round(coarse).astype(np.int8),
        "scale_lo": (scale[FINE:] / 127).astype(np.float32),
        "coef": (moves @ onto.T).astype(np.float32),
        "z0": (-(onto @ middle)).astype(np.float32),
    }


def _face_units(human: Human, rows: sp.csr_matrix) -> dict[str, NDArray[np.generic]]:
    """Moves (units, heritages, points, 3) of the points that expressions move, int8 with a scale per unit."""
    moves = np.stack(
        [np.stack([rows @ unit(human, name, heritage) for heritage in HERITAGES]) for name in UNITS]
    )
    points = np.flatnonzero(np.linalg.norm(moves, axis=3).max((0, 1)) > MOVED_M)
    moves = moves[:, :, points]
    scale = np.maximum(np.abs(moves).max((1, 2, 3)), 1e-9) / 127
    return {
        "unit_points": points.astype(np.uint16),
        "unit_moves": np.round(moves / scale[:, None, None, None]).astype(np.int8),
        "unit_scale": scale.astype(np.float32),
    }


def arrays(human: Human, assembly: Assembly) -> dict[str, NDArray[np.generic]]:
    """Everything that the baked file holds."""
    matrix = assembly.matrix
    welds, first = assembly.point_numbers()
    points = np.asarray(matrix @ human.mean)
    surface = matrix[first]
    rows = sp.vstack([surface, sp.csr_matrix(human.joint_rows)]).tocsr()
    held, shares = top_four(np.array(assembly.weights))
    weights = np.round(shares * 255).astype(np.int64)
    weights[:, 0] += 255 - weights.sum(1)
    result: dict[str, NDArray[np.generic]] = {
        **_shape_space(human, rows, np.array(assembly.lifts)[first]),
        **_face_units(human, surface),
        "nverts": np.array(len(first), np.int32),
        "weld": welds.astype(np.uint16),
        "faces": np.array(assembly.faces).astype(np.uint16),
        "label": np.array(assembly.labels).astype(np.uint8),
        "region": np.array(assembly.regions).astype(np.uint8),
        "flare": np.round(flares(assembly, human, points) * 255).astype(np.uint8),
        "sole": np.round(soles(assembly, human, points) * 255).astype(np.uint8),
        "wi": held,
        "ww": weights.astype(np.uint8),
    }
    meta = {
        "version": VERSION,
        "wheel_sha256": WHEEL_SHA256,
        "content_sha256": content_hash(result),
        "regions": REGIONS,
        "parts": assembly.parts,
        "skirt_rows": assembly.skirt_rows,
        "units": UNITS,
        "face_lines": {name: welds[line].tolist() for name, line in assembly.face_lines.items()},
        "macros": [[name, list(words)] for name, words in (*human.macros, *((n, (f,)) for n, f in LOCAL))],
        "bones": SKIN_BONES,
        "tips": TIPS,
        "landmarks": LANDMARKS,
    }
    result["meta"] = np.frombuffer(json.dumps(meta).encode(), np.uint8)
    return result


def content_hash(data: dict[str, NDArray[np.generic]]) -> str:
    """sha256 over names, types, shapes and bytes of all arrays but the meta data."""
    digest = hashlib.sha256()
    for name in sorted(data):
        if name != "meta":
            array = np.ascontiguousarray(data[name])
            digest.update(f"{name} {array.dtype.str} {array.shape}".encode())
            digest.update(array.tobytes())
    return digest.hexdigest()
