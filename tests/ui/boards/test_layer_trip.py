"""A take out to a painting program and back, from the menu of the take strip."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from previz.scene import model
from previz.ui.boards import layer_trip
from previz.ui.rooms.boards import BoardsRoom
from tests.films import BARE, FULL


def choose(boards: BoardsRoom, place: int) -> dict[str, bool]:
    """The panel in front, and what its menu offers."""
    boards.wall.setCurrentIndex(boards.wall.wall.index(place))
    menu = boards.takes.layers.menu(boards.takes.out)
    offered = {entry.text().partition(" ")[0]: entry.isEnabled() for entry in menu.actions()}
    menu.close()
    return offered


def painted(layers: Path) -> Path:
    """The file as another program saves it: the flat picture is another."""
    edited, flat = layers.with_name("edited.ora"), io.BytesIO()
    Image.new("RGB", (96, 40), "green").save(flat, "PNG")
    with zipfile.ZipFile(layers) as before, zipfile.ZipFile(edited, "w") as after:
        for name in before.namelist():
            after.writestr(name, flat.getvalue() if name == "mergedimage.png" else before.read(name))
    return edited


def test_a_take_goes_out_in_layers_and_comes_back_beside_the_first(
    boards: BoardsRoom, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert choose(boards, 2) == {"Export": False, "Bring": True}, "nothing is drawn there yet"
    assert choose(boards, 0) == {"Export": True, "Bring": True}
    folder = tmp_path / "layers"
    folder.mkdir()
    monkeypatch.setattr(layer_trip, "folder_to_write", lambda *about: folder)
    boards.desk.actions.trigger("boards.layers")
    qtbot.waitUntil(lambda: len(boards.desk.tasks) == 0, timeout=60_000)
    assert sorted(path.name for path in folder.iterdir()) == [
        "1-1-take-1.ora",
        "1-1-take-1.psd",
        "1-1-take-1.svg",
    ]
    with Image.open(folder / "1-1-take-1.psd") as psd:
        assert psd.size == (96, 40)

    asked: list[Path | None] = []

    def choose_file(*about: object) -> Path:
        asked.append(about[-1])  # type: ignore[arg-type]
        return painted(folder / "1-1-take-1.ora")

    monkeypatch.setattr(layer_trip, "file_to_open", choose_file)
    boards.desk.actions.trigger("boards.bring_layers")
    assert asked == [folder], "it begins where the layers went"
    first, second = boards.session.document.children(f"{FULL}-p", model.Take)
    assert (second.imported, second.style, second.from_take) == (True, "edited.ora", 1)
    with Image.open(io.BytesIO(boards.session.studio.store.blob(second.image))) as picture:
        assert picture.getpixel((5, 5)) == (0, 128, 0)
    assert boards.session.document.need(f"{FULL}-p", model.Panel).selected_take_id == first.id

    monkeypatch.setattr(layer_trip, "file_to_open", lambda *about: folder / "1-1-take-1.psd")
    boards.desk.actions.trigger("boards.bring_layers")
    third = boards.session.document.children(f"{FULL}-p", model.Take)[-1]
    assert (third.number, third.style) == (3, "1-1-take-1.psd"), "it comes back as it went out"
    assert boards.session.document.children(f"{BARE}-p", model.Take) == []
