"""Go on from a take: somebody or an area anew, other light, what was painted made real, larger, final."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Literal

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from previz.errors import BadProject, PrevizError
from previz.scene import model
from previz.studio import generators
from previz.studio.generators import Standing
from previz.studio.making import DRAFT_WIDTH_PX, FRAME_WIDTH_PX
from previz.studio.masks import FEATHER_SHARE, MOST_FEATHER
from previz.studio.outlook import unused_by
from previz.studio.refining import (
    KEEP,
    KEEP_ENLARGED,
    KEEP_FINAL,
    KEEP_LIGHT,
    KEEP_PAINT,
    MAKERS,
    TIMES,
    Asked,
    Wish,
    enlarged,
    finished,
    is_drawing,
    refined,
    since,
    to_follow,
)
from previz.studio.seeing import SeenThings, seen_things
from previz.studio.stage_since import StageSince
from previz.ui.aside import Aside
from previz.ui.boards.maker import FIRST
from previz.ui.boards.maker import MAKERS as NAMED
from previz.ui.boards.page import Page
from previz.ui.boards.pointing_view import Corner, PointingView
from previz.ui.controls import Choice, Field, Keycaps, Measure, Segmented, Toggle, push_button
from previz.ui.controls.labels import column, label, row, rule
from previz.ui.desk import Desk
from previz.ui.pictures import picture_name

Way = Literal["area", "light", "paint", "larger", "final"]
WAYS: tuple[tuple[Way, str, str], ...] = (
    ("area", "Area", "Click on a person or a thing, or draw around an area; nothing else changes. "
                     "Without either the whole picture is gone over."),
    ("light", "Light", "Forms and people stay; light and tones change to your words."),
    ("paint", "Painted", "What is drawn over this take in the boards becomes part of the picture."),
    ("larger", "Larger", "The same picture for print. A drawing is drawn again, exactly; "
                         "a model works its picture over piece by piece."),
    ("final", "Final", "A draft at its final size, with the same seed, words and numbers."),
)  # fmt: skip
KEPT = {"area": KEEP, "light": KEEP_LIGHT, "paint": KEEP_PAINT, "larger": KEEP_ENLARGED, "final": KEEP_FINAL}
WHOLE, NONE = ("", "The whole picture"), ("", "None yet")
BY_MODEL: tuple[Way, ...] = ("area", "light", "paint")
SIDE = 340


class RefinePage(Page):
    """Whatever is made is a new take of the same panel; this one stays as it is."""

    def __init__(self, window: QWidget, desk: Desk, take: model.Take) -> None:
        super().__init__(window, "Go on from a take")
        self._desk, self._session, self.take = desk, desk.session, take
        self.panel = self._session.document.need(take.panel_id, model.Panel)
        self._aside = Aside("refine", self)
        self._since: StageSince | None = None
        self._seen: SeenThings | None = None
        self._trouble = ""
        """Why nothing can be made of this panel at all."""
        self._unused: list[str] = []
        """What the next take would go without, as far as that was asked."""
        self._standings: dict[str, Standing] = {}
        """What the generators have, as far as they have answered."""
        self.ways = Segmented([words for _, words, _ in WAYS], "What to do", 0, text_px=12)
        self.ways.chosen.connect(lambda _: self._show_way())
        self.about = label(tone="3", wrap=True)
        self.view = PointingView(desk, picture_name(take.image, take.id), take.size_px[0] / take.size_px[1])
        self.view.pointed.connect(self._point)
        self.view.drawn.connect(self._draw_around)
        self.region = Choice("Anew", (WHOLE,))
        self.region.chosen.connect(self._point)
        self.words = QLineEdit()
        self.words.setAccessibleName("In words")
        self.words.returnPressed.connect(self.make)
        self.keep = Field("Stays", minimum=0.0, maximum=1.0, step=0.05, decimals=2)
        usual = 100 * FEATHER_SHARE
        self.feather = Field(
            "Soft edge", Measure.PERCENT, 0.0, 100 * MOST_FEATHER, step=0.2, decimals=1, default=usual,
            slider=(0.0, 5.0),
        )  # fmt: skip
        self.feather.setToolTip("How far the border fades, as a share of the picture's width")
        self.times = Segmented([f"{times} ×" for times in TIMES], "How large", 0)
        self.everywhere = Toggle("All of the picture may change")
        self.new_seed = Toggle("Another seed")
        self.maker = Choice("Made by", [one for one in NAMED if one[0] in MAKERS])
        self.maker.set_value(take.generator if take.generator in MAKERS else MAKERS[0])
        self.maker.chosen.connect(lambda _: self._ask_models())
        self.model = Choice("Model", (FIRST,))
        self.model.chosen.connect(lambda _: self._foretell())
        self.button = push_button("Make a new take", self.make, "primary")
        self.told = label(tone="2", wrap=True)
        self._build()
        self._show_way()
        now = self._session.studio.snapshot()
        self._aside.ask("stage", partial(since, now, take), self._show_since, self._show_trouble)
        self._aside.ask(
            "seen", partial(seen_things, now, self.panel, DRAFT_WIDTH_PX), self._show_seen, self._failed
        )
        self._ask_models()

    def _build(self) -> None:
        shot = self._desk.rows.row(self.panel.shot_id)
        head = row(
            label(f"Go on from take {self.take.number}", "title", weight="strong"),
            label(f"Shot {shot.number if shot else ''}", tone="2", size="base"), None,
            push_button("Close", self.leave, "solid"), Keycaps("Esc"),
            role="bar", margins=(24, 0, 16, 0), gap=10, height=48,
        )  # fmt: skip
        self._lines: dict[str, QWidget] = {
            "region": self.region,
            "words": column(label("In words", tone="2"), self.words, gap=4),
            "times": row(label("How large", tone="2"), None, self.times),
            "everywhere": self.everywhere,
            "keep": self.keep,
            "feather": self.feather,
            "maker": self.maker,
            "model": self.model,
            "seed": self.new_seed,
        }
        side = column(
            self.ways, self.about, 4, *self._lines.values(), 8, self.button, self.told, None,
            role="panel", margins=(20, 16, 20, 20), gap=10,
        )  # fmt: skip
        side.setFixedWidth(SIDE)
        look = column(self.view, role="void", margins=(24, 24, 24, 24))
        across = row(look, rule(upright=True), side, gap=0)
        across.layout().setStretch(0, 1)  # type: ignore[union-attr]
        for part in (head, rule()):
            self.body.addWidget(part)
        self.body.addWidget(across, 1)

    def start(self) -> None:
        self.open(self.ways)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        self._aside.close()
        super().closeEvent(event)

    # ----------------------------------------------------------------------------------------- showing
    @property
    def way(self) -> Way:
        return WAYS[self.ways.current][0]

    def _show_way(self) -> None:
        way, drawn = self.way, is_drawing(self.take)
        self.about.setText(WAYS[self.ways.current][2])
        exact = drawn and way in ("larger", "final")
        shown = {
            "region": way == "area",
            "words": way in ("area", "light", "paint") or (way == "larger" and not exact),
            "times": way == "larger",
            "everywhere": way == "paint",
            "keep": not exact,
            "feather": way in ("area", "paint"),
            "maker": way in BY_MODEL,
            "model": way in BY_MODEL,
            "seed": way in BY_MODEL,
        }
        for name, widget in self._lines.items():
            widget.setVisible(shown[name])
        self.words.setPlaceholderText("one candle, deep shadows" if way == "light" else "in a red coat")
        self.keep.set_default(KEPT[way])
        self.keep.set_value(KEPT[way])
        self.view.can_point = way == "area"
        self.view.update()
        self._foretell()

    def _foretell(self) -> None:
        """Find out, aside, what this way would go without; of a server, once it has said what it has."""
        self._unused = []
        self._aside.forget("unused")
        self._show_standing()
        try:
            asked = self._outlined()
            frame = (asked[1], *to_follow(self._session.studio, self.take, asked))
        except PrevizError:
            return  # said when it is to be made
        server = self._standings.get("comfyui")
        if frame[0] is None or frame[0].generator != "comfyui" or server is not None:
            work = partial(unused_by, [frame], server)
            self._aside.ask("unused", work, self._show_unused, self._failed)

    def _show_unused(self, unused: list[str]) -> None:
        self._unused = unused
        self._show_standing()

    def _show_since(self, since: StageSince) -> None:
        self._since = since
        self._show_standing()

    def _show_trouble(self, error: PrevizError) -> None:
        self._trouble = str(error)
        self._show_standing()

    def _show_standing(self) -> None:
        """Why this way cannot be gone, else what is not known of the take and what the next goes without;
        before anything is made."""
        why, note = self._why_not(), self._since.note() if self._since is not None else ""
        lines = [why] if why else [note, *(f"Not used: {one}." for one in self._unused)]
        self.told.setText("\n".join(filter(None, lines)))
        self.button.setEnabled(self._since is not None and not why and not self._session.read_only)

    def _why_not(self) -> str:
        if self._trouble:
            return self._trouble
        if self.way == "final" and self.take.size_px[0] >= FRAME_WIDTH_PX:
            return f"Take {self.take.number} is no draft; it is {self.take.size_px[0]} px wide already."
        marks = (mark.take_id for mark in self._session.document.of(model.FrameMark))
        if self.way == "paint" and self.take.id not in marks:
            return "Nothing is drawn over this take yet; D draws on it."
        moved = self._since.why_not(only_light=self.way == "light") if self._since is not None else ""
        return moved or self._lacks_model()

    def _lacks_model(self) -> str:
        """Why the generator that is chosen makes nothing; "" where it does, has no part in it, or has not
        answered yet."""
        standing = self._standings.get(self.maker.value or "") if self.way in BY_MODEL else None
        return standing.reason if standing is not None and not standing.ready else ""

    def _show_seen(self, seen: SeenThings) -> None:
        self._seen = seen
        self.view.show_seen(seen)
        people = [(name, name) for number, name in seen.names.items() if number in seen.people]
        things = [(name, name) for number, name in seen.names.items() if number not in seen.people]
        self.region.set_options([WHOLE, *people, *things])
        self._show_choice()

    def _failed(self, error: PrevizError) -> None:
        self.told.setText(str(error))

    def _ask_models(self) -> None:
        """Of the generator that is chosen; a server may take its time."""
        own = self.take.model if self.maker.value == self.take.generator else ""
        self._show_models(own, ())
        work = partial(generators.standing, self.maker.value)
        self._aside.ask("models", work, partial(self._know_models, own), self._failed)
        self._foretell()

    def _know_models(self, own: str, standing: Standing) -> None:
        self._standings[standing.name] = standing
        self._show_models(own, [one.name for one in standing.models])
        self._foretell()

    def _show_models(self, own: str, names: Sequence[str]) -> None:
        chosen = self.model.value if self.model.value in names else own
        named = [(name, name) for name in dict.fromkeys((*filter(None, (own,)), *names))]
        known = [NONE if not named and self.maker.value in self._standings else FIRST, *named]
        self.model.set_options(known)
        self.model.set_value(chosen)

    def _point(self, name: str) -> None:
        self.view.choose(region="" if name == self.view.region and self.view.region else name)
        self._show_choice()

    def _draw_around(self, corners: tuple[Corner, ...]) -> None:
        self.view.choose(lasso=corners)
        self._show_choice()

    def _show_choice(self) -> None:
        self.region.set_value(self.view.region if not self.view.lasso else None)
        self.region.box.setPlaceholderText("The area drawn around" if self.view.lasso else "")

    # ------------------------------------------------------------------------------------------ making
    def make(self) -> None:
        """Into the queue; the page goes, the wall shows what comes."""
        if not self.button.isEnabled():
            return
        try:
            asked = self._asked()
        except PrevizError as error:
            self.told.setText(str(error))
            return
        self._desk.drawing.go_on(self.take, asked)
        self.leave()

    def _outlined(self) -> Asked:
        """As `_asked`, without words and paint: who makes the take, held by which controls."""
        if self.way in ("larger", "final"):
            return self._asked()
        light = "another" if self.way == "light" else ""
        return refined(
            self.take, Wish(light=light, generator=self.maker.value or "", model=self.model.value or "")
        )

    def _asked(self) -> Asked:
        store, take = self._session.studio.store, self.take
        if self.way == "larger":
            drawn = is_drawing(take)
            wish = Wish() if drawn else Wish(words=self.words.text().strip(), keep=self.keep.value)
            return enlarged(store, take, TIMES[self.times.current], wish)
        if self.way == "final":
            return finished(store, take, self.keep.value)
        return refined(take, self._wish())

    def _region(self) -> str:
        """Who or what is chosen, as a wish calls it."""
        seen = self._seen
        numbers = (
            [n for n, name in seen.names.items() if name == self.view.region] if seen is not None else []
        )
        return seen.regions[numbers[0]] if seen is not None and numbers else ""

    def _wish(self) -> Wish:
        words, way = self.words.text().strip(), self.way
        if way == "light" and not words:
            raise BadProject("Say which light it shall be.")
        paint = self._session.studio.overlays.paper_over(self.take).blob if way == "paint" else ""
        return Wish(
            region=self._region() if way == "area" else "",
            lasso=self.view.lasso if way == "area" else (),
            paint=paint,
            everywhere=way == "paint" and self.everywhere.isChecked(),
            light=words if way == "light" else "",
            words=words if way != "light" else "",
            keep=self.keep.value,
            feather=(self.feather.value or 0.0) / 100,
            generator=self.maker.value or "",
            model=self.model.value or "",
            same_seed=not self.new_seed.isChecked(),
        )
