"""A kill at any instant loses at most the gesture in progress."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from previz.scene.model import Shot, Take
from previz.scene.store import Store

from .films import small_film

ROOT = str(Path(__file__).resolve().parents[2])
WRITER = str(Path(__file__).with_name("crash_writer.py"))
KILLS = 50


def test_a_kill_loses_at_most_the_last_gesture(tmp_path: Path) -> None:
    """Fifty processes, one after the other, work on one file and are killed at random instants."""
    path = tmp_path / "film.previz"
    Store.create(path, small_film()).close()
    dice = random.Random(7)
    journals = gestures = 0
    takes: set[int] = set()
    for kill in range(KILLS):
        for line in killed_writer(path, kill, dice):
            what, _, number = line.partition(" ")
            if what == "gesture":
                gestures = int(number)
            else:
                takes.add(int(number))
        journals += path.with_name("film.previz-journal").exists()
        # Every third is looked at read-only first, which must mend the file as well.
        store, document = Store.open(path, readonly=kill % 3 == 0)
        with store:
            found = int(document.need("one", Shot).action or 0)
            assert gestures <= found <= gestures + 1, (
                f"kill {kill}: {gestures} were over, the file has {found}"
            )
            kept = {int(store.blob(take.request)): take for take in document.of(Take)}
            assert takes <= set(kept), f"kill {kill}: a take that was announced is gone"
            assert len(kept) <= len(takes) + 1
            takes = set(kept)
            assert all(store.blob(take.image).startswith(b"%d " % n) for n, take in kept.items())
            assert store.verify() == []
        gestures = found
    assert sorted(p.name for p in tmp_path.iterdir()) == ["film.previz"]
    assert gestures > KILLS
    assert takes
    assert journals > 0, "no process was killed in the middle of a save; the test proves nothing"


def killed_writer(path: Path, seed: int, dice: random.Random) -> list[str]:
    """Start a writer, let it finish some gestures, kill it; everything that it said."""
    command = [sys.executable, WRITER, str(path), ROOT, str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(dice.randint(1, 4))]
        assert all(lines), "the writer ended by itself"
        time.sleep(dice.uniform(0, 0.03))
        process.send_signal(signal.SIGKILL)
        return lines + process.stdout.readlines()
