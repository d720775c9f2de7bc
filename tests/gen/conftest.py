from __future__ import annotations

from collections.abc import Iterator

import pytest

from previz.gen.queue import Queue

from .stand import FAKE, Ear, Name


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Queue, Ear]]:
    """One warm queue for the tests that end with a living worker."""
    ear = Ear()
    with Queue(tmp_path_factory.mktemp("spool"), {"fake": FAKE, "other": FAKE}, ear, cancel_s=0.4) as queue:
        yield queue, ear


@pytest.fixture
def job(request: pytest.FixtureRequest) -> Name:
    """Job ids that are this test's own."""
    stem = request.node.name.split("[")[0]
    return lambda name="a": f"{stem}-{name}"
