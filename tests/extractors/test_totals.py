from __future__ import annotations

from dataclasses import replace

from extractors.model import Fact, Phase
from extractors.totals import tell_totals_apart
from tests.extractors.ledger import said


def stated(label: str, amount: str, phase: Phase = Phase.FINAL_ACCOUNTS) -> Fact:
    return replace(said("revenue_total", amount), label=label, phase=phase)


def items(*facts: Fact) -> list[str | None]:
    return [fact.item for fact in tell_totals_apart([], facts, [])[0]]


def test_another_total_makes_the_sum_the_year_s_own() -> None:
    both = [stated("收入合计", "80.00万元"), stated("收入总计", "81.00万元")]
    assert items(*both) == ["revenue_current", "revenue_total"]


def test_one_figure_goes_by_either_name() -> None:
    both = [stated("收入合计", "80.00万元"), stated("收入总计", "800,000元")]
    assert items(*both) == ["revenue_total", "revenue_total"]
    assert items(both[0]) == ["revenue_total"]


def test_a_budget_s_sum_that_differs_from_its_total_stays_a_contradiction() -> None:
    budget = [stated("收入合计", "80.00万元", Phase.BUDGET), stated("收入总计", "81.00万元", Phase.BUDGET)]
    assert items(*budget) == ["revenue_total", "revenue_total"]
