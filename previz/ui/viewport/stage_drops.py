"""The stage view as a place to drop people, pieces, poses and sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent

from previz.kit.model_file import KINDS
from previz.scene.model import Vec3
from previz.scene.transform import to_vec3
from previz.ui.loads import files_of, load_of, take_copy
from previz.ui.viewport.drops import Dropping, previewed

if TYPE_CHECKING:
    from previz.ui.viewport.stage_view import StageView


class StageDrops(QObject):
    def __init__(self, view: StageView) -> None:
        super().__init__(view)
        self._view = view
        self._dropping: Dropping | None = None
        self._set = ""
        """Key of a set that is being dragged: it comes as a whole, wherever it is let go."""
        self._file = ""
        """Path of a 3D model that is being dragged in from outside."""
        view.installEventFilter(self)

    @property
    def busy(self) -> bool:
        return self._dropping is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QDragEnterEvent):
            self._enter(event)
        elif isinstance(event, QDragMoveEvent):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.setAccepted(self._over(event.position()))
        elif event.type() == QEvent.Type.DragLeave:
            self._end()
        elif isinstance(event, QDropEvent):
            self._let_go(event)
        else:
            return False
        return True

    def _enter(self, event: QDragEnterEvent) -> None:
        view = self._view
        self._file = "" if view.session.read_only or view.session.stage is None else _model_of(event)
        if self._file:
            take_copy(event)
            return
        load, world = load_of(event.mimeData()), view.session.world()
        self._set = load.key if load is not None and load.kind == "set" else ""
        if load is None or (world is None and not self._set) or view.session.read_only:
            event.ignore()
            return
        self._dropping = Dropping(view.session, load, world) if world is not None and not self._set else None
        take_copy(event)

    def _over(self, at: QPointF) -> bool:
        """Show it there; False where it cannot be let go."""
        view, dropping = self._view, self._dropping
        if dropping is None:
            return bool(self._set or self._file)
        seen = view.seeing.sighting_at(at)
        if seen is None:
            return False
        id = view.seeing.id_at(at) if dropping.load.kind == "pose" else None
        view.showing.ghost = previewed(dropping, seen[1], at, id)
        view.moved()
        return view.showing.ghost is not None

    def _let_go(self, event: QDropEvent) -> None:
        fits, dropping, key = self._over(event.position()), self._dropping, self._set
        file = self._file
        self._end()
        event.setAccepted(fits)
        if fits and file:
            self._view.model_dropped.emit(file, self._point_at(event.position()))
        elif fits and key:
            self._view.session.build_set(key)
        elif fits and dropping is not None:
            dropping.let_go()
            self._view.setFocus(Qt.FocusReason.MouseFocusReason)

    def _end(self) -> None:
        self._dropping = self._view.showing.ghost = None
        self._set = self._file = ""
        self._view.moved()

    def _point_at(self, at: QPointF) -> Vec3 | None:
        """The point of the set under a pixel; None where there is none."""
        seen, rest = self._view.seeing.sighting_at(at), self._view.seeing.rest([])
        found = rest.under(*seen[1].ray(at)) if seen is not None and rest is not None else None
        return to_vec3(found[0]) if found is not None else None


def _model_of(event: QDragEnterEvent) -> str:
    """The path of a 3D model that is dragged in from outside; "" for anything else."""
    files = files_of(event)
    fits = len(files) == 1 and files[0].suffix.lower().lstrip(".") in KINDS
    return str(files[0]) if fits else ""
