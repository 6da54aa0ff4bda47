"""A document as passages for search.

Prose: the paragraphs of one section that begin on one page together, up to `LONGEST` characters, with the section's
titles. Tables: every row is a passage with the table's title and unit, its own labels, and each figure under its
headings, so that it can be found and understood alone. Forms: their rows in turn, together up to the same length, under
the name of their project.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from extractors.model import BBox, Cell, Extraction, FactKind, Paragraph, Role, Table
from rag.model import Passage

LONGEST = 400  # characters of one passage
_SENTENCE = re.compile(r"[^。；！？]*[。；！？]?[”』」）]?")
_SECTIONS = " › "
_FIGURES = "；"
_UNIT = "单位："
_OPEN = re.compile(r"[^。！？]$")  # how a text ends that goes on
_SCATTERED = re.compile(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])")  # white space that separates no words

Place = tuple[int, BBox | None]


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    places: tuple[Place, ...]


def make_passages(extraction: Extraction) -> list[Passage]:
    """In a fixed order, so that a passage's id is the same whenever the document is read."""
    found = [*_prose(extraction.paragraphs)]
    projects = _projects(extraction)
    for table in extraction.tables:
        found += _forms(table, projects.get(table.index, "")) if table.is_form else _rows(table)
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
    for section, group in groupby(_body(paragraphs), key=lambda paragraph: paragraph.section):
        pieces = [piece for paragraph in group for piece in _cut(paragraph)]
        yield from (("prose", _SECTIONS.join(section), piece) for piece in _packed(pieces))


def _body(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """What is no heading. A heading with nothing below it that goes on with an open list is its next member."""
    before: Paragraph | None = None
    for paragraph, following in pairwise([*paragraphs, None]):
        if paragraph is None or not paragraph.text.strip():
            continue
        if paragraph.is_heading and not (before and _goes_on(before, paragraph, following)):
            before = None
            continue
        before = paragraph
        yield paragraph


def _goes_on(before: Paragraph, heading: Paragraph, following: Paragraph | None) -> bool:
    path = (*heading.section, heading.text)
    is_empty = following is None or following.section[: len(path)] != path
    return is_empty and before.section == heading.section and bool(_OPEN.search(before.text.rstrip()))


def _cut(paragraph: Paragraph) -> Iterator[_Piece]:
    """The paragraph whole where it is short enough and on one page, else at ends of sentences, else where the limit
    falls."""
    start = end = 0
    for sentence in _SENTENCE.finditer(paragraph.text):
        turned = _page_at(paragraph, sentence.start()) != _page_at(paragraph, start)
        if (turned or sentence.end() - start > LONGEST) and end > start:
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


def _page_at(paragraph: Paragraph, position: int) -> int:
    return next((page for first, last, page, _ in paragraph.spans if first <= position < last), paragraph.page)


def _packed(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    """Neighbours that begin on one page together while they stay within the limit."""
    held: list[_Piece] = []
    for piece in pieces:
        turned = bool(held) and piece.places[0][0] != held[0].places[0][0]
        if held and (turned or sum(len(other.text) + 1 for other in held) + len(piece.text) > LONGEST):
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
    for cells in _filled_rows(table):
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


def _forms(table: Table, project: str) -> Iterator[tuple[str, str, _Piece]]:
    rows = _filled_rows(table)
    pieces = [_Piece(" ".join(_flat(cell.text) for cell in cells), _around(cells)) for cells in rows]
    section = _SECTIONS.join(part for part in (_table_title(table), project) if part)
    yield from (("form", section, piece) for piece in _packed(pieces))


def _projects(extraction: Extraction) -> dict[int, str]:
    """Of each form that is about one project: its name."""
    named: dict[int, set[str]] = {}
    for fact in extraction.facts:
        if fact.kind is FactKind.FORM and fact.table is not None and fact.subject:
            named.setdefault(fact.table, set()).add(fact.subject)
    agency = extraction.identity.agency
    return {table: name for table, (name, *others) in named.items() if not others and name != agency}


def _filled_rows(table: Table) -> Iterator[list[Cell]]:
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
