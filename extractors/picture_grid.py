"""Ruling lines in a picture → edges for the table finder; the picture without them; the ink that is left.

A ruling is a run of ink along a row or column of pixels, longer than any stroke of a character.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from extractors.model import BBox
from extractors.upright import WHITE, PixelBox, Pixels, ink_of

MIN_ACROSS_POINTS = 20.0
MIN_DOWN_POINTS = 11.0
"""The shortest rulings: cells of one character are wider than that, lines of text are higher."""
MAX_THICK_POINTS = 5.0
NEAR_POINTS = 3.0
"""Rulings nearer than this meet."""
MIN_TABLE_POINTS = 60.0
GAP_POINTS = 8.0
SAME_LINE_POINTS = 1.5
SURE_POINTS = 30.0
"""Of two runs that a gap parts, one must be this long: strokes of a title stand beside each other, too."""
SPECK_POINTS = 2.0
"""Ink smaller than this both ways, and alone, is dirt; a minus sign is wider."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """A picture taken apart: its rulings in pixels, and what is left when they are erased."""

    edges: tuple[BBox, ...]  # each without height or without width
    pixels: Pixels
    marks: tuple[PixelBox, ...]  # pieces of ink that hang together, without dirt


def rulings(grey: Pixels, dots_per_point: float) -> Ruled:
    ink = ink_of(grey)
    thick = MAX_THICK_POINTS * dots_per_point
    across = [
        box for box in _runs(ink, (round(MIN_ACROSS_POINTS * dots_per_point), 1)) if box[3] - box[1] <= thick
    ]  # what is thicker is a dark area
    down = [box for box in _runs(ink, (1, round(MIN_DOWN_POINTS * dots_per_point))) if box[2] - box[0] <= thick]
    across, down = _tables_only(_joined(across, 0, dots_per_point), _joined(down, 1, dots_per_point), dots_per_point)
    erased = np.zeros(ink.shape, dtype=bool)
    for x0, top, x1, bottom in (*across, *down):
        erased[max(0, top - 1) : bottom + 1, max(0, x0 - 1) : x1 + 1] = True
    edges = [(float(x0), (top + bottom) / 2, float(x1), (top + bottom) / 2) for x0, top, x1, bottom in across]
    edges += [((x0 + x1) / 2, float(top), (x0 + x1) / 2, float(bottom)) for x0, top, x1, bottom in down]
    pixels = np.where(erased, WHITE, grey).astype(np.uint8)
    return Ruled(tuple(edges), pixels, _marks(np.where(erased, 0, ink).astype(np.uint8), dots_per_point))


def _joined(lines: Sequence[PixelBox], axis: int, dots_per_point: float) -> list[PixelBox]:
    """Rulings with short gaps in them (faded, or under a seal) made whole. `axis` 0: they run across, 1: down."""
    whole: list[PixelBox] = []
    for line in sorted(lines, key=lambda line: line[axis]):
        for i, before in enumerate(whole):
            apart = abs(line[1 - axis] + line[3 - axis] - before[1 - axis] - before[3 - axis]) / 2
            longer = max(line[axis + 2] - line[axis], before[axis + 2] - before[axis])
            if (
                0 <= line[axis] - before[axis + 2] <= GAP_POINTS * dots_per_point
                and apart <= SAME_LINE_POINTS * dots_per_point
                and longer >= SURE_POINTS * dots_per_point
            ):
                whole[i] = around([before, line])
                break
        else:
            whole.append(line)
    return whole


def _tables_only(
    across: Sequence[PixelBox], down: Sequence[PixelBox], dots_per_point: float
) -> tuple[list[PixelBox], list[PixelBox]]:
    """Rulings that cross others and together are wider than any character; strokes of large letters are not."""
    near = round(NEAR_POINTS * dots_per_point)
    crossed = [[i for i, line in enumerate(down) if _meet(line, other, near)] for other in across]
    often = {i for i in range(len(down)) if sum(i in found for found in crossed) >= 2}
    crossed = [[i for i in found if i in often] for found in crossed]
    kept_across: list[PixelBox] = []
    kept_down: set[int] = set()
    waiting = {k for k, found in enumerate(crossed) if found}
    while waiting:
        group, reached = {waiting.pop()}, set[int]()
        while new := {i for k in group for i in crossed[k]} - reached:
            reached |= new
            group |= {k for k in waiting if new.intersection(crossed[k])}
        waiting -= group
        area = around([across[k] for k in group])
        if area[2] - area[0] >= MIN_TABLE_POINTS * dots_per_point:
            kept_across.extend(across[k] for k in sorted(group))
            kept_down |= reached
    return kept_across, [down[i] for i in sorted(kept_down)]


def _meet(one: PixelBox, other: PixelBox, near: int) -> bool:
    x0, top, x1, bottom = one
    return overlap((x0 - near, top - near, x1 + near, bottom + near), other) is not None


def _runs(ink: Pixels, size: tuple[int, int]) -> list[PixelBox]:
    """Where ink runs at least `size` (width, height) pixels; a step of one pixel does not break a run."""
    beside = (1, 3) if size[0] == 1 else (3, 1)
    thickened = cv2.dilate(ink, np.ones(beside, np.uint8))
    return _connected(cv2.morphologyEx(thickened, cv2.MORPH_OPEN, np.ones(size[::-1], np.uint8)).astype(np.uint8))


def _connected(ink: Pixels) -> list[PixelBox]:
    _, _, found, _ = cv2.connectedComponentsWithStats(ink)
    return [(int(x), int(y), int(x + width), int(y + height)) for x, y, width, height, _ in found[1:]]


def _marks(ink: Pixels, dots_per_point: float) -> tuple[PixelBox, ...]:
    least = SPECK_POINTS * dots_per_point
    return tuple(box for box in _connected(ink) if max(box[2] - box[0], box[3] - box[1]) >= least)


def overlap(a: PixelBox, b: PixelBox) -> PixelBox | None:
    """The area that two boxes share."""
    x0, top, x1, bottom = max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])
    return (x0, top, x1, bottom) if x0 < x1 and top < bottom else None


def around(boxes: Sequence[PixelBox]) -> PixelBox:
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
