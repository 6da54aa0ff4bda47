"""The numbered citations of one answer: each place once, in the order in which the text mentions it."""

from __future__ import annotations

from collections.abc import Iterable

from extractors.model import BBox, Cell, FactKind, StatedChange, Table
from rag.findings import Side
from rag.model import Citation, Passage, StoredDocument, StoredFact
from rag.places import Place


class Citing:
    def __init__(self, documents: Iterable[StoredDocument]) -> None:
        self._documents = {document.id: document for document in documents}
        self._numbers: dict[tuple[object, ...], int] = {}
        self.citations: list[Citation] = []

    def file_name(self, document_id: str) -> str:
        return self._documents[document_id].file_name

    def place(self, place: Place) -> tuple[int, ...]:
        return tuple(self.fact(stored) for stored in place.facts)

    def fact(self, stored: StoredFact) -> int:
        fact = stored.fact
        unit = fact.amount.unit.symbol if fact.amount and fact.amount.unit else None
        if fact.kind is FactKind.SENTENCE:
            return self._add(stored.document_id, fact.page, "sentence", fact.quote, fact.bbox, unit=unit)
        return self._add(
            stored.document_id,
            fact.page,
            "cell",
            fact.quote,
            fact.bbox,
            table=stored.table_title,
            row=fact.label,
            column="/".join(fact.column) if fact.kind is FactKind.CELL else None,
            unit=unit,
        )

    def cell(self, document_id: str, table: Table, cell: Cell, *, row: str, column: str) -> int:
        """A cell that is no fact, such as the name of a project or of the person responsible."""
        quote = " ".join(cell.text.split())
        return self._add(
            document_id, cell.page, "cell", quote, cell.bbox, table=table.title, row=row, column=column or None
        )

    def change(self, change: tuple[str, StatedChange]) -> int:
        document_id, told = change
        unit = told.difference.unit if told.difference else None
        return self._add(document_id, told.page, "sentence", told.quote, told.bbox, unit=unit.symbol if unit else None)

    def side(self, side: Side) -> int:
        """A place of a finding of the audit."""
        if side.stored is not None:
            return self.fact(side.stored)
        return self._add(side.document_id, side.page, "passage", side.quote, side.bbox)

    def passage(self, passage: Passage, quote: str) -> int:
        box = next((box for page, box in passage.boxes if page == passage.page and box), None)
        return self._add(passage.document_id, passage.page, "passage", quote, box)

    def table(self, document_id: str, table: Table, note: str) -> int:
        """An empty table, by the note that says why it is empty, else by its title."""
        page, box = table.areas[0] if table.areas else (table.pages[0], None)
        quote = note or table.title
        return self._add(document_id, page, "passage", quote, box, table=table.title)

    def _add(
        self,
        document_id: str,
        page: int,
        kind: str,
        quote: str,
        bbox: BBox | None,
        *,
        table: str | None = None,
        row: str | None = None,
        column: str | None = None,
        unit: str | None = None,
    ) -> int:
        key = (document_id, page, kind, quote, bbox, table, row, column)
        if key not in self._numbers:
            number = len(self.citations) + 1
            self._numbers[key] = number
            name = self.file_name(document_id)
            self.citations.append(
                Citation(number, name, document_id, page, kind, quote, table, row, column, unit, bbox)
            )
        return self._numbers[key]


def marks(numbers: Iterable[int]) -> str:
    return "".join(f" [{number}]" for number in dict.fromkeys(numbers))
