"""What a made disclosure states, figure by figure: the rows of truth.csv."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields

from eval.maker.draft import Draft, Printed, sentence
from eval.maker.sheet import Entry

CELL, BLANK, SENTENCE = "cell", "blank", "sentence"


@dataclass(frozen=True, slots=True)
class Stated:
    """One figure as printed. `value` is empty for an amount cell in which nothing, a zero or a dash stands."""

    document: str
    page: int  # 0 where the format has no pages
    kind: str
    statement: str
    table: str
    row: str
    code: str
    column: str
    value: str
    unit: str
    year: int
    measure: str
    item: str  # the maker's own key: equal keys are one thing

    def to_row(self) -> dict[str, object]:
        return asdict(self)


COLUMNS = tuple(field.name for field in fields(Stated))


def stated(draft: Draft, made: Printed) -> Iterator[Stated]:
    """Cells in the order of the tables, then sentences."""
    for sheet in draft.sheets:
        title = sheet.title
        for r, row in enumerate(sheet.rows):
            for c, cell in enumerate(row):
                if not isinstance(cell, Entry) and cell is not None:
                    continue
                where = (
                    sheet.statement,
                    title,
                    sheet.label(r, c).strip("　 "),
                    sheet.code(r, c).strip(),
                    sheet.heading(c),
                )
                if isinstance(cell, Entry):
                    unit = cell.unit or sheet.unit_printed
                    yield Stated(draft.name, made.page_of.get(id(cell), 0), CELL, *where, f"{cell.value:f}", unit,
                                 cell.year, cell.measure, cell.item)  # fmt: skip
                else:
                    page = made.blanks.get((id(sheet), r, c), 0)
                    yield Stated(draft.name, page, BLANK, *where, "", "", sheet.year, "", "")
    for paragraph in draft.paragraphs():
        text, _ = sentence(paragraph)
        for entry in paragraph.entries():
            yield Stated(draft.name, made.page_of.get(id(entry), 0), SENTENCE, "", "", text, "", "",
                         f"{entry.value:f}", entry.unit, entry.year, entry.measure, entry.item)  # fmt: skip
