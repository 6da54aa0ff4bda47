"""Pages → lines of prose with their place in the column of text, page furniture and table lines left out.

Every format is measured alike, in half-width columns (a Chinese character is two): how far a line is indented, and
how much room it leaves at the right. PDF lines are measured against the page's margins; lines of a text export against
the width at which the export wraps, if it wraps at all.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from unicodedata import east_asian_width

from extractors.model import BBox, Grid, Line, Page, Table
from extractors.phrases import load_layout

EDGE_LINES = 2
"""Running headers and page numbers stand among this many first and last lines of a page."""
RUNNING_PAGES = 3
"""A running header repeats on at least this many pages, and on at least half of them."""
CENTERED_INDENT = 5.0
WRAP_WIDTH = range(40, 130)
"""Half-width columns at which text exports wrap lines; longer lines are whole paragraphs."""
WRAP_SLACK = 0.2
"""An export loses the spaces that justify a line: a full line may be narrower by this share of the wrap width."""
WRAP_SHARE = 0.5
"""Share of the long lines that must be full before an export is said to wrap."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of prose. `indent` and `room` are half-width columns; `room` is infinite where lines do not wrap."""

    text: str
    page: int
    bbox: BBox | None
    size: float
    indent: float
    room: float

    @property
    def columns(self) -> int:
        return columns(self.text)

    @property
    def is_centered(self) -> bool:
        return self.indent > CENTERED_INDENT and abs(self.indent - self.room) < 4


class Break:
    """Something that is no prose stands between two lines: the text does not run on."""


def columns(text: str) -> int:
    return sum(2 if east_asian_width(c) in "WFA" else 1 for c in text)


def text_lines(pages: Sequence[Page], tables: Iterable[Table], grids: Iterable[Grid]) -> Iterator[TextLine | Break]:
    """The prose lines of all pages in reading order, a Break where table lines were left out."""
    table_boxes, table_rows = _covered(tables, grids)
    running = _running_lines(pages)
    prose: dict[int, list[Line | None]] = {}
    for page in pages:
        rows, boxes = table_rows.get(page.number, frozenset()), table_boxes.get(page.number, [])
        prose[page.number] = [
            None if i in rows or (line.bbox and _is_inside(line.bbox, boxes)) else line
            for i, line in enumerate(page.lines)
            if line.text.strip() and not _is_furniture(page, i, running)
        ]
    margins = _Margins(pages, prose)
    for page in pages:
        between = False
        for line in prose[page.number]:
            if line is not None:
                if between:
                    yield Break()
                yield margins.place(line, page.number)
            between = line is None
        if between:
            yield Break()


def _covered(
    tables: Iterable[Table], grids: Iterable[Grid]
) -> tuple[Mapping[int, list[BBox]], Mapping[int, Collection[int]]]:
    """Per page: the boxes of tables; and, for formats without geometry, the indexes of the lines in a grid."""
    boxes: dict[int, list[BBox]] = defaultdict(list)
    rows: dict[int, set[int]] = defaultdict(set)
    for table in tables:
        is_frame = table.rows < 2 or len(table.columns) < 2  # underlined or shaded lines of prose
        for page, box in table.areas:
            if box is not None and not is_frame:
                boxes[page].append(box)
    for grid in grids:
        if grid.bbox is None:
            rows[grid.page].update(range(grid.first_line, grid.last_line + 1))
    return boxes, rows


def _is_inside(box: BBox, areas: Iterable[BBox]) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(a[0] <= x <= a[2] and a[1] <= y <= a[3] for a in areas)


# ------------------------------------------------------------------------------------------- furniture


