"""Every figure against all other places of the same document that state it.

1. places that state the same item, year, measure and money: they agree, agree within rounding, or contradict
2. sums: the whole against its parts, where document and scope are the same
3. the same spending by another classification (公务接待费 of 三公 ≥ 30217): equal agrees, less does not contradict
4. the arithmetic of the sentence beside the figure: 减少1088.87万元，减少43.23%

Places of different scope never contradict each other, and other files of the same disclosure are not independent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from extractors.model import Amount, Dimension, Measure, Source, StatedChange
from extractors.statements import statement
from rag import findings as audit
from rag.contradictions import Contradiction, contradictions_of
from rag.equivalents import equivalent_places
from rag.figures import Finding
from rag.growth import RATE_DIGITS, growth
from rag.items import counterpart_of
from rag.model import StoredFact, Verdict
from rag.places import Place
from rag.scope import belongs, relations
from rag.shares import explains

GOOD_SUMS = 0.95
"""Share of a document's rows and columns that must add up for its tables to be trusted by themselves."""
WORST_FIRST = (Verdict.CONFLICT, Verdict.UNVERIFIED, Verdict.SINGLE_SOURCE, Verdict.ROUNDING, Verdict.CONSISTENT)


class Outcome(StrEnum):
    HOLDS = "holds"
    ROUNDING = "rounding"
    DIFFERS = "differs"
    UNDECIDED = "undecided"


class Rule(StrEnum):
    """What is compared; the wording is in data/answer.*.yaml."""

    SAME_ITEM = "same_item"
    SUM = "sum"
    EQUAL = "equal"
    COUNTERPART = "counterpart"
    EDITION = "edition"
    RATE = "rate"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A figure and what another way gives. `decides`: a difference here is a conflict of the figure itself."""

    rule: Rule
    stated: Amount
    derived: Amount
    outcome: Outcome
    places: tuple[Place, ...] = ()
    change: tuple[str, StatedChange] | None = None
    formula: str | None = None
    decides: bool = True


@dataclass(frozen=True, slots=True)
class Checked:
    finding: Finding
    verdict: Verdict
    comparisons: tuple[Comparison, ...] = ()
    operands: tuple[Checked, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()


def crosscheck(findings: Sequence[Finding], known: Sequence[audit.Finding] = ()) -> tuple[Checked, ...]:
    """`known` is what the audit found in the documents that state the figures."""
    return tuple(_contradicted(_check(finding, findings), known) for finding in findings)


def _contradicted(checked: Checked, known: Sequence[audit.Finding]) -> Checked:
    """With what the audit found about the figure, and about those that it was worked out from."""
    operands = tuple(_contradicted(operand, known) for operand in checked.operands)
    same = [c for c in checked.comparisons if c.rule is Rule.SAME_ITEM and c.outcome is not Outcome.DIFFERS]
    contradictions = contradictions_of(checked.finding, [p for c in same for p in c.places], known)
    verdict = checked.verdict if overall(operands) is overall(checked.operands) else overall(operands)
    if any(contradiction.decides for contradiction in contradictions):
        verdict = Verdict.CONFLICT
    return replace(checked, verdict=verdict, operands=operands, contradictions=contradictions)


def overall(checked: Iterable[Checked]) -> Verdict:
    """The verdict of an answer: the worst of its figures'."""
    verdicts = {c.verdict for c in checked}
    return next((verdict for verdict in WORST_FIRST if verdict in verdicts), Verdict.NONE)


def _check(finding: Finding, findings: Sequence[Finding]) -> Checked:
    if finding.operands:
        operands = tuple(_check(operand, findings) for operand in finding.operands)
        told = _told(finding)
        return Checked(finding, _with_told(overall(operands), told), tuple(told), operands=operands)
    if finding.change:
        return _check_change(finding)
    comparisons = [*_same_item(finding), *_other_names(finding), *_sums(finding), *_equals(finding)]
    comparisons += [*_counterparts(finding), *_rate_of_columns(finding)]
    comparisons += _editions(finding, findings)
    comparisons += _growth_from(finding)
    rates = [r for c in finding.case.changes if c[1].year == finding.case.year for r in _rate(c, decides=False)]
    return Checked(finding, _verdict(finding, comparisons), (*comparisons, *rates))


