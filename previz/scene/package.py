"""A production's camera package: bodies, lenses, framelines, and the camera that a shot makes of them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from previz.errors import BadProject
from previz.scene.camera_tables import camera_mode, lens_family
from previz.scene.model import (
    CameraBody,
    CameraKey,
    CameraPackage,
    Delivery,
    Frameline,
    LensSet,
    Project,
    Quat,
    Shot,
    Transform,
    Vec3,
)
from previz.scene.optics import DCI, View, circle_of_confusion, extraction, framed_view

ZOOM_STOPS = (14, 18, 21, 25, 28, 35, 40, 50, 65, 75, 85, 100, 135, 150, 180, 200, 250, 300, 400)
"""What is offered of a zoom, besides its ends."""
SPARE_MM = 0.05
"""Circles and sensors are published to a tenth of a millimetre."""


class _Listed(Protocol):
    @property
    def id(self) -> str: ...


Choice = TypeVar("Choice", bound=_Listed)


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
    image_circle_mm: float | None = None
    """Of the lens; None where nobody knows it."""

    @property
    def uncovered(self) -> str:
        """ "covers 31.1 of 34.0 mm" of a lens whose circle does not reach the picture's corners, else ""."""
        diagonal = math.hypot(self.view.used_width_mm, self.view.used_height_mm)
        if self.image_circle_mm is None or diagonal <= self.image_circle_mm + SPARE_MM:
            return ""
        return f"covers {self.image_circle_mm:.1f} of {diagonal:.1f} mm"

    @property
    def transform(self) -> Transform:
        return Transform(position_m=self.position_m, rotation=self.rotation)


def default_package() -> CameraPackage:
    """An ALEXA 35 with Leitz Summilux-C primes in open gate, and with Master Anamorphics in its 2x mode."""
    return CameraPackage(
        bodies=(
            CameraBody(
                id="body-a", label="A", sensor=camera_mode("arri-alexa-35-4-6k-3-2-open-gate").sensor()
            ),
            CameraBody(
                id="body-a-2x", label="A", sensor=camera_mode("arri-alexa-35-3-3k-6-5-2x-anamorphic").sensor()
            ),
        ),
        lens_sets=(
            lens_family("leitz-summilux-c").lens_set("spherical"),
            lens_family("arri-zeiss-master-anamorphic").lens_set("anamorphic"),
        ),
        filters=("ND 0.3", "ND 0.6", "ND 0.9", "ND 1.2", "Polariser", "1/4 Black Pro-Mist"),
        framelines=(
            Frameline(id="frame-239", name="2.39", aspect=2.39),
            Frameline(id="frame-185", name="1.85", aspect=1.85),
            Frameline(id="frame-178", name="1.78", aspect=16 / 9),
        ),
        deliveries=(
            Delivery(name="DCI 4K Scope", size_px=DCI["DCI 4K Scope"]),
            Delivery(name="DCI 4K Flat", size_px=DCI["DCI 4K Flat"]),
            Delivery(name="HD", size_px=(1920, 1080)),
        ),
    )


def camera_state(project: Project, shot: Shot, key: CameraKey) -> CameraState:
    """The camera of ``shot`` at ``key``, with the package's defaults for what the shot does not name.

    Raises BadProject, one line, for a package without body, lenses or frameline, for a choice that the
    package no longer has, and for numbers that no camera can have.
    """
    package = project.package
    body, lenses, frame = chosen_kit(package, shot)
    _check_key(key)
    sensor = body.sensor
    view = framed_view(
        sensor.width_mm,
        sensor.height_mm,
        frame.aspect,
        key.focal_length_mm,
        lenses.squeeze,
        frame.common_top,
        frame.protection_pct,
    )
    return CameraState(
        position_m=key.transform.position_m,
        rotation=key.transform.rotation,
        view=view,
        focal_length_mm=key.focal_length_mm,
        focus_distance_m=key.focus_distance_m,
        t_stop=key.t_stop,
        body_label=body.label,
        sensor_name=sensor.name,
        lens_series=f"{lenses.maker} {lenses.series}".strip(),
        squeeze=lenses.squeeze,
        aspect=frame.aspect,
        circle_of_confusion_mm=circle_of_confusion(
            view.used_width_mm, view.used_height_mm, package.circle_of_confusion_divisor
        ),
        image_circle_mm=lenses.image_circle_mm,
    )


