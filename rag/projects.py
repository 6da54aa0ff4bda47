"""Figures that only documents know by name: projects, and lines that no taxonomy lists.

Project tables have a row for each; target forms have one form for each, with its money in a few well-known cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.headings import load_headings
from extractors.model import FactKind, Measure, Phase
from extractors.quantities import Dimension
from extractors.taxonomy import bare, load_taxonomy
from rag.cases import Case, find_cases, under_headings_asked_for, usual_measures
from rag.disclosures import Disclosure
from rag.items import find_item, item_name
from rag.line_names import TRAILING_KIND, TRAILING_MEASURE, plain_name, resembles, told_otherwise, without_brackets
from rag.model import StoredDocument, StoredFact
from rag.named_tables import in_table
from rag.places import LOWEST_LEVEL, find_places
from rag.project_records import read_records
from rag.query import Operation, Query, Target
from rag.related_items import nearest_items
from rag.row_texts import places_in_row
from rag.scope import relations, satisfies

if TYPE_CHECKING:
    from rag.library import Library

PROJECTS = "projects"  # the kind of table that has a line for each
MOST_LABELS = 8  # more lines than these are not one thing that somebody asked for
SHORTEST_LABEL = 3
BEGINNING = 4  # characters: with so many at its start a label is looked for that is written otherwise further on
COLUMN_JOINT = "的"
POINTED_AT = re.compile(r"的?(?:这一?个|那个|该|此|这)(?:专项)?(?:项目|工程)$")  # 口岸管理业务这个项目
CHANGES = (Measure.CHANGE, Measure.CHANGE_PERCENT)


def find_labelled(
    query: Query, target: Target, disclosures: Sequence[Disclosure], library: Library, *, exactly: bool = False
) -> list[Case]:
    """A case for every printed line that carries the target's label, or one close to it; none where too many do.

    A label that is no more than another name of the item is the item: 自然资源事务支出 is not 其他自然资源事务支出.
    """
    if target.key and _names(target.label, target.key):
        return []
    ids = [i for d in asked_of(query, disclosures) or _of_year(query, disclosures) for i in d.ids]
    for one in _readings(target):
        found = _labelled(one, ids, library, exactly=exactly) if ids else []
        cases = _found_cases(query, one, found, disclosures, library)
        if 0 < len(cases) <= MOST_LABELS:
            return cases
    return []


def _readings(target: Target) -> list[Target]:
    """The label as it stands, and by its official name; then as a line and the heading of a column: 信访大厅运行 | 的 |
    实施金额; then as a project and one of the cells of money of its form: 馆藏数字化 | 中期资金总额."""
    target = replace(target, label=POINTED_AT.sub("", target.label))
    if target.key:
        return [target]
    others = {item.name for item in load_taxonomy().candidates(target.label)} - {target.label}
    line, joint, column = target.label.rpartition(COLUMN_JOINT)
    divided = [replace(target, name=line, label=line, column=column)] if joint else []
    fields = [(target.label[: -len(field)], field) for field in _fields() if target.label.endswith(field)]
    named = [(line.removesuffix(COLUMN_JOINT), field) for line, field in fields]
    official = [replace(target, name=name, label=name) for name in sorted(others)]
    in_fields = [replace(target, name=line, label=line, column=field) for line, field in named]
    return [target, *official, *divided, *in_fields]


def _labelled(target: Target, ids: Sequence[str], library: Library, *, exactly: bool) -> list[StoredFact]:
    wanted = plain_name(target.label)
    piece = max(re.findall(r"[\w]+", TRAILING_KIND.sub("", target.label)), key=len, default="")
    if len(wanted) < SHORTEST_LABEL or not piece:
        return []
    itself = {target.key, *target.others, *nearest_items(target.key)} if target.key else set()
    forms = _form_money(library, ids, _fields().get(target.column))
    for part in dict.fromkeys((piece, piece[:BEGINNING])):
        lines = library.facts(document_ids=ids, label_contains=part)
        named = [f for f in lines if f.fact.item not in itself or _named_item(f) is None]
        near = [f for f in (*named, *forms) if wanted in plain_name(_name(f))]
        near = near or [f for f in (*named, *forms) if wanted in without_brackets(_name(f))]
        near = near or [f for f in (*named, *forms) if not exactly and resembles(wanted, plain_name(_name(f)))]
        exact = [f for f in near if plain_name(_name(f)) == wanted]
        if found := exact if exact or exactly else near:
            return [*found, *told_otherwise(found, named)]
    return []


def _found_cases(
    query: Query, target: Target, found: Sequence[StoredFact], disclosures: Sequence[Disclosure], library: Library
) -> list[Case]:
    """Of the lines that name an item, what is stated for the item; of the others, what the lines state."""
    found = [f for f in found if target.statement in ("", f.fact.statement)]
    keys = dict.fromkeys(key for f in found if (key := _named_item(f)))
    if len(keys) > MOST_LABELS:
        return []
    known = [_of_item(target, key) for key in keys]
    cases = [case for one in known for case in find_cases(query, one, disclosures, library) if case.places]
    in_field = target.column in _fields()
    unknown = [f for f in found if _named_item(f) is None]
    unknown = [f for f in unknown if (in_field and _is_form(f)) or satisfies(f, target.scopes, target.column)]
    lines = [case for d in asked_of(query, disclosures) for case in _cases(query, d, unknown)]
    told = (replace(case, places=(*case.places, *places_in_row(case.places[0], library))) for case in lines)
    return [*cases, *(_with_changes(query, case, found, library) for case in told)]


def _of_item(target: Target, key: str) -> Target:
    """The item that a line names, by the name in the question where that is one of its own."""
    name = target.name if key == target.key or _names(target.name, key) else item_name(key)
    return replace(target, key=key, name=name, label="", others=())


def _names(label: str, key: str) -> bool:
    item = load_taxonomy().find(label)
    return bare(label) == bare(item_name(key)) or (item is not None and item.key == key)


def _with_changes(query: Query, case: Case, found: Sequence[StoredFact], library: Library) -> Case:
    """With what its document says of the line against the year before, where that is asked for."""
    if query.operation is not Operation.CHANGE:
        return case
    document, name = case.places[0].document, plain_name(case.target.name)
    of_line = [f for f in found if plain_name(_name(f)) == name and f.fact.year in (case.year, None)]
    stated = [find_places([f for f in of_line if f.fact.measure is m], document, frozenset())[:1] for m in CHANGES]
    told = library.changes([document.id], [None])
    return replace(
        case,
        changes=tuple((i, change) for i, change in told if plain_name(change.label) == name),
        stated_changes=tuple(place for places in stated for place in places),
    )


def _named_item(stored: StoredFact) -> str | None:
    """The item that the line's own label names; a project's line may only carry the code that it is spent under."""
    item = find_item(stored.fact.item)
    if item is None or stored.fact.kind is FactKind.FORM:
        return None
    names = {bare(name) for name in (item.name, *item.aliases, *item.labels)}
    path = LOWEST_LEVEL.search(stored.fact.label)
    if path and any(bare(stored.fact.label[: path.start()]).endswith(name) for name in names):
        return item.key
    label = plain_name(stored.fact.label)
    if stored.fact.statement == PROJECTS:  # 基本公共卫生服务补助 is spent under 基本公共卫生服务, and is not all of it
        return item.key if label in names else None
    return item.key if label.startswith(tuple(names)) else None


def list_projects(query: Query, disclosures: Sequence[Disclosure], library: Library) -> list[Case]:
    """Every project of the disclosures with its money, from the best file that lists them."""
    cases: list[Case] = []
    for disclosure in asked_of(query, disclosures):
        for document in disclosure.documents:
            rows = library.facts(document_ids=[document.id], statements=[PROJECTS])
            named = _rows_of_projects(document, library)
            lines = [f for f in rows if f.fact.label and (f.fact.item is None or _line(f) in named)]
            forms = [
                f for f in _form_money(library, [document.id]) if f.fact.item is None or f.fact.subject == _name(f)
            ]
            found = _cases(query, disclosure, [*lines, *forms])
            cases += found
            if found:
                break
    return cases


def _rows_of_projects(document: StoredDocument, library: Library) -> set[tuple[int | None, int | None]]:
    """The lines of its tables of projects that name one, be it with the name of an item: 预算准备金."""
    tables = library.extraction_tables(document.id, statements=[PROJECTS])
    records = [record for table in tables for record in read_records(table)]
    return {(record.table.index, record.name_cell.row) for record in records if record.name_cell}


def _line(stored: StoredFact) -> tuple[int | None, int | None] | None:
    """Its table and row; None where it carries a code, and sums up what is spent under that."""
    return None if stored.fact.code else (stored.fact.table, stored.fact.row)


def _cases(query: Query, disclosure: Disclosure, facts: Iterable[StoredFact]) -> list[Case]:
    """A case for each name. Forms of one name that state different sums are projects of their own, side by side."""
    groups: dict[str, list[StoredFact]] = {}
    for stored in facts:
        if stored.document_id in disclosure.ids and _is_money(stored) and not _is_whole(stored, disclosure):
            groups.setdefault(plain_name(_name(stored)), []).append(stored)
    parts = [part for group in groups.values() for part in _side_by_side(_in_full(group))]
    return [case for part in parts if (case := _case(query, disclosure, part))]


def _in_full(group: list[StoredFact]) -> list[StoredFact]:
    """Without what is bought for a project line by line, where another table states all that it gets."""
    partial = relations()["partial_statements"]
    return [f for f in group if f.fact.statement not in partial] or group


def _side_by_side(group: list[StoredFact]) -> list[list[StoredFact]]:
    """Lines of one name: in different tables they are one thing stated twice, in one table they are several."""
    tables: dict[tuple[str, int | None], dict[int | None, list[StoredFact]]] = {}
    for stored in group:
        form = stored.fact.kind is FactKind.FORM
        place = (stored.document_id, None if form else stored.fact.table)
        line = stored.fact.table if form else stored.fact.row
        tables.setdefault(place, {}).setdefault(line, []).append(stored)
    several = next((lines for lines in tables.values() if len({_stated(line) for line in lines.values()}) > 1), None)
    return list(several.values()) if several else [group]


def _stated(line: Sequence[StoredFact]) -> frozenset[object]:
    """The sums of a line, each once: a form may state one in two of its cells."""
    return frozenset(f.fact.amount.base for f in line if f.fact.amount)


def _case(query: Query, disclosure: Disclosure, facts: Sequence[StoredFact]) -> Case | None:
    """What the best file says about a line."""
    target = Target(None, TRAILING_MEASURE.sub("", _name(facts[0])))
    year = query.years[0] if len(query.years) == 1 else disclosure.year
    for document in disclosure.documents:
        for measure in query.measures or usual_measures(query, disclosure):
            wanted = [f for f in facts if f.fact.measure is measure and f.fact.year in (year, None)]
            places = in_table(find_places(under_headings_asked_for(query, wanted), document, frozenset()), query)
            if places:
                return Case(target, disclosure, year, measure, tuple(places))
    return None


def _form_money(library: Library, ids: Sequence[str], field: str | None = None) -> list[StoredFact]:
    """The cells of forms that state what a project gets in the year; with a field, those of that name.

    A form without a sum for the year states it as that of all its time (实施期资金总额).
    """
    forms = library.facts(document_ids=ids, kinds=[FactKind.FORM], measures=[Measure.APPROVED_BUDGET])
    stated = [f for f in forms if f.fact.amount is not None]
    if field:
        return [
            f for f in stated if any(_field(text).startswith(field) for text in (f.fact.label, *f.fact.column[-1:]))
        ]
    of_year = [f for f in stated if _asks_money(f.fact.label) or _is_under_money(f)]
    told = {(f.document_id, f.fact.table) for f in of_year}
    at_all = tuple(relations()["form_amounts_otherwise"])
    others = [f for f in stated if bare(f.fact.label).startswith(at_all)]
    return [*of_year, *(f for f in others if (f.document_id, f.fact.table) not in told)]


def _name(stored: StoredFact) -> str:
    """A form names its project at its head, or at the head of the line that ends in its money."""
    fact = stored.fact
    is_cell_of_money = _is_form(stored) and (_asks_money(fact.label) or _field(fact.label) in _fields().values())
    return fact.subject if is_cell_of_money else fact.label


def _field(label: str) -> str:
    """其中：财政拨款 is the 财政拨款."""
    return bare(label).removeprefix("其中").lstrip(":：")


def _is_form(stored: StoredFact) -> bool:
    return stored.fact.kind is FactKind.FORM


def _fields() -> dict[str, str]:
    """How questions call a form's cells of money → how their labels begin."""
    fields: dict[str, str] = relations()["form_fields"]
    return fields


