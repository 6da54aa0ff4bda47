"""The words between one figure and the next: what kind of figure the next one is, and of which year.

“，比2020年预算数增加” before 0.35万元 makes it a change against 2020; “，占” before 33.93% a share;
“2025年当年预算执行数为” a figure of the year before by another measure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from extractors.changes import Comparison, find_change_word, find_comparison, years_named
from extractors.model import Measure
from extractors.phrases import load_phrases
from extractors.quantities import Amount, Dimension

MAX_CLAUSE, MAX_CLAUSES = 150, 8
"""Characters and number of the clauses before a figure that can say what it is about."""
_CLAUSE_END = re.compile(r"[，；：;。:]|,(?!\d)")
_SEMICOLON = re.compile(r"[；;]")
_OPENING = ("（", "(")
_PUNCTUATION = " （）()"


class Role(StrEnum):
    LEVEL = "level"
    CHANGE = "change"
    SHARE = "share"
    COMPLETION = "completion"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Lead:
    """`clauses` are the pieces that may name what the figure is about, the nearest first. `opens_list`: parts of
    what was named before follow. `explains`: the figure only gives a reason; None where the words leave that as it
    was."""

    role: Role
    clauses: tuple[str, ...]
    comparison: Comparison | None
    direction: int
    year: int | None
    as_of: bool  # 2020年期末: the year holds for what follows as well
    measure: Measure | None
    opens_list: bool
    explains: bool | None
    after_enumeration: bool  # the words start with 、: a part in a row of parts
    after_semicolon: bool


def read_lead(words: str, amount: Amount | None, year: int | None, after_change: bool) -> Lead:
    """`year` is the document's; `after_change` says that the figure before was a change: 增加132.54万元（275.00%）."""
    clauses = _clauses(words)
    comparison = find_comparison(words, year)
    role, direction = _role(clauses[0], amount, after_change)
    return Lead(
        role=role,
        clauses=_change_heads(clauses, role, year) if role in (Role.CHANGE, Role.UNCHANGED) else clauses,
        comparison=comparison,
        direction=direction,
        year=_year(words, year),
        as_of=bool(load_phrases().as_of.search(words)),
        measure=_measure(clauses[0]) if role is Role.LEVEL else None,
        opens_list=bool(load_phrases().part_start.search(words)),
        explains=_explains(words, year),
        after_enumeration=words.startswith("、"),
        after_semicolon=_SEMICOLON.search(words) is not None,
    )


def _clauses(words: str) -> tuple[str, ...]:
    pieces = [piece.strip()[-MAX_CLAUSE:] for piece in _CLAUSE_END.split(_SEMICOLON.split(words)[-1])[-MAX_CLAUSES:]]
    return tuple(reversed([piece for piece in pieces if piece])) or ("",)


def _role(clause: str, amount: Amount | None, after_change: bool) -> tuple[Role, int]:
    phrases = load_phrases()
    if amount is None:
        return Role.UNCHANGED, 0
    change = find_change_word(clause)
    if change:
        return Role.CHANGE, change.direction
    if amount.unit and amount.unit.dimension is Dimension.PERCENT:
        if after_change and clause in _OPENING:
            return Role.CHANGE, 0
        if phrases.share.search(clause):
            return Role.SHARE, 0
        if phrases.completion.search(clause):
            return Role.COMPLETION, 0
    return Role.LEVEL, 0


def _change_heads(clauses: tuple[str, ...], role: Role, year: int | None) -> tuple[str, ...]:
    """What may name the thing that changes: the words around the comparison, without the word for the change."""
    heads: list[str] = []
    for i, clause in enumerate(clauses):
        change = find_change_word(clause) if i == 0 and role is Role.CHANGE else None
        text = change.head if change else clause
        comparison = find_comparison(text, year)
        heads += [text[comparison.end :], text[: comparison.start]] if comparison else [text]
        if comparison:
            break  # what stands before the comparison belongs to the figure before
    return tuple(head for head in heads if head.strip(_PUNCTUATION)) or ("",)


def _year(words: str, year: int | None) -> int | None:
    named = years_named(words)
    if named:
        return named[-1]
    if year and load_phrases().year_before.search(words):
        return year - 1
    return year if load_phrases().this_year.search(words) else None


def _measure(clause: str) -> Measure | None:
    """What the words nearest to the figure call it: 实际支出“三公”经费决算为 is final; of words that end together, the
    first in the list."""
    plain = clause
    for pattern in load_phrases().scopes.values():
        plain = re.sub(f"({pattern.pattern})(预算)?", "", plain)
    found = [
        (match.end(), -rank, measure)
        for rank, (measure, pattern) in enumerate(load_phrases().measures)
        for match in pattern.finditer(plain)
    ]
    return max(found)[2] if found else None


def _explains(words: str, year: int | None) -> bool | None:
    phrases = load_phrases()
    tail = _SEMICOLON.split(words)[-1]
    reasons = list(phrases.explains.finditer(tail))
    if reasons and not phrases.explains_not.match(tail, reasons[-1].end()):
        rest = tail[reasons[-1].end() :]
        return not (phrases.part_resumes.search(rest) or _compares_anew(rest, year))
    ends = tail != words or phrases.part_resumes.search(tail) or _compares_anew(tail, year)
    return False if ends else None


def _compares_anew(words: str, year: int | None) -> bool:
    """Whether a clause of the words begins with a comparison: it goes back to what was stated."""
    comparison = find_comparison(words, year)
    return comparison is not None and bool(re.search(r"(^|[，。,])\s*$", words[: comparison.start]))


# ------------------------------------------------------------------------------ what a figure has to do with others


def dimension(amount: Amount) -> Dimension | None:
    return amount.unit.dimension if amount.unit else None


def goes_on(lead: Lead, before: Amount, amount: Amount) -> bool:
    """分别减少12万元、101万元: nothing but 、 after the money before, so this is like it, and of something else."""
    is_bare = lead.after_enumeration and not lead.clauses[0].strip("、 ")
    return is_bare and dimension(before) is dimension(amount) is Dimension.MONEY


def states_base(before: str, lead: Lead, year: int | None) -> bool:
    """比上年支出433万元减少2万元, 较预算40万元减少1.88万元: what a change is against, stated before the change.

    `before` is the sentence so far; `year` is the one that 上年 comes before.
    """
    comparison = find_comparison(lead.clauses[0], year)
    rest = lead.clauses[0][comparison.end :].strip() if comparison else ""
    is_bracketed = comparison is not None and rest[1:].startswith(str(comparison.year)) and rest[0] in _OPENING
    is_at_end = comparison is not None and (rest in ("", *_OPENING) or is_bracketed)
    return is_at_end or load_phrases().budget_base.search(before) is not None


def is_apart(lead: Lead, amount: Amount) -> bool:
    """A rate that is of nothing before, or how far two figures are apart: what follows is not about it."""
    return dimension(amount) is Dimension.PERCENT or load_phrases().apart.search(lead.clauses[0]) is not None


def is_of_a_part(before: str, amount: Amount) -> bool:
    """在面向中小企业预留的项目中，采购金额…, 1-5月支出…: the figure is not of all that its words name."""
    phrases = load_phrases()
    is_money = dimension(amount) is Dimension.MONEY
    return bool(phrases.within_part.search(before) or (is_money and phrases.part_of_year.search(before)))
