"""The body of a table, row by row: which code, which label, whose figures, and where in the hierarchy.

A row is read once per lane. Codes in three columns (201 | 03 | 01), in one (2010301) and in the label ([30101]基本工资)
come out alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractors.headings import load_headings, squeeze
from extractors.matrix import Matrix
from extractors.model import Column, Role, Table

_CODE_IN_LABEL = re.compile(r"^[\[［(（]?([2-5]\d{2}(?:\d{2}){0,2})[\]］)）]?[-\s]*(\D.*)$", re.DOTALL)
_CLASSIFICATION = re.compile(r"(2\d{2}(\d{2}(\d{2})?)?|[35]\d{2}(\d{2})?)$")
_ORDINALS = (
    re.compile(r"^[一二三四五六七八九十]+[、.．]"),
    re.compile(r"^[（(][一二三四五六七八九十]+[）)]"),
    re.compile(r"^\d+[、.．]"),
    re.compile(r"^[（(]\d+[）)]"),
)


@dataclass(frozen=True, slots=True)
class BodyRow:
    """One lane of one row. `label` is without line breaks; `parent_label` is that of a merged cell to the left."""

    row: int
    lane: int
    code: str | None
    label: str
    parent_label: str
    organisation: str  # what stands in a column of organisations beside the label, "" where there is none
    period: str  # 2025年, 增减: what the row is of its item where rows are years, else ""
    columns: tuple[Column, ...]  # the lane's columns


def is_classification(code: str | None) -> bool:
    """Whether a code has the form of a functional or economic classification code."""
    return bool(code and _CLASSIFICATION.fullmatch(code))


def body_rows(table: Table, matrix: Matrix) -> Iterator[BodyRow]:
    lanes = sorted({column.lane for column in table.columns})
    for row in range(table.header_rows, table.rows):
        for lane in lanes:
            columns = tuple(column for column in table.columns if column.lane == lane)
            yield _read_row(matrix, row, lane, columns)


def _read_row(matrix: Matrix, row: int, lane: int, columns: Sequence[Column]) -> BodyRow:
    labels = _labels(matrix, row, columns)
    code = _code(matrix, row, columns)
    name = labels[-1] if labels else _label_beside(matrix, row, columns)
    parent = labels[-2] if len(labels) > 1 else ""
    if match := _CODE_IN_LABEL.match(name):
        if is_classification(match.group(1)) and code is None:
            code = match.group(1)
        if code == match.group(1):
            name = match.group(2).strip()
    organisation = _organisation(matrix, row, columns, name)
    period = _period(matrix, row, columns)
    if period and not name.replace(period, ""):
        name = _label_above(matrix, row, columns)
    return BodyRow(row, lane, code, name, parent, organisation, period, tuple(columns))


def _period(matrix: Matrix, row: int, columns: Sequence[Column]) -> str:
    for column in columns:
        text = clean_label(matrix.text(row, column.index)) if column.role is Role.LABEL else ""
        if _is_period(text):
            return text
    return ""


def _label_above(matrix: Matrix, row: int, columns: Sequence[Column]) -> str:
    """The label that rows of years share: it is printed on the first of them only."""
    for above in range(row, -1, -1):
        names = [text for text in _labels(matrix, above, columns) if not _is_period(text)]
        if names:
            return names[-1]
    return ""


def _is_period(text: str) -> bool:
    words = load_headings()
    return bool(words.period_row.match(text) or words.change_row.match(text))


@lru_cache(maxsize=4096)
def clean_label(text: str) -> str:
    """A label on one line: breaks inside Chinese text go, those between words of Latin letters become a space."""
    joined = re.sub(r"(?<=[A-Za-z])\s+(?=[A-Za-z])", "\0", text.strip())
    return re.sub(r"\s+", "", joined).replace("\0", " ")


def _rank(column: Column) -> int:
    leaf = column.path[-1] if column.path else ""
    words = load_headings()
    order = next((i for i, pattern in enumerate(words.label_order) if pattern.search(leaf)), len(words.label_order))
    return order + 100 * bool(words.government_heading.search("".join(column.path)))


def _labels(matrix: Matrix, row: int, columns: Sequence[Column]) -> list[str]:
    """The row's label, preceded by the labels of merged cells that it is a part of."""
    candidates = [c for c in columns if c.role is Role.LABEL]
    spanning = _spanning_label(matrix, row, columns)
    if spanning:
        return [spanning]
    if not candidates:
        return []
    groups: dict[tuple[int, tuple[str, ...]], list[Column]] = {}
    for column in candidates:
        groups.setdefault((_rank(column), column.path), []).append(column)
    merged: list[str] = []
    for key in sorted(groups, key=lambda key: key[0]):
        texts = [text for column in groups[key] if (text := clean_label(matrix.text(row, column.index)))]
        if texts and not _is_merged(matrix, row, groups[key][-1]):
            return list(dict.fromkeys(texts))
        merged = merged or texts
    return list(dict.fromkeys(merged))


