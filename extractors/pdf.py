"""PDF → pages with characters and grids. The only importer of pypdfium2 and pdfplumber.

PDFium reads characters and drawn lines; pdfplumber's table finder turns lines into cells. Five steps a page:

    page → glyphs and edges → table rectangles → grids; glyphs → lines

PDFium is ten times as fast as pdfplumber's own interpreter and reads more broken files. pdfplumber interprets a page
itself only where PDFium fails on it. PDFium is not thread-safe: use one process per worker, never threads.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pdfplumber
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from pdfplumber.table import TableFinder
from PIL import Image

from extractors.errors import DamagedFile, EncryptedFile, TooLarge
from extractors.glyphs import Glyph, cell_text, glyphs_to_lines, union
from extractors.grids import cells_to_grid
from extractors.model import BBox, Grid, Page, Reading, Unread

MAX_PAGES = 5_000
MAX_GLYPHS_PER_PAGE = 200_000
MAX_EDGES_PER_PAGE = 20_000
MAX_FORM_DEPTH = 8
THIN_POINTS = 3.0
"""A rectangle at most this thick is a line."""
MIN_FONT_POINTS = 2.0
"""Smaller text cannot be read on paper: it is hidden, whatever it says."""
WHITE = 250
"""Every colour channel at least this bright is white on paper."""
INVISIBLE_RENDER_MODES = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Edge(NamedTuple):
    """An axis-parallel ruling line, in page points from the top left."""

    x0: float
    top: float
    x1: float
    bottom: float


class Drawing(NamedTuple):
    """What is on a page besides glyphs: rulings, filled areas that are not white, and how much is picture."""

    edges: list[Edge]
    dark: list[BBox]
    image_share: float
    has_odd_text: bool  # some text object is invisible or white: glyphs must be looked at one by one


class View:
    """The page as a reader sees it: its size, and user space → points from the top left."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        box = raw.FS_RECTF()
        if not raw.FPDF_GetPageBoundingBox(page.raw, box):
            raise DamagedFile("A page has no size.")
        self._box = (box.left, box.bottom, box.right, box.top)
        self._turns = raw.FPDFPage_GetRotation(page.raw) % 4
        across, down = box.right - box.left, box.top - box.bottom
        self.width, self.height = (down, across) if self._turns % 2 else (across, down)

    def box(self, left: float, bottom: float, right: float, top: float) -> BBox:
        x0, y0, x1, y1 = self._box
        match self._turns:
            case 0:
                return left - x0, y1 - top, right - x0, y1 - bottom
            case 1:
                return bottom - y0, left - x0, top - y0, right - x0
            case 2:
                return x1 - right, bottom - y0, x1 - left, top - y0
            case _:
                return y1 - top, x1 - right, y1 - bottom, x1 - left


def read_pdf(path: Path) -> Reading:
    """Read every page. Raises EncryptedFile, DamagedFile or TooLarge with a sentence for the person who has the file."""
    document = _open(path)
    try:
        count = len(document)
        if count == 0:
            raise DamagedFile("The PDF opens but has no pages; it was probably cut short. Download it again.")
        if count > MAX_PAGES:
            raise TooLarge(f"The PDF says that it has {count} pages; more than {MAX_PAGES} are not read.")
        return _collect(path, [_read_page(document, path, i) for i in range(count)])
    finally:
        document.close()


def render_page(path: Path, page_number: int, scale: float = 2.0) -> Image.Image:
    """A picture of one page; `scale` 1 gives 72 dots per inch. IndexError where there is no such page."""
    document = _open(path)
    try:
        if not 1 <= page_number <= len(document):
            raise IndexError(f"{path.name} has {len(document)} pages; page {page_number} was asked for")
        image: Image.Image = document[page_number - 1].render(scale=scale).to_pil()
        return image
    finally:
        document.close()


class _PageReading(NamedTuple):
    page: Page
    grids: list[Grid]
    unread: list[Unread]
    warning: str | None


def _open(path: Path) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise EncryptedFile("The PDF asks for a password. Save a copy without one and load that.") from error
        raise DamagedFile("The PDF cannot be opened: it is broken or cut short. Download it again.") from error


