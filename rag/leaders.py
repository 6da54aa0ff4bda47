"""Which figures come first: the largest, the smallest, those that rose or fell most."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractors.quantities import Dimension
from rag.aggregates import count, countable, is_money, nobody, once_each
from rag.figures import Finding
from rag.query import Direction, Operation, Query

LONGEST_RANKING = 10
UP = frozenset({"increase", "growth", "higher"})
DOWN = frozenset({"decrease", "fall", "lower"})


def ranked(query: Query, stated: Sequence[Finding]) -> list[Finding]:
    """The figures as they are stated, one for each agency, year and item."""
    money = once_each(query, countable(stated))
    return _first(query, sorted(money, key=lambda finding: finding.base, reverse=query.highest))


def ranked_relations(query: Query, related: Sequence[Finding]) -> list[Finding]:
    """What two figures give, of every agency, or of how many: only those that went the way the question says."""
    in_percent = query.wants_rate or query.relation is Operation.SHARE
    worked_out = [f for f in related if f.aspect and (_is_percent(f) if in_percent else not _is_percent(f))]
    each = once_each(query, worked_out)
    if query.direction is not None or query.operation is Operation.COUNT:
        each = [f for f in each if _went(f, query.direction)]
    if query.threshold:
        each = [f for f in each if query.threshold.admits(abs(f.base))]
    ordered = sorted(each, key=lambda finding: abs(finding.base), reverse=query.highest)
    told = count(query, ordered) if query.operation is Operation.COUNT else _first(query, ordered)
    return told or nobody(worked_out)


def _went(finding: Finding, direction: Direction | None) -> bool:
    """Whether it went that way; without a direction, whether it changed at all."""
    change = signed(finding)
    return {
        Direction.RISING: change > 0,
        Direction.FALLING: change < 0,
        Direction.UNCHANGED: change == 0,
        None: change != 0,
    }[direction]


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
