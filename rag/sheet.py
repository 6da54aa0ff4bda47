"""The rows of a table that a question asks for: a line for each disclosure, or for each of its projects.

Every cell has a figure with its source, a text with its source, or a reason why it is empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

from extractors.model import Blank, FactKind, Phase
from extractors.quantities import MONEY_UNITS, Amount
from rag import findings as audit
from rag.calculate import figures_of
from rag.cases import Case, find_own_cases
from rag.citing import Citing
from rag.columns import Column, ColumnKind, Order, Request, field_column, identity_column, with_parts
from rag.comparison import Checked
from rag.crosscheck import crosscheck
from rag.disclosures import Disclosure, select_disclosures
from rag.figures import Finding, from_place
from rag.model import Figure, Missing, StoredDocument, StoredFact, TableCell
from rag.places import Place, in_unit
from rag.project_list import Project, find_projects
from rag.query import Query, Target
from rag.report import Reporter
from rag.scope import scope_of
from rag.silence import clearest, says_none

if TYPE_CHECKING:
    from rag.library import Library

Line = tuple[TableCell, ...]


@dataclass(slots=True)
class Sheet:
    """`left_out` are disclosures and files without a line of their own, with the key of the reason."""

    columns: tuple[Column, ...]
    lines: list[Line] = field(default_factory=list)
    checked: list[Checked] = field(default_factory=list)  # of the figures, line by line
    figures: list[Figure] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    documents: int = 0
    contradictions: tuple[audit.Finding, ...] = ()  # what does not add up in the documents that state the figures

    def without_empty(self, columns: Sequence[Column]) -> None:
        """Drops those of the columns of which no document says anything."""
        silent = [
            i
            for i, column in enumerate(self.columns)
            if column in columns
            and all(line[i].missing in (Missing.NOT_FOUND, Missing.UNREADABLE) for line in self.lines)
        ]
        self.columns = tuple(column for i, column in enumerate(self.columns) if i not in silent)
        self.lines = [tuple(cell for i, cell in enumerate(line) if i not in silent) for line in self.lines]

    def set_in_order(self, order: Order) -> None:
        """Sorts the lines and their figures by the column that is named, else the first of figures; empty ones last."""
        of_figures = [i for i in range(len(self.columns)) if any(_is_figure(line[i]) for line in self.lines)]
        named = [i for i in of_figures if order.heading and order.heading in self.columns[i].heading]
        if not of_figures:
            return
        column = (named or of_figures)[0]
        figures = iter(zip(self.checked, self.figures, strict=True))
        groups = [(line, list(islice(figures, sum(map(_is_figure, line))))) for line in self.lines]
        filled = [group for group in groups if _is_figure(group[0][column])]
        filled.sort(key=lambda group: _base(group[0][column]), reverse=order.descending)
        ordered = [*filled, *(group for group in groups if not _is_figure(group[0][column]))]
        self.lines = [line for line, _ in ordered]
        self.checked = [checked for _, own in ordered for checked, _ in own]
        self.figures = [figure for _, own in ordered for _, figure in own]


def _is_figure(cell: TableCell) -> bool:
    return cell.value is not None and cell.unit is not None


def _base(cell: TableCell) -> Decimal:
    """The value in yuan, or in what its unit counts."""
    factor = next((unit.factor for unit in MONEY_UNITS if unit.symbol == cell.unit), Decimal(1))
    return Decimal((cell.value or "0").replace(",", "")) * factor


def fill_sheet(request: Request, query: Query, library: Library, reporter: Reporter) -> Sheet:
    """`query` says whose figures are wanted: agencies, years, publication, level, unit."""
    disclosures = _asked(query, library)
    fill = _project_sheet if request.of_projects else _figure_sheet
    sheet = fill(request, query, disclosures, library, reporter)
    if request.order:
        sheet.set_in_order(request.order)
    return sheet


def _asked(query: Query, library: Library) -> list[Disclosure]:
    chosen = select_disclosures(query, library.documents())
    return [
        d for d in chosen if (not query.years or d.year in query.years) and query.phase in (None, d.phase, Phase.OTHER)
    ]


def _contradictions(disclosures: Sequence[Disclosure], library: Library) -> tuple[audit.Finding, ...]:
    ids = [document_id for disclosure in disclosures for document_id in disclosure.ids]
    return tuple(library.contradictions(ids)) if ids else ()


# Figures: a line for each disclosure


def _figure_sheet(
    request: Request, query: Query, disclosures: Sequence[Disclosure], library: Library, reporter: Reporter
) -> Sheet:
    columns = with_parts(request.columns)
    figures = [column for column in columns if column.kind is not ColumnKind.IDENTITY]
    cases = {column: _cases(column, query, disclosures, library) for column in figures}
    sheet = Sheet(
        _identified(columns, disclosures, query.language), contradictions=_contradictions(disclosures, library)
    )
    for disclosure in disclosures:
        own = {column: cases[column][disclosure] for column in figures}
        if disclosure.phase is Phase.OTHER and not any(case.says_something for case in own.values()):
            sheet.left_out.append((disclosure.documents[0].file_name, "neither"))
            continue
        line = [
            _figure_cell(own[column], query, sheet, reporter)
            if column in own
            else _identity(column, disclosure, reporter)
            for column in sheet.columns
        ]
        sheet.lines.append(tuple(line))
        sheet.documents += 1
        sheet.left_out += [(other.file_name, "edition") for other in disclosure.documents[1:]]
    _add_not_loaded(sheet, query, disclosures, reporter)
    return sheet


def _identified(columns: Sequence[Column], disclosures: Sequence[Disclosure], language: str) -> tuple[Column, ...]:
    """With the columns that tell the lines apart, where the question names too few."""
    named = [column.key for column in columns if column.kind is ColumnKind.IDENTITY]
    if "document" in named:
        return tuple(columns)
    wanted = ["agency"] if "agency" in named else ["agency", "year"] if not named else ["agency", *named]
    seen = [(d.agency.name, d.year, d.level) for d in disclosures]
    if len(seen) != len(set(seen)) and "phase" not in named:
        wanted.append("phase")
    before = [identity_column(key, language) for key in wanted if key not in named]
    first = [column for column in columns if column.kind is ColumnKind.IDENTITY]
    rest = [column for column in columns if column.kind is not ColumnKind.IDENTITY]
    lead = [c for c in before if c.key == "agency"]
    return (*lead, *first, *(c for c in before if c.key != "agency"), *rest)


def _cases(column: Column, query: Query, disclosures: Sequence[Disclosure], library: Library) -> dict[Disclosure, Case]:
    asked = replace(query, measures=column.measures or query.measures)
    return find_own_cases(asked, Target(column.key, column.heading), disclosures, library)


def _figure_cell(case: Case, query: Query, sheet: Sheet, reporter: Reporter) -> TableCell:
    found = figures_of(case) if case.places else []
    if not found:
        return _missing(case, reporter.citing)
    return _stated(found[0], query, sheet, reporter)


def _stated(finding: Finding, query: Query, sheet: Sheet, reporter: Reporter) -> TableCell:
    unit = query.unit
    amount = in_unit(finding.amount, unit)
    stated = replace(finding, amount=amount, converted=unit is not None)
    (checked,) = crosscheck([stated], sheet.contradictions)
    cited = reporter.citing.place(finding.place) if finding.place else ()
    figure = reporter.figure(checked)
    sheet.checked.append(checked)
    sheet.figures.append(figure)
    return TableCell(figure.value, figure.unit, cited)


def _missing(case: Case, citing: Citing) -> TableCell:
    """Why there is no figure, with the place that says so."""
    blanks = clearest(case.blanks)
    told = [b for b in blanks if b.fact.blank is Blank.WORD or b.fact.kind is FactKind.SENTENCE]
    if blanks:
        reason = Missing.NOT_DISCLOSED if told else Missing.BLANK
        return TableCell(None, citations=(citing.fact((told or blanks)[0]),), missing=reason)
    for document_id, table in case.empty_tables:
        note = says_none(table)
        reason = Missing.NOT_DISCLOSED if note else Missing.BLANK
        return TableCell(None, citations=(citing.table(document_id, table, note),), missing=reason)
    return TableCell(None, missing=_silent(case.disclosure.documents[0]))


def _silent(document: StoredDocument) -> Missing:
    return Missing.UNREADABLE if document.quality.get("pages_unread") else Missing.NOT_FOUND


def _add_not_loaded(sheet: Sheet, query: Query, disclosures: Sequence[Disclosure], reporter: Reporter) -> None:
    """A line for every agency and year that the question names and nothing loaded covers."""
    for agency in query.agencies:
        for year in query.years:
            if any(d.agency == agency and d.year == year for d in disclosures):
                continue
            texts = {"agency": agency.name, "year": str(year), "place": agency.place}
            sheet.lines.append(
                tuple(
                    TableCell(texts[c.key]) if c.key in texts else TableCell(None, missing=Missing.NOT_LOADED)
                    for c in sheet.columns
                )
            )


def _identity(column: Column, disclosure: Disclosure, reporter: Reporter) -> TableCell:
    texts = {
        "agency": reporter.agency_of(disclosure),
        "year": str(disclosure.year) if disclosure.year else None,
        "phase": reporter.wording.phase(disclosure.phase) or None,
        "place": disclosure.agency.place or None,
        "document": disclosure.documents[0].file_name,
    }
    text = texts[column.key]
    return TableCell(text, missing=None if text else Missing.NOT_FOUND)


# Projects: a line for each


def _project_sheet(
    request: Request, query: Query, disclosures: Sequence[Disclosure], library: Library, reporter: Reporter
) -> Sheet:
    listed = [(disclosure, find_projects(disclosure, library)) for disclosure in disclosures]
    telling = [(disclosure, projects) for disclosure, projects in listed if projects]
    columns = list(request.columns)
    if not any(column.key == "name" for column in columns):
        columns.insert(0, field_column("name", query.language))
    several = len(telling) > 1 and not any(column.kind is ColumnKind.IDENTITY for column in columns)
    before = [identity_column(key, query.language) for key in ("agency", "year")] if several else []
    sheet = Sheet((*before, *columns), contradictions=_contradictions([d for d, _ in telling], library))
    for disclosure, projects in _saying(columns, telling, sheet):
        for project in projects:
            sheet.lines.append(
                tuple(_project_cell(column, project, disclosure, query, sheet, reporter) for column in sheet.columns)
            )
        sheet.documents += 1
    silent = [disclosure for disclosure, projects in listed if not projects]
    sheet.left_out += [
        (d.documents[0].file_name, "neither" if d.phase is Phase.OTHER else "no_projects") for d in silent
    ]
    _add_not_loaded(sheet, query, disclosures, reporter)
    if request.is_default:
        sheet.without_empty([column for column in columns if column.key not in ("name", "amount")])
    return sheet


Listed = list[tuple[Disclosure, tuple[Project, ...]]]


def _saying(columns: Sequence[Column], listed: Listed, sheet: Sheet) -> Listed:
    """The projects of which anything asked for is printed, the others noted as left out; all where that is none.

    A table of projects has lines for groups of them, and for projects without a form, of which forms say nothing.
    """
    asked = [column for column in columns if column.kind is ColumnKind.FIELD and column.key != "name"]
    saying = [
        (disclosure, tuple(p for p in projects if any(p.find(column.key) for column in asked)))
        for disclosure, projects in listed
    ]
    if not any(projects for _, projects in saying):
        return listed
    for (_, projects), (_, kept) in zip(listed, saying, strict=True):
        sheet.left_out += [(project.name, "no_field") for project in projects if project not in kept]
    return [(disclosure, projects) for disclosure, projects in saying if projects]


def _project_cell(
    column: Column, project: Project, disclosure: Disclosure, query: Query, sheet: Sheet, reporter: Reporter
) -> TableCell:
    if column.kind is ColumnKind.IDENTITY:
        return _identity(column, disclosure, reporter)
    if column.key == "name":
        return _project_name(project, reporter.citing)
    stated = project.amounts(column.key)
    if stated:
        case = _project_case(column, project, disclosure, stated)
        return _stated(from_place(case, case.places[0]), query, sheet, reporter)
    return _text_cell(column, project, reporter.citing)


def _project_name(project: Project, citing: Citing) -> TableCell:
    record = project.records[0]
    if record.name_cell is None:
        return TableCell(project.name, citations=(citing.table(project.document.id, record.table, ""),))
    number = citing.cell(project.document.id, record.table, record.name_cell, row=project.name, column="")
    return TableCell(project.name, citations=(number,))


def _project_case(column: Column, project: Project, disclosure: Disclosure, stated: Sequence[StoredFact]) -> Case:
    places = tuple(Place(project.document, (f,), _amount(f), scope_of(f)) for f in stated)
    name = project.name if column.key == "amount" else f"{project.name} {column.heading}"
    return Case(Target(None, name), disclosure, disclosure.year, stated[0].fact.measure, places)


def _amount(stored: StoredFact) -> Amount:
    assert stored.fact.amount is not None
    return stored.fact.amount


def _text_cell(column: Column, project: Project, citing: Citing) -> TableCell:
    """What the cells say, in their order; a blank where they are blank."""
    cells = project.find(column.key)
    if not cells:
        return TableCell(None, missing=_silent(project.document))
    numbers = tuple(
        citing.cell(project.document.id, record.table, one.cell, row=project.name, column=one.heading)
        for record, one in cells
    )
    texts = list(dict.fromkeys(" ".join(one.cell.text.split()) for _, one in cells))
    text = " ".join(filter(None, texts))
    return TableCell(text, citations=numbers) if text else TableCell(None, citations=numbers, missing=Missing.BLANK)
