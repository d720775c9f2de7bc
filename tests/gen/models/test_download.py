"""Downloads from a server on this machine: resumed, proved, and refused with one line."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from previz.errors import FileNotWritable, GenerationError
from previz.gen import lock
from previz.gen.models.catalogue import Part, PartFile
from previz.gen.models.download import fetch, missing

from .hub import Hub
from .shelf import write_weights

WORDS = b"weights " * 50_000


def go_on(count: int, what: str) -> bool:
    return True


def test_files_come_whole_and_once(tmp_path: Path) -> None:
    told: list[tuple[int, str]] = []

    def tell(count: int, what: str) -> bool:
        told.append((count, what))
        return True

    with Hub(WORDS, "stored") as hub:
        part = hub.part("unet/a.bin", "b.json")
        assert fetch(part, tmp_path, tell)
        assert missing(part, tmp_path) == []
        assert fetch(part, tmp_path, tell)
    assert [(tmp_path / "tiny" / name).read_bytes() for name in ("unet/a.bin", "b.json")] == [WORDS, WORDS]
    assert told[-1] == (2 * len(WORDS), "tiny/b.json")
    assert len(hub.ranges) == 2
    assert not list(tmp_path.rglob("*.part"))


def test_a_connection_that_breaks_is_taken_up_where_it_was(tmp_path: Path) -> None:
    with Hub(WORDS, "drop") as hub:
        assert fetch(hub.part("a.bin"), tmp_path, go_on)
    assert hub.ranges == [None, f"bytes={len(WORDS) // 2}-"]
    assert (tmp_path / "tiny" / "a.bin").read_bytes() == WORDS


@pytest.mark.parametrize(("fault", "wholly"), [("", False), ("whole", True)])
def test_what_was_stopped_goes_on_later(fault: str, wholly: bool, tmp_path: Path) -> None:
    growing = tmp_path / "tiny" / "a.bin.part"
    with Hub(WORDS, fault) as hub:
        assert not fetch(hub.part("a.bin"), tmp_path, lambda count, what: False)
        assert growing.exists()
        growing.write_bytes(WORDS[:1000])
        assert fetch(hub.part("a.bin"), tmp_path, go_on)
    assert hub.ranges[-1] == "bytes=1000-"
    assert (tmp_path / "tiny" / "a.bin").read_bytes() == WORDS


def test_a_server_that_sends_another_part_is_asked_for_all_of_it(tmp_path: Path) -> None:
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny" / "a.bin.part").write_bytes(WORDS[:1000])
    with Hub(WORDS, "elsewhere") as hub:
        assert fetch(hub.part("a.bin"), tmp_path, go_on)
    assert hub.ranges == ["bytes=1000-", None]
    assert (tmp_path / "tiny" / "a.bin").read_bytes() == WORDS


def test_a_length_that_is_no_number_is_no_length(tmp_path: Path) -> None:
    with Hub(WORDS, "odd length") as hub:
        assert fetch(hub.part("a.bin"), tmp_path, go_on)
    assert (tmp_path / "tiny" / "a.bin").read_bytes() == WORDS


def test_a_stream_without_end_does_not_fill_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("previz.gen.models.download.SPARE_BYTES", 1000)
    with Hub(WORDS) as hub:
        (file,) = hub.part("a.bin").files
        small = PartFile(path=file.path, url=file.url, bytes=len(WORDS) // 4)
        part = Part(id="tiny", licence="CC0", commercial=True, page="", files=(small,))
        with pytest.raises(GenerationError, match="far more than the file is large"):
            fetch(part, tmp_path, go_on)
    assert list((tmp_path / "tiny").iterdir()) == []


def test_a_part_that_was_whole_already_is_only_proved(tmp_path: Path) -> None:
    with Hub(WORDS) as hub:
        (tmp_path / "tiny").mkdir()
        (tmp_path / "tiny" / "a.bin.part").write_bytes(WORDS)
        assert fetch(hub.part("a.bin"), tmp_path, go_on)
    assert (tmp_path / "tiny" / "a.bin").read_bytes() == WORDS


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ("other", "sha256 differs"),
        ("html", "a web page"),
        ("gone", "error 404"),
        ("always drop", "it goes on from there"),
        ("away", "not an encrypted address"),
    ],
)
def test_a_server_that_fails_is_named(fault: str, says: str, tmp_path: Path) -> None:
    with Hub(WORDS, fault) as hub, pytest.raises(GenerationError, match=says) as caught:
        fetch(hub.part("a.bin"), tmp_path, go_on)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "tiny" / "a.bin").exists()


def test_the_hash_of_the_catalogue_has_the_last_word(tmp_path: Path) -> None:
    right, wrong = hashlib.sha256(WORDS).hexdigest(), "0" * 64
    with Hub(WORDS) as hub:
        with pytest.raises(GenerationError, match="sha256 differs"):
            fetch(hub.part("a.bin", sha256=wrong), tmp_path, go_on)
        assert not list(tmp_path.rglob("*.part"))
        assert fetch(hub.part("a.bin", sha256=right), tmp_path, go_on)


def test_weights_are_looked_into(tmp_path: Path) -> None:
    write_weights(tmp_path / "whole")
    with Hub((tmp_path / "whole").read_bytes()) as hub:
        assert fetch(hub.part("a.safetensors"), tmp_path, go_on)
    with Hub(b"\x80\x02pickle, really") as hub, pytest.raises(GenerationError, match="pickle"):
        fetch(hub.part("b.safetensors"), tmp_path, go_on)


def test_weights_that_are_cut_off_are_fetched_again(tmp_path: Path) -> None:
    write_weights(tmp_path / "whole")
    whole = (tmp_path / "whole").read_bytes()
    with Hub(whole) as hub:
        part = hub.part("a.safetensors")
        assert fetch(part, tmp_path, go_on)
        (tmp_path / "tiny" / "a.safetensors").write_bytes(whole[:-4])
        assert missing(part, tmp_path) == list(part.files)
        assert fetch(part, tmp_path, go_on)
    assert (tmp_path / "tiny" / "a.safetensors").read_bytes() == whole


def test_a_disk_without_room_and_a_path_outside_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Hub(WORDS) as hub:
        with pytest.raises(GenerationError, match="outside the models folder"):
            fetch(hub.part("../../a.bin"), tmp_path / "models", go_on)
        usage: Any = type("Usage", (), {"free": 5})
        monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
        with pytest.raises(FileNotWritable, match="GB are free"):
            fetch(hub.part("a.bin"), tmp_path, go_on)


def test_nothing_is_fetched_without_encryption(tmp_path: Path) -> None:
    with Hub(WORDS) as hub:
        part = hub.part("a.bin")
    file = PartFile(path="a.bin", url="http://example.invalid/a.bin")
    with pytest.raises(GenerationError, match="https alone"):
        fetch(type(part)(id="x", licence="", commercial=True, page="", files=(file,)), tmp_path, go_on)


SECOND = """
import sys; sys.path[:0] = {path!r}
from pathlib import Path
from previz.gen.models.catalogue import Part, PartFile
from previz.gen.models import download
download.CHUNK = 2**14
files = (PartFile(path="a.bin", url={url!r}, bytes={size}),)
part = Part(id="tiny", licence="", commercial=True, page="", files=files)
download.fetch(part, Path({folder!r}), lambda count, what: True)
"""


@contextmanager
def another_process(hub: Hub, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """One that fetches the same file, and has half of it."""
    growing = folder / "tiny" / "a.bin.part"
    url = hub.part("a.bin").files[0].url
    script = SECOND.format(path=sys.path, url=url, size=len(WORDS), folder=str(folder))
    process = subprocess.Popen([sys.executable, "-c", script])
    try:
        end = time.monotonic() + 20
        while not (growing.exists() and growing.stat().st_size) and time.monotonic() < end:
            time.sleep(0.01)
        assert growing.stat().st_size
        yield process
    finally:
        hub.go_on.set()
        process.kill()
        process.wait(20)


def test_two_processes_that_want_one_file_fetch_it_once(tmp_path: Path) -> None:
    told: list[int] = []
    with Hub(WORDS, "held") as hub, another_process(hub, tmp_path) as other:

        def tell(count: int, what: str) -> bool:
            told.append(count)
            hub.go_on.set()
            return True

        assert fetch(hub.part("a.bin"), tmp_path, tell)
        assert other.wait(20) == 0
    assert told[0] > 0, "what grows in the other process is told"
    assert hub.ranges == [None]
    assert (tmp_path / "tiny" / "a.bin").read_bytes() == WORDS
    assert [path.name for path in (tmp_path / "tiny").iterdir()] == ["a.bin"]


def test_whoever_waits_for_another_process_can_stop(tmp_path: Path) -> None:
    with Hub(WORDS, "held") as hub, another_process(hub, tmp_path) as other:
        assert not fetch(hub.part("a.bin"), tmp_path, lambda count, what: False)
        hub.go_on.set()
        assert other.wait(20) == 0
    assert (tmp_path / "tiny" / "a.bin").read_bytes() == WORDS


@pytest.mark.skipif(os.name != "posix", reason="kill of POSIX")
def test_what_a_killed_process_had_is_gone_on_from(tmp_path: Path) -> None:
    with Hub(WORDS, "held") as hub, another_process(hub, tmp_path) as other:

        def tell(count: int, what: str) -> bool:
            other.kill()
            other.wait(20)
            hub.go_on.set()
            return True

        assert fetch(hub.part("a.bin"), tmp_path, tell)
    assert len(hub.ranges) == 2
    assert hub.ranges[1] is not None
    assert (tmp_path / "tiny" / "a.bin").read_bytes() == WORDS


@pytest.fixture
def no_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(descriptor: int, *, wait: bool) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(lock, "_seize", refuse)


@pytest.mark.usefixtures("no_locks")
def test_without_locks_each_lets_a_file_of_its_own_grow(tmp_path: Path) -> None:
    """Another download of the same file, the whole of it, in the middle of the first."""
    others: list[bool] = []
    with Hub(WORDS, "stored") as hub:
        part = hub.part("a.bin")

        def tell(count: int, what: str) -> bool:
            if not others:
                others.append(fetch(part, tmp_path, go_on))
            return True

        assert fetch(part, tmp_path, tell)
    assert others == [True]
    assert hub.ranges == [None, None]
    assert (tmp_path / "tiny" / "a.bin").read_bytes() == WORDS
    assert [path.name for path in (tmp_path / "tiny").iterdir()] == ["a.bin"]


@pytest.mark.usefixtures("no_locks")
def test_without_locks_what_was_stopped_leaves_nothing(tmp_path: Path) -> None:
    with Hub(WORDS) as hub:
        assert not fetch(hub.part("a.bin"), tmp_path, lambda count, what: False)
    assert list((tmp_path / "tiny").iterdir()) == []


def test_a_folder_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(path: object) -> None:
        raise OSError(5, "Input/output error", str(tmp_path))

    monkeypatch.setattr(shutil, "disk_usage", gone)
    with Hub(WORDS) as hub, pytest.raises(FileNotWritable, match=r"Input/output error; look at the models"):
        fetch(hub.part("a.bin"), tmp_path, go_on)
