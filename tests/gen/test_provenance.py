from __future__ import annotations

import io
import xml.etree.ElementTree as ET

import msgspec
import numpy as np
import pytest
from PIL import Image

from previz.gen import png
from previz.gen.provenance import KEYWORD, Origin, embed, packet, read
from previz.gen.request import FrameRequest

DATA = png.encode(np.zeros((4, 5, 3), np.uint8))
REQUEST = FrameRequest(generator="sketch", style="pencil", size_px=(5, 4), seed=12, model="none")
ORIGIN = Origin.of(REQUEST, trained=False)


@pytest.mark.parametrize("trained", [False, True])
def test_origin_comes_back(trained: bool) -> None:
    origin = Origin.of(REQUEST, trained=trained)
    assert read(embed(DATA, origin)) == origin
    assert origin.request == REQUEST.hash()


def test_same_facts_same_bytes() -> None:
    assert embed(DATA, ORIGIN) == embed(DATA, ORIGIN) == embed(embed(DATA, ORIGIN), ORIGIN)


def test_pixels_stay() -> None:
    before, after = (np.asarray(Image.open(io.BytesIO(d))) for d in (DATA, embed(DATA, ORIGIN)))
    assert np.array_equal(before, after)


def test_other_programs_find_the_iptc_field() -> None:
    for trained, expected in ((False, "algorithmicMedia"), (True, "compositeWithTrainedAlgorithmicMedia")):
        data = embed(DATA, msgspec.structs.replace(ORIGIN, trained=trained))
        image = Image.open(io.BytesIO(data))
        root = ET.fromstring(image.info[KEYWORD].replace("\ufeff", ""))
        tag = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}"
        assert root.find(f".//{tag}DigitalSourceType").text == (  # type: ignore[union-attr]
            f"http://cv.iptc.org/newscodes/digitalsourcetype/{expected}"
        )
        assert (root.find(f".//{tag}AISystemUsed") is not None) == trained


def test_awkward_words_are_escaped() -> None:
    odd = msgspec.structs.replace(ORIGIN, model='<b a="1">&\x00\x1b ]]> Zoë', style="a\nb")
    back = read(embed(DATA, odd))
    assert back is not None
    assert back.model == '<b a="1">& ]]> Zoë'
    assert back.style == "a\nb"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<x",
        "<a/>",
        packet(ORIGIN).replace(">12<", ">many<"),
        packet(ORIGIN).replace(ORIGIN.request, "short"),
        '<!DOCTYPE a [<!ENTITY b "c">]>' + packet(ORIGIN),
    ],
)
def test_foreign_pictures_have_no_origin(text: str) -> None:
    assert read(png.with_text(DATA, KEYWORD, text)) is None
    assert read(DATA) is None
    assert read(b"") is None
    assert read(DATA[:-3]) is None
