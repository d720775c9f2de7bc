"""Pictures whose style a model follows, of the film or of a scene."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from previz.scene.model import Scene
from previz.studio.look_sheet import MOST, bring_style
from previz.studio.looks import change_look, sheet_of
from previz.ui.controls import Choice, label
from previz.ui.controls.reference_shelf import ReferenceShelf, Shown
from previz.ui.session import Session

SCENE_AS_FILM = "As the film. With the first picture of its own the scene has a look of its own."
SCENE_OWN = "This scene has a look of its own."


class StylePictures(QWidget):
    """Whose style a model follows: in the whole film, or in one scene in place of that."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        studio = session.studio
        numbers = studio.listing.numbers().scenes
        scenes = [(scene.id, f"Scene {numbers[scene.id]}") for scene in studio.document.of(Scene)]
        self.whose = Choice("", [("", "The film"), *scenes])
        self.whose.box.setAccessibleName("Pictures of the style of")
        self.whose.set_value("")
        self.told = label(tone="3", size="cap", wrap=True)

        def read() -> list[Shown]:
            pictures = sheet_of(studio.document, self.whose.value).pictures
            return [(studio.store.blob(one.image), one.rights) for one in pictures]

        def bring(path: Path, rights: str) -> None:
            where = self.whose.value
            session.attempt(lambda: bring_style(studio.document, studio.store, path, rights, scene_id=where))
            self._tell()

        def remove(place: int) -> None:
            where = self.whose.value
            before = sheet_of(studio.document, where).pictures
            kept = before[:place] + before[place + 1 :]
            session.attempt(lambda: change_look(studio.document, {"pictures": kept}, where))
            self._tell()

        self._document = studio.document
        self.shelf = ReferenceShelf(read, bring, remove, MOST, session.read_only)
        self.whose.chosen.connect(lambda _: self._turn())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for part in (self.whose, self.told, self.shelf):
            layout.addWidget(part)
        self._tell()

    def _turn(self) -> None:
        self.shelf.refresh()
        self._tell()

    def _tell(self) -> None:
        """Where the pictures of a scene come from."""
        scene = self._document.get(self.whose.value, Scene)
        self.told.setText("" if scene is None else SCENE_OWN if scene.look is not None else SCENE_AS_FILM)
        self.told.setVisible(scene is not None)
