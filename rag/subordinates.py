"""Units without a document of their own, whose figures stand in rows of their superior's tables."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.model import FactKind
from rag.agencies import open_directory
from rag.query import Query

if TYPE_CHECKING:
    from rag.library import Library


def find_subordinate(query: Query, library: Library) -> Query:
    """The query, about the documents in which an agency that is not loaded has rows; as it was where there are none."""
    for name in query.unknown_agencies:
        rows = library.facts(label_contains=name, kinds=[FactKind.CELL])
        own = [f for f in rows if f.fact.subject == f.fact.label and f.fact.subject.endswith(name)]
        if own:
            ids = {stored.document_id for stored in own}
            superiors = [
                a
                for a in open_directory(tuple(library.documents())).disclosers
                if any(d.id in ids for d in a.documents)
            ]
            named = {agency.name for agency in query.agencies}
            chosen = [a for a in superiors if a.name in named] or superiors
            return replace(query, agencies=tuple(chosen), unknown_agencies=(), subject=own[0].fact.subject)
    return query
