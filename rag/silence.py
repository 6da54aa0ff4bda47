"""Answers without a figure, each for its own reason: they say what is known and what could be asked instead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.model import Blank, Phase, Table
from rag.cases import Case
from rag.citing import Citing, marks
from rag.comparison import Checked
from rag.model import Answer, Status, StoredDocument, StoredFact, Verdict
from rag.query import Query, Target
from rag.quoting import terms_of
from rag.report import Reporter
from rag.retrieve import Evidence
from rag.scope import relations
from rag.wording import Wording, escape, shorten

MOST_AGENCIES = 12  # lines of a list of what is loaded
MOST_BLANKS = 2  # cells that are shown as proof that nothing is stated
MOST_CHOICES = 8


def out_of_scope(query: Query, evidence: Evidence, wording: Wording) -> Answer:
    examples = _examples(evidence.documents, wording)
    return _answer(query, Status.OUT_OF_SCOPE, _with_list(wording.say("out_of_scope"), examples), choices=examples)


def nothing_loaded(query: Query, wording: Wording) -> Answer:
    return _answer(query, Status.NOT_FOUND, wording.say("no_library"))


def list_documents(query: Query, evidence: Evidence, wording: Wording) -> Answer:
    if not evidence.documents:
        return nothing_loaded(query, wording)
    lines = [
        wording.say(
            "document_line" if d.agency else "document_line_unnamed",
            agency=escape(d.agency),
            period=wording.period(d.year, d.phase).strip(" ,"),
            document=escape(d.file_name),
            pages=d.pages,
        )
        for d in evidence.documents
    ]
    head = wording.say("documents", count=len(lines))
    return _answer(query, Status.ANSWERED, "\n\n".join([head, "\n".join(lines)]))


def choose_reading(query: Query, evidence: Evidence, wording: Wording) -> Answer:
    """工资 may be 工资福利支出 or 人员经费: the asker chooses."""
    agency = query.agencies[0].name if query.agencies else ""
    choices = [_choice(agency, query.years, query.phase, target, wording) for target in query.alternatives]
    head = wording.say("ambiguous", wording=escape(query.alternatives_for))
    return _answer(query, Status.AMBIGUOUS, _with_list(head, choices), choices=choices)


def choose_agency(query: Query, checked: Sequence[Checked], agencies: Sequence[str], wording: Wording) -> Answer:
    """A question for each disclosure that states the figure, and one for all of them."""
    cases = list({c.finding.case.disclosure: c.finding.case for c in checked}.values())
    levels = {name: len({c.disclosure.level for c in cases if c.disclosure.agency.name == name}) for name in agencies}
    of_each = [_choice_of(case, wording, says_level=levels[case.disclosure.agency.name] > 1) for case in cases]
    of_all = [wording.say("choice_all", period=_period(query, wording), item=cases[0].target.name)]
    choices = [*list(dict.fromkeys(of_each))[:MOST_CHOICES], *of_all]
    head = wording.say("too_many", count=len(agencies))
    return _answer(query, Status.AMBIGUOUS, _with_list(head, choices), choices=choices)


def choose_namesake(query: Query, checked: Sequence[Checked], agencies: Sequence[str], wording: Wording) -> Answer:
    """The question once for each agency that its name may mean, asked of that one."""
    said = query.shared_name if query.shared_name in query.question else ""
    if checked and not said:
        return choose_agency(query, checked, agencies, wording)
    shown = agencies[:MOST_CHOICES]
    choices = [query.question.replace(said, name, 1) if said else name for name in shown]
    head = wording.say("same_named", count=len(agencies), name=escape(query.shared_name))
    return _answer(query, Status.AMBIGUOUS, _with_list(head, choices), choices=choices)


def _choice_of(case: Case, wording: Wording, *, says_level: bool) -> str:
    """The question that only this case answers."""
    disclosure = case.disclosure
    level = wording.say("of_level", level=wording.level(disclosure.level)) if says_level else ""
    years = (case.year,) if case.year else ()
    return _choice(f"{disclosure.agency.name}{level}", years, disclosure.phase, case.target, wording)


def _period(query: Query, wording: Wording) -> str:
    return wording.period(query.years[0] if len(query.years) == 1 else None, query.phase or Phase.OTHER).strip(" ,")


def choose_item(query: Query, evidence: Evidence, wording: Wording) -> Answer:
    """An agency and perhaps a year, and nothing to look up."""
    agency = query.agencies[0]
    newest = max((d.year for d in agency.documents if d.year), default=None)
    year = query.years[0] if query.years else newest
    choices = wording.examples(agency=agency.name, year=year) if year else []
    period = wording.period(year, query.phase or Phase.OTHER)
    head = wording.say("which_item", agency=escape(agency.name), period=period)
    return _answer(query, Status.AMBIGUOUS, _with_list(head, choices), choices=choices)


def not_disclosed(query: Query, evidence: Evidence, wording: Wording) -> Answer:
    citing = Citing(evidence.documents)
    lines = blank_lines(evidence, Reporter(wording, citing))
    return _answer(query, Status.NOT_DISCLOSED, "\n\n".join(lines), citing=citing)


def blank_lines(evidence: Evidence, reporter: Reporter) -> list[str]:
    """For every case without a figure whose cells are blank or whose table is empty: which, and where."""
    lines = []
    for case in evidence.cases:
        if case.derivable or not (case.blanks or case.empty_tables):
            continue
        if case.places:
            lines += [reporter.wording.say("blank_elsewhere", how=how) for how in _proofs(case, reporter)[:1]]
            continue
        proofs = _proofs(case, reporter)
        lines.append(
            reporter.wording.say(
                "not_disclosed",
                agency=reporter.agency(case),
                period=reporter.period(case),
                item=escape(reporter.item_name(case)),
                how=" ".join(proofs),
            )
        )
    return lines


def _proofs(case: Case, reporter: Reporter) -> list[str]:
    """The cells or tables that are blank; none where a table states the figure."""
    if case.places and not case.places[0].is_sentence:
        return []
    cells = [_blank_cell(stored, reporter) for stored in clearest(case.blanks)]
    return cells or [_empty_table(i, table, reporter) for i, table in case.empty_tables[:1]]


def clearest(blanks: Sequence[StoredFact]) -> list[StoredFact]:
    """One blank for each table that has it, main tables before lists."""
    order = relations()["preferred_statements"]
    ranked = sorted(blanks, key=lambda f: (f.fact.aspect is not None, _rank(f.fact.statement, order)))
    return list({stored.table_title: stored for stored in reversed(ranked)}.values())[::-1][:MOST_BLANKS]


def _rank(statement: str | None, order: Sequence[str]) -> int:
    return order.index(statement) if statement in order else len(order)


def _blank_cell(stored: StoredFact, reporter: Reporter) -> str:
    fact = stored.fact
    what = reporter.wording.say(f"blank.{(fact.blank or Blank.EMPTY).value}", quote=escape(shorten(fact.quote)))
    key = "blank_sentence" if fact.table is None else "blank_cell" if fact.label else "blank_column"
    return reporter.wording.say(
        key,
        document=escape(reporter.citing.file_name(stored.document_id)),
        page=fact.page,
        table=escape(stored.table_title),
        row=escape(fact.label),
        column=escape("/".join(fact.column)),
        what=what,
        quote=escape(shorten(fact.quote)),
        marks=marks([reporter.citing.fact(stored)]),
    )


def _empty_table(document_id: str, table: Table, reporter: Reporter) -> str:
    note = says_none(table)
    return reporter.wording.say(
        "empty_table_note" if note else "empty_table",
        document=escape(reporter.citing.file_name(document_id)),
        page=table.pages[0],
        table=escape(table.title),
        note=escape(shorten(note)),
        marks=marks([reporter.citing.table(document_id, table, note)]),
    )


def says_none(table: Table) -> str:
    """The last sentence below the table that says that there is none; "" where none does."""
    sentences = [s for note in table.notes for s in re.split(r"(?<=[。；;])|\n", note)]
    return next((s.strip() for s in reversed(sentences) if re.search(relations()["says_none"], s)), "")


def one_sided(query: Query, evidence: Evidence, checked: Sequence[Checked], wording: Wording) -> Answer:
    """Two figures are to be related and one of them is not stated: the other is told, but no figure of the answer."""
    citing = Citing(evidence.documents)
    reporter = Reporter(wording, citing)
    lines = [wording.say("not_found", what=what) for what in _missing_side(query, evidence, checked[0], wording)]
    lines.append(wording.say("one_sided"))
    for one in checked:
        lines += [reporter.headline(one), *reporter.details(one)]
    return _answer(query, Status.NOT_FOUND, "\n\n".join(lines), citing=citing)


def _missing_side(query: Query, evidence: Evidence, stated: Checked, wording: Wording) -> list[str]:
    if query.operands:
        silent = [
            o for o, cases in zip(query.operands, evidence.sides, strict=True) if not any(c.places for c in cases)
        ]
        return [_what(operand, target, wording) for operand in silent for target in operand.targets]
    case = stated.finding.case
    years = tuple(year for year in query.years if year != case.year)
    return [_what(replace(query, years=years), case.target, wording)]


def not_found(query: Query, evidence: Evidence, wording: Wording) -> Answer:
    """Says what was looked for, and what is loaded of it."""
    lines = []
    if query.unknown_agencies:
        lines.append(wording.say("not_found_agency", names=escape(wording.join(list(query.unknown_agencies)))))
    elif query.targets and query.targets[0].key:
        target = query.targets[0]
        named = replace(target, name=target.label) if target.says_more else target
        lines.append(wording.say("not_found", what=_what(query, named, wording)))
    else:
        lines.append(wording.say("not_found_passage"))
    lines += readings(query, wording)
    lines.append(_what_is_loaded(query, evidence, wording))
    choices = _plainer(query, wording)
    return _answer(query, Status.NOT_FOUND, "\n\n".join([*lines, *_list(choices)]), choices=choices)


def _plainer(query: Query, wording: Wording) -> list[str]:
    """Where a longer name was not found: the question about the item in it."""
    agency = query.agencies[0].name if query.agencies else ""
    said_more = [t for t in query.targets if t.key and t.says_more] if query.agencies else []
    return [_choice(agency, query.years, query.phase, target, wording) for target in said_more]


def readings(query: Query, wording: Wording) -> list[str]:
    """How everyday words, abbreviations and 去年 were read."""
    return [wording.say("reading", wording=escape(r.wording), meaning=escape(r.meaning)) for r in query.readings]


def years_without(query: Query, evidence: Evidence, wording: Wording) -> list[str]:
    """Of several years asked for, those of which nothing is said."""
    telling = [case for case in evidence.cases if case.says_something]
    told = {case.disclosure.year if case.target.key in relations()["stocks"] else case.year for case in telling}
    asked = query.years
    if not told.intersection(asked) or not query.targets:
        return []
    target = query.targets[0]
    missing = [year for year in asked if year not in told]
    return [wording.say("not_found", what=_what(replace(query, years=(y,)), target, wording)) for y in missing]


def _what(query: Query, target: Target, wording: Wording) -> str:
    agency = wording.join([escape(a.name) for a in query.agencies])
    years = wording.join([str(year) for year in query.years])
    phase = query.phase or Phase.OTHER
    period = (
        wording.say("period", year=years, phase=wording.phase(phase))
        if years
        else wording.say("no_period", phase=wording.phase(phase))
    )
    return wording.say("what_figure", agency=agency, period=period, item=escape(target.name)).strip()


def _what_is_loaded(query: Query, evidence: Evidence, wording: Wording) -> str:
    if query.agencies:
        return "\n".join(
            wording.say("loaded_for", agency=escape(a.name), periods=_periods(a.documents, wording))
            for a in query.agencies
        )
    by_agency: dict[str, list[StoredDocument]] = {}
    for document in (d for d in evidence.documents if d.agency):
        by_agency.setdefault(document.agency, []).append(document)
    asked = terms_of(" ".join(query.unknown_agencies))
    nearest = sorted(by_agency.items(), key=lambda item: -len(asked & terms_of(item[0])))
    lines = [
        wording.say("loaded_line", agency=escape(name), periods=_periods(documents, wording))
        for name, documents in nearest[:MOST_AGENCIES]
    ]
    if len(by_agency) > MOST_AGENCIES:
        lines.append(wording.say("loaded_more", count=len(by_agency) - MOST_AGENCIES))
    return "\n".join([wording.say("loaded"), "", *lines])


def _periods(documents: Sequence[StoredDocument], wording: Wording) -> str:
    return wording.join(list(dict.fromkeys(wording.period(d.year, d.phase).strip(" ,") for d in documents)))


def _choice(agency: str, years: Sequence[int], phase: Phase | None, target: Target, wording: Wording) -> str:
    period = wording.period(years[0] if years else None, phase or Phase.OTHER).strip(" ,")
    return wording.say("choice", agency=agency, period=period, item=target.name).replace("  ", " ").strip()


def _examples(documents: Sequence[StoredDocument], wording: Wording) -> list[str]:
    newest = max((d for d in documents if d.year), key=lambda d: d.year or 0, default=None)
    return wording.examples(agency=newest.agency, year=newest.year) if newest else []


def _with_list(head: str, choices: Sequence[str]) -> str:
    return "\n\n".join([head, *_list(choices)])


def _list(choices: Sequence[str]) -> list[str]:
    return ["\n".join(f"- {escape(choice)}" for choice in choices)] if choices else []


def _answer(
    query: Query, status: Status, text: str, *, choices: Sequence[str] = (), citing: Citing | None = None
) -> Answer:
    return Answer(
        question=query.question,
        status=status,
        text=text,
        verdict=Verdict.NONE,
        citations=tuple(citing.citations) if citing else (),
        query=query.to_json(),
        choices=tuple(choices),
    )
