import json
from pathlib import Path

import pypdf
import pytest

from previz.cli import DONE, FAILED, USAGE, main
from previz.export import presets
from previz.scene import model
from previz.studio import Studio
from previz.studio.coverage import Coverer
from tests.films import make_small_film

SCRIPT = "INT. ROOM - DAY\n\nAda and Ben.\n\nADA\nShut it.\n"


def test_in_listed_changed_and_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    film, script = str(make_small_film(tmp_path / "a.previz")), tmp_path / "a.fountain"
    script.write_text(SCRIPT)
    assert main(["script", "import", film, str(script)]) == DONE
    assert capsys.readouterr().out.splitlines()[0] == "a.fountain: 1 scene, 1 page."
    assert main(["script", "scenes", film]) == DONE
    assert " ".join(capsys.readouterr().out.split()) == "1 INT. ROOM - DAY 0 1/8 3 shots 60% ADA 1"
    script.write_text(SCRIPT.replace("Ada and Ben.", "Ada alone."))
    assert main(["script", "import", film, str(script)]) == DONE
    told = capsys.readouterr().out.splitlines()
    assert told[1:] == [
        "scene 1: action changed: “Ada and Ben.” → “Ada alone.”",
        "Words changed under shots 1.",
    ]
    assert main(["script", "export", film, str(tmp_path / "b.fountain")]) == DONE
    assert (tmp_path / "b.fountain").read_bytes() == script.read_bytes()


