"""The shipped lists of camera modes, film gauges and lens series, with where each row comes from.

A production copies what it uses into its camera package (`package`), so a project never changes when
these lists do.
"""

from __future__ import annotations

import csv
import math
import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from previz.assets import asset
from previz.errors import NotFound
from previz.scene.model import Lens, LensSet, Sensor

Confidence = Literal["A", "B", "C"]
"""A two sources agree, B one source, C doubtful."""


@dataclass(frozen=True)
class CameraMode:
    """One body in one recording mode, or one film gauge."""

    id: str
    maker: str
    camera: str
    mode: str
    width_mm: float
    height_mm: float
    pixels: tuple[int, int] | None
    kind: Literal["digital", "film"]
    source: str
    confidence: Confidence
    note: str = ""

    @property
    def verified(self) -> bool:
        return self.confidence != "C"

    @property
    def diagonal_mm(self) -> float:
        return math.hypot(self.width_mm, self.height_mm)

    @property
    def name(self) -> str:
        """Without the maker where the maker says nothing (film gauges, generic chips)."""
        camera = self.camera if self.maker in ("Film", "Generic") else f"{self.maker} {self.camera}"
        return f"{camera}, {self.mode}"

    @property
    def label(self) -> str:
        return self.name if self.verified else f"{self.name} (unverified)"

    def sensor(self) -> Sensor:
        """The value that a camera package keeps."""
        return Sensor(
            mode_id=self.id,
            name=self.label,
            width_mm=self.width_mm,
            height_mm=self.height_mm,
            pixels=self.pixels,
            confidence=self.confidence,
        )


@dataclass(frozen=True)
class LensSeries:
    """One family of primes or zooms."""

    id: str
    maker: str
    series: str
    anamorphic: bool
    squeeze: float
    coverage: str
    mount: str
    lenses: tuple[Lens, ...]
    image_circle_mm: float | None
    """None where the source names a format and no circle, or several circles."""
    source: str
    confidence: Confidence
    note: str = ""
    close_focus_m: float | None = None
    """From the film plane; None where no source gives it."""

    @property
    def verified(self) -> bool:
        return self.confidence != "C"

    @property
    def name(self) -> str:
        return f"{self.maker} {self.series}"

    @property
    def label(self) -> str:
        return self.name if self.verified else f"{self.name} (unverified)"

    def lens_set(self, set_id: str) -> LensSet:
        """The value that a camera package keeps."""
        return LensSet(
            id=set_id,
            maker=self.maker,
            series=self.series,
            squeeze=self.squeeze,
            lenses=self.lenses,
            image_circle_mm=self.image_circle_mm,
            close_focus_m=self.close_focus_m,
            confidence=self.confidence,
        )


@cache
def camera_modes() -> dict[str, CameraMode]:
    """Row id → row, in the order of the file."""
    with asset("cameras.csv").open(encoding="utf-8", newline="") as file:
        modes = [_camera_mode(row) for row in csv.DictReader(file)]
    return {mode.id: mode for mode in modes}


@cache
def lens_series() -> dict[str, LensSeries]:
    """Row id ("leitz-summilux-c") → row, in the order of the file."""
    with asset("lenses.csv").open(encoding="utf-8", newline="") as file:
        series = [_lens_series(row) for row in csv.DictReader(file)]
    return {one.id: one for one in series}


def camera_mode(mode_id: str) -> CameraMode:
    try:
        return camera_modes()[mode_id]
    except KeyError:
        raise NotFound(f"There is no camera mode “{mode_id}”; choose one from the camera list.") from None


def lens_family(series_id: str) -> LensSeries:
    try:
        return lens_series()[series_id]
    except KeyError:
        raise NotFound(f"There is no lens series “{series_id}”; choose one from the lens list.") from None


def _camera_mode(row: dict[str, str]) -> CameraMode:
    pixels = (int(row["pixels_w"]), int(row["pixels_h"])) if row["pixels_w"] and row["pixels_h"] else None
    return CameraMode(
        id=row["id"],
        maker=row["maker"],
        camera=row["camera"],
        mode=row["mode"],
        width_mm=float(row["width_mm"]),
        height_mm=float(row["height_mm"]),
        pixels=pixels,
        kind="film" if row["kind"] == "film" else "digital",
        source=row["source"].strip(),
        confidence=cast(Confidence, row["confidence"]),
        note=row["note"],
    )


def _lens_series(row: dict[str, str]) -> LensSeries:
    maker, series = row["maker"], row["series"]
    lenses = tuple(_lens(text) for text in row["focal_mm_at_T (f@T;...)"].split(";"))
    circles = re.findall(r"(\d+(?:\.\d+)?) mm", row["coverage"])
    typed_circle = _known(row, "image_circle_mm")
    several = " or " in row["coverage"] or len(circles) != 1
    return LensSeries(
        id=re.sub(r"[^a-z0-9]+", "-", f"{maker} {series}".lower()).strip("-"),
        maker=maker,
        series=series,
        anamorphic=row["type"] == "anamorphic",
        squeeze=float(row["squeeze"]),
        coverage=row["coverage"],
        mount=row["mount"],
        lenses=tuple(sorted(lenses, key=lambda lens: (lens.focal_mm, lens.focal_max_mm))),
        image_circle_mm=typed_circle if typed_circle or several else float(circles[0]),
        close_focus_m=_known(row, "close_focus_m"),
        source=row["source"].strip(),
        confidence=cast(Confidence, row["confidence"]),
        note=row["note"],
    )


def _known(row: dict[str, str], name: str) -> float | None:
    """A number that a source gives; blank is unknown."""
    return float(row[name]) if row.get(name) else None


def _lens(text: str) -> Lens:
    """ "35@1.4", "24-75@2.8" (a zoom), "65 macro@2.4"."""
    focal, stop = text.strip().split("@")
    shortest, _, longest = focal.split()[0].partition("-")
    return Lens(focal_mm=float(shortest), focal_max_mm=float(longest or shortest), t_stop=float(stop))
