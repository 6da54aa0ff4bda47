"""Which rows of a table are headings, what each column's headings say, and what each column holds.

matrix → heading rows → column paths → roles → lanes
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.amounts import find_unit, parse_amount
from extractors.headings import load_headings, squeeze
from extractors.matrix import Matrix
from extractors.model import Column, Measure, Role
from extractors.quantities import Amount, Unit
from extractors.rows import is_classification
from extractors.units import bracketed_unit

MAX_HEADING_ROWS = 8
_YEAR = re.compile(r"(20\d\d)年")
PERCENT_LINE = "（%）"
_CODE = re.compile(r"\d{1,9}$")


def count_heading_rows(matrix: Matrix) -> int:
    """How many rows from the top are headings. 0 where the first row already holds figures."""
    rows = 0
    limit = min(MAX_HEADING_ROWS, matrix.rows)
    while rows < limit and _is_heading_row(matrix, rows, rows == 0):
        rows = _reach(matrix, rows + 1)
    return min(rows, matrix.rows)


def _reach(matrix: Matrix, rows: int) -> int:
    """How far down the filled cells that begin in the first `rows` rows reach; they may be staggered."""
    while True:
        reach = max((c.row + c.row_span for c in matrix.cells if c.row < rows and c.text.strip()), default=rows)
        if reach <= rows:
            return rows
        rows = reach


def _is_heading_row(matrix: Matrix, row: int, first: bool) -> bool:
    texts = matrix.texts(row)
    words = load_headings()
    if not texts:
        return first
    if all(words.column_numbers.match(text) for text in texts) and len(texts) > 1:
        return not first or matrix.rows > 1
    if any(_is_figure(text) for text in texts):
        return False
    if first:
        return len(texts) > 1 or any(c.column_span > 1 or c.row_span > 1 for c in matrix.row(row) if c.text.strip())
    known = sum(bool(words.heading_words.search(text)) for text in texts)
    if len(texts) >= 2 and known * 2 >= len(texts):
        return True
    return _splits_a_heading(matrix, row)


def _is_figure(text: str) -> bool:
    """Looks like data: an amount that is more than a column number, or a full classification code."""
    amount = parse_amount(text, None)
    return isinstance(amount, Amount) and (len(text) > 2 or "." in text)


def _splits_a_heading(matrix: Matrix, row: int) -> bool:
    """A cell above covers several filled cells of this row: they are its sub-headings."""
    for above in matrix.row(row - 1):
        if above.row + above.row_span != row or above.column_span < 2 or not above.text.strip():
            continue
        below = [
            cell
            for cell in matrix.row(row)
            if cell.row == row and above.column <= cell.column < above.column + above.column_span and cell.text.strip()
        ]
        if len(below) >= 2:
            return True
    return False


def column_path(matrix: Matrix, heading_rows: int, column: int) -> tuple[str, ...]:
    """The headings over a column, outermost first, without white space and column numbers."""
    path: list[str] = []
    for row in range(heading_rows):
        text = squeeze(_heading_text(matrix, heading_rows, row, column))
        if text and not load_headings().column_numbers.match(text) and (not path or path[-1] != text):
            path.append(text)
    return tuple(path)


def _heading_text(matrix: Matrix, heading_rows: int, row: int, column: int) -> str:
    """The heading at a place; where the grid does not merge, an empty place over a sub-heading takes its left
    neighbour's heading."""
    text = matrix.text(row, column)
    if text.strip() or not _is_small(matrix, row, column) or not _has_below(matrix, heading_rows, row, column):
        return text
    for left in range(column - 1, -1, -1):
        if not _has_below(matrix, heading_rows, row, left):
            return text
        if matrix.text(row, left).strip():
            return matrix.text(row, left) if _is_small(matrix, row, left) else text
    return text


def _is_small(matrix: Matrix, row: int, column: int) -> bool:
    cell = matrix.at(row, column)
    return cell is not None and cell.row_span == 1 and cell.column_span == 1


