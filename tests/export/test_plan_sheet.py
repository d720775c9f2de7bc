"""Plans are to scale, keep to their box, and no label stands on another."""

from __future__ import annotations

import math
from itertools import combinations, pairwise
from typing import Any

import pytest
from msgspec.structs import replace

from previz.export.plan_sheet import SCALES, PlanEye, PlanFigure, PlanRow, PlanThing, draw_plan

WALL = PlanThing(kind="wall", outlines=(((-3, -2), (3, -2), (3, -1.9), (-3, -1.9)),), name="wall")
HOUSE = PlanThing(kind="wall", outlines=(((-3, -5), (3, -5), (3, -2), (-3, -2)),))
TABLE = PlanThing(outlines=(((-0.8, -0.4), (0.8, -0.4), (0.8, 0.4), (-0.8, 0.4)),), name="table")
ADA = PlanFigure(name="Ada", place=(0.0, -1.0), heading_deg=0.0)
BEN = PlanFigure(name="Ben", place=(0.3, -0.9), heading_deg=0.0, way=((0.3, -0.9), (2.0, -0.9)))
EYE = PlanEye(place=(0.0, 3.0), heading_deg=180.0, half_angle_deg=20.0, focus_m=4.0, near_m=3.5, far_m=4.6)
ROOM = PlanRow(
    things=(WALL, TABLE),
    figures=(ADA, BEN),
    eyes=(EYE,),
    line=((0, -1), (0.3, -0.9)),
    distances=(((0, -1), 4.0),),
)


def shapes(plan: dict[str, Any], kind: str) -> list[Any]:
    return [shape["p"] for shape in plan["shapes"] if shape["k"] == kind]


def test_a_metre_is_a_metre_of_the_scale() -> None:
    plan = draw_plan(ROOM, 170, 140, "metric")
    assert plan["scale"] in [round(scale) for scale in SCALES]
    ((a, b, c, _),) = shapes(plan, "wall")
    assert math.isclose(math.dist(a, b), 6000 / plan["scale"], abs_tol=0.5)
    assert math.isclose(math.dist(b, c), 100 / plan["scale"], abs_tol=0.1)
    first, second = (p[0][0] for p in shapes(plan, "grid")[:2])
    assert math.isclose(second - first, plan["k"], abs_tol=0.02)


@pytest.mark.parametrize("width_mm", [72, 110, 170])
@pytest.mark.parametrize("away_m", [2.0, 6.0, 20.0, 90.0])
def test_the_grid_reads_as_one_at_every_scale(width_mm: float, away_m: float) -> None:
    """Neither a hatching nor a single cross, and as far apart as its legend says."""
    plan = draw_plan(
        PlanRow(eyes=(replace(EYE, place=(0.0, away_m)),), figures=(ADA,)), width_mm, 60, "metric"
    )
    upright = sorted({p[0][0] for p in shapes(plan, "grid") if p[0][0] == p[1][0]})
    assert len(upright) >= 2
    for left, right in pairwise(upright):
        assert math.isclose(right - left, plan["step"] * plan["k"], abs_tol=0.03)
        assert 6 <= right - left <= 50