def _label_beside(matrix: Matrix, row: int, columns: Sequence[Column]) -> str:
    """The words of a row that has none where labels stand: 合计 in the first column, among the codes."""
    others = [clean_label(matrix.text(row, c.index)) for c in columns if c.role in (Role.CODE, Role.ORDINAL)]
    return next((text for text in others if text and not any(character.isdigit() for character in text)), "")


def _is_merged(matrix: Matrix, row: int, column: Column) -> bool:
    """Whether the label is shared with other rows: then a finer label, if there is one, names this row."""
    cell = matrix.at(row, column.index)
    return cell is not None and cell.row_span > 1


def _spanning_label(matrix: Matrix, row: int, columns: Sequence[Column]) -> str:
    """A label merged over code columns and others: 合计, written across the head of its row."""
    first = columns[0]
    cell = matrix.at(row, first.index)
    if cell is None or cell.column_span < 2 or first.role is Role.LABEL:
        return ""
    text = clean_label(cell.text)
    return text if text and not text.isdigit() else ""


def _code(matrix: Matrix, row: int, columns: Sequence[Column]) -> str | None:
    for group in _code_groups(columns):
        parts = [squeeze(matrix.text(row, column.index)) for column in group]
        code = ""
        for part in parts:
            if part.isdigit():
                code = part if code and part.startswith(code) else code + part
        if code:
            return code
    return None


def _code_groups(columns: Sequence[Column]) -> list[list[Column]]:
    """Code columns that stand together, those of classifications first."""
    groups: list[list[Column]] = []
    previous: Column | None = None
    for column in columns:
        if column.role is Role.CODE:
            if (
                previous is not None
                and previous.role is Role.CODE
                and _is_classification(previous) == _is_classification(column)
            ):
                groups[-1].append(column)
            else:
                groups.append([column])
        previous = column
    return sorted(groups, key=lambda group: not _is_classification(group[0]))


def _is_classification(column: Column) -> bool:
    return bool(column.path) and any(load_headings().classification_heading.search(text) for text in column.path)


def _organisation(matrix: Matrix, row: int, columns: Sequence[Column], label: str) -> str:
    words = load_headings()
    for column in columns:
        leaf = column.path[-1] if column.path else ""
        if column.role is Role.LABEL and words.unit_heading.search(leaf):
            text = clean_label(matrix.text(row, column.index))
            if text and (text != label or not words.classification_heading.search(leaf)):
                return text
    return ""


class Outline:
    """Tracks the hierarchy of rows: by code, else by ordinals (一、 （一） 1. （1）)."""

    def __init__(self) -> None:
        self._levels: list[tuple[int, str]] = []
        self._codes: set[str] = set()

    def parent_of(self, code: str | None, label: str, item: str | None) -> str | None:
        """The item key of the row that this row is a part of; rows must be given in order."""
        if code and is_classification(code):
            parent = next((code[:n] for n in range(len(code) - 2, 2, -2) if code[:n] in self._codes), None)
            self._codes.add(code)
            return parent
        level = next((i for i, pattern in enumerate(_ORDINALS) if pattern.match(label)), None)
        if level is None:
            return None
        while self._levels and self._levels[-1][0] >= level:
            self._levels.pop()
        parent = self._levels[-1][1] if self._levels else None
        if item:
            self._levels.append((level, item))
        return parent
