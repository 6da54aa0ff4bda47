"""The figures on the two sides of a relation, brought together.

Every figure of the one side meets those of the other that are its own: of its agency, year and item, as far as the
sides are not of different ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rag.aggregates import add_up, countable, once_each
from rag.changes import changes
from rag.figures import Finding
from rag.operands import differing
from rag.query import Operation, Query
from rag.sides import asked_name, differences, ratios, shares


def relate(query: Query, sides: Sequence[Sequence[Finding]]) -> list[Finding]:
    """What the sides give together, then the sides; the sides alone where one of them states nothing."""
    ones, others = (_counted(query, operand, stated) for operand, stated in zip(query.operands, sides, strict=True))
    work_out = {
        Operation.SHARE: shares,
        Operation.RATIO: ratios,
        Operation.CHANGE: changes,
    }.get(query.relation or query.operation, differences)
    found: list[Finding] = []
    used: list[Finding] = []
    for one in ones:
        if worked_out := work_out(query, one, _partners(query, one, others)):
            found += worked_out
            used += [one, *(operand for finding in worked_out for operand in finding.operands)]
    editions = [f for f in sides[0] if f.other_edition and any(f.case is one.case for one in used)]
    return [*found, *_each([*used, *editions])] if found else _each([*ones, *others])


def _counted(query: Query, operand: Query, stated: Sequence[Finding]) -> list[Finding]:
    """Of a change, those of a department and of its own unit each have theirs; nothing of a sum that lacks a term."""
    usable = countable(stated)
    if operand.summed:
        return add_up(operand, usable)[:1] if _is_whole(operand, usable) else []
    return usable if query.relation is Operation.CHANGE else once_each(operand, usable)


def _is_whole(operand: Query, terms: Sequence[Finding]) -> bool:
    """Whether every agency that is named states every item."""
    stated = {(term.case.disclosure.agency.name, asked_name(term)) for term in terms}
    agencies = {agency.name for agency in operand.agencies} or {name for name, _ in stated}
    return all((agency, target.name) in stated for agency in agencies for target in operand.targets)


def _partners(query: Query, one: Finding, others: Sequence[Finding]) -> list[Finding]:
    """Those of its own disclosure, if there are; of the other years of a change, those of its level."""
    different = differing(*query.operands)
    if query.relation is Operation.CHANGE:
        different.add("years")
    if one.operands:  # a sum
        return list(others)
    alike: dict[str, Callable[[Finding], object]] = {
        "agencies": lambda f: (f.case.disclosure.agency.name, f.case.subject),
        "years": lambda f: f.case.year,
        "items": asked_name,
    }
    left = [o for o in others if all(of(o) == of(one) for name, of in alike.items() if name not in different)]
    if query.relation is Operation.CHANGE:
        return [o for o in left if o.case.disclosure.level is one.case.disclosure.level] or left
    return [o for o in left if o.case.disclosure == one.case.disclosure] or left


def _each(findings: Sequence[Finding]) -> list[Finding]:
    return list({id(finding): finding for finding in findings}.values())
