"""The library's tables. `VERSION` is raised with every change to them or to what their columns mean."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, MetaData, String, Table, UniqueConstraint

VERSION = 5
UPGRADABLE = frozenset({"4"})
"""Versions that lack nothing but tables, which are made when the library is opened and filled by `verify --repair`."""
APPLICATION = "mingzhang"

metadata = MetaData()


def _document_key() -> Column[int]:
    return Column("document", Integer, ForeignKey("documents.key", ondelete="CASCADE"), nullable=False)


meta = Table(
    "meta",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("sha256", String, nullable=False, unique=True),
    Column("file_name", String, nullable=False),
    Column("suffix", String, nullable=False),  # of the stored original, with its dot
    Column("agency", String, nullable=False),
    Column("aliases", String, nullable=False),
    Column("place", String, nullable=False),
    Column("year", Integer),
    Column("phase", String, nullable=False),
    Column("level", String, nullable=False),
    Column("evidence", String, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("tables", Integer, nullable=False),
    Column("facts", Integer, nullable=False),
    Column("unread", Integer, nullable=False),
    Column("status", String, nullable=False),
    Column("warnings", String, nullable=False),
    Column("statements_found", String, nullable=False),
    Column("statements_missing", String, nullable=False),
    Column("quality", String, nullable=False),
    sqlite_autoincrement=True,  # a key is never given twice: what still names a removed document finds nothing
)

pages = Table(
    "pages",
    metadata,
    _document_key(),
    Column("number", Integer, nullable=False),
    Column("width", Float, nullable=False),
    Column("height", Float, nullable=False),
    Column("source", String, nullable=False),
    Column("image_only", Boolean, nullable=False),
    Column("text", String, nullable=False),
    UniqueConstraint("document", "number"),
)

tables = Table(
    "tables",
    metadata,
    _document_key(),
    Column("number", Integer, nullable=False),  # Table.index
    Column("title", String, nullable=False),
    Column("statement", String),
    Column("content", String, nullable=False),  # the whole table as JSON
    UniqueConstraint("document", "number"),
)

facts = Table(
    "facts",
    metadata,
    Column("id", Integer, primary_key=True),
    _document_key(),
    Column("kind", String, nullable=False),
    Column("page", Integer, nullable=False),
    Column("quote", String, nullable=False),
    Column("bbox", String),
    Column("amount", String),  # the decimal with its printed exponent
    Column("amount_text", String),
    Column("unit", String),
    Column("unit_dimension", String),
    Column("unit_factor", String),
    Column("label", String, nullable=False),
    Column("bare_label", String, nullable=False),  # without white space, for label_contains
    Column("item", String),
    Column("measure", String, nullable=False),
    Column("year", Integer),
    Column("phase", String, nullable=False),
    Column("blank", String),
    Column("code", String),
    Column("aspect", String),
    Column("headings", String, nullable=False),  # Fact.column as JSON
    Column("subject", String, nullable=False),
    Column("base_year", Integer),
    Column("direction", Integer, nullable=False),
    Column("statement", String),
    Column("table_number", Integer),
    Column("row_number", Integer),
    Column("column_number", Integer),
    Column("parent", String),
    Column("source", String, nullable=False),
    Column("confidence", Float),
    Index("facts_by_item", "item", "year"),
    Index("facts_by_place", "document", "table_number", "row_number"),
    Index("facts_by_statement", "statement"),
    Index("facts_by_label", "bare_label"),
    Index("facts_by_year", "year", "measure"),
)

changes = Table(
    "changes",
    metadata,
    Column("id", Integer, primary_key=True),
    _document_key(),
    Column("item", String),
    Column("content", String, nullable=False),  # the whole StatedChange as JSON
    Index("changes_by_item", "item"),
    Index("changes_by_document", "document"),
)

unread = Table(
    "unread",
    metadata,
    Column("id", Integer, primary_key=True),
    _document_key(),
    Column("page", Integer, nullable=False),
    Column("bbox", String),
    Column("text", String, nullable=False),
    Column("reason", String, nullable=False),
    Index("unread_by_document", "document"),
)

passages = Table(
    "passages",
    metadata,
    Column("id", Integer, primary_key=True),
    _document_key(),
    Column("number", Integer, nullable=False),  # in the document, from 0
    Column("page", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("section", String, nullable=False),
    Column("text", String, nullable=False),
    Column("boxes", String, nullable=False),
    UniqueConstraint("document", "number"),
    Index("passages_by_kind", "kind", "document"),
)

findings = Table(
    "findings",
    metadata,
    Column("id", Integer, primary_key=True),
    _document_key(),
    Column("rule", String, nullable=False),  # a key of extractors/data/checks.yaml
    Column("status", String, nullable=False),
    Column("stated", String, nullable=False),
    Column("expected", String, nullable=False),
    Column("formula", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("allowed", String),  # a decimal
    Index("findings_by_document", "document", "status"),
)

sides = Table(
    "sides",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("finding", Integer, ForeignKey("findings.id", ondelete="CASCADE"), nullable=False),
    Column("fact", Integer, ForeignKey("facts.id", ondelete="CASCADE")),  # the figure that stands there
    Column("page", Integer, nullable=False),
    Column("bbox", String),
    Column("quote", String, nullable=False),
    Column("name", String, nullable=False),
    Column("role", String, nullable=False),
    Index("sides_by_finding", "finding"),
    Index("sides_by_fact", "fact"),
)

tallies = Table(
    "tallies",
    metadata,
    _document_key(),
    Column("rule", String, nullable=False),
    Column("outcome", String, nullable=False),
    Column("count", Integer, nullable=False),
    UniqueConstraint("document", "rule", "outcome"),
)

examinations = Table(
    "examinations",
    metadata,
    _document_key(),
    Column("edition", String, nullable=False),  # of the rules by which the document was checked
    UniqueConstraint("document"),
)
