"""Tables without rulings: columns by alignment, headings by what they are centred on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from extractors.model import Table
from extractors.pdf import read_pdf
from extractors.tables import build_tables
from tests.extractors.sheet import SIZE, Sheet

PITCH = 18.0
RIGHT = (250.0, 330.0, 410.0, 490.0)
"""The right edges of the columns of figures; each is 80 points wide."""


def centred(sheet: Sheet, x: float, top: float, text: str) -> None:
    sheet.canvas.drawCentredString(x, sheet.size[1] - top - SIZE, text)


def row(sheet: Sheet, top: float, label: str, figures: Sequence[str]) -> None:
    for number, line in enumerate(label.split("\n")):
        sheet.text(60, top + 12 * number, line)
    for right, figure in zip(RIGHT, figures, strict=True):
        sheet.canvas.drawRightString(right, sheet.size[1] - top - SIZE, figure)


def expenditure(path: Path, body: Sequence[tuple[str, Sequence[str]]], rules: bool = False) -> Sheet:
    """A table of expenditure under two lines of headings, each centred on its columns."""
    sheet = Sheet(path).text(220, 40, "2021年支出预算总表").text(60, 60, "编制单位：示例局").text(430, 60, "单位：万元")
    for x, text in ((115, "功能分类科目"), (210, "合计")):
        centred(sheet, x, 89, text)
    centred(sheet, 370, 80, "基本支出")
    for right, text in zip(RIGHT[1:], ("小计", "人员经费", "公用经费"), strict=True):
        centred(sheet, right - 40, 98, text)
    top = 120.0
    for label, figures in body:
        row(sheet, top, label, figures)
        top += PITCH + 12 * label.count("\n")
    if rules:
        for y in (78, 116, top):
            sheet.canvas.line(50, sheet.size[1] - y, 500, sheet.size[1] - y)
    return sheet


BODY = [
    ("合计", ("1,288.12", "1,000.84", "858.40", "142.43")),
    ("205教育支出", ("1,013.41", "726.13", "583.69", "142.43")),
    ("2050102一般行政管理事务", ("59.60", "", "", "")),
    ("208社会保障和就业支出", ("173.53", "173.53", "173.53", "")),
]
PATHS = [("功能分类科目",), ("合计",), ("基本支出", "小计"), ("基本支出", "人员经费"), ("基本支出", "公用经费")]


def tables_of(path: Path) -> list[Table]:
    return build_tables(read_pdf(path))[0]


def body_of(table: Table) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        if cell.row >= table.header_rows:
            rows.setdefault(cell.row, []).append(cell.text)
    return list(rows.values())


@pytest.mark.parametrize("rules", [False, True])
def test_columns_headings_and_rows_are_found_without_rulings(tmp_path: Path, rules: bool) -> None:
    (table,) = tables_of(expenditure(tmp_path / "a.pdf", BODY, rules).save())
    assert (table.title, table.statement) == ("2021年支出预算总表", "expenditure")
    assert table.unit is not None
    assert table.unit.symbol == "万元"
    assert [column.path for column in table.columns] == PATHS
    assert body_of(table) == [[label, *figures] for label, figures in BODY]


def test_cells_lie_where_their_text_is_printed(tmp_path: Path) -> None:
    (table,) = tables_of(expenditure(tmp_path / "a.pdf", BODY).save())
    cell = next(cell for cell in table.cells if cell.text == "583.69")
    assert cell.bbox is not None
    assert cell.bbox[0] < RIGHT[2] - 30 < RIGHT[2] < cell.bbox[2]
    assert cell.bbox[1] < 120 + PITCH + SIZE / 2 < cell.bbox[3]


def test_a_wrapped_label_is_one_row(tmp_path: Path) -> None:
    body = [BODY[0], ("2080505机关事业单位基本\n养老保险缴费支出", ("86.17", "86.17", "86.17", "")), BODY[1]]
    (table,) = tables_of(expenditure(tmp_path / "a.pdf", body).save())
    assert [cells[0] for cells in body_of(table)] == [label for label, _ in body]


def test_a_column_without_figures_keeps_its_place(tmp_path: Path) -> None:
    body = [(label, (*figures[:3], "")) for label, figures in BODY]
    (table,) = tables_of(expenditure(tmp_path / "a.pdf", body).save())
    assert [column.path for column in table.columns] == PATHS
    assert {cells[4] for cells in body_of(table)} == {""}


@pytest.mark.parametrize("tail", [BODY[1:], BODY[3:]], ids=["three rows", "one row"])
def test_a_table_goes_on_over_the_page_without_its_headings(
    tail: Sequence[tuple[str, Sequence[str]]], tmp_path: Path
) -> None:
    sheet = expenditure(tmp_path / "a.pdf", BODY).page()
    for number, (label, figures) in enumerate(tail):
        row(sheet, 60 + PITCH * number, label, figures)
    (table,) = tables_of(sheet.save())
    assert table.pages == (1, 2)
    assert body_of(table) == [[label, *figures] for label, figures in [*BODY, *tail]]


def test_a_heading_over_a_tall_one_is_not_taken_for_one_of_all_lines(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf").text(220, 40, "2021年“三公”经费决算表").text(430, 60, "单位：万元")
    lefts = [60 + 70 * number for number in range(6)]
    for first, phase in ((0, "预算数"), (3, "决算数")):
        centred(sheet, lefts[first] + 105, 76, phase)
        centred(sheet, lefts[first] + 35, 112, "合计")
        centred(sheet, lefts[first + 1] + 70, 90, "公务用车费")
        for column, text in ((1, "购置费用"), (2, "运行费用")):
            for number, character in enumerate(text):
                centred(sheet, lefts[first + column] + 35, 104 + 11 * number, character)
    for left in lefts:
        sheet.canvas.drawRightString(left + 68, sheet.size[1] - 156 - SIZE, f"{left:.2f}")
        sheet.canvas.drawRightString(left + 68, sheet.size[1] - 174 - SIZE, f"{left + 1:.2f}")
    (table,) = tables_of(sheet.save())
    assert [column.path[0] for column in table.columns] == ["预算数"] * 3 + ["决算数"] * 3


def test_two_sides_have_their_own_headings(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf").text(220, 40, "2021年收支预算总表").text(430, 60, "单位：万元")
    for x, top, text in ((155, 80, "收入"), (380, 80, "支出"), (115, 98, "项目"), (210, 98, "预算数")):
        centred(sheet, x, top, text)
    for x, text in ((340, "项目"), (450, "预算数")):
        centred(sheet, x, 98, text)
    for number, (left, one, right, other) in enumerate(
        [("一、财政拨款收入", "12.50", "一、教育支出", "10.00"), ("二、其他收入", "", "二、住房保障支出", "2.50")]
    ):
        top = 120 + PITCH * number
        sheet.text(60, top, left).text(255, top, right)
        sheet.canvas.drawRightString(250, sheet.size[1] - top - SIZE, one)
        sheet.canvas.drawRightString(490, sheet.size[1] - top - SIZE, other)
    (table,) = tables_of(sheet.save())
    assert [column.path for column in table.columns] == [
        ("收入", "项目"), ("收入", "预算数"), ("支出", "项目"), ("支出", "预算数"),
    ]  # fmt: skip
    assert [column.lane for column in table.columns] == [0, 0, 1, 1]


def test_sentences_with_figures_are_no_table(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf").text(60, 60, "2021年支出预算")
    for number in range(4):
        sheet.text(
            60, 80 + PITCH * number, f"本年收入合计  {number + 12}.50  万元，其中财政拨款收入  {number + 10}.00  万元；"
        )
    assert tables_of(sheet.save()) == []


def test_a_list_of_contents_is_no_table(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf").text(280, 60, "目录")
    for number, text in enumerate(("部门概况", "收支预算总表", "支出预算总表", "名词解释")):
        sheet.text(60, 80 + PITCH * number, f"{number + 1}、{text}").text(500, 80 + PITCH * number, str(number + 3))
    assert tables_of(sheet.save()) == []


def test_figures_that_touch_the_words_beside_them_are_parted(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf").text(220, 40, "2021年收支预算总表").text(430, 60, "单位：万元")
    for x, text in ((115, "收入"), (220, "预算数"), (340, "支出"), (450, "预算数")):
        centred(sheet, x, 98, text)
    lines = [
        ("财政拨款", "1,012.50", "教育支出", "10.00"),
        ("其他收入", "—", "住房保障支出", "2.50"),
        ("合计", "0", "合计", "12.50"),
    ]
    for number, (left, one, right, other) in enumerate(lines):
        top = 120 + PITCH * number
        sheet.text(60, top, left).text(250.2, top, right)
        sheet.canvas.drawRightString(250, sheet.size[1] - top - SIZE, one)
        sheet.canvas.drawRightString(490, sheet.size[1] - top - SIZE, other)
    (table,) = tables_of(sheet.save())
    assert body_of(table) == [list(line) for line in lines]


def test_headings_far_from_the_words_under_them_keep_their_order(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf", (842.0, 595.0)).text(320, 40, "2021年收入预算总表").text(700, 60, "单位：元")
    centred(sheet, 280, 88, "项目")
    centred(sheet, 656, 88, "金额")
    for number, (label, figure) in enumerate([("一、财政拨款", "6757200.00"), ("收入总计", "8457300.00")]):
        top = 110 + PITCH * number
        sheet.text(45, top, label)
        sheet.canvas.drawRightString(797, sheet.size[1] - top - SIZE, figure)
    (table,) = tables_of(sheet.save())
    assert [column.path for column in table.columns] == [("项目",), ("金额",)]
    assert body_of(table) == [["一、财政拨款", "6757200.00"], ["收入总计", "8457300.00"]]


def test_two_tables_on_a_page_are_two(tmp_path: Path) -> None:
    sheet = expenditure(tmp_path / "a.pdf", BODY)
    sheet.text(220, 240, "2021年“三公”经费支出表").text(430, 260, "单位：万元")
    for x, text in ((115, "项目"), (210, "预算数")):
        centred(sheet, x, 280, text)
    for number, (label, figure) in enumerate([("公务接待费", "4.00"), ("合计", "14.00")]):
        row(sheet, 300 + PITCH * number, label, (figure, "", "", ""))
    first, second = tables_of(sheet.save())
    assert (first.statement, second.statement) == ("expenditure", "three_public")
    assert body_of(second) == [["公务接待费", "4.00"], ["合计", "14.00"]]


def test_a_first_row_set_in_two_lines_around_its_figures_is_no_heading(tmp_path: Path) -> None:
    sheet = expenditure(tmp_path / "a.pdf", [("", BODY[0][1]), *BODY[1:]])
    sheet.text(60, 120 - 6, "本年支出合").text(60, 120 + 6, "计")
    (table,) = tables_of(sheet.save())
    assert [column.path for column in table.columns] == PATHS
    assert body_of(table)[0] == ["本年支出合\n计", *BODY[0][1]]


def projects(path: Path, names: Sequence[tuple[float, str]], lines: int) -> Table:
    """A table of projects whose names are set so many lines below the first, over lines of codes and figures."""
    sheet = Sheet(path).text(220, 40, "2021年项目支出表").text(430, 60, "单位：万元")
    for x, text in ((90, "项目名称"), (210, "科目编码"), (300, "科目名称"), (455, "金额")):
        centred(sheet, x, 98, text)
    for number in range(lines):
        top = 120 + number * PITCH
        sheet.text(195, top, f"302{number + 10}").text(280, top, "印刷费")
        sheet.canvas.drawRightString(480, sheet.size[1] - top - SIZE, f"{number + 1}.50")
    for at, name in names:
        sheet.text(60, 120 + at * PITCH, name)
    sheet.text(195, 120 + lines * PITCH, "合计")
    sheet.canvas.drawRightString(480, sheet.size[1] - 120 - lines * PITCH - SIZE, "99.00")
    (table,) = tables_of(sheet.save())
    return table


def test_a_code_in_two_lines_around_its_row_ends_no_table(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf").text(220, 40, "2021年项目支出表").text(430, 60, "单位：万元")
    for x, text in ((90, "项目名称"), (210, "功能科目"), (455, "金额")):
        centred(sheet, x, 98, text)
    for number, name in enumerate(("系统运维", "房屋租赁", "印刷装订")):
        top = 120 + 30 * number
        sheet.text(60, top, name).text(190, top - 6, "208020").text(190, top + 6, str(number + 1))
        sheet.canvas.drawRightString(480, sheet.size[1] - top - SIZE, f"{number + 1}.50")
    (table,) = tables_of(sheet.save())
    assert body_of(table) == [
        ["系统运维", "208020\n1", "1.50"],
        ["房屋租赁", "208020\n2", "2.50"],
        ["印刷装订", "208020\n3", "3.50"],
    ]


@pytest.mark.parametrize(
    ("names", "lines", "spans"),
    [
        ([(0.5, "系统运维"), (3, "房屋租赁")], 5, [("系统运维", 2), ("房屋租赁", 3)]),
        ([(0, "系统运维"), (1, "房屋租赁")], 2, [("系统运维", 1), ("房屋租赁", 1)]),
        ([(0, "系统运维"), (1.2, "房屋租赁")], 5, [("系统运维", 1), ("房屋租赁", 1)]),
    ],
    ids=["in the middle of their rows", "one for every row", "in the middle of nothing"],
)
def test_names_in_the_middle_of_their_rows_are_shared_by_them(
    names: list[tuple[float, str]], lines: int, spans: list[tuple[str, int]], tmp_path: Path
) -> None:
    table = projects(tmp_path / "a.pdf", names, lines)
    assert [(c.text, c.row_span) for c in table.cells if c.column == 0 and c.text in dict(spans)] == spans
    codes = [c.text for c in table.cells if c.column == 1 and c.text.isdigit()]
    assert codes == [f"302{number + 10}" for number in range(lines)]


def three_public(path: Path, figures: Sequence[str], wrapped: bool = False) -> Table:
    """One line of figures set right in columns of 120 points, under headings in their middle; "" for none."""
    sheet = Sheet(path, size=(842.0, 595.0)).text(340, 40, "2021年“三公”经费支出表").text(700, 60, "单位：万元")
    lefts = [60 + 120 * number for number in range(6)]
    centred(sheet, lefts[2] + 180, 80, "公务用车购置及运行维护费")
    for left, text, top in zip(
        lefts,
        ("合计", "因公出国（境）费", "小计", "购置费", "运行维护费", "公务接待费"),
        (89, 89, 98, 98, 98, 89),
        strict=True,
    ):
        if wrapped and text in ("购置费", "运行维护费"):
            centred(sheet, left + 60, top - 6, "公务用车")
            centred(sheet, left + 60, top + 6, text)
        else:
            centred(sheet, left + 60, top, text)
    for left, figure in zip(lefts, figures, strict=True):
        sheet.canvas.drawRightString(left + 118, sheet.size[1] - 116 - SIZE, figure)
    (table,) = tables_of(sheet.save())
    return table


@pytest.mark.parametrize("wrapped", [False, True])
@pytest.mark.parametrize(
    "figures",
    [
        ("3.36", "", "3.36", "", "3.36", ""),
        ("9.60", "1.20", "8.40", "8.40", "", ""),
        ("7.00", "", "4.00", "", "4.00", "3.00"),
    ],
)
def test_columns_without_text_are_told_by_the_middles_of_headings(
    figures: tuple[str, ...], wrapped: bool, tmp_path: Path
) -> None:
    assert body_of(three_public(tmp_path / "a.pdf", figures, wrapped)) == [[*figures]]


def test_figures_that_almost_touch_are_two(tmp_path: Path) -> None:
    body = [(label, ["1288.123400", "—", "858.409900", "142.430000"]) for label in ("合计", "205教育支出")]
    sheet = Sheet(tmp_path / "a.pdf").text(220, 40, "2021年支出预算总表").text(430, 60, "单位：万元")
    for x, text in ((115, "功能分类科目"), (210, "合计"), (290, "小计"), (340, "人员经费"), (390, "公用经费")):
        centred(sheet, x, 98, text)
    for number, (label, figures) in enumerate(body):
        top = 120 + PITCH * number
        sheet.text(60, top, label)
        for figure, left in zip(figures, (180, 305, 305 + SIZE + 2, 305 + SIZE + 2 + 10 * SIZE * 0.5 + 2), strict=True):
            sheet.text(left, top, figure)
    (table,) = tables_of(sheet.save())
    assert body_of(table) == [[label, *figures] for label, figures in body]
