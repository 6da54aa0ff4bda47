"""A question for a table → its answer: the table as data, as Markdown, and what is not in it, with the reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from extractors.model import Level
from rag import silence
from rag.agencies import open_directory
from rag.citing import Citing, marks
from rag.columns import Request, read_request
from rag.conversation import understand
from rag.crosscheck import overall
from rag.disclosures import select_disclosures
from rag.lexicon import normalise, read_data
from rag.model import Answer, AnswerTable, Missing, Status, TableCell, Verdict
from rag.query import Operation, Query, Target
from rag.report import Reporter
from rag.sheet import Sheet, fill_sheet
from rag.showing import checks_of
from rag.understand import LONGEST_QUESTION, language_of
from rag.wording import Wording, escape, shorten

if TYPE_CHECKING:
    from rag.library import Library

MOST_LINES = 60  # of the table in the text; the table itself has all
MOST_NAMES = 12  # files that one reason for leaving out names
LONGEST_TEXT = 60  # characters of a cell in the text


def answer_with_table(question: str, library: Library, turns: Sequence[str] = ()) -> Answer | None:
    """The table that the question asks for; None where it asks for something else."""
    directory = open_directory(tuple(library.documents()))
    read = question[:LONGEST_QUESTION]
    language = language_of(normalise(read))
    request = read_request(read, directory, language)
    if request is None:
        return None
    query = _scope(request, question, language, library, turns)
    wording = Wording(language)
    citing = Citing(library.documents())
    reporter = Reporter(wording, citing, levels=_has_levels(query, library))
    sheet = fill_sheet(request, query, library, reporter)
    return _answer(sheet, query, reporter, citing)


def _scope(request: Request, question: str, language: str, library: Library, turns: Sequence[str]) -> Query:
    """Whose table it is: what the question says beside its columns, else what was spoken of before."""
    said = [] if request.is_of_all else [*turns]
    said += [request.scope] if request.scope else []
    query = understand(said[-1], library, turns=said[:-1]) if said else Query(question, language, Operation.TABLE)
    targets = tuple(Target(column.key or None, column.heading) for column in request.columns)
    return replace(query, question=question, language=language, operation=Operation.TABLE, targets=targets, measures=())


def _has_levels(query: Query, library: Library) -> bool:
    levels: dict[tuple[str, int | None], set[Level]] = {}
    for disclosure in select_disclosures(query, library.documents()):
        levels.setdefault((disclosure.agency.name, disclosure.year), set()).add(disclosure.level)
    return any(len(of_year) > 1 for of_year in levels.values())


def _answer(sheet: Sheet, query: Query, reporter: Reporter, citing: Citing) -> Answer:
    wording = reporter.wording
    says_nothing = all(cell.value is None or not cell.citations for line in sheet.lines for cell in line)
    lines = [_say("none", wording)] if not sheet.lines else _table_lines(sheet, wording)
    lines += _conflicts(sheet, reporter)
    lines += reporter.verdicts.teller.warnings(sheet.checked)
    lines += silence.readings(query, wording)
    lines += _absences(sheet, query, wording)
    checks = checks_of(sheet.checked, reporter)  # before the citations are taken, which it adds to
    table = AnswerTable(tuple(column.heading for column in sheet.columns), tuple(sheet.lines))
    return Answer(
        question=query.question,
        status=_silent_status(sheet) if says_nothing else Status.ANSWERED,
        text="\n\n".join(lines),
        verdict=overall(sheet.checked) if sheet.checked else Verdict.NONE,
        figures=tuple(sheet.figures),
        citations=tuple(citing.citations),
        checks=checks,
        query=query.to_json(),
        table=table if sheet.lines else None,
    )


def _silent_status(sheet: Sheet) -> Status:
    reasons = {cell.missing for line in sheet.lines for cell in line}
    return Status.NOT_DISCLOSED if reasons & {Missing.NOT_DISCLOSED, Missing.BLANK} else Status.NOT_FOUND


def _table_lines(sheet: Sheet, wording: Wording) -> list[str]:
    units = [_common_unit([line[i] for line in sheet.lines]) for i in range(len(sheet.columns))]
    headings = [
        _say("with_unit", wording, heading=escape(column.heading), unit=unit) if unit else escape(column.heading)
        for column, unit in zip(sheet.columns, units, strict=True)
    ]
    rows = [
        [_shown(cell, unit, wording) for cell, unit in zip(line, units, strict=True)]
        for line in sheet.lines[:MOST_LINES]
    ]
    grid = "\n".join(f"| {' | '.join(row)} |" for row in [headings, ["---"] * len(headings), *rows])
    lines = [_say("head", wording, rows=len(sheet.lines), documents=sheet.documents), grid]
    if len(sheet.lines) > MOST_LINES:
        lines.append(_say("more", wording, shown=MOST_LINES, count=len(sheet.lines) - MOST_LINES))
    reasons = dict.fromkeys(cell.missing for line in sheet.lines for cell in line if cell.missing)
    told = [_texts(wording)["reasons"][reason.value] for reason in reasons]
    return [*lines, *([_say("legend", wording, reasons=wording.join(told))] if told else [])]


def _common_unit(cells: Sequence[TableCell]) -> str:
    """The unit that all figures of a column share; "" where they differ, and each then has its own."""
    units = {cell.unit for cell in cells if cell.unit is not None}
    return next(iter(units)) if len(units) == 1 else ""


def _shown(cell: TableCell, column_unit: str, wording: Wording) -> str:
    if cell.missing:
        text = f"（{_texts(wording)['missing'][cell.missing.value]}）"
    elif cell.unit is not None:
        text = f"{cell.value} {cell.unit}".strip() if not column_unit else str(cell.value)
    else:
        text = escape(shorten(cell.value or "", LONGEST_TEXT))
    return text + marks(cell.citations)


def _conflicts(sheet: Sheet, reporter: Reporter) -> list[str]:
    """Figures that other places contradict, with both sides."""
    conflicting = [one for one in sheet.checked if one.verdict is Verdict.CONFLICT]
    return ["\n".join([reporter.headline(one), *reporter.details(one)]) for one in conflicting]


def _absences(sheet: Sheet, query: Query, wording: Wording) -> list[str]:
    lines = []
    if query.unknown_agencies:
        names = escape(wording.join(list(query.unknown_agencies)))
        lines.append(_say("not_loaded", wording, names=names))
    if not sheet.left_out:
        return lines
    by_reason: dict[str, list[str]] = {}
    for name, reason in sheet.left_out:
        by_reason.setdefault(reason, []).append(escape(name))
    told = [
        _say("left_out_line", wording, names=_some(names, wording), reason=_texts(wording)["why"][reason])
        for reason, names in by_reason.items()
    ]
    return [*lines, "\n".join([_say("left_out", wording), "", *told])]


def _some(names: Sequence[str], wording: Wording) -> str:
    more = f" (+{len(names) - MOST_NAMES})" if len(names) > MOST_NAMES else ""
    return wording.join(list(names[:MOST_NAMES])) + more


def _say(key: str, wording: Wording, **values: object) -> str:
    return str(_texts(wording)[key]).format(**values)


def _texts(wording: Wording) -> dict[str, Any]:
    texts: dict[str, Any] = _data()[wording.language]
    return texts


@cache
def _data() -> dict[str, Any]:
    return read_data("table.yaml")
