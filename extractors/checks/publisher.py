"""Whom and when a document speaks of: another agency in its own sentences, a stock of a year that is not its own.

Who copies last year's text, or a neighbour's, forgets to change one of many names and years.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.checks.check import Check, Outcome, Place
from extractors.checks.document import Document, Words
from extractors.checks.rules import load_book
from extractors.headings import squeeze
from extractors.model import Phase

NAME, AS_OF, AS_OF_BEFORE = "agency_name", "as_of", "as_of_before"
SHORTEST_SHARED = 2  # characters that an agency's name and a short form of it have in common at the least

USUAL = {Phase.BUDGET: (-2, 0), Phase.FINAL_ACCOUNTS: (0, 1)}
"""From which year to which, counted from the document's own, a stock is stated."""


def check_publisher(document: Document) -> Iterator[Check]:
    yield from _names(document)
    yield from _stocks(document)


# --------------------------------------------------------------------------------------------------------- names


def _names(document: Document) -> Iterator[Check]:
    """Sentences that begin with an agency and a year; they are about the publisher, as others of them say."""
    named = [(words, name) for words in document.words if (name := _named(words.text))]
    others = [(words, name) for words, name in named if not _is_own(name, document)]
    for _ in range(len(named) - len(others)):
        yield Check(NAME, Outcome.HOLDS)
    elsewhere = _elsewhere(document, [words for words, _ in named]) if others else ""
    for words, name in others:
        if len(others) == len(named) or name in elsewhere:
            yield Check(NAME, Outcome.NOT_ENOUGH_DATA)  # a subordinate unit, or a name that is not known
            continue
        place = Place(words.page, words.bbox, words.text.strip(), " › ".join(words.section))
        expected = document.identity.agency
        yield Check(NAME, Outcome.DIFFERS, stated=name, expected=expected, subject=place.quote, spots=(place,))


def _named(text: str) -> str:
    words = load_book().words
    match = words["own_sentence"].match(squeeze(text))
    name = match["name"] if match else ""
    return "" if words["not_names"].search(name) else name


def _is_own(name: str, document: Document) -> bool:
    """Whether it is the agency's name, a part of it, or a short form, all of whose characters the name has in order."""
    own = [document.identity.agency, *document.identity.aliases]
    return any(name in known or known in name or _is_short_for(name, known) for known in own if known)


def _is_short_for(short: str, name: str) -> bool:
    """发改委 is short for 发展和改革委员会."""
    rest = iter(name)
    return len(short) >= SHORTEST_SHARED and all(character in rest for character in short)


def _elsewhere(document: Document, named: list[Words]) -> str:
    """All other text of the document."""
    there = {id(words) for words in named}
    texts = [words.text for words in document.words if id(words) not in there]
    texts += [cell.text for table in document.tables for cell in table.cells]
    texts += [table.title for table in document.tables]
    return squeeze(" ".join(texts))


# -------------------------------------------------------------------------------------------------------- stocks


def _stocks(document: Document) -> Iterator[Check]:
    """截至2025年12月31日，共有车辆8辆."""
    year, usual = document.identity.year, USUAL.get(document.identity.phase)
    if year is None or usual is None:
        return
    for words in document.words:
        match = load_book().words["as_of"].search(squeeze(words.text))
        if match:
            yield from _stock(words, match, year, document.identity.phase, usual)


def _stock(words: Words, match: re.Match[str], year: int, phase: Phase, usual: tuple[int, int]) -> Iterator[Check]:
    stated = int(match["year"])
    fits = usual[0] <= stated - year <= usual[1]
    yield _year_check(AS_OF, fits, words, stated, year)
    if phase is Phase.BUDGET and fits:
        yield _year_check(AS_OF_BEFORE, stated >= year - 1, words, stated, year - 1)


def _year_check(rule: str, fits: bool, words: Words, stated: int, expected: int) -> Check:
    if fits:
        return Check(rule, Outcome.HOLDS)
    place = Place(words.page, words.bbox, words.text.strip(), " › ".join(words.section))
    return Check(rule, Outcome.DIFFERS, stated=str(stated), expected=str(expected), subject=place.quote, spots=(place,))
