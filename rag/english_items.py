"""Items that a question names in English in other forms than the official one: plurals, costs for expenses.

housing purchase subsidy → 购房补贴
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extractors.taxonomy import load_taxonomy
from rag.lexicon import read_data
from rag.wholes import TOTALS

LATIN = re.compile(r"[a-z]{3}")
WORD = re.compile(r"[a-z']+")
MOST_WORDS = 9
FEWEST_WORDS = 2  # one word alone (education, health) is as often a part of a name


def in_official_words(text: str) -> str:
    """`text` is normalised; what the taxonomy reads as it stands stays, and so does what names no item."""
    if not LATIN.search(text):
        return text
    read = [(m.start, m.end) for m in load_taxonomy().mentions(text) if m.item.key not in TOTALS]
    words = list(WORD.finditer(text))
    for start, end, name in reversed(list(_named(words))):
        if not any(start < known_end and known_start < end for known_start, known_end in read):
            text = f"{text[:start]}{name}{text[end:]}"
    return text


def _named(words: Sequence[re.Match[str]]) -> Iterator[tuple[int, int, str]]:
    """Where the words name an item, the longest name first, and its Chinese name."""
    at = 0
    while at < len(words):
        reach = min(len(words), at + MOST_WORDS)
        for end in range(reach, at + FEWEST_WORDS - 1, -1):
            name = _names().get(_stems(word.group() for word in words[at:end]))
            if name and not {words[at].group(), words[end - 1].group()} & _wordings().joining:
                yield words[at].start(), words[end - 1].end(), name
                at = end - 1
                break
        at += 1


@cache
def _names() -> dict[tuple[str, ...], str]:
    """The stems of English names → the Chinese name."""
    names: dict[tuple[str, ...], str] = {}
    for item in load_taxonomy().items:
        for name in (item.english, *item.aliases):
            if name and name.isascii():
                names.setdefault(_stems(WORD.findall(name.lower())), item.name)
    return {stems: name for stems, name in names.items() if len(stems) >= FEWEST_WORDS}


def _stems(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(_stem(word) for word in words if word not in _wordings().joining)


def _stem(word: str) -> str:
    """subsidies and subsidy, costs and expenses, are one."""
    plain = re.sub(r"ies$", "y", word.removesuffix("'s").strip("'"))
    plain = plain if plain.endswith("ss") else plain.removesuffix("s")
    return _wordings().same.get(plain, plain)


@dataclass(frozen=True, slots=True)
class _Wordings:
    same: dict[str, str]  # a stem → the one that official names have
    joining: frozenset[str]


@cache
def _wordings() -> _Wordings:
    data = read_data("english_items.yaml")
    return _Wordings(
        {word: first for first, words in data["same"].items() for word in words}, frozenset(data["joining"])
    )
