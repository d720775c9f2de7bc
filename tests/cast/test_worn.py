"""Hair, beards, hats, glasses, collars: on every head, following it, never floating off."""

import msgspec
import numpy as np
import pytest

from previz.cast import BEARDS, GLASSES, HAIR, HATS, PEOPLE, Figure, figure
from previz.cast import patches as pt
from previz.cast.form import form
from previz.cast.hair import HAT_DOWN, MIDDLE, grown, scalp
from previz.cast.hats import hat
from previz.cast.tailoring import PIECES, piece
from previz.cast.worn import Maker, Worn
from previz.errors import BadProject
from previz.scene.model import Body, Outfit, Pose

EXTREMES = (
    Body(age_years=1, height_cm=60, build=-1),
    Body(age_years=90, height_cm=230, build=1, sex=1, heritage=(1, 0, 0)),
    Body(age_years=30, height_cm=170, build=-1, muscle=0, sex=0, heritage=(0, 1, 0), proportions=0),
    Body(age_years=30, height_cm=195, build=1, muscle=1, sex=1, proportions=1),
)


def dressed(body: Body, hair: str = "short", beard: str = "", hat: str = "", glasses: str = "") -> Figure:
    outfit = msgspec.structs.replace(body.outfit, hat=hat, glasses=glasses)
    return figure(msgspec.structs.replace(body, hair=hair, beard=beard, outfit=outfit))


def of_patches(person: Figure, *names: str) -> np.ndarray:
    wanted = [pt.garment(name) for name in names]
    return person.mesh.positions[np.isin(person.mesh.patches, wanted)].astype(float)


def outward_share(thing: Worn, middle: np.ndarray) -> float:
    """Area that looks away from ``middle`` against all area."""
    points = thing.places(form().points.astype(np.float32), 1, 1).astype(float)
    a, b, c = (points[thing.faces[:, corner]] for corner in range(3))
    normal = np.cross(b - a, c - a)
    area = np.linalg.norm(normal, axis=1)
    return float(area[(normal * ((a + b + c) / 3 - middle)).sum(1) > 0].sum() / area.sum())


@pytest.mark.parametrize("name", [style for style in HAIR if style != "bald"])
@pytest.mark.parametrize("covered", [False, True])
def test_hair_looks_outwards(name: str, covered: bool) -> None:
    thing = grown(name, covered)
    assert thing is not None
    assert outward_share(thing, MIDDLE) > 0.6
    assert (thing.weights.astype(int).sum(1) == 255).all()
    np.testing.assert_allclose(thing.share.sum(1), 1, atol=1e-5)


@pytest.mark.parametrize("name", HATS)
def test_hats_sit_on_every_head(name: str) -> None:
    thing = hat(name)
    assert thing is not None
    assert outward_share(thing, MIDDLE) > 0.6
    for body in (*EXTREMES, *PEOPLE.values()):
        person = dressed(body, hair="afro", hat=name)
        crown = person.marks["head_top"].point_m
        size = person.sizes.head
        worn = of_patches(person, "hat", "brim", "band")
        above = worn[:, 1].max() - crown[1]
        assert 0.002 * size < above < 0.13 * size, name
        assert abs(worn[:, 0].mean()) < 0.01 * size


def test_a_hat_presses_the_hair() -> None:
    bare, covered = dressed(PEOPLE["man"], "afro"), dressed(PEOPLE["man"], "afro", hat="fedora")
    tops = [person.mesh.positions[person.mesh.patches == pt.HAIR, 1].max() for person in (bare, covered)]
    assert tops[1] < tops[0] - 0.03
    assert of_patches(covered, "hat")[:, 1].max() > tops[1] + 0.02


def test_a_headscarf_covers_the_hair() -> None:
    assert pt.HAIR not in dressed(PEOPLE["woman"], "long", hat="headscarf").mesh.patches


