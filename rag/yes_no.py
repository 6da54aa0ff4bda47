"""Questions that yes or no answers: whether a figure is above a bound, is that amount, rose or fell, is there at all.

The word stands before the figures, and only where all of them give the same one and none is in doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from extractors.amounts import find_amounts
from extractors.quantities import Amount
from rag.aggregates import is_money
from rag.comparison import Checked
from rag.figures import Finding
from rag.leaders import signed
from rag.lexicon import normalise, read_data
from rag.model import Verdict
from rag.query import Operation, Query
from rag.wording import Wording

CHANGED = ("increase", "decrease", "unchanged")
YES, NO = "yes", "no"


def in_a_word(query: Query, checked: Sequence[Checked], wording: Wording) -> list[str]:
    """A line that says it; none where the question asks for no such word, or the figures give none."""
    if not _says("asks", query.question) or any(one.verdict is Verdict.CONFLICT for one in checked):
        return []
    findings = [one.finding for one in checked]
    told = list(_change(query, findings) if query.operation is Operation.CHANGE else _lookup(query, findings))
    if not told or len(set(told)) > 1:
        return []
    words = [wording.say(f"in_a_word.{word}") for word in told[0]]
    return [wording.say("in_a_word.line", words=wording.say("in_a_word.joint").join(words))]


def _change(query: Query, findings: Sequence[Finding]) -> Iterator[tuple[str, ...]]:
    """增加了吗: 否，减少了; 是增加还是减少: 减少了."""
    asked = [name for name in ("rose", "fell") if _says(name, query.question)]
    for finding in (f for f in findings if f.aspect in CHANGED):
        change = signed(finding)
        way = "rose" if change > 0 else "fell" if change < 0 else "unchanged"
        yield (way,) if len(asked) != 1 else (YES if way in asked else NO, way)


def _lookup(query: Query, findings: Sequence[Finding]) -> Iterator[tuple[str, ...]]:
    if query.operation is not Operation.LOOKUP or any(f.aspect or f.amount.unit is None for f in findings):
        return
    named = [found.amount for found in find_amounts(normalise(query.question)) if is_money(found.amount)]
    if query.threshold:
        yield from ((YES if query.threshold.admits(f.base) else NO,) for f in findings)
    elif len(findings) == 2 and (relation := _relation(query.question)):
        first, second = (finding.base for finding in findings)
        holds = {"equals": first == second, "larger": first > second, "smaller": first < second}
        yield (YES if holds[relation] else NO,)
    elif len(named) == 1:
        yield from (_same(f, named[0]) for f in findings)
    elif not named and len(query.targets) == len(query.agencies) == 1:
        yield from (("some",) if f.base else ("none",) for f in findings)


def _relation(question: str) -> str | None:
    return next((name for name in ("equals", "smaller", "larger") if _says(name, question)), None)


def _same(finding: Finding, asked: Amount) -> tuple[str, ...]:
    gap = abs(finding.base - asked.base)
    return (YES,) if gap == 0 else ("about",) if gap <= asked.rounding else (NO,)


def _says(name: str, question: str) -> bool:
    return _patterns()[name].search(normalise(question)) is not None


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(str(pattern)) for name, pattern in read_data("yes_no.yaml").items()}
