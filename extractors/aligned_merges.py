"""Names that stand in the middle of the rows that share them, where no ruling says so.

            30213 维修费   4.00
设施维护    30214 租赁费   2.00     belongs to all three rows, because it is set in the middle of them
            30218 材料费   1.00
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.aligned_rows import WRAP, is_figure
from extractors.headings import load_headings, squeeze
from extractors.segments import Segment

OFF_CENTRE = 0.3
"""Share of the height of a line by which a name is off the middle of its rows at most."""

Line = Sequence[Segment]


@dataclass(frozen=True, slots=True)
class Shared:
    """A name over `count` rows from `row`."""

    text: str
    row: int
    count: int

    def covers(self, row: int) -> bool:
        return self.row <= row < self.row + self.count


def share_names(rows: Sequence[Line], edge: float, next_edge: float) -> tuple[list[Line], list[Shared]]:
    """The rows without the names left of `edge`, and those names; all as it was where names do not share rows.

    Only a second column of names or codes, which ends at `next_edge`, shows that the first one is shared.
    """
    inner = [row for row in rows if not _is_total(row)]
    if not inner:
        return list(rows), []
    names = [piece for row in inner for piece in row if piece.center < edge]
    rest = [rest for row in inner if (rest := [piece for piece in row if piece.center >= edge])]
    if len(names) >= len(rest) or not all(_has_own_name(row, next_edge) for row in rest):
        return list(rows), []
    shared = _divide(names, rest) or _divide(_unwrapped(names), rest)
    first = next(i for i, row in enumerate(rows) if not _is_total(row))
    if shared is None or any(_is_total(row) for row in rows[first : first + len(inner)]):
        return list(rows), []
    whole = [*rows[:first], *rest, *rows[first + len(inner) :]]
    return whole, [Shared(one.text, one.row + first, one.count) for one in shared]


def _has_own_name(row: Line, next_edge: float) -> bool:
    beside = [piece for piece in row if piece.center < next_edge]
    return any(not is_figure(piece.text) or piece.text.isdigit() for piece in beside)


def _is_total(row: Line) -> bool:
    words = [squeeze(piece.text) for piece in row if not is_figure(piece.text)]
    return any(load_headings().total_rows.match(text) for text in words)


def _unwrapped(names: Sequence[Segment]) -> list[Segment]:
    """Names that are set in two lines as one."""
    whole: list[Segment] = []
    for name in sorted(names, key=lambda name: name.middle):
        if whole and name.top - whole[-1].bottom < (WRAP - 1) * name.size:
            whole[-1] = whole[-1].over(name)
        else:
            whole.append(name)
    return whole


def _divide(names: Sequence[Segment], rows: Sequence[Line]) -> list[Shared] | None:
    """Runs of rows from first to last, each with one name in its middle; None where they do not come out."""
    middles = [sum(piece.middle for piece in row) / len(row) for row in rows]
    shared: list[Shared] = []
    row = 0
    for name in sorted(names, key=lambda name: name.middle):
        allowed = OFF_CENTRE * min(piece.size for piece in rows[0])
        last = (r for r in range(row, len(rows)) if abs((middles[row] + middles[r]) / 2 - name.middle) < allowed)
        end = next(last, None)
        if end is None:
            return None
        shared.append(Shared(name.text, row, end + 1 - row))
        row = end + 1
    return shared if row == len(rows) else None
