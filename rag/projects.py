"""Figures that only documents know by name: projects, and lines that no taxonomy lists.

Project tables have a row for each; target forms have one form for each, with its money in a few well-known cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from extractors.model import Dimension, FactKind, Measure, Phase
from extractors.taxonomy import bare
from rag.cases import MEASURES, Case, find_cases, nearest_items
from rag.disclosures import Disclosure
from rag.model import StoredFact
from rag.places import find_places
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
    itself = {target.key, *nearest_items(target.key)} if target.key else set()
    named = [f for f in library.facts(document_ids=ids, label_contains=wanted) if f.fact.item not in itself]
    forms = [f for f in _form_money(library, ids) if wanted in _plain(f.fact.subject)]
    exact = [f for f in (*named, *forms) if _plain(_name(f)) == wanted]
    found = exact or [*named, *forms]
    items = dict.fromkeys(f.fact.item for f in found)
    if len(items) > MOST_LABELS:
        return []
    known = [Target(key, target.name, scopes=target.scopes) for key in items if key]
    cases = [case for one in known for case in find_cases(query, one, disclosures, library) if case.places]
    unknown = [f for f in found if f.fact.item is None and satisfies(f.fact, target.scopes)]
    cases += [case for d in disclosures for case in _cases(query, d, unknown)]
    return cases if len(cases) <= MOST_LABELS else []


def list_projects(query: Query, disclosures: Sequence[Disclosure], library: Library) -> list[Case]:
    """Every project of the disclosures with its money, from the best file that lists them."""
    cases: list[Case] = []
    for disclosure in (d for d in disclosures if _is_asked(query, d)):
        for document in disclosure.documents:
            rows = library.facts(document_ids=[document.id], statements=["projects"])
            lines = [f for f in rows if f.fact.item is None and f.fact.label]
            found = _cases(query, disclosure, [*lines, *_form_money(library, [document.id])])
            cases += found
            if found:
                break
    return cases


def _cases(query: Query, disclosure: Disclosure, facts: Iterable[StoredFact]) -> list[Case]:
    """A case for each name. Forms of one name that state different sums are projects of their own, side by side."""
    groups: dict[str, list[StoredFact]] = {}
    for stored in facts:
        if stored.document_id in disclosure.ids and _is_money(stored):
            groups.setdefault(_plain(_name(stored)), []).append(stored)
    cases = [case for group in groups.values() for part in _side_by_side(group) if (case := _case(query, disclosure, part))]
    return cases


def _side_by_side(group: list[StoredFact]) -> list[list[StoredFact]]:
    forms: dict[tuple[str, int | None], list[StoredFact]] = {}
    for stored in group:
        if stored.fact.kind is FactKind.FORM:
            forms.setdefault((stored.document_id, stored.fact.table), []).append(stored)
    documents = {document for document, _ in forms}
    if len(forms) <= len(documents):
        return [group]
    return list(forms.values())


def _case(query: Query, disclosure: Disclosure, facts: Sequence[StoredFact]) -> Case | None:
    """What the best file says about a line."""
    target = Target(None, _name(facts[0]))
    year = query.years[0] if len(query.years) == 1 else disclosure.year
    for document in disclosure.documents:
        for measure in (query.measure,) if query.measure else MEASURES[disclosure.phase]:
            wanted = [f for f in facts if f.fact.measure is measure and f.fact.year in (year, None)]
            places = find_places(wanted, document, frozenset())
            if places:
                return Case(target, disclosure, year, measure, tuple(places))
    return None


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
