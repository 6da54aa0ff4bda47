"""Pages that are pictures → pages with text and grids, like those that have text of their own.

    picture → straight and upright → rulings, cells → pieces of text → characters at their places → lines, grids

The page is read straight; its Scan says where that is on the page as displayed (extractors.scans takes it back).
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from statistics import median

from PIL import Image

from extractors.aligned import with_aligned
from extractors.glyphs import Glyph, glyphs_to_lines
from extractors.model import BBox, Grid, Page, Reading, Scan, Source, Unread
from extractors.pdf import render_page, tables_to_grids
from extractors.pdf.rectangles import edges_to_tables
from extractors.picture_figures import covered, tidied
from extractors.picture_grid import rulings
from extractors.picture_pieces import cut_pieces
from extractors.picture_text import Piece, Recogniser, load_recogniser
from extractors.scans import UNCLEAR
from extractors.upright import PixelBox, Pixels, Upright, quarter_turns, straighten, turned

DOTS_PER_POINT = 200 / 72
MAX_SIDE_POINTS = 2_000.0
"""Larger pages are rendered with fewer dots, so that no page takes more memory than this one."""
MAX_PICTURE_PAGES = 60
MAX_SECONDS = 240.0
"""Pages that are not reached in this time stay unread, and the document says so."""
READABLE = 0.5
"""Outside tables, what is read less surely than this is dirt or a drawing."""
LOOK_AGAIN = 0.95
TEXT_SHARE = 0.8
"""Share of a found line's height that its characters take."""


def read_picture_pages(path: Path, reading: Reading) -> Reading:
    """The reading with its picture pages read. Those that stay pictures are named in a warning."""
    numbers = [page.number for page in reading.pages if page.image_only]
    started = time.monotonic()
    read: dict[int, _PictureReading] = {}
    for number in numbers[:MAX_PICTURE_PAGES]:
        if time.monotonic() - started > MAX_SECONDS:
            break
        page = reading.pages[number - 1]
        dots = DOTS_PER_POINT * min(1.0, MAX_SIDE_POINTS / max(page.width, page.height))
        read[number] = _PictureReader(page, render_page(path, number, dots), dots, load_recogniser()).read()
    return replace(
        reading,
        pages=tuple(read[page.number].page if page.number in read else page for page in reading.pages),
        grids=tuple(sorted((*reading.grids, *(g for r in read.values() for g in r.grids)), key=lambda g: g.page)),
        warnings=(*reading.warnings, *_warnings([n for n in numbers if n not in read], len(reading.pages))),
        unread=(*reading.unread, *(item for r in read.values() for item in r.unread)),
        scans=(*reading.scans, *(r.scan for r in read.values())),
    )


def _warnings(unread: Sequence[int], pages: int) -> list[str]:
    if not unread:
        return []
    listed = ", ".join(map(str, unread))
    return [f"{len(unread)} of {pages} pages are pictures without text and were not read: {listed}"]


@dataclass(frozen=True, slots=True)
class _PictureReading:
    page: Page
    grids: list[Grid]
    unread: list[Unread]
    scan: Scan


@dataclass(frozen=True, slots=True)
class _Read:
    """A piece that was read, and the box of its characters in points."""

    piece: Piece
    pixels: PixelBox  # what was shown to the recogniser
    box: BBox


