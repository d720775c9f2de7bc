"""Write tests/fixtures/format_N.previz: a file with everything that format N can hold.

Run it once, when a format is about to be released; from then on the file never changes, and
tests/scene/test_store_formats.py opens it with every later version.

    python tools/make_format_fixture.py
"""

from __future__ import annotations

import os
import sqlite3
import zlib
from pathlib import Path

from previz.scene.document import Document
from previz.scene.model import (
    PROJECT_ID,
    ActorKey,
    CameraKey,
    Character,
    Framing,
    Item,
    ItemKey,
    Look,
    Note,
    Panel,
    Pose,
    PrintPart,
    Project,
    Scene,
    Shot,
    Stage,
    Take,
    Track,
    Transform,
)
from previz.scene.package import default_package
from previz.scene.store import Store
from previz.scene.store_database import FORMAT

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "fixtures"
AT = "2025-01-01T12:00:00.000Z"


def white_pixel() -> bytes:
    """The smallest PNG."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    head = b"\0\0\0\1\0\0\0\1\x08\2\0\0\0"
    pixels = zlib.compress(b"\0\xff\xff\xff")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def film() -> Document:
    """One entity of every kind, and most kinds of values."""
    return Document(
        [
            Project(
                id=PROJECT_ID,
                title="Format fixture – Prüfung",
                package=default_package(),
                look=Look(style="ink"),
            ),
            Character(id="maya", name="Maya", words="a tall woman in a raincoat", order="a"),
            Stage(id="kitchen", name="Kitchen", order="a"),
            Item(
                id="table",
                stage_id="kitchen",
                name="Table",
                piece="table",
                params={"width": 1.6, "leaf": True, "wood": "oak"},
                colours={"top": (0.5, 0.3, 0.2)},
                transform=Transform(position_m=(1.0, 0.0, -2.0)),
            ),
            Scene(id="s1", order="a", number="1", place="KITCHEN", stage_id="kitchen", eighths=3),
            Shot(
                id="shot",
                scene_id="s1",
                order="a",
                action="She waits.",
                dialogue=(("MAYA", "Not tonight."),),
                framing=Framing(subjects=("maya",), size="MCU"),
                look=Look(style="noir"),
            ),
            Track(
                id="maya-s1",
                owner_id="s1",
                target_id="maya",
                keys=(ActorKey(pose=Pose(preset="sit"), heading_deg=30),),
            ),
            Track(id="table-shot", owner_id="shot", target_id="table", keys=(ItemKey(hidden=True),)),
            Track(
                id="camera",
                owner_id="shot",
                target_id="shot",
                keys=(
                    CameraKey(transform=Transform(position_m=(0.0, 1.5, 3.0)), focal_length_mm=50.0),
                    CameraKey(time_s=2.0, focal_length_mm=85.0, focus_distance_m=2.5, t_stop=4.0),
                ),
            ),
            Panel(id="panel", shot_id="shot", order="a", caption="Waiting"),
        ]
    )


def main() -> None:
    os.environ["LOGNAME"] = "Ada"  # who saves the version
    path = FOLDER / f"format_{FORMAT}.previz"
    FOLDER.mkdir(parents=True, exist_ok=True)
    document = film()
    with Store.create(path, document, overwrite=True) as store:
        store.attach(document)
        take = Take(
            id="take",
            panel_id="panel",
            number=1,
            image="",
            request="",
            generator="sketch",
            style="noir",
            seed=7,
            size_px=(1, 1),
            made_at=AT,
            fingerprint={
                "camera": PrintPart(hash="c0", values={"lens_mm": 50, "position_mm": [0, 1500, 3000]})
            },
        )
        take = store.add_take(
            document, take, image=white_pixel(), request=b'{"seed":7}' * 20, name="1A take 1"
        )
        document.record(Note(id="note", panel_id="panel", author="Ada", text="Closer?", at=AT), "Note")
        store.jobs.add("job", "panel", take.request)
        store.save_version("As shot")
        with document.edit("Select take") as edit:
            edit.update("panel", selected_take_id="take")
        for state in ("review", "approved"):
            store.ledger.append(
                panel_id="panel",
                take_id="take",
                image=take.image,
                state=state,
                who="Ada",
                at=AT,
                fingerprint={"camera": "c0"},
            )
    with sqlite3.connect(path) as connection:  # what a newer version may leave in a file of this format
        connection.execute(
            "INSERT INTO entity VALUES ('crane', 'crane', 1, '{\"id\":\"crane\",\"arm_m\":4.5}')"
        )
        connection.execute(
            "UPDATE entity SET data = json_set(data, '$.rating', 5, '$.framing.rule', 'thirds') "
            "WHERE id = 'shot'"
        )
    connection.close()
    print(f"{path}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
