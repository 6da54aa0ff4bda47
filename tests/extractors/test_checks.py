"""Sums within a table: what holds, what printing explains, what contradicts, and where nothing is claimed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest

from extractors.checks import Outcome, check_document
from extractors.checks.rules import load_book
from extractors.model import Unread
from tests.extractors.ledger import document, findings, of_rule, outcomes, said, table

SPENDING = [
    ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
    ("", "合计", "12.00", "9.00", "3.00"),
    ("201", "一般公共服务支出", "12.00", "9.00", "3.00"),
    ("20126", "档案事务", "12.00", "9.00", "3.00"),
    ("2012601", "行政运行", "9.00", "9.00", ""),
    ("2012604", "档案馆", "3.00", "", "3.00"),
]


def changed(rows: Sequence[tuple[str, ...]], row: int, column: int, text: str) -> list[tuple[str, ...]]:
    return [(*r[:column], text, *r[column + 1 :]) if i == row else r for i, r in enumerate(rows)]


def spending(rows: Sequence[tuple[str, ...]] = SPENDING) -> list[str]:
    return findings(document(table("2023年部门支出总表", rows)))


def test_a_table_that_adds_up_has_no_finding() -> None:
    checks = check_document(document(table("2023年部门支出总表", SPENDING)))
    made = Counter((c.rule, c.outcome) for c in checks if c.rule in ("row_parts", "column_parts"))
    assert made == {("row_parts", Outcome.HOLDS): 5, ("column_parts", Outcome.HOLDS): 9}


@pytest.mark.parametrize(
    ("row", "column", "text", "rules"),
    [
        (4, 3, "8.00", ["column_parts", "row_parts"]),
        (1, 2, "12.50", ["column_parts", "row_parts"]),
        (3, 4, "30.00", ["column_parts", "row_parts"]),
        (5, 2, "3.01", []),  # three figures, each off by half of 0.01
        (5, 2, "3.02", ["column_parts", "row_parts"]),
    ],
)
def test_one_wrong_figure_is_found_where_it_is_added_up(row: int, column: int, text: str, rules: list[str]) -> None:
    assert spending(changed(SPENDING, row, column, text)) == rules


def test_a_missing_row_is_found() -> None:
    assert spending(SPENDING[:-1]) == ["column_parts"]


def test_what_printing_explains_is_rounding() -> None:
    rows = changed(SPENDING, 4, 2, "9.01")
    assert ("rounding", "9.01 万元", "9 万元") in outcomes(document(table("2023年部门支出总表", rows)), "row_parts")


def test_a_figure_printed_rounder_than_its_table_may_have_lost_digits() -> None:
    rows = changed(SPENDING, 1, 2, "12")
    rows = changed(rows, 1, 3, "9.30")
    checked = document(table("2023年部门支出总表", rows))
    assert ("rounding", "12 万元", "12.3 万元") in outcomes(checked, "row_parts")


def test_of_which_columns_are_no_addends() -> None:
    rows = [
        ("科目编码", "科目名称", "合计", "财政拨款", "其中：上年结转", "事业收入"),
        ("", "合计", "12.00", "9.00", "4.00", "3.00"),
        ("2012601", "行政运行", "9.00", "9.00", "4.00", ""),
        ("2012604", "档案馆", "3.00", "", "", "3.00"),
    ]
    assert findings(document(table("2023年部门收入总表", rows))) == []


def test_columns_that_are_no_parts_are_not_believed() -> None:
    rows = [
        ("科目编码", "科目名称", "合计", "政府采购", "政府购买服务"),
        ("", "合计", "12.00", "9.00", "8.00"),
        ("2012601", "行政运行", "9.00", "7.00", "6.00"),
        ("2012604", "档案馆", "3.00", "2.00", "2.00"),
    ]
    assert {c.outcome for c in of_rule(document(table("2023年部门支出总表", rows)), "row_parts")} == {
        Outcome.COULD_NOT_READ
    }


BALANCE = [
    ("收入", "", "支出", ""),
    ("项目", "预算数", "项目", "预算数"),
    ("一、财政拨款收入", "10.00", "一、一般公共服务支出", "11.00"),
    ("二、其他收入", "1.00", "二、住房保障支出", "2.00"),
    ("本年收入合计", "11.00", "本年支出合计", "13.00"),
    ("上年结转", "3.00", "结转下年", "1.00"),
    ("收入总计", "14.00", "支出总计", "14.00"),
]


def balance(rows: Sequence[tuple[str, ...]] = BALANCE) -> list[str]:
    return findings(document(table("2023年部门收支总表", rows)))


def test_revenue_of_the_year_need_not_be_its_expenditure() -> None:
    assert balance() == []


@pytest.mark.parametrize(
    ("row", "column", "text", "rules"),
    [
        (3, 1, "2.00", ["column_parts"]),
        (5, 3, "2.00", ["column_parts"]),
        (6, 3, "15.00", ["column_parts", "revenue_is_expenditure"]),
    ],
)
def test_each_side_adds_up_and_both_come_to_the_same(row: int, column: int, text: str, rules: list[str]) -> None:
    assert balance(changed(BALANCE, row, column, text)) == rules


THREE_PUBLIC = [
    ("项目", "2023年预算数"),
    ("合计", "14.00"),
    ("因公出国（境）费", "10.00"),
    ("公务接待费", "4.00"),
    ("公务用车购置及运行费", ""),
    ("其中：公务用车运行维护费", ""),
    ("公务用车购置费", ""),
]


def test_the_three_public_expenses_add_up() -> None:
    good = document(table("2023年“三公”经费预算表", THREE_PUBLIC))
    bad = document(table("2023年“三公”经费预算表", changed(THREE_PUBLIC, 3, 1, "5.00")))
    assert (findings(good), findings(bad)) == ([], ["item_parts"])


def test_tables_share_their_figures() -> None:
    good = document(table("2023年部门收支总表", BALANCE), table("2023年部门支出总表", changed_total("14.00")))
    bad = document(table("2023年部门收支总表", BALANCE), table("2023年部门支出总表", changed_total("15.00")))
    assert (findings(good), findings(bad)) == ([], ["expenditure_table"])


def changed_total(total: str) -> list[tuple[str, ...]]:
    return [("科目编码", "科目名称", "合计"), ("", "合计", total), ("2012601", "行政运行", total)]


def test_a_part_is_not_more_than_its_whole() -> None:
    def basic(reception: str) -> list[tuple[str, ...]]:
        return [("科目编码", "科目名称", "合计"), ("", "合计", reception), ("302", "商品和服务支出", reception),
                ("30217", "公务接待费", reception)]  # fmt: skip

    public = table("2023年“三公”经费预算表", THREE_PUBLIC)
    assert findings(document(public, table("2023年一般公共预算基本支出表", basic("4.00")))) == []
    assert findings(document(public, table("2023年一般公共预算基本支出表", basic("4.50")))) == ["reception_part"]


def test_all_spending_is_general_public_budget_only_where_there_is_no_other_money() -> None:
    general = [("科目编码", "科目名称", "合计"), ("", "合计", "12.00"), ("2012601", "行政运行", "12.00")]
    tables = [table("2023年部门支出总表", changed_total("14.00")), table("2023年一般公共预算支出表", general)]
    assert findings(document(*tables)) == ["all_is_general_budget"]
    assert findings(document(*tables, facts=[said("government_fund", "2.00万元")])) == []


def test_the_rules_are_complete_and_say_what_they_compare() -> None:
    book = load_book()
    made = {c.rule for c in check_document(document(table("2023年部门支出总表", SPENDING)))}
    assert made <= set(book.rules)
    for rule in book.rules.values():
        assert rule.chinese and rule.english and rule.operation in (
            "sum", "equal", "at_most", "percent", "wording", "together", "series",
        )  # fmt: skip


def test_a_section_that_lost_its_only_row_is_noticed() -> None:
    rows = [
        ("科目编码", "科目名称", "合计"),
        ("", "合计", "6.00"),
        ("208", "社会保障和就业支出", "6.00"),
        ("20805", "行政事业单位养老支出", "4.00"),
        ("2080505", "机关事业单位基本养老保险缴费支出", "4.00"),
        ("20808", "抚恤", "2.00"),
        ("2080801", "死亡抚恤", "2.00"),
    ]
    title = "2023年部门支出总表"
    assert findings(document(table(title, rows))) == []
    assert findings(document(table(title, rows[:-1]))) == ["column_levels"]


def test_organisations_add_up_to_the_whole() -> None:
    rows = [
        ("单位名称", "合计", "基本支出", "项目支出"),
        ("合计", "9.00", "6.00", "3.00"),
        ("示例市档案馆", "4.00", "3.00", "1.00"),
        ("示例市方志馆", "5.00", "3.00", "2.00"),
    ]
    title = "2023年部门支出总表"
    assert findings(document(table(title, rows))) == []
    assert findings(document(table(title, rows[:-1]))) == ["column_parts"]


def test_details_under_ordinals_are_no_addends() -> None:
    rows = [
        ("收入", "", "支出", ""),
        ("项目", "预算数", "项目", "预算数"),
        ("一、财政拨款", "9.00", "一、一般公共服务支出", "6.00"),
        ("二、其他收入", "1.00", "档案事务", "6.00"),
        ("", "", "二、住房保障支出", "4.00"),
        ("", "", "住房公积金", "4.00"),
        ("本年收入合计", "10.00", "本年支出合计", "10.00"),
        ("收入总计", "10.00", "支出总计", "10.00"),
    ]
    assert balance(rows) == []
    assert balance(changed(rows, 4, 3, "5.00")) == ["column_parts"]


YEAR = [
    ("科目名称", "本年支出", "基本支出", "项目支出"),
    ("合计", "12.00", "9.00", "3.00"),
    ("教育支出", "82.00", "5.00", "3.00"),
    ("住房保障支出", "2.00", "2.00", ""),
    ("卫生健康支出", "2.00", "2.00", ""),
]


def test_the_expenditure_of_the_year_is_the_total_of_its_row() -> None:
    checked = document(table("2023年一般公共预算支出表", YEAR))
    assert ("differs", "82.00 万元", "8 万元") in outcomes(checked, "row_parts")
    assert findings(document(table("2023年一般公共预算支出表", changed(YEAR, 2, 1, "8.00")))) == []


@pytest.mark.parametrize(
    ("unread", "rules"),
    [
        (Unread(1, None, "2012604 档案馆 3.00", "does not line up"), []),
        (Unread(2, None, "2012604 档案馆 3.00", "does not line up"), ["column_parts"]),
        (Unread(1, None, "注：本表反映支出情况", "a note"), ["column_parts"]),
    ],
)
def test_sums_of_a_table_with_rows_unread_are_not_known(unread: Unread, rules: list[str]) -> None:
    checked = replace(document(table("2023年部门支出总表", SPENDING[:-1])), unread=(unread,))
    assert findings(checked) == rules
