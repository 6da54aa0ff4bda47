"""The two figures that a question relates, each understood as the question for it alone would be.

What one side does not say it has from the other, as a follow-up has it from the question before:
泉州市政府办公室2026年三公经费，部门预算 | 比 | 单位预算 | 多多少
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from rag.pairs import Pair
from rag.query import Operation, Query

Reader = Callable[[str, Query | None], Query]
"""Reads a text as what follows a query, which has said what the text leaves unsaid."""


def read_operands(pair: Pair, previous: Query | None, read: Reader) -> tuple[Query, Query] | None:
    """The sides, the one first; None where they are not two figures of somebody."""
    other_text = f"占{pair.other}的比例" if pair.operation is Operation.SHARE else pair.other
    if pair.other_first:
        other = read(other_text, previous)
        one = read(pair.one, _plain(other))
    else:
        first = read(pair.one, previous) if pair.one else previous
        if first is None:
            return None
        one = _plain(first)
        other = read(other_text, one)
    if pair.operation is Operation.SHARE and other.whole:
        other = replace(other, targets=other.whole, phrase="")
    sides = (_completed(_plain(one), other), _plain(other))
    return sides if all(map(_is_figure, sides)) and differing(*sides) else None


def part_and_whole(query: Query) -> tuple[Query, Query] | None:
    """项目支出占比: the parts of a query for a share, and what it takes for their whole."""
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
        "items": [(target.key, target.name, target.scopes, target.column) for target in query.targets],
    }


def related(query: Query, operation: Operation, one: Query, other: Query) -> Query:
    """The query, about the two figures and what they give together."""
    of_share = operation is Operation.SHARE
    both = (
        replace(one, operation=operation, whole=()) if of_share else one,
        replace(other, operation=operation, whole=other.targets) if of_share else other,
    )
    phases = {one.phase, other.phase}
    return replace(
        query,
        operation=operation,
        operands=both,
        agencies=tuple(dict.fromkeys((*one.agencies, *other.agencies))),
        unknown_agencies=tuple(dict.fromkeys((*one.unknown_agencies, *other.unknown_agencies))),
        years=tuple(dict.fromkeys((*one.years, *other.years))),
        phase=one.phase if len(phases) == 1 else None,
        level=one.level if one.level is other.level else None,
        targets=tuple(dict.fromkeys((*one.targets, *other.targets))),
        whole=other.targets if of_share else (),
        measures=(),
        base_years=(),
        phrase="",
        alternatives=(),
        wants_difference=operation is Operation.COMPARISON,
        readings=tuple(dict.fromkeys((*one.readings, *other.readings))),
    )


def _plain(query: Query) -> Query:
    """The figure alone, whatever was to be done with it."""
    return replace(query, operation=Operation.LOOKUP, operands=(), whole=(), wants_difference=False, base_years=())


def _completed(one: Query, other: Query) -> Query:
    """With what is said only of the side that comes later: 2025年比2024年的会议费多多少."""
    names_agency = one.agencies or one.unknown_agencies
    return replace(
        one,
        agencies=one.agencies if names_agency else other.agencies,
        unknown_agencies=one.unknown_agencies if names_agency else other.unknown_agencies,
        years=one.years or other.years,
        targets=one.targets or other.targets,
        phrase=one.phrase if one.targets else other.phrase,
    )


def _is_figure(query: Query) -> bool:
    return bool(query.targets)
