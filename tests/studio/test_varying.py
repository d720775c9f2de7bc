"""Vary one thing: a sheet of the same frame along one choice."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from previz.errors import BadProject, ExportError, NotSupported
from previz.gen.sketch.choices import choose
from previz.gen.sketch.plan import plan
from previz.scene import model
from previz.studio import Making, Studio
from tests.films import FULL

SMALL = (192, 80)


def vary(studio: Studio, name: str, path: Path, count: int = 4, **about: object) -> tuple[int, list[str]]:
    told: list[str] = []
    making = Making(size_px=SMALL, **about)  # type: ignore[arg-type]
    made = studio.vary(studio.find("1"), name, making, count, path, lambda _, text: told.append(text))
    return made, told


def test_the_sheet_shows_the_plan_among_its_neighbours_and_keeps_nothing(
    small_film: Path, tmp_path: Path
) -> None:
    with Studio.open(small_film, read_only=True) as studio:
        made, told = vary(studio, "weight", tmp_path / "sheet.png", style="ink", seed=1)
        assert studio.document.of(model.Take) == []
    assert made == 4
    values = [text.removeprefix("1 ink: ×").split(",")[0] for text in told]
    assert values == ["0.40", "1.00", "1.36", "2.50"]
    with Image.open(tmp_path / "sheet.png") as sheet:
        pixels = np.asarray(sheet.convert("L"))
    assert (pixels < 60).mean() > 0.005
    assert min(pixels.shape) > 2 * SMALL[1]


def test_every_option_is_shown_once(small_film: Path, tmp_path: Path) -> None:
    with Studio.open(small_film, read_only=True) as studio:
        made, told = vary(studio, "scheme", tmp_path / "sheet.png")
    assert made == len(told) == len(set(told)) == 4


def test_what_varies_is_the_plan_of_the_selected_take(small_film: Path, tmp_path: Path) -> None:
    with Studio.open(small_film) as studio:
        making = Making(style="ink", seed=4, choices={"wobble": 2.2}, size_px=SMALL)
        studio.generate([studio.find("1")], making, lambda *_: None)
        _, told = vary(studio, "wobble", tmp_path / "sheet.png")
        assert "1 ink: ×2.20, shaky" in told
        _, told = vary(studio, "wobble", tmp_path / "sheet.png", style="pencil")
        assert "1 ink: ×2.20, shaky" not in told


@pytest.mark.parametrize("count", [2, 3, 6, 9])
@pytest.mark.parametrize("own", [0.4, 0.41, 1.0, 1.2, 2.5])
def test_as_many_as_asked_for_are_shown_with_the_plan_among_them(
    small_film: Path, own: float, count: int
) -> None:
    with Studio.open(small_film, read_only=True) as studio:
        base = choose(plan(1, "ink"), {"weight": own})
        along = studio._varying.along(base, "weight", count, studio.shooting.sight(FULL, 0.0).world)
    weights = [shown.weight for _, shown in along]
    assert len(along) == count
    assert weights == sorted(set(weights))
    assert sum(shown is base for _, shown in along) == 1
    if count > 2:
        assert (weights[0], weights[-1]) == (0.4, 2.5)


def test_the_light_of_the_scene_is_shown_beside_those_of_a_plan(small_film: Path, tmp_path: Path) -> None:
    with Studio.open(small_film) as studio:
        with studio.document.edit("Morning sun") as edit:
            edit.update("s1", light=model.Light(azimuth_deg=40))
        made, told = vary(studio, "light", tmp_path / "sheet.png")
    assert made == 8
    assert told[0] == "1 pencil: the light of the scene"


def test_what_cannot_be_is_one_line(small_film: Path, tmp_path: Path) -> None:
    with Studio.open(small_film) as studio:
        with pytest.raises(NotSupported, match="no choice 'mood'; choose one of light"):
            vary(studio, "mood", tmp_path / "sheet.png")
        with pytest.raises(NotSupported, match="Looseness changes nothing in the style clean"):
            vary(studio, "wobble", tmp_path / "sheet.png", style="clean")
        (tmp_path / "file").write_text("in the way")
        with pytest.raises(ExportError, match="cannot be written"):
            vary(studio, "scheme", tmp_path / "file" / "sheet.png")
        with studio.document.edit("Take the panel away") as edit:
            edit.remove(f"{FULL}-p")
        with pytest.raises(BadProject, match="Shot 1 has no panel"):
            vary(studio, "scheme", tmp_path / "sheet.png")
