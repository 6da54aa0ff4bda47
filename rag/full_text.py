"""The full-text index over passages: an FTS5 table beside the others, changed in the same transactions.

It is contentless: the words are in `passages`, here are only tokens, and a row goes by giving its tokens once more.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import log
from typing import Any

from sqlalchemy import BindParameter, Connection, RowMapping, TextClause, bindparam, func, select, text

from rag import schema
from rag.grams import index_text, match_expression

SECTION_WEIGHT = 1.5  # a word of a passage's titles, against one of its text
_BATCH_ROWS = 1000

_CREATE = (
    "CREATE VIRTUAL TABLE passage_text USING fts5("
    "section, text, content='', tokenize=\"unicode61 remove_diacritics 0 tokenchars '.'\")"
)
_CREATE_TERMS = "CREATE VIRTUAL TABLE passage_terms USING fts5vocab(passage_text, row)"
_INSERT = text("INSERT INTO passage_text(rowid, section, text) VALUES (:id, :section, :text)")
_DELETE = text("INSERT INTO passage_text(passage_text, rowid, section, text) VALUES ('delete', :id, :section, :text)")
_DELETE_ALL = text("INSERT INTO passage_text(passage_text) VALUES ('delete-all')")
# The plus keeps SQLite from asking the index about one row after another.
_RANKED = (
    "SELECT rowid FROM passage_text WHERE passage_text MATCH :expression {within}"
    f"ORDER BY bm25(passage_text, {SECTION_WEIGHT}, 1.0) LIMIT :limit"
)
_WITHIN = "AND +rowid IN (SELECT id FROM passages WHERE {conditions}) "
_OF_DOCUMENTS = "document IN (SELECT key FROM documents WHERE sha256 IN :documents)"
_OF_KINDS = "kind IN :kinds"


def create(connection: Connection) -> None:
    connection.exec_driver_sql(_CREATE)
    connection.exec_driver_sql(_CREATE_TERMS)


def index(connection: Connection, passages: Sequence[RowMapping]) -> None:
    _with_tokens(connection, _INSERT, passages)


def unindex(connection: Connection, passages: Sequence[RowMapping]) -> None:
    _with_tokens(connection, _DELETE, passages)


def rebuild(connection: Connection) -> None:
    connection.execute(_DELETE_ALL)
    last = 0
    while rows := connection.execute(_rows_after(last)).mappings().all():
        index(connection, rows)
        last = rows[-1]["id"]


def missing_rows(connection: Connection) -> int:
    """How many passages the index lacks (negative: has too many)."""
    stored = connection.scalar(select(func.count()).select_from(schema.passages)) or 0
    indexed = connection.scalar(text("SELECT count(*) FROM passage_text_docsize")) or 0
    return int(stored) - int(indexed)


def search(
    connection: Connection,
    question: str,
    *,
    limit: int,
    document_ids: Collection[str] | None = None,
    kinds: Collection[str] | None = None,
) -> Sequence[int]:
    """Row ids of the passages that share most with the question, best first."""
    expression = match_expression(question)
    if expression is None:
        return []
    limits = ((_OF_DOCUMENTS, "documents", document_ids), (_OF_KINDS, "kinds", kinds))
    chosen = [(condition, name, values) for condition, name, values in limits if values is not None]
    within = _WITHIN.format(conditions=" AND ".join(condition for condition, _, _ in chosen)) if chosen else ""
    parameters: list[BindParameter[Any]] = [bindparam(name, [*values], expanding=True) for _, name, values in chosen]
    query = text(_RANKED.format(within=within)).bindparams(*parameters)
    return connection.scalars(query, {"expression": expression, "limit": limit}).all()


def rarity(connection: Connection, tokens: Collection[str]) -> dict[str, float]:
    """How much each token tells: the logarithm of one over the share of passages that have it."""
    passages = connection.scalar(select(func.count()).select_from(schema.passages)) or 0
    terms = text("SELECT term, doc FROM passage_terms WHERE term IN :tokens")
    query = terms.bindparams(bindparam("tokens", [*tokens], expanding=True))
    having: dict[str, int] = {row.term: row.doc for row in connection.execute(query)}
    return {token: log(1 + passages / (1 + having.get(token, 0))) for token in tokens}


def _rows_after(key: int) -> Any:
    columns = schema.passages.c
    return select(schema.passages).where(columns.id > key).order_by(columns.id).limit(_BATCH_ROWS)


def _with_tokens(connection: Connection, statement: TextClause, passages: Sequence[RowMapping]) -> None:
    tokens = [
        {"id": row["id"], "section": index_text(row["section"]), "text": index_text(row["text"])} for row in passages
    ]
    if tokens:
        connection.execute(statement, tokens)