def _collect(path: Path, readings: Sequence[_PageReading]) -> Reading:
    pictures = [r.page.number for r in readings if r.page.image_only]
    warnings = [r.warning for r in readings if r.warning]
    if pictures:
        listed = ", ".join(map(str, pictures))
        warnings.append(f"{len(pictures)} of {len(readings)} pages are pictures without text and were not read: {listed}")
    return Reading(
        pages=tuple(r.page for r in readings),
        grids=tuple(grid for r in readings for grid in r.grids),
        warnings=tuple(warnings),
        unread=tuple(item for r in readings for item in r.unread),
    )


def _read_page(document: pdfium.PdfDocument, path: Path, index: int) -> _PageReading:
    number = index + 1
    try:
        page = document[index]
        view = View(page)
        drawing = _draw(page, view)
        glyphs, hidden = _glyphs(page, view, drawing)
    except (pdfium.PdfiumError, DamagedFile):
        return _read_page_again(path, number)
    if len(drawing.edges) > MAX_EDGES_PER_PAGE:
        warning = f"page {number} has {len(drawing.edges)} lines; its tables were not read"
        return _PageReading(_page(number, view, glyphs, drawing), [], hidden_text(number, hidden), warning)
    grids, loose = _grids(number, view, drawing.edges, glyphs)
    page.close()
    del loose
    return _PageReading(_page(number, view, glyphs, drawing), grids, hidden_text(number, hidden), None)


def _page(number: int, view: View, glyphs: Sequence[Glyph], drawing: Drawing) -> Page:
    lines = tuple(glyphs_to_lines(glyphs))
    return Page(number, view.width, view.height, lines, image_only=not lines and drawing.image_share > 0.2)


def hidden_text(page: int, glyphs: Sequence[Glyph]) -> list[Unread]:
    """Text that a reader of the paper cannot see is no evidence; it is kept, to be shown as such."""
    if not glyphs:
        return []
    return [Unread(page, union([g[1:5] for g in glyphs]), cell_text(glyphs), "hidden text: not visible on the page")]


# ---------------------------------------------------------------------------------------------- glyphs


def _glyphs(page: pdfium.PdfPage, view: View, drawing: Drawing) -> tuple[list[Glyph], list[Glyph]]:
    """The page's visible characters, and the hidden ones."""
    textpage = page.get_textpage()
    try:
        count = raw.FPDFText_CountChars(textpage.raw)
        if count > MAX_GLYPHS_PER_PAGE:
            raise TooLarge(f"One page has {count} characters; more than {MAX_GLYPHS_PER_PAGE} are not read.")
        shown: list[Glyph] = []
        hidden: list[Glyph] = []
        rect = raw.FS_RECTF()
        reference = ctypes.byref(rect)
        handle, to_page = textpage.raw, view.box
        for i in range(count):
            code = raw.FPDFText_GetUnicode(handle, i)
            if code < 32 or raw.FPDFText_IsGenerated(handle, i) == 1:
                continue
            if not raw.FPDFText_GetLooseCharBox(handle, i, reference):
                continue
            size = raw.FPDFText_GetFontSize(handle, i)
            box = to_page(rect.left, rect.bottom, rect.right, rect.top)
            glyph = Glyph(_character(code), *box, size, _run(raw.FPDFText_GetTextObject(handle, i)))
            if _is_seen(glyph, view) and not (drawing.has_odd_text and _is_invisible(handle, i, glyph, drawing)):
                shown.append(glyph)
            elif not glyph.text.isspace():
                hidden.append(glyph)
        return shown, hidden
    finally:
        textpage.close()


def _run(text_object: Any) -> int:
    """The address of a text object: good for telling objects of one open page apart, and for nothing else."""
    return ctypes.cast(text_object, ctypes.c_void_p).value or 0


def _character(code: int) -> str:
    if code in (0xA0, 0x3000):  # no-break and ideographic space
        return " "
    return chr(code) if code < 0x110000 and not 0xD800 <= code <= 0xDFFF else "\ufffd"


def _is_seen(glyph: Glyph, view: View) -> bool:
    x, y = glyph.center
    return 0 <= x <= view.width and 0 <= y <= view.height and glyph.bottom - glyph.top >= MIN_FONT_POINTS


