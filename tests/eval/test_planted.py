"""Planted errors are found only by findings that name them."""

from __future__ import annotations

from typing import Any

from eval.planted import score_planted

ERROR = {"document": "a.pdf", "kind": "rate", "stated": "43.23%", "right": "56.77%", "pages": [4]}


def finding(**changes: Any) -> dict[str, Any]:
    plain = {
        "document": "a.pdf",
        "kind": "percent",
        "status": "differs",
        "message": "第 4 页写的是 43.23 %",
        "stated": "43.23 %",
        "citations": [{"page": 4, "quote": "减少43.23%"}],
    }
    return plain | changes


def found(*findings: dict[str, Any]) -> int:
    return score_planted([ERROR], findings, 2).found.total()


def test_a_finding_with_amount_and_page_finds_it() -> None:
    assert found(finding()) == 1


def test_other_findings_do_not() -> None:
    assert found(finding(status="rounding")) == 0
    assert found(finding(document="b.pdf")) == 0
    assert found(finding(citations=[{"page": 5, "quote": "减少43.23%"}])) == 0
    other = finding(message="第 4 页写的是 3.23 %", stated="3.23 %", citations=[{"page": 4, "quote": "3.23"}])
    assert found(other) == 0


def test_findings_in_clean_documents_are_false() -> None:
    score = score_planted(
        [ERROR], [finding(), finding(document="b.pdf"), finding(document="b.pdf", status="rounding")], 2
    )
    assert (score.clean_documents, [false["document"] for false in score.false]) == (1, ["b.pdf"])
