"""A table as the checks see it: rows and columns of figures, lane by lane, with one precision.

Spreadsheets drop trailing zeros (14 beside 3.65): a figure is as precise as most figures of its table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from extractors.checks.check import Figure
from extractors.model import Column, Fact, FactKind, Role, Table, Unread
from extractors.quantities import Amount, Unit

FIGURES = re.compile(r"\d")


@dataclass(slots=True)
class SheetRow:
    """One row of one lane. `cells` holds a figure for every filled amount."""

    row: int
    label: str
    code: str | None
    item: str | None
    subject: str
    cells: dict[int, Figure] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One lane of one table; `columns` are its amount columns. `lacks_rows`: figures in it could not be read."""

    table: Table
    lane: int
    columns: tuple[Column, ...]
    rows: tuple[SheetRow, ...]
    lacks_rows: bool = False


def make_sheets(tables: Sequence[Table], facts: Iterable[Fact], unread: Sequence[Unread] = ()) -> Iterator[Sheet]:
    """The lanes of all tables that have rows under headings."""
    by_table: dict[int, list[Fact]] = {}
    for fact in facts:
        if fact.kind is FactKind.CELL and fact.table is not None:
            by_table.setdefault(fact.table, []).append(fact)
    for table in tables:
        if not table.is_form and table.index in by_table:
            lacks_rows = any(_is_in(one, table) for one in unread)
            yield from _lanes(table, by_table[table.index], lacks_rows)


def _is_in(unread: Unread, table: Table) -> bool:
    """Whether figures that were not read stand in the table; without places on its page, they may."""
    areas = [box for page, box in table.areas if page == unread.page]
    if unread.page not in table.pages or not FIGURES.search(unread.text):
        return False
    if unread.bbox is None or not any(areas):
        return True
    middle = (unread.bbox[1] + unread.bbox[3]) / 2
    return any(box is not None and box[1] <= middle <= box[3] for box in areas)


def _lanes(table: Table, facts: Sequence[Fact], lacks_rows: bool) -> Iterator[Sheet]:
    lane_of = {column.index: column.lane for column in table.columns}
    digits = _finest(facts)
    rows: dict[int, dict[int, SheetRow]] = {}
    for fact in facts:
        if fact.row is None or fact.column_index is None:
            continue  # a cell without its place in the grid takes no part in the grid's arithmetic
        lane = rows.setdefault(lane_of.get(fact.column_index, 0), {})
        row = lane.get(fact.row)
        if row is None:
            row = lane[fact.row] = SheetRow(fact.row, fact.label, fact.code, fact.item, fact.subject)
        if fact.amount is not None:
            row.cells[fact.column_index] = _figure(fact, digits)
    for lane_index in sorted(rows):
        columns = tuple(c for c in table.columns if c.role is Role.AMOUNT and c.lane == lane_index)
        in_order = tuple(row for _, row in sorted(rows[lane_index].items()))
        yield Sheet(table, lane_index, columns, in_order, lacks_rows)


def _finest(facts: Iterable[Fact]) -> dict[Unit | None, int]:
    """The exponent that at least half of a unit's figures are printed to: others of them lost zeros, not digits."""
    exponents: dict[Unit | None, list[int]] = {}
    for fact in facts:
        if fact.amount is not None and fact.amount.value:
            exponents.setdefault(fact.amount.unit, []).append(_exponent(fact.amount))
    return {unit: sorted(found)[(len(found) - 1) // 2] for unit, found in exponents.items()}


def _exponent(amount: Amount) -> int:
    exponent = amount.value.as_tuple().exponent
    assert isinstance(exponent, int)  # amounts are finite
    return exponent


def _figure(fact: Fact, digits: dict[Unit | None, int]) -> Figure:
    amount = fact.amount
    assert amount is not None
    own = _exponent(amount)
    usual = min(own, digits.get(amount.unit, 0))
    fine = _half(usual, amount.unit)
    return Figure(fact, amount.base, fine, _half(own, amount.unit) - fine if own > usual else Decimal(0))


@cache
def _half(exponent: int, unit: Unit | None) -> Decimal:
    """Half of the last printed digit, in the base unit."""
    return Decimal(5).scaleb(exponent - 1) * (unit.factor if unit else Decimal(1))
