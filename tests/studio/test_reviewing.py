"""A frame knows whether it is still true, from the staged world to the words on the list."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from previz.errors import BadProject
from previz.review.pushback import written
from previz.scene import model
from previz.studio import Making, Studio
from previz.studio.reviewing import Approval
from previz.studio.shot_book import new_panel
from previz.studio.steering import asked_for
from tests.films import BARE, CLOSE, FULL


@pytest.fixture(scope="module")
def drawn_master(small_film_master: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small film with one take for each of its two framed shots."""
    path = tmp_path_factory.mktemp("drawn") / "drawn.previz"
    path.write_bytes(small_film_master.read_bytes())
    with Studio.open(path) as studio:
        shots = [studio.document.need(id, model.Shot) for id in (FULL, CLOSE)]
        outcome = studio.generate(shots, Making(size_px=(96, 40)), lambda *_: None)
        assert (outcome.made, outcome.failed) == (2, [])
    return path


@pytest.fixture
def studio(drawn_master: Path, tmp_path: Path) -> Iterator[Studio]:
    path = tmp_path / "drawn.previz"
    path.write_bytes(drawn_master.read_bytes())
    with Studio.open(path) as opened:
        yield opened


def stale(studio: Studio) -> dict[str, tuple[str, ...]]:
    return {row.id: row.stale for row in studio.shot_rows()}


def move(studio: Studio, track_id: str, **changes: object) -> None:
    document = studio.document
    track = document.need(track_id, model.Track)
    key = msgspec.structs.replace(track.keys[0], **changes)
    with document.edit("Move") as edit:
        edit.update(track_id, keys=(key, *track.keys[1:]))


def test_a_fresh_frame_is_true_after_reading_it_back(studio: Studio) -> None:
    assert stale(studio) == {FULL: (), CLOSE: (), BARE: ()}


def test_moving_somebody_tells_who_and_how_far_where_it_shows(studio: Studio) -> None:
    move(studio, "t-ben", position_m=(-1.3, 0.0, -0.3))
    reasons = stale(studio)
    assert any("Ben moved 0.4 m" in reason or "Ben moved 0.40 m" in reason for reason in reasons[FULL])
    assert reasons[CLOSE] == (), "Ben is not in the close-up"


def test_moving_what_nobody_sees_leaves_all_frames_fresh(studio: Studio) -> None:
    with studio.document.edit("Carry a crate behind the camera") as edit:
        behind = model.Transform(position_m=(0.0, 0.0, 9.0))
        edit.put(
            model.Item(id="crate", stage_id="room", name="crate", piece="box", transform=behind, order="z")
        )
    assert stale(studio) == {FULL: (), CLOSE: (), BARE: ()}


def test_another_lens_another_stop_another_light(studio: Studio) -> None:
    move(studio, "c-full", focal_length_mm=50.0)
    assert any("lens 35 → 50 mm" in reason for reason in stale(studio)[FULL])
    assert stale(studio)[CLOSE] == ()
    with studio.document.edit("Night falls") as edit:
        edit.update("s1", light=model.Light(time="night"))
    assert any("day → night" in reason for reason in stale(studio)[CLOSE])


def test_undo_makes_a_frame_true_again(studio: Studio) -> None:
    move(studio, "t-ada", heading_deg=40.0)
    assert stale(studio)[FULL]
    studio.document.undo()
    assert stale(studio)[FULL] == ()


def test_a_shot_that_lost_its_camera_is_stale_and_says_so(studio: Studio) -> None:
    with studio.document.edit("Strike the camera") as edit:
        edit.remove("c-full")
    row = next(row for row in studio.shot_rows() if row.id == FULL)
    assert "This shot has no camera; frame it before it is drawn." in row.stale
    assert row.size == ""


def test_only_a_named_person_approves_and_only_what_exists(studio: Studio) -> None:
    full, bare = studio.find("1"), studio.find("1B")
    with pytest.raises(BadProject, match="needs a name"):
        studio.approve(full, "  ")
    with pytest.raises(BadProject, match="no frame"):
        studio.approve(bare, "Ada")
    assert studio.store.ledger.verdicts() == []
    assert studio.approve(full, "Ada", "Yes.") == Approval(1)
    verdict = studio.store.ledger.verdicts()[0]
    assert (verdict.state, verdict.who, verdict.why) == ("approved", "Ada", "Yes.")
    assert set(verdict.fingerprint) == {"camera", "blocking", "set", "light", "look", "words"}


