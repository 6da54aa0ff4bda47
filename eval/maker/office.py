"""A draft as Word, Excel, web page or plain text, with the same figures in the same tables.

Word and web pages have no pages of their own; a workbook has one for each sheet of it, a text one for each form feed.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import docx
import openpyxl
from openpyxl.styles import Alignment, Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from eval.maker.draft import Draft, Printed, cell_text, preface, sentence
from eval.maker.prose import Paragraph
from eval.maker.sheet import ABOVE, LEFT, Entry, Sheet, owner

ZIP_DATE = (2020, 1, 1, 0, 0, 0)
CHANGED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def write_office(draft: Draft) -> Printed:
    return {"docx": _word, "xlsx": _excel, "html": _web, "txt": _text}[draft.style.format](draft)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as texts with their spans: (row, column, last row, last column, text)."""

    sheet: Sheet
    above: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]  # continued cells are empty
    spans: tuple[tuple[int, int, int, int, str], ...]


def _grid(draft: Draft, sheet: Sheet) -> Grid:
    above, inside = preface(draft, sheet)
    body = [
        [
            cell if cell in (LEFT, ABOVE) and isinstance(cell, str) else cell_text(cell, draft.style, sheet.decimals)
            for cell in row
        ]
        for row in sheet.rows
    ]
    marked = [*inside, *sheet.header, *body]
    reach: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(marked):
        for c, _ in enumerate(row):
            reach[owner(marked, r, c)] = (r, c)
    spans = tuple((r, c, *last, marked[r][c]) for (r, c), last in reach.items())
    rows = tuple(tuple("" if cell in (LEFT, ABOVE) else cell for cell in row) for row in marked)
    lines = [text for _, text in above]
    if draft.style.unit_place == "below":
        lines.append(draft.unit_line.format(unit=sheet.unit_printed))
    return Grid(sheet, tuple(line for line in lines if line.strip()), rows, spans)


def _order(draft: Draft) -> Iterator[Paragraph | Sheet]:
    told = draft.narrative
    yield from told.overview
    if draft.style.tables_first:
        yield from draft.sheets
    yield from told.figures
    yield from told.glossary
    if not draft.style.tables_first:
        yield from draft.sheets


def _placed(printed: Printed, sheet: Sheet, page: int) -> None:
    printed.tables[id(sheet)] = (page,) if page else ()
    for r, row in enumerate(sheet.rows):
        for c, cell in enumerate(row):
            if isinstance(cell, Entry):
                printed.page_of[id(cell)] = page
            elif cell is None:
                printed.blanks[id(sheet), r, c] = page


def _told(printed: Printed, paragraph: Paragraph, page: int) -> None:
    printed.page_of[id(paragraph)] = page
    for entry in paragraph.entries():
        printed.page_of[id(entry)] = page


def _word(draft: Draft) -> Printed:
    document, printed = docx.Document(), Printed(b"", 1)
    for line in draft.cover:
        document.add_heading(line, 0)
    document.add_paragraph(draft.date)
    for block in _order(draft):
        if isinstance(block, Paragraph):
            text, _ = sentence(block)
            if block.heading:
                document.add_heading(text, block.heading)
            else:
                document.add_paragraph(text)
            _told(printed, block, 0)
            continue
        grid = _grid(draft, block)
        for line in grid.above:
            document.add_paragraph(line.strip("\t"))
        width = len(block.roles)
        table = document.add_table(rows=len(grid.rows), cols=width)
        table.style = "Table Grid"
        cells = table._cells
        for r, c, last_row, last_column, text in grid.spans:
            cell = cells[r * width + c]
            if (r, c) != (last_row, last_column):
                cell = cell.merge(cells[last_row * width + last_column])
            cell.text = text
        for note in block.notes:
            document.add_paragraph(note)
        _placed(printed, block, 0)
    file = io.BytesIO()
    document.save(file)
    printed.content = _stable(file.getvalue())
    return printed


