"""A final follows people's words, pictures and LoRAs as its draft did, whatever the cast sheet says now."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PIL import Image

from previz.gen.models.settings import FOLDER
from previz.gen.request import FrameRequest, Reference
from previz.review.reasons import compare
from previz.scene import model
from previz.studio import Making, Studio
from previz.studio.choosing import select_take
from previz.studio.looks import change_look
from previz.studio.reference_pictures import (
    bring_picture,
    character_named,
    describe,
    remove_pictures,
    set_lora,
)
from previz.studio.refining import Wish, finished, refined, to_follow
from previz.studio.trained import Trained
from previz.studio.workshop import Prepared
from tests.films import FULL, record_take
from tests.gen.models.shelf import add_base, add_lora, add_net

SIZE = (240, 100)
RIGHTS = "A. Actor, consent for this film, 3 May"


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "models"
    monkeypatch.setenv(FOLDER, str(folder))
    add_base(folder, "xl", "StableDiffusionXLPipeline", 2048)
    add_net(folder, "union", "ControlNetUnionModel", 2048)
    for name in ("ada-first", "ada-second"):
        add_lora(folder, name, 2048)
    return folder


@pytest.fixture
def studio(small_film: Path) -> Iterator[Studio]:
    with Studio.open(small_film) as made:
        yield made


def picture(studio: Studio, folder: Path, level: int, who: str = "Ada") -> None:
    Image.new("RGB", (60, 40), (level, 120, 90)).save(folder / "face.png")
    bring_picture(studio.document, studio.store, who, folder / "face.png", RIGHTS)


def asked(studio: Studio, making: Making, trained: Trained | None) -> Prepared:
    with studio._workshop() as workshop:
        (frame,) = workshop.plan([studio.find("1")], {FULL: "1"}, making, trained)
        return workshop.prepare(frame)


def kept(studio: Studio, prepared: Prepared, **changes: object) -> model.Take:
    """The draft as a take, with its request; ``changes`` of that."""
    request: FrameRequest = msgspec.structs.replace(prepared.request, **changes)
    take = msgspec.structs.replace(
        record_take(studio, FULL, SIZE, imported=False),
        id="draft",
        number=2,
        request=studio.store.put_blob(request.to_json(), "requests/draft.json"),
        generator="diffusers",
        model="xl",
        fingerprint=prepared.fingerprint,
    )
    studio.document.record(take, "Take 2")
    return take


@pytest.fixture
def draft(studio: Studio, tmp_path: Path) -> Prepared:
    """One of a woman of thirty, with a picture, a style and a LoRA, after which all of it was changed."""
    describe(studio.document, "Ada", "a woman of thirty")
    picture(studio, tmp_path, 200)
    set_lora(studio.document, "Ada", model.CharacterLora(file="ada-first", weight=0.6, family="sdxl"))
    Image.new("RGB", (50, 50), (9, 9, 200)).save(tmp_path / "style.png")
    style = studio.store.put_blob((tmp_path / "style.png").read_bytes(), "references/style.png")
    change_look(studio.document, {"pictures": (model.ReferencePicture(image=style, rights="us"),)})
    prepared = asked(studio, Making(size_px=SIZE), Trained.held("diffusers", "xl", "faithful"))
    assert [one.kind for one in prepared.request.references] == ["person", "style"]
    describe(studio.document, "Ada", "an old man")
    describe(studio.document, "Ben", "a boy")
    remove_pictures(studio.document, "Ada")
    picture(studio, tmp_path, 20)
    picture(studio, tmp_path, 30, "Ben")
    set_lora(studio.document, "Ada", model.CharacterLora(file="ada-second"))
    change_look(studio.document, {"pictures": (), "depth_range_m": (1.0, 9.0)})
    return prepared


def test_words_pictures_and_loras_of_a_final_are_those_of_its_draft(studio: Studio, draft: Prepared) -> None:
    take = kept(studio, draft)
    assert to_follow(studio, take, finished(studio.store, take)) == (1, 1)
    assert to_follow(studio, take, refined(take, Wish())) == (0, 2), "Ada's and Ben's of today"
    final = asked(studio, *finished(studio.store, take))
    before, after = draft.request, final.request
    assert [(one.name, one.words) for one in after.regions] == [
        (one.name, one.words) for one in before.regions
    ]
    assert "a woman of thirty" in after.regions[0].words
    assert (after.loras, after.lora_families) == ({"ada-first": 0.6}, {"ada-first": "sdxl"})
    assert after.references == before.references
    for one in after.references:
        np.testing.assert_array_equal(final.guides[one.guide], draft.guides[one.guide])
    assert after.depth_range_m == before.depth_range_m
    assert final.judge is not None
    assert final.judge.left_out == ()
    now = studio.reviewing.fingerprint(studio.find("1"), 0.0, take)
    told = compare(final.fingerprint, now)
    assert told == compare(draft.fingerprint, now), "it is as stale as its draft"
    assert told


def test_a_final_takes_over_nothing_that_a_person_found_still_true_of_its_draft(
    studio: Studio, draft: Prepared
) -> None:
    take = kept(studio, draft)
    select_take(studio.document, take)
    studio.reviewing.affirm(studio.document.need(take.panel_id, model.Panel), "Ada", "Nobody sees it.")
    final = asked(studio, *finished(studio.store, take))
    now = studio.reviewing.fingerprint(studio.find("1"), 0.0, take)
    told = compare(draft.fingerprint, now)
    assert told
    assert compare(final.fingerprint, now) == told


def test_people_are_found_again_by_their_names(studio: Studio, draft: Prepared) -> None:
    """Numbers of people are counted anew when somebody before them leaves the film."""
    (ada,) = draft.request.regions
    moved = tuple(msgspec.structs.replace(one, object_id=ada.object_id + 40) for one in draft.request.regions)
    pictures = tuple(
        msgspec.structs.replace(one, object_id=one.object_id + 40) if one.object_id else one
        for one in draft.request.references
    )
    final = asked(studio, *finished(studio.store, kept(studio, draft, regions=moved, references=pictures)))
    assert [one.object_id for one in final.request.regions] == [ada.object_id]
    assert [one.object_id for one in final.request.references] == [ada.object_id, 0]


def test_what_is_not_there_any_more_is_said(studio: Studio, draft: Prepared) -> None:
    gone = tuple(msgspec.structs.replace(one, blob="0" * 64) for one in draft.request.references)
    nobody = tuple(msgspec.structs.replace(one, name="Zoe", object_id=9) for one in draft.request.regions)
    final = asked(studio, *finished(studio.store, kept(studio, draft, references=gone, regions=nobody)))
    assert (final.request.references, final.request.regions) == ((), ())
    assert final.judge is not None
    assert final.judge.left_out == (
        "words of Zoe by region: nobody is called that any more",
        "pictures of Ada: one that the draft followed is not in the film any more",
        "pictures of style: one that the draft followed is not in the film any more",
    )


def test_a_draft_of_an_older_version_has_its_pictures_found_by_their_pixels(
    studio: Studio, draft: Prepared, tmp_path: Path
) -> None:
    bare = tuple(msgspec.structs.replace(one, blob="", name="") for one in draft.request.references)
    take = kept(studio, draft, references=bare)
    final = asked(studio, *finished(studio.store, take))
    assert final.request.references == ()
    picture(studio, tmp_path, 200)
    final = asked(studio, *finished(studio.store, take))
    (face,) = final.request.references
    assert np.asarray(final.guides[face.guide])[0, 0].tolist() == [200, 120, 90]


def nameless(draft: Prepared, **changes: object) -> tuple[Reference, ...]:
    """The pictures of people as an older version asked for them."""
    people = [one for one in draft.request.references if one.kind == "person"]
    return tuple(msgspec.structs.replace(one, blob="", name="", **changes) for one in people)


def test_a_picture_without_a_name_goes_to_whoever_has_it(
    studio: Studio, draft: Prepared, tmp_path: Path
) -> None:
    """Numbers are of the day of the draft: by now somebody else may have this one."""
    (ada,) = draft.request.regions
    picture(studio, tmp_path, 200)
    other = nameless(draft, object_id=ada.object_id + 1)
    final = asked(studio, *finished(studio.store, kept(studio, draft, references=other)))
    assert [(one.object_id, one.name) for one in final.request.references] == [(ada.object_id, "Ada")]


def test_a_picture_without_a_name_that_may_be_of_somebody_else_is_left_out_and_told(
    studio: Studio, draft: Prepared, tmp_path: Path
) -> None:
    for who in ("Ada", "Ben"):
        picture(studio, tmp_path, 200, who)
    take = kept(studio, draft, references=nameless(draft))
    final = asked(studio, *finished(studio.store, take))
    assert final.request.references == ()
    assert final.judge is not None
    assert final.judge.left_out == ("pictures of a person: whom one shows is not known any more",)


def test_a_damaged_picture_among_those_of_today_stops_no_final(
    studio: Studio, draft: Prepared, tmp_path: Path
) -> None:
    damaged = studio.store.put_blob(b"no picture", "references/damaged.png")
    ben = character_named(studio.document, "Ben")
    with studio.document.edit("A damaged picture") as edit:
        edit.update(ben.id, pictures=(model.ReferencePicture(image=damaged, rights="us"),))
    picture(studio, tmp_path, 200)
    take = kept(studio, draft, references=nameless(draft))
    final = asked(studio, *finished(studio.store, take))
    assert [one.name for one in final.request.references] == ["Ada"]
