"""Grids become tables: caption, headings, lanes, continuation."""

from __future__ import annotations

from pathlib import Path

from extractors.model import Measure, Role, Table
from extractors.pdf import read_pdf
from extractors.quantities import TEN_THOUSAND_YUAN, YUAN
from extractors.tables import build_tables
from tests.extractors.sheet import Sheet


def tables_of(path: Path) -> list[Table]:
    return build_tables(read_pdf(path))[0]


def captioned(sheet: Sheet, title: str, unit: str, top: float = 60) -> Sheet:
    return sheet.text(200, top, title).text(60, top + 20, "单位名称：示例局").text(420, top + 20, f"单位：{unit}")


def roles(table: Table) -> list[Role]:
    return [column.role for column in table.columns]


def test_title_number_unit_and_statement_are_read_above(tmp_path: Path) -> None:
    sheet = captioned(Sheet(tmp_path / "a.pdf").text(60, 40, "预算07表"), "2021年“三公”经费支出情况表", "万元")
    sheet.table(60, 100, [200, 120], [("项目", "预算数"), ("公务接待费", "4.00"), ("总计", "14.00")])
    table = tables_of(sheet.save())[0]
    assert (table.number, table.title, table.statement) == ("预算07表", "2021年“三公”经费支出情况表", "three_public")
    assert (table.unit, table.unit_source) == (TEN_THOUSAND_YUAN, "above")
    assert roles(table) == [Role.LABEL, Role.AMOUNT]


def test_title_and_unit_inside_the_grid_are_no_headings(tmp_path: Path) -> None:
    rows = [("收支预算总表", ""), ("部门：示例局", "单位：元"), ("项目", "金额"), ("收入总计", "5,000")]
    sheet = Sheet(tmp_path / "a.pdf").table(60, 100, [200, 120], rows, merged=[(0, 0, 1, 2)])
    table = tables_of(sheet.save())[0]
    assert (table.title, table.unit, table.unit_source) == ("收支预算总表", YUAN, "inside")
    assert [column.path for column in table.columns] == [("项目",), ("金额",)]


def test_merged_headings_become_paths(tmp_path: Path) -> None:
    rows = [
        ("科目编码", "科目名称", "合计", "基本支出", "", "项目支出"),
        ("", "", "", "人员经费", "公用经费", ""),
        ("2010301", "行政运行", "10.00", "8.00", "2.00", ""),
    ]
    merged = [(0, 0, 2, 1), (0, 1, 2, 1), (0, 2, 2, 1), (0, 3, 1, 2), (0, 5, 2, 1)]
    sheet = captioned(Sheet(tmp_path / "a.pdf"), "支出预算总表", "万元")
    table = tables_of(sheet.table(40, 100, [80, 120, 70, 70, 70, 70], rows, merged=merged).save())[0]
    assert table.header_rows == 2
    assert [column.path for column in table.columns] == [
        ("科目编码",),
        ("科目名称",),
        ("合计",),
        ("基本支出", "人员经费"),
        ("基本支出", "公用经费"),
        ("项目支出",),
    ]
    assert roles(table) == [Role.CODE, Role.LABEL, *[Role.AMOUNT] * 4]


def test_two_tables_side_by_side_are_two_lanes(tmp_path: Path) -> None:
    rows = [
        ("收入", "", "支出", ""),
        ("项目", "预算数", "项目", "预算数"),
        ("一、财政拨款收入", "9.00", "一、一般公共服务支出", "7.00"),
        ("收入总计", "9.00", "支出总计", "9.00"),
    ]
    sheet = captioned(Sheet(tmp_path / "a.pdf"), "收支总表", "万元")
    table = tables_of(sheet.table(40, 100, [150, 80, 150, 80], rows, merged=[(0, 0, 1, 2), (0, 2, 1, 2)]).save())[0]
    assert [column.lane for column in table.columns] == [0, 0, 1, 1]
    assert table.columns[3].path == ("支出", "预算数")


HEADINGS = ("科目编码", "科目名称", "合计", "政府性基金")


def test_a_table_continues_with_and_without_its_headings(tmp_path: Path) -> None:
    sheet = captioned(Sheet(tmp_path / "a.pdf"), "支出总表", "万元")
    widths = [80, 180, 80, 100]
    sheet.table(40, 100, widths, [HEADINGS, ("201", "一般公共服务支出", "5.00", "")]).page()
    sheet.table(40, 60, widths, [("208", "社会保障和就业支出", "3.00", "")]).page()
    sheet.table(40, 60, widths, [HEADINGS, ("210", "卫生健康支出", "2.00", "")]).page()
    tables = tables_of(sheet.save())
    assert [(table.pages, table.rows, table.header_rows) for table in tables] == [((1, 2, 3), 4, 1)]
    # 政府性基金 is blank on every page: the column stays, and nothing drifts into it.
    assert [column.path for column in tables[0].columns] == [(heading,) for heading in HEADINGS]


def test_a_table_with_its_own_title_is_a_new_table(tmp_path: Path) -> None:
    sheet = captioned(Sheet(tmp_path / "a.pdf"), "收入总表", "万元")
    sheet.table(40, 100, [200, 100], [("项目", "合计"), ("事业收入", "5.00")]).page()
    captioned(sheet, "支出总表", "元").table(40, 100, [200, 100], [("项目", "合计"), ("基本支出", "50000")])
    assert [(table.title, table.unit) for table in tables_of(sheet.save())] == [
        ("收入总表", TEN_THOUSAND_YUAN),
        ("支出总表", YUAN),
    ]


