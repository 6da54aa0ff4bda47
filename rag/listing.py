"""What the library holds, as JSON: the shapes of `documents --json` and `tables --json`."""

from __future__ import annotations

from typing import Any

from extractors.model import BBox, Table
from extractors.statements import statement_name
from rag.model import StoredDocument


def document_json(document: StoredDocument) -> dict[str, Any]:
    """`quality` is "partial" where the reader had to warn: the document may say more than was read; `reading` says how
    well what was read was understood (docs/reading.md)."""
    return {
        "document": document.file_name,
        "document_id": document.id,
        "agency": document.agency,
        "aliases": list(document.aliases),
        "place": document.place,
        "year": document.year,
        "phase": document.phase.value,
        "level": document.level.value,
        "pages": document.pages,
        "tables": document.tables,
        "tables_found": [statement_name(key) for key in document.statements_found],
        "tables_missing": [statement_name(key) for key in document.statements_missing],
        "facts": document.facts,
        "unread": document.unread,
        "quality": "partial" if document.warnings else "complete",
        "reading": document.quality,
        "warnings": list(document.warnings),
    }


def reading_line(reading: dict[str, Any]) -> str:
    """The quality of the reading in one line; "" where it was not measured."""
    if not reading:
        return ""
    units = "、".join(f"{source} {count}" for source, count in sorted(reading["unit_sources"].items()))
    parts = [
        f"units from: {units}" if units else "",
        f"{reading['numeric_cells_read']} of {reading['numeric_cells']} numeric cells read",
        f"{reading['sums_held']} of {reading['sums_made']} sums hold",
        f"{reading['pages_by_ocr']} pages by OCR" if reading["pages_by_ocr"] else "",
        f"{reading['pages_unread']} pages unread" if reading["pages_unread"] else "",
    ]
    return ", ".join(part for part in parts if part)


def table_json(table: Table, page: int | None = None) -> dict[str, Any]:
    """With a page, only the cells that stand on it."""
    return {
        "table": table.index,
        "title": table.title,
        "number": table.number,
        "statement": table.statement,
        "unit": table.unit.symbol if table.unit else None,
        "unit_source": table.unit_source,
        "pages": list(table.pages),
        "is_form": table.is_form,
        "rows": table.rows,
        "header_rows": table.header_rows,
        "columns": [
            {
                "column": column.index,
                "path": list(column.path),
                "role": column.role.value,
                "lane": column.lane,
                "unit": column.unit.symbol if column.unit else None,
                "measure": column.measure.value if column.measure else None,
                "year": column.year,
            }
            for column in table.columns
        ],
        "cells": [
            {
                "page": cell.page,
                "row": cell.row,
                "column": cell.column,
                "row_span": cell.row_span,
                "column_span": cell.column_span,
                "text": cell.text,
                "bbox": _rounded(cell.bbox),
            }
            for cell in table.cells
            if page in (None, cell.page)
        ],
        "notes": list(table.notes),
    }


def _rounded(box: BBox | None) -> list[float] | None:
    return [round(edge, 2) for edge in box] if box else None
