"""Make the pictures of README and docs from the demo film: `python tools/make_pictures.py [PROJECT]`.

Without a finished demo project one is made first. Needs pdftoppm (poppler) for the pages.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from previz import studio
from previz.export.presets import BUILT_IN, PLAIN
from previz.studio import Studio

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
SHOWN = ("1", "1C", "2", "3A")
WIDTH_PX, GAP_PX, GREYS = 1400, 12, 48


def frames_sheet(project: Studio) -> Image.Image:
    """Four frames in two columns."""
    frames = []
    for number in SHOWN:
        row = next(row for row in project.shot_rows() if row.number == number)
        with Image.open(io.BytesIO(project.store.blob(row.panels[0].image))) as picture:
            width = (WIDTH_PX - GAP_PX) // 2
            size = (width, round(width * picture.height / picture.width))
            frames.append(picture.convert("L").resize(size, Image.Resampling.LANCZOS))
    width, height = frames[0].size
    sheet = Image.new("L", (2 * width + GAP_PX, 2 * height + GAP_PX), 255)
    for index, frame in enumerate(frames):
        sheet.paste(frame, ((index % 2) * (width + GAP_PX), (index // 2) * (height + GAP_PX)))
    return sheet


def page(pdf: Path, number: int) -> Image.Image:
    """One page as a picture."""
    command = ["pdftoppm", "-png", "-r", "110", "-f", str(number), "-l", str(number), str(pdf)]
    made = subprocess.run(command, check=True, capture_output=True)
    return Image.open(io.BytesIO(made.stdout)).convert("RGB")


def keep(picture: Image.Image, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    picture.quantize(GREYS).save(PICTURES / name, optimize=True)
    print(PICTURES / name)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        if len(sys.argv) > 1:
            film = Path(sys.argv[1])
        else:
            film = studio.make_demo(Path(folder), None, lambda *_: None)[0]
        boards, shot_list = Path(folder) / "boards.pdf", Path(folder) / "list.pdf"
        with Studio.open(film, read_only=True) as project:
            keep(frames_sheet(project), "boards.png")
            project.export_boards(boards, PLAIN.board_layout())
            project.export_shot_list(shot_list, BUILT_IN["Camera"].list_layout())
        keep(page(boards, 2), "storyboard-page.png")
        keep(page(shot_list, 1), "shot-list-page.png")


if __name__ == "__main__":
    main()
