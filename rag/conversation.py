"""A conversation: what a question means after earlier ones, and which two figures it relates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from rag.agencies import Directory, open_directory
from rag.following import follow, read_next
from rag.item_slips import with_items_meant
from rag.lexicon import load_lexicon, normalise
from rag.operands import current_and_base, differing, part_and_whole, read_operands, related
from rag.pairs import direction_of, ranked_relation, read_pair
from rag.query import Operation, Query
from rag.spoken_of import ALONE, all_together, as_rate, last_two, of_both_sides, of_what_was_told, with_company
from rag.subordinates import find_subordinate

if TYPE_CHECKING:
    from rag.library import Library

RELATING = frozenset({Operation.LOOKUP, Operation.SHARE, Operation.CHANGE, Operation.COMPARISON, Operation.SUM})
"""What a question that relates two figures may look like at first sight."""


def understand(question: str, library: Library, *, turns: Sequence[str] = ()) -> Query:
    directory = open_directory(tuple(library.documents()))
    told: list[Query] = []
    for text in turns:
        said = _next(text, told, directory)
        if said.operation is not Operation.OUT_OF_SCOPE:  # 谢谢 ends nothing
            told.append(said)
    asked = with_company(_next(question, told, directory), told)
    operands = tuple(find_subordinate(operand, library) for operand in asked.operands)
    return with_items_meant(replace(find_subordinate(asked, library), operands=operands), library)


def _next(text: str, told: Sequence[Query], directory: Directory) -> Query:
    """What a text means after the questions that were `told` before it."""
    previous = told[-1] if told else None
    said = as_rate(read_next(text, previous, directory), previous)
    query = follow(previous, said)
    if together := all_together(text, said, told):
        return together
    relation = ranked_relation(text) if _asks_ranking(text, said) else None
    if said.operation not in RELATING and relation is None:
        return query
    operation, operands = _operands(text, replace(query, operation=relation or query.operation), said, told, directory)
    if relation:
        counts = query.operation is Operation.COUNT
        query = replace(query, operation=Operation.COUNT if counts else Operation.RANKING, direction=direction_of(text))
    return _related(query, operation, *operands) if operands else query


def _asks_ranking(text: str, said: Query) -> bool:
    """占总支出的比例最高 asks for a share, and for the first of many."""
    lexicon = load_lexicon()
    if said.operation in (Operation.SHARE, Operation.CHANGE):
        asks_who = len(said.agencies) != 1 and direction_of(text) is not None and lexicon.who.first(normalise(text))
        ranks = any(cue.meaning == Operation.RANKING.value for cue in lexicon.operation.find(normalise(text)))
        return ranks or (said.operation is Operation.CHANGE and bool(asks_who))
    return said.operation in (Operation.RANKING, Operation.COUNT)


def _operands(
    text: str, query: Query, said: Query, told: Sequence[Query], directory: Directory
) -> tuple[Operation, tuple[Query, Query] | None]:
    """The two figures that it relates, each on its own side, said before, or left unsaid."""
    previous = told[-1] if told else None
    if pair := read_pair(text, directory):
        operands = read_operands(pair, previous, partial(_read_side, directory=directory))
        if operands:
            return pair.operation, operands
    elif previous and previous.operands and not (said.years and previous.operation is Operation.CHANGE):
        if operands := of_both_sides(previous, said):
            return previous.operation, operands
    elif operands := last_two(text, said, told):
        return Operation.COMPARISON, operands
    if query.operation is Operation.SHARE:
        return query.operation, part_and_whole(of_what_was_told(query, said, told))
    return query.operation, current_and_base(query) if query.operation is Operation.CHANGE else None


def _read_side(text: str, previous: Query | None, directory: Directory) -> Query:
    return follow(previous, read_next(text, previous, directory, elliptical=True))


def _related(query: Query, operation: Operation, one: Query, other: Query) -> Query:
    """The query about the two; where they differ in a single thing, a comparison is one of a list of them."""
    different = differing(one, other)
    if operation is Operation.COMPARISON and query.operation in (Operation.CHANGE, Operation.RANKING, Operation.COUNT):
        operation = Operation.CHANGE if different <= {"years", "publication"} else operation
    elif _lists_both(query, one, other) and different in ALONE:
        return query
    return related(query, operation, one, other)


def _lists_both(query: Query, *sides: Query) -> bool:
    """Whether it is a comparison of amounts, and says itself what is on both sides."""
    keys = {target.key for target in query.targets}
    return (
        query.operation is Operation.COMPARISON
        and not query.wants_rate
        and not any(side.unknown_agencies for side in sides)
        and all(set(side.agencies) <= set(query.agencies) for side in sides)
        and all(set(side.years) <= set(query.years) for side in sides)
        and all({target.key for target in side.targets} <= keys for side in sides)
    )
