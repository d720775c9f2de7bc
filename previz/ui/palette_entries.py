"""What the command palette offers besides actions, shots and settings, to who types its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

from previz.scene.camera_tables import camera_modes, lens_series
from previz.scene.document import Document
from previz.studio import equipment, light_presets
from previz.ui.palette import Entry
from previz.ui.session import Session


class _Listed(Protocol):
    @property
    def label(self) -> str: ...


def light_entries(session: Session) -> list[Entry]:
    """Set-ups of light by name, for the scene or the shot as moves count."""
    if session.shot is None or session.read_only:
        return []
    document, shot_id, scope = session.document, session.shot.id, session.scope

    def use(key: str) -> Callable[[], object]:
        act = partial(light_presets.use_preset, document, shot_id, key, scope=scope)
        return lambda: session.attempt(act)

    note = "the whole scene" if scope == "scene" else "this shot"
    return [
        Entry("Light", name, use(key), note, icon="sun", words="light lighting mood gaffer", asked=True)
        for key, name in light_presets.preset_names().items()
    ]


def equipment_entries(session: Session) -> list[Entry]:
    """Bodies and lenses of the tables, to put this shot on; what is not in the package comes into it."""
    if session.shot is None or session.read_only:
        return []
    document, shot_id = session.document, session.shot.id

    def group(
        name: str, table: Mapping[str, _Listed], take: Callable[[Document, str, str], None], words: str
    ) -> list[Entry]:
        def taker(id: str) -> Callable[[], object]:
            return lambda: session.attempt(partial(take, document, shot_id, id))

        return [
            Entry(name, one.label, taker(id), icon="video-camera", words=words, asked=True)
            for id, one in table.items()
        ]

    return [
        *group("Camera of this shot", camera_modes(), equipment.take_body, "camera body sensor"),
        *group("Lenses of this shot", lens_series(), equipment.take_lenses, "lens lenses glass primes zoom"),
    ]
