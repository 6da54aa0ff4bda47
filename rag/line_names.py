"""Names of lines that no taxonomy lists: when a label carries one, and when two lines of different names are one.

“古籍修复项目”项目, 2021年度古籍修复, 古籍修复预算      古籍修复
困难企业职工帮扶                                  困难企业、职工帮扶资金
困难企业特困救助、职工帮扶资金                      the same line, where both state another of its figures
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extractors.model import FactKind, Measure
from extractors.taxonomy import bare
from rag.model import StoredFact
from rag.names import is_subsequence

LEADING_YEAR = re.compile(r"^(?:20\d\d年?度?)")
SAID_TWICE = re.compile(r"(?:项目){2,}$")
TRAILING_KIND = re.compile(r"(?<=[^项]{3})(?:专项|支出)?项目$")
TRAILING_MEASURE = re.compile(r"(?<=.{3})预算(?:批复|安排|到位|执行)?(?:金额|数)?$")
BETWEEN_WORDS = re.compile(r"[、，,·\s]")
BRACKETED = re.compile(r"[(（][^)）]*[)）]")
LONG_NAME = 6  # characters from which one in another order is known again
NEARLY_ALL = 0.85  # of its pairs of characters must stand in the name
MOSTLY = 0.6  # of a longer name must be the shorter one that it holds


def plain_name(label: str) -> str:
    """A project's name as it is compared: without white space, commas, the year before it, and 项目 or 预算 after it.

    “…建设项目”项目 says twice what it is.
    """
    name = BETWEEN_WORDS.sub("", TRAILING_MEASURE.sub("", LEADING_YEAR.sub("", bare(label))))
    return TRAILING_KIND.sub("", SAID_TWICE.sub("项目", name))


def without_brackets(name: str) -> str:
    return plain_name(BRACKETED.sub("", name))


def resembles(wanted: str, name: str) -> bool:
    """Whether a name says what is wanted in another order: 低空经济领域专项资金, 交通运输专项资金-低空经济领域."""
    if len(wanted) < LONG_NAME or not set(wanted) <= set(name):
        return False
    pairs = {wanted[i : i + 2] for i in range(len(wanted) - 1)}
    return sum(pair in name for pair in pairs) >= NEARLY_ALL * len(pairs)


def told_otherwise(lines: Sequence[StoredFact], others: Iterable[StoredFact]) -> Iterator[StoredFact]:
    """Sentences that put words into the name of a line of a table, and state another figure of it: under its name.

    A longer name alone may be another line's; with 预算3087万元 in both places it is this one's.
    """
    sentences = [f for f in others if f.fact.kind is FactKind.SENTENCE]
    for line in {(f.document_id, f.fact.label): f for f in lines if f.fact.kind is FactKind.CELL}.values():
        figures = {_figure(f) for f in lines if (f.document_id, f.fact.label) == (line.document_id, line.fact.label)}
        longer = [f for f in sentences if f.document_id == line.document_id and _holds(f.fact.label, line.fact.label)]
        quotes = {f.fact.quote for f in longer if f.fact.amount and f.fact.amount.value and _figure(f) in figures}
        yield from (replace(f, fact=replace(f.fact, label=line.fact.label)) for f in longer if f.fact.quote in quotes)


def _figure(stored: StoredFact) -> tuple[Measure, Decimal | None]:
    return stored.fact.measure, stored.fact.amount.base if stored.fact.amount else None


def _holds(longer: str, shorter: str) -> bool:
    name, part = plain_name(longer), plain_name(shorter)
    return MOSTLY * len(name) <= len(part) < len(name) and is_subsequence(part, name)
