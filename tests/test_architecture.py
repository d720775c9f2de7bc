"""The house rules of docs/architecture.md, read off the source: who imports whom, names, mirrored tests."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "previz"
SOURCES = sorted(PACKAGE.rglob("*.py"))

# room → rooms it may import (itself always). `errors`, `assets` and the package itself are open to all.
MAY_IMPORT = {
    "scene": set(),
    "cast": {"scene"},
    "kit": {"scene"},
    "grammar": {"scene", "cast", "kit"},
    "script": {"scene"},
    "sets": {"scene", "kit"},
    "gl": set(),
    "staging": {"scene", "cast", "kit", "grammar"},
    "render": {"scene", "cast", "kit", "grammar", "gl", "staging"},
    "gen": {"gl"},
    "review": {"scene", "cast", "kit", "grammar", "render"},
    "export": {"scene", "grammar", "review", "script"},
    "demo": {"scene", "cast", "kit", "grammar", "staging", "render"},
    "studio": {
        "scene",
        "cast",
        "kit",
        "grammar",
        "script",
        "staging",
        "sets",
        "gl",
        "render",
        "gen",
        "review",
        "export",
        "demo",
    },
    "cli": {"scene", "studio", "export", "grammar", "script", "review", "demo"},
    "ui": {
        "scene",
        "cast",
        "kit",
        "grammar",
        "script",
        "staging",
        "sets",
        "gl",
        "render",
        "gen",
        "review",
        "export",
        "demo",
        "studio",
    },
    "__main__": {"cli", "ui"},
}
OPEN = {"errors", "assets", ""}
# outside package → the places that may import it
FOREIGN = {
    "PySide6": ("ui",),
    "pyqtgraph": ("ui",),
    "OpenGL": ("gl", "render", "ui"),
    "torch": ("gen/diffusion",),
    "diffusers": ("gen/diffusion",),
    "transformers": ("gen/diffusion",),
    "psutil": ("gen/diffusion",),
    "websocket": ("gen/comfy",),
    "keyring": ("gen/comfy",),
    "trimesh": ("kit/mesh.py", "kit/props.py"),
    "fast_simplification": ("kit/simplify.py",),
    "typst": ("export",),
    "fountain": ("script/fountain.py",),
    "defusedxml": ("script/fdx.py",),
    "xlsxwriter": ("export",),
    "openpyxl": ("studio/spreadsheets.py",),
    "sqlite3": ("scene",),
    "scipy": (),
    "cv2": ("gen", "render", "kit", "export", "studio"),
}
BANNED_NAMES = {"utils", "util", "helpers", "helper", "manager", "misc", "common"}


def room(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return "" if first == "__init__.py" else first.removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Dotted names imported anywhere in the file, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are absolute here"
            if node.module == "previz":
                yield from ((f"previz.{alias.name}", node.lineno) for alias in node.names)
            elif node.module:
                yield node.module, node.lineno


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_follow_the_house(path: Path) -> None:
    own = room(path)
    for name, line in imports(path):
        top, _, rest = name.partition(".")
        if top == "previz":
            other = rest.partition(".")[0]
            if other.startswith("__"):
                continue
            allowed = {own} | OPEN | MAY_IMPORT.get(own, set())
            assert other in allowed, f"{path}:{line}: {own or 'previz'} may not import {other}"
        elif top in FOREIGN:
            place = path.relative_to(PACKAGE).as_posix()
            assert any(place == p or place.startswith(f"{p}/") or place == f"{p}.py" for p in FOREIGN[top]), (
                f"{path}:{line}: {top} belongs to {FOREIGN[top] or 'tools and tests'}"
            )


def test_opengl_reaches_render_and_gen_only_through_their_doors() -> None:
    assert not [
        path
        for path in (PACKAGE / "gen").rglob("*.py")
        for name, _ in imports(path)
        if name.startswith("previz.gl") and path.name != "raster.py"
    ], "in gen, only sketch/raster.py may use previz.gl"
    drawlist = PACKAGE / "render" / "drawlist.py"
    assert not [name for name, _ in imports(drawlist) if name.startswith(("OpenGL", "previz.gl"))]


def test_no_room_without_a_name() -> None:
    assert not [p for p in SOURCES if p.stem in BANNED_NAMES]


def test_no_class_named_for_nothing() -> None:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                assert not node.name.endswith(("Manager", "Helper", "Handler", "Utils")), (
                    f"{path}: {node.name}"
                )


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_sizes_stay_human(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 600, f"{path} has outgrown its room"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= 75, f"{path}:{node.lineno}: {node.name} is {length} lines long"
        if isinstance(node, ast.ClassDef):
            methods = sum(isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) for child in node.body)
            assert methods <= 30, f"{path}:{node.lineno}: {node.name} has {methods} methods"


def test_tests_mirror_the_source() -> None:
    """Every test file tests a module or a whole room of the same name at the same place."""
    for test in sorted((ROOT / "tests").rglob("test_*.py")):
        place = test.relative_to(ROOT / "tests")
        if len(place.parts) == 1:
            continue
        folder = PACKAGE / place.parent
        assert folder.is_dir(), f"{test} mirrors no folder of previz"
        stem = test.stem.removeprefix("test_")
        modules = {p.stem for p in folder.glob("*.py")} | {p.name for p in folder.iterdir()}
        known = any(stem == m or stem.startswith(f"{m}_") for m in modules | {place.parent.name})
        assert known, f"{test} mirrors no module in {folder.relative_to(ROOT)}"


def test_the_repository_speaks_of_the_product_alone() -> None:
    machine_paths = ("/" + "work/", "/" + "root/", "../" + "shared")
    for path in [
        *SOURCES,
        *(ROOT / "tests").rglob("*.py"),
        *(ROOT / "docs").rglob("*.md"),
        *ROOT.glob("*.md"),
    ]:
        text = path.read_text(encoding="utf-8")
        assert not [m for m in machine_paths if m in text], f"{path} names a path of one machine"
