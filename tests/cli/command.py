"""The command as a user runs it, and what a failure may look like."""

from __future__ import annotations

import io
import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

from previz import cli

Ran = subprocess.CompletedProcess[str]


def previz(*arguments: object, cwd: Path | None = None, largest_file: int | None = None) -> Ran:
    """Run the command as a user does, in a process of its own; no file may grow beyond ``largest_file``."""
    command = [sys.executable, "-m", "previz", *map(str, arguments)]
    limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (largest_file,) * 2) if largest_file else None
    return subprocess.run(
        command, capture_output=True, text=True, timeout=120, cwd=cwd, check=False, preexec_fn=limit
    )


def inside(*arguments: object) -> Ran:
    """The command in this process: quicker, for what needs no worker and no other rights."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = cli.main([str(argument) for argument in arguments])
    return Ran(arguments, code, out.getvalue(), err.getvalue())


@dataclass(frozen=True)
class FullDisk:
    folder: Path
    largest_file: int | None
    """Where no file system can be mounted, no file may grow beyond this: the other real fault."""

    def fill(self) -> None:
        """To the last byte, where it is a disk of its own."""
        if self.largest_file is None:
            with (self.folder / "filler").open("wb", buffering=0) as file, suppress(OSError):
                while True:
                    file.write(bytes(4096))


@contextmanager
def nearly_full_disk(folder: Path, size_kb: int) -> Iterator[FullDisk]:
    """A file system of ``size_kb`` on ``folder``."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size_kb}k", "tmpfs", str(folder)]
    mounted = os.geteuid() == 0 and subprocess.run(mount, check=False, capture_output=True).returncode == 0
    try:
        yield FullDisk(folder, None if mounted else size_kb * 1024)
    finally:
        if mounted:
            subprocess.run(["umount", str(folder)], check=True)


def assert_fails(ran: Ran, *words: str) -> None:
    """Exit code 1, nothing but one line on stderr, and that line says it."""
    assert ran.returncode == 1, ran.stderr
    lines = ran.stderr.strip().splitlines()
    assert len(lines) == 1, ran.stderr
    assert lines[0].startswith("previz: ")
    for word in words:
        assert word in lines[0], lines[0]


def digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def alter(path: Path, sql: str, *values: object) -> None:
    """Change a file behind the program's back."""
    with sqlite3.connect(path) as connection:
        connection.execute(sql, values)
    connection.close()