def _told(finding: Finding) -> list[Comparison]:
    """What was worked out against what the document itself states for it."""
    if finding.told is None:
        return []
    stated, worked_out = finding.told.amount, finding.amount
    exact = worked_out.value.quantize(stated.value, ROUND_HALF_UP) == stated.value
    outcome = Outcome.HOLDS if exact else Outcome.ROUNDING if explains(worked_out, stated) else Outcome.DIFFERS
    return [Comparison(Rule.SHARE, stated, worked_out, outcome, (finding.told,), formula=finding.formula)]


def _with_told(verdict: Verdict, told: Sequence[Comparison]) -> Verdict:
    """The document's own result confirms one that rests on single places, and a different one is a conflict."""
    if any(c.outcome is Outcome.DIFFERS for c in told):
        return Verdict.CONFLICT
    confirmed = verdict is Verdict.SINGLE_SOURCE and any(c.outcome is Outcome.HOLDS for c in told)
    return Verdict.CONSISTENT if confirmed else verdict


def _verdict(finding: Finding, comparisons: Sequence[Comparison]) -> Verdict:
    if any(c.outcome is Outcome.DIFFERS and c.decides for c in comparisons):
        return Verdict.CONFLICT
    if finding.amount.unit is None:
        return Verdict.UNVERIFIED
    elsewhere = [c for c in comparisons if _is_elsewhere(finding, c)]
    if any(is_last_digit(finding, c) for c in elsewhere):
        return Verdict.ROUNDING
    if any(c.outcome is Outcome.HOLDS for c in elsewhere):
        return Verdict.CONSISTENT
    if any(c.outcome is Outcome.ROUNDING for c in elsewhere):
        return Verdict.ROUNDING
    if finding.place and _is_doubtful(finding.place):
        return Verdict.UNVERIFIED
    return Verdict.SINGLE_SOURCE


def is_last_digit(finding: Finding, comparison: Comparison) -> bool:
    """Whether another place differs in the last of as many digits: 326.71, 326.72. Both should be seen."""
    own = finding.place
    return (
        own is not None
        and comparison.rule is Rule.SAME_ITEM
        and comparison.outcome is Outcome.ROUNDING
        and all(place.rounding == own.rounding for place in comparison.places)
    )


def _is_doubtful(place: Place) -> bool:
    """Whether a figure that nothing else confirms may have been misread: from a picture, or in a document whose sums
    say that its columns were mixed up."""
    share = place.document.quality.get("sum_share")
    return any(f.fact.source is Source.OCR for f in place.facts) or (share is not None and share < GOOD_SUMS)


def _is_elsewhere(finding: Finding, comparison: Comparison) -> bool:
    """Whether the comparison rests on a place that is independent of the figure's own table or sentence."""
    here = finding.place.where if finding.place else None
    supports = comparison.rule in (Rule.SAME_ITEM, Rule.COUNTERPART)
    if comparison.rule is Rule.SUM:  # zeros add up to zero whatever they are
        supports = comparison.derived.value != 0
    return supports and bool(comparison.places) and all(place.where != here for place in comparison.places)


def _same_item(finding: Finding) -> list[Comparison]:
    own = finding.place
    if own is None or finding.other_edition or finding.aspect:
        return []
    near_first = sorted(finding.case.places, key=lambda p: p.scope != own.scope)
    others = [p for p in _independent(near_first, own) if belongs(p.facts[0].fact) and p.is_like(own)]
    agreeing = [p for p in others if _agree(own, p)]
    comparisons = [Comparison(Rule.SAME_ITEM, own.amount, p.amount, _outcome(own, p), (p,)) for p in agreeing]
    tables = [p for p in finding.case.places if not p.is_sentence]
    for place in others:
        if place not in agreeing and _contradicts(place, (own, *agreeing), tables):
            comparisons.append(Comparison(Rule.SAME_ITEM, own.amount, place.amount, Outcome.DIFFERS, (place,)))
    return comparisons


def _other_names(finding: Finding) -> list[Comparison]:
    """The places that state the figure under another name; they must agree."""
    own = finding.place
    if own is None or finding.other_edition or finding.aspect:
        return []
    others = [p for p in _independent(equivalent_places(finding.case, own), own) if p.is_like(own)]
    return [
        Comparison(Rule.SAME_ITEM, own.amount, p.amount, _outcome(own, p) if own.agrees(p) else Outcome.DIFFERS, (p,))
        for p in others
    ]


