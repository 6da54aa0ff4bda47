"""Which columns a heading stands over where no ruling says so.

pieces → headings with their wrapped lines → those of one column, matched with the columns in their order, and those of
several, each over the columns that it is centred on
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extractors.aligned_edges import columns_by_edges
from extractors.headings import load_headings, squeeze
from extractors.segments import Segment
from extractors.taxonomy import load_taxonomy

EXACTLY = 0.12
SAME_HEIGHT = 0.3
"""Share of the font's height by which headings of one line differ at most."""
WRAP = 1.45
"""The next line of a wrapped heading is nearer than this, in heights of the font."""
TIGHT = 1.36
"""Lines of one heading are set so close, in heights of the font; between those of two is the padding of cells."""
CENTRED = 0.2
"""Share of the headings' height by which one that takes all their lines is off its middle at most."""
OFF_MIDDLE = 0.35
"""So many heights of the font, at most, is a heading of all lines off their middle."""
NEW_COLUMN_POINTS = 120.0
"""A heading that is further than this from every free column has one of its own, which is empty."""
NO_HEADING_POINTS = 120.0

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its place in the grid: `rows` rows from `row`, the columns `first` to `last`."""

    text: str
    row: int
    rows: int
    first: int
    last: int


def place_headings(pieces: Sequence[Segment], spans: Sequence[Span]) -> tuple[list[Heading], list[Span]]:
    """The headings, and the columns with those that only a heading shows."""
    blocks = _unwrapped(pieces)
    leaves = sorted((block for block in blocks if not _is_group(block, blocks)), key=lambda block: block.center)
    lines = _lines([block for block in blocks if block not in leaves])
    columns, places = _match(leaves, spans)
    leaf_of = dict(zip(places, leaves, strict=True))
    found = [heading for row, line in enumerate(lines) for heading in _group_headings(row, line, leaf_of, columns)]
    for column in range(len(columns)):
        first = 1 + max((h.row for h in found if h.first <= column <= h.last), default=-1)
        text = leaf_of[column].text if column in leaf_of else ""
        found.append(Heading(text, first, len(lines) + 1 - first, column, column))
    return found, columns


def _lines(groups: Sequence[Segment]) -> list[list[Segment]]:
    """Headings of several columns by their height, each line from left to right."""
    lines: list[list[Segment]] = []
    for group in sorted(groups, key=lambda group: group.middle):
        if lines and group.middle - lines[-1][0].middle <= SAME_HEIGHT * group.size:
            lines[-1].append(group)
        else:
            lines.append([group])
    return [sorted(line, key=lambda group: group.center) for line in lines]


def _group_headings(
    row: int, line: Sequence[Segment], leaf_of: dict[int, Segment], columns: Sequence[Span]
) -> list[Heading]:
    sides = {column: _sides(leaf, columns[column]) for column, leaf in leaf_of.items()}
    limits = [*(group.center for group in line[1:]), float("inf")]
    found: list[Heading] = []
    for group, limit in zip(line, limits, strict=True):
        reach = _reach(group, leaf_of, sides, found[-1].last if found else -1, limit)
        if reach is not None:
            found.append(Heading(group.text, row, 1, *reach))
    return found


def _unwrapped(pieces: Sequence[Segment]) -> list[Segment]:
    """Headings whose lines are put together; a line under a heading of several columns is no part of it."""
    blocks: list[Segment] = []
    for piece in sorted(pieces, key=lambda p: (p.top, p.x0)):
        above = next((b for b in reversed(blocks) if _continues(b, piece, pieces)), None)
        if above is None:
            blocks.append(piece)
        else:
            blocks[blocks.index(above)] = above.over(piece)
    return blocks


def _continues(above: Segment, piece: Segment, pieces: Sequence[Segment]) -> bool:
    size = piece.size
    distance = piece.bottom - above.bottom
    if not (0.5 * size < distance < WRAP * size) or not above.overlaps(piece):
        return False
    aligned = abs(above.center - piece.center) < size or abs(above.x0 - piece.x0) < size
    if not aligned:
        return False
    if distance < TIGHT * size and load_taxonomy().find(squeeze(above.text + piece.text)):
        return True  # 公务用车 over 购置费
    known = is_heading_word(above.text), is_heading_word(piece.text)
    if known[0] == known[1]:
        return not known[0]  # two headings, or two fragments of one
    return not any(_is_sibling(other, piece, pieces) for other in pieces)


def is_heading_word(text: str) -> bool:
    words, flat = load_headings(), squeeze(text)
    is_known = any(pattern.search(flat) for pattern in (words.heading_words, words.whole, words.total_rows))
    return is_known or load_taxonomy().find(flat) is not None


def _is_sibling(other: Segment, piece: Segment, pieces: Sequence[Segment]) -> bool:
    """Whether `other` stands beside `piece` without anything over it: then what is over `piece` is over both."""
    if other is piece or abs(other.middle - piece.middle) > EXACTLY * piece.size:
        return False
    return not any(p.overlaps(other) and p.middle < other.middle - 0.5 * other.size for p in pieces)


def _is_group(block: Segment, blocks: Sequence[Segment]) -> bool:
    """Whether a heading stands over others rather than over a column."""
    lower = [
        b for b in blocks if b.middle > block.middle + 0.5 * block.size and b.top >= block.bottom - 0.5 * block.size
    ]
    if any(block.overlaps(b) for b in lower):
        return True
    top, bottom = min(b.top for b in blocks), max(b.bottom for b in blocks)
    if not lower or abs(block.middle - (top + bottom) / 2) < CENTRED * (bottom - top):
        return False
    beside = [b.center for b in blocks if abs(b.middle - block.middle) <= SAME_HEIGHT * block.size and b is not block]
    left = [b.center for b in lower if b.center < block.center]
    right = [b.center for b in lower if b.center > block.center]
    if not left or not right:
        return False
    return not any(max(left) < center < min(right) for center in beside)


def _match(leaves: Sequence[Segment], spans: Sequence[Span]) -> tuple[list[Span], list[int]]:
    """Columns and, for each leaf, the number of its own: as the edges of the columns say, where some have no text; else
    the cheapest matching that keeps both orders."""
    told = columns_by_edges(leaves, spans) if len(spans) < len(leaves) else None
    if told:
        return told, list(range(len(leaves)))

    @cache
    def best(leaf: int, span: int) -> tuple[float, tuple[tuple[int | None, int | None], ...]]:
        if leaf == len(leaves):
            return NO_HEADING_POINTS * (len(spans) - span), tuple((None, s) for s in range(span, len(spans)))
        own_cost, own = best(leaf + 1, span)
        options = [(own_cost + NEW_COLUMN_POINTS + _crossing(leaves[leaf], spans), ((leaf, None), *own))]
        if span < len(spans):
            cost, rest = best(leaf + 1, span + 1)
            options.append((cost + _distance(leaves[leaf], spans[span]), ((leaf, span), *rest)))
            cost, rest = best(leaf, span + 1)
            options.append((cost + NO_HEADING_POINTS, ((None, span), *rest)))
        return min(options, key=lambda option: option[0])

    columns: list[Span] = []
    places: list[int] = []
    for leaf, span in best(0, 0)[1]:
        if leaf is not None:
            places.append(len(columns))
        columns.append(spans[span] if span is not None else (leaves[leaf or 0].x0, leaves[leaf or 0].x1))
    return columns, places


def _distance(leaf: Segment, span: Span) -> float:
    gap = max(0.0, span[0] - leaf.x1, leaf.x0 - span[1])
    return gap + 0.1 * abs(leaf.center - (span[0] + span[1]) / 2)


def _crossing(leaf: Segment, spans: Sequence[Span]) -> float:
    """What makes a column of its own dear: text of a column under the heading."""
    return sum(max(0.0, min(leaf.x1, x1) - max(leaf.x0, x0)) for x0, x1 in spans)


def _sides(leaf: Segment, span: Span) -> Span:
    """About where a column begins and ends: a heading stands in its middle, its text at one side."""
    half = max(leaf.center - span[0], span[1] - leaf.center, (leaf.x1 - leaf.x0) / 2)
    return leaf.center - half, leaf.center + half


def _reach(
    group: Segment, leaf_of: dict[int, Segment], sides: dict[int, Span], taken: int, limit: float
) -> tuple[int, int] | None:
    """The columns side by side that a heading is centred on; of about equally good ones the most."""
    free = {column for column in _under(group, leaf_of) if column > taken and leaf_of[column].center < limit}
    runs = [
        (first, last)
        for first in sorted(free)
        for last in sorted(free)
        if first <= last
        and free.issuperset(range(first, last + 1))
        and sides[first][0] <= group.x1
        and group.x0 <= sides[last][1]
    ]
    runs = [run for run in runs if run[0] < run[1]] or runs
    if not runs:
        return None
    return min(runs, key=lambda run: (_off_centre(group, sides, run) // group.size, run[0] - run[1]))


def _under(group: Segment, leaf_of: dict[int, Segment]) -> set[int]:
    """The columns whose own heading is lower than the group and does not stand half way down: that takes all lines."""
    top = min(group.top, *(leaf.top for leaf in leaf_of.values()))
    bottom = max(leaf.bottom for leaf in leaf_of.values())
    half_way = (top + bottom) / 2 + min(CENTRED / 2 * (bottom - top), OFF_MIDDLE * group.size)
    return {column for column, leaf in leaf_of.items() if leaf.middle > max(half_way, group.middle)}


def _off_centre(group: Segment, sides: dict[int, Span], run: tuple[int, int]) -> float:
    return abs((sides[run[0]][0] + sides[run[1]][1]) / 2 - group.center)
