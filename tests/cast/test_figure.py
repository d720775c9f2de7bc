"""The mesh of a person, and the matrices that move it."""

import msgspec
import numpy as np
import pytest

from previz.cast import BEARDS, GLASSES, HAIR, HATS, OUTFITS, PEOPLE, ROLES, Figure, figure, figure_matrix
from previz.cast import patches as pt
from previz.cast.beard import grown as worn_beard
from previz.cast.dressing import Wardrobe
from previz.cast.glasses import glasses as worn_glasses
from previz.cast.rotation import product
from previz.cast.skeleton import PARENT_INDEX, Chain, Skeleton, skin_matrices
from previz.cast.surface import pattern
from previz.cast.worn import Worn
from previz.errors import BadProject
from previz.scene.mesh import Mesh
from previz.scene.model import Body, Outfit, Pose

TRIANGLE_BUDGET = 7000


def check_mesh(mesh: Mesh) -> None:
    count = len(mesh.positions)
    assert mesh.bones is not None
    assert mesh.weights is not None
    assert mesh.faces.max() < count
    assert np.isfinite(mesh.positions).all()
    np.testing.assert_allclose(np.linalg.norm(mesh.normals, axis=1), 1, atol=1e-3)
    assert (mesh.weights.astype(int).sum(1) == 255).all()
    assert mesh.bones.max() < 59
    corners = mesh.patches[mesh.faces]
    assert (corners == corners[:, :1]).all()
    assert set(mesh.patches.tolist()) <= set(ROLES)
    assert (mesh.colours[:, 3] == 0).all()


@pytest.fixture(params=sorted(PEOPLE))
def person(request: pytest.FixtureRequest) -> Figure:
    return figure(PEOPLE[request.param])


def test_mesh_of_ready_people(person: Figure) -> None:
    check_mesh(person.mesh)
    assert len(person.mesh.faces) <= TRIANGLE_BUDGET


@pytest.mark.parametrize("cut", sorted(OUTFITS))
def test_outfits(cut: str) -> None:
    mesh = figure(Body(outfit=Outfit(cut=cut, top=(1, 0, 0), bottom=(0, 0, 1)))).mesh
    check_mesh(mesh)
    assert len(mesh.faces) <= TRIANGLE_BUDGET
    worn = set(mesh.patches.tolist())
    assert (pt.SKIRT in worn) == bool(OUTFITS[cut].skirt_rows)
    assert (pt.SHOE in worn) != OUTFITS[cut].barefoot
    assert worn & set(range(pt.GARMENT0, pt.HAND0))


@pytest.mark.parametrize("cut", sorted(OUTFITS))
def test_no_dress_is_too_heavy(cut: str) -> None:
    """Every outfit with every hair and every hat, with the heaviest beard and glasses on top."""
    beard = max(BEARDS, key=lambda name: triangles(worn_beard(name)))
    glasses = max(GLASSES, key=lambda name: triangles(worn_glasses(name)))
    for style in HAIR:
        for hat in ("", *HATS):
            most = Wardrobe(cut, style, beard, hat, glasses, fine_brows=False)
            assert len(pattern(most).faces) <= TRIANGLE_BUDGET, (style, hat)


def triangles(thing: Worn | None) -> int:
    return 0 if thing is None else len(thing.faces)


@pytest.mark.parametrize("style", sorted(HAIR))
def test_hair(style: str) -> None:
    mesh = figure(Body(hair=style)).mesh
    check_mesh(mesh)
    assert (pt.HAIR in mesh.patches) == (style != "bald")


def test_there_is_a_choice_of_everything() -> None:
    assert len(HAIR) >= 13
    assert len(HATS) >= 4
    assert {"round", "square", "sunglasses"} <= set(GLASSES)
    assert {"beard", "moustache"} <= set(BEARDS)
    assert {"suit", "coat", "dress", "hoodie-jeans"} <= set(OUTFITS)
    assert len(PEOPLE) >= 16


