"""What does not add up in a document, and what does: every rule of data/checks.yaml, made wherever it can be.

rows, columns      across a row and down a column of one table
publisher          another agency's name, a date of another year
relations, units   figures that tables share; items and their parts; equal digits in different units
prose, lists, rates    sentences against tables; the arithmetic of sentences
forms, wording     project forms; leftovers, titles, empty and missing tables
"""

from __future__ import annotations

from collections.abc import Iterator

from extractors.checks.check import Check, Figure, Outcome, Place
from extractors.checks.columns import check_columns
from extractors.checks.document import Document, Words, document_of
from extractors.checks.forms import check_projects
from extractors.checks.lists import check_lists
from extractors.checks.prose import check_prose
from extractors.checks.publisher import check_publisher
from extractors.checks.rates import check_rates
from extractors.checks.relations import check_items, check_relations
from extractors.checks.rows import check_rows
from extractors.checks.rules import Rule, load_book
from extractors.checks.units import check_units
from extractors.checks.wording import check_wording

__all__ = [
    "Check",
    "Document",
    "Figure",
    "Outcome",
    "Place",
    "Rule",
    "Words",
    "check_document",
    "document_of",
    "load_book",
]


CHECKS = (
    check_items,
    check_relations,
    check_units,
    check_prose,
    check_lists,
    check_rates,
    check_projects,
    check_wording,
    check_publisher,
)
"""Those of the whole document."""


def check_document(document: Document) -> list[Check]:
    """All checks that the document allows, those that hold included."""
    return list(_checks(document))


def _checks(document: Document) -> Iterator[Check]:
    for sheet in document.sheets:
        yield from check_rows(sheet)
        yield from check_columns(sheet)
    for check in CHECKS:
        yield from check(document)
