"""Characters with boxes → visual lines and cell texts. Pure geometry, whatever engine found the characters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import NamedTuple

from extractors.model import BBox, Line
from extractors.segments import Segment

SPACE_GAP = 0.5
"""Gap between two characters, in heights of the font, from which a space is put where the file has none."""

SAME_LINE = 0.5
"""Share of the smaller height by which two characters must overlap vertically to be on one line."""


_by_height = itemgetter(2, 1)
_by_left = itemgetter(1)


class Glyph(NamedTuple):
    """One character where it is drawn; the box is the font's (ascent to descent), so neighbours share top and bottom.

    `order` is its number in the order in which the page draws its characters.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    order: int = 0

    @property
    def size(self) -> float:
        """The height of the font's box, in points: about the font size, whatever matrix it is drawn with."""
        return self.bottom - self.top

    @property
    def center(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


def glyphs_to_rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Group by vertical overlap, top to bottom; every row left to right."""
    rows: list[list[Glyph]] = []
    bounds: list[tuple[float, float]] = []
    for glyph in sorted(glyphs, key=_by_height):
        _, _, top, _, bottom, _ = glyph
        for i in range(len(rows) - 1, max(-1, len(rows) - 4), -1):
            upper, lower = bounds[i]
            if upper == top and lower == bottom:
                rows[i].append(glyph)
                break
            shared = min(lower, bottom) - max(upper, top)
            if shared > SAME_LINE * min(lower - upper, bottom - top):
                rows[i].append(glyph)
                break
        else:
            rows.append([glyph])
            bounds.append((top, bottom))
    for row in rows:
        row.sort(key=_by_left)
    return rows


def row_to_segment(row: Sequence[Glyph]) -> Segment | None:
    """The text of a row; runs of space are one space, none at the ends. None where only space was drawn."""
    text: list[str] = []
    edges: list[float] = []
    right = end = height = 0.0
    pending = False
    previous: Glyph | None = None
    for glyph in row:
        character, x0, top, x1, bottom, _ = glyph
        if character == " " or character.isspace():
            pending = True
            continue
        if previous is not None:
            if character == previous.text and abs(x0 - previous.x0) < 0.3 * max(1.0, x1 - x0):
                continue  # drawn twice to look bold
            if pending or x0 - end > SPACE_GAP * max(bottom - top, height, 1.0):
                text.append(" ")
                edges.append(end)
        pending = False
        text.append(character)
        edges.append(x0)
        if len(character) > 1:  # a ligature is several characters in one box
            edges.extend(x0 + (x1 - x0) * k / len(character) for k in range(1, len(character)))
        right = end = x1
        height = bottom - top
        previous = glyph
    if previous is None:
        return None
    top, bottom = min(g.top for g in row), max(g.bottom for g in row)
    return Segment("".join(text), edges[0], top, right, bottom, (*edges, right))


def glyphs_to_lines(glyphs: Iterable[Glyph]) -> list[Line]:
    found = [segment for row in glyphs_to_rows(glyphs) if (segment := row_to_segment(row)) is not None]
    return [Line(segment.text, segment.box, segment.size) for segment in found]


def cell_text(glyphs: Sequence[Glyph]) -> str:
    """The text of one cell, its visual lines joined by a line break."""
    if len(glyphs) == 1:
        return glyphs[0].text.strip()
    return "\n".join(line.text for line in glyphs_to_lines(glyphs))


def union(boxes: Sequence[BBox]) -> BBox:
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
