"""Names that end like an agency and are none that is loaded, but stand in the documents of one that is.

苏州市土地储备中心          a unit that is a line of its superior's table of revenue
福州市图书馆             a unit whose figures stand in rows of its superior's tables
泉州市行政中心的保安服务      the project 市行政中心保安服务 of an agency of 泉州
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.model import FactKind
from rag.agencies import open_directory
from rag.disclosures import select_disclosures
from rag.line_names import plain_name
from rag.names import ADMINISTRATIVE, split_name
from rag.projects import find_labelled
from rag.query import Discloser, Query, Reading, Target

if TYPE_CHECKING:
    from rag.library import Library

TABLES = {
    "revenue_total": "revenue",
    "revenue_current": "revenue",
    "expenditure_total": "expenditure",
    "expenditure_current": "expenditure",
}
"""The table that has a line for every unit, by the item that is the total of it."""


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
    return _find_line(query, library) or _find_project(query, library) or query


def _find_line(query: Query, library: Library) -> Query | None:
    """The query about a line of its superior's table of revenue, or of expenditure, that is called like the unit."""
    table = TABLES.get(query.targets[0].key or "") if len(query.targets) == 1 else None
    if table is None or len(query.unknown_agencies) != 1 or query.agencies:
        return None
    name = query.unknown_agencies[0]
    cells = library.facts(label_contains=name, kinds=[FactKind.CELL])
    rows = [f for f in cells if f.fact.label.endswith(name) and f.fact.statement == table and f.fact.amount]
    if not rows:
        return None
    ids = {stored.document_id for stored in rows}
    directory = open_directory(tuple(library.documents()))
    superiors = tuple(a for a in directory.disclosers if any(d.id in ids for d in a.documents))
    line = Target(None, rows[0].fact.label, label=rows[0].fact.label, statement=table)
    return replace(query, agencies=superiors, unknown_agencies=(), targets=(line,), phrase="")


def _find_project(query: Query, library: Library) -> Query | None:
    """The query about a project that is named by a place, what ends like an agency there, and the item asked for."""
    if len(query.unknown_agencies) != 1 or query.agencies or len(query.targets) != 1:
        return None
    name, target = split_name(query.unknown_agencies[0]), query.targets[0]
    documents = tuple(library.documents())
    there = tuple(d for d in open_directory(documents).disclosers if name.prefix and d.place.endswith(name.prefix))
    label = name.core + (target.label or target.name)
    project = Target(None, label, label=label, scopes=target.scopes, column=target.column)
    about = replace(query, agencies=there, unknown_agencies=(), targets=(project,), phrase="")
    cases = find_labelled(about, about.targets[0], select_disclosures(about, documents), library) if there else []
    if not cases:
        about = replace(query, agencies=_with_project(there, name.core, label, library), unknown_agencies=())
        return about if about.agencies else None
    found = dict.fromkeys(case.disclosure.agency for case in cases)
    return replace(about, agencies=tuple(found), readings=(*query.readings, Reading(label, cases[0].target.name)))


def _with_project(agencies: Sequence[Discloser], core: str, words: str, library: Library) -> tuple[Discloser, ...]:
    """Those with a form for a project that the words begin with: 行政中心保安服务 | 项目要求安全事故发生数."""
    found: list[Discloser] = []
    for agency in agencies:
        forms = library.facts(document_ids=[d.id for d in agency.documents], kinds=[FactKind.FORM])
        names = {plain_name(stored.fact.subject).lstrip(ADMINISTRATIVE) for stored in forms}
        if any(one.startswith(core) and len(one) > len(core) and words.startswith(one) for one in names):
            found.append(agency)
    return tuple(found)
