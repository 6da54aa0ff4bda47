"""Grids → tables: with title, number, unit, headings, columns, and their pieces joined over pages.

    grids → without frames around prose → pieces with captions → groups that continue → tables

A grid continues the last one of the page before when nothing but a running header stands above it, its rulings are in
the same places, and it does not open with other headings. Headings that are repeated on every page are read once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.captions import (
    LINES_ABOVE,
    Caption,
    caption_above,
    caption_inside,
    lines_above,
    lines_below,
    notes_below,
)
from extractors.grids import Axis
from extractors.headers import count_heading_rows, read_columns
from extractors.headings import load_headings, squeeze
from extractors.matrix import PAGE_SHIFT_POINTS, Matrix, join_grids
from extractors.model import Grid, Line, Page, Reading, Table, Unread
from extractors.statements import find_statement

SAME_EDGE_POINTS = 15.0
"""How far the outer edges of a table may move from one page to the next."""
RUNNING_HEADER_LINES = 2
"""More lines than this above a grid are text of their own, so the grid does not continue another."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One grid with the caption that stands above it and the notes below."""

    grid: Grid
    caption: Caption
    notes: Caption
    is_first: bool  # on its page
    is_last: bool
    lines_above: int
    sentence_above: bool


def build_tables(reading: Reading) -> tuple[list[Table], list[Unread]]:
    """The tables of a document in reading order, and what looked like a table but has no headings."""
    pieces = _pieces(reading)
    pages = {page.number: page for page in reading.pages}
    tables = [_with_unit_from_right_part(_table(i, group), pages) for i, group in enumerate(_groups(pieces), start=1)]
    unread = [
        Unread(
            table.pages[0], table.areas[0][1], _sample(table), "a table without headings: its figures have no meaning"
        )
        for table in tables
        if not table.is_form and not any(column.path for column in table.columns)
    ]
    return tables, unread


def _sample(table: Table) -> str:
    return " ".join(cell.text for cell in table.cells[:12] if cell.text)


# ---------------------------------------------------------------------------------------------- pieces


def _pieces(reading: Reading) -> list[Piece]:
    by_page: dict[int, list[Grid]] = {}
    for grid in reading.grids:
        by_page.setdefault(grid.page, []).append(grid)
    pieces: list[Piece] = []
    last_lines: Sequence[Line] = ()
    previous_widths: list[Grid] = []
    for page in reading.pages:
        grids = [g for g in by_page.get(page.number, []) if _is_table(g, previous_widths)]
        pieces.extend(_page_pieces(page, grids, last_lines))
        previous_widths = grids[-1:]
        tail = lines_below(page, grids[-1], None) if grids else list(page.lines)
        last_lines = tail[-3:]
    return pieces


def _is_table(grid: Grid, previous: Sequence[Grid]) -> bool:
    """Two rows and two columns at least, or the tail of the table on the page before."""
    filled = sum(bool(cell.text.strip()) for cell in grid.cells)
    if grid.columns < 2 or filled < 2:
        return False
    if grid.rows >= 2:
        return True
    return any(_same_columns(before, grid) for before in previous)


def _page_pieces(page: Page, grids: Sequence[Grid], lines_before: Sequence[Line]) -> list[Piece]:
    pieces: list[Piece] = []
    for i, grid in enumerate(grids):
        above = lines_above(page, grid, grids[i - 1] if i else None)
        caption = caption_above(above)
        if not caption.title and i == 0 and len(above) <= RUNNING_HEADER_LINES:
            # A title at the foot of the page before, its table on this one.
            before = caption_above(lines_before)
            caption = caption.over(before) if before.title else caption
        below = notes_below(lines_below(page, grid, grids[i + 1] if i + 1 < len(grids) else None))
        if i and below.unit and caption.unit_over_title and pieces[0].caption.unit is None:
            caption = caption.without_unit()  # it stands under the table before, as this one's and the first's do
        sentence = any(load_headings().captions["sentence"].search(squeeze(line.text)) for line in above)
        pieces.append(Piece(grid, caption, below, i == 0, i == len(grids) - 1, len(above), sentence))
    return pieces


def _groups(pieces: Sequence[Piece]) -> list[list[Piece]]:
    groups: list[list[Piece]] = []
    for piece in pieces:
        if groups and _continues(groups[-1], piece):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return groups


def _continues(group: Sequence[Piece], piece: Piece) -> bool:
    last, first = group[-1], group[0]
    if not (piece.is_first and last.is_last and piece.grid.page == last.grid.page + 1):
        return False
    caption = piece.caption
    inside, _ = caption_inside(join_grids([piece.grid]))
    title = caption.title or inside.title
    base = first.caption.over(caption_inside(join_grids([first.grid]))[0])
    if title and not caption.continued and (title != base.title or load_headings().form_titles.search(title)):
        return False  # a form of one project follows another under the same title
    if caption.number and caption.number != base.number:
        return False
    if not title and (piece.lines_above > RUNNING_HEADER_LINES or piece.sentence_above):
        return False
    if not _same_columns(last.grid, piece.grid):
        return False
    return bool(_repeated_rows(first.grid, piece.grid)) or not _opens_with_headings(piece.grid)


