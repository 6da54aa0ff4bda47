"""Rows as .csv or .xlsx files that open in a spreadsheet without running anything.

Text that a spreadsheet would run as a formula gets a leading apostrophe; numbers stay numbers.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from rag.export import harmless


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` are as long as `headings`; a Decimal becomes a number with as many decimals as it has."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Any]]


def write_csv(path: Path, sheet: Sheet) -> None:
    """With a byte order mark, without which Excel takes Chinese text for something else."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        for row in (sheet.headings, *sheet.rows):
            writer.writerow([harmless(format(v, "f") if isinstance(v, Decimal) else v) for v in row])


def write_xlsx(path: Path, sheets: Iterable[Sheet]) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for sheet in sheets:
        written = book.create_sheet(sheet.title)
        for row in (sheet.headings, *sheet.rows):
            written.append([_cell(written, value) for value in row])
    book.save(path)


def _cell(sheet: Any, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell = WriteOnlyCell(sheet, value=None)
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", str(harmless(value)))
        cell.data_type = "s"
    else:
        cell.value = value
    if isinstance(value, Decimal):
        decimals = -min(int(value.as_tuple().exponent), 0)
        cell.number_format = f"0.{'0' * decimals}" if decimals else "0"
    return cell
