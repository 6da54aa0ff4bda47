"""Which documents are timed, and how the times are told."""

from __future__ import annotations

from pathlib import Path

from eval.audit_speed import chosen, summary
from rag import Library
from tests.rag.test_audit import drawn


def test_only_documents_of_the_folders_count(tmp_path: Path) -> None:
    path = drawn(tmp_path)
    (tmp_path / "empty").mkdir()
    with Library.open(tmp_path / "library", create=True) as library:
        library.ingest([path], jobs=1)
        assert [d.file_name for d in chosen(library, [])] == [path.name]
        assert len(chosen(library, [tmp_path])) == 1
        assert chosen(library, [tmp_path / "empty"]) == []


def test_median_and_longest_are_told() -> None:
    assert summary("audit", [1.0, 2.0, 9.0]).split() == [
        "audit", "median", "2.0", "ms", "p95", "8.3", "ms", "max", "9.0", "ms",
    ]  # fmt: skip
