"""The two bases of everything in a project: parts, and the things with an identity that hold them."""

from __future__ import annotations

from typing import ClassVar

import msgspec


class Value(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A part of an entity; it has no identity of its own.

    ``gc=False``, here and below: frozen values form no cycles, and the collector need not walk a long film.
    """


class Entity(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A row of the document. ``id`` never changes and never is shown; labels and numbers are for people."""

    kind: ClassVar[str]
    id: str
