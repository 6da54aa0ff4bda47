"""The edges of columns, from headings that are centred in them: what one heading has to its right, it has to its left.

│  合计  │ 出国费 │  小计  │ 购置费 │ 运行费 │     Columns without any figure leave the text of a table with gaps of
│    3.36│        │    3.36│        │    3.36│     no known width. Where the edge of one column is known, the middle
                                                of the next heading gives the next edge, and so on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.segments import Segment

NEAR = 0.7
"""Share of the height of a heading by which text may be off the edge that it is set against: cells have a padding."""

Span = tuple[float, float]


def columns_by_edges(headings: Sequence[Segment], spans: Sequence[Span]) -> list[Span] | None:
    """The columns of the headings, so that each span of text lies in one; None where there is no choice or several.

    Headings and spans are given from left to right, spans of figures set right among them.
    """
    found: dict[tuple[int, ...], list[Span]] = {}
    for edges in _edges(headings, spans):
        columns = list(pairwise(edges))
        if places := _places(headings, spans, columns):
            found.setdefault(tuple(places), columns)
    return next(iter(found.values())) if len(found) == 1 else None


def _edges(headings: Sequence[Segment], spans: Sequence[Span]) -> Iterator[list[float]]:
    """The edges of all columns, if a span ended at the right edge of one of them."""
    for number in range(len(headings)):
        for _, right in spans:
            after = [right]
            for heading in headings[number + 1 :]:
                after.append(2 * heading.center - after[-1])
            before = [right]
            for heading in reversed(headings[: number + 1]):
                before.append(2 * heading.center - before[-1])
            yield [*reversed(before[1:]), *after]


def _places(headings: Sequence[Segment], spans: Sequence[Span], columns: Sequence[Span]) -> list[int] | None:
    """For each span the number of its column; None where one has none, or a heading lies outside of its own."""
    near = NEAR * min(heading.size for heading in headings)
    if not all(left - near < h.x0 and h.x1 < right + near for h, (left, right) in zip(headings, columns, strict=True)):
        return None
    places = [next((i for i, column in enumerate(columns) if _is_set_in(span, column, near)), -1) for span in spans]
    return places if -1 not in places and places == sorted(set(places)) else None


def _is_set_in(span: Span, column: Span, near: float) -> bool:
    """Whether text lies in a column and is set against its right or left edge, or in its middle."""
    left, right = span[0] - column[0], column[1] - span[1]
    return min(left, right) > -near and (min(abs(left), abs(right)) < near or abs(left - right) < near)
