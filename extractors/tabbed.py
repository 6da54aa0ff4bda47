"""Rows of fields (tab-separated, or a Markdown pipe table) → cells with the spans that the export has flattened.

    fields → heading rows → rows moved back into line → cells

An export writes a merged heading once and leaves empty fields for the rest of it; in the body an empty field is a
blank.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.amounts import parse_amount
from extractors.flow import SpannedCell
from extractors.model import Blank

_FIGURE = re.compile(r"[-−－(（△]?\d[\d,，]*(?:\.\d+)?[)）]?%?")
_MONEY = re.compile(r"[-−－(（△]?\d[\d,，]*\.\d+[)）]?|\d{1,3}(?:,\d{3})+")
_PIPE_RULE = re.compile(r"\s*\|?\s*:?-{1,}:?\s*(?:\|\s*:?-{1,}:?\s*)*\|?\s*")
_PIPE = re.compile(r"(?<!\\)\|")

MAX_HEADING_ROWS = 8
WORDS_COLUMN_SHARE = 0.5
"""A column of labels has words in at least this share of the body's rows …"""
STRAY_WORDS_SHARE = 0.25
"""… and a column of amounts has words in less than this: words there belong to another column."""

Fields = list[str]


@dataclass(frozen=True, slots=True)
class TabbedTable:
    rows: tuple[tuple[SpannedCell, ...], ...]
    realigned: tuple[str, ...] = ()  # rows that were a field too long, as they stood in the file
    misaligned: tuple[str, ...] = ()  # rows that fit their columns in no way; left out of `rows`


def is_table_row(line: str) -> bool:
    """A tab between two fields; a tab at the start alone indents."""
    return "\t" in line


def has_columns(rows: Sequence[Fields]) -> bool:
    """Two rows with two filled fields each make a table; a lone 单位名称：…⇥单位：万元 does not, nor do contents."""
    return sum(sum(bool(field) for field in row) >= 2 for row in rows) >= 2 and not _is_contents(rows)


def _is_contents(rows: Sequence[Fields]) -> bool:
    """Titles with ascending page numbers, from the first row on: a table would begin with a heading."""
    numbers = [row[-1] for row in rows if len(row) == 2]
    if len(numbers) < len(rows) or not all(number.isascii() and number.isdigit() for number in numbers):
        return False
    pages = [int(number) for number in numbers]
    return pages == sorted(pages)


def pipe_fields(line: str) -> Fields:
    inner = line.strip().removeprefix("|")
    inner = inner if inner.endswith("\\|") else inner.removesuffix("|")
    return [field.replace("\\|", "|").strip() for field in _PIPE.split(inner)]


def is_pipe_rule(line: str) -> bool:
    """The line under a Markdown table's heading: |---|:--:|."""
    return "|" in line and "-" in line and _PIPE_RULE.fullmatch(line) is not None


def build_table(rows: Sequence[Fields]) -> TabbedTable:
    width = max(len(row) for row in rows)
    fields = [[*row, *[""] * (width - len(row))] for row in rows]
    headings = _count_heading_rows(fields)
    body, realigned, misaligned = _align(fields[headings:])
    cells = _heading_cells(fields[:headings])
    cells.extend(tuple(SpannedCell(field) for field in row) for row in body)
    return TabbedTable(tuple(cells), realigned, misaligned)


def _is_figure(field: str) -> bool:
    return _FIGURE.fullmatch(field) is not None


def _is_money(field: str) -> bool:
    """Certainly an amount: with decimals or groups of three. A bare 100 may be a target, a count or a code."""
    return _MONEY.fullmatch(field) is not None


def _is_words(field: str) -> bool:
    return bool(field) and not _is_figure(field) and not isinstance(parse_amount(field, None), Blank)


def _count_heading_rows(rows: Sequence[Fields]) -> int:
    """The rows above the first figure, down to the last that gives a heading to a column that had none."""
    headed: set[int] = set()
    count = 0
    for i, row in enumerate(rows[:MAX_HEADING_ROWS]):
        if any(map(_is_figure, row)):
            break
        filled = {column for column, field in enumerate(row) if field}
        if filled - headed:
            count = i + 1
        headed |= filled
    return count