def test_changes_are_told_as_data_with_their_shots(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film, script = str(make_small_film(tmp_path / "a.previz")), tmp_path / "a.fountain"
    script.write_text(SCRIPT)
    main(["script", "import", film, str(script)])
    script.write_text(SCRIPT.replace("Ada and Ben.", "Ada alone.") + "\nEXT. STREET - NIGHT\n\nNobody.\n")
    capsys.readouterr()
    assert main(["script", "import", film, str(script), "--json"]) == DONE
    told = json.loads(capsys.readouterr().out)
    assert (told["script"], told["scenes"], told["stale"]) == ("a.fountain", 2, ["1"])
    edited, added = told["changes"]
    assert (edited["kind"], edited["scene"], edited["shots"]) == ("action", "1", ["1"])
    assert (edited["before"], edited["after"]) == ("Ada and Ben.", "Ada alone.")
    assert (added["kind"], added["heading"], added["shots"]) == ("scene added", "EXT. STREET - NIGHT", [])
    with Studio.open(Path(film), read_only=True) as project:
        assert project.document.need(edited["passage_id"], model.Passage).text == "Ada alone."
        assert project.document.need(added["scene_id"], model.Scene).place == "Street"


def test_new_words_are_accepted_by_shot_by_scene_and_for_the_film(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film, script = str(make_small_film(tmp_path / "a.previz")), tmp_path / "a.fountain"

    def rewrite(words: str) -> None:
        script.write_text(SCRIPT.replace("Ada and Ben.", words))
        main(["script", "import", film, str(script)])
        capsys.readouterr()

    def told(*words: str) -> list[str]:
        assert main(["script", "accept", film, *words]) == DONE
        return capsys.readouterr().out.splitlines()

    rewrite("Ada and Ben.")
    rewrite("Ada alone.")
    listed = "1      script: “Ada and Ben.” is now “Ada alone.”"
    assert told()[0] == listed
    assert told()[1].startswith("Words changed under 1 shot;")
    assert told("--shots", "1A") == ["No words changed under these shots."]
    assert told("--shots", "1") == [listed, "1 shot took the new words."]
    with Studio.open(Path(film), read_only=True) as project:
        assert project.find("1").action == "Ada alone."
    for which in (("--scenes", "1"), ("--all",)):
        rewrite("Ada, alone.")
        assert told(*which)[-1] == "1 shot took the new words."
        assert told() == ["No words changed under these shots."]
        rewrite("Ada alone.")
        told("--all")
    assert main(["script", "accept", film, "--scenes", "9"]) == FAILED
    assert "There is no scene 9; this film has 1." in capsys.readouterr().err


def test_a_bad_script_fails_in_one_line_and_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film, script = str(make_small_film(tmp_path / "a.previz")), tmp_path / "a.fountain"
    script.write_text("Once upon a time.\n")
    assert main(["script", "import", film, str(script)]) == FAILED
    error = capsys.readouterr().err
    assert error.startswith("previz: a.fountain, line 1: none of its 2 lines is a scene heading")
    assert main(["script", "export", film, str(tmp_path / "b.fountain")]) == FAILED
    assert "no script" in capsys.readouterr().err


def test_somebody_of_the_film_is_named_for_a_role(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    film, script = str(make_small_film(tmp_path / "a.previz")), tmp_path / "a.fountain"
    script.write_text(SCRIPT.replace("ADA\n", "NADIA\n"))
    main(["script", "import", film, str(script)])
    capsys.readouterr()
    assert main(["script", "cast", film, "NADIA=Zoe"]) == FAILED
    assert "There is no body “Zoe”" in capsys.readouterr().err
    assert main(["script", "cast", film, "NADIA=ada"]) == DONE
    assert capsys.readouterr().out.split() == ["NADIA", "1", "cues", "cast"]
    with Studio.open(Path(film), read_only=True) as studio:
        assert [one.name for one in studio.document.of(model.Character)] == ["Nadia", "Ben"]


def test_who_comes_on_late_is_told_with_the_shots_and_frames_that_hold_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film, script = str(make_small_film(tmp_path / "a.previz")), tmp_path / "a.fountain"
    script.write_text(SCRIPT + "\nNADIA\nNo.\n")
    main(["script", "import", film, str(script)])
    assert main(["generate", film, "--shots", "1", "--size", "320x134"]) == DONE
    capsys.readouterr()
    assert main(["script", "cast", film, "NADIA=woman"]) == DONE
    told = capsys.readouterr().out.splitlines()
    assert told[-2] == "Nadia now stands in shots 1, 1A, framed before they came on."
    assert told[-1] == "The frame of 1 is stale: Nadia is now seen."
    assert main(["script", "cast", film]) == DONE
    assert "now stands" not in capsys.readouterr().out, "said once"


def test_from_the_script_to_a_staged_scene(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    film, script = str(make_small_film(tmp_path / "a.previz")), tmp_path / "a.fountain"
    script.write_text(SCRIPT + "\nINT. MOON BASE - DAY\n\nBEN drops a KEY.\n")
    main(["script", "import", film, str(script)])
    capsys.readouterr()
    assert main(["script", "cast", film, "ADA=woman"]) == DONE
    assert capsys.readouterr().out.split() == ["ADA", "1", "cues", "cast"]
    assert main(["script", "breakdown", film]) == DONE
    assert "props      BEN, KEY" in capsys.readouterr().out
    assert main(["script", "stage", film]) == DONE
    assert "No starter set is known for “Moon Base”" in capsys.readouterr().err
    assert main(["script", "stage", film, "--scenes", "2", "--set", "car"]) == DONE
    assert capsys.readouterr().out.startswith("2      Moon Base")
    assert main(["coverage", film, "9"]) == FAILED
    assert "There is no scene 9; this film has 1, 2." in capsys.readouterr().err
    assert main(["script", "coverage", film, "9", "--across"]) == FAILED, "found under script as well"
    assert "There is no scene 9" in capsys.readouterr().err


def test_more_set_ups_than_there_can_be_are_refused_before_the_search(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    film = str(make_small_film(tmp_path / "a.previz"))
    searched: list[Coverer] = []
    monkeypatch.setattr(Coverer, "propose", lambda self, across: searched.append(self) or [])
    for wanted in ("7", "0", "two"):
        assert main(["coverage", film, "1", "--keep", wanted]) == USAGE
        assert "--keep takes numbers from 1, here to 6 at most, or “all”." in capsys.readouterr().err
    assert searched == []
    assert main(["coverage", film, "1", "--keep", "6"]) == USAGE
    assert len(searched) == 1, "there may be as many"


def test_who_of_a_staged_scene_is_not_cast_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film, script = str(make_small_film(tmp_path / "a.previz")), tmp_path / "a.fountain"
    script.write_text("INT. MOON BASE - DAY\n\nCARA\nAda!\n\nDEAN\nAda!\n")
    main(["script", "import", film, str(script)])
    main(["script", "cast", film, "CARA=woman"])
    capsys.readouterr()
    assert main(["script", "stage", film, "--scenes", "2", "--set", "car"]) == DONE
    staged = capsys.readouterr().out.splitlines()[0]
    assert staged.endswith("with Cara; not cast yet: Dean")


def test_the_lined_script_is_a_pdf_of_the_pages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    film, script = str(make_small_film(tmp_path / "a.previz")), tmp_path / "a.fountain"
    assert main(["script", "lined", film, str(tmp_path / "a.pdf")]) == FAILED
    assert "no script" in capsys.readouterr().err
    script.write_text(SCRIPT)
    main(["script", "import", film, str(script)])
    capsys.readouterr()
    assert main(["script", "lined", film, str(tmp_path / "a.pdf"), "--scenes", "1"]) == DONE
    out = capsys.readouterr()
    assert (out.out.strip(), out.err) == (str(tmp_path / "a.pdf"), "")
    text = pypdf.PdfReader(tmp_path / "a.pdf").pages[0].extract_text()
    for words in ("INT. ROOM - DAY", "Shut it.", "1 2S", "Wavy"):
        assert words in text


def test_the_lined_script_wears_a_preset(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presets, "preset_folder", lambda: tmp_path / "paper")
    film, script = str(make_small_film(tmp_path / "a.previz")), tmp_path / "a.fountain"
    pdf = tmp_path / "a.pdf"
    look = ["--watermark", "DRAFT 7", "--title", "Untitled", "--paper", "us-letter"]
    assert main(["export", film, "--save-preset", "Client", *look]) == DONE
    by_preset = ["export", film, "--preset", "Client", "--lined-script", str(pdf)]
    assert main(by_preset) == FAILED
    assert "no script" in capsys.readouterr().err
    assert not pdf.exists()
    script.write_text(SCRIPT)
    main(["script", "import", film, str(script)])
    for print_it in (by_preset, ["script", "lined", film, str(pdf), "--preset", "Client"]):
        assert main(print_it) == DONE
        page = pypdf.PdfReader(pdf).pages[0]
        text = page.extract_text().replace("\u00a0", " ")
        assert "DRAFT 7" in text
        assert "UNTITLED" in text
        assert round(float(page.mediabox.width)) == 612
        pdf.unlink()


def test_what_the_script_sets_apart_is_set_apart_on_paper(tmp_path: Path) -> None:
    film, script = str(make_small_film(tmp_path / "a.previz")), tmp_path / "a.fountain"
    script.write_text(SCRIPT.replace("Ada and Ben.", "*Ada* and ***Ben*** go _out_."))
    main(["script", "import", film, str(script)])
    assert main(["script", "lined", film, str(tmp_path / "a.pdf")]) == DONE
    (page,) = pypdf.PdfReader(tmp_path / "a.pdf").pages
    names = {
        str(font.get_object()["/BaseFont"]).partition("+")[2] for font in page["/Resources"]["/Font"].values()
    }
    assert {"CourierPrime", "CourierPrime-Bold", "CourierPrime-Italic", "CourierPrime-BoldItalic"} <= {
        name.replace("CourierPrime-Regular", "CourierPrime") for name in names
    }
    assert "Ada and Ben go out." in " ".join(page.extract_text().split())
