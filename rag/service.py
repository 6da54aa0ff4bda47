"""What programs may ask of a library, whichever door they come through.

Requests are checked before anything is done with them, since what a program sends need not be what it should be; every
reply has a size. Replies are JSON; what is refused is refused with a LibraryError, in a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from rag.audit import Audit, audit_documents
from rag.audit_report import write_report
from rag.errors import BadRequest
from rag.export import fact_row
from rag.handouts import HandOuts
from rag.library import Library
from rag.listing import document_json, table_json
from rag.model import Answer, StoredDocument
from rag.package import FORMATS, export

LONGEST_QUESTION = 500  # characters
MOST_TURNS = 20  # earlier questions of one conversation
LONGEST_NAME = 300  # characters of a document's name or id
MOST_DOCUMENTS = 500  # in one list
MOST_AUDITED = 100  # documents at once
MOST_CELLS = 20_000  # of tables, in one reply
MOST_FACTS = 1_000  # in one reply

Ask = Callable[[str, Sequence[str]], Answer]
"""Question and the questions before it → answer."""
Entry = TypeVar("Entry")


class Service:
    def __init__(self, library: Library, ask: Ask) -> None:
        self._library = library
        self._ask = ask
        self._hand_outs = HandOuts(library)

    def ask(self, question: object, turns: object = None) -> dict[str, Any]:
        """One answer; `turns` are the questions that were asked before."""
        return self._ask(_question(question), [_question(turn) for turn in _list(turns, MOST_TURNS)]).to_json()

    def documents(self, limit: object = MOST_DOCUMENTS, offset: object = 0) -> dict[str, Any]:
        """What is loaded, with what is missing in it."""
        loaded = self._library.documents()
        shown = _part(loaded, limit, offset, MOST_DOCUMENTS)
        return {
            "total": len(loaded),
            "documents": [document_json(document) for document in shown],
            "notices": self._library.notices(),
        }

    def tables(self, document: object, page: object = None) -> dict[str, Any]:
        """The tables of a document, or of one of its pages, cell by cell."""
        stored = self._document(document)
        wanted = None if page is None else _number(page, "page", least=1)
        found = [table for table in self._library.extraction_tables(stored.id) if wanted in (None, *table.pages)]
        tables = [table_json(table, wanted) for table in found]
        cells = sum(len(table["cells"]) for table in tables)
        if cells > MOST_CELLS:
            raise BadRequest(
                f"These tables have {cells} cells, more than {MOST_CELLS}: ask for one page after another."
            )
        return {"document": stored.file_name, "document_id": stored.id, "tables": tables}

    def audit(self, documents: object = None) -> dict[str, Any]:
        """What does not add up in the named documents, or in all."""
        return self.audited(documents).to_json()

    def audited(self, documents: object = None) -> Audit:
        """The same as a value."""
        chosen = [self._document(name) for name in _list(documents, MOST_AUDITED)] or self._library.documents()
        if len(chosen) > MOST_AUDITED:
            raise BadRequest(f"More than {MOST_AUDITED} documents are loaded: name up to {MOST_AUDITED} to be audited.")
        return audit_documents(self._library, chosen)

    def report(self, documents: object, suffix: str) -> Path:
        """The audit as a file to hand on; the suffix says which."""
        audited = self.audited(documents)
        key = tuple(document.id for document in audited.documents)
        name = f"mingzhang-audit{suffix}"
        return self._hand_outs.file(name, key, lambda path: write_report(audited, self._library, path))

    def facts(self, document: object, limit: object = MOST_FACTS, offset: object = 0) -> dict[str, Any]:
        """The facts of one document, as an export has them."""
        stored = self._document(document)
        facts = self._library.facts(document_ids=[stored.id])
        rows = [fact_row(stored, fact) for fact in _part(facts, limit, offset, MOST_FACTS)]
        return {"document": stored.file_name, "document_id": stored.id, "total": len(facts), "facts": rows}

    def export(self, suffix: object) -> Path:
        """All facts as a table, or with .zip the whole library as a data package."""
        if suffix not in FORMATS:
            raise BadRequest(f"An export can be {', '.join(FORMATS)}.")
        return self._hand_outs.file(f"mingzhang{suffix}", (), lambda path: export(self._library, path))

    def _document(self, name: object) -> StoredDocument:
        return self._library.document(_text(name, LONGEST_NAME, "name of a document"))


def _question(value: object) -> str:
    return _text(value, LONGEST_QUESTION, "question")


def _text(value: object, longest: int, what: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise BadRequest(f"A {what} must be a text that is not empty.")
    if len(value) > longest:
        raise BadRequest(f"A {what} can have {longest} characters; this one has {len(value)}.")
    return value


def _number(value: object, what: str, *, least: int = 0) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise BadRequest(f"The {what} must be a whole number from {least} up.")
    return value


def _list(value: object, most: int) -> list[object]:
    """None is the same as an empty list."""
    if value is None:
        return []
    if not isinstance(value, list | tuple) or len(value) > most:
        raise BadRequest(f"A list of up to {most} texts is expected.")
    return list(value)


def _part(entries: Sequence[Entry], limit: object, offset: object, most: int) -> Sequence[Entry]:
    start = _number(offset, "offset")
    return entries[start : start + min(_number(limit, "limit", least=1), most)]
