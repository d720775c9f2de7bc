"""Which sheets are shown for what is selected."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from previz.errors import PrevizError
from previz.scene import model
from previz.ui.actions import Action
from previz.ui.controls import EmptyState, Section, Segmented, label, row
from previz.ui.inspector.camera_sheet import CameraSheet
from previz.ui.inspector.film_sheet import FilmSheet
from previz.ui.inspector.item_sheet import ItemSheet
from previz.ui.inspector.light_sheet import LightSheet, lamps
from previz.ui.inspector.model_sheet import ModelSheet
from previz.ui.inspector.person_sheet import PersonSheet
from previz.ui.inspector.sheet import Sheet
from previz.ui.inspector.shot_sheet import SceneSheet, ShotSheet
from previz.ui.inspector.underlay_sheet import UnderlaySheet
from previz.ui.panels import put_in_order
from previz.ui.session import Scope, Session

_SCOPES: tuple[Scope, ...] = ("scene", "shot")


class Inspector(QWidget):
    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._sheets: list[Sheet] = []
        self._heads: list[tuple[Section, list[str], str]] = []
        self._subject: tuple[object, ...] = ("nothing yet",)
        self.setMinimumWidth(220)
        self._scroll = QScrollArea()
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scope = Segmented(("Whole scene", "This shot"), "Moves of people count for")
        self._scope.setToolTip("Whose blocking a move changes: every shot of the scene, or this shot alone")
        self._scope.chosen.connect(lambda index: session.set_scope(_SCOPES[index]))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(row(label("Moves count for", tone="3", size="cap"), None, self._scope, role="panel",
                             margins=(12, 4, 12, 4)))  # fmt: skip
        layout.addWidget(self._scroll, 1)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(0)
        self._late.timeout.connect(self._show)
        for signal in (session.changed, session.selection_changed, session.shot_changed, session.time_changed,
                       session.scope_changed):  # fmt: skip
            signal.connect(lambda *_: self._late.start())
        self._show()

    @property
    def sheets(self) -> list[Sheet]:
        """What is shown, from the top."""
        return self._sheets

    def actions(self) -> list[Action]:
        return [
            Action("scope.scene", "Moves count for the whole scene", "",
                   lambda: self._session.set_scope("scene"), "Stage",
                   checked=lambda: self._session.scope == "scene"),
            Action("scope.shot", "Moves count for this shot alone", "",
                   lambda: self._session.set_scope("shot"), "Stage",
                   checked=lambda: self._session.scope == "shot"),
        ]  # fmt: skip

    def _show(self) -> None:
        self._scope.set_current(_SCOPES.index(self._session.scope))
        subject = self._kinds()
        if subject == self._subject:
            for sheet in self._sheets:
                sheet.refresh()
            for head, ids, many in self._heads:
                head.set_title(_headed(self._names(ids), many))
            return
        self._subject = subject
        body = self._build()
        self._scroll.takeWidget()
        self._scroll.setWidget(body)
        put_in_order([body], self._scope)

    def _kinds(self) -> tuple[object, ...]:
        """What decides which rows there are; while it stays the same they are only read again."""
        document, shot = self._session.document, self._session.shot
        things = [(id, getattr(document.get(id, model.Item), "piece", "")) for id in self._session.selection]
        package = self._session.project.package
        lights = tuple((item.id, item.name) for item in lamps(self._session))
        under = self._session.stage is not None and self._session.stage.underlay is not None
        return (*things, shot.id if shot else None, package, lights, under)

    def _build(self) -> QWidget:
        document, session = self._session.document, self._session
        people = [id for id in session.selection if document.get(id, model.Character) is not None]
        items = [id for id in session.selection if document.get(id, model.Item) is not None]
        self._sheets, self._heads = [], []
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(8, 0, 0, 0)
        layout.setSpacing(0)
        layout.setAlignment(Qt.AlignmentFlag.AlignTop)

        def put(title: str, sheet: Sheet, open_: bool = True) -> Section:
            self._sheets.append(sheet)
            section = Section(title, sheet, open_)
            layout.addWidget(section)
            return section

        def put_named(ids: list[str], many: str, sheet: Sheet) -> None:
            self._heads.append((put(_headed(self._names(ids), many), sheet), ids, many))

        if people:
            put_named(people, "people", PersonSheet(session, people))
        if len(people) == 1:
            put("For models", ModelSheet(session, people[0]), False)
        if items:
            try:
                put_named(items, "things", ItemSheet(session, items))
            except PrevizError as error:
                layout.addWidget(EmptyState("warning", "This piece is lost", str(error)))
        if session.shot is not None:
            chosen = people or items
            put("Camera", CameraSheet(session), not chosen)
            put("Shot", ShotSheet(session), not chosen)
            put("Light", LightSheet(session), False)
            put("Scene", SceneSheet(session), False)
            if session.stage is not None and session.stage.underlay is not None:
                put("Picture under the plan", UnderlaySheet(session), False)
        elif not people and not items:
            layout.addWidget(EmptyState("video-camera", "No shot yet", "Make a shot to see its camera here."))
        put("Film", FilmSheet(session), False)
        layout.addStretch(1)
        return body

    def _names(self, ids: list[str]) -> list[str]:
        return [str(getattr(self._session.document[id], "name", id)) for id in ids]


def _headed(names: list[str], many: str) -> str:
    return names[0] if len(names) == 1 else f"{len(names)} {many}"
