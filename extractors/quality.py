"""How well one document was read, in a line: what was found and missing, where units came from, what became of the
figures, and whether the tables add up.

The arithmetic is the only judge here that does not come from the reading itself: mixed-up columns do not add up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from extractors.amounts import parse_amount
from extractors.checks import Check, Outcome
from extractors.model import Extraction, Role, Source, Table
from extractors.quantities import Amount
from extractors.statements import expected_statements, statement_name

DECIDED = (Outcome.HOLDS, Outcome.ROUNDING, Outcome.DIFFERS)
ARITHMETIC = frozenset({"row_parts", "column_parts", "item_parts"})
"""The rules of data/checks.yaml that only columns and rows in their right places can satisfy."""


@dataclass(frozen=True, slots=True)
class Quality:
    """Counts for one document. Shares are parts of 1, None where there was nothing to count."""

    statements_found: tuple[str, ...]
    statements_missing: tuple[str, ...]
    unit_sources: dict[str, int]
    numeric_cells: int
    numeric_cells_read: int
    sums_held: int
    sums_made: int
    pages_by_ocr: int
    pages_unread: int
    unread: int

    @property
    def cell_share(self) -> float | None:
        return self.numeric_cells_read / self.numeric_cells if self.numeric_cells else None

    @property
    def sum_share(self) -> float | None:
        return self.sums_held / self.sums_made if self.sums_made else None

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "cell_share": self.cell_share, "sum_share": self.sum_share}


def measure_quality(extraction: Extraction, checks: Iterable[Check]) -> Quality:
    """`checks` are those of `extractors.checks.check_document` over the same extraction."""
    found = {table.statement for table in extraction.tables if table.statement}
    missing = [key for key in expected_statements(extraction.identity.phase) if key not in found]
    sums = [c.outcome for c in checks if c.rule in ARITHMETIC and c.outcome in DECIDED]
    places = {(fact.table, fact.row, fact.column_index) for fact in extraction.facts}
    numeric = [place for table in extraction.tables for place in _numeric_cells(table)]
    return Quality(
        statements_found=tuple(statement_name(key) for key in sorted(found)),
        statements_missing=tuple(statement_name(key) for key in missing),
        unit_sources=dict(Counter(table.unit_source for table in extraction.tables if not table.is_form)),
        numeric_cells=len(numeric),
        numeric_cells_read=sum(place in places for place in numeric),
        sums_held=sum(outcome is not Outcome.DIFFERS for outcome in sums),
        sums_made=len(sums),
        pages_by_ocr=sum(page.source is Source.OCR for page in extraction.pages),
        pages_unread=sum(page.image_only for page in extraction.pages),
        unread=len(extraction.unread),
    )


def _numeric_cells(table: Table) -> list[tuple[int, int, int]]:
    """(table, row, column) of every body cell under an amount heading that prints a number."""
    if table.is_form:
        return []
    amounts = {column.index for column in table.columns if column.role is Role.AMOUNT}
    return [
        (table.index, cell.row, cell.column)
        for cell in table.cells
        if cell.row >= table.header_rows
        and cell.column in amounts
        and isinstance(parse_amount(cell.text, table.unit), Amount)
    ]
