"""The regression gate: what is answered right on the samples must stay right."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.questions import KINDS, read_suite
from eval.report import failures_text
from eval.run import ALL, Run, run_suite
from eval.tally import share_of
from rag import Settings
from samples import DOCUMENTS

SUITE = Path(__file__).parents[2] / "eval" / "suites" / "samples.jsonl"


@pytest.fixture(scope="module")
def run(sample_library: Path) -> Run:
    return run_suite(SUITE, sample_library, Settings())


def test_what_was_right_stays_right(run: Run) -> None:
    wrong = {o.question.id for o in run.outcomes if not o.score.right or False in (o.score.page, o.score.cell)}
    assert not wrong, failures_text(run.to_json())


def test_nothing_is_refused_wrongly_or_told_wrongly(run: Run) -> None:
    assert share_of(run.of_kind(ALL), "refusal").rate == 1
    confident = {o.question.id for o in run.outcomes if o.score.confidently_wrong}
    assert not confident, failures_text(run.to_json())


def test_the_suite_covers_every_kind_of_question() -> None:
    questions = read_suite(SUITE)
    assert {question.kind for question in questions} == set(KINDS)
    assert len(questions) >= 60


def test_the_suite_asks_about_the_samples() -> None:
    asked = {place.file for question in read_suite(SUITE) for place in question.expected.places}
    assert asked == {path.name for path in DOCUMENTS.iterdir()}