def _running_lines(pages: Sequence[Page]) -> frozenset[str]:
    """Lines that repeat, page numbers aside, at the edge of half of the pages or more."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_without_digits(page.lines[i].text) for i in _edge_indexes(page)})
    needed = max(RUNNING_PAGES, len(pages) / 2)
    return frozenset(text for text, count in seen.items() if text and count >= needed)


def _edge_indexes(page: Page) -> list[int]:
    filled = [i for i, line in enumerate(page.lines) if line.text.strip()]
    return sorted({*filled[:EDGE_LINES], *filled[-EDGE_LINES:]})


def _is_furniture(page: Page, index: int, running: frozenset[str]) -> bool:
    text = page.lines[index].text.strip()
    if load_layout().page_number.fullmatch(text):
        return True
    if index not in _edge_indexes(page):
        return False
    return bool(load_layout().bare_page_number.fullmatch(text)) or _without_digits(text) in running


def _without_digits(text: str) -> str:
    return re.sub(r"[\d\s]+", "", text)


# --------------------------------------------------------------------------------------------- margins


class _Margins:
    """Where the column of text begins and ends on every page."""

    def __init__(self, pages: Sequence[Page], prose: Mapping[int, Sequence[Line | None]]) -> None:
        lines = {number: [line for line in found if line is not None] for number, found in prose.items()}
        self._wrap = _wrap_width(line for found in lines.values() for line in found if line.bbox is None)
        own = {page.number: _PageMargins.of(lines[page.number]) for page in pages}
        alike: dict[tuple[int, int], list[_PageMargins]] = defaultdict(list)
        for page in pages:
            if margins := own[page.number]:
                alike[_format(page)].append(margins)
        self._pages = {p.number: own[p.number] or _PageMargins.median(alike[_format(p)]) for p in pages}

    def place(self, line: Line, page: int) -> TextLine:
        text = line.text.strip()
        margins = self._pages[page]
        if line.bbox is None or margins is None:
            leading = columns(line.text) - columns(line.text.lstrip())
            room = self._wrap - leading - columns(text)
            return TextLine(text, page, line.bbox, line.size, float(leading), room)
        indent = (line.bbox[0] - margins.left) / margins.unit
        return TextLine(text, page, line.bbox, line.size, indent, (margins.right - line.bbox[2]) / margins.unit)


def _format(page: Page) -> tuple[int, int]:
    return round(page.width), round(page.height)


@dataclass(frozen=True, slots=True)
class _PageMargins:
    """In points; `unit` is the width of half a Chinese character of the body text."""

    left: float
    right: float
    unit: float

    MIN_FULL_LINES = 3

    @classmethod
    def of(cls, lines: Iterable[Line]) -> _PageMargins | None:
        """None where too few lines end at one edge to say where it is."""
        measured = [(line.bbox, columns(line.text)) for line in lines if line.bbox and len(line.text) > 1]
        if not measured:
            return None
        longest = max(width for _, width in measured)
        long = [(box, width) for box, width in measured if width >= 0.8 * longest]
        unit = median((box[2] - box[0]) / width for box, width in long)
        right = median(box[2] for box, _ in long)
        full = [box for box, _ in long if abs(box[2] - right) <= 2 * unit]
        if len(full) < cls.MIN_FULL_LINES:
            return None
        return cls(min(box[0] for box in full), right, unit)

    @classmethod
    def median(cls, others: Sequence[_PageMargins]) -> _PageMargins | None:
        """The usual margins of the document's pages of one format; None where none of them shows any."""
        if not others:
            return None
        return cls(median(m.left for m in others), median(m.right for m in others), median(m.unit for m in others))


def _wrap_width(lines: Iterable[Line]) -> float:
    """The least width of a full line in a text export that wraps; infinite where every line is a paragraph."""
    widths = [columns(line.text.strip()) for line in lines]
    widths = [width for width in widths if width >= WRAP_WIDTH.start]
    if not widths:
        return float("inf")
    best = max(WRAP_WIDTH, key=lambda wrap: _count_full(widths, wrap))
    return best * (1 - WRAP_SLACK) if _count_full(widths, best) >= max(5, WRAP_SHARE * len(widths)) else float("inf")


def _count_full(widths: Iterable[int], wrap: int) -> int:
    return sum(wrap * (1 - WRAP_SLACK) <= width <= wrap for width in widths)
