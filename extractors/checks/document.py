"""What the checks look at: a document's facts, its tables and its words, and where each item is stated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from extractors.checks.check import Figure, figure_of
from extractors.checks.rules import load_book
from extractors.checks.sheet import Sheet, make_sheets
from extractors.model import BBox, Extraction, Fact, FactKind, Identity, Measure, StatedChange, Table, Unread

Key = tuple[str, Measure, int]


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of text outside tables, or a heading; `section` are the headings over it."""

    text: str
    page: int
    bbox: BBox | None
    section: tuple[str, ...] = ()
    is_heading: bool = False


@dataclass(frozen=True)
class Document:
    """`facts` are in reading order: those of tables, then those of sentences."""

    identity: Identity
    tables: Sequence[Table]
    facts: Sequence[Fact]
    changes: Sequence[StatedChange]
    words: Sequence[Words]
    unread: Sequence[Unread] = ()

    @cached_property
    def sheets(self) -> list[Sheet]:
        return list(make_sheets(self.tables, self.facts, self.unread))

    @cached_property
    def not_nothing(self) -> frozenset[str]:
        """The items and parts of which more than nothing is stated in the document's own year."""
        stated = [f for f in self.facts if f.year == self.identity.year and f.amount is not None and f.amount.value]
        return frozenset(key for fact in stated for key in (fact.item, fact.aspect) if key)

    @cached_property
    def sentences(self) -> list[Fact]:
        return [fact for fact in self.facts if fact.kind is FactKind.SENTENCE]

    @cached_property
    def stated_in_tables(self) -> dict[Key, list[Figure]]:
        """The figures of the agency itself by item, kind of number and year, as precise as their tables."""
        found: dict[Key, list[Figure]] = defaultdict(list)
        for sheet in self.sheets:
            for row in sheet.rows:
                for figure in row.cells.values():
                    fact = figure.fact
                    if fact.item and fact.year and fact.subject == self.identity.agency and fact.amount:
                        found[fact.item, fact.measure, fact.year].append(figure)
        return found

    @cached_property
    def stated_in_words(self) -> dict[Key, list[Figure]]:
        found: dict[Key, list[Figure]] = defaultdict(list)
        for fact in self.sentences:
            figure = figure_of(fact)
            if figure and fact.item and fact.year:
                found[fact.item, fact.measure, fact.year].append(figure)
        return found


def document_of(extraction: Extraction) -> Document:
    words = [
        Words(p.text, p.page, next((box for _, _, _, box in p.spans), None), p.section, p.is_heading)
        for p in extraction.paragraphs
    ]
    return Document(
        extraction.identity, extraction.tables, extraction.facts, extraction.changes, words, extraction.unread
    )


def is_partial(fact: Fact) -> bool:
    """Whether a cell states only a part of its item: 培训费 in the table of 基本支出."""
    book = load_book()
    own = book.own_items.get(fact.statement or "")
    return own is not None and fact.item not in own
