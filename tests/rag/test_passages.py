from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.model import Cell, Column, Paragraph, Role
from rag.passages import LONGEST, make_passages
from tests.rag.builders import BOX, make_extraction, make_table, paragraph


def made(**parts: object) -> list[tuple[str, str, str]]:
    passages = make_passages(make_extraction(**parts))  # type: ignore[arg-type]
    return [(passage.kind, passage.section, passage.text) for passage in passages]


def test_paragraphs_of_a_section_stand_together_under_its_titles() -> None:
    assert made(
        paragraphs=[
            paragraph("一、主要职责", "第一部分", is_heading=True),
            paragraph("（一）收集档案。", "第一部分", "一、主要职责"),
            paragraph("（二）保护档案。", "第一部分", "一、主要职责"),
            paragraph("内设机构三个。", "第一部分", "二、机构设置"),
        ]
    ) == [
        ("prose", "第一部分 › 一、主要职责", "（一）收集档案。\n（二）保护档案。"),
        ("prose", "第一部分 › 二、机构设置", "内设机构三个。"),
    ]


def test_long_paragraphs_are_cut_at_sentence_ends() -> None:
    sentences = ["".join(f"第{number}句" for number in range(part, part + 50)) + "。" for part in (100, 200, 300)]
    texts = [text for _, _, text in made(paragraphs=[paragraph("".join(sentences))])]
    assert texts == sentences


@pytest.mark.parametrize("length", [LONGEST, LONGEST + 1, 3 * LONGEST + 7])
def test_no_character_is_lost_or_doubled(length: int) -> None:
    text = "".join(chr(0x4E00 + number) for number in range(length))
    texts = [text for _, _, text in made(paragraphs=[paragraph(text)])]
    assert "".join(texts) == text
    assert max(map(len, texts)) <= LONGEST


def test_pieces_keep_the_lines_that_they_come_from() -> None:
    first, second = "甲" * LONGEST + "。", "乙" * 10 + "。"
    spans = ((0, len(first), 2, BOX), (len(first), len(first) + len(second), 3, None))
    passages = make_passages(make_extraction(paragraphs=[Paragraph(first + second, (), False, spans)]))
    assert (passages[0].page, passages[0].boxes) == (2, ((2, BOX),))
    assert passages[-1].boxes[-1] == (3, None)


def test_a_passage_begins_on_one_page() -> None:
    first, second = "甲句。", "乙句。"
    spans = ((0, len(first), 2, BOX), (len(first), len(first) + len(second), 3, None))
    next_line = Paragraph("丙句。", (), False, ((0, 3, 3, None),))
    passages = make_passages(make_extraction(paragraphs=[Paragraph(first + second, (), False, spans), next_line]))
    assert [(passage.page, passage.text) for passage in passages] == [(2, "甲句。"), (3, "乙句。\n丙句。")]


def test_a_heading_that_goes_on_with_a_list_is_said() -> None:
    assert made(
        paragraphs=[
            paragraph("二、单位构成", is_heading=True),
            paragraph("具体包括：1.档案局本部", "二、单位构成"),
            paragraph("2.档案馆", "二、单位构成", is_heading=True),
            paragraph("三、名词解释", is_heading=True),
            paragraph("基本支出：是指日常支出。", "三、名词解释"),
        ]
    ) == [
        ("prose", "二、单位构成", "具体包括：1.档案局本部\n2.档案馆"),
        ("prose", "三、名词解释", "基本支出：是指日常支出。"),
    ]


def test_every_row_is_found_alone() -> None:
    table = make_table(
        "“三公”\n经费表",
        ("项目", "2020年\n预算", "2021年预算"),
        [("公务\n接待费", "4.35", "4.00"), ("", "", ""), ("培训费", "", "7.00")],
    )
    assert made(tables=[table]) == [
        ("row", "表1 “三公”经费表 单位：万元", "公务接待费：2020年预算=4.35；2021年预算=4.00"),
        ("row", "表1 “三公”经费表 单位：万元", "培训费：2021年预算=7.00"),
    ]


def test_tables_side_by_side_are_not_mixed() -> None:
    table = make_table("收支总表", ("收入", "金额", "支出", "金额"), [("拨款", "1.00", "教育", "2.00")])
    lanes = tuple(
        Column(index, column.path, Role.LABEL if index in (0, 2) else Role.AMOUNT, lane=index // 2)
        for index, column in enumerate(table.columns)
    )
    assert [text for _, _, text in made(tables=[replace(table, columns=lanes)])] == [
        "拨款：金额=1.00",
        "教育：金额=2.00",
    ]


def test_cell_over_several_rows_belongs_to_each() -> None:
    table = make_table("支出表", ("类", "款", "金额"), [("教育", "普教", "1.00"), ("", "职教", "2.00")])
    columns = tuple(replace(column, role=Role.LABEL if column.index < 2 else Role.AMOUNT) for column in table.columns)
    cells = tuple(
        replace(cell, row_span=2) if cell.text == "教育" else cell
        for cell in table.cells
        if (cell.row, cell.column) != (2, 0)
    )
    texts = [text for _, _, text in made(tables=[replace(table, columns=columns, cells=cells)])]
    assert texts == ["教育 普教：金额=1.00", "教育 职教：金额=2.00"]


def test_row_is_boxed_whole() -> None:
    table = make_table("表", ("项目", "金额"), [("甲", "1")])
    (passage,) = make_passages(make_extraction(tables=[table]))
    assert (passage.page, passage.boxes) == (3, ((3, (0.0, 20.0, 120.0, 40.0)),))


def test_forms_are_read_row_by_row_together_from_the_first() -> None:
    form = make_table("绩效目标表", ("项目名称", "档案数字化"), [("目标", "扫描 PDF files 一万卷")], is_form=True)
    text = "项目名称 档案数字化\n目标 扫描PDF files一万卷"
    assert made(tables=[form]) == [("form", "表1 绩效目标表 单位：万元", text)]


def test_notes_and_columns_without_meaning_are_kept() -> None:
    table = replace(make_table("表", ("项目", "金额"), [("甲", "1")]), notes=("备注：含上年结转。",))
    stray = Cell(3, 1, 7, "多余", None)
    assert made(tables=[replace(table, cells=(*table.cells, stray))])[-1] == (
        "prose",
        "表1 表 单位：万元",
        "备注：含上年结转。",
    )


def test_ids_count_from_zero() -> None:
    extraction = make_extraction(paragraphs=[paragraph("甲", "一"), paragraph("乙", "二")])
    assert [passage.id for passage in make_passages(extraction)] == [f"{extraction.sha256}:0", f"{extraction.sha256}:1"]