def _heading_cells(headings: Sequence[Fields]) -> list[tuple[SpannedCell, ...]]:
    """A heading spans the empty fields after it that deeper headings fill; else the empty fields under it."""
    filled = [(r, c) for r, row in enumerate(headings) for c, field in enumerate(row) if field]
    widths = {(r, c): _width(headings, r, c) for r, c in filled}
    covered = {(r, c + i) for (r, c), width in widths.items() for i in range(1, width)}
    heights: dict[tuple[int, int], int] = {}
    for r, c in filled:
        below = r + 1
        while widths[r, c] == 1 and below < len(headings) and not headings[below][c] and (below, c) not in covered:
            covered.add((below, c))
            below += 1
        heights[r, c] = below - r
    return [
        tuple(
            SpannedCell(field, heights.get((r, c), 1), widths.get((r, c), 1))
            for c, field in enumerate(row)
            if (r, c) not in covered
        )
        for r, row in enumerate(headings)
    ]


def _width(headings: Sequence[Fields], row: int, column: int) -> int:
    fields = headings[row]
    end = column + 1
    while end < len(fields) and not fields[end] and any(deeper[end] for deeper in headings[row + 1 :]):
        end += 1
    return end - column


# ------------------------------------------------------------------------------------------- alignment


def _align(body: Sequence[Fields]) -> tuple[list[Fields], tuple[str, ...], tuple[str, ...]]:
    """Move rows back that hold a field too many.

    Some exports write a label of two levels (一般公共预算 | 小计) as two fields where the other rows have one, so that
    labels stand in columns of amounts and amounts in columns of labels. Where joining two neighbouring fields puts the
    whole row right, they are joined; a row with amounts that fits in no way is given up, never read askew.
    """
    columns = _Columns.of(body)
    joins = [join for row in body if columns.is_askew(row) and (join := columns.join_that_fits(row)) is not None]
    kept: list[Fields] = []
    realigned: list[str] = []
    misaligned: list[str] = []
    for row in body:
        join = columns.join_that_fits(row) if joins and columns.misfits(row) else None
        if join is not None and join in joins:
            kept.append(_joined(row, join))
            realigned.append(_as_printed(row))
        elif columns.is_askew(row):
            misaligned.append(_as_printed(row))
        else:
            kept.append(row)
    return kept, tuple(realigned), tuple(misaligned)


@dataclass(frozen=True, slots=True)
class _Columns:
    """What most body rows hold in each column. The first column may hold anything."""

    words: frozenset[int]
    money: frozenset[int]

    @classmethod
    def of(cls, body: Sequence[Fields]) -> _Columns:
        width = len(body[0]) if body else 0
        with_words = [sum(_is_words(row[c]) for row in body) for c in range(width)]
        with_money = [sum(_is_money(row[c]) for row in body) for c in range(width)]
        return cls(
            frozenset(c for c in range(1, width) if with_words[c] >= WORDS_COLUMN_SHARE * len(body)),
            frozenset(
                c for c in range(1, width) if with_money[c] >= 2 and with_words[c] < STRAY_WORDS_SHARE * len(body)
            ),
        )

    def stray_money(self, row: Fields) -> int:
        return sum(_is_money(row[c]) for c in self.words)

    def stray_words(self, row: Fields) -> int:
        return sum(_is_words(row[c]) for c in self.money)

    def misfits(self, row: Fields) -> int:
        return self.stray_money(row) + self.stray_words(row)

    def is_askew(self, row: Fields) -> bool:
        return bool(self.stray_money(row) and self.stray_words(row))

    def join_that_fits(self, row: Fields) -> int | None:
        """The first field that, joined with the next, leaves no misfit; None where none does or the row is full."""
        if row[-1]:
            return None
        return next((i for i in range(len(row) - 1) if not self.misfits(_joined(row, i))), None)


def _joined(row: Fields, i: int) -> Fields:
    return [*row[:i], " ".join(field for field in row[i : i + 2] if field), *row[i + 2 :], ""]


def _as_printed(row: Fields) -> str:
    return " ".join(field for field in row if field)
