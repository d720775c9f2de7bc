"""The four rooms of the window. Each is ``Room(desk)`` with ``actions()`` and ``close_room()``."""
