"""Figures printed alike in different units."""

from __future__ import annotations

from tests.extractors.ledger import document, findings, outcomes, said, table

ROWS = [
    ("科目编码", "科目名称", "合计"),
    ("", "合计", "28384234.71"),
    ("201", "一般公共服务支出", "20000000.00"),
    ("208", "社会保障和就业支出", "8384234.71"),
]
SPENDING = table("2023年部门支出总表", ROWS, unit="元")


def test_long_figures_are_not_alike_by_chance() -> None:
    others = [("项目", "金额"), ("合计", "28384234.71"), ("信息化", "28384234.71")]
    assert findings(document(SPENDING, table("2023年专项表", others, unit="万元"))) == ["same_unit"]
    assert findings(document(SPENDING, table("2023年专项表", others, unit="元"))) == []


def test_short_figures_may_be_where_they_are_of_different_items() -> None:
    short = [("科目编码", "科目名称", "合计"), ("", "合计", "5.00"), ("205", "教育支出", "5.00")]
    other = [("项目", "金额"), ("合计", "5.00"), ("信息化", "5.00")]
    assert findings(document(table("2023年部门支出总表", short, unit="元"), table("2023年专项表", other))) == []


def test_an_item_is_in_one_unit_however_short_its_figure_is() -> None:
    public = [("项目", "2023年预算数"), ("合计", "4.00"), ("公务接待费", "4.00")]
    tables = [table("2023年“三公”经费预算表", public), table("2023年“三公”经费预算明细表", public, unit="元")]
    assert findings(document(*tables)) == ["same_unit"]


def test_the_same_money_in_two_units_is_right() -> None:
    rows = [row if i == 0 else (*row[:2], f"{float(row[2]) / 10000:.6f}") for i, row in enumerate(ROWS)]
    checked = document(SPENDING, table("2023年一般公共预算支出表", rows))
    assert findings(checked) == []
    assert [found[0] for found in outcomes(checked, "same_unit")][:1] == ["holds"]


def test_a_sentence_whose_unit_is_wrong_contradicts_even_by_another_name() -> None:
    facts = [said("official_reception", "4万元", label="接待客人")]
    public = [("项目", "2023年预算数"), ("合计", "4"), ("公务接待费", "4")]
    wrong = document(table("2023年“三公”经费预算表", public, unit="元"), facts=facts)
    assert findings(wrong) == ["prose_table"]
