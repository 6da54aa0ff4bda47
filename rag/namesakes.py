"""A name that several agencies share: nobody can tell whose figure is meant, unless one of them alone has it."""

from __future__ import annotations

from dataclasses import replace

from rag.query import Operation, Query, Reading
from rag.retrieve import Evidence

OVER_ALL = frozenset(
    {
        Operation.SUM,
        Operation.AVERAGE,
        Operation.COUNT,
        Operation.RANKING,
        Operation.MISSING,
        Operation.DOCUMENTS,
        Operation.AUDIT,
    }
)
"""What is asked of all agencies of a name together."""


def namesakes(query: Query, evidence: Evidence) -> tuple[str, ...]:
    """The agencies that the name may mean and that say something; none where all of them are asked for."""
    if not query.same_named or query.everyone or query.operation in OVER_ALL:
        return ()
    telling = {case.disclosure.agency.name for case in evidence.cases if case.says_something}
    if not telling:
        loaded = {document.id for disclosure in evidence.disclosures for document in disclosure.documents}
        quoted = {passage.document_id for passage in evidence.passages} & loaded
        telling = {d.agency.name for d in evidence.disclosures if quoted.intersection(d.ids)}
    return tuple(agency.name for agency in query.same_named if agency.name in telling)


def with_reading(query: Query, name: str) -> Query:
    """Told how the name was read: others are called so too, and say nothing of what is asked."""
    if not query.shared_name or query.shared_name == name:
        return query
    return replace(query, readings=(*query.readings, Reading(query.shared_name, name)))
