"""Every starter set can be put into a project and seen by its camera."""

from __future__ import annotations

import pytest

from previz.kit import catalogue
from previz.sets import SETS


@pytest.mark.parametrize("key", SETS)
def test_a_set_is_whole(key: str) -> None:
    made = SETS[key]()
    assert made.key == key
    assert len(made.items) >= 9
    assert len(made.marks) >= 4
    assert len({item.id for item in made.items}) == len(made.items)
    for item in made.items:
        assert len(catalogue.mesh(item.piece, item.params, item.colours).faces), item.name
    if made.light.lamp_id is not None:
        assert made.light.lamp_id in {item.id for item in made.items}
