"""Cell rectangles and characters → grids: whole cells with row, column, spans and text.

Table finding gives rectangles between ruling lines. Here they get their place in a common set of rows and columns;
a merged cell is one rectangle over several of them. Every character goes to exactly one cell: the one that its
centre lies in.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.glyphs import Glyph, cell_text
from extractors.model import BBox, Cell, Grid

SAME_LINE_POINTS = 2.0
"""Two ruling positions nearer than this are one line; rulings are drawn up to 1.5 points beside each other."""


@dataclass(frozen=True, slots=True)
class Axis:
    """The distinct ruling positions in one direction, ascending."""

    marks: tuple[float, ...]

    @classmethod
    def of(cls, positions: Iterable[float]) -> Axis:
        marks: list[float] = []
        for position in sorted(positions):
            if not marks or position - marks[-1] > SAME_LINE_POINTS:
                marks.append(position)
        return cls(tuple(marks))

    def index(self, position: float) -> int:
        """The mark nearest to `position`."""
        right = bisect_right(self.marks, position)
        if right == 0:
            return 0
        if right == len(self.marks):
            return right - 1
        return right if self.marks[right] - position < position - self.marks[right - 1] else right - 1

    def slot(self, position: float) -> int:
        """The interval between marks that holds `position`; -1 or len(marks) - 1 outside."""
        return bisect_right(self.marks, position) - 1


def cells_to_grid(page: int, boxes: Sequence[BBox], glyphs: Sequence[Glyph]) -> tuple[Grid, set[int]]:
    """One table's rectangles → its grid, and the indexes of the glyphs that are inside its cells."""
    columns = Axis.of(edge for box in boxes for edge in (box[0], box[2]))
    rows = Axis.of(edge for box in boxes for edge in (box[1], box[3]))
    owner: dict[tuple[int, int], int] = {}
    places: list[tuple[int, int, int, int]] = []
    for i, (x0, top, x1, bottom) in enumerate(boxes):
        c0, c1 = columns.index(x0), columns.index(x1)
        r0, r1 = rows.index(top), rows.index(bottom)
        places.append((r0, c0, r1 - r0, c1 - c0))
        for r in range(r0, r1):
            for c in range(c0, c1):
                owner[r, c] = i
    inside: dict[int, list[Glyph]] = defaultdict(list)
    used: set[int] = set()
    for k, glyph in enumerate(glyphs):
        x, y = glyph.center
        cell = owner.get((rows.slot(y), columns.slot(x)))
        if cell is not None:
            inside[cell].append(glyph)
            used.add(k)
    cells = [
        Cell(page, r, c, cell_text(inside[i]) if i in inside else "", boxes[i], height, width)
        for i, (r, c, height, width) in enumerate(places)
        if height > 0 and width > 0
    ]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    area = (columns.marks[0], rows.marks[0], columns.marks[-1], rows.marks[-1])
    return Grid(page, area, len(rows.marks) - 1, len(columns.marks) - 1, tuple(cells)), used
