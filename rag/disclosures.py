"""Documents → disclosures: one agency's publication of one year, phase and level, in however many files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.model import Level, Phase
from rag.agencies import open_directory
from rag.model import StoredDocument
from rag.query import Discloser, Query


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One publication. Several documents, the best first, where it was loaded in several formats or editions."""

    agency: Discloser
    year: int | None
    phase: Phase
    level: Level
    documents: tuple[StoredDocument, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(document.id for document in self.documents)


def select_disclosures(query: Query, documents: Sequence[StoredDocument]) -> tuple[Disclosure, ...]:
    """Every publication of the agencies asked about; of the level and the year of publication asked for, if any."""
    if query.unknown_agencies and not query.agencies:
        return ()
    agencies = query.agencies or open_directory(tuple(documents)).disclosers
    disclosures = tuple(d for agency in agencies for d in group_disclosures(agency))
    of_level = tuple(d for d in disclosures if query.level in (None, d.level)) or disclosures
    return tuple(d for d in of_level if query.published in (None, d.year)) or of_level


def group_disclosures(agency: Discloser) -> list[Disclosure]:
    """In the order of years."""
    groups: dict[tuple[int, Phase, Level], list[StoredDocument]] = {}
    for document in agency.documents:
        groups.setdefault((document.year or 0, document.phase, document.level), []).append(document)
    return [
        Disclosure(agency, year or None, phase, level, tuple(sorted(members, key=_quality)))
        for (year, phase, level), members in sorted(groups.items(), key=lambda item: item[0])
    ]


def _quality(document: StoredDocument) -> tuple[object, ...]:
    """Lower is better: with tables, whole, with pages that can be shown."""
    has_pages = document.file_name.lower().endswith(".pdf")
    return (document.tables == 0, document.status != "added", not has_pages, -document.facts, document.file_name)
