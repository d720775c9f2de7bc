from collections.abc import Iterator
from dataclasses import replace

import pytest

from previz.assets import asset
from previz.cli.coverage import _kept
from previz.errors import BadProject, CannotFrame
from previz.grammar import continuity
from previz.grammar.findings import Finding, Said
from previz.grammar.terms import SIZES
from previz.scene import model
from previz.script import covering, reading
from previz.studio import Studio, casting
from previz.studio.checking import Checking
from previz.studio.coverage import Coverer, Proposed, _settled_side, accept, running_time_s
from previz.studio.screenplay import import_script
from tests.films import put_face_to_face

SCRIPT = "INT. ROOM - DAY\n\nThey stand.\n\nADA\nShut it.\n\nBEN\nYou shut it.\n\nADA\nNo.\n"


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    with Studio.create(tmp_path_factory.mktemp("film") / "a.previz", "A") as project:
        document = project.document
        put_face_to_face(document)
        import_script(document, reading.read_bytes("a.fountain", SCRIPT.encode(), "fountain"))
        yield project


def test_every_set_up_is_a_camera_and_the_film_of_them_cuts(film: Studio) -> None:
    rows = Coverer(film.document, "s1").propose()
    assert sorted(row.name for row in rows if row.camera) == [
        "Ada over Ben's shoulder",
        "Ben over Ada's shoulder",
        "Master",
        "Single Ada",
        "Single Ben",
        "Two-shot Ada, Ben",
    ]
    lenses = {row.setup.role: set[float]() for row in rows}
    for row in rows:
        lenses[row.setup.role].add(row.setup.focal_length_mm)
    assert all(len(focal) == 1 for focal in lenses.values())
    assert lenses["master"].pop() < lenses["over"].pop() < lenses["single"].pop()
    made = accept(film.document, "s1", [row for row in rows if row.camera])
    assert film.document.history[-1].label == "Keep 6 set-ups"
    assert Checking(film).film() == []
    master = film.document.need(made[0], model.Shot)
    passages = covering.passages_by_scene(film.document)["s1"]
    assert [one.passage_id for one in master.covers] == [one.id for one in passages[1:]]
    assert covering.gaps(passages, film.document.of(model.Shot)) == []
    film.document.undo()
    assert film.document.of(model.Shot) == []


