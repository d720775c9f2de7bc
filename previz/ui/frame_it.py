"""Frame it: ask for a frame in the trade's words and see it before it is taken.

Size × composition × angle × view for who is selected. A hand over a card shows that camera in the stage
view; a click takes it, as one step, and Shift and a click make a shot of its own of it. What a card says
is read back from the frame, not from the wish.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QHideEvent, QImage, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from previz.errors import CannotFrame, PrevizError
from previz.grammar.terms import SIZES, size_label
from previz.render.capture import Capturer
from previz.scene import model
from previz.scene.blocking import World
from previz.scene.model import CameraKey, Framing
from previz.scene.package import camera_state
from previz.studio import camera_hands, shot_book, tracks
from previz.studio.framer import Framed, Framer, cast_for
from previz.studio.shot_book import Flown
from previz.ui.actions import Action
from previz.ui.controls import Segmented, column, label
from previz.ui.frame_card import FURTHER, PICTURE_PX, FrameCard
from previz.ui.session import Session

HOVER_MS = 80
NO_ROOM = "no room behind the shoulder as the set stands."
FLIES, OTHER_LENS = "fly a wall for this shot", "change the lens"
NONE_FITS = "Select somebody else, or choose another side or lens."
CARD_PX = 130
"""A card is not made narrower; as many as fit lie beside each other."""
COMPOSITIONS = ("1S", "2S", "OTS-L", "OTS-R", "POV", "GROUP")
COMPOSITION_WORDS = ("Single", "Two-shot", "OTS left", "OTS right", "POV", "Group")
ANGLES = (None, "high", "low", "overhead")
ANGLE_WORDS = ("Neutral", "High", "Low", "Overhead")
VIEWS = (None, "front", "3/4", "profile", "back")
VIEW_WORDS = ("Any side", "Front", "Three-quarter", "Profile", "Back")

Preview = Callable[[CameraKey | None, Flown | None], None]
Find = Callable[[Framing], Framed]


@dataclass(frozen=True)
class _Drawn:
    """What the thread found for one card of one round."""

    round: int
    framed: Framed
    image: QImage | None = None
    mistake: Exception | None = None
    """Of the program's."""


@dataclass(frozen=True)
class _Asked:
    """All that the cards of a round depend on. A camera that is taken from one of them is not of it."""

    wishes: list[Framing]
    world: World
    lens: tuple[float, float]
    """Focal length in mm and T-stop."""
    shot: tuple[str | None, ...]
    flown: Flown
    project: model.Project


