"""收入合计 beside 收入总计: the same figure, unless a document tells them apart.

In final accounts 合计 is what the year brought, 总计 that and what was carried over. A document that states both with
different amounts means the year's by 合计; one that states a single figure calls it by either name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from extractors.model import Fact, FactKind, Phase, StatedChange
from extractors.phrases import load_phrases
from extractors.quantities import Amount

Stated = TypeVar("Stated", Fact, StatedChange)
YEAR_S_OWN = {"revenue_total": "revenue_current", "expenditure_total": "expenditure_current"}


def tell_totals_apart(
    cells: Sequence[Fact], sentences: Sequence[Fact], changes: Sequence[StatedChange]
) -> tuple[list[Fact], list[StatedChange]]:
    """The facts and changes of sentences, with 合计 as the year's own where another amount is the total."""
    apart = set(_told_apart([*cells, *sentences]))
    return [_own(fact, apart) for fact in sentences], [_own(change, apart) for change in changes]


def _told_apart(facts: Sequence[Fact]) -> Iterator[tuple[str, int | None]]:
    """The items and years of figures that are called 合计 and equal none that is called otherwise."""
    stated = [f for f in facts if f.item in YEAR_S_OWN and f.amount and f.amount.unit and f.base_year is None]
    for fact in stated:
        is_final = fact.kind is FactKind.SENTENCE and fact.phase is Phase.FINAL_ACCOUNTS
        if not is_final or not _is_year_s(fact.label):
            continue
        totals = [
            other.amount
            for other in stated
            if (other.item, other.year, other.measure) == (fact.item, fact.year, fact.measure)
            and not _is_year_s(other.label)
        ]
        if fact.item and totals and not any(_are_equal(fact.amount, total) for total in totals):
            yield fact.item, fact.year


def _is_year_s(label: str) -> bool:
    return load_phrases().year_s_total.search(label) is not None


def _are_equal(one: Amount | None, other: Amount | None) -> bool:
    if one is None or other is None or one.unit is None or other.unit is None:
        return False
    is_alike = one.unit.dimension is other.unit.dimension
    return is_alike and abs(one.base - other.base) <= one.rounding + other.rounding


def _own(stated: Stated, apart: set[tuple[str, int | None]]) -> Stated:
    if stated.item is None or (stated.item, stated.year) not in apart or not _is_year_s(stated.label):
        return stated
    return replace(stated, item=YEAR_S_OWN[stated.item])