def test_what_does_not_cut_says_with_which_of_those_that_are_proposed(
    film: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    coverer = Coverer(film.document, "s1")
    lens_mm = next(row.camera.focal_length_mm for row in coverer.propose() if row.setup.role == "two-shot")
    jump = Finding("jump", "", "", Said("Ada jumps"), 0, 0)
    monkeypatch.setattr(
        continuity,
        "check_cut",
        lambda out, into: [jump] if lens_mm in (out.focal_length_mm, into.focal_length_mm) else [],
    )
    rows = coverer.propose()
    assert [row.setup.reason for row in rows if not row.camera] == ["It does not cut with Master. Ada jumps."]
    assert len(rows) == 6


def test_a_run_of_the_scene_says_what_happens_and_between_which_lines(film: Studio) -> None:
    rows = {row.name: row for row in Coverer(film.document, "s1").propose() if row.camera}
    made = accept(film.document, "s1", [rows["Master"], rows["Single Ben"]])
    master, single = (film.document.need(id, model.Shot) for id in made)
    assert master.action == "Master, from “Shut it” to “No”. They stand."
    assert master.dialogue == ()
    assert single.action == "Single Ben"
    assert single.dialogue == (("BEN", "You shut it."),)
    film.document.undo()


def test_the_times_of_a_scenes_coverage_are_the_scenes_and_not_its_multiple(film: Studio) -> None:
    """Three speeches and a line of action, filmed by a master and by two singles that share them with it."""
    rows = [row for row in Coverer(film.document, "s1").propose() if row.camera]
    master, *singles = (row for row in rows if row.setup.role in ("master", "single"))
    long = [
        replace(row, covers=tuple(one for one in row.covers for _ in range(40))) for row in (master, *singles)
    ]
    made = accept(film.document, "s1", long)
    together = sum(film.document.need(id, model.Shot).duration_s for id in made)
    alone = running_time_s(film.document, long[0].covers)
    assert alone > 60
    assert together == pytest.approx(alone, abs=1.0), "half a second each of rounding"
    film.document.undo()


def test_no_camera_looks_in_at_a_window_from_outside(film: Studio) -> None:
    """A room with windows all round, in which a wide master has no place but for one beyond the glass."""
    size = {"width": 6.0, "depth": 6.0}
    panes = ", ".join(f"{side}:window@0x4.5x1.5 sill 0.8" for side in "NSEW")
    with film.document.edit("Glaze the room") as edit:
        edit.put(
            model.Item(
                id="glass",
                stage_id="room",
                name="room",
                piece="room",
                params={**size, "openings": panes},
                order="z",
            )
        )
    rows = [row for row in Coverer(film.document, "s1").propose() if row.camera]
    assert rows
    for row in rows:
        assert row.camera is not None
        x, _, z = row.camera.transform.position_m
        assert max(abs(x), abs(z)) < 3.0, row.name
    film.document.undo()


def test_what_is_not_staged_cannot_be_covered(film: Studio) -> None:
    with film.document.edit("Strike the set") as edit:
        edit.update("s1", stage_id=None, number="7")
    with pytest.raises(BadProject, match="Scene 1 has no stage yet"):
        Coverer(film.document, "s1")
    film.document.undo()
    with film.document.edit("Send them home") as edit:
        edit.remove("t-ada")
        edit.remove("t-ben")
    with pytest.raises(BadProject, match="Nobody stands on the set"):
        Coverer(film.document, "s1")
    film.document.undo()


def test_what_was_proposed_is_not_kept_without_its_stage_or_its_people(film: Studio) -> None:
    document = film.document
    rows = [row for row in Coverer(document, "s1").propose() if row.camera]
    with document.edit("Strike the set") as edit:
        edit.update("s1", stage_id=None)
    with pytest.raises(BadProject, match="Scene 1 has no stage yet; stage it first"):
        accept(document, "s1", rows)
    document.undo()
    with document.edit("Send Ben home") as edit:
        edit.remove("t-ben")
    with pytest.raises(BadProject, match="“Single Ben” shows who is not on the set any more"):
        accept(document, "s1", [row for row in rows if row.name == "Single Ben"])
    document.undo()
    assert document.of(model.Shot) == []


def test_a_shot_on_the_line_settles_no_side(film: Studio) -> None:
    one, other = Coverer(film.document, "s1")._people
    pair = (one, other)
    on, left, right = (
        model.CameraKey(transform=model.Transform(position_m=place))
        for place in ((4.0, 1.5, 0.05), (0.0, 1.5, 3.0), (0.0, 1.5, -3.0))
    )
    assert _settled_side([on], pair) is None
    sides = {_settled_side([on, camera], pair) for camera in (left, right)}
    assert sides == {"L", "R"}


def test_a_set_up_that_is_asked_for_twice_is_kept_once(film: Studio) -> None:
    assert _kept(["one", "two"], ["2", "1", "2"]) == ["two", "one"]  # type: ignore[list-item,comparison-overlap]


def test_a_film_crosses_the_line_when_it_is_told_to(film: Studio) -> None:
    document = film.document

    def two_shot(across: bool) -> list[Proposed]:
        rows = Coverer(document, "s1").propose(across)
        return [row for row in rows if row.camera and row.name == "Two-shot Ada, Ben"]

    accept(document, "s1", two_shot(False))
    accept(document, "s1", two_shot(False))
    assert "line" not in [found.rule for found in Checking(film).film()]
    document.undo()
    accept(document, "s1", two_shot(True))
    assert "line" in [found.rule for found in Checking(film).film()]
    document.undo()
    document.undo()


def test_the_other_side_is_proposed_also_before_any_shot_has_settled_one(film: Studio) -> None:
    coverer = Coverer(film.document, "s1")
    sides = {
        across: _settled_side(
            [row.camera for row in coverer.propose(across) if row.camera], tuple(coverer._people)
        )  # type: ignore[arg-type]
        for across in (False, True)
    }
    assert set(sides.values()) == {"L", "R"}


def test_one_person_alone_is_filmed_wide_medium_and_close(film: Studio) -> None:
    with film.document.edit("Ben goes") as edit:
        edit.remove("t-ben")
    rows = Coverer(film.document, "s1").propose()
    assert {row.name for row in rows if row.camera} == {"Master", "Medium Ada", "Single Ada"}
    assert {row.setup.framing.size for row in rows} == {"LS", "MS", "CU"}
    assert len({row.key for row in rows}) == 3
    film.document.undo()


def test_one_person_alone_has_no_line_to_cross(film: Studio) -> None:
    with film.document.edit("Ben goes") as edit:
        edit.remove("t-ben")
    with pytest.raises(BadProject, match="One person alone has no line"):
        Coverer(film.document, "s1").propose(across=True)
    film.document.undo()


def test_a_proposal_is_made_tighter_wider_or_with_another_lens_on_its_side(film: Studio) -> None:
    coverer = Coverer(film.document, "s1")
    pair = tuple(coverer._people)
    for row in coverer.propose():
        if row.camera is None:
            continue
        wider = coverer.adjusted(row, size_steps=1)
        assert SIZES.index(wider.setup.framing.size or "") == SIZES.index(row.setup.framing.size or "") + 1
        assert wider.setup.focal_length_mm == row.setup.focal_length_mm
        longer = coverer.adjusted(row, lens_steps=1)
        assert longer.setup.focal_length_mm > row.setup.focal_length_mm
        assert longer.setup.framing.size == row.setup.framing.size
        for other in (wider, longer):
            assert other.camera is not None
            assert other.camera.focal_length_mm == other.setup.focal_length_mm
            assert other.key == row.key
            assert other.covers == row.covers
            sides = {_settled_side([one.camera], pair) for one in (row, other) if one.camera}  # type: ignore[arg-type]
            assert len(sides - {None}) <= 1, f"{row.name} crossed the line"


def test_a_single_that_is_made_wider_keeps_the_others_out_of_it(film: Studio) -> None:
    """From its view Ada would come into the wider frame: it is taken from another on the same side."""
    coverer = Coverer(film.document, "s1")
    singles = [row for row in coverer.propose() if row.setup.role == "single"]
    views = []
    for row in singles:
        wider = coverer.adjusted(row, size_steps=1)
        assert wider.setup.placement is not None
        seen = [one.id for one in wider.setup.placement.name.seen if one.size]
        assert seen == list(row.setup.framing.subjects)
        views.append((row.setup.framing.view, wider.setup.framing.view))
    assert ("3/4 R", "profile R") in views


def test_what_an_adjusted_proposal_does_to_its_cuts_is_said(film: Studio) -> None:
    coverer = Coverer(film.document, "s1")
    rows = coverer.propose()
    by_name = {row.name: row for row in rows}
    over = by_name["Ada over Ben's shoulder"]
    assert coverer.spoilt(over, rows) == ""
    shorter = coverer.adjusted(over, lens_steps=-1)
    assert coverer.spoilt(shorter, rows).startswith("The eye must go 41% of the frame's width")


def test_a_picture_that_breaks_a_rule_by_itself_is_refused(
    film: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    coverer = Coverer(film.document, "s1")
    single = next(row for row in coverer.propose() if row.setup.role == "single")
    monkeypatch.setattr(continuity, "HEAD_ROOM", {"MCU": (0.9, 1.0)})
    with pytest.raises(CannotFrame, match=r"is cut at the hair; move somebody, or choose another size\."):
        coverer.adjusted(single, size_steps=1)


def test_what_cannot_be_adjusted_says_why(film: Studio) -> None:
    coverer = Coverer(film.document, "s1")
    master = next(row for row in coverer.propose() if row.setup.role == "master")
    with pytest.raises(CannotFrame, match="nothing wider than LS"):
        coverer.adjusted(master, size_steps=9)
    with pytest.raises(CannotFrame, match="nothing shorter than"):
        coverer.adjusted(master, lens_steps=-99)


CAST = {"INES": "businesswoman", "TEO": "man", "NADIA": "woman", "OSMAN": "officer", "DOLORES": "nurse"}


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    script = asset("examples", "lost-property.fountain")
    with Studio.create(tmp_path_factory.mktemp("example") / "film.previz", "Lost Property") as project:
        document = project.document
        import_script(document, reading.read_bytes(script.name, script.read_bytes(), "fountain"))
        for role, body in CAST.items():
            casting.cast_role(document, role, body)
        for scene in document.of(model.Scene):
            casting.stage_scene(document, scene.id)
        yield project


@pytest.mark.parametrize("number", range(1, 9))
def test_what_is_proposed_for_the_example_is_not_faulted(example: Studio, number: int) -> None:
    """Kept as it comes, it cuts; and a single holds nobody else's face."""
    scene = example.document.of(model.Scene)[number - 1]
    rows = [row for row in Coverer(example.document, scene.id).propose() if row.camera]
    made = accept(example.document, scene.id, rows)
    assert len(made) >= 3
    assert Checking(example).scene(scene.id) == []
    for row, id in zip(rows, made, strict=True):
        if row.setup.role == "single":
            assert example.shooting.sight(id).name.composition == "1S", row.name
