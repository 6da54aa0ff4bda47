"""Leftovers, titles, empty tables and the contents list."""

from __future__ import annotations

import pytest

from extractors.checks import Words
from tests.extractors.ledger import document, findings, said, table

FUND = [("科目编码", "科目名称", "合计"), ("", "", ""), ("", "", "")]
SPENDING = table(
    "2023年部门支出总表", [("科目编码", "科目名称", "合计"), ("", "合计", "1.00"), ("201", "一般公共服务支出", "1.00")]
)


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("2023年收入XX万元。", ["placeholder"]),
        ("上海市ＸＸ局部门预算", ["placeholder"]),
        ("比上年增加×万元", ["placeholder"]),
        ("比上年下降（增长）3.5%", ["open_choice"]),
        ("比上年增加/减少2万元", ["open_choice"]),
        ("公务接待费（请根据实际情况填写）", ["template_note"]),
        ("MAXX系统运行维护2万元，2×3米展板", []),
        ("增加（减少）的原因", []),
    ],
)
def test_leftovers_of_the_template(text: str, rules: list[str]) -> None:
    assert findings(document(words=[Words(text, 1, None)])) == rules


def test_titles_name_the_year_of_the_document() -> None:
    rows = [("科目编码", "科目名称", "合计"), ("", "合计", "1.00"), ("201", "一般公共服务支出", "1.00")]
    assert findings(document(table("2022年部门支出总表", rows))) == ["title_year"]
    assert findings(document(table("部门支出总表", rows))) == []
    assert findings(document(table("2023年部门支出决算表", rows))) == ["title_phase"]
    bought = [("采购品目", "采购预算金额"), ("货物", "1.00")]
    assert findings(document(table("2022年政府采购预算表", bought))) == ["title_year"]
    assert findings(document(table("2023年政府采购决算表", bought))) == []


def test_an_empty_table_says_why() -> None:
    empty = table("2023年政府性基金预算支出表", FUND)
    assert findings(document(empty)) == ["empty_table"]
    note = Words("注：本单位没有使用政府性基金预算安排的支出，故本表无数据。", 1, None)
    assert findings(document(empty, words=[note])) == []
    zero = said("government_fund_expenditure", "0万元")
    assert findings(document(empty, facts=[zero])) == []


def test_the_text_states_nothing_for_an_empty_table() -> None:
    empty = table("2023年政府性基金预算支出表", FUND)
    note = Words("故本表无数据。", 1, None)
    fund = said("government_fund_expenditure", "3万元")
    assert findings(document(empty, facts=[fund], words=[note])) == ["empty_table_stated"]


def test_every_table_of_the_contents_list_is_there() -> None:
    contents = [Words(text, 1, None, ("目录",)) for text in ("一、部门支出总表", "二、部门收入总表……5", "三、名词解释")]
    assert findings(document(SPENDING, words=contents)) == ["contents"]
    assert findings(document(SPENDING, words=contents[:1])) == []
    assert findings(document(words=contents)) == []  # no table was read: nothing is known to be missing


def test_the_contents_list_goes_on_under_the_parts_that_it_names() -> None:
    contents = [
        Words("一、部门概况", 1, None, ("目录",)),
        Words("2023年部门支出总表2023年部门收入总表", 1, None, ("第四部分 预算表",)),
    ]
    assert findings(document(SPENDING, words=contents)) == ["contents"]


def test_a_table_whose_name_is_in_that_of_another_is_not_the_other() -> None:
    balance = table("2023年收支预算总表", [("项目", "金额"), ("收入总计", "1.00"), ("支出总计", "1.00")])
    contents = [Words("一、财政拨款收支预算总表", 1, None, ("目录",))]
    assert findings(document(balance, words=contents)) == ["contents"]
