"""What people cost: building one, posing one, skinning a crowd."""

from __future__ import annotations

import itertools

import msgspec
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from previz.assets import asset
from previz.cast import PEOPLE, crowd, figure
from previz.cast.dressing import Wardrobe
from previz.cast.library import library, load
from previz.cast.refine import refined
from previz.cast.surface import pattern
from previz.scene.model import Pose


def test_load_library(benchmark: BenchmarkFixture) -> None:
    benchmark(load, asset("mannequin", "mannequin.npz"))


def test_new_person(benchmark: BenchmarkFixture) -> None:
    """Target: 10 ms after the library is loaded."""
    library()
    ages = itertools.count(200)
    result = benchmark(lambda: figure(msgspec.structs.replace(PEOPLE["man"], age_years=next(ages) / 10)))
    assert len(result.mesh.faces) < 7000


def test_new_clothes(benchmark: BenchmarkFixture) -> None:
    """The topology of a cut and a hair style, kept for all bodies."""
    wardrobe = Wardrobe("suit", "side_part", "short_beard", "fedora", "round", False)
    benchmark(pattern.__wrapped__, wardrobe)


@pytest.mark.parametrize("preset", ["stand", "walk@0.3", "sit", "phone", "arms_crossed", "lean"])
def test_pose_change(benchmark: BenchmarkFixture, preset: str) -> None:
    """Target: 5 ms."""
    person = figure(PEOPLE["man"])
    benchmark(person.pose, Pose(preset=preset), 0.46)


def test_expression_change(benchmark: BenchmarkFixture) -> None:
    """Target: 10 ms with its pose; a face that was shown before is kept."""
    person = figure(PEOPLE["man"])
    steps = itertools.count()
    benchmark(lambda: person.pose(Pose(expression="smile", expression_strength=next(steps) % 1000 / 700)))


def test_a_hundred_extras(benchmark: BenchmarkFixture) -> None:
    """Target: 1 s for a hundred different people, bodies, clothes and poses."""
    seeds = itertools.count(1)

    def build() -> int:
        people = crowd(100, next(seeds))
        return len([figure(person.body).pose(person.pose) for person in people])

    assert benchmark.pedantic(build, rounds=3, warmup_rounds=1) == 100


def test_skin_on_the_cpu(benchmark: BenchmarkFixture) -> None:
    """One person; pictures are skinned by the GPU."""
    person = figure(PEOPLE["man"])
    benchmark(person.skin.posed, person.pose(Pose(preset="run")).bone_matrices)


@pytest.mark.parametrize("level", [1, 2])
def test_refine(benchmark: BenchmarkFixture, level: int) -> None:
    """For close-ups; kept on the figure."""
    mesh = figure(PEOPLE["man"]).mesh
    benchmark(refined, mesh, level)