@pytest.mark.parametrize("name", GLASSES)
def test_glasses_stand_before_the_eyes_and_reach_the_ears(name: str) -> None:
    for body in (*EXTREMES, *PEOPLE.values()):
        person = dressed(body, glasses=name)
        size, frame = person.sizes.head, of_patches(person, "frame")
        for side in ("l", "r"):
            eye, ear = (person.marks[f"{what}_{side}"].point_m for what in ("eye", "ear"))
            own = frame[np.sign(frame[:, 0]) == np.sign(eye[0])]
            before = own[np.linalg.norm((own - eye)[:, :2], axis=1) < 0.034 * size]
            assert (before[:, 2] > eye[2] + 0.012 * size).sum() > 40
            assert np.linalg.norm(own - ear, axis=1).min() < 0.035 * size
        assert (pt.garment("lens") in person.mesh.patches) == GLASSES[name].dark


@pytest.mark.parametrize("name", [beard for beard in BEARDS if beard])
def test_beards_stay_at_the_jaw_and_free_the_lips(name: str) -> None:
    person = dressed(PEOPLE["man"], hair="bald", beard=name)
    hair = person.mesh.positions[person.mesh.patches == pt.HAIR].astype(float)
    nose, chin = (person.marks[what].point_m for what in ("nose", "chin"))
    assert hair[:, 1].max() < person.marks["eye_l"].point_m[1] + 0.035
    assert hair[:, 1].min() > chin[1] - 0.09
    front = hair[np.abs(hair[:, 0]) < 0.012]
    assert (front[:, 1] < nose[1] + 0.005).all()
    lips = person.face_line("lip_lo")
    line = lips[len(lips) // 2, 1]
    between = (front[:, 1] > line - 0.006) & (front[:, 1] < line + 0.002)
    assert not (between & (front[:, 2] > nose[2] - 0.02)).any()


def test_a_beard_follows_the_chin() -> None:
    person = dressed(PEOPLE["man"], hair="bald", beard="goatee")
    rows = person.mesh.patches == pt.HAIR
    low = rows & (person.mesh.positions[:, 1] < person.marks["chin"].point_m[1] + 0.02)
    shouting = person.pose(Pose(expression="shout")).figure
    fall = (shouting.mesh.positions - person.mesh.positions)[low, 1]
    assert fall.mean() < -0.006


@pytest.mark.parametrize("name", PIECES)
def test_collars_and_lapels_lie_close_to_the_body(name: str) -> None:
    one = form()
    points = one.points.astype(np.float32)
    places = piece(name).places(points, 1, 1).astype(float)
    trunk = one.points[np.unique(one.neck)]
    near = np.linalg.norm(
        places[:, None] - np.concatenate([trunk, one.points[np.unique(one.dressed)]])[None], axis=2
    )
    assert np.isfinite(places).all()
    assert near.min(1).max() < 0.13
    assert places[:, 1].min() > 0.4


@pytest.mark.parametrize("body", EXTREMES, ids=["baby", "giant", "thin", "huge"])
def test_extremes_stay_sane(body: Body) -> None:
    clothed = msgspec.structs.replace(
        body, hair="wavy", beard="full_beard", outfit=Outfit(cut="suit", hat="fedora", glasses="round")
    )
    mesh = figure(clothed).mesh
    assert np.isfinite(mesh.positions).all()
    low, high = mesh.positions.min(0), mesh.positions.max(0)
    assert figure(clothed).height_m == pytest.approx((body.height_cm or 0) / 100)
    assert high[1] - low[1] < figure(clothed).height_m * 1.18
    assert (high - low)[[0, 2]].max() < figure(clothed).height_m * 1.25


def test_what_a_maker_makes_hangs_on_the_designing_body() -> None:
    maker = Maker(pt.HAIR, "hair")
    (top,) = scalp(maker, [0.0], [0.0], [0.01])
    assert maker.place(top)[1] == pytest.approx(form().points[:, 1].max() + 0.01, abs=0.01)
    assert len(HAT_DOWN[0]) == len(HAT_DOWN[1])


@pytest.mark.parametrize(
    ("body", "near"),
    [
        (Body(hair="lang"), "long"),
        (Body(beard="goate"), "goatee"),
        (Body(outfit=Outfit(hat="fedoras")), "fedora"),
        (Body(outfit=Outfit(glasses="rounds")), "round"),
    ],
)
def test_unknown_names_say_the_nearest(body: Body, near: str) -> None:
    with pytest.raises(BadProject, match=near):
        figure(body)