def _same_columns(before: Grid, after: Grid) -> bool:
    """Whether two grids have their columns in the same places; a column that is not ruled on one page may lack."""
    if before.bbox is None or after.bbox is None:
        return before.columns == after.columns
    near = [abs(before.bbox[i] - after.bbox[i]) <= SAME_EDGE_POINTS for i in (0, 2)]
    if all(near) and before.columns == after.columns:
        return True
    marks = [
        Axis.of((edge for c in grid.cells if c.bbox for edge in (c.bbox[0], c.bbox[2])), PAGE_SHIFT_POINTS).marks
        for grid in (before, after)
    ]
    fewer, more = sorted(marks, key=len)
    shared = sum(any(abs(mark - other) <= PAGE_SHIFT_POINTS for other in more) for mark in fewer)
    return any(near) and len(fewer) > (2 if all(near) else 4) and shared >= 0.8 * len(fewer)


def _opens_with_headings(grid: Grid) -> bool:
    words = load_headings().heading_words
    texts = Matrix(grid.rows, grid.columns, grid.cells).texts(0)
    return len(texts) >= 2 and all(words.search(text) for text in texts)


def _repeated_rows(base: Grid, piece: Grid) -> int:
    """How many rows at the top of a piece repeat the caption or heading rows of the table's first piece."""
    first = join_grids([base])
    _, meta = caption_inside(first)
    heads = meta + count_heading_rows(first.without_rows(set(range(meta))))
    known = [texts for row in range(heads) if (texts := first.texts(row))]
    matrix = join_grids([piece])
    rows = 0
    while rows < matrix.rows and matrix.texts(rows) in known:
        rows += 1
    return rows


# ---------------------------------------------------------------------------------------------- tables


def _table(index: int, group: Sequence[Piece]) -> Table:
    joined = join_grids([_without_repeats(group[0].grid, piece, i) for i, piece in enumerate(group)])
    inside, meta = caption_inside(joined.merge_ghost_columns())
    matrix = joined.without_rows(set(range(meta)) | _blank_rows(joined)).merge_ghost_columns()
    caption = _choose(group[0].caption, inside)
    for piece in group:
        caption = caption.over(replace(piece.notes, title=""))
    heading_rows = count_heading_rows(matrix)
    is_form = _is_form(caption.title, matrix)
    columns = read_columns(matrix, heading_rows, caption.unit)
    unit = caption.unit
    source = caption.unit_source
    return Table(
        index=index,
        title=caption.title,
        number=caption.number,
        statement=find_statement(caption.title),
        unit=unit,
        unit_source=source,
        pages=tuple(dict.fromkeys(piece.grid.page for piece in group)),
        areas=tuple((piece.grid.page, piece.grid.bbox) for piece in group),
        rows=matrix.rows,
        header_rows=heading_rows,
        columns=columns,
        cells=matrix.cells,
        notes=(*caption.notes, *_inner_notes(matrix, heading_rows)),
        is_form=is_form,
    )


def _with_unit_from_right_part(table: Table, pages: Mapping[int, Page]) -> Table:
    """A sheet wider than its paper is printed as left parts, then right parts: the cut title goes on there, and the
    unit stands at its end."""
    if table.unit or not table.title:
        return table
    for number in range(table.pages[-1] + 1, table.pages[-1] + 1 + len(table.pages)):
        caption = caption_above(pages[number].lines[:LINES_ABOVE]) if number in pages else Caption()
        if caption.title and caption.title != table.title and table.title.endswith(caption.title):
            return replace(table, unit=caption.unit, unit_source=caption.unit_source)
    return table


def _choose(above: Caption, inside: Caption) -> Caption:
    """A title above that names no standard table yields to one inside the grid that does (a part's heading above)."""
    if find_statement(inside.title) and not find_statement(above.title):
        return inside.over(above)
    return above.over(inside)


def _without_repeats(base: Grid, piece: Piece, position: int) -> Grid:
    repeated = _repeated_rows(base, piece.grid) if position else 0
    if not repeated or repeated == piece.grid.rows:
        return piece.grid
    matrix = join_grids([piece.grid]).without_rows(set(range(repeated)))
    return replace(piece.grid, rows=matrix.rows, cells=matrix.cells)


def _blank_rows(matrix: Matrix) -> set[int]:
    """Rows that no cell with text begins in or reaches."""
    return {r for r in range(matrix.rows) if not any(cell.text.strip() for cell in matrix.row(r))}


def _inner_notes(matrix: Matrix, heading_rows: int) -> list[str]:
    """Notes printed in the last rows of the grid itself, across its width."""
    note = load_headings().captions["note"]
    return [
        cell.text
        for cell in matrix.cells
        if cell.row >= heading_rows and cell.column_span * 2 > matrix.columns and note.search(squeeze(cell.text))
    ]


def _is_form(title: str, matrix: Matrix) -> bool:
    words = load_headings()
    marks = sum(bool(words.form_words.search(squeeze(cell.text))) for cell in matrix.cells)
    return marks >= 2 or (marks >= 1 and bool(words.form_titles.search(title)))
