"""Pages of formats without geometry: lines and tables in reading order, placed by counting.

A table's rows are lines of the page too, one each, so that the page's text is whole; `Grid.first_line` and
`Grid.last_line` say which they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.model import Cell, Grid, Line, Page

HIDDEN = "hidden text: not visible on the page"
"""Why text that a reader of the paper cannot see is unread: it is no evidence."""

MAX_COLUMNS = 1000
"""More columns than any table has; browsers clamp a column span to it as well."""


@dataclass(frozen=True, slots=True)
class SpannedCell:
    """A cell as Word, HTML and Markdown list it: in its row's order, its place given by the spans before it."""

    text: str
    row_span: int = 1
    column_span: int = 1


class FlowPage:
    """One page being filled from top to bottom."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.grids: list[Grid] = []
        self._lines: list[Line] = []

    def add_text(self, text: str) -> None:
        """One or more lines; blank ones are left out, as they are in formats with geometry."""
        self._lines.extend(Line(line.strip(), None) for line in text.splitlines() if line.strip())

    def add_table(self, rows: Sequence[Sequence[SpannedCell]]) -> None:
        cells, columns = place_cells(self.number, rows)
        if not cells:
            return
        first = len(self._lines)
        for row in rows:
            texts = (" ".join(cell.text.split()) for cell in row)
            self._lines.append(Line("\t".join(text for text in texts if text), None))
        last = len(self._lines) - 1
        self.grids.append(Grid(self.number, None, len(rows), columns, tuple(cells), first, last))

    @property
    def is_empty(self) -> bool:
        return not self._lines

    @property
    def loose_lines(self) -> list[list[str]]:
        """The lines outside tables, in stretches that no table interrupts."""
        stretches: list[list[str]] = []
        start = 0
        for grid in self.grids:
            stretches.append([line.text for line in self._lines[start : grid.first_line]])
            start = grid.last_line + 1
        stretches.append([line.text for line in self._lines[start:]])
        return [stretch for stretch in stretches if stretch]

    def page(self) -> Page:
        return Page(self.number, 0.0, 0.0, tuple(self._lines))


def place_cells(page: int, rows: Sequence[Sequence[SpannedCell]]) -> tuple[list[Cell], int]:
    """Give each cell its column, past the cells of earlier rows that reach down; and say how many columns there are.

    Spans are cut to the table's own rows and to MAX_COLUMNS, whatever the file says.
    """
    cells: list[Cell] = []
    reach: list[int] = []  # per column: the first row that is free again
    for r, row in enumerate(rows):
        column = 0
        for cell in row:
            while column < len(reach) and reach[column] > r:
                column += 1
            width = max(1, min(cell.column_span, MAX_COLUMNS - column))
            height = max(1, min(cell.row_span, len(rows) - r))
            if column >= MAX_COLUMNS:
                break
            cells.append(Cell(page, r, column, cell.text, None, height, width))
            reach.extend([0] * (column + width - len(reach)))
            reach[column : column + width] = [r + height] * width
            column += width
    return cells, len(reach)
