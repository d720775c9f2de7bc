"""Holes in walls are open, framed, and complain when they do not fit."""

from __future__ import annotations

import numpy as np
import pytest

from previz.errors import BadProject
from previz.kit.catalogue import mesh
from previz.kit.opening import read_openings
from tests.kit.sound import hits, open_edges

BARE = {"ceiling": False}

# wall, ray origin for the hole's middle given (along, height), direction outwards
RAYS = {
    "N": (lambda a, h: (a, h, 0.0), (0.0, 0.0, -1.0)),
    "S": (lambda a, h: (a, h, 0.0), (0.0, 0.0, 1.0)),
    "E": (lambda a, h: (0.0, h, a), (1.0, 0.0, 0.0)),
    "W": (lambda a, h: (0.0, h, a), (-1.0, 0.0, 0.0)),
}


@pytest.mark.parametrize("wall", RAYS)
@pytest.mark.parametrize(
    ("kind", "height"),
    [("doorway@0.7x0.9x2.05", 1.0), ("arch@0.7x1.1x2.2", 1.9), ("window@0.7x1.2x1.0 bars 1x1", 1.4)],
)
def test_one_sees_through_the_middle_of_every_opening(wall, kind, height):
    room = mesh("room", {"openings": f"{wall}:{kind}"})
    start, way = RAYS[wall]
    assert not hits(room, start(0.7, height), way).size
    assert hits(room, start(-0.7, height), way).size == 2, "the wall itself has two faces"


@pytest.mark.parametrize("bars", ["1x1", "2x2", "3x2", "5x4"])
def test_one_sees_through_every_pane(bars):
    columns, rows = (int(n) for n in bars.split("x"))
    room = mesh("room", {"openings": f"N:window@0x1.4x1.2 sill 0.9 bars {bars}"})
    for i in range(columns):
        for j in range(rows):
            x, y = ((i + 0.5) / columns - 0.5) * 1.26, 0.97 + (j + 0.5) / rows * 1.06
            assert not hits(room, (x, y, 0.0), (0.0, 0.0, -1.0)).size


@pytest.mark.parametrize("glass", ["lit", "dark"])
def test_glass_closes_a_window(glass):
    room = mesh("room", {"openings": f"N:window@0x1.4x1.2 {glass} bars 1x1"})
    assert hits(room, (0.3, 1.4, 0.0), (0.0, 0.0, -1.0)).size
    assert bool((room.colours[:, 3] == 255).any()) == (glass == "lit")


def test_a_door_opens():
    shut = mesh("room", {"openings": "N:door@0x0.9x2.05"})
    ajar = mesh("room", {"openings": "N:door@0x0.9x2.05 open 80"})
    assert hits(shut, (0.1, 0.5, 0.0), (0.0, 0.0, -1.0)).size
    assert not hits(ajar, (0.1, 0.5, 0.0), (0.0, 0.0, -1.0)).size


def test_the_door_piece_opens_too():
    assert hits(mesh("door"), (0.1, 1.45, 1.0), (0.0, 0.0, -1.0)).size
    assert not hits(mesh("door", {"open": 90.0}), (0.1, 1.45, 1.0), (0.0, 0.0, -1.0)).size


@pytest.mark.parametrize(
    ("name", "start", "way"),
    [
        ("north", (0.5, 1.9, 0.0), (0.0, 0.0, -1.0)),
        ("south", (0.5, 1.9, 0.0), (0.0, 0.0, 1.0)),
        ("east", (0.0, 1.9, 0.5), (1.0, 0.0, 0.0)),
        ("west", (0.0, 1.9, 0.5), (-1.0, 0.0, 0.0)),
        ("ceiling", (0.0, 1.0, 0.0), (0.0, 1.0, 0.0)),
        ("floor", (0.0, 1.0, 0.0), (0.0, -1.0, 0.0)),
    ],
)
def test_every_side_can_be_taken_away(name, start, way):
    assert hits(mesh("room", {"openings": ""}), start, way).size
    assert not hits(mesh("room", {"openings": "", name: False}), start, way).size


def test_inner_size_is_what_was_asked():
    room = mesh("room", {"width": 5.0, "depth": 4.0, "height": 2.7, "openings": ""})
    measured = [
        hits(room, (0.0, 1.5, 0.0), way)[0] for way in ((1.0, 0, 0), (0, 0, 1.0), (0, 1.0, 0), (0, -1.0, 0))
    ]
    np.testing.assert_allclose(measured, [2.5, 2.0, 1.2, 1.5], atol=1e-5)


def test_walls_meet_without_a_seam_outside():
    """The end of the north wall and the east wall's outside are one patch."""
    room = mesh("room", {"openings": "", "skirting": False})
    p, face = room.positions, room.faces.astype(int)
    outside = [
        f for f in face if (p[f][:, 0] > 2.53).all() and p[f][:, 1].min() >= 0 and p[f][:, 1].max() < 2.61
    ]
    assert len({int(room.patches[f[0]]) for f in outside}) == 1


def test_many_openings_in_one_wall_stay_closed():
    text = (
        "N:door@-3x0.9x2.05, N:window@-1x1.2x1.2 lit, N:arch@1x1.4x2.3, N:window@3x1.2x1.2, N:doorway@5x1x2.1"
    )
    assert open_edges(mesh("room", {"width": 12.0, "openings": text})) == 0


def test_words_are_read():
    door, window = read_openings("E:door@-1.5x0.8x2 open -60 , N:window@0x1x1 sill 1.1 dark bars 3x1")
    assert (door.wall, door.centre, door.open_deg, door.sill) == ("E", -1.5, -60, 0)
    assert (window.sill, window.glass, window.bars) == (1.1, "dark", (3, 1))
    assert read_openings("  ") == ()


@pytest.mark.parametrize(
    "text",
    [
        "N:door",
        "X:door@0x1x2",
        "N:door@0x1x2 lit",
        "N:window@0x1x1 sill",
        "N:window@0x1x1 sill -1",
        "N:window@0x1x1 bars 9x2",
        "N:door@0x1x2 open 200",
        "N:window@0x0x1",
        "N:arch@0x2x1",
        "N:door@0x1x2; S:door@0x1x2",
        "N:door@nanx1x2",
    ],
)
def test_unreadable_openings_are_told_in_one_line(text):
    with pytest.raises(BadProject, match=r"^room: openings has “[^\n]*$"):
        mesh("room", {"openings": text})


@pytest.mark.parametrize(
    "text",
    [
        "N:door@2.2x0.9x2.05",
        "N:window@0x1.4x1.8",
        "N:window@0x1x1, N:door@0.5x0.9x2",
        "E:arch@2x1x2",
        "N:window@0x1x1, N:window@0x1x1",
    ],
)
def test_openings_that_do_not_fit_are_refused(text):
    with pytest.raises(BadProject, match=r"^room: [NE]:\w+@[^\n]* (fit|higher)[^\n]*$"):
        mesh("room", {"openings": text})
