"""`previz import` and `previz export --props` as their user meets them."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from previz import cli
from previz.scene import model
from previz.scene.transform import apply, matrix
from previz.studio import Studio, dressing
from tests.kit.solid import gltf, painted_box, save, sphere

Captured = pytest.CaptureFixture[str]


def run(capsys: Captured, *arguments: object) -> tuple[int, str, str]:
    code = cli.main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return code, out, err


def refused(capsys: Captured, film: Path, *arguments: object) -> str:
    """Exit code 1, one line, and the project as it was."""
    before = sha256(film.read_bytes()).hexdigest()
    code, _, err = run(capsys, "import", film, *arguments)
    assert code == cli.FAILED
    assert err.startswith("previz: ")
    assert err.count("\n") == 1
    assert sha256(film.read_bytes()).hexdigest() == before
    assert not list(film.parent.glob("*-journal"))
    return err


def test_a_model_that_says_everything_comes_in_unasked(
    small_film: Path, tmp_path: Path, capsys: Captured
) -> None:
    path = save(tmp_path / "crate.glb", painted_box())
    code, out, err = run(capsys, "import", small_film, path, "--credit", "Ann", "--licence", "CC0")
    assert (code, err) == (0, "")
    assert "In metres with Y up it is 1.00 m wide, 1.00 m high, 1.00 m deep." in out
    assert "“crate” stands on the stage with 12 faces." in out
    with Studio.open(small_film, read_only=True) as studio:
        (kept,) = studio.document.of(model.Model)
        assert (kept.credit, kept.licence) == ("Ann", "CC0")
    code, out, _ = run(capsys, "export", small_film, "--props", tmp_path / "props.glb")
    assert code == 0
    assert (tmp_path / "props.glb").read_bytes().startswith(b"glTF")
    assert run(capsys, "verify", small_film)[0] == 0


def test_it_stands_where_it_is_put(small_film: Path, tmp_path: Path, capsys: Captured) -> None:
    path = save(tmp_path / "crate.glb", painted_box())
    code, _, _ = run(capsys, "import", small_film, path, "--at", "1.5", "0", "-2", "--turn", "90")
    assert code == 0
    with Studio.open(small_film, read_only=True) as studio:
        (crate,) = [item for item in studio.document.of(model.Item) if item.name == "crate"]
        assert crate.transform.position_m == (1.5, 0.0, -2.0)
        assert apply(matrix(crate.transform), (0.0, 0.0, 1.0)) == pytest.approx((2.5, 0.0, -2.0))


@pytest.mark.parametrize("place", [("a", "0", "0"), ("nan", "0", "0"), ("0", "0", "1e9"), ("inf", "0", "0")])
def test_a_place_that_is_none_is_refused(
    place: tuple[str, ...], small_film: Path, tmp_path: Path, capsys: Captured
) -> None:
    path = save(tmp_path / "crate.glb", painted_box())
    with pytest.raises(SystemExit) as ended:
        run(capsys, "import", small_film, path, "--at", *place)
    assert ended.value.code == cli.USAGE
    assert "must be a number from" in capsys.readouterr().err


def test_what_a_file_does_not_say_must_be_said(small_film: Path, tmp_path: Path, capsys: Captured) -> None:
    path = save(tmp_path / "crate.stl", painted_box((40, 40, 40)))
    line = refused(capsys, small_film, path)
    for word in ("does not say its unit", "which way is up", "--unit --up", "--yes"):
        assert word in line
    code, out, _ = run(capsys, "import", small_film, path, "--unit", "in", "--up", "z", "--name", "Crate")
    assert code == 0
    assert "In inches with Z up it is 1.02 m wide" in out
    assert "“Crate” stands on the stage" in out
    code, out, _ = run(capsys, "import", small_film, path, "--yes")
    assert code == 0
    assert "In centimetres" in out


def test_answers_at_the_terminal_are_taken(
    small_film: Path, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["metres", "mm", ""])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    code, _, _ = run(capsys, "import", small_film, save(tmp_path / "a.stl", painted_box((400, 400, 500))))
    assert code == 0
    with Studio.open(small_film, read_only=True) as studio:
        (kept,) = studio.document.of(model.Model)
        assert (kept.unit, kept.up) == ("mm", "z")
        assert kept.size_m == pytest.approx((0.4, 0.5, 0.4))


@pytest.mark.parametrize("size", [0.001, 10_000.0])
def test_absurd_sizes_are_not_taken_in_silence(
    size: float, small_film: Path, tmp_path: Path, capsys: Captured
) -> None:
    path = save(tmp_path / "thing.glb", painted_box((size, size, size)))
    line = refused(capsys, small_film, path)
    assert {0.001: "1 mm large", 10_000.0: "10 km large"}[size] in line
    assert "say --unit" in line


def test_simplifying_is_offered_and_done(
    small_film: Path, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dressing, "HEAVY_FACES", 5_000)
    path = sphere(tmp_path / "ball.glb", 5_000)
    assert "5,120 faces make pictures slow; say --simplify, or --yes" in refused(capsys, small_film, path)
    code, out, _ = run(capsys, "import", small_film, path, "--simplify", "1000")
    assert code == 0
    assert "with 1,000 faces" in out


def test_hostile_files_leave_the_project_as_it_was(
    small_film: Path, tmp_path: Path, capsys: Captured
) -> None:
    (tmp_path / "in").mkdir()
    far = gltf(tmp_path / "in" / "far.gltf", buffers=[{"uri": "http://127.0.0.1:9/a.bin", "byteLength": 36}])
    assert "not beside it" in refused(capsys, small_film, far)
    (tmp_path / "poem.glb").write_text("roses are red")
    assert "not a GLB file" in refused(capsys, small_film, tmp_path / "poem.glb")
    (tmp_path / "nan.obj").write_text("v 0 0 nan\nv 1 0 0\nv 0 1 0\nf 1 2 3\n")
    assert "not numbers" in refused(capsys, small_film, tmp_path / "nan.obj", "--yes")
    assert "is not there" in refused(capsys, small_film, tmp_path / "gone.glb")
    box = save(tmp_path / "box.glb", painted_box())
    assert "no one stage 'Moon'" in refused(capsys, small_film, box, "--stage", "Moon")


def test_warnings_do_not_stop_it(small_film: Path, tmp_path: Path, capsys: Captured) -> None:
    textured = gltf(tmp_path / "x.gltf", images=[{"uri": "gone.png"}])
    code, out, err = run(capsys, "import", small_film, textured)
    assert code == 0
    assert err == "previz: x.gltf: its picture 'gone.png' is missing; it comes without.\n"
    assert "stands on the stage" in out
