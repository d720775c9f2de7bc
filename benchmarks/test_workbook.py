"""A workbook of 500 shots with their pictures, and the same words without."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.test_paper import frames, rows
from previz.export.fields import FIELDS
from previz.export.workbook import write_workbook

__all__ = ["frames"]


@pytest.mark.parametrize("pictured", [True, False])
def test_500_rows(
    tmp_path: Path, frames: dict[str, bytes], pictured: bool, benchmark: BenchmarkFixture
) -> None:
    film, scenes, shots = rows(0)
    path = tmp_path / "list.xlsx"
    benchmark.pedantic(
        write_workbook,
        args=(path, film, scenes, shots, FIELDS),
        kwargs={"pictures": frames.__getitem__, "thumbnails": pictured},
        rounds=3,
    )
    assert path.stat().st_size > 10_000
