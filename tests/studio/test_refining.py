"""A drawing at another size: the same choices, drawn again, with its parent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from PIL import Image

from previz.cli import main
from previz.errors import BadProject
from previz.gen.comfy.generator import ComfyGenerator
from previz.gen.controls import patched
from previz.gen.diffusion.generator import DiffusionGenerator
from previz.gen.going_on import gone_on
from previz.gen.request import MASK, FrameRequest, from_json, unused_controls
from previz.review.reasons import compare
from previz.scene import model
from previz.studio import Making, Studio
from previz.studio.choosing import select_take
from previz.studio.gaffer import set_light
from previz.studio.paper_over import bring_marks
from previz.studio.refining import Asked, Wish, enlarged, finished, refined, since
from previz.studio.trained import Trained
from previz.studio.workshop import Prepared
from tests.cli.command import assert_fails, inside
from tests.films import FULL, put_second_chair, record_take

SIZE = (120, 50)
LEFT = ((0.0, 0.0), (0.4, 0.0), (0.4, 0.4), (0.0, 0.4))
"""In widths of the picture."""


def drawn(studio: Studio, making: Making) -> model.Take:
    """A take of shot 1 with the request of a drawing, but a grey picture."""
    with studio._workshop() as workshop:
        (frame,) = workshop.plan([studio.find("1")], {FULL: "1"}, making)
        request = workshop.prepare(frame).request
    picture = record_take(studio, FULL, SIZE).image
    take = model.Take(
        id="drawn",
        panel_id="full-p",
        number=2,
        image=picture,
        request=studio.store.put_blob(request.to_json(), "requests/drawn.json"),
        generator="sketch",
        style=request.style,
        seed=request.seed,
        size_px=SIZE,
    )
    studio.document.record(take, "Take 2")
    with studio.document.edit("Select it") as edit:
        edit.update("full-p", selected_take_id=take.id)
    return take


def test_a_drawing_is_drawn_again_larger_with_all_its_choices(
    small_film: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Studio.open(small_film) as studio:
        by_hand = Making(size_px=SIZE, seed=9, style="ink", choices={"weight": "0.9"})
        draft = drawn(studio, by_hand)
        making, trained = finished(studio.store, draft)
        assert (making.size_px, making.again, trained) == ((1920, 800), draft, None)
        with studio._workshop() as workshop:
            (frame,) = workshop.plan([studio.find("1")], studio.listing.numbers().shots, making)
            workshop.write_plans([frame])
            (left,) = workshop.unfinished(studio.listing.numbers().shots)
            assert (left.plan, left.size_px, left.from_take) == (frame.plan, (1920, 800), 2)
            workshop.give_up(frame, "not now", cancelled=True)
    assert main(["refine", str(small_film), "--shot", "1", "--enlarge", "2"]) == 0
    with Studio.open(small_film, read_only=True) as studio:
        _, first, large = sorted(studio.document.of(model.Take), key=lambda take: take.number)
        assert (large.size_px, large.from_take, large.seed) == ((240, 100), 2, 9)
        plans = [from_json(studio.store.blob(take.request)).plan for take in (first, large)]
        assert plans[0] == plans[1]
        assert plans[0]["weight"] == 0.9


@pytest.fixture
def seen(small_film: Path) -> model.Take:
    """Take 3 of shot 1, a drawing that knows the stage as it stands."""
    with Studio.open(small_film) as studio:
        take = drawn(studio, Making(size_px=SIZE, seed=9))
        printed = studio.reviewing.fingerprint(studio.find("1"), 0.0)
        made = msgspec.structs.replace(take, id="seen", number=3, fingerprint=printed)
        studio.document.record(made, "Take 3")
    return made


def prepare(studio: Studio, asked: Asked) -> Prepared:
    with studio._workshop() as workshop:
        (frame,) = workshop.plan([studio.find("1")], {FULL: "1"}, *asked)
        return workshop.prepare(frame)


def test_nobody_goes_on_from_a_picture_of_a_stage_that_has_moved(small_film: Path, seen: model.Take) -> None:
    """It would count as fresh and show the old frame, or be called the same picture and show another."""
    with Studio.open(small_film) as studio, studio.document.edit("Move the camera") as edit:
        edit.update("c-full", keys=(_aside(studio),))
    ran = inside("refine", small_film, "--shot", "1", "--take", "3", "--enlarge", "2")
    assert_fails(ran, "Take 3 shows the stage as it was: camera moved", "Draw the panel anew")
    with Studio.open(small_film, read_only=True) as studio:
        assert len(studio.document.of(model.Take)) == 3
        with pytest.raises(BadProject, match="camera moved"):
            prepare(studio, refined(seen, Wish(generator="comfyui", light="dusk")))


def test_a_frame_that_somebody_found_still_true_is_gone_on_from(small_film: Path, seen: model.Take) -> None:
    area = refined(seen, Wish(generator="comfyui", region="Ada"))
    with Studio.open(small_film) as studio:
        with studio.document.edit("Move the camera") as edit:
            edit.update("c-full", keys=(_aside(studio),))
            edit.update("full-p", selected_take_id=seen.id)
        with pytest.raises(BadProject, match="say in the review that it is still true"):
            prepare(studio, area)
        panel = studio.document.need("full-p", model.Panel)
        studio.reviewing.affirm(panel, "Ada", "Nobody sees it.")
        assert since(studio, seen).why_not() == ""
        now = studio.reviewing.fingerprint(studio.find("1"), 0.0)
        assert prepare(studio, area).fingerprint["camera"] == now["camera"]
        with studio.document.edit("Move it again") as edit:
            edit.update("c-full", keys=(_aside(studio),))
        assert "camera moved" in since(studio, seen).why_not(), "from where it was found true"
        with pytest.raises(BadProject, match="camera moved"):
            prepare(studio, area)


def test_another_light_is_another_stage_for_all_but_the_way_that_changes_it(
    small_film: Path, seen: model.Take
) -> None:
    ways = [
        enlarged(None, seen, 2),  # type: ignore[arg-type]
        refined(seen, Wish(generator="comfyui", region="Ada")),
        refined(seen, Wish(generator="comfyui", lasso=LEFT)),
        refined(seen, Wish(generator="comfyui")),
    ]
    light = refined(seen, Wish(generator="comfyui", light="moonlight"))
    with Studio.open(small_film) as studio:
        for way in (*ways, light):
            prepare(studio, way)
        with studio.document.edit("Night falls") as edit:
            edit.update("s1", light=model.Light(time="night"))
        for way in ways:
            with pytest.raises(BadProject, match=r"as it was: light day → night.*Change only its light"):
                prepare(studio, way)
        fresh = prepare(studio, light).fingerprint
        assert fresh["light"].hash != seen.fingerprint["light"].hash
    ran = inside("refine", small_film, "--shot", "1", "--take", "3", "--enlarge", "2")
    assert_fails(ran, "light day → night")


def test_a_picture_from_a_file_is_measured_by_the_day_it_came_in(small_film: Path, tmp_path: Path) -> None:
    Image.new("RGB", SIZE, (90, 90, 90)).save(tmp_path / "painted.png")
    with Studio.open(small_film) as studio:
        panel = studio.document.need("full-p", model.Panel)
        take, _ = studio.exchange.add_picture(panel, tmp_path / "painted.png")
        asked = refined(take, Wish(generator="comfyui", region="Ada"))
        prepare(studio, asked)
        assert since(studio, take).why_not() == ""
        assert "what it shows is not known. Look" in since(studio, take).note()
        with studio.document.edit("Move the camera") as edit:
            edit.update("c-full", keys=(_aside(studio),))
        with pytest.raises(BadProject, match="Since take 1 was brought in, the stage has changed: camera"):
            prepare(studio, asked)
        select_take(studio.document, take)
        (row,) = (row for row in studio.shot_rows() if row.id == FULL)
        assert (row.stale, [why[:6] for why in row.panels[0].since]) == ((), ["camera"])
        studio.reviewing.affirm(panel, "Ada", "It was painted from here.")
        prepare(studio, asked)
        with pytest.raises(BadProject, match="nothing to affirm"):
            studio.reviewing.affirm(panel, "Ada", "Again.")
        early = record_take(studio, FULL, SIZE)  # before there was a camera to look through
        prepare(studio, refined(early, Wish(generator="comfyui", region="Ada")))
        assert "nor whether the stage has changed since" in since(studio, early).note()


def test_another_light_is_not_told_of_the_one_before(small_film: Path) -> None:
    with Studio.open(small_film) as studio:
        set_light(studio.document, FULL, time="day", azimuth_deg=180.0, kelvin=3000.0)
        take = record_take(studio, FULL, SIZE)
        kept = prepare(studio, refined(take, Wish(generator="comfyui", words="rain"))).request.prompt
        relit = prepare(studio, refined(take, Wish(generator="comfyui", light="moonlight"))).request.prompt
    assert "backlit, with a rim of light, warm light" in kept
    assert "moonlight" in relit
    assert not {"backlit", "warm light"} & set(relit.split(", "))


def test_of_two_chairs_the_one_that_was_meant_is_made_anew(small_film: Path) -> None:
    with Studio.open(small_film) as studio:
        put_second_chair(studio.document)
        take = record_take(studio, FULL, SIZE)
        masks = {
            region: np.asarray(
                prepare(studio, refined(take, Wish(generator="comfyui", region=region))).guides[MASK]
            )
            for region in ("chair2", "chair (left)", "chair (right)")
        }
        with pytest.raises(BadProject, match=r"say chair \((left|right)\) or chair"):
            prepare(studio, refined(take, Wish(generator="comfyui", region="Chair")))
    middle = SIZE[0] // 2
    left, right = masks["chair2"], masks["chair (right)"]
    assert (left == masks["chair (left)"]).all()
    assert left[:, :middle].max() > 200 > 20 > left[:, middle:].max()
    assert right[:, middle:].max() > 200 > 20 > right[:, :middle].max()


def _aside(studio: Studio) -> model.CameraKey:
    (key,) = studio.document.need("c-full", model.Track).keys
    assert isinstance(key, model.CameraKey)
    x, y, z = key.transform.position_m
    moved = msgspec.structs.replace(key.transform, position_m=(x + 0.6, y, z))
    return msgspec.structs.replace(key, transform=moved)


@pytest.mark.parametrize("place", [{"region": "Ben"}, {"lasso": LEFT}])
def test_paint_outside_the_area_is_not_in_the_frame(
    place: dict[str, Any], small_film: Path, tmp_path: Path
) -> None:
    """A stroke from edge to edge, of which the area holds a part."""
    stroke = np.zeros((SIZE[1], SIZE[0], 4), np.uint8)
    stroke[20:24] = (220, 40, 30, 255)
    Image.fromarray(stroke).save(tmp_path / "stroke.png")
    with Studio.open(small_film) as studio:
        take = record_take(studio, FULL, SIZE)
        paint = bring_marks(studio.store, tmp_path / "stroke.png").blob
        wish = Wish(paint=paint, generator="comfyui", feather=0.004, **place)
        with studio._workshop() as workshop:
            (frame,) = workshop.plan([studio.find("1")], {FULL: "1"}, *refined(take, wish))
            prepared = workshop.prepare(frame)
    parent = np.full((SIZE[1], SIZE[0], 3), (200, 198, 190), np.uint8)
    start, mask = (np.asarray(prepared.guides[name]) for name in ("init", "mask"))
    assert (mask == 255).any()
    assert (mask == 0).any()
    np.testing.assert_array_equal(start[mask == 0], parent[mask == 0])
    inside = (mask == 255) & (stroke[..., 3] == 255)
    assert inside.any()
    assert (start[inside] == (220, 40, 30)).all()
    made = np.full_like(parent, 60)
    after = gone_on(made, prepared.request, prepared.guides)
    np.testing.assert_array_equal(after[mask == 0], parent[mask == 0])
    np.testing.assert_array_equal(after, patched(made, parent, mask), "nor does it shine through the border")
    capable = (ComfyGenerator.capabilities, DiffusionGenerator.capabilities)
    assert not any("before" in word for one in capable for word in unused_controls(prepared.request, one))


def by_server(studio: Studio) -> tuple[model.Take, FrameRequest]:
    """A draft of shot 1 by a server, with the look of the day and the request that it was made with."""
    trained = Trained.held("comfyui", "", "faithful")
    making = Making(size_px=SIZE, seed=5)
    with studio._workshop() as workshop:
        (frame,) = workshop.plan([studio.find("1")], {FULL: "1"}, making, trained)
        prepared = workshop.prepare(frame)
    draft = msgspec.structs.replace(
        record_take(studio, FULL, SIZE, imported=False),
        id="draft",
        number=2,
        request=studio.store.put_blob(prepared.request.to_json(), "requests/draft.json"),
        generator="comfyui",
        fingerprint=prepared.fingerprint,
    )
    studio.document.record(draft, "Take 2")
    return draft, prepared.request


def say(studio: Studio, words: str, negative: str) -> None:
    with studio.document.edit("Words of the film") as edit:
        edit.update(model.PROJECT_ID, look=model.Look(words=words, negative=negative))


def test_a_final_is_told_what_its_draft_was_told(small_film: Path) -> None:
    with Studio.open(small_film) as studio:
        say(studio, "rain, sodium light", "neon")
        draft, before = by_server(studio)
        assert "sodium light" in before.prompt
        say(studio, "high summer", "snow")
        final = prepare(studio, finished(studio.store, draft))
        assert (final.request.prompt, final.request.negative) == (before.prompt, before.negative)
        assert "high summer" in prepare(studio, refined(draft, Wish())).request.prompt
        now = studio.reviewing.fingerprint(studio.find("1"), 0.0, draft)
        assert compare(final.fingerprint, now) == ["words changed"], "it shows the words of its draft"
        with studio._workshop() as workshop:  # and after a restart
            (frame,) = workshop.plan([studio.find("1")], {FULL: "1"}, *finished(studio.store, draft))
            workshop.write_plans([frame])
            (left,) = workshop.unfinished({FULL: "1"})
            assert workshop.prepare(left).request.prompt == before.prompt
            workshop.give_up(left, "not now", cancelled=True)


def test_a_drawing_keeps_the_words_that_are_written_into_its_file(small_film: Path) -> None:
    with Studio.open(small_film) as studio:
        say(studio, "rain, sodium light", "")
        draft = drawn(studio, Making(size_px=SIZE))
        say(studio, "high summer", "")
        assert "sodium light" in prepare(studio, finished(studio.store, draft)).request.prompt
