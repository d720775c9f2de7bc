"""A shot list of 500 shots (or PREVIZ_SHOTS) with thumbnails, against bare typst on the same pages.

Both sides scale the same 500 pictures and compile the same template; the bare side gets its words as ready
JSON. The difference is what Previz adds: rows to cells, cleaning, glyph coverage, safe writing. Processor
time is compared, for a busy machine would measure its neighbours.
"""

from __future__ import annotations

import io
import os
import shutil
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import typst
from msgspec.structs import replace
from PIL import Image, ImageDraw

from previz.assets import asset
from previz.export import typeset
from previz.export.fonts import shipped
from previz.export.pictures import place_pictures
from previz.export.rows import FilmFacts, SceneRow, ShotRow
from previz.export.shotlist import THUMB_PX, write_shot_list
from tests.export import film

SHOTS = int(os.environ.get("PREVIZ_SHOTS", "500"))
"""5000 shows that it stays linear; that takes minutes."""
ROUNDS = 4 if SHOTS <= 500 else 1
WHEN = 1_790_000_000


def rows(edition: int) -> tuple[FilmFacts, tuple[SceneRow, ...], tuple[ShotRow, ...]]:
    """Another text every time: typst remembers pages that it has set before."""
    base = [shot for shot in film.shots(str) if shot.status != "omitted"]
    scenes = tuple(SceneRow(id=f"s{i}", number=str(i + 1), heading=f"INT. ROOM {i} - DAY") for i in range(42))
    shots = []
    for i in range(SHOTS):
        shot = base[i % len(base)]
        panel = replace(
            shot.panels[0], id=f"p{i}", index=1, count=1, image=str(i), action=f"{edition}.{i} {shot.action}"
        )
        changed = replace(
            shot, id=f"h{i}", scene_id=f"s{i * 42 // SHOTS}", number=f"{edition}.{i}", panels=(panel,)
        )
        shots.append(changed)
    return film.FILM, scenes, tuple(shots)


@pytest.fixture(scope="module")
def frames() -> dict[str, bytes]:
    """As many different pictures of 1280 × 536."""
    found = {}
    for i in range(SHOTS):
        image = Image.effect_noise((1280, 536), 12).convert("RGB")
        ImageDraw.Draw(image).ellipse((i, 60, i + 400, 460), outline=(20, 20, 20), width=9)
        out = io.BytesIO()
        image.save(out, "JPEG", quality=85)
        found[str(i)] = out.getvalue()
    return found


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Wall and processor time."""
    start = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start[0], time.process_time() - start[1]


def bare_typst(root: Path, document: bytes, frames: dict[str, bytes], out: Path) -> None:
    place_pictures(frames, THUMB_PX, root / "pics", frames.__getitem__)
    for source in asset("paper").glob("*.typ"):
        shutil.copyfile(source, root / source.name)
    (root / "doc.json").write_bytes(document)
    typst.compile(
        root / "shotlist.typ",
        output=out,
        root=root,
        font_paths=shipped().fonts,
        pdf_standards=["ua-1", "a-2a"],
        timestamp=WHEN,
    )


def document_of(path: Path, edition: int, frames: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> bytes:
    """The ready JSON of one edition, caught on its way to typst."""

    class Caught(Exception):
        pass

    def catch(root: Path, *rest: object) -> None:
        raise Caught((root / "doc.json").read_bytes())

    with monkeypatch.context() as patch:
        patch.setattr(typeset, "_compile", catch)
        with pytest.raises(Caught) as caught:
            write_shot_list(path, *rows(edition), pictures=frames.__getitem__, made_at_s=WHEN)
    document = caught.value.args[0]
    assert isinstance(document, bytes)
    return document


def test_shot_list_against_bare_typst(
    tmp_path: Path, frames: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: dict[str, list[tuple[float, float]]] = {"ours": [], "bare": []}
    for turn in range(2 * ROUNDS):  # now one first, now the other
        who = "ours" if turn % 4 in (1, 2) else "bare"
        if who == "bare":
            document = document_of(tmp_path / "x.pdf", turn, frames, monkeypatch)
            work = partial(bare_typst, tmp_path / f"bare{turn}", document, frames, tmp_path / "bare.pdf")
        else:
            target = tmp_path / "ours.pdf"
            data = rows(turn)
            work = partial(write_shot_list, target, *data, pictures=frames.__getitem__, made_at_s=WHEN)
        taken[who].append(seconds(work))
    ours, bare = taken["ours"], taken["bare"]
    wall = min(w for w, _ in ours), min(w for w, _ in bare)
    cpu = min(c for _, c in ours), min(c for _, c in bare)
    size_mb = (tmp_path / "ours.pdf").stat().st_size / 1e6
    print(f"\n{SHOTS} shots, {size_mb:.1f} MB. Wall: previz {wall[0]:.2f} s, bare typst {wall[1]:.2f} s.")
    print(f"Processor: previz {cpu[0]:.2f} s, bare typst {cpu[1]:.2f} s, ratio {cpu[0] / cpu[1]:.2f}")
    assert cpu[0] / cpu[1] <= 1.2
