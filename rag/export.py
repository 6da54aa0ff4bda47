"""All facts as one tidy table: a row for each figure and each blank, in a file for people or programs.

Text that a spreadsheet would run as a formula gets a leading apostrophe; numbers stay numbers.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

from rag.errors import ExportError
from rag.library import Library
from rag.model import StoredDocument, StoredFact

Row = dict[str, Any]

COLUMNS = (
    "document",
    "document_id",
    "agency",
    "place",
    "year",
    "phase",
    "level",
    "kind",
    "statement",
    "table",
    "page",
    "row",
    "code",
    "column",
    "subject",
    "measure",
    "value",
    "unit",
    "quote",
    "bbox",
    "source",
)
_FORMULA = re.compile(r"[=+\-@\t\r\n]")
_NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?%?")
_BATCH_ROWS = 10_000


def export_facts(library: Library, path: Path) -> int:
    """Writes the file whole or not at all; how many rows it has. The name's end says the format."""
    return export_rows(fact_rows(library), path)


def export_rows(rows: Iterator[Row], path: Path) -> int:
    """Writes these facts as `export_facts` does all."""
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise ExportError(f"{path.name}: the name must end in {', '.join(_WRITERS)}.")
    draft = path.with_name(f".{uuid4().hex}{path.suffix}")
    try:
        count = write(draft, rows)
        draft.replace(path)
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        draft.unlink(missing_ok=True)
    return count


def fact_rows(library: Library) -> Iterator[Row]:
    for document in library.documents():
        for stored in library.facts(document_ids=[document.id]):
            yield fact_row(document, stored)


def fact_row(document: StoredDocument, stored: StoredFact) -> Row:
    fact = stored.fact
    values = (
        document.file_name,
        document.id,
        document.agency,
        document.place,
        fact.year if fact.year is not None else document.year,
        document.phase.value,
        document.level.value,
        fact.kind.value,
        fact.statement,
        stored.table_title or None,
        fact.page,
        fact.label,
        fact.code,
        "/".join(fact.column),
        fact.subject,
        fact.measure.value,
        format(fact.amount.value, "f") if fact.amount else "",
        fact.amount.unit.symbol if fact.amount and fact.amount.unit else "",
        fact.quote,
        [round(edge, 2) for edge in fact.bbox] if fact.bbox else None,
        fact.source.value,
    )
    return dict(zip(COLUMNS, values, strict=True))


def _write_jsonl(path: Path, rows: Iterator[Row]) -> int:
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return count


def _write_csv(path: Path, rows: Iterator[Row]) -> int:
    count = 0
    # With a byte order mark, without which Excel takes Chinese text for something else.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for row in rows:
            writer.writerow([harmless(value) for value in _flat(row)])
            count += 1
    return count


def _write_xlsx(path: Path, rows: Iterator[Row]) -> int:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    sheet = book.create_sheet("facts")
    sheet.append(COLUMNS)
    count = 0
    for row in rows:
        cells = [WriteOnlyCell(sheet, value=None) for _ in COLUMNS]
        values = _flat(row | {"value": Decimal(row["value"]) if row["value"] else None})
        for cell, value in zip(cells, values, strict=True):
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", str(harmless(value))) if isinstance(value, str) else value
        sheet.append(cells)
        count += 1
    book.save(path)
    return count


def _write_parquet(path: Path, rows: Iterator[Row]) -> int:
    if find_spec("pyarrow") is None:
        raise ExportError(f"{path.suffix} files need the package pyarrow: install it, or write .csv or .jsonl.")
    pyarrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    integers = {"year", "page"}
    schema = pyarrow.schema([(name, pyarrow.int32() if name in integers else pyarrow.string()) for name in COLUMNS])
    count = 0
    with parquet.ParquetWriter(path, schema) as writer:
        while batch := list(islice(rows, _BATCH_ROWS)):
            count += len(batch)
            columns = list(zip(*map(_flat, batch), strict=True))
            writer.write_table(pyarrow.table([pyarrow.array(column) for column in columns], schema=schema))
    return count


_WRITERS: dict[str, Callable[[Path, Iterator[Row]], int]] = {
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
    ".parquet": _write_parquet,
    ".jsonl": _write_jsonl,
}
FORMATS = tuple(_WRITERS)


def _flat(row: Row) -> list[Any]:
    """The values in order, the box as text."""
    return [json.dumps(value) if isinstance(value, list) else value for value in row.values()]


def harmless(value: object) -> object:
    """Text that would be a formula, as text that shows the same."""
    if isinstance(value, str) and _FORMULA.match(value) and not _NUMBER.fullmatch(value):
        return f"'{value}"
    return value
