from __future__ import annotations

import errno
import hashlib
import os
import pickle
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from previz.errors import FileNotWritable, GenerationError
from previz.gen.guides import Rack, digest, load, load_all, store, write_file

DEPTH = np.linspace(0, 5, 24, dtype=np.float32).reshape(4, 6)
HINTS = {"lids": np.ones((3, 2)), "owner": np.array([1, 2], np.uint16), "names": np.array(["Maya", "Zoë"])}


@pytest.mark.parametrize(
    "guide",
    [
        DEPTH,
        DEPTH.T,
        DEPTH[::2, ::-1],
        DEPTH.astype(">f4"),
        DEPTH > 2,
        DEPTH.astype(np.float16),
        np.array([[np.inf]]),
        np.zeros((0, 3)),
        np.float64(3),
        np.arange(9, dtype=np.uint32),
    ],
)
def test_array_comes_back_the_same(tmp_path: Path, guide: Any) -> None:
    back: Any = load(tmp_path, store(tmp_path, guide))
    assert np.array_equal(back, guide)
    assert back.dtype == np.asarray(guide).dtype.newbyteorder("<")
    assert not back.flags.writeable


def test_bundle_comes_back_the_same(tmp_path: Path) -> None:
    back: Any = load(tmp_path, store(tmp_path, HINTS))
    assert back.keys() == HINTS.keys()
    assert all(np.array_equal(back[name], HINTS[name]) for name in HINTS)


@settings(deadline=None)
@given(
    hnp.arrays(
        st.sampled_from([np.uint8, np.float32, np.int64, np.bool_]), hnp.array_shapes(max_dims=3, max_side=5)
    )
)
def test_hash_is_of_the_content(array: Any) -> None:
    name = digest(array)
    assert name == digest(np.asfortranarray(array)) == digest(array.astype(array.dtype.newbyteorder(">")))
    assert name != digest(array[None])
    assert name != digest(array.astype(np.complex128).view(np.float64))


def test_hash_is_pinned() -> None:
    """Requests in old files name their guides by it."""
    one = hashlib.sha256(b"<u2 (1, 2)\n\x01\x00\x02\x00").hexdigest()
    assert digest(np.array([[1, 2]], np.uint16)) == one
    bundle = hashlib.sha256(b"bundle\na\0" + one.encode() + b"\n").hexdigest()
    assert digest({"a": np.array([[1, 2]], np.uint16)}) == bundle


def test_bundle_hash_ignores_order_and_sees_names_and_values() -> None:
    assert digest(HINTS) == digest(dict(reversed(HINTS.items())))
    assert digest(HINTS) != digest({**HINTS, "lids": np.zeros((3, 2))})
    assert digest({"a": DEPTH}) != digest({"b": DEPTH}) != digest(DEPTH)


def test_objects_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="numbers or text"):
        store(tmp_path, np.array([object()]))
    with pytest.raises(TypeError, match="numbers or text"):
        store(tmp_path, {"a": np.zeros(2, [("x", "f4")])})


def test_storing_twice_writes_once(tmp_path: Path) -> None:
    name = store(tmp_path, DEPTH)
    path = tmp_path / f"{name}.npy"
    inode = path.stat().st_ino
    assert store(tmp_path, DEPTH.copy()) == name
    assert path.stat().st_ino == inode
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_shelf_keeps_a_guide_until_its_last_job_lets_go(tmp_path: Path) -> None:
    rack = Rack(tmp_path)
    first = rack.put({"depth": DEPTH, "hints": HINTS, "again": DEPTH})
    second = rack.put({"depth": DEPTH.copy()})
    assert set(load_all(tmp_path, first)) == {"depth", "hints", "again"}
    rack.release(first)
    assert [path.name for path in tmp_path.iterdir()] == [f"{second['depth']}.npy"]
    rack.release(second)
    assert list(tmp_path.iterdir()) == []


def test_shelf_holds_nothing_of_what_it_could_not_take(tmp_path: Path) -> None:
    rack = Rack(tmp_path)
    held = rack.put({"depth": DEPTH})
    with pytest.raises(TypeError):
        rack.put({"depth": DEPTH, "more": DEPTH + 1, "bad": np.array([object()])})
    assert [path.stem for path in tmp_path.iterdir()] == [held["depth"]]
    rack.release(held)
    assert list(tmp_path.iterdir()) == []


def test_missing_guide_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GenerationError, match="no longer there"):
        load(tmp_path, "0" * 64)


def _npy(header: str, data: bytes = b"") -> bytes:
    return b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header.encode() + data


class Bomb:
    def __reduce__(self) -> Any:
        return (pytest.fail, ("a guide was unpickled",))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"garbage",
        _npy("{'descr': '<f4', 'fortran_order': False, 'shape': (100000, 100000), }\n"),
        _npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }\n", b"1234"),
        _npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }\n", b"12345678"),
        _npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }\n", pickle.dumps([Bomb()])),
        _npy("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }\n", b"1234"),
    ],
    ids=["empty", "garbage", "too large", "too short", "too long", "pickle", "negative"],
)
def test_damaged_files_are_errors(tmp_path: Path, content: bytes) -> None:
    (tmp_path / f"{'0' * 64}.npy").write_bytes(content)
    with pytest.raises(GenerationError, match="cannot be read"):
        load(tmp_path, "0" * 64)


def test_damaged_bundle_is_an_error(tmp_path: Path) -> None:
    name = store(tmp_path, HINTS)
    path = tmp_path / f"{name}.npz"
    whole = path.read_bytes()
    for content in (b"PK", whole[: len(whole) // 2], whole.replace(b"Maya"[:1], b"X"), whole[:-30]):
        path.write_bytes(content)
        with pytest.raises(GenerationError):
            load(tmp_path, name)


def test_changed_content_is_noticed(tmp_path: Path) -> None:
    name = store(tmp_path, DEPTH)
    other = store(tmp_path, DEPTH + 1)
    (tmp_path / f"{name}.npy").write_bytes((tmp_path / f"{other}.npy").read_bytes())
    with pytest.raises(GenerationError, match="changed on the disk"):
        load(tmp_path, name)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), ": the disk is full; free some space."),
        (OSError("100 requested and 7 written"), ": 100 requested and 7 written."),
        (OSError(errno.EIO, "Input/output error"), ": Input/output error."),
        (OSError(), ": OSError."),
    ],
)
@pytest.mark.parametrize("guide", [DEPTH, HINTS], ids=["array", "bundle"])
def test_refusing_disk_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, guide: Any, error: OSError, words: str
) -> None:
    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(FileNotWritable, match="cannot be written to .*" + re.escape(words)):
        store(tmp_path, guide)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_why_the_disk_refused_is_not_lost_in_numpy(tmp_path: Path) -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        with pytest.raises(FileNotWritable, match="File too large"):
            store(tmp_path, np.zeros(100_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.iterdir()) == []


def test_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FileNotWritable, match="cannot be written"):
        store(tmp_path / "file", DEPTH)


def test_interrupted_write_leaves_the_old_file_and_no_rest(tmp_path: Path) -> None:
    path = tmp_path / "a"
    write_file(path, lambda file: file.write(b"old"))

    def break_off(file: Any) -> None:
        file.write(b"new")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_file(path, break_off)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
