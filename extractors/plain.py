"""Text and Markdown → pages, lines and tables.

    bytes → text → pages → blocks: tab-separated rows, Markdown tables, HTML tables, lines

Rows whose columns the export has lost stay lines of text, and are named in `Reading.unread`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from extractors.encoding import decode_text
from extractors.errors import DamagedFile, NoText
from extractors.flattened import find_flattened_rows
from extractors.flow import FlowPage
from extractors.markup import plain_field, plain_line
from extractors.model import Reading, Unread
from extractors.page_breaks import split_pages
from extractors.tabbed import build_table, has_columns, is_pipe_rule, is_table_row, pipe_fields
from extractors.web import add_markup

FLATTENED = "table rows without columns: figures not read"
REALIGNED = "{} table rows with one field too many: two labels side by side were read as one"
MISALIGNED = "a table row whose fields do not line up with its columns: figures not read"

_TABLE_START = re.compile(r"\s*<table\b", re.I)
_TABLE_END = re.compile(r"</table\s*>", re.I)


def read_text(path: Path) -> Reading:
    """Raises DamagedFile where the bytes are no text, NoText where there is nothing in it."""
    text = decode_text(path.read_bytes())
    if text is None:
        raise DamagedFile("The text is in no encoding that we know. Save it as UTF-8.")
    pages: list[FlowPage] = []
    unread: list[Unread] = []
    for number, lines in enumerate(split_pages(text), start=1):
        page = FlowPage(number)
        unread.extend(_fill(page, lines))
        unread.extend(
            Unread(number, None, row, FLATTENED) for loose in page.loose_lines for row in find_flattened_rows(loose)
        )
        pages.append(page)
    if all(page.is_empty for page in pages):
        raise NoText("There is no text in the file.")
    return Reading(
        pages=tuple(page.page() for page in pages),
        grids=tuple(grid for page in pages for grid in page.grids),
        unread=tuple(unread),
    )


def _fill(page: FlowPage, lines: Sequence[str]) -> Iterator[Unread]:
    at = 0
    while at < len(lines):
        for read_block in (_tabbed, _pipes, _html):
            end, problems = read_block(page, lines, at)
            if end > at:
                yield from problems
                at = end
                break
        else:
            page.add_text(plain_line(lines[at]))
            at += 1


_Block = tuple[int, list[Unread]]
"""The line after a block, the start itself where there is no such block; and what could not be read in it."""


def _tabbed(page: FlowPage, lines: Sequence[str], start: int) -> _Block:
    end = start
    while end < len(lines) and is_table_row(lines[end]):
        end += 1
    rows = [[plain_field(field) for field in line.split("\t")] for line in lines[start:end]]
    if not has_columns(rows):
        return start, []
    return end, _add(page, rows)


def _pipes(page: FlowPage, lines: Sequence[str], start: int) -> _Block:
    if start + 1 >= len(lines) or "|" not in lines[start] or not is_pipe_rule(lines[start + 1]):
        return start, []
    end = start + 2
    while end < len(lines) and "|" in lines[end]:
        end += 1
    rows = [[plain_field(field) for field in pipe_fields(line)] for line in (lines[start], *lines[start + 2 : end])]
    return end, _add(page, rows)


def _html(page: FlowPage, lines: Sequence[str], start: int) -> _Block:
    if not _TABLE_START.match(lines[start]):
        return start, []
    end = start
    while end < len(lines) and not _TABLE_END.search(lines[end]):
        end += 1
    add_markup(page, "\n".join(lines[start : end + 1]))
    return min(end + 1, len(lines)), []


def _add(page: FlowPage, rows: Sequence[list[str]]) -> list[Unread]:
    table = build_table(rows)
    page.add_table(table.rows)
    problems = [Unread(page.number, None, row, MISALIGNED) for row in table.misaligned]
    if table.realigned:
        problems.append(Unread(page.number, None, table.realigned[0], REALIGNED.format(len(table.realigned))))
    return problems
