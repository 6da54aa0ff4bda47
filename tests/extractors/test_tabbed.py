from __future__ import annotations

import pytest

from extractors.flow import place_cells
from extractors.tabbed import TabbedTable, build_table, has_columns, is_pipe_rule, pipe_fields


def table(text: str) -> TabbedTable:
    return build_table([line.split("|") for line in text.strip().split("\n")])


def placed(text: str) -> list[tuple[int, int, str, int, int]]:
    """(row, column, text, row span, column span) of every cell that has text."""
    cells, _ = place_cells(1, table(text).rows)
    return [(c.row, c.column, c.text, c.row_span, c.column_span) for c in cells if c.text]


def test_headings_span_what_deeper_headings_fill_and_body_cells_are_single() -> None:
    assert placed("编码|||名称|基本支出||总计\n类|款|项||小计|工资|\n201|03||行政运行|5.00||5.00") == [
        (0, 0, "编码", 1, 3),
        (0, 3, "名称", 2, 1),
        (0, 4, "基本支出", 1, 2),
        (0, 6, "总计", 2, 1),
        (1, 0, "类", 1, 1),
        (1, 1, "款", 1, 1),
        (1, 2, "项", 1, 1),
        (1, 4, "小计", 1, 1),
        (1, 5, "工资", 1, 1),
        (2, 0, "201", 1, 1),
        (2, 1, "03", 1, 1),
        (2, 3, "行政运行", 1, 1),
        (2, 4, "5.00", 1, 1),
        (2, 6, "5.00", 1, 1),
    ]


def test_a_body_row_without_figures_is_no_heading() -> None:
    assert placed("项目|预算数\n一、外交|\n二、国防|\n合计|4.00")[:4] == [
        (0, 0, "项目", 1, 1),
        (0, 1, "预算数", 1, 1),
        (1, 0, "一、外交", 1, 1),
        (2, 0, "二、国防", 1, 1),
    ]


def test_short_rows_are_filled_up() -> None:
    cells, columns = place_cells(1, table("a|b|c\n1.00|2.00").rows)
    assert (columns, len(cells)) == (3, 6)


SIDE_BY_SIDE = """
项目|金额|项目|合计|小计|
一般公共预算|小计|590.09|一、公共服务|501.38|501.38|
|财政拨款|590.09|二、外交||
|专项收入||三、国防||
政府性基金||四、安全|||
国有资本||五、社保|31.25|31.25|
||六、医疗|24.50|24.50|
||七、节能|||
||八、城乡|4.49|4.49|
||九、农林|||
||十、交通|||
||十一、住房|28.47|28.47|
||十二、其他|||
||十三、债务|||
合计|590.09|合计|590.09|590.09|
"""


def test_rows_that_are_a_field_too_long_are_moved_back() -> None:
    found = table(SIDE_BY_SIDE)
    rows = [[cell.text for cell in row] for row in found.rows]
    assert rows[1][:5] == ["一般公共预算 小计", "590.09", "一、公共服务", "501.38", "501.38"]
    assert rows[2][:4] == ["财政拨款", "590.09", "二、外交", ""]
    assert rows[3][:4] == ["专项收入", "", "三、国防", ""]
    assert rows[4][:4] == ["政府性基金", "", "四、安全", ""]
    assert len(found.realigned) == 3 and found.misaligned == ()


def test_a_row_that_fits_in_no_way_is_given_up_not_read_askew() -> None:
    askew = "甲|乙|590.09|丙|501.38|丁"
    found = table(SIDE_BY_SIDE.replace("一般公共预算|小计|590.09|一、公共服务|501.38|501.38", askew))
    assert found.misaligned == ("甲 乙 590.09 丙 501.38 丁",)
    assert "丁" not in {cell.text for row in found.rows for cell in row}


def test_forms_are_left_as_they_are() -> None:
    form = table("指标|内容|值\n数量|宣传|3次\n时效|到位率|100%\n|100%|及时\n成本|控制|360万")
    assert (len(form.rows), form.realigned, form.misaligned) == (5, (), ())


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["单位名称：局", "单位：万元"]], False),
        ([["", "indented"], ["", "indented"]], False),
        ([["项目", "金额"], ["合计", "4.00"]], True),
        ([["一、概况", "3"], ["二、说明", "5"], ["三、附表", "5"]], False),
        ([["办公费", "3"], ["差旅费", "5"], ["会议费", "1"]], True),
    ],
)
def test_what_makes_a_table(rows: list[list[str]], expected: bool) -> None:
    assert has_columns(rows) is expected


def test_pipe_tables() -> None:
    assert pipe_fields(r"| 项目 |  | a\|b |") == ["项目", "", "a|b"]
    assert pipe_fields("项目 | 金额") == ["项目", "金额"]
    assert is_pipe_rule("|---|:--:|") and is_pipe_rule("--- | ---")
    assert not is_pipe_rule("---") and not is_pipe_rule("| - 4 | 5 |")


def test_a_dash_is_a_blank_amount_not_a_word() -> None:
    read = table(
        "科目|合计|基本支出|项目支出\n行政运行|5.00|5.00|—\n公路养护|3.00|—|3.00\n公务员医疗|1.00|1.00|—\n合计|9.00|6.00|3.00"
    )
    assert read.misaligned == ()
    assert len(read.rows) == 5
