"""Sensors, lenses and what they see. Every part of the program asks here, so all of them agree.

Sensor lengths are millimetres on the chip or negative, distances to the subject are metres. Formulas:
docs/optics.md.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from previz.errors import BadProject

Floats = NDArray[np.float64]

RATIOS: tuple[float, ...] = (
    1.0, 4 / 5, 9 / 16, 4 / 3, 1.375, 1.43, 1.66, 16 / 9, 1.85, 1.90,
    2.00, 2.20, 2.35, 2.39, 2.40, 2.55, 2.76,
)  # fmt: skip
"""Delivery ratios that productions ask for, portrait ones included; any other number is as good."""

DCI: dict[str, tuple[int, int]] = {
    "DCI 2K Flat": (1998, 1080),
    "DCI 2K Scope": (2048, 858),
    "DCI 2K Full": (2048, 1080),
    "DCI 4K Flat": (3996, 2160),
    "DCI 4K Scope": (4096, 1716),
    "DCI 4K Full": (4096, 2160),
}
"""Containers of digital cinema, pixels."""

SAFE_AREAS: dict[str, tuple[float, float]] = {"16:9": (0.93, 0.90), "4:3": (0.90, 0.80)}
"""(action, title) share of each side: SMPTE ST 2046-1 for 16:9 and the older practice for 4:3."""

TRANSMITTANCE = 0.90
"""Share of light that passes a modern cine prime: Cooke S4/i f/1.9 T2.0, Ultra Prime f/1.8 T1.9 and
CP.3 f/2.0 T2.1 give 0.90–0.91, Master Prime f/1.2 T1.3 gives 0.85."""


@dataclass(frozen=True)
class View:
    """The angle of view of a framed lens: what a renderer, a guide and a shot list need to know.

    ``tan_x`` and ``tan_y`` are the tangents of half the horizontal and vertical field of view, so a camera
    space point (x, y, −z) lands at ndc (x / (z·tan_x), y / (z·tan_y) − shift_y), both −1…1 inside the
    frame, y up. ``shift_y`` is 0 unless the picture is cut from the sensor off the middle (common top):
    then it is how far the picture's middle lies above the lens axis, in half picture heights.
    """

    tan_x: float
    tan_y: float
    used_width_mm: float
    used_height_mm: float
    squeeze: float = 1.0
    shift_y: float = 0.0

    @property
    def aspect(self) -> float:
        return self.tan_x / self.tan_y

    @property
    def hfov_deg(self) -> float:
        return math.degrees(2 * math.atan(self.tan_x))

    @property
    def vfov_deg(self) -> float:
        """Height of the picture as an angle; exact when the picture is centred on the lens."""
        return math.degrees(2 * math.atan(self.tan_y))

    @property
    def diagonal_fov_deg(self) -> float:
        return math.degrees(2 * math.atan(math.hypot(self.tan_x, self.tan_y)))

    def projection(self, near_m: float = 0.05, far_m: float = 500.0) -> Floats:
        """clip_from_camera, (4, 4), OpenGL clip space."""
        result = np.zeros((4, 4))
        result[0, 0], result[1, 1] = 1 / self.tan_x, 1 / self.tan_y
        result[1, 2] = self.shift_y
        result[2, 2] = -(far_m + near_m) / (far_m - near_m)
        result[2, 3] = -2 * far_m * near_m / (far_m - near_m)
        result[3, 2] = -1
        return result

    def project(self, camera_points: ArrayLike) -> Floats:
        """Camera space (…, 3) → (…, 3) of ndc x, ndc y and depth in metres (distance along the view axis).

        Points behind the lens keep their negative depth; their ndc is meaningless.
        """
        p = np.asarray(camera_points, float)
        depth = -p[..., 2]
        safe = np.where(np.abs(depth) < 1e-9, 1e-9, depth)
        x, y = p[..., 0] / (safe * self.tan_x), p[..., 1] / (safe * self.tan_y) - self.shift_y
        return np.stack([x, y, depth], axis=-1)


@dataclass(frozen=True)
class Rect:
    """A rectangle on the sensor: millimetres from its left and top edge, as the picture stands upright."""

    left_mm: float
    top_mm: float
    width_mm: float
    height_mm: float

    @property
    def diagonal_mm(self) -> float:
        return math.hypot(self.width_mm, self.height_mm)


@dataclass(frozen=True)
class Depth:
    """What is acceptably sharp; ``far_m`` is infinite from the hyperfocal distance on."""

    near_m: float
    far_m: float
    hyperfocal_m: float


def extraction(
    width_mm: float,
    height_mm: float,
    aspect: float,
    squeeze: float = 1.0,
    common_top: bool = False,
    protection_pct: float = 0.0,
) -> Rect:
    """The part of the sensor that becomes the picture of ``aspect`` (desqueezed).

    The largest one that fits, ``w = min(W, H·a/s)``, ``h = w·s/a`` (film-grammar §4), made smaller by the
    protection percentage, which leaves that share of its width and height around it. It is centred, or
    keeps the top of the protected area with ``common_top``.
    Raises BadProject for a length, aspect or squeeze that is not a positive number.
    """
    for name, value in (
        ("sensor width", width_mm),
        ("sensor height", height_mm),
        ("frameline aspect", aspect),
        ("squeeze", squeeze),
    ):
        if not (math.isfinite(value) and value > 0):
            raise BadProject(f"The {name} is {value:g}; give a number above 0.")
    if not 0 <= protection_pct < 100:
        raise BadProject(f"The frameline's protection is {protection_pct:g} %; give 0 up to less than 100.")
    kept = 1 - protection_pct / 100
    used_width = min(width_mm, height_mm * aspect / squeeze) * kept
    used_height = used_width * squeeze / aspect
    top = height_mm * (1 - kept) / 2 if common_top else (height_mm - used_height) / 2
    return Rect((width_mm - used_width) / 2, top, used_width, used_height)


def framed_view(
    width_mm: float,
    height_mm: float,
    aspect: float,
    focal_length_mm: float,
    squeeze: float = 1.0,
    common_top: bool = False,
    protection_pct: float = 0.0,
) -> View:
    """View of the `extraction` through a lens: ``tan(hfov/2) = s·w_used/2f``, ``tan(vfov/2) = h_used/2f``.

    Raises BadProject for a length, aspect or squeeze that is not a positive number.
    """
    area = extraction(width_mm, height_mm, aspect, squeeze, common_top, protection_pct)
    if not (math.isfinite(focal_length_mm) and focal_length_mm > 0):
        raise BadProject(f"The focal length is {focal_length_mm:g}; give a number above 0.")
    below_top = area.top_mm + area.height_mm / 2
    return View(
        tan_x=squeeze * area.width_mm / (2 * focal_length_mm),
        tan_y=area.height_mm / (2 * focal_length_mm),
        used_width_mm=area.width_mm,
        used_height_mm=area.height_mm,
        squeeze=squeeze,
        shift_y=(height_mm / 2 - below_top) / (area.height_mm / 2) if common_top else 0.0,
    )


def circle_of_confusion(width_mm: float, height_mm: float, divisor: float = 1500.0) -> float:
    """Largest blur that still looks sharp, mm: the diagonal of the used area over ``divisor``."""
    if not (math.isfinite(divisor) and divisor > 0):
        raise BadProject(f"The circle of confusion divisor is {divisor:g}; give a number above 0, e.g. 1500.")
    return math.hypot(width_mm, height_mm) / divisor


def f_number(t_stop: float, transmittance: float = TRANSMITTANCE) -> float:
    """Focus follows the f-number, exposure the T-stop: ``N = T·√τ``."""
    if not (math.isfinite(t_stop) and t_stop > 0):
        raise BadProject(f"The T-stop is {t_stop:g}; give a number above 0, e.g. 2.8.")
    if not 0 < transmittance <= 1:
        raise BadProject(f"The lens transmittance is {transmittance:g}; give a share above 0, at most 1.")
    return t_stop * math.sqrt(transmittance)


def hyperfocal_m(focal_length_mm: float, f_stop: float, circle_mm: float) -> float:
    """``H = f²/(N·c) + f``: focus here and everything from half of it to infinity is sharp."""
    for name, value in (
        ("focal length", focal_length_mm),
        ("f-number", f_stop),
        ("circle of confusion", circle_mm),
    ):
        if not (math.isfinite(value) and value > 0):
            raise BadProject(f"The {name} is {value:g}; give a number above 0.")
    return (focal_length_mm**2 / (f_stop * circle_mm) + focal_length_mm) / 1000


def depth_of_field(focal_length_mm: float, f_stop: float, circle_mm: float, distance_m: float) -> Depth:
    """Near and far limit around ``distance_m``, measured from the lens: ``u(H−f)/(H±u…)``, film-grammar §4.

    A distance inside the focal length cannot be focused: BadProject.
    """
    far_limit, focal = hyperfocal_m(focal_length_mm, f_stop, circle_mm), focal_length_mm / 1000
    if math.isnan(distance_m) or distance_m <= focal:
        raise BadProject(
            f"The focus distance is {distance_m:g} m; a {focal_length_mm:g} mm lens needs more than that."
        )
    if math.isinf(distance_m):
        return Depth(far_limit - focal, math.inf, far_limit)
    near = distance_m * (far_limit - focal) / (far_limit + distance_m - 2 * focal)
    far = math.inf
    if distance_m < far_limit:
        far = distance_m * (far_limit - focal) / (far_limit - distance_m)
    return Depth(near, far, far_limit)


def safe_areas(aspect: float) -> tuple[float, float]:
    """(action, title) share of each side for a picture of ``aspect``; wider than 3:2 counts as 16:9."""
    return SAFE_AREAS["16:9" if aspect > 1.5 else "4:3"]


def ratio_label(aspect: float) -> str:
    """As crews write it: 2.39, 1.78, and 4:5, 9:16, 1:1 for the portrait ones."""
    for name, value in (("1:1", 1.0), ("4:5", 0.8), ("9:16", 9 / 16)):
        if abs(aspect - value) < 0.004:
            return name
    return f"{aspect:.3f}" if abs(aspect - 1.375) < 0.0006 else f"{aspect:.2f}"
