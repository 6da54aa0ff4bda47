"""Query, evidence and checked figures → an answer in words. Every status has its function here or in `silence`."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from extractors.model import Level, Phase
from extractors.taxonomy import load_taxonomy
from rag import silence, unmet
from rag.absences import left_out, list_missing
from rag.audit_answer import tell_audit
from rag.citing import Citing, marks
from rag.comparison import Checked
from rag.crosscheck import overall
from rag.disclosures import Disclosure
from rag.inquiry import read_inquiry
from rag.items import find_item
from rag.lexicon import normalise
from rag.line_names import plain_name
from rag.model import Answer, Status, Verdict
from rag.namesakes import namesakes, with_reading
from rag.query import Operation, Query, Reading, Target
from rag.quoting import Quotation, quote_best_files
from rag.ranked_figures import ranking_lines
from rag.report import Reporter
from rag.retrieve import Evidence
from rag.showing import checks_of
from rag.surroundings import stands_in
from rag.wording import Wording, escape
from rag.yes_no import in_a_word

FIGURE = re.compile(r"\d[\d,.]*\s*(?:万元|亿元|元|%|％|辆|人|个|家|件|批|次)")
NEGLIGIBLE = 2  # characters before an item's name that may go unread without a word about it
MOST_DETAILED = 3  # figures of a list that are told with place and check; of a longer one the citations say it
FEW_AGENCIES = 5  # so many are answered for all at once, when none was named


def compose(query: Query, evidence: Evidence, checked: Sequence[Checked]) -> Answer:
    wording = Wording(query.language)
    if query.operation is Operation.OUT_OF_SCOPE:
        return silence.out_of_scope(query, evidence, wording)
    if query.operation is Operation.DOCUMENTS:
        return silence.list_documents(query, evidence, wording)
    if not evidence.documents:
        return silence.nothing_loaded(query, wording)
    if evidence.audited is not None:
        told = tell_audit(query, evidence.audited, evidence.documents, wording)
        return told or silence.not_found(query, evidence, wording)
    meant = namesakes(query, evidence)
    if len(meant) > 1:
        return silence.choose_namesake(query, checked, meant, wording)
    if meant:
        query = with_reading(query, meant[0])
    if query.operation is Operation.PASSAGE and (quoted := _passages(query, evidence, wording)):
        return quoted
    if query.operation is Operation.PASSAGE and any(role.is_needed for role in read_inquiry(query).roles):
        return silence.not_found(query, evidence, wording)  # who answers for a project is not what it costs
    if refused := unmet.refusal(query, evidence, checked, wording):
        return refused
    if query.alternatives and not checked:
        return silence.choose_reading(query, evidence, wording)
    if query.operation is Operation.MISSING and evidence.cases:
        return list_missing(query, evidence, checked, wording)
    if checked:
        return _figures_or_choice(query, evidence, checked, wording)
    if any(case.blanks or case.empty_tables for case in evidence.cases):
        return silence.not_disclosed(query, evidence, wording)
    if query.agencies and not query.targets and not query.rest:
        return silence.choose_item(query, evidence, wording)
    return _passages(query, evidence, wording) or silence.not_found(query, evidence, wording)


def _figures_or_choice(query: Query, evidence: Evidence, checked: Sequence[Checked], wording: Wording) -> Answer:
    agencies = list(dict.fromkeys(c.finding.case.disclosure.agency.name for c in checked))
    named = query.agencies and len(query.agencies) <= FEW_AGENCIES
    if len(agencies) > FEW_AGENCIES and not named and not query.everyone and query.operation is Operation.LOOKUP:
        return silence.choose_agency(query, checked, agencies, wording)
    if _is_one_sided(query, checked):
        return silence.one_sided(query, evidence, checked, wording)
    return _figures(query, evidence, checked, wording)


def _is_one_sided(query: Query, checked: Sequence[Checked]) -> bool:
    """Whether two figures are to be related and nothing came of it."""
    alone = checked[0].finding.aspect is None
    return alone and (bool(query.operands) or (_asks_difference(query) and len(checked) == 1))


def _asks_difference(query: Query) -> bool:
    is_comparison = query.operation is Operation.COMPARISON and query.wants_difference
    return is_comparison or query.operation is Operation.CHANGE


def _figures(query: Query, evidence: Evidence, checked: Sequence[Checked], wording: Wording) -> Answer:
    citing = Citing(evidence.documents)
    reporter = Reporter(wording, citing, levels=_both_levels([c.finding.case.disclosure for c in checked]))
    lines = [*in_a_word(query, checked, wording), *_figure_lines(query, checked, reporter)]
    if query.agencies:
        lines += silence.blank_lines(evidence, reporter)
    lines += _quotations(query, evidence, wording, citing) if query.also_prose else []
    lines += _warnings(query, checked, reporter)
    lines += left_out(query, evidence, checked, reporter)
    lines += unmet.note(query, evidence, wording)
    lines += notes(query, evidence, checked, wording)
    figures = tuple(reporter.figure(c) for c in checked)
    checks = checks_of(checked, reporter)  # before the citations are taken, which it adds to
    return Answer(
        question=query.question,
        status=Status.ANSWERED,
        text="\n\n".join(lines),
        verdict=overall(checked),
        figures=figures,
        citations=tuple(citing.citations),
        checks=checks,
        query=query.to_json(),
    )


def _warnings(query: Query, checked: Sequence[Checked], reporter: Reporter) -> list[str]:
    beside = checked if query.operation is Operation.LOOKUP else ()
    rates = list(dict.fromkeys(warning for one in beside for warning in reporter.verdicts.warnings(one)))
    return [*rates, *reporter.verdicts.teller.warnings(checked)]


def _figure_lines(query: Query, checked: Sequence[Checked], reporter: Reporter) -> list[str]:
    if query.operation is Operation.RANKING and len(checked) > 1:
        return ranking_lines(query, checked, reporter)
    if len(checked) == 1:
        return [reporter.headline(checked[0]), *reporter.details(checked[0])]
    lines: list[str] = []
    told: set[str] = set()
    for one in checked:
        headline = reporter.headline(one)
        brief = len(checked) > MOST_DETAILED and one.verdict is not Verdict.CONFLICT
        details = [] if brief else [detail for detail in reporter.details(one) if detail not in told]
        told.update(detail for detail in details if one.finding.change)
        indented = [line for detail in details for line in detail.splitlines()]
        lines += [reporter.wording.say("line", figure=headline), *(f"  {line}" for line in indented)]
    return ["\n".join(lines)]


def notes(query: Query, evidence: Evidence, checked: Sequence[Checked], wording: Wording) -> list[str]:
    """How the question was read, and what was assumed."""
    shown = (*_readings_used(query, checked), *_labels_not_found(query, checked))
    lines = silence.readings(replace(query, readings=shown), wording)
    if evidence.assumed_year:
        lines.append(wording.say("assumed_year", year=evidence.assumed_year))
    if evidence.other_phase and query.phase:
        loaded = Phase.BUDGET if query.phase is Phase.FINAL_ACCOUNTS else Phase.FINAL_ACCOUNTS
        lines.append(wording.say("other_phase", asked=wording.phase(query.phase), loaded=wording.phase(loaded)))
    for one in checked:
        if one.finding.case.instead_of:
            asked, item = escape(one.finding.case.instead_of), escape(one.finding.case.target.name)
            lines.append(wording.say("nearest", asked=asked, item=item))
    lines += silence.years_without(query, evidence, wording)
    if query.unknown_agencies:
        lines.append(wording.say("not_found_agency", names=escape(wording.join(list(query.unknown_agencies)))))
    return list(dict.fromkeys(lines))


def _readings_used(query: Query, checked: Sequence[Checked]) -> list[Reading]:
    """Without those of items where only lines are told that carry a name of their own: 物业 in 物业管理服务."""
    targets = [one.finding.case.target for one in checked]
    items = {target.name for target in targets if target.key}
    lines = [target.name for target in targets if target.key is None]
    return [
        reading
        for reading in query.readings
        if load_taxonomy().find(reading.meaning) is None
        or reading.meaning in items
        or not (any(reading.wording in line for line in lines) or (lines and not items))
    ]


def _labels_not_found(query: Query, checked: Sequence[Checked]) -> list[Reading]:
    """A longer wording of which only the item in it was found: 火星培训费, read as 培训费."""
    used = {one.finding.case.target for one in checked}
    longer = [
        Reading(target.label, target.name)
        for target in query.targets
        if target in used and target.label.find(target.name) >= NEGLIGIBLE
    ]
    return longer or _lines_that_say_more(query, used)


def _lines_that_say_more(query: Query, used: Collection[Target]) -> list[Reading]:
    """The one line that was found for a shorter name: 补助资金, read as 留守机构补助资金."""
    asked = query.targets[0] if len(query.targets) == len(used) == 1 else None
    found = next(iter(used)) if asked and not asked.key and asked.label else None
    if asked is None or found is None or found.key or plain_name(asked.label) == plain_name(found.name):
        return []
    return [Reading(asked.label, found.name)] if plain_name(asked.label) in plain_name(found.name) else []


def _both_levels(disclosures: Sequence[Disclosure]) -> bool:
    levels: dict[str, set[Level]] = {}
    for disclosure in disclosures:
        levels.setdefault(disclosure.agency.name, set()).add(disclosure.level)
    return any(len(of_agency) > 1 for of_agency in levels.values())


def _passages(query: Query, evidence: Evidence, wording: Wording) -> Answer | None:
    """The sentences that answer a question in prose, quoted; None where none matches well enough."""
    citing = Citing(evidence.documents)
    lines = _quotations(query, evidence, wording, citing)
    if not lines:
        return None
    return Answer(
        question=query.question,
        status=Status.ANSWERED,
        text="\n\n".join([*lines, *notes(query, evidence, (), wording)]),
        verdict=Verdict.NONE,
        citations=tuple(citing.citations),
        query=query.to_json(),
    )


def _quotations(query: Query, evidence: Evidence, wording: Wording, citing: Citing) -> list[str]:
    best_files = {disclosure.documents[0].id for disclosure in evidence.disclosures}
    inquiry = read_inquiry(query)
    quotations = quote_best_files(evidence.passages, inquiry, best_files)
    if inquiry.wants_number:
        quotations = [q for q in quotations if _has_all(_restricting(query), q)]
    if query.asks_only_items and not inquiry.names_more:
        quotations = [q for q in quotations if any(_states(q.quote, target) for target in query.targets)]
    if not quotations:
        return []
    agencies = {d.id: d.agency for d in evidence.documents}
    names = list(dict.fromkeys(escape(agencies[q.passage.document_id]) for q in quotations))
    return [
        wording.say("passages", agency=wording.join(names)),
        *(
            wording.say(
                "passage",
                quote="\n>\n> ".join(escape(line) for line in q.shown),
                document=escape(citing.file_name(q.passage.document_id)),
                page=q.passage.page,
                marks=marks([citing.passage(q.passage, q.quote)]),
            )
            for q in quotations
        ),
    ]


def _restricting(query: Query) -> list[str]:
    """The words of the question that restrict the amount asked for."""
    scopes = {scope for target in query.targets for scope in target.scopes}
    return [*query.unread, *(words for words, key in query.mentioned if key in scopes)]


def _has_all(words: Sequence[str], quotation: Quotation) -> bool:
    """Whether an amount is quoted with all the words that restrict it."""
    text = normalise(f"{quotation.passage.section} {quotation.quote}")
    return all(stands_in(word, text) for word in words)


def _states(quote: str, target: Target) -> bool:
    """Whether it names the item and an amount: a glossary that explains 差旅费 does not say how much it is."""
    item = find_item(target.key)
    names = {target.name, *(item.aliases if item else ())}
    return any(name in quote for name in names) and FIGURE.search(quote) is not None
