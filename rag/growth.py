"""How a sentence leads from one year to the next: 执行数为120万元，2026年预算安排90万元，减少1.10%."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from extractors.model import FactKind, Measure, StatedChange
from extractors.quantities import Amount
from rag.model import StoredFact

RATE_DIGITS = Decimal("0.01")
NO_LEVELS = frozenset({Measure.CHANGE, Measure.CHANGE_PERCENT, Measure.SHARE, Measure.COMPLETION, Measure.COUNT})


@dataclass(frozen=True, slots=True)
class Growth:
    """The percentage that two years' figures give, and how far rounding can have moved it."""

    rate: Decimal
    slack: Decimal
    formula: str

    def is_exactly(self, percent: Amount) -> bool:
        return self.rate.quantize(percent.value, ROUND_HALF_UP) == percent.value

    def explains(self, percent: Amount) -> bool:
        return abs(self.rate - percent.value) <= self.slack + percent.rounding


def told_growth(facts: Iterable[StoredFact]) -> Iterator[StatedChange]:
    """The changes that sentences tell by two years' figures and a percentage, without the difference."""
    sentences = [f for f in facts if f.fact.kind is FactKind.SENTENCE and f.fact.amount and f.fact.year]
    sentences.sort(key=_sentence)
    for _, group in groupby(sentences, key=_sentence):
        told = list(group)
        percents = [f for f in told if f.fact.measure is Measure.CHANGE_PERCENT]
        levels = {f.fact.year: f for f in told if f.fact.measure not in NO_LEVELS}
        if len(percents) == 1 and len(levels) == 2 and not any(f.fact.measure is Measure.CHANGE for f in told):
            yield from _change(percents[0], levels)


def growth(base: Amount, current: Amount) -> Growth | None:
    if base.unit != current.unit or base.value <= 0:
        return None
    low, high = sorted((base.value, current.value))
    rate = ((high - low) / base.value * 100).quantize(RATE_DIGITS, ROUND_HALF_UP)
    slack = (base.rounding + current.rounding) / base.base * 100
    return Growth(rate, slack, f"({high} − {low}) ÷ {base.value} × 100")


def _sentence(stored: StoredFact) -> tuple[str, int, str, str]:
    fact = stored.fact
    return (fact.quote, fact.page, fact.item or "", fact.aspect or "")


def _change(percent: StoredFact, levels: dict[int | None, StoredFact]) -> Iterator[StatedChange]:
    fact = percent.fact
    current = levels.get(fact.year)
    base_year = next((year for year in levels if year != fact.year), None)
    base = levels[base_year].fact.amount if base_year else None
    if current is None or current.fact.amount is None or base is None or fact.year is None or base_year is None:
        return
    direction = 1 if current.fact.amount.base > base.base else -1
    yield StatedChange(
        item=fact.item,
        label=fact.label,
        year=fact.year,
        base_year=base_year,
        current=current.fact.amount,
        difference=None,
        percent=fact.amount,
        direction=direction,
        page=fact.page,
        bbox=fact.bbox,
        quote=fact.quote,
    )
