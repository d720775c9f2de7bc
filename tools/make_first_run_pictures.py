"""Picture every starter set, and shot 1 of the demo film as it is drawn, for the page without a project.

python tools/make_first_run_pictures.py
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import msgspec
from PIL import Image

from previz import demo
from previz.render.capture import Capturer
from previz.scene import model
from previz.scene.blocking import resolve
from previz.scene.document import Document
from previz.scene.package import default_package
from previz.sets import SETS
from previz.studio import Making, Studio
from previz.studio.scenery import add_set

OUT = Path(__file__).resolve().parent.parent / "assets" / "first_run"
SET_PX = (384, 216)
DEMO_PX = (1400, 586)
DEMO_SHOT, DEMO_STYLE = "1", "pencil"


def picture_sets() -> None:
    """In the shape of the tiles, whatever the camera package's own frameline is."""
    frame = model.Frameline(id="wide", name="16:9", aspect=SET_PX[0] / SET_PX[1])
    package = msgspec.structs.replace(default_package(), framelines=(frame,))
    with Capturer() as capturer:
        for key in SETS:
            document = Document([model.Project(id=model.PROJECT_ID, package=package)])
            shot = add_set(document, key).shot
            assert shot is not None
            buffer = capturer.capture(
                resolve(document, shot.id), None, SET_PX, passes=("beauty",), supersample=2
            )
            Image.fromarray(buffer.beauty).save(OUT / f"{key}.jpg", quality=86, optimize=True)


def picture_demo() -> None:
    with tempfile.TemporaryDirectory() as folder, Studio.create(Path(folder) / "d.previz", "Demo") as studio:
        demo.stage_film(studio.document)
        shot = studio.find(DEMO_SHOT)
        studio.generate([shot], Making(style=DEMO_STYLE, size_px=DEMO_PX), lambda share, text: None)
        studio.export_frames(Path(folder))
        frame = next(Path(folder).glob("*.png"))
        Image.open(frame).convert("RGB").save(OUT / "demo.jpg", quality=86, optimize=True)


if __name__ == "__main__":
    OUT.mkdir(exist_ok=True)
    picture_sets()
    picture_demo()
