"""比2020年预算数增加0.35万元，增长9.59%: what a change is against, which way it goes, and what it adds up to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from extractors.phrases import load_phrases
from extractors.quantities import Amount, Dimension


@dataclass(frozen=True, slots=True)
class Comparison:
    """`start` and `end` are where the words stand; `year` is the base year. `is_like` is False where the base is a
    figure of another kind (执行数), from which the base year's budget does not follow."""

    start: int
    end: int
    year: int | None
    is_like: bool


def find_comparison(words: str, year: int | None) -> Comparison | None:
    """The last comparison that the words make; `year` is the year that 上年 comes before."""
    found = list(load_phrases().comparison.finditer(words))
    if not found:
        return None
    match = found[-1]
    base = int(match["year"]) if match["year"] else (year - 1 if year else None)
    is_like = not load_phrases().same_measure_only.search(match["what"] or "")
    return Comparison(match.start(), match.end(), base, is_like)


@dataclass(frozen=True, slots=True)
class ChangeWord:
    """Words that end in a word for a change: `head` is what stands before it; `direction` is +1 or -1."""

    head: str
    direction: int


def find_change_word(words: str) -> ChangeWord | None:
    """The change that a figure right after the words states; None for a level, also 增加到100万元."""
    phrases = load_phrases()
    for pattern, direction in ((phrases.rises, 1), (phrases.falls, -1)):
        match = pattern.search(words)
        if match and not phrases.up_to.search(words):
            return ChangeWord(words[: match.start()], direction)
    return None


def agrees(current: Amount, difference: Amount, percent: Amount, direction: int) -> bool:
    """Whether the percentage is the difference over the base, within what printing rounds away."""
    base = current.base - direction * difference.base
    if base == 0 or not _are_money((current, difference)):
        return False
    slack = (difference.rounding + current.rounding) / abs(base) * 100 + percent.rounding
    return abs(difference.base / base * 100 - percent.value) <= slack


def _are_money(amounts: Iterable[Amount]) -> bool:
    return all(a.unit is not None and a.unit.dimension is Dimension.MONEY for a in amounts)


def no_difference(current: Amount, words: str) -> Amount:
    """与2025年预算持平: a difference of nothing, as precise as the figure itself."""
    return Amount(current.value * 0, current.unit, words)


def magnitude(amount: Amount) -> Amount:
    """Without its sign: the word says which way."""
    return Amount(abs(amount.value), amount.unit, amount.text)


def years_named(words: str) -> list[int]:
    """The years in the words, those in brackets and those compared with left out."""
    plain = re.sub(r"[（(][^（）()]*[)）]?", "", load_phrases().comparison.sub("", words))
    return [int(year) for year in re.findall(r"(?<!\d)(20\d{2})年", plain)]
