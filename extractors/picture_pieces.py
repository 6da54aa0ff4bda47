"""Found lines of text and the cells of tables → the pieces of a picture that are read one by one.

A line that crosses a ruling is cut there. In cells no ink is left over: what was not found as text (a single digit, a
minus sign before a figure) joins the piece beside it or becomes a piece of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from extractors.picture_grid import around, overlap
from extractors.upright import PixelBox

MUST_OVERLAP = 0.5
"""Share of its height by which ink must stand beside a piece to belong to it."""
STACKED = 1.6
"""A piece this many times as high as wide, and as a line is high, is several characters under each other."""
ONE_WORD = 0.2
OVERHANG = 0.5
"""In heights of its line: ink so near to the rest, and with its middle so near behind the ruling, is the end of a
figure that touches the ruling, not a figure of the next cell."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A piece to read, and the number of the cell that it belongs to; None outside tables."""

    box: PixelBox
    cell: int | None = None


@dataclass(slots=True)
class _Part:
    """What one cell has of a line, and its ink."""

    box: PixelBox
    ink: list[PixelBox]


def cut_pieces(found: Sequence[PixelBox], cells: Sequence[PixelBox], marks: Sequence[PixelBox]) -> list[Cut]:
    """The pieces outside tables, then those of each cell."""
    line_height = median(_height(box) for box in found) if found else 0.0
    pieces = [Cut(box) for box in found if _cell_of(box, cells) is None]
    of_line: dict[int, list[PixelBox]] = defaultdict(list)
    parts: dict[int, list[_Part]] = defaultdict(list)
    left: dict[int, list[PixelBox]] = defaultdict(list)
    for mark in marks:
        shared = [_area(overlap(box, mark)) for box in found]
        cell = _cell_of(mark, cells)
        if any(shared):
            of_line[shared.index(max(shared))].append(mark)
        elif cell is not None:
            left[cell].append(mark)
    for line, ink in of_line.items():
        for cell, own in _by_cell(ink, cells, _height(found[line])).items():
            parts[cell].append(_Part(overlap(found[line], cells[cell]) or own[0], own))
    for cell in sorted({*parts, *left}):
        for part in _complete(parts[cell], left[cell]):
            box = around([part.box, *part.ink])
            pieces.extend(Cut(piece, cell) for piece in _unstack(box, part.ink, line_height))
    return pieces


def _by_cell(ink: Sequence[PixelBox], cells: Sequence[PixelBox], height: int) -> dict[int, list[PixelBox]]:
    """A line's ink in each cell, from left to right; a character that hangs over a ruling stays with its figure."""
    owned: dict[int, list[PixelBox]] = {}
    previous: tuple[int, PixelBox] | None = None
    for mark in sorted(ink):
        cell = _cell_of(mark, cells)
        if cell is None:
            continue
        if previous and previous[0] != cell and _hangs_over(mark, previous[1], cells[previous[0]], height):
            cell = previous[0]
        owned.setdefault(cell, []).append(mark)
        previous = cell, mark
    return owned


def _hangs_over(mark: PixelBox, before: PixelBox, cell: PixelBox, height: int) -> bool:
    is_one_word = mark[0] - before[2] <= ONE_WORD * height
    return is_one_word and (mark[0] + mark[2]) / 2 - cell[2] <= OVERHANG * height and mark[0] <= cell[2] + 2


def _complete(parts: Sequence[_Part], left: Sequence[PixelBox]) -> list[_Part]:
    """The parts of a cell with the ink beside them, and the rest of the ink line by line."""
    alone: list[PixelBox] = []
    for mark in left:
        beside = [part for part in parts if _is_beside(part.box, mark)]
        if beside:
            min(beside, key=lambda part: max(part.box[0] - mark[2], mark[0] - part.box[2])).ink.append(mark)
        else:
            alone.append(mark)
    return [*parts, *(_Part(around(row), row) for row in _rows(alone))]


def _unstack(piece: PixelBox, marks: Sequence[PixelBox], line_height: float) -> list[PixelBox]:
    """Characters written under each other, one by one; any other piece as it is."""
    width = piece[2] - piece[0]
    if _height(piece) < STACKED * max(width, line_height):
        return [piece]
    characters: list[PixelBox] = []
    for row in map(around, _rows(marks)):
        joined = around([characters[-1], row]) if characters else row
        if characters and _height(joined) <= 1.2 * width:
            characters[-1] = joined  # 二 and 三 are strokes apart from each other
        else:
            characters.append(row)
    return [(piece[0], top, piece[2], bottom) for _, top, _, bottom in characters]


def _rows(marks: Sequence[PixelBox]) -> list[list[PixelBox]]:
    """Ink grouped by height, from top to bottom."""
    rows: list[list[PixelBox]] = []
    bottom = 0
    for mark in sorted(marks, key=lambda mark: mark[1]):
        if rows and mark[1] < bottom:
            rows[-1].append(mark)
            bottom = max(bottom, mark[3])
        else:
            rows.append([mark])
            bottom = mark[3]
    return rows


def _is_beside(part: PixelBox, mark: PixelBox) -> bool:
    shared = min(part[3], mark[3]) - max(part[1], mark[1])
    return shared >= MUST_OVERLAP * _height(mark)


def _cell_of(box: PixelBox, cells: Sequence[PixelBox]) -> int | None:
    """The smallest cell that holds a box's centre: tables in frames lie in two."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    holding = [i for i, cell in enumerate(cells) if cell[0] <= x < cell[2] and cell[1] <= y < cell[3]]
    return min(holding, key=lambda i: _area(cells[i]), default=None)


def _height(box: PixelBox) -> int:
    return box[3] - box[1]


def _area(box: PixelBox | None) -> int:
    return (box[2] - box[0]) * (box[3] - box[1]) if box else 0
