"""A document as passages for search.

Prose: the paragraphs of one section together, up to `LONGEST` characters, with the section's titles. Tables: every row
is a passage with the table's title and unit, its own labels, and each figure under its headings, so that it can be
found and understood alone. Forms: their rows in turn, together up to the same length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from extractors.model import BBox, Cell, Extraction, Paragraph, Role, Table
from rag.model import Passage

LONGEST = 400  # characters of one passage
_SENTENCE = re.compile(r"[^。；！？]*[。；！？]?[”』」）]?")
_SECTIONS = " › "
_FIGURES = "；"
_UNIT = "单位："
_SCATTERED = re.compile(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])")  # white space that separates no words

Place = tuple[int, BBox | None]


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    places: tuple[Place, ...]


def make_passages(extraction: Extraction) -> list[Passage]:
    """In a fixed order, so that a passage's id is the same whenever the document is read."""
    found = [*_prose(extraction.paragraphs)]
    for table in extraction.tables:
        found += _forms(table) if table.is_form else _rows(table)
        found += [("prose", _table_title(table), _Piece(note, _at_end(table))) for note in table.notes]
    return [
        Passage(
            id=f"{extraction.sha256}:{number}",
            document_id=extraction.sha256,
            page=piece.places[0][0],
            kind=kind,
            section=section,
            text=piece.text,
            boxes=piece.places,
        )
        for number, (kind, section, piece) in enumerate(found)
    ]


def _prose(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[str, str, _Piece]]:
    body = (paragraph for paragraph in paragraphs if not paragraph.is_heading and paragraph.text.strip())
    for section, group in groupby(body, key=lambda paragraph: paragraph.section):
        pieces = [piece for paragraph in group for piece in _cut(paragraph)]
        yield from (("prose", _SECTIONS.join(section), piece) for piece in _packed(pieces))


def _cut(paragraph: Paragraph) -> Iterator[_Piece]:
    """The paragraph whole where it is short enough, else at ends of sentences, else wherever the limit falls."""
    start = end = 0
    for sentence in _SENTENCE.finditer(paragraph.text):
        if sentence.end() - start > LONGEST and end > start:
            yield _part(paragraph, start, end)
            start = end
        end = sentence.end()
        while end - start > LONGEST:
            yield _part(paragraph, start, start + LONGEST)
            start += LONGEST
    if end > start:
        yield _part(paragraph, start, end)


def _part(paragraph: Paragraph, start: int, end: int) -> _Piece:
    places = tuple((page, box) for first, last, page, box in paragraph.spans if first < end and start < last)
    return _Piece(paragraph.text[start:end], places or ((paragraph.page, None),))


def _packed(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    """Neighbours together while they stay within the limit."""
    held: list[_Piece] = []
    for piece in pieces:
        if held and sum(len(other.text) + 1 for other in held) + len(piece.text) > LONGEST:
            yield _joined(held)
            held = []
        held.append(piece)
    if held:
        yield _joined(held)


def _joined(pieces: Sequence[_Piece]) -> _Piece:
    places = dict.fromkeys(place for piece in pieces for place in piece.places)
    return _Piece("\n".join(piece.text for piece in pieces), tuple(places))


def _rows(table: Table) -> Iterator[tuple[str, str, _Piece]]:
    columns = {column.index: column for column in table.columns}
    for cells in _body(table):
        for lane in sorted({column.lane for column in table.columns}):
            mine = [cell for cell in cells if cell.column in columns and columns[cell.column].lane == lane]
            names = [_flat(cell.text) for cell in mine if columns[cell.column].role is not Role.AMOUNT]
            figures = [
                f"{'/'.join(map(_flat, columns[cell.column].path))}={_flat(cell.text)}"
                for cell in mine
                if columns[cell.column].role is Role.AMOUNT
            ]
            text = " ".join(names) + ("：" if names and figures else "") + _FIGURES.join(figures)
            if text:
                yield "row", _table_title(table), _Piece(text, _around(mine))


def _forms(table: Table) -> Iterator[tuple[str, str, _Piece]]:
    pieces = [_Piece(" ".join(_flat(cell.text) for cell in cells), _around(cells)) for cells in _body(table)]
    yield from (("form", _table_title(table), piece) for piece in _packed(pieces))


def _body(table: Table) -> Iterator[list[Cell]]:
    """The filled cells of every row below the headings; a cell over several rows belongs to each of them.

    A form has no headings: its first rows say which project it is about and who answers for it.
    """
    first = 0 if table.is_form else table.header_rows
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        if cell.text.strip():
            for row in range(max(cell.row, first), cell.row + cell.row_span):
                rows.setdefault(row, []).append(cell)
    for row in sorted(rows):
        yield sorted(rows[row], key=lambda cell: cell.column)


def _table_title(table: Table) -> str:
    unit = f"{_UNIT}{table.unit.symbol}" if table.unit else ""
    return " ".join(part for part in (table.number, _flat(table.title), unit) if part)


def _around(cells: Sequence[Cell]) -> tuple[Place, ...]:
    """One box around the cells on each page."""
    boxes: dict[int, list[BBox]] = {}
    for cell in cells:
        boxes.setdefault(cell.page, []).extend([cell.bbox] if cell.bbox else [])
    return tuple((page, _union(on_page)) for page, on_page in sorted(boxes.items()))


def _union(boxes: Sequence[BBox]) -> BBox | None:
    if not boxes:
        return None
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)


def _at_end(table: Table) -> tuple[Place, ...]:
    return ((table.pages[-1] if table.pages else 1, None),)


def _flat(text: str) -> str:
    return _SCATTERED.sub("", text.strip())
