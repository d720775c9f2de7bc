"""Extras: as many different people as a street needs, the same ones again for the same seed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from previz.cast.body import natural_height_cm
from previz.scene.model import Body, Outfit, Pose, Rgb, Value

T = TypeVar("T")
MOST = 2000


class Extra(Value, frozen=True, kw_only=True):
    """Somebody in a crowd."""

    body: Body
    pose: Pose


_HERITAGES = (
    # African, Asian, Caucasian share; skins, hair colours
    ((0.85, 0.05, 0.10), ((0.36, 0.24, 0.18), (0.28, 0.18, 0.13), (0.46, 0.31, 0.23)), ((0.06, 0.05, 0.05),)),
    ((0.05, 0.85, 0.10), ((0.82, 0.64, 0.50), (0.74, 0.55, 0.42)), ((0.07, 0.06, 0.06), (0.13, 0.09, 0.07))),
    (
        (0.08, 0.10, 0.82),
        ((0.88, 0.71, 0.61), (0.84, 0.66, 0.55), (0.79, 0.60, 0.48)),
        ((0.20, 0.14, 0.10), (0.45, 0.28, 0.14), (0.66, 0.49, 0.28), (0.10, 0.08, 0.07), (0.50, 0.22, 0.11)),
    ),
    ((0.30, 0.30, 0.40), ((0.68, 0.48, 0.36), (0.60, 0.42, 0.31)), ((0.08, 0.06, 0.05), (0.18, 0.12, 0.08))),
)
_TOPS: tuple[Rgb, ...] = (
    (0.20, 0.30, 0.46),
    (0.55, 0.22, 0.20),
    (0.32, 0.42, 0.34),
    (0.72, 0.66, 0.54),
    (0.22, 0.22, 0.25),
    (0.48, 0.50, 0.54),
    (0.80, 0.79, 0.76),
    (0.62, 0.46, 0.24),
    (0.40, 0.32, 0.45),
)
_BOTTOMS: tuple[Rgb, ...] = (
    (0.18, 0.20, 0.27),
    (0.25, 0.33, 0.46),
    (0.12, 0.12, 0.13),
    (0.42, 0.37, 0.30),
    (0.30, 0.30, 0.32),
)
_SHOES: tuple[Rgb, ...] = ((0.10, 0.08, 0.07), (0.28, 0.20, 0.13), (0.82, 0.82, 0.82), (0.16, 0.16, 0.18))
_GREY: Rgb = (0.70, 0.69, 0.68)
_CHILD, _OLD = 13.0, 62.0
_MEN = (
    "shirt-trousers",
    "sweater-trousers",
    "tshirt-jeans",
    "hoodie-jeans",
    "jacket-jeans",
    "suit",
    "blazer",
)
_WOMEN = ("top-slim", "blouse-skirt", "dress", "tshirt-jeans", "turtleneck-trousers", "coat", "blazer")
_CHILDREN = ("tshirt-jeans", "tshirt-shorts", "hoodie-jeans", "overall")
_GIRLS = ("tshirt-skirt", "dress", "tshirt-jeans", "hoodie-jeans")
_AGED_MEN = ("sweater-trousers", "shirt-trousers", "coat", "suit")
_AGED_WOMEN = ("long-dress", "blouse-skirt", "coat", "turtleneck-trousers")
_MEN_HAIR = ("short", "side_part", "buzz", "quiff", "curly", "slick", "undercut", "cropped", "afro", "lob")
_WOMEN_HAIR = ("long", "bob", "ponytail", "bun", "wavy", "lob", "fringe", "braid", "curly", "topknot")
_AGED_MEN_HAIR = ("receding", "wreath", "bald", "short")
_AGED_WOMEN_HAIR = ("bun", "bob", "curly", "cropped")
_BOYS_HAIR, _GIRLS_HAIR = ("short", "cropped", "curly"), ("pigtails", "ponytail", "bob", "braid")
_POSES = ("stand", "talk", "phone", "arms_crossed", "walk@0.1", "walk@0.35", "walk@0.6", "walk@0.85")
_FACES = ("neutral", "neutral", "neutral", "neutral", "smile", "talk", "surprise")


def crowd(count: int, seed: int) -> tuple[Extra, ...]:
    """``count`` different people with clothes, hair and poses of every day. Raises ValueError beyond MOST."""
    if not 0 <= count <= MOST:
        raise ValueError(f"a crowd has 0 to {MOST} people, not {count}")
    chance = np.random.default_rng(seed)
    people: dict[Body, Pose] = {}
    while len(people) < count:
        people.setdefault(_body(chance), _pose(chance))
    return tuple(Extra(body=body, pose=pose) for body, pose in people.items())


def _pick(chance: np.random.Generator, choices: Sequence[T]) -> T:
    return choices[int(chance.integers(len(choices)))]


def _body(chance: np.random.Generator) -> Body:
    woman = bool(chance.random() < 0.5)
    age = float(
        np.round(np.interp(chance.random(), (0, 0.10, 0.2, 0.75, 0.92, 1), (6, 12, 20, 45, 66, 84)), 1)
    )
    sex = 0.0 if woman else 1.0
    heritage, skins, hairs = _HERITAGES[int(chance.choice(4, p=(0.22, 0.22, 0.36, 0.20)))]
    skin = _pick(chance, skins)
    grey = age > _OLD or (age > 48 and chance.random() < 0.4)
    build = float(np.clip(chance.normal(0.08, 0.38), -0.8, 1.0))
    tall = natural_height_cm(sex, age) * (1 + float(np.clip(chance.normal(0, 0.035), -0.09, 0.09)))
    return Body(
        sex=sex,
        age_years=age,
        height_cm=round(tall, 1),
        build=round(build, 2),
        muscle=round(float(np.clip(chance.normal(0.52 if not woman else 0.44, 0.12), 0.2, 0.9)), 2),
        proportions=round(float(chance.uniform(0.35, 0.75)), 2),
        heritage=heritage,
        skin=skin,
        hair=_hair(chance, woman, age),
        hair_colour=_GREY if grey else _pick(chance, hairs),
        beard=_beard(chance, woman, age),
        posture_deg=(9.0, 10.0, -10.0) if age > 74 else (0.0, 0.0, 0.0),
        outfit=_outfit(chance, woman, age),
    )


def _hair(chance: np.random.Generator, woman: bool, age: float) -> str:
    if age < _CHILD:
        return _pick(chance, _GIRLS_HAIR if woman else _BOYS_HAIR)
    if age > _OLD:
        return _pick(chance, _AGED_WOMEN_HAIR if woman else _AGED_MEN_HAIR)
    return _pick(chance, _WOMEN_HAIR if woman else _MEN_HAIR)


def _beard(chance: np.random.Generator, woman: bool, age: float) -> str:
    if woman or age < 21 or chance.random() < 0.68:
        return ""
    return _pick(chance, ("short_beard", "short_beard", "beard", "goatee", "moustache", "full_beard"))


def _outfit(chance: np.random.Generator, woman: bool, age: float) -> Outfit:
    cuts: tuple[str, ...]
    if age < _CHILD:
        cuts = _GIRLS if woman else _CHILDREN
    elif age > _OLD:
        cuts = _AGED_WOMEN if woman else _AGED_MEN
    else:
        cuts = _WOMEN if woman else _MEN
    cut = _pick(chance, cuts)
    top, bottom = _pick(chance, _TOPS), _pick(chance, _BOTTOMS)
    hat = ""
    if chance.random() < 0.14:
        hat = _pick(chance, ("cap", "beanie") if age < _OLD else ("fedora", "beanie", "sunhat"))
    wears_glasses = chance.random() < (0.45 if age > _OLD else 0.16)
    return Outfit(
        cut=cut,
        top=top,
        bottom=top if cut == "suit" else bottom,
        shoes=_pick(chance, _SHOES),
        hat=hat,
        hat_colour=_pick(chance, _BOTTOMS),
        glasses=_pick(chance, ("round", "square", "reading", "sunglasses")) if wears_glasses else "",
    )


def _pose(chance: np.random.Generator) -> Pose:
    return Pose(
        preset=_pick(chance, _POSES),
        mirror=bool(chance.random() < 0.5),
        head_deg=(round(float(chance.normal(0, 4)), 1), 0.0, round(float(chance.normal(0, 14)), 1)),
        expression=_pick(chance, _FACES),
        expression_strength=round(float(chance.uniform(0.6, 1.1)), 2),
    )
