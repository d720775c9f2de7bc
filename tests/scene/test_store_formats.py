"""A file of every format that was ever released opens, and is written without loss."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from previz.scene.model import KINDS, CameraKey, Item, Project, Shot, Take, Track
from previz.scene.store import Store
from previz.scene.store_check import verify
from previz.scene.store_database import FORMAT

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"


def test_every_format_has_its_file() -> None:
    found = {path.name for path in FIXTURES.glob("format_*.previz")}
    assert found == {f"format_{n}.previz" for n in range(1, FORMAT + 1)}


LATER = {"pose", "model", "framemark", "marksheet", "waiver", "issue", "script", "passage", "pick"}
"""Kinds that came after the fixture of format 1; older versions keep such rows unread."""


@pytest.mark.parametrize("number", range(1, FORMAT + 1))
def test_a_file_of_every_format_opens(number: int, tmp_path: Path) -> None:
    path = tmp_path / "film.previz"
    shutil.copy(FIXTURES / f"format_{number}.previz", path)
    assert verify(path) == []
    store, document = Store.open(path)
    with store:
        assert {entity.kind for entity in document} == set(KINDS) - LATER
        assert document.need("project", Project).title == "Format fixture – Prüfung"
        assert document.need("table", Item).params == {"width": 1.6, "leaf": True, "wood": "oak"}
        assert document.need("shot", Shot).dialogue == (("MAYA", "Not tonight."),)
        first, second = document.need("camera", Track).keys
        assert isinstance(first, CameraKey)
        assert (first.focal_length_mm, first.t_stop, second.time_s) == (50.0, 2.8, 2.0)
        take = document.need("take", Take)
        assert store.blob(take.image).startswith(b"\x89PNG")
        assert json.loads(store.blob(take.request)[:10]) == {"seed": 7}
        assert [verdict.state for verdict in store.ledger.verdicts()] == ["review", "approved"]
        assert [job.state for job in store.jobs.pending()] == ["queued"]
        assert [version.name for version in store.versions()] == ["As shot"]
        assert "camera" in store.open_version(1)
        store.attach(document)
        with document.edit("Words") as edit:
            edit.update("shot", action="She leaves.")
    with sqlite3.connect(path) as connection:
        rows = {id: json.loads(data) for id, data in connection.execute("SELECT id, data FROM entity")}
    assert rows["crane"] == {"id": "crane", "arm_m": 4.5}
    assert (rows["shot"]["rating"], rows["shot"]["framing"]["rule"]) == (5, "thirds")
    assert rows["shot"]["action"] == "She leaves."
    assert verify(path) == []
