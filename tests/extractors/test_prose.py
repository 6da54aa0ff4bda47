from __future__ import annotations

import pytest

from extractors.prose import level_of, read_paragraphs, without_layout_spaces, without_number
from tests.extractors.pages import FULL_LINE, broken, centered, line, page, set_paragraph, text_page

FIRST = (
    "洛山市改革局2021年收入合计829.31万元，其中：一般公共预算收入829.31万元；政府性基金预算收入0万元；其他收入0万元。主要原因是"
    "机构、人员和职能的调整，新增信息化建设专项支出，以及基本养老保险和职业年金缴费基数调整，预算安排相应增加。"
)
SECOND = (
    "洛山市改革局2021年支出合计829.31万元，其中：基本支出281.37万元，占33.93%；项目支出547.94万元，占66.07%。与上年相比"
    "人员经费和公用经费都有所增加，项目支出因信息化建设和政务服务平台运行维护的需要而增加，其余各项支出基本持平。"
)


def test_soft_line_breaks_are_undone_and_an_indent_starts_anew() -> None:
    lines = [*set_paragraph(FIRST), *set_paragraph(SECOND, top=180)]
    assert [p.text for p in read_paragraphs([page(*lines)], [])] == [FIRST, SECOND]


def test_a_paragraph_runs_over_a_page_break_and_keeps_its_places() -> None:
    lines = set_paragraph(FIRST + SECOND)
    pages = [page(*lines[:2], line("- 1 -", 760)), page(*lines[2:], line("- 2 -", 760), number=2)]
    (found,) = read_paragraphs(pages, [])
    assert found.text == FIRST + SECOND
    assert [span[2] for span in found.spans] == [1, 1, *[2] * (len(lines) - 2)]
    assert [found.text[start:end] for start, end, _, _ in found.spans] == [item.text for item in lines]


def test_a_short_line_ends_a_paragraph_without_an_indent() -> None:
    lines = [*set_paragraph(FIRST + SECOND), line("其他事项", 300), line("与上年持平。", 320)]
    assert [p.text for p in read_paragraphs([page(*lines)], [])] == [FIRST + SECOND, "其他事项", "与上年持平。"]


def test_a_line_cut_short_by_a_number_that_did_not_fit_runs_on() -> None:
    short = "本" * (FULL_LINE - 4)
    lines = [line("全" * FULL_LINE, 100 + 20 * i) for i in range(3)]
    lines += [line(short, 160), line("1,234,567.89万元，比上年增加", 180)]
    assert len(read_paragraphs([page(*lines)], [])) == 1


@pytest.mark.parametrize("mark", ["一、", "（二）", "3.", "（4）"])
def test_a_numbered_item_after_a_full_sentence_starts_anew(mark: str) -> None:
    full = "本" * (FULL_LINE - 1) + "。"
    lines = [line(full, 100), line(mark + "公务接待费4万元。", 120)]
    assert len(read_paragraphs([page(*lines)], [])) == 2


def test_sections_are_a_path_that_each_heading_shortens() -> None:
    export = "# 第二部分 情况说明\n一、收入情况\n甲。\n（一）拨款\n乙。\n二、支出情况\n丙。"
    found = {p.text: p.section for p in read_paragraphs([text_page(export)], []) if not p.is_heading}
    assert found == {
        "甲。": ("第二部分 情况说明", "一、收入情况"),
        "乙。": ("第二部分 情况说明", "一、收入情况", "（一）拨款"),
        "丙。": ("第二部分 情况说明", "二、支出情况"),
    }


def test_a_numbered_sentence_is_no_heading() -> None:
    found = read_paragraphs([text_page("九、“三公”经费\n（三）公务接待费4万元\n（四）会议费情况。\n正文。")], [])
    assert [p.is_heading for p in found] == [True, False, True, False]


def test_the_title_of_a_part_on_its_own_line_belongs_to_it() -> None:
    found = read_paragraphs([text_page("第三部分\n名词解释\n一、事业收入：指开展业务取得的收入。")], [])
    assert found[-1].section == ("第三部分", "名词解释")