def test_several_panels_at_once_overrule_nobody(studio: Studio) -> None:
    reviewing, document = studio.reviewing, studio.document
    first = document.need(f"{FULL}-p", model.Panel)
    second = document.need(new_panel(document, FULL, 0.5), model.Panel)
    bare = document.need(f"{BARE}-p", model.Panel)
    approval = studio.approve(studio.find("1"), "Ada")
    assert approval == Approval(1, ("1 B has no frame yet; draw it first",))
    reviewing.judge(first, "changes", "R. Okafor", "Lower.")
    reviewing.judge(second, "omitted", "R. Okafor")
    with pytest.raises(BadProject, match=r"1 A waits for the changes that R. Okafor.*1 B is omitted"):
        studio.approve(studio.find("1"), "Ada")
    close = document.need(f"{CLOSE}-p", model.Panel)
    assert reviewing.approve_panels([first, second, bare, close], "Ada").count == 1
    said = {id: standing.status for id, standing in reviewing.statuses().items()}
    assert [said[panel.id] for panel in (first, second, bare, close)] == [
        "changes",
        "omitted",
        "draft",
        "approved",
    ]


def test_a_panel_is_omitted_before_it_is_drawn_and_a_draft_when_it_comes_back(studio: Studio) -> None:
    reviewing, panel = studio.reviewing, studio.document.need(f"{BARE}-p", model.Panel)
    with pytest.raises(BadProject, match="draw it first"):
        reviewing.judge(panel, "review", "Ada")
    reviewing.judge(panel, "omitted", "Ada")
    assert reviewing.statuses()[panel.id].status == "omitted"
    assert studio.verify() == []
    with pytest.raises(BadProject, match="draw it first"):
        reviewing.judge(panel, "approved", "Ada")
    reviewing.judge(panel, "review", "Ada")
    assert reviewing.statuses()[panel.id].status == "draft"


def test_an_approval_stays_and_is_marked_when_the_shot_changes(studio: Studio) -> None:
    studio.approve(studio.find("1"), "Ada")
    move(studio, "t-ada", position_m=(0.5, 0.0, 0.0))
    row = next(row for row in studio.shot_rows() if row.id == FULL)
    assert row.status == "approved"
    assert row.stale
    assert row.approved_by == "Ada"


def test_a_frame_goes_back_with_reasons_and_a_new_take_is_a_draft_again(studio: Studio) -> None:
    panel = studio.document.need(f"{FULL}-p", model.Panel)
    with pytest.raises(BadProject, match="what should change"):
        studio.reviewing.judge(panel, "changes", "R. Okafor", " ")
    verdict = studio.reviewing.judge(panel, "changes", "R. Okafor", written(["eyeline"], "To the left."))
    assert (verdict.why, verdict.image) == ("Eyeline: To the left.", studio.reviewing.selected(panel).image)  # type: ignore[union-attr]
    row = next(row for row in studio.shot_rows() if row.id == FULL)
    assert (row.panels[0].status, row.panels[0].said) == ("changes", "Eyeline: To the left.")
    assert row.panels[0].said_by == "R. Okafor"
    studio.generate([studio.find("1")], Making(size_px=(96, 40)), lambda *_: None)
    second = studio.document.children(panel.id, model.Take)[-1]
    with studio.document.edit("Select") as edit:
        edit.update(panel.id, selected_take_id=second.id)
    assert next(row for row in studio.shot_rows() if row.id == FULL).status == "draft"


