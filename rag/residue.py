"""What of a text its evidence does not explain: names, years, pages and plain words are taken away, the rest is left.

Texts are compared half-width, in small letters and without quotation marks (`plain`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache

from rag.lexicon import normalise, read_data

QUOTATION_MARKS = str.maketrans("", "", "“”‘’\"'《》〈〉「」『』")
SEPARATORS = " ,.;:!?、。()"
PUNCTUATION = frozenset(SEPARATORS)
YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)(?:\s?(?:年度|年)|(?!\s*[\u3400-\u9fff]))")  # 2021 人 is no year
PAGE = re.compile(r"第\s?(\d+)\s?页|(?<![a-z])p(?:age|\.)\s?(\d+)(?!\d)")
CHINESE = re.compile(r"[\u3400-\u9fff]")
LATIN_WORD = re.compile(r"[^\W\d_\u3400-\u9fff]+")
SHORTEST_QUOTED = 2  # characters in a row that count as the evidence's own words
LONGEST_NAME = 8  # characters before the end of a name that belong to it
MOST_UNQUOTED = 0.2  # of a sentence's Chinese characters that need not be


@dataclass(frozen=True, slots=True)
class Words:
    """The lists of data/guard.yaml that judge a text."""

    plain: re.Pattern[str]
    phases: dict[str, tuple[str, ...]]
    plain_measures: dict[str, tuple[str, ...]]
    forbidden: re.Pattern[str]  # units and verdicts
    claims: re.Pattern[str]
    name_endings: re.Pattern[str]


@cache
def load_words() -> Words:
    data = read_data("guard.yaml")
    return Words(
        plain=_any_of([*data["plain"]["zh"], *data["plain"]["en"]]),
        phases={phase: tuple(words) for phase, words in data["phases"].items()},
        plain_measures={phase: tuple(words) for phase, words in data["plain_measures"].items()},
        forbidden=_any_of([*data["units"], *data["verdicts"]]),
        claims=_any_of(data["claims"]),
        name_endings=_any_of(data["name_endings"]),
    )


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted(words, key=len, reverse=True)
    return re.compile("|".join(rf"(?<![a-z]){re.escape(w)}(?![a-z])" if w.isascii() else re.escape(w) for w in ordered))


def plain(text: str) -> str:
    return normalise(text.translate(QUOTATION_MARKS))


def is_plain_text(text: str) -> bool:
    """Nothing but letters, digits and ordinary punctuation: no markup, no address, no sign, nothing invisible."""
    if any(unicodedata.category(character).startswith("C") for character in text):
        return False
    return all(character.isalnum() or character in PUNCTUATION for character in plain(text))


def without_names(text: str, names: Iterable[str]) -> str:
    """`text` is `plain` already; every name becomes a space, the longest first."""
    for name in sorted({plain(name) for name in names}, key=len, reverse=True):
        if len(name) > 1:
            text = text.replace(name, " ")
    return text


def without_places(text: str, years: Collection[int], pages: Collection[int]) -> str:
    """Without the years and page numbers that are among those given; others stay."""
    text = PAGE.sub(lambda m: " " if int(m[1] or m[2]) in pages else m[0], text)
    return YEAR.sub(lambda m: " " if int(m[1]) in years else m[0], text)


def unexplained(text: str) -> str:
    """The letters and digits that are left when plain words are taken away too."""
    return "".join(c for c in load_words().plain.sub(" ", text) if c.isalnum())


def follows_from(text: str, evidence: str) -> bool:
    """Whether a sentence without figures says no more than the evidence does; both are `plain`, without their names.

    No amount in any form, no verdict; names, Latin words and strong words only where the evidence has them; of the
    other words most must be the evidence's own.
    """
    words = load_words()
    if any(c.isdecimal() for c in text) or words.forbidden.search(text) or _has_numeral(text, evidence):
        return False
    if any(claim not in evidence for claim in words.claims.findall(text)):
        return False
    left = words.plain.sub(lambda match: " " * len(match[0]), _without_quoted(text, evidence))
    if LATIN_WORD.search(left) or any(_is_new_name(match, left) for match in words.name_endings.finditer(text)):
        return False
    return len(CHINESE.findall(left)) <= MOST_UNQUOTED * len(CHINESE.findall(text))


def _has_numeral(text: str, evidence: str) -> bool:
    """九百九十九; a single numeral may be part of a word that the evidence has (一般)."""
    for at, character in enumerate(text):
        if not character.isnumeric():
            continue
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        words = [word for word in (before + character, character + after) if len(word) > 1]
        if before.isnumeric() or after.isnumeric() or not any(word in evidence for word in words):
            return True
    return False


def _is_new_name(ending: re.Match[str], left: str) -> bool:
    """Whether what ends here, and seems to be a name, has a character that is not the evidence's: 丁市 + 图书馆."""
    return bool(left[max(ending.end() - LONGEST_NAME, 0) : ending.end()].strip(SEPARATORS))


def _without_quoted(text: str, evidence: str) -> str:
    """Every run of the evidence's own characters becomes spaces; Latin words count only whole."""
    known = set(LATIN_WORD.findall(evidence))
    text = LATIN_WORD.sub(lambda m: " " * len(m[0]) if m[0] in known else m[0], text)
    left: list[str] = []
    at = 0
    while at < len(text):
        end = at
        while end < len(text) and not text[at].isascii() and text[at : end + 1] in evidence:
            end += 1
        quoted = end - at >= SHORTEST_QUOTED
        left.append(" " * (end - at) if quoted else text[at])
        at = end if quoted else at + 1
    return "".join(left)