def _excel(draft: Draft) -> Printed:
    """One sheet for the narrative, one for each table."""
    book, printed = openpyxl.Workbook(), Printed(b"", 0)
    told = book.worksheets[0]
    told.title = "说明"
    for row, text in enumerate([*draft.cover, draft.date], start=1):
        told.cell(row, 1, text)
    for paragraph in draft.paragraphs():
        told.cell(told.max_row + 1, 1, sentence(paragraph)[0])
        _told(printed, paragraph, 1)
    for page, sheet in enumerate(draft.sheets, start=2):
        _worksheet(book.create_sheet(f"{page - 1}.{sheet.title[:20]}"), _grid(draft, sheet))
        _placed(printed, sheet, page)
    file = io.BytesIO()
    book.save(file)
    printed.content, printed.pages = _stable(file.getvalue()), len(book.sheetnames)
    return printed


def _worksheet(worksheet: Worksheet, grid: Grid) -> None:
    line = Side(style="thin")
    top = 0
    for text in grid.above:
        top += 1
        left, _, right = text.partition("\t")
        worksheet.cell(top, 1, left)
        if right:
            worksheet.cell(top, len(grid.sheet.roles), right)
    for r, c, last_row, last_column, text in grid.spans:
        cell = worksheet.cell(top + r + 1, c + 1, text)
        cell.border = Border(left=line, right=line, top=line, bottom=line)
        cell.alignment = Alignment(wrap_text=True)
        if (r, c) != (last_row, last_column):
            worksheet.merge_cells(
                start_row=top + r + 1, start_column=c + 1, end_row=top + last_row + 1, end_column=last_column + 1
            )
    for note in grid.sheet.notes:
        worksheet.cell(worksheet.max_row + 1, 1, note)


def _web(draft: Draft) -> Printed:
    printed = Printed(b"", 1)
    parts = [f"<h1>{html.escape(line)}</h1>" for line in draft.cover] + [f"<p>{html.escape(draft.date)}</p>"]
    for block in _order(draft):
        if isinstance(block, Paragraph):
            tag = f"h{block.heading + 1}" if block.heading else "p"
            parts.append(f"<{tag}>{html.escape(sentence(block)[0])}</{tag}>")
            _told(printed, block, 0)
            continue
        grid = _grid(draft, block)
        parts += [f"<p>{html.escape(line)}</p>".replace("\t", "&emsp;") for line in grid.above]
        parts += ["<table border=1>", *_web_rows(grid), "</table>"]
        parts += [f"<p>{html.escape(note)}</p>" for note in block.notes]
        _placed(printed, block, 0)
    page = f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{html.escape(draft.cover[0])}</title></head><body>"
    printed.content = (page + "\n".join(parts) + "</body></html>").encode()
    return printed


def _web_rows(grid: Grid) -> Iterator[str]:
    for number in range(len(grid.rows)):
        cells = [
            f"<td rowspan={last_row - r + 1} colspan={last_column - c + 1}>{html.escape(text)}</td>"
            for r, c, last_row, last_column, text in sorted(grid.spans)
            if r == number
        ]
        yield f"<tr>{''.join(cells)}</tr>"


def _text(draft: Draft) -> Printed:
    """Tab-separated rows; a form feed before every table and the narrative."""
    printed, page = Printed(b"", 1), 1
    pages: list[list[str]] = [[*draft.cover, "", draft.date]]
    before: Paragraph | Sheet | None = None
    for block in _order(draft):
        if isinstance(block, Sheet) or before is None or isinstance(before, Sheet):
            pages.append([])
            page += 1
        if isinstance(block, Paragraph):
            pages[-1].append(sentence(block)[0])
            _told(printed, block, page)
        else:
            grid = _grid(draft, block)
            pages[-1] += [*(line.strip("\t").replace("\t", "    ") for line in grid.above)]
            pages[-1] += ["\t".join(row) for row in grid.rows]
            pages[-1] += block.notes
            _placed(printed, block, page)
        before = block
    printed.content = "\n\f".join("\n".join(lines) for lines in pages).encode()
    printed.pages = page
    return printed


def _stable(content: bytes) -> bytes:
    """The same archive without the time of its making."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = CHANGED.sub(rb"\g<1>2020-01-01T00:00:00Z", old.read(name))
            new.writestr(zipfile.ZipInfo(name, ZIP_DATE), data, zipfile.ZIP_DEFLATED)
    return file.getvalue()
