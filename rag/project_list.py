"""The projects of a disclosure: what its table of projects and its forms say of each, put together by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from rag.columns import field, sources
from rag.disclosures import Disclosure
from rag.lexicon import load_lexicon, normalise
from rag.line_names import plain_name
from rag.model import StoredDocument, StoredFact
from rag.names import plain
from rag.project_records import Named, Record, read_records

if TYPE_CHECKING:
    from rag.library import Library

Facts = dict[tuple[int, int, int], StoredFact]  # by table, row and column


@dataclass(frozen=True, slots=True)
class Project:
    """`records` come from different tables of one document, the main one first."""

    name: str
    document: StoredDocument
    records: tuple[Record, ...]
    facts: Facts

    def find(self, key: str) -> tuple[tuple[Record, Named], ...]:
        """The cells that state a field: those of the first record in which one is filled, else a blank one."""
        found = [tuple((record, one) for one in record.find(field(key).printed)) for record in self.records]
        filled = [cells for cells in found if any(one.cell.text.strip() for _, one in cells)]
        return next(iter(filled or [cells for cells in found if cells]), ())

    def amounts(self, key: str) -> tuple[StoredFact, ...]:
        """The amounts that its tables state under a heading of money, of each table one."""
        stated = [_amount(record, key, self.facts) for record in self.records]
        return tuple(one for one in stated if one is not None)


def find_projects(disclosure: Disclosure, library: Library) -> tuple[Project, ...]:
    """In the order of the best file that lists any; tables of projects before those that only mention them."""
    for statements in sources():
        for document in disclosure.documents:
            if projects := _of_document(document, disclosure, library, statements):
                return projects
    return ()


def _of_document(
    document: StoredDocument, disclosure: Disclosure, library: Library, statements: Sequence[str]
) -> tuple[Project, ...]:
    tables = library.extraction_tables(document.id, statements=statements)
    records = [record for table in tables for record in read_records(table)]
    named = [record for record in records if not _is_agency(record.name, disclosure)]
    if not named:
        return ()
    stored = library.facts(document_ids=[document.id], statements=statements)
    facts = {(f.fact.table or 0, f.fact.row or 0, f.fact.column_index or 0): f for f in stored}
    return tuple(Project(group[0].name, document, tuple(group), facts) for group in _together(named, facts))


def _together(records: Iterable[Record], facts: Facts) -> list[list[Record]]:
    """Records of one name and one amount; two lines of one table are two projects, whatever they are called."""
    groups: list[list[Record]] = []
    for record in records:
        home = next((group for group in groups if _is_same(record, group, facts)), None)
        if home is None:
            groups.append([record])
        else:
            home.append(record)
    return groups


def _is_same(record: Record, group: Sequence[Record], facts: Facts) -> bool:
    if plain_name(record.name) != plain_name(group[0].name):
        return False
    if any(record.table.index == other.table.index for other in group):
        return False
    sums = {base for one in (record, *group) if (base := _base(one, facts)) is not None}
    return len(sums) <= 1


def _base(record: Record, facts: Facts) -> Decimal | None:
    stored = _amount(record, "amount", facts)
    return stored.fact.amount.base if stored and stored.fact.amount else None


def _amount(record: Record, key: str, facts: Facts) -> StoredFact | None:
    cells = [one.cell for one in record.find(field(key).printed)]
    stated = [facts.get((record.table.index, cell.row, cell.column)) for cell in cells]
    return next((f for f in stated if f is not None and f.fact.amount is not None), None)


def _is_agency(name: str, disclosure: Disclosure) -> bool:
    """A row of a unit, which sums up its projects: the agency itself, or a name that begins with its place."""
    bare = plain(name)
    if bare in {plain(other) for other in (disclosure.agency.name, *disclosure.agency.names)}:
        return True
    lexicon = load_lexicon()
    place = normalise(disclosure.agency.place)
    endings = (*lexicon.sure_endings, *(ending for ending in lexicon.possible_endings if len(ending) > 1))
    return bool(place) and bare.startswith(place) and bare.endswith(endings)
