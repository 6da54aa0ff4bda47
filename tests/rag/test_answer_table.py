from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

from extractors.model import Blank
from rag.answer import answer
from rag.answer_table import table_of, write
from rag.errors import ExportError
from rag.library import Library
from rag.model import Answer, AnswerTable, Citation, Missing, Status, TableCell, Verdict
from tests.rag.builders import cell, make_extraction, make_table, paragraph

PAGES = {"甲市档案馆": "4.00", "乙市档案馆": "3.5", "丙市档案馆": "0.00"}


@pytest.fixture
def filled(library: Library) -> Library:
    for agency, value in PAGES.items():
        library.add(
            make_extraction(
                agency=agency,
                place=agency[:2],
                facts=[
                    cell("公务接待费", value, item="official_reception"),
                    cell("会议费", "", item="30215", blank=Blank.EMPTY, row=3),
                ],
                tables=[make_table("“三公”经费表", ("项目", "合计"), [])],
                paragraphs=[paragraph("本馆的主要职责是保管档案。", "一、主要职责")],
            )
        )
    return library


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_ranking_has_a_row_for_each_place_with_its_source(filled: Library, tmp_path: Path) -> None:
    path = tmp_path / "ranking.csv"
    assert write(answer("2021年各单位公务接待费排名", filled), path) == 3
    rows = read(path)
    assert [(row["agency"], row["value"], row["unit"]) for row in rows] == [
        ("甲市档案馆", "4.00", "万元"),
        ("乙市档案馆", "3.5", "万元"),
        ("丙市档案馆", "0.00", "万元"),
    ]
    assert {name: rows[0][name] for name in ("document", "page", "table", "row", "column", "quote")} == {
        "document": "甲市档案馆-2021-budget-unit.pdf",
        "page": "3",
        "table": "“三公”经费表",
        "row": "公务接待费",
        "column": "合计",
        "quote": "4.00",
    }


def test_a_workbook_has_numbers_with_their_printed_digits_and_a_sheet_of_sources(
    filled: Library, tmp_path: Path
) -> None:
    path = tmp_path / "comparison.xlsx"
    asked = answer("甲市档案馆和乙市档案馆2021年公务接待费相差多少", filled)
    write(asked, path)
    book = openpyxl.load_workbook(path)
    headings, *rows = book["table"].iter_rows()
    value = [cell.value for cell in headings].index("value")
    assert [(row[value].value, row[value].number_format) for row in rows] == [(0.5, "0.00"), (4, "0.00"), (3.5, "0.0")]
    sources = [[cell.value for cell in row] for row in book["sources"].iter_rows(min_row=2)]
    assert [(source[0], source[2]) for source in sources] == [(1, 1), (1, 2), (2, 1), (3, 2)]


def test_an_answer_in_prose_gives_its_quotations(filled: Library, tmp_path: Path) -> None:
    path = tmp_path / "prose.csv"
    write(answer("甲市档案馆的主要职责是什么", filled), path)
    assert [(row["source"], row["page"], row["quote"]) for row in read(path)] == [
        ("[1]", "2", "本馆的主要职责是保管档案。")
    ]


def test_a_table_of_several_columns_has_the_source_of_every_cell() -> None:
    table = AnswerTable(
        ("项目名称", "金额", "负责人"),
        ((TableCell("甲", citations=(1,)), TableCell("-2.50", "万元", (2,)), TableCell(None, missing=Missing.BLANK)),),
    )
    assert table_of(_answer(table)) is table


def test_formulas_of_a_document_stay_text(tmp_path: Path) -> None:
    table = AnswerTable(
        ("=项目", "金额"),
        ((TableCell("=HYPERLINK(\"http://x\")", citations=(1,)), TableCell("-2.50", "万元", (2,))),
         (TableCell("+cmd|' /C calc'!A0"), TableCell(None, missing=Missing.BLANK))),
    )  # fmt: skip
    write(_answer(table), tmp_path / "t.csv")
    rows = read(tmp_path / "t.csv")
    assert list(rows[0])[:4] == ["'=项目", "金额", "'=项目 · document", "'=项目 · page"]
    assert [(row["'=项目"], row["金额"], row["金额 · unit"]) for row in rows] == [
        ('\'=HYPERLINK("http://x")', "-2.50", "万元"),
        ("'+cmd|' /C calc'!A0", "<blank>", ""),
    ]
    write(_answer(table), tmp_path / "t.xlsx")
    cells = list(openpyxl.load_workbook(tmp_path / "t.xlsx")["table"].iter_rows(min_row=2, max_col=2))
    assert [(one.data_type, other.data_type) for one, other in cells] == [("s", "n"), ("s", "s")]


@pytest.mark.parametrize("name", ["t.doc", "nowhere/t.csv"])
def test_what_cannot_be_written_is_told(filled: Library, tmp_path: Path, name: str) -> None:
    with pytest.raises(ExportError, match=r"t\."):
        write(answer("甲市档案馆2021年公务接待费是多少", filled), tmp_path / name)
    assert not list(tmp_path.glob("*.csv"))


def test_an_answer_without_figures_and_sources_is_no_file(filled: Library, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no figures"):
        write(answer("今天天气怎么样", filled), tmp_path / "t.csv")


def _answer(table: AnswerTable) -> Answer:
    citations = tuple(Citation(n, "甲.pdf", "0" * 64, 3, "cell", "x", "表", "行", "列", "万元") for n in (1, 2))
    return Answer("问", Status.ANSWERED, "", Verdict.NONE, citations=citations, table=table)
