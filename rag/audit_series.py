"""One agency over the years: what a document says of the year before, against what that year's document said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations
from typing import TYPE_CHECKING

from extractors.checks import Check, Document, Figure, Outcome, load_book
from extractors.checks.check import allowance, in_unit_of, plain, same_unit
from extractors.model import Fact, FactKind, Measure, Phase, StatedChange
from extractors.quantities import Amount, Dimension
from rag.examination import Loaded
from rag.findings import Finding, Tally, find_findings
from rag.model import StoredDocument

if TYPE_CHECKING:
    from rag.library import Library

PRIOR, CARRIED, BUDGETED = "series_prior", "series_carried", "series_budgeted"


@dataclass(frozen=True, slots=True)
class Series:
    """What a document and an earlier one say of each other: `tallies` count its checks, `findings` say what differs."""

    document_id: str
    findings: tuple[Finding, ...]
    tallies: tuple[Tally, ...]


def check_series(library: Library, documents: Sequence[StoredDocument]) -> Iterator[Series]:
    """Every pair of documents that one agency published for the same year or the next; no other one is loaded."""
    loaded: dict[str, Loaded] = {}
    for later, earlier in permutations(documents, 2):
        if not _follow(later, earlier):
            continue
        for document in (later, earlier):
            if document.id not in loaded:
                loaded[document.id] = library.loaded(document)
        yield _compared(loaded[later.id], loaded[earlier.id])


def _follow(later: StoredDocument, earlier: StoredDocument) -> bool:
    if not later.agency or (later.agency, later.level) != (earlier.agency, earlier.level):
        return False
    if later.year is None or earlier.year is None:
        return False
    if later.phase == earlier.phase:
        return later.phase is not Phase.OTHER and later.year == earlier.year + 1
    return later.year == earlier.year and (later.phase, earlier.phase) == (Phase.FINAL_ACCOUNTS, Phase.BUDGET)


def _compared(later: Loaded, earlier: Loaded) -> Series:
    checks = list(_between(later, earlier))
    stored = {id(one.fact): one for loaded in (later, earlier) for one in loaded.facts}
    findings = find_findings(later.stored.id, checks, stored, sources=(later.stored, earlier.stored))
    counts = Counter((check.rule, check.outcome.value) for check in checks)
    tallies = tuple(Tally(rule, outcome, count) for (rule, outcome), count in sorted(counts.items()))
    return Series(later.stored.id, tuple(findings), tallies)


def _between(later: Loaded, earlier: Loaded) -> Iterator[Check]:
    new, old = later.stored, earlier.stored
    assert new.year is not None and old.year is not None  # `_follow` says so
    if new.phase != old.phase:
        yield from _compare(BUDGETED, Measure.APPROVED_BUDGET, new.year, later.document, earlier.document)
        return
    measure = Measure.APPROVED_BUDGET if new.phase is Phase.BUDGET else Measure.FINAL_ACCOUNTS
    yield from _compare(PRIOR, measure, old.year, later.document, earlier.document)
    yield from _worked_out(measure, old.year, later.document, earlier.document)
    if new.phase is Phase.FINAL_ACCOUNTS:
        yield from _carried(later.document, earlier.document, new.year, old.year)


def _compare(rule: str, measure: Measure, year: int, later: Document, earlier: Document) -> Iterator[Check]:
    for item in load_book().series:
        check = _check(rule, _stated(later, item, measure, year), _stated(earlier, item, measure, year))
        if check:
            yield check


def _worked_out(measure: Measure, year: int, later: Document, earlier: Document) -> Iterator[Check]:
    """比上年增加0.35万元 says what the year before was: 4.00 − 0.35."""
    for change in later.changes:
        if change.item in load_book().series and change.base_year == year:
            check = _check(PRIOR, _base_of(change, later), _stated(earlier, change.item or "", measure, year))
            if check:
                yield check


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


def _carried(later: Document, earlier: Document, year: int, before: int) -> Iterator[Check]:
    """What was left at the end of one year is there at the beginning of the next."""
    stated = _stated(later, "carryover_in", Measure.FINAL_ACCOUNTS, year)
    left = _stated(earlier, "carryover_out", Measure.FINAL_ACCOUNTS, before)
    check = _check(CARRIED, stated, left)
    if check:
        yield check


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
