"""Evidence → findings: figures as stated, and what is worked out from them, each with its formula and operands.

Nothing here rounds what was printed; a share is given with two decimals, everything else exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from extractors.model import PERCENT, Amount, Measure, StatedChange, Unit
from rag.aggregates import add_up, average, count, countable, is_money, nobody, none_of_it, once_each
from rag.cases import Case
from rag.figures import Finding, from_place
from rag.model import Origin
from rag.places import Place, in_unit
from rag.query import Operation, Query, Target
from rag.retrieve import Evidence
from rag.shares import explains

SHARE_DIGITS = Decimal("0.01")
LONGEST_RANKING = 10
MINUS, TIMES, DIVIDED = "−", "×", "÷"


def calculate(query: Query, evidence: Evidence) -> tuple[Finding, ...]:
    """The figures of the answer, the one asked for first."""
    stated = [finding for case in evidence.cases for finding in figures_of(case)]
    operate = {
        Operation.CHANGE: _changes,
        Operation.SUM: add_up,
        Operation.AVERAGE: average,
        Operation.COUNT: count,
        Operation.MISSING: none_of_it,
        Operation.SHARE: _shares,
        Operation.RANKING: _ranking,
        Operation.COMPARISON: _comparison,
    }.get(query.operation)
    beyond = _beyond(query, stated)
    if stated and not beyond:
        return tuple(nobody(once_each(query, countable(stated))))
    findings = operate(query, beyond) if operate else beyond
    return tuple(_in_unit(finding, query.unit) for finding in findings)


def _beyond(query: Query, stated: Sequence[Finding]) -> Sequence[Finding]:
    """Those beyond the threshold that the question sets; of one agency only its projects are chosen among."""
    if query.threshold is None or (len(query.agencies) == 1 and not query.asks_for_projects):
        return stated
    each = stated if query.asks_for_projects else once_each(query, countable(stated))
    return [finding for finding in each if query.threshold.admits(finding.base)]


def figures_of(case: Case) -> list[Finding]:
    """What the disclosure states; what other files of it state otherwise; or what its stated changes lead back to."""
    if not case.places:
        return _derived(case)[:1]
    findings = [from_place(case, case.places[0])]
    for place in case.editions:
        if not any(place.agrees(f.place) for f in findings if f.place):
            findings.append(from_place(case, place, other_edition=True))
    return findings


def _derived(case: Case) -> list[Finding]:
    """2020 = 4.00 − 0.35, from what a sentence of 2021 says about the change."""
    findings = []
    for document_id, change in case.derivable:
        current = _current(case, change)
        if current is None or change.difference is None or change.difference.unit is None:
            continue
        if change.direction == 0:
            value = current.value
            formula = str(current.value)
        else:
            difference = in_unit(change.difference, current.unit).value
            value = current.value - change.direction * difference
            formula = f"{current.value} {MINUS if change.direction > 0 else '+'} {difference}"
        amount = Amount(value, current.unit, str(value))
        findings.append(Finding(case, amount, Origin.DERIVED, change=(document_id, change), formula=formula))
    return findings


def _current(case: Case, change: StatedChange) -> Amount | None:
    """The figure that the change leads to, from a table where one states it as precisely or better."""
    if case.later and (change.current is None or case.later[0].amount.value == change.current.value):
        return case.later[0].amount
    return change.current


def _changes(query: Query, stated: Sequence[Finding]) -> list[Finding]:
    """The difference from the year before and its rate: as a sentence states them, else from the two years' figures."""
    findings: list[Finding] = []
    current = [finding for finding in stated if finding.case.year not in query.base_years]
    for finding in current:
        case = finding.case
        told = next(((i, c) for i, c in case.changes if c.year == case.year and c.difference is not None), None)
        if told is None:
            findings += [_column_change(case, place) for place in case.stated_changes]
            continue
        change = told[1]
        if change.difference:
            aspect = {1: "increase", -1: "decrease"}.get(change.direction, "unchanged")
            findings.append(_stated_change(case, change.difference, told, aspect))
        if change.percent:
            aspect = "growth" if change.direction >= 0 else "fall"
            findings.append(_stated_change(case, change.percent, told, aspect))
    rates_first = sorted(findings, key=lambda f: (f.amount.unit == PERCENT) is not query.wants_rate)
    return [*rates_first, *current] if findings else _comparison(query, stated)


