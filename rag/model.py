"""A question, its evidence and its answer; and what the library keeps of a document.

`Answer.to_json()` is the shape that docs/contract.md promises; every other type is internal to `rag`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from extractors.model import BBox, Fact, Level, Phase


class Status(StrEnum):
    ANSWERED = "answered"
    NOT_DISCLOSED = "not_disclosed"  # the document says there is none, or leaves it blank
    NOT_FOUND = "not_found"  # nothing loaded covers it
    AMBIGUOUS = "ambiguous"
    OUT_OF_SCOPE = "out_of_scope"


class Verdict(StrEnum):
    CONSISTENT = "consistent"  # at least two independent places agree
    ROUNDING = "rounding"  # they agree within printed rounding
    SINGLE_SOURCE = "single_source"
    CONFLICT = "conflict"
    UNVERIFIED = "unverified"  # no structured source
    NONE = "none"  # no figure in the answer


class Origin(StrEnum):
    STATED = "stated"
    DERIVED = "derived"  # worked out from a stated change
    COMPUTED = "computed"  # sum, share, difference, ranking


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as the library knows it. `id` is the SHA-256 of the file's bytes."""

    id: str
    file_name: str
    agency: str
    aliases: tuple[str, ...]
    place: str
    year: int | None
    phase: Phase
    level: Level
    pages: int
    tables: int
    facts: int
    unread: int
    status: str  # "added" or "partial"
    warnings: tuple[str, ...] = ()
    statements_found: tuple[str, ...] = ()
    statements_missing: tuple[str, ...] = ()
    # extractors.quality.Quality as JSON; {} where it was not measured
    quality: dict[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class StoredFact:
    """A fact with the document that states it. `id` is the store's own and only good within one library."""

    id: int
    document_id: str
    fact: Fact
    table_title: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk for retrieval: prose with its section titles, or a table row with title, headings and unit."""

    id: str  # "<document_id>:<n>": stable over rebuilds
    document_id: str
    page: int
    kind: str  # "prose" | "row" | "form"
    section: str
    text: str
    boxes: tuple[tuple[int, BBox | None], ...]  # (page, box)
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Citation:
    n: int
    document: str
    document_id: str
    page: int
    kind: str  # "cell" | "sentence" | "passage"
    quote: str
    table: str | None = None
    row: str | None = None
    column: str | None = None
    unit: str | None = None
    bbox: BBox | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "n": self.n,
            "document": self.document,
            "document_id": self.document_id,
            "page": self.page,
            "kind": self.kind,
            "table": self.table,
            "row": self.row,
            "column": self.column,
            "quote": self.quote,
            "unit": self.unit,
            "bbox": [round(edge, 2) for edge in self.bbox] if self.bbox else [0, 0, 0, 0],
        }


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of an answer; `value` is a decimal string in `unit`."""

    agency: str
    year: int | None
    phase: Phase
    item: str
    measure: str
    value: str
    unit: str
    origin: Origin
    verdict: Verdict
    citations: tuple[int, ...]
    formula: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "agency": self.agency,
            "year": self.year,
            "phase": self.phase.value,
            "item": self.item,
            "measure": self.measure,
            "value": self.value,
            "unit": self.unit,
            "origin": self.origin.value,
            "formula": self.formula,
            "verdict": self.verdict.value,
            "citations": list(self.citations),
        }


@dataclass(frozen=True, slots=True)
class Check:
    """A comparison shown with an answer: what is stated, what the other places give.

    `beside`: of another number, which stands beside the figures or is worked out from them. One that differs makes
    none of them doubtful; any other that differs is in an answer whose verdict is a conflict.
    """

    rule: str
    stated: str
    derived: str
    status: str  # "holds" | "rounding" | "differs" | "undecided"
    citations: tuple[int, ...]
    beside: bool = False

    def to_json(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "stated": self.stated,
            "derived": self.derived,
            "status": self.status,
            "citations": list(self.citations),
            "beside": self.beside,
        }


class Missing(StrEnum):
    """Why a cell of an answer's table is empty."""

    NOT_DISCLOSED = "not_disclosed"  # the document says that there is none
    BLANK = "blank"  # its cell is blank
    NOT_FOUND = "not_found"  # the document does not speak of it
    NOT_LOADED = "not_loaded"  # no document that should is loaded
    UNREADABLE = "unreadable"  # the document does not speak of it on the pages that could be read


@dataclass(frozen=True, slots=True)
class TableCell:
    """A figure has a `unit`, "" where none is printed; a text has None. An empty cell has no `value`, and a reason."""

    value: str | None
    unit: str | None = None
    citations: tuple[int, ...] = ()
    missing: Missing | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "value": self.value,
            "unit": self.unit,
            "citations": list(self.citations),
            "missing": self.missing.value if self.missing else None,
        }


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """What a question for a table asked for; every row has a cell for every column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[TableCell, ...], ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "columns": list(self.columns),
            "rows": [{"cells": [cell.to_json() for cell in row]} for row in self.rows],
        }


@dataclass(frozen=True, slots=True)
class Answer:
    question: str
    status: Status
    text: str
    verdict: Verdict
    figures: tuple[Figure, ...] = ()
    citations: tuple[Citation, ...] = ()
    checks: tuple[Check, ...] = ()
    query: dict[str, Any] = field(default_factory=dict)
    choices: tuple[str, ...] = ()
    table: AnswerTable | None = None
    model: str | None = None
    elapsed_ms: float = 0.0
    id: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "question": self.question,
            "status": self.status.value,
            "text": self.text,
            "verdict": self.verdict.value,
            "figures": [figure.to_json() for figure in self.figures],
            "citations": [citation.to_json() for citation in self.citations],
            "checks": [check.to_json() for check in self.checks],
            "query": self.query,
            "choices": list(self.choices),
            "table": self.table.to_json() if self.table else None,
            "model": self.model,
            "elapsed_ms": round(self.elapsed_ms, 1),
        }