class FrameIt(QWidget):
    """The palette. ``preview`` shows a camera in the stage view without an edit, and the set without the
    walls that fly for it; None takes it away."""

    _drawn = Signal(object)

    def __init__(
        self, session: Session, preview: Preview | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._preview = preview or (lambda camera, flown: None)
        self._capturer = Capturer()
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="previz-frame-it")
        self._waiting: list[Future[None]] = []
        self._round = 0
        self._asked: _Asked | None = None
        self._framer: Framer | None = None
        """Of the cards as the set stands; None when there is nothing more to try."""
        self._open = 0
        """Cards that are still waited for."""
        self._previewing = False
        self._who = ""
        self._under: FrameCard | None = None
        self._columns = 0
        self._composition = Segmented(COMPOSITION_WORDS, "Composition")
        self._angle = Segmented(ANGLE_WORDS, "Angle")
        self._view = Segmented(VIEW_WORDS, "View")
        self._told = label(tone="2", wrap=True)
        self.cards = [FrameCard(size, size_label(size, session.project.size_names)) for size in SIZES]
        self._build()
        self._pause = self._timer(HOVER_MS, self._show_hovered)
        self._late = self._timer(0, self._offer)
        self._drawn.connect(self._keep)
        for signal in (
            session.changed,
            session.selection_changed,
            session.shot_changed,
            session.time_changed,
        ):
            signal.connect(self._again)

    def _timer(self, milliseconds: int, act: Callable[[], None]) -> QTimer:
        made = QTimer(self)
        made.setSingleShot(True)
        made.setInterval(milliseconds)
        made.timeout.connect(act)
        return made

    def _build(self) -> None:
        grid_body = QWidget()
        self._grid = grid = QGridLayout(grid_body)
        grid.setContentsMargins(8, 0, 8, 8)
        grid.setSpacing(4)
        for card in self.cards:
            card.hovered.connect(self._hover)
            card.taken.connect(self.take)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        grid.setRowStretch(len(self.cards), 1)
        scroll.setWidget(grid_body)
        for choice in (self._composition, self._angle, self._view):
            choice.chosen.connect(self._again)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(
            column(
                self._told, self._composition, self._angle, self._view, role="panel", margins=(12, 8, 12, 8)
            )
        )
        layout.addWidget(scroll, 1)
        self.resize(600, 520)
        self._lay()

    def _lay(self) -> None:
        """As many cards beside each other as can be read."""
        columns = max((self.width() - 16) // CARD_PX, 1)
        if columns != self._columns:
            self._columns = columns
            for number, card in enumerate(self.cards):
                self._grid.addWidget(card, number // columns, number % columns)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._lay()

    # ------------------------------------------------------------------------------------------ offering
    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._late.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        super().hideEvent(event)
        self._stop_preview()
        self._forget()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        self._forget()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._capturer.close()
        super().closeEvent(event)

    def _again(self, *_: object) -> None:
        if self.isVisible():
            self._late.start()

    def _forget(self) -> None:
        self._round += 1
        self._asked = None
        for future in self._waiting:
            future.cancel()
        self._waiting = []

    def _wishes(self, present: Sequence[str]) -> list[Framing]:
        """One for each card; ``present`` are ids of everybody in the scene."""
        composition = COMPOSITIONS[self._composition.current]
        chosen = [id for id in self._session.selection if id in present]
        shot = self._session.shot
        chosen = chosen or [id for id in (shot.framing.subjects if shot else ()) if id in present]
        who = cast_for(composition, chosen, present)
        angle, view = ANGLES[self._angle.current], VIEWS[self._view.current]
        return [
            Framing(subjects=who, size=size, composition=composition, angle=angle, view=view)
            for size in SIZES
        ]

    def _offer(self) -> None:
        """A new round of pictures, where anything that they show is other than before: those on their way are
        not waited for, the old ones stay until theirs comes."""
        session, shot, world = self._session, self._session.shot, self._session.world(flown={})
        if shot is None or world is None:
            self._show_none("Make a shot on a set first.")
            return
        lens = camera_hands.shot_key(session.document, shot.id, session.time_s) or shot_book.FIRST_CAMERA
        try:
            wishes = self._wishes([actor.id for actor in world.actors])
            asked = _Asked(
                wishes,
                replace(world, camera=None),
                (lens.focal_length_mm, lens.t_stop),
                (shot.id, shot.body_id, shot.lens_set_id, shot.frameline_id),
                shot.flown,
                session.project,
            )
            if asked == self._asked:
                return
            framer = Framer(session.project, shot, world, lens, session.studio.dressing.shelf)
        except PrevizError as error:
            self._show_none(str(error))
            return
        self._forget()
        self._asked = asked
        for card in self.cards:
            card.wait(self._aspect())
        self._who = f"{self._cast(wishes[0])}, {lens.focal_length_mm:g} mm"
        self._told.setText(self._who)
        self._framer = framer
        self._submit(framer, wishes, framer.find)

    def _show_none(self, reason: str) -> None:
        self._forget()
        for card in self.cards:
            card.clear(self._aspect())
        self._told.setText(reason)

    def _submit(self, framer: Framer, wishes: Sequence[Framing], find: Find) -> None:
        assert self._session.shot is not None
        self._open = len(wishes)
        self._waiting = [
            self._pool.submit(self._work, framer, self._session.shot, wish, find, self._round)
            for wish in wishes
        ]

    def _look_further(self) -> None:
        """A search is over. For a pair over the shoulder a wall flies, or the lens changes, where there is no
        room as the set stands: for all sizes when there is none, and for the one that the reverse has."""
        framer, shot = self._framer, self._session.shot
        refused = [card.framed.framing for card in self.cards if card.framed and not card.possible]
        none = len(refused) == len(self.cards)
        further: list[Framing] = []
        if framer is not None and shot is not None and refused and refused[0].composition.startswith("OTS"):
            wanted = shot_book.reverse_sizes(self._session.document, shot, refused[0])
            further = [wish for wish in refused if none or wish.size in wanted]
        self._framer = None
        for card in self.cards:
            if card.framed and not card.possible:
                card.show_framed(card.framed, None, further=card.framed.framing in further)
        if further and framer is not None:
            if none:
                self._told.setText(f"{self._who}: {NO_ROOM} {FURTHER}")
            self._submit(framer, further, framer.find_otherwise)
        else:
            self._tell_what_is_had()

    def _tell_what_is_had(self) -> None:
        """After the last search: that there is nothing, or what every frame needs other than asked."""
        assert self._asked is not None
        had = [card.framed for card in self.cards if card.framed and card.possible]
        if not had:
            self._told.setText(f"{self._who}: no size can be had so. {NONE_FITS}")
        elif all(one.otherwise for one in had):
            lenses_mm = {one.camera.focal_length_mm for one in had if one.camera}
            asked_mm = self._asked.lens[0]
            ways = [FLIES] * (asked_mm in lenses_mm) + [OTHER_LENS] * (lenses_mm != {asked_mm})
            self._told.setText(f"{self._who}: {NO_ROOM} These {', or '.join(ways)}.")

    def _cast(self, wish: Framing) -> str:
        """ "Maya, past Tom": whom the frame is about, and whose shoulder or eyes it takes."""
        document, who = self._session.document, wish.subjects
        link = {"OTS-L": "past", "OTS-R": "past", "POV": "as seen by"}.get(wish.composition)
        if link is None or len(who) < 2:
            return tracks.told(document, who)
        return f"{tracks.told(document, who[:1])}, {link} {tracks.told(document, who[1:])}"

    def _aspect(self) -> float:
        """Of the frameline that the shot is framed for."""
        shot, lines = self._session.shot, self._session.project.package.framelines
        wanted = next((one for one in lines if shot is not None and one.id == shot.frameline_id), None)
        return (wanted or lines[0]).aspect if lines else 16 / 9

    def _work(self, framer: Framer, shot: model.Shot, wish: Framing, find: Find, round_: int) -> None:
        """In the thread: solve, then look."""
        if round_ != self._round:
            return
        try:
            framed = find(wish)
            image = self._picture(framer, shot, framed) if framed.camera is not None else None
            drawn = _Drawn(round_, framed, image)
        except PrevizError as error:
            drawn = _Drawn(round_, Framed(wish, None, reason=str(error)))
        except Exception as error:  # no card is to wait for ever; `_keep` raises it
            reason = f"This frame could not be worked out ({type(error).__name__})."
            drawn = _Drawn(round_, Framed(wish, None, reason=reason), mistake=error)
        self._drawn.emit(drawn)

    def _picture(self, framer: Framer, shot: model.Shot, framed: Framed) -> QImage:
        assert framed.camera is not None
        state = camera_state(self._session.project, shot, framed.camera)
        size = (2 * PICTURE_PX, max(2, round(2 * PICTURE_PX / state.view.aspect)))
        beauty = self._capturer.capture(framer.draws(framed), state, size, passes=("beauty",)).beauty
        pixels = np.ascontiguousarray(beauty)
        height, width, _ = pixels.shape
        return QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()

    def _keep(self, drawn: _Drawn) -> None:
        if drawn.round != self._round:
            return
        for card in self.cards:
            if card.size_wanted == drawn.framed.framing.size:
                over = drawn.framed.framing.composition.startswith("OTS")
                card.show_framed(drawn.framed, drawn.image, further=over and self._framer is not None)
        self._open -= 1
        if not self._open:
            self._look_further()
        if drawn.mistake is not None:
            raise drawn.mistake

    # ------------------------------------------------------------------------------------------- taking
    def _hover(self, card: FrameCard | None) -> None:
        self._under = card
        if card is None:
            self._pause.stop()
            self._stop_preview()
        else:
            self._pause.start()

    def _show_hovered(self) -> None:
        framed = self._under.framed if self._under is not None else None
        if framed is not None and framed.camera is not None:
            self._previewing = True
            self._preview(framed.camera, framed.flown)

    def _stop_preview(self) -> None:
        if self._previewing:
            self._previewing = False
            self._preview(None, None)

    def take(self, card: FrameCard, apart: bool = False) -> None:
        """Make the card's camera that of the shot, with the wish beside it, as one step; with ``apart`` that
        of a new shot behind it."""
        session, shot, framed = self._session, self._session.shot, card.framed
        if shot is None or framed is None or framed.camera is None:
            return
        self._stop_preview()
        camera = framed.camera
        if apart:
            made = session.attempt(
                lambda: shot_book.framed_shot(
                    session.document, shot.id, framed.framing, camera, f"New shot {framed.told}", framed.flown
                )
            )
            if made is not None:
                session.look_at(made)
            return
        moved = len(camera_hands.camera_keys(session.document, shot.id)) > 1
        session.attempt(
            lambda: shot_book.frame(
                session.document,
                shot.id,
                framed.framing,
                camera,
                f"Frame {framed.told}",
                framed.flown,
            )
        )
        told = []
        if moved and len(camera_hands.camera_keys(session.document, shot.id)) == 1:
            told.append("The camera stands now: the frame took the place of its move.")
        flown = session.document.need(shot.id, model.Shot).flown
        if any(set(names) - set(flown.get(id, ())) for id, names in shot.flown.items()):
            told.append("A wall that was flown stands again: this frame does not need it away.")
        if told:
            session.tell(" ".join(told), "fact", "Undo", session.undo)

    def choose(self, composition: str = "1S", angle: str | None = None, view: str | None = None) -> None:
        """Set the three rows, as clicks on them would."""
        if composition not in COMPOSITIONS or angle not in ANGLES or view not in VIEWS:
            raise CannotFrame(f"Frame it offers no {composition} {angle or ''} {view or ''}".rstrip() + ".")
        self._composition.set_current(COMPOSITIONS.index(composition))
        self._angle.set_current(ANGLES.index(angle))
        self._view.set_current(VIEWS.index(view))
        self._again()

    def actions(self) -> list[Action]:
        return []
