"""Whose figures a report of a whole district states: 全县 with its towns, or 县本级 alone.

Both are figures of one item and year, and no contradiction. Where a document tells them apart, the item is that of the
whole, which is what is asked for by the district's name; the figure of its own level keeps its words only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum

from extractors.model import Fact, Identity, Measure, StatedChange
from extractors.phrases import load_phrases
from extractors.places import is_region
from extractors.quantities import Amount

Key = tuple[str | None, int | None, Measure]


class Seat(StrEnum):
    WHOLE = "whole"
    OWN_LEVEL = "own_level"


def is_regional(identity: Identity) -> bool:
    """Whether the document may be about all money of a place rather than that of one organisation."""
    agency = identity.agency
    return not agency or is_region(agency) or load_phrases().regional.search(agency) is not None


def seat_in(words: str) -> Seat | None:
    """The last that the words name; 全区一般公共预算本级收入 is of the whole."""
    for seat in (Seat.WHOLE, Seat.OWN_LEVEL):
        if load_phrases().seats[seat].search(words):
            return seat
    return None


def seat_under(section: Iterable[str]) -> Seat | None:
    return next(filter(None, (seat_in(title) for title in reversed(tuple(section)))), None)


def tell_seats_apart(
    facts: Sequence[Fact], seats: Sequence[Seat | None], changes: Sequence[StatedChange]
) -> tuple[list[Fact], list[StatedChange]]:
    """The facts and changes, without the item where they are of the own level and the whole's is stated as well.

    `seats` has one for each fact.
    """
    elsewhere: dict[Key, list[Amount]] = defaultdict(list)
    for fact, seat in zip(facts, seats, strict=True):
        if seat is not Seat.OWN_LEVEL and fact.item and fact.amount:
            elsewhere[_key(fact)].append(fact.amount)
    own = {
        id(fact)
        for fact, seat in zip(facts, seats, strict=True)
        if seat is Seat.OWN_LEVEL and fact.amount and _differs(fact.amount, elsewhere.get(_key(fact), ()))
    }
    dropped = {(fact.item, fact.year, fact.quote) for fact in facts if id(fact) in own}
    kept = [replace(fact, item=None, code=None) if id(fact) in own else fact for fact in facts]
    return kept, [
        replace(change, item=None) if (change.item, change.year, change.quote) in dropped else change
        for change in changes
    ]


def _key(fact: Fact) -> Key:
    return fact.item, fact.year, fact.measure


def _differs(amount: Amount, others: Sequence[Amount]) -> bool:
    """Whether there are others, and rounding explains none of them as this one."""
    return bool(others) and not any(abs(amount.base - one.base) <= amount.rounding + one.rounding for one in others)