def _column_change(case: Case, place: Place) -> Finding:
    aspect = "rate" if place.facts[0].fact.measure is Measure.CHANGE_PERCENT else "change"
    return Finding(case, place.amount, Origin.STATED, place, aspect=aspect)


def _stated_change(case: Case, amount: Amount, change: tuple[str, StatedChange], aspect: str) -> Finding:
    return Finding(case, amount, Origin.STATED, change=change, aspect=aspect)


def _comparison(query: Query, stated: Sequence[Finding]) -> list[Finding]:
    """The figures side by side, and for two of them the difference: first where that is what was asked for."""
    money = countable(stated)
    if len(money) != 2:
        return list(stated)
    first, second = money
    one, other = first.amount.value, in_unit(second.amount, first.amount.unit).value
    larger, smaller = max(one, other), min(one, other)
    amount = Amount(larger - smaller, first.amount.unit, str(larger - smaller))
    formula = f"{larger} {MINUS} {smaller}"
    difference = Finding(
        first.case, amount, Origin.COMPUTED, operands=(first, second), formula=formula, aspect="difference"
    )
    return [difference, *stated] if query.wants_difference else [*stated, difference]


def _shares(query: Query, stated: Sequence[Finding]) -> list[Finding]:
    """For each disclosure every part as a share of the whole; nothing where a part or the whole is not stated."""
    shares: list[Finding] = []
    for disclosure in dict.fromkeys(f.case.disclosure for f in stated):
        usable = [f for f in stated if f.case.disclosure == disclosure and is_money(f.amount) and not f.other_edition]
        for year in dict.fromkeys(f.case.year for f in usable):
            shares += _shares_of_year(query, [f for f in usable if f.case.year == year])
    operands = [operand for share in shares for operand in share.operands]
    return [*shares, *(f for f in stated if f in operands)]


def _shares_of_year(query: Query, stated: Sequence[Finding]) -> list[Finding]:
    names = [target.name for target in query.whole]
    terms = [next((f for f in stated if _asked_name(f) == name), None) for name in names]
    whole = [term for term in terms if term is not None]
    if len(whole) < len(names) or not sum(term.base for term in whole):
        return []
    parts = [f for f in stated if _asked_name(f) not in names]
    return [_told_share(query, part, whole) for part in parts or (whole[:1] if len(whole) > 1 else [])]


def _told_share(query: Query, part: Finding, whole: Sequence[Finding]) -> Finding:
    """The share, with the document's own percentage where that is of the same whole.

    Where the question leaves the whole unsaid, it is the one that the document's sentence starts from.
    """
    share = _share(part, whole)
    told = part.case.shares[0] if part.case.shares else None
    if told is None or explains(share.amount, told.amount):
        return replace(share, told=told)
    base = next((p for p in part.case.share_bases if p.is_like(part.place or p) and p.amount.base >= part.base), None)
    if query.whole_named or base is None:
        return share
    fact = base.facts[0].fact
    case = replace(part.case, target=Target(fact.item, fact.label), places=(base,), shares=(), related={})
    return replace(_share(part, [from_place(case, base)]), told=told)


def _asked_name(finding: Finding) -> str:
    """What the question calls the item, whatever stands in for it."""
    return finding.case.instead_of or finding.case.target.name


def _share(part: Finding, whole: Sequence[Finding]) -> Finding:
    value = (part.base / sum(term.base for term in whole) * 100).quantize(SHARE_DIGITS, ROUND_HALF_UP)
    terms = " + ".join(str(in_unit(term.amount, part.amount.unit).value) for term in whole)
    divisor = terms if len(whole) == 1 else f"({terms})"
    formula = f"{part.amount.value} {DIVIDED} {divisor} {TIMES} 100"
    amount = Amount(value, PERCENT, f"{value}%")
    operands = (part, *(term for term in whole if term is not part))
    return Finding(part.case, amount, Origin.COMPUTED, operands=operands, formula=formula, aspect="share")


def _ranking(query: Query, stated: Sequence[Finding]) -> list[Finding]:
    money = once_each(query, countable(stated))
    ordered = sorted(money, key=lambda f: f.base, reverse=query.highest)
    return ordered if query.threshold and not query.limit else ordered[: query.limit or LONGEST_RANKING]


def _in_unit(finding: Finding, unit: Unit | None) -> Finding:
    return replace(finding, amount=in_unit(finding.amount, unit), converted=unit is not None)