def test_garments_are_patches_even_in_one_colour() -> None:
    same = Outfit(cut="suit", top=(0.1, 0.1, 0.1), bottom=(0.1, 0.1, 0.1))
    worn = set(figure(Body(outfit=same)).mesh.patches.tolist())
    assert {pt.GARMENT0, pt.GARMENT0 + 1, pt.NECK} <= worn


def test_every_finger_is_a_patch() -> None:
    mesh = figure(Body()).mesh
    for first, sign in ((pt.HAND0, 1), (pt.HAND0 + 8, -1)):
        for finger in range(6):
            rows = mesh.patches == first + finger
            assert rows.any()
            assert (np.sign(mesh.positions[rows, 0]) == sign).all()


def test_patches_have_the_right_places() -> None:
    person = figure(PEOPLE["man"])
    y = person.mesh.positions[:, 1]
    assert y[person.mesh.patches == pt.SOLE].max() < 0.06
    assert y[np.isin(person.mesh.patches, (pt.EYE, pt.BROW, pt.MOUTH))].min() > person.height_m - 0.25


def rest_rotations(skeleton: Skeleton) -> np.ndarray:
    """Local rotations (53, 3, 3) that reproduce the rest mesh."""
    parents = np.swapaxes(skeleton.frames[PARENT_INDEX], 1, 2)
    wanted = product(parents, skeleton.frames)
    wanted[0] = skeleton.frames[0]
    return product(np.swapaxes(skeleton.relations, 1, 2), wanted)


def test_rest_rotations_reproduce_the_mesh(person: Figure) -> None:
    chain = Chain.start(person.skeleton, rest_rotations(person.skeleton))
    chain.root_m[:] = person.skeleton.joints[0]
    chain.update()
    moved = person.skin.posed(skin_matrices(chain))
    assert np.abs(moved - person.mesh.positions).max() < 1e-5


def test_cpu_skinning_equals_the_shader() -> None:
    """The shader sums four whole matrices per vertex and applies them once; so does this, in float64."""
    person = figure(PEOPLE["woman"])
    posed = person.pose(Pose(preset="run"))
    mesh = person.mesh
    assert posed.bone_matrices.shape == (59, 3, 4)
    assert posed.bone_matrices.dtype == np.float32
    assert mesh.bones is not None
    assert mesh.weights is not None
    matrices = posed.bone_matrices.astype(float)[mesh.bones]
    blended = (matrices * (mesh.weights / 255)[:, :, None, None]).sum(1)
    positions = (blended[:, :, :3] @ mesh.positions[:, :, None])[:, :, 0] + blended[:, :, 3]
    np.testing.assert_allclose(posed.vertices_m(), positions, atol=1e-5)
    normals = (blended[:, :, :3] @ mesh.normals[:, :, None])[:, :, 0]
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    np.testing.assert_allclose(posed.normals(), normals, atol=1e-4)


def test_figures_are_kept() -> None:
    body = msgspec.structs.replace(PEOPLE["man"], age_years=61.5)
    assert figure(body) is figure(msgspec.structs.replace(body))


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (Body(hair="shrot"), "hair style “shrot”; did you mean short"),
        (Body(outfit=Outfit(cut="suite")), "outfit “suite”; did you mean suit"),
        (Body(skin=(float("nan"), 0, 0)), "Colours"),
        (Body(posture_deg=(0, float("inf"), 0)), "posture"),
    ],
)
def test_bad_bodies(body: Body, message: str) -> None:
    with pytest.raises(BadProject, match=message) as error:
        figure(body)
    assert "\n" not in str(error.value)


def test_colours_beyond_range_clamp() -> None:
    mesh = figure(Body(skin=(2.0, -1.0, 0.5))).mesh
    assert mesh.colours[mesh.patches == pt.SKIN][0].tolist() == [255, 0, 128, 0]


def test_figure_matrix_faces_its_heading() -> None:
    matrix = figure_matrix((1, 2, 3), 90)
    np.testing.assert_allclose(matrix @ [0, 0, 1, 1], [2, 2, 3, 1], atol=1e-12)
    np.testing.assert_allclose(matrix @ [1, 0, 0, 1], [1, 2, 2, 1], atol=1e-12)
