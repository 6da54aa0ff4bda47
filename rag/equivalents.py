"""Places that state a figure under another name.

财政拨款收支总计 is the last row of the 财政拨款收支总表; 公用经费 is what the row 支出总计 has in its column 公用经费.
Which name, restricted to which money or part, means which other is in data/relations.yaml, equivalents.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.cases import Case
from rag.places import Place
from rag.scope import ALL, relations


@dataclass(frozen=True, slots=True)
class Name:
    """An item, of the money or the part of it that its place must be about."""

    item: str
    money: str | None = None
    part: str | None = None

    def fits(self, item: str | None, place: Place) -> bool:
        money = self.money in (None, place.scope.money)
        return item == self.item and money and (self.part is None or place.scope.parts == {self.part})


def equivalent_places(case: Case, own: Place) -> Iterator[Place]:
    """Places of other names that must state what `own` states, for the same money."""
    for names in _groups():
        mine = next((name for name in names if name.fits(case.target.key, own)), None)
        for name in names if mine else ():
            if name != mine:
                places = case.related.get(name.item, ())
                yield from (p for p in places if name.fits(name.item, p) and _is_same_money(case, own, p, name))


def _is_same_money(case: Case, own: Place, other: Place, name: Name) -> bool:
    if name.money is not None or own.scope.money == other.scope.money:
        return True
    return own.scope.money is not None and other.scope.money is not None and has_one_money(case)


def has_one_money(case: Case) -> bool:
    """Whether the total of all money is that of one kind of it, so that figures of either are about the same."""
    totals = [p for p in case.related.get("expenditure_total", ()) if not p.scope.parts and not p.is_sentence]
    whole = {p.amount.base for p in totals if p.scope.money == ALL}
    kinds = {p.amount.base for p in totals if p.scope.money not in (ALL, None)}
    return len(whole) == 1 and whole <= kinds


def _groups() -> Sequence[Sequence[Name]]:
    return [[Name(**name) for name in names] for names in relations()["equivalents"]]
