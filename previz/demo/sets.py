"""The three sets of the demo film: a kitchen being packed up, a street at night, a park in the morning."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from previz.scene.model import Item, Rgb, Stage, Transform, Vec3
from previz.scene.order import spread
from previz.scene.transform import UP, axis_angle

KITCHEN, STREET, PARK = "kitchen", "street", "park"

STAGES = (
    Stage(
        id=KITCHEN,
        name="Elias's kitchen",
        interior=True,
        order="a",
        words="an old family kitchen, half packed",
    ),
    Stage(
        id=STREET, name="Mill Street", interior=False, order="b", words="a narrow street of terraced houses"
    ),
    Stage(id=PARK, name="The park", interior=False, order="c", words="an open park with one big tree"),
)

PINE: Rgb = (0.62, 0.47, 0.32)
CARD: Rgb = (0.68, 0.54, 0.38)
SAGE: Rgb = (0.62, 0.67, 0.60)
BRICK: tuple[Rgb, ...] = ((0.52, 0.40, 0.35), (0.47, 0.44, 0.42), (0.56, 0.48, 0.40))


def items() -> Iterator[Item]:
    """Everything that stands on the three stages, in the order it was carried in."""
    dressed = [*_kitchen(), *_street(), *_park()]
    for order, item in zip(spread(len(dressed)), dressed, strict=True):
        yield msgspec.structs.replace(item, order=order)


def _item(
    stage_id: str,
    id: str,
    name: str,
    piece: str,
    place_m: Vec3 = (0.0, 0.0, 0.0),
    turn_deg: float = 0.0,
    colours: dict[str, Rgb] | None = None,
    **params: float | str | bool,
) -> Item:
    transform = Transform(position_m=place_m, rotation=axis_angle(UP, turn_deg))
    return Item(
        id=id,
        stage_id=stage_id,
        name=name,
        piece=piece,
        params=params,
        colours=colours or {},
        transform=transform,
    )


def _kitchen() -> Iterator[Item]:
    """5.2 × 4.4 m; the south wall is wild. The table stands in the middle, the window is over the sink."""

    def put(id: str, name: str, piece: str, *place: object, **params: object) -> Item:
        return _item(KITCHEN, id, name, piece, *place, **params)  # type: ignore[arg-type]

    yield put(
        "kitchen-room",
        "kitchen",
        "room",
        width=5.2,
        depth=4.4,
        height=2.6,
        south=False,
        ceiling=False,
        openings="N:window@0.55x1.5x1.15 sill 1.15, E:door@0.9x0.9x2.05, W:doorway@-0.6x0.95x2.1",
        pattern="boards",
    )
    yield put("table", "kitchen table", "table", (0.0, 0.0, 0.15), 0.0, {"top": PINE}, width=1.15, depth=0.8)
    yield put("chair-elias", "Elias's chair", "chair", (0.86, 0.0, 0.15), -90.0)
    yield put("chair-nora", "Nora's chair", "chair", (-0.86, 0.0, 0.15), 90.0)
    yield put("newspaper", "newspaper", "newspaper", (0.12, 0.75, 0.36), 74.0)
    yield put("mug", "Elias's mug", "mug", (0.36, 0.75, 0.12), 150.0, {"body": (0.72, 0.36, 0.28)})
    yield put("tape-papers", "papers", "papers", (-0.18, 0.75, 0.25), 20.0)
    yield put(
        "counter", "kitchen counter", "counter", (0.55, 0.0, -1.88), 0.0, {"cupboards": SAGE}, width=3.0
    )
    yield put("phone", "telephone", "phone", (-0.62, 0.91, -1.86), 12.0, kind="desk")
    yield put("kettle-bottle", "bottle", "bottle", (1.55, 0.91, -1.98))
    yield put("curtain", "curtain", "curtain", (0.55, 0.0, -2.10), 0.0, {"cloth": (0.64, 0.42, 0.36)},
              width=1.8, height=1.3, rise=2.42, open=0.78)  # fmt: skip
    yield put("plates", "plates", "plate", (0.02, 0.91, -1.78))
    yield put("plates-2", "plates", "plate", (0.02, 0.93, -1.78))
    yield put("plates-3", "plates", "plate", (0.02, 0.95, -1.78))
    yield put("glass", "glass", "wine_glass", (1.82, 0.91, -1.80))
    yield put("stove", "stove", "stove", (-1.27, 0.0, -1.88))
    yield put(
        "saucepan",
        "saucepan",
        "saucepan",
        (-1.40, 0.925, -1.98),
        150.0,
        {"pan": (0.55, 0.18, 0.14)},
        lid=True,
    )
    yield put("hood", "extractor hood", "hood", (-1.27, 0.0, -1.95))
    yield put("fridge", "fridge", "fridge", (-1.95, 0.0, -1.85))
    yield put("cupboards", "wall cupboards", "wall_cupboards", (2.02, 0.0, -2.02), 0.0, {"cupboards": SAGE},
              width=1.05, doors=2.0, open=62.0)  # fmt: skip
    yield put("pendant", "pendant lamp", "lamp", (0.0, 2.6, 0.15), 0.0, {"shade": (0.30, 0.36, 0.34)},
              kind="pendant", drop=0.62, lit=False)  # fmt: skip
    yield put("coats", "coat hooks", "coat_hooks", (-2.585, 0.0, 0.62), 90.0, width=0.8)
    yield put("clock", "kitchen clock", "clock", (2.585, 0.0, 0.16), -90.0, rise=1.72, hour=4.6, size=0.30)
    yield put("radiator", "radiator", "radiator", (2.50, 0.0, -0.62), -90.0, width=0.9)
    yield put("plant", "potted plant", "potted_plant", (2.22, 0.0, -1.28), 40.0, height=1.25)
    yield put("shelf", "empty shelf", "bookshelf", (-2.43, 0.0, 1.05), 90.0, books=0.15)
    yield put("picture", "picture", "picture", (2.585, 0.0, -0.55), -90.0, width=0.5, height=0.62)
    for number, (place, turn, size) in enumerate(CARTONS):
        yield put(f"carton-{number + 1}", "moving box", "box", place, turn, {"body": CARD},
                  width=size[0], height=size[1], depth=size[2])  # fmt: skip


CARTONS: tuple[tuple[Vec3, float, Vec3], ...] = (
    ((2.15, 0.0, -0.55), 8.0, (0.60, 0.42, 0.45)),
    ((2.18, 0.42, -0.52), -14.0, (0.45, 0.35, 0.38)),
    ((2.10, 0.0, 0.05), 4.0, (0.50, 0.36, 0.40)),
    ((-2.05, 0.0, 0.25), 74.0, (0.60, 0.42, 0.45)),
    ((-2.10, 0.0, 1.75), 100.0, (0.45, 0.40, 0.40)),
    ((1.55, 0.0, 1.70), -20.0, (0.60, 0.42, 0.45)),
)


def _street() -> Iterator[Item]:
    """Houses on the north side of a street that runs east and west; the car stands at their kerb."""

    def put(id: str, name: str, piece: str, *place: object, **params: object) -> Item:
        return _item(STREET, id, name, piece, *place, **params)  # type: ignore[arg-type]

    yield put(
        "backlot",
        "yard",
        "floor",
        (0.0, -0.14, 0.0),
        0.0,
        {"floor": (0.34, 0.33, 0.33)},
        width=40.0,
        depth=40.0,
    )
    yield put("road", "Mill Street", "street", length=40.0)
    for number, (x, z, turn, lit) in enumerate(HOUSES):
        brick = {"walls": BRICK[number % len(BRICK)]}
        yield put(
            f"house-{number + 1}",
            "house",
            "facade",
            (x, 0.13, z),
            turn,
            brick,
            front="shop" if number == 2 else "house",
            floors=2.0 + (number * 2 % 3 > 0),
            lit=lit,
            seed=number + 3.0,
        )
    yield put("street-lamp", "street lamp", "street_lamp", (-0.4, 0.13, -3.5))
    yield put("car", "car", "car", (1.4, 0.0, -2.25), 90.0, {"body": (0.45, 0.18, 0.17)})
    yield put("suitcase", "suitcase", "suitcase", (-1.15, 0.0, -1.35), 100.0, kind="trolley")
    yield put("tomas-key", "key on a string", "key", (-2.2, 0.0, -2.4), tag="string")
    yield put("dead-lamp", "street lamp", "street_lamp", (-12.6, 0.13, -3.5), lit=False)
    yield put(
        "bicycle", "bicycle", "bicycle", (-5.6, 0.13, -4.7), 82.0, {"frame": (0.24, 0.32, 0.30)}, basket=True
    )
    yield put("van", "delivery van", "van", (9.2, 0.0, -2.15), 90.0, {"body": (0.70, 0.70, 0.66)})
    yield put("sacks", "boxes for the van", "box", (-0.2, 0.13, -3.9), 12.0, {"body": CARD})
    yield put("bins", "dustbin", "waste_bin", (-3.3, 0.13, -4.9))
    yield put("sign", "street sign", "sign", (6.4, 0.13, -3.5))
    yield put("tree-street", "street tree", "tree", (-9.5, 0.13, -3.9), height=6.5)


HOUSES = (
    (-13.5, -8.9, 0.0, 0.0),
    (-4.5, -8.9, 0.0, 0.12),
    (4.5, -8.9, 0.0, 0.0),
    (13.5, -8.9, 0.0, 0.0),
    (-13.5, 15.0, 180.0, 0.0),
    (-4.5, 15.0, 180.0, 0.0),
    (4.5, 15.0, 180.0, 0.0),
    (13.5, 15.0, 180.0, 0.0),
    (22.0, 0.0, -90.0, 0.0),
    (-22.0, 3.0, 90.0, 0.0),
)
"""x, z, turn, share of lit windows: the story has one. The far side stands well behind the cameras."""


def _park() -> Iterator[Item]:
    """A lawn with one big tree behind a bench, a fence and bushes far away."""

    def put(id: str, name: str, piece: str, *place: object, **params: object) -> Item:
        return _item(PARK, id, name, piece, *place, **params)  # type: ignore[arg-type]

    grass = {"floor": (0.56, 0.63, 0.43)}
    yield put("lawn", "lawn", "floor", (0.0, 0.0, 0.0), 0.0, grass, width=40.0, depth=40.0)
    yield put(
        "path",
        "gravel path",
        "floor",
        (0.0, 0.006, 1.15),
        0.0,
        {"floor": (0.71, 0.66, 0.56)},
        width=40.0,
        depth=1.5,
    )
    meadow = {"ground": (0.50, 0.58, 0.40)}
    yield put("rise", "rise behind the park", "hill", (6.0, -0.4, -40.0), 0.0, meadow,
              width=80.0, depth=30.0, height=7.0)  # fmt: skip
    yield put("rise-south", "rise behind the park", "hill", (-14.0, -0.4, 62.0), 0.0, meadow,
              width=90.0, depth=34.0, height=8.0, seed=4.0)  # fmt: skip
    yield put("pond", "pond", "water", (-11.5, 0.0, -6.5), 20.0, width=9.0, depth=4.5)
    yield put(
        "park-lamp",
        "park lantern",
        "street_lamp",
        (-3.6, 0.0, 0.1),
        90.0,
        kind="lantern",
        height=3.4,
        lit=False,
    )
    yield put("park-bin", "litter bin", "waste_bin", (1.35, 0.0, 0.1))
    yield put("hedge", "hedge", "hedge", (-2.0, 0.0, -16.5), width=34.0, height=1.5)
    for number, (x, z) in enumerate(TUFTS):
        yield put(f"tuft-{number + 1}", "long grass", "grass", (x, 0.0, z), 31.0 * number, seed=number + 1.0,
                  width=1.3, depth=0.9, height=0.24)  # fmt: skip
    yield put("spare-key", "spare key", "key", (-0.1, 0.45, 0.1), tag="string")
    yield put("park-bench", "bench", "bench", width=1.7)
    yield put("big-tree", "big tree", "tree", (1.5, 0.0, -1.7), 30.0, height=8.5, width=8.0)
    for number, (x, z, height) in enumerate(TREES):
        yield put(
            f"tree-{number + 1}", "tree", "tree", (x, 0.0, z), 57.0 * number, height=height, seed=number + 2.0
        )
    for number, (x, z) in enumerate(BUSHES):
        yield put(
            f"bush-{number + 1}", "bush", "bush", (x, 0.0, z), 40.0 * number, width=1.8, seed=number + 1.0
        )
    for number in range(8):
        yield put(
            f"fence-{number + 1}", "park fence", "fence", (-14.0 + 4.0 * number, 0.0, -15.0), kind="railing"
        )


TREES = (
    (-9.0, -11.0, 7.0),
    (-4.5, -13.0, 6.0),
    (8.0, -12.0, 7.5),
    (12.5, -9.0, 6.5),
    (-14.0, -5.0, 7.0),
    (5.5, 19.0, 8.0),
    (-15.0, 18.0, 6.5),
    (-5.0, 19.4, 6.0),
    (11.5, 19.2, 7.0),
    (17.5, 18.0, 6.5),
)
TUFTS = (
    (1.6, -1.0),
    (2.2, -2.3),
    (0.9, -2.4),
    (-1.9, -1.6),
    (4.4, -5.2),
    (-6.8, -4.2),
    (-8.6, -9.0),
    (7.4, -11.4),
)
BUSHES = ((-6.0, -14.0), (3.5, -14.2), (5.4, -13.8), (14.0, -13.0), (-3.0, 18.5), (9.5, 17.5))
