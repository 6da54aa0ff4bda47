"""What two figures give together: a share, a ratio, a difference, a growth; each with its formula and its operands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from extractors.quantities import PERCENT, Amount, Dimension, Unit
from rag.aggregates import rounded
from rag.figures import Finding, from_place
from rag.model import Origin
from rag.places import in_unit
from rag.query import Query, Target
from rag.shares import explains

TIMES_AS_MUCH = Unit("倍", Dimension.COUNT)
MINUS, TIMES, DIVIDED = "−", "×", "÷"


def shares(query: Query, part: Finding, whole: Sequence[Finding]) -> list[Finding]:
    """The share, with the document's own percentage where that is of the same whole.

    Where the question leaves the whole unsaid, it is the one that the document's sentence starts from.
    """
    whole = [term for term in whole if _is_like(part, term)]
    missing = {target.name for target in query.whole} - {asked_name(term) for term in whole}
    if not sum(term.base for term in whole) or (missing and not any(term.operands for term in whole)):
        return []
    share = _share(query, part, whole)
    told = part.case.shares[0] if part.case.shares else None
    if told is None or explains(share.amount, told.amount):
        return [replace(share, told=told)]
    base = next((p for p in part.case.share_bases if p.is_like(part.place or p) and p.amount.base >= part.base), None)
    if query.whole_named or base is None:
        return [share]
    fact = base.facts[0].fact
    case = replace(part.case, target=Target(fact.item, fact.label), places=(base,), shares=(), related={})
    return [replace(_share(query, part, [from_place(case, base)]), told=told)]


def asked_name(finding: Finding) -> str:
    """What the question calls the item, whatever stands in for it."""
    return finding.case.instead_of or finding.case.target.name


def ratios(query: Query, one: Finding, others: Sequence[Finding]) -> list[Finding]:
    if len(others) != 1 or not _is_like(one, others[0]) or not others[0].base:
        return []
    value = rounded(one.base / others[0].base, query)
    formula = f"{one.amount.value} {DIVIDED} {_value_beside(one, others[0])}"
    return [_of_both(one, others[0], Amount(value, TIMES_AS_MUCH, str(value)), formula, "ratio")]


def differences(query: Query, one: Finding, others: Sequence[Finding]) -> list[Finding]:
    """The difference, and what it is of the other figure in percent where that is asked for."""
    if len(others) != 1 or not _is_like(one, others[0]):
        return []
    other = others[0]
    found = [difference(one, other)]
    rate = growth_rate(query, one, other) if query.wants_rate else None
    return [rate, *found] if rate else found


def difference(one: Finding, other: Finding) -> Finding:
    """How much lies between them, whichever is the larger."""
    high, low = sorted((one.amount.value, _value_beside(one, other)), reverse=True)
    amount = Amount(high - low, one.amount.unit, str(high - low))
    return _of_both(one, other, amount, f"{high} {MINUS} {low}", "difference")


def growth_rate(query: Query, one: Finding, other: Finding) -> Finding | None:
    """By how many percent of the other figure the one is more or less; None of nothing."""
    if not other.base or not _is_like(one, other):
        return None
    gap = difference(one, other)
    base = _value_beside(one, other)
    value = rounded(abs(gap.amount.value) / abs(base) * 100, query)
    up, down = ("growth", "fall") if one.case.year != other.case.year else ("higher", "lower")
    aspect = up if one.base >= other.base else down
    formula = f"({gap.formula}) {DIVIDED} {base} {TIMES} 100"
    return _of_both(one, other, Amount(value, PERCENT, f"{value}%"), formula, aspect)


def _share(query: Query, part: Finding, whole: Sequence[Finding]) -> Finding:
    value = rounded(part.base / sum(term.base for term in whole) * 100, query)
    terms = " + ".join(str(_value_beside(part, term)) for term in whole)
    divisor = terms if len(whole) == 1 else f"({terms})"
    formula = f"{part.amount.value} {DIVIDED} {divisor} {TIMES} 100"
    amount = Amount(value, PERCENT, f"{value}%")
    operands = (part, *(term for term in whole if term is not part))
    return Finding(part.case, amount, Origin.COMPUTED, operands=operands, formula=formula, aspect="share")


def _is_like(one: Finding, other: Finding) -> bool:
    """Whether both are in a unit, and of the same dimension."""
    a, b = one.amount.unit, other.amount.unit
    return a is not None and b is not None and a.dimension is b.dimension


def _value_beside(one: Finding, other: Finding) -> Decimal:
    """The other's value in the unit of the one."""
    return in_unit(other.amount, one.amount.unit).value


def _of_both(one: Finding, other: Finding, amount: Amount, formula: str, aspect: str) -> Finding:
    return Finding(one.case, amount, Origin.COMPUTED, operands=(one, other), formula=formula, aspect=aspect)
