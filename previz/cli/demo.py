"""`previz demo`: the demo film, from nothing to paper."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from previz import studio
from previz.cli.terminal import Commands, Ticker
from previz.studio import STYLE_NAMES


def register(commands: Commands) -> None:
    demo = commands.add("demo", _demo, "stage the demo film, draw its boards, print both PDFs", file=False)
    demo.add_argument("--out", type=Path, default=Path("demo-out"), metavar="DIR", help="default: demo-out")
    demo.add_argument("--style", default=None, help=f"{STYLE_NAMES} (default: the film's own)")


def _demo(options: argparse.Namespace) -> None:
    started = time.monotonic()
    with Ticker() as ticker:
        written = studio.make_demo(options.out, style=options.style, tell=ticker.told)
    for path in written:
        print(path)
    print(f"The demo film is ready in {time.monotonic() - started:.0f} s.")
