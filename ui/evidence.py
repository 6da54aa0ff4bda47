"""A page as a picture, with the cited cell boxed and its row and headings tinted."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw

from extractors.headings import squeeze
from extractors.model import BBox, Cell, Table

SCALE = 2.0  # pixels per point
INK = (200, 30, 45)
TINT = (255, 240, 168)
ROW = (255, 248, 218)
HEADING = (214, 229, 243)
LINE = 3  # pixels
GAP = 1.0  # points between the place and its box
SAME_PLACE = 1.0  # points by which the edges of one cell may differ
FASTEST = 1  # PNG compression: three times as fast as the usual 6, a tenth larger


@dataclass(frozen=True, slots=True)
class Highlights:
    """What is marked on one page; all boxes in points from the top-left corner."""

    box: BBox | None = None
    row: tuple[BBox, ...] = ()
    headings: tuple[BBox, ...] = ()


def find_highlights(tables: Sequence[Table], page: int, box: BBox | None) -> Highlights:
    """The row and the headings of the cell that stands at `box`; the box alone where no table has such a cell."""
    if box is None:
        return Highlights()
    for table in tables:
        cell = _cell_at(table, page, box) if page in table.pages else None
        if cell and not table.is_form:
            return Highlights(box, tuple(_row_of(cell, table)), tuple(_headings_of(cell, table)))
    return Highlights(box)


def _cell_at(table: Table, page: int, box: BBox) -> Cell | None:
    cells = (cell for cell in table.cells if cell.page == page and cell.bbox)
    return next((cell for cell in cells if cell.bbox and _is_same(cell.bbox, box)), None)


def _is_same(one: BBox, other: BBox) -> bool:
    return all(abs(a - b) <= SAME_PLACE for a, b in zip(one, other, strict=True))


def _row_of(cell: Cell, table: Table) -> Iterator[BBox]:
    """The cells beside it: of its own lane where tables stand side by side."""
    lanes = {column.index: column.lane for column in table.columns}
    for beside in table.cells:
        is_beside = beside.page == cell.page and beside.row <= cell.row < beside.row + beside.row_span
        if is_beside and beside.bbox and lanes.get(beside.column) == lanes.get(cell.column):
            yield beside.bbox


def _headings_of(cell: Cell, table: Table) -> Iterator[BBox]:
    """The cells of the header above it whose words are in its column's heading path."""
    path = next((column.path for column in table.columns if column.index == cell.column), ())
    words = {squeeze(heading) for heading in path}
    for above in table.cells:
        is_above = above.row < table.header_rows and above.column <= cell.column < above.column + above.column_span
        if is_above and above.page == cell.page and above.bbox and squeeze(above.text) in words:
            yield above.bbox


def draw(page: Path, marked: Highlights, *, scale: float = SCALE) -> bytes:
    """The rendered page as a PNG with everything marked on it."""
    with Image.open(page) as file:
        picture = file.convert("RGB")
    for tint, boxes in ((ROW, marked.row), (HEADING, marked.headings)):
        for box in boxes:
            _tint(picture, _in_pixels(box, picture.size, scale), tint)
    if marked.box:
        place = box_in_pixels(marked.box, picture.size, scale)
        _tint(picture, place, TINT)
        ImageDraw.Draw(picture).rectangle(place, outline=INK, width=LINE)
    written = io.BytesIO()
    picture.save(written, "PNG", compress_level=FASTEST)
    return written.getvalue()


def _tint(picture: Image.Image, place: tuple[int, int, int, int], colour: tuple[int, int, int]) -> None:
    """Colours the paper of a place; ink stays as dark as it is."""
    x0, top, x1, bottom = place
    area = (x0, top, x1 + 1, bottom + 1)
    paper = picture.crop(area)
    picture.paste(ImageChops.multiply(paper, Image.new("RGB", paper.size, colour)), area)


def box_in_pixels(bbox: BBox, size: tuple[int, int], scale: float) -> tuple[int, int, int, int]:
    """Where the box is drawn: a little around the place, kept on the page."""
    x0, top, x1, bottom = bbox
    return _in_pixels((x0 - GAP, top - GAP, x1 + GAP, bottom + GAP), size, scale)


def _in_pixels(bbox: BBox, size: tuple[int, int], scale: float) -> tuple[int, int, int, int]:
    x0, top, x1, bottom = (round(edge * scale) for edge in bbox)
    width, height = size
    return max(0, x0), max(0, top), min(width - 1, x1), min(height - 1, bottom)
