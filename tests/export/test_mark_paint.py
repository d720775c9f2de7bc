from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from previz.export.lettering import advance, covers, outlines
from previz.export.mark_files import marks_svg
from previz.export.mark_paint import paint_of, paint_sheet, pin_middle, pin_paint
from previz.export.paint import Fill, Letters, Line, Paint, mixed
from previz.scene.marks import Arrow, Box, Frames, Ink, LayerLook, Measure, Shape, Words
from previz.scene.model import FrameMark, MarkSheet
from previz.scene.strokes import clean, pack

PLACE = st.tuples(st.floats(-1, 2), st.floats(-1, 2))
QUAD = st.tuples(PLACE, PLACE, PLACE, PLACE)
SHAPES = st.one_of(
    st.builds(
        lambda rows, pen: Ink(touches=pack(clean(rows)), pen=pen),
        st.lists(st.tuples(st.floats(-1, 2), st.floats(-1, 2), st.floats(0, 1)), min_size=1, max_size=12),
        st.sampled_from(["pencil", "ink", "marker", "highlighter"]),
    ),
    st.builds(
        Arrow,
        points=st.lists(PLACE, min_size=2, max_size=5).map(tuple),
        means=st.sampled_from(["subject", "camera"]),
        form=st.sampled_from(["line", "block"]),
        taper=st.floats(0, 1),
        turn_deg=st.floats(-90, 90),
        label=st.sampled_from(["", "leans in"]),
    ),
    st.builds(Frames, start=QUAD, end=QUAD, label=st.sampled_from(["", "PUSH IN"])),
    st.builds(Box, corners=QUAD, filled=st.booleans()),
    st.builds(Measure, start=PLACE, end=PLACE, label=st.just("1.4 m")),
    st.builds(Words, at=PLACE, text=st.text(max_size=8), turn_deg=st.floats(-180, 180)),
)


def mark(shape: Shape, **more: object) -> FrameMark:
    return FrameMark(id="m", take_id="t", order="a", shape=shape, **more)  # type: ignore[arg-type]


@settings(max_examples=120, deadline=None)
@given(SHAPES)
def test_every_mark_that_can_be_kept_can_be_painted(shape: Shape) -> None:
    paint = paint_of(mark(shape, size=0.01))
    for part in paint:
        for ring in () if isinstance(part, Letters) else part.rings if isinstance(part, Fill) else part.paths:
            assert np.isfinite(ring).all()
    svg = marks_svg(paint, (192, 80))
    assert "nan" not in svg
    assert svg.count("<path") + svg.count("<text") == len(paint)


def colours(paint: list[Paint]) -> list[str]:
    return [part.colour for part in paint]


def test_layers_lie_over_each_other_whatever_was_drawn_first() -> None:
    arrow = replace_layer(mark(Arrow(points=((0.1, 0.1), (0.4, 0.1))), colour="#D7263D"), "arrows")
    stroke = mark(Ink(touches="1000 1000 500 0", pen="ink"), colour="#1B1B1B")
    paint = paint_sheet([arrow, stroke])
    assert colours(paint)[0] == "#1B1B1B"
    assert colours(paint)[-1] == "#D7263D"
    sheet = MarkSheet(id="s", take_id="t", layers={"arrows": LayerLook(opacity=0.5)})
    assert paint_sheet([arrow, stroke], sheet)[-1].opacity == 0.5
    assert len(paint_sheet([arrow, stroke], sheet, ("drawing",))) == 1


def replace_layer(made: FrameMark, layer: str) -> FrameMark:
    return FrameMark(**{**{f: getattr(made, f) for f in made.__struct_fields__}, "layer": layer})


def test_a_person_moves_solid_and_a_camera_open() -> None:
    points = ((0.1, 0.1), (0.4, 0.1))
    solid = paint_of(mark(Arrow(points=points), colour="#D7263D"))
    opened = paint_of(mark(Arrow(points=points, means="camera"), colour="#1565C0"))
    assert isinstance(solid[-1], Fill)
    assert solid[-1].colour == "#D7263D"
    assert isinstance(opened[-1], Line)
    assert isinstance(opened[-2], Fill)
    assert opened[-2].colour == "#FFFFFF"


def test_a_label_without_room_beyond_the_tip_stands_above_the_head_and_inside() -> None:
    paint = paint_of(mark(Arrow(points=((0.6, 0.3), (0.99, 0.3)), label="crosses to the door")))
    letters = paint[-1]
    assert isinstance(letters, Fill)
    places = np.concatenate(letters.rings)
    assert places[:, 0].max() < 1.0
    assert places[:, 1].max() < 0.3


def test_letters_are_outlines_as_wide_as_they_say_and_others_are_left_to_a_shaper() -> None:
    rings = outlines("Hamburg", 0.02)
    places = np.concatenate(rings)
    assert places[:, 0].max() == pytest.approx(advance("Hamburg", 0.02), rel=0.05)
    assert places[:, 1].min() == pytest.approx(-0.02, rel=0.08)
    assert covers("Élan – 1.4 m")
    assert not covers("مرحبا")
    (shaped,) = paint_of(mark(Words(at=(0.1, 0.1), text="مرحبا")))
    assert isinstance(shaped, Letters)
    assert "Noto Sans Arabic" in marks_svg([shaped], (100, 40))
    assert "&lt;b&gt;" in marks_svg([replace(shaped, text="<b>")], (100, 40))


def test_a_pin_says_its_number() -> None:
    dot = pin_paint((0.99, 0.01), 7, "#FF7A66")
    middle = pin_middle((0.99, 0.01))
    assert 0 < middle[0] < 0.97
    assert middle[1] > 0.01, "the disc stays in the picture"
    assert colours(dot).count("#FF7A66") == 3
    assert mixed("#000000", "#FFFFFF", 0.5) == "#808080"
