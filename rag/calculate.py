"""Evidence → findings: figures as stated, and what is worked out from them, each with its formula and operands.

Nothing here rounds what was printed; a share is given with two decimals, everything else exactly, unless the question
says how many it wants.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.model import StatedChange
from extractors.quantities import Amount
from rag.aggregates import add_up, average, count, countable, is_money, nobody, none_of_it, once_each, rounded
from rag.cases import Case
from rag.figures import Finding, from_place
from rag.leaders import ranked, ranked_relations
from rag.model import Origin
from rag.operands import OF_MANY
from rag.places import in_unit
from rag.query import Operation, Query
from rag.relate import relate
from rag.retrieve import Evidence
from rag.sides import MINUS, differences


def calculate(query: Query, evidence: Evidence) -> tuple[Finding, ...]:
    """The figures of the answer, the one asked for first."""
    if evidence.sides:
        sides = [[finding for case in cases for finding in figures_of(case)] for cases in evidence.sides]
        related = relate(query, sides)
        if query.operation in OF_MANY:
            related = ranked_relations(query, related)
        return tuple(_as_asked(finding, query) for finding in related)
    stated = [finding for case in evidence.cases for finding in figures_of(case)]
    operate = {
        Operation.SUM: add_up,
        Operation.AVERAGE: average,
        Operation.COUNT: count,
        Operation.MISSING: none_of_it,
        Operation.RANKING: ranked,
        Operation.COMPARISON: _comparison,
    }.get(query.operation)
    beyond = _beyond(query, stated)
    if stated and not beyond:
        return tuple(nobody(once_each(query, countable(stated))))
    findings = operate(query, beyond) if operate else beyond
    return tuple(_as_asked(finding, query) for finding in findings)


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


def _comparison(query: Query, stated: Sequence[Finding]) -> list[Finding]:
    """The figures side by side, and for two of them the difference: first where that is what was asked for."""
    money = countable(stated)
    money = once_each(query, money) if len(money) > 2 else money
    if len(money) != 2:
        return list(stated)
    found = differences(query, money[0], money[1:])
    return [*found, *stated] if query.wants_difference else [*stated, *found]


def _as_asked(finding: Finding, query: Query) -> Finding:
    """In the unit asked for; what is worked out or converted, with as many digits as are asked for."""
    amount = in_unit(finding.amount, query.unit)
    worked_out = amount is not finding.amount or finding.origin is Origin.COMPUTED
    if query.digits is not None and worked_out and is_money(amount):
        value = rounded(amount.value, query)
        amount = Amount(value, amount.unit, str(value))
    return replace(finding, amount=amount, converted=query.unit is not None)
