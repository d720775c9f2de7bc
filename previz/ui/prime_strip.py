"""The lenses of the shot's set as buttons: a click or `[` `]` puts one on the camera."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAccessible, QContextMenuEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QWidget,
)

from previz.errors import BadProject, PrevizError
from previz.scene import model
from previz.scene.model import CameraKey
from previz.scene.package import camera_state, lengths_mm
from previz.studio import camera_hands
from previz.studio.principal import principal_m
from previz.ui.actions import Action
from previz.ui.controls import Toggle, ToolButton, label
from previz.ui.session import Session

SAME_MM = 0.05
LENS_PX, NARROW_LENS_PX, MARGIN_PX = 40, 32, 12


MENU = ("lens.shorter", "lens.longer", "-", "lens.match", "-", "lens.package")
"""Of the right button on the lenses."""


class PrimeStrip(QWidget):
    accessible_role = QAccessible.Role.PageTabList

    menu_wanted = Signal(QPoint)
    """Somebody asks what can be done with the lenses, at this place of the screen."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._buttons: dict[float, QPushButton] = {}
        self._shown: tuple[str, tuple[float, ...]] = ("", ())
        self.setFixedHeight(40)
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._series = label(weight="medium")
        self.short = label(tone="stale", size="cap")
        self._row = QWidget()
        self._lenses = QHBoxLayout(self._row)
        self._lenses.setContentsMargins(0, 0, 0, 0)
        self._lenses.setSpacing(2)
        self._group = QButtonGroup(self)
        self._match = Toggle("Match framing")
        self._match.setToolTip("Move the camera so that the subject keeps its size on another lens")
        self._scroll = scroll = QScrollArea()
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._row)
        scroll.setMinimumWidth(120)
        scroll.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        scroll.setFixedHeight(32)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(MARGIN_PX, 0, MARGIN_PX, 0)
        layout.setSpacing(MARGIN_PX)
        layout.addWidget(self._series)
        layout.addWidget(self.short)
        self.more = ToolButton("caret-double-right", "All lenses of the set", self._show_all)
        layout.addWidget(scroll, 1)
        layout.addWidget(self.more)
        layout.addWidget(self._match)
        for signal in (session.changed, session.shot_changed, session.time_changed):
            signal.connect(self._refresh)
        self._refresh()

    # ------------------------------------------------------------------------------------------ showing
    @property
    def matching(self) -> bool:
        """Whether another lens keeps the framing."""
        return bool(self._match.isChecked())

    def _lens_set(self) -> model.LensSet | None:
        shot, sets = self._session.shot, self._session.project.package.lens_sets
        if shot is None or not sets:
            return None
        return next((one for one in sets if one.id == shot.lens_set_id), sets[0])

    def _refresh(self, *_: object) -> None:
        lenses = self._lens_set()
        offered = tuple(lengths_mm(lenses)) if lenses else ()
        name = f"{lenses.maker} {lenses.series}" if lenses else self._why_none()
        if (name, offered) != self._shown:
            self._shown = (name, offered)
            self._offer(name, offered)
        key = self._key()
        for mm, button in self._buttons.items():
            button.setChecked(key is not None and abs(key.focal_length_mm - mm) < SAME_MM)
            button.setEnabled(key is not None and not self._session.read_only)
        self._show_short(key)
        self._show_taken()

    def _why_none(self) -> str:
        shot = self._session.shot
        return "No shot is looked at" if shot is None else "No lenses in the camera package"

    def _show_short(self, key: CameraKey | None) -> None:
        """Say of lenses that do not cover the sensor by how much."""
        shot, words = self._session.shot, ""
        if shot is not None and key is not None:
            with suppress(BadProject):
                words = camera_state(self._session.project, shot, key).uncovered
        self.short.setText(words)
        self.short.setVisible(bool(words))
        self.short.setToolTip(
            "Their image circle does not reach the corners of the picture." if words else ""
        )

    def _offer(self, name: str, offered: tuple[float, ...]) -> None:
        self._series.setText(name)
        for button in self._buttons.values():
            self._group.removeButton(button)
            button.deleteLater()
        self._buttons = {}
        while self._lenses.count():
            self._lenses.takeAt(0)
        for mm in offered:
            button = QPushButton(f"{mm:g}")
            button.setProperty("kind", "lens")
            button.setCheckable(True)
            button.setFixedSize(LENS_PX, 28)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(f"{mm:g} millimetres")
            button.setToolTip(f"{mm:g} mm")
            button.clicked.connect(self._taker(mm))
            self._group.addButton(button)
            self._lenses.addWidget(button)
            self._buttons[mm] = button
        self._lenses.addStretch(1)
        self._fit()

    def _fit(self) -> None:
        """Where there is little room the name of the set goes first, then buttons get narrower."""
        count = len(self._buttons)
        full = count * (LENS_PX + self._lenses.spacing()) + self._match.sizeHint().width() + 3 * MARGIN_PX
        named = full + self._series.sizeHint().width() + MARGIN_PX
        self._series.setVisible(self.width() >= named or not count)
        wide = LENS_PX if self.width() >= full else NARROW_LENS_PX
        for button in self._buttons.values():
            button.setFixedWidth(wide)
        room = self.width() - self._match.sizeHint().width() - 3 * MARGIN_PX
        self.more.setVisible(count * (wide + self._lenses.spacing()) > room)
        self._show_taken()

    def menu(self) -> QMenu:
        """All lenses of the set: some have no room in the strip."""
        made, key = QMenu(self), self._key()
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for mm, button in self._buttons.items():
            row = made.addAction(f"{mm:g} mm", self._taker(mm))
            row.setCheckable(True)
            row.setChecked(key is not None and abs(key.focal_length_mm - mm) < SAME_MM)
            row.setEnabled(button.isEnabled())
        return made

    def _show_all(self) -> None:
        self.menu().popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def _show_taken(self) -> None:
        """The lens on the camera comes into view."""
        taken = self._group.checkedButton()
        if taken is not None:
            self._lenses.activate()
            self._scroll.ensureWidgetVisible(taken, NARROW_LENS_PX, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Along the lenses, when there are more than are seen."""
        turned = event.angleDelta().y() or event.angleDelta().x()
        along = self._scroll.horizontalScrollBar()
        along.setValue(along.value() - round(turned / 120 * LENS_PX))
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        self.menu_wanted.emit(event.globalPos())

    def _taker(self, mm: float) -> Callable[[], None]:
        return lambda: self.take(mm)

    def _key(self) -> CameraKey | None:
        shot = self._session.shot
        return camera_hands.shot_key(self._session.document, shot.id, self._session.time_s) if shot else None

    # ----------------------------------------------------------------------------------------- changing
    def take(self, mm: float) -> None:
        """Put a lens on the shot's camera, as one step; the framing stays when that is asked for."""
        session, shot, key = self._session, self._session.shot, self._key()
        if shot is None or key is None or session.read_only:
            return
        try:
            changed = self._matched(key, mm) if self.matching else camera_hands.zoom(key, mm)
            camera_hands.set_camera(session.document, shot.id, changed, session.time_s, f"Lens {mm:g} mm")
        except PrevizError as error:
            session.tell(str(error), "warning")
        self._refresh()

    def _matched(self, key: CameraKey, mm: float) -> CameraKey:
        shot = self._session.shot
        assert shot is not None
        point = principal_m(self._session.document, shot.id, self._session.time_s)
        if point is None:
            raise BadProject("There is nobody to keep the framing on; name a subject or turn matching off.")
        return camera_hands.match_framing(key, mm, point)

    def step(self, by: int) -> None:
        """The next longer or shorter lens."""
        key = self._key()
        if key is None or not self._buttons:
            return
        offered = list(self._buttons)
        longer = [mm for mm in offered if math.log(mm / key.focal_length_mm) > 1e-3]
        shorter = [mm for mm in offered if math.log(mm / key.focal_length_mm) < -1e-3]
        if by > 0 and longer:
            self.take(longer[0])
        elif by < 0 and shorter:
            self.take(shorter[-1])
        else:
            word = "longest" if by > 0 else "shortest"
            self._session.tell(f"{key.focal_length_mm:g} mm is the {word} lens of the set.")

    def actions(self) -> list[Action]:
        able = lambda: self._key() is not None and not self._session.read_only  # noqa: E731
        why = "Give the shot a camera first."
        return [
            Action("lens.shorter", "Shorter lens", "[", lambda: self.step(-1), "Stage", able, why,
                   hint="Lens"),
            Action("lens.longer", "Longer lens", "]", lambda: self.step(1), "Stage", able, why),
            Action(
                "lens.match", "Match framing", "", self._match.click, "Stage", checked=lambda: self.matching,
                words="keep size while the lens changes",
            ),
            Action("lens.package", "Bodies and lenses…", "",
                   lambda: self._session.settings_wanted.emit("Camera"), "Stage", icon="gear",
                   words="camera package add lens set"),
        ]  # fmt: skip
