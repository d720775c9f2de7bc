"""Body → shape: sex, age in years, height in centimetres, build, muscle, proportions and heritage.

MakeHuman's macro space, from its published data: gender 0…1; age anchors baby 0, child .1875, young .5, old 1
which its interface calls 1, 10, 25 and 90 years; muscle and weight min, average, max at 0, .5, 1; likewise
height and proportions. A target's weight is the product of the factors in its name.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from previz.cast.library import Library
from previz.cast.names import check_numbers
from previz.cast.skeleton import INDEX
from previz.scene.model import Body

Ints = NDArray[np.int64]
Singles = NDArray[np.float32]

AGE_YEARS = (1.0, 10.0, 25.0, 90.0)
AGE_SLIDER = (0.0, 0.1875, 0.5, 1.0)
AGES = ("baby", "child", "young", "old")
HEIGHT_CM = (45.0, 250.0)
"""Heights beyond are clamped."""
SLIDER = (0.2, 0.8)
"""Part of the height slider that keeps human proportions; the rest of the way is uniform scale."""

# Median stature by age: WHO growth standards (0–5) and reference 2007 (5–19), rounded; the aged are shorter.
_YEARS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 14, 16, 18, 20, 50, 70, 90)
_MALE_CM = (76, 88, 96, 103, 110, 116, 127, 138, 149, 163, 173, 176, 177, 177, 174, 169)
_FEMALE_CM = (74, 86, 95, 103, 109, 115, 127, 139, 151, 160, 162, 163, 164, 164, 161, 155)


@dataclass(frozen=True)
class Sliders:
    """MakeHuman's macro sliders, all 0…1 (belly may be more than that of a slim body: 0…1 too)."""

    gender: float
    age: float
    muscle: float
    weight: float
    proportions: float
    belly: float
    heritage: tuple[float, float, float]


def natural_height_cm(sex: float, age_years: float) -> float:
    """Median standing height for sex (0 female … 1 male) and age."""
    female, male = (float(np.interp(age_years, _YEARS, column)) for column in (_FEMALE_CM, _MALE_CM))
    return female + (male - female) * sex


def sliders(body: Body) -> Sliders:
    """Terms of a director → macro sliders; extremes clamp. Raises BadProject for NaN.

    MakeHuman's weight alone does little while muscle is average, so a heavy build also takes muscle away,
    except from the very muscular; a slim one takes half as much.
    """
    numbers = (body.sex, body.age_years, body.build, body.muscle, body.proportions, *body.heritage)
    check_numbers(numbers, "A body's shape")
    sex, build, muscle = _clamp(body.sex), _clamp(body.build, -1.0), _clamp(body.muscle)
    softness = 1 - max(0.0, 2 * muscle - 1)
    muscle *= 1 - 0.84 * max(0.0, build) * softness - 0.5 * max(0.0, -build)
    shares = np.maximum(body.heritage, 0.0)
    shares = shares / shares.sum() if shares.sum() > 1e-9 else np.full(3, 1 / 3)
    african, asian, caucasian = shares.tolist()
    return Sliders(
        gender=sex,
        age=float(np.interp(body.age_years, AGE_YEARS, AGE_SLIDER)),
        muscle=muscle,
        weight=0.5 + 0.5 * build,
        proportions=_clamp(body.proportions),
        belly=0.25 * max(0.0, build) * sex * softness * float(np.interp(body.age_years, (12, 30), (0, 1))),
        heritage=(african, asian, caucasian),
    )


def target_weights(library: Library, shape: Sliders, height: float) -> Singles:
    """(targets,) weights of the macro targets at a height slider 0…1."""
    african, asian, caucasian = shape.heritage
    factors = dict.fromkeys(library.factor_names, 0.0)
    factors |= {"female": 1 - shape.gender, "male": shape.gender, "belly+": shape.belly}
    factors |= {"african": african, "asian": asian, "caucasian": caucasian}
    for number, name in enumerate(AGES):
        factors[name] = float(np.interp(shape.age, AGE_SLIDER, np.eye(4)[number]))
    for name, value in (("muscle", shape.muscle), ("weight", shape.weight)):
        factors[f"average{name}"] = 1 - abs(2 * value - 1)
        factors[f"min{name}"], factors[f"max{name}"] = _ends(value)
    factors["minheight"], factors["maxheight"] = _ends(height)
    factors["uncommonproportions"], factors["idealproportions"] = _ends(shape.proportions)
    values = np.array([*(factors[name] for name in library.factor_names), 1.0], np.float32)
    return np.asarray(values[library.factor_index].prod(1))


def rest_points(library: Library, body: Body) -> tuple[Singles, float]:
    """All points (4004, 3) of a body at rest and its standing height, metres, feet on y = 0.

    The height is that of the crown above the floor at attention, barefoot and without hair; at rest the legs
    stand apart, which makes a body about a centimetre lower. Everything is linear in the height slider on
    each side of its middle, so the slider is found by bisection between three shapes.
    """
    shape = sliders(body)
    wanted = body.height_cm if body.height_cm is not None else natural_height_cm(shape.gender, body.age_years)
    check_numbers([wanted], "A height")
    wanted_m = _clamp(wanted, *HEIGHT_CM) / 100
    low, middle, high = (
        library.points(target_weights(library, shape, height)) for height in (SLIDER[0], 0.5, SLIDER[1])
    )
    rows = _stature_rows(library)
    start, end = (middle, high) if _stature_m(middle[rows]) < wanted_m else (low, middle)
    first, way = start[rows], end[rows] - start[rows]
    a, b = 0.0, 1.0
    while b - a > 1e-4:
        share = (a + b) / 2
        a, b = (a, share) if _stature_m(first + way * np.float32(share)) > wanted_m else (share, b)
    points = start + (end - start) * np.float32(a)
    return points * np.float32(wanted_m / _stature_m(points[rows])), wanted_m


def _stature_rows(library: Library) -> Ints:
    """Points that decide a stature: hip, knee, ankle, and where the crown may be."""
    joints = [library.welded_count + INDEX[bone] for bone in ("thigh_l", "calf_l", "foot_l")]
    return np.concatenate([joints, library.crown_points])


def _stature_m(points: Singles) -> float:
    """Height of the crown, of rest points in the order of `_stature_rows`, once the legs stand straight."""
    hip, knee, ankle = points[:3]
    straight = math.dist(hip, knee) + math.dist(knee, ankle)
    return float(points[3:, 1].max()) + straight - float(hip[1] - ankle[1])


def _ends(value: float) -> tuple[float, float]:
    """Share of the lowest and of the highest anchor of a three-anchor slider."""
    return max(0.0, 1 - 2 * value), max(0.0, 2 * value - 1)


def _clamp(value: float, low: float = 0.0, high: float = 1.0) -> float:
    return min(high, max(low, value))
