"""PDF → pages with characters and grids. This package alone imports pypdfium2 and pdfplumber.

PDFium reads characters and drawn lines; cells are found between the lines. Four steps a page:

    page → drawing, characters → table rectangles → grids; characters → lines

PDFium is ten times as fast as pdfplumber's own interpreter and reads more broken files. pdfplumber interprets a page
itself only where PDFium fails on it. PDFium is not thread-safe: use one process per worker, never threads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pdfplumber
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from extractors.aligned import with_aligned
from extractors.errors import DamagedFile, EncryptedFile, TooLarge
from extractors.glyphs import Glyph, cell_text, glyphs_to_lines, union
from extractors.grids import cells_to_grid
from extractors.model import BBox, Grid, Page, Reading, Scan, Unread
from extractors.pdf.characters import TextLayer
from extractors.pdf.drawing import MAX_EDGES_PER_PAGE, Drawing, read_drawing
from extractors.pdf.rectangles import edges_to_tables
from extractors.pdf.view import View

MAX_PAGES = 5_000
PAGES_OPENED = 32
"""So many are read before the file is opened anew: PDFium keeps what it has parsed until a file is closed."""
MARGIN = 0.08
"""Share of a page's height at its top and its foot: a page number there is no text of a page that is a picture."""


def read_pdf(path: Path) -> Reading:
    """Read every page. Raises EncryptedFile, DamagedFile or TooLarge with a sentence for whoever has the file."""
    with _opened(path) as document:
        count = len(document)
    if count == 0:
        raise DamagedFile("The PDF opens but has no pages; it was probably cut short. Download it again.")
    if count > MAX_PAGES:
        raise TooLarge(f"The PDF says that it has {count} pages; more than {MAX_PAGES} are not read.")
    readings: list[_PageReading] = []
    for first in range(0, count, PAGES_OPENED):
        with _opened(path) as document:
            for index in range(first, min(first + PAGES_OPENED, count)):
                before = readings[-1].grids[-1:] if readings else []
                readings.append(_read_page(document, path, index, before[0] if before else None))
    return _collect(readings)


def render_page(path: Path, page_number: int, scale: float = 2.0) -> Image.Image:
    """A picture of one page; `scale` 1 gives 72 dots per inch. IndexError where there is no such page."""
    with _opened(path) as document:
        if not 1 <= page_number <= len(document):
            raise IndexError(f"{path.name} has {len(document)} pages; page {page_number} was asked for")
        image: Image.Image = document[page_number - 1].render(scale=scale).to_pil()
        return image


class _PageReading(NamedTuple):
    page: Page
    grids: list[Grid]
    unread: list[Unread]
    warning: str | None
    scan: Scan | None = None


@contextmanager
def _opened(path: Path) -> Iterator[pdfium.PdfDocument]:
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise EncryptedFile("The PDF asks for a password. Save a copy without one and load that.") from error
        raise DamagedFile("The PDF cannot be opened: it is broken or cut short. Download it again.") from error
    try:
        yield document
    finally:
        document.close()


def _collect(readings: Sequence[_PageReading]) -> Reading:
    return Reading(
        pages=tuple(r.page for r in readings),
        grids=tuple(grid for r in readings for grid in r.grids),
        warnings=tuple(r.warning for r in readings if r.warning),
        unread=tuple(item for r in readings for item in r.unread),
        scans=tuple(r.scan for r in readings if r.scan),
    )


def _read_page(document: pdfium.PdfDocument, path: Path, index: int, previous: Grid | None) -> _PageReading:
    number = index + 1
    try:
        page = document[index]
        with TextLayer(page) as text:
            view = View(page, text.turns_to_upright())
            drawing = read_drawing(page, view)
            text.read(view, drawing)
            return _read_layers(number, view, drawing, text, previous)
    except (pdfium.PdfiumError, DamagedFile):
        return _read_page_again(path, number)


def _read_layers(number: int, view: View, drawing: Drawing, text: TextLayer, previous: Grid | None) -> _PageReading:
    page = _page(number, view, text.shown, drawing)
    hidden = _hidden_text(number, text.hidden)
    if len(drawing.edges) > MAX_EDGES_PER_PAGE:
        warning = f"page {number} has {len(drawing.edges)} lines; its tables were not read"
        return _PageReading(page, [], hidden, warning)
    tables = edges_to_tables(drawing.edges)
    grids = tables_to_grids(number, tables, text.shown, text.drawn_together)
    grids = with_aligned(page, grids, text.shown, previous)
    turned = Scan(number, *view.displayed, view.to_displayed) if view.is_turned else None
    return _PageReading(page, grids, hidden, None, turned)


def _page(number: int, view: View, glyphs: Sequence[Glyph], drawing: Drawing) -> Page:
    lines = tuple(glyphs_to_lines(glyphs))
    margin = MARGIN * view.height
    in_body = any(line.bbox and margin < line.bbox[3] and line.bbox[1] < view.height - margin for line in lines)
    return Page(number, view.width, view.height, lines, image_only=not in_body and drawing.image_share > 0.2)


def _hidden_text(page: int, glyphs: Sequence[Glyph]) -> list[Unread]:
    """Text that a reader of the paper cannot see is no evidence; it is kept, to be shown as such."""
    if not glyphs:
        return []
    return [Unread(page, union([g[1:5] for g in glyphs]), cell_text(glyphs), "hidden text: not visible on the page")]


def tables_to_grids(
    number: int,
    tables: Sequence[Sequence[BBox]],
    glyphs: Sequence[Glyph],
    drawn_together: Callable[[Glyph, Glyph], bool] = lambda one, other: False,
) -> list[Grid]:
    """Grids from top to bottom; a frame around text and a grid with nothing in it are none."""
    grids = [cells_to_grid(number, boxes, glyphs, drawn_together) for boxes in tables if len(boxes) > 1]
    filled = [grid for grid in grids if any(cell.text for cell in grid.cells)]
    return sorted(filled, key=lambda grid: (grid.bbox or (0.0, 0.0, 0.0, 0.0))[1::-1])


def _read_page_again(path: Path, number: int) -> _PageReading:
    """pdfplumber's own interpretation of a page on which PDFium failed."""
    with pdfplumber.open(path) as document:
        if number > len(document.pages):
            empty = Page(number, 0.0, 0.0, ())
            return _PageReading(empty, [], [], f"page {number} cannot be read")
        page = document.pages[number - 1]
        glyphs = [Glyph(c["text"], c["x0"], c["top"], c["x1"], c["bottom"]) for c in page.chars]
        grids = tables_to_grids(number, [table.cells for table in page.find_tables()], glyphs)
        lines = tuple(glyphs_to_lines(glyphs))
        return _PageReading(Page(number, float(page.width), float(page.height), lines), grids, [], None)
