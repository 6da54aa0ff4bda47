"""Where a sentence states something: amounts, zeros without a unit, and 持平."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from extractors.amounts import find_amounts
from extractors.phrases import load_phrases
from extractors.quantities import Amount


@dataclass(frozen=True, slots=True)
class Mark:
    """Something stated in a sentence: an amount, or that nothing changed (`amount` is None)."""

    start: int
    end: int
    amount: Amount | None


def find_marks(text: str) -> list[Mark]:
    """Amounts that are no bounds, zeros without a unit, and 持平, in order."""
    phrases = load_phrases()
    levels = [match.span() for match in phrases.chain_digits.finditer(text)]
    stated = [f for f in find_amounts(text) if not f.threshold and not any(a < f.start < b for a, b in levels)]
    marks = [Mark(f.start, f.end, f.amount) for f in stated]
    for match in phrases.zero.finditer(text):
        marks.append(Mark(match.start("zero"), match.end("zero"), Amount(Decimal(0), None, match["zero"])))
    marks += [Mark(match.start(), match.end(), None) for match in phrases.unchanged.finditer(text)]
    return sorted(marks, key=lambda mark: mark.start)
