"""What cameras see, as pictures for paper: where nobody drew a frame, and the instants at a cut."""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image

from previz.errors import PrevizError
from previz.studio.shooting import Shooting

STILL = "still:"
"""Before the names of pictures that are looked at here; others are blobs of the project."""
WIDTH_PX = 800


class Stills:
    """Remembers what was looked at, so that pictures can be asked for from any thread."""

    def __init__(self, shooting: Shooting, blobs: Callable[[str], bytes]) -> None:
        self._shooting, self._blobs = shooting, blobs
        self._seen: dict[str, bytes] = {}

    def look(self, shot_id: str, time_s: float = 0.0) -> str:
        """The name of the picture of a shot at a moment; "" when it cannot be seen."""
        name = f"{STILL}{shot_id}@{time_s:.3f}"
        if name not in self._seen:
            try:
                sight = self._shooting.sight(shot_id, time_s)
                size = WIDTH_PX, max(2, round(WIDTH_PX / sight.camera.view.aspect))
                beauty = self._shooting.capture(sight, size, passes=("beauty",)).beauty
            except PrevizError:
                return ""
            out = io.BytesIO()
            Image.fromarray(beauty).save(out, "PNG", compress_level=1)
            self._seen[name] = out.getvalue()
        return name

    def __call__(self, name: str) -> bytes:
        """Raises KeyError, NotFound for a picture that there is not."""
        return self._seen[name] if name.startswith(STILL) else self._blobs(name)