def _contradicts(place: Place, agreeing: Sequence[Place], tables: Sequence[Place]) -> bool:
    """Whether the place must state the same as those that agree, and does not.

    A sentence seldom says its scope in full: one whose number stands in a cell of the item speaks of that cell, and
    one that does not call the item by its name may speak of a part of it.
    """
    partial = relations()["partial_statements"]
    if any(p.facts[0].fact.statement in partial for p in (place, agreeing[0])):
        return False
    if _is_of_revenue(place) != _is_of_revenue(agreeing[0]):  # what is received for a purpose may not all be spent
        return False
    if place.is_sentence and not place.names_item:
        return False
    if place.is_sentence and any(place.agrees(table) for table in tables if table.where != place.where):
        return False
    unsaid = place.scope.money is None and any(place.scope.parts == p.scope.parts for p in agreeing)
    return unsaid or any(place.scope.same(p.scope) for p in agreeing)


def _is_of_revenue(place: Place) -> bool:
    table = statement(place.facts[0].fact.statement)
    return table is not None and table.side == "revenue"


def _agree(own: Place, other: Place) -> bool:
    """The same number for the same scope; a part agrees with its whole only where it is all of it, to the digit."""
    if not own.scope.comparable(other.scope):
        return False
    return own.agrees(other) if own.scope.parts == other.scope.parts else own.amount.base == other.amount.base


def _independent(places: Iterable[Place], own: Place) -> list[Place]:
    """The first place of each table and sentence other than the figure's own."""
    seen = {own.where}
    kept = []
    for place in places:
        if place.where not in seen:
            seen.add(place.where)
            kept.append(place)
    return kept


def _outcome(one: Place, other: Place) -> Outcome:
    return Outcome.HOLDS if one.amount.base == other.amount.base else Outcome.ROUNDING


def _sums(finding: Finding) -> list[Comparison]:
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


def _equals(finding: Finding) -> list[Comparison]:
    """收入总计 and 支出总计 are always equal."""
    own = None if finding.aspect else finding.place
    comparisons = []
    for pair in relations()["equal"]:
        if own is None or finding.case.target.key not in pair:
            continue
        other = next(key for key in pair if key != finding.case.target.key)
        place = _term(finding, own, other)
        if isinstance(place, Place):
            outcome = _outcome(own, place) if own.agrees(place) else Outcome.UNDECIDED
            comparisons.append(Comparison(Rule.EQUAL, own.amount, place.amount, outcome, (place,)))
    return comparisons


def _counterparts(finding: Finding) -> list[Comparison]:
    own, target = finding.place, finding.case.target
    if own is None or finding.other_edition or finding.aspect:
        return []
    comparisons = []
    for key in dict.fromkeys((counterpart_of(target.key), *target.others)):
        places = finding.case.related.get(key, ()) if key else ()
        whole = [p for p in places if not p.scope.parts] or places
        equal = [p for p in _independent(whole, own) if p.amount.base == own.amount.base]
        comparisons += [Comparison(Rule.COUNTERPART, own.amount, p.amount, Outcome.HOLDS, (p,)) for p in equal]
        if key in target.others:
            comparisons += _told_otherwise(own, places)
    return comparisons


def _told_otherwise(own: Place, places: Sequence[Place]) -> list[Comparison]:
    """Sentences about the item of the same name in another classification, where its tables state the same sum."""
    tables = [p for p in places if not p.is_sentence]
    if not any(own.is_like(p) and p.amount.base == own.amount.base for p in tables):
        return []
    told = [p for p in _independent(places, own) if p.is_sentence and p.names_item and p.is_like(own)]
    wrong = [p for p in told if not any(p.agrees(table) for table in tables)]
    return [Comparison(Rule.SAME_ITEM, own.amount, p.amount, Outcome.DIFFERS, (p,)) for p in wrong]


def _editions(finding: Finding, findings: Sequence[Finding]) -> list[Comparison]:
    """Other files of the same disclosure that state something else."""
    if finding.place is None:
        return []
    return [
        Comparison(Rule.EDITION, finding.amount, other.amount, Outcome.DIFFERS, (other.place,))
        for other in findings
        if other is not finding
        and other.place
        and other.case is finding.case
        and (other.other_edition or finding.other_edition)
    ]


