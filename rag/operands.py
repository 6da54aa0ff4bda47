"""The two figures that a question relates, each understood as the question for it alone would be.

What one side does not say it has from the other, as a follow-up has it from the question before:
泉州市政府办公室2026年三公经费，部门预算 | 比 | 单位预算 | 多多少
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from rag.items import item_name
from rag.pairs import Pair
from rag.query import Operation, Query, Target

EVERYTHING = "expenditure_total"
OF_MANY = frozenset({Operation.RANKING, Operation.COUNT})
"""What is done with what the figures of many agencies give."""
TOLD = frozenset({Operation.SHARE, Operation.CHANGE})
"""Relations that documents state themselves."""

Reader = Callable[[str, Query | None], Query]
"""Reads a text as what follows a query, which has said what the text leaves unsaid."""


def read_operands(pair: Pair, previous: Query | None, read: Reader) -> tuple[Query, Query] | None:
    """The sides, the one first; None where they are not two figures of somebody."""
    if pair.other_first:
        other = _read_other(pair, previous, read)
        one = read(pair.one, _plain(other))
    else:
        first = read(pair.one, previous) if pair.one else previous
        if first is None:
            return None
        one = _plain(first)
        other = _read_other(pair, one, read)
    one, other = _completed(_plain(one), other), _plain(other)
    if differing(one, other) == {"years"}:
        other = replace(other, summed=one.summed)
    sides = (one, other)
    return sides if all(map(_is_figure, sides)) and differing(*sides) else None


def _read_other(pair: Pair, before: Query | None, read: Reader) -> Query:
    """The other side; the whole of a share is all that is spent where it is not said, or another one of the same item.

    2024年 as what 2025年会议费 is a share of is the 会议费 of 2024; 部门预算 is all of it.
    """
    plain = read(pair.other, before)
    if pair.like:
        return plain
    whole = read(f"占:{pair.other}的比例", before)
    other_than = before and (set(plain.years) != set(before.years) or plain.agencies != before.agencies)
    other_kind = before and (plain.measures or (before.level and plain.level is not before.level))
    if not whole.whole_named and (other_kind or (other_than and not plain.phase_stated)):
        return plain
    return replace(whole, targets=whole.whole, phrase="") if whole.whole else whole


def part_and_whole(query: Query) -> tuple[Query, Query] | None:
    """项目支出占比: the parts of a query for a share, and what it takes for their whole."""
    if not query.whole and query.targets:
        return _plain(query), replace(_plain(query), targets=(Target(EVERYTHING, item_name(EVERYTHING)),))
    parts = tuple(target for target in query.targets if target not in query.whole) or query.whole[:1]
    if not parts or parts == query.whole:
        return None
    return replace(_plain(query), targets=parts), replace(_plain(query), targets=query.whole, phrase="")


def differing(one: Query, other: Query) -> set[str]:
    """In what the two are not the same."""
    return {name for name, said in _said(one).items() if _said(other)[name] != said}


def _said(query: Query) -> dict[str, object]:
    return {
        "agencies": ({agency.name for agency in query.agencies}, query.unknown_agencies, query.subject),
        "years": set(query.years),
        "level": query.level,
        "publication": (query.phase, query.measures),
        "items": [(t.key, t.name, t.scopes, t.column, t.label if t.extra else "") for t in query.targets],
    }


def current_and_base(query: Query) -> tuple[Query, Query]:
    """比上年增加多少, 2020年到2021年增加多少: the later years, and the year before each; none where no year is said."""
    years = sorted(query.years)
    later, earlier = (years[1:], years[:-1]) if len(years) > 1 else (years, [year - 1 for year in years])
    current = replace(_plain(query), years=tuple(reversed(later)))
    return current, replace(current, years=tuple(reversed(earlier)))


def related(query: Query, operation: Operation, one: Query, other: Query) -> Query:
    """The query, about the two figures and what they give together."""
    phases = {one.phase, other.phase}
    whole = other.targets if operation is Operation.SHARE else ()
    is_change = operation is Operation.CHANGE
    return replace(
        query,
        operation=query.operation if query.operation in OF_MANY else operation,
        relation=operation,
        operands=(_in_relation(one, operation, ()), _in_relation(other, operation, whole)),
        agencies=tuple(dict.fromkeys((*one.agencies, *other.agencies))),
        unknown_agencies=tuple(dict.fromkeys((*one.unknown_agencies, *other.unknown_agencies))),
        years=one.years if is_change else tuple(dict.fromkeys((*one.years, *other.years))),
        phase=one.phase if len(phases) == 1 or is_change else None,
        level=one.level if one.level is other.level else None,
        targets=tuple(dict.fromkeys((*one.targets, *other.targets))),
        whole=whole,
        measures=one.measures if is_change else (),
        phrase=one.phrase if is_change else "",
        alternatives=(),
        wants_difference=operation in (Operation.COMPARISON, Operation.CHANGE),
        readings=tuple(dict.fromkeys((*one.readings, *other.readings))),
    )


def _in_relation(operand: Query, operation: Operation, whole: tuple[Target, ...]) -> Query:
    """The operand; of a share and of a change, what documents say of these is looked up with it."""
    return replace(operand, operation=operation, whole=whole) if operation in TOLD else operand


def _plain(query: Query) -> Query:
    """The figure alone, whatever was to be done with it."""
    summed = query.operation is Operation.SUM or query.summed
    return replace(query, operation=Operation.LOOKUP, operands=(), whole=(), wants_difference=False, summed=summed)


def _completed(one: Query, other: Query) -> Query:
    """With what is said only of the side that comes later: 2025年比2024年的会议费多多少."""
    names_agency = one.agencies or one.unknown_agencies
    names_item = one.targets and not (_is_publication(one) and other.targets)
    return replace(
        one,
        agencies=one.agencies if names_agency else other.agencies,
        unknown_agencies=one.unknown_agencies if names_agency else other.unknown_agencies,
        years=one.years or other.years,
        targets=one.targets if names_item else other.targets,
        phrase=one.phrase if names_item else other.phrase,
    )


def _is_publication(query: Query) -> bool:
    """Whether it names no item, so that all of a publication is meant: 部门预算 in 部门预算和单位预算的三公经费."""
    named = {key for _, key in query.mentioned}
    return [target.key for target in query.targets] == [EVERYTHING] and EVERYTHING not in named


def _is_figure(query: Query) -> bool:
    return bool(query.targets)
