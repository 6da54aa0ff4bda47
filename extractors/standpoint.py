"""Which year and which number a figure is of where its sentence does not say so.

That is the document's own, unless a heading over it speaks of another year: 二、2021年“三公”经费决算情况 in a budget
for 2022.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from extractors.model import Identity, Measure, Phase
from extractors.phrases import load_phrases

OWN_MEASURE = {
    Phase.BUDGET: Measure.APPROVED_BUDGET,
    Phase.FINAL_ACCOUNTS: Measure.FINAL_ACCOUNTS,
    Phase.OTHER: Measure.OTHER,
}
_YEAR = re.compile(r"(?<!\d)20\d{2}(?=年)")


@dataclass(frozen=True, slots=True)
class Standpoint:
    year: int | None
    measure: Measure

    @classmethod
    def of_document(cls, identity: Identity) -> Standpoint:
        return cls(identity.year, OWN_MEASURE[identity.phase])

    @classmethod
    def under(cls, section: Iterable[str], identity: Identity) -> Standpoint:
        """That of the innermost heading which names one year; one that says nothing of budgets or accounts changes
        nothing."""
        for title in reversed(tuple(section)):
            years = {int(year) for year in _YEAR.findall(title)}
            if not years:
                continue
            measure = next((m for m, words in load_phrases().section_measures if words.search(title)), None)
            is_other = len(years) == 1 and identity.year not in years
            return cls(years.pop(), measure) if is_other and measure else cls.of_document(identity)
        return cls.of_document(identity)
