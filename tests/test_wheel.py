"""What a user installs: a wheel with its assets inside, run from a folder without the source tree."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def run(*command: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def test_the_wheel_works_without_the_source_tree(tmp_path: Path) -> None:
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "-q")
    built = run(*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", tmp_path, ROOT, cwd=tmp_path)
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("previz_studio-*.whl")
    packed = set(zipfile.ZipFile(wheel).namelist())
    assets = [path for path in (ROOT / "assets").rglob("*") if path.is_file()]
    missing = [path for path in assets if f"previz/_assets/{path.relative_to(ROOT / 'assets')}" not in packed]
    assert assets
    assert not missing
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    installed = run(*pip, "install", "--no-deps", "--no-index", "--target", site, wheel, cwd=tmp_path)
    assert installed.returncode == 0, installed.stderr

    def previz(*arguments: str) -> subprocess.CompletedProcess[str]:
        return run(sys.executable, "-m", "previz", *arguments, cwd=elsewhere, PYTHONPATH=str(site))

    where = run(
        sys.executable, "-c", "import previz; print(previz.__file__)", cwd=elsewhere, PYTHONPATH=str(site)
    )
    assert Path(where.stdout.strip()).is_relative_to(site)
    assert previz("new", "film.previz").returncode == 0
    boards = previz("export", "film.previz", "--boards", "boards.pdf")  # needs fonts and templates
    assert boards.returncode == 0, boards.stderr
    assert (elsewhere / "boards.pdf").read_bytes().startswith(b"%PDF")
    built = previz("build", "film.previz", "motel")  # bodies, pieces, shaders and workers
    assert built.returncode == 0, built.stderr
    drawn = previz("generate", "film.previz", "--size", "480x200")
    assert (drawn.returncode, drawn.stdout) == (0, "1 of 1 frames drawn.\n"), drawn.stderr
    assert previz("verify", "film.previz").returncode == 0
