"""Found lines of text and the cells of tables → the pieces of a picture that are read one by one.

A line that crosses a ruling is cut there. In cells no ink is left over: what was not found as text (a single digit, a
minus sign before a figure) joins the piece beside it or becomes a piece of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from extractors.picture_grid import around, overlap
from extractors.upright import PixelBox

MUST_OVERLAP = 0.5
"""Share of its height by which ink must stand beside a piece to belong to it."""
STACKED = 1.6
"""A piece this many times as high as wide, and as a line is high, is several characters under each other."""


def cut_pieces(found: Sequence[PixelBox], cells: Sequence[PixelBox], marks: Sequence[PixelBox]) -> list[PixelBox]:
    """The pieces outside tables, then those of each cell."""
    line_height = median(_height(box) for box in found) if found else 0.0
    pieces = [box for box in found if not any(_holds_center(cell, box) for cell in cells)]
    for cell in cells:
        parts = [part for box in found if (part := overlap(box, cell))]
        inside = [mark for mark in marks if _holds_center(cell, mark)]
        for piece, ink in _complete(parts, inside):
            pieces.extend(_unstack(piece, ink, line_height))
    return pieces


def _complete(parts: Sequence[PixelBox], marks: Sequence[PixelBox]) -> Iterator[tuple[PixelBox, list[PixelBox]]]:
    """Each part of a cell with the ink that belongs to it, and the ink that belongs to none."""
    ink: list[list[PixelBox]] = [[] for _ in parts]
    left: list[PixelBox] = []
    for mark in marks:
        shared = [_area(overlap(part, mark)) for part in parts]
        if any(shared):
            ink[shared.index(max(shared))].append(mark)
            continue
        beside = [i for i, part in enumerate(parts) if _is_beside(part, mark)]
        if beside:
            nearest = min(beside, key=lambda i: max(parts[i][0] - mark[2], mark[0] - parts[i][2]))
            ink[nearest].append(mark)
        else:
            left.append(mark)
    for part, own in zip(parts, ink, strict=True):
        if own:
            yield around([part, *own]), own
    for row in _rows(left):
        yield around(row), row


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


def _holds_center(cell: PixelBox, box: PixelBox) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return cell[0] <= x < cell[2] and cell[1] <= y < cell[3]


def _height(box: PixelBox) -> int:
    return box[3] - box[1]


def _area(box: PixelBox | None) -> int:
    return (box[2] - box[0]) * (box[3] - box[1]) if box else 0
