"""One HTML file on which others look at the boards and comment, without a network and without Previz.

Pictures lie inside as JPEG. The page's policy forbids every connection and every script but its own, and
what people wrote travels as JSON that the script puts in as text, never as markup. What is said there is
saved as a small JSON file (`previz.studio.suggestions` reads it).
"""

from __future__ import annotations

import base64
import hashlib
import html
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
from PIL import Image

from previz.assets import asset
from previz.errors import ExportError
from previz.export.boards import STATUS_WORDS, alt_text
from previz.export.camera_words import lens_words, size_words
from previz.export.phrases import date_of
from previz.export.rows import (
    FilmFacts,
    NoteRow,
    PanelRow,
    SceneRow,
    ShotRow,
    at_panel,
    captions,
    panel_part,
    who_decided,
)
from previz.export.targets import check_target, replace_file
from previz.review.pushback import REASONS

WIDTH_PX = 960
QUALITY = 82
LONGEST = 5000
"""Characters of a comment."""


def write_review_page(
    path: Path,
    film: FilmFacts,
    scenes: Sequence[SceneRow],
    shots: Sequence[ShotRow],
    pictures: Callable[[str], bytes],
    notes: Sequence[NoteRow] = (),
) -> int:
    """Write the page; how many frames are on it. Raises ExportError.

    ``notes``: those that nobody has resolved are shown with what was answered.
    ``pictures``: a file for the name of a picture, or of an overlay: then with the picture under it.
    """
    check_target(path)
    by_scene = [(scene, [shot for shot in shots if shot.scene_id == scene.id]) for scene in scenes]
    open_notes: dict[str, list[NoteRow]] = {}
    for note in notes:
        if not note.resolved:
            open_notes.setdefault(note.panel_id, []).append(note)
    told: dict[str, Any] = {
        "film": film.title,
        "file": f"{_file_name(film.title)}-review.json",
        "longest": LONGEST,
        "reasons": [[reason.key, reason.label] for reason in REASONS],
        "scenes": [
            {
                "name": f"{scene.number}  {scene.heading}",
                "panels": [
                    _panel(s, panel, open_notes.get(panel.id, []), pictures)
                    for s in members
                    for panel in s.panels
                ],
            }
            for scene, members in by_scene
            if members and not scene.omitted
        ],
    }
    # Drafts that a browser keeps are told apart by it, also of two pages that lie in one folder.
    told["id"] = hashlib.sha256(msgspec.json.encode(told)).hexdigest()[:16]
    replace_file(path, _page(film, told).encode())
    return sum(len(scene["panels"]) for scene in told["scenes"])


def _panel(
    shot: ShotRow, panel: PanelRow, notes: Sequence[NoteRow], pictures: Callable[[str], bytes]
) -> dict[str, Any]:
    seen = at_panel(shot, panel)
    who, at = who_decided(panel)
    by = ", ".join(filter(None, (who, date_of(at))))
    reason = [("Reason", panel.said)] if panel.said and panel.status == "changes" else []
    return {
        "id": panel.id,
        "image": panel.image,
        "name": shot.number + panel_part(panel.index, panel.count),
        "meta": " · ".join(filter(None, (size_words(seen), lens_words(seen), f"{panel.duration_s:.1f} s"))),
        "status": "  ".join(filter(None, (STATUS_WORDS[panel.status], by))),
        "stale": "; ".join(panel.stale),
        "alt": ". Drawn over it: ".join(
            filter(None, (alt_text(shot, panel).rstrip("."), panel.overlay_words))
        ),
        "words": [*reason, *captions(shot, panel)],
        "notes": [
            {"number": n.number, "author": n.author, "text": n.text, "about": n.about, "replies": n.replies}
            for n in notes
        ],
        "picture": _inside(panel.overlay or panel.image, pictures) if panel.image else "",
    }


def _inside(image: str, pictures: Callable[[str], bytes]) -> str:
    """A picture as a data address."""
    try:
        with Image.open(io.BytesIO(pictures(image))) as opened:
            small = opened.convert("RGB")
    except (OSError, KeyError) as error:
        raise ExportError(f"A picture ({image[:12]}) cannot be read; draw the frame again.") from error
    small.thumbnail((WIDTH_PX, WIDTH_PX), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    small.save(file, "JPEG", quality=QUALITY)
    return "data:image/jpeg;base64," + base64.b64encode(file.getvalue()).decode()


def _page(film: FilmFacts, told: dict[str, Any]) -> str:
    script = asset("review", "page.js").read_text(encoding="utf-8")
    style = asset("review", "page.css").read_text(encoding="utf-8")
    policy = (
        f"default-src 'none'; img-src data:; style-src '{_fingerprint(style)}'; "
        f"script-src '{_fingerprint(script)}'; base-uri 'none'; form-action 'none'"
    )
    # "<" cannot end the element early, and U+2028 is no line end in any reader.
    data = msgspec.json.encode(told).decode().replace("<", "\\u003c").replace("\u2028", "\\u2028")
    title = html.escape(film.title)
    under = html.escape("  ".join(filter(None, (film.revision, film.date, film.director))))
    return f"""<!doctype html>
<html lang="{html.escape(film.language.partition("-")[0] or "en")}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}: boards to review</title>
<style>{style}</style>
</head>
<body>
<header>
<h1>{title}</h1><span class="count">{under}</span><span class="space"></span>
<span class="count" id="count"></span>
<input id="who" maxlength="120" placeholder="Your name" aria-label="Your name">
<button class="save" id="save" type="button">Save what I said</button>
<div class="told" id="told" role="status"></div>
</header>
<main>
<p class="hint">Say what you think of each frame; a click on a picture points at a place.
“Save what I said” makes a small file: send it back to whoever sent you this page.
Nothing is sent by itself. Suggestions are not approvals.</p>
</main>
<script type="application/json" id="film">{data}</script>
<script>{script}</script>
</body>
</html>
"""


def _fingerprint(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _file_name(title: str) -> str:
    kept = "".join(letter if letter.isalnum() else "-" for letter in title.lower()).strip("-")
    return kept[:60] or "film"
