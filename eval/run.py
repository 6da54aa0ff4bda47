"""Ask one system the questions of a suite and score what it answers.

A score without its making cannot be compared: every run carries a `Signature`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval.costs import Preparation, peak_mb
from eval.questions import KINDS, Expected, Question, read_suite
from eval.scoring import Score, score
from eval.signature import Signature, sign
from eval.systems import Ask, System, answering
from eval.tally import FAULTS, PARTS, median, percentile, recall_at, reciprocal_rank_at, share_of
from rag import Library, Settings
from rag.embedding import embedding_name

ALL = "all"


@dataclass(frozen=True, slots=True)
class Outcome:
    question: Question
    score: Score
    answer: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.question.id,
            "kind": self.question.kind,
            "difficulty": self.question.difficulty,
            "turns": list(self.question.turns),
            "expected": in_words(self.question.expected),
            "score": {"right": self.score.right} | asdict(self.score),
            "answer": self.answer,
        }


@dataclass(frozen=True, slots=True)
class Run:
    system: System
    signature: Signature
    documents: int
    outcomes: tuple[Outcome, ...]
    preparation: Preparation | None = None
    peak_mb: float | None = None  # of the process that answered

    def of_kind(self, kind: str) -> list[Score]:
        return [outcome.score for outcome in self.outcomes if kind in (ALL, outcome.question.kind)]

    def latencies(self) -> list[float]:
        return [outcome.answer["elapsed_ms"] for outcome in self.outcomes]

    def summary(self) -> dict[str, Any]:
        """Shares by kind of question and over all."""
        kinds = [kind for kind in KINDS if self.of_kind(kind)]
        return {
            kind: {"questions": len(self.of_kind(kind))}
            | {part: share_of(self.of_kind(kind), part).to_json() for part in (*PARTS, *FAULTS)}
            for kind in (*kinds, ALL)
        }

    def to_json(self) -> dict[str, Any]:
        scores = self.of_kind(ALL)
        return {
            "system": self.system.value,
            "signature": asdict(self.signature),
            "documents": self.documents,
            "summary": self.summary(),
            "retrieval": {
                "recall_at_5": recall_at(scores, 5).to_json(),
                "reciprocal_rank_at_3": reciprocal_rank_at(scores, 3),
            },
            "latency_ms": {"p50": median(self.latencies()), "p95": percentile(self.latencies(), 95)},
            "memory_mb": self.peak_mb,
            "preparation": _preparation(self.preparation),
            "outcomes": [outcome.to_json() for outcome in self.outcomes],
        }


def run_suite(
    suite: Path,
    library_folder: Path,
    settings: Settings,
    *,
    system: System = System.OURS,
    cache: Path = Path(),
    jobs: int = 1,
) -> Run:
    """One question is asked before the first that counts, so that latency is that of a warm process."""
    questions = read_suite(suite)
    with (
        Library.open(library_folder, embedding=settings.embedding) as library,
        answering(system, library, settings, cache, jobs=jobs) as answers,
    ):
        answers.ask(questions[0].turns)
        outcomes = tuple(ask(question, answers.ask) for question in questions)
        ids = [document.id for document in library.documents()]
    return Run(system, signature(suite, ids, settings, system), len(ids), outcomes, answers.preparation, peak_mb())


def ask(question: Question, answerer: Ask) -> Outcome:
    answered = answerer(question.turns)
    return Outcome(question, score(question.expected, answered), answered)


def signature(suite: Path, document_ids: Iterable[str], settings: Settings, system: System = System.OURS) -> Signature:
    return sign(
        suite,
        document_ids,
        system.value,
        is_baseline=not system.is_ours,
        model=settings.model if system.has_model else None,
        embedding=embedding_name(settings.embedding),
    )


def in_words(expected: Expected) -> str:
    """What would have been right, for people."""
    values = [f"{value.value} {value.unit}" for value in expected.values]
    phrases = [f"“{' / '.join(group)}”" for group in expected.phrases]
    pages = [f"p. {', '.join(map(str, place.pages))}" for place in expected.places[:1] if place.pages]
    statuses = [] if expected.is_answer else ["/".join(expected.statuses)]
    lines = [" | ".join(line) for line in expected.table.lines] if expected.table else []
    return " · ".join([*statuses, *values, *lines, *phrases, *expected.verdicts, *pages])


def _preparation(made: Preparation | None) -> dict[str, Any] | None:
    return asdict(made) | {"pages_per_second": made.pages_per_second} if made else None
