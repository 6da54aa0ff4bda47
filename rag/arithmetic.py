"""The arithmetic that a document itself states: shares, percentages of changes, and the figures that they rest on."""

from __future__ import annotations

from decimal import ROUND_HALF_UP

from extractors.model import Measure, StatedChange
from extractors.quantities import Amount, Dimension
from rag.comparison import Comparison, Outcome, Rule
from rag.figures import Finding
from rag.growth import RATE_DIGITS, growth
from rag.shares import explains


def told_share(finding: Finding) -> list[Comparison]:
    """What was worked out against what the document itself states for it."""
    if finding.told is None:
        return []
    stated, worked_out = finding.told.amount, finding.amount
    exact = worked_out.value.quantize(stated.value, ROUND_HALF_UP) == stated.value
    outcome = Outcome.HOLDS if exact else Outcome.ROUNDING if explains(worked_out, stated) else Outcome.DIFFERS
    return [Comparison(Rule.SHARE, stated, worked_out, outcome, (finding.told,), formula=finding.formula)]


def growth_from(finding: Finding) -> list[Comparison]:
    """The percentage by which a sentence leads from the figure, which it states, to the year after."""
    own = finding.place
    comparisons: list[Comparison] = []
    for change in finding.case.changes if own and own.is_sentence else ():
        told = change[1]
        here = own is not None and told.quote == own.facts[0].fact.quote and told.base_year == finding.case.year
        found = growth(finding.amount, told.current) if here and told.current and not told.difference else None
        if found and told.percent:
            outcome = Outcome.ROUNDING if found.explains(told.percent) else Outcome.DIFFERS
            outcome = Outcome.HOLDS if found.is_exactly(told.percent) else outcome
            derived = Amount(found.rate, told.percent.unit, f"{found.rate}%")
            rate = Comparison(Rule.RATE, told.percent, derived, outcome, change=change, formula=found.formula)
            comparisons.append(rate)
    return comparisons


def rate_of_columns(finding: Finding) -> list[Comparison]:
    """A percentage in a column, or in a sentence, against the amount of the change and the year's own figure."""
    case, stated = finding.case, finding.amount
    change = next((p for p in case.stated_changes if p.facts[0].fact.measure is Measure.CHANGE), None)
    current = case.places[0] if case.places else None
    if finding.aspect != "rate" or change is None or current is None or not change.is_like(current):
        return []
    base = current.amount.base - change.amount.base
    if base <= 0:
        return []
    rate = (abs(change.amount.base) / base * 100).quantize(RATE_DIGITS, ROUND_HALF_UP)
    slack = (change.rounding + current.rounding) / base * 100 + stated.rounding * 2
    gap = abs(rate - abs(stated.value))
    exact = rate.quantize(stated.value, ROUND_HALF_UP) == abs(stated.value)
    outcome = Outcome.HOLDS if exact else Outcome.ROUNDING if gap <= slack else Outcome.DIFFERS
    derived = Amount(rate, stated.unit, f"{rate}%")
    formula = f"{abs(change.amount.value)} ÷ ({current.amount.value} − {change.amount.value}) × 100"
    return [Comparison(Rule.RATE, stated, derived, outcome, (change, current), formula=formula)]


def stated_rate(change: tuple[str, StatedChange], *, decides: bool) -> list[Comparison]:
    """The stated percentage against the one that the difference and the two years' figures give."""
    told = change[1]
    if told.current is None or told.difference is None or told.percent is None or told.direction == 0:
        return []
    if told.current.unit is None or told.difference.unit is None or told.percent.unit is None:
        return []
    difference = told.difference.base
    base = told.current.base - told.direction * difference
    if base <= 0 or told.percent.unit.dimension is not Dimension.PERCENT:
        return []
    slack = told.difference.rounding
    base_slack = told.current.rounding + slack
    low = (difference - slack) / (base + base_slack) * 100
    high = (difference + slack) / (base - base_slack) * 100 if base > base_slack else low
    rate = (difference / base * 100).quantize(RATE_DIGITS, ROUND_HALF_UP)
    last_digit = told.percent.rounding * 2  # writers cut digits off as often as they round
    within = low - last_digit <= told.percent.value <= high + last_digit
    exact = rate.quantize(told.percent.value, ROUND_HALF_UP) == told.percent.value
    outcome = Outcome.HOLDS if exact else Outcome.ROUNDING if within else Outcome.DIFFERS
    derived = Amount(rate, told.percent.unit, f"{rate}%")
    sign = "−" if told.direction > 0 else "+"
    formula = f"{told.difference.value} ÷ ({told.current.value} {sign} {told.difference.value}) × 100"
    return [Comparison(Rule.RATE, told.percent, derived, outcome, change=change, formula=formula, decides=decides)]
