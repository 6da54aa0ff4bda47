"""A grid as rows and columns in which every place knows the cell that covers it; pieces of a table are joined here.

Rulings that no text needs (ghost columns, double lines, slightly shifted pages) are merged away: two neighbouring
columns become one where no row has different texts in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractors.grids import Axis
from extractors.model import Cell, Grid

PAGE_SHIFT_POINTS = 4.0
"""The same ruling may lie this far apart on two pages of one table."""


class Matrix:
    """Cells by place. `at(row, column)` is the covering cell, None in a hole."""

    def __init__(self, rows: int, columns: int, cells: Iterable[Cell]) -> None:
        self.rows = rows
        self.columns = columns
        self.cells = tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))
        self._places: list[list[Cell | None]] = [[None] * columns for _ in range(rows)]
        for cell in self.cells:
            for r in range(cell.row, min(rows, cell.row + cell.row_span)):
                for c in range(cell.column, min(columns, cell.column + cell.column_span)):
                    self._places[r][c] = cell

    def at(self, row: int, column: int) -> Cell | None:
        return self._places[row][column]

    def text(self, row: int, column: int) -> str:
        """The covering cell's text as printed, "" in a hole."""
        cell = self._places[row][column]
        return cell.text if cell else ""

    def row(self, row: int) -> list[Cell]:
        """The cells that cover a row, left to right, each once."""
        found: list[Cell] = []
        for cell in self._places[row]:
            if cell is not None and (not found or found[-1] is not cell):
                found.append(cell)
        return found

    def texts(self, row: int) -> list[str]:
        """The filled texts of the cells that begin in a row, without white space."""
        return [t for cell in self.row(row) if cell.row == row and (t := "".join(cell.text.split()))]

    def without_rows(self, drop: set[int]) -> Matrix:
        """The same matrix with some rows taken out; cells that span over them shrink."""
        if not drop:
            return self
        keep = [r for r in range(self.rows) if r not in drop]
        new_of = {old: new for new, old in enumerate(keep)}
        cells = []
        for cell in self.cells:
            covered = [new_of[r] for r in range(cell.row, cell.row + cell.row_span) if r in new_of]
            if covered:
                cells.append(_placed(cell, covered[0], cell.column, len(covered), cell.column_span))
        return Matrix(len(keep), self.columns, cells)

    def merge_ghost_columns(self) -> Matrix:
        """Merge neighbouring columns that never hold two different filled cells in one row."""
        groups: list[list[int]] = []
        for column in range(self.columns):
            if groups and not any(self._differ(groups[-1], column, row) for row in range(self.rows)):
                groups[-1].append(column)
            else:
                groups.append([column])
        return self if len(groups) == self.columns else self._regroup(groups)

    def _differ(self, group: Sequence[int], column: int, row: int) -> bool:
        new = self._places[row][column]
        if new is None or not new.text.strip():
            return False
        return any(
            (old := self._places[row][c]) is not None and old is not new and bool(old.text.strip()) for c in group
        )

    def _regroup(self, groups: Sequence[Sequence[int]]) -> Matrix:
        new_of = {column: i for i, group in enumerate(groups) for column in group}
        chosen: dict[tuple[int, int], Cell] = {}
        for cell in self.cells:
            first, last = new_of[cell.column], new_of[cell.column + cell.column_span - 1]
            moved = _placed(cell, cell.row, first, cell.row_span, last - first + 1)
            other = chosen.get((cell.row, first))
            # Of the cells that fall together at most one is filled, or they all are blank: keep the filled one.
            if other is None or (moved.text.strip() and not other.text.strip()):
                chosen[cell.row, first] = moved
        filled = [cell for cell in chosen.values() if cell.text.strip()]
        blank = [cell for cell in chosen.values() if not cell.text.strip()]
        return Matrix(self.rows, len(groups), [*_trim(blank, filled), *filled])


def _placed(cell: Cell, row: int, column: int, row_span: int, column_span: int) -> Cell:
    """The same cell elsewhere. (dataclasses.replace does this too, at five times the cost.)"""
    return Cell(cell.page, row, column, cell.text, cell.bbox, row_span, column_span)


def _trim(blank: Sequence[Cell], filled: Sequence[Cell]) -> list[Cell]:
    """Blank cells that no filled cell overlaps."""
    taken = {
        (r, c)
        for cell in filled
        for r in range(cell.row, cell.row + cell.row_span)
        for c in range(cell.column, cell.column + cell.column_span)
    }
    return [cell for cell in blank if (cell.row, cell.column) not in taken]


def join_grids(grids: Sequence[Grid]) -> Matrix:
    """The pieces of one table under each other, on a common set of column rulings.

    Without geometry (text formats) columns are joined by their number.
    """
    if len(grids) == 1:
        grid = grids[0]
        return Matrix(grid.rows, grid.columns, grid.cells)
    marks = [edge for grid in grids for cell in grid.cells if cell.bbox for edge in (cell.bbox[0], cell.bbox[2])]
    axis = Axis.of(marks, PAGE_SHIFT_POINTS) if marks else None
    cells: list[Cell] = []
    offset = 0
    for grid in grids:
        for cell in grid.cells:
            column, span = cell.column, cell.column_span
            if axis and cell.bbox:
                column = axis.index(cell.bbox[0])
                span = max(1, axis.index(cell.bbox[2]) - column)
            cells.append(_placed(cell, cell.row + offset, column, cell.row_span, span))
        offset += grid.rows
    columns = max(cell.column + cell.column_span for cell in cells)
    return Matrix(offset, columns, cells)
