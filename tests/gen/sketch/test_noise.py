from __future__ import annotations

import numpy as np

from previz.gen.sketch.noise import Chance, along, cloud, hash01, normal


def test_hashes_are_spread_evenly_and_never_change() -> None:
    values = hash01(np.arange(20000), 3)
    assert np.histogram(values, 10, (0, 1))[0].min() > 1800
    assert np.array_equal(hash01([7], 9), hash01(np.array([7]), 9))
    assert abs(float(np.corrcoef(values[:-1], values[1:])[0, 1])) < 0.03


def test_one_number_at_a_time_is_the_same_chance() -> None:
    one, many = Chance(2**40 + 3, 5), Chance(2**40 + 3, 5)
    assert [one.uniform(2, 3) for _ in range(9)] == [float(v) for v in 2 + many.uniforms(9).astype(float)]


def test_large_seeds_and_negative_numbers_are_welcome() -> None:
    assert 0 <= float(hash01(-5, 2**63 - 1)[0]) < 1
    assert hash01(1, 2**62)[0] != hash01(1, 2**62 + 1)[0]


def test_normal_has_deviation_one_and_no_tails() -> None:
    values = normal(np.arange(20000), 5)
    assert abs(values.mean()) < 0.05
    assert abs(values.std() - 1) < 0.25
    assert np.abs(values).max() <= 2.51


def test_noise_along_a_stroke_is_continuous() -> None:
    distance = np.linspace(0, 400, 4001, dtype=np.float32)
    wave = along(distance, np.zeros(4001, np.int64), 50, 1)
    assert np.abs(np.diff(wave)).max() < 0.02
    assert np.ptp(wave) > 0.5
    assert not np.array_equal(wave, along(distance, np.ones(4001, np.int64), 50, 1))


def test_a_cloud_has_bumps_of_its_size() -> None:
    field = cloud((60, 90), 20, 4)
    assert field.shape == (60, 90)
    assert np.abs(np.diff(field, axis=1)).max() < 0.12
    assert np.ptp(field) > 0.4


def test_a_stream_goes_on_where_it_was() -> None:
    one, other = Chance(5, 1), Chance(5, 1)
    assert [one.uniform() for _ in range(4)] == list(other.uniforms(4))
    assert Chance(5, 1).uniform() != Chance(5, 2).uniform()
