"""The SVG must look like the drawing when another program paints it, and be made of strokes."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import Any

import cv2
import numpy as np
import pytest
import resvg_py
from numpy.typing import NDArray

from previz.gen.sketch import STYLES, plan
from previz.gen.sketch.layers import Parts
from previz.gen.sketch.vector import to_svg

from .stage import Stage, parts_of

SIZE = (960, 400)
SVG = "{http://www.w3.org/2000/svg}"
LABEL = "{http://www.inkscape.org/namespaces/inkscape}label"


@pytest.fixture(scope="module", params=STYLES)
def parts(request: pytest.FixtureRequest) -> Parts:
    return parts_of(Stage(SIZE), plan(1, request.param))


@pytest.fixture(scope="module")
def svg(parts: Parts) -> str:
    return to_svg(parts, SIZE)


def painted(svg: str) -> NDArray[Any]:
    """(h, w, 3) by resvg."""
    data = np.frombuffer(bytes(resvg_py.svg_to_bytes(svg_string=svg)), np.uint8)
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR))[..., ::-1]


def only(svg: str, *names: str) -> str:
    """The document with these layers alone."""
    ET.register_namespace("", "http://www.w3.org/2000/svg")
    root = ET.fromstring(svg)
    for layer in list(root):
        if layer.get("id") not in names:
            root.remove(layer)
        layer.attrib.pop("style", None)
    return ET.tostring(root, encoding="unicode")


def darkness(picture: NDArray[Any], blur_px: float = 1.5) -> NDArray[Any]:
    grey = cv2.GaussianBlur(picture.astype(np.float32).mean(axis=2), (0, 0), blur_px)
    return 1 - grey / 255


def test_its_lines_painted_are_the_line_layer(parts: Parts, svg: str) -> None:
    drawn = darkness(parts.compose({"line"})) - darkness(parts.compose(()))
    vector = darkness(painted(only(svg, "paper", "lines")))
    vector -= np.median(vector)
    assert np.corrcoef(drawn.ravel(), vector.ravel())[0, 1] > 0.95
    assert vector.sum() == pytest.approx(drawn.sum(), rel=0.15)


def test_the_hidden_middle_lines_run_through_the_same_places(svg: str) -> None:
    outlines = darkness(painted(only(svg, "paper", "lines")))
    middles = darkness(painted(only(svg, "paper", "middles")))
    assert np.corrcoef(outlines.ravel(), middles.ravel())[0, 1] > 0.85
    hidden = {layer.get("id") for layer in ET.fromstring(svg) if layer.get("style") == "display:none"}
    assert hidden == {"middles"}


def test_hatching_and_spots_are_in_it(parts: Parts, svg: str) -> None:
    for name, part in (("hatch", "hatch"), ("spots", "black")):
        drawn = darkness(parts.compose({part}), 4) - darkness(parts.compose(()), 4)
        if drawn.max() < 0.05:
            continue
        vector = darkness(painted(only(svg, "paper", name)), 4)
        assert np.corrcoef(drawn.ravel(), vector.ravel())[0, 1] > 0.85, name


def test_it_is_layers_of_paths_for_a_drawing_program(parts: Parts, svg: str) -> None:
    root = ET.fromstring(svg)
    assert root.get("viewBox") == f"0 0 {SIZE[0]} {SIZE[1]}"
    labels = [layer.get(LABEL) for layer in root]
    assert labels[0] == "Paper"
    assert {"Lines", "Middle lines"} <= set(labels)
    assert ("Hatching" in labels) == bool(len(parts.hatching))
    lines = next(layer for layer in root if layer.get("id") == "lines")
    count = len(lines.findall(f".//{SVG}path"))
    assert 0.8 * len(parts.lines) <= count <= len(parts.lines)
    assert not root.findall(f".//{SVG}image")


def test_strokes_have_widths_of_their_own(svg: str) -> None:
    widths = {float(w) for w in re.findall(r'stroke-width="([\d.]+)"', svg)}
    assert len(widths) > 2


def test_it_is_no_larger_than_it_must_be(parts: Parts, svg: str) -> None:
    assert len(svg) < 400 * (len(parts.lines) + 1) + 60 * len(parts.hatching) + 20_000


def test_an_empty_sheet_is_paper() -> None:
    svg = to_svg(parts_of(Stage((64, 64), empty=True, night=True), plan(1, "clean", "night")), (64, 64))
    assert painted(svg).reshape(-1, 3).std(axis=0).max() == 0
