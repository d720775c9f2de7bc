"""Takes in layers: what another program opens is the take, or the reader is told that it is not."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
import resvg_py
from PIL import Image
from psd_tools import PSDImage

from previz.errors import BadProject, ExportError
from previz.scene import model
from previz.studio import Making, Studio
from tests.films import FULL

SMALL = (240, 100)


def draw(studio: Studio, style: str = "pencil", **about: object) -> model.Shot:
    shot = studio.find("1")
    making = Making(style=style, size_px=SMALL, **about)  # type: ignore[arg-type]
    assert studio.generate([shot], making, lambda *_: None).made == 1
    return shot


def take_pixels(studio: Studio) -> np.ndarray:
    panel = studio.document.children(FULL, model.Panel)[0]
    take = studio.document.need(panel.selected_take_id or "", model.Take)
    with Image.open(io.BytesIO(studio.store.blob(take.image))) as picture:
        return np.asarray(picture.convert("RGB")).astype(int)


def test_every_format_holds_the_stored_take(small_film: Path, tmp_path: Path) -> None:
    with Studio.open(small_film) as studio:
        shot = draw(studio)
        take = take_pixels(studio)
    with Studio.open(small_film, read_only=True) as studio:
        written = studio.export_layers(shot, tmp_path)
    assert written.warnings == []
    names = {path.relative_to(tmp_path).as_posix() for path in written.paths}
    assert {"1-1.svg", "1-1.ora", "1-1.psd", "1-1-layers/1-paper.png", "1-1-layers/2-tone.png"} <= names

    canvas = Image.new("RGBA", SMALL)
    for path in sorted((tmp_path / "1-1-layers").iterdir()):
        with Image.open(path) as layer:
            canvas.alpha_composite(layer.convert("RGBA"))
    assert np.abs(np.asarray(canvas)[..., :3] - take).max() <= 2

    archive = zipfile.ZipFile(tmp_path / "1-1.ora")
    with Image.open(archive.open("mergedimage.png")) as merged:
        assert (np.asarray(merged) == take).all()
        assert "previz:request" in merged.info["XML:com.adobe.xmp"]
    psd = PSDImage.open(tmp_path / "1-1.psd")
    assert [layer.name for layer in psd][:2] == ["Paper", "Tone"]
    assert (np.asarray(psd.topil())[..., :3] == take).all()
    assert len(resvg_py.svg_to_bytes(svg_string=(tmp_path / "1-1.svg").read_text())) > 1000


def test_only_what_was_asked_for_is_written(small_film: Path, tmp_path: Path) -> None:
    with Studio.open(small_film) as studio:
        written = studio.export_layers(draw(studio, "ink"), tmp_path / "new" / "folder", ["ora"])
    assert [path.name for path in written.paths] == ["1-1.ora"]


def test_a_shot_that_changed_since_is_said(small_film: Path, tmp_path: Path) -> None:
    with Studio.open(small_film) as studio:
        shot = draw(studio)
        with studio.document.edit("Move the chair") as edit:
            edit.update("chair", transform=model.Transform(position_m=(0.4, 0.0, 0.6)))
        (warning,) = studio.export_layers(shot, tmp_path, ["svg"]).warnings
    assert "the shot has changed since take 1" in warning
    assert "chair" in warning


def test_a_take_of_another_version_is_said(small_film: Path, tmp_path: Path) -> None:
    with Studio.open(small_film) as studio:
        shot = draw(studio)
        panel = studio.document.children(FULL, model.Panel)[0]
        take = studio.document.need(panel.selected_take_id or "", model.Take)
        other = io.BytesIO()
        Image.new("RGB", SMALL, (250, 240, 230)).save(other, "PNG")
        as_if = model.Take(
            id="older", panel_id=panel.id, number=2, image="", request="", generator="sketch",
            style=take.style, seed=take.seed, size_px=SMALL, fingerprint=take.fingerprint,
        )  # fmt: skip
        request = studio.store.blob(take.request)
        studio.store.add_take(studio.document, as_if, image=other.getvalue(), request=request, name="older")
        with studio.document.edit("Select it") as edit:
            edit.update(panel.id, selected_take_id="older")
        (warning,) = studio.export_layers(shot, tmp_path, ["svg"]).warnings
    assert "another version drew take 2" in warning


def test_without_a_take_there_are_no_layers(small_film: Path, tmp_path: Path) -> None:
    with Studio.open(small_film) as studio, pytest.raises(BadProject, match="no frame for every panel"):
        studio.export_layers(studio.find("1"), tmp_path)
    assert not list(tmp_path.glob("*.psd"))


def test_a_photograph_has_no_layers(small_film: Path, tmp_path: Path) -> None:
    with Studio.open(small_film) as studio:
        picture = io.BytesIO()
        Image.new("RGB", SMALL).save(picture, "PNG")
        take = model.Take(
            id="photo", panel_id=f"{FULL}-p", number=1, image="", request="", generator="", style="",
            seed=0, size_px=SMALL, imported=True,
        )  # fmt: skip
        studio.store.add_take(studio.document, take, image=picture.getvalue(), request=b"{}", name="photo")
        with studio.document.edit("Select it") as edit:
            edit.update(f"{FULL}-p", selected_take_id="photo")
        with pytest.raises(BadProject, match="not drawn by the sketch generator"):
            studio.export_layers(studio.find("1"), tmp_path)


def test_a_folder_that_cannot_be_made_is_one_line(small_film: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with Studio.open(small_film) as studio:
        shot = draw(studio)
        with pytest.raises(ExportError, match="choose another folder"):
            studio.export_layers(shot, tmp_path / "file", ["svg"])
