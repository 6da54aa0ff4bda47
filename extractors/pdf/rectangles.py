"""Rulings → the cells between them, grouped into tables.

The steps and tolerances are those of pdfplumber's table finder, and so are the cells; the differential test says so.
Its search compares every crossing of rulings with every other one, which on a page of a thousand cells takes longer
than reading the page; here a crossing looks along its own row and column only.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from extractors.frames import close_rows
from extractors.model import BBox

FEWEST_EDGES = 4
SHORTEST_PIECE_POINTS = 1.0
SHORTEST_RULING_POINTS = 3.0
"""A ruling that is still shorter when its pieces are joined is a speck."""
TOUCH_POINTS = 3.0
"""Rulings nearer than this are one; rulings that end so near to another cross it."""

Point = tuple[float, float]
Ruling = tuple[float, float, float]
"""Where it lies in the one direction, and from where to where it runs in the other."""


def edges_to_tables(edges: Sequence[BBox]) -> list[list[BBox]]:
    """The cells of every table that rulings make, tables from top to bottom; a single cell is none.

    An edge is a box without width or height.
    """
    if len(edges) < FEWEST_EDGES:
        return []
    closed = close_rows(edges)
    down = _merge((x0, top, bottom) for x0, top, _, bottom in closed if top != bottom)
    across = _merge((top, x0, x1) for x0, top, x1, bottom in closed if top == bottom)
    return cells_to_tables(list(_Crossings(down, across).cells()))


def _merge(pieces: Iterable[Ruling]) -> list[Ruling]:
    """Pieces that lie beside each other or follow each other closely are one ruling, in the middle of them."""
    long_enough = sorted(piece for piece in pieces if piece[2] - piece[1] >= SHORTEST_PIECE_POINTS)
    beside: list[list[Ruling]] = []
    for piece in long_enough:
        if beside and piece[0] <= beside[-1][-1][0] + TOUCH_POINTS:
            beside[-1].append(piece)
        else:
            beside.append([piece])
    rulings: list[Ruling] = []
    for group in beside:
        middle = sum(piece[0] for piece in group) / len(group)
        rulings += [(middle, start, end) for start, end in _join(sorted(piece[1:] for piece in group))]
    return [ruling for ruling in rulings if ruling[2] - ruling[1] >= SHORTEST_RULING_POINTS]


def _join(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    joined = [spans[0]]
    for start, end in spans[1:]:
        if start > joined[-1][1] + TOUCH_POINTS:
            joined.append((start, end))
        elif end > joined[-1][1]:
            joined[-1] = (joined[-1][0], end)
    return joined


class _Crossings:
    """Where rulings cross, and along which of them one gets from one crossing to another."""

    def __init__(self, down: Sequence[Ruling], across: Sequence[Ruling]) -> None:
        self.down: dict[Point, set[int]] = defaultdict(set)
        self.across: dict[Point, set[int]] = defaultdict(set)
        heights = [y for y, _, _ in across]
        for i, (x, top, bottom) in enumerate(down):
            for k in range(bisect_left(heights, top - TOUCH_POINTS), len(across)):
                y, left, right = across[k]
                if y > bottom + TOUCH_POINTS:
                    break
                if left - TOUCH_POINTS <= x <= right + TOUCH_POINTS:
                    self.down[x, y].add(i)
                    self.across[x, y].add(k)
        self.columns: dict[float, list[float]] = defaultdict(list)
        self.rows: dict[float, list[float]] = defaultdict(list)
        for x, y in sorted(self.down):
            self.columns[x].append(y)
            self.rows[y].append(x)

    def cells(self) -> Iterator[BBox]:
        """For every crossing the smallest rectangle of rulings that begins there."""
        for corner in sorted(self.down):
            cell = self._smallest_cell(*corner)
            if cell:
                yield cell

    def _smallest_cell(self, x: float, y: float) -> BBox | None:
        row, column = self.rows[y], self.columns[x]
        down, across = self.down[x, y], self.across[x, y]
        rights = [x1 for x1 in row[bisect_left(row, x) + 1 :] if not across.isdisjoint(self.across[x1, y])]
        if not rights:
            return None
        for y1 in column[bisect_left(column, y) + 1 :]:
            if down.isdisjoint(self.down[x, y1]):
                continue
            for x1 in rights:
                if (x1, y1) in self.down and self._meet(x1, y, x, y1):
                    return (x, y, x1, y1)
        return None

    def _meet(self, right: float, top: float, left: float, bottom: float) -> bool:
        """Whether rulings lead from the upper right and the lower left corner to the lower right one."""
        is_closed_right = not self.down[right, bottom].isdisjoint(self.down[right, top])
        return is_closed_right and not self.across[right, bottom].isdisjoint(self.across[left, bottom])


def cells_to_tables(cells: Sequence[BBox]) -> list[list[BBox]]:
    """Cells that share a corner, directly or through others, are one table."""
    at: dict[Point, list[int]] = defaultdict(list)
    for i, cell in enumerate(cells):
        for corner in _corners(cell):
            at[corner].append(i)
    tables: list[list[BBox]] = []
    seen: set[int] = set()
    for first in range(len(cells)):
        if first in seen:
            continue
        seen.add(first)
        found, waiting = [first], [first]
        while waiting:
            near = {i for corner in _corners(cells[waiting.pop()]) for i in at[corner]} - seen
            seen |= near
            found += near
            waiting += near
        if len(found) > 1:
            tables.append([cells[i] for i in sorted(found)])
    return sorted(tables, key=lambda table: min((cell[1], cell[0]) for cell in table))


def _corners(cell: BBox) -> tuple[Point, Point, Point, Point]:
    x0, top, x1, bottom = cell
    return (x0, top), (x0, bottom), (x1, top), (x1, bottom)
