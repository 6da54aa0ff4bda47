"""Checking a document from what the library keeps of it: for findings to be made anew, and between documents."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.checks import Document, Words, check_document
from extractors.model import Identity
from rag.findings import Examined, examine
from rag.model import StoredDocument, StoredFact
from rag.store import Store
from rag.stored_facts import FactFilter


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document as the checks see it. `facts` are those of `document`, the very same objects, as they are stored."""

    stored: StoredDocument
    document: Document
    facts: tuple[StoredFact, ...]


def load_document(store: Store, stored: StoredDocument) -> Loaded:
    identity = Identity(stored.agency, stored.aliases, stored.place, stored.year, stored.phase, stored.level)
    words = [
        Words(line, passage.page, passage.boxes[0][1] if passage.boxes else None, tuple(passage.section.split(" › ")))
        for passage in store.all_passages(kinds=["prose"], document_ids=[stored.id])
        for line in passage.text.splitlines()
    ]
    facts = tuple(store.facts(FactFilter(document_ids=[stored.id])))
    document = Document(
        identity=identity,
        tables=store.tables(stored.id),
        facts=[one.fact for one in facts],
        changes=[change for _, change in store.changes(document_ids=[stored.id])],
        words=words,
        unread=store.unread(stored.id),
    )
    return Loaded(stored, document, facts)


def examine_stored(store: Store, stored: StoredDocument) -> Examined:
    """The document checked by the rules of today; nothing is kept of it."""
    loaded = load_document(store, stored)
    checks = check_document(loaded.document)
    return examine(stored.id, stored.phase, checks, loaded.facts, loaded.document.unread)


def examine_anew(store: Store) -> int:
    """Checks the documents whose findings are of other rules, or were never made, and keeps what is found; how many."""
    known = store.examined()
    missing = [document for document in store.documents() if document.id not in known]
    for document in missing:
        store.keep_examined(document.id, examine_stored(store, document))
    return len(missing)
