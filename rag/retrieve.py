"""A query → evidence: what every disclosure that it is about says, or the passages that speak of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractors.model import Phase
from rag.announced import announced_tables
from rag.audit import Audit
from rag.audit_answer import audit_asked
from rag.cases import Case, find_cases
from rag.classes import class_targets
from rag.disclosures import Disclosure, select_disclosures
from rag.findings import Finding
from rag.inquiry import read_inquiry
from rag.items import item_name
from rag.model import Passage, StoredDocument
from rag.projects import find_labelled, list_projects
from rag.query import Operation, Query, Target
from rag.scope import ALL, relations
from rag.second_look import look_again

if TYPE_CHECKING:
    from rag.library import Library

MOST_PASSAGES = 24


@dataclass(frozen=True, slots=True)
class Evidence:
    """`disclosures` are those that the question is about, whether or not they state what it asks for."""

    cases: tuple[Case, ...] = ()
    disclosures: tuple[Disclosure, ...] = ()
    passages: tuple[Passage, ...] = ()
    documents: tuple[StoredDocument, ...] = ()  # everything that is loaded
    other_phase: bool = False  # the phase that the wording suggests is not loaded, the other one is
    assumed_year: int | None = None  # no year was named, and several are loaded
    contradictions: tuple[Finding, ...] = ()  # what does not add up in the documents that state the figures
    audited: Audit | None = None  # of the documents meant, where the question is what does not add up
    left_out: tuple[str, ...] = ()  # words of the question that stand nowhere where the figures do
    sides: tuple[tuple[Case, ...], ...] = ()  # the cases by operand, where the question relates two figures


def retrieve(query: Query, library: Library) -> Evidence:
    documents = tuple(library.documents())
    if query.operation in (Operation.OUT_OF_SCOPE, Operation.DOCUMENTS):
        return Evidence(documents=documents)
    if query.operation is Operation.AUDIT:
        return Evidence(documents=documents, audited=audit_asked(query, library))
    evidence = _of_both_sides(query, library, documents) if query.operands else _look_up(query, library, documents)
    asks_prose = query.operation is Operation.PASSAGE or query.also_prose
    silent = not any(case.says_something for case in evidence.cases)
    return (
        replace(evidence, passages=_search(query, evidence.disclosures, library)) if asks_prose or silent else evidence
    )


def _look_up(query: Query, library: Library, documents: tuple[StoredDocument, ...]) -> Evidence:
    """What every disclosure that it is about says of each item."""
    disclosures = select_disclosures(query, documents)
    cases, left = look_again(query, _cases(query, disclosures, library), disclosures, library)
    return Evidence(
        cases=cases,
        left_out=left,
        disclosures=disclosures,
        documents=documents,
        other_phase=_only_other_phase(query, cases),
        assumed_year=_assumed_year(query, disclosures, cases),
        contradictions=_contradictions(cases, library),
    )


def _of_both_sides(query: Query, library: Library, documents: tuple[StoredDocument, ...]) -> Evidence:
    """What is known of the two figures that a question relates, each looked up by itself."""
    one, other = query.operands
    first = _look_up(one, library, documents)
    if query.relation is Operation.CHANGE and not other.years:
        other = replace(other, years=tuple(dict.fromkeys(case.year - 1 for case in first.cases if case.year)))
    sides = (first, _look_up(other, library, documents))
    return Evidence(
        cases=tuple(case for side in sides for case in side.cases),
        disclosures=tuple(dict.fromkeys(disclosure for side in sides for disclosure in side.disclosures)),
        documents=documents,
        other_phase=all(side.other_phase for side in sides),
        assumed_year=first.assumed_year,
        contradictions=tuple(dict.fromkeys(found for side in sides for found in side.contradictions)),
        sides=tuple(side.cases for side in sides),
    )


def _contradictions(cases: Sequence[Case], library: Library) -> tuple[Finding, ...]:
    ids = {place.document.id for case in cases for place in case.places}
    ids |= {document_id for case in cases for document_id, _ in case.changes}
    return tuple(library.contradictions(ids)) if ids else ()


def _cases(query: Query, disclosures: Sequence[Disclosure], library: Library) -> list[Case]:
    if query.asks_for_projects:
        return list_projects(query, disclosures, library)
    if query.phrase:
        quoted = Target(None, query.phrase, label=query.phrase)
        if cases := find_labelled(query, quoted, disclosures, library, exactly=True):
            return cases
    targets = [one for target in query.targets for one in _with_parts(query, target)]
    if query.classes:
        ids = [d.id for disclosure in _asked_about(query, disclosures) for d in disclosure.documents]
        targets = class_targets(query.classes, ids, library) or targets
    return [case for target in targets for case in _target_cases(query, target, disclosures, library)]


def _with_parts(query: Query, target: Target) -> list[Target]:
    """The item, and what it consists of where a question asks for that, of no other."""
    if query.operation is not Operation.BREAKDOWN or len(query.targets) > 1:
        return [target]
    parts = [key for rule in relations()["sums"] if rule["whole"] == target.key for key in rule["parts"]]
    return [target, *(Target(key, item_name(key), scopes=target.scopes) for key in parts)]


def _target_cases(query: Query, target: Target, disclosures: Sequence[Disclosure], library: Library) -> list[Case]:
    """A line that carries the longer label, where one does; else the item, unless the label says much more than it."""
    labelled = find_labelled(query, target, disclosures, library) if target.label else []
    if labelled or target.key is None or target.says_more:
        return labelled
    cases = find_cases(query, target, disclosures, library)
    return _of_all_money(cases, query, target, disclosures, library) if target in query.whole else cases


def _of_all_money(
    cases: Sequence[Case], query: Query, target: Target, disclosures: Sequence[Disclosure], library: Library
) -> list[Case]:
    """What a share is of; where only the tables of one kind of money state 本年支出合计, 支出总计 of all stands in."""
    narrow = [case for case in cases if case.places and case.places[0].scope.money not in (ALL, None)]
    wide: dict[tuple[Disclosure, int | None], Case] = {}
    for key in relations()["nearest"].get(target.key, ()) if narrow else ():
        for case in find_cases(query, Target(key, item_name(key)), disclosures, library):
            if case.places and case.places[0].scope.money == ALL:
                wide.setdefault((case.disclosure, case.year), replace(case, instead_of=target.name))
    return [wide.get((case.disclosure, case.year), case) if case in narrow else case for case in cases]


def _search(query: Query, disclosures: Sequence[Disclosure], library: Library) -> tuple[Passage, ...]:
    """Passages of the disclosures asked about, of the best file of each first."""
    asked = _asked_about(query, disclosures)
    best = [disclosure.documents[0].id for disclosure in asked]
    others = [document.id for disclosure in asked for document in disclosure.documents[1:]]
    text = read_inquiry(query).words
    found: list[Passage] = []
    for ids in (best, others) if text else ():
        for kinds in (["prose"], ["form", "row"]):
            found += library.search(text, limit=MOST_PASSAGES, document_ids=ids, kinds=kinds) if ids else []
    return (*found, *announced_tables(found, library))


def _asked_about(query: Query, disclosures: Sequence[Disclosure]) -> list[Disclosure]:
    """Those of the years named, else the newest of each agency; of a phase that is named, where there is one."""
    of_phase = [d for d in disclosures if query.phase_stated and d.phase is query.phase]
    if not of_phase and query.asks_only_items and query.phase_stated and query.phase is not None:
        return [d for d in disclosures if d.phase is Phase.OTHER and (not query.years or d.year in query.years)]
    of_phase = of_phase or list(disclosures)
    if query.years:
        of_year = [d for d in of_phase if d.year in query.years] or [d for d in disclosures if d.year in query.years]
        latest = max((d.year or 0 for d in of_year), default=0)  # why 2025 is more than 2024 is told in 2025
        return [d for d in of_year if d.year == latest] if query.operation is Operation.PASSAGE else of_year
    newest: dict[str, int] = {}
    for disclosure in of_phase:
        newest[disclosure.agency.name] = max(newest.get(disclosure.agency.name, 0), disclosure.year or 0)
    return [d for d in of_phase if (d.year or 0) == newest[d.agency.name]]


def _only_other_phase(query: Query, cases: Sequence[Case]) -> bool:
    telling = [case for case in cases if case.says_something]
    return (
        query.phase is not None
        and not query.phase_stated
        and bool(telling)
        and all(case.disclosure.phase not in (query.phase, Phase.OTHER) for case in telling)
    )


def _assumed_year(query: Query, disclosures: Sequence[Disclosure], cases: Sequence[Case]) -> int | None:
    if query.years:
        return None
    telling = [case for case in cases if case.says_something]
    chosen = {case.year for case in telling}
    agencies = {case.disclosure.agency.name for case in telling}
    loaded = {d.year for d in disclosures if d.agency.name in agencies}
    return chosen.pop() if len(chosen) == 1 and len(loaded) > 1 else None
