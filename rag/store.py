"""Documents and everything read from them, in one database; a document comes and goes in one transaction.

This module, `browsing`, `contents`, `database`, `full_text`, `schema`, `stored_facts` and `stored_findings` hold the
only SQL of the project.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    RowMapping,
    Select,
    Table,
    and_,
    cast,
    select,
    tuple_,
    update,
)

from extractors import model
from extractors.model import Extraction, StatedChange, Unread
from rag import full_text, records, schema, stored_findings
from rag.browsing import Browsing
from rag.contents import Statements, delete_document, insert_document, key_of, older_edition
from rag.database import Database
from rag.findings import Examined, Finding, Tally
from rag.model import Passage, StoredDocument, StoredFact
from rag.stored_facts import FactFilter, among, select_facts


class Added(StrEnum):
    """What became of a document that was handed to `Store.add`."""

    NEW = "added"
    KNOWN = "unchanged"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Addition:
    added: Added
    replaced: str | None = None  # the id of the document whose place it took


NO_STATEMENTS = Statements((), ())


class Store:
    """The library's database. Every method is one transaction; all may be called from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, path: Path, *, create: bool = False, read_only: bool = False) -> Store:
        return cls(Database.open(path, create=create, read_only=read_only))

    def close(self) -> None:
        self._database.close()

    @property
    def read_only(self) -> bool:
        return self._database.read_only

    def require_writable(self) -> None:
        """Raises UnwritableLibrary where nothing may be changed."""
        self._database.require_writable()

    # Writing

    def add(
        self,
        extraction: Extraction,
        passages: Sequence[Passage],
        *,
        suffix: str,
        statements: Statements = NO_STATEMENTS,
        before_commit: Callable[[], None] = lambda: None,
    ) -> Addition:
        """Stores the document, or says that it is known.

        A document of the same agency, year, phase, level and file name is an older edition, and goes.
        `before_commit` runs while nobody else can write; when it raises, nothing is stored.
        """
        with self._database.write() as connection:
            if key_of(connection, extraction.sha256) is not None:
                return Addition(Added.KNOWN)
            older = older_edition(connection, extraction)
            if older:
                delete_document(connection, older["key"])
            insert_document(connection, extraction, passages, suffix, statements)
            _count_revision(connection)
            before_commit()
        return Addition(Added.REPLACED, older["sha256"]) if older else Addition(Added.NEW)

    def remove(self, document_id: str) -> bool:
        """False when there is no such document."""
        with self._database.write() as connection:
            key = key_of(connection, document_id)
            if key is None:
                return False
            delete_document(connection, key)
            _count_revision(connection)
            return True

    def while_nobody_writes(self, action: Callable[[frozenset[str]], None]) -> None:
        """Runs the action with the ids of all documents; no document comes or goes until it ends."""
        with self._database.write() as connection:
            action(frozenset(connection.scalars(select(schema.documents.c.sha256))))

    def keep_examined(self, document_id: str, examined: Examined) -> None:
        """What came of checking a document, in place of what was found before; nothing where the document is gone."""
        with self._database.write() as connection:
            key = key_of(connection, document_id)
            if key is not None:
                stored_findings.insert_examined(connection, key, examined)
                _count_revision(connection)

    def rebuild_full_text(self) -> None:
        with self._database.write() as connection:
            full_text.rebuild(connection)

    # Reading

    def documents(self) -> list[StoredDocument]:
        """In the order of agency, year, phase and file name."""
        columns = schema.documents.c
        query = select(schema.documents).order_by(columns.agency, columns.year, columns.phase, columns.file_name)
        return [records.document_from_row(row) for row in self._rows(query)]

    def document(self, document_id: str) -> StoredDocument | None:
        query = select(schema.documents).where(schema.documents.c.sha256 == document_id)
        return next((records.document_from_row(row) for row in self._rows(query)), None)

    def suffix(self, document_id: str) -> str | None:
        query = select(schema.documents.c.suffix).where(schema.documents.c.sha256 == document_id)
        return next((row["suffix"] for row in self._rows(query)), None)

    def tables(self, document_id: str, statements: Collection[str | None] | None = None) -> list[model.Table]:
        query = _of_document(select(schema.tables.c.content), schema.tables, document_id)
        if statements is not None:
            query = query.where(among(schema.tables.c.statement, statements))
        return [records.table_from_row(row) for row in self._rows(query.order_by(schema.tables.c.number))]

    def facts(self, wanted: FactFilter) -> list[StoredFact]:
        """In reading order within a document, documents in the order in which they came."""
        query = select_facts().where(*wanted.conditions()).order_by(schema.facts.c.id)
        return [records.fact_from_row(row) for row in self._rows(query)]

    def changes(
        self, document_ids: Collection[str] | None = None, items: Collection[str | None] | None = None
    ) -> list[tuple[str, StatedChange]]:
        changes, documents = schema.changes, schema.documents
        query = select(changes.c.content, documents.c.sha256).join(documents, documents.c.key == changes.c.document)
        if document_ids is not None:
            query = query.where(documents.c.sha256.in_(document_ids))
        if items is not None:
            query = query.where(among(changes.c.item, items))
        return [records.change_from_row(row) for row in self._rows(query.order_by(changes.c.id))]

    def unread(self, document_id: str) -> list[Unread]:
        query = _of_document(select(schema.unread), schema.unread, document_id).order_by(schema.unread.c.id)
        return [records.unread_from_row(row) for row in self._rows(query)]

    def findings(self, document_ids: Collection[str], statuses: Collection[str] | None = None) -> list[Finding]:
        """What was found when the documents came in, or were last checked anew."""
        with self._database.read() as connection:
            return stored_findings.select_findings(connection, document_ids, statuses)

    def tallies(self, document_ids: Collection[str]) -> dict[str, list[Tally]]:
        """How the checks of these documents came out, by document id."""
        with self._database.read() as connection:
            return stored_findings.select_tallies(connection, document_ids)

    def examined(self) -> set[str]:
        """The ids of the documents that were checked by the rules of today."""
        with self._database.read() as connection:
            return stored_findings.select_examined(connection)

    def search(
        self,
        question: str,
        *,
        limit: int,
        document_ids: Collection[str] | None = None,
        kinds: Collection[str] | None = None,
    ) -> list[Passage]:
        """The passages that share most with the question, best first; their `score` is not set."""
        with self._database.read() as connection:
            keys = full_text.search(connection, question, limit=limit, document_ids=document_ids, kinds=kinds)
            return _passages_by_key(connection, keys)

    def rarity(self, tokens: Collection[str]) -> dict[str, float]:
        """How much each token of the full text tells; see `rag.ranking`."""
        with self._database.read() as connection:
            return full_text.rarity(connection, tokens)

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        """Those of the named passages that exist, in the order in which they were named."""
        places = [(document_id, int(number)) for document_id, _, number in (id.rpartition(":") for id in ids)]
        place = tuple_(schema.documents.c.sha256, schema.passages.c.number)
        found = {passage.id: passage for passage in self._passages(place.in_(places))}
        return [found[id] for id in ids if id in found]

    def all_passages(
        self, kinds: Collection[str] | None = None, document_ids: Collection[str] | None = None
    ) -> Iterator[Passage]:
        """Document by document, so that a large library need not fit in memory."""
        for document in self.documents():
            if document_ids is not None and document.id not in document_ids:
                continue
            condition = schema.documents.c.sha256 == document.id
            if kinds is not None:
                condition = and_(condition, schema.passages.c.kind.in_(kinds))
            yield from self._passages(condition)

    def revision(self) -> int:
        """Changes with every document that comes or goes, or is checked anew."""
        query = select(cast(schema.meta.c.value, Integer)).where(schema.meta.c.name == "revision")
        with self._database.read() as connection:
            return connection.scalar(query) or 0

    def damage(self) -> list[str]:
        """What SQLite itself finds wrong; only a backup helps."""
        with self._database.read() as connection:
            lines = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
            problems = [line for line in lines if line != "ok"]
            orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if orphans:
                problems.append(f"{len(orphans)} rows belong to no document")
        return [f"The database is damaged: {problem}." for problem in problems]

    def full_text_problems(self) -> list[str]:
        with self._database.read() as connection:
            missing = full_text.missing_rows(connection)
        return [f"The full text does not match the passages: {abs(missing)} rows of difference."] if missing else []

    def browsing(self) -> Browsing:
        """All facts, to be looked through."""
        return Browsing(self._database)

    def _rows(self, query: Select[Any]) -> Sequence[RowMapping]:
        with self._database.read() as connection:
            return connection.execute(query).mappings().all()

    def _passages(self, condition: ColumnElement[bool]) -> list[Passage]:
        passages, documents = schema.passages, schema.documents
        query = select(passages, documents.c.sha256).join(documents, documents.c.key == passages.c.document)
        rows = self._rows(query.where(condition).order_by(passages.c.id))
        return [records.passage_from_row(row) for row in rows]


def _of_document(query: Select[Any], table: Table, document_id: str) -> Select[Any]:
    key = select(schema.documents.c.key).where(schema.documents.c.sha256 == document_id).scalar_subquery()
    return query.select_from(table).where(table.c.document == key)


def _passages_by_key(connection: Connection, keys: Sequence[int]) -> list[Passage]:
    passages, documents = schema.passages, schema.documents
    query = select(passages, documents.c.sha256).join(documents, documents.c.key == passages.c.document)
    rows = connection.execute(query.where(passages.c.id.in_(keys))).mappings()
    by_key = {row["id"]: records.passage_from_row(row) for row in rows}
    return [by_key[key] for key in keys]


def _count_revision(connection: Connection) -> None:
    meta = schema.meta.c
    following = cast(meta.value, Integer) + 1
    connection.execute(update(schema.meta).where(meta.name == "revision").values(value=following))
