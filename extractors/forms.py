"""Performance-target forms: merged label and value cells become key–value facts.

A form has no heading row that governs the rest. The label of a value is the nearest text to its left in the row; its
heading is what stands straight above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractors.amounts import find_unit, parse_amount
from extractors.form_projects import find_lists, form_projects, list_of, project_of_row, row_project
from extractors.headings import load_headings, squeeze
from extractors.matrix import Matrix
from extractors.model import Blank, Cell, Fact, FactKind, Identity, Measure, Table
from extractors.quantities import Amount, Dimension, Unit
from extractors.rows import clean_label
from extractors.taxonomy import load_taxonomy
from extractors.units import bracketed_unit

MAX_HEADINGS = 4
MAX_LABEL = 45
_WORD = re.compile(r"[A-Za-z\u4e00-\u9fff]{2}")
_CODE = re.compile(r"\d{3,}$")
_INLINE = re.compile(r"^(?P<label>[^0-9０-９:：]{2,20}[:：])\s*(?P<value>[-0-9,，.]+)\s*$")
_TARGET = re.compile(r"^[≥≤＞＜><=≧≦]*(?P<number>\d[\d,]*(?:\.\d+)?)(?P<unit>[%％]|[\u4e00-\u9fff/（）()]{1,6})?$")


def form_facts(table: Table, identity: Identity) -> Iterator[Fact]:
    """One fact for every value cell: amounts, and blanks beside a label that asks for money."""
    matrix = Matrix(table.rows, len(table.columns), table.cells)
    lists, only_unit = find_lists(matrix), _only_unit(matrix)
    forms = form_projects(table, matrix, lists)
    for cell in matrix.cells:
        label, text = _label_and_value(matrix, cell)
        left = _left_texts(matrix, cell)
        headings = (*reversed(left[1:]), *_column_headings(table, matrix, cell))
        listed = list_of(lists, cell)
        if load_headings().identifiers.search(listed.heading(cell) if listed else label):
            continue
        name = listed.name(cell) if listed else row_project(matrix, cell)
        own_unit = table.unit
        if listed and name and _asks_for_money("", (listed.heading(cell),)):
            label, own_unit = name, table.unit or only_unit
            headings = headings if listed.row < table.header_rows else (listed.heading(cell),)
        unit = _unit_beside(table, matrix, cell) or _unit((*left, *reversed(headings)), own_unit)
        parsed = parse_amount(text, unit) or _target(text)
        if parsed is None or _is_code(text) or not (label or headings):
            continue
        if isinstance(parsed, Blank) and not _asks_for_money(label, headings):
            continue
        yield _fact(table, identity, cell, label, headings, parsed, name or project_of_row(forms, cell.row))


def _fact(
    table: Table,
    identity: Identity,
    cell: Cell,
    label: str,
    headings: tuple[str, ...],
    parsed: Amount | Blank,
    project: str,
) -> Fact:
    amount = parsed if isinstance(parsed, Amount) else None
    item = load_taxonomy().find(label) if label else None
    return Fact(
        kind=FactKind.FORM,
        page=cell.page,
        quote=amount.text if amount else cell.text.strip(),
        bbox=cell.bbox,
        amount=amount,
        label=label,
        item=item.key if item else None,
        measure=Measure.APPROVED_BUDGET if _is_money(amount, label, headings) else Measure.INDICATOR,
        year=identity.year,
        phase=identity.phase,
        blank=parsed if isinstance(parsed, Blank) else None,
        column=headings,
        subject=project or identity.agency,
        statement=table.statement,
        table=table.index,
        row=cell.row,
        column_index=cell.column,
    )


def _label_and_value(matrix: Matrix, cell: Cell) -> tuple[str, str]:
    """(label, value text). Label and value may share one cell: 其中：财政拨款1080."""
    text = cell.text.strip()
    flat = squeeze(text)
    if match := _INLINE.match(flat):
        return match["label"].rstrip(":："), match["value"]
    return _left_label(matrix, cell), text


def _target(text: str) -> Amount | None:
    """An indicator's target with its sign and own unit: ≥330台（套）, 30条."""
    match = _TARGET.match(squeeze(text))
    if not match:
        return None
    symbol = match["unit"] or ""
    unit = find_unit(symbol) or (Unit(symbol, Dimension.COUNT) if symbol else None)
    return Amount(Decimal(match["number"].replace(",", "")), unit, match["number"])


