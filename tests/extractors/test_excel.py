from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from extractors import excel
from extractors.errors import TooLarge
from extractors.excel import NOT_CALCULATED, read_excel
from extractors.flow import HIDDEN
from extractors.model import Reading

Save = Callable[[], Reading]


@pytest.fixture
def sheet() -> Worksheet:
    return openpyxl.Workbook().worksheets[0]


def read(sheet: Worksheet, folder: Path) -> Reading:
    assert sheet.parent is not None
    path = folder / "预算.xlsx"
    sheet.parent.save(path)
    return read_excel(path)


def cells(reading: Reading, grid: int = 0) -> list[tuple[int, int, str, int, int]]:
    return [(c.row, c.column, c.text, c.row_span, c.column_span) for c in reading.grids[grid].cells]


def lines(reading: Reading) -> list[str]:
    return [line.text for line in reading.pages[0].lines]


def test_title_and_notes_are_lines_and_figures_are_as_printed(sheet: Worksheet, tmp_path: Path) -> None:
    for row in (
        ["支出表"],
        ["单位：万元"],
        [],
        ["项目", "预算数", None],
        [None, "小计", "占比"],
        ["合计", 4, 0.5],
        ["注：无"],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("A4:A5")
    sheet.merge_cells("B4:C4")
    sheet.merge_cells("A7:C7")
    sheet["B6"].number_format, sheet["C6"].number_format = "0.00", "0%"
    reading = read(sheet, tmp_path)
    assert cells(reading) == [
        (0, 0, "项目", 2, 1),
        (0, 1, "预算数", 1, 2),
        (1, 1, "小计", 1, 1),
        (1, 2, "占比", 1, 1),
        (2, 0, "合计", 1, 1),
        (2, 1, "4.00", 1, 1),
        (2, 2, "50%", 1, 1),
    ]
    assert lines(reading) == ["支出表", "单位：万元", "项目\t预算数", "小计\t占比", "合计\t4.00\t50%", "注：无"]
    assert (reading.grids[0].first_line, reading.grids[0].last_line) == (2, 4)


def test_blank_places_of_the_table_are_cells_and_blank_columns_are_none(sheet: Worksheet, tmp_path: Path) -> None:
    for row in (["项目", None, "预算数"], ["外交", None, None], ["合计", None, 4]):
        sheet.append(row)
    assert cells(read(sheet, tmp_path))[2:4] == [(1, 0, "外交", 1, 1), (1, 1, "", 1, 1)]


def test_a_blank_row_ends_a_table_unless_figures_go_on(sheet: Worksheet, tmp_path: Path) -> None:
    for row in (["项目", "金额"], ["甲", 1], [], ["乙", 2], [], ["项目", "人数"], ["丙", 3]):
        sheet.append(row)
    reading = read(sheet, tmp_path)
    assert [[cell[2] for cell in cells(reading, i)] for i in (0, 1)] == [
        ["项目", "金额", "甲", "1", "乙", "2"],
        ["项目", "人数", "丙", "3"],
    ]


def test_each_sheet_is_a_page_and_what_is_hidden_is_unread(sheet: Worksheet, tmp_path: Path) -> None:
    for row in (["项目", "金额", "底稿"], ["甲", 1, 7], ["乙", 2, 8], ["丙", 3, 9]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    assert sheet.parent is not None
    secret = sheet.parent.create_sheet("底稿")
    secret["A1"], secret.sheet_state = "999", "hidden"
    sheet.parent.create_sheet("说明")["A1"] = "无"
    reading = read(sheet, tmp_path)
    assert [[line.text for line in page.lines] for page in reading.pages] == [["项目\t金额", "甲\t1", "丙\t3"], ["无"]]
    assert [(item.page, item.text, item.reason) for item in reading.unread] == [
        (1, "底稿 7 乙 2 8 9", HIDDEN),
        (1, "999", HIDDEN),
    ]


def test_a_formula_is_read_by_its_stored_result_or_unread(sheet: Worksheet, tmp_path: Path) -> None:
    for row in (["项目", "金额"], ["合计", "=1+3"], ["其他", "=2+3"], ["空", '=""']):
        sheet.append(row)
    read(sheet, tmp_path)
    source, target = tmp_path / "预算.xlsx", tmp_path / "calculated.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name).replace(b"<f>1+3</f><v></v>", b"<f>1+3</f><v>4</v>")
            new.writestr(name, data.replace(b'r="B4"><f>', b'r="B4" t="str"><f>'))
    reading = read_excel(target)
    assert [cell[2] for cell in cells(reading)] == ["项目", "金额", "合计", "4", "其他", "", "空", ""]
    assert [(item.text, item.reason) for item in reading.unread] == [("B3: =2+3", NOT_CALCULATED)]


def test_a_stray_cell_at_the_end_of_the_sheet_costs_nothing(sheet: Worksheet, tmp_path: Path) -> None:
    sheet["A1"], sheet["B1"], sheet["A2"], sheet["B2"], sheet["XFD1048576"] = "项目", "金额", "合计", 4, "x"
    assert lines(read(sheet, tmp_path)) == ["项目\t金额", "合计\t4", "x"]


def test_boundless_merged_areas_are_refused(sheet: Worksheet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet["A1"] = "x"
    sheet.merge_cells("A1:J10")
    read(sheet, tmp_path)
    monkeypatch.setattr(excel, "MAX_CELLS", 99)
    with pytest.raises(TooLarge, match="merged areas"):
        read_excel(tmp_path / "预算.xlsx")


def test_boundless_tables_are_refused(sheet: Worksheet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for i in range(1, 11):
        sheet.cell(i, i).value = i
    monkeypatch.setattr(excel, "MAX_CELLS", 99)
    with pytest.raises(TooLarge, match="10 rows and 10 columns"):
        read(sheet, tmp_path)
