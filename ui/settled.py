"""What several places state for one thing, as few values as there are: those that rounding explains are one."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractors.quantities import TEN_THOUSAND_YUAN, Amount, Dimension
from rag.model import StoredFact


def settle(facts: Sequence[StoredFact]) -> tuple[StoredFact, ...]:
    """One fact for each different amount, the one printed most precisely, in the order of the facts."""
    different: list[StoredFact] = []
    for stored in facts:
        place = next((n for n, known in enumerate(different) if _agree(known.fact.amount, stored.fact.amount)), None)
        if place is None:
            different.append(stored)
        elif _precision(stored) < _precision(different[place]):
            different[place] = stored
    return tuple(different)


def _agree(one: Amount | None, other: Amount | None) -> bool:
    if one is None or other is None or _dimension(one) != _dimension(other):
        return False
    return abs(one.base - other.base) <= one.rounding + other.rounding


def _dimension(amount: Amount) -> Dimension | None:
    return amount.unit.dimension if amount.unit else None


def _precision(stored: StoredFact) -> Decimal:
    return stored.fact.amount.rounding if stored.fact.amount else Decimal(0)


def comparable(amount: Amount) -> tuple[Decimal, str]:
    """Value and unit as they stand beside others: money in 万元, exactly; everything else as printed."""
    if amount.unit and amount.unit.dimension is Dimension.MONEY:
        return amount.to(TEN_THOUSAND_YUAN), TEN_THOUSAND_YUAN.symbol
    return amount.value, amount.unit.symbol if amount.unit else ""
