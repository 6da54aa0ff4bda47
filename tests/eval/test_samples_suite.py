"""The regression gate: what is answered right on the samples must stay right."""

from __future__ import annotations

from pathlib import Path

from eval.report import failures_text
from eval.run import ALL, run_suite
from eval.tally import share_of
from rag import Settings

SUITE = Path(__file__).parents[2] / "eval" / "suites" / "samples.jsonl"

# Answered wrong so far, or with a wrong page. One that comes right is taken off this list.
NOT_YET = {
    "comp-002",  # the difference comes after the two figures that it is of
    "comp-005",  # 更高 ranks without putting the higher one first
    "comp-006",  # 全部支出
    "follow-004",  # 占多少比例
    "proj-002",
    "prose-001",
    "prose-002",
    "prose-003",  # its sentence runs over two pages
}


def test_samples(sample_library: Path) -> None:
    run = run_suite(SUITE, sample_library, Settings())
    wrong = {o.question.id for o in run.outcomes if not o.score.right or False in (o.score.page, o.score.cell)}
    assert wrong <= NOT_YET, failures_text(run.to_json())
    assert share_of(run.of_kind(ALL), "refusal").rate == 1
