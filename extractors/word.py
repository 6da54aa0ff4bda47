"""Word documents → pages of lines and tables. The only importer of python-docx.

Pages are those that the file shows: page and section breaks, and where Word has stored its layout, its page ends too.
Deleted text of tracked changes is not read; hidden text is kept as unread. Numbers that Word counts itself (一、 二、)
are not in the file, and so not in the lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn

from extractors.flow import HIDDEN, MAX_COLUMNS, FlowPage, SpannedCell
from extractors.model import Reading, Unread
from extractors.word_text import Hidden, PageEnd, Piece, is_on, local_name, pieces, value

_CONTAINERS = {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"}
_ON_THE_SAME_PAGE = (WD_SECTION.CONTINUOUS, WD_SECTION.NEW_COLUMN)
_TABLE, _CELL = qn("w:tbl"), qn("w:tc")


def read_word(path: Path) -> Reading:
    document = docx.Document(str(path))
    body = _Body([section.start_type for section in document.sections])
    body.read(document.element.body)
    return Reading(
        pages=tuple(page.page() for page in body.pages),
        grids=tuple(grid for page in body.pages for grid in page.grids),
        title=(document.core_properties.title or "").strip(),
        unread=tuple(body.hidden),
    )


@dataclass(slots=True)
class _WordCell:
    text: str
    width: int
    continues: bool  # merged with the cell above
    height: int = 1


@dataclass(frozen=True, slots=True)
class _Row:
    cells: list[_WordCell]
    starts_page: bool
    runs_over: bool  # its last lines are on the next page; it counts to the page where it starts


class _Body:
    """Goes through the blocks and keeps the page that it is on."""

    def __init__(self, section_starts: Sequence[WD_SECTION]) -> None:
        """`section_starts` says how each section of the document begins."""
        self.pages = [FlowPage(1)]
        self.hidden: list[Unread] = []
        self._just_ended = False
        self._later_sections = list(section_starts[1:])

    def read(self, container: Any) -> None:
        for block in container:
            match local_name(block):
                case "p":
                    self._read_paragraph(block)
                case "tbl":
                    self._read_table(block)
                case name if name in _CONTAINERS:
                    self.read(block)

    def _read_paragraph(self, paragraph: Any) -> None:
        if is_on(paragraph.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}")):
            self._end_page(PageEnd.HARD)
        text = ""
        for piece in self._shown(pieces(paragraph)):
            if isinstance(piece, str):
                text += piece
            else:
                self._add_text(text)
                text = ""
                self._end_page(piece)
        self._add_text(text)
        ends_section = paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None
        if ends_section and self._later_sections and self._later_sections.pop(0) not in _ON_THE_SAME_PAGE:
            self._end_page(PageEnd.HARD)

    def _shown(self, found: Iterator[Piece]) -> Iterator[str | PageEnd]:
        for piece in found:
            if not isinstance(piece, Hidden):
                yield piece
            elif piece.text.strip():
                self.hidden.append(Unread(self.pages[-1].number, None, piece.text.strip(), HIDDEN))

    def _add_text(self, text: str) -> None:
        if text.strip():
            self.pages[-1].add_text(text)
            self._just_ended = False

    def _end_page(self, end: PageEnd) -> None:
        """Word's layout marks a page end that the writer asked for once more: it counts once."""
        if end is PageEnd.HARD or not self._just_ended:
            self.pages.append(FlowPage(len(self.pages) + 1))
        self._just_ended = end is PageEnd.HARD

    def _read_table(self, table: Any) -> None:
        rows = [self._row(row) for row in _rows(table)]
        if sum(len(row.cells) for row in rows) < 2 or table.find(f".//{_CELL}//{_TABLE}") is not None:
            for row in _rows(table):  # it only lays out the page
                for cell in _cells(row):
                    self.read(cell)
            return
        start = 0
        for i, row in enumerate(rows):
            if row.starts_page or (i > 0 and rows[i - 1].runs_over):
                self._add_rows(rows[start:i])
                self._end_page(PageEnd.LAID_OUT)
                start = i
        self._add_rows(rows[start:])
        if rows[-1].runs_over:
            self._end_page(PageEnd.LAID_OUT)

    def _add_rows(self, rows: Sequence[_Row]) -> None:
        if rows:
            self.pages[-1].add_table(_merge([row.cells for row in rows]))
            self._just_ended = False

    def _row(self, row: Any) -> _Row:
        indent = row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}")
        cells = [] if indent is None else [_WordCell("", _count(indent), False)]
        starts_page = runs_over = False
        for cell in _cells(row):
            text = ""
            for piece in self._shown(_cell_pieces(cell)):
                if isinstance(piece, str):
                    text += piece
                elif text.strip():
                    runs_over = True
                else:
                    starts_page = True
            lines = (line.strip() for line in text.split("\n"))
            merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            cells.append(
                _WordCell(
                    "\n".join(line for line in lines if line),
                    _count(cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")),
                    merge is not None and value(merge) in (None, "continue"),
                )
            )
        return _Row(cells, starts_page, runs_over)


def _rows(table: Any) -> Iterator[Any]:
    """The table's own rows, also those in content controls; not those of tables in its cells."""
    for child in table:
        if local_name(child) == "tr":
            if child.find(f"{qn('w:trPr')}/{qn('w:del')}") is None:
                yield child
        elif local_name(child) in _CONTAINERS:
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if local_name(child) == "tc":
            yield child
        elif local_name(child) in _CONTAINERS:
            yield from _cells(child)


def _cell_pieces(cell: Any) -> Iterator[Piece]:
    for child in cell:
        if local_name(child) == "p":
            yield from pieces(child)
            yield "\n"
        elif local_name(child) in _CONTAINERS:
            yield from _cell_pieces(child)


def _count(element: Any) -> int:
    text = "" if element is None else value(element) or ""
    return min(max(int(text), 1), MAX_COLUMNS) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def _merge(rows: Sequence[Sequence[_WordCell]]) -> list[list[SpannedCell]]:
    """Cells merged downwards become one; where the upper part is on another page, the lower part stands alone."""
    above: dict[int, _WordCell] = {}
    kept: list[list[_WordCell]] = []
    for row in rows:
        kept.append([])
        column = 0
        for cell in row:
            owner = above.get(column)
            if cell.continues and owner is not None and owner.width == cell.width:
                owner.height += 1
            else:
                above.update(dict.fromkeys(range(column, column + cell.width), cell))
                kept[-1].append(cell)
            column += cell.width
    return [[SpannedCell(cell.text, cell.height, cell.width) for cell in row] for row in kept]
