"""What the take in front kept of the blocking: a score, what drifted, and a heat map over it."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from previz.errors import PrevizError
from previz.gen.fidelity import Receipt
from previz.scene import model
from previz.studio.receipts import heated
from previz.ui.aside import Aside
from previz.ui.boards.large_picture import LargePicture, Thumbnail
from previz.ui.controls import StatusGlyph, Toggle
from previz.ui.controls.labels import label, row
from previz.ui.pictures import image_of
from previz.ui.session import Session

STILL_MS = 600
"""The stage is compared again so long after its last change."""
HEAT_WORDS = "Outlines that are kept are green, lost ones red; the rest is the take in grey."


class ReceiptPanel(QWidget):
    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._take: model.Take | None = None
        self._aside = Aside("receipt", self)
        self._late = QTimer(self, interval=STILL_MS, singleShot=True)
        self._late.timeout.connect(self._compare)
        session.staged.connect(self._stage_changed)
        self._sign = StatusGlyph("approved", 14)
        self.score = label(weight="strong")
        self._when = label(tone="3", size="cap")
        self.told = label(tone="2", wrap=True)
        self.heat = Toggle("Heat map")
        self.heat.setToolTip(HEAT_WORDS)
        self.heat.toggled.connect(self._toggled)
        self.picture = Thumbnail("Heat map of the take")
        self.picture.clicked.connect(self._enlarge)
        self.picture.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(row(self._sign, self.score, self._when, None, self.heat, gap=6))
        layout.addWidget(self.told)
        layout.addWidget(self.picture)

    def close_panel(self) -> None:
        self._late.stop()
        self._aside.close()

    def show_take(self, take: model.Take | None) -> None:
        """As it was judged when it was made; the heat map is against the shot as it is now."""
        if take == self._take and take is not None:
            return
        self._take = take
        self._begin()

    def _begin(self) -> None:
        """What was judged when the take was made; with the heat map on, what the shot of now says of it."""
        take = self._take
        self._late.stop()
        self._aside.forget("heat")
        self.picture.set_image(QImage())
        self.picture.hide()
        if take is None:
            return
        if take.fidelity is not None:
            self._say(take.fidelity.score, take.fidelity.reasons)
        else:
            self._sign.hide()
            self._when.clear()
            self.score.setText("Not judged")
            self.told.setText(_unjudged(take))
        if self.heat.isChecked():
            self._compare()

    def _stage_changed(self, *_: object) -> None:
        """A heat map of the stage before is none any more."""
        if self._take is not None and self.heat.isChecked():
            self._late.start()
        elif not self.picture.image.isNull():
            self._begin()

    def _say(self, score: float, reasons: tuple[str, ...], now: bool = False) -> None:
        self._sign.show()
        self._sign.set_status("stale" if reasons else "approved")
        self.score.setText(f"{score:.0f} of 100")
        self._when.setText("by the shot of now" if now else "when it was made")
        self.told.setText("\n".join(_sentence(one) for one in reasons) or "The blocking is kept.")

    def _toggled(self, on: bool) -> None:
        self.picture.setVisible(on and not self.picture.image.isNull())
        if on and self.picture.image.isNull():
            self._compare()

    def _compare(self) -> None:
        session, take = self._session, self._take
        panel = session.document.get(take.panel_id, model.Panel) if take is not None else None
        if take is None or panel is None:
            return
        self.told.setText("Comparing it with the shot…")
        work = partial(heated, session.studio.snapshot().shooting, session.studio.store, panel, take)
        self._aside.ask("heat", work, self._came, self._failed)

    def _came(self, found: tuple[Receipt, NDArray[np.uint8]]) -> None:
        receipt, pixels = found
        self._say(receipt.score, receipt.reasons, now=True)
        self.picture.set_image(image_of(pixels))
        self.picture.setVisible(self.heat.isChecked())

    def _failed(self, error: PrevizError) -> None:
        self.told.setText(str(error))

    def _enlarge(self) -> None:
        if self._take is not None:
            page = LargePicture(
                self.window(),
                [(f"Take {self._take.number}, what it kept", self.picture.image)],
                0,
                HEAT_WORDS,
            )
            page.start()


def _unjudged(take: model.Take) -> str:
    if take.imported:
        return "A picture from a file is not judged by itself. The heat map compares it with the shot of now."
    return "A drawing follows the blocking by itself. The heat map judges it all the same."


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
