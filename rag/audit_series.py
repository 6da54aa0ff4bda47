"""One agency over the years: what a document says of the year before, against what that year's document said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractors.checks import Check, Document, Figure, Outcome, load_book
from extractors.checks.check import allowance, in_unit_of, plain, same_unit
from extractors.model import Amount, Dimension, Fact, FactKind, Measure, Phase, StatedChange
from rag.model import StoredDocument

PRIOR, CARRIED, BUDGETED = "series_prior", "series_carried", "series_budgeted"
Loaded = tuple[StoredDocument, Document]


@dataclass(frozen=True, slots=True)
class SeriesCheck:
    """A check whose first figure is of `document`; `sources` are the documents of all its figures, in order."""

    document: StoredDocument
    check: Check
    sources: tuple[StoredDocument, ...]


def check_series(loaded: Sequence[Loaded]) -> Iterator[SeriesCheck]:
    for later in loaded:
        for earlier in loaded:
            if _are_of_one_agency(later, earlier):
                yield from _between(later, earlier)


def _are_of_one_agency(one: Loaded, other: Loaded) -> bool:
    first, second = one[0], other[0]
    return (
        first.id != second.id and first.level == second.level and bool(first.agency) and (first.agency == second.agency)
    )


def _between(later: Loaded, earlier: Loaded) -> Iterator[SeriesCheck]:
    new, old = later[0], earlier[0]
    if new.year is None or old.year is None:
        return
    items = load_book().series
    if new.year == old.year + 1 and new.phase == old.phase:
        measure = Measure.APPROVED_BUDGET if new.phase is Phase.BUDGET else Measure.FINAL_ACCOUNTS
        yield from _compare(PRIOR, items, measure, old.year, later, earlier)
        yield from _worked_out(items, measure, old.year, later, earlier)
        if new.phase is Phase.FINAL_ACCOUNTS:
            yield from _carried(later, earlier, new.year, old.year)
    if new.year == old.year and new.phase is Phase.FINAL_ACCOUNTS and old.phase is Phase.BUDGET:
        yield from _compare(BUDGETED, items, Measure.APPROVED_BUDGET, new.year, later, earlier)


def _compare(
    rule: str, items: Sequence[str], measure: Measure, year: int, later: Loaded, earlier: Loaded
) -> Iterator[SeriesCheck]:
    for item in items:
        check = _check(rule, _stated(later[1], item, measure, year), _stated(earlier[1], item, measure, year))
        if check:
            yield SeriesCheck(later[0], check, (later[0], earlier[0]))


def _worked_out(
    items: Sequence[str], measure: Measure, year: int, later: Loaded, earlier: Loaded
) -> Iterator[SeriesCheck]:
    """比上年增加0.35万元 says what the year before was: 4.00 − 0.35."""
    for change in later[1].changes:
        if change.item in items and change.base_year == year:
            check = _check(PRIOR, _base_of(change, later[1]), _stated(earlier[1], change.item or "", measure, year))
            if check:
                yield SeriesCheck(later[0], check, (later[0], earlier[0]))


def _base_of(change: StatedChange, document: Document) -> Figure | None:
    current, difference = change.current, change.difference
    if current is None or difference is None or current.unit is None or difference.unit is None:
        return None
    if current.unit.dimension is not Dimension.MONEY or difference.unit.dimension is not Dimension.MONEY:
        return None
    base = current.base - change.direction * difference.base
    value = plain(base / current.unit.factor)
    fact = Fact(
        FactKind.SENTENCE,
        change.page,
        change.quote,
        change.bbox,
        Amount(value, current.unit, f"{value}"),
        change.label,
        change.item,
        Measure.OTHER,
        change.base_year,
        document.identity.phase,
        subject=document.identity.agency,
    )
    return Figure(fact, base, current.rounding + difference.rounding)


def _carried(later: Loaded, earlier: Loaded, year: int, before: int) -> Iterator[SeriesCheck]:
    """What was left at the end of one year is there at the beginning of the next."""
    stated = _stated(later[1], "carryover_in", Measure.FINAL_ACCOUNTS, year)
    left = _stated(earlier[1], "carryover_out", Measure.FINAL_ACCOUNTS, before)
    check = _check(CARRIED, stated, left)
    if check:
        yield SeriesCheck(later[0], check, (later[0], earlier[0]))


def _check(rule: str, stated: Figure | None, other: Figure | None) -> Check | None:
    if stated is None or other is None or not same_unit((stated, other)):
        return None
    gap = stated.base - other.base
    allowed = allowance((stated, other)) * 2  # prose may cut digits off
    outcome = Outcome.HOLDS if gap == Decimal(0) else Outcome.ROUNDING if abs(gap) <= allowed else Outcome.DIFFERS
    return Check(
        rule,
        outcome,
        stated=stated.printed,
        expected=in_unit_of(other.base, stated),
        formula=f"{stated.printed} ≠ {other.printed}",
        subject=stated.fact.label,
        figures=(stated, other),
        gap=gap,
        allowed=allowed,
    )


def _stated(document: Document, item: str, measure: Measure, year: int) -> Figure | None:
    """The item's whole, from a table before a sentence; None where several places do not agree."""
    for stated in (document.stated_in_tables, document.stated_in_words):
        whole = [figure for figure in stated.get((item, measure, year), ()) if figure.fact.aspect is None]
        if whole:
            return whole[0] if all(abs(f.base - whole[0].base) <= f.rounding * 2 for f in whole) else None
    return None
