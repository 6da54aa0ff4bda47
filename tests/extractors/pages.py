"""Small pages for tests of layout and prose: lines set as a word processor sets them, 12 points a character."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.layout import columns
from extractors.model import Grid, Identity, Level, Line, Page, Paragraph, Phase

LEFT, RIGHT, HALF = 72.0, 456.0, 6.0
"""Margins and the width of half a Chinese character, in points: a full line has 32 characters."""
FULL_LINE = int((RIGHT - LEFT) / (2 * HALF))


def line(text: str, top: float, indent: int = 0, size: float = 12.0) -> Line:
    """`indent` in characters."""
    left = LEFT + indent * 2 * HALF
    return Line(text, (left, top, left + columns(text) * HALF, top + 12.0), size)


def centered(text: str, top: float, size: float = 12.0) -> Line:
    width = columns(text) * HALF
    left = (LEFT + RIGHT - width) / 2
    return Line(text, (left, top, left + width, top + 12.0), size)


def broken(text: str, width: int) -> Iterator[str]:
    """The text in pieces of at most `width` half-width columns."""
    piece = ""
    for character in text:
        if columns(piece + character) > width:
            yield piece
            piece = ""
        piece += character
    yield piece


def set_paragraph(text: str, top: float = 100.0, indent: int = 2) -> list[Line]:
    """The text broken into full lines, the first one indented."""
    pieces = list(broken("　" * indent + text, 2 * FULL_LINE))
    return [line(piece.strip("　"), top + 20.0 * i, indent if i == 0 else 0) for i, piece in enumerate(pieces)]


def page(*lines: Line, number: int = 1) -> Page:
    return Page(number, 528.0, 800.0, tuple(lines))


def text_page(text: str, number: int = 1) -> Page:
    """A page of a text export: lines without geometry."""
    return Page(number, 0.0, 0.0, tuple(Line(row, None) for row in text.splitlines()))


def text_grid(first_line: int, last_line: int, number: int = 1) -> Grid:
    return Grid(number, None, 2, 2, (), first_line, last_line)


def paragraph(text: str, section: Sequence[str] = (), page_number: int = 1) -> Paragraph:
    return Paragraph(text, tuple(section), False, ((0, len(text), page_number, None),))


def identity(
    agency: str = "洛山市改革局", *, year: int = 2021, phase: Phase = Phase.BUDGET, aliases: tuple[str, ...] = ()
) -> Identity:
    return Identity(agency, aliases, "", year, phase, Level.DEPARTMENT)
