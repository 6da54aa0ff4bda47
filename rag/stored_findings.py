"""Findings and the ledger of checks ↔ rows of the database, inside somebody's transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from decimal import Decimal

from sqlalchemy import Connection, RowMapping, delete, insert, select

from extractors.checks import load_book
from rag import records, schema
from rag.findings import Examined, Finding, Side, Tally, rules_edition
from rag.model import StoredFact
from rag.stored_facts import select_facts


def insert_examined(connection: Connection, document: int, examined: Examined) -> None:
    """What came of checking the document with this key; it takes the place of what was there."""
    for table in (schema.findings, schema.tallies, schema.examinations):
        connection.execute(delete(table).where(table.c.document == document))
    for finding in examined.findings:
        row = _finding_row(finding, document)
        key = connection.execute(insert(schema.findings).returning(schema.findings.c.id), row).scalar_one()
        connection.execute(insert(schema.sides), [_side_row(side, key) for side in finding.sides])
    if examined.tallies:
        rows = [{"document": document, **asdict(tally)} for tally in examined.tallies]
        connection.execute(insert(schema.tallies), rows)
    connection.execute(insert(schema.examinations), {"document": document, "edition": rules_edition()})


def select_findings(
    connection: Connection, document_ids: Collection[str], statuses: Collection[str] | None = None
) -> list[Finding]:
    """Those of the documents, in the order in which they were made; of rules that still exist."""
    findings, sides, documents = schema.findings.c, schema.sides.c, schema.documents.c
    query = (
        select(schema.findings, schema.sides, documents.sha256)
        .join(schema.documents, documents.key == findings.document)
        .join(schema.sides, sides.finding == findings.id)
        .where(documents.sha256.in_(document_ids))
        .order_by(findings.id, sides.id)
    )
    if statuses is not None:
        query = query.where(findings.status.in_(statuses))
    rows = connection.execute(query).mappings().all()
    facts = _facts(connection, {row[sides.fact] for row in rows if row[sides.fact] is not None})
    groups: dict[int, list[RowMapping]] = {}
    for row in rows:
        groups.setdefault(row[findings.id], []).append(row)
    rules = load_book().rules
    return [_finding(group, facts) for group in groups.values() if group[0][findings.rule] in rules]


def select_tallies(connection: Connection, document_ids: Collection[str]) -> dict[str, list[Tally]]:
    """The ledgers of the documents, by document id."""
    tallies, documents = schema.tallies.c, schema.documents.c
    query = (
        select(documents.sha256, tallies.rule, tallies.outcome, tallies.count)
        .join(schema.documents, documents.key == tallies.document)
        .where(documents.sha256.in_(document_ids))
    )
    ledgers: dict[str, list[Tally]] = {}
    for document_id, rule, outcome, count in connection.execute(query).tuples():
        ledgers.setdefault(document_id, []).append(Tally(rule, outcome, count))
    return ledgers


def select_examined(connection: Connection) -> set[str]:
    """The ids of the documents that were checked, by the rules of today."""
    query = (
        select(schema.documents.c.sha256)
        .join(schema.examinations, schema.examinations.c.document == schema.documents.c.key)
        .where(schema.examinations.c.edition == rules_edition())
    )
    return set(connection.scalars(query))


def _facts(connection: Connection, ids: Iterable[int]) -> dict[int, StoredFact]:
    query = select_facts().where(schema.facts.c.id.in_(list(ids)))
    rows = connection.execute(query).mappings() if ids else ()
    return {row["id"]: records.fact_from_row(row) for row in rows}


def _finding_row(finding: Finding, document: int) -> records.Row:
    return {
        "document": document,
        "rule": finding.rule.key,
        "status": finding.status,
        "stated": finding.stated,
        "expected": finding.expected,
        "formula": finding.formula,
        "subject": finding.subject,
        "allowed": None if finding.allowed is None else str(finding.allowed),
    }


def _side_row(side: Side, finding: int) -> records.Row:
    return {
        "finding": finding,
        "fact": side.stored.id if side.stored else None,
        "page": side.page,
        "bbox": records.dump_box(side.bbox),
        "quote": side.quote,
        "name": side.name,
        "role": side.role,
    }


def _finding(rows: Sequence[RowMapping], facts: dict[int, StoredFact]) -> Finding:
    findings, first = schema.findings.c, rows[0]
    allowed = first[findings.allowed]
    return Finding(
        document_id=first["sha256"],
        rule=load_book().rules[first[findings.rule]],
        status=first[findings.status],
        stated=first[findings.stated],
        expected=first[findings.expected],
        formula=first[findings.formula],
        subject=first[findings.subject],
        allowed=None if allowed is None else Decimal(allowed),
        sides=tuple(_side(row, facts) for row in rows),
    )


def _side(row: RowMapping, facts: dict[int, StoredFact]) -> Side:
    sides = schema.sides.c
    return Side(
        row["sha256"],
        row[sides.page],
        records.load_box(row[sides.bbox]),
        row[sides.quote],
        row[sides.name],
        row[sides.role],
        facts.get(row[sides.fact]),
    )