def _is_invisible(handle: Any, index: int, glyph: Glyph, drawing: Drawing) -> bool:
    text_object = raw.FPDFText_GetTextObject(handle, index)
    if text_object and raw.FPDFTextObj_GetTextRenderMode(text_object) in INVISIBLE_RENDER_MODES:
        return True
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFText_GetFillColor(handle, index, red, green, blue, alpha):
        return False
    if alpha.value == 0:
        return True
    x, y = glyph.center
    on_paper = not any(b[0] <= x <= b[2] and b[1] <= y <= b[3] for b in drawing.dark)
    return on_paper and min(red.value, green.value, blue.value) >= WHITE


# ---------------------------------------------------------------------------------------------- drawing


def _draw(page: pdfium.PdfPage, view: View) -> Drawing:
    edges: list[Edge] = []
    dark: list[BBox] = []
    image_area = 0.0
    odd_text = False
    count = raw.FPDFPage_CountObjects(page.raw)
    top_level = (raw.FPDFPage_GetObject(page.raw, i) for i in range(count))
    for handle, matrix in _objects(top_level, IDENTITY, 0):
        kind = raw.FPDFPageObj_GetType(handle)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            found, filled = _path(handle, matrix, view)
            edges.extend(found)
            if filled is not None:
                dark.append(filled)
        elif kind == raw.FPDF_PAGEOBJ_TEXT:
            odd_text = odd_text or _is_odd_text(handle)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            x0, top, x1, bottom = view.box(*_bounds(handle, matrix))
            image_area += max(0.0, x1 - x0) * max(0.0, bottom - top)
            dark.append((x0, top, x1, bottom))  # white text on a picture can be seen
        if len(edges) > MAX_EDGES_PER_PAGE:
            break
    return Drawing(edges, dark, image_area / max(1.0, view.width * view.height), odd_text)


