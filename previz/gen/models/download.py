"""Files of a model from the network: with progress, resumed where it broke off, proved before they count.

A file grows as ``NAME.part``, in one process at a time, and gets its name when size and sha256 fit. Where the
file system knows no locks, it grows in each process by itself. Nothing is sent that says who asks.
"""

from __future__ import annotations

import hashlib
import http.client
import os
import secrets
import shutil
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from previz.errors import FileNotWritable, GenerationError
from previz.gen import disk, lock
from previz.gen.models.catalogue import Part, PartFile
from previz.gen.models.weights import read_header

TIMEOUT_S = 30.0
ATTEMPTS = 3
"""A connection that breaks is taken up again this often in a row without a byte more."""
CHUNK = 2**20
SPARE_BYTES = 64 * 2**20
"""Sizes in the catalogue are about right; what has twice as much and this is not the file."""
WAIT_S = 0.2
"""How often somebody looks who waits for another process."""
Tell = Callable[[int, str], bool]
"""(bytes of the part that are here, which file) → go on? False stops, and keeps what is here."""


class Broken(Exception):
    """The connection ended early; the rest can be had."""


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows to a store of large files, and keeps the sha256 that the first server states for it."""

    def __init__(self) -> None:
        self.stated = ""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        self.stated = self.stated or _stated(headers)
        _check_address(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def missing(part: Part, folder: Path) -> list[PartFile]:
    """The files of a part that are not in the models folder yet, or are there and cannot be used."""
    return [file for file in part.files if not _is_here(folder / part.id / file.path)]


def _is_here(path: Path) -> bool:
    """A weight file that is cut off counts for none: whoever meets it is told to get it again."""
    if not path.is_file():
        return False
    if path.suffix == ".safetensors":
        try:
            read_header(path)
        except GenerationError:
            return False
    return True


def fetch(part: Part, folder: Path, tell: Tell) -> bool:
    """Bring what is missing of a part; False when ``tell`` stopped it.

    Raises FileNotWritable, and GenerationError for a server or a file that is not as it should be.
    """
    try:
        return _fetch_missing(part, folder, tell)
    except OSError as error:
        where = error.filename or folder
        raise FileNotWritable(
            f"{where} cannot be used: {disk.reason(error)}; look at the models folder, or choose another."
        ) from error


def _fetch_missing(part: Part, folder: Path, tell: Tell) -> bool:
    wanted = missing(part, folder)
    here = part.bytes - sum(file.bytes for file in wanted)
    _check_room(folder, sum(file.bytes for file in wanted) - _begun(wanted, folder / part.id))
    for file in wanted:
        target = folder / part.id / file.path
        if target.resolve() != target.absolute() and not target.resolve().is_relative_to(folder.resolve()):
            raise GenerationError(f"{file.path} would be written outside the models folder; it is refused.")
        start = here

        def told(count: int, file: PartFile = file, start: int = start) -> bool:
            return tell(start + count, f"{part.id}/{file.path}")

        if not _fetch_file(file, target, told):
            return False
        here += file.bytes
    return True


def _fetch_file(file: PartFile, target: Path, told: Callable[[int], bool]) -> bool:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _alone(target, told) as growing:
            if growing is None:
                return False
            if _is_here(target):  # another process has brought it meanwhile
                return True
            stated = _whole(file, growing, told)
            if stated is None:
                return False
            _prove(file, growing, stated)
            os.replace(growing, target)
    except OSError as error:
        raise FileNotWritable(f"{target} cannot be written: {disk.reason(error)}.") from error
    return True


@contextmanager
def _alone(target: Path, told: Callable[[int], bool]) -> Iterator[Path | None]:
    """Where the file grows, by one process at a time; another waits, and tells of the growth. None when that
    was stopped."""
    growing = _part_of(target)
    path = growing.with_name(growing.name + ".lock")
    try:
        while (held := lock.taken(path)) is None:
            if not told(_size(growing)):
                yield None
                return
            time.sleep(WAIT_S)
    except lock.NoLocks:
        own = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
        try:
            yield own
        finally:  # nobody could know that it is to be gone on from
            own.unlink(missing_ok=True)
        return
    try:
        yield growing
    finally:
        lock.let_go(path, held)


def _part_of(target: Path) -> Path:
    return target.with_name(target.name + ".part")


def _whole(file: PartFile, growing: Path, told: Callable[[int], bool]) -> str | None:
    """Until all is here; the sha256 that the server states, "" for none, or None when it was stopped."""
    fruitless = 0
    while True:
        before = _size(growing)
        try:
            return _once(file, growing, before, told)
        except Broken as error:
            fruitless = 0 if _size(growing) > before else fruitless + 1
            if fruitless == ATTEMPTS:
                raise GenerationError(
                    f"The download of {file.path} broke off ({error}); start it again: it goes on from there."
                ) from error


def _once(file: PartFile, growing: Path, before: int, told: Callable[[int], bool]) -> str | None:
    redirects = _Redirects()
    with _open(file, before, redirects) as answer:
        if answer is None:  # nothing is left to be sent
            return redirects.stated
        resumed = answer.status == 206
        if resumed and not _goes_on(answer.headers, before):
            growing.unlink()
            raise Broken("the server sent another part than it was asked for")
        length = str(answer.headers.get("Content-Length", ""))
        total = (int(length) if length.isascii() and length.isdigit() else 0) + (before if resumed else 0)
        if answer.headers.get_content_type() == "text/html":
            raise GenerationError(f"{file.url} answered with a web page in place of the file; try it later.")
        count = before if resumed else 0
        with growing.open("ab" if resumed else "wb") as writing:
            for chunk in _chunks(answer):
                writing.write(chunk)
                count += len(chunk)
                if count > 2 * file.bytes + SPARE_BYTES:
                    break
                if not told(count):
                    return None
        if count > 2 * file.bytes + SPARE_BYTES:
            growing.unlink()
            raise GenerationError(f"{file.url} sends far more than the file is large; it was removed.")
        if count < total:
            raise Broken("the connection ended")
        return redirects.stated or _stated(answer.headers)


class _open:  # noqa: N801 - reads like a function
    """The answer to a request from byte ``before`` on; None when the server says that there is no more.

    Raises Broken, GenerationError.
    """

    def __init__(self, file: PartFile, before: int, redirects: _Redirects) -> None:
        _check_address(file.url)
        request = urllib.request.Request(file.url, headers={"User-Agent": "previz"})
        if before:
            request.add_header("Range", f"bytes={before}-")
        self._answer: Any = None
        try:
            self._answer = urllib.request.build_opener(redirects).open(request, timeout=TIMEOUT_S)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code == 416 and before:
                return
            raise GenerationError(
                f"{file.url} cannot be had (error {error.code}); see its page, or choose another model."
            ) from error
        except (OSError, http.client.HTTPException) as error:
            raise Broken(str(getattr(error, "reason", None) or error)) from error

    def __enter__(self) -> Any:
        return self._answer

    def __exit__(self, *_: object) -> None:
        if self._answer is not None:
            self._answer.close()


def _chunks(answer: IO[bytes]) -> Iterator[bytes]:
    while True:
        try:
            chunk = answer.read(CHUNK)
        except (OSError, http.client.HTTPException) as error:
            raise Broken(str(error) or type(error).__name__) from error
        if not chunk:
            return
        yield chunk


def _prove(file: PartFile, growing: Path, stated: str) -> None:
    """Removes what is wrong. GenerationError, ModelMissing, NotSupported."""
    expected = file.sha256 or stated
    try:
        if expected and _sha256(growing) != expected:
            raise GenerationError(
                f"{file.path} is not the file that it should be (its sha256 differs) and was removed; "
                "download it again."
            )
        if file.path.endswith(".safetensors"):
            read_header(growing)
    except GenerationError:
        growing.unlink(missing_ok=True)
        raise


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _goes_on(headers: Any, before: int) -> bool:
    """Does what is sent begin where the file ends? Also where the server does not say."""
    told = str(headers.get("Content-Range") or "")
    return not told or told.removeprefix("bytes ").startswith(f"{before}-")


def _stated(headers: Any) -> str:
    """The sha256 that a hub gives for a large file, as its linked entity tag."""
    tag = str(headers.get("X-Linked-Etag") or "").strip('"')
    return tag if len(tag) == 64 else ""


def _check_address(url: str) -> None:
    parts = urllib.parse.urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
        raise GenerationError(f"{url} is not an encrypted address; models are fetched by https alone.")


def _size(growing: Path) -> int:
    try:
        return growing.stat().st_size
    except FileNotFoundError:
        return 0


def _begun(wanted: list[PartFile], folder: Path) -> int:
    return sum(_size(_part_of(folder / file.path)) for file in wanted)


def _check_room(folder: Path, needed: int) -> None:
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    free = shutil.disk_usage(there).free
    if needed > free:
        raise FileNotWritable(
            f"The download needs {needed / 1e9:.1f} GB and {free / 1e9:.1f} GB are free in {folder}; "
            "free some space, or choose another folder with `previz models --folder`."
        )
