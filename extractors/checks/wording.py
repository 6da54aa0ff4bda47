"""Words that were left over or contradict the document: XX万元, 下降（增长）, another year's title, an empty table
that does not say why, a table of the contents list that is not there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from extractors.checks.check import Check, Figure, Outcome, Place
from extractors.checks.document import Document, Words
from extractors.checks.rules import load_book
from extractors.headings import squeeze
from extractors.model import FactKind, Phase, Table
from extractors.phrases import load_layout
from extractors.statements import expected_statements, find_statement, statement_name

PLACEHOLDER, CHOICE, NOTE = "placeholder", "open_choice", "template_note"
TITLE_YEAR, TITLE_PHASE, EMPTY, EMPTY_STATED, CONTENTS = (
    "title_year",
    "title_phase",
    "empty_table",
    "empty_table_stated",
    "contents",
)
SHOWN = 60  # characters of a quotation


def check_wording(document: Document) -> Iterator[Check]:
    yield from _leftovers(document)
    yield from _titles(document)
    yield from _empty_tables(document)
    yield from _contents(document)


def _leftovers(document: Document) -> Iterator[Check]:
    words = load_book().words
    for paragraph in document.words:
        for rule in (PLACEHOLDER, CHOICE, NOTE):
            match = words[rule].search(paragraph.text)
            yield _found(rule, paragraph, match) if match else Check(rule, Outcome.HOLDS)


def _found(rule: str, paragraph: Words, match: re.Match[str]) -> Check:
    start = max(0, match.start() - SHOWN // 2)
    quote = paragraph.text[start : match.end() + SHOWN // 2].strip()
    place = Place(paragraph.page, paragraph.bbox, quote, " › ".join(paragraph.section))
    return Check(rule, Outcome.DIFFERS, stated=match.group().strip(), subject=quote, spots=(place,))


# ---------------------------------------------------------------------------------------------------- year, phase


def _titles(document: Document) -> Iterator[Check]:
    """The titles of standard tables name the document's year and kind, those of some others the year."""
    identity, book = document.identity, load_book()
    for table in document.tables:
        if table.statement in book.standard | book.dated and table.title:
            if identity.year:
                yield _title_year(table, identity.year)
            if identity.phase is not Phase.OTHER and table.statement in book.standard:
                yield _title_phase(table, identity.phase)


def _title_year(table: Table, year: int) -> Check:
    named = {int(found) for found in load_book().words["year"].findall(squeeze(table.title))}
    if not named:
        return Check(TITLE_YEAR, Outcome.NOT_APPLICABLE)
    if year in named:
        return Check(TITLE_YEAR, Outcome.HOLDS)
    stated = "、".join(map(str, sorted(named)))
    return Check(
        TITLE_YEAR,
        Outcome.DIFFERS,
        stated=stated,
        expected=str(year),
        subject=table.title,
        spots=(_title_place(table),),
    )


def _title_phase(table: Table, phase: Phase) -> Check:
    words = load_book().words
    title = squeeze(table.title)
    accounts, budget = words["accounts_title"].search(title), words["budget_title"].search(title)
    other = accounts if phase is Phase.BUDGET else budget
    own = budget if phase is Phase.BUDGET else accounts
    if other and not own:
        return Check(
            TITLE_PHASE,
            Outcome.DIFFERS,
            stated=table.title,
            expected=phase.value,
            subject=table.title,
            spots=(_title_place(table),),
        )
    return Check(TITLE_PHASE, Outcome.HOLDS if own else Outcome.NOT_APPLICABLE)


def _title_place(table: Table) -> Place:
    page, box = table.areas[0] if table.areas else (table.pages[0], None)
    return Place(page, box, table.title, table.title)


# --------------------------------------------------------------------------------------------------- empty tables


