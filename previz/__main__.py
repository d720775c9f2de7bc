"""`python -m previz` and the `previz` command."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

# Imports are late, so that `import previz.__main__` in a spawned worker stays cheap.


def main() -> int:
    from previz import cli

    return cli.main(open_window=_open_window)


def _open_window(path: Path | None) -> int:
    """Raises NoWindow where there is no display or no Qt."""
    from previz.ui import environment

    environment.check_display()
    environment.prepare()
    environment.check_packages()
    # What is loaded now lives as long as the window: looking through it for garbage would take a sixth of the
    # start, and later longer than a picture may take. Collecting is the window's own business.
    gc.disable()
    from previz.ui.app import run

    gc.freeze()
    return run(path)


if __name__ == "__main__":
    sys.exit(main())
