"""Names that are safe to unpack, and content that is what its hash says."""

from __future__ import annotations

import sqlite3
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from previz.errors import FileDamaged
from previz.scene.store import Store
from previz.scene.store_blobs import archive_name, blob_hash, unpacked

from .films import PNG, small_film


@given(st.text(max_size=30))
def test_no_name_leaves_the_folder(name: str) -> None:
    path = PurePosixPath(archive_name(name, "ab" * 32))
    assert not path.is_absolute()
    assert ".." not in path.parts
    assert "ab" * 6 in path.name
    assert not set(str(path)) & set('\\:*?"<>|\0\n')


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("takes/12A 1.png", "takes/12A-1-abababababab.png"),
        ("../../etc/passwd", "etc/passwd-abababababab"),
        ("C:\\x\\y.png", "C/x/y-abababababab.png"),
        ("", "file-abababababab"),
    ],
)
def test_names(name: str, found: str) -> None:
    assert archive_name(name, "ab" * 32) == found


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    with Store.create(tmp_path / "film.previz", small_film()) as store:
        first = store.put_blob(PNG, "a.png")
        assert store.put_blob(PNG, "b.png") == first == blob_hash(PNG)
        assert store.put_blob(b"", "empty.json") == blob_hash(b"")
        assert store.blob(blob_hash(b"")) == b""
        assert store.info()["blobs"] == 2


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("DELETE FROM sqlar", "is missing"),
        ("DELETE FROM blob", "is missing"),
        ("UPDATE sqlar SET data = zeroblob(length(data))", "is damaged"),
        ("UPDATE sqlar SET data = substr(data, 1, 20)", "is damaged"),
        ("UPDATE sqlar SET data = NULL", "is damaged"),
        ("UPDATE sqlar SET sz = 'x'", "is damaged"),
    ],
)
def test_a_missing_or_damaged_picture_is_one_clear_line(tmp_path: Path, sql: str, words: str) -> None:
    path = tmp_path / "film.previz"
    with Store.create(path, small_film()) as store:
        hash = store.put_blob(PNG, "a.png")
    with sqlite3.connect(path) as other:
        other.execute(sql)
    store, _ = Store.open(path)
    with store:
        with pytest.raises(
            FileDamaged, match=rf"film\.previz: picture {hash[:12]} {words}; generate it again"
        ) as error:
            store.blob(hash)
        assert "\n" not in str(error.value)
        assert len(store.verify()) == (1 if "FROM blob" not in sql else 0)


def test_unpacked_is_sqlar() -> None:
    assert unpacked(3, b"abc") == b"abc"
    assert unpacked(3, b"ab") is None
    assert unpacked(3, "abc") is None
