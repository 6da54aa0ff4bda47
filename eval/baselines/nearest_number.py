"""The number that stands nearest to the words which a question and a text share, with the unit printed nearest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from eval.baselines.chunks import Chunk
from eval.baselines.words import last_unit, patterns, wants_percent, without_filler
from eval.scoring import YUAN_IN

NUMBER = re.compile(r"(?<![\d.,])-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d,])")
YEAR = re.compile(r"(?:19|20)\d\d年?")
EDGES = re.compile(r"[\s，。？?！!、：:“”\"（）()《》]+")
SHORTEST_WORD = 2  # characters
FARTHEST = 60  # characters from the words to their number


@dataclass(frozen=True, slots=True)
class Found:
    chunk: Chunk
    value: Decimal
    unit: str  # "" where none is printed
    word: str  # what question and text share
    line: str  # as printed


def find_number(question: str, chunks: Sequence[Chunk]) -> Found | None:
    """In the chunk that shares the longest words with the question; the first of those, given best first."""
    found = [number for chunk in chunks if (number := number_in(question, chunk))]
    return max(found, key=lambda number: len(number.word), default=None)


def number_in(question: str, chunk: Chunk) -> Found | None:
    for word in shared_words(question, chunk):
        near = [
            (_is_bare(number, chunk.text), number.start() - end, number)
            for end in _ends(word, chunk.text)
            for number in _amounts(chunk.text, end, is_percent=wants_percent(question))
        ]
        if near:
            return _found(min(near, key=lambda one: one[:2])[2], word, chunk)
    return None


def shared_words(question: str, chunk: Chunk) -> list[str]:
    """Of every piece of the question that may name the item, the longest parts that the text holds; longest first."""
    shared: list[str] = []
    for piece in item_words(question, chunk.title):
        lengths = range(len(piece), SHORTEST_WORD - 1, -1)
        parts = ([piece[start : start + n] for start in range(len(piece) - n + 1)] for n in lengths)
        held = ([part for part in same_length if part in chunk.text] for same_length in parts)
        shared += next(filter(None, held), [])
    return sorted(shared, key=len, reverse=True)


def item_words(question: str, title: str) -> list[str]:
    """A question without the document's name, years and filler: 改革协调局2021年公务接待费是多少 → 公务接待费."""
    rest = YEAR.sub(" ", question)
    for name in sorted(_names(rest, title), key=len, reverse=True):
        rest = rest.replace(name, " ")
    return [piece for piece in EDGES.split(without_filler(rest)) if len(piece) >= SHORTEST_WORD]


def in_unit(found: Found, unit: str | None) -> Found:
    """The same money in the unit that was asked for."""
    if unit not in YUAN_IN or found.unit not in YUAN_IN:
        return found
    return replace(found, value=found.value * YUAN_IN[found.unit] / YUAN_IN[unit], unit=unit)


def _names(question: str, title: str) -> Iterator[str]:
    """The parts of the question that the title holds as well."""
    start = 0
    while start < len(question):
        end = start + 1
        while end < len(question) and question[start : end + 1] in title:
            end += 1
        if end - start >= SHORTEST_WORD:
            yield question[start:end]
        start = end


def _ends(word: str, text: str) -> Iterator[int]:
    return (match.end() for match in re.finditer(re.escape(word), text))


def _amounts(text: str, start: int, *, is_percent: bool) -> Iterator[re.Match[str]]:
    for number in NUMBER.finditer(text, start, start + FARTHEST):
        behind = text[number.end() : number.end() + 1]
        if (behind in ("%", "％")) == is_percent and not re.match(patterns()["no_amount"], behind):
            yield number


def _is_bare(number: re.Match[str], text: str) -> bool:
    """Digits alone: rather a code or a page than an amount."""
    return number.group().isdigit() and not _unit_behind(text, number)


def _unit_behind(text: str, number: re.Match[str]) -> str | None:
    unit = re.compile(rf"\s?({patterns()['unit']})").match(text, number.end())
    return unit.group(1) if unit else None


def _found(number: re.Match[str], word: str, chunk: Chunk) -> Found:
    before, behind = chunk.text[: number.start()], chunk.text[number.end() :]
    unit = _unit_behind(chunk.text, number) or last_unit(before) or chunk.unit
    line = before.rpartition("\n")[2] + number.group() + behind.partition("\n")[0]
    return Found(chunk, Decimal(number.group().replace(",", "")), unit.replace("％", "%"), word, line.strip())
