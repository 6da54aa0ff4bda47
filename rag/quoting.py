"""Which sentences of a passage answer a question in prose, and whether they do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rag.lexicon import normalise
from rag.model import Passage

SENTENCE = re.compile(r"[^。！？!?\n；;]+[。！？!?；;]?")
WORD = re.compile(r"[a-z]{3,}|\d+")
CHINESE_RUN = re.compile(r"[\u3400-\u9fff]+")
ENOUGH = 0.5  # of what is asked about must stand in a passage, with its section titles, for it to be quoted
ENOUGH_WITH_HINT = 0.25  # likewise where it says in so many words what kind of thing it tells: 主要原因
MOSTLY = 0.8
LONGEST_QUOTE = 320
MOST_PASSAGES = 3


@dataclass(frozen=True, slots=True)
class Quotation:
    passage: Passage
    quote: str
    covered: float  # how much of the question's terms, and of the hints, the passage and its section hold


def quote_passages(passages: Iterable[Passage], wanted: str, hints: str = "") -> list[Quotation]:
    """The passages that hold enough of what is asked for, cut to the sentences that match best.

    The fullest come first, among equals prose before tables. `hints` are words that such answers use (是指, 主要原因):
    they decide between passages, but a passage need not have them.
    """
    terms, hinted = terms_of(wanted) or terms_of(hints), terms_of(hints)
    if not terms:
        return []
    quotations: list[Quotation] = []
    for passage in passages:
        whole = f"{passage.section} {passage.text}"
        covered = coverage(whole, terms)
        enough = covered >= (ENOUGH_WITH_HINT if _says_what_kind(passage, whole, hints) else ENOUGH)
        if enough and hinted:
            covered += coverage(whole, hinted) + (passage.kind == "prose")
        quote = best_sentences(passage.text, terms | hinted)
        if enough and not any(_repeats(quote, earlier.quote) for earlier in quotations):
            quotations.append(Quotation(passage, quote, covered))
    best = max((q.covered for q in quotations), default=0.0)
    return [q for q in sorted(quotations, key=lambda q: -q.covered) if q.covered >= best * 0.75][:MOST_PASSAGES]


def _says_what_kind(passage: Passage, whole: str, hints: str) -> bool:
    return passage.kind == "prose" and any(hint in whole for hint in hints.split())


def _repeats(quote: str, earlier: str) -> bool:
    """Whether most of the quote has been said: the same text from another file or page."""
    said = terms_of(quote)
    return bool(said) and coverage(earlier, said) >= MOSTLY


def terms_of(text: str) -> frozenset[str]:
    """Character pairs of Chinese, words of Latin letters, numbers."""
    flat = normalise(text)
    pairs = {run[i : i + 2] for run in CHINESE_RUN.findall(flat) for i in range(max(len(run) - 1, 1))}
    return frozenset(pairs | set(WORD.findall(flat)))


def coverage(text: str, terms: frozenset[str]) -> float:
    flat = normalise(text)
    return sum(term in flat for term in terms) / len(terms)


def best_sentences(text: str, terms: frozenset[str]) -> str:
    """The sentence that matches best, with those after and then before it as far as they fit."""
    sentences = SENTENCE.findall(text) or [text]
    first = max(range(len(sentences)), key=lambda i: (coverage(sentences[i], terms), -i))
    start, end = first, first + 1
    while end < len(sentences) and _length(sentences, start, end + 1) <= LONGEST_QUOTE:
        end += 1
    while start > 0 and _length(sentences, start - 1, end) <= LONGEST_QUOTE:
        start -= 1
    quote = "".join(sentences[start:end]).strip()
    return quote if len(quote) <= LONGEST_QUOTE else quote[:LONGEST_QUOTE] + "…"


def _length(sentences: Sequence[str], start: int, end: int) -> int:
    return sum(len(sentence) for sentence in sentences[start:end])
