"""The words that are printed about a figure: its row, its headings, its table, its sentence."""

from __future__ import annotations

from collections.abc import Iterable

from extractors.model import FactKind
from rag.lexicon import normalise
from rag.model import StoredFact
from rag.quoting import coverage, terms_of

FOUND = 0.5  # of a word's pairs of characters must stand somewhere for it to be found there


def words_about(stored: StoredFact) -> str:
    fact = stored.fact
    quote = fact.quote if fact.kind is FactKind.SENTENCE else ""
    return normalise(" ".join([fact.label, *fact.column, fact.subject or "", stored.table_title, quote]))


def stands_in(word: str, text: str) -> bool:
    """Whether most of it stands there; of a word with a digit, all of it."""
    if any(character.isdecimal() for character in word):
        return word in text
    return coverage(text, terms_of(word)) >= FOUND


def has_words(stored: StoredFact, words: Iterable[str]) -> bool:
    return all(stands_in(word, words_about(stored)) for word in words)
