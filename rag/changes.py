"""How a figure changed: as a sentence or a column states it, else worked out from the figures of the two years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.model import Measure, StatedChange
from extractors.quantities import PERCENT, Amount
from rag.cases import Case
from rag.figures import Finding
from rag.model import Origin
from rag.places import Place
from rag.query import Query
from rag.sides import differences, growth_rate


def changes(query: Query, current: Finding, others: Sequence[Finding]) -> list[Finding]:
    """The amount and the percentage, the one that is asked for first; `others` are the figures of earlier years."""
    base = _nearest(current, others)
    if current.operands:  # a sum, of whose terms alone documents tell
        return _worked_out(query, current, base) if base else []
    found = _stated(current.case, base.case.year if base else None) or _of_columns(current.case)
    if not found:
        return _worked_out(query, current, base) if base else []
    if query.wants_rate and base and not any(finding.amount.unit == PERCENT for finding in found):
        rate = growth_rate(query, current, base)
        found = [*([rate] if rate else []), *found]
    return sorted(found, key=lambda finding: (finding.amount.unit == PERCENT) is not query.wants_rate)


def _worked_out(query: Query, current: Finding, base: Finding) -> list[Finding]:
    aspect = "increase" if current.base > base.base else "decrease" if current.base < base.base else "unchanged"
    found = differences(query, current, [base])
    return [replace(one, aspect=aspect) if one.aspect == "difference" else one for one in found]


def _nearest(current: Finding, others: Sequence[Finding]) -> Finding | None:
    """The only one, else that of the last year before."""
    if len(others) < 2:
        return next(iter(others), None)
    earlier = [other for other in others if (other.case.year or 0) < (current.case.year or 0)]
    return max(earlier, key=lambda finding: finding.case.year or 0, default=None)


def _stated(case: Case, base_year: int | None) -> list[Finding]:
    """The change since `base_year`, where a sentence tells of it; None: since any."""
    told = [(i, c) for i, c in case.changes if c.year == case.year and c.difference is not None]
    change = next((t for t in told if base_year is None or t[1].base_year in (None, base_year)), None)
    if change is None or change[1].difference is None:
        return []
    direction, percent = change[1].direction, change[1].percent
    aspect = {1: "increase", -1: "decrease"}.get(direction, "unchanged")
    found = [_of_sentence(case, change[1].difference, change, aspect)]
    if percent:
        found.append(_of_sentence(case, percent, change, "growth" if direction >= 0 else "fall"))
    return found


def _of_sentence(case: Case, amount: Amount, change: tuple[str, StatedChange], aspect: str) -> Finding:
    return Finding(case, amount, Origin.STATED, change=change, aspect=aspect)


def _of_columns(case: Case) -> list[Finding]:
    return [_of_column(case, place) for place in case.stated_changes]


def _of_column(case: Case, place: Place) -> Finding:
    aspect = "rate" if place.facts[0].fact.measure is Measure.CHANGE_PERCENT else "change"
    return Finding(case, place.amount, Origin.STATED, place, aspect=aspect)
