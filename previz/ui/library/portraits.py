"""Small pictures for the library, drawn in a thread when somebody looks, and kept."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_path
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from previz.cast import PEOPLE
from previz.errors import PrevizError
from previz.render.capture import Capturer
from previz.render.portrait import people_portrait
from previz.render.thumbnail import Thumbnails, cut_out
from previz.scene import model
from previz.scene.blocking import FIRST_ACTOR_ID, Actor
from previz.scene.model import Body, Pose
from previz.studio.scenery import starter_set, world_of
from previz.ui.library.shelf import Offer
from previz.ui.pictures import image_of
from previz.ui.session import Session

SIDE_PX = 160
SET_PX = (320, 134)
BUST_SHARE = 0.52
"""How much of a standing figure is seen on its card."""
OPAQUE = 250
Drawer = Callable[[], NDArray[np.uint8]]


class Portraits(QObject):
    ready = Signal()
    """Another picture has come."""
    _came = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None, folder: Path | None = None) -> None:
        super().__init__(parent)
        self._document, self._poses = session.document, session.poses
        self._capturer = Capturer()
        place = folder if folder is not None else user_cache_path("previz") / "thumbnails"
        self._thumbnails = Thumbnails(self._capturer, place)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="previz-library")
        self._kept: dict[object, QImage] = {}
        self._asked: dict[object, Future[QImage]] = {}
        self._came.connect(self._keep)

    def image(self, offer: Offer) -> QImage | None:
        """The picture; None until it is drawn. What cannot be drawn is a null image."""
        key, draw = self._how(offer)
        if key in self._kept:
            return self._kept[key]
        if key not in self._asked:
            future = self._pool.submit(_drawn, draw)
            self._asked[key] = future
            future.add_done_callback(lambda over: self._came.emit((key, over)))
        return None

    def forget_waiting(self) -> None:
        """Another shelf is looked at: what was asked for and is not begun need not be drawn."""
        for key, future in list(self._asked.items()):
            if future.cancel():
                self._asked.pop(key, None)

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._capturer.close()

    def _keep(self, came: tuple[object, Future[QImage]]) -> None:
        key, future = came
        self._asked.pop(key, None)
        if not future.cancelled():
            self._kept[key] = future.result()
            self.ready.emit()

    # ---------------------------------------------------------------------------------- how it is drawn
    def _how(self, offer: Offer) -> tuple[object, Drawer]:
        if offer.kind == "piece":
            return offer, lambda: self._thumbnails.piece(offer.key, size_px=(SIDE_PX, SIDE_PX))
        if offer.kind == "set":
            return offer, lambda: self._set(offer.key)
        if offer.kind == "person":
            character = self._document.get(offer.key, model.Character)
            body = character.body if character is not None else PEOPLE[offer.key]
            return ("person", body), lambda: _bust(self._person(body, Pose(), 2 * SIDE_PX))
        pose = self._poses.at(offer.key).pose
        return ("pose", offer.key, msgspec.json.encode(pose)), lambda: self._person(PEOPLE["man"], pose)

    def _person(self, body: Body, pose: Pose, side_px: int = SIDE_PX) -> NDArray[np.uint8]:
        actor = Actor(
            id="portrait",
            name="",
            body=body,
            pose=pose,
            position_m=(0.0, 0.0, 0.0),
            heading_deg=0.0,
            object_id=FIRST_ACTOR_ID,
        )
        return cut_out(self._capturer, *people_portrait([actor]), (side_px, side_px))

    def _set(self, key: str) -> NDArray[np.uint8]:
        world = world_of(starter_set(key))
        return self._capturer.capture(world, None, SET_PX, passes=("beauty",), supersample=2).beauty


def _bust(figure: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The part of a standing figure (h, w, 4) by which people are told apart: a square from above the head
    to below the waist.
    """
    rows, columns = np.nonzero(figure[..., 3] > OPAQUE)
    tall = int(rows.max() - rows.min())
    side = max(8, round(tall * BUST_SHARE))
    top = max(0, int(rows.min()) - side // 14)
    head = columns[rows < rows.min() + tall // 8]
    left = min(max(0, round(float(head.mean())) - side // 2), figure.shape[1] - side)
    return np.ascontiguousarray(figure[top : top + side, left : left + side])


def _drawn(draw: Drawer) -> QImage:
    try:
        return image_of(draw())
    except PrevizError:
        return QImage()
