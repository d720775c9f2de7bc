"""Extras by the hundred: different, plausible, the same again for the same seed."""

import numpy as np
import pytest

from previz.cast import crowd, figure
from previz.cast.body import natural_height_cm


def test_a_hundred_different_people() -> None:
    people = crowd(100, seed=7)
    assert len({person.body for person in people}) == 100
    assert len({person.body.outfit.cut for person in people}) >= 10
    assert len({person.body.hair for person in people}) >= 12
    assert len({person.pose.preset for person in people}) >= 6
    assert sum(bool(person.body.outfit.hat) for person in people) >= 4
    assert sum(bool(person.body.outfit.glasses) for person in people) >= 6
    assert sum(bool(person.body.beard) for person in people) >= 4
    ages = np.array([person.body.age_years for person in people])
    assert (ages < 15).any()
    assert (ages > 65).any()
    women = sum(person.body.sex < 0.5 for person in people)
    assert 30 <= women <= 70


def test_the_same_seed_gives_the_same_people() -> None:
    assert crowd(20, seed=3) == crowd(20, seed=3)
    assert crowd(20, seed=3) != crowd(20, seed=4)
    assert crowd(30, seed=3)[:20] == crowd(20, seed=3)


def test_people_are_plausible() -> None:
    for person in crowd(300, seed=1):
        body = person.body
        assert body.height_cm is not None
        assert body.height_cm == pytest.approx(natural_height_cm(body.sex, body.age_years), rel=0.1)
        assert not (body.beard and (body.sex < 0.5 or body.age_years < 18))
        assert not (body.age_years < 13 and body.outfit.cut in ("suit", "blazer", "coat"))


def test_everybody_can_be_built_and_posed() -> None:
    for person in crowd(24, seed=11):
        posed = figure(person.body).pose(person.pose)
        assert np.isfinite(posed.vertices_m()).all()


def test_nobody_and_far_too_many() -> None:
    assert crowd(0, seed=1) == ()
    with pytest.raises(ValueError, match="2000"):
        crowd(2001, seed=1)
