"""The indicators of performance forms: what each is called, what is to be reached, and where that stands.

产出指标 | 数量指标 | 监测次数 | ≥150次               a row under 三级指标 and 指标值
产出指标 | 数量指标 | 物业配备人员数 | 49 | 人 | ≥     sign and unit in columns of their own
成本指标：三级指标 | 指标值 | 产出指标：三级指标 | …     several pairs of columns side by side
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import zip_longest
from typing import Any

from extractors.form_projects import ProjectList, find_lists, form_projects, project_of_row
from extractors.headings import squeeze
from extractors.matrix import Matrix
from extractors.model import Cell, Table
from rag.lexicon import read_data

MOST_LEVELS = 3
OVERALL = "performance_overall"


@dataclass(frozen=True, slots=True)
class Indicator:
    """`project` is "" for one of the agency as a whole; `value` is as printed, with its sign and unit beside it.

    `lane` tells values apart that stand side by side for one name: 中期目标, 年度目标.
    """

    table: Table
    project: str
    levels: tuple[str, ...]
    name: str
    value: str
    value_cell: Cell
    lane: str = ""


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where a pair of headings has names and values, and what stands apart from these; None: in no column."""

    row: int  # the last row of the headings
    name: int
    value: int
    levels: tuple[int, ...]
    sign: int | None
    unit: int | None
    group: str  # the level over the pair, where no column has levels
    lane: str


def read_indicators(table: Table) -> list[Indicator]:
    """In the order of the form, those of one pair of columns after those of the pair before it."""
    matrix = Matrix(table.rows, len(table.columns), table.cells)
    owners = _Owners(table, matrix)
    return [one for columns in _pairs(matrix) for one in _rows(table, matrix, columns, owners)]


class _Owners:
    """Of which project a row of a form speaks."""

    def __init__(self, table: Table, matrix: Matrix) -> None:
        self._matrix = matrix
        self._lists: list[ProjectList] = find_lists(matrix)
        self._is_overall = table.statement == OVERALL
        self._forms = form_projects(table, matrix, self._lists)

    def of(self, row: int) -> str:
        for one in self._lists:
            if one.row < row < one.end:
                named = self._matrix.at(row, one.column)
                return squeeze(named.text) if named else ""
        return "" if self._lists or self._is_overall else squeeze(project_of_row(self._forms, row))


def _pairs(matrix: Matrix) -> Iterator[_Columns]:
    heads = _heads(matrix)
    for head in heads:
        right = [c for c in matrix.row(head.row) if c.column > head.column]
        end = next((c.column for c in right if c in heads), matrix.columns)
        value = next((c for c in right if c.column < end and _is_heading("value", c)), None)
        if value is None:
            continue
        before = [c for c in matrix.row(head.row) if c.column < head.column]
        last = head.column + head.column_span - 1
        yield _Columns(
            row=head.row + head.row_span - 1,
            name=last,
            value=value.column,
            levels=tuple(c.column for c in before if _is_heading("level", c)) or tuple(range(head.column, last)),
            sign=_column_of("sign", right, end),
            unit=_column_of("unit", right, end),
            group=_above(matrix, head, "group"),
            lane=_above(matrix, head, "lane"),
        )


def _heads(matrix: Matrix) -> list[Cell]:
    """The headings over names; a heading over several columns has them in its last one."""
    heads = [cell for cell in matrix.cells if _is_heading("name", cell)]
    return heads or [cell for cell in matrix.cells if cell.column_span > 1 and _is_heading("spanning", cell)]


def _above(matrix: Matrix, head: Cell, kind: str) -> str:
    """The nearest text of its kind straight above a heading; "" where there is none."""
    texts = (squeeze(matrix.text(row, head.column)) for row in range(head.row - 1, -1, -1))
    return next((text for text in texts if re.search(indicator_words()["headings"][kind], text)), "")


def _column_of(kind: str, cells: Sequence[Cell], end: int) -> int | None:
    return next((c.column for c in cells if c.column < end and _is_heading(kind, c)), None)


def _rows(table: Table, matrix: Matrix, columns: _Columns, owners: _Owners) -> Iterator[Indicator]:
    seen: set[tuple[int, int]] = set()
    for row in range(columns.row + 1, matrix.rows):
        name, value = matrix.at(row, columns.name), matrix.at(row, columns.value)
        if name is not None and _is_heading("name", name):
            return
        if name is None or value is None or name is value or (name.row, value.row) in seen:
            continue
        seen.add((name.row, value.row))
        if _says_nothing(squeeze(name.text)) or _says_nothing(squeeze(value.text)):
            continue
        levels = [squeeze(matrix.text(row, column)) for column in columns.levels] or [columns.group]
        one = Indicator(
            table=table,
            project=owners.of(row),
            levels=tuple(filter(None, dict.fromkeys(levels)))[-MOST_LEVELS:],
            name=squeeze(name.text),
            value=_with_sign(squeeze(value.text), matrix, row, columns),
            value_cell=value,
            lane=columns.lane,
        )
        yield from _each(one)


def _says_nothing(text: str) -> bool:
    return text in indicator_words()["none"] or re.search(indicator_words()["no_indicator"], text) is not None


def _with_sign(value: str, matrix: Matrix, row: int, columns: _Columns) -> str:
    sign, unit = (
        squeeze(matrix.text(row, column)) if column is not None else "" for column in (columns.sign, columns.unit)
    )
    sign = indicator_words()["sign_words"].get(sign, sign)
    return f"{sign if not value.startswith(sign) else ''}{value}{unit if not value.endswith(unit) else ''}"


def _each(one: Indicator) -> Iterator[Indicator]:
    """Those of a cell that holds several, where the next has as many values."""
    names, values = (list(filter(None, re.split(indicator_words()["several"], text))) for text in (one.name, one.value))
    if len(names) != len(values):
        names, values = [one.name], [one.value]
    for name, value in zip_longest(names, values):
        yield replace(one, name=re.sub(indicator_words()["numbering"], "", name), value=value)


def _is_heading(kind: str, cell: Cell) -> bool:
    return re.search(indicator_words()["headings"][kind], squeeze(cell.text)) is not None


@cache
def indicator_words() -> dict[str, Any]:
    """data/indicators.yaml."""
    return read_data("indicators.yaml")
