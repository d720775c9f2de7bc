"""Marks over takes: drawn, erased, copied, made from the motion, written, printed, and drawn again."""

from __future__ import annotations

import base64
import io
import json
import shutil
from pathlib import Path

import msgspec
import numpy as np
import pypdf
import pytest
import resvg_py
from PIL import Image

from previz.cli import main
from previz.errors import BadProject
from previz.export.boards import BoardLayout
from previz.export.shotlist import ListLayout
from previz.scene import model
from previz.scene.mark_shapes import MarkIndex
from previz.scene.marks import Arrow, Box, Frames, Ink, LayerLook, Words
from previz.studio import Studio
from previz.studio.choosing import select_take
from previz.studio.frame_marks import (
    copy_to,
    draw,
    duplicate,
    left_behind,
    look_of,
    marks_of,
    remove,
    rub_out,
    set_layer,
)
from previz.studio.motion_marks import arrows_from_motion
from previz.studio.noting import add_note
from previz.studio.shot_book import new_panel, panels_at_keys
from tests.films import CLOSE, FULL, record_take

BAR = Ink(touches="20000 20000 1000 0 60000 20000 1000 0", pen="marker")
RED = "#D7263D"


@pytest.fixture(scope="module")
def drawn_master(small_film_master: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copy(small_film_master, tmp_path_factory.mktemp("over") / "film.previz"))
    with Studio.open(path) as studio:
        record_take(studio, FULL)
        record_take(studio, CLOSE)
    return path


@pytest.fixture
def film(drawn_master: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(drawn_master, tmp_path / "film.previz"))


def take(studio: Studio, shot_id: str) -> model.Take:
    return studio.document.children(f"{shot_id}-p", model.Take)[0]


def arrows(studio: Studio, over: model.Take) -> tuple[str, ...]:
    return arrows_from_motion(studio.document, studio.shooting, studio.listing, over.id)


def pixels(path: Path) -> np.ndarray:
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB")).astype(int)


def test_a_picture_with_its_marks_is_the_same_as_png_and_as_svg(film: Path, tmp_path: Path) -> None:
    with Studio.open(film) as studio:
        over = take(studio, FULL)
        draw(studio.document, over.id, [BAR], "Marker", colour=RED, size=0.05)
        words = Words(at=(0.1, 0.35), text="leans <in> & out")
        draw(studio.document, over.id, [words], "Write", layer="notes", colour="#1565C0", size=0.03)
    assert main(["marks", str(film), "--shots", "1", "--out", str(tmp_path / "out")]) == 0
    picture, svg, alone = (tmp_path / "out" / name for name in ("1-1.png", "1-1.svg", "1-1-marks.png"))
    seen = pixels(picture)
    assert np.abs(seen[96, 191] - (0xD7, 0x26, 0x3D)).max() < 24
    with Studio.open(film, read_only=True) as studio:
        before = np.asarray(
            Image.open(io.BytesIO(studio.store.blob(take(studio, FULL).image))).convert("RGB")
        )
    assert (seen[180:] == before[180:]).all()
    painted = Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=svg.read_text()))))
    away = np.abs(np.asarray(painted.convert("RGB")).astype(int) - seen)
    assert away.mean() < 0.5
    assert (away.max(axis=2) > 64).mean() < 0.01
    with Image.open(alone) as marks:
        assert marks.mode == "RGBA"
        assert marks.getpixel((191, 96))[3] > 200  # type: ignore[index]
        assert marks.getpixel((10, 190))[3] == 0  # type: ignore[index]


def test_hidden_layers_are_not_painted_and_faded_ones_are_faint(film: Path) -> None:
    with Studio.open(film) as studio:
        over = take(studio, FULL)
        draw(studio.document, over.id, [BAR], "Marker")
        set_layer(studio.document, over.id, "drawing", LayerLook(opacity=0.5), "Fade")
        (fill,) = studio.overlays.paint(over)
        assert fill.opacity == pytest.approx(0.46)
        set_layer(studio.document, over.id, "drawing", LayerLook(visible=False), "Hide")
        assert studio.overlays.paint(over) == []
        studio.document.undo()
        assert look_of(studio.document, over.id, "drawing").opacity == 0.5
        with pytest.raises(BadProject, match="Nothing is drawn"):
            studio.overlays.paper_overs([studio.find("1A")])


