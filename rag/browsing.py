"""All facts of a library, to be looked through: filtered, sorted, paged, and side by side over agencies or years.

SQL decides what is shown, over the whole library; only the facts of one page are read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Numeric,
    RowMapping,
    Select,
    case,
    cast,
    distinct,
    func,
    or_,
    select,
    tuple_,
)

from extractors.headings import squeeze
from extractors.model import FactKind, Measure, Phase
from extractors.quantities import Dimension as UnitDimension
from rag import records, schema
from rag.database import Database
from rag.model import StoredFact
from rag.stored_facts import select_facts

_FACTS, _DOCUMENTS = schema.facts, schema.documents
_FROM = _FACTS.join(_DOCUMENTS, _DOCUMENTS.c.key == _FACTS.c.document)


class Dimension(StrEnum):
    """What facts are filtered by; each is one column."""

    PLACE = "place"
    AGENCY = "agency"
    YEAR = "year"
    PHASE = "phase"
    STATEMENT = "statement"  # which standard table
    ITEM = "item"


class Order(StrEnum):
    DOCUMENT = "document"  # agency, year, then the document's own order
    ITEM = "item"
    YEAR = "year"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which facts: a filter without values lets everything pass. `text` is searched in the labels of rows."""

    filters: dict[Dimension, tuple[str, ...]] = field(default_factory=dict, hash=False)
    text: str = ""
    blanks: bool = False  # also the cells where nothing is printed

    def without(self, dimension: Dimension) -> Selection:
        return replace(self, filters={key: values for key, values in self.filters.items() if key is not dimension})


@dataclass(frozen=True, slots=True)
class Option:
    """A value that a filter may take, and how many facts it then lets pass."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Line:
    """What is comparable: the same item in the same kind of table, under the same kind of column.

    `fixed` is the year where agencies are compared, the agency where years are.
    """

    item: str
    statement: str | None
    aspect: str | None
    measure: Measure
    phase: Phase
    fixed: str


@dataclass(frozen=True, slots=True)
class SideBySide:
    """`cells[line][column]`: every fact for that place; none where no loaded document states it."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    cells: dict[Line, dict[str, tuple[StoredFact, ...]]]
    total: int  # lines on all pages


_COLUMN: dict[Dimension, Column[Any]] = {
    Dimension.PLACE: _DOCUMENTS.c.place,
    Dimension.AGENCY: _DOCUMENTS.c.agency,
    Dimension.YEAR: _FACTS.c.year,
    Dimension.PHASE: _FACTS.c.phase,
    Dimension.STATEMENT: _FACTS.c.statement,
    Dimension.ITEM: _FACTS.c.item,
}
_KEY = (_FACTS.c.item, _FACTS.c.statement, _FACTS.c.aspect, _FACTS.c.measure, _FACTS.c.phase)
_OTHER = {Dimension.AGENCY: Dimension.YEAR, Dimension.YEAR: Dimension.AGENCY}
# For the order alone: what is shown and compared stays decimal.
_VALUE = cast(_FACTS.c.amount, Numeric) * cast(func.coalesce(_FACTS.c.unit_factor, "1"), Numeric)

_MONEY_FIRST = case((_FACTS.c.unit_dimension == UnitDimension.MONEY, 0), else_=1)