def _growth_from(finding: Finding) -> list[Comparison]:
    """The percentage by which a sentence leads from the figure, which it states, to the year after."""
    own = finding.place
    comparisons: list[Comparison] = []
    for change in finding.case.changes if own and own.is_sentence else ():
        told = change[1]
        here = own is not None and told.quote == own.facts[0].fact.quote and told.base_year == finding.case.year
        found = growth(finding.amount, told.current) if here and told.current and not told.difference else None
        if found and told.percent:
            outcome = Outcome.ROUNDING if found.explains(told.percent) else Outcome.DIFFERS
            outcome = Outcome.HOLDS if found.is_exactly(told.percent) else outcome
            derived = Amount(found.rate, told.percent.unit, f"{found.rate}%")
            rate = Comparison(Rule.RATE, told.percent, derived, outcome, change=change, formula=found.formula)
            comparisons.append(rate)
    return comparisons


def _rate_of_columns(finding: Finding) -> list[Comparison]:
    """A percentage in a column, or in a sentence, against the amount of the change and the year's own figure."""
    case, stated = finding.case, finding.amount
    change = next((p for p in case.stated_changes if p.facts[0].fact.measure is Measure.CHANGE), None)
    current = case.places[0] if case.places else None
    if finding.aspect != "rate" or change is None or current is None or not change.is_like(current):
        return []
    base = current.amount.base - change.amount.base
    if base <= 0:
        return []
    rate = (abs(change.amount.base) / base * 100).quantize(RATE_DIGITS, ROUND_HALF_UP)
    slack = (change.rounding + current.rounding) / base * 100 + stated.rounding * 2
    gap = abs(rate - abs(stated.value))
    exact = rate.quantize(stated.value, ROUND_HALF_UP) == abs(stated.value)
    outcome = Outcome.HOLDS if exact else Outcome.ROUNDING if gap <= slack else Outcome.DIFFERS
    derived = Amount(rate, stated.unit, f"{rate}%")
    formula = f"{abs(change.amount.value)} ÷ ({current.amount.value} − {change.amount.value}) × 100"
    return [Comparison(Rule.RATE, stated, derived, outcome, (change, current), formula=formula)]


def _check_change(finding: Finding) -> Checked:
    """A figure that a sentence about a change states, or that is worked out from one: its arithmetic must hold."""
    assert finding.change is not None
    comparisons = _rate(finding.change, decides=True)
    verdict = Verdict.CONFLICT if any(c.outcome is Outcome.DIFFERS for c in comparisons) else Verdict.SINGLE_SOURCE
    return Checked(finding, verdict, tuple(comparisons))


def _rate(change: tuple[str, StatedChange], *, decides: bool) -> list[Comparison]:
    """The stated percentage against the one that the difference and the two years' figures give."""
    told = change[1]
    if told.current is None or told.difference is None or told.percent is None or told.direction == 0:
        return []
    if told.current.unit is None or told.difference.unit is None or told.percent.unit is None:
        return []
    difference = told.difference.base
    base = told.current.base - told.direction * difference
    if base <= 0 or told.percent.unit.dimension is not Dimension.PERCENT:
        return []
    slack = told.difference.rounding
    base_slack = told.current.rounding + slack
    low = (difference - slack) / (base + base_slack) * 100
    high = (difference + slack) / (base - base_slack) * 100 if base > base_slack else low
    rate = (difference / base * 100).quantize(RATE_DIGITS, ROUND_HALF_UP)
    last_digit = told.percent.rounding * 2  # writers cut digits off as often as they round
    within = low - last_digit <= told.percent.value <= high + last_digit
    exact = rate.quantize(told.percent.value, ROUND_HALF_UP) == told.percent.value
    outcome = Outcome.HOLDS if exact else Outcome.ROUNDING if within else Outcome.DIFFERS
    derived = Amount(rate, told.percent.unit, f"{rate}%")
    sign = "−" if told.direction > 0 else "+"
    formula = f"{told.difference.value} ÷ ({told.current.value} {sign} {told.difference.value}) × 100"
    return [Comparison(Rule.RATE, told.percent, derived, outcome, change=change, formula=formula, decides=decides)]