def _left_label(matrix: Matrix, cell: Cell) -> str:
    texts = _left_texts(matrix, cell)
    return texts[0].rstrip(":：") if texts else ""


def _left_texts(matrix: Matrix, cell: Cell) -> list[str]:
    """The labels to the left in the row, the nearest first: 项目资金（万元） may stand two cells away."""
    texts = [clean_label(left.text) for left in reversed(matrix.row(cell.row)) if left.column < cell.column]
    return [text for text in texts if _is_label(text)]


def _is_label(text: str) -> bool:
    """Words that name something: no value, no sign such as ≥, no sentence."""
    words = load_headings()
    if len(text) > MAX_LABEL or not _WORD.search(text) or words.captions["sentence"].search(text):
        return False
    return parse_amount(text, None) is None


def _unit_beside(table: Table, matrix: Matrix, cell: Cell) -> Unit | None:
    """The unit that a column of units (计量单位) states for the value in the same row."""
    for column in range(matrix.columns):
        if column == cell.column:
            continue
        beside = matrix.at(cell.row, column)
        if beside is None or not beside.text.strip() or abs(beside.column - cell.column) > 3:
            continue
        if any(
            load_headings().unit_column.match(text) for text in table.columns[column].path or _headings(matrix, beside)
        ):
            symbol = squeeze(beside.text)
            return find_unit(symbol) or Unit(symbol, Dimension.COUNT)
    return None


def _column_headings(table: Table, matrix: Matrix, cell: Cell) -> tuple[str, ...]:
    """The headings over a value: those straight above where the nearest one names a unit, or the form has no heading
    rows; else those of its column."""
    above = _headings(matrix, cell)
    nearest_names_unit = bool(above) and bracketed_unit(above[-1]) is not None
    return above if nearest_names_unit else table.columns[cell.column].path or above


def _headings(matrix: Matrix, cell: Cell) -> tuple[str, ...]:
    """The texts straight above a cell, outermost first, up to the first that is itself a value."""
    found: list[str] = []
    row = cell.row - 1
    while row >= 0 and len(found) < MAX_HEADINGS:
        above = matrix.at(row, cell.column)
        if above is None:
            break
        text = clean_label(above.text)
        if text and not isinstance(parse_amount(text, None), Amount):
            found.insert(0, text)
        elif found:
            break
        row = above.row - 1
    return tuple(found)


def _unit(texts: tuple[str, ...], table_unit: Unit | None) -> Unit | None:
    """A unit named beside the value, else the form's."""
    return next((unit for text in texts if (unit := bracketed_unit(text))), table_unit)


def _only_unit(matrix: Matrix) -> Unit | None:
    """The unit of money that the labels of a form name, where they name one only."""
    labels = [cell.text for cell in matrix.cells if _is_label(clean_label(cell.text))]
    named = {unit for label in labels if (unit := bracketed_unit(label)) and unit.dimension is Dimension.MONEY}
    return next(iter(named)) if len(named) == 1 else None


def _is_code(text: str) -> bool:
    flat = squeeze(text)
    return bool(_CODE.fullmatch(flat)) and (flat.startswith("0") or len(flat) >= 9)


def _asks_for_money(label: str, headings: tuple[str, ...]) -> bool:
    words = load_headings().money_words
    return bool(words.search(label)) or any(words.search(text) for text in headings[-2:])


def _is_money(amount: Amount | None, label: str, headings: tuple[str, ...]) -> bool:
    if amount is not None and (amount.unit is None or amount.unit.dimension is not Dimension.MONEY):
        return False
    return _asks_for_money(label, headings)
