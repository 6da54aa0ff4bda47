"""Pages that are pictures. The picture is a page of a sample, so it looks the same whatever fonts a machine has."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw
from reportlab.pdfgen.canvas import Canvas

from extractors import extract
from extractors.model import BBox, Extraction, Fact, Source, Table
from extractors.pdf import render_page
from extractors.picture_grid import rulings

SAMPLES = Path(__file__).parents[2] / "samples" / "documents"
SAMPLE = next(SAMPLES.glob("政务服务局2021*.pdf"))
TEXT_PAGE, TABLE_PAGE = 1, 13  # the cover; 三公经费 with its title and unit
DOTS = 150 / 72
SKEW = 0.7


@pytest.fixture(scope="module")
def original() -> Extraction:
    return extract(SAMPLE)


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Extraction:
    """A cover with text, then a table page as a scanner sees it: sideways, crooked and with a seal on the table."""
    import pypdfium2 as pdfium

    folder = tmp_path_factory.mktemp("scan")
    picture = render_page(SAMPLE, TABLE_PAGE, DOTS).convert("RGB")
    _stamp(picture)
    crooked = picture.rotate(SKEW, Image.Resampling.BICUBIC, fillcolor="white").rotate(90, expand=True)
    _picture_page(folder / "picture.pdf", crooked)
    with pdfium.PdfDocument.new() as mixed:
        mixed.import_pages(pdfium.PdfDocument(SAMPLE), [TEXT_PAGE - 1])
        mixed.import_pages(pdfium.PdfDocument(folder / "picture.pdf"))
        mixed.save(folder / "scan.pdf")
    return extract(folder / "scan.pdf")


def _stamp(picture: Image.Image) -> None:
    seal = Image.new("RGB", picture.size, "white")
    pen = ImageDraw.Draw(seal)
    middle, radius = (picture.width // 2, picture.height // 4), round(60 * DOTS)
    box = (middle[0] - radius, middle[1] - radius, middle[0] + radius, middle[1] + radius)
    pen.ellipse(box, outline=(230, 90, 90), width=8)
    pen.regular_polygon((*middle, radius // 3), 5, fill=(230, 90, 90))
    picture.paste(ImageChops.multiply(picture, seal))


def _picture_page(path: Path, picture: Image.Image) -> None:
    size = (picture.width / DOTS, picture.height / DOTS)
    image = path.with_suffix(".png")
    picture.save(image)
    canvas = Canvas(str(path), pagesize=size)
    canvas.drawImage(str(image), 0, 0, *size)
    canvas.save()


def table_facts(extraction: Extraction, page: int) -> list[Fact]:
    return [fact for fact in extraction.facts if fact.page == page and fact.table is not None]


def meaning(fact: Fact) -> tuple[object, ...]:
    unit = fact.amount.unit if fact.amount else None
    value = fact.amount.value if fact.amount else None
    return fact.item, fact.measure, fact.year, value, unit, fact.blank, fact.row, fact.column_index


def test_a_picture_says_what_its_page_says(original: Extraction, scanned: Extraction) -> None:
    expected = [meaning(fact) for fact in table_facts(original, TABLE_PAGE)]
    assert len(expected) >= 6
    assert [meaning(fact) for fact in table_facts(scanned, 2)] == expected
    assert scanned.identity.agency == original.identity.agency


def test_only_what_was_recognised_is_marked_so(scanned: Extraction) -> None:
    assert [page.source for page in scanned.pages] == [Source.TEXT, Source.OCR]
    filled = [fact for fact in table_facts(scanned, 2) if fact.amount]
    assert all(fact.source is Source.OCR and fact.confidence and fact.confidence > 0.6 for fact in filled)
    assert all(fact.source is Source.TEXT and fact.confidence is None for fact in scanned.facts if fact.page == 1)


def test_pages_that_were_read_need_no_warning(scanned: Extraction) -> None:
    assert scanned.warnings == ()
    assert not any(page.image_only for page in scanned.pages)


def test_boxes_lie_on_the_page_as_displayed(original: Extraction, scanned: Extraction) -> None:
    """The page lies on its side: what was at (x, y) is at (y, width − x), and a little turned."""
    page = original.pages[TABLE_PAGE - 1]
    assert (scanned.pages[1].width, scanned.pages[1].height) == pytest.approx((page.height, page.width), abs=1)
    for before, after in zip(table_facts(original, TABLE_PAGE), table_facts(scanned, 2), strict=True):
        x, y = center(before.bbox)
        assert center(after.bbox) == pytest.approx((y, page.width - x), abs=10)


def center(box: BBox | None) -> tuple[float, float]:
    assert box
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def test_pages_over_the_limit_stay_pictures_and_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from extractors import ocr
    from extractors.pdf import read_pdf

    monkeypatch.setattr(ocr, "MAX_PICTURE_PAGES", 0)
    _picture_page(tmp_path / "a.pdf", Image.new("RGB", (400, 600), "gray"))
    reading = ocr.read_picture_pages(tmp_path / "a.pdf", read_pdf(tmp_path / "a.pdf"))
    assert reading.pages[0].image_only
    assert reading.warnings == ("1 of 1 pages are pictures without text and were not read: 1",)


def test_text_needs_no_recogniser() -> None:
    program = (
        "import sys; from pathlib import Path; from extractors import extract; extract(Path(sys.argv[1]));"
        "print([m for m in ('cv2', 'onnxruntime', 'rapidocr') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program, SAMPLE], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_amount_keeps_its_decimal_places(scanned: Extraction) -> None:
    values = {fact.amount.value for fact in table_facts(scanned, 2) if fact.amount}
    assert any(value.as_tuple().exponent == -2 for value in values if isinstance(value, Decimal))


def test_a_picture_of_a_table_without_rulings_is_read_by_its_alignment(original: Extraction, tmp_path: Path) -> None:
    picture = render_page(SAMPLE, TABLE_PAGE, DOTS).convert("L")
    _picture_page(tmp_path / "picture.pdf", Image.fromarray(rulings(np.asarray(picture), DOTS).pixels).convert("RGB"))
    (table,) = extract(tmp_path / "picture.pdf", file_name=SAMPLE.name).tables
    (ruled,) = (table for table in original.tables if TABLE_PAGE in table.pages)
    assert {row for row in rows_of(ruled) if any(row[1:])} <= rows_of(table)


def rows_of(table: Table) -> set[tuple[str, ...]]:
    """Label and figures of every row of the body, blanks as nothing."""
    rows: dict[int, list[str]] = {}
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        if cell.row >= table.header_rows:
            rows.setdefault(cell.row, []).append("".join(cell.text.split()).strip("-—"))
    return {tuple(row) for row in rows.values()}