def test_north_is_up_and_the_camera_looks_to_where_it_looks() -> None:
    plan = draw_plan(ROOM, 170, 140, "metric")
    (cone,) = shapes(plan, "cone")
    apex, far = cone[0], cone[len(cone) // 2]
    assert far[1] < apex[1]
    assert abs(far[0] - apex[0]) < 3


@pytest.mark.parametrize("size", [(170, 140), (72, 56)])
def test_labels_keep_apart_and_inside(size: tuple[int, int]) -> None:
    labels = draw_plan(ROOM, *size, "metric")["labels"]
    boxes = [(one["x"], one["y"] - 1.6, one["x"] + one["w"], one["y"] + 1.6) for one in labels]
    for a, b in combinations(boxes, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
    assert all(box[0] >= 0 and box[2] <= size[0] and box[1] >= 0 and box[3] <= size[1] for box in boxes)
    said = {one["t"].text for one in labels}
    assert {"A", "ADA", "BEN"} <= said


def test_near_focus_and_far_are_all_said_where_there_is_little_room() -> None:
    """In a booth of a long diner, where they are a millimetre apart on the sheet."""
    diner = PlanThing(outlines=(((-6, -3), (6, -3), (6, -2.9), (-6, -2.9)),), kind="wall")
    eye = replace(EYE, place=(-1.4, 0.1), heading_deg=94, half_angle_deg=10.5, focus_m=2.47)
    eye = replace(eye, near_m=2.41, far_m=2.52, way=())
    people = [replace(ADA, place=(x, z)) for x in (0.2, 1.0, 1.8) for z in (-0.6, 0.1, 0.7)]
    crowded = replace(ROOM, things=(diner,), figures=tuple(people), eyes=(eye,), distances=(), line=None)
    plan = draw_plan(crowded, 182, 154, "metric")
    said = {one["t"].text for one in plan["labels"]}
    assert {"near\u00a02.41\u00a0m", "focus\u00a02.47\u00a0m", "far\u00a02.52\u00a0m"} <= said


def test_a_name_keeps_off_the_furniture_and_a_line_leads_to_it() -> None:
    desk = PlanThing(outlines=(((-0.7, -1.6), (0.9, -1.6), (0.9, -0.4), (-0.7, -0.4)),))
    crowded = draw_plan(replace(ROOM, things=(desk,), figures=(ADA,), distances=()), 170, 140, "metric")
    (name,) = [one for one in crowded["labels"] if one["k"] == "name"]
    ((left, top), _, (right, bottom), _) = shapes(crowded, "thing")[0]
    box = (name["x"], name["y"] - 1.6, name["x"] + name["w"], name["y"] + 1.6)
    assert box[2] <= left or right <= box[0] or box[3] <= top or bottom <= box[1]
    start, end = name["lead"]
    assert left < start[0] < right, "from Ada, who sits at it"
    assert top < start[1] < bottom
    assert box[0] <= end[0] <= box[2]
    assert box[1] <= end[1] <= box[3]
    alone = draw_plan(replace(ROOM, things=(), figures=(ADA,)), 170, 140, "metric")
    assert [one["lead"] for one in alone["labels"] if one["k"] == "name"] == [[]]


def test_a_distance_hides_nobody_and_slides_along_its_line() -> None:
    def tapes(*figures: PlanFigure, metres: float = 4.0) -> list[Any]:
        to = (0.0, 3.0 - metres)
        row = replace(ROOM, things=(), figures=figures, distances=((to, metres),))
        return [one for one in draw_plan(row, 170, 140, "metric")["labels"] if one["k"] == "tape"]

    half_way = replace(BEN, place=(0.0, 0.8), way=())
    (free,), (slid,) = tapes(ADA), tapes(ADA, half_way)
    assert slid["x"] == free["x"]
    assert abs(slid["y"] - free["y"]) > 3
    at_the_lens = replace(ADA, place=(0.0, 2.6))
    assert tapes(at_the_lens, metres=0.4) == [], "the table beside the plan has it"


def test_where_focus_lies_is_told_at_the_edge_where_nobody_stands() -> None:
    tight = replace(EYE, half_angle_deg=6.0)
    left, right = (replace(ADA, place=(side * 0.42, -1.0)) for side in (-1, 1))
    found = []
    for who in (left, right):
        plan = draw_plan(
            replace(ROOM, things=(), figures=(who,), eyes=(tight,), distances=()), 170, 140, "metric"
        )
        (body,) = shapes(plan, "shoulders")
        (box,) = [one for one in plan["labels"] if one["t"].text.startswith("focus")]
        assert (
            box["x"] + box["w"] <= min(p[0] for p in body)
            or box["x"] >= max(p[0] for p in body)
            or (box["y"] + 1.6 <= min(p[1] for p in body) or box["y"] - 1.6 >= max(p[1] for p in body))
        )
        found.append((box["x"], box["y"]))
    assert found[0] != found[1]


def test_moves_have_a_ghost_and_an_arrow_and_infinity_has_no_arc() -> None:
    moving = replace(EYE, way=((0.0, 3.0), (0.0, 1.8)), far_m=None)
    plan = draw_plan(replace(ROOM, eyes=(moving,)), 170, 140, "imperial")
    assert len(shapes(plan, "move")) == len(shapes(plan, "camera-end")) == 1
    assert len(shapes(plan, "way")) == len(shapes(plan, "shoulders-end")) == 1
    assert len(shapes(plan, "limit")) == 1
    assert any("′" in one["t"].text for one in plan["labels"])


def test_a_house_is_hatched_where_a_wall_is_black() -> None:
    plan = draw_plan(replace(ROOM, things=(HOUSE,)), 170, 140, "metric")
    assert len(shapes(plan, "solid")) == 1
    assert not shapes(plan, "wall")


def test_a_park_fits_and_an_empty_stage_has_its_grid() -> None:
    far = replace(EYE, place=(0.0, 90.0), focus_m=90.0)
    assert draw_plan(PlanRow(eyes=(far,), figures=(ADA,)), 170, 140, "metric")["scale"] == 1000
    assert shapes(draw_plan(PlanRow(), 170, 140, "metric"), "grid")
