"""Every style side by side: the same shots in each hand of the drawing generator, none of them kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from previz.errors import BadProject
from previz.export.contact import Section, Tile, write_contact_sheet
from previz.gen import styles
from previz.gen.guides import Guide
from previz.gen.request import FrameRequest, Picture
from previz.gen.sketch import STYLES, SketchGenerator, plan
from previz.scene import model
from previz.scene.document import Document
from previz.studio.making import FIRST_SEED, build_request, drawn_time, frame_size
from previz.studio.reviewing import Reviewing
from previz.studio.shooting import Shooting

Tell = Callable[[float, str], None]

CELL_PX = 960
SHOTS = 6
"""As many as show what a style does with rooms, streets, faces and things."""


def style_lines() -> Iterator[str]:
    """Each style: its name, what people call it, what it is."""
    for name in STYLES:
        row = styles.style(name)
        yield f"{row.name:<10} {row.label:<11} {row.description}"


class StyleSheet:
    def __init__(self, document: Document, shooting: Shooting, reviewing: Reviewing) -> None:
        self._document = document
        self._shooting = shooting
        self._reviewing = reviewing

    def write(
        self,
        path: Path,
        shots: Sequence[model.Shot],
        numbers: dict[str, str],
        width_px: int,
        tell: Tell,
    ) -> int:
        """Write the contact sheet of the first panels of ``shots``; how many drawings.

        Raises BadProject when none has a panel, RenderError, GenerationError, ExportError.
        """
        tiles: dict[str, list[Tile]] = {name: [] for name in STYLES}
        panels = [(shot, panel) for shot in shots for panel in self._first(shot)]
        if not panels:
            raise BadProject("There is nothing to draw: none of these shots has a panel.")
        generator = SketchGenerator()
        try:
            for index, (shot, panel) in enumerate(panels):
                request, guides = self._seen(shot, panel, width_px)
                for step, name in enumerate(STYLES):
                    share = (index + step / len(STYLES)) / len(panels)
                    tell(share, f"{numbers[shot.id]} {name}")
                    picture = self._drawn(generator, request, guides, name)
                    tiles[name].append(Tile(picture.pixels, f"Shot {numbers[shot.id]}"))
        finally:
            generator.close()
        sections = [Section(styles.style(name).label, tiles[name]) for name in STYLES]
        note = f"Seed {FIRST_SEED}, the same shots in every hand"
        write_contact_sheet(path, "Styles", note, sections, columns=min(3, len(panels)))
        return len(panels) * len(STYLES)

    def _first(self, shot: model.Shot) -> list[model.Panel]:
        return self._document.children(shot.id, model.Panel)[:1]

    def _seen(
        self, shot: model.Shot, panel: model.Panel, width_px: int
    ) -> tuple[FrameRequest, dict[str, Guide]]:
        """The frame in the first style; the others share its light and so its guides."""
        sight = self._shooting.sight(shot.id, panel.time_s)
        aspect = sight.camera.view.aspect
        time = drawn_time(sight.world.light.time)
        size_px = frame_size(aspect, (width_px, round(width_px / aspect / 2) * 2))
        drawn = plan(FIRST_SEED, STYLES[0], time)
        return build_request(sight, self._shooting, self._reviewing.look(shot), shot, drawn, size_px)

    @staticmethod
    def _drawn(
        generator: SketchGenerator, request: FrameRequest, guides: dict[str, Guide], name: str
    ) -> Picture:
        chosen = request.plan | {"style": name}
        *_, picture = generator.run(
            msgspec.structs.replace(request, style=name, plan=chosen), guides, lambda: False
        )
        assert isinstance(picture, Picture)
        return picture


def spread(shots: Sequence[model.Shot], count: int = SHOTS) -> list[model.Shot]:
    """``count`` shots spread evenly over a film."""
    if len(shots) <= count:
        return list(shots)
    return [shots[round(index * (len(shots) - 1) / (count - 1))] for index in range(count)]
