"""Which facts are wanted, as SQL: whole facts, with what `records.fact_from_row` needs of their document and table."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from extractors.headings import squeeze
from extractors.model import FactKind, Measure
from rag import schema


@dataclass(frozen=True, slots=True)
class FactFilter:
    """Which facts: each field a collection of allowed values (None among them means "without one"), or None for all."""

    document_ids: Collection[str] | None = None
    items: Collection[str | None] | None = None
    years: Collection[int | None] | None = None
    measures: Collection[Measure] | None = None
    kinds: Collection[FactKind] | None = None
    statements: Collection[str | None] | None = None
    label_contains: str | None = None  # compared without white space
    table: int | None = None
    row: int | None = None

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        facts = schema.facts.c
        if self.document_ids is not None:
            keys = select(schema.documents.c.key).where(schema.documents.c.sha256.in_(self.document_ids))
            yield facts.document.in_(keys)
        for column, values in (
            (facts.item, self.items),
            (facts.year, self.years),
            (facts.measure, self.measures),
            (facts.kind, self.kinds),
            (facts.statement, self.statements),
        ):
            if values is not None:
                yield among(column, values)
        if self.label_contains is not None:
            yield facts.bare_label.contains(squeeze(self.label_contains), autoescape=True)
        if self.table is not None:
            yield facts.table_number == self.table
        if self.row is not None:
            yield facts.row_number == self.row


def select_facts(*more: ColumnElement[Any]) -> Select[Any]:
    """Facts, the hashes of their documents and the titles of their tables, and `more` columns of these three."""
    facts, documents, tables = schema.facts, schema.documents, schema.tables
    of_table = and_(tables.c.document == facts.c.document, tables.c.number == facts.c.table_number)
    joined = facts.join(documents, documents.c.key == facts.c.document).outerjoin(tables, of_table)
    return select(facts, documents.c.sha256, tables.c.title, *more).select_from(joined)


def among(column: ColumnElement[Any], values: Collection[object]) -> ColumnElement[bool]:
    """Whether the column has one of the values; None among them means that it has none."""
    named = column.in_([value for value in values if value is not None])
    return or_(named, column.is_(None)) if None in values else named
