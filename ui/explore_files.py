"""What is explored as a file, whole and with where everything stands: .csv or .xlsx by the name's end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from rag.browsing import Browsing, SideBySide
from rag.export import export_rows, fact_row
from rag.items import item_name
from rag.model import StoredDocument, StoredFact
from rag.spreadsheet import Sheet, write_csv, write_xlsx
from ui.exploration import OVER, Exploration, View
from ui.explore_html import Documents, by_id, by_level, line_words
from ui.settled import comparable, settle
from ui.texts import Texts

PROVENANCE = ("value", "unit", "document", "level", "page", "table", "row", "column", "quote")


class Shelf(Protocol):
    """What is needed of a library."""

    def documents(self) -> list[StoredDocument]: ...

    def browsing(self) -> Browsing: ...


def write_facts(exploration: Exploration, library: Shelf, path: Path, texts: Texts) -> None:
    """Every selected fact in the order of the screen, or everything side by side; not only the page on view."""
    documents = by_id(library.documents())
    browsing = library.browsing()
    if exploration.view is View.LIST:
        facts = browsing.facts(exploration.selection, order=exploration.order, descending=exploration.descending)
        export_rows((fact_row(documents[stored.document_id], stored) for stored in facts), path)
        return
    columns = exploration.columns(browsing)
    compared = browsing.side_by_side(exploration.selection, OVER[exploration.view], columns=columns)
    sheet = Sheet("compared", _headings(columns), _rows(compared, documents, texts))
    if path.suffix == ".csv":
        write_csv(path, sheet)
    else:
        write_xlsx(path, [sheet])


def _headings(columns: Sequence[str]) -> list[str]:
    return ["item", "about", *(f"{column} · {name}" for column in columns for name in PROVENANCE)]


def _rows(compared: SideBySide, documents: Documents, texts: Texts) -> Iterator[list[Any]]:
    """A row for each line; one more for each further value that a column states for it."""
    for line in compared.lines:
        cells = [_different(compared.cells[line].get(column, ()), documents) for column in compared.columns]
        for place in range(max(map(len, cells), default=0)):
            row: list[Any] = [item_name(line.item), " · ".join(line_words(line, texts))]
            for stated in cells:
                row += _provenance(stated[place], documents) if place < len(stated) else [None] * len(PROVENANCE)
            yield row


def _different(facts: Sequence[StoredFact], documents: Documents) -> list[StoredFact]:
    return [stored for group in by_level(facts, documents).values() for stored in settle(group)]


def _provenance(stored: StoredFact, documents: Documents) -> list[Any]:
    fact, document = stored.fact, documents[stored.document_id]
    value, unit = comparable(fact.amount) if fact.amount else (None, "")
    place = [document.file_name, document.level.value, fact.page, stored.table_title, fact.label]
    return [value, unit, *place, "/".join(fact.column), fact.quote]
