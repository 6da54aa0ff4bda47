"""Table cells become facts: what is measured, of whom, in which year, in which unit, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from extractors.facts import table_facts
from extractors.model import Blank, Fact, FactKind, Identity, Level, Measure, Phase
from extractors.pdf import read_pdf
from extractors.quantities import YUAN
from extractors.tables import build_tables
from tests.extractors.sheet import Row, Sheet

AGENCY = Identity("示例市档案局", ("档案局",), "示例市", 2023, Phase.BUDGET, Level.UNIT)


def facts_of(
    path: Path,
    title: str,
    widths: Sequence[float],
    rows: Sequence[Row],
    merged: Sequence[tuple[int, int, int, int]] = (),
    *,
    unit: str = "万元",
    identity: Identity = AGENCY,
) -> list[Fact]:
    sheet = Sheet(path / "a.pdf", size=(842.0, 595.0)).text(300, 60, title).text(500, 80, f"单位：{unit}")
    tables, _ = build_tables(read_pdf(sheet.table(40, 100, widths, rows, merged=merged).save()))
    facts, _ = table_facts(tables, identity)
    return facts


def keys(facts: Sequence[Fact]) -> list[tuple[str | None, str | None, str | None]]:
    """(item, aspect, value) of the filled ones."""
    return [(f.item, f.aspect, str(f.amount.value)) for f in facts if f.amount]


def test_rows_and_columns_name_item_and_aspect(tmp_path: Path) -> None:
    rows = [
        ("科目编码", "", "", "科目名称", "合计", "基本支出", "项目支出"),
        ("类", "款", "项", "", "", "", ""),
        ("", "", "", "合计", "12.00", "9.00", "3.00"),
        ("201", "26", "01", "行政运行", "12.00", "9.00", "3.00"),
    ]
    merged = [(0, 0, 1, 3), (0, 3, 2, 1), (0, 4, 2, 1), (0, 5, 2, 1), (0, 6, 2, 1)]
    facts = facts_of(tmp_path, "2023年部门支出总表", [40, 40, 40, 200, 80, 80, 80], rows, merged)
    assert keys(facts) == [
        ("expenditure_total", None, "12.00"),
        ("basic_expenditure", None, "9.00"),
        ("project_expenditure", None, "3.00"),
        ("2012601", None, "12.00"),
        ("2012601", "basic_expenditure", "9.00"),
        ("2012601", "project_expenditure", "3.00"),
    ]
    last = facts[-1]
    assert (last.label, last.code, last.column, last.subject, last.year) == (
        "行政运行", "2012601", ("项目支出",), "示例市档案局", 2023,
    )  # fmt: skip
    assert last.measure is Measure.APPROVED_BUDGET
    assert last.bbox == pytest.approx((520, 160, 600, 180), abs=1)


def test_a_single_row_of_items_in_columns(tmp_path: Path) -> None:
    rows = [
        ("“三公”经费合计", "因公出国（境）费", "公务用车购置及运行费", "", "公务接待费"),
        ("", "", "购置费", "运行费", ""),
        ("14.00", "10.00", "", "0.00", "4.00"),
    ]
    merged = [(0, 0, 2, 1), (0, 1, 2, 1), (0, 2, 1, 2), (0, 4, 2, 1)]
    facts = facts_of(tmp_path, "“三公”经费预算表", [120, 120, 100, 100, 100], rows, merged)
    assert keys(facts) == [
        ("three_public", None, "14.00"),
        ("overseas_travel", None, "10.00"),
        ("vehicle_operation", None, "0.00"),
        ("official_reception", None, "4.00"),
    ]
    blank = next(f for f in facts if f.amount is None)
    assert (blank.item, blank.blank) == ("vehicle_purchase", Blank.EMPTY)


def test_the_unit_is_the_tables_not_the_files(tmp_path: Path) -> None:
    facts = facts_of(tmp_path, "收入总表", [200, 100], [("项目", "预算数"), ("收入总计", "288,280,739")], unit="元")
    assert facts[0].amount is not None
    assert (facts[0].amount.base, facts[0].amount.unit) == (Decimal(288280739), YUAN)


def test_budget_and_accounts_columns_are_different_measures(tmp_path: Path) -> None:
    identity = Identity("示例市档案局", (), "", 2023, Phase.FINAL_ACCOUNTS, Level.UNIT)
    rows = [
        ("项目", "年初预算数", "全年预算数", "决算数", "上年决算数"),
        ("公务接待费", "4.00", "4.50", "3.90", "5.00"),
    ]
    facts = facts_of(tmp_path, "“三公”经费支出决算表", [150, 100, 100, 100, 100], rows, identity=identity)
    assert [(f.measure, f.year) for f in facts] == [
        (Measure.APPROVED_BUDGET, 2023),
        (Measure.ADJUSTED_BUDGET, 2023),
        (Measure.FINAL_ACCOUNTS, 2023),
        (Measure.FINAL_ACCOUNTS, 2022),
    ]


def test_rows_of_years_are_years_and_changes(tmp_path: Path) -> None:
    rows = [
        ("预算单位", "年度", "公务接待费"),
        ("示例市档案局", "2022年", "5.00"),
        ("", "2023年", "4.00"),
        ("", "增减变化金额", "-1.00"),
    ]
    facts = facts_of(tmp_path, "“三公”经费支出表", [200, 120, 120], rows)
    assert [(f.item, f.measure, f.year, f.base_year) for f in facts] == [
        ("official_reception", Measure.APPROVED_BUDGET, 2022, None),
        ("official_reception", Measure.APPROVED_BUDGET, 2023, None),
        ("official_reception", Measure.CHANGE, 2023, 2022),
    ]


def test_a_subordinate_units_row_is_its_own_subject(tmp_path: Path) -> None:
    rows = [
        ("单位编码", "单位名称", "总计", "一般公共预算拨款"),
        ("", "合计", "9.00", "9.00"),
        ("101001", "示例市档案局", "5.00", "5.00"),
        ("101002", "示例市档案馆", "4.00", "4.00"),
    ]
    facts = facts_of(tmp_path, "部门收入总表", [100, 200, 100, 120], rows)
    assert [(f.subject, f.item) for f in facts[::2]] == [
        ("示例市档案局", "revenue_total"),
        ("示例市档案局", "revenue_total"),
        ("示例市档案馆", "revenue_total"),
    ]
    assert [f.item for f in facts[1::2]] == ["general_public_budget"] * 3


def test_a_form_gives_labels_values_and_the_project(tmp_path: Path) -> None:
    rows = [
        ("项目名称", "馆藏数字化经费", "", ""),
        ("项目资金（万元）", "年度资金总额：", "12.5", ""),
        ("", "其他资金", "", ""),
        ("一级指标", "二级指标", "三级指标", "指标值"),
        ("产出指标", "数量指标", "扫描卷数", "≥300卷"),
    ]
    merged = [(0, 1, 1, 3), (1, 0, 2, 1), (1, 2, 1, 2), (2, 2, 1, 2)]
    facts = facts_of(tmp_path, "项目绩效目标表", [130, 130, 160, 130], rows, merged)
    assert [(f.kind, f.subject, f.label, f.quote, f.measure) for f in facts] == [
        (FactKind.FORM, "馆藏数字化经费", "年度资金总额", "12.5", Measure.APPROVED_BUDGET),
        (FactKind.FORM, "馆藏数字化经费", "其他资金", "", Measure.APPROVED_BUDGET),
        (FactKind.FORM, "馆藏数字化经费", "扫描卷数", "300", Measure.INDICATOR),
    ]


def test_two_classifications_side_by_side_stay_apart(tmp_path: Path) -> None:
    rows = [
        ("经济分类科目编码", "科目名称", "金额", "经济分类科目编码", "科目名称", "金额"),
        ("301", "工资福利支出", "7.00", "302", "商品和服务支出", "2.00"),
        ("30101", "基本工资", "7.00", "30217", "公务接待费", ""),
    ]
    facts = facts_of(tmp_path, "一般公共预算基本支出决算表", [100, 130, 80, 100, 130, 80], rows)
    assert keys(facts) == [("301", None, "7.00"), ("302", None, "2.00"), ("30101", None, "7.00")]
    assert [f.item for f in facts if f.blank] == ["30217"]
    assert [f.parent for f in facts] == [None, None, "301", "302"]


def test_a_total_over_more_than_the_titles_item_is_not_that_item(tmp_path: Path) -> None:
    rows = [
        ("合计", "“三公”经费", "", "会议费"),
        ("", "小计", "公务接待费", ""),
        ("25.00", "14.00", "4.00", "11.00"),
    ]
    merged = [(0, 0, 2, 1), (0, 1, 1, 2), (0, 3, 2, 1)]
    facts = facts_of(tmp_path, "“三公”经费、会议费支出预算表", [120, 120, 120, 100], rows, merged)
    assert keys(facts) == [
        (None, None, "25.00"),
        ("three_public", None, "14.00"),
        ("official_reception", None, "4.00"),
        ("30215", None, "11.00"),
    ]


def test_a_group_of_years_governs_all_headings_below_it(tmp_path: Path) -> None:
    rows = [
        ("单位名称", "上年", "", "当年", "", "增减变化情况", ""),
        ("", "小计", "公务接待费", "小计", "公务接待费", "小计", "公务接待费"),
        ("示例市档案局", "9.00", "5.00", "8.00", "4.00", "-1.00", "-1.00"),
    ]
    merged = [(0, 0, 2, 1), (0, 1, 1, 2), (0, 3, 1, 2), (0, 5, 1, 2)]
    facts = facts_of(tmp_path, "“三公”经费支出预算表", [150, 60, 80, 60, 80, 60, 80], rows, merged)
    assert [(f.item, f.measure, f.year) for f in facts if f.item == "official_reception"] == [
        ("official_reception", Measure.APPROVED_BUDGET, 2022),
        ("official_reception", Measure.APPROVED_BUDGET, 2023),
        ("official_reception", Measure.CHANGE, 2023),
    ]


def test_a_heading_that_speaks_of_a_part_is_not_the_whole(tmp_path: Path) -> None:
    rows = [
        ("科目名称", "支出总计", "2023年政府采购项目", ""),
        ("", "", "小计", "其中：货物"),
        ("合计", "20.00", "3.00", "1.00"),
    ]
    merged = [(0, 0, 2, 1), (0, 1, 2, 1), (0, 2, 1, 2)]
    facts = facts_of(tmp_path, "支出总表", [150, 100, 100, 100], rows, merged)
    assert [f.item for f in facts][:2] == ["expenditure_total", None]


ACCOUNTS = Identity("示例市档案局", ("档案局",), "示例市", 2023, Phase.FINAL_ACCOUNTS, Level.UNIT)


def test_a_total_between_two_sides_is_that_of_its_side(tmp_path: Path) -> None:
    rows = [
        ("收入", "", "支出", "", ""),
        ("项目", "决算数", "项目", "合计", "一般公共预算财政拨款"),
        ("本年收入合计", "12.00", "本年支出合计", "11.00", "10.00"),
        ("年初结转和结余", "1.00", "年末结转和结余", "2.00", "3.00"),
        ("总计", "13.00", "总计", "13.00", "13.00"),
    ]
    merged = [(0, 0, 1, 2), (0, 2, 1, 3)]
    facts = facts_of(tmp_path, "财政拨款收入支出决算总表", [160, 80, 160, 80, 160], rows, merged, identity=ACCOUNTS)
    assert [(f.item, f.aspect) for f in facts if f.label == "总计"] == [
        ("revenue_total", None),
        ("expenditure_total", None),
        ("expenditure_total", "general_public_budget"),
    ]


def test_the_revenue_table_of_final_accounts_states_what_came_in_within_the_year(tmp_path: Path) -> None:
    rows = [("项目", "合计", "其他收入"), ("合计", "12.00", "2.00"), ("行政运行", "12.00", "2.00")]
    facts = facts_of(tmp_path, "收入决算表", [160, 80, 80], rows, identity=ACCOUNTS)
    assert keys(facts)[0] == ("revenue_current", None, "12.00")
    assert keys(facts_of(tmp_path, "收入总表", [160, 80, 80], rows))[0] == ("revenue_total", None, "12.00")


def test_numbers_that_count_nothing_are_no_amounts(tmp_path: Path) -> None:
    rows = [
        ("项目名称", "联系电话", "金额"),
        ("馆藏数字化", "12345678", "12.00"),
        ("固定电话购置", "", "3.00"),
        ("邮政编码", "", "123456"),
    ]
    facts = facts_of(tmp_path, "2023年项目支出表", [200, 100, 100], rows)
    assert [(f.label, f.quote) for f in facts] == [("馆藏数字化", "12.00"), ("固定电话购置", "3.00")]


def test_a_total_written_among_the_codes_names_its_row(tmp_path: Path) -> None:
    rows = [
        ("科目编码", "科目名称", "金额"),
        ("30214", "租赁费", "13.25"),
        ("30218", "专用材料费", "4.75"),
        ("合计", "", "18.00"),
    ]
    facts = facts_of(tmp_path, "2023年项目支出表", [80, 200, 80], rows)
    assert [(fact.label, fact.code) for fact in facts] == [("租赁费", "30214"), ("专用材料费", "30218"), ("合计", None)]
