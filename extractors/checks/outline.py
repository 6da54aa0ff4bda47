"""The rows of a lane with their ranks: 0 for a total, 1 for an organisation, then by code or by ordinal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractors.checks.check import Figure
from extractors.checks.rules import load_book
from extractors.checks.sheet import Sheet, SheetRow
from extractors.headings import load_headings
from extractors.rows import is_classification
from extractors.taxonomy import bare

TOTAL_RANK, PLAIN_RANK, FIRST_ORDINAL_RANK = 0, 1, 2
OF_WHICH_RANK, UNCODED_RANK = 12, 11
_ORDINALS = (
    re.compile(r"[一二三四五六七八九十]+[、.．]"),
    re.compile(r"[（(][一二三四五六七八九十]+[）)]"),
    re.compile(r"\d+[、.．]"),
    re.compile(r"[（(]\d+[）)]"),
    re.compile(r"[①-⑳]"),
)

_BELOW_ECONOMIC = re.compile(r"[35]\d{2}(\d{2}){2}")  # places add a level of their own: 3010202 改革性补贴


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """`code` is the full classification code, "" where there is none; `printed_code` may be a unit's.

    `is_marked`: a code or an ordinal says its rank. `is_stage`: a total or subtotal of what stands before it.
    """

    label: str
    rank: int
    code: str
    printed_code: str
    is_marked: bool
    is_total: bool
    is_stage: bool
    is_organisation: bool
    cells: dict[int, Figure]


def read_outline(sheet: Sheet) -> list[Row]:
    """The rows that hold figures, in order."""
    rows = [row for row in sheet.rows if row.cells]
    reader = _Reader(rows)
    return [reader.row(i) for i in range(len(rows))]


class _Reader:
    """Ranks the rows of one lane; holds what depends on all of them."""

    def __init__(self, rows: Sequence[SheetRow]) -> None:
        self.rows = rows
        self.codes = [_code(row) for row in rows]
        self.coded = sum(map(bool, self.codes)) * 2 > len(rows)
        self.has_subtotals = sum(_is_total(row.label) for row in rows[1:-1]) > 1
        self.rank_above = PLAIN_RANK

    def row(self, i: int) -> Row:
        row, code = self.rows[i], self.codes[i]
        is_total = _is_total(row.label) or (i == 0 and not code and not bare(row.label))
        is_inner_total = is_total and 0 < i < len(self.rows) - 1
        ordinal = None if self.coded else _ordinal(row.label)
        if code:
            self.rank_above = len(code)
        elif is_total and not is_inner_total:
            self.rank_above = TOTAL_RANK
        elif ordinal is not None:
            self.rank_above = FIRST_ORDINAL_RANK + ordinal
        elif _says_of_which(row.label):
            self.rank_above = OF_WHICH_RANK
        elif not (self.coded and any(self.codes[:i]) and not _is_organisation(row)):
            self.rank_above = UNCODED_RANK if self.has_subtotals and not is_inner_total else PLAIN_RANK
        return Row(
            label=row.label,
            rank=self.rank_above,
            code=code,
            printed_code=row.code or code,
            is_marked=bool(code) or ordinal is not None,
            is_total=is_total,
            is_stage=not code and i > 0 and not is_inner_total and _is_stage(row.label),
            is_organisation=not code and _is_organisation(row),
            cells=row.cells,
        )


def is_of_which(row: Row) -> bool:
    return _says_of_which(row.label)


def _is_organisation(row: SheetRow) -> bool:
    return bool(row.code) or bare(row.label) == bare(row.subject)


@lru_cache(maxsize=4096)
def _is_total(label: str) -> bool:
    return bool(load_headings().total_rows.match(bare(label.split()[-1] if label.split() else "")))


@lru_cache(maxsize=4096)
def _is_stage(label: str) -> bool:
    return bool(load_book().words["stage_row"].search(bare(label)))


def _says_of_which(label: str) -> bool:
    return bool(load_book().words["of_which"].match(label))


def _code(row: SheetRow) -> str:
    """The full code: 款 printed alone (05) is completed by what the row was read as, a slip (3017) mended by it."""
    printed, item = row.code or "", row.item or ""
    if is_classification(printed) or _BELOW_ECONOMIC.fullmatch(printed):
        return printed
    if is_classification(item) and printed and (item.endswith(printed) or item[:3] == printed[:3]):
        return item
    return ""


def _ordinal(label: str) -> int | None:
    name = load_book().words["of_which"].sub("", label.strip())
    return next((level for level, pattern in enumerate(_ORDINALS) if pattern.match(name)), None)
