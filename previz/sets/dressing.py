"""How a starter set is described: pieces where they stand, marks for people, light, one good camera."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from previz.kit import catalogue
from previz.scene.model import CameraKey, Item, Light, Mark, Rgb, Stage, Transform, Vec3
from previz.scene.order import spread
from previz.scene.transform import UP, axis_angle, look_at, rotation_matrix
from previz.sets.shelf import CARDS

Setting = float | str | bool


@dataclass(frozen=True)
class Camera:
    """An establishing shot."""

    eye_m: Vec3
    target_m: Vec3
    focal_length_mm: float = 25.0

    def key(self) -> CameraKey:
        """Focused on its target."""
        return CameraKey(
            transform=look_at(self.eye_m, self.target_m),
            focal_length_mm=self.focal_length_mm,
            focus_distance_m=round(math.dist(self.eye_m, self.target_m), 3),
        )


@dataclass(frozen=True)
class StarterSet:
    """A place that is ready to block a scene in. Ids are its own; a project gives new ones."""

    key: str
    name: str
    about: str
    """One line for a person who chooses."""
    stage: Stage
    items: tuple[Item, ...]
    light: Light
    interior: Literal["INT", "EXT", "INT/EXT"]
    time: str
    """As in a heading: DAY, NIGHT…"""
    camera: Camera

    @property
    def marks(self) -> tuple[Mark, ...]:
        return self.stage.marks


@dataclass
class Dressing:
    """Carries pieces onto a stage, and chalks marks on its floor."""

    items: list[Item] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    def put(
        self,
        piece: str,
        x: float,
        z: float,
        turn_deg: float = 0.0,
        *,
        name: str = "",
        y: float = 0.0,
        colours: dict[str, Rgb] | None = None,
        scale: float = 1.0,
        **params: Setting,
    ) -> Item:
        """Metres; ``turn_deg`` 90 faces +X. Without a name it is called as the catalogue calls it."""
        item = Item(
            id=f"item-{len(self.items) + 1}",
            stage_id="stage",
            name=name or catalogue.piece_of(piece).name.lower(),
            piece=piece,
            params=params,
            colours=colours or {},
            transform=Transform(
                position_m=(float(x), float(y), float(z)),
                rotation=axis_angle(UP, turn_deg),
                scale=(scale, scale, scale),
            ),
        )
        self.items.append(item)
        return item

    def mark(
        self, name: str, x: float, z: float, heading_deg: float, pose: str = "stand", y: float = 0.0
    ) -> None:
        self.marks.append(
            Mark(name=name, position_m=(float(x), float(y), float(z)), heading_deg=heading_deg, pose=pose)
        )

    def place(self, name: str, item: Item, spot: int = 0, pose: str = "") -> None:
        """A mark on one of the piece's own spots. ``pose`` "" is sit, lie, lean or stand as the spot is."""
        local = catalogue.spots(item.piece, item.params)[spot]
        turn = rotation_matrix(item.transform.rotation)
        size = item.transform.scale[0]
        x, y, z = turn @ local.position_m * size + item.transform.position_m
        angle = math.radians(local.heading_deg)
        ahead = turn @ (math.sin(angle), 0.0, math.cos(angle))
        self.marks.append(
            Mark(
                name=name,
                position_m=(round(float(x), 4), round(float(y), 4), round(float(z), 4)),
                heading_deg=round(math.degrees(math.atan2(ahead[0], ahead[2])), 2),
                seat_height_m=round(local.height_m * size, 4) if local.kind == "sit" else None,
                pose=pose or local.kind,
            )
        )

    def finished(
        self,
        key: str,
        words: str,
        camera: Camera,
        light: Light | None = None,
        interior: Literal["INT", "EXT", "INT/EXT"] = "INT",
        time: str = "DAY",
    ) -> StarterSet:
        """``key`` finds its card on the shelf; ``words`` is how a prompt describes the place."""
        card = CARDS[key]
        orders = spread(len(self.items))
        return StarterSet(
            key=key,
            name=card.name,
            about=card.about,
            stage=Stage(
                id="stage", name=card.name, interior=interior != "EXT", words=words, marks=tuple(self.marks)
            ),
            items=tuple(
                msgspec.structs.replace(item, order=order)
                for item, order in zip(self.items, orders, strict=True)
            ),
            light=light or Light(),
            interior=interior,
            time=time,
            camera=camera,
        )
