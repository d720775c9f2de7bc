from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from previz.errors import FileNotWritable, GenerationError, OutOfMemory, PrevizError
from previz.gen.lane import ending
from previz.gen.request import Capabilities, FrameRequest
from previz.gen.worker import build, failure, is_memory

REQUEST = FrameRequest(generator="fake", style="x", size_px=(640, 360))


class OutOfMemoryError(RuntimeError):
    """As torch calls it."""


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (OutOfMemory("The card has 8 GB."), "OutOfMemory", "The card has 8 GB."),
        (GenerationError("It is so."), "GenerationError", "It is so."),
        (GenerationError("Said:\x1b[31m red\x00\n\u202eon"), "GenerationError", "Said: [31m red on"),
        (FileNotWritable("No room."), "FileError", "No room."),
        (PrevizError("odd"), "GenerationError", "PrevizError: odd"),
        (MemoryError(), "OutOfMemory", "640 × 360 px"),
        (OutOfMemoryError("CUDA"), "OutOfMemory", "make it smaller"),
        (RuntimeError("MPS backend out of memory (MPS allocated: 6.8 GB)"), "OutOfMemory", "make it smaller"),
        (RuntimeError("DefaultCPUAllocator: can't allocate memory: you"), "OutOfMemory", "make it smaller"),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), "OutOfMemory", "make it smaller"),
        (ModuleNotFoundError("no torch", name="torch"), "NotSupported", "'torch'"),
        (OSError(errno.ENOSPC, "No space left on device"), "FileError", "the disk is full; free some space"),
        (OSError(errno.EROFS, None), "FileError", "written: [Errno"),
        (OSError(errno.EPERM, "Not allowed"), "GenerationError", "Not allowed"),
        (ValueError("a\n" * 400), "GenerationError", "ValueError: a a"),
    ],
)
def test_errors_become_lines(error: Exception, kind: str, words: str) -> None:
    failed = failure(error, REQUEST)
    assert failed.kind == kind
    assert words in failed.reason
    assert "\n" not in failed.reason
    assert len(failed.reason) < 400
    assert type(error).__name__ in failed.detail


def test_opencv_out_of_memory_is_known() -> None:
    with pytest.raises(cv2.error) as caught:
        cv2.resize(np.zeros((2, 2), np.uint8), (2**30, 2**30))
    assert is_memory(caught.value)
    assert not is_memory(ValueError("memory of a summer"))


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize(
    ("code", "words"),
    [
        (-9, "memory ran out"),
        (-11, "SIGSEGV"),
        (-6, "gave up"),
        (-64, "was stopped"),
        (3, "code 3"),
        (None, "no longer answered"),
    ],
)
def test_endings_are_told_in_plain_words(code: int | None, words: str) -> None:
    assert words in ending(code)


def test_factory_is_found() -> None:
    assert build("previz.gen.request:Capabilities") == Capabilities()


def test_worker_module_loads_no_numpy() -> None:
    """Thread limits must stand before numpy is loaded."""
    script = (
        "import sys, previz.gen.worker; print(sorted({'numpy', 'cv2', 'PIL', 'OpenGL'} & set(sys.modules)))"
    )
    root = Path(__file__).parents[2]
    shown = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=30, cwd=root, check=True
    )
    assert shown.stdout.strip() == "[]"
