"""One thing varied: what a sheet offers, what it looks like, and that a pick is drawn exactly and stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest

from previz.errors import BadProject, NotSupported
from previz.scene import model
from previz.scene.blocking import camera_track
from previz.studio import Making, Studio
from previz.studio.planning import plan_of_take
from previz.studio.trained import Trained
from previz.studio.variations import LENS, SEED, STYLE, Variation, along, drawn, picked, set_lens
from tests.films import BARE, CLOSE, FULL

WIDTH = 96


@pytest.fixture
def studio(small_film: Path) -> Iterator[Studio]:
    with Studio.open(small_film) as made:
        yield made


def panel(studio: Studio, shot_id: str = FULL) -> model.Panel:
    return studio.document.need(f"{shot_id}-p", model.Panel)


def vary(studio: Studio, name: str, count: int = 4, shot_id: str = FULL) -> list[Variation]:
    return along(studio.snapshot(), studio.store, panel(studio, shot_id), name, count)


def test_each_kind_has_what_is_now_among_its_neighbours(studio: Studio) -> None:
    assert [one.words for one in vary(studio, SEED)] == ["seed 1", "seed 2", "seed 3", "seed 4"]
    styles = vary(studio, STYLE)
    assert len({one.plan.style for one in styles}) == len(styles) == 9
    lenses = vary(studio, LENS, 4)
    assert [one.lens_mm for one in lenses] == sorted(one.lens_mm or 0 for one in lenses)
    assert next(one.words for one in lenses if one.now) == "35 mm"
    weights = vary(studio, "weight", 4)
    assert weights[0].words.partition(",")[0] == "×0.40"
    for sheet in (vary(studio, SEED), styles, lenses, weights):
        assert sum(one.now for one in sheet) == 1
    with pytest.raises(BadProject):
        vary(studio, SEED, shot_id=BARE)


def test_a_drawing_that_is_a_take_is_known_while_it_is_true(studio: Studio) -> None:
    studio.generate([studio.find("1")], Making(seed=2, width_px=WIDTH), lambda *_: None)
    take = studio.document.children(f"{FULL}-p", model.Take)[-1]
    assert next(one for one in vary(studio, SEED) if one.words == "seed 2").take == take
    set_lens(studio.document, FULL, 50.0)
    assert [one.take for one in vary(studio, SEED)] == [None] * 4, "it shows another lens"


def test_what_changes_nothing_is_refused(studio: Studio) -> None:
    studio.generate([studio.find("1")], Making(style="wash", width_px=WIDTH), lambda *_: None)
    with pytest.raises(NotSupported, match="changes nothing"):
        vary(studio, "hatch")


def test_another_lens_shows_another_picture_and_touches_nothing(studio: Studio) -> None:
    now = studio.snapshot()
    wide, *_, tele = vary(studio, LENS, 9)
    a, b = (drawn(now, panel(studio), one, WIDTH) for one in (wide, tele))
    assert a.shape == b.shape
    assert np.abs(a.astype(int) - b).mean() > 5
    track = camera_track(studio.document, FULL)
    assert track is not None
    assert [key.focal_length_mm for key in track.keys if isinstance(key, model.CameraKey)] == [35]
    set_lens(studio.document, CLOSE, 100.0)
    push = camera_track(studio.document, CLOSE)
    assert push is not None
    assert [key.focal_length_mm for key in push.keys if isinstance(key, model.CameraKey)] == [100.0, 100.0]


def test_a_zoom_is_not_flattened(studio: Studio) -> None:
    track = camera_track(studio.document, CLOSE)
    assert track is not None
    wide, tight = (key for key in track.keys if isinstance(key, model.CameraKey))
    keys = wide, msgspec.structs.replace(tight, focal_length_mm=135.0)
    with studio.document.edit("Zoom") as edit:
        edit.update(track.id, keys=keys)
    for attempt in (
        lambda: set_lens(studio.document, CLOSE, 50.0),
        lambda: vary(studio, LENS, shot_id=CLOSE),
    ):
        with pytest.raises(BadProject, match="zooms between 75 and 135 mm"):
            attempt()
    assert camera_track(studio.document, CLOSE) == msgspec.structs.replace(track, keys=keys)
    assert vary(studio, SEED, shot_id=CLOSE)


def test_the_pick_is_drawn_as_it_was_shown_and_stands_unless_locked(studio: Studio) -> None:
    studio.generate([studio.find("1")], Making(width_px=WIDTH), lambda *_: None)
    bold = vary(studio, "weight")[-1]
    for locked in (False, True):
        stood = panel(studio).selected_take_id
        with studio.document.edit("Lock") as edit:
            edit.update(panel(studio).id, locked=locked)
        made = studio.generate(
            [studio.find("1")],
            picked(panel(studio), bold, WIDTH),
            lambda *_: None,
            Trained(generator="sketch"),
        )
        newest = studio.document.children(panel(studio).id, model.Take)[-1]
        assert made.made == 1
        assert plan_of_take(studio.store, newest) == bold.plan
        assert panel(studio).selected_take_id == (stood if locked else newest.id)
