"""Beside the pages: the shots of the scene, what nothing covers, who is in it, and what it needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPixmap, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from previz.cast import PEOPLE
from previz.export.rows import ShotRow
from previz.scene import model
from previz.scene.document import Document
from previz.script import covering
from previz.script.breakdown import CATEGORIES, break_down
from previz.studio import casting, wording
from previz.studio.coverage import Key, Proposed, accept
from previz.studio.newcomers import newcomers, standing, told
from previz.ui.controls import push_button
from previz.ui.controls.buttons import set_words
from previz.ui.controls.labels import OneLine, column, label, row, rule, set_role
from previz.ui.desk import Desk
from previz.ui.rooms.proposals import Offer, Picture, ProposalLine, following, listed

WIDTH = 320
STILL_PX = (84, 36)
MOST_GAPS = 6


class _ShotLine(QWidget):
    """One shot: its number, what the frame is, its first words."""

    pressed = Signal(str)

    def __init__(self, shot: ShotRow, words: str, chosen: bool, ink: QColor, still: QImage | None) -> None:
        super().__init__()
        self._id = shot.id
        set_role(self, "chosen" if chosen else "panel")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        what = " · ".join(filter(None, (shot.size, "" if shot.composition == "1S" else shot.composition)))
        first = row(label(shot.number, "base", weight="strong"), label(what, tone="2"), None, gap=8)
        below = OneLine(words)
        below.setProperty("scale", "cap")
        below.setProperty("tone", "3")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 4, 8, 4)
        layout.setSpacing(8)
        layout.addWidget(_bar(ink))
        layout.addWidget(_picture(still))
        layout.addWidget(column(first, below, gap=1), 1)
        self.setAccessibleName(f"Shot {shot.number}, {words}")

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self.pressed.emit(self._id)


def _bar(ink: QColor) -> QWidget:
    """The line of the shot on the pages."""
    bar = QLabel()
    bar.setFixedWidth(3)
    bar.setStyleSheet(f"QLabel {{ background: {ink.lighter(150).name()}; border-radius: 1px; }}")
    return bar


def _picture(still: QImage | None) -> QWidget:
    picture = QLabel()
    picture.setFixedSize(*STILL_PX)
    picture.setStyleSheet("QLabel { background: #0B0B0B; }")
    if still is not None:
        ratio = picture.devicePixelRatioF()
        smooth = Qt.TransformationMode.SmoothTransformation
        scaled = still.scaledToWidth(round(STILL_PX[0] * ratio), smooth)
        scaled.setDevicePixelRatio(ratio)
        picture.setPixmap(QPixmap.fromImage(scaled))
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return picture


class ScriptSide(QScrollArea):
    """Rebuilt when the scene or its shots change; it holds no state but the proposals of one scene."""

    shot_pressed = Signal(str)
    gap_pressed = Signal(str, int, int)
    other_side_asked = Signal(bool)
    """Propose anew: across the line, or on the side of the shots so far."""
    looked = Signal()
    """Another proposal is looked through, or none, or it has changed."""

    def __init__(self, desk: Desk, ink_of: Callable[[str], QColor]) -> None:
        super().__init__()
        self._desk, self._session, self._ink_of = desk, desk.session, ink_of
        self._scene_id: str | None = None
        self._rows: Sequence[ShotRow] = ()
        self._offers: dict[str, Offer] = {}
        self._boxes: list[tuple[QCheckBox, Proposed]] = []
        self._looked: Key | None = None
        self.setFixedWidth(WIDTH)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def _document(self) -> Document:
        return self._session.document

    def show_scene(self, scene_id: str | None, rows: Sequence[ShotRow]) -> None:
        other = scene_id != self._scene_id
        self._scene_id, self._rows = scene_id, [one for one in rows if one.scene_id == scene_id]
        if self._looked is not None and (other or self.looked_through is None):
            self._looked = None
            self.looked.emit()
        self._fill()

    def show_proposals(
        self,
        scene_id: str,
        proposals: Sequence[Proposed],
        across: bool = False,
        pictures: Mapping[Key, Picture] | None = None,
    ) -> None:
        scene = self._document.get(scene_id, model.Scene)
        stage_id = scene.stage_id if scene is not None else None
        self._offers[scene_id] = Offer(list(proposals), scene_id, stage_id, across, dict(pictures or {}))
        self.look_through(None)

    def decline(self) -> None:
        """Let the proposals of the scene go."""
        self._offer.let_go(self.proposed)
        self.look_through(None)

    # -------------------------------------------------------------------------------------------- parts
    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._fill()

    def _fill(self) -> None:
        """Nothing while nobody sees it: every edit of every room comes by here."""
        if not self.isVisible():
            return
        inside = QWidget()
        set_role(inside, "panel")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(12, 10, 12, 12)
        layout.setSpacing(6)
        scene = self._document.get(self._scene_id, model.Scene)
        self._boxes = []
        if scene is not None:
            passages = covering.passages_by_scene(self._document).get(scene.id, [])
            shots = self._document.children(scene.id, model.Shot)
            parts = [self._proposed(), *self._shots(passages, shots), *self._gaps(passages, shots)]
            parts += [*self._cast(scene), *_elements(self._document, passages)]
            parts += _omitted(self._document, scene)
            for part in parts:
                if part is not None:
                    layout.addWidget(part)
        layout.addStretch(1)
        at = self.verticalScrollBar().value()
        before = self.takeWidget()
        if before is not None:
            before.deleteLater()  # one of its own buttons may be what called
        self.setWidget(inside)
        self.verticalScrollBar().setValue(at)

    def _shots(self, passages: Sequence[model.Passage], shots: Sequence[model.Shot]) -> list[QWidget]:
        share = covering.share_covered(passages, shots)
        number = self._rows[0].scene_number if self._rows else ""
        title = label(f"Shots in scene {number}" if number else "Shots", weight="strong")
        made: list[QWidget] = [row(title, None, label(f"{share:.0%} of words covered", "cap", "3"))]
        made += self._accept_all(shots)
        current = self._session.shot
        by_id = {shot.id: shot for shot in shots}
        for one in self._rows:
            shot = by_id.get(one.id)
            if shot is None:
                continue
            words = covering.short(shot.covers[0].was, 40) if shot.covers else "no words tied to it"
            chosen = current is not None and current.id == one.id
            line = _ShotLine(one, words, chosen, self._ink_of(one.id), self._desk.rows.still(one.id))
            line.pressed.connect(self.shot_pressed)
            made.append(line)
            reasons = covering.changed_words(self._document, shot)
            if reasons:
                made.append(self._changed(shot.id, reasons))
        if not self._rows:
            made.append(
                label("No shot yet. Select words and press N, or propose coverage.", tone="3", wrap=True)
            )
        return made

    def _changed(self, shot_id: str, reasons: Sequence[str]) -> QWidget:
        words = label("\n".join(reasons), "cap", "2", wrap=True)
        accept = push_button("Accept the new words", lambda: self._accept_words([shot_id]))
        return column(words, accept, margins=(8, 0, 8, 4), gap=4)

    def _accept_words(self, shot_ids: Sequence[str]) -> None:
        self._desk.attempt(lambda: wording.accept_words(self._document, shot_ids))

    def _accept_all(self, shots: Sequence[model.Shot]) -> list[QWidget]:
        """A button for the shots of this scene, and one for the film where other scenes have some too."""
        film = [
            one.id for one in self._document.of(model.Shot) if covering.changed_words(self._document, one)
        ]
        mine = {one.id for one in shots}
        here = [id for id in film if id in mine]
        wanted = [("this scene", here)] if len(here) > 1 else []
        wanted += [("the whole film", film)] if len(film) > len(here) else []
        return [
            push_button(f"Accept new words in {where} ({len(ids)})", partial(self._accept_words, ids))
            for where, ids in wanted
        ]

    def _gaps(self, passages: Sequence[model.Passage], shots: Sequence[model.Shot]) -> list[QWidget]:
        found = covering.gaps(passages, shots)
        if not found or not shots:
            return []
        made: list[QWidget] = [
            rule(),
            row(label("Not covered", weight="strong"), None, label(str(len(found)), "cap", "3")),
        ]
        for gap in found[:MOST_GAPS]:
            who = f"{gap.passage.cue}  " if gap.passage.type == "speech" else ""
            words = label(who + covering.short(gap.words, 70), "cap", "2", wrap=True)
            covers = (covering.cover(gap.passage, gap.start, gap.end),)
            buttons = [push_button("New shot", lambda covers=covers: self._new_shot(covers))]
            current = self._session.shot
            if current is not None and current.scene_id == self._scene_id:
                number = next((one.number for one in self._rows if one.id == current.id), "")
                extend = lambda covers=covers, id=current.id: self._extend(id, covers)  # noqa: E731
                buttons.insert(0, push_button(f"Extend {number}", extend))
            show = push_button(
                "Show", lambda gap=gap: self.gap_pressed.emit(gap.passage.id, gap.start, gap.end)
            )
            made.append(column(words, row(*buttons, show, None, gap=4), gap=2))
        if len(found) > MOST_GAPS:
            made.append(label(f"and {len(found) - MOST_GAPS} more", "cap", "3"))
        return made

    def _new_shot(self, covers: tuple[model.Covered, ...]) -> None:
        made = self._desk.attempt(lambda: wording.shot_of_words(self._document, covers))
        if made is not None:
            self._session.look_at(made)

    def _extend(self, shot_id: str, covers: tuple[model.Covered, ...]) -> None:
        self._desk.attempt(lambda: wording.extend_shot(self._document, shot_id, covers))

    def _cast(self, scene: model.Scene) -> list[QWidget]:
        names = casting.cast_of_scene(self._document, scene.id)
        if not names:
            return []
        made: list[QWidget] = [rule(), label("Cast in scene", weight="strong")]
        extras = casting.extras(self._document, scene.id)
        for name in names:
            player = casting.player(self._document, name)
            button = push_button("Change body" if player else "Cast", None)
            button.setAccessibleName(f"Cast {name}")
            button.setMenu(self._casting_menu(button, name, [] if player else extras))
            button.setEnabled(not self._session.read_only)
            made.append(row(label(name.title(), tone="" if player else "2"), None, button))
        if scene.stage_id is None:
            stage = partial(casting.stage_scene, self._document, scene.id)
            made.append(push_button("Stage this scene", lambda: self._bring_on(stage), "solid", "cube"))
        return made

    def _casting_menu(
        self, button: QPushButton, role: str, extras: Sequence[tuple[model.Character, bool]]
    ) -> QMenu:
        """Who is there already, then new bodies."""
        menu = QMenu(button)
        often = Counter(one.name for one, _ in extras)
        met = Counter[str]()
        for one, here in extras:
            met[one.name] += 1
            which = f" ({met[one.name]} of {often[one.name]})" if often[one.name] > 1 else ""
            where = "stands in this scene" if here else "is in the film"
            name = partial(casting.name_for_role, self._document, role, one.id)
            menu.addAction(f"{one.name}{which}, who {where}", lambda act=name: self._bring_on(act))
        if extras:
            menu.addSeparator()
        for preset in PEOPLE:
            cast = partial(casting.cast_role, self._document, role, preset)
            menu.addAction(preset.replace("_", " ").capitalize(), lambda act=cast: self._bring_on(act))
        return menu

    def _bring_on(self, act: Callable[[], object]) -> None:
        """Shots that are kept already may hold somebody new then, which is said."""
        before = standing(self._document)
        self._desk.attempt(act)
        words = told(newcomers(self._document, before), self._session.studio.listing.numbers().shots)
        if words:
            self._session.tell(words)

    # ---------------------------------------------------------------------------------------- coverage
    @property
    def _offer(self) -> Offer:
        """For the scene that is shown."""
        return self._offers.get(self._scene_id or "", Offer([]))

    def _proposed(self) -> QWidget | None:
        offer, proposals = self._offer, self.proposed
        if not proposals:
            return None
        names = self._document.project.size_names

        def line_of(one: Proposed) -> QWidget:
            line = ProposalLine(
                one, offer.picture(one), one.key not in offer.off, one.key == self._looked, names
            )
            line.looked.connect(lambda: self.look_through(one.key))
            self._boxes.append((line.box, one))
            return line

        made = [label("Proposed coverage", "base", weight="strong"), *listed(proposals, line_of)]
        keep = push_button("", self._keep, "primary")
        self._count(keep)
        for box, one in self._boxes:
            box.toggled.connect(lambda on, key=one.key: self._choose(key, on, keep))
        box_row = QWidget()
        across = QHBoxLayout(box_row)
        across.setContentsMargins(0, 4, 0, 0)
        across.addWidget(keep)
        across.addWidget(push_button("Decline all", self.decline))
        across.addStretch(1)
        words = "Back over the line" if offer.across else "From across the line"
        other = push_button(words, lambda: self.other_side_asked.emit(not offer.across), "", "swap")
        return column(*made, box_row, row(other, None), rule(), gap=5)

    def _choose(self, key: Key, on: bool, keep: QPushButton) -> None:
        off = self._offer.off
        off.discard(key) if on else off.add(key)
        self._count(keep)

    def _count(self, keep: QPushButton) -> None:
        count = len(self._chosen())
        set_words(keep, f"Keep {count} set-up{'' if count == 1 else 's'}")
        keep.setEnabled(count > 0 and not self._session.read_only)

    # ------------------------------------------------------------------------------------ one of them
    @property
    def proposed(self) -> Sequence[Proposed]:
        """For the scene that is shown, in the order of shooting, but for what is a shot now."""
        return self._offer.left(self._document)

    @property
    def looked_through(self) -> tuple[Proposed, Picture] | None:
        """The proposal that is looked through, with its picture or why there is none."""
        found = next((one for one in self.proposed if one.key == self._looked), None)
        return (found, self._offer.picture(found)) if found is not None else None

    def look_through(self, key: Key | None) -> None:
        """One proposal, large over the pages; None for none."""
        self._looked = key
        self._fill()
        self.looked.emit()

    def take_adjusted(self, scene_id: str, made: Proposed, picture: Picture) -> None:
        """In place of the proposal that it was, if that is still there."""
        if scene_id in self._offers:
            self._offers[scene_id].take(made, picture)
        self._fill()
        self.looked.emit()

    def keep_one(self) -> None:
        """The one that is looked through; the others are proposed still."""
        found = self.looked_through
        if found is None:
            return
        after = following(self.proposed, found[0])
        self._accept([found[0]], [] if after else self.proposed, after)

    def decline_one(self) -> None:
        """The next is looked through, and with the last the list goes."""
        found = self.looked_through
        if found is None:
            return
        after = following(self.proposed, found[0])
        self._offer.let_go([found[0]] if after else self.proposed)
        self.look_through(after)

    def _accept(self, rows: Sequence[Proposed], gone: Sequence[Proposed], looked: Key | None) -> None:
        """Keep some as shots; with them others are let go. Both are proposed again when that is undone."""
        scene_id = self._scene_id
        if scene_id is None:
            return
        keys = self._offer.off | {one.key for one in rows}
        beside = [one for one in self.proposed if one.camera and one.key not in keys]
        made = self._desk.attempt(lambda: accept(self._document, scene_id, rows, beside))
        if made:
            self._offer.keep(rows, made, gone)
            self._session.look_at(made[0])
            self.look_through(looked)

    def _chosen(self) -> list[Proposed]:
        return [one for box, one in self._boxes if box.isChecked()]

    def _keep(self) -> None:
        chosen = self._chosen()
        if chosen:
            self._accept(chosen, self.proposed, None)


def _elements(document: Document, passages: Sequence[model.Passage]) -> list[QWidget]:
    script = covering.script_of(document)
    if script is None:
        return []
    found = [
        one
        for one in break_down(passages, casting.roles(document), script.elements)
        if one.category != "cast"
    ]
    made: list[QWidget] = []
    for category in CATEGORIES:
        names = [one.name.capitalize() for one in found if one.category == category]
        if names:
            chip = QLabel()
            chip.setFixedSize(8, 8)
            chip.setStyleSheet(f"QLabel {{ background: {CATEGORIES[category]}; border-radius: 4px; }}")
            head = row(chip, label(category.capitalize(), weight="strong"), None, gap=6)
            made.append(column(head, label(", ".join(names), tone="2", wrap=True), gap=2))
    return [rule(), *made] if made else []


def _omitted(document: Document, scene: model.Scene) -> list[QWidget]:
    """Words that the script keeps of a scene that it omits."""
    words = covering.passages_by_scene(document, omitted=True).get(scene.id, ())
    out = [one for one in words if one.omitted]
    if not out:
        return []
    text = "\n\n".join("\n".join(filter(None, (one.cue, one.text))) for one in out)
    told = label(text, "cap", "3", wrap=True)
    struck = told.font()
    struck.setStrikeOut(True)
    told.setFont(struck)
    return [rule(), label("Omitted by the script", weight="strong"), told]
