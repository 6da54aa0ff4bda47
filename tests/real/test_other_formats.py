"""The same disclosures as text exports, Word, Excel and web pages, against what their PDFs print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from extractors import extract
from extractors.errors import ExtractionError
from extractors.formats import sniff
from extractors.isolation import extract_isolated
from extractors.model import FactKind, Grid, Reading
from extractors.office import read_docx, read_xlsx
from extractors.pdf import read_pdf
from extractors.plain import FLATTENED, read_text
from extractors.web import read_html


def grid_with(reading: Reading, *texts: str) -> Grid:
    """The first grid that has all these cells."""
    return next(grid for grid in reading.grids if set(texts) <= {"".join(cell.text.split()) for cell in grid.cells})


def rows(grid: Grid) -> dict[str, list[str]]:
    """The body: the first words of a row → the texts of its other cells, blanks included."""
    found: dict[str, list[str]] = {}
    for row in range(grid.rows):
        texts = ["".join(cell.text.split()) for cell in sorted(grid.cells, key=lambda c: c.column) if cell.row == row]
        at = next((i for i, text in enumerate(texts) if text and not text.isdigit()), None)
        if at is not None:
            found[texts[at]] = texts[at + 1 :]
    return found


def places(reading: Reading) -> list[list[tuple[int, int, int, int, str]]]:
    """Every filled cell of every grid, with its place and spans, white space removed."""
    return [
        sorted(
            (cell.row, cell.column, cell.row_span, cell.column_span, "".join(cell.text.split()))
            for cell in grid.cells
            if cell.text.strip()
        )
        for grid in reading.grids
    ]


def seed(corpus: Path, number: str) -> Reading:
    return read_text(next((corpus / "seeds").glob(f"{number}_*.txt")))


@pytest.mark.parametrize(
    ("number", "openings"),
    [
        (
            "000",
            {
                1: "第一部分",
                3: "相比，一般公共预算收支预算",
                8: "2021 年部门收支总体情况表",
                17: "预算07表",
                30: "指标",
            },
        ),
        (
            "003",
            {1: "第一部分", 4: "- 5 -", 9: "- 10 -", 12: "预算 01表", 18: "预算 07 表", 26: "410308230000000004006"},
        ),
        ("001", {1: "附件 1:", 2: "附件：改革协调局", 5: "2021 年一般公共预算“三公”经费", 8: "高新区财政项目支出"}),
        ("002", {1: "政务服务局"}),
        ("004", {1: "洛阳高新区区级2026年"}),
    ],
)
def test_pages_of_text_exports(corpus: Path, number: str, openings: dict[int, str]) -> None:
    pages = seed(corpus, number).pages
    assert len(pages) == max(openings)
    assert all(pages[page - 1].lines[0].text.startswith(opening) for page, opening in openings.items())


@pytest.mark.parametrize(
    ("number", "cells", "label", "expected"),
    [
        ("001", ["科目编码", "其他各项支出"], "招商引资", ["30.00", "", "", "", "", "30.00", "30.00", "", ""]),
        ("001", ["项目", "总计"], "2、公务接待费", ["4.00"]),
        ("001", ["项目", "总计"], "3、公务用车费", [""]),
        ("002", ["项目", "总计"], "2、公务接待费", ["5.00"]),
        ("002", ["国有资本经营预算", "支出合计"], "财政拨款", ["590.09", "二、外交", *[""] * 10]),
        (
            "002",
            ["国有资本经营预算", "支出合计"],
            "收入合计：",
            ["590.09", "支出合计", "590.09", "590.09", "590.09", *[""] * 7],
        ),
        ("004", ["部门名称", "主管部门"], "基本支出", ["1,022.51", "财政拨款", "1944.64", "", "", "", ""]),
    ],
)
def test_figures_of_text_exports_are_in_their_columns(
    corpus: Path, number: str, cells: Sequence[str], label: str, expected: list[str]
) -> None:
    assert rows(grid_with(seed(corpus, number), *cells))[label] == expected


def test_tables_flattened_into_text_are_unread_not_guessed(corpus: Path) -> None:
    flattened = {number: seed(corpus, number) for number in ("000", "003")}
    assert all(reading.grids == () for reading in flattened.values())
    assert {item.reason for reading in flattened.values() for item in reading.unread} == {FLATTENED}
    pages = {number: sorted({item.page for item in reading.unread}) for number, reading in flattened.items()}
    assert pages == {"000": [*range(8, 18)], "003": [*range(12, 19), 22, 23, 25]}


def test_word_has_the_cells_of_its_pdf(corpus: Path) -> None:
    word = read_docx(corpus / "replicas" / "luoyang-service-2021.docx")
    paper = places(read_pdf(corpus / "replicas" / "luoyang-service-2021.pdf"))
    assert len(word.pages) == 14  # the breaks that the writer set; Word has stored no layout in it
    assert [grid in paper for grid in places(word)] == [True, False, True, True, False, True, True, True]
    # The two others go on on a second page of the PDF.


def test_word_and_pdf_state_the_same_facts(corpus: Path) -> None:
    def facts(name: str) -> Counter[tuple[str, tuple[str, ...], str]]:
        found = extract(corpus / "replicas" / name).facts
        return Counter((fact.label, fact.column, fact.quote) for fact in found if fact.kind is FactKind.CELL)

    assert facts("luoyang-service-2021.docx") == facts("luoyang-service-2021.pdf")


def test_a_child_process_reads_the_same(corpus: Path) -> None:
    path = corpus / "replicas" / "luoyang-hightech-2026.xlsx"
    assert extract_isolated(path, file_name="预算.xlsx") == extract(path, file_name="预算.xlsx")


def test_excel_prints_what_the_pdf_prints(corpus: Path) -> None:
    sheet = read_xlsx(corpus / "replicas" / "luoyang-hightech-2026.xlsx")
    paper = read_pdf(corpus / "replicas" / "luoyang-hightech-2026.pdf")
    assert places(sheet) == places(paper)


def test_a_page_with_its_tables_flattened_keeps_its_sentences(corpus: Path) -> None:
    reading = read_html(corpus / "odd" / "flattened-kunming.html")
    assert reading.title == "昆明市审计局（汇总）2026年预算公开"
    assert "2026年单位财务总收入154,991,108.01元" in reading.pages[0].text
    assert "zcwdHeadBanner" not in reading.pages[0].text


@pytest.mark.parametrize(
    ("name", "status", "said"),
    [
        ("html-named-2026年部门预算.pdf", "unsupported", "the content is a web page"),
        ("empty-2026年部门预算.pdf", "damaged", "empty"),
    ],
)
def test_names_that_lie(corpus: Path, name: str, status: str, said: str) -> None:
    with pytest.raises(ExtractionError) as raised:
        sniff(corpus / "odd" / name)
    assert (raised.value.status, said in str(raised.value)) == (status, True)


def test_every_real_file_is_what_its_name_says(corpus: Path) -> None:
    formats = {sniff(path).value for path in (corpus / "real").rglob("*") if path.suffix.lower() == ".pdf"}
    assert formats == {"pdf"}
