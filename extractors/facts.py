"""Tables → facts: every filled and every blank amount cell with its item, aspect, measure, year, unit and place.

`meanings` says what a row and a column are about; here each cell gets its number, its unit, its year and its place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from extractors.amounts import parse_amount
from extractors.forms import form_facts
from extractors.headings import load_headings
from extractors.lineage import Lineage
from extractors.matrix import Matrix
from extractors.meanings import Meaning, TableMeanings
from extractors.model import Blank, Cell, Column, Fact, FactKind, Identity, Measure, Phase, Role, Source, Table, Unread
from extractors.quantities import Amount, Dimension, Unit
from extractors.rows import BodyRow, Outline, body_rows
from extractors.taxonomy import bare
from extractors.units import bracketed_unit

DEFAULT_MEASURE = {
    Phase.BUDGET: Measure.APPROVED_BUDGET,
    Phase.FINAL_ACCOUNTS: Measure.FINAL_ACCOUNTS,
    Phase.OTHER: Measure.OTHER,
}
CHANGES = (Measure.CHANGE, Measure.CHANGE_PERCENT)
PERCENTAGES = (Measure.CHANGE_PERCENT, Measure.SHARE, Measure.COMPLETION)


def table_facts(
    tables: Sequence[Table], identity: Identity, source: Source = Source.TEXT
) -> tuple[list[Fact], list[Unread]]:
    """All facts of all tables, and the cells under amount headings that hold something else."""
    facts: list[Fact] = []
    unread: list[Unread] = []
    for table in tables:
        if table.is_form:
            facts.extend(form_facts(table, identity))
            continue
        reader = _TableReader(table, identity, source)
        facts.extend(reader.facts())
        unread.extend(reader.unread)
    return facts, unread


class _TableReader:
    """Reads one table; holds what all its rows need."""

    def __init__(self, table: Table, identity: Identity, source: Source) -> None:
        self.table = table
        self.identity = identity
        self.source = source
        self.matrix = Matrix(table.rows, len(table.columns), table.cells)
        self.names = frozenset(bare(name) for name in (identity.agency, *identity.aliases) if name)
        self.meanings = TableMeanings(table, identity.phase, self.names)
        self.unread: list[Unread] = []

    def facts(self) -> Iterator[Fact]:
        outlines: dict[int, Outline] = defaultdict(Outline)
        lineages: dict[int, Lineage] = defaultdict(Lineage)
        for row in body_rows(self.table, self.matrix):
            yield from self._row_facts(row, outlines[row.lane], lineages[row.lane])

    def _row_facts(self, row: BodyRow, outline: Outline, lineage: Lineage) -> Iterator[Fact]:
        row_item = self.meanings.of_row(row, lineage)
        parent = outline.parent_of(row.code, row.label, row_item)
        cells = [(column, cell) for column in row.columns if (cell := self._amount_cell(row, column)) is not None]
        filled = any(cell.text.strip() for _, cell in cells)
        if (not filled and not row.label) or load_headings().identifiers.search(row.label):
            return
        row_unit = bracketed_unit(row.label)
        for column, cell in cells:
            unit = self._unit(column, row_unit)
            parsed = parse_amount(cell.text, unit)
            if parsed is None:
                self._keep_unread(cell)
                continue
            meaning = self.meanings.of_cell(row_item, parent, column)
            yield self._fact(row, column, cell, parsed, meaning)

    def _amount_cell(self, row: BodyRow, column: Column) -> Cell | None:
        """The cell that begins at this row and column and is no label or note running across."""
        if column.role is not Role.AMOUNT:
            return None
        cell = self.matrix.at(row.row, column.index)
        if cell is None or cell.row != row.row:
            return None
        if cell.column == column.index:
            return cell
        amounts = [c.index for c in row.columns if c.role is Role.AMOUNT and cell.column <= c.index]
        begins_in_amounts = any(c.index == cell.column and c.role is Role.AMOUNT for c in row.columns)
        return cell if not begins_in_amounts and amounts[:1] == [column.index] and cell.column_span == 2 else None

    def _keep_unread(self, cell: Cell) -> None:
        runs_across = cell.column_span * 2 > self.matrix.columns
        if not runs_across:
            self.unread.append(Unread(cell.page, cell.bbox, cell.text, "text where the headings promise an amount"))

    def _unit(self, column: Column, row_unit: Unit | None) -> Unit | None:
        if column.unit or row_unit:
            return column.unit or row_unit
        return None if column.measure is Measure.COUNT else self.table.unit

    def _fact(self, row: BodyRow, column: Column, cell: Cell, parsed: Amount | Blank, meaning: Meaning) -> Fact:
        amount = parsed if isinstance(parsed, Amount) else None
        measure, year, base_year = self._measure_and_years(row, column, amount)
        return Fact(
            kind=FactKind.CELL,
            page=cell.page,
            quote=amount.text if amount else cell.text.strip(),
            bbox=cell.bbox,
            amount=amount,
            label=_shown_label(row),
            item=meaning.item,
            measure=measure,
            year=year,
            phase=self.identity.phase,
            blank=parsed if isinstance(parsed, Blank) else None,
            code=row.code,
            aspect=meaning.aspect,
            column=column.path,
            subject=self._subject(row),
            base_year=base_year,
            statement=self.table.statement,
            table=self.table.index,
            row=row.row,
            column_index=column.index,
            parent=meaning.parent,
            source=self.source,
        )

    def _measure_and_years(
        self, row: BodyRow, column: Column, amount: Amount | None
    ) -> tuple[Measure, int | None, int | None]:
        """(kind of number, year of the figure, year compared with)."""
        own = self.identity.year
        before = own - 1 if own else None
        measure = _row_measure(row) or column.measure or DEFAULT_MEASURE[self.identity.phase]
        if amount and _is_percent(amount) and measure not in PERCENTAGES:
            measure = Measure.OTHER
        if measure in CHANGES:
            return measure, own, before
        if found := load_headings().period_row.match(row.period):
            return measure, int(found.group(1)), None
        if column.year:
            return measure, column.year, None
        return measure, before if _is_prior_year_figure(column) else own, None

    def _subject(self, row: BodyRow) -> str:
        """The agency, or the organisation that the row names."""
        named = row.organisation
        if not named or bare(named) in self.names or load_headings().total_rows.match(bare(named)):
            return self.identity.agency
        return named


def _is_prior_year_figure(column: Column) -> bool:
    """上年预算数 is a figure of the year before; 上年结转 is money of this year."""
    return any(load_headings().prior_year.match(text) for text in column.path)


def _row_measure(row: BodyRow) -> Measure | None:
    """Rows 增减, 增减率 under a year's rows state a change."""
    words = load_headings()
    if not words.change_row.match(row.period):
        return None
    return Measure.CHANGE_PERCENT if words.change_percent_row.search(row.period) else Measure.CHANGE


def _is_percent(amount: Amount) -> bool:
    return amount.unit is not None and amount.unit.dimension is Dimension.PERCENT


def _shown_label(row: BodyRow) -> str:
    if row.parent_label and load_headings().total_rows.match(bare(row.label)):
        return f"{row.parent_label} {row.label}"
    return f"{row.label} {row.period}".strip()
