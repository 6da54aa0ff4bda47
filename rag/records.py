"""What the extractors read ↔ rows of the database, without losing anything in either direction."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from decimal import Decimal
from functools import lru_cache
from typing import Any

from extractors.checks import Check
from extractors.headings import squeeze
from extractors.model import (
    BBox,
    Blank,
    Cell,
    Column,
    Extraction,
    Fact,
    FactKind,
    Level,
    Measure,
    Page,
    Phase,
    Role,
    Source,
    StatedChange,
    Table,
    Unread,
)
from extractors.quality import measure_quality
from extractors.quantities import Amount, Dimension, Unit
from rag.model import Passage, StoredDocument, StoredFact

Row = Mapping[Any, Any]
_CELL_FIELDS = tuple(field.name for field in fields(Cell))  # page, row, column, text, bbox, spans


def document_row(
    extraction: Extraction,
    checks: Sequence[Check],
    *,
    suffix: str,
    found: tuple[str, ...],
    missing: tuple[str, ...],
) -> Row:
    """`checks` are those of `extractors.checks.check_document` over the extraction."""
    identity = extraction.identity
    return {
        "sha256": extraction.sha256,
        "file_name": extraction.file_name,
        "suffix": suffix,
        "agency": identity.agency,
        "aliases": _dump(identity.aliases),
        "place": identity.place,
        "year": identity.year,
        "phase": identity.phase,
        "level": identity.level,
        "evidence": _dump(identity.evidence),
        "pages": len(extraction.pages),
        "tables": len(extraction.tables),
        "facts": len(extraction.facts),
        "unread": len(extraction.unread),
        "status": "partial" if extraction.warnings else "added",
        "warnings": _dump(extraction.warnings),
        "statements_found": _dump(found),
        "statements_missing": _dump(missing),
        "quality": json.dumps(measure_quality(extraction, checks).to_json()),
    }


def document_from_row(row: Row) -> StoredDocument:
    return StoredDocument(
        id=row["sha256"],
        file_name=row["file_name"],
        agency=row["agency"],
        aliases=_strings(row["aliases"]),
        place=row["place"],
        year=row["year"],
        phase=Phase(row["phase"]),
        level=Level(row["level"]),
        pages=row["pages"],
        tables=row["tables"],
        facts=row["facts"],
        unread=row["unread"],
        status=row["status"],
        warnings=_strings(row["warnings"]),
        statements_found=_strings(row["statements_found"]),
        statements_missing=_strings(row["statements_missing"]),
        quality=json.loads(row["quality"]),
    )


def page_row(page: Page, document: int) -> Row:
    return {
        "document": document,
        "number": page.number,
        "width": page.width,
        "height": page.height,
        "source": page.source,
        "image_only": page.image_only,
        "text": page.text,
    }


def fact_row(fact: Fact, document: int) -> Row:
    unit = fact.amount.unit if fact.amount else None
    return {
        "document": document,
        "kind": fact.kind,
        "page": fact.page,
        "quote": fact.quote,
        "bbox": dump_box(fact.bbox),
        "amount": str(fact.amount.value) if fact.amount else None,
        "amount_text": fact.amount.text if fact.amount else None,
        "unit": unit.symbol if unit else None,
        "unit_dimension": unit.dimension if unit else None,
        "unit_factor": str(unit.factor) if unit else None,
        "label": fact.label,
        "bare_label": squeeze(fact.label),
        "item": fact.item,
        "measure": fact.measure,
        "year": fact.year,
        "phase": fact.phase,
        "blank": fact.blank,
        "code": fact.code,
        "aspect": fact.aspect,
        "headings": _dump(fact.column),
        "subject": fact.subject,
        "base_year": fact.base_year,
        "direction": fact.direction,
        "statement": fact.statement,
        "table_number": fact.table,
        "row_number": fact.row,
        "column_number": fact.column_index,
        "parent": fact.parent,
        "source": fact.source,
        "confidence": fact.confidence,
    }


def fact_from_row(row: Row) -> StoredFact:
    fact = Fact(
        kind=FactKind(row["kind"]),
        page=row["page"],
        quote=row["quote"],
        bbox=load_box(row["bbox"]),
        amount=_amount_from_row(row),
        label=row["label"],
        item=row["item"],
        measure=Measure(row["measure"]),
        year=row["year"],
        phase=Phase(row["phase"]),
        blank=Blank(row["blank"]) if row["blank"] else None,
        code=row["code"],
        aspect=row["aspect"],
        column=_strings(row["headings"]),
        subject=row["subject"],
        base_year=row["base_year"],
        direction=row["direction"],
        statement=row["statement"],
        table=row["table_number"],
        row=row["row_number"],
        column_index=row["column_number"],
        parent=row["parent"],
        source=Source(row["source"]),
        confidence=row["confidence"],
    )
    return StoredFact(row["id"], row["sha256"], fact, row["title"] or "")


def table_row(table: Table, document: int) -> Row:
    return {
        "document": document,
        "number": table.index,
        "title": table.title,
        "statement": table.statement,
        # Cells as lists: a document has thousands of them.
        "content": _dump(_shallow(table) | {"columns": [asdict(column) for column in table.columns]}),
    }


def table_from_row(row: Row) -> Table:
    content = json.loads(row["content"])
    return Table(
        **{
            **content,
            "unit": _unit(content["unit"]),
            "pages": tuple(content["pages"]),
            "areas": tuple((page, _box(box)) for page, box in content["areas"]),
            "columns": tuple(_column(column) for column in content["columns"]),
            "cells": tuple(
                Cell(page, row, column, text, _box(box), *spans)
                for page, row, column, text, box, *spans in content["cells"]
            ),
            "notes": tuple(content["notes"]),
        }
    )


def change_row(change: StatedChange, document: int) -> Row:
    return {"document": document, "item": change.item, "content": _dump(asdict(change))}


def change_from_row(row: Row) -> tuple[str, StatedChange]:
    content = json.loads(row["content"])
    amounts = {name: _loaded_amount(content[name]) for name in ("current", "difference", "percent")}
    return row["sha256"], StatedChange(**{**content, **amounts, "bbox": _box(content["bbox"])})


def unread_row(unread: Unread, document: int) -> Row:
    return {
        "document": document,
        "page": unread.page,
        "bbox": dump_box(unread.bbox),
        "text": unread.text,
        "reason": unread.reason,
    }


def unread_from_row(row: Row) -> Unread:
    return Unread(row["page"], load_box(row["bbox"]), row["text"], row["reason"])


def passage_row(passage: Passage, document: int) -> Row:
    return {
        "document": document,
        "number": int(passage.id.rpartition(":")[2]),
        "page": passage.page,
        "kind": passage.kind,
        "section": passage.section,
        "text": passage.text,
        "boxes": _dump(passage.boxes),
    }


def passage_from_row(row: Row) -> Passage:
    return Passage(
        id=f"{row['sha256']}:{row['number']}",
        document_id=row["sha256"],
        page=row["page"],
        kind=row["kind"],
        section=row["section"],
        text=row["text"],
        boxes=tuple((page, _box(box)) for page, box in json.loads(row["boxes"])),
    )


def _amount_from_row(row: Row) -> Amount | None:
    if row["amount"] is None:
        return None
    unit = _known_unit(row["unit"], row["unit_dimension"], row["unit_factor"]) if row["unit"] is not None else None
    return Amount(Decimal(row["amount"]), unit, row["amount_text"])


@lru_cache(maxsize=256)
def _known_unit(symbol: str, dimension: str, factor: str) -> Unit:
    return Unit(symbol, Dimension(dimension), Decimal(factor))


def _loaded_amount(content: dict[str, Any] | None) -> Amount | None:
    return Amount(Decimal(content["value"]), _unit(content["unit"]), content["text"]) if content else None


def _unit(content: dict[str, str] | None) -> Unit | None:
    return _known_unit(content["symbol"], content["dimension"], content["factor"]) if content else None


def _column(content: dict[str, Any]) -> Column:
    return Column(
        **{
            **content,
            "path": tuple(content["path"]),
            "role": Role(content["role"]),
            "unit": _unit(content["unit"]),
            "measure": Measure(content["measure"]) if content["measure"] else None,
        }
    )


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)


def _shallow(record: Any) -> dict[str, Any]:
    """The fields by name; those of what it holds are left to `_plain`."""
    return {field.name: getattr(record, field.name) for field in fields(record)}


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Cell):
        return [getattr(value, name) for name in _CELL_FIELDS]
    if isinstance(value, Unit):
        return _shallow(value)
    raise TypeError(f"{type(value).__name__} has no place in the library")


@lru_cache(maxsize=4096)
def _strings(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def dump_box(box: BBox | None) -> str | None:
    return _dump(box) if box else None


def load_box(text: str | None) -> BBox | None:
    return _box(json.loads(text)) if text else None


def _box(edges: list[float] | None) -> BBox | None:
    return (edges[0], edges[1], edges[2], edges[3]) if edges else None
