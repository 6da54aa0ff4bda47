"""Findings are kept with their documents; those of other rules, or of an older library, are made anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from rag import stored_findings
from rag.errors import WrongVersion
from rag.library import Library
from tests.rag.test_audit import wrong_rate

TABLES = ("sides", "findings", "tallies", "examinations")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Library.open(tmp_path / "library", create=True) as library:
        library.add(wrong_rate())
    return tmp_path / "library"


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    with Library.open(folder) as opened:
        yield opened


def as_version_4(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "library.db")) as connection, connection:
        for table in TABLES:
            connection.execute(f"DROP TABLE {table}")
        connection.execute("UPDATE meta SET value = '4' WHERE name = 'version'")


def test_what_is_kept_is_what_would_be_found_now(library: Library) -> None:
    from rag.examination import examine_stored
    from rag.store import Store

    (document,) = library.documents()
    kept = library.examined([document.id])[document.id]
    store = Store.open(library.folder / "library.db")
    made = examine_stored(store, document)
    store.close()
    assert kept.findings == made.findings and len(kept.findings) == 1
    assert sorted(map(repr, kept.tallies)) == sorted(map(repr, made.tallies))


def test_findings_go_with_their_document(library: Library, folder: Path) -> None:
    library.remove(library.documents()[0].id)
    with closing(sqlite3.connect(folder / "library.db")) as connection:
        counts = [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES]
    assert counts == [0, 0, 0, 0]


def test_a_library_without_findings_is_checked_by_repair(folder: Path) -> None:
    as_version_4(folder)
    with Library.open(folder) as library:
        (document,) = library.documents()
        assert library.contradictions([document.id]) == []
        assert any("not checked by the rules" in problem for problem in library.verify().problems)
        assert any("1 documents were checked" in step for step in library.verify(repair=True).repaired)
        assert [finding.stated for finding in library.contradictions([document.id])] == ["49.3 %"]
        assert not any("not checked" in problem for problem in library.verify().problems)


def test_an_audit_does_not_rely_on_findings_of_other_rules(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    (document,) = library.documents()
    with closing(sqlite3.connect(library.folder / "library.db")) as connection, connection:
        connection.execute("DELETE FROM findings")
    assert library.examined([document.id])[document.id].findings == ()
    monkeypatch.setattr(stored_findings, "rules_edition", lambda: "tomorrow")
    assert [finding.stated for finding in library.examined([document.id])[document.id].findings] == ["49.3 %"]


def test_an_older_library_that_cannot_be_written_is_refused(folder: Path) -> None:
    as_version_4(folder)
    with pytest.raises(WrongVersion, match="version 4"):
        Library.open(folder, read_only=True)