def test_an_eraser_cuts_strokes_and_takes_boxes_whole_in_one_step(film: Path) -> None:
    with Studio.open(film) as studio:
        document, over = studio.document, take(studio, FULL)
        box = Box(corners=((0.35, 0.15), (0.5, 0.15), (0.5, 0.25), (0.35, 0.25)))
        first, second, above = (
            draw(document, over.id, [shape], "Draw", size=0.004)[0] for shape in (BAR, box, BAR)
        )
        remove(document, [above])
        marks = {mark.id: mark for mark in marks_of(document, over.id)}
        index = MarkIndex(marks.values())
        rub_out(document, np.array([(0.4, 0.1), (0.4, 0.3)]), 0.02, marks, index)
        left = marks_of(document, over.id)
        assert len(left) == 2
        assert all(isinstance(mark.shape, Ink) for mark in left)
        document.undo()
        assert [mark.id for mark in marks_of(document, over.id)] == [first, second]
        rub_out(document, np.array([(0.9, 0.4)]), 0.02, marks, index)
        assert document.history[-1].label == "Remove 1 mark"


def test_marks_are_doubled_and_copied_to_another_take(film: Path) -> None:
    with Studio.open(film) as studio:
        document, over = studio.document, take(studio, FULL)
        other = take(studio, CLOSE)
        ids = draw(document, over.id, [BAR, Arrow(points=((0.1, 0.1), (0.3, 0.1)))], "Draw")
        (twin,) = duplicate(document, ids[1:])
        shape = document.need(twin, model.FrameMark).shape
        assert isinstance(shape, Arrow)
        assert shape.points[0] == pytest.approx((0.12, 0.12))
        copies = copy_to(document, ids, other.id)
        assert [document.need(id, model.FrameMark).shape for id in copies] == [
            document.need(id, model.FrameMark).shape for id in ids
        ]


def test_marks_of_another_take_are_left_behind_until_the_one_that_stands_has_some(film: Path) -> None:
    with Studio.open(film) as studio:
        document, first = studio.document, take(studio, FULL)

        def found() -> model.Take | None:
            return left_behind(document, document.need(f"{FULL}-p", model.Panel))

        draw(document, first.id, [BAR], "Draw")
        assert found() is None
        second = record_take(studio, FULL)
        assert found() == first
        draw(document, second.id, [BAR], "Draw")
        assert found() is None
        document.undo()
        select_take(document, first)
        assert found() is None
        with document.edit("Nothing stands") as edit:
            edit.update(f"{FULL}-p", selected_take_id=None)
        assert found() is None


def test_arrows_from_the_motion_are_marks_and_are_made_anew_until_touched(film: Path) -> None:
    with Studio.open(film) as studio:
        document, over = studio.document, take(studio, CLOSE)
        arrows(studio, over)
        (frames,) = marks_of(document, over.id)
        assert isinstance(frames.shape, Frames)
        assert "PUSH IN" in frames.shape.label
        assert (frames.layer, frames.from_motion) == ("arrows", True)
        arrows(studio, over)
        assert len(marks_of(document, over.id)) == 1
        with pytest.raises(BadProject, match="Nothing moves"):
            arrows(studio, take(studio, FULL))
        rows = {row.id: row.panels[0] for row in studio.shot_rows() if row.panels}
        assert rows[CLOSE].arrows_drawn
        assert rows[CLOSE].overlay
        assert not rows[FULL].overlay


def test_exported_frames_carry_the_marks_unless_they_are_asked_for_bare(film: Path, tmp_path: Path) -> None:
    with Studio.open(film) as studio:
        over = take(studio, FULL)
        draw(studio.document, over.id, [BAR], "Draw", colour=RED, size=0.06)
        shown, *_ = studio.export_frames(tmp_path / "shown")
        bare, *_ = studio.export_frames(tmp_path / "bare", bare=True)
        assert bare.read_bytes() == studio.store.blob(over.image)
        with Image.open(shown) as marked, Image.open(bare) as plain:
            assert marked.size == plain.size
            red = np.asarray(marked.convert("RGB"), int)
            was = np.asarray(plain.convert("RGB"), int)
        changed = np.abs(red - was).sum(axis=2) > 60
        assert 0.005 < changed.mean() < 0.4
        assert red[changed][:, 0].mean() > red[changed][:, 1].mean() + 60, "the bar is red"


