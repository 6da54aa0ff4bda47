"""Figures that are printed alike in different units: 28,384,234.71 元 in one table, 28,384,234.71 万元 in another.

One of the units is wrong. Long figures do not come out alike by chance; short ones may, and need to be the same item.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations

from extractors.checks.check import Check, Figure, Outcome, compare_sum, is_money, is_printed_alike
from extractors.checks.document import Document
from extractors.checks.rows import LEVELS
from extractors.checks.sheet import Sheet
from extractors.quantities import Unit

RULE = "same_unit"
LONG = 5
"""Digits, but for zeros at the end, of a figure that two tables do not print alike by chance."""


def check_units(document: Document) -> Iterator[Check]:
    """The largest figure of every table against those of the others; an item in one table against others of it."""
    totals = _totals(document)
    units = Counter(_unit(figure) for figure in totals)
    told: set[tuple[int | None, int | None]] = set()
    groups = [totals, *(_money(figures) for figures in document.stated_in_tables.values())]
    for figures in groups:
        for one, other in combinations(figures, 2):
            between = (one.fact.table, other.fact.table)
            if between in told or not _comparable(one, other):
                continue
            if one.base == other.base:
                yield Check(RULE, Outcome.HOLDS, figures=(one, other))
            elif is_printed_alike(one, other) and (figures is not totals or _digits(one) >= LONG):
                told.add(between)
                rarer, usual = (one, other) if units[_unit(one)] <= units[_unit(other)] else (other, one)
                yield compare_sum(RULE, rarer, (usual,))


def _totals(document: Document) -> list[Figure]:
    """The largest figure of every table."""
    totals: dict[int, Figure] = {}
    for sheet in document.sheets:
        largest = _largest(sheet)
        known = totals.get(sheet.table.index)
        if largest and (known is None or largest.base > known.base):
            totals[sheet.table.index] = largest
    return list(totals.values())


def _money(figures: Iterable[Figure]) -> list[Figure]:
    return [figure for figure in figures if figure.base and is_money(figure.fact)]


def _comparable(one: Figure, other: Figure) -> bool:
    first, second = one.fact, other.fact
    alike = (first.measure, first.year) == (second.measure, second.year)
    return alike and first.table != second.table and _unit(one) != _unit(other)


def _unit(figure: Figure) -> Unit | None:
    return figure.fact.amount.unit if figure.fact.amount else None


def _largest(sheet: Sheet) -> Figure | None:
    figures = [f for row in sheet.rows for f in row.cells.values() if is_money(f.fact) and f.fact.measure in LEVELS]
    return max(figures, key=lambda figure: figure.base, default=None)


def _digits(figure: Figure) -> int:
    amount = figure.fact.amount
    return len(amount.value.normalize().as_tuple().digits) if amount else 0