def chosen_kit(package: CameraPackage, shot: Shot) -> tuple[CameraBody, LensSet, Frameline]:
    """What of the package a shot is shot with. Raises BadProject for what the package does not have."""
    lenses = _chosen(package.lens_sets, shot.lens_set_id, "lens set", (s.series for s in package.lens_sets))
    frame = _chosen(package.framelines, shot.frameline_id, "frameline", (f.name for f in package.framelines))
    return shot_body(package, shot.body_id, lenses, frame), lenses, frame


def shot_body(package: CameraPackage, body_id: str | None, lenses: LensSet, frame: Frameline) -> CameraBody:
    """The body that a shot names, else the first; with squeezed lenses the first camera's fitting mode, of
    those that the lenses cover if there are any.

    A camera may stand in the package once for each mode, under one label. Anamorphic lenses then take the
    mode whose desqueezed shape is nearest to the frameline's, so a 2x lens meets the 6:5 mode by itself.
    """
    bodies = package.bodies
    first = _chosen(bodies, body_id, "camera body", (f"{b.label} ({b.sensor.name})" for b in bodies))
    if body_id is not None or lenses.squeeze == 1.0:
        return first

    def misfit(body: CameraBody) -> float:
        return abs(math.log(lenses.squeeze * body.sensor.width_mm / body.sensor.height_mm / frame.aspect))

    modes = [body for body in bodies if body.label == first.label]
    covered = [body for body in modes if covers(lenses, body, frame) is not False]
    return min(covered or modes, key=misfit)


def lengths_mm(lenses: LensSet) -> list[float]:
    """Focal lengths that a set can give: its primes, and round ones of its zooms."""
    found: set[float] = set()
    for lens in lenses.lenses:
        found |= {lens.focal_mm, lens.focal_max_mm}
        if lens.focal_max_mm > lens.focal_mm:
            found |= {float(mm) for mm in ZOOM_STOPS if lens.focal_mm < mm < lens.focal_max_mm}
    return sorted(found)


def nearest_focal(lenses: LensSet, focal_length_mm: float) -> float:
    """The focal length nearest to the wish that the set can give; the wish itself within a zoom's range."""
    if not lenses.lenses:
        return focal_length_mm
    offers = (min(max(focal_length_mm, lens.focal_mm), lens.focal_max_mm) for lens in lenses.lenses)
    return min(offers, key=lambda offer: abs(math.log(offer / focal_length_mm)))


def covers(lenses: LensSet, body: CameraBody, frame: Frameline) -> bool | None:
    """Does the image circle reach the picture's corners? None when the circle is not known."""
    if lenses.image_circle_mm is None:
        return None
    area = extraction(
        body.sensor.width_mm,
        body.sensor.height_mm,
        frame.aspect,
        lenses.squeeze,
        protection_pct=frame.protection_pct,
    )
    return area.diagonal_mm <= lenses.image_circle_mm + SPARE_MM


def _chosen(choices: Sequence[Choice], wanted: str | None, what: str, names: Iterable[str]) -> Choice:
    if not choices:
        raise BadProject(f"The camera package has no {what}; add one to the production's camera package.")
    if wanted is None:
        return choices[0]
    for choice in choices:
        if choice.id == wanted:
            return choice
    raise BadProject(f"The shot's {what} “{wanted}” is not in the camera package; choose {', '.join(names)}.")


def _check_key(key: CameraKey) -> None:
    for name, value in (
        ("focal length", key.focal_length_mm),
        ("focus distance", key.focus_distance_m),
        ("T-stop", key.t_stop),
    ):
        if not value > 0 or (math.isinf(value) and name != "focus distance"):
            raise BadProject(f"The camera's {name} is {value:g}; give a number above 0.")
    if not all(math.isfinite(x) for x in key.transform.position_m):
        raise BadProject("The camera's position is not a number; place the camera again.")
    turn = key.transform.rotation
    if not all(math.isfinite(x) for x in turn) or math.hypot(*turn) < 1e-6:
        raise BadProject("The camera's rotation is not a rotation; place the camera again.")
