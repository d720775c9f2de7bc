"""Bringing models in: from a file on disk to a mesh that can stand on a stage, in its own process."""

from __future__ import annotations

from pathlib import Path

import pytest
import trimesh

from previz.kit.importing import Imported, ModelReader


@pytest.fixture(scope="module")
def million(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A GLB of a ball with 1,310,720 faces."""
    path = tmp_path_factory.mktemp("models") / "million.glb"
    trimesh.creation.icosphere(subdivisions=8).export(path)
    return path


def taken_in(path: Path, faces: int | None) -> Imported:
    with ModelReader(path) as reader:
        return reader.finish("m", "y", faces)


def test_a_million_faces_simplified_for_a_stage(benchmark, million):
    made = benchmark.pedantic(taken_in, (million, 100_000), rounds=1)
    assert made.faces <= 100_000
    benchmark.extra_info["faces"] = made.faces


def test_a_million_faces_looked_at(benchmark, million):
    """Until its size can be shown: before anybody is asked anything."""

    def survey():
        with ModelReader(million) as reader:
            return reader.survey

    found = benchmark.pedantic(survey, rounds=1)
    assert found.faces == 20 * 4**8


def test_half_a_million_faces_as_they_are(benchmark, tmp_path):
    path = tmp_path / "half.glb"
    trimesh.creation.icosphere(subdivisions=7).export(path)
    made = benchmark.pedantic(taken_in, (path, None), rounds=1)
    assert made.faces == 20 * 4**7
