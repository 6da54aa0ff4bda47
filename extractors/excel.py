"""Excel workbooks → one page a sheet, in the order of their tabs. The only importer of openpyxl.

    sheet → shown cells as printed → blocks between blank rows → lines and grids

A formula is read by the result that Excel stored with it. Hidden sheets, rows and columns are on no printed page: they
are kept as unread.
"""

from __future__ import annotations

import re
import zipfile
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from extractors.errors import TooLarge
from extractors.flow import HIDDEN, FlowPage, SpannedCell
from extractors.model import Reading, Unread
from extractors.number_format import printed

MAX_CELLS = 2_000_000
"""Most places of one block; a disclosure's largest sheet has some 100,000."""

MAX_HIDDEN_CHARACTERS = 1000
"""How much of what is hidden is kept to be shown."""

NOT_CALCULATED = "a formula without a result: open the file in Excel, save it again and load that"

_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\b[^>]*\bref\s*=\s*["']([A-Z]+[0-9]+:[A-Z]+[0-9]+)["']""")

Place = tuple[int, int]
"""(row, column) of a sheet, from 1."""


def read_excel(path: Path) -> Reading:
    _check_merged_areas(path)
    formulas = openpyxl.load_workbook(path, keep_links=False)
    has_formulas = any(cell.data_type == "f" for sheet in formulas.worksheets for cell in _cells(sheet))
    results = openpyxl.load_workbook(path, keep_links=False, data_only=True) if has_formulas else formulas
    pages: list[FlowPage] = []
    unread: list[Unread] = []
    for sheet, formula_sheet in zip(results.worksheets, formulas.worksheets, strict=True):
        if sheet.sheet_state != "visible":
            unread.extend(_hidden(max(len(pages), 1), list(_texts(sheet).values())))
            continue
        pages.append(FlowPage(len(pages) + 1))
        unread.extend(_fill(pages[-1], sheet))
        unread.extend(_not_calculated(pages[-1].number, sheet, formula_sheet))
    return Reading(
        pages=tuple(page.page() for page in pages),
        grids=tuple(grid for page in pages for grid in page.grids),
        title=(results.properties.title or "").strip(),
        unread=tuple(unread),
    )


def _check_merged_areas(path: Path) -> None:
    """openpyxl makes an object for every cell under a merged area, before anyone can look at its size."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                areas = (CellRange(ref.decode()).size for ref in _MERGED.findall(archive.read(name)))
                if sum(area["rows"] * area["columns"] for area in areas) > MAX_CELLS:
                    raise TooLarge(f"A sheet has merged areas of more than {MAX_CELLS} cells; it is not read.")


def _cells(sheet: Worksheet) -> list[SheetCell]:
    """The cells that the file holds. `iter_rows` would make up all others of the used range, which a stray cell in
    the last row stretches to billions."""
    return [cell for cell in sheet._cells.values() if isinstance(cell, SheetCell)]


def _texts(sheet: Worksheet) -> dict[Place, str]:
    texts = {(cell.row, cell.column): printed(cell.value, cell.number_format).strip() for cell in _cells(sheet)}
    return {place: text for place, text in texts.items() if text}


def _fill(page: FlowPage, sheet: Worksheet) -> Iterator[Unread]:
    texts = _texts(sheet)
    hidden_rows = {row for row, style in sheet.row_dimensions.items() if style.hidden}
    hidden_columns = _hidden_columns(sheet)
    hidden = [text for (row, column), text in texts.items() if row in hidden_rows or column in hidden_columns]
    yield from _hidden(page.number, hidden)
    shown = {
        (row, column): text
        for (row, column), text in sorted(texts.items())
        if row not in hidden_rows and column not in hidden_columns
    }
    merged = {(area.min_row, area.min_col): (area.max_row, area.max_col) for area in sheet.merged_cells.ranges}
    for block in _blocks(shown, merged):
        block.add_to(page)


def _hidden(page: int, texts: Sequence[str]) -> Iterator[Unread]:
    if texts:
        yield Unread(page, None, " ".join(texts)[:MAX_HIDDEN_CHARACTERS], HIDDEN)


def _hidden_columns(sheet: Worksheet) -> set[int]:
    """Neighbouring columns of one style are stored once, under the first's letter."""
    hidden: set[int] = set()
    for letter, style in sheet.column_dimensions.items():
        if style.hidden:
            first = style.min or column_index_from_string(letter)
            hidden.update(range(first, (style.max or first) + 1))
    return hidden


def _not_calculated(page: int, sheet: Worksheet, formulas: Worksheet) -> Iterator[Unread]:
    """Programs that write workbooks without calculating them leave formulas without results."""
    for cell in _cells(formulas):
        result = sheet.cell(cell.row, cell.column)
        if cell.data_type == "f" and result.value is None and result.data_type == "n":  # an empty text is a result
            yield Unread(page, None, f"{cell.coordinate}: {cell.value}", NOT_CALCULATED)


# ---------------------------------------------------------------------------------------------- blocks


@dataclass(frozen=True, slots=True)
class _Block:
    """Rows of a sheet that no blank row separates from each other."""

    texts: dict[Place, str]
    merged: dict[Place, Place]

    def add_to(self, page: FlowPage) -> None:
        """Single cells over the table (its title) and merged single cells under it (its notes) are lines."""
        rows = sorted({row for row, _ in self.texts})
        columns = sorted({column for _, column in self.texts})
        if len(rows) * len(columns) > MAX_CELLS:
            raise TooLarge(f"A sheet has {len(rows)} rows and {len(columns)} columns with text; it is not read.")
        filled = [[column for column in columns if (row, column) in self.texts] for row in rows]
        start, end = 0, len(rows)
        while start < end and len(filled[start]) == 1:
            start += 1
        while end > start and len(filled[end - 1]) == 1 and self._is_note((rows[end - 1], filled[end - 1][0]), columns):
            end -= 1
        if end - start < 2:
            start = end = len(rows)
        for row, places in zip(rows[:start], filled[:start], strict=True):
            page.add_text("\t".join(self.texts[row, column] for column in places))
        if end > start:
            page.add_table(self._table(rows[start:end], columns))
        for row, places in zip(rows[end:], filled[end:], strict=True):
            page.add_text("\n".join(self.texts[row, column] for column in places))

    def _is_note(self, place: Place, columns: Sequence[int]) -> bool:
        last = self.merged.get(place, place)[1]
        return bisect_left(columns, last + 1) * 2 > len(columns) and last > place[1]

    def _table(self, rows: Sequence[int], columns: Sequence[int]) -> list[list[SpannedCell]]:
        covered: set[Place] = set()
        table: list[list[SpannedCell]] = []
        for row in rows:
            table.append([])
            for column in columns:
                if (row, column) in covered:
                    continue
                last_row, last_column = self.merged.get((row, column), (row, column))
                down = rows[bisect_left(rows, row) : bisect_left(rows, last_row + 1)]
                across = columns[bisect_left(columns, column) : bisect_left(columns, last_column + 1)]
                covered.update((r, c) for r in down for c in across)
                table[-1].append(SpannedCell(self.texts.get((row, column), ""), len(down), len(across)))
        return table


def _blocks(texts: dict[Place, str], merged: dict[Place, Place]) -> Iterator[_Block]:
    """A new block begins after a blank row that no merged cell bridges, with a row without figures: a blank row above
    figures stands within a table."""
    rows: dict[int, list[Place]] = {}
    for row, column in texts:
        rows.setdefault(row, []).append((row, column))
    order = sorted(rows)
    starts = [0]
    reach = 0
    for i, (above, row) in enumerate(pairwise(order), start=1):
        reach = max(reach, *(merged.get(place, place)[0] for place in rows[above]))
        has_figure = any(_is_figure(texts[place]) for place in rows[row])
        if row > above + 1 and reach < row - 1 and not has_figure:
            starts.append(i)
    for start, end in pairwise([*starts, len(order)]):
        places = [place for row in order[start:end] for place in rows[row]]
        yield _Block({place: texts[place] for place in places}, merged)


def _is_figure(text: str) -> bool:
    return text[:1].isdigit() and text.replace(",", "").replace(".", "").rstrip("%").isdigit()
