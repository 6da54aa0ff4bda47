"""A scan against the same pages as text, and a published scan that lies on its side under a seal."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from extractors import extract
from extractors.isolation import extract_isolated
from extractors.model import Extraction, Fact, Source
from extractors.pdf import render_page

SAME_PAGE = {1: 1, 2: 6, 3: 12, 4: 15, 5: 19, 6: 22, 7: 23}
"""Page of the scan → page of the text document."""
MIN_LABELS = 0.95
WIDTHS = str.maketrans("（）：，；", "():,;")


@pytest.fixture(scope="module")
def text(corpus: Path) -> Extraction:
    return extract(corpus / "replicas" / "luoyang-reform-2021.pdf")


@pytest.fixture(scope="module")
def scan(corpus: Path) -> Extraction:
    """Read as `ingest` reads it: in a child process under the limits that hold for every file."""
    return extract_isolated(corpus / "replicas" / "luoyang-reform-2021-scan.pdf")


@pytest.fixture(scope="module")
def sealed(corpus: Path) -> Extraction:
    return extract(corpus / "odd" / "scan-with-seal-changsha.pdf")


def plain(words: str) -> str:
    return re.sub(r"\s", "", words).translate(WIDTHS)


def place(fact: Fact, page: int) -> tuple[object, ...]:
    """Where a figure stands and what it is, without the words of its row."""
    figure = (fact.amount.value, fact.amount.unit) if fact.amount else fact.blank
    columns = tuple(plain(heading) for heading in fact.column)
    return page, fact.kind, fact.row, columns, fact.item, fact.aspect, fact.measure, fact.year, fact.code, figure


def facts_by_page(extraction: Extraction, pages: dict[int, int]) -> dict[int, list[Fact]]:
    return {scanned: [f for f in extraction.facts if f.page == number] for scanned, number in pages.items()}


def test_every_figure_of_the_scan_is_that_of_the_text(text: Extraction, scan: Extraction) -> None:
    expected = Counter(place(f, p) for p, facts in facts_by_page(text, SAME_PAGE).items() for f in facts)
    found = Counter(place(f, f.page) for f in scan.facts)
    assert sum(expected.values()) > 200
    assert found == expected


def test_rows_keep_their_labels(text: Extraction, scan: Extraction) -> None:
    expected = Counter((p, plain(f.label)) for p, facts in facts_by_page(text, SAME_PAGE).items() for f in facts)
    found = Counter((f.page, plain(f.label)) for f in scan.facts)
    assert (expected & found).total() >= MIN_LABELS * expected.total()


def test_the_three_public_expenses_are_read_from_their_page(scan: Extraction) -> None:
    figures = {f.item: f.amount.value for f in scan.facts if f.page == 5 and f.amount}
    assert figures["three_public"] == Decimal("14.00")
    assert figures["overseas_travel"] == Decimal("10.00")
    assert figures["official_reception"] == Decimal("4.00")


def test_the_scan_is_known_for_what_it_is(text: Extraction, scan: Extraction) -> None:
    for name in ("agency", "year", "phase", "level", "place"):
        assert getattr(scan.identity, name) == getattr(text.identity, name)


def test_all_of_the_scan_is_marked_as_recognised(scan: Extraction) -> None:
    assert scan.warnings == ()
    assert all(page.source is Source.OCR for page in scan.pages)
    assert all(fact.source is Source.OCR for fact in scan.facts)
    assert all(fact.confidence and fact.confidence > 0.88 for fact in scan.facts if fact.amount)


def test_a_sideways_table_under_a_seal_adds_up(sealed: Extraction) -> None:
    """Every row: 合计 = 中央 + 省级 in each of its three groups of columns."""
    [table] = sealed.tables
    assert table.unit and table.unit.symbol == "万元"
    assert (table.rows, len(table.columns)) == (12, 11)
    rows = {row: {c.column: c.text for c in table.cells if c.row == row} for row in range(3, table.rows)}
    assert plain(rows[3][0]) == "长沙市本级及所辖区小计"
    for cells in rows.values():
        for whole in (1, 4, 7):
            assert Decimal(cells[whole]) == Decimal(cells[whole + 1]) + Decimal(cells[whole + 2])


def test_a_letter_under_a_seal_is_read(sealed: Extraction) -> None:
    assert "长沙市财政局关于下达2025年度普惠金融" in plain(sealed.pages[0].text)
    assert plain("部门预算支出经济科目“31299其他对企业补助”，具体明") in plain(sealed.pages[0].text)
    assert sealed.warnings == ()


def test_a_blurred_picture_gives_fewer_figures_and_no_wrong_one(corpus: Path, text: Extraction, tmp_path: Path) -> None:
    """Table 03 at 72 dots per inch, crooked and compressed hard."""
    picture = render_page(corpus / "replicas" / "luoyang-reform-2021.pdf", 12, 1.0).convert("L")
    picture = picture.rotate(0.6, Image.Resampling.BICUBIC, fillcolor=255)
    picture.save(tmp_path / "blurred.jpg", quality=40)
    canvas = Canvas(str(tmp_path / "blurred.pdf"), pagesize=picture.size)
    canvas.drawImage(str(tmp_path / "blurred.jpg"), 0, 0, *picture.size)
    canvas.save()
    blurred = extract(tmp_path / "blurred.pdf")
    printed = {(f.row, f.column_index): f.amount.value for f in text.facts if f.page == 12 and f.amount}
    found = {(f.row, f.column_index): f.amount.value for f in blurred.facts if f.amount}
    assert len(found) > len(printed) / 2
    assert found.items() <= printed.items()
    assert len(blurred.unread) > len(printed) - len(found)
