"""Ready people, as `Body` values in ``assets/mannequin/characters.json``."""

from __future__ import annotations

from types import MappingProxyType

import msgspec

from previz.assets import asset
from previz.scene.model import Body

PEOPLE = MappingProxyType(
    msgspec.json.decode(asset("mannequin", "characters.json").read_bytes(), type=dict[str, Body])
)
"""Name → body."""
