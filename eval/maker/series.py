"""The ledgers of one agency over its years: this year's budget grows from last year's, the accounts from the budget."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal

from eval.maker.ledger import ZERO, Ledger, first_ledger, grown, joined, with_carried
from eval.maker.publishers import BUDGET, DEPARTMENT, Agency, Edition

STEPS = (Decimal(100), Decimal(100), Decimal(1), Decimal("0.01"))  # of all amounts of an agency, in yuan


@dataclass(frozen=True, slots=True)
class Books:
    """What an edition is printed from."""

    now: Ledger
    before: Ledger  # the same publication of the year before
    budget: Ledger  # of this year; the same as `now` in a budget
    step: Decimal

    @property
    def is_exact(self) -> bool:
        """Whether 万元 with two decimals print every amount in full."""
        return self.step % 100 == 0


class Series:
    """All ledgers of an agency, by year."""

    def __init__(self, agency: Agency, seed: int) -> None:
        self._chance = random.Random(f"{seed}/ledgers/{agency.number}")
        self._step = self._chance.choice(STEPS)
        self._years = (agency.years[0] - 1, *agency.years)
        self._carries = self._chance.random() < 0.45
        bureau, centre = (self._budgets(agency, subordinate) for subordinate in (False, True))
        self._budget = {"unit": bureau, DEPARTMENT: self._joined(bureau, centre)}
        closed = (self._accounts(budgets) for budgets in (bureau, centre))
        unit, other = closed
        self._closed = {"unit": unit, DEPARTMENT: self._joined(unit, other)}

    def books(self, edition: Edition) -> Books:
        budgets, closed = self._budget[edition.level], self._closed[edition.level]
        shown = budgets if edition.phase == BUDGET else closed
        return Books(shown[edition.year], shown[edition.year - 1], budgets[edition.year], self._step)

    def _budgets(self, agency: Agency, subordinate: bool) -> dict[int, Ledger]:
        made: dict[int, Ledger] = {}
        ledger = first_ledger(agency, self._chance, self._step, subordinate=subordinate)
        for year in self._years:
            ledger = with_carried(ledger, self._carried(ledger))
            made[year] = ledger
            ledger = grown(ledger, self._chance, self._step)
        return made

    def _accounts(self, budgets: dict[int, Ledger]) -> dict[int, Ledger]:
        """What a year carries out is what the next budget carries in."""
        return {
            year: with_carried(
                grown(budget, self._chance, self._step, spread=0.12),
                budget.carried_in,
                budgets[year + 1].carried_in if year + 1 in budgets else self._carried(budget),
            )
            for year, budget in budgets.items()
        }

    def _carried(self, ledger: Ledger) -> Decimal:
        if not self._carries:
            return ZERO
        return (ledger.basic_total * self._chance.randint(1, 9) / 100 / self._step).to_integral_value() * self._step

    def _joined(self, bureau: dict[int, Ledger], centre: dict[int, Ledger]) -> dict[int, Ledger]:
        return {year: joined((bureau[year], centre[year])) for year in bureau}