class _PictureReader:
    """Reads one page."""

    def __init__(self, page: Page, picture: Image.Image, dots: float, recogniser: Recogniser) -> None:
        self.page = page
        self.picture = picture
        self.dots = dots
        self.recogniser = recogniser

    def read(self) -> _PictureReading:
        upright = straighten(self.picture, self.dots)
        found = self.recogniser.find(upright.pixels)
        turns = quarter_turns(upright, found, self.recogniser.confidence)
        if turns:
            upright = turned(upright, turns)
            found = self.recogniser.find(upright.pixels)
        return self._read_upright(upright, found)

    def _read_upright(self, upright: Upright, found: Sequence[PixelBox]) -> _PictureReading:
        width, height = (side / self.dots for side in upright.size)
        ruled = rulings(upright.pixels, self.dots)
        tables = edges_to_tables([self._points(edge) for edge in ruled.edges])
        tables = [cells for cells in tables if len(cells) > 1]
        cells = [cell for table in tables for cell in table]
        cuts = cut_pieces(found, [self._pixels(cell) for cell in cells], ruled.marks)
        number = self.page.number
        glyphs: list[Glyph] = []
        unread: list[Unread] = []
        confidences: list[tuple[BBox, float]] = []
        for cut, read in zip(cuts, self._read_pieces(ruled.pixels, [cut.box for cut in cuts]), strict=True):
            if cut.cell is None and read.piece.confidence < READABLE:
                continue
            if not read.piece.characters:
                unread.append(Unread(number, read.box, "", UNCLEAR))
                continue
            piece, unsure = covered(read.piece if cut.cell is None else tidied(read.piece))
            unread += [Unread(number, read.box, text, UNCLEAR) for text in unsure]
            confidences.append((read.box, read.piece.confidence))
            area = (0.0, 0.0, width, height) if cut.cell is None else cells[cut.cell]
            glyphs += _glyphs(replace(read, piece=piece), area, self.dots, len(glyphs))
        page = Page(number, width, height, tuple(glyphs_to_lines(glyphs)), Source.OCR)
        grids = with_aligned(page, tables_to_grids(number, tables, glyphs), glyphs, None)
        return _PictureReading(page, grids, unread, self._scan(upright, tuple(confidences)))

    def _read_pieces(self, pixels: Pixels, boxes: Sequence[PixelBox]) -> list[_Read]:
        """Each piece read; one with an unsure figure is looked at again with more paper around it."""
        if not boxes:
            return []
        least = round(TEXT_SHARE * median(bottom - top for _, top, _, bottom in boxes))
        shown = [_with_margin(box, least, 0.0, pixels) for box in boxes]
        pieces = self.recogniser.read([pixels[top:bottom, x0:x1] for x0, top, x1, bottom in shown])
        again = [i for i, piece in enumerate(pieces) if piece.confidence < LOOK_AGAIN]
        wider = [_with_margin(boxes[i], least, 0.2, pixels) for i in again]
        second = self.recogniser.read([pixels[top:bottom, x0:x1] for x0, top, x1, bottom in wider])
        for i, box, piece in zip(again, wider, second, strict=True):
            if piece.confidence > pieces[i].confidence:
                shown[i], pieces[i] = box, piece
        return [_Read(piece, seen, self._points(box)) for piece, seen, box in zip(pieces, shown, boxes, strict=True)]

    def _points(self, box: Sequence[float]) -> BBox:
        x0, top, x1, bottom = (value / self.dots for value in box)
        return x0, top, x1, bottom

    def _pixels(self, box: BBox) -> PixelBox:
        x0, top, x1, bottom = (round(value * self.dots) for value in box)
        return x0, top, x1, bottom

    def _scan(self, upright: Upright, confidences: tuple[tuple[BBox, float], ...]) -> Scan:
        (a, c, e), (b, d, f), _ = upright.to_source.tolist()
        matrix = (a, b, c, d, e / self.dots, f / self.dots)
        return Scan(self.page.number, self.page.width, self.page.height, matrix, confidences, Source.OCR)


def _with_margin(box: PixelBox, least_height: int, share: float, pixels: Pixels) -> PixelBox:
    """The box made at least so high, with a margin of `share` of its height, inside the picture."""
    x0, top, x1, bottom = box
    margin = 2 + round(share * (bottom - top))
    above = max(margin, (least_height - (bottom - top)) // 2)
    height, width = pixels.shape
    return max(0, x0 - margin), max(0, top - above), min(width, x1 + margin), min(height, bottom + above)


def _glyphs(read: _Read, area: BBox, dots: float, order: int) -> list[Glyph]:
    """Characters side by side in their area, each as wide as its kind is, no wider than its neighbours leave it."""
    characters = read.piece.characters
    x0, _, x1, _ = read.pixels
    left, right = max(read.box[0], area[0]), min(read.box[2], area[2])
    centers = [min(max((x0 + c.at * (x1 - x0)) / dots, left), right) for c in characters]
    middle, size = (read.box[1] + read.box[3]) / 2, TEXT_SHARE * (read.box[3] - read.box[1])
    middles = [left, *((a + b) / 2 for a, b in pairwise(centers)), right]
    glyphs = []
    for i, character in enumerate(characters):
        half = size / (4 if character.text.isascii() else 2)
        start, end = max(middles[i], centers[i] - half), min(middles[i + 1], centers[i] + half)
        glyphs.append(Glyph(character.text, start, middle - size / 2, end, middle + size / 2, order + i))
    return glyphs
