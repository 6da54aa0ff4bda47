"""A figure as the whole of its parts, as a part of its whole, and totals that are always equal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from extractors.quantities import Amount
from rag.comparison import Comparison, Outcome, Rule, outcome_of
from rag.figures import Finding
from rag.model import StoredFact
from rag.places import Place
from rag.scope import relations


def sums_of(finding: Finding) -> list[Comparison]:
    """The figure as a whole of its parts, and as a part of its whole."""
    own, key = finding.place, finding.case.target.key
    if own is None or finding.other_edition or finding.aspect:
        return []
    comparisons: list[Comparison] = []
    for rule in relations()["sums"]:
        if key in (rule["whole"], *rule["parts"]):
            comparisons += _telling(_sum(finding, own, rule["whole"], rule["parts"], rule["complete"]))
    return comparisons


def _telling(sums: Sequence[Comparison]) -> list[Comparison]:
    """One sum that comes out, and every one that does not."""
    fine = [c for c in sums if c.outcome in (Outcome.HOLDS, Outcome.ROUNDING)]
    return [*fine[:1], *(c for c in sums if c not in fine)]


def _sum(finding: Finding, own: Place, whole: str, parts: Sequence[str], complete: bool) -> list[Comparison]:
    """The parts against every place that states the whole for their scope; nothing where a part is not known."""
    key = finding.case.target.key
    terms = [own if key == part else _term(finding, own, part) for part in parts]
    stated = [term for term in terms if isinstance(term, Place)]
    if not stated or len(stated) + terms.count(NOTHING) < len(parts):
        return []
    totals = [own] if key == whole else _independent_of_each_other(_terms(finding, own, whole))
    return [_compare_sum(own, total, stated, complete) for total in totals if total.amount.unit]


def _compare_sum(own: Place, total: Place, terms: Sequence[Place], complete: bool) -> Comparison:
    factor = total.amount.unit.factor if total.amount.unit else Decimal(1)
    added = sum((t.amount.base for t in terms), Decimal(0))
    slack = total.rounding + sum((t.rounding for t in terms), Decimal(0))
    gap = abs(total.amount.base - added)
    outcome = Outcome.HOLDS if gap == 0 else Outcome.ROUNDING if gap <= slack else Outcome.DIFFERS
    if outcome is Outcome.DIFFERS and not complete:
        outcome = Outcome.UNDECIDED
    derived = Amount(added / factor, total.amount.unit, str(added / factor))
    others = tuple(t for t in (total, *terms) if t is not own)
    return Comparison(
        Rule.SUM, total.amount, derived, outcome, others, formula=" + ".join(str(t.amount.value) for t in terms)
    )


NOTHING = "nothing"
"""A term whose cell is blank: it adds nothing."""


def _term(finding: Finding, own: Place, key: str) -> Place | str | None:
    """The place of another term of a sum; NOTHING for a blank cell of the figure's table; None where unknown."""
    places = _terms(finding, own, key)
    if places:
        return places[0]
    blanks = [f for f in finding.case.related_blanks.get(key, ()) if _same_table(f, own)]
    return NOTHING if blanks else None


def _terms(finding: Finding, own: Place, key: str) -> list[Place]:
    """The places of a related item for the figure's scope, those of its own table or sentence first."""
    here = [p for p in finding.case.related.get(key, ()) if p.scope == own.scope]
    return sorted(here, key=lambda p: p.where != own.where)


def _independent_of_each_other(places: Iterable[Place]) -> list[Place]:
    return list({place.where: place for place in reversed(list(places))}.values())[::-1]


def _same_table(stored: StoredFact, own: Place) -> bool:
    fact = own.facts[0].fact
    return not own.is_sentence and stored.document_id == own.document.id and stored.fact.table == fact.table


def equal_totals(finding: Finding) -> list[Comparison]:
    """收入总计 and 支出总计 are always equal."""
    own = None if finding.aspect else finding.place
    comparisons = []
    for pair in relations()["equal"]:
        if own is None or finding.case.target.key not in pair:
            continue
        other = next(key for key in pair if key != finding.case.target.key)
        place = _term(finding, own, other)
        if isinstance(place, Place):
            outcome = outcome_of(own, place) if own.agrees(place) else Outcome.UNDECIDED
            comparisons.append(Comparison(Rule.EQUAL, own.amount, place.amount, outcome, (place,)))
    return comparisons
