from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from extractors.flow import HIDDEN
from extractors.model import Reading
from extractors.word import read_word

Document = docx.document.Document
Read = Callable[[Document], Reading]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def save_and_read(document: Document) -> Reading:
        document.save(str(tmp_path / "预算.docx"))
        return read_word(tmp_path / "预算.docx")

    return save_and_read


@pytest.fixture
def document() -> Document:
    return docx.Document()


def lines(reading: Reading) -> list[list[str]]:
    return [[line.text for line in page.lines] for page in reading.pages]


def cells(reading: Reading, grid: int = 0) -> list[tuple[int, int, str, int, int]]:
    return [(c.row, c.column, c.text, c.row_span, c.column_span) for c in reading.grids[grid].cells]


def add(document: Document, body: str) -> None:
    """Append blocks of Word's own markup."""
    for block in parse_xml(f"<w:body {nsdecls('w', 'wp', 'r')}>{body}</w:body>"):
        document.element.body.insert(len(document.element.body) - 1, block)


def test_paragraphs_and_merged_cells(document: Document, read: Read) -> None:
    document.add_paragraph("支出表")
    table = document.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "项目"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "预算数"
    for (row, column), text in {(1, 1): "小计", (1, 2): "占比", (2, 0): "公务\n接待费", (2, 1): "4.00"}.items():
        table.cell(row, column).text = text
    document.add_paragraph("注：无")
    reading = read(document)
    assert cells(reading) == [
        (0, 0, "项目", 2, 1),
        (0, 1, "预算数", 1, 2),
        (1, 1, "小计", 1, 1),
        (1, 2, "占比", 1, 1),
        (2, 0, "公务\n接待费", 1, 1),
        (2, 1, "4.00", 1, 1),
        (2, 2, "", 1, 1),
    ]
    assert lines(reading) == [["支出表", "项目\t预算数", "小计\t占比", "公务 接待费\t4.00", "注：无"]]


def test_pages_end_at_breaks_sections_and_before_paragraphs_that_ask_for_it(document: Document, read: Read) -> None:
    document.add_paragraph("一").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("二")
    document.add_section(WD_SECTION.NEW_PAGE)
    document.add_paragraph("三")
    document.add_section(WD_SECTION.CONTINUOUS)
    document.add_paragraph("仍三")
    document.add_paragraph("四").paragraph_format.page_break_before = True
    assert lines(read(document)) == [["一"], ["二"], ["三", "仍三"], ["四"]]


def test_word_s_own_layout_counts_and_a_break_it_repeats_counts_once(document: Document, read: Read) -> None:
    add(
        document,
        "<w:p><w:r><w:t>一</w:t><w:lastRenderedPageBreak/><w:t>二</w:t><w:br w:type='page'/></w:r></w:p>"
        "<w:p><w:r><w:lastRenderedPageBreak/><w:t>三</w:t><w:br/><w:t>行</w:t></w:r></w:p>",
    )
    assert lines(read(document)) == [["一"], ["二"], ["三", "行"]]


def test_a_table_over_two_pages_is_two_grids(document: Document, read: Read) -> None:
    laid_out = "<w:lastRenderedPageBreak/>"
    merged = "<w:tcPr><w:vMerge{}/></w:tcPr>"

    def row(label: str, merge: str, page_end: str = "") -> str:
        return (
            f"<w:tr><w:tc>{merged.format(merge)}<w:p><w:r>{page_end}<w:t>{label}</w:t></w:r></w:p></w:tc>"
            f"<w:tc><w:p><w:r>{page_end}<w:t>4.00</w:t></w:r></w:p></w:tc></w:tr>"
        )

    restart = " w:val='restart'"
    add(document, f"<w:tbl>{row('甲', restart)}{row('', '')}{row('', '', laid_out)}{row('', '')}</w:tbl>")
    reading = read(document)
    assert [grid.page for grid in reading.grids] == [1, 2]
    assert cells(reading, 0) == [(0, 0, "甲", 2, 1), (0, 1, "4.00", 1, 1), (1, 1, "4.00", 1, 1)]
    assert cells(reading, 1) == [(0, 0, "", 2, 1), (0, 1, "4.00", 1, 1), (1, 1, "4.00", 1, 1)]


def test_what_is_deleted_is_gone_and_what_is_hidden_is_unread(document: Document, read: Read) -> None:
    add(
        document,
        "<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins><w:r><w:t>公务接待费4万元</w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>公务接待费999万元</w:t></w:r>"
        "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>。</w:t></w:r></w:p>",
    )
    reading = read(document)
    assert lines(reading) == [["公务接待费4万元。"]]
    assert [(item.text, item.reason) for item in reading.unread] == [("公务接待费999万元", HIDDEN)]


def test_text_boxes_content_controls_and_boxes_are_read(document: Document, read: Read) -> None:
    add(
        document,
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>控件</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:p><w:r><w:t>正文</w:t><w:pict><w:txbxContent><w:p><w:r><w:t>文本框</w:t></w:r></w:p></w:txbxContent>"
        "</w:pict></w:r></w:p>"
        "<w:p><w:r><w:sym w:font='Wingdings' w:char='F0FE'/><w:t>延续</w:t><w:tab/><w:t>项目</w:t></w:r></w:p>",
    )
    assert lines(read(document)) == [["控件", "正文", "文本框", "√延续 项目"]]


def test_a_table_that_lays_out_others_is_read_as_blocks(document: Document, read: Read) -> None:
    outer = document.add_table(1, 2)
    outer.cell(0, 0).text = "左"
    inner = outer.cell(0, 1).add_table(2, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text, inner.cell(1, 1).text = "项目", "金额", "4"
    reading = read(document)
    assert [cell[2] for cell in cells(reading)] == ["项目", "金额", "", "4"]
    assert lines(reading)[0][0] == "左"


def test_boundless_spans_are_cut(document: Document, read: Read) -> None:
    wide = "<w:tc><w:tcPr><w:gridSpan w:val='{}'/></w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>"
    add(document, f"<w:tbl><w:tr>{wide.format(999999999)}</w:tr><w:tr>{wide.format('x') * 2}</w:tr></w:tbl>")
    assert read(document).grids[0].columns == 1000
