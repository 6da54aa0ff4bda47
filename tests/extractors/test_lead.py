from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.lead import Role, read_lead
from extractors.model import Measure
from extractors.quantities import PERCENT, TEN_THOUSAND_YUAN, Amount

MONEY = Amount(Decimal(5), TEN_THOUSAND_YUAN, "5")
RATE = Amount(Decimal(5), PERCENT, "5")


@pytest.mark.parametrize(
    ("words", "amount", "role"),
    [
        ("（三）公务接待费", MONEY, Role.LEVEL),
        ("，比2020年预算数增加", MONEY, Role.CHANGE),
        ("，下降", RATE, Role.CHANGE),
        ("，占", RATE, Role.SHARE),
        ("，占“三公”经费的", RATE, Role.SHARE),
        ("，完成年初预算的", RATE, Role.COMPLETION),
        ("，预算执行率", RATE, Role.COMPLETION),
        ("，为年预算的", RATE, Role.COMPLETION),
        ("，占调整预算", RATE, Role.COMPLETION),
        ("，占预算支出的", RATE, Role.SHARE),
        ("，与2025年预算", None, Role.UNCHANGED),
        ("，增加到", MONEY, Role.LEVEL),
    ],
)
def test_what_kind_of_figure_follows(words: str, amount: Amount | None, role: Role) -> None:
    assert read_lead(words, amount, 2021, after_change=False).role is role


def test_a_percentage_in_brackets_after_a_change_is_its_rate() -> None:
    assert read_lead("（", RATE, 2021, after_change=True).role is Role.CHANGE
    assert read_lead("（", RATE, 2021, after_change=False).role is Role.LEVEL


@pytest.mark.parametrize(
    ("words", "heads"),
    [
        ("，与2020年相比，收、支总计各减少", ("收、支总计各",)),
        ("与上年相比收、支预算总计各增加", ("收、支预算总计各",)),
        ("2026年“三公”经费预算较2025年减少", ("2026年“三公”经费预算",)),
        ("，主要用于接待，比2020年预算数增加", ("",)),
        ("）减少", ("",)),
    ],
)
def test_what_a_change_may_be_of(words: str, heads: tuple[str, ...]) -> None:
    assert read_lead(words, MONEY, 2026, after_change=False).clauses == heads


def test_clauses_come_nearest_first_and_end_at_a_semicolon() -> None:
    lead = read_lead("；（一）基本支出：2026年预算数", MONEY, 2026, after_change=False)
    assert lead.clauses == ("2026年预算数", "（一）基本支出")
    assert lead.after_semicolon


@pytest.mark.parametrize(
    ("words", "year"),
    [
        ("2025年当年预算执行数为", 2025),
        ("，比2025年预算", None),
        ("截至上年底，本部门人员编制", 2025),
        ("当年部门预算安排购置车辆", 2026),
        ("公务接待费", None),
    ],
)
def test_which_year_the_figure_is_of(words: str, year: int | None) -> None:
    assert read_lead(words, MONEY, 2026, after_change=False).year == year


@pytest.mark.parametrize(
    ("words", "measure"),
    [
        ("2025年当年预算执行数为", Measure.EXECUTION),
        ("支出决算为", Measure.FINAL_ACCOUNTS),
        ("年初预算为", Measure.APPROVED_BUDGET),
        ("一般公共预算财政拨款支出", None),
        ("公务接待费", None),
        ("实际支出“三公”经费决算为", Measure.FINAL_ACCOUNTS),
        ("年初结转和结余", None),
        ("财政拨款安排的“三公”经费支出", None),
        ("收入安排", Measure.APPROVED_BUDGET),
    ],
)
def test_which_measure_the_words_name(words: str, measure: Measure | None) -> None:
    assert read_lead(words, MONEY, 2026, after_change=False).measure is measure


@pytest.mark.parametrize(
    ("words", "explains"),
    [
        ("，主要原因是增加", True),
        ("，主要用于以下方面：一般公共服务支出", None),
        ("。主要用于接待，比2020年预算数增加", False),
        ("，用于采购；其中：公务用车购置费", False),
        ("，主要是人员经费增加，其中：基本支出", False),
        ("公务接待费", None),
    ],
)
def test_figures_that_only_explain(words: str, explains: bool | None) -> None:
    assert read_lead(words, MONEY, 2021, after_change=False).explains is explains


def test_parts_of_what_was_named() -> None:
    assert read_lead("，其中：基本支出", MONEY, 2021, after_change=False).opens_list
    assert read_lead("、其他收入", MONEY, 2021, after_change=False).after_enumeration
