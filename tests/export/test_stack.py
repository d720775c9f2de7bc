from __future__ import annotations

import io
import xml.etree.ElementTree as ET
import zipfile

import numpy as np
import pytest
from PIL import Image

from previz.export.stack import cropped, png_files, to_openraster

from .test_psd import SIZE, leaves, merged


@pytest.fixture(scope="module")
def archive() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(to_openraster(leaves(), merged(leaves()), xmp="<x>who</x>")))


def test_a_program_knows_the_type_from_the_first_bytes() -> None:
    data = to_openraster(leaves(), merged(leaves()))
    assert data[30:54] == b"mimetypeimage/openraster"
    assert data == to_openraster(leaves(), merged(leaves()))


def test_the_archive_holds_what_the_specification_asks(archive: zipfile.ZipFile) -> None:
    assert archive.testzip() is None
    names = archive.namelist()
    assert names[:2] == ["mimetype", "stack.xml"]
    assert {"mergedimage.png", "Thumbnails/thumbnail.png"} < set(names)
    assert all(info.compress_type == zipfile.ZIP_STORED for info in archive.infolist())
    with Image.open(archive.open("Thumbnails/thumbnail.png")) as small:
        assert max(small.size) <= 256


def test_the_stack_read_by_its_own_rules_is_the_merged_picture(archive: zipfile.ZipFile) -> None:
    image = ET.fromstring(archive.read("stack.xml"))
    assert (int(image.get("w", "")), int(image.get("h", ""))) == SIZE
    layers = image.findall("./stack/layer")
    assert [layer.get("name") for layer in reversed(layers)] == [leaf.label for leaf in leaves()]
    canvas = Image.new("RGBA", SIZE)
    for layer in reversed(layers):
        with Image.open(archive.open(layer.get("src", ""))) as part:
            canvas.alpha_composite(part.convert("RGBA"), (int(layer.get("x", "")), int(layer.get("y", ""))))
    with Image.open(archive.open("mergedimage.png")) as whole:
        assert whole.info["XML:com.adobe.xmp"] == "<x>who</x>"
        assert (np.asarray(whole) == merged(leaves())).all()
        assert (np.asarray(canvas)[..., :3] == np.asarray(whole)).all()


def test_pngs_are_numbered_from_below_and_keep_size_and_alpha() -> None:
    files = png_files(leaves())
    assert list(files) == ["1-paper.png", "2-spot.png", "3-none.png"]
    for data, leaf in zip(files.values(), leaves(), strict=True):
        with Image.open(io.BytesIO(data)) as picture:
            assert (np.asarray(picture) == leaf.pixels).all()


def test_cropping_keeps_the_place() -> None:
    left, top, part = cropped(leaves()[1].pixels)
    assert (left, top, part.shape) == (20, 10, (20, 50, 4))
    assert cropped(leaves()[2].pixels)[2].shape == (1, 1, 4)
