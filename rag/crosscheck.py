"""Every figure against all other places of the same document that state it.

1. places that state the same item, year, measure and money: they agree, agree within rounding, or contradict
2. sums: the whole against its parts, where document and scope are the same
3. the same spending by another classification (公务接待费 of 三公 ≥ 30217): equal agrees, less does not contradict
4. the arithmetic of the sentence beside the figure: 减少1088.87万元，减少43.23%

Places of different scope never contradict each other, and other files of the same disclosure are not independent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractors.model import Source
from extractors.statements import statement
from rag import findings as audit
from rag.arithmetic import growth_from, rate_of_columns, stated_rate, told_share
from rag.comparison import Checked, Comparison, Outcome, Rule, outcome_of
from rag.contradictions import contradictions_of
from rag.equivalents import equivalent_places
from rag.figures import Finding
from rag.model import Verdict
from rag.places import Place
from rag.related_items import counterparts_of
from rag.scope import belongs, relations
from rag.summing import equal_totals, sums_of

GOOD_SUMS = 0.95
"""Share of a document's rows and columns that must add up for its tables to be trusted by themselves."""
WORST_FIRST = (Verdict.CONFLICT, Verdict.UNVERIFIED, Verdict.SINGLE_SOURCE, Verdict.ROUNDING, Verdict.CONSISTENT)


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
        told = told_share(finding)
        return Checked(finding, _with_told(overall(operands), told), tuple(told), operands=operands)
    if finding.change:
        return _check_change(finding)
    comparisons = [*_same_item(finding), *_other_names(finding), *sums_of(finding), *equal_totals(finding)]
    comparisons += [*_counterparts(finding), *rate_of_columns(finding)]
    comparisons += _editions(finding, findings)
    comparisons += growth_from(finding)
    rates = [r for c in finding.case.changes if c[1].year == finding.case.year for r in stated_rate(c, decides=False)]
    return Checked(finding, _verdict(finding, comparisons), (*comparisons, *rates))


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
    comparisons = [Comparison(Rule.SAME_ITEM, own.amount, p.amount, outcome_of(own, p), (p,)) for p in agreeing]
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
        Comparison(Rule.SAME_ITEM, own.amount, p.amount, outcome_of(own, p) if own.agrees(p) else Outcome.DIFFERS, (p,))
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
    # what is received for a purpose may not all be spent
    agreeing = [p for p in agreeing if _is_of_revenue(p) == _is_of_revenue(place)]
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


def _counterparts(finding: Finding) -> list[Comparison]:
    own, target = finding.place, finding.case.target
    if own is None or finding.other_edition or finding.aspect:
        return []
    comparisons = []
    for key in dict.fromkeys((*counterparts_of(target.key), *target.others)):
        places = finding.case.related.get(key, ())
        whole = [p for p in places if not p.scope.parts] or places
        equal = [p for p in _independent(whole, own) if p.amount.base == own.amount.base]
        comparisons += [Comparison(Rule.COUNTERPART, own.amount, p.amount, Outcome.HOLDS, (p,)) for p in equal]
        comparisons += _told_otherwise(own, places)
    return comparisons


def _told_otherwise(own: Place, places: Sequence[Place]) -> list[Comparison]:
    """Sentences about the item's counterpart in another classification, where its tables state the same sum."""
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


def _check_change(finding: Finding) -> Checked:
    """A figure that a sentence about a change states, or that is worked out from one: its arithmetic must hold."""
    assert finding.change is not None
    comparisons = stated_rate(finding.change, decides=True)
    verdict = Verdict.CONFLICT if any(c.outcome is Outcome.DIFFERS for c in comparisons) else Verdict.SINGLE_SOURCE
    return Checked(finding, verdict, tuple(comparisons))
