"""A thousand takes in a row, drawn by the real workers: what grows meanwhile.

    python benchmarks/peer_takes.py [TAKES]

Prints JSON: memory in MB of this process and of its workers, open files, child processes and the size of the
film, after every `WARM_UP` takes and after the last; growth is counted from the first of these looks. Reads
/proc, so that it runs on Linux alone.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import threading
from dataclasses import asdict, dataclass
from pathlib import Path

import previz  # noqa: F401  (settings for OpenGL, before it)
from previz.scene import model
from previz.studio import Studio
from previz.studio.background import Background
from previz.studio.engine import Engine
from previz.studio.making import Making
from previz.studio.showcase import stage_demo

TAKES, WARM_UP = 1000, 100
WIDTH_PX = 320
LONGEST_S = 300.0
"""For one batch; a machine that needs longer has hung."""


@dataclass(frozen=True)
class Held:
    """What a run holds at one moment."""

    takes: int
    memory_mb: float
    workers_mb: float
    files: int
    workers: int
    film_mb: float


def main() -> None:
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else TAKES
    with tempfile.TemporaryDirectory() as folder:
        film = Path(folder) / "film.previz"
        stage_demo(film)
        moments = draw(film, wanted)
    first, last = moments[0], moments[-1]
    growth = {
        "memory": round(last.memory_mb / first.memory_mb - 1, 4),
        "workers": round(last.workers_mb / first.workers_mb - 1, 4),
    }
    print(json.dumps({"moments": [asdict(one) for one in moments], "growth": growth}, indent=1))


def draw(film: Path, wanted: int) -> list[Held]:
    """Every board of the film once more, and again, through one engine, as a window does it."""
    moments: list[Held] = []
    engine, made = Engine(), 0
    with Studio.open(film) as studio:
        while made < wanted:
            made += every_board(studio, engine)
            if made >= WARM_UP * (1 + len(moments)) or made >= wanted:
                moments.append(look(studio, film))
                print(moments[-1], file=sys.stderr, flush=True)
    engine.close()
    return moments


def every_board(studio: Studio, engine: Engine) -> int:
    """Another take of each panel; how many came."""
    woken = threading.Event()
    shots = [shot.id for shot in studio.shots()]
    batch = Background(studio, shots, Making(width_px=WIDTH_PX), woken.set, engine=engine)
    batch.start()
    while not batch.over:
        if not woken.wait(LONGEST_S):
            raise RuntimeError(f"{batch.text}: nothing came for {LONGEST_S:.0f} s")
        woken.clear()
        batch.turn()
    batch.close()
    if batch.outcome.failed:
        raise RuntimeError(str(batch.outcome.failed[0]))
    return batch.outcome.made


def look(studio: Studio, film: Path) -> Held:
    workers = children(os.getpid())
    return Held(
        takes=len(studio.document.of(model.Take)),
        memory_mb=memory_mb(os.getpid()),
        workers_mb=round(sum(memory_mb(one) for one in workers), 1),
        files=len(os.listdir("/proc/self/fd")),
        workers=len(workers),
        film_mb=round(film.stat().st_size / 1e6, 2),
    )


def memory_mb(pid: int) -> float:
    """What is resident of a process."""
    status = Path(f"/proc/{pid}/status").read_text()
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:"))
    return round(int(kilobytes) / 1024, 1)


def children(pid: int) -> list[int]:
    """Processes that this one began, and theirs; threads of any kind may have begun them."""
    direct = [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text().split()
    ]
    return direct + [deeper for child in direct for deeper in children(child)]


if __name__ == "__main__":
    main()