def test_an_empty_table_keeps_the_note_that_says_why(tmp_path: Path) -> None:
    sheet = captioned(Sheet(tmp_path / "a.pdf"), "政府性基金预算支出表", "万元")
    sheet.table(40, 100, [80, 200, 100], [("科目编码", "科目名称", "合计"), ("", "", "")])
    table = tables_of(sheet.text(40, 160, "备注：本单位没有政府性基金，故此表无数据。").save())[0]
    assert table.is_empty
    assert table.notes == ("备注：本单位没有政府性基金，故此表无数据。",)


def test_a_frame_around_prose_is_no_table(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf").table(60, 100, [30, 200], [("注", "以上报表中空表表示无相关收支")])
    assert tables_of(sheet.save()) == []


def test_every_text_column_before_figures_opens_a_lane(tmp_path: Path) -> None:
    rows = [
        ("收入", "", "支出", "", "", ""),
        ("项目", "金额", "功能分类科目", "金额", "支出用途", "金额"),
        ("一般公共预算拨款收入", "12.50", "一般公共服务支出", "10.05", "基本支出", "9.21"),
    ]
    merged = [(0, 0, 1, 2), (0, 2, 1, 4)]
    sheet = captioned(Sheet(tmp_path / "a.pdf"), "部门收支总表", "万元")
    table = tables_of(sheet.table(40, 100, [110, 60, 110, 60, 80, 60], rows, merged=merged).save())[0]
    assert [column.lane for column in table.columns] == [0, 0, 1, 1, 2, 2]


def test_a_column_of_classification_codes_is_no_money(tmp_path: Path) -> None:
    rows = [("项目名称", "功能科目", "金额"), ("免费开放经费", "2070104", "24.71"), ("下乡经费", "2070109", "9.10")]
    sheet = captioned(Sheet(tmp_path / "a.pdf"), "项目支出预算表", "万元")
    table = tables_of(sheet.table(60, 100, [200, 100, 100], rows).save())[0]
    assert roles(table) == [Role.LABEL, Role.CODE, Role.AMOUNT]


def test_a_title_may_end_with_its_unit(tmp_path: Path) -> None:
    rows = [("项目", "决算数"), ("公务接待费", "4.00")]
    sheet = Sheet(tmp_path / "a.pdf").text(100, 60, "2021年度部门支出决算总表（单位：万元）")
    table = tables_of(sheet.table(60, 100, [200, 100], rows).save())[0]
    assert (table.title, table.statement, table.unit) == (
        "2021年度部门支出决算总表",
        "expenditure",
        TEN_THOUSAND_YUAN,
    )


def test_a_heading_with_a_percent_sign_has_percentages(tmp_path: Path) -> None:
    rows = [("项目", "预算数", "比上年增减%"), ("公务接待费", "4.00", "-7.53")]
    sheet = captioned(Sheet(tmp_path / "a.pdf"), "2021年支出预算表", "万元")
    table = tables_of(sheet.table(60, 100, [150, 100, 100], rows).save())[0]
    assert [column.unit.symbol if column.unit else "" for column in table.columns] == ["", "", "%"]


def test_the_name_of_a_budget_is_no_kind_of_number(tmp_path: Path) -> None:
    rows = [("科目", "一般公共预算", "政府性基金预算", "支出预算"), ("行政运行", "4.00", "1.00", "5.00")]
    sheet = captioned(Sheet(tmp_path / "a.pdf"), "2021年度支出决算表", "万元")
    table = tables_of(sheet.table(60, 100, [150, 80, 100, 80], rows).save())[0]
    assert [column.measure for column in table.columns] == [None, None, None, Measure.APPROVED_BUDGET]


def test_units_printed_under_two_tables_of_a_page_stay_apart(tmp_path: Path) -> None:
    rows = [("项目", "预算数"), ("公务接待费", "4.00")]
    sheet = Sheet(tmp_path / "a.pdf").text(200, 60, "2021年支出预算总表").table(60, 80, [200, 120], rows)
    sheet.text(60, 130, "金额单位：千元").text(200, 160, "2021年“三公”经费支出情况表").table(60, 180, [200, 120], rows)
    tables = tables_of(sheet.text(60, 230, "金额单位：万元").save())
    assert [table.unit.symbol if table.unit else "" for table in tables] == ["千元", "万元"]


def test_units_printed_over_the_titles_of_a_page_are_those_of_the_tables_below(tmp_path: Path) -> None:
    rows = [("项目", "预算数"), ("公务接待费", "4.00")]
    sheet, symbols = Sheet(tmp_path / "a.pdf"), ["元", "元", "万元"]
    titles = ["2021年支出预算总表", "2021年政府采购预算表", "2021年“三公”经费支出情况表"]
    for number, (title, symbol) in enumerate(zip(titles, symbols, strict=True)):
        top = 60 + 120 * number
        sheet.text(400, top, f"金额单位：{symbol}").text(200, top + 20, title).table(60, top + 40, [200, 120], rows)
    assert [table.unit.symbol if table.unit else "" for table in tables_of(sheet.save())] == symbols
