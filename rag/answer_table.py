"""An answer as a file: its table, list, ranking, comparison or single figure, with where everything stands.

The columns of the answer come first, then for every column with sources: document, page, table, row, column, unit and
quote. A workbook has a second sheet with every source, also those that only confirm.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

from rag.errors import ExportError
from rag.model import Answer, AnswerTable, Citation, Figure, Origin, TableCell
from rag.spreadsheet import Sheet, write_csv, write_xlsx

FORMATS = (".csv", ".xlsx")
FIGURE_COLUMNS = ("agency", "year", "phase", "item", "measure", "value", "origin", "formula", "verdict")
PROVENANCE = ("document", "page", "table", "row", "column", "unit", "quote")
SOURCE_COLUMNS = ("line", "heading", "n", "document", "document_id", "kind", "page", "table", "row", "column", "quote",
                  "unit", "bbox")  # fmt: skip
BETWEEN_SOURCES = " | "


def write(answer: Answer, path: Path) -> int:
    """Writes the file whole or not at all; how many rows the table has. The name's end says the format.

    Raises ExportError where the answer has neither figures nor sources, or the file cannot be written.
    """
    if path.suffix.lower() not in FORMATS:
        raise ExportError(f"{path.name}: the name of a table must end in {' or '.join(FORMATS)}.")
    table = table_of(answer)
    if not table.rows:
        raise ExportError(f"There are no figures to write to {path.name}. {answer.text}")
    draft = path.with_name(f".{uuid4().hex}{path.suffix}")
    try:
        if path.suffix.lower() == ".csv":
            write_csv(draft, _table_sheet(table, answer))
        else:
            write_xlsx(draft, [_table_sheet(table, answer), _source_sheet(table, answer)])
        draft.replace(path)
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        draft.unlink(missing_ok=True)
    return len(table.rows)


def table_of(answer: Answer) -> AnswerTable:
    """The answer's own table; else a row for each figure; else, for an answer in prose, a row for each quotation."""
    if answer.table:
        return answer.table
    if answer.figures:
        return AnswerTable(FIGURE_COLUMNS, tuple(_figure_row(figure, answer) for figure in answer.figures))
    return AnswerTable(("source",), tuple((TableCell(f"[{c.n}]", citations=(c.n,)),) for c in answer.citations))


def _figure_row(figure: Figure, answer: Answer) -> tuple[TableCell, ...]:
    stated = figure.origin is Origin.STATED  # its first source states it, the others confirm or contradict
    value = TableCell(figure.value, figure.unit, figure.citations[:1] if stated else figure.citations)
    texts = {
        "agency": figure.agency,
        "year": str(figure.year) if figure.year else None,
        "phase": figure.phase.value,
        "item": figure.item,
        "measure": figure.measure,
        "origin": figure.origin.value,
        "formula": figure.formula,
        "verdict": figure.verdict.value,
    }
    return tuple(value if column == "value" else TableCell(texts[column]) for column in FIGURE_COLUMNS)


def _table_sheet(table: AnswerTable, answer: Answer) -> Sheet:
    sourced = [i for i, _ in enumerate(table.columns) if any(row[i].citations for row in table.rows)]
    by_number = {citation.n: citation for citation in answer.citations}
    headings = [*table.columns, *_provenance_headings(table.columns, sourced)]
    rows = ([*map(_value, row), *_provenance(row, sourced, by_number)] for row in table.rows)
    return Sheet("table", headings, rows)


def _provenance_headings(columns: Sequence[str], sourced: Sequence[int]) -> list[str]:
    """document, page …; with the column's name before it where several columns have sources."""
    if len(sourced) == 1 and not set(columns) & set(PROVENANCE):
        return list(PROVENANCE)
    return [f"{columns[i]} · {name}" for i in sourced for name in PROVENANCE]


def _provenance(row: Sequence[TableCell], sourced: Sequence[int], by_number: dict[int, Citation]) -> Iterator[Any]:
    for cell in (row[i] for i in sourced):
        cited = [by_number[n] for n in cell.citations if n in by_number]
        for name in PROVENANCE:
            yield cell.unit if name == "unit" else _joined([getattr(citation, name) for citation in cited])


def _joined(values: Sequence[Any]) -> Any:
    """One value as it is, several as text; equal ones once."""
    different = list(dict.fromkeys(values))
    if len(different) <= 1:
        return different[0] if different else None
    return BETWEEN_SOURCES.join("" if value is None else str(value) for value in different)


def _value(cell: TableCell) -> Any:
    """A figure as a number, a text as it is; an empty cell says why in angle brackets, which no figure has."""
    if cell.value is None:
        return f"<{cell.missing.value}>" if cell.missing else None
    return Decimal(cell.value) if cell.unit is not None else cell.value


def _source_sheet(table: AnswerTable, answer: Answer) -> Sheet:
    return Sheet("sources", SOURCE_COLUMNS, _source_rows(table, answer))


def _source_rows(table: AnswerTable, answer: Answer) -> Iterator[Sequence[Any]]:
    """A row for every source of every cell; those of a figure with all that confirm or contradict it."""
    by_number = {citation.n: citation for citation in answer.citations}
    for line, row in enumerate(table.rows, start=1):
        for heading, cell in zip(table.columns, row, strict=True):
            is_figure = answer.table is None and heading == "value"
            for n in answer.figures[line - 1].citations if is_figure else cell.citations:
                yield _source_row(line, heading, by_number[n])


def _source_row(line: int, heading: str, citation: Citation) -> Sequence[Any]:
    told = citation.to_json()
    return [line, heading, *(str(told[name]) if name == "bbox" else told[name] for name in SOURCE_COLUMNS[2:])]
