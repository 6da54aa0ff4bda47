"""Where a text file's pages begin. The file itself shows which marks its exporter used:

1. form feeds, where there are any;
2. else gaps: three or more blank lines, and at least two more than the file usually leaves between its lines; and
3. a single leading space, the trace of a form feed, where the file's first line has one and few other lines do.

A file without any of these is one page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

MIN_GAP_LINES = 3
GAP_OVER_USUAL_LINES = 2
MAX_SHARE_OF_OPENING_LINES = 1 / 8
"""A page has eight lines or more on average; where more lines begin with a space, they are indented."""

_OPENING = re.compile(r" \S")


def split_pages(text: str) -> list[list[str]]:
    """The lines of each page, blank ones included; pages that a form feed leaves empty are kept, as they count."""
    if "\f" in text.rstrip():
        pages = text.rstrip().split("\f")
        return [page.splitlines() for page in pages]
    lines = text.splitlines()
    breaks = _openings(lines) | _after_gaps(lines)
    starts = [0, *sorted(breaks - {_first_filled(lines)}), len(lines)]
    return [lines[start:end] for start, end in pairwise(starts)]


def _first_filled(lines: Sequence[str]) -> int:
    return next((i for i, line in enumerate(lines) if line.strip()), 0)


def _openings(lines: Sequence[str]) -> set[int]:
    filled = [i for i, line in enumerate(lines) if line.strip()]
    found = {i for i in filled if _OPENING.match(lines[i])}
    if not filled or filled[0] not in found or len(found) > max(1, MAX_SHARE_OF_OPENING_LINES * len(filled)):
        return set()
    return found


def _after_gaps(lines: Sequence[str]) -> set[int]:
    gaps: dict[int, int] = {}  # the line after the gap → how many blank lines it has
    blank = 0
    for i, line in enumerate(lines):
        if line.strip():
            if i > blank:
                gaps[i] = blank
            blank = 0
        else:
            blank += 1
    usual = Counter(gaps.values()).most_common(1)[0][0] if gaps else 0
    return {i for i, size in gaps.items() if size >= max(MIN_GAP_LINES, usual + GAP_OVER_USUAL_LINES)}
