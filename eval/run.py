"""Ask a library the questions of a suite and score what it answers; compare two such runs.

A score without its making cannot be compared: every run carries a `Signature`. Two runs are comparable when suite and
library are the same; program, model and embedding are what a comparison is about, and are shown where they differ.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from eval.questions import KINDS, Question, read_suite
from eval.scoring import Score, score
from eval.tally import FAULTS, PARTS, median, percentile, recall_at, reciprocal_rank_at, share_of
from rag import Library, Settings, answer

ROOT = Path(__file__).parents[1]
PROGRAM = ("extractors", "rag")  # whose code and data make an answer
HASH_LENGTH = 12
ALL = "all"
SAME_FOR_COMPARISON = ("suite", "library")


class NotComparable(ValueError):
    """Two runs over other questions or other documents: their scores say nothing about each other."""


@dataclass(frozen=True, slots=True)
class Signature:
    suite: str  # hash of the file of questions
    library: str  # hash of the ids of the documents, which are hashes of their bytes
    program: str  # version, and hash of the code and data that answer
    model: str
    embedding: str

    def __str__(self) -> str:
        return "|".join(f"{name}:{value}" for name, value in asdict(self).items())


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
            "score": {"right": self.score.right} | asdict(self.score),
            "answer": self.answer,
        }


@dataclass(frozen=True, slots=True)
class Run:
    signature: Signature
    documents: int
    outcomes: tuple[Outcome, ...]

    def of_kind(self, kind: str) -> list[Score]:
        return [outcome.score for outcome in self.outcomes if kind in (ALL, outcome.question.kind)]

    def latencies(self) -> list[float]:
        return [outcome.answer["elapsed_ms"] for outcome in self.outcomes]

    def summary(self) -> dict[str, Any]:
        """Shares by kind of question and over all; what stands in a run's JSON and is compared."""
        kinds = [kind for kind in KINDS if self.of_kind(kind)]
        return {
            kind: {"questions": len(self.of_kind(kind))}
            | {part: share_of(self.of_kind(kind), part).to_json() for part in (*PARTS, *FAULTS)}
            for kind in (*kinds, ALL)
        }

    def to_json(self) -> dict[str, Any]:
        scores = self.of_kind(ALL)
        return {
            "signature": asdict(self.signature),
            "documents": self.documents,
            "summary": self.summary(),
            "retrieval": {
                "recall_at_5": recall_at(scores, 5).to_json(),
                "reciprocal_rank_at_3": reciprocal_rank_at(scores, 3),
            },
            "latency_ms": {"p50": median(self.latencies()), "p95": percentile(self.latencies(), 95)},
            "outcomes": [outcome.to_json() for outcome in self.outcomes],
        }


def run_suite(suite: Path, library_folder: Path, settings: Settings | None = None) -> Run:
    """One question is asked before the first that counts, so that latency is that of a warm process."""
    chosen = settings or Settings.from_environment()
    questions = read_suite(suite)
    with Library.open(library_folder, embedding=chosen.embedding) as library:
        answer(questions[0].turns[0], library)
        outcomes = tuple(ask(question, library) for question in questions)
        documents = [document.id for document in library.documents()]
    return Run(signature(suite, documents, chosen), len(documents), outcomes)


def ask(question: Question, library: Library) -> Outcome:
    *earlier, last = question.turns
    answered = answer(last, library, turns=earlier).to_json()
    return Outcome(question, score(question.expected, answered), answered)


def signature(suite: Path, document_ids: Iterable[str], settings: Settings) -> Signature:
    return Signature(
        suite=_hash([suite.read_bytes()]),
        library=_hash(identifier.encode() for identifier in sorted(document_ids)),
        program=f"{_version()}+{_hash(_program())}",
        model=settings.model or "none",
        embedding=settings.embedding or "shipped",
    )


def read_run(path: Path) -> dict[str, Any]:
    """What `python -m eval run --json` wrote."""
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NotComparable(f"{path} cannot be read as a run: {error}") from error
    if not isinstance(written, dict) or not {"signature", "outcomes"} <= written.keys():
        raise NotComparable(f"{path} is no run; write one with: python -m eval run SUITE --json > {path.name}")
    return written


def check_comparable(before: dict[str, Any], after: Run) -> None:
    now = asdict(after.signature)
    other = [part for part in SAME_FOR_COMPARISON if before["signature"].get(part) != now[part]]
    if other:
        raise NotComparable(f"The runs differ in {' and '.join(other)}: their scores cannot be compared.")


def _program() -> Iterable[bytes]:
    """Names and contents of the program's files, in a fixed order."""
    files: Sequence[Path] = sorted(
        path
        for folder in PROGRAM
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    )
    for path in files:
        yield path.relative_to(ROOT).as_posix().encode()
        yield path.read_bytes()


def _hash(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()[:HASH_LENGTH]


def _version() -> str:
    try:
        return metadata.version("mingzhang")
    except metadata.PackageNotFoundError:
        return "uninstalled"
