"""One comparison of a document with itself: a stated figure, what other places give for it, and whether printing
explains the gap.

All sums are in the base unit (yuan for money). A figure printed to a last digit can have lost half of that digit, so
n addends and their sum may differ by (n + 1) halves without contradicting each other. No other tolerance exists.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from extractors.model import BBox, Fact
from extractors.quantities import Amount, Dimension


class Outcome(StrEnum):
    HOLDS = "holds"
    ROUNDING = "rounding"
    DIFFERS = "differs"
    NOT_APPLICABLE = "not_applicable"
    NOT_ENOUGH_DATA = "not_enough_data"
    COULD_NOT_READ = "could_not_read"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands. `bbox` is None in text formats; `name` says in the document's words what it is."""

    page: int
    bbox: BBox | None
    quote: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount of a fact, in the base unit, with what printing can have taken from it.

    `coarser` is not 0 where the figure is printed to fewer digits than its table: it lost either zeros or digits.
    """

    fact: Fact
    base: Decimal
    rounding: Decimal
    coarser: Decimal = Decimal(0)

    @property
    def name(self) -> str:
        fact = self.fact
        return " × ".join(part for part in (fact.label.strip(), "/".join(fact.column)) if part)

    @property
    def printed(self) -> str:
        return printed(self.fact.amount) if self.fact.amount else "0"

    @property
    def place(self) -> Place:
        return Place(self.fact.page, self.fact.bbox, self.fact.quote, self.name)


@dataclass(frozen=True, slots=True)
class Check:
    """`stated` and `expected` are as a person reads them; `places` begin with the stated side."""

    rule: str
    outcome: Outcome
    stated: str = ""
    expected: str = ""
    formula: str = ""
    subject: str = ""
    figures: tuple[Figure, ...] = ()
    spots: tuple[Place, ...] = ()
    gap: Decimal | None = None
    allowed: Decimal | None = None

    @property
    def places(self) -> tuple[Place, ...]:
        return (*(figure.place for figure in self.figures), *self.spots)


def figure_of(fact: Fact) -> Figure | None:
    """The fact's figure as precise as it is printed; None for a blank."""
    if fact.amount is None:
        return None
    return Figure(fact, fact.amount.base, fact.amount.rounding)


def is_money(fact: Fact) -> bool:
    amount = fact.amount
    return amount is not None and amount.unit is not None and amount.unit.dimension is Dimension.MONEY


def printed(amount: Amount) -> str:
    return f"{amount.value:,} {amount.unit.symbol}" if amount.unit else f"{amount.value:,}"


def same_unit(figures: Sequence[Figure]) -> bool:
    """Whether all are of one dimension, and all or none have a unit."""
    first = _dimension(figures[0])
    return all(_dimension(figure) is first for figure in figures)


def _dimension(figure: Figure) -> Dimension | None:
    amount = figure.fact.amount
    return amount.unit.dimension if amount and amount.unit else None


def is_printed_alike(one: Figure, other: Figure) -> bool:
    """Whether two sums of money have the same digits, in units of which one is ten thousand times the other."""
    first, second = one.fact.amount, other.fact.amount
    if first is None or second is None or not (is_money(one.fact) and is_money(other.fact)) or not first.value:
        return False
    return first.value == second.value and first.unit != second.unit


def allowance(figures: Sequence[Figure]) -> Decimal:
    """What printing can have taken from all of them; one of them may be printed rounder than its table."""
    return sum((f.rounding for f in figures), Decimal(0)) + max((f.coarser for f in figures), default=Decimal(0))


def judge(gap: Decimal, allowed: Decimal) -> Outcome:
    if gap == 0:
        return Outcome.HOLDS
    return Outcome.ROUNDING if abs(gap) <= allowed else Outcome.DIFFERS


def compare_sum(rule: str, stated: Figure, terms: Sequence[Figure], subject: str = "") -> Check:
    """A stated figure against the sum of others."""
    derived = sum((term.base for term in terms), Decimal(0))
    allowed = allowance((stated, *terms))
    gap = stated.base - derived
    outcome = judge(gap, allowed)
    figures = (stated, *terms)
    if outcome is Outcome.HOLDS:
        return Check(rule, outcome, figures=figures)
    return Check(
        rule,
        outcome,
        stated=stated.printed,
        expected=in_unit_of(derived, stated),
        formula=sum_formula(terms, stated) if len(terms) > 1 else f"{stated.printed} ≠ {terms[0].printed}",
        subject=subject or stated.name,
        figures=figures,
        gap=gap,
        allowed=allowed,
    )


def compare_most(rule: str, part: Figure, whole: Figure) -> Check:
    """A part must not be more than its whole."""
    excess = max(Decimal(0), part.base - whole.base)
    allowed = allowance((part, whole))
    outcome = judge(excess, allowed)
    return Check(
        rule,
        outcome,
        stated=part.printed,
        expected=f"≤ {whole.printed}",
        formula=f"{part.printed} ≤ {whole.printed}",
        subject=part.name,
        figures=(part, whole),
        gap=excess,
        allowed=allowed,
    )


def in_unit_of(base: Decimal, like: Figure) -> str:
    """A sum in the unit in which another figure is printed."""
    amount = like.fact.amount
    if amount is None or amount.unit is None:
        return f"{plain(base):,}"
    return f"{plain(base / amount.unit.factor):,} {amount.unit.symbol}"


def sum_formula(terms: Sequence[Figure], like: Figure) -> str:
    """40 + 35.5 = 75.5, in the unit of the figure that it explains."""
    amount = like.fact.amount
    factor = amount.unit.factor if amount and amount.unit else Decimal(1)
    values = [plain(term.base / factor) for term in terms if term.base]
    added = " + ".join(f"{value:,}" if value >= 0 else f"({value:,})" for value in values) or "0"
    return f"{added} = {plain(sum(values, Decimal(0))):,}" if len(values) > 1 else added


def plain(value: Decimal) -> Decimal:
    """Without trailing zeros and without an exponent."""
    reduced = value.normalize()
    exponent = reduced.as_tuple().exponent
    return reduced.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else reduced
