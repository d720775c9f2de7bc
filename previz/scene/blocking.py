"""Document + shot + time → World: what stands where, in which pose, seen by which camera."""

from __future__ import annotations

from dataclasses import dataclass, field

from previz.scene.model import Body, Light, Pose, Quat, Rgb, Transform, Vec3
from previz.scene.optics import View


@dataclass(frozen=True)
class Placed:
    """An item where it stands now."""

    id: str
    name: str
    piece: str
    params: dict[str, float | str | bool]
    colours: dict[str, Rgb]
    transform: Transform
    object_id: int


@dataclass(frozen=True)
class Actor:
    """A person where they stand now."""

    id: str
    name: str
    body: Body
    pose: Pose
    position_m: Vec3
    heading_deg: float
    object_id: int
    seat_height_m: float | None = None
    gaze_m: Vec3 | None = None
    gaze_id: str | None = None
    words: str = ""


@dataclass(frozen=True)
class CameraState:
    """The camera of a shot at a moment; ``view`` is derived from the sensor, the lens and the frameline."""

    position_m: Vec3
    rotation: Quat
    """world_from_camera"""
    view: View
    focal_length_mm: float
    focus_distance_m: float
    t_stop: float
    body_label: str = "A"
    sensor_name: str = ""
    lens_series: str = ""
    squeeze: float = 1.0
    aspect: float = 1.78
    circle_of_confusion_mm: float = 0.025

    @property
    def transform(self) -> Transform:
        return Transform(position_m=self.position_m, rotation=self.rotation)


@dataclass(frozen=True)
class World:
    """Everything that a picture of one instant depends on. Object ids are 1…65535; 0 is nothing."""

    items: tuple[Placed, ...]
    actors: tuple[Actor, ...]
    camera: CameraState | None
    light: Light = field(default_factory=Light)
    interior: bool = True
    stage_name: str = ""
    stage_words: str = ""
    time_s: float = 0.0

    def names(self) -> dict[int, str]:
        """object id → name, for people and for reasons."""
        return {it.object_id: it.name for it in self.items} | {a.object_id: a.name for a in self.actors}
