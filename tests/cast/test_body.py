"""Shape: what a director types is what stands there."""

import msgspec
import numpy as np
import pytest

from previz.cast import PEOPLE, figure
from previz.cast.body import natural_height_cm, rest_points, sliders
from previz.cast.library import library
from previz.cast.skeleton import BONES, INDEX
from previz.errors import BadProject
from previz.scene.model import Body, Pose


def crown_m(body: Body) -> float:
    """Standing at attention, barefoot: how high the skull reaches above the floor joint of the feet."""
    posed = figure(body).pose(Pose(preset="t_pose"))
    foot = posed.figure.skeleton.joints[INDEX["foot_l"], 1]
    return float(posed.landmarks_m["head_top"][1] - posed.joints_m["foot_l"][1] + foot)


@pytest.mark.parametrize("sex", [0.0, 0.5, 1.0])
@pytest.mark.parametrize(
    ("age", "height_cm"), [(2, 85), (8, 120), (8, 140), (16, 180), (30, 150), (30, 205), (85, 158)]
)
def test_typed_height(sex: float, age: float, height_cm: float) -> None:
    assert crown_m(Body(sex=sex, age_years=age, height_cm=height_cm)) == pytest.approx(
        height_cm / 100, abs=0.005
    )


@pytest.mark.parametrize("build", [-1.0, 1.0])
def test_height_is_kept_by_any_build(build: float) -> None:
    assert crown_m(Body(height_cm=175, build=build, muscle=0.9)) == pytest.approx(1.75, abs=0.005)


def test_natural_height_follows_sex_and_age() -> None:
    assert crown_m(Body(sex=1, age_years=30)) == pytest.approx(1.77, abs=0.005)
    assert crown_m(Body(sex=0, age_years=30)) == pytest.approx(1.64, abs=0.005)
    ages = [natural_height_cm(0.5, age) for age in (1, 3, 7, 12, 17)]
    assert ages == sorted(ages)
    assert natural_height_cm(1, 85) < natural_height_cm(1, 40)


def test_ages_meet_the_anchors() -> None:
    assert [sliders(Body(age_years=age)).age for age in (1, 10, 25, 90)] == [0, 0.1875, 0.5, 1]


def test_heavy_build_is_wide_and_slim_is_narrow() -> None:
    def waist(build: float) -> float:
        points, _ = rest_points(library(), Body(sex=1, height_cm=178, build=build))
        belly = library().labels == library().region["belly"]
        trunk = points[library().weld[library().faces[belly]].ravel()]
        return float(np.ptp(trunk[:, 0]) * np.ptp(trunk[:, 2]))

    assert waist(-1) < 0.85 * waist(0)
    assert waist(1) > 1.8 * waist(0)


def test_heavy_but_muscular_keeps_the_muscle() -> None:
    assert sliders(Body(build=1.0, muscle=1.0)).muscle == pytest.approx(1.0)
    assert sliders(Body(build=1.0, muscle=0.5)).muscle < 0.2


def test_extremes_clamp() -> None:
    wild = Body(sex=9, age_years=400, height_cm=900, build=-7, muscle=3, proportions=-2, heritage=(-1, 0, 0))
    tame = Body(sex=1, age_years=90, height_cm=250, build=-1, muscle=1, proportions=0)
    np.testing.assert_array_equal(rest_points(library(), wild)[0], rest_points(library(), tame)[0])


@pytest.mark.parametrize("field", ["sex", "age_years", "build", "muscle", "proportions", "height_cm"])
def test_nan_is_refused(field: str) -> None:
    with pytest.raises(BadProject, match="finite"):
        figure(msgspec.structs.replace(Body(), **{field: float("nan")}))


def test_random_people_are_sound() -> None:
    random = np.random.default_rng(7)
    for _ in range(100):
        sex, age, build, muscle, proportions = random.uniform((0, 0, -1, 0, 0), (1, 95, 1, 1, 1))
        heritage = tuple(random.dirichlet((1, 1, 1)).tolist())
        points, height_m = rest_points(
            library(),
            Body(
                sex=sex, age_years=age, build=build, muscle=muscle, proportions=proportions, heritage=heritage
            ),
        )
        assert np.isfinite(points).all()
        assert 0.4 < height_m < 2.0
        assert np.abs(points).max() < 2.1


def test_joints_are_symmetric() -> None:
    for body in PEOPLE.values():
        skeleton = figure(body).skeleton
        left = [INDEX[bone] for bone in BONES if bone.endswith("_l")]
        right = [INDEX[bone[:-1] + "r"] for bone in BONES if bone.endswith("_l")]
        np.testing.assert_allclose(skeleton.joints[left] * [-1, 1, 1], skeleton.joints[right], atol=2e-3)
