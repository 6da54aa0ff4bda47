"""Both sides of a finding in one picture of their page: a solid box is what is stated, a dashed one what it was checked
against, so that they are told apart without colours too."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

from extractors.model import BBox
from rag.findings import STATED, Finding, Side
from ui.evidence import INK, box_in_pixels

SCALE = 1.5  # pixels per point
CHECKED_AGAINST = (20, 80, 190)
LINE = 3  # pixels
DASH = 8  # pixels, as long as the gap after it
AROUND = 60.0  # points of the page that are shown above and below the boxes
TALLEST = 500.0  # points; what is further from the stated side is cut off
MOST_PAGES = 4
COLOURS = 64  # a page has few; a picture of them is half as large


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page that sides of a finding stand on."""

    document_id: str
    page: int
    sides: tuple[Side, ...]


def sheets_of(finding: Finding) -> list[Sheet]:
    """The pages of a finding, that of what is stated first; of many the first few."""
    places = sorted(finding.places, key=lambda side: side.role != STATED)
    pages = list(dict.fromkeys((side.document_id, side.page) for side in places))[:MOST_PAGES]
    return [Sheet(*at, tuple(side for side in places if (side.document_id, side.page) == at)) for at in pages]


def draw(page: Path, sides: Sequence[Side]) -> bytes:
    """The rendered page (at SCALE) around the sides, boxed, as a PNG; all of it where none has a box."""
    with Image.open(page) as file:
        picture = file.convert("RGB")
    pen = ImageDraw.Draw(picture)
    boxes = [side.bbox for side in sides if side.bbox]
    for side in sorted(sides, key=lambda side: side.role == STATED):
        if side.bbox:
            place = box_in_pixels(side.bbox, picture.size, SCALE)
            if side.role == STATED:
                pen.rectangle(place, outline=INK, width=LINE)
            else:
                _dashed(pen, place)
    if boxes:
        top, bottom = extent(boxes, picture.height / SCALE)
        picture = picture.crop((0, round(top * SCALE), picture.width, round(bottom * SCALE)))
    written = io.BytesIO()
    picture.quantize(COLOURS).save(written, "PNG", optimize=True)
    return written.getvalue()


def extent(boxes: Sequence[BBox], height: float) -> tuple[float, float]:
    """From where to where of a page so high, in points; the first box is always within."""
    top = max(0.0, min(box[1] for box in boxes) - AROUND)
    bottom = min(height, max(box[3] for box in boxes) + AROUND)
    if bottom - top > TALLEST:
        top = min(max(top, boxes[0][1] - TALLEST / 2), bottom - TALLEST)
        bottom = top + TALLEST
    return top, bottom


def _dashed(pen: ImageDraw.ImageDraw, place: tuple[int, int, int, int]) -> None:
    x0, top, x1, bottom = place
    for start, end in _dashes(x0, x1):
        for y in (top, bottom - LINE + 1):
            pen.rectangle((start, y, end, y + LINE - 1), fill=CHECKED_AGAINST)
    for start, end in _dashes(top, bottom):
        for x in (x0, x1 - LINE + 1):
            pen.rectangle((x, start, x + LINE - 1, end), fill=CHECKED_AGAINST)


def _dashes(start: int, end: int) -> Iterator[tuple[int, int]]:
    for at in range(start, end + 1, 2 * DASH):
        yield at, min(at + DASH - 1, end)
