"""Cell rectangles and characters → grids: whole cells with row, column, spans and text.

Table finding gives rectangles between ruling lines. Here they get their place in a common set of rows and columns;
a merged cell is one rectangle over several of them. Every character goes to exactly one cell: the one that its
centre lies in.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
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


def cells_to_grid(
    page: int,
    boxes: Sequence[BBox],
    glyphs: Sequence[Glyph],
    drawn_together: Callable[[Glyph, Glyph], bool] = lambda one, other: False,
) -> Grid:
    """One table's rectangles → its grid. `glyphs` are the page's in drawing order; `drawn_together` tells whether two
    neighbours are one piece of text."""
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
    area = (columns.marks[0], rows.marks[0], columns.marks[-1], rows.marks[-1])
    near = [g for g in glyphs if g.x1 > area[0] and g.x0 < area[2] and g.bottom > area[1] and g.top < area[3]]
    places_of = [owner.get((rows.slot((g.top + g.bottom) / 2), columns.slot((g.x0 + g.x1) / 2))) for g in near]
    for glyph, cell in zip(near, _keep_words_together(near, places_of, drawn_together), strict=True):
        if cell is not None:
            inside[cell].append(glyph)
    cells = [
        Cell(page, *own[:2], cell_text(inside[i]) if i in inside else "", boxes[i], *own[2:])
        for i, place in enumerate(places)
        if (own := _owned_place(i, place, owner)) is not None
    ]
    cells.sort(key=lambda cell: (cell.row, cell.column))
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


def _keep_words_together(
    glyphs: Sequence[Glyph], cells: Sequence[int | None], drawn_together: Callable[[Glyph, Glyph], bool]
) -> list[int | None]:
    """Text that runs over the edge of its cell stays whole.

    Where one piece of text crosses a ruling between two letters, all of it belongs to the cell that holds most of it.
    Digits are cut at the ruling: figures of neighbouring cells are often drawn without a gap between them.
    """

    def goes_on(k: int) -> bool:
        return (
            0 < k < len(glyphs) and _is_one_word(glyphs[k - 1], glyphs[k]) and drawn_together(glyphs[k - 1], glyphs[k])
        )

    kept = list(cells)
    done = 0
    for k in range(1, len(glyphs)):
        if k < done or cells[k - 1] == cells[k] or not goes_on(k):
            continue
        start, end = k - 1, k + 1
        while goes_on(start):
            start -= 1
        while goes_on(end):
            end += 1
        kept[start:end] = [Counter(cells[start:end]).most_common(1)[0][0]] * (end - start)
        done = end
    return kept


def _is_one_word(before: Glyph, after: Glyph) -> bool:
    if abs(before.top - after.top) > 1.0:
        return False
    near = -0.5 * after.size <= after.x0 - before.x1 <= 0.3 * after.size
    return near and _is_wordy(before.text) and _is_wordy(after.text)


def _is_wordy(character: str) -> bool:
    return not (character.isdigit() or character.isspace() or character in ".,，-－%")
