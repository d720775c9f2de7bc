"""Models from outside: onto the project's shelf, onto a stage, and out again as GLB."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from previz.errors import ExportError, ImportFailed, NotFound
from previz.export.targets import not_written, spare_project
from previz.kit import sizing
from previz.kit.gltf import inside
from previz.kit.import_worker import Matrix, PropFile
from previz.kit.importing import Imported, ModelReader, write_props
from previz.kit.model_file import HEAVY_FACES
from previz.kit.packed import pack
from previz.kit.shelf import Shelf
from previz.kit.sizing import UNIT_WORDS, Up
from previz.scene import model
from previz.scene.document import Document
from previz.scene.store import Store
from previz.scene.transform import UP, axis_angle, matrix


@dataclass(frozen=True)
class Wanted:
    """What a person says about a model; None takes the guess, "" what the file says or nothing."""

    unit: str | None = None
    up: Up | None = None
    faces: int | None = None
    """Simplify to about so many."""
    name: str = ""
    credit: str = ""
    licence: str = ""
    stage: str = ""
    """Name of the stage on which it is to stand; "" takes the only one."""
    position_m: model.Vec3 = (0.0, 0.0, 0.0)
    """Where on the stage its foot is to be."""
    turn_deg: float = 0.0
    """To the left, seen from above."""


def read_model(path: Path) -> ModelReader:
    """Read a 3D file in a process of its own; close the reader. Raises ImportFailed in one line."""
    return ModelReader(path)


def preview(reader: ModelReader, wanted: Wanted) -> list[str]:
    """What is in a file, and how big it would be: two or three lines for a person to look at."""
    survey, unit, up = reader.survey, wanted.unit or reader.guess.unit, wanted.up or reader.guess.up
    held = [_counted(survey.faces, "face"), _counted(survey.materials, "material")]
    held += [_counted(survey.pictures, "picture")] if survey.pictures else []
    size = reader.size_m(wanted.unit, up)
    words = UNIT_WORDS.get(unit, "its own unit")
    lines = [
        f"{reader.path.name}: {', '.join(held)}.",
        f"In {words} with {up.upper()} up it is {sizing.told(size)}.",
    ]
    guesses = [f"the unit ({reader.guess.why_unit})"] if reader.guess.why_unit and not wanted.unit else []
    guesses += [f"the up axis ({reader.guess.why_up})"] if reader.guess.why_up and not wanted.up else []
    if guesses:
        other = "cm" if unit == "m" else "m"
        height = sizing.length(reader.size_m(other, up)[1])
        lines.append(f"Guessed: {' and '.join(guesses)}. In {UNIT_WORDS[other]} it would be {height} high.")
    return lines


def open_questions(reader: ModelReader, wanted: Wanted) -> dict[str, str]:
    """What must be said before a model can be taken in: option → why it is asked; empty when all is clear."""
    guess, size = reader.guess, reader.size_m(wanted.unit, wanted.up)
    asked = {}
    if wanted.unit is None and not sizing.likely(size):
        asked["unit"] = f"it would be {sizing.length(max(size))} large"
    elif wanted.unit is None and guess.why_unit:
        asked["unit"] = f"it does not say its unit ({UNIT_WORDS[guess.unit]}: {sizing.length(size[1])} high)"
    if wanted.up is None and guess.why_up:
        asked["up"] = f"it does not say which way is up ({guess.up.upper()}: {guess.why_up})"
    if wanted.faces is None and HEAVY_FACES < reader.survey.faces <= reader.limits.stage_faces:
        asked["simplify"] = f"its {reader.survey.faces:,} faces make pictures slow"
    return asked


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


class Dressing:
    def __init__(self, document: Document, store: Store) -> None:
        self._document = document
        self._store = store
        self.shelf = Shelf(lambda: document.of(model.Model), store.blob)

    # ----------------------------------------------------------------------------------------- coming in
    def add(self, reader: ModelReader, wanted: Wanted) -> tuple[model.Model, model.Item | None]:
        """Keep what was read in the project, and stand it on a stage.

        The item is None in a project without stages. Raises ImportFailed, NotFound for an unknown stage,
        FileError; then nothing has changed.
        """
        stage = self.stage(wanted.stage)
        return self.put(reader, wanted, reader.finish(wanted.unit, wanted.up, wanted.faces), stage)

    def put(
        self, reader: ModelReader, wanted: Wanted, made: Imported, stage: model.Stage | None
    ) -> tuple[model.Model, model.Item | None]:
        """As `add`, of a piece that is ``made`` already, on this very stage. Raises FileError."""
        name = wanted.name or reader.path.stem
        kept = self._keep(made, name, wanted, reader.survey.copyright)
        with self._document.edit(f"Import {name}") as edit:
            edit.put(kept)
            if stage is None:
                return kept, None
            item = self._item(kept, name, stage, wanted)
            edit.put(item)
        return kept, item

    def stage(self, name: str) -> model.Stage | None:
        """The stage of this name, letters' case aside; "" takes the only one. None: there is no stage yet."""
        stages = self._document.of(model.Stage)
        found = [s for s in stages if not name or s.name.casefold() == name.strip().casefold()]
        if len(found) == 1 or not (stages or name):
            return found[0] if found else None
        known = ", ".join(f"“{stage.name}”" for stage in stages) or "none yet"
        if name:
            raise NotFound(f"There is no one stage {name!r}; this project has {known}.")
        raise NotFound(f"Say which stage with --stage NAME; this project has {known}.")

    def _keep(self, made: Imported, name: str, wanted: Wanted, copyright: str) -> model.Model:
        """Blobs and their entity; the same mesh brought in again is the same model."""
        folder = f"models/{name}"
        mesh = self._store.put_blob(made.packed, f"{folder}/mesh.npz")
        files = tuple(
            model.ModelFile(name=file, blob=self._store.put_blob(data, f"{folder}/{file}"))
            for file, data in made.files
        )
        known = next((one for one in self._document.of(model.Model) if one.mesh == mesh), None)
        return model.Model(
            id=known.id if known else self._document.new_id(model.Model),
            name=name,
            mesh=mesh,
            files=files,
            unit=made.unit,
            up=made.up,
            piece_from_file=made.piece_from_file,
            size_m=made.size_m,
            faces=made.faces,
            simplified=made.simplified,
            credit=wanted.credit or copyright or (known.credit if known else ""),
            licence=wanted.licence or (known.licence if known else ""),
        )

    def _item(self, kept: model.Model, name: str, stage: model.Stage, wanted: Wanted) -> model.Item:
        return model.Item(
            id=self._document.new_id(model.Item),
            stage_id=stage.id,
            name=name,
            piece=model.MODEL_PIECE + kept.mesh,
            transform=model.Transform(position_m=wanted.position_m, rotation=axis_angle(UP, wanted.turn_deg)),
            order=self._document.next_order(model.Item, stage.id),
        )

    # ---------------------------------------------------------------------------------------- going out
    def export(self, path: Path, stage_name: str = "") -> int:
        """Everything on a stage as one GLB; returns how many things. Raises ExportError and NotFound.

        Imported models keep their own meshes, materials and textures; a simplified one is as it is drawn.
        """
        spare_project(path)
        stage = self.stage(stage_name)
        items = self._document.children(stage.id, model.Item) if stage else []
        shown = [item for item in items if not item.hidden]
        if not shown:
            raise ExportError("There is nothing on the stage to export; dress it first.")
        with tempfile.TemporaryDirectory(prefix="previz-props-") as spool:
            out = Path(spool) / "props.glb"
            try:
                things = [self._thing(item, Path(spool)) for item in shown]
                write_props(things, out, path.name)
                path.parent.mkdir(parents=True, exist_ok=True)
                whole = path.with_name(f".{path.name}.part")
                whole.write_bytes(out.read_bytes())
                whole.replace(path)
            except ImportFailed as error:
                raise ExportError(str(error)) from error
            except OSError as error:
                raise not_written(path, error) from error
        return len(shown)

    def _thing(self, item: model.Item, spool: Path) -> PropFile:
        placed = matrix(item.transform)
        kept = self.shelf.model_of(item.piece)
        if kept is not None and not kept.simplified:
            main = self._unpacked(kept, spool / kept.mesh)
            return PropFile(
                name=item.name,
                world_from_local=_rows(placed @ np.array(kept.piece_from_file)),
                model=str(main),
                kind=main.suffix.lower().lstrip("."),
                credit=_credit(kept),
            )
        mesh = self.shelf.mesh(item.piece, item.params, item.colours)
        packed = spool / f"{item.id}.npz"
        packed.write_bytes(pack(mesh))
        credit = _credit(kept) if kept else ""
        return PropFile(name=item.name, world_from_local=_rows(placed), mesh=str(packed), credit=credit)

    def _unpacked(self, kept: model.Model, folder: Path) -> Path:
        """The file as it came, with those beside it. Raises ImportFailed for a name that leads elsewhere."""
        folder.mkdir(exist_ok=True)
        paths = [inside(folder, file.name) for file in kept.files]
        for file, path in zip(kept.files, paths, strict=True):
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(self._store.blob(file.blob))
        return paths[0]


def _rows(placing: NDArray[np.float64]) -> Matrix:
    a, b, c, d = (tuple(float(number) for number in row) for row in placing)
    return a, b, c, d  # type: ignore[return-value]


def _credit(kept: model.Model) -> str:
    """ "Chair by Ann Example, CC BY 4.0"; "" when nobody said anything."""
    return ", ".join(filter(None, (kept.credit, kept.licence)))
