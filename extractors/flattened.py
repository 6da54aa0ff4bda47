"""Table rows that an export flattened into text: which figure stood in which column can no longer be told.

They are found so that they can be shown as unread, never read as figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

MIN_ROWS = 2
MIN_SINGLE_FIGURE_ROWS = 3
"""Rows of a label and one figure need one more: two such lines do occur in prose."""
MAX_LABEL_LINES = 5
"""A label broken over lines may stand between two rows of figures."""

_FIGURE = r"[-−－]?\d[\d,，]*(?:\.\d+)?%?"
_ENDS_IN_FIGURES = re.compile(rf"(?:^|\S\s+){_FIGURE}(?:\s+{_FIGURE})+$")
_ENDS_IN_MONEY = re.compile(r"\S\s+[-−－]?\d[\d,，]*\.\d+$")
_SENTENCE_MARKS = re.compile(r"[。；！？]")


def find_flattened_rows(lines: Sequence[str]) -> Iterator[str]:
    """The first row of each run of flattened table rows."""
    run: list[int] = []
    for i, line in enumerate(lines):
        if not _looks_like_row(line):
            continue
        if run and i - run[-1] > MAX_LABEL_LINES + 1:
            yield from _first_row(lines, run)
            run = []
        run.append(i)
    yield from _first_row(lines, run)


def _looks_like_row(line: str) -> bool:
    return not _SENTENCE_MARKS.search(line) and bool(_ENDS_IN_FIGURES.search(line) or _ENDS_IN_MONEY.search(line))


def _first_row(lines: Sequence[str], run: Sequence[int]) -> Iterator[str]:
    many = sum(bool(_ENDS_IN_FIGURES.search(lines[i])) for i in run)
    if many >= MIN_ROWS or len(run) >= MIN_SINGLE_FIGURE_ROWS:
        yield lines[run[0]]
