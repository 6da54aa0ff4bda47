"""Projects as tables and forms print them: one record for each, whose cells can be looked up by their headings.

项目名称 | 合计 | 简介        a table, or a list in a form: a row, or the rows that a name spans, for each project
项目名称 | 信用体系建设       a form: the value stands beside its label, or below it where a label is beside it
信用体系建设项目绩效目标表    a form that only its title names
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.amounts import parse_amount
from extractors.form_projects import ProjectList, find_lists, form_project
from extractors.headings import load_headings, squeeze
from extractors.matrix import Matrix
from extractors.model import Cell, Role, Table
from extractors.rows import clean_label
from rag.columns import form_label, project_names

LONGEST_LABEL = 24  # characters of a form's label; what is longer is a value
SHORTEST_NAME = 2
MARKS = re.compile(r"[:：*＊]|[（(](万元|元|亿元)[）)]")


@dataclass(frozen=True, slots=True)
class Named:
    """A cell with the heading or label under which it stands."""

    heading: str
    cell: Cell


@dataclass(frozen=True, slots=True)
class Record:
    """What one table says of one project. `name_cell` is None where only the title names it."""

    table: Table
    name: str
    name_cell: Cell | None
    cells: tuple[Named, ...]

    def find(self, patterns: Sequence[re.Pattern[str]]) -> tuple[Named, ...]:
        """The cells under the best of the headings that are in the table; several where a label spans several rows."""
        for pattern in patterns:
            found = tuple(one for one in self.cells if any(pattern.search(part) for part in one.heading.split("/")))
            if found:
                filled = tuple(one for one in found if one.cell.text.strip())
                return filled or found[:1]
        return ()


def read_records(table: Table) -> list[Record]:
    """In the order of the table; without totals."""
    matrix = Matrix(table.rows, len(table.columns), table.cells)
    lists = find_lists(matrix)
    if not table.is_form:
        return list(_rows(table, matrix, *_name_column(table)))
    if lists:
        return [record for one in lists for record in _listed(table, matrix, one)]
    return list(_forms(table, matrix))


def _name_column(table: Table) -> tuple[int, int]:
    """(first row of the body, column of names): by its heading, else the first column of labels."""
    for pattern in project_names():
        for column in table.columns:
            if any(pattern.search(squeeze(text)) for text in column.path):
                return table.header_rows, column.index
    labels = [column.index for column in table.columns if column.role is Role.LABEL]
    return table.header_rows, labels[0] if labels else 0


def _rows(table: Table, matrix: Matrix, first: int, column: int) -> Iterator[Record]:
    headings = ["/".join(map(_plain, one.path)) for one in table.columns]
    yield from _records(table, matrix, range(first, matrix.rows), column, headings)


def _listed(table: Table, matrix: Matrix, one: ProjectList) -> Iterator[Record]:
    headings = [_headings_above(matrix, one.row, column) for column in range(matrix.columns)]
    yield from _records(table, matrix, range(one.row + 1, one.end), one.column, headings)


def _records(table: Table, matrix: Matrix, rows: range, column: int, headings: Sequence[str]) -> Iterator[Record]:
    for row in rows:
        cell = matrix.at(row, column)
        if cell is None or cell.row != row or cell.column != column or not _is_name(cell.text):
            continue
        beside = [
            Named(headings[c], one) for c in range(matrix.columns) if (one := matrix.at(row, c)) and one.column == c
        ]
        yield Record(table, clean_label(cell.text), cell, tuple(beside))


def _headings_above(matrix: Matrix, row: int, column: int) -> str:
    """The texts over a column from the row of its heading upwards, as far as that heading's group reaches."""
    lowest = matrix.at(row, column)
    texts = [_plain(lowest.text)] if lowest else []
    above = matrix.at(lowest.row - 1, column) if lowest and lowest.row > 0 else None
    if above is not None and above.column_span > 1 and _is_label(above.text):
        texts.insert(0, _plain(above.text))
    return "/".join(texts)


def _forms(table: Table, matrix: Matrix) -> Iterator[Record]:
    """A record for each label 项目名称: several forms may stand in one table."""
    labels = [c for c in matrix.cells if load_headings().project_label.search(squeeze(c.text))]
    if not labels and (name := form_project(table, matrix, [])):
        yield Record(table, name, None, tuple(_labelled(matrix, 0, matrix.rows)))
    for label, end in zip(labels, [*(label.row for label in labels[1:]), matrix.rows], strict=False):
        beside = _beside(matrix, label)
        if beside is not None:
            whole = form_project(table, matrix, []) if label is labels[0] else ""
            yield Record(table, whole or clean_label(beside.text), beside, tuple(_labelled(matrix, label.row, end)))


def _labelled(matrix: Matrix, start: int, end: int) -> Iterator[Named]:
    """Every value of a form under its label: beside it in each row that the label spans, else below it."""
    for label in matrix.cells:
        if not start <= label.row < end or not _is_label(label.text):
            continue
        heading = _plain(label.text)
        inline = re.match(r"^([^:：]{2,12})[:：](.+)$", squeeze(label.text))
        if inline and not _is_label(inline[2]):
            yield Named(_plain(inline[1]), label)
            continue
        beside = [_beside_in(matrix, label, row) for row in range(label.row, label.row + label.row_span)]
        values = [cell for cell in beside if cell is not None and not form_label().search(_plain(cell.text))]
        if not values and (below := _below(matrix, label, end)):
            values = [below]
        yield from (Named(heading, cell) for cell in dict.fromkeys(values))


def _beside(matrix: Matrix, label: Cell) -> Cell | None:
    cell = _beside_in(matrix, label, label.row)
    return cell if cell is not None and cell.text.strip() else None


def _beside_in(matrix: Matrix, label: Cell, row: int) -> Cell | None:
    column = label.column + label.column_span
    return matrix.at(row, column) if column < matrix.columns else None


def _below(matrix: Matrix, label: Cell, end: int) -> Cell | None:
    row = label.row + label.row_span
    below = matrix.at(row, label.column) if row < end else None
    return below if below is not None and not form_label().search(_plain(below.text)) else None


def _is_label(text: str) -> bool:
    flat = squeeze(text)
    return 0 < len(flat) <= LONGEST_LABEL and parse_amount(text, None) is None


def _is_name(text: str) -> bool:
    flat = squeeze(text)
    is_total = load_headings().total_rows.search(flat) is not None
    return len(flat) >= SHORTEST_NAME and not is_total and parse_amount(text, None) is None


def _plain(text: str) -> str:
    return MARKS.sub("", squeeze(text))
