from __future__ import annotations

import pickle
import struct
from pathlib import Path

import pytest

from previz.errors import ModelMissing, NotSupported
from previz.gen.models.weights import numbers, read_header, weight_files

from .shelf import write_weights


def test_a_header_tells_what_is_inside(tmp_path: Path) -> None:
    write_weights(tmp_path / "a.safetensors", "unet.weight")
    (name,) = told = read_header(tmp_path / "a.safetensors")
    assert (name, told[name].shape) == ("unet.weight", (2, 3))
    assert numbers([tmp_path / "a.safetensors"] * 2) == 12


@pytest.mark.parametrize("length", [640, 896, 1152, 1408, 19280])
def test_a_header_whose_length_looks_like_a_pickle_is_read(length: int, tmp_path: Path) -> None:
    header = b'{"w":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}'.ljust(length)
    (tmp_path / "a.safetensors").write_bytes(struct.pack("<Q", length) + header + b"!")
    assert list(read_header(tmp_path / "a.safetensors")) == ["w"]


@pytest.mark.parametrize(
    ("content", "kind", "says"),
    [
        *(
            (pickle.dumps({"weight": [1.0]}, protocol=number), NotSupported, "a pickle under another name")
            for number in (2, 3, 4, 5)
        ),
        (b"PK\x03\x04" + bytes(60), NotSupported, "a pickle under another name"),
        (b"", ModelMissing, "cut off"),
        (struct.pack("<Q", 2**40) + b"{}", ModelMissing, "cut off"),
        (struct.pack("<Q", 4) + b"<htm", NotSupported, r"no \.safetensors"),
        (struct.pack("<Q", 11) + b'{"a":"odd"}', NotSupported, r"no \.safetensors"),
    ],
)
def test_what_is_not_whole_is_named(content: bytes, kind: type[Exception], says: str, tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(content)
    with pytest.raises(kind, match=says) as caught:
        read_header(path)
    assert "\n" not in str(caught.value)


def test_a_download_that_broke_off_is_found(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    write_weights(path)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ModelMissing, match="cut off"):
        read_header(path)
    with pytest.raises(ModelMissing, match="cannot be read"):
        read_header(tmp_path / "gone.safetensors")


def test_the_smaller_precision_is_taken_and_pickles_are_not(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"\x80\x02")
    with pytest.raises(NotSupported, match="only as a pickle"):
        weight_files(tmp_path)
    write_weights(tmp_path / "model.safetensors")
    assert [path.name for path in weight_files(tmp_path)] == ["model.safetensors"]
    write_weights(tmp_path / "model.fp16.safetensors")
    assert [path.name for path in weight_files(tmp_path)] == ["model.fp16.safetensors"]
