from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.changes import Comparison, agrees, find_change_word, find_comparison, no_difference, years_named
from extractors.quantities import PERCENT, TEN_THOUSAND_YUAN, Amount


def money(text: str) -> Amount:
    return Amount(Decimal(text), TEN_THOUSAND_YUAN, text)


def percent(text: str) -> Amount:
    return Amount(Decimal(text), PERCENT, text)


@pytest.mark.parametrize(
    ("words", "year", "is_like"),
    [
        ("比2020年预算数", 2020, True),
        ("较2025年年初预算", 2025, True),
        ("与上年相比", 2025, True),
        ("比上年预算", 2025, True),
        ("收入较去年", 2025, True),
        ("与2023年度相比", 2023, True),
        ("比2025年预算执行数", 2025, False),
        ("比2025年执行数", 2025, False),
        ("与2020年相比，比2019年", 2019, True),
        ("，同比", 2025, True),
        ("按同口径同比", 2025, True),
        ("同口径比2018年", 2018, True),
        ("公务接待较上年同期", 2025, True),
        ("相较于上年", 2025, True),
        ("较上年2.08", 2025, True),
    ],
)
def test_what_a_change_is_against(words: str, year: int, is_like: bool) -> None:
    found = find_comparison(words, 2026)
    assert found and (found.year, found.is_like) == (year, is_like)


@pytest.mark.parametrize("words", ["2020年预算数", "决算数与预算数基本", "上年结转"])
def test_no_comparison(words: str) -> None:
    assert find_comparison(words, 2026) is None


def test_a_comparison_knows_where_it_stands() -> None:
    assert find_comparison("“三公”经费预算较2025年减少", 2026) == Comparison(8, 14, 2025, True)


@pytest.mark.parametrize(
    ("words", "head", "direction"),
    [
        ("增加", "", 1),
        ("收、支总计各减少", "收、支总计各", -1),
        ("减幅", "", -1),
        ("与上年相比减少了", "与上年相比", -1),
        ("增长率为", "", 1),
        ("较上年增加185.24（", "较上年", 1),
    ],
)
def test_words_for_a_change(words: str, head: str, direction: int) -> None:
    found = find_change_word(words)
    assert found and (found.head, found.direction) == (head, direction)


@pytest.mark.parametrize("words", ["增加到", "减少至", "新增配置公务用车", "压减后的预算", "公务接待费"])
def test_no_change(words: str) -> None:
    assert find_change_word(words) is None


@pytest.mark.parametrize(
    ("current", "difference", "rate", "direction", "holds"),
    [
        ("4.00", "0.35", "9.59", 1, True),
        ("829.31", "1088.87", "56.77", -1, True),
        ("829.31", "1088.87", "43.23", -1, False),
        ("4", "0.35", "9.6", 1, True),
        ("5.00", "5.00", "100", 1, False),  # from nothing there is no rate
    ],
)
def test_percentage_difference_and_figure_agree(
    current: str, difference: str, rate: str, direction: int, holds: bool
) -> None:
    assert agrees(money(current), money(difference), percent(rate), direction) is holds


def test_no_difference_is_as_precise_as_the_figure() -> None:
    assert no_difference(money("5.00"), "持平") == Amount(Decimal("0.00"), TEN_THOUSAND_YUAN, "持平")
    assert str(no_difference(money("5.00"), "持平").value) == "0.00"


@pytest.mark.parametrize(
    ("words", "years"),
    [
        ("2025年当年预算执行数为", [2025]),
        ("比2020年预算数", []),
        ("（含2025年合同尾款）", []),
        ("截至2025年8月31日，", [2025]),
        ("2014099其他信访事务支出", []),
    ],
)
def test_years_that_a_figure_is_of(words: str, years: list[int]) -> None:
    assert years_named(words) == years
