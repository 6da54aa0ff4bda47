"""Sentences against tables, against each other, and their own arithmetic."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.checks import Document
from extractors.model import Blank, Fact, FactKind, Measure, Phase
from tests.extractors.ledger import AGENCY, document, findings, of_rule, outcomes, said, table

PUBLIC = table("2023年“三公”经费预算表", [("项目", "2023年预算数"), ("合计", "4.00"), ("公务接待费", "4.00")])


@pytest.mark.parametrize(
    ("amount", "outcome"),
    [("4万元", "holds"), ("4.001万元", "rounding"), ("40000元", "holds"), ("4.5万元", "differs"), ("4元", "differs")],
)
def test_an_amount_in_the_text_is_the_tables(amount: str, outcome: str) -> None:
    checked = document(PUBLIC, facts=[said("official_reception", amount)])
    assert [found[0] for found in outcomes(checked, "prose_table")] == [outcome]


def test_writers_may_cut_digits_off() -> None:
    rows = [("科目编码", "科目名称", "合计"), ("", "合计", "877080.00"), ("2080501", "行政单位离退休", "877080.00")]
    spending = table("2023年部门支出总表", rows, unit="元")
    assert outcomes(document(spending, facts=[said("2080501", "87.70万元")]), "prose_table")[0][0] == "rounding"
    assert outcomes(document(spending, facts=[said("2080501", "87.60万元")]), "prose_table")[0][0] == "differs"


def test_a_table_of_a_part_contradicts_no_whole() -> None:
    rows = [
        ("科目编码", "科目名称", "合计"),
        ("", "合计", "2.00"),
        ("302", "商品和服务支出", "2.00"),
        ("30216", "培训费", "2.00"),
    ]
    basic = table("2023年一般公共预算基本支出表", rows)
    assert findings(document(basic, facts=[said("30216", "5.00万元")])) == []


def test_the_words_must_name_the_item() -> None:
    checked = document(PUBLIC, facts=[said("official_reception", "9万元", label="“三公”经费")])
    assert findings(checked) == []


def test_an_amount_after_a_count_is_of_what_was_counted() -> None:
    quote = "接待3个团组，公务接待费9万元"
    counted = [
        said("overseas_groups", "3个", Measure.COUNT, quote=quote),
        said("official_reception", "9万元", quote=quote),
    ]
    assert findings(document(PUBLIC, facts=counted)) == []


def test_another_year_or_another_measure_is_another_figure() -> None:
    facts = [
        said("official_reception", "9万元", year=2022),
        said("official_reception", "9万元", Measure.FINAL_ACCOUNTS),
    ]
    assert findings(document(PUBLIC, facts=facts)) == []


def test_the_text_states_one_amount_for_one_item() -> None:
    facts = [
        said("agency_operating", "5万元", quote="甲", label="机关运行经费"),
        said("agency_operating", "6万元", quote="乙", label="机关运行经费支出"),
    ]
    assert findings(document(facts=facts)) == ["prose_twice"]
    other = [facts[0], said("agency_operating", "6万元", quote="乙", label="办公费")]
    assert findings(document(facts=other)) == []
    parts = [said("201", "5万元", quote="甲"), said("201", "6万元", quote="项目支出")]
    assert findings(document(facts=parts)) == []


def test_an_amount_of_what_another_sentence_says_there_is_none_of() -> None:
    none = replace(said("government_fund_expenditure", "1万元", quote="本年没有"), amount=None, blank=Blank.WORD)
    stated = said("government_fund_expenditure", "5万元", quote="支出5万元")
    assert outcomes(document(facts=[none, stated]), "prose_twice") == [("differs", "5 万元", "0")]
    assert findings(document(facts=[replace(none, year=2022), stated])) == []
    assert findings(document(facts=[none, said("government_fund_expenditure", "0万元", quote="支出0万元")])) == []
    rows = [("科目编码", "科目名称", "合计"), ("", "合计", "5.00"), ("229", "其他支出", "5.00")]
    fund = table("2023年政府性基金预算支出表", rows)
    stated = said("government_fund", "5万元", quote="收入5万元", label="政府性基金预算")
    assert findings(document(fund, facts=[replace(none, item="government_fund"), stated])) == []


def change(
    current: str,
    difference: str | None,
    percent: str,
    direction: int,
    *,
    base: str | None = None,
    measure: Measure | None = None,
) -> Document:
    quote = "一句话"
    facts: list[Fact] = []
    if base:
        facts.append(said("three_public", base, measure or Measure.EXECUTION, quote=quote, year=2022))
    facts.append(said("three_public", current, quote=quote))
    for amount, kind in ((difference, Measure.CHANGE), (percent, Measure.CHANGE_PERCENT)):
        if amount:
            facts.append(said("three_public", amount, kind, quote=quote, base_year=2022, direction=direction))
    return document(facts=facts)


@pytest.mark.parametrize(
    ("current", "difference", "percent", "direction"),
    [
        ("4万元", "0.35万元", "9.59%", 1),
        ("4.2万元", "12.8万元", "75.3%", -1),
        ("590.09万元", "454.73万元", "335.94%", 1),
        ("5万元", "4万元", "400%", 1),
        ("829.31万元", "1088.87万元", "56.76%", -1),  # the last digit cut off
    ],
)
def test_rates_that_are_right(current: str, difference: str, percent: str, direction: int) -> None:
    assert findings(change(current, difference, percent, direction)) == []


@pytest.mark.parametrize(
    ("current", "difference", "percent", "direction", "expected"),
    [
        ("829.31万元", "1088.87万元", "43.23%", -1, "56.77 %"),
        ("14万元", "14.4万元", "49.3%", -1, "50.7 %"),
        ("8.6万元", "1.5万元", "1.21%", 1, "21.13 %"),
    ],
)
def test_rates_that_are_wrong(current: str, difference: str, percent: str, direction: int, expected: str) -> None:
    found = outcomes(change(current, difference, percent, direction), "change_rate")
    assert [(outcome, right) for outcome, _, right in found] == [("differs", expected)]


def test_a_rate_from_the_figures_of_both_years() -> None:
    assert findings(change("57.8万元", None, "0.64%", 1, base="57.43万元")) == []
    assert findings(change("57.8万元", None, "2.27%", 1, base="57.43万元")) == ["change_rate"]


@pytest.mark.parametrize(
    ("current", "base", "direction", "formula"),
    [
        ("1434.89万元", "1690.69万元", -1, "(1,690.69 万元 − 1,434.89 万元) ÷ 1,690.69 万元 × 100% = 15.13%"),
        ("170.03万元", "241.76万元", 1, "(170.03 万元 − 241.76 万元) ÷ 241.76 万元 × 100% = -29.67%"),
        ("352.67万元", "348.52万元", 1, "(352.67 万元 − 348.52 万元) ÷ 348.52 万元 × 100% = 1.19%"),
    ],
)
def test_the_formula_that_is_shown_gives_the_rate_that_is_shown(
    current: str, base: str, direction: int, formula: str
) -> None:
    checked = change(current, None, "0.53%", direction, base=base)
    assert [check.formula for check in of_rule(checked, "change_rate")] == [formula]


def test_the_word_must_go_the_way_of_the_figures() -> None:
    assert findings(change("56.12万元", None, "2.28%", 1, base="57.43万元")) == ["direction"]
    assert findings(change("50万元", "10万元", "20%", -1, base="60万元", measure=Measure.APPROVED_BUDGET)) == [
        "change_rate"
    ]


def test_nothing_has_no_rate() -> None:
    assert findings(change("40万元", "40万元", "100%", 1)) == ["rate_of_nothing"]
    assert findings(change("0万元", "0万元", "0%", 1)) == []


def share(part: str, percent: str, quote: str) -> Document:
    facts = [
        said("expenditure_total", "829.31万元", quote=quote),
        said("basic_expenditure", part, quote=quote, label="基本支出"),
        said("basic_expenditure", percent, Measure.SHARE, quote=quote, label="基本支出"),
    ]
    return document(PUBLIC, facts=facts)


def test_a_share_is_the_part_over_a_whole_before_it() -> None:
    quote = "支出合计829.31万元，其中：基本支出281.37万元，占{}"
    assert findings(share("281.37万元", "33.93%", quote.format("33.93%"))) == []
    assert findings(share("281.37万元", "39.33%", quote.format("39.33%"))) == ["share"]


def test_a_share_of_what_the_words_name() -> None:
    facts = [
        said("agency_operating", "829.31万元"),
        said("overseas_travel", "1万元", quote="出国费1万元，占“三公”经费的25%", label="出国费"),
        said("overseas_travel", "25%", Measure.SHARE, quote="出国费1万元，占“三公”经费的25%", label="出国费"),
    ]
    assert findings(document(PUBLIC, facts=facts)) == []
    unknown = "出国费1万元，占某某资金的25%"
    facts = [facts[0], said("30212", "1万元", quote=unknown), said("30212", "25%", Measure.SHARE, quote=unknown)]
    assert findings(document(PUBLIC, facts=facts)) == []


def form(name: str, amount: str, number: int) -> Fact:
    found = said(None, amount).amount
    return Fact(
        FactKind.FORM, 1, amount, None, found, "年度资金总额", None, Measure.APPROVED_BUDGET, 2023, Phase.BUDGET,
        subject=name, statement="performance_project", table=number, row=1, column_index=1,
    )  # fmt: skip


def projects(count: str, large: str) -> Document:
    quote = "支出项目共…个，支出总额380万元，其中100万元以上项目1个，支出总额…万元"
    forms = [form("甲", "360万元", 7), form("乙", "20万元", 8)]
    facts = [
        said("project_expenditure", "380万元", quote="项目支出380万元"),
        said(None, count, Measure.COUNT, label="支出项目", quote=quote),
        said(None, "380万元", label="支出总额", quote=quote),
        said(None, "1个", Measure.COUNT, label="预算支出100万元以上项目", quote=quote),
        said(None, large, label="支出总额", quote=quote),
    ]
    return document(facts=[*forms, *facts])


def test_projects_are_counted_in_their_forms() -> None:
    assert findings(projects("2个", "360万元")) == []
    assert findings(projects("3个", "200万元")) == ["large_project_amount", "project_count"]


def test_forms_that_are_not_all_projects_say_nothing() -> None:
    some = projects("3个", "200万元")
    fewer = [fact for fact in some.facts if fact.table != 8]
    assert findings(Document(AGENCY, (), fewer, (), ())) == []


@pytest.mark.parametrize(("title", "rules"), [("2023年部门收入总表", []), ("2023年部门支出总表", ["prose_table"])])
def test_what_comes_in_for_a_purpose_does_not_contradict_what_is_spent_on_it(title: str, rules: list[str]) -> None:
    rows = [("科目编码", "科目名称", "合计"), ("", "合计", "11.00"), ("201", "一般公共服务支出", "11.00")]
    assert findings(document(table(title, rows), facts=[said("201", "12.00万元", label="一般公共服务支出")])) == rules
