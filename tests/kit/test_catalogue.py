"""Every piece, with default and extreme settings, is a sound solid of the right size."""

from __future__ import annotations

import numpy as np
import pytest

from previz.errors import BadProject, NotFound
from previz.kit import catalogue
from previz.kit.catalogue import CATALOGUE, Choice, Param, Switch, mesh


def _settings():
    """(piece, settings): defaults, every number at both ends, every word, every switch."""
    for key, piece in CATALOGUE.items():
        yield key, {}
        for param in piece.params:
            if isinstance(param, Param):
                yield key, {param.name: param.minimum}
                yield key, {param.name: param.maximum}
            elif isinstance(param, Choice):
                for option in param.options:
                    yield key, {param.name: option}
            elif isinstance(param, Switch):
                yield key, {param.name: not param.default}


CASES = [pytest.param(key, given, id=f"{key}-{given}") for key, given in _settings()]


def test_room_has_four_walls():
    """The fifth wall is the camera's."""
    room = mesh("room")
    assert len(room.faces) > 200


@pytest.mark.parametrize("key", CATALOGUE)
def test_default_size_is_the_documented_one(key):
    points = mesh(key).positions
    np.testing.assert_allclose(points.max(0) - points.min(0), CATALOGUE[key].size_m, atol=0.01)


def test_unknown_piece_lists_what_there_is():
    with pytest.raises(NotFound, match=r"sofa2.*chair"):
        catalogue.mesh("sofa2")


@pytest.mark.parametrize("value", [float("nan"), -1.0, float("inf"), "wide", True, 1e9])
def test_bad_number_names_piece_and_setting(value):
    with pytest.raises(BadProject, match=r"^table: width must be [^\n]*$"):
        mesh("table", {"width": value})
