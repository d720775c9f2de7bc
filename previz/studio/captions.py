"""What stands under a panel: words, how long it stands, and the moment that it shows. One edit a panel."""

from __future__ import annotations

from typing import Any

from previz.errors import BadProject
from previz.scene import model
from previz.scene.document import Document
from previz.studio.listing import panel_lengths_s
from previz.studio.shot_book import order_at

Dialogue = tuple[tuple[str, str], ...]
SHORTEST_S = 0.1


def dialogue_text(dialogue: Dialogue) -> str:
    """A line each: "MAYA: You knew."."""
    return "\n".join(f"{who}: {words}" if who else words for who, words in dialogue)


def dialogue_of(text: str) -> Dialogue:
    """The way back; what has no name before a colon is said by nobody in particular."""
    spoken = []
    for line in filter(None, map(str.strip, text.splitlines())):
        who, colon, words = line.partition(":")
        spoken.append((who.strip(), words.strip()) if colon else ("", line))
    return tuple(spoken)


def set_caption(
    document: Document,
    panel_id: str,
    *,
    action: str | None = None,
    dialogue: Dialogue | None = None,
    sound: str | None = None,
    camera: str | None = None,
    duration_s: float | None = None,
    time_s: float | None = None,
) -> None:
    """Change what is not None. Words go where they come from: the first panel shows its shot's.

    ``time_s``: the moment of the shot that the panel shows; panels hang in the order of their moments.

    Time that a panel gains or loses is the shot's, so that the boards play as long as the shot is.
    Raises BadProject for a moment outside the shot.
    """
    panel = document.need(panel_id, model.Panel)
    shot = document.need(panel.shot_id, model.Shot)
    panels = document.children(shot.id, model.Panel)
    first = panels[0].id == panel_id
    own: dict[str, Any] = {}
    shared: dict[str, Any] = {}
    for name, field, value in (
        ("action", "caption", action),
        ("dialogue", "dialogue", dialogue),
        ("sound", "sound", sound),
    ):
        if value is None:
            continue
        if first and not getattr(panel, field):
            shared[name] = value
        else:
            own[field] = value
    if camera is not None:
        own["camera"] = camera
    lengths = panel_lengths_s(shot, panels)
    place = [other.id for other in panels].index(panel_id)
    timed = duration_s is not None and abs(duration_s - lengths[place]) > 1e-6
    changes: dict[str, dict[str, Any]] = {panel_id: own, shot.id: shared}
    if timed and duration_s is not None:
        lengths[place] = max(duration_s, SHORTEST_S)
        shared["duration_s"] = round(sum(lengths), 4)
        if len(panels) > 1 or panels[0].duration_s is not None:
            for other, length in zip(panels, lengths, strict=True):
                changes.setdefault(other.id, {})["duration_s"] = round(max(length, SHORTEST_S), 4)
    moved = time_s is not None and abs(time_s - panel.time_s) > 1e-6
    if moved and time_s is not None:
        longest_s = shared.get("duration_s", shot.duration_s)
        if not 0 <= time_s <= longest_s:
            raise BadProject(f"The moment of a panel lies within its shot, 0 to {longest_s:g} s.")
        own["time_s"] = round(time_s, 4)
        own["order"] = order_at([other for other in panels if other.id != panel_id], time_s)
    wanted = {id: fields for id, fields in changes.items() if _differs(document, id, fields)}
    if wanted:
        with document.edit("Time panel" if timed or moved else "Caption panel") as edit:
            for id, fields in wanted.items():
                edit.update(id, **fields)


def _differs(document: Document, id: str, fields: dict[str, Any]) -> bool:
    entity = document[id]
    return any(getattr(entity, name) != value for name, value in fields.items())
