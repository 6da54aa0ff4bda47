"""The tables that sentences announce, 列入编制范围的单位详细情况见下表: they belong to the answer that quotes one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from extractors.matrix import Matrix
from extractors.model import Table
from rag.model import Passage

if TYPE_CHECKING:
    from rag.library import Library

ANNOUNCES = re.compile(r"(?:见|如)下表(?:所示)?[:：。]?$")
KIND = "table"
MOST_ROWS = 40  # a longer table is looked up rather than read in an answer


def announced_id(passage: Passage) -> str:
    """The id of the table that follows a passage, between that and the next."""
    return f"{passage.id}.5"


def announced_tables(passages: Iterable[Passage], library: Library) -> Iterator[Passage]:
    """For each passage that ends by announcing a table: the table, as a passage of its own."""
    for passage in passages:
        if passage.kind == "prose" and ANNOUNCES.search(passage.text.strip()):
            table = _next_table(passage, library.extraction_tables(passage.document_id))
            if table is not None:
                yield _as_passage(passage, table)


def _next_table(passage: Passage, tables: Sequence[Table]) -> Table | None:
    """The first that begins below the passage, or at the head of the next page."""
    page, box = passage.boxes[-1] if passage.boxes else (passage.page, None)
    bottom = box[3] if box else 0.0
    below = [
        (number, area[1] if area else 0.0, table.index, table)
        for table in tables
        for number, area in table.areas[:1]
        if (number == page and area and area[1] >= bottom) or number == page + 1
    ]
    return min(below, default=(0, 0.0, 0, None))[-1]


def _as_passage(passage: Passage, table: Table) -> Passage:
    matrix = Matrix(table.rows, len(table.columns), table.cells)
    rows = [
        " ".join(dict.fromkeys(text for c in range(matrix.columns) if (text := _text(matrix, row, c))))
        for row in range(table.rows)
    ]
    text = "\n".join([row for row in rows if row][:MOST_ROWS])
    page = table.areas[0][0]
    return Passage(announced_id(passage), passage.document_id, page, KIND, passage.section, text, table.areas)


def _text(matrix: Matrix, row: int, column: int) -> str:
    cell = matrix.at(row, column)
    return "".join(cell.text.split()) if cell else ""
