"""What a production shoots with, as frozen values: bodies, lenses, framelines, deliveries.

Nothing here computes: see `optics` and `package`.
"""

from __future__ import annotations

from typing import Literal

import msgspec


class _Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A part of an entity, as `model.Value`."""


class Sensor(_Part, frozen=True, kw_only=True):
    """A body in one recording mode. ``mode_id`` is the row in assets/cameras.csv it was copied from."""

    mode_id: str
    name: str
    width_mm: float
    height_mm: float
    pixels: tuple[int, int] | None = None
    confidence: Literal["A", "B", "C", "user"] = "user"


class CameraBody(_Part, frozen=True, kw_only=True):
    id: str
    label: str
    """The letter on the slate: A, B, C…"""
    sensor: Sensor


class Lens(_Part, frozen=True, kw_only=True):
    """One lens, or one zoom when ``focal_max_mm`` is larger than ``focal_mm``."""

    focal_mm: float
    focal_max_mm: float
    t_stop: float


class LensSet(_Part, frozen=True, kw_only=True):
    id: str
    maker: str
    series: str
    squeeze: float = 1.0
    lenses: tuple[Lens, ...] = ()
    image_circle_mm: float | None = None
    close_focus_m: float | None = None
    confidence: Literal["A", "B", "C", "user"] = "user"


class Frameline(_Part, frozen=True, kw_only=True):
    id: str
    name: str
    aspect: float
    """Width over height of the delivered picture, desqueezed."""
    common_top: bool = False
    protection_pct: float = 0.0


class Delivery(_Part, frozen=True, kw_only=True):
    name: str
    size_px: tuple[int, int]


class CameraPackage(_Part, frozen=True, kw_only=True):
    """What this production shoots with. The first body, lens set and frameline are the defaults."""

    bodies: tuple[CameraBody, ...] = ()
    lens_sets: tuple[LensSet, ...] = ()
    filters: tuple[str, ...] = ()
    framelines: tuple[Frameline, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    frame_rate: float = 24.0
    circle_of_confusion_divisor: float = 1500.0
