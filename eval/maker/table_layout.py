"""Where the cells of a table lie: column widths, wrapped texts, row heights, pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.maker.fonts import text_width
from eval.maker.lines import broken
from eval.maker.sheet import ABOVE, LEFT, owner

SMALLEST_SIZE = 5.5
LEADING = 1.3
LABEL_CHARACTERS = 5  # the least that fits beside each other in a label's column


@dataclass(slots=True)
class Laid:
    """A table of texts with its geometry, in points. Rows are those of the whole grid, headings included."""

    texts: list[list[str]]  # with the marks of continued cells
    widths: list[float]
    heights: list[float]
    size: float
    lines: dict[tuple[int, int], list[str]]  # of each cell that begins a span
    spans: dict[tuple[int, int], tuple[int, int]]  # last row and column of each


def lay_out(
    texts: list[list[str]], roles: str, weights: Sequence[float], width: float, font: str, size: float,
    padding: float, first_body_row: int, narrow: bool,
) -> Laid:  # fmt: skip
    spans = _spans(texts)
    size, widths = _widths(texts, roles, weights, width, font, size, padding, first_body_row, narrow)
    lines: dict[tuple[int, int], list[str]] = {}
    heights = [size * LEADING + 3.5] * len(texts)
    for (r, c), (last_row, last_column) in spans.items():
        room = sum(widths[c : last_column + 1]) - 2 * padding
        lines[r, c] = broken(texts[r][c], room, font, size) if texts[r][c] else []
        if r == last_row:
            heights[r] = max(heights[r], len(lines[r, c]) * size * LEADING + 3.5)
    for (r, c), (last_row, _) in spans.items():
        missing = len(lines[r, c]) * size * LEADING + 3.5 - sum(heights[r : last_row + 1])
        if missing > 0:
            heights[last_row] += missing
    return Laid(texts, widths, heights, size, lines, spans)


def _spans(texts: list[list[str]]) -> dict[tuple[int, int], tuple[int, int]]:
    reach: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(texts):
        for c, text in enumerate(row):
            start = owner(texts, r, c) if text in (LEFT, ABOVE) else (r, c)
            reach[start] = (r, c)
    return reach


def _widths(
    texts: list[list[str]], roles: str, weights: Sequence[float], width: float, font: str, size: float,
    padding: float, first_body_row: int, narrow: bool,
) -> tuple[float, list[float]]:  # fmt: skip
    """A smaller font where numbers would not fit; their columns as wide as the longest, labels share the rest."""
    fixed = [i for i, role in enumerate(roles) if role in "ac"]
    flexible = [i for i in range(len(roles)) if i not in fixed]
    while True:
        needed = dict.fromkeys(range(len(roles)), 0.0)
        for i in fixed:
            column = [row[i] for row in texts[first_body_row:] if row[i] not in (LEFT, ABOVE)]
            longest = max((text_width(text, font, size) for text in column), default=0.0)
            floor = text_width("预算" if roles[i] == "a" else "类", font, size)
            needed[i] = max(longest, floor) + 2 * padding + 1
            if narrow and roles[i] == "a" and longest > size * 4:
                needed[i] = longest * 0.82 + 2 * padding
        least = sum(size * LABEL_CHARACTERS if roles[i] == "l" else size * 2 for i in flexible)
        if sum(needed.values()) + least <= width or size <= SMALLEST_SIZE:
            break
        size -= 0.5
    share = width / sum(weights)
    widths = [max(needed[i], weights[i] * share) if i in fixed else weights[i] * share for i in range(len(roles))]
    over = sum(widths) - width
    if over > 0:
        slack = [widths[i] - (needed[i] if i in fixed else size * 2.5) for i in range(len(roles))]
        total = sum(max(0.0, s) for s in slack) or 1.0
        widths = [w - max(0.0, s) / total * over for w, s in zip(widths, slack, strict=True)]
    return size, widths