def test_a_frame_and_the_newer_one_beside_it_are_measured_by_one_look_at_the_stage(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    shot, panel = studio.find("1"), studio.document.need(f"{FULL}-p", model.Panel)
    move(studio, "t-ben", position_m=(-1.3, 0.0, -0.3))
    studio.generate([shot], Making(size_px=(96, 40)), lambda *_: None)
    looks: list[float] = []
    measured = studio.reviewing.fingerprint
    monkeypatch.setattr(
        studio.reviewing, "fingerprint", lambda shot, at, *by: looks.append(at) or measured(shot, at, *by)
    )
    stand = studio.reviewing.standings_of(shot)[panel.id]
    assert stand.stale
    assert stand.newer == studio.document.children(panel.id, model.Take)[-1]
    assert len(looks) == 1
    move(studio, "t-ben", position_m=(-1.6, 0.0, -0.3))
    assert studio.reviewing.standings_of(shot)[panel.id].newer is None, "it is stale as well"


def test_a_picture_from_a_file_is_new_beside_a_stale_frame_only_if_it_came_after_the_change(
    studio: Studio, tmp_path: Path
) -> None:
    shot, panel = studio.find("1"), studio.document.need(f"{FULL}-p", model.Panel)
    drawing = tmp_path / "a.png"
    Image.new("RGB", (96, 40), "white").save(drawing)
    studio.exchange.add_picture(panel, drawing)
    move(studio, "t-ben", position_m=(-1.3, 0.0, -0.3))
    stand = studio.reviewing.standings_of(shot)[panel.id]
    assert stand.stale
    assert stand.newer is None
    came, _ = studio.exchange.add_picture(panel, drawing)
    assert studio.reviewing.standings_of(shot)[panel.id].newer == came


def test_still_true_takes_the_mark_away_until_the_shot_changes_again(studio: Studio) -> None:
    panel = studio.document.need(f"{FULL}-p", model.Panel)
    studio.approve(studio.find("1"), "Ada")
    with pytest.raises(BadProject, match="nothing to affirm"):
        studio.reviewing.affirm(panel, "Ada", "Fine.")
    move(studio, "t-ben", position_m=(-1.3, 0.0, -0.3))
    with pytest.raises(BadProject, match="name and a reason"):
        studio.reviewing.affirm(panel, "Ada", "")
    verdict = studio.reviewing.affirm(panel, "Ada", "Nobody sees it.")
    assert (verdict.state, verdict.why) == ("approved", "Still true: Nobody sees it.")
    row = next(row for row in studio.shot_rows() if row.id == FULL)
    assert (row.status, row.stale) == ("approved", ())
    move(studio, "t-ben", position_m=(-1.6, 0.0, -0.3))
    reasons = stale(studio)[FULL]
    assert any("0.3 m" in reason or "0.30 m" in reason for reason in reasons), "from where it was affirmed"
    assert studio.verify() == []


def test_still_true_leaves_who_approved_and_what_was_asked_for(studio: Studio) -> None:
    panel = studio.document.need(f"{FULL}-p", model.Panel)
    studio.reviewing.judge(panel, "changes", "Ada", written(["legibility"], "Thicker."))
    asked = asked_for(studio.store, studio.reviewing, panel)
    move(studio, "t-ben", position_m=(-1.3, 0.0, -0.3))
    studio.reviewing.affirm(panel, "Ben", "Nobody sees it.")
    assert asked_for(studio.store, studio.reviewing, panel) == asked != ()
    row = next(row for row in studio.listing.words() if row.id == FULL).panels[0]
    assert (row.status, row.said, row.said_by) == ("changes", "Legibility: Thicker.", "Ada")
    studio.reviewing.judge(panel, "approved", "Ada")
    move(studio, "t-ben", position_m=(-1.6, 0.0, -0.3))
    verdict = studio.reviewing.affirm(panel, "Ben", "Nor this.")
    row = next(row for row in studio.shot_rows() if row.id == FULL).panels[0]
    assert (row.status, row.approved_by, row.verdict) == ("approved", "Ada", verdict.number)


def test_a_rewritten_script_is_told_on_the_page_of_verdicts_and_not_affirmed(studio: Studio) -> None:
    studio.approve(studio.find("1"), "Ada")
    with studio.document.edit("Cut a line") as edit:
        edit.update(FULL, covers=(model.Covered(passage_id="gone", was="Out!"),))
    assert studio.listing.verdicts()[0].stale
    panel = studio.document.need(f"{FULL}-p", model.Panel)
    with pytest.raises(BadProject, match="accept the new words in the Script room"):
        studio.reviewing.affirm(panel, "Ada", "Fine.")


def test_a_shot_that_was_sent_back_says_which_take_has_come_since(studio: Studio) -> None:
    panel = studio.document.need(f"{FULL}-p", model.Panel)
    shot = studio.document.need(FULL, model.Shot)
    studio.reviewing.judge(panel, "changes", "Ada", "Lower.")
    with pytest.raises(BadProject, match=r"waits for the changes that Ada asked for\.$"):
        studio.approve(shot, "Di")
    studio.generate([shot], Making(size_px=(96, 40)), lambda *_: None)
    with pytest.raises(BadProject, match="asked for; take 2 is new beside it"):
        studio.approve(shot, "Di")
