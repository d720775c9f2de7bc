"""A PSD must open in other programs; here psd-tools and Pillow stand for them."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from PIL import Image
from psd_tools import PSDImage
from psd_tools.constants import Resource

from previz.errors import ExportError
from previz.export.psd import pack_bits, to_psd

SIZE = (90, 60)


@dataclass(frozen=True, eq=False)
class Leaf:
    name: str
    label: str
    pixels: NDArray[np.uint8]


def leaves() -> list[Leaf]:
    """Opaque noise, a soft spot off the corner, an empty sheet, a name that ASCII cannot say."""
    rng = np.random.default_rng(3)
    paper = np.concatenate(
        [rng.integers(200, 256, (SIZE[1], SIZE[0], 3)), np.full((SIZE[1], SIZE[0], 1), 255)], axis=2
    ).astype(np.uint8)
    spot = np.zeros((SIZE[1], SIZE[0], 4), np.uint8)
    spot[10:30, 20:70] = (12, 40, 200, 128)
    spot[12:14, 25:30, 3] = np.arange(10).reshape(2, 5) * 20 + 3
    empty = np.zeros_like(spot)
    return [Leaf("paper", "Paper", paper), Leaf("spot", "Tâche 墨", spot), Leaf("none", "None", empty)]


def merged(sheets: list[Leaf]) -> NDArray[np.uint8]:
    canvas = Image.fromarray(sheets[0].pixels)
    for sheet in sheets[1:]:
        canvas = Image.alpha_composite(canvas, Image.fromarray(sheet.pixels))
    return np.asarray(canvas)[..., :3]


@pytest.fixture(scope="module")
def psd() -> bytes:
    return to_psd(leaves(), merged(leaves()), xmp="<x:xmpmeta>who</x:xmpmeta>")


def test_psd_tools_reads_every_layer_in_order_name_and_place(psd: bytes) -> None:
    document = PSDImage.open(io.BytesIO(psd))
    assert (document.size, document.color_mode.name, document.depth) == (SIZE, "RGB", 8)
    assert [layer.name for layer in document] == [leaf.label for leaf in leaves()]
    assert all(layer.visible and layer.opacity == 255 for layer in document)
    for layer, leaf in zip(document, leaves(), strict=True):
        whole = np.zeros_like(leaf.pixels)
        whole[layer.top : layer.bottom, layer.left : layer.right] = np.asarray(layer.topil().convert("RGBA"))
        seen = leaf.pixels[..., 3] > 0
        assert (whole[seen] == leaf.pixels[seen]).all()
        assert not whole[~seen][:, 3].any()


def test_pillow_reads_the_merged_picture_and_the_layers(psd: bytes) -> None:
    with Image.open(io.BytesIO(psd)) as picture:
        assert (np.asarray(picture.convert("RGB")) == merged(leaves())).all()
        assert [name for name, *_ in picture.layers][:1] == ["Paper"]  # type: ignore[attr-defined]
        picture.seek(2)  # type: ignore[no-untyped-call]
        assert np.asarray(picture.convert("RGBA")).shape[2] == 4


def test_who_made_it_is_inside(psd: bytes) -> None:
    resources = PSDImage.open(io.BytesIO(psd)).image_resources
    assert resources[Resource.XMP_METADATA].data == b"<x:xmpmeta>who</x:xmpmeta>"


def test_the_same_layers_give_the_same_bytes(psd: bytes) -> None:
    assert to_psd(leaves(), merged(leaves()), xmp="<x:xmpmeta>who</x:xmpmeta>") == psd


def test_a_picture_that_no_psd_can_hold_is_refused() -> None:
    with pytest.raises(ExportError, match="30000 px a side, not 30001 × 1"):
        to_psd([], np.zeros((1, 30_001, 3), np.uint8))


def _unpacked(row: bytes) -> bytes:
    """As the TIFF description tells a reader to do."""
    result, at = b"", 0
    while at < len(row):
        header = row[at]
        if header < 128:
            result += row[at + 1 : at + 2 + header]
            at += 2 + header
        else:
            assert header != 128, "a header that means nothing"
            result += row[at + 1 : at + 2] * (257 - header)
            at += 2
    return result


@settings(max_examples=60, deadline=None)
@given(
    arrays(
        np.uint8,
        st.tuples(st.integers(1, 4), st.sampled_from([1, 2, 3, 127, 128, 129, 300])),
        elements=st.sampled_from([0, 0, 0, 7, 255]),
    )
)
def test_packing_loses_nothing(plane: NDArray[np.uint8]) -> None:
    counts, data = pack_bits(plane)
    at = 0
    for row, count in zip(plane, counts.tolist(), strict=True):
        assert _unpacked(data[at : at + count]) == row.tobytes()
        at += count
    assert at == len(data)


def test_what_repeats_becomes_small() -> None:
    assert len(pack_bits(np.zeros((10, 1280), np.uint8))[1]) == 10 * 20
