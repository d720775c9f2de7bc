"""Verdicts are written once, follow each other, and every tampering is seen."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from pathlib import Path

import msgspec
import pytest

from previz.errors import FileDamaged, FileNotWritable
from previz.scene.store import Store
from previz.scene.store_ledger import verdict_hash

from .films import PNG, a_take, small_film

FIELDS = "panel_id, take_id, image, state, who, why, at, fingerprint, previous, hash"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with three verdicts."""
    path = tmp_path / "film.previz"
    document = small_film()
    with Store.create(path, document) as store:
        take = store.add_take(document, a_take(), image=PNG, request=b"{}")
        for state, why in (("review", ""), ("changes", "too dark – “noir”"), ("approved", "")):
            store.ledger.append(
                panel_id="panel-one",
                take_id=take.id,
                image=take.image,
                state=state,
                who="Ada",
                why=why,
                fingerprint={"light": "l1", "camera": "c1"},
            )
    return path


def test_verdicts_come_back_in_order(path: Path) -> None:
    store, _ = Store.open(path)
    with store:
        verdicts = store.ledger.verdicts()
        assert [v.number for v in verdicts] == [1, 2, 3]
        assert [v.state for v in verdicts] == ["review", "changes", "approved"]
        assert verdicts[1].why == "too dark – “noir”"
        assert verdicts[0].previous == ""
        assert verdicts[2].previous == verdicts[1].hash
        assert store.ledger.latest() == {verdicts[2].take_id: verdicts[2]}
        assert store.info()["ledger_hash"] == verdicts[2].hash
        assert store.verify() == []


def test_anybody_can_compute_the_hash(path: Path) -> None:
    """As docs/file-format.md says it, with nothing of ours."""
    with sqlite3.connect(path) as connection:
        connection.row_factory = sqlite3.Row
        previous = ""
        for row in connection.execute("SELECT * FROM ledger ORDER BY number"):
            fields = dict(row)
            stored = fields.pop("hash")
            fields["fingerprint"] = json.loads(fields["fingerprint"])
            text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            assert fields["previous"] == previous
            assert hashlib.sha256(text.encode("utf-8")).hexdigest() == stored
            previous = stored


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ledger SET state = 'approved' WHERE number = 2",
        "DELETE FROM ledger WHERE number = 2",
        "DELETE FROM ledger",
        f"INSERT INTO ledger SELECT 9, {FIELDS} FROM ledger WHERE number = 1",
        f"INSERT OR REPLACE INTO ledger SELECT 9, {FIELDS} FROM ledger WHERE number = 1",
        f"INSERT INTO ledger SELECT 2, {FIELDS} FROM ledger WHERE number = 1",
        f"INSERT OR REPLACE INTO ledger SELECT 2, {FIELDS} FROM ledger WHERE number = 1",
    ],
)
def test_the_file_itself_refuses_changes(path: Path, sql: str) -> None:
    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(sql)
    connection.close()


@pytest.mark.parametrize(
    ("trigger", "sql", "words"),
    [
        ("update", "UPDATE ledger SET who = 'Ben' WHERE number = 2", "verdict 2 was changed"),
        (
            "update",
            'UPDATE ledger SET fingerprint = \'{"light":"l2"}\' WHERE number = 1',
            "verdict 1 was changed",
        ),
        ("delete", "DELETE FROM ledger WHERE number = 2", "verdict 2 is missing"),
        ("delete", "DELETE FROM ledger WHERE number = 1", "verdict 1 is missing"),
        ("update", "UPDATE ledger SET state = 'loved' WHERE number = 3", "verdict 3 cannot be read"),
        ("update", "UPDATE ledger SET fingerprint = 'x' WHERE number = 3", "verdict 3 cannot be read"),
        ("update", "UPDATE ledger SET image = 'x' WHERE number = 3", "its picture x is not in the file"),
    ],
)
def test_whoever_gets_round_that_is_seen(path: Path, trigger: str, sql: str, words: str) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(f"DROP TRIGGER ledger_no_{trigger}")
        connection.execute(sql)
    store, _ = Store.open(path, readonly=True)
    with store:
        assert any(words in line for line in store.verify())


def test_a_replaced_row_breaks_the_chain_even_with_a_right_hash(path: Path) -> None:
    store, _ = Store.open(path, readonly=True)
    with store:
        second = store.ledger.verdicts()[1]
    forged = type(second)(**{f: getattr(second, f) for f in second.__struct_fields__} | {"state": "approved"})
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TRIGGER ledger_no_update")
        connection.execute(
            "UPDATE ledger SET state = 'approved', hash = ? WHERE number = 2", (verdict_hash(forged),)
        )
    store, _ = Store.open(path, readonly=True)
    with store:
        assert store.ledger.problems() == [
            "ledger: verdict 3 does not follow the one before; one of them was replaced"
        ]


def test_a_verdict_that_cannot_be_is_not_written(path: Path) -> None:
    store, _ = Store.open(path)
    with store:
        with pytest.raises(ValueError, match="loved"):
            store.ledger.append(panel_id="p", take_id="t", image="i", state="loved", who="Ada")
        assert len(store.ledger.verdicts()) == 3
    store, _ = Store.open(path, readonly=True)
    with store, pytest.raises(FileNotWritable, match="read-only"):
        store.ledger.append(panel_id="p", take_id="t", image="i", state="review", who="Ada")


def test_an_unreadable_verdict_is_named(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TRIGGER ledger_no_update")
        connection.execute("UPDATE ledger SET who = 7 WHERE number = 2")
        connection.execute("UPDATE ledger SET at = x'00' WHERE number = 2")
    store, _ = Store.open(path, readonly=True)
    with store, pytest.raises(FileDamaged, match="verdict 2 cannot be read"):
        store.ledger.verdicts()


@pytest.mark.parametrize(("gone", "told"), [("3", "verdict 3 is"), ("2, 3", "verdict 2 to 3 is")])
def test_the_newest_verdicts_are_missed(path: Path, gone: str, told: str) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TRIGGER ledger_no_delete")
        connection.execute(f"DELETE FROM ledger WHERE number IN ({gone})")
    store, _ = Store.open(path)
    with store:
        (problem,) = store.ledger.problems()
    assert told in problem


def test_a_chain_that_was_written_anew_is_not_the_one_that_was_given(path: Path) -> None:
    store, _ = Store.open(path)
    with store:
        last = store.ledger.verdicts()[-1]
    forged = msgspec.structs.replace(last, who="Eve")
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TRIGGER ledger_no_update")
        connection.execute(
            "UPDATE ledger SET who = 'Eve', hash = ? WHERE number = 3", (verdict_hash(forged),)
        )
    store, _ = Store.open(path)
    with store:
        assert store.ledger.problems() == ["ledger: verdict 3 is not the one that was given; it was replaced"]


def test_a_file_from_before_the_head_is_sound_and_has_one_from_its_next_verdict_on(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE ledger_head")
    store, _ = Store.open(path)
    with store:
        assert store.verify() == []
        last = store.ledger.verdicts()[-1]
        given = store.ledger.append(
            panel_id=last.panel_id, take_id=last.take_id, image=last.image, state="review", who="Ada"
        )
        assert store.verify() == []
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT * FROM ledger_head").fetchall() == [(1, 4, given.hash)]
