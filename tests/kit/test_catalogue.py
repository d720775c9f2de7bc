"""Every piece, with default and extreme settings, is a sound solid of the right size."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import numpy as np
import pytest

from previz.errors import BadProject, NotFound
from previz.kit import catalogue
from previz.kit.catalogue import CATALOGUE, Choice, Param, Switch, mesh, spots
from tests.kit.sound import areas, corners, fighting, hits, open_edges, solid_volumes


def _settings():
    """(piece, settings): defaults, every number at both ends, every word, every switch."""
    for key, piece in CATALOGUE.items():
        yield key, {}
        extra = {"openings": ""} if key in ("room", "plan") else {}
        for param in piece.params:
            if isinstance(param, Param):
                yield key, {param.name: param.minimum, **extra}
                yield key, {param.name: param.maximum, **extra}
            elif isinstance(param, Choice):
                for option in param.options:
                    if option != param.default:
                        yield key, {param.name: option}
            elif isinstance(param, Switch):
                yield key, {param.name: not param.default}


CASES = [pytest.param(key, given, id=f"{key}-{given}") for key, given in _settings()]


@pytest.mark.parametrize(("key", "given"), CASES)
def test_mesh_is_sound(key, given):
    made = mesh(key, given)
    assert np.isfinite(made.positions).all()
    np.testing.assert_allclose(np.linalg.norm(made.normals, axis=1), 1, atol=1e-4)
    assert areas(made).min() > 1e-9, "a face without area"
    patches = made.patches[made.faces.astype(int)]
    assert (patches == patches[:, :1]).all(), "a face with two patches"
    assert patches.max() < 4095
    assert open_edges(made) == 0
    assert solid_volumes(made).min() > 0, "a solid inside out"


@pytest.mark.parametrize("key", CATALOGUE)
def test_normals_lean_with_their_faces(key):
    made = mesh(key)
    p = corners(made)
    face = np.cross(p[:, 1] - p[:, 0], p[:, 2] - p[:, 0])
    face /= np.linalg.norm(face, axis=1, keepdims=True)
    agreement = np.einsum("ij,ikj->ik", face, made.normals[made.faces.astype(int)])
    share_bad = float((areas(made)[:, None] * (agreement < 0.2)).sum() / areas(made).sum() / 3)
    assert share_bad < 0.02


WORDS = [case for case in CASES if all(isinstance(value, str | bool) for value in case.values[1].values())]


@pytest.mark.parametrize(("key", "given"), WORDS)
def test_no_two_surfaces_fight_for_one_place(key, given):
    assert not fighting(mesh(key, given))


@pytest.mark.parametrize("key", CATALOGUE)
def test_default_size_is_the_documented_one(key):
    points = mesh(key).positions
    np.testing.assert_allclose(points.max(0) - points.min(0), CATALOGUE[key].size_m, atol=0.01)


@pytest.mark.parametrize("key", CATALOGUE)
def test_detail_is_enough_and_not_too_much(key):
    """Hand props up to 1,500 triangles, most other things up to 4,500, vehicles up to 12,000."""
    limit = {"vehicles": 12000, "hand props": 1500}.get(CATALOGUE[key].group, 4500)
    limit = {"car": 22000, "bus": 18000, "facade": 6000, "bookshelf": 5000, "tree": 5000}.get(key, limit)
    assert 12 <= len(mesh(key).faces) <= limit


SEATS = [
    pytest.param(key, given, spot, id=f"{key}-{given}-{i}")
    for key, given in [
        *((key, {}) for key in CATALOGUE),
        ("chair", {"style": "upholstered"}),
        ("sofa", {"width": 3.2}),
        ("bench", {"width": 2.4, "seat": 0.5}),
        ("chair", {"seat": 0.6}),
        ("stairs", {"rail": "none"}),
    ]
    for i, spot in enumerate(spots(key, given))
    if spot.kind in ("sit", "lie")
]


@pytest.mark.parametrize(("key", "given", "spot"), SEATS)
def test_seats_lie_on_the_surface(key, given, spot):
    """A ray from half a metre (in a car, two hands) above comes down on the seat within 2 cm."""
    x, y, z = spot.position_m
    seat = y + spot.height_m
    above = 0.30
    down = hits(mesh(key, given), (x + 0.001, seat + above, z + 0.001), (0.0, -1.0, 0.0))
    assert down.size, "nothing under the person"
    assert abs(down[0] - above) < 0.02


@pytest.mark.parametrize("key", [key for key in CATALOGUE if any(s.kind == "sit" for s in spots(key))])
def test_there_is_room_to_sit(key):
    """Nothing hangs within 70 cm above a seat."""
    for spot in spots(key):
        if spot.kind == "sit":
            x, y, z = spot.position_m
            up = hits(mesh(key), (x + 0.001, y + spot.height_m + 0.03, z + 0.001), (0.0, 1.0, 0.0))
            assert not up.size or up[0] > 0.70


def test_the_driver_is_seen_through_the_side_window():
    left = mesh("car")
    assert not hits(left, (3.0, 1.15, 0.0), (-1.0, 0.0, 0.0)).size
    assert hits(mesh("car", {"glass": "dark"}), (3.0, 1.15, 0.0), (-1.0, 0.0, 0.0)).size


def test_steering_wheel_changes_sides():
    left, right = spots("car"), spots("car", {"drive": "right"})
    assert left[0].position_m[0] > 0 > right[0].position_m[0]


@pytest.mark.parametrize(
    "key", ["bookshelf", "tree", "facade", "papers", "bush", "rock", "hedge", "terrain", "water", "back_bar"]
)
def test_seed_decides_and_repeats(key):
    catalogue._mesh.cache_clear()
    first = mesh(key, {"seed": 3.0})
    catalogue._mesh.cache_clear()
    again, other = mesh(key, {"seed": 3.0}), mesh(key, {"seed": 4.0})
    assert first is not again
    np.testing.assert_array_equal(first.positions, again.positions)
    np.testing.assert_array_equal(first.colours, again.colours)
    same = first.colours.shape == other.colours.shape and (first.colours == other.colours).all()
    assert not (same and (first.positions == other.positions).all())


def test_same_settings_share_one_read_only_mesh():
    assert mesh("chair") is mesh("chair", {"width": CATALOGUE["chair"].values({})["width"]}, {})
    with pytest.raises(ValueError, match="read-only"):
        mesh("chair").positions[0, 0] = 1.0


def test_colours_replace_a_part_only():
    plain, painted = mesh("mug"), mesh("mug", {}, {"body": (1.0, 0.0, 0.5)})
    changed = (plain.colours != painted.colours).any(axis=1)
    assert changed.any()
    assert not changed.all()
    assert {tuple(c) for c in painted.colours[changed].tolist()} == {(255, 0, 128, 0)}


@pytest.mark.parametrize(
    "key",
    [
        key
        for key, piece in CATALOGUE.items()
        if any(p.name == "lit" and isinstance(p, Switch) for p in piece.params)
    ],
)
def test_lit_pieces_give_light(key):
    assert (mesh(key, {"lit": True}).colours[:, 3] == 255).any()
    assert (mesh(key, {"lit": False}).colours[:, 3] == 0).all()


@pytest.mark.parametrize(
    ("key", "given"),
    [("lamp", {"kind": k}) for k in ("table", "floor", "pendant")]
    + [("street_lamp", {"kind": k}) for k in ("bow", "lantern")],
)
def test_the_light_is_inside_its_lamp(key, given):
    glowing = mesh(key, given)
    light = catalogue.lamp_position(key, given)
    points = glowing.positions[glowing.colours[:, 3] == 255]
    assert (points.min(0) - 0.01 <= light).all()
    assert (light <= points.max(0) + 0.01).all()
    assert catalogue.lamp_position(key, {**given, "lit": False}) is None
    assert catalogue.lamp_position("chair") is None


@pytest.mark.parametrize("key", CATALOGUE)
def test_every_piece_can_be_described(key):
    piece = CATALOGUE[key]
    assert piece.key == key
    assert piece.role in ("set", "prop")
    assert piece.words == piece.words.strip() != ""
    assert piece.ade20k == piece.ade20k.lower() != ""
    assert len({param.name for param in piece.params}) == len(piece.params)


def test_only_shells_and_grounds_let_the_light_through():
    clear = {key for key, piece in CATALOGUE.items() if not piece.casts_shadow}
    assert clear == {"room", "plan", "floor", "street", "train_compartment"}


def test_unknown_piece_lists_what_there_is():
    with pytest.raises(NotFound, match=r"sofa2.*chair"):
        catalogue.mesh("sofa2")


@pytest.mark.parametrize("value", [float("nan"), -1.0, float("inf"), "wide", True, 1e9])
def test_bad_number_names_piece_and_setting(value):
    with pytest.raises(BadProject, match=r"^table: width must be [^\n]*$"):
        mesh("table", {"width": value})


@pytest.mark.parametrize(
    ("key", "given", "message"),
    [
        ("table", {"colour": 1.0}, "table: there is no setting “colour”; it has width"),
        ("table", {"shape": "oval"}, "table: shape must be one of oblong, round, not 'oval'"),
        ("lamp", {"lit": "yes"}, "lamp: lit must be true or false"),
        ("stairs", {"steps": 2.5}, "stairs: steps must be a whole number, not 2.5"),
        ("room", {"openings": 3.0}, "room: openings must be text"),
        ("room", {"openings": "N:hatch@1x1x1"}, "room: openings has “N:hatch@1x1x1”"),
    ],
)
def test_bad_settings_are_told_in_one_line(key, given, message):
    with pytest.raises(BadProject) as caught:
        mesh(key, given)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("colour", [(1.0, 0.0), (2.0, 0.0, 0.0), (float("nan"), 0.0, 0.0), ("red", 0, 0)])
def test_bad_colours_name_the_part(colour):
    with pytest.raises(BadProject, match=r"^mug: the colour of body must be"):
        mesh("mug", {}, {"body": colour})


def test_unknown_part_lists_the_parts():
    with pytest.raises(BadProject, match=r"mug: there is no part “lid”; it has body, drink"):
        mesh("mug", {}, {"lid": (0.0, 0.0, 0.0)})


def test_threads_that_want_the_same_piece_get_the_same_one(monkeypatch):
    catalogue._mesh.cache_clear()
    built, many = [], Barrier(4)
    really = catalogue.Builder

    def builder(paints):
        built.append(paints)
        return really(paints)

    def ask():
        many.wait()
        return catalogue.mesh("tree")

    monkeypatch.setattr(catalogue, "Builder", builder)
    with ThreadPoolExecutor(4) as pool:
        found = [asked.result() for asked in [pool.submit(ask) for _ in range(4)]]
    assert len(built) == 1
    assert all(one is found[0] for one in found)
