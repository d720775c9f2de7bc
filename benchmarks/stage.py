"""A stage of fifty people and a hundred and fifty props, as a project, for the viewport's measurements."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np

from previz.cast import PEOPLE
from previz.kit import catalogue
from previz.scene import model
from previz.scene.order import spread
from previz.scene.transform import UP, axis_angle, look_at
from previz.studio import Studio

VIEW_PX = (960, 540)
PEOPLE_COUNT, PROP_COUNT, KINDS = 50, 150, 30
POSES = ("stand", "walk", "sit", "point", "phone", "run")
TOO_LARGE_M = 3.5


def kinds() -> list[str]:
    """Thirty pieces of every sort, none as large as a car."""
    found = []
    for key, piece in catalogue.CATALOGUE.items():
        if piece.role == "prop":
            size = np.ptp(catalogue.mesh(key).positions, axis=0)
            if size.max() < TOO_LARGE_M:
                found.append(key)
    return found[:: max(len(found) // KINDS, 1)][:KINDS]


def make_stage(path: Path) -> None:
    random = np.random.default_rng(4)
    with Studio.create(path, "Crowd") as studio, studio.document.edit("Stage a crowd") as edit:
        edit.put(model.Stage(id="square", name="Square"))
        size = {"width": 18.0, "depth": 18.0}
        floor = {
            name: size[name] for name in size if name in {p.name for p in catalogue.piece_of("floor").params}
        }
        edit.put(
            model.Item(id="floor", stage_id="square", name="floor", piece="floor", params=floor, order="a")
        )
        chosen = kinds()
        for number, order in enumerate(spread(PROP_COUNT, after="a")):
            x, z, turn = random.uniform((-8, -8, 0), (8, 8, 360))
            place = model.Transform(position_m=(x, 0.0, z), rotation=axis_angle(UP, turn))
            piece = chosen[number % len(chosen)]
            edit.put(
                model.Item(
                    id=f"i{number}", stage_id="square", name=f"{piece} {number}", piece=piece,
                    transform=place, order=order,
                )
            )  # fmt: skip
        edit.put(model.Scene(id="s", order="a", number="1", place="Square", stage_id="square"))
        edit.put(model.Shot(id="shot", scene_id="s", order="a"))
        people = itertools.cycle(PEOPLE.values())
        for number, order in enumerate(spread(PEOPLE_COUNT)):
            edit.put(
                model.Character(id=f"p{number}", name=f"Person {number}", body=next(people), order=order)
            )
            x, z, heading = random.uniform((-7, -7, 0), (7, 7, 360))
            pose = model.Pose(preset=POSES[number % len(POSES)])
            key = model.ActorKey(position_m=(x, 0.0, z), heading_deg=heading, pose=pose)
            edit.put(model.Track(id=f"t{number}", owner_id="s", target_id=f"p{number}", keys=(key,)))
        camera = model.CameraKey(transform=look_at((0.0, 6.0, 14.0), (0.0, 0.8, 0.0)), focus_distance_m=14.0)
        edit.put(model.Track(id="camera", owner_id="shot", target_id="shot", keys=(camera,)))
