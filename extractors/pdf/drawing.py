"""What is drawn on a page besides text: ruling lines, dark areas, pictures.

Grids are drawn as lines, as thin rectangles, as one path with hundreds of segments, directly or inside form objects
with a matrix of their own. All come out as axis-parallel edges.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.model import BBox
from extractors.pdf.view import View

MAX_EDGES_PER_PAGE = 20_000
MAX_FORM_DEPTH = 8
THIN_POINTS = 3.0
"""A rectangle at most this thick is a line."""
WHITE = 250
"""Every colour channel at least this bright is white on paper."""
INVISIBLE_RENDER_MODES = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

# PDFium writes its results here. One thread uses PDFium, so these are reused: a page has thousands of objects.
_COLOUR = tuple(ctypes.c_uint() for _ in range(4))
_BOUNDS = tuple(ctypes.c_float() for _ in range(4))
_FILL, _STROKE = ctypes.c_int(), ctypes.c_int()


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


def read_drawing(page: pdfium.PdfPage, view: View) -> Drawing:
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
    raw.FPDFPageObj_GetBounds(handle, *_BOUNDS)
    left, bottom, right, top = (bound.value for bound in _BOUNDS)
    if matrix is IDENTITY:
        return left, bottom, right, top
    corners = [_apply(matrix, x, y) for x in (left, right) for y in (bottom, top)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _is_odd_text(handle: Any) -> bool:
    return raw.FPDFTextObj_GetTextRenderMode(handle) in INVISIBLE_RENDER_MODES or _fills_white(handle)


def _path(handle: Any, matrix: Matrix, view: View) -> tuple[list[Edge], BBox | None]:
    """The ruling lines of one path, and its area where it is filled with something darker than paper."""
    raw.FPDFPath_GetDrawMode(handle, _FILL, _STROKE)
    if not _FILL.value and not _STROKE.value:
        return [], None  # a clip path draws nothing
    segments = raw.FPDFPath_CountSegments(handle)
    box = view.box(*_bounds(handle, matrix))
    dark = box if _FILL.value and not _fills_white(handle) else None
    if segments <= 6:
        return _box_edges(box), dark
    return _segment_edges(handle, segments, matrix, view), dark


def _fills_white(handle: Any) -> bool:
    """Whether an object's fill cannot be told from paper: white, or transparent."""
    if not raw.FPDFPageObj_GetFillColor(handle, *_COLOUR):
        return False
    red, green, blue, alpha = (channel.value for channel in _COLOUR)
    return alpha == 0 or (red >= WHITE and green >= WHITE and blue >= WHITE)


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
