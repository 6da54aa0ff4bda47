from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from eval.audit_score import audit_shares, read_errors, score_audit
from eval.questions import SuiteError

ERROR = {"document": "a.pdf", "kind": "share", "stated": "11.27%", "right": "10.27%", "pages": [14]}


def finding(document: str, quote: str, page: int = 14, status: str = "differs") -> dict[str, Any]:
    citation = {"page": page, "quote": quote}
    return {
        "document": document,
        "kind": "percent",
        "status": status,
        "message": "",
        "stated": "",
        "citations": [citation],
    }


@pytest.mark.parametrize(
    ("findings", "recall", "precision"),
    [
        ([finding("a.pdf", "11.27%")], (1, 1), (1, 1)),
        ([], (0, 1), (0, 0)),
        ([finding("b.pdf", "11.27%")], (0, 1), (0, 1)),
        ([finding("a.pdf", "11.27%", page=3)], (0, 1), (1, 1)),
        ([finding("a.pdf", "10.27%")], (0, 1), (1, 1)),
        ([finding("a.pdf", "11.27%", status="undecided")], (0, 1), (0, 0)),
        ([finding("a.pdf", "11.27%"), finding("b.pdf", "5")], (1, 1), (1, 2)),
    ],
    ids=["found", "silent", "another document", "another page", "another figure", "undecided", "one false"],
)
def test_recall_and_precision(
    findings: list[dict[str, Any]], recall: tuple[int, int], precision: tuple[int, int]
) -> None:
    scored = audit_shares([ERROR], findings, ["a.pdf", "b.pdf"])
    assert (scored["recall"]["hits"], scored["recall"]["cases"]) == recall
    assert (scored["precision"]["hits"], scored["precision"]["cases"]) == precision


def test_errors_of_documents_that_are_not_loaded_do_not_count() -> None:
    assert audit_shares([ERROR], [], ["b.pdf"])["recall"]["cases"] == 0


def test_the_samples_have_no_planted_error(sample_library: Path, tmp_path: Path) -> None:
    (tmp_path / "errors.jsonl").write_text("")
    scored = score_audit(sample_library, tmp_path / "errors.jsonl")
    assert (scored["documents"], scored["recall"]["rate"]) == (4, None)


def test_what_are_no_errors_is_refused(tmp_path: Path) -> None:
    (tmp_path / "errors.jsonl").write_text("no json")
    with pytest.raises(SuiteError, match="cannot be read as planted errors"):
        read_errors(tmp_path / "errors.jsonl")
