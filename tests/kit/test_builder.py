"""Patches: what is smooth or flush is one, creases and parts divide."""

from __future__ import annotations

import numpy as np
import pytest

from previz.kit.builder import Builder, components
from previz.kit.solids import ball, box, cylinder

GREY = {"a": (0.5, 0.5, 0.5), "b": (1.0, 0.0, 0.0)}


def patches(*adds, **options):
    b = Builder(GREY)
    for part, shape in adds:
        b.add(part, shape, **options)
    return b.mesh()


def test_components_find_chains():
    rng = np.random.default_rng(0)
    order = rng.permutation(500)
    pairs = np.stack([order[:-1], order[1:]], 1)
    assert components(500, np.delete(pairs, [99, 299], axis=0)).max() == 2
    assert components(3, np.zeros((0, 2), np.int64)).tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    ("shape", "count"),
    [
        (box(1, 1, 1), 6),
        (box(1, 1, 1, bevel=0.05), 6),
        (ball(1, 1, 1), 1),
        (cylinder(1, 1, segments=32), 3),
        (cylinder(1, 1, bevel=0.05), 3),
    ],
)
def test_patches_of_solids(shape, count):
    made = patches(("a", shape))
    assert len(np.unique(made.patches)) == count


def test_crease_is_a_choice():
    drum = cylinder(1, 1, segments=8)
    assert len(np.unique(patches(("a", drum), crease=30).patches)) == 10
    assert len(np.unique(patches(("a", drum), crease=50).patches)) == 3


def test_flush_plaster_is_one_patch_across_a_joint():
    left, right = box(1, 1, 1), box(1, 1, 1, (1, 0, 0))
    assert len(np.unique(patches(("a", left), ("a", right)).patches)) == 12
    assert len(np.unique(patches(("a", left), ("a", right), flush="wall").patches)) == 8
    assert len(np.unique(patches(("a", left), ("b", right), flush="wall").patches)) == 12


def test_normals_are_flat_on_a_box_and_radial_on_a_ball():
    cube = patches(("a", box(1, 1, 1)))
    assert np.allclose(np.abs(cube.normals).max(axis=1), 1)
    globe = patches(("a", ball(2, 2, 2, segments=32)))
    assert (np.einsum("ij,ij->i", globe.normals, globe.positions) > 0.99).all()


def test_colours_and_glow():
    b = Builder(GREY)
    b.add("b", box(1, 1, 1), glow=True)
    assert (b.mesh().colours == [255, 0, 0, 255]).all()


def test_placed_builders_share_one_mesh():
    b = Builder(GREY)
    b.placed(5, 0, 0, 90).placed(0, 0, 1).add("a", box(0.2, 0.2, 0.2))
    b.placed(mirror=True).add("a", box(1, 1, 1, (3, 0, 0)))
    points = b.mesh().positions
    assert (np.abs(points - [6, 0.1, 0]).max(axis=1) < 0.11).sum() == 24
    assert points[:, 0].min() == pytest.approx(-3.5)


def test_too_many_patches_are_refused():
    b = Builder(GREY)
    b.add("a", *(box(1, 1, 1, (2.0 * i, 0, 0)) for i in range(700)))
    with pytest.raises(ValueError, match="too many"):
        b.mesh()


def test_a_whole_shape_is_one_patch_with_its_own_edges():
    """Leaves: no line inside, and yet every face keeps its normal."""
    b = Builder(GREY)
    b.add("a", box(1, 1, 1), box(1, 1, 1, (0.3, 0.4, 0.2)), whole=True)
    made = b.mesh()
    assert len(np.unique(made.patches)) == 1
    assert np.allclose(np.abs(made.normals).max(axis=1), 1)
