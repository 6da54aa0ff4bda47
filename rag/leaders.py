"""Which figures come first: the largest, the smallest, those that rose or fell most."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractors.model import Dimension
from rag.aggregates import countable, is_money, nobody, once_each
from rag.figures import Finding
from rag.query import Operation, Query

LONGEST_RANKING = 10
UP = frozenset({"increase", "growth", "higher"})
DOWN = frozenset({"decrease", "fall", "lower"})


def ranked(query: Query, stated: Sequence[Finding]) -> list[Finding]:
    """The figures as they are stated, one for each agency, year and item."""
    money = once_each(query, countable(stated))
    return _first(query, sorted(money, key=lambda finding: finding.base, reverse=query.highest))


def ranked_relations(query: Query, related: Sequence[Finding]) -> list[Finding]:
    """What two figures give, of every agency: only those that rose, or fell, where the question says which."""
    in_percent = query.wants_rate or query.relation is Operation.SHARE
    worked_out = [f for f in related if f.aspect and (_is_percent(f) if in_percent else not _is_percent(f))]
    each = once_each(query, worked_out)
    if query.rising is not None:
        each = [f for f in each if signed(f) != 0 and (signed(f) > 0) is query.rising]
    if query.threshold:
        each = [f for f in each if query.threshold.admits(abs(f.base))]
    ordered = sorted(each, key=lambda finding: abs(finding.base), reverse=query.highest)
    return _first(query, ordered) if ordered else nobody(worked_out)


def signed(finding: Finding) -> Decimal:
    """The change with its sign: documents and formulas give the amount, and say in words which way it went."""
    if finding.aspect in UP:
        return abs(finding.base)
    return -abs(finding.base) if finding.aspect in DOWN else finding.base


def _is_percent(finding: Finding) -> bool:
    unit = finding.amount.unit
    return unit is not None and unit.dimension is Dimension.PERCENT and not is_money(finding.amount)


def _first(query: Query, ordered: Sequence[Finding]) -> list[Finding]:
    everything = query.threshold and not query.limit
    return list(ordered if everything else ordered[: query.limit or LONGEST_RANKING])
