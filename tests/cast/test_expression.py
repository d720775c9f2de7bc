"""Faces: what moves, how far, and that it moves nothing else."""

import numpy as np
import pytest

from previz.cast import EXPRESSION_WORDS, EXPRESSIONS, PEOPLE, Figure, figure
from previz.cast import patches as pt
from previz.cast.expression import moves_m, weights
from previz.cast.library import library
from previz.errors import BadProject
from previz.scene.model import Pose

NEEDED = {"neutral", "smile", "laugh", "anger", "fear", "sadness", "surprise", "shout", "closed_eyes"}


@pytest.fixture
def man() -> Figure:
    return figure(PEOPLE["man"])


def shown(person: Figure, name: str, strength: float = 1.0) -> Figure:
    return person.pose(Pose(expression=name, expression_strength=strength)).figure


def test_the_faces_that_scenes_need() -> None:
    assert set(EXPRESSIONS) >= NEEDED
    assert set(EXPRESSION_WORDS) == set(EXPRESSIONS) - {"neutral"}
    for moves in EXPRESSIONS.values():
        assert set(moves) <= set(library().units)


@pytest.mark.parametrize("name", sorted(set(EXPRESSIONS) - {"neutral"}))
def test_an_expression_moves_the_face_and_nothing_else(man: Figure, name: str) -> None:
    face = shown(man, name)
    assert man.mesh.faces is face.mesh.faces
    away = np.linalg.norm(face.mesh.positions - man.mesh.positions, axis=1)
    assert 0.003 < away.max() < 0.06
    assert (man.mesh.positions[away > 1e-6, 1] > man.height_m - 0.36).all()
    np.testing.assert_allclose(np.linalg.norm(face.mesh.normals, axis=1), 1, atol=1e-3)


def test_strength_goes_from_nothing_to_more(man: Figure) -> None:
    assert shown(man, "smile", 0.0) is man
    half, full, more = (
        np.abs(shown(man, "smile", strength).mesh.positions - man.mesh.positions).max()
        for strength in (0.5, 1.0, 1.5)
    )
    assert half == pytest.approx(full / 2, rel=0.02)
    assert more > full * 1.3


def test_faces_are_kept(man: Figure) -> None:
    assert shown(man, "anger") is shown(man, "anger")


def test_a_blend_of_poses_blends_the_faces() -> None:
    way = Pose(expression="smile", blend=Pose(expression="anger"), share=0.25)
    first, last = weights(Pose(expression="smile")), weights(Pose(expression="anger"))
    np.testing.assert_allclose(weights(way), 0.75 * np.array(first) + 0.25 * np.array(last))


def upper_lid(person: Figure) -> np.ndarray:
    """(p,) which points of the skin lie on and just above the left eye."""
    away = person.points - person.marks["eye_l"].point_m
    size = person.sizes.head
    near = (np.abs(away[:, 0]) < 0.014 * size) & (away[:, 1] > 0) & (away[:, 1] < 0.012 * size)
    return near & (away[:, 2] > 0)


@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_closing_an_eye_brings_its_lid_down(name: str) -> None:
    person = figure(PEOPLE[name])
    rows = upper_lid(person)
    closed = shown(person, "closed_eyes")
    fall = (closed.points - person.points)[rows, 1].min()
    assert -0.012 < fall / person.sizes.head < -0.004


def test_an_open_mouth_shows_teeth_above_the_dark(man: Figure) -> None:
    shouting = shown(man, "shout")
    mannequin = library()
    lips = [shouting.face_line(name)[5:-5, 1].mean() for name in ("lip_up", "lip_lo")]
    calm = [man.face_line(name)[5:-5, 1].mean() for name in ("lip_up", "lip_lo")]
    assert lips[0] - lips[1] > calm[0] - calm[1] + 0.015

    def height(region: str) -> float:
        faces = mannequin.faces[mannequin.labels == mannequin.region[region]]
        return float(shouting.points[mannequin.weld[faces]][..., 1].mean())

    assert height("teeth") > height("mouth")
    assert shouting.marks["chin"].point_m[1] < man.marks["chin"].point_m[1] - 0.008


def test_moves_follow_the_heritage() -> None:
    mannequin = library()
    smile = weights(Pose(expression="smile"))
    pure = [moves_m(mannequin, smile, share) for share in np.eye(3)]
    mixed = moves_m(mannequin, smile, np.full(3, 1 / 3))
    np.testing.assert_allclose(mixed, sum(pure) / 3, atol=1e-6)
    assert np.abs(pure[0] - pure[1]).max() > 1e-4


def test_eyes_turn_with_the_gaze_and_lids_follow_them_down(man: Figure) -> None:
    iris = man.mesh.patches == pt.EYE
    pupils = iris & (man.mesh.colours[:, 0] < 100) & (man.mesh.positions[:, 0] > 0)
    aside = man.pose(Pose(), gaze_dir=(1.0, 0.0, 0.2)).figure
    assert (aside.mesh.positions - man.mesh.positions)[pupils, 0].mean() > 0.0015
    down = man.pose(Pose(), gaze_dir=(0.0, -2.0, 1.0)).figure
    assert (down.mesh.positions - man.mesh.positions)[pupils, 1].mean() < -0.0015
    assert (down.points - man.points)[upper_lid(man), 1].min() < -0.002


def test_unknown_names_say_the_nearest(man: Figure) -> None:
    with pytest.raises(BadProject, match="smile"):
        man.pose(Pose(expression="smil"))
    with pytest.raises(BadProject, match="strength"):
        man.pose(Pose(expression="smile", expression_strength=float("nan")))
