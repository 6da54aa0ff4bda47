"""Figures that were spoken of before: 差多少 and 合计呢 after questions for them, 出国的占比呢 after another share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from rag.following import follow, is_complete
from rag.lexicon import load_lexicon, normalise
from rag.operands import differing
from rag.query import Discloser, Operation, Query
from rag.scope import relations

ALONE = ({"years"}, {"agencies"}, {"items"})
"""What a query may have several of by itself."""


def of_both_sides(previous: Query, said: Query) -> tuple[Query, Query] | None:
    """2025年呢, 出国的占比呢 after a relation: what both sides share changes for both, else for the first alone."""
    if said.operation not in (Operation.LOOKUP, previous.operation):
        return None
    one, other = (replace(operand, operation=Operation.LOOKUP, whole=()) for operand in previous.operands)
    parts = tuple(target for target in said.targets if target not in said.whole or said.whole_named)
    said = replace(said, operation=Operation.LOOKUP, targets=parts, whole=())
    if is_complete(said):
        return None
    return follow(one, said), follow(other, _only_of(said, differing(one, other)))


def _only_of(said: Query, different: set[str]) -> Query:
    """What is said without the things in which the sides differ."""
    if "agencies" in different:
        said = replace(said, agencies=(), unknown_agencies=(), same_named=())
    if "years" in different:
        said = replace(said, years=())
    if "level" in different:
        said = replace(said, level=None)
    if "publication" in different:
        said = replace(said, phase=None, phase_stated=False, measures=())
    if "items" in different:
        said = replace(said, targets=(), phrase="", alternatives=())
    return said


def last_two(text: str, said: Query, told: Sequence[Query]) -> tuple[Query, Query] | None:
    """那增加了多少, 差多少: of two figures that were asked for one after the other."""
    if len(told) < 2 or not said.wants_difference or _names_something(text, said):
        return None
    one, other = told[-1], told[-2]
    different = differing(one, other)
    if not different or any(query.operation is not Operation.LOOKUP for query in (one, other)):
        return None
    if said.operation is Operation.CHANGE and different != {"years"}:
        return None
    later = max(one, other, key=lambda query: query.years)
    return (later, other if later is one else one) if different == {"years"} else (other, one)


def all_together(text: str, said: Query, told: Sequence[Query]) -> Query | None:
    """合计呢: of all the figures that were asked for one after the other, each with one thing else than the next."""
    if len(told) < 2 or load_lexicon().together.first(normalise(text)) is None or _names_something(text, said):
        return None
    last, different = told[-1], differing(told[-1], told[-2])
    run = list(takewhile(lambda query: query is last or differing(query, last) == different, reversed(told)))
    if different not in ALONE or any(query.operation is not Operation.LOOKUP for query in run):
        return None
    return replace(
        last,
        question=said.question,
        operation=Operation.SUM,
        agencies=tuple(dict.fromkeys(agency for query in reversed(run) for agency in query.agencies)),
        years=tuple(dict.fromkeys(year for query in reversed(run) for year in query.years)),
        targets=tuple(dict.fromkeys(target for query in reversed(run) for target in query.targets)),
        unit=said.unit or last.unit,
        phrase="",
    )


def _names_something(text: str, said: Query) -> bool:
    own = any(target.key for target in said.targets if target not in said.whole)
    named = own or said.agencies or said.unknown_agencies or said.years or said.phase
    return bool(named) or load_lexicon().time.first(normalise(text)) is not None


def as_rate(said: Query, previous: Query | None) -> Query:
    """百分之几呢 after a change is its rate, and no share."""
    of_change = previous is not None and previous.operation is Operation.CHANGE
    if (
        not of_change
        or said.operation is not Operation.SHARE
        or said.whole_named
        or set(said.targets) - set(said.whole)
    ):
        return said
    return replace(said, operation=Operation.CHANGE, targets=(), whole=(), wants_rate=True)


def of_what_was_told(query: Query, said: Query, told: Sequence[Query]) -> Query:
    """出国占多少 after a question for 三公经费: of that, as the last that was asked for of which it is a part."""
    parts = {target.key for target in query.targets if target not in query.whole}
    if said.whole_named or not parts:
        return query
    asked = [earlier.targets[0] for earlier in reversed(told) if len(earlier.targets) == 1]
    whole = next((target for target in asked if parts <= _parts_of(target.key)), None)
    if whole is None:
        return query
    return replace(query, targets=(*(t for t in query.targets if t not in query.whole), whole), whole=(whole,))


def _parts_of(key: str | None) -> set[str | None]:
    return {part for rule in relations()["sums"] if rule["whole"] == key for part in rule["parts"]}


def with_company(query: Query, told: Sequence[Query]) -> Query:
    """两家加起来: the agencies that the questions before were about."""
    cue = load_lexicon().companies.first(normalise(query.question))
    spoken: list[Discloser] = []
    for earlier in told:
        spoken = [*(agency for agency in spoken if agency not in earlier.agencies), *earlier.agencies]
    named = {agency.name for agency in spoken}
    if cue is None or not spoken or not {agency.name for agency in query.agencies} <= named:
        return query
    return replace(query, agencies=tuple(spoken[-int(cue.meaning) :]))
