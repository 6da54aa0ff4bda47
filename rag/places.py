"""Facts → places: what one table, or one sentence, states for an item.

A table states an item once, however many of its cells speak of it: rows of one code are added up, a total row stands
for the rows below it, and of several columns the one without restriction counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from extractors.model import FactKind
from extractors.quantities import Amount, Dimension, Unit
from extractors.taxonomy import bare, load_taxonomy
from rag.items import item_name
from rag.model import StoredDocument, StoredFact
from rag.scope import Scope, relations, scope_of

LOWEST_LEVEL = re.compile(r"[（(]\d*[类款项][)）][”\"]?$")
"""The end of a path of classification levels: 住房保障支出（221类）住房改革支出（02款）住房公积金（01项）."""


@dataclass(frozen=True, slots=True)
class Place:
    """`facts` has more than one where rows were added up; `formula` then says how."""

    document: StoredDocument
    facts: tuple[StoredFact, ...]
    amount: Amount
    scope: Scope
    formula: str | None = None

    @property
    def where(self) -> tuple[str, int | None, int, str]:
        """Equal for places that are not independent of each other: the same table, or the same sentence."""
        fact = self.facts[0].fact
        if self.is_sentence:
            return (self.document.id, None, fact.page, fact.quote)
        if fact.kind is FactKind.FORM:  # every page of a form may repeat its head
            return (self.document.id, None, 0, fact.statement or "")
        return (self.document.id, fact.table, 0, "")

    @property
    def is_sentence(self) -> bool:
        return self.facts[0].fact.kind is FactKind.SENTENCE

    @property
    def names_item(self) -> bool:
        """Whether the row or the sentence calls the item by a name of it; a line without an item was found by its."""
        fact = self.facts[0].fact
        if fact.item is None:
            return True
        named = load_taxonomy().find(fact.label)
        if named is not None:
            return named.key == fact.item
        path = LOWEST_LEVEL.search(fact.label)
        return path is not None and bare(fact.label[: path.start()]).endswith(bare(item_name(fact.item or fact.label)))

    def is_like(self, other: Place) -> bool:
        """Whether both are in a unit, and of the same dimension."""
        one, another = self.amount.unit, other.amount.unit
        return one is not None and another is not None and one.dimension is another.dimension

    @property
    def rounding(self) -> Decimal:
        """The most that printing can have rounded away, in the base unit."""
        return sum((f.fact.amount.rounding for f in self.facts if f.fact.amount), Decimal(0))

    def agrees(self, other: Place) -> bool:
        return abs(self.amount.base - other.amount.base) <= self.rounding + other.rounding


def find_places(facts: Iterable[StoredFact], document: StoredDocument, names: frozenset[str]) -> list[Place]:
    """All places of the document that state an amount, the one to answer from first. `names` are the agency's own."""
    stated = [f for f in facts if f.fact.amount is not None and f.document_id == document.id]
    places: list[Place] = []
    for _, group in groupby(sorted(stated, key=_group_key), key=_group_key):
        place = _make_place(list(group), document, names)
        if place:
            places.append(place)
    return sorted(places, key=preference)


def preference(place: Place) -> tuple[object, ...]:
    """Lower is better: tables before sentences, main tables before lists, the whole before parts."""
    fact = place.facts[0].fact
    order = relations()["preferred_statements"]
    return (
        place.is_sentence,
        fact.statement in relations()["side_statements"],
        place.scope.width,
        order.index(fact.statement) if fact.statement in order else len(order),
        fact.table or 0,
        fact.page,
    )


def _group_key(stored: StoredFact) -> tuple[str, int, str, str]:
    fact = stored.fact
    if fact.kind is FactKind.SENTENCE:
        return (fact.quote, fact.page, f"{fact.aspect or ''}{fact.label}", _dimension(fact.amount))
    return ("", fact.table or 0, fact.aspect or "", _dimension(fact.amount))


def _dimension(amount: Amount | None) -> str:
    return amount.unit.dimension.value if amount and amount.unit else ""


def _make_place(facts: list[StoredFact], document: StoredDocument, names: frozenset[str]) -> Place | None:
    first = facts[0]
    rows = facts[:1] if first.fact.kind is FactKind.SENTENCE else _first_column(facts)
    chosen = _rows_that_count(rows, names)
    amounts = [f.fact.amount for f in chosen if f.fact.amount is not None]
    if len({a.unit for a in amounts}) != 1:
        return None
    scope = scope_of(first)
    if len(amounts) == 1:
        return Place(document, tuple(chosen), amounts[0], scope)
    formula = " + ".join(str(a.value) for a in amounts)
    return Place(document, tuple(chosen), add(amounts), scope, formula)


def add(amounts: Sequence[Amount]) -> Amount:
    """The sum, in the unit that all share, printed as precisely as the most precise of them."""
    value = sum((a.value for a in amounts), Decimal(0))
    return Amount(value, amounts[0].unit, str(value))


def _first_column(facts: Sequence[StoredFact]) -> list[StoredFact]:
    """One fact a row: of several columns that say the same thing the leftmost is the whole."""
    rows: dict[tuple[int | None, str], StoredFact] = {}
    for stored in sorted(facts, key=lambda f: f.fact.column_index or 0):
        rows.setdefault((stored.fact.row, stored.fact.item or stored.fact.label), stored)
    return sorted(rows.values(), key=lambda f: f.fact.row or 0)


def _rows_that_count(rows: list[StoredFact], names: frozenset[str]) -> list[StoredFact]:
    """Rows of one item in one table: a row that is the sum of the others, else the agency's own, else all of them."""
    if len(rows) == 1:
        return rows
    values = [f.fact.amount.value for f in rows if f.fact.amount]
    total = sum(values, Decimal(0))
    for stored, value in zip(rows, values, strict=True):
        if len(rows) > 2 and value != 0 and value * 2 == total:
            return [stored]
    if not all(f.fact.code for f in rows) or len({f.fact.item for f in rows}) > 1:
        own = [f for f in rows if f.fact.subject in names or not f.fact.subject]
        return (own or rows)[:1]
    return rows


def in_unit(amount: Amount, unit: Unit | None) -> Amount:
    """The same amount in the unit asked for, where it can be converted."""
    if unit is None or amount.unit is None or amount.unit.dimension is not Dimension.MONEY or amount.unit == unit:
        return amount
    value = amount.to(unit)
    plain = value.normalize()
    exponent = plain.as_tuple().exponent
    if isinstance(exponent, int) and exponent > 0:
        plain = plain.quantize(Decimal(1))
    return Amount(plain, unit, str(plain))
