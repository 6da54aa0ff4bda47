"""Of which project a performance form, or a row of it, speaks.

项目名称 | 信用体系建设 | …                     the form is about one project
信用体系建设项目绩效目标表                      so it is, and only its title says so
序号 | 年度工作任务 | … | 拟投入金额            below such a row the form lists projects, each in rows of its own
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.amounts import parse_amount
from extractors.headings import load_headings, squeeze
from extractors.matrix import Matrix
from extractors.model import Cell, Table
from extractors.quantities import Amount
from extractors.rows import clean_label

HEADING_ROWS = 6
"""Rows at the head of a form among which a heading 项目名称 may stand."""
SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class ProjectList:
    """`row` is the last row of its headings, `end` the first below the list; `column` has the names of projects."""

    row: int
    end: int
    column: int
    matrix: Matrix

    def name(self, cell: Cell) -> str:
        """The project in whose rows the cell stands; "" for the name itself, and in totals."""
        named = self.matrix.at(cell.row, self.column)
        return clean_label(named.text) if named and named is not cell and _is_name(named.text) else ""

    def heading(self, cell: Cell) -> str:
        above = self.matrix.at(self.row, cell.column)
        return clean_label(above.text) if above else ""


def find_lists(matrix: Matrix) -> list[ProjectList]:
    """Rows that head a list of projects: a heading for names, and one for money with an amount below it."""
    return list(_lists(matrix))


def list_of(lists: Sequence[ProjectList], cell: Cell) -> ProjectList | None:
    return next((one for one in lists if one.row < cell.row < one.end), None)


def form_project(table: Table, matrix: Matrix, lists: Sequence[ProjectList]) -> str:
    """The project that the whole form is about: what stands beside 项目名称, else what the title names."""
    heads = {matrix.at(one.row, one.column) for one in lists}
    labels = [cell for cell in matrix.cells if load_headings().project_label.search(squeeze(cell.text))]
    names = (_beside(matrix, label) for label in labels if label not in heads)
    return next(filter(None, names), "") or _of_title(table.title)


def form_projects(table: Table, matrix: Matrix, lists: Sequence[ProjectList]) -> list[tuple[int, str]]:
    """(first row, project) of each form, where the table holds several below each other; of a single one from row 0."""
    heads = {matrix.at(one.row, one.column) for one in lists}
    labels = [cell for cell in matrix.cells if load_headings().project_label.search(squeeze(cell.text))]
    alike = [label for label in labels if label not in heads and squeeze(label.text) == squeeze(labels[0].text)]
    named = [(label.row, name) for label in alike if (name := _beside(matrix, label))]
    return named if len(named) > 1 else [(0, form_project(table, matrix, lists))]


def project_of_row(forms: Sequence[tuple[int, str]], row: int) -> str:
    """What stands above the first form belongs to it."""
    return next((project for first, project in reversed(forms) if first <= row), forms[0][1])


def row_project(matrix: Matrix, cell: Cell) -> str:
    """In a form that lists projects: what stands in the row under 项目名称."""
    words = load_headings()
    for column in range(matrix.columns):
        for row in range(min(HEADING_ROWS, cell.row)):
            head = matrix.at(row, column)
            if head is None or head.column != column or not words.project_label.search(squeeze(head.text)):
                continue
            below, beside = matrix.at(cell.row, column), column + head.column_span
            right = matrix.at(row, beside) if beside < matrix.columns else None
            beside_is_heading = right is not None and words.heading_words.search(squeeze(right.text))
            if below is not None and below is not head and beside_is_heading:
                return clean_label(below.text)
    return ""


def _lists(matrix: Matrix) -> Iterator[ProjectList]:
    for head in matrix.cells:
        first = head.row + head.row_span
        if first >= matrix.rows or not load_headings().project_column.search(squeeze(head.text)):
            continue
        ends = [_end_of_money(matrix, first, column) for column in range(head.column + 1, matrix.columns)]
        if max(ends, default=first) > first:
            yield ProjectList(first - 1, max(ends), head.column, matrix)


def _end_of_money(matrix: Matrix, first: int, column: int) -> int:
    """The row in which amounts under a heading of money end; the first row where there are none."""
    heading = squeeze(matrix.text(first - 1, column))
    if parse_amount(heading, None) is not None or not load_headings().project_money.search(heading):
        return first
    rows = range(first, matrix.rows)
    parsed = [parse_amount(matrix.text(row, column), None) for row in rows]
    end = next((row for row, value in zip(rows, parsed, strict=True) if value is None), matrix.rows)
    return end if any(isinstance(value, Amount) for value in parsed[: end - first]) else first


def _is_name(text: str) -> bool:
    flat = squeeze(text)
    is_total = load_headings().total_rows.search(flat) is not None
    return len(flat) >= SHORTEST_NAME and not is_total and parse_amount(text, None) is None


def _beside(matrix: Matrix, label: Cell) -> str:
    for column in range(label.column + label.column_span, matrix.columns):
        right = matrix.at(label.row, column)
        if right is not None and right.text.strip() and right.column == column:
            return clean_label(right.text + _continued(matrix, label, right))
    return ""


def _continued(matrix: Matrix, label: Cell, value: Cell) -> str:
    """The end of a value that runs on into a row without a label."""
    row = max(label.row + label.row_span, value.row + value.row_span)
    if row >= matrix.rows or squeeze(matrix.text(row, label.column)):
        return ""
    below = matrix.at(row, value.column)
    is_same_column = below is not None and (below.column, below.column_span) == (value.column, value.column_span)
    return below.text if below is not None and is_same_column and below is not label else ""


def _of_title(title: str) -> str:
    """Of 信用体系建设项目绩效目标表 the project; "" where the title only says what kind of form it is."""
    words = load_headings()
    match = words.project_title.search(squeeze(title))
    if not match:
        return ""
    name = match["name"]
    return name if len(words.generic_title.sub("", name)) >= SHORTEST_NAME else ""
