"""What stands under a panel: action, dialogue, sound, camera, and how long it stands. One edit a panel."""

from __future__ import annotations

from typing import Any

from previz.scene import model
from previz.scene.document import Document
from previz.studio.listing import panel_lengths_s

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
) -> None:
    """Change what is not None. Words go where they come from: the first panel shows its shot's.

    Time that a panel gains or loses is the shot's, so that the boards play as long as the shot is.
    Raises BadProject for a time of nothing.
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
    wanted = {id: fields for id, fields in changes.items() if _differs(document, id, fields)}
    if wanted:
        with document.edit("Time panel" if timed else "Caption panel") as edit:
            for id, fields in wanted.items():
                edit.update(id, **fields)


def _differs(document: Document, id: str, fields: dict[str, Any]) -> bool:
    entity = document[id]
    return any(getattr(entity, name) != value for name, value in fields.items())