class Browsing:
    """Every method is one read of the database, from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def count(self, selection: Selection) -> int:
        query = select(func.count()).select_from(_FROM).where(*_conditions(selection))
        with self._database.read() as connection:
            return connection.scalar(query) or 0

    def facts(
        self,
        selection: Selection,
        *,
        order: Order = Order.DOCUMENT,
        descending: bool = False,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[StoredFact]:
        """One page of the selected facts, or all."""
        query = select_facts().where(*_conditions(selection)).order_by(*_sorted(order, descending))
        return [records.fact_from_row(row) for row in self._rows(query.limit(limit).offset(offset))]

    def fact(self, fact_id: int) -> StoredFact | None:
        rows = self._rows(select_facts().where(_FACTS.c.id == fact_id))
        return records.fact_from_row(rows[0]) if rows else None

    def options(self, dimension: Dimension, selection: Selection) -> list[Option]:
        """What the filter may be set to while the other filters stay, the most frequent first, years the latest."""
        column = _COLUMN[dimension]
        count = func.count().label("count")
        query = (
            select(column.label("value"), count)
            .select_from(_FROM)
            .where(column.is_not(None), column != "", *_conditions(selection.without(dimension)))
            .group_by(column)
            .order_by(column.desc() if dimension is Dimension.YEAR else count.desc(), column)
        )
        return [Option(str(row["value"]), row["count"]) for row in self._rows(query)]

    def side_by_side(
        self,
        selection: Selection,
        over: Dimension,
        *,
        columns: Sequence[str],
        limit: int | None = None,
        offset: int = 0,
    ) -> SideBySide:
        """The selected figures of known items in tables, agencies (or years) beside each other.

        Lines that most columns share come first. `over` is AGENCY or YEAR, `columns` are values of it.
        """
        kept = replace(selection, blanks=False, filters={**selection.filters, over: tuple(columns)})
        conditions = [*_conditions(kept), _FACTS.c.item.is_not(None), _FACTS.c.kind == FactKind.CELL]
        # Figures of subordinate units stand in tables of their superiors: they are not the superior's own.
        conditions.append(or_(_FACTS.c.subject == "", _FACTS.c.subject == _DOCUMENTS.c.agency))
        key = (*_KEY, _COLUMN[_OTHER[over]].label("fixed"))
        lines = (
            select(*key, func.count().over().label("total"))
            .select_from(_FROM)
            .where(*conditions)
            .group_by(*key)
            .order_by(func.count(distinct(_COLUMN[over])).desc(), func.min(_FACTS.c.id))
        )
        found = self._rows(lines.limit(limit).offset(offset))
        cells: dict[Line, dict[str, list[StoredFact]]] = {_line(row): {} for row in found}
        query = select_facts(key[-1], _COLUMN[over].label("over")).where(*conditions, _on_lines(cells, key))
        for row in self._rows(query) if cells else ():
            cells[_line(row)].setdefault(str(row["over"]), []).append(records.fact_from_row(row))
        frozen = {line: {column: tuple(facts) for column, facts in row.items()} for line, row in cells.items()}
        return SideBySide(tuple(columns), tuple(frozen), frozen, found[0]["total"] if found else 0)

    def _rows(self, query: Select[Any]) -> Sequence[RowMapping]:
        with self._database.read() as connection:
            return connection.execute(query).mappings().all()


def _conditions(selection: Selection) -> Iterator[ColumnElement[bool]]:
    for dimension, values in selection.filters.items():
        if values:
            years = dimension is Dimension.YEAR
            yield _COLUMN[dimension].in_([int(value) for value in values if value.isdigit()] if years else values)
    if text := squeeze(selection.text):
        yield _FACTS.c.bare_label.contains(text, autoescape=True)
    if not selection.blanks:
        yield _FACTS.c.amount.is_not(None)


def _sorted(order: Order, descending: bool) -> tuple[ColumnElement[Any], ...]:
    """The wanted order, then that of documents, so that pages never overlap."""
    first: dict[Order, tuple[ColumnElement[Any], ...]] = {
        Order.DOCUMENT: (_DOCUMENTS.c.agency, _DOCUMENTS.c.year, _DOCUMENTS.c.phase),
        Order.ITEM: (_FACTS.c.item.is_(None), _FACTS.c.item, _FACTS.c.bare_label),
        Order.YEAR: (_FACTS.c.year,),
        Order.VALUE: (_FACTS.c.amount.is_(None), _MONEY_FIRST, _FACTS.c.unit_dimension, _VALUE),
    }
    *grouped, last = first[order]
    return (*grouped, last.desc() if descending else last, _DOCUMENTS.c.key, _FACTS.c.id)


def _on_lines(lines: Collection[Line], key: Sequence[ColumnElement[Any]]) -> ColumnElement[bool]:
    """The facts of these lines; where nothing is known, "" stands for it on both sides."""
    written = tuple_(*(func.coalesce(column, "") for column in key))
    return written.in_([tuple("" if value is None else value for value in _values(line)) for line in lines])


def _values(line: Line) -> tuple[object, ...]:
    fixed = int(line.fixed) if line.fixed.isdigit() else line.fixed
    return (line.item, line.statement, line.aspect, line.measure, line.phase, fixed)


def _line(row: RowMapping) -> Line:
    return Line(
        item=row["item"],
        statement=row["statement"],
        aspect=row["aspect"],
        measure=Measure(row["measure"]),
        phase=Phase(row["phase"]),
        fixed=str(row["fixed"] if row["fixed"] is not None else ""),
    )
