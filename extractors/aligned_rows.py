"""Characters → lines of pieces of text → regions that can be a table: lines of figures and what belongs to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from statistics import median

from extractors.aligned_headings import is_heading_word
from extractors.amounts import parse_amount
from extractors.captions import is_cut_bracket
from extractors.glyphs import Glyph, glyphs_to_rows, row_to_segment
from extractors.headings import load_headings, squeeze
from extractors.quantities import Amount
from extractors.segments import Segment

PIECE_GAP = 0.3
"""Gap between two characters, in heights of the font, from which they are two pieces of text."""
FIGURE_GAP = 0.15
"""The same between a figure with decimals and the next one: no gap parts the digits of one figure."""
SPACED_GAP = 4.0
"""Single characters nearer than this can be one word that is set wide: 合 计."""
FAR = 4.0
"""Lines further apart than this, in heights of the font, are not of one table."""
HEADING_FAR, HEADING_PITCHES = 2.2, 1.6
"""Headings are no further from their table than so many heights of the font, or so many lines of it."""
WRAP = 1.45
"""A line that follows its row at less than this distance, in heights of the font, is the rest of a wrapped label."""
OVERLAPPING = 0.9
MAX_HEADING_LINES = 8
LONGEST_LABEL = 30
SHORTEST_CLAUSE = 18
_CLAUSE = re.compile("[，。；]")
_DASHES = ("—", "－", "–")
_AMOUNT_THEN_TEXT = re.compile(r"\d\.\d+$")


@dataclass(frozen=True, slots=True)
class Row:
    """One visual line of a page."""

    pieces: tuple[Segment, ...]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def size(self) -> float:
        return max(piece.size for piece in self.pieces)

    @property
    def middle(self) -> float:
        return sum(piece.middle for piece in self.pieces) / len(self.pieces)

    @property
    def has_figures(self) -> bool:
        return len(self.pieces) > 1 and any(is_figure(piece.text) for piece in self.pieces)


def is_figure(text: str) -> bool:
    return isinstance(parse_amount(text, None), Amount)


def regions(glyphs: Sequence[Glyph]) -> Iterator[tuple[list[Row], list[Row]]]:
    """(lines of headings, lines of the body) of whatever may be a table, from top to bottom."""
    rows = _rows(glyphs)
    start = 0
    while start < len(rows):
        if not rows[start].has_figures:
            start += 1
            continue
        end = _end_of_region(rows, start)
        first = start - 1 if _is_upper_half(rows, start) else start
        yield rows[_first_heading(rows, first, end) : first], rows[first:end]
        start = end


def _is_upper_half(rows: Sequence[Row], start: int) -> bool:
    """Whether the line over the first line of figures begins the labels that are set in two lines around it."""
    if not start or rows[start - 1].has_figures:
        return False
    return rows[start].middle - rows[start - 1].middle < OVERLAPPING * rows[start].size


def _rows(glyphs: Sequence[Glyph]) -> list[Row]:
    rows = [_pieces([glyph for glyph in row if not glyph.text.isspace()]) for row in glyphs_to_rows(glyphs)]
    return [Row(tuple(pieces)) for pieces in rows if pieces]


def _pieces(glyphs: Sequence[Glyph]) -> list[Segment]:
    runs: list[list[Glyph]] = []
    for glyph in glyphs:
        if runs and not _parts(runs[-1], glyph):
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    pieces = [segment for run in runs if (segment := row_to_segment(run)) is not None]
    return _with_spaced_words(pieces)


def _with_spaced_words(pieces: Sequence[Segment]) -> list[Segment]:
    """Words that are set wide are one piece: 合 计."""
    joined: list[Segment] = []
    i = 0
    while i < len(pieces):
        end = i + 1
        while end < len(pieces) and _is_spaced(pieces[end - 1], pieces[end]):
            end += 1
        word = reduce(Segment.followed_by, pieces[i:end])
        joined += [word] if end > i + 1 and is_heading_word(word.text) else pieces[i:end]
        i = end
    return joined


def _parts(run: Sequence[Glyph], glyph: Glyph) -> bool:
    """Whether a character begins a new piece: after a gap, or after a figure with decimals where words begin.

    Between two figures, or the dash in the place of one and a figure, a small gap will do if it is the first.
    """
    last = run[-1]
    gap, size = glyph.x0 - last.x1, max(glyph.size, last.size)
    if gap > PIECE_GAP * size:
        return True
    text = "".join(g.text for g in run)
    is_figure_before = _AMOUNT_THEN_TEXT.search(text) is not None
    if is_figure_before and not (glyph.text.isascii() or glyph.text.isdigit()):
        return True
    widest = max((after.x0 - before.x1 for before, after in pairwise(run)), default=0.0)
    return (is_figure_before or text in _DASHES) and gap > max(FIGURE_GAP * size, 2 * widest)


def _is_spaced(before: Segment, after: Segment) -> bool:
    are_letters = len(before.text) == len(after.text) == 1 and not (before.text.isascii() or after.text.isascii())
    return are_letters and after.x0 - before.x1 < SPACED_GAP * after.size


# ---------------------------------------------------------------------------------------------- regions


def _end_of_region(rows: Sequence[Row], start: int) -> int:
    """The line after the last one of the table whose first line of figures is at `start`."""
    end = start + 1
    for i in range(start + 1, len(rows)):
        is_far = rows[i].middle - rows[i - 1].middle > FAR * rows[i].size
        if is_far or _is_outside(rows, i) or _is_caption(rows[i]):
            break
        if rows[i].has_figures:
            end = i + 1
    while end < len(rows) and _wraps(rows, end) and not _is_outside(rows, end):
        end += 1
    return end


def _is_outside(rows: Sequence[Row], i: int) -> bool:
    return _is_text(rows[i]) and not _is_piece_of_code(rows, i)


def _is_piece_of_code(rows: Sequence[Row], i: int) -> bool:
    """Whether digits that look like a page number are half of a code that is set in two lines around its row."""
    owner = _owner_of(rows, i)
    return owner != i and rows[owner].has_figures and rows[i].text.isdigit()


def _first_heading(rows: Sequence[Row], start: int, end: int) -> int:
    """The first line of headings over the lines of figures; a running header stands further up than lines do."""
    pitches = [below.middle - row.middle for row, below in pairwise(rows[start:end])]
    far = max(HEADING_FAR * rows[start].size, HEADING_PITCHES * median(pitches or [0.0]))
    first = start
    while first > max(0, start - MAX_HEADING_LINES):
        row, below = rows[first - 1], rows[first]
        if below.middle - row.middle > far or _is_text(row) or _is_caption(row) or row.has_figures:
            break
        first -= 1
    return first


def _is_text(row: Row) -> bool:
    """A line of a sentence, a note, a page number."""
    words = load_headings().captions
    text = squeeze(row.text)
    is_long = len(row.pieces) <= 2 and max(len(piece.text) for piece in row.pieces) > LONGEST_LABEL
    is_clause = len(text) > SHORTEST_CLAUSE and _CLAUSE.search(text)
    says_so = words["sentence"].search(text) or words["note"].search(text)
    return bool(is_long or is_clause or says_so) or _is_page_number(text)


def _is_page_number(text: str) -> bool:
    return bool(text) and all(c in "-—–第页0123456789/共" for c in text)


def _is_caption(row: Row) -> bool:
    words = load_headings().captions
    texts = [squeeze(piece.text) for piece in row.pieces] + [squeeze(row.text)]
    alone = len(row.pieces) == 1
    return any(
        words["owner"].search(text)
        or words["unit_line"].search(text)
        or (alone and is_cut_bracket(text))
        or (alone and words["title_end"].search(text) and words["title_any"].search(text))
        or (alone and words["number"].fullmatch(text) and words["number_word"].search(text))
        for text in texts
    )


def _wraps(rows: Sequence[Row], i: int) -> bool:
    """Whether a line without figures is a part of the row above or below it rather than a row of its own."""
    return not rows[i].has_figures and _owner_of(rows, i) != i


def _owner_of(rows: Sequence[Row], i: int) -> int:
    """The line of figures whose label a line continues; itself where it is a row of its own."""
    row = rows[i]
    above = row.middle - rows[i - 1].middle if i else float("inf")
    below = rows[i + 1].middle - row.middle if i + 1 < len(rows) else float("inf")
    if min(above, below) < OVERLAPPING * row.size:
        return i - 1 if above <= below else i + 1
    if len(row.pieces) == 1 and above < WRAP * row.size and above < 0.85 * below:
        return i - 1
    return i


def whole_rows(body: Sequence[Row]) -> list[list[Segment]]:
    """Rows of the table: lines of figures with the lines that their labels are wrapped over."""
    rows: dict[int, list[Segment]] = {}
    for i, line in enumerate(body):
        rows.setdefault(_row_of(body, i), []).extend(line.pieces)
    return [rows[key] for key in sorted(rows)]


def _row_of(body: Sequence[Row], i: int) -> int:
    seen: list[int] = []
    while not body[i].has_figures and i not in seen:
        seen.append(i)
        i = _owner_of(body, i)
    return i if body[i].has_figures else min(seen)