def _has_below(matrix: Matrix, heading_rows: int, row: int, column: int) -> bool:
    return any(matrix.text(r, column).strip() for r in range(row + 1, heading_rows))


def read_columns(matrix: Matrix, heading_rows: int, table_unit: Unit | None) -> tuple[Column, ...]:
    """Every column with its path, role, lane, unit, measure and year."""
    paths = [column_path(matrix, heading_rows, c) for c in range(matrix.columns)]
    roles = [_role(matrix, heading_rows, c, paths[c], table_unit) for c in range(matrix.columns)]
    lanes = _lanes(paths, roles)
    return tuple(
        Column(
            c, paths[c], roles[c], lanes[c], heading_unit(paths[c]), heading_measure(paths[c]), heading_year(paths[c])
        )
        for c in range(matrix.columns)
    )


def _role(matrix: Matrix, heading_rows: int, column: int, path: Sequence[str], unit: Unit | None) -> Role:
    words = load_headings().roles
    leaf = path[-1] if path else ""
    figures = codes = long_codes = texts = 0
    for row in range(heading_rows, matrix.rows):
        cell = matrix.at(row, column)
        if cell is None or cell.row != row or cell.column != column or not cell.text.strip():
            continue
        parsed = parse_amount(cell.text, unit)
        if _CODE.match(squeeze(cell.text)):
            codes += 1
        if is_classification(squeeze(cell.text)):
            long_codes += 1
        if isinstance(parsed, Amount):
            figures += 1
        elif parsed is None:
            texts += 1
    says_code = words["code"].search(leaf) is not None
    if says_code and figures <= codes and (codes >= texts or any(words["code"].search(text) for text in path[:-1])):
        return Role.CODE
    if figures and figures == long_codes and load_headings().classification_heading.search(leaf):
        return Role.CODE
    if words["ordinal"].search(leaf):
        return Role.ORDINAL
    if load_headings().identifiers.search(leaf):
        return Role.TEXT
    if words["text"].search(leaf) and not figures > texts:
        return Role.TEXT
    if figures + texts:
        if figures >= texts:
            return Role.AMOUNT
        return Role.TEXT if words["text"].search(leaf) else Role.LABEL
    if words["label"].search(leaf):
        return Role.LABEL
    return Role.AMOUNT if leaf else Role.EMPTY


def _lanes(paths: Sequence[Sequence[str]], roles: Sequence[Role]) -> list[int]:
    """A lane begins at a label or code column after figures, if it has a label of its own before its figures."""
    lanes: list[int] = []
    lane, seen_amount = 0, False
    for i, (path, role) in enumerate(zip(paths, roles, strict=True)):
        starts = role in (Role.LABEL, Role.CODE) and seen_amount
        if starts and _opens_lane(path) and _has_label_before_amount(roles[i:]):
            lane, seen_amount = lane + 1, False
        seen_amount = seen_amount or role is Role.AMOUNT
        lanes.append(lane)
    return lanes


def _opens_lane(path: Sequence[str]) -> bool:
    return bool(path) and bool(load_headings().lane_start.search(path[-1]))


def _has_label_before_amount(roles: Sequence[Role]) -> bool:
    if Role.AMOUNT not in roles:
        return False
    return Role.LABEL in roles[: roles.index(Role.AMOUNT)]


def heading_unit(path: Sequence[str]) -> Unit | None:
    """A unit that a heading itself names: 金额（万元）, 增减%."""
    for text in reversed(path):
        if unit := bracketed_unit(text):
            return unit
        if "%" in text or "％" in text:
            return find_unit(PERCENT_LINE)
    return None


def heading_measure(path: Sequence[str]) -> Measure | None:
    """The innermost heading that names a kind of number; a group of changes is one whatever stands below it."""
    if any(load_headings().change_group.match(text) for text in path[:-1]):
        return Measure.CHANGE
    for text in reversed(path):
        for measure, pattern in load_headings().measures:
            if pattern.search(text):
                return measure
    return None


def heading_year(path: Sequence[str]) -> int | None:
    for text in reversed(path):
        if found := _YEAR.search(text):
            return int(found.group(1))
    return None
