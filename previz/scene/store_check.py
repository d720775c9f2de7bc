"""Everything that can be wrong with a file, one line each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from previz.errors import FileError
from previz.scene import rules
from previz.scene.model import (
    MODEL_PIECE,
    Character,
    Entity,
    Item,
    Model,
    Project,
    ReferencePicture,
    Scene,
    Shot,
    Stage,
    Take,
)
from previz.scene.store_blobs import blob_hash, unpacked
from previz.scene.store_database import Database
from previz.scene.store_ledger import Ledger
from previz.scene.store_rows import Rows


def verify(path: str | Path) -> list[str]:
    """What is wrong with a file, even one that cannot be opened; empty when it is sound."""
    try:
        database = Database(Path(path), readonly=True)
    except FileError as error:
        return [str(error)]
    try:
        return problems(database)
    finally:
        database.close()


def problems(database: Database) -> list[str]:
    """Pages, rows, relations, pictures, ledger; empty when all is sound. Reads every picture once."""
    found = list(_pages(database))
    if found:
        return found  # on broken pages nothing else can be believed
    try:
        entities = _entities(database, found)
        found += rules.problems(entities)
        found += _pictures(database, entities)
        found += Ledger(database).problems()
    except FileError as error:  # a table that is missing
        found.append(str(error))
    return found


def _pages(database: Database) -> Iterator[str]:
    try:
        for (line,) in database.rows("PRAGMA integrity_check"):
            if line != "ok":
                yield f"{database.path.name}: {line.strip().splitlines()[-1]}"
    except FileError as error:
        yield str(error)


def _entities(database: Database, found: list[str]) -> dict[str, Entity]:
    """Those that can be read; a line in ``found`` for each that cannot."""
    rows = Rows(database)
    entities: dict[str, Entity] = {}
    for row in rows.raw():
        try:
            entities.update((entity.id, entity) for entity in rows.decoded([row]))
        except FileError as error:
            found.append(str(error))
    return entities


def _pictures(database: Database, entities: dict[str, Entity]) -> Iterator[str]:
    held = set()
    names = {name: hash for hash, name in database.rows("SELECT hash, name FROM blob")}
    for name, hash in names.items():
        row = database.row("SELECT sz, data FROM sqlar WHERE name = ?", (name,))
        data = unpacked(*row) if row else None
        if data is None:
            yield f"picture {name} is missing"
        elif blob_hash(data) != hash:
            yield f"picture {name} was changed after it was stored"
        else:
            held.add(hash)
    damaged = set(names.values()) - held
    for entity in entities.values():
        if isinstance(entity, Take):
            for hash in (entity.image, entity.request):
                if hash not in held and hash not in damaged:
                    yield f"take {entity.id}: {hash[:12]} is not in the file; generate the frame again"
        elif isinstance(entity, Model):
            for hash in (entity.mesh, *(file.blob for file in entity.files)):
                if hash not in held and hash not in damaged:
                    yield f"model “{entity.name}”: {hash[:12]} is not in the file; import it again"
    for entity in entities.values():
        under = entity.underlay if isinstance(entity, Stage) else None
        if under is not None and under.picture not in held | damaged:
            yield f"the picture under “{getattr(entity, 'name', '')}” is not in the file; lay it there again"
    for entity in entities.values():
        for picture in _followed(entity):
            if picture.image not in held | damaged:
                whose = rules.describe(entity, entities)
                yield f"a reference picture of {whose} is not in the file; add it again"
    models = {MODEL_PIECE + entity.mesh for entity in entities.values() if isinstance(entity, Model)}
    for entity in entities.values():
        if isinstance(entity, Item) and entity.piece.startswith(MODEL_PIECE) and entity.piece not in models:
            yield f"item “{entity.name}” is a model that the project does not have; import it again"
    for number, image in database.rows("SELECT number, image FROM ledger"):
        if image and image not in held and image not in damaged:  # none: omitted before it was drawn
            yield f"verdict {number}: its picture {image[:12]} is not in the file"


def _followed(entity: Entity) -> tuple[ReferencePicture, ...]:
    """Pictures that a model follows for a person, or for a look of its own."""
    if isinstance(entity, Character):
        return entity.pictures
    look = entity.look if isinstance(entity, Project | Scene | Shot) else None
    return look.pictures if look is not None else ()
