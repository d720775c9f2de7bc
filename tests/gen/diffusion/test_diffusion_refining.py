"""What goes on from a take, on a tiny model: an area by hand, paint made real, other light, larger, final."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import cv2
import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from previz.errors import BadProject
from previz.gen.diffusion.families import FAMILIES
from previz.gen.going_on import relit
from previz.gen.models.settings import FOLDER
from previz.gen.request import Picture, Progress
from previz.scene import model
from previz.studio import Studio
from previz.studio.paper_over import bring_marks
from previz.studio.refining import Asked, Wish, enlarged, finished, refined
from previz.studio.workshop import Prepared
from tests.films import FULL, record_take

from .asking import Painter
from .shared import Painters

pytest.importorskip("torch", reason="the diffusion extra is not installed")
SIZE = (240, 100)
LASSO = ((0.6, 0.05), (0.95, 0.05), (0.95, 0.35), (0.6, 0.35))
"""In widths: on the right, away from the people."""


@pytest.fixture(autouse=True)
def folder(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER, str(models))


@pytest.fixture(scope="module")
def generator(painters: Painters) -> Painter:
    return painters


@pytest.fixture
def studio(small_film: Path) -> Iterator[Studio]:
    with Studio.open(small_film) as opened:
        yield opened


@pytest.fixture
def take(studio: Studio) -> model.Take:
    """A picture with something in it, as if it had come from elsewhere."""
    taken = record_take(studio, FULL, SIZE)
    picture = Image.new("RGB", SIZE, (200, 198, 190))
    ImageDraw.Draw(picture).rectangle((60, 20, 110, 90), (120, 90, 80), (10, 10, 10), 3)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return msgspec.structs.replace(taken, image=studio.store.put_blob(file.getvalue(), "takes/x.png"))


def prepared(studio: Studio, asked: Asked) -> Prepared:
    making, trained = asked
    with studio._workshop() as workshop:
        (frame,) = workshop.plan([studio.find("1")], {FULL: "1"}, making, trained)
        return workshop.prepare(frame)


def made(generator: Painter, sent: Prepared) -> NDArray[np.uint8]:
    """In this process: a worker would start the libraries for every picture."""
    last = list(generator.run(sent.request, sent.guides, lambda: False))[-1]
    assert isinstance(last, Picture)
    return last.pixels


def pixels(studio: Studio, take: model.Take) -> NDArray[np.uint8]:
    with Image.open(io.BytesIO(studio.store.blob(take.image))) as picture:
        return np.asarray(picture.convert("RGB"))


def test_only_what_a_lasso_holds_is_made_anew(studio: Studio, take: model.Take, generator: Painter) -> None:
    wish = Wish(lasso=LASSO, feather=0.01, words="a window", model="tiny-sd15", keep=0.1)
    sent = prepared(studio, refined(take, wish))
    assert sent.frame.from_take == take.number
    assert sent.request.prompt.endswith("a window")
    mask, before, after = np.asarray(sent.guides["mask"]), pixels(studio, take), made(generator, sent)
    assert 0.2 < (mask > 127).mean() < 0.3
    np.testing.assert_array_equal(after[mask == 0], before[mask == 0])
    assert (after[mask == 255] != before[mask == 255]).mean() > 0.5
    both = refined(take, Wish(lasso=LASSO, region="Ada", model="tiny-sd15"))
    assert not np.asarray(prepared(studio, both).guides["mask"]).any()
    with pytest.raises(BadProject, match="next to nothing"):
        prepared(studio, refined(take, Wish(lasso=tuple((x + 3, y) for x, y in LASSO), model="tiny-sd15")))


def test_what_is_painted_over_a_take_is_gone_on_from(
    studio: Studio, take: model.Take, generator: Painter, tmp_path: Path
) -> None:
    paint = Image.new("RGBA", (480, 200))
    ImageDraw.Draw(paint).ellipse((300, 40, 380, 120), (220, 40, 30, 255))
    paint.save(tmp_path / "hat.png")
    blob = bring_marks(studio.store, tmp_path / "hat.png").blob
    wish = Wish(paint=blob, model="tiny-sd15")
    sent = prepared(studio, refined(take, wish))
    start, mask, before = (
        np.asarray(one) for one in (sent.guides["init"], sent.guides["mask"], pixels(studio, take))
    )
    assert tuple(start[40, 170]) == (220, 40, 30)
    np.testing.assert_array_equal(start[:, :140], before[:, :140])
    assert mask[40, 170] == 255
    assert mask[40, 148] > 0
    assert mask[:, :130].max() == 0
    after = made(generator, sent)
    np.testing.assert_array_equal(after[mask == 0], before[mask == 0])
    assert sent.request.strengths["init"] == 0.45
    unpainted = prepared(studio, refined(take, Wish(lasso=LASSO, model="tiny-sd15", keep=0.45)))
    inside = (mask == 255) & (np.asarray(unpainted.guides["mask"]) == 255)
    assert (after[inside] != made(generator, unpainted)[inside]).any()
    everywhere = prepared(studio, refined(take, msgspec.structs.replace(wish, everywhere=True)))
    assert "mask" not in everywhere.guides


def test_another_light_leaves_every_form_where_it_is(
    studio: Studio, take: model.Take, generator: Painter
) -> None:
    sent = prepared(studio, refined(take, Wish(light="one candle", model="tiny-sd15")))
    assert sent.request.adherence == "strict"
    assert sent.request.prompt.endswith("one candle")
    after = made(generator, sent)
    whole = msgspec.structs.replace(sent.request.refine, only_light=False)
    free = msgspec.structs.replace(sent.request, refine=whole)
    painted = list(generator.run(free, sent.guides, lambda: False))[-1]
    assert isinstance(painted, Picture)
    before = pixels(studio, take)
    np.testing.assert_array_equal(after, relit(painted.pixels, before))
    assert (after != before).mean() > 0.5
    with pytest.raises(BadProject, match="not both at once"):
        refined(take, Wish(light="dusk", paint="0" * 64))


def test_a_picture_is_enlarged_piece_by_piece(
    studio: Studio, take: model.Take, generator: Painter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FAMILIES, "sd15", msgspec.structs.replace(FAMILIES["sd15"], budget_px=192 * 192))
    sent = prepared(studio, enlarged(studio.store, take, 2, Wish(model="tiny-sd15", words="fine grain")))
    assert sent.request.size_px == (480, 200)
    assert np.asarray(sent.guides["depth"]).shape[:2] == (100, 240)
    told = list(generator.run(sent.request, sent.guides, lambda: False))
    last = told[-1]
    assert isinstance(last, Picture)
    assert last.pixels.shape == (200, 480, 3)
    said = [step.text for step in told if isinstance(step, Progress)]
    assert any(text.startswith("Piece 1 of 6: step") for text in said)
    before = pixels(studio, take)
    back = np.asarray(Image.fromarray(last.pixels).resize(SIZE, Image.Resampling.BOX))
    coarse = [cv2.GaussianBlur(one.astype(np.float32), (0, 0), 8)[10:-10, 10:-10] for one in (back, before)]
    assert np.abs(coarse[0] - coarse[1]).max() < 6
    assert last.pixels[100:, 300:].std() > before[50:, 150:].std() + 0.5
    assert sent.judge is not None
    assert sent.judge.judged(last.pixels) is not None
    with pytest.raises(BadProject, match="choose 2 to 4 times"):
        enlarged(studio.store, take, 7)
    free = enlarged(studio.store, take, 2, Wish(model="tiny-zimage"))[1]
    assert free is not None
    assert set(free.strengths) == {"init"}


def test_a_draft_becomes_final_with_what_it_was_made_with(studio: Studio, take: model.Take) -> None:
    with pytest.raises(BadProject, match="was brought in"):
        finished(studio.store, take)
    making, trained = refined(take, Wish(model="tiny-sd15", words="at sea", adherence="loose"))
    sent = prepared(studio, (making, trained))
    stored = studio.store.put_blob(sent.request.to_json(), "requests/draft.json")
    draft = msgspec.structs.replace(
        take, request=stored, imported=False, generator="diffusers", model="tiny-sd15", seed=77, number=3
    )
    again = prepared(studio, finished(studio.store, draft))
    assert again.request.size_px == (1920, 800)
    assert (again.request.seed, again.request.model, again.frame.from_take) == (77, "tiny-sd15", 3)
    assert again.request.strengths == sent.request.strengths | {"init": 0.55}
    assert again.request.prompt == sent.request.prompt
    with pytest.raises(BadProject, match="no draft"):
        finished(studio.store, msgspec.structs.replace(draft, size_px=(1920, 804)))
