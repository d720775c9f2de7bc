"""Who makes the next take of a panel: generator, model, how firmly it holds, what is left out, its pace."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import msgspec
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from previz.errors import PrevizError
from previz.gen.controls import ADHERENCES
from previz.gen.request import Steer
from previz.scene import model
from previz.studio import generators
from previz.studio.generators import Standing
from previz.studio.looks import look_of, set_look
from previz.studio.outlook import Outlook, outlook
from previz.studio.reference_pictures import pictures_at_hand
from previz.ui import tokens
from previz.ui.aside import Aside
from previz.ui.controls import Choice, Segmented, StatusGlyph, ToolButton, push_button
from previz.ui.controls.labels import column, label, row
from previz.ui.session import Session

MAKERS = (
    ("sketch", "Draughtsman"),
    ("diffusers", "Model, this machine"),
    ("comfyui", "ComfyUI server"),
)
FIRST = ("", "The first that there is")
DRAWN = "sketch"


class Maker(QWidget):
    asking_wanted = Signal()
    """Somebody wants to see what the model gets."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shot_id: str | None = None
        self._asides = Aside("maker", self)
        self._standings: dict[str, Standing] = {}
        self.outlook = Outlook()
        self._told_of: tuple[model.Look, int] | None = None
        """The look that was foretold, with how many pictures of people it might follow."""
        self.generator = Choice("Made by", MAKERS)
        self.model = Choice("Model", (FIRST,))
        self.dial = Segmented(
            [one.title() for one in ADHERENCES], "How firmly the blocking holds", text_px=tokens.TEXT_CAP
        )
        self._own = label(tone="3", size="cap")
        self._pace = label(tone="3", size="cap")
        self._facts = row(self._own, None, self._pace)
        self._ask = ToolButton("arrows-clockwise", "Ask again what there is", self.ask_again)
        self._notes = _Notes()
        self.ask_page = push_button("Controls and words…", self.asking_wanted.emit)
        self._models = push_button("Models…", lambda: session.models_wanted.emit(self.look().model))
        self._source = label(tone="3", size="cap")
        self.use = push_button("Use for…", self._ask_use)
        menu = self._menu = QMenu(self)
        self.for_scene = menu.addAction("The whole scene", lambda: self._hand_up("scene"))
        self.for_film = menu.addAction("The whole film", lambda: self._hand_up(model.PROJECT_ID))
        self.as_rest = menu.addAction("Forget it: as the rest", self._as_the_rest)
        self._held = column(
            row(self.model, self._ask, gap=0),
            self.dial,
            self._facts,
            self._notes,
            row(self.ask_page, None, self._models),
            gap=6,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.generator)
        layout.addWidget(self._held)
        layout.addWidget(row(self._source, None, self.use))
        self.generator.chosen.connect(self._take_generator)
        self.model.chosen.connect(lambda value: self.set_look(model=value, controls={}))
        self.dial.chosen.connect(lambda place: self.set_look(adherence=ADHERENCES[place]))

    def close_panel(self) -> None:
        """The film ends. A server that is slow to answer is not waited for."""
        self._asides.close(wait=False)

    # ---------------------------------------------------------------------------------------- changing
    def look(self) -> model.Look:
        shot = self._shot()
        return look_of(self._session.document, shot)[0] if shot is not None else model.Look()

    def set_look(self, **changes: Any) -> None:
        """Change the look of the shot alone."""
        shot = self._shot()
        if shot is not None:
            look = msgspec.structs.replace(self.look(), **changes)
            self._session.attempt(lambda: set_look(self._session.document, shot.id, look))

    def _take_generator(self, name: str) -> None:
        self.set_look(generator=name, model="", controls={})

    def _ask_use(self) -> None:
        self._menu.popup(self.use.mapToGlobal(QPoint(0, self.use.height())))

    def _shot(self) -> model.Shot | None:
        return self._session.document.get(self._shot_id, model.Shot)

    def _hand_up(self, owner: str) -> None:
        """What this shot has of its own, for its whole scene or the film."""
        shot, document = self._shot(), self._session.document
        if shot is None or shot.look is None:
            return
        look = shot.look
        whole = owner == "scene"
        words = "Look of the scene" if whole else "Look of the film"
        with self._session.reporting(), self._session.edit(words) as edit:
            edit.update(shot.scene_id if whole else owner, look=look)
            edit.update(shot.id, look=None)
            if not whole and document.need(shot.scene_id, model.Scene).look is not None:
                edit.update(shot.scene_id, look=None)

    def _as_the_rest(self) -> None:
        shot = self._shot()
        if shot is not None:
            owner = shot.id if shot.look is not None else shot.scene_id
            self._session.attempt(lambda: set_look(self._session.document, owner, None))

    # ----------------------------------------------------------------------------------------- showing
    def show_shot(self, shot_id: str | None) -> None:
        self._shot_id = shot_id
        shot = self._shot()
        if shot is None:
            return
        look, source = look_of(self._session.document, shot)
        free = not self._session.read_only
        self._source.setText(f"of this {source}" if source == "shot" else f"from the {source}")
        self.use.setVisible(source != "project" and free)
        for action in (self.for_scene, self.for_film):
            action.setVisible(source == "shot")
        self.generator.set_value(look.generator)
        self._held.setVisible(look.generator != DRAWN)
        for part in (self.generator, self.model, self.dial):
            part.setEnabled(free)
        if look.generator == DRAWN:
            self._told_of, self.outlook = None, Outlook()
            return
        self.dial.set_current(ADHERENCES.index(look.adherence) if look.adherence in ADHERENCES else -1)
        self._show_models(look)
        self._show_pace(look)
        self._foretell(look)

    def _show_models(self, look: model.Look) -> None:
        names = self.outlook.models
        known = [FIRST, *((name, name) for name in names)]
        if look.model and look.model not in names:
            known.append((look.model, look.model))
        self.model.set_options(known)
        self.model.set_value(look.model)
        count = len(look.controls)
        self._own.setText(f"{count} control{'s' if count != 1 else ''} of your own" if count else "")

    def _show_pace(self, look: model.Look) -> None:
        pace = generators.pace_s(self._session.document, look.generator, look.model)
        self._pace.setText(f"≈ {_seconds(pace)} a frame" if pace else "")
        self._facts.setVisible(bool(pace or look.controls))
        self._pace.setToolTip("The median of this film's latest frames by this model")

    # ------------------------------------------------------------------------------------- foretelling
    @property
    def standing(self) -> Standing | None:
        """What the generator of the look has; None = it was not asked yet."""
        return self._standings.get(self.look().generator)

    def ask_again(self) -> None:
        """What the generators have now; a model may have come, or a server been started."""
        self._standings.clear()
        self._told_of = None
        self.show_shot(self._shot_id)

    def _foretell(self, look: model.Look) -> None:
        """Find out, aside, what the next frame would go without; once for each look."""
        shot, known = self._shot(), self._standings.get(look.generator)
        people = pictures_at_hand(self._session.document, shot) if shot is not None else 0
        if self._told_of == (look, people):
            return
        self._told_of = (look, people)
        self._ask.setEnabled(False)
        self._asides.ask("outlook", partial(foretold, look, known, people=people), self._know, self._trouble)

    def _know(self, found: tuple[Standing, Outlook]) -> None:
        standing, self.outlook = found
        self._standings[standing.name] = standing
        self._ask.setEnabled(True)
        self._show_models(self.look())
        self._notes.show_notes(self.outlook)
        self._models.setVisible(self.look().generator == "diffusers" or self.outlook.lacks_model)

    def _trouble(self, error: PrevizError) -> None:
        self._ask.setEnabled(True)
        self._notes.show_notes(Outlook(trouble=str(error)))


def foretold(
    look: model.Look, known: Standing | None, steers: Sequence[Steer] = (), people: int = 0
) -> tuple[Standing, Outlook]:
    """What the look's generator has, asked for where it is not known, and what that means for a frame."""
    standing = known or generators.standing(look.generator)
    return standing, outlook(look, standing, steers, people)


def _seconds(pace_s: float) -> str:
    return f"{pace_s:.1f} s" if pace_s < 10 else f"{pace_s:.0f} s"


class _Notes(QWidget):
    """A line for each thing that the next frame would go without, or why none would come."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(4)

    def show_notes(self, told: Outlook) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        lines = [("error", told.trouble)] if told.trouble else []
        lines += [("stale", f"Not used: {what}") for what in told.unused]
        self.lines = [words for _, words in lines]
        for sign, words in lines:
            line = QWidget()
            across = QHBoxLayout(line)
            across.setContentsMargins(0, 0, 0, 0)
            across.setSpacing(6)
            across.addWidget(StatusGlyph(sign), 0, Qt.AlignmentFlag.AlignTop)
            across.addWidget(label(words, "cap", "2", wrap=True), 1)
            self._rows.addWidget(line)
        self.setVisible(bool(lines))
