"""Pictures of style: those of the film, or of a scene in their place."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from pytestqt.qtbot import QtBot

from previz.scene.model import Scene
from previz.ui.session import Session
from previz.ui.settings.style_pictures import StylePictures


def test_a_scene_is_given_pictures_of_its_own(session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    page = StylePictures(session)
    qtbot.addWidget(page)
    paths = [tmp_path / "film.png", tmp_path / "scene.png"]
    for level, path in enumerate(paths):
        Image.new("RGB", (40, 30), (90 * level, 80, 90)).save(path)
    page.shelf.rights.setText("B. Painter, 3 May")
    page.shelf.bring(paths[0])
    page.whose.set_value("s1")
    page.whose.chosen.emit("s1")
    assert page.told.text().startswith("As the film.")
    page.shelf.rights.setText("B. Painter, 4 May")
    page.shelf.bring(paths[1])
    scene = session.document.need("s1", Scene)
    assert scene.look is not None
    assert [one.rights for one in scene.look.pictures] == ["B. Painter, 3 May", "B. Painter, 4 May"]
    assert len(session.project.look.pictures) == 1
    assert page.told.text() == "This scene has a look of its own."
    page.shelf._remove(0)
    scene = session.document.need("s1", Scene)
    assert scene.look is not None
    assert [one.rights for one in scene.look.pictures] == ["B. Painter, 4 May"]
