from __future__ import annotations

from extractors.layout import Break, TextLine, columns, text_lines
from extractors.model import Cell, Column, Page, Role, Table
from tests.extractors.pages import LEFT, RIGHT, line, page, set_paragraph, text_grid, text_page

LONG = "为保障机构正常运转和完成日常工作任务我单位按照预算管理的有关规定安排本年度的各项支出并公开说明如下"


def texts(pages: list[Page], tables: list[Table] = []) -> list[str]:  # noqa: B006
    return ["—" if isinstance(item, Break) else item.text for item in text_lines(pages, tables, [])]


def table(top: float, bottom: float, *, columns_count: int = 2) -> Table:
    box = (LEFT, top, RIGHT, bottom)
    return Table(
        1, "", None, None, None, "none", (1,), ((1, box),), 3, 1,
        tuple(Column(i, (), Role.TEXT) for i in range(columns_count)), (Cell(1, 0, 0, "合计", box),),
    )  # fmt: skip


def test_a_chinese_character_is_two_columns() -> None:
    assert columns("收入829.31万元") == 4 + 6 + 4


def test_page_numbers_are_dropped_at_the_edge_and_where_they_say_so() -> None:
    lines = [line("- 3 -", 40), *set_paragraph(LONG), line("2021", 200), line("第 3 页，共 9 页", 300), line("3", 700)]
    assert "2021" in texts([page(*lines, line("末行", 720))])
    assert not {"- 3 -", "第 3 页，共 9 页"} & set(texts([page(*lines)]))
    assert "3" not in texts([page(*lines)])


def test_running_headers_are_dropped_whatever_their_page_number() -> None:
    pages = [page(line(f"洛山市改革局部门预算 第{n}页", 40), *set_paragraph(LONG), number=n) for n in range(1, 5)]
    assert not any("部门预算" in text for text in texts(pages))


def test_a_line_on_two_of_five_pages_is_no_running_header() -> None:
    pages = [page(line("备注" if n < 3 else f"第{'一二三四五'[n - 1]}节", 40), number=n) for n in range(1, 6)]
    assert texts(pages).count("备注") == 2


def test_lines_in_a_table_are_left_out_with_a_break() -> None:
    lines = [line("表前", 100), line("合计 5.00", 140), line("表后", 200)]
    assert texts([page(*lines)], [table(130, 160)]) == ["表前", "—", "表后"]


def test_a_frame_of_one_column_is_no_table() -> None:
    assert texts([page(line("框内说明", 140))], [table(130, 160, columns_count=1)]) == ["框内说明"]


def test_grids_of_text_formats_cover_lines_by_number() -> None:
    export = text_page("说明\n项目\t金额\n合计\t5.00\n备注")
    found = list(text_lines([export], [], [text_grid(1, 2)]))
    assert [item.text for item in found if isinstance(item, TextLine)] == ["说明", "备注"]
    assert sum(isinstance(item, Break) for item in found) == 1


def test_indent_and_room_are_measured_from_the_margins() -> None:
    lines = [item for item in text_lines([page(*set_paragraph(LONG * 2))], [], []) if isinstance(item, TextLine)]
    assert [round(item.indent) for item in lines] == [4, 0, 0, 0]
    assert [round(item.room) for item in lines[:3]] == [0, 0, 0]
    assert lines[3].room > 10


def test_only_an_export_that_wraps_has_a_width() -> None:
    wrapped = text_page("\n\n".join(LONG[:28] for _ in range(8)))
    whole = text_page("\n\n".join(LONG[:n] for n in range(22, 46, 3)))
    assert all(item.room <= 0 for item in text_lines([wrapped], [], []) if isinstance(item, TextLine))
    assert all(item.room == float("inf") for item in text_lines([whole], [], []) if isinstance(item, TextLine))
