"""Tables that no ruling divides → grids: columns are where the text of all rows leaves gaps, rows lines of figures.

    characters → lines of pieces → regions of lines with figures → columns → headings → grid

Such tables are set by alignment alone, or with a rule over and under the headings and one at the end. What is found
here looks to the rest of the reading like a ruled grid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from extractors.aligned_headings import Heading, Span, place_headings
from extractors.aligned_merges import share_names
from extractors.aligned_rows import Row, is_figure, regions, whole_rows
from extractors.amounts import parse_amount
from extractors.glyphs import Glyph
from extractors.headings import load_headings, squeeze
from extractors.model import BBox, Cell, Grid, Page
from extractors.segments import Segment

FEWEST_FIGURE_ROWS = 2
MIN_GUTTER_POINTS = 0.8
SAME_SIDE_POINTS = 3.0
SAME_END_POINTS = 1.5
FEWEST_SET_RIGHT = 2
_GLUED = re.compile(r"([\d,]*\.\d+|0|[—－-])(?=[^\x00-\x7f])")
"""A figure, a nought or a dash before words; whole numbers before words are codes or counts."""
_FIGURE_APART = re.compile(r"\S\s+[-—－]?\d[\d,]*(\.\d+)?(\s|$)")
"""A figure that a gap parts from what stands before it."""


def with_aligned(page: Page, ruled: Sequence[Grid], glyphs: Sequence[Glyph], previous: Grid | None) -> list[Grid]:
    """The grids of a page from top to bottom, with those that no ruling divides; `previous`, the last one of the page
    before, may go on at the top."""
    areas = [grid.bbox for grid in ruled if grid.bbox and grid.columns > 1]
    loose = [line for line in page.lines if line.bbox and not any(_is_within(line.bbox, area) for area in areas)]
    if not any(_FIGURE_APART.search(line.text) for line in loose):
        return list(ruled)
    outside = [glyph for glyph in glyphs if not any(_is_within(glyph[1:5], area) for area in areas)]
    found = aligned_grids(page.number, outside, None if areas else previous)
    return sorted([*ruled, *found], key=lambda grid: grid.bbox[1] if grid.bbox else 0.0)


def aligned_grids(page: int, glyphs: Sequence[Glyph], previous: Grid | None = None) -> list[Grid]:
    """The tables that some characters of a page make, from top to bottom."""
    grids: list[Grid] = []
    for heading_rows, body in regions(glyphs):
        grid = _grid(page, heading_rows, body, None if grids else previous)
        if grid:
            grids.append(grid)
    return grids


def _is_within(box: BBox, area: BBox) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return area[0] <= x <= area[2] and area[1] <= y <= area[3]


def _grid(page: int, heading_rows: Sequence[Row], body: Sequence[Row], previous: Grid | None) -> Grid | None:
    rows = whole_rows(body)
    sides = _figure_sides(rows)
    rows = [_cut(row, sides) for row in rows]
    spans = _columns(rows, sides)
    pieces = [part for row in heading_rows for piece in row.pieces for part in _cut_heading(piece, sides)]
    headings: list[Heading] = []
    if _is_heading(pieces):
        headings, spans = place_headings(pieces, spans)
    elif previous is None:
        return None
    levels = 1 + max((heading.row for heading in headings), default=-1)
    shared_marks = _shared_marks(previous, headings, levels, rows)
    is_tail = shared_marks is not None and not levels  # even a single line goes on
    if len(spans) < 2 or not (is_tail or _is_table(rows, levels, len(pieces))) or not _is_aligned(rows, spans):
        return None
    marks = shared_marks or _marks(spans)
    if marks != sorted(marks) or (not levels and previous is not None and len(marks) != previous.columns + 1):
        return None
    lines, shared = share_names(rows, marks[1], marks[2])
    heights = _heights(heading_rows, lines)
    cells = [_heading_cell(page, heading, marks, heights, levels) for heading in headings]
    for i, row in enumerate(lines):
        cells += _body_cells(page, levels + i, row, marks, heights[i + 1 : i + 3])
    for name in shared:
        cells = [cell for cell in cells if cell.column or not name.covers(cell.row - levels)]
        box = (marks[0], heights[name.row + 1], marks[1], heights[name.row + 1 + name.count])
        cells.append(Cell(page, levels + name.row, 0, name.text, box, name.count))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    box = (marks[0], heights[0], marks[-1], heights[-1])
    return Grid(page, box, levels + len(lines), len(marks) - 1, tuple(cells))


def _body_cells(
    page: int, number: int, row: Sequence[Segment], marks: Sequence[float], heights: Sequence[float]
) -> Iterator[Cell]:
    """The cells of one row; `marks` are the edges of all columns, `heights` those of the row."""
    for column, (left, right) in enumerate(pairwise(marks)):
        inside = sorted((p for p in row if left <= p.center < right), key=lambda p: (round(p.middle), p.x0))
        yield Cell(page, number, column, "\n".join(p.text for p in inside), (left, heights[0], right, heights[1]))


def _shared_marks(
    previous: Grid | None, headings: Sequence[Heading], levels: int, rows: Sequence[Sequence[Segment]]
) -> list[float] | None:
    """The columns of the page before, where this page goes on with the same headings or without any."""
    if previous is None or _heading_texts(previous.cells, levels) != _heading_texts(headings, levels):
        return None
    return _marks_of(previous, rows)


def _figure_sides(rows: Sequence[Sequence[Segment]]) -> list[float]:
    """Where figures end that are set right under each other, from left to right."""
    pieces = [piece for row in rows for piece in row]
    ends = [piece.x1 for piece in pieces if is_figure(piece.text)]
    ends += [piece.edges[glued.end()] for piece in pieces if piece.edges and (glued := _GLUED.match(piece.text))]
    groups: list[list[float]] = []
    for end in sorted(ends):
        if groups and end - groups[-1][-1] <= SAME_END_POINTS:
            groups[-1].append(end)
        else:
            groups.append([end])
    return [median(group) for group in groups if len(group) >= FEWEST_SET_RIGHT]


def _cut(row: Sequence[Segment], sides: Sequence[float]) -> list[Segment]:
    """A row whose figures, or the dashes in their place, are parted from words that follow without a gap."""
    parts: list[Segment] = []
    waiting = list(reversed(row))
    while waiting:
        piece = waiting.pop()
        inner = [side for side in sides if piece.x0 + SAME_SIDE_POINTS < side < piece.x1 - SAME_SIDE_POINTS]
        cuts = [cut for side in inner if (cut := piece.cut(side, SAME_END_POINTS)) and _is_value_then_words(*cut)]
        cut = cuts[0] if cuts else None
        parts.append(cut[0] if cut else piece)
        waiting += [cut[1]] if cut else []
    return parts


def _is_value_then_words(value: Segment, words: Segment) -> bool:
    return parse_amount(value.text, None) is not None and not words.text[:1].isascii()


def _cut_heading(piece: Segment, sides: Sequence[float]) -> list[Segment]:
    """Headings as wide as their columns run into each other."""
    for before, side, after in zip(sides, sides[1:], sides[2:], strict=False):
        starts, ends = piece.x0 - before < (side - before) / 4, after - piece.x1 < (after - side) / 4
        if starts and ends and piece.x0 < side < piece.x1 and (cut := piece.cut(side, SAME_SIDE_POINTS)):
            return [cut[0], *_cut_heading(cut[1], sides)]
    return [piece]


def _heading_texts(cells: Sequence[Cell | Heading], levels: int) -> list[str]:
    return [cell.text for cell in sorted(cells, key=_place) if cell.row < levels and cell.text]


def _place(cell: Cell | Heading) -> tuple[int, int]:
    return cell.row, cell.first if isinstance(cell, Heading) else cell.column


def _columns(rows: Sequence[Sequence[Segment]], sides: Sequence[float]) -> list[Span]:
    """Where the text of all rows lies, from left to right. A column of figures ends where they are set right, even if
    words follow without a gap."""
    spans: list[Span] = []
    for x0, x1 in sorted((piece.x0, piece.x1) for row in rows for piece in row):
        end = spans[-1][1] if spans else float("-inf")
        is_next = any(abs(side - end) <= SAME_END_POINTS and x0 > side - SAME_END_POINTS for side in sides)
        if x0 < end + MIN_GUTTER_POINTS and not is_next:
            spans[-1] = (spans[-1][0], max(end, x1))
        else:
            spans.append((x0, x1))
    return _with_whole_labels(spans, rows)


def _with_whole_labels(spans: Sequence[Span], rows: Sequence[Sequence[Segment]]) -> list[Span]:
    """Labels are set left and their totals in the middle: two spans of words of which no row has both are one."""
    whole: list[Span] = []
    for span in spans:
        if whole and _are_one_column(whole[-1], span, rows):
            whole[-1] = (whole[-1][0], span[1])
        else:
            whole.append(span)
    return whole


def _are_one_column(left: Span, right: Span, rows: Sequence[Sequence[Segment]]) -> bool:
    for row in rows:
        pieces = [[p for p in row if span[0] <= p.center <= span[1]] for span in (left, right)]
        if all(pieces) or any(is_figure(piece.text) for side in pieces for piece in side):
            return False
    return True


def _is_heading(headings: Sequence[Segment]) -> bool:
    words = load_headings()
    texts = [squeeze(piece.text) for piece in headings]
    known = sum(
        bool(words.heading_words.search(t) or any(p.search(t) for p in words.roles.values()) or words.whole.search(t))
        for t in texts
    )
    return len(texts) > 1 and known > 1


def _is_table(rows: Sequence[Sequence[Segment]], levels: int, headings: int) -> bool:
    """Several rows of figures, or one row with as many as there are headings for."""
    figures = [sum(is_figure(piece.text) for piece in row) for row in rows]
    if sum(number > 0 for number in figures) >= FEWEST_FIGURE_ROWS:
        return True
    return levels > 0 and max(figures) > 2 and headings >= max(figures)


def _is_aligned(rows: Sequence[Sequence[Segment]], spans: Sequence[Span]) -> bool:
    """Whether most columns with several figures have them under each other at one side or in the middle."""
    aligned = columns = 0
    for x0, x1 in spans:
        figures = [p for row in rows for p in row if x0 <= p.center <= x1 and is_figure(p.text)]
        if len(figures) > 1:
            sides = ([p.x0 for p in figures], [p.x1 for p in figures], [p.center for p in figures])
            columns += 1
            aligned += any(max(side) - min(side) <= SAME_SIDE_POINTS for side in sides)
    return 2 * aligned >= columns


def _marks(spans: Sequence[Span]) -> list[float]:
    """The edges of the columns: in the middle of the gaps."""
    inner = [(left[1] + right[0]) / 2 for left, right in pairwise(spans)]
    return [spans[0][0] - 2, *inner, spans[-1][1] + 2]


def _marks_of(previous: Grid, rows: Sequence[Sequence[Segment]]) -> list[float] | None:
    """The columns of the page before, where no text of this page crosses their edges."""
    sides = {cell.column: cell.bbox for cell in previous.cells if cell.bbox and cell.column_span == 1}
    if len(sides) != previous.columns:
        return None
    marks = [sides[column][0] for column in range(previous.columns)] + [sides[previous.columns - 1][2]]
    crossed = any(piece.x0 < mark - 1 and mark + 1 < piece.x1 for row in rows for piece in row for mark in marks[1:-1])
    return None if crossed else marks


def _heights(heading_rows: Sequence[Row], rows: Sequence[Sequence[Segment]]) -> list[float]:
    """The upper edge of the headings, that of every row, and the lower edge of the last."""
    tops = [min(piece.top for piece in row) for row in rows]
    bottoms = [max(piece.bottom for piece in row) for row in rows]
    between = [(bottom + top) / 2 for bottom, top in zip(bottoms, tops[1:], strict=False)]
    first = min((piece.top for row in heading_rows for piece in row.pieces), default=tops[0])
    under = (
        (max(piece.bottom for row in heading_rows for piece in row.pieces) + tops[0]) / 2 if heading_rows else tops[0]
    )
    return [first, under, *between, bottoms[-1]]


def _heading_cell(page: int, heading: Heading, marks: Sequence[float], heights: Sequence[float], levels: int) -> Cell:
    step = (heights[1] - heights[0]) / levels
    box = (
        marks[heading.first],
        heights[0] + heading.row * step,
        marks[heading.last + 1],
        heights[0] + (heading.row + heading.rows) * step,
    )
    columns = heading.last - heading.first + 1
    return Cell(page, heading.row, heading.first, heading.text, box, heading.rows, columns)