def test_frames_are_exported_as_svg_that_show_the_same(film: Path, tmp_path: Path) -> None:
    with Studio.open(film) as studio:
        draw(studio.document, take(studio, FULL).id, [BAR], "Draw", colour=RED, size=0.06)
        frames = studio.export_frames(tmp_path / "png")
        vectors = studio.export_frames(tmp_path / "svg", form="svg")
    assert [path.stem for path in vectors] == [path.stem for path in frames]
    for vector, frame in zip(vectors, frames, strict=True):
        assert vector.suffix == ".svg"
        drawn = resvg_py.svg_to_bytes(svg_string=vector.read_text(encoding="utf-8"))
        with Image.open(io.BytesIO(bytes(drawn))) as shown, Image.open(frame) as plain:
            difference = np.abs(np.asarray(shown.convert("RGB"), int) - np.asarray(plain.convert("RGB"), int))
        assert difference.mean() < 1.0
    assert "<path" in vectors[0].read_text(encoding="utf-8")


def test_frames_on_the_command_line_as_vectors_and_bare(
    film: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Studio.open(film) as studio:
        over = take(studio, FULL)
        draw(studio.document, over.id, [BAR], "Draw", colour=RED, size=0.06)
        as_it_was = studio.store.blob(over.image)
    for name, flags in {"shown": [], "bare": ["--bare"], "svg": ["--svg"]}.items():
        assert main(["export", str(film), "--frames", str(tmp_path / name), *flags]) == 0
    assert (tmp_path / "bare" / "1-1.png").read_bytes() == as_it_was
    assert (tmp_path / "shown" / "1-1.png").read_bytes() != as_it_was
    assert "<path" in (tmp_path / "svg" / "1-1.svg").read_text(encoding="utf-8")
    capsys.readouterr()
    assert main(["export", str(film), "--csv", str(tmp_path / "list.csv"), "--bare"]) == 2
    assert "name a folder" in capsys.readouterr().err
    assert not (tmp_path / "list.csv").exists()


@pytest.mark.parametrize("paper", ["boards", "list"])
def test_the_printed_page_carries_the_marks(film: Path, tmp_path: Path, paper: str) -> None:
    with Studio.open(film) as studio:
        draw(studio.document, take(studio, FULL).id, [BAR], "Draw", colour=RED, size=0.06)
        words = Words(at=(0.1, 0.3), text="مرحبا")
        draw(studio.document, take(studio, FULL).id, [words], "Write", size=0.03)
        arrows(studio, take(studio, CLOSE))
        if paper == "boards":
            assert studio.export_boards(tmp_path / "it.pdf", BoardLayout(per_page=2, cover=False)) == []
        else:
            assert studio.export_shot_list(tmp_path / "it.pdf", ListLayout()) == []
    page = pypdf.PdfReader(tmp_path / "it.pdf").pages[0]
    content = page.get_contents()
    assert content is not None
    red = " ".join(f"{channel / 255:.3f}".rstrip("0") for channel in (0xD7, 0x26, 0x3D))
    forms = [form.get_object() for form in page["/Resources"]["/XObject"].values()]
    drawn = b" ".join(form.get_data() for form in forms if form["/Subtype"] == "/Form") + content.get_data()
    assert any(part.encode() in drawn for part in (red, "0.84313726 0.14901961 0.23921569"))


def test_the_next_take_is_drawn_with_what_was_drawn_over_the_last(film: Path, tmp_path: Path) -> None:
    with Studio.open(film) as studio:
        draw(studio.document, take(studio, FULL).id, [BAR], "Draw", colour=RED, size=0.05)
        bare = new_panel(studio.document, FULL, 1.0)
    command = ["generate", str(film), "--shots", "1", "--drawn", "--as-is", "--size", "478x200"]
    assert main(command) == 0
    with Studio.open(film, read_only=True) as studio:
        new = studio.document.children(f"{FULL}-p", model.Take)[1]
        assert studio.document.children(bare, model.Take) == [], "nobody drew over it"
        with Image.open(io.BytesIO(studio.store.blob(new.image))) as picture:
            r, g, b = picture.convert("RGB").getpixel((191, 96))  # type: ignore[misc]
    assert abs(r - 0xD7) + abs(g - 0x26) + abs(b - 0x3D) < 60


def test_nothing_drawn_is_one_clear_line(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", str(film), "--shots", "1", "--drawn"]) == 1
    assert "Nothing is drawn over these takes" in capsys.readouterr().err


def test_the_review_page_shows_what_is_drawn_over_a_frame(film: Path, tmp_path: Path) -> None:
    page = tmp_path / "review.html"
    with Studio.open(film) as studio:
        draw(studio.document, take(studio, FULL).id, [BAR], "Draw", colour=RED, size=0.05)
        studio.printing.review_page(page)
        image = take(studio, FULL).image
    told = json.loads(page.read_text(encoding="utf-8").partition('id="film">')[2].partition("</script>")[0])
    first, second = told["scenes"][0]["panels"][:2]
    assert first["image"] == image, "remarks are still about the take"
    reds = []
    for panel in (first, second):
        jpeg = base64.b64decode(panel["picture"].partition(",")[2])
        with Image.open(io.BytesIO(jpeg)) as seen:
            rgb = np.asarray(seen.convert("RGB"), int)
        reds.append(int((rgb[..., 0] - rgb[..., 1] > 80).sum()))
    assert reds[0] > 200
    assert reds[1] == 0


def test_a_panel_at_the_end_of_a_move_has_the_arrows_of_what_led_to_it(film: Path) -> None:
    with Studio.open(film) as studio:
        document = studio.document
        (end,) = panels_at_keys(document, CLOSE)
        own = msgspec.structs.replace(take(studio, CLOSE), id="own", panel_id=end)
        document.record(own, "Take 1")
        arrows(studio, own)
        frames, push = (mark.shape for mark in marks_of(document, own.id))
        assert isinstance(frames, Frames)
        assert isinstance(push, Arrow)
        (left, _), _, (right, _), _ = frames.start
        assert left < -0.1, "the frame of the start lies around the picture of the end"
        assert right > 1.1
        assert 0 < frames.end[0][0] < frames.end[2][0] < 1
        assert push.label.startswith("PUSH IN")
        track = document.need("c-close", model.Track)
        first, last = track.keys
        still = msgspec.structs.replace(first, time_s=last.time_s)
        with document.edit("It stands") as edit:
            edit.update(track.id, keys=(first, still))
        with pytest.raises(BadProject, match="Nothing moves in or before this panel"):
            arrows(studio, own)


def test_a_pull_out_has_its_frames_around_the_picture_and_in_it(film: Path) -> None:
    with Studio.open(film) as studio:
        document = studio.document
        track = document.need("c-close", model.Track)
        near, nearer = track.keys
        with document.edit("Pull out") as edit:
            keys = (
                msgspec.structs.replace(nearer, time_s=0.0),
                msgspec.structs.replace(near, time_s=3.0),
            )
            edit.update(track.id, keys=keys)
        over = take(studio, CLOSE)
        arrows(studio, over)
        frames, pull = (mark.shape for mark in marks_of(document, over.id))
        assert isinstance(frames, Frames)
        assert isinstance(pull, Arrow)
        assert (frames.label, pull.label) == ("", "PULL OUT")
        assert 0 < frames.start[0][0] < frames.start[2][0] < 1
        assert frames.end[0][0] < 0
        assert frames.end[2][0] > 1
        (end,) = panels_at_keys(document, CLOSE)
        own = msgspec.structs.replace(over, id="own", panel_id=end)
        document.record(own, "Take 1")
        arrows(studio, own)
        (inside,) = (mark.shape for mark in marks_of(document, own.id))
        assert isinstance(inside, Frames)
        assert 0 < inside.start[0][0] < inside.start[2][0] < 1, "A lies whole in the picture of B"
        assert inside.start[0][0] > inside.end[0][0]
        assert studio.verify() == []


def test_notes_on_the_whole_panel_have_their_numbers_in_the_corner_on_paper(film: Path) -> None:
    with Studio.open(film) as studio:
        panel = studio.document.need(f"{FULL}-p", model.Panel)
        take = studio.document.need(panel.selected_take_id or "", model.Take)
        for words in ("Too tidy.", "Warmer."):
            add_note(studio.document, panel.id, "R. Okafor", words)
        name = next(row for row in studio.shot_rows() if row.id == FULL).panels[0].overlay
        with Image.open(io.BytesIO(studio.overlays.painted(name))) as picture:
            pixels = np.asarray(picture.convert("RGB"), int)
        red = (np.abs(pixels - (255, 122, 102)).max(axis=2) < 40).nonzero()
        assert len(red[0]) > 0
        assert red[1].max() < take.size_px[0] * 0.13
        assert red[0].max() < take.size_px[0] * 0.06
