"""Rows that a page break leaves open: rulings go down to the next line, or up to the one before, and nothing closes
the row at the edge of the page. Table finding would lose such a row; here it gets the line that is missing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from extractors.model import BBox

TOUCH_POINTS = 3.0
"""Ends of rulings nearer than this touch."""
FEWEST_RULINGS = 3
"""So many rulings must end together: the sides of two columns."""
LOWEST_ROW_POINTS = 6.0


def close_rows(edges: Sequence[BBox]) -> list[BBox]:
    """The edges and, for every row that is open above or below, the line that closes it."""
    drawn = {(round(e[0]), round(e[1]), round(e[3])): e for e in edges if e[0] == e[2]}  # cells draw them twice
    down = [e for e in drawn.values() if e[3] - e[1] >= LOWEST_ROW_POINTS]
    rulings = _Rulings([e for e in edges if e[1] == e[3] and e[2] > e[0]], down)
    open_tops = [(e[0], e[1]) for e in down if rulings.is_crossed(e[0], e[3]) and rulings.is_free(e[0], e[1])]
    open_feet = [(e[0], e[3]) for e in down if rulings.is_crossed(e[0], e[1]) and rulings.is_free(e[0], e[3])]
    return [*edges, *_lines(open_tops), *_lines(open_feet)]


class _Rulings:
    """Where rulings run and end, found by place: a page can have many thousands of them."""

    def __init__(self, across: Iterable[BBox], down: Iterable[BBox]) -> None:
        self.across: dict[int, list[BBox]] = defaultdict(list)
        for edge in across:
            self.across[_slot(edge[1])].append(edge)
        self.ends: dict[tuple[int, int], int] = defaultdict(int)
        for edge in down:
            for y in (edge[1], edge[3]):
                self.ends[_slot(edge[0]), _slot(y)] += 1

    def is_crossed(self, x: float, y: float) -> bool:
        """Whether a line across meets the place."""
        near = (edge for slot in _around(y) for edge in self.across.get(slot, ()))
        return any(abs(e[1] - y) <= TOUCH_POINTS and e[0] - TOUCH_POINTS <= x <= e[2] + TOUCH_POINTS for e in near)

    def is_free(self, x: float, y: float) -> bool:
        """Whether nothing meets the ruling that ends here, neither a line across nor another piece of it."""
        ends = sum(self.ends.get((column, row), 0) for column in _around(x) for row in _around(y))
        return ends == 1 and not self.is_crossed(x, y)


def _slot(position: float) -> int:
    return int(position // TOUCH_POINTS)


def _around(position: float) -> range:
    return range(_slot(position) - 1, _slot(position) + 2)


def _lines(ends: Iterable[tuple[float, float]]) -> list[BBox]:
    """A line through the ends that lie at one height."""
    groups: list[list[tuple[float, float]]] = []
    for x, y in sorted(ends, key=lambda end: end[1]):
        if groups and y - groups[-1][0][1] <= TOUCH_POINTS:
            groups[-1].append((x, y))
        else:
            groups.append([(x, y)])
    found: list[BBox] = []
    for group in groups:
        xs = sorted({round(x) for x, _ in group})
        if len(xs) >= FEWEST_RULINGS:
            y = min(y for _, y in group)
            found.append((min(x for x, _ in group), y, max(x for x, _ in group), y))
    return found
