"""The arithmetic of sentences: 减少1088.87万元，减少43.23%; 占33.93%; 完成年初预算的98.5%.

Each percentage is worked out from figures that are themselves rounded, so that it lies in a range. Its last digit may
be off by one: writers cut digits off, and adjust shares so that they add up to 100%.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from extractors.checks.check import Check, Figure, Outcome, figure_of, is_money, plain
from extractors.checks.document import Document
from extractors.checks.rows import LEVELS
from extractors.checks.rules import load_book
from extractors.model import Fact, Measure
from extractors.quantities import Dimension
from extractors.taxonomy import load_taxonomy

RATE, RATE_OF_NOTHING, SHARE, COMPLETION, DIRECTION, BASE = (
    "change_rate",
    "rate_of_nothing",
    "share",
    "completion",
    "direction",
    "change_base",
)
SHOWN = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Range:
    """What a quotient may be, given what printing took from its operands; in percent."""

    low: Decimal
    value: Decimal
    high: Decimal


def check_rates(document: Document) -> Iterator[Check]:
    """Sentence by sentence, in order: a percentage is about figures that stand before it."""
    before: list[Figure] = []
    for fact in document.sentences:
        figure = figure_of(fact)
        if figure is None:
            continue
        if fact.measure is Measure.CHANGE_PERCENT:
            check = _check_change(figure, before, document)
        elif fact.measure is Measure.SHARE:
            check = _check_share(figure, before, document)
        elif fact.measure is Measure.COMPLETION:
            check = _check_completion(figure, before)
        elif fact.measure is Measure.CHANGE:
            check = _check_difference(figure, before, document)
        else:
            check = None
        before.append(figure)
        if check:
            yield check


# ---------------------------------------------------------------------------------------------------- changes


def _check_change(percent: Figure, before: Sequence[Figure], document: Document) -> Check | None:
    fact = percent.fact
    current = _current(fact, before, document)
    if current is None or fact.direction == 0:
        return None
    difference = _difference(fact, before)
    if difference is not None:
        return _rate_from_difference(percent, current, difference)
    base = _base(fact, before, document)
    return _rate_from_base(percent, current, base) if base else None


def _rate_from_difference(percent: Figure, current: Figure, difference: Figure) -> Check:
    direction = percent.fact.direction
    base = current.base - direction * difference.base
    slack = current.rounding + difference.rounding
    figures = (percent, difference, current)
    if base == 0:
        outcome = Outcome.NOT_APPLICABLE if difference.base == 0 else Outcome.DIFFERS
        return Check(
            RATE_OF_NOTHING,
            outcome,
            stated=percent.printed,
            expected="—",
            subject=percent.fact.label,
            formula=f"{_number(current)} − {_number(difference)} = 0",
            figures=figures,
        )
    if base < -slack:
        return Check(
            BASE,
            Outcome.DIFFERS,
            stated=difference.printed,
            expected=f"≤ {current.printed}",
            formula=f"{_number(current)} − {_number(difference)} < 0",
            subject=percent.fact.label,
            figures=(difference, current),
        )
    range_ = _quotient(difference.base, difference.rounding, base, slack)
    sign = "−" if direction > 0 else "+"
    formula = f"{_number(difference)} ÷ ({_number(current)} {sign} {_number(difference)}) × 100%"
    return _verdict(RATE, percent, range_, formula, figures)


def _rate_from_base(percent: Figure, current: Figure, base: Figure) -> Check | None:
    if base.base <= base.rounding:
        return None
    change = current.base - base.base
    rises = percent.fact.direction > 0
    high, low = (current, base) if rises else (base, current)  # as the sentence says it: 减少 is base less current
    formula = f"({_number(high)} − {_number(low)}) ÷ {_number(base)} × 100%"
    range_ = _quotient(change, current.rounding + base.rounding, base.base, base.rounding)
    figures = (percent, current, base)
    signed = range_ if rises else Range(-range_.high, -range_.value, -range_.low)
    check = _verdict(RATE, percent, signed, formula, figures)
    turned = Range(-signed.high, -signed.value, -signed.low)
    if check.outcome is Outcome.DIFFERS and _outcome(percent, turned) is not Outcome.DIFFERS:
        return _wrong_way(percent, current, base)
    return check


def _check_difference(difference: Figure, before: Sequence[Figure], document: Document) -> Check | None:
    """本年 − 上年 is the stated difference, in the stated direction."""
    fact = difference.fact
    current, base = _current(fact, before, document), _base(fact, before, document)
    if current is None or base is None or fact.direction == 0 or not is_money(fact):
        return None
    change = current.base - base.base
    allowed = current.rounding + base.rounding + difference.rounding * 2
    gap = fact.direction * difference.base - change
    if abs(gap) <= allowed:
        return Check(
            BASE,
            Outcome.ROUNDING if gap else Outcome.HOLDS,
            figures=(difference, current, base),
            stated=difference.printed,
            expected=difference.printed,
            gap=gap,
            allowed=allowed,
        )
    if abs(fact.direction * difference.base + change) <= allowed:
        return _wrong_way(difference, current, base)
    return None


def _wrong_way(stated: Figure, current: Figure, base: Figure) -> Check:
    word = {1: "增加", -1: "减少"}
    return Check(
        DIRECTION,
        Outcome.DIFFERS,
        stated=f"{word[stated.fact.direction]} {stated.printed}",
        expected=word[-stated.fact.direction],
        formula=f"{_number(current)} {'<' if current.base < base.base else '>'} {_number(base)}",
        subject=stated.fact.label,
        figures=(stated, current, base),
    )


def _current(fact: Fact, before: Sequence[Figure], document: Document) -> Figure | None:
    """The figure that changed: the last that the same paragraph or page states for the item, else that of a table."""
    for figure in reversed(before):
        other = figure.fact
        if other.page < fact.page - 1:
            break
        same = other.item == fact.item and other.aspect == fact.aspect and (fact.item or other.label == fact.label)
        if same and other.measure in LEVELS and other.year == fact.year and is_money(other):
            if other.measure is Measure.EXECUTION and fact.year == document.identity.year:
                continue
            return figure
    return None


def _difference(fact: Fact, before: Sequence[Figure]) -> Figure | None:
    """The amount of the same change, right before its percentage."""
    for figure in reversed(before):
        other = figure.fact
        if other.quote != fact.quote or other.measure not in (Measure.CHANGE, Measure.CHANGE_PERCENT):
            return None
        if other.measure is Measure.CHANGE and (other.item, other.label, other.direction) == (
            fact.item,
            fact.label,
            fact.direction,
        ):
            return figure if is_money(other) else None
    return None


def _base(fact: Fact, before: Sequence[Figure], document: Document) -> Figure | None:
    """The figure of the year compared with, stated in the same sentence for the same item."""
    for figure in reversed(before):
        other = figure.fact
        if other.quote != fact.quote:
            return None
        if other.item == fact.item and other.label == fact.label and other.year == fact.base_year and is_money(other):
            return figure if other.measure in LEVELS else None
    return None


# ---------------------------------------------------------------------------------------------- shares, completion


def _check_share(percent: Figure, before: Sequence[Figure], document: Document) -> Check | None:
    """占33.93%: of one of the figures that stand before it, or of what is stated for the whole that the words name."""
    part = next((f for f in reversed(before[-3:]) if _is_part(f.fact, percent.fact)), None)
    if part is None:
        return None
    named = _named_whole(percent.fact)
    wholes = [f for f in _nearby(percent, before) if f is not part and f.base >= part.base]
    item = load_taxonomy().find(named) if named else None
    if named:
        wholes += _stated_for(item.key, percent.fact.year, document) if item else []
    tried = [(_quotient(part.base, part.rounding, w.base, w.rounding), w) for w in wholes if w.base > w.rounding]
    for range_, whole in tried:
        if _outcome(percent, range_) is not Outcome.DIFFERS:
            return _share(percent, part, whole, range_)
    if named:
        tried = [(range_, whole) for range_, whole in tried if item and whole.fact.item == item.key]
    if not tried:
        return Check(SHARE, Outcome.NOT_ENOUGH_DATA, figures=(percent, part))
    range_, whole = min(tried, key=lambda pair: abs(pair[0].value - percent.base))
    return _share(percent, part, whole, range_)


def _named_whole(fact: Fact) -> str:
    """The words between 占 and the percentage that say of what it is a share; "" where they do not."""
    text = fact.amount.text.rstrip("%％ ") if fact.amount else ""
    at = fact.quote.find(text)
    match = load_book().words["share_of"].search(fact.quote[: max(at, 0)])
    return match["whole"] if match else ""


def _stated_for(item: str, year: int | None, document: Document) -> list[Figure]:
    return [
        figure
        for measure in LEVELS
        for stated in (document.stated_in_tables, document.stated_in_words)
        for figure in stated.get((item, measure, year or 0), ())
    ]


def _share(percent: Figure, part: Figure, whole: Figure, range_: Range) -> Check:
    formula = f"{_number(part)} ÷ {_number(whole)} × 100%"
    return _verdict(SHARE, percent, range_, formula, (percent, part, whole))


def _is_part(other: Fact, fact: Fact) -> bool:
    same = other.label == fact.label and other.item == fact.item
    return same and other.measure in LEVELS and is_money(other) and other.quote == fact.quote


def _nearby(percent: Figure, before: Sequence[Figure]) -> list[Figure]:
    """Money stated on the same or the previous page, nearest first, until another paragraph begins."""
    found: list[Figure] = []
    for figure in reversed(before):
        if figure.fact.page < percent.fact.page - 1 or len(found) > 60:
            break
        if figure.fact.measure in LEVELS and is_money(figure.fact):
            found.append(figure)
    return found


def _check_completion(percent: Figure, before: Sequence[Figure]) -> Check | None:
    """完成率 = 决算 ÷ 年初预算, both in the sentence."""
    spent = planned = None
    for figure in reversed(before):
        fact = figure.fact
        if fact.quote != percent.fact.quote:
            break
        if fact.item != percent.fact.item or fact.year != percent.fact.year or not is_money(fact):
            continue
        if fact.measure is Measure.FINAL_ACCOUNTS and spent is None:
            spent = figure
        elif fact.measure in (Measure.APPROVED_BUDGET, Measure.ADJUSTED_BUDGET) and planned is None:
            planned = figure
    if spent is None or planned is None or planned.base <= planned.rounding:
        return None
    range_ = _quotient(spent.base, spent.rounding, planned.base, planned.rounding)
    formula = f"{_number(spent)} ÷ {_number(planned)} × 100%"
    return _verdict(COMPLETION, percent, range_, formula, (percent, spent, planned))


# ----------------------------------------------------------------------------------------------------- arithmetic


def _quotient(part: Decimal, part_slack: Decimal, whole: Decimal, whole_slack: Decimal) -> Range:
    """part ÷ whole × 100; the whole is positive and larger than its slack."""
    least, most = max(whole - whole_slack, whole / 1000), whole + whole_slack
    ends = [(part + d) / w * 100 for d in (-part_slack, part_slack) for w in (least, most)]
    return Range(min(ends), part / whole * 100, max(ends))


def _outcome(percent: Figure, range_: Range) -> Outcome:
    stated = percent.base
    digits = percent.fact.amount.value if percent.fact.amount else Decimal(0)
    if range_.value.quantize(digits, ROUND_HALF_UP) == stated:
        return Outcome.HOLDS
    last_digit = percent.rounding * 2
    within = range_.low - last_digit <= stated <= range_.high + last_digit
    return Outcome.ROUNDING if within else Outcome.DIFFERS


def _verdict(rule: str, percent: Figure, range_: Range, formula: str, figures: tuple[Figure, ...]) -> Check:
    outcome = _outcome(percent, range_)
    if outcome is Outcome.HOLDS:
        return Check(rule, outcome, figures=figures)
    shown = plain(range_.value.quantize(SHOWN, ROUND_HALF_UP))
    return Check(
        rule,
        outcome,
        stated=percent.printed,
        expected=f"{shown} %",
        formula=f"{formula} = {shown}%",
        subject=percent.fact.label,
        figures=figures,
        gap=percent.base - range_.value,
        allowed=percent.rounding + (range_.high - range_.low) / 2,
    )


def _number(figure: Figure) -> str:
    amount = figure.fact.amount
    if amount is None:
        return "0"
    unit = amount.unit
    is_plain = unit is None or unit.dimension is not Dimension.MONEY
    return f"{amount.value:,}" if is_plain or unit is None else f"{amount.value:,} {unit.symbol}"
