from __future__ import annotations

import numpy as np
import pytest

from previz.render.gbuffer import visible_share


def test_shares_of_the_picture() -> None:
    ids = np.zeros((10, 20), np.uint32)
    ids[:5] = 7 << 16 | 3
    ids[:5, :2] = 7 << 16 | 65535
    ids[5, :10] = 65535 << 16
    assert visible_share(ids) == pytest.approx({7: 0.5, 65535: 0.05})


def test_nothing_has_no_share() -> None:
    assert visible_share(np.zeros((4, 4), np.uint32)) == {}
    assert visible_share(np.zeros((0, 0), np.uint32)) == {}
