from __future__ import annotations

from extractors.flow import MAX_COLUMNS, FlowPage, SpannedCell, place_cells
from extractors.model import Cell


def test_cells_move_past_those_that_reach_down_from_above() -> None:
    rows = [
        [SpannedCell("编码", 2), SpannedCell("支出", 1, 2)],
        [SpannedCell("基本"), SpannedCell("项目")],
        [SpannedCell("201"), SpannedCell("4.00"), SpannedCell("5.00")],
    ]
    assert place_cells(7, rows) == (
        [
            Cell(7, 0, 0, "编码", None, 2, 1),
            Cell(7, 0, 1, "支出", None, 1, 2),
            Cell(7, 1, 1, "基本", None),
            Cell(7, 1, 2, "项目", None),
            Cell(7, 2, 0, "201", None),
            Cell(7, 2, 1, "4.00", None),
            Cell(7, 2, 2, "5.00", None),
        ],
        3,
    )


def test_spans_beyond_the_table_are_cut() -> None:
    cells, columns = place_cells(1, [[SpannedCell("a", 10**9, 10**9), SpannedCell("b")], [SpannedCell("c", 0, -1)]])
    assert columns == MAX_COLUMNS
    assert [(c.text, c.row_span, c.column_span) for c in cells] == [("a", 2, MAX_COLUMNS)]


def test_a_page_holds_lines_and_tables_in_order() -> None:
    page = FlowPage(3)
    page.add_text("标题\n\n 单位：万元 ")
    page.add_table([[SpannedCell("项目"), SpannedCell("金\n额")], [SpannedCell("合计"), SpannedCell("")]])
    page.add_text("注：无")
    assert [line.text for line in page.page().lines] == ["标题", "单位：万元", "项目\t金 额", "合计", "注：无"]
    grid = page.grids[0]
    assert (grid.page, grid.rows, grid.columns, grid.first_line, grid.last_line) == (3, 2, 2, 2, 3)
    assert page.loose_lines == [["标题", "单位：万元"], ["注：无"]]


def test_an_empty_table_is_none() -> None:
    page = FlowPage(1)
    page.add_table([])
    assert page.is_empty and page.grids == []
