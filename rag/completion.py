"""What the language model may add to a query: the item, where the rules are unsure of it.

A word that may mean several items: the model may choose one of those that the rules offer, and the answer says so.
No item at all, and no document that knows the words: what the model proposes becomes questions to click, not an answer.
Whatever else it says is ignored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from extractors.taxonomy import load_taxonomy
from rag.consultation import Consultation, say
from rag.disclosers import group_documents
from rag.inquiry import read_inquiry
from rag.language_model import Prompt, Reason, instructions
from rag.query import Discloser, Operation, Query, Reading, Target
from rag.quoting import quote_passages
from rag.retrieve import retrieve

if TYPE_CHECKING:
    from rag.library import Library

MOST_PROPOSALS = 3
MOST_AGENCIES = 200  # names that the model is shown
NEVER = (Operation.OUT_OF_SCOPE, Operation.DOCUMENTS, Operation.AUDIT, Operation.PASSAGE)
FORM: dict[str, Any] = {
    "title": "Reading",
    "description": "The budget item that a question asks for",
    "type": "object",
    "properties": {
        "items": {"type": "array", "items": {"type": "string"}, "description": "Official names, most likely first"},
        "agency": {"anyOf": [{"type": "string"}, {"type": "null"}], "description": "One of the agencies, or null"},
    },
    "required": ["items", "agency"],
    "additionalProperties": False,
}


def complete(query: Query, library: Library, consultation: Consultation) -> Query:
    """The query itself where the rules are sure of it, or no model is there or of use."""
    if not consultation.is_open or not _is_unsure(query, library):
        return query
    agencies = () if query.agencies else group_documents(library.documents())
    filled = consultation.fill(_prompt(query, agencies), FORM)
    if filled is None:
        return query
    names = _texts(filled.get("items"))
    completed = _choose(query, names) if query.alternatives else _propose(query, names, filled, agencies)
    if completed is query:
        consultation.reject(Reason.NO_READING)
    else:
        consultation.accept()
    return completed


def _is_unsure(query: Query, library: Library) -> bool:
    if query.operation in NEVER or query.unknown_agencies or any(target.key for target in query.targets):
        return False
    if query.alternatives:
        return True
    evidence = retrieve(query, library)
    known = any(case.says_something for case in evidence.cases) or quote_passages(
        evidence.passages, read_inquiry(query)
    )
    return bool(evidence.documents) and not known


def _prompt(query: Query, agencies: Sequence[Discloser]) -> Prompt:
    data = {
        "question": query.question,
        "choose_from": [target.name for target in query.alternatives],
        "agencies": [agency.name for agency in agencies[:MOST_AGENCIES]],
    }
    return Prompt(instructions("complete"), data)


def _choose(query: Query, names: Sequence[str]) -> Query:
    chosen = next((target for target in query.alternatives if target.name in names[:1]), None)
    if chosen is None:
        return query
    meaning = say("reading", query.language).format(item=chosen.name)
    return replace(
        query,
        targets=(chosen,),
        alternatives=(),
        alternatives_for="",
        readings=(*query.readings, Reading(query.alternatives_for, meaning)),
    )


def _propose(query: Query, names: Sequence[str], filled: Mapping[str, Any], agencies: Sequence[Discloser]) -> Query:
    found = [item for item in map(load_taxonomy().find, names) if item]
    proposals = tuple(dict.fromkeys(Target(item.key, item.name) for item in found))[:MOST_PROPOSALS]
    if not proposals:
        return query
    named = tuple(agency for agency in agencies if agency.name == filled.get("agency"))
    words = query.targets[0].name if query.targets else query.question
    return replace(query, agencies=query.agencies or named, alternatives=proposals, alternatives_for=words)


def _texts(value: object) -> list[str]:
    return [text.strip() for text in value if isinstance(text, str)] if isinstance(value, list) else []
