"""Paper to facts: deterministic, offline, no database. The door is `extract`.

file → reading (pages, grids) → tables, paragraphs → identity → facts
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractors.model import Extraction, Reading

__all__ = ["extract", "sha256_of"]


def extract(path: Path, *, file_name: str | None = None) -> Extraction:
    """Everything that one file states. `file_name` is the name under which it was handed in, a hint only.

    Raises an ExtractionError with a sentence for the person who has the file. It is meant to run in a child process
    (`extractors.isolation`): a hostile file can take any amount of time and memory.
    """
    from extractors.facts import table_facts
    from extractors.identity import identify
    from extractors.model import Extraction
    from extractors.narrative import prose_facts
    from extractors.prose import read_paragraphs
    from extractors.scans import as_displayed
    from extractors.tables import build_tables
    from extractors.totals import tell_totals_apart

    name = file_name or path.name
    reading = _read(path, name)
    tables, unread_tables = build_tables(reading)
    paragraphs = read_paragraphs(reading.pages, tables, reading.grids)
    reading = replace(reading, grids=())  # the tables are built: as much memory again is free for the facts
    identity = identify(name, reading.pages, tables, paragraphs)
    cell_facts, unread_cells = table_facts(tables, identity)
    sentence_facts, changes, unread_prose = prose_facts(paragraphs, identity)
    sentence_facts, changes = tell_totals_apart(cell_facts, sentence_facts, changes)
    extraction = Extraction(
        file_name=name,
        sha256=sha256_of(path),
        pages=reading.pages,
        identity=identity,
        tables=tuple(tables),
        facts=(*cell_facts, *sentence_facts),
        changes=tuple(changes),
        paragraphs=tuple(paragraphs),
        unread=(*reading.unread, *unread_tables, *unread_cells, *unread_prose),
        warnings=reading.warnings,
    )
    return as_displayed(extraction, reading.scans)


def sha256_of(path: Path) -> str:
    """The file's identity: the SHA-256 of its bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read(path: Path, name: str) -> Reading:
    """The reading of a file by the reader for its content. Raises NoText where there is nothing to read."""
    from extractors.errors import NoText
    from extractors.formats import Format, sniff

    match sniff(path, name=name):
        case Format.PDF:
            from extractors.pdf import read_pdf

            reading = read_pdf(path)
            if any(page.image_only for page in reading.pages):
                from extractors.ocr import read_picture_pages  # a text PDF loads no recogniser

                reading = read_picture_pages(path, reading)
        case Format.DOCX:
            from extractors.office import read_docx

            reading = read_docx(path)
        case Format.XLSX:
            from extractors.office import read_xlsx

            reading = read_xlsx(path)
        case Format.HTML:
            from extractors.web import read_html

            reading = read_html(path)
        case Format.TEXT:
            from extractors.plain import read_text

            reading = read_text(path)
    if not any(page.lines for page in reading.pages):
        pictures = sum(page.image_only for page in reading.pages)
        what = f"all {pictures} pages are pictures" if pictures else "its pages are empty"
        raise NoText(f"The file has no text to read: {what}. Ask the publisher for a version with text.")
    return reading
