"""Spreadsheets out and in, as their user meets them."""

from __future__ import annotations

from pathlib import Path

import pytest

from previz import cli
from previz.export import presets
from previz.studio import Studio
from previz.studio.list_edits import save_set
from tests.export.paper import text_of

Captured = pytest.CaptureFixture[str]


def test_lists_go_out_and_come_back(small_film: Path, tmp_path: Path, capsys: Captured) -> None:
    sheet, comma = tmp_path / "list.xlsx", tmp_path / "list.csv"
    assert cli.main(["export", str(small_film), "--xlsx", str(sheet), "--csv", str(comma)]) == cli.DONE
    out, err = capsys.readouterr()
    assert out.splitlines() == [str(sheet), str(comma)]
    assert "no camera" not in err
    comma.write_text(
        comma.read_text(encoding="utf-8-sig").replace("Nothing yet.", "She goes."), encoding="utf-8"
    )
    assert cli.main(["import-list", str(small_film), str(comma)]) == cli.DONE
    out, err = capsys.readouterr()
    assert out.startswith("1 shot changed, 0 added. Left as the film has them: ")
    assert err == "", "what the stage says is no mistake of the list"


def test_what_is_no_list_is_one_line(small_film: Path, tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "list.csv"
    path.write_text("nothing\nhere\n", encoding="utf-8")
    assert cli.main(["import-list", str(small_film), str(path)]) == cli.FAILED
    assert capsys.readouterr().err.startswith("previz: list.csv has no row of heads")


def test_two_documents_cannot_be_one_file(small_film: Path, tmp_path: Path, capsys: Captured) -> None:
    same = str(tmp_path / "same")
    assert cli.main(["export", str(small_film), "--csv", same, "--xlsx", same]) == cli.USAGE
    assert "cannot be the same file" in capsys.readouterr().err


def test_documents_are_printed_by_a_preset_that_was_saved(
    small_film: Path, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presets, "preset_folder", lambda: tmp_path / "paper")
    save = ["--save-preset", "Client", "--watermark", "DRAFT 7", "--columns", "ad", "--order", "day"]
    assert cli.main(["export", str(small_film), *save]) == cli.DONE
    assert capsys.readouterr().out.strip().endswith("Client.previzpaper")
    paths = [str(tmp_path / f"{name}.pdf") for name in ("list", "camera", "schedule", "continuity")]
    flags = ["--shot-list", "--camera-report", "--schedule", "--continuity"]
    asked = [word for pair in zip(flags, paths, strict=True) for word in pair]
    assert cli.main(["export", str(small_film), "--preset", "Client", *asked]) == cli.DONE
    assert capsys.readouterr().out.splitlines() == paths
    for path in paths:
        assert "DRAFT 7" in text_of(Path(path)).replace("\u00a0", " ")
    assert "by day" in text_of(Path(paths[0]))


def test_an_unknown_preset_is_one_line(small_film: Path, tmp_path: Path, capsys: Captured) -> None:
    assert (
        cli.main(["export", str(small_film), "--preset", "No", "--csv", str(tmp_path / "a.csv")])
        == cli.FAILED
    )
    assert "There is no paper preset 'No'" in capsys.readouterr().err


def test_columns_that_the_film_keeps_and_the_language_are_printed_by_a_preset(
    small_film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr(presets, "preset_folder", lambda: tmp_path / "paper")
    with Studio.open(small_film) as studio:
        save_set(studio.document, "Grips", ("number", "camera_height_m"))
    pdf = tmp_path / "list.pdf"
    said = ["--columns", "Grips", "--language", "de", "--save-preset", "Grips"]
    assert cli.main(["export", str(small_film), *said]) == cli.DONE
    assert cli.main(["export", str(small_film), "--preset", "Grips", "--shot-list", str(pdf)]) == cli.DONE
    text = text_of(pdf)
    assert "Einstellungsliste, Grips" in text
    assert "HÖHE" in text
    assert cli.main(["export", str(small_film), "--columns", "Sparks", "--shot-list", str(pdf)]) == cli.FAILED
    assert "no columns 'Sparks'; there are director, dp, ad, all, Grips" in capsys.readouterr().err


def test_what_cannot_be_is_said_before_anything_is_written(
    small_film: Path, tmp_path: Path, capsys: Captured
) -> None:
    comma, lined = tmp_path / "list.csv", tmp_path / "lined.pdf"
    asked = ["export", str(small_film), "--csv", str(comma)]
    assert cli.main([*asked, "--lined-script", str(lined)]) == cli.FAILED
    assert capsys.readouterr() == ("", "previz: This film has no script; import one first.\n")
    assert cli.main([*asked, "--xlsx", str(tmp_path / "no" / "list.xlsx")]) == cli.FAILED
    assert "does not exist; make it or choose another." in capsys.readouterr().err
    assert not comma.exists()


def test_a_document_that_fails_does_not_stop_the_others(tmp_path: Path, capsys: Captured) -> None:
    film, report, comma = tmp_path / "a.previz", tmp_path / "camera.pdf", tmp_path / "list.csv"
    Studio.create(film, title="Empty").close()
    said = ["--camera-report", str(report), "--csv", str(comma)]
    assert cli.main(["export", str(film), *said]) == cli.FAILED
    out, err = capsys.readouterr()
    assert out.splitlines() == [str(comma)]
    assert comma.exists()
    assert err.startswith(f"previz: {report} cannot be written: No shot has a camera yet")
