"""Small documents for the checks, written as tables of texts and as facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.amounts import find_amounts
from extractors.checks import Check, Document, Outcome, Words, check_document
from extractors.facts import table_facts
from extractors.model import (
    Cell,
    Fact,
    FactKind,
    Grid,
    Identity,
    Level,
    Line,
    Measure,
    Page,
    Phase,
    Reading,
    Table,
)
from extractors.tables import build_tables

AGENCY = Identity("示例市档案局", ("档案局",), "示例市", 2023, Phase.BUDGET, Level.UNIT)


def table(title: str, rows: Sequence[Sequence[str]], *, unit: str = "万元") -> Table:
    """A table without geometry, read as a text file's would be."""
    columns = max(map(len, rows))
    cells = tuple(
        Cell(1, r, c, text, None)
        for r, row in enumerate(rows)
        for c, text in enumerate((*row, *[""] * columns)[:columns])
    )
    lines = tuple(Line(text, None) for text in (title, f"单位：{unit}", *("\t".join(row) for row in rows)))
    grid = Grid(1, None, len(rows), columns, cells, first_line=2, last_line=len(lines) - 1)
    tables, _ = build_tables(Reading((Page(1, 0.0, 0.0, lines),), (grid,)))
    return tables[0]


def said(
    item: str | None,
    amount: str,
    measure: Measure = Measure.APPROVED_BUDGET,
    *,
    label: str = "",
    quote: str = "",
    year: int = 2023,
    base_year: int | None = None,
    direction: int = 0,
    aspect: str | None = None,
) -> Fact:
    """A figure of a sentence: "829.31万元", "43.23%", "5个"."""
    found = find_amounts(amount)[0].amount
    return Fact(
        FactKind.SENTENCE, 1, quote or amount, None, found, label or item or "", item, measure, year, Phase.BUDGET,
        subject=AGENCY.agency, base_year=base_year, direction=direction, aspect=aspect,
    )  # fmt: skip


def document(
    *tables: Table, facts: Sequence[Fact] = (), words: Sequence[Words] = (), identity: Identity = AGENCY
) -> Document:
    numbered = [replace(one, index=i) for i, one in enumerate(tables, start=1)]
    cells, _ = table_facts(numbered, identity)
    return Document(identity, numbered, [*cells, *facts], (), words)


def outcomes(checked: Document, rule: str) -> list[tuple[str, str, str]]:
    """(outcome, stated, expected) of the checks of a rule that were made."""
    made = (Outcome.HOLDS, Outcome.ROUNDING, Outcome.DIFFERS)
    return [(c.outcome.value, c.stated, c.expected) for c in of_rule(checked, rule) if c.outcome in made]


def of_rule(checked: Document, rule: str) -> list[Check]:
    return [check for check in check_document(checked) if check.rule == rule]


def findings(checked: Document) -> list[str]:
    return sorted({check.rule for check in check_document(checked) if check.outcome is Outcome.DIFFERS})
