"""The four rooms of the window. Each is ``Room(desk)`` with ``actions()`` and ``close_room()``."""

from __future__ import annotations

from importlib import import_module

from previz.ui.rooms.room import Room

ROOMS = (
    ("previz.ui.rooms.script", "ScriptRoom"),
    ("previz.ui.rooms.stage", "StageRoom"),
    ("previz.ui.rooms.boards", "BoardsRoom"),
    ("previz.ui.rooms.shot_list", "ShotListRoom"),
    ("previz.ui.annotate.room", "AnnotateRoom"),
)
"""Module and class by number; the last is a part of the boards, and has no tab of its own."""
SCRIPT, STAGE, BOARDS, ANNOTATE = 0, 1, 2, 4


def room_kind(index: int) -> type[Room]:
    """Its module loads when it is entered first: all rooms together take longer than the first page may."""
    module, name = ROOMS[index]
    kind: type[Room] = getattr(import_module(module), name)
    return kind
