"""What was read from a turned page or a straightened picture → the same at its place on the page as displayed.

Tables and prose are understood on the straight page; only then are the boxes taken back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from extractors.model import BBox, Extraction, Fact, Page, Paragraph, Scan, StatedChange, Table, Unread

MIN_SHARED_POINTS = 2.0
UNCLEAR = "a figure too unclear to be read for certain"
"""The reason of what the recogniser itself leaves unread."""

Boxed = TypeVar("Boxed", StatedChange, Unread)


def as_displayed(extraction: Extraction, scans: Sequence[Scan]) -> Extraction:
    """Takes every box of every scanned page back; facts get their source and confidence."""
    if not scans:
        return extraction
    by_page = {scan.page: scan for scan in scans}
    return replace(
        extraction,
        pages=tuple(_page(page, by_page[page.number]) if page.number in by_page else page for page in extraction.pages),
        tables=tuple(_table(table, by_page) for table in extraction.tables),
        facts=tuple(_fact(fact, by_page[fact.page]) if fact.page in by_page else fact for fact in extraction.facts),
        changes=tuple(_boxed(change, by_page) for change in extraction.changes),
        paragraphs=tuple(_paragraph(paragraph, by_page) for paragraph in extraction.paragraphs),
        unread=tuple(_boxed(item, by_page) for item in _once(extraction.unread, by_page)),
    )


def place(box: BBox | None, scan: Scan | None) -> BBox | None:
    """The box around the turned box."""
    if box is None or scan is None:
        return box
    corners = [_point(scan, x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _point(scan: Scan, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = scan.to_displayed
    return a * x + c * y + e, b * x + d * y + f


def _page(page: Page, scan: Scan) -> Page:
    lines = tuple(replace(line, bbox=place(line.bbox, scan)) for line in page.lines)
    return replace(page, width=scan.width, height=scan.height, lines=lines)


def _table(table: Table, scans: Mapping[int, Scan]) -> Table:
    return replace(
        table,
        areas=tuple((page, place(box, scans.get(page))) for page, box in table.areas),
        cells=tuple(replace(cell, bbox=place(cell.bbox, scans.get(cell.page))) for cell in table.cells),
    )


def _paragraph(paragraph: Paragraph, scans: Mapping[int, Scan]) -> Paragraph:
    spans = tuple((start, end, page, place(box, scans.get(page))) for start, end, page, box in paragraph.spans)
    return replace(paragraph, spans=spans)


def _boxed(item: Boxed, scans: Mapping[int, Scan]) -> Boxed:
    return replace(item, bbox=place(item.bbox, scans.get(item.page)))


def _fact(fact: Fact, scan: Scan) -> Fact:
    inside = [sure for box, sure in scan.confidences if fact.bbox and _takes_part(fact.bbox, box)]
    return replace(fact, bbox=place(fact.bbox, scan), source=scan.source, confidence=min(inside, default=None))


def _takes_part(outer: BBox, piece: BBox) -> bool:
    """Whether a piece of a line stands in a box, or some of it: a sentence ends in the middle of a line."""
    shared = min(outer[2], piece[2]) - max(outer[0], piece[0])
    return shared >= MIN_SHARED_POINTS and outer[1] <= (piece[1] + piece[3]) / 2 <= outer[3]


def _holds(outer: BBox, inner: BBox) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def _once(unread: Sequence[Unread], scans: Mapping[int, Scan]) -> list[Unread]:
    """A figure that is too unclear is reported by the recogniser; that its cell holds no amount follows from it."""
    unclear = [item for item in unread if item.reason == UNCLEAR]
    return [
        item
        for item in unread
        if item.reason == UNCLEAR
        or not any(u.page == item.page and u.bbox and item.bbox and _holds(item.bbox, u.bbox) for u in unclear)
    ]
