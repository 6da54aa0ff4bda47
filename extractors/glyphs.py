"""Characters with boxes → visual lines and cell texts. Pure geometry, whatever engine found the characters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

from extractors.model import BBox, Line

SPACE_GAP = 0.6
"""Gap between two characters, in font sizes, from which a space is put where the file has none."""

SAME_LINE = 0.5
"""Share of the smaller height by which two characters must overlap vertically to be on one line."""


class Glyph(NamedTuple):
    """One character where it is drawn; the box is the font's (ascent to descent), so neighbours share top and bottom.

    `run` is the same for characters that the file draws as one piece of text, 0 where that is unknown.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    run: int = 0

    @property
    def center(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


def glyphs_to_rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Group by vertical overlap, top to bottom; every row left to right."""
    rows: list[list[Glyph]] = []
    bounds: list[tuple[float, float]] = []
    for glyph in sorted(glyphs, key=attrgetter("top", "x0")):
        for i in range(len(rows) - 1, max(-1, len(rows) - 4), -1):
            top, bottom = bounds[i]
            shared = min(bottom, glyph.bottom) - max(top, glyph.top)
            if shared > SAME_LINE * min(bottom - top, glyph.bottom - glyph.top):
                rows[i].append(glyph)
                break
        else:
            rows.append([glyph])
            bounds.append((glyph.top, glyph.bottom))
    for row in rows:
        row.sort(key=attrgetter("x0"))
    return rows


def row_to_line(row: Sequence[Glyph]) -> Line | None:
    """One visual line; runs of space are one space, none at the ends. None where only space was drawn."""
    text: list[str] = []
    edges: list[float] = []
    right = row[0].x0
    pending = False
    previous: Glyph | None = None
    for glyph in row:
        if glyph.text.isspace():
            pending = True
            continue
        if previous is not None:
            if glyph.text == previous.text and abs(glyph.x0 - previous.x0) < 0.3 * max(1.0, glyph.x1 - glyph.x0):
                continue  # drawn twice to look bold
            pending = pending or glyph.x0 - previous.x1 > SPACE_GAP * max(glyph.size, previous.size, 1.0)
            if pending:
                text.append(" ")
                edges.append(previous.x1)
        pending = False
        for k, character in enumerate(glyph.text):  # a ligature is several characters in one box
            text.append(character)
            edges.append(glyph.x0 + (glyph.x1 - glyph.x0) * k / len(glyph.text))
        right = glyph.x1
        previous = glyph
    if previous is None:
        return None
    box = (edges[0], min(g.top for g in row), right, max(g.bottom for g in row))
    return Line("".join(text), box, (*edges, right), max(g.size for g in row))


def glyphs_to_lines(glyphs: Iterable[Glyph]) -> list[Line]:
    return [line for row in glyphs_to_rows(glyphs) if (line := row_to_line(row)) is not None]


def cell_text(glyphs: Sequence[Glyph]) -> str:
    """The text of one cell, its visual lines joined by a line break."""
    if len(glyphs) == 1:
        return glyphs[0].text.strip()
    return "\n".join(line.text for line in glyphs_to_lines(glyphs))


def union(boxes: Sequence[BBox]) -> BBox:
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
