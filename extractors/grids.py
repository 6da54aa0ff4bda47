"""Cell rectangles and characters → grids: whole cells with row, column, spans and text.

Table finding gives rectangles between ruling lines. Here they get their place in a common set of rows and columns;
a merged cell is one rectangle over several of them. Every character goes to exactly one cell: the one that its
centre lies in.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
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
    def of(cls, positions: Iterable[float], same_points: float = SAME_LINE_POINTS) -> Axis:
        marks: list[float] = []
        for position in sorted(positions):
            if not marks or position - marks[-1] > same_points:
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


def cells_to_grid(page: int, boxes: Sequence[BBox], glyphs: Sequence[Glyph]) -> Grid:
    """One table's rectangles → its grid."""
    columns = Axis.of(edge for box in boxes for edge in (box[0], box[2]))
    rows = Axis.of(edge for box in boxes for edge in (box[1], box[3]))
    owner: dict[tuple[int, int], int] = {}
    places: list[tuple[int, int, int, int]] = []
    for x0, top, x1, bottom in boxes:
        c0, r0 = columns.index(x0), rows.index(top)
        places.append((r0, c0, rows.index(bottom) - r0, columns.index(x1) - c0))
    for i in sorted(range(len(boxes)), key=lambda i: -places[i][2] * places[i][3]):
        for place in _covered(places[i]):
            owner[place] = i  # of a frame and the cells inside it, the cells own their places
    inside: dict[int, list[Glyph]] = defaultdict(list)
    for k, cell in enumerate(_keep_words_together(glyphs, [owner.get(_slot(rows, columns, g)) for g in glyphs])):
        if cell is not None:
            inside[cell].append(glyphs[k])
    cells = [
        Cell(page, *own[:2], cell_text(inside[i]) if i in inside else "", boxes[i], *own[2:])
        for i, place in enumerate(places)
        if (own := _owned_place(i, place, owner)) is not None
    ]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    area = (columns.marks[0], rows.marks[0], columns.marks[-1], rows.marks[-1])
    return Grid(page, area, len(rows.marks) - 1, len(columns.marks) - 1, tuple(cells))


def _covered(place: tuple[int, int, int, int]) -> Iterable[tuple[int, int]]:
    row, column, height, width = place
    return ((r, c) for r in range(row, row + height) for c in range(column, column + width))


def _owned_place(
    index: int, place: tuple[int, int, int, int], owner: dict[tuple[int, int], int]
) -> tuple[int, int, int, int] | None:
    """(row, column, rows, columns) of what a rectangle owns: all of it, or the rows that no inner cell took."""
    row, column, height, width = place
    if height <= 0 or width <= 0:
        return None
    own = [r for r in range(row, row + height) if all(owner[r, c] == index for c in range(column, column + width))]
    if not own:
        return None
    last = own[0]
    while last + 1 in own:
        last += 1
    return own[0], column, last - own[0] + 1, width


def _slot(rows: Axis, columns: Axis, glyph: Glyph) -> tuple[int, int]:
    x, y = glyph.center
    return rows.slot(y), columns.slot(x)


def _keep_words_together(glyphs: Sequence[Glyph], cells: Sequence[int | None]) -> list[int | None]:
    """Text that runs over the edge of its cell stays whole.

    Where one piece of text crosses a ruling between two letters, all of it belongs to the cell that holds most of it.
    Digits are cut at the ruling: figures of neighbouring cells are often drawn without a gap between them.
    """
    kept = list(cells)
    start = 0
    for k in range(1, len(glyphs) + 1):
        if k < len(glyphs) and _is_one_word(glyphs[k - 1], glyphs[k]):
            continue
        word = cells[start:k]
        if len(set(word)) > 1:
            kept[start:k] = [Counter(word).most_common(1)[0][0]] * (k - start)
        start = k
    return kept


def _is_one_word(before: Glyph, after: Glyph) -> bool:
    if before.run == 0 or before.run != after.run or abs(before.top - after.top) > 1.0:
        return False
    near = -0.5 * after.size <= after.x0 - before.x1 <= 0.3 * after.size
    return near and _is_wordy(before.text) and _is_wordy(after.text)


def _is_wordy(character: str) -> bool:
    return not (character.isdigit() or character.isspace() or character in ".,，-－%")