def _empty_tables(document: Document) -> Iterator[Check]:
    """An empty table says why, in itself or in the prose; and no sentence states an amount for it."""
    filled = {f.table for f in document.facts if f.kind is FactKind.CELL and f.amount is not None}
    for table in document.tables:
        if not table.statement or table.is_form or table.statement not in load_book().standard:
            continue
        if not table.is_empty or table.index in filled:
            continue
        yield _says_why(document, table)
        yield _nothing_stated(document, table)


def _says_why(document: Document, table: Table) -> Check:
    says = load_book().words["says_none"]
    own = [*table.notes, *(cell.text for cell in table.cells)]
    around = [w.text for w in document.words if w.page in (*table.pages, max(table.pages) + 1)]
    item = load_book().home.get(table.statement or "")
    in_prose = (
        any(f.item in item and (f.amount is None or not f.amount.value) for f in document.sentences) if item else False
    )
    if in_prose or any(says.search(squeeze(text)) for text in (*own, *around)):
        return Check(EMPTY, Outcome.HOLDS)
    return Check(EMPTY, Outcome.DIFFERS, stated=table.title, subject=table.title, spots=(_title_place(table),))


def _nothing_stated(document: Document, table: Table) -> Check:
    items = load_book().home.get(table.statement or "", ())
    for fact in document.sentences:
        is_own = fact.year == document.identity.year and fact.item in items
        if (
            is_own
            and fact.amount is not None
            and fact.amount.value > 0
            and fact.measure.value
            in (
                "approved_budget",
                "final_accounts",
            )
        ):
            return Check(
                EMPTY_STATED,
                Outcome.DIFFERS,
                stated=f"{fact.label} {fact.amount.text}",
                expected="0",
                subject=table.title,
                figures=(Figure(fact, fact.amount.base, fact.amount.rounding),),
                spots=(_title_place(table),),
            )
    return Check(EMPTY_STATED, Outcome.HOLDS if items else Outcome.NOT_APPLICABLE)


# -------------------------------------------------------------------------------------------------- contents list


def _contents(document: Document) -> Iterator[Check]:
    """Every table of the contents list is in the document."""
    layout = load_layout()
    present = {table.statement for table in document.tables}
    titles = [squeeze(table.title) for table in document.tables]
    pages = {w.page for w in document.words if w.section[:1] == (layout.contents_section,)}
    listed = [w for w in document.words if _is_of_contents(w, pages, layout.contents_section)]
    in_list = set(listed)
    body = [squeeze(w.text) for w in document.words if w not in in_list]
    for entry in listed:
        for name in _entry_names(entry.text):
            key = find_statement(name)
            there = key in present or any(_is_same_title(name, title) for title in titles if title)
            if there or any(name in text for text in body):
                yield Check(CONTENTS, Outcome.HOLDS)
            elif not document.tables:
                yield Check(CONTENTS, Outcome.COULD_NOT_READ)
            elif key in expected_statements(document.identity.phase):
                place = Place(entry.page, entry.bbox, entry.text.strip())
                yield Check(CONTENTS, Outcome.DIFFERS, stated=name, subject=statement_name(str(key)), spots=(place,))
            else:
                yield Check(CONTENTS, Outcome.NOT_ENOUGH_DATA)


def _is_of_contents(words: Words, pages: Collection[int], contents: str) -> bool:
    """Whether it stands in the contents list, or goes on with it under a part that the list names."""
    return words.section[:1] == (contents,) or (words.page in pages and len(_entry_names(words.text)) > 1)


def _is_same_title(listed: str, title: str) -> bool:
    """Whether one is the other, written shorter; 收支预算总表 is another table than 财政拨款收支预算总表."""
    return (listed in title or title in listed) and find_statement(listed) == find_statement(title)


def _entry_names(text: str) -> list[str]:
    """The tables that a line of the contents list names, without numbers, years and pages."""
    words = load_book().words
    found = [words["contents_entry"].search(part) for part in words["contents_split"].split(squeeze(text))]
    return [match["name"] for match in found if match]
