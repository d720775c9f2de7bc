"""Rounder meshes for close-ups."""

import numpy as np
import pytest

from previz.cast import PEOPLE, figure


@pytest.mark.parametrize("level", [1, 2])
def test_levels(level: int) -> None:
    person = figure(PEOPLE["teen_girl"])
    coarse, fine = person.mesh, person.refined(level)
    assert person.refined(level) is fine
    assert len(fine.faces) == len(coarse.faces) * 4**level
    assert fine.weights is not None
    assert (fine.weights.astype(int).sum(1) == 255).all()
    np.testing.assert_allclose(np.linalg.norm(fine.normals, axis=1), 1, atol=1e-3)
    corners = fine.patches[fine.faces]
    assert (corners == corners[:, :1]).all()


def test_level_zero_is_the_mesh_and_three_is_a_mistake() -> None:
    person = figure(PEOPLE["man"])
    assert person.refined(0) is person.mesh
    with pytest.raises(ValueError, match="level"):
        person.refined(3)


def test_no_cracks_open_between_patches() -> None:
    """Middles of an edge that two patches share lie on one place."""
    person = figure(PEOPLE["man"])
    coarse, fine = person.mesh, person.refined(1)
    _, places = np.unique(np.round(coarse.positions, 6), axis=0, return_inverse=True)
    first = places.ravel()[coarse.faces]
    made = fine.faces.reshape(-1, 4, 3)[:, 3]
    middles: dict[tuple[int, int], list[np.ndarray]] = {}
    for corners, (ab, bc, ca) in zip(first, made, strict=True):
        for start, end, middle in ((0, 1, ab), (1, 2, bc), (2, 0, ca)):
            a, b = sorted((int(corners[start]), int(corners[end])))
            middles.setdefault((a, b), []).append(fine.positions[middle])
    apart = [float(np.ptp(np.array(points), axis=0).max()) for points in middles.values()]
    assert max(apart) < 2e-4
    assert len(middles) < 1.7 * len(coarse.faces)


def test_contours_get_rounder() -> None:
    """The skull's middles lie outside the flat faces, and nothing strays far."""
    person = figure(PEOPLE["heavy_man"])
    coarse, fine = person.mesh, person.refined(1)
    flat = fine.positions[len(coarse.positions) :]
    moved = np.abs(flat).max()
    assert moved <= np.abs(coarse.positions).max() + 0.01
    a, b, c = (coarse.positions[coarse.faces[:, k]] for k in range(3))
    flat_area = np.linalg.norm(np.cross(b - a, c - a), axis=1).sum()
    a, b, c = (fine.positions[fine.faces[:, k]] for k in range(3))
    round_area = np.linalg.norm(np.cross(b - a, c - a), axis=1).sum()
    assert 1.001 < round_area / flat_area < 1.1


def test_mixed_weights_lie_between_their_ends() -> None:
    person = figure(PEOPLE["man"])
    coarse, fine = person.mesh, person.refined(1)
    assert coarse.bones is not None
    assert coarse.weights is not None
    assert fine.bones is not None
    assert fine.weights is not None

    def share(bones: np.ndarray, weights: np.ndarray) -> np.ndarray:
        table = np.zeros((len(bones), 59))
        np.add.at(table, (np.arange(len(bones))[:, None], bones), weights / 255)
        return table

    before, after = share(coarse.bones, coarse.weights), share(fine.bones, fine.weights)
    faces = coarse.faces
    middle = fine.faces.reshape(-1, 4, 3)[:, 3, 0]
    expected = (before[faces[:, 0]] + before[faces[:, 1]]) / 2
    kept = np.sort(expected, 1)[:, -4:].sum(1) > 0.999
    assert kept.mean() > 0.8
    assert np.abs(after[middle] - expected)[kept].max() < 0.02