def test_centered_and_larger_lines_are_titles_but_a_table_title_opens_no_section() -> None:
    lines = [
        centered("其他相关情况说明", 60, size=18),
        *set_paragraph(FIRST, 100),
        centered("2021年部门收入预算总表", 200, size=18),
        *set_paragraph(SECOND, 240),
    ]
    found = read_paragraphs([page(*lines)], [])
    assert [(p.is_heading, p.section) for p in found] == [
        (True, ()),
        (False, ("其他相关情况说明",)),
        (True, ("其他相关情况说明",)),
        (False, ("其他相关情况说明",)),
    ]


def test_the_contents_list_is_kept_apart_until_its_first_entry_returns() -> None:
    export = "目 录\n第一部分 概况\n一、主要职能\n第二部分 说明 ........ 3\n第一部分 概况\n一、主要职能\n正文。"
    found = read_paragraphs([text_page(export)], [])
    assert [p.section == ("目录",) for p in found] == [True] * 4 + [False] * 3


def test_a_contents_list_may_number_two_parts_alike() -> None:
    pages = ["目 录\n第一部分 概况\n第二部分 说明\n第二部分 报表\n收入决算总表", "第二部分 情况说明\n正文。"]
    found = read_paragraphs([text_page(text, number) for number, text in enumerate(pages, start=1)], [])
    assert [p.section == ("目录",) for p in found] == [True] * 5 + [False] * 2


@pytest.mark.parametrize(
    "entries",
    [
        ("五、一般公共预算支出决算情况说明", "六、一般公共预算基本支出情况"),
        ("2021年支出决算总表", "2021年收入决算总表"),
    ],
)
def test_entries_as_wide_as_their_page_stay_apart(entries: tuple[str, str]) -> None:
    lines = [line(text, 60 + 20 * i) for i, text in enumerate(entries * 2)]
    found = read_paragraphs([page(*lines)], [])
    assert [p.text for p in found] == [*entries * 2]


def test_dotted_leaders_are_contents_wherever_they_stand() -> None:
    (found,) = read_paragraphs([text_page("三、支出情况说明……………………12")], [])
    assert found.section == ("目录",)


def test_a_date_is_no_heading() -> None:
    found = read_paragraphs([page(*set_paragraph(FIRST), centered("二〇二一年三月", 700, size=20))], [])
    assert not found[-1].is_heading


def test_a_wrapped_export_is_joined_although_every_other_line_is_blank() -> None:
    rows = [*broken(FIRST, 50), *broken(SECOND, 50)]
    export = "\n\n".join(["一、收入支出预算总体情况说明", *rows, "二、支出情况", "正文。"])
    texts = [p.text for p in read_paragraphs([text_page(export)], [])]
    assert texts == ["一、收入支出预算总体情况说明", FIRST, SECOND, "二、支出情况", "正文。"]


def test_every_line_of_an_unwrapped_export_is_a_paragraph() -> None:
    rows = [FIRST, SECOND, "（三）公务接待费4万元", "主要用于公务活动"]
    assert [p.text for p in read_paragraphs([text_page("\n\n".join(rows))], [])] == rows


def test_markdown_marks_are_taken_off() -> None:
    found = read_paragraphs([text_page("### 附表\n- 项目支出**547.94万元**。")], [])
    assert [(p.text, p.is_heading) for p in found] == [("附表", True), ("项目支出547.94万元。", False)]


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("2021 年收入 829.31 万 元", "2021年收入829.31万元"),
        ("国 家 信 访 局 2026 年", "国家信访局2026年"),
        ("第一部分 部门概况", "第一部分 部门概况"),
        ("基本工资 225.08 225.08", "基本工资225.08 225.08"),
        ("Open Data 平台", "Open Data平台"),
        ("预算 ， 其中", "预算，其中"),
    ],
)
def test_layout_spaces(printed: str, read: str) -> None:
    assert without_layout_spaces(printed) == read


def test_section_numbers() -> None:
    assert [level_of(text) for text in ("第一部分", "二、", "（三）", "4.", "（5）", "2.5万元", "其中")] == [
        0, 1, 2, 3, 4, None, None,
    ]  # fmt: skip
    assert without_number("（二）公用经费") == "公用经费"
