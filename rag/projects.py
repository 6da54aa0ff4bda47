"""Figures that only documents know by name: projects, and lines that no taxonomy lists.

Project tables have a row for each; target forms have one form for each, with its money in a few well-known cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from extractors.model import Dimension, FactKind, Measure, Phase
from extractors.taxonomy import bare
from rag.cases import MEASURES, Case, find_cases
from rag.disclosures import Disclosure
from rag.model import StoredFact
from rag.places import Place, find_places
from rag.query import Query, Target
from rag.scope import relations, satisfies

if TYPE_CHECKING:
    from rag.library import Library

MOST_LABELS = 8  # more lines than these are not one thing that somebody asked for
LEADING_YEAR = re.compile(r"^(?:20\d\d年?度?)")
SHORTEST_LABEL = 3


def find_labelled(query: Query, target: Target, disclosures: Sequence[Disclosure], library: Library) -> list[Case]:
    """A case for every printed line that carries the target's label, or one close to it; none where too many do."""
    wanted = _plain(target.label)
    ids = [i for d in disclosures if _is_asked(query, d) for i in d.ids]
    if len(wanted) < SHORTEST_LABEL or not ids:
        return []
    named = library.facts(document_ids=ids, label_contains=wanted)
    forms = [f for f in _form_money(library, ids) if wanted in _plain(f.fact.subject)]
    exact = [f for f in (*named, *forms) if _plain(_name(f)) == wanted]
    found = exact or [*named, *forms]
    items = dict.fromkeys(f.fact.item for f in found)
    if len(items) > MOST_LABELS:
        return []
    known = [Target(key, target.name, scopes=target.scopes) for key in items if key and key != target.key]
    cases = [case for one in known for case in find_cases(query, one, disclosures, library) if case.places]
    unknown = [f for f in found if f.fact.item is None and satisfies(f.fact, target.scopes)]
    cases += [case for d in disclosures for case in _cases(query, d, unknown)]
    return cases if len(cases) <= MOST_LABELS else []


def list_projects(query: Query, disclosures: Sequence[Disclosure], library: Library) -> list[Case]:
    """Every project of the disclosures with its money."""
    asked = [d for d in disclosures if _is_asked(query, d)]
    ids = [i for d in asked for i in d.ids]
    rows = [f for f in library.facts(document_ids=ids, statements=["projects"]) if f.fact.item is None and f.fact.label]
    forms = _form_money(library, ids)
    return [case for d in asked for case in _cases(query, d, [*rows, *forms])]


def _cases(query: Query, disclosure: Disclosure, facts: Iterable[StoredFact]) -> list[Case]:
    groups: dict[str, list[StoredFact]] = {}
    for stored in facts:
        if stored.document_id in disclosure.ids:
            groups.setdefault(_plain(_name(stored)), []).append(stored)
    cases = []
    for group in groups.values():
        case = _case(query, disclosure, group)
        if case.places:
            cases.append(case)
    return cases


def _case(query: Query, disclosure: Disclosure, facts: list[StoredFact]) -> Case:
    target = Target(None, _name(facts[0]))
    year = query.years[0] if len(query.years) == 1 else disclosure.year
    money = [f for f in facts if _is_money(f) and f.fact.year in (year, None)]
    for measure in (query.measure,) if query.measure else MEASURES[disclosure.phase]:
        places = _label_places([f for f in money if f.fact.measure is measure], disclosure)
        if places:
            return Case(target, disclosure, year, measure, tuple(places))
    return Case(target, disclosure, year, Measure.OTHER)


def _label_places(facts: Sequence[StoredFact], disclosure: Disclosure) -> list[Place]:
    """The whole of a line in each table; forms of one name are projects of their own, side by side."""
    return find_places(facts, disclosure.documents, frozenset())


def _form_money(library: Library, ids: Sequence[str]) -> list[StoredFact]:
    labels = relations()["form_amounts"]
    return [
        f
        for f in library.facts(document_ids=ids, kinds=[FactKind.FORM], measures=[Measure.APPROVED_BUDGET])
        if any(bare(f.fact.label).startswith(label) for label in labels) and f.fact.amount is not None
    ]


def _name(stored: StoredFact) -> str:
    return stored.fact.subject if stored.fact.kind is FactKind.FORM else stored.fact.label


def _is_money(stored: StoredFact) -> bool:
    amount = stored.fact.amount
    return amount is not None and (amount.unit is None or amount.unit.dimension is Dimension.MONEY)


def _is_asked(query: Query, disclosure: Disclosure) -> bool:
    return (not query.years or disclosure.year in query.years) and query.phase in (None, disclosure.phase, Phase.OTHER)


def _plain(label: str) -> str:
    return LEADING_YEAR.sub("", bare(label))
