"""Agencies without a figure: what a sum, an average or a ranking leaves out and why, and who has none of an item."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rag.cases import Case
from rag.citing import Citing, marks
from rag.comparison import Checked
from rag.crosscheck import overall
from rag.model import Answer, Status, Verdict
from rag.query import Operation, Query
from rag.report import Reporter
from rag.retrieve import Evidence
from rag.wording import Wording, escape

MOST_NAMES = 15  # of one reason; the others are counted
OVER_AGENCIES = frozenset({Operation.SUM, Operation.AVERAGE, Operation.COUNT, Operation.RANKING})


def left_out(query: Query, evidence: Evidence, checked: Sequence[Checked], reporter: Reporter) -> list[str]:
    """How many disclosures state it, and who is not in a figure of several agencies: blank, silent, without a unit, or
    told by its department already."""
    told = {one.finding.case.disclosure.agency.name for one in checked}
    if query.operation not in OVER_AGENCIES or len({c.disclosure.agency.name for c in evidence.cases}) < 2:
        return []
    stated = [c for c in evidence.cases if c.places]
    ranked = query.operation is Operation.RANKING and len(told) < len({c.disclosure.agency.name for c in stated})
    blank, silent = _without(evidence.cases, told | {c.disclosure.agency.name for c in stated})
    used = {(o.finding.case.disclosure, o.finding.case.year) for one in checked for o in (one, *one.operands)}
    contained = [
        f"{escape(case.disclosure.agency.name)}{_level(case, reporter.wording)}"
        for case in stated
        if not ranked and (case.disclosure, case.year) not in used and case.disclosure.agency.name in told
    ]
    unitless = [escape(c.disclosure.agency.name) for c in stated if all(p.amount.unit is None for p in c.places)]
    contained = [name for name in contained if name not in unitless]
    asked = {c.disclosure for c in evidence.cases}
    how_many = reporter.wording.say("stated_by", count=len({c.disclosure for c in stated}), total=len(asked))
    reasons = [
        line
        for key, names in (
            ("left_out_blank", _names(blank)),
            ("left_out_silent", _names(silent)),
            ("left_out_level", contained),
            ("left_out_unit", [] if ranked else unitless),
        )
        if (line := _line(key, names, reporter.wording))
    ]
    return [how_many, *reasons]


def list_missing(query: Query, evidence: Evidence, checked: Sequence[Checked], wording: Wording) -> Answer:
    """Who says that there is none, who leaves it blank, and who does not mention it."""
    citing = Citing(evidence.documents)
    reporter = Reporter(wording, citing)
    told = {case.disclosure.agency.name for case in evidence.cases if case.places}
    blank, silent = _without(evidence.cases, told)
    zeros = [f"{reporter.agency(one.finding.case)}{marks(reporter.cite(one)[:1])}" for one in checked]
    cited = [f"{escape(case.disclosure.agency.name)}{marks(_proof(case, citing))}" for case in _each(blank)]
    lines = [
        line
        for key, names in (("missing_zero", zeros), ("missing_blank", cited), ("missing_silent", _names(silent)))
        if (line := _line(key, names, wording))
    ]
    item = escape(reporter.item_name(evidence.cases[0]))
    head = wording.say("missing_head" if lines else "missing_nobody", item=item, count=len(told))
    return Answer(
        question=query.question,
        status=Status.ANSWERED,
        text="\n\n".join([head, *lines]),
        verdict=overall(checked) if checked else Verdict.NONE,
        figures=tuple(reporter.figure(one) for one in checked),
        citations=tuple(citing.citations),
        query=query.to_json(),
    )


def _without(cases: Iterable[Case], told: set[str]) -> tuple[list[Case], list[Case]]:
    """Cases of agencies that state nothing: those with a blank or an empty table, and the silent ones."""
    without = [case for case in cases if case.disclosure.agency.name not in told]
    blank = [case for case in without if case.blanks or case.empty_tables]
    said = {case.disclosure.agency.name for case in blank}
    return blank, [case for case in without if case.disclosure.agency.name not in said]


def _proof(case: Case, citing: Citing) -> list[int]:
    if case.blanks:
        return [citing.fact(case.blanks[0])]
    return [citing.table(document_id, table, "") for document_id, table in case.empty_tables[:1]]


def _each(cases: Iterable[Case]) -> list[Case]:
    return list({case.disclosure.agency.name: case for case in cases}.values())


def _names(cases: Iterable[Case]) -> list[str]:
    return [escape(case.disclosure.agency.name) for case in _each(cases)]


def _level(case: Case, wording: Wording) -> str:
    return wording.say("of_level", level=wording.level(case.disclosure.level))


def _line(key: str, names: Sequence[str], wording: Wording) -> str:
    if not names:
        return ""
    shown = list(dict.fromkeys(names))
    more = wording.say("and_more", count=len(shown) - MOST_NAMES) if len(shown) > MOST_NAMES else ""
    return wording.say(key, names=wording.join(shown[:MOST_NAMES]) + more)
