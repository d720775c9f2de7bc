"""Which tracks the timeline shows: the camera, then everybody and everything that moves."""

from __future__ import annotations

from dataclasses import dataclass

from previz.scene import blocking, model
from previz.studio import camera_hands, tracks
from previz.ui import tokens
from previz.ui.session import Session


@dataclass(frozen=True)
class Row:
    """One track: whose, and when its keys are."""

    owner_id: str
    target_id: str
    name: str
    token: str
    icon: str
    times_s: tuple[float, ...]

    @property
    def is_camera(self) -> bool:
        return self.owner_id == self.target_id

    @property
    def letters(self) -> list[str]:
        """A, B… for its keys; none for more than the alphabet has."""
        count = len(self.times_s)
        return [chr(ord("A") + place) if count <= 26 else "" for place in range(count)]


def rows_of(session: Session) -> list[Row]:
    """All of them: the camera, people in the order of the cast, things. None without a shot."""
    document, shot = session.document, session.shot
    if shot is None:
        return []
    camera = camera_hands.camera_keys(document, shot.id)
    rows = [Row(shot.id, shot.id, "Camera", "accent", "video-camera", tuple(k.time_s for k in camera))]
    order = {c.id: n for n, c in enumerate(document.of(model.Character))}
    moving = blocking.tracks(document, shot.scene_id, shot.id).items()
    for target, track in sorted(moving, key=lambda pair: order.get(pair[0], len(order))):
        if target == shot.id or len(track.keys) < 2:
            continue
        person = target in order
        token = tokens.PEOPLE_COLOURS[order[target] % 5] if person else "text3"
        name = tracks.told(document, [target])
        times = tuple(key.time_s for key in track.keys)
        rows.append(Row(track.owner_id, target, name, token, "user" if person else "cube", times))
    return rows
