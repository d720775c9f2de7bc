"""A project and the workshop around it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from previz.errors import BadProject, NotFound
from previz.export.boards import BoardLayout
from previz.export.presets import PLAIN, PaperPreset
from previz.export.rows import ShotRow
from previz.export.shotlist import ListLayout
from previz.export.wording import one_line
from previz.kit.importing import ModelReader
from previz.render.passes import write_passes
from previz.scene import model
from previz.scene.document import Document
from previz.scene.package import default_package
from previz.scene.store import Store
from previz.studio.dressing import Dressing, Wanted
from previz.studio.exchanging import Exchange
from previz.studio.layering import FORMATS as LAYER_FORMATS
from previz.studio.layering import Layered, LayerFormat, Layering
from previz.studio.list_import import Imported, import_list
from previz.studio.listing import Listing
from previz.studio.making import Making, Outcome, frame_size
from previz.studio.overlays import FrameFormat, Overlays
from previz.studio.packs import decided_at_home
from previz.studio.paper_over import PaperOver, bring_marks
from previz.studio.picks import Known
from previz.studio.planning import ChoiceRow, choice_rows
from previz.studio.printing import Printing
from previz.studio.reports import Reports
from previz.studio.reviewing import Approval, Reviewing
from previz.studio.scenery import Scenery, add_set
from previz.studio.shooting import Shooting
from previz.studio.snapshot import Snapshot, snapshot
from previz.studio.style_sheet import StyleSheet
from previz.studio.trained import Trained
from previz.studio.varying import Varying
from previz.studio.workshop import Tell, Workshop


class Studio:
    """An open project. ``close`` it, or use it as a context manager."""

    def __init__(self, store: Store, document: Document) -> None:
        self.store = store
        self.document = document
        self.dressing = Dressing(document, store)
        self.shooting = Shooting(document, self.dressing.shelf)
        self.reviewing = Reviewing(document, store, self.shooting)
        self.listing = Listing(document, self.shooting, self.reviewing)
        self.overlays = Overlays(document, store, self.shooting)
        self.printing = Printing(self.listing, store, self.overlays)
        self.exchange = Exchange(document, store, self.shooting, self.reviewing, self.listing, self.printing)
        self.reports = Reports(document, self.shooting, self.listing, store)
        self.features: Known = {}
        """Of takes that were compared with others; see `PickBook`."""
        self._varying = Varying(document, store, self.shooting, self.reviewing)
        self._layering = Layering(document, store, self.shooting, self.reviewing)
        if not store.readonly:
            store.attach(document)

    # ------------------------------------------------------------------------------- open and close
    @classmethod
    def create(cls, path: Path, title: str, overwrite: bool = False) -> Self:
        """A new project with the default camera package. Raises FileError and its kinds."""
        project = model.Project(id=model.PROJECT_ID, title=one_line(title), package=default_package())
        document = Document([project])
        return cls(Store.create(path, document, overwrite=overwrite), document)

    @classmethod
    def open(cls, path: Path, read_only: bool = False) -> Self:
        """Raises FileError and its kinds; FileLocked when somebody else writes and writing was asked."""
        return cls(*Store.open(path, readonly=read_only))

    def close(self) -> None:
        self.shooting.close()
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -------------------------------------------------------------------------------------- finding
    def shots(self) -> list[model.Shot]:
        """All that are to be shot, in the order of the film."""
        return [shot for shot in self.document.of(model.Shot) if not shot.omitted]

    def find(self, number: str) -> model.Shot:
        """The shot with this number; letters' case aside. Raises NotFound naming those that exist."""
        labels = self.listing.numbers().shots
        wanted = number.strip().casefold()
        for shot_id, label in labels.items():
            if label.casefold() == wanted:
                return self.document.need(shot_id, model.Shot)
        known = ", ".join(labels.values()) or "none yet"
        raise NotFound(f"There is no shot {number!r}; this project has {known}.")

    def info(self) -> dict[str, Any]:
        project = self.document.project
        return {
            "title": project.title,
            "director": project.director,
            "scenes": len(self.document.of(model.Scene)),
            "shots": len(self.document.of(model.Shot)),
            "panels": len(self.document.of(model.Panel)),
            "takes": len(self.document.of(model.Take)),
            "characters": [character.name for character in self.document.of(model.Character)],
            "decided_at_home": tuple(decided_at_home(self.document, self.listing.numbers().shots)),
            **self.store.info(),
        }

    def shot_rows(self) -> tuple[ShotRow, ...]:
        return self.listing.shots()

    def verify(self) -> list[str]:
        """One line for each thing wrong with the file or its content."""
        return [*self.store.verify(), *self.document.problems()]

    def snapshot(self) -> Snapshot:
        """The project as it is now, for another thread."""
        return snapshot(self.document, self.store, self.shooting)

    # --------------------------------------------------------------------------------------- making
    def write_passes(self, shot: model.Shot, folder: Path, size_px: tuple[int, int] | None) -> list[Path]:
        """Every guide of a shot's first frame as files. Raises RenderError, BadProject, ExportError."""
        sight = self.shooting.sight(shot.id)
        size = frame_size(sight.camera.view.aspect, size_px)
        buffer = self.shooting.capture(sight, size)
        return list(write_passes(folder, buffer, sight.draw_list, sight.camera).values())

    def generate(
        self, shots: Sequence[model.Shot], making: Making, tell: Tell, trained: Trained | None = None
    ) -> Outcome:
        """Frames for every panel of ``shots``, drawn, or made by a ``trained`` model.

        Raises BadProject when there is nothing to draw.
        """
        numbers = self.listing.numbers().shots
        with self._workshop() as workshop:
            frames = workshop.plan(shots, numbers, making, trained)
            if not frames:
                raise BadProject("There is nothing to draw: these shots have no panel that is not locked.")
            return workshop.make(frames, tell)

    def resume(self, tell: Tell) -> Outcome:
        """Draw what an interrupted run left behind."""
        with self._workshop() as workshop:
            return workshop.make(workshop.unfinished(self.listing.numbers().shots), tell)

    def _workshop(self) -> Workshop:
        return Workshop(self.document, self.store, self.shooting, self.reviewing)

    def vary(self, shot: model.Shot, choice: str, making: Making, count: int, path: Path, tell: Tell) -> int:
        """A contact sheet along one choice of the drawing; nothing is kept. Raises as `Varying.sheet`."""
        number = self.listing.numbers().shots[shot.id]
        return self._varying.sheet(shot, number, choice, making, count, path, tell)

    def draw_styles(self, shots: Sequence[model.Shot], path: Path, width_px: int, tell: Tell) -> int:
        """A contact sheet of ``shots`` in every style; nothing is kept. Raises as `StyleSheet.write`."""
        sheet = StyleSheet(self.document, self.shooting, self.reviewing)
        return sheet.write(path, shots, self.listing.numbers().shots, width_px, tell)

    def drawing_choices(self, shot: model.Shot) -> list[ChoiceRow]:
        """What the draughtsman decided for the first panel of a shot, or would decide.

        Raises BadProject when it has no panel or camera.
        """
        return choice_rows(self._varying.plan_of_shot(shot, self.listing.numbers().shots[shot.id]))

    def bring_marks(self, path: Path, medium: bool = True) -> PaperOver:
        """An artist's marks into the project, for `Making.marks`. Raises ImportFailed, FileError."""
        return bring_marks(self.store, path, medium)

    def approve(self, shot: model.Shot, who: str, why: str = "") -> Approval:
        return self.reviewing.approve(shot, who, why)

    # ------------------------------------------------------------------------------------- dressing
    def add_model(self, reader: ModelReader, wanted: Wanted) -> tuple[model.Model, model.Item | None]:
        """A model that `ModelReader` has read, onto the shelf and a stage. Raises as `Dressing.add`."""
        return self.dressing.add(reader, wanted)

    def add_set(self, key: str, scene: bool = True, after_id: str | None = None) -> Scenery:
        """A starter set as a new stage, with a scene and a first shot in it. Raises as `scenery.add_set`."""
        return add_set(self.document, key, scene, after_id)

    def export_props(self, path: Path, stage: str = "") -> int:
        """Everything on a stage as one GLB. Raises ExportError, BadProject, NotFound."""
        return self.dressing.export(path, stage)

    # ------------------------------------------------------------------------------------- printing
    def export_boards(self, path: Path, layout: BoardLayout, dress: PaperPreset = PLAIN) -> list[str]:
        return self.printing.boards(path, layout, dress)

    def export_shot_list(self, path: Path, layout: ListLayout, dress: PaperPreset = PLAIN) -> list[str]:
        return self.printing.shot_list(path, layout, dress)

    def import_list(self, path: Path) -> Imported:
        """A shot list from another program, as one edit. Raises ImportFailed."""
        return import_list(self.document, self.listing.numbers(), path)

    def export_layers(
        self, shot: model.Shot, folder: Path, formats: Sequence[LayerFormat] = LAYER_FORMATS
    ) -> Layered:
        """The selected takes of a shot in layers. Raises as `Layering.write`."""
        return self._layering.write(shot, self.listing.numbers().shots[shot.id], folder, formats)

    def export_frames(self, folder: Path, bare: bool = False, form: FrameFormat = "png") -> list[Path]:
        return self.printing.frames(folder, bare, form)
