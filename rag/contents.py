"""One document's rows, in all tables: put in together and taken out together, inside somebody's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, RowMapping, Table, delete, insert, select

from extractors.checks import check_document, document_of
from extractors.model import Extraction
from rag import full_text, records, schema
from rag.findings import examine
from rag.model import Passage, StoredFact
from rag.stored_findings import insert_examined

_CHILDREN: tuple[Table, ...] = (
    schema.pages,
    schema.tables,
    schema.facts,
    schema.changes,
    schema.unread,
    schema.passages,
)


class Statements(NamedTuple):
    """Keys of the standard tables that a document has, and of those that it should have."""

    found: tuple[str, ...]
    missing: tuple[str, ...]


def key_of(connection: Connection, document_id: str) -> int | None:
    return connection.scalar(select(schema.documents.c.key).where(schema.documents.c.sha256 == document_id))


def older_edition(connection: Connection, extraction: Extraction) -> RowMapping | None:
    """The key and the id of the document whose place this one takes."""
    columns, identity = schema.documents.c, extraction.identity
    query = select(columns.key, columns.sha256).where(
        columns.file_name == extraction.file_name,
        columns.agency == identity.agency,
        columns.year.is_not_distinct_from(identity.year),
        columns.phase == identity.phase,
        columns.level == identity.level,
    )
    return connection.execute(query).mappings().first()


def insert_document(
    connection: Connection, extraction: Extraction, passages: Sequence[Passage], suffix: str, statements: Statements
) -> None:
    checks = check_document(document_of(extraction))
    row = records.document_row(extraction, checks, suffix=suffix, found=statements.found, missing=statements.missing)
    added = connection.execute(insert(schema.documents).returning(schema.documents.c.key), row)
    key: int = added.scalar_one()
    children: tuple[Iterable[records.Row], ...] = (
        (records.page_row(page, key) for page in extraction.pages),
        (records.table_row(table, key) for table in extraction.tables),
        (records.fact_row(fact, key) for fact in extraction.facts),
        (records.change_row(change, key) for change in extraction.changes),
        (records.unread_row(unread, key) for unread in extraction.unread),
        (records.passage_row(passage, key) for passage in passages),
    )
    for table, rows in zip(_CHILDREN, children, strict=True):
        values = list(rows)
        if values:
            connection.execute(insert(table), values)
    full_text.index(connection, _passage_rows(connection, key))
    facts = _stored_facts(connection, key, extraction)
    examined = examine(extraction.sha256, extraction.identity.phase, checks, facts, extraction.unread)
    insert_examined(connection, key, examined)


def delete_document(connection: Connection, key: int) -> None:
    full_text.unindex(connection, _passage_rows(connection, key))
    connection.execute(delete(schema.documents).where(schema.documents.c.key == key))


def _stored_facts(connection: Connection, document: int, extraction: Extraction) -> list[StoredFact]:
    """The facts with the ids that they were given, in their order."""
    ids = connection.scalars(
        select(schema.facts.c.id).where(schema.facts.c.document == document).order_by(schema.facts.c.id)
    )
    return [StoredFact(id, extraction.sha256, fact) for id, fact in zip(ids, extraction.facts, strict=True)]


def _passage_rows(connection: Connection, document: int) -> Sequence[RowMapping]:
    return connection.execute(select(schema.passages).where(schema.passages.c.document == document)).mappings().all()