def _is_whole(stored: StoredFact, disclosure: Disclosure) -> bool:
    """A row for the agency itself, or for everything: no project."""
    names = {bare(name) for document in disclosure.documents for name in (document.agency, *document.aliases)}
    name = bare(_name(stored))
    return name in names | {bare(n) for n in disclosure.agency.names} or bool(load_headings().total_rows.search(name))


def _asks_money(text: str) -> bool:
    return bare(text).startswith(tuple(relations()["form_amounts"]))


def _is_under_money(stored: StoredFact) -> bool:
    return bool(stored.fact.label) and any(map(_asks_money, stored.fact.column))


def _is_money(stored: StoredFact) -> bool:
    amount = stored.fact.amount
    return amount is not None and (amount.unit is None or amount.unit.dimension is Dimension.MONEY)


def asked_of(query: Query, disclosures: Sequence[Disclosure]) -> list[Disclosure]:
    """Those of the years and the publication asked about; of the other one where 花了多少 only suggests which."""
    asked = [d for d in disclosures if is_asked(query, d)]
    of_either = replace(query, phase=None)
    return asked if asked or query.phase_stated else [d for d in disclosures if is_asked(of_either, d)]


def _of_year(query: Query, disclosures: Sequence[Disclosure]) -> list[Disclosure]:
    """Either publication of the year: final accounts print the budget of an item beside its outcome."""
    return [d for d in disclosures if d.year in query.years]


def is_asked(query: Query, disclosure: Disclosure) -> bool:
    of_phase = query.phase in (None, disclosure.phase) or Phase.OTHER in (query.phase, disclosure.phase)
    return (not query.years or disclosure.year in query.years) and of_phase
