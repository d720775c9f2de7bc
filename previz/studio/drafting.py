"""A new draft of the script compared in a thread, while people go on with the film, and then taken in."""

from __future__ import annotations

from pathlib import Path

from previz.scene import model
from previz.scene.document import Document
from previz.scene.edit import Edit
from previz.scene.entity import Entity
from previz.script.reading import ScriptFile, read
from previz.studio.screenplay import Imported, Tell, import_script

COMPARED = (model.Project, model.Script, model.Passage, model.Scene, model.Shot, model.Track)
"""What an import looks at. What else changes meanwhile, takes that are drawn, changes nothing of it."""


class Draft:
    """A script file and the film as it was when this was made, in the thread to which the film belongs."""

    def __init__(self, document: Document, path: Path, file: ScriptFile | None = None) -> None:
        """``file``: what was read of it already."""
        self.path = path
        self.file = file
        self._document = document
        self._entities = tuple(document)
        self._edits: list[Edit] = []
        self._made: Imported | None = None

    def prepare(self, tell: Tell) -> Draft:
        """In any thread: read, and find what it does to the film. Raises ImportFailed as `read` does."""
        if self.file is None:
            tell(0.0, "Reading")
            self.file = read(self.path, waiting=lambda: tell(0.0, "Reading"))
        tell(0.3, "Comparing")
        film = Document(self._entities)
        film.listen(self._edits.append)
        self._made = import_script(film, self.file, lambda share, what: tell(0.3 + 0.7 * share, what))
        return self

    def take(self) -> Imported | None:
        """In the film's thread: one edit. None where the film has changed since, to be compared `anew`.

        Raises as `Document.edit` does.
        """
        if self._made is None:
            raise RuntimeError("a draft is prepared before it is taken")
        if _compared(tuple(self._document)) != _compared(self._entities):
            return None
        for made in self._edits:
            with self._document.edit(made.label) as edit:
                for id, (_, after) in made.changes.items():
                    if after is None:
                        edit.remove(id)
                    else:
                        edit.put(after)
        return self._made

    def anew(self) -> Draft:
        """The same file beside the film as it is now."""
        return Draft(self._document, self.path, self.file)


def _compared(entities: tuple[Entity, ...]) -> dict[str, int]:
    """Values never change, so one that is the same object says the same."""
    return {one.id: id(one) for one in entities if isinstance(one, COMPARED)}