def _objects(handles: Iterator[Any], matrix: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:
    """Page objects with the matrix that leads to the page, those inside form objects included."""
    for handle in handles:
        if handle and raw.FPDFPageObj_GetType(handle) == raw.FPDF_PAGEOBJ_FORM:
            if depth < MAX_FORM_DEPTH:
                inner = (raw.FPDFFormObj_GetObject(handle, i) for i in range(raw.FPDFFormObj_CountObjects(handle)))
                yield from _objects(inner, _combine(_matrix(handle), matrix), depth + 1)
        elif handle:
            yield handle, matrix


def _matrix(handle: Any) -> Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(handle, found):
        return IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def _combine(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _bounds(handle: Any, matrix: Matrix) -> tuple[float, float, float, float]:
    """(left, bottom, right, top) in user space."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(handle, left, bottom, right, top)
    if matrix == IDENTITY:
        return left.value, bottom.value, right.value, top.value
    corners = [_apply(matrix, x, y) for x in (left.value, right.value) for y in (bottom.value, top.value)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _is_odd_text(handle: Any) -> bool:
    if raw.FPDFTextObj_GetTextRenderMode(handle) in INVISIBLE_RENDER_MODES:
        return True
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(handle, red, green, blue, alpha):
        return False
    return alpha.value == 0 or min(red.value, green.value, blue.value) >= WHITE


def _path(handle: Any, matrix: Matrix, view: View) -> tuple[list[Edge], BBox | None]:
    """The ruling lines of one path, and its area where it is filled with something darker than paper."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(handle, fill, stroke)
    if not fill.value and not stroke.value:
        return [], None  # a clip path draws nothing
    segments = raw.FPDFPath_CountSegments(handle)
    box = view.box(*_bounds(handle, matrix))
    dark = box if fill.value and not _is_odd_text_colour(handle) else None
    if segments <= 6:
        return _box_edges(box), dark
    return _segment_edges(handle, segments, matrix, view), dark


def _is_odd_text_colour(handle: Any) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    found = raw.FPDFPageObj_GetFillColor(handle, red, green, blue, alpha)
    return bool(found) and (alpha.value == 0 or min(red.value, green.value, blue.value) >= WHITE)


def _box_edges(box: BBox) -> list[Edge]:
    x0, top, x1, bottom = box
    if bottom - top <= THIN_POINTS:
        middle = (top + bottom) / 2
        return [Edge(x0, middle, x1, middle)]
    if x1 - x0 <= THIN_POINTS:
        middle = (x0 + x1) / 2
        return [Edge(middle, top, middle, bottom)]
    return [Edge(x0, top, x1, top), Edge(x0, bottom, x1, bottom), Edge(x0, top, x0, bottom), Edge(x1, top, x1, bottom)]


def _segment_edges(handle: Any, count: int, matrix: Matrix, view: View) -> list[Edge]:
    """The axis-parallel segments of a path that draws several lines or rectangles at once."""
    to_page = _combine(_matrix(handle), matrix)
    edges: list[Edge] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = (0.0, 0.0)
    for i in range(min(count, MAX_EDGES_PER_PAGE)):
        segment = raw.FPDFPath_GetPathSegment(handle, i)
        if not raw.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        user = _apply(to_page, x.value, y.value)
        px, py, _, _ = view.box(user[0], user[1], user[0], user[1])
        point = (px, py)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            start = point
        else:
            edges.extend(_line_edge(last, point))
        if raw.FPDFPathSegment_GetClose(segment):
            edges.extend(_line_edge(point, start))
        last = point
    return edges


def _line_edge(a: tuple[float, float], b: tuple[float, float]) -> list[Edge]:
    if abs(a[1] - b[1]) <= 0.5 < abs(a[0] - b[0]):
        return [Edge(min(a[0], b[0]), a[1], max(a[0], b[0]), a[1])]
    if abs(a[0] - b[0]) <= 0.5 < abs(a[1] - b[1]):
        return [Edge(a[0], min(a[1], b[1]), a[0], max(a[1], b[1]))]
    return []


# ---------------------------------------------------------------------------------------------- grids


class _FinderPage:
    """The few attributes of a pdfplumber page that its table finder reads."""

    def __init__(self, bbox: BBox, edges: list[dict[str, Any]]) -> None:
        self.bbox = bbox
        self.edges = edges


def _grids(number: int, view: View, edges: Sequence[Edge], glyphs: Sequence[Glyph]) -> tuple[list[Grid], set[int]]:
    """The grids of one page, and the indexes of the glyphs in their cells."""
    if len(edges) < 4:
        return [], set()
    bbox = (0.0, 0.0, view.width, view.height)
    finder = TableFinder(_FinderPage(bbox, [_finder_edge(edge) for edge in edges]))
    return _tables_to_grids(number, [table.cells for table in finder.tables], glyphs)


def _finder_edge(edge: Edge) -> dict[str, Any]:
    x0, top, x1, bottom = edge
    orientation = "h" if top == bottom else "v"
    return {
        "x0": x0, "x1": x1, "top": top, "bottom": bottom, "width": x1 - x0, "height": bottom - top,
        "orientation": orientation, "object_type": "line",
    }  # fmt: skip


def _tables_to_grids(number: int, tables: Sequence[Any], glyphs: Sequence[Glyph]) -> tuple[list[Grid], set[int]]:
    grids: list[Grid] = []
    used: set[int] = set()
    for boxes in tables:
        if len(boxes) < 2:
            continue  # a frame around text is no table
        grid, inside = cells_to_grid(number, boxes, glyphs)
        if inside and grid.rows and grid.columns:
            grids.append(grid)
            used |= inside
    grids.sort(key=lambda grid: (grid.bbox or bbox_zero)[1::-1])
    return grids, used


bbox_zero: BBox = (0.0, 0.0, 0.0, 0.0)


def _read_page_again(path: Path, number: int) -> _PageReading:
    """pdfplumber's own interpretation of a page on which PDFium failed."""
    with pdfplumber.open(path) as document:
        if number > len(document.pages):
            empty = Page(number, 0.0, 0.0, ())
            return _PageReading(empty, [], [], f"page {number} cannot be read")
        page = document.pages[number - 1]
        glyphs = [Glyph(c["text"], c["x0"], c["top"], c["x1"], c["bottom"], c["size"]) for c in page.chars]
        grids, _ = _tables_to_grids(number, [table.cells for table in page.find_tables()], glyphs)
        lines = tuple(glyphs_to_lines(glyphs))
        return _PageReading(Page(number, float(page.width), float(page.height), lines), grids, [], None)
