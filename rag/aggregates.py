"""Figures of many agencies into one: which of them count, their sum, their average, their number.

An agency counts once: its department's figures contain those of its units, and of its two publications of a year the
one counts that most of the others are of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from extractors.model import Level, Phase
from extractors.quantities import Amount, Dimension, Unit
from rag.figures import Finding
from rag.model import Origin
from rag.places import in_unit
from rag.query import Query

DIGITS = 2  # after the point, where the question does not say how many it wants
AGENCIES = Unit("家", Dimension.COUNT)


def rounded(value: Decimal, query: Query) -> Decimal:
    """What a division gives, with the digits that the question wants."""
    digits = DIGITS if query.digits is None else query.digits
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def is_money(amount: Amount) -> bool:
    return amount.unit is not None and amount.unit.dimension is Dimension.MONEY


def countable(findings: Iterable[Finding]) -> list[Finding]:
    """Those that can be added up or compared: money, else what has one unit; each file's figure once."""
    own = [f for f in findings if not f.other_edition and f.amount.unit is not None]
    money = [f for f in own if is_money(f.amount)]
    return money or [f for f in own if f.amount.unit == own[0].amount.unit]


def once_each(query: Query, findings: Sequence[Finding]) -> list[Finding]:
    """One for each agency, year and item, unless the question asks for both publications or names a level."""
    if query.phase_stated and query.phase is None:
        return list(findings)
    usual = Counter(f.case.disclosure.phase for f in findings)
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        case = finding.case
        key = (case.disclosure.agency.name, case.subject, case.year, case.target, case.measure)
        groups.setdefault(key, []).append(finding)
    return [f for group in groups.values() for f in _of_one_disclosure(group, usual)]


def _of_one_disclosure(group: Sequence[Finding], usual: Counter[Phase]) -> list[Finding]:
    disclosures = dict.fromkeys(f.case.disclosure for f in group)
    best = min(disclosures, key=lambda d: (d.level is not Level.DEPARTMENT, -usual[d.phase]))
    return [f for f in group if f.case.disclosure == best]


def add_up(query: Query, stated: Sequence[Finding]) -> list[Finding]:
    """The sum, then what was added."""
    money = once_each(query, countable(stated))
    if len(money) < 2:
        return money or list(stated)
    unit = money[0].amount.unit
    values = [in_unit(f.amount, unit).value for f in money]
    total = sum(values, Decimal(0))
    return [_of_all(money, Amount(total, unit, str(total)), " + ".join(map(str, values)), "sum"), *money]


def average(query: Query, stated: Sequence[Finding]) -> list[Finding]:
    """The average, then what it is of."""
    money = once_each(query, countable(stated))
    if len(money) < 2:
        return money or list(stated)
    unit = money[0].amount.unit
    values = [in_unit(f.amount, unit).value for f in money]
    value = rounded(sum(values, Decimal(0)) / len(values), query)
    formula = f"({' + '.join(map(str, values))}) ÷ {len(values)}"
    return [_of_all(money, Amount(value, unit, str(value)), formula, "average"), *money]


def count(query: Query, stated: Sequence[Finding]) -> list[Finding]:
    """How many agencies state a figure, then the figures."""
    each = once_each(query, [f for f in stated if not f.other_edition])
    if not each:
        return []
    number = Decimal(len({f.case.disclosure.agency.name for f in each}))
    return [_of_all(each, Amount(number, AGENCIES, str(number)), "", "count"), *each]


def nobody(findings: Sequence[Finding]) -> list[Finding]:
    """None of the agencies that state a figure."""
    return [_of_all(findings, Amount(Decimal(0), AGENCIES, "0"), "", "count")] if findings else []


def none_of_it(query: Query, stated: Sequence[Finding]) -> list[Finding]:
    """The zeros of agencies that state nothing else."""
    some = {f.case.disclosure.agency.name for f in stated if f.amount.value != 0}
    zeros = [f for f in stated if f.case.disclosure.agency.name not in some]
    return list({f.case.disclosure.agency.name: f for f in reversed(zeros)}.values())[::-1]


def _of_all(findings: Sequence[Finding], amount: Amount, formula: str, aspect: str) -> Finding:
    return Finding(
        findings[0].case, amount, Origin.COMPUTED, operands=tuple(findings), formula=formula or None, aspect=aspect
    )
