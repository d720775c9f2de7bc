"""What a rental house says of the lenses and no table knows: typed here, blank while it is unknown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import msgspec
from PySide6.QtWidgets import QLineEdit, QWidget

from previz.scene.model import LensSet
from previz.ui.controls import Measure, column, label, row, text_line
from previz.ui.controls.measure import LengthUnits, length_units, parse, written
from previz.ui.session import Session
from previz.ui.settings.parts import write_package

NEAREST_M, FARTHEST_M = 0.01, 20.0
SMALLEST_MM, LARGEST_MM = 5.0, 150.0
_WIDTH_PX = 84


def lens_facts(session: Session) -> QWidget:
    """A line for every set of lenses of the package."""
    sets = session.project.package.lens_sets
    return column(*(_line(session, place, one) for place, one in enumerate(sets)), gap=4)


def _line(session: Session, place: int, lenses: LensSet) -> QWidget:
    name = f"{lenses.maker} {lenses.series}".strip()
    units = length_units(session.project)
    focus = _entry(
        f"Close focus of {name}",
        " ".join(written(lenses.close_focus_m, Measure.LENGTH, units)) if lenses.close_focus_m else "",
        partial(_keep, session, place, "close_focus_m", Measure.LENGTH, units, (NEAREST_M, FARTHEST_M)),
    )
    circle = _entry(
        f"Image circle of {name}",
        f"{lenses.image_circle_mm:.1f} mm" if lenses.image_circle_mm else "",
        partial(_keep, session, place, "image_circle_mm", Measure.FOCAL, units, (SMALLEST_MM, LARGEST_MM)),
    )
    near, round_ = label("Close focus", "cap", "3"), label("Image circle", "cap", "3")
    return row(label(name), None, near, focus, round_, circle, gap=8)


def _entry(name: str, text: str, keep: Callable[[QLineEdit, str], None]) -> QLineEdit:
    line = text_line(name, text, "unknown")
    line.setFixedWidth(_WIDTH_PX)
    line.editingFinished.connect(lambda: keep(line, text))
    return line


def _keep(
    session: Session,
    place: int,
    field: str,
    measure: Measure,
    units: LengthUnits,
    limits: tuple[float, float],
    line: QLineEdit,
    before: str,
) -> None:
    """Written when it is a length that a lens can have, blank for unknown; else told, and put back."""
    said = line.text().strip()
    if said == before:
        return
    typed = parse(said, measure, units) if said else None
    value = typed.value if typed is not None and not typed.relative else None
    if said and (value is None or not limits[0] <= value <= limits[1]):
        line.setText(before)
        example = "31.1 mm" if measure is Measure.FOCAL else "0.45 m or 1′ 6″"
        session.tell(f"“{said}” is no such length; type e.g. {example}, or leave it blank.", "error")
        return
    package = session.project.package
    sets = list(package.lens_sets)
    sets[place] = msgspec.structs.replace(sets[place], **{field: value})
    what = "close focus" if field == "close_focus_m" else "image circle"
    write_package(session, what, msgspec.structs.replace(package, lens_sets=tuple(sets)))
