"""Tables → facts: every filled and every blank amount cell with its item, aspect, measure, year, unit and place.

The meaning of a cell comes from its row (what) and its column (which part, which kind of number). Where the row is the
table's total, the column names the item itself: 合计 × 基本支出 is basic expenditure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.amounts import find_unit, parse_amount
from extractors.forms import form_facts
from extractors.headings import load_headings, squeeze
from extractors.matrix import Matrix
from extractors.model import (
    Amount,
    Blank,
    Cell,
    Column,
    Dimension,
    Fact,
    FactKind,
    Identity,
    Measure,
    Phase,
    Role,
    Source,
    Table,
    Unit,
    Unread,
)
from extractors.rows import BodyRow, Outline, body_rows, clean_label, is_classification
from extractors.statements import statement
from extractors.taxonomy import Kind, Taxonomy, bare, load_taxonomy

TOTAL = "total"
FUNDING = frozenset(
    {
        "fiscal_appropriation",
        "general_public_budget",
        "government_fund",
        "state_capital",
        "special_account",
        "business_revenue",
        "operating_revenue",
        "superior_subsidy",
        "affiliated_remittance",
        "other_revenue",
        "carryover_in",
    }
)
"""Items that say where money comes from: of an expenditure they are a part, of a revenue table an item."""

SCOPE_ITEMS = {
    "fiscal": "fiscal_appropriation",
    "general_public_budget": "general_public_budget",
    "government_fund": "government_fund",
    "state_capital": "state_capital",
}
"""The item that names a statement's own money: among its headings it says nothing new."""

WHOLES = frozenset({"revenue_total", "revenue_current", "expenditure_total", "expenditure_current"})
"""Headings over all of a table's figures: of a row they are no part."""

OF_THE_YEAR = {"revenue_total": "revenue_current", "expenditure_total": "expenditure_current"}
"""Totals, and what is left of them without what was carried over."""

DEFAULT_MEASURE = {
    Phase.BUDGET: Measure.APPROVED_BUDGET,
    Phase.FINAL_ACCOUNTS: Measure.FINAL_ACCOUNTS,
    Phase.OTHER: Measure.OTHER,
}
CHANGES = (Measure.CHANGE, Measure.CHANGE_PERCENT)
PERCENTAGES = (Measure.CHANGE_PERCENT, Measure.SHARE, Measure.COMPLETION)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a cell is about: an item, the aspect of it, and the row it is a part of."""

    item: str | None
    aspect: str | None
    parent: str | None


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
        self.statement = statement(table.statement)
        self.scope = SCOPE_ITEMS.get(self.statement.scope) if self.statement else None
        self.taxonomy = load_taxonomy()
        self.column_keys = {c.index: _column_keys(self.taxonomy, c) for c in table.columns if c.role is Role.AMOUNT}
        self.names = frozenset(bare(name) for name in (identity.agency, *identity.aliases) if name)
        self.unread: list[Unread] = []

    def facts(self) -> Iterator[Fact]:
        outlines: dict[int, Outline] = {}
        for row in body_rows(self.table, self.matrix):
            yield from self._row_facts(row, outlines.setdefault(row.lane, Outline()))

    def _row_facts(self, row: BodyRow, outline: Outline) -> Iterator[Fact]:
        row_item = self._row_item(row)
        parent = outline.parent_of(row.code, row.label, row_item)
        cells = [(column, cell) for column in row.columns if (cell := self._amount_cell(row, column)) is not None]
        filled = any(cell.text.strip() for _, cell in cells)
        if not filled and not row.label:
            return
        row_unit = _bracketed_unit(row.label)
        for column, cell in cells:
            unit = self._unit(column, row_unit)
            parsed = parse_amount(cell.text, unit)
            if parsed is None:
                self._keep_unread(cell)
                continue
            meaning = self._meaning(row_item, parent, column)
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

    def _row_item(self, row: BodyRow) -> str | None:
        """The taxonomy key of the row; TOTAL for the table's or an organisation's whole; None where unknown."""
        if row.code and is_classification(row.code):
            # Codes have changed hands over the years (30104 in 2017): the printed label tells which item is meant.
            item = self.taxonomy.by_code(row.code, label=row.label)
            return item.key if item else row.code
        flat = bare(row.label)
        if not flat or load_headings().total_rows.match(flat):
            if row.parent_label:
                item = self.taxonomy.find(row.parent_label)
                return item.key if item else None
            return TOTAL
        if flat in self.names or (row.organisation and bare(row.organisation) == flat):
            return TOTAL
        if load_headings().neutral_rows.match(flat):
            return None
        item = self.taxonomy.find(row.label, kind=self._kind(row)) or self.taxonomy.find(row.label)
        return item.key if item else None

    def _kind(self, row: BodyRow) -> Kind | None:
        words = load_headings()
        headings = "".join(text for c in row.columns if c.role in (Role.LABEL, Role.CODE) for text in c.path)
        if words.functional_heading.search(headings):
            return Kind.FUNCTIONAL
        economic = bool(self.statement and self.statement.economic) or words.economic_heading.search(headings)
        return Kind.ECONOMIC if economic else None

    def _meaning(self, row_item: str | None, parent: str | None, column: Column) -> Meaning:
        total = self._total(column)
        keys = [key for key in self.column_keys[column.index] if key not in (total, self.scope)]
        if row_item != TOTAL:
            parts = [key for key in keys if key not in WHOLES and key != row_item]
            return Meaning(row_item, parts[-1] if parts else None, parent)
        funds = [key for key in keys if key in FUNDING]
        items = [key for key in keys if key not in FUNDING and not (total and key in WHOLES)]
        if items:
            within = items[-2] if len(items) > 1 else None
            aspect = within if within and is_classification(items[-1]) else None
            return Meaning(items[-1], funds[-1] if funds else aspect, within or total)
        if not funds:
            return Meaning(total if self._is_whole(column, total) else None, None, None)
        side = self.statement.side if self.statement else None
        is_spent = total is not None and (side == "expenditure" or total == "expenditure_total")
        return Meaning(total, funds[-1], None) if is_spent else Meaning(funds[-1], None, total)

    def _total(self, column: Column) -> str | None:
        """What the table's total row states in a column: in a table of two sides, the side that the column is on.

        The revenue and expenditure tables of final accounts leave out what was carried over.
        """
        if self.statement is None:
            return None
        if self.statement.side == "both":
            return _side_total(column.path[0]) if column.path else None
        if self.identity.phase is Phase.FINAL_ACCOUNTS:
            return OF_THE_YEAR.get(str(self.statement.total), self.statement.total)
        return self.statement.total

    def _is_whole(self, column: Column, total: str | None) -> bool:
        """Whether a column without a part in its headings states the table's item.

        Where other columns name that item, the first column adds more to it: 合计 of “三公”经费 and 会议费 is not the
        三公 total. A heading that nobody knows (政府采购项目 / 小计) may be any part.
        """
        named = [index for index, keys in self.column_keys.items() if total in keys]
        if named:
            return column.index in named
        return len(self.column_keys) == 1 or not _has_unknown_part(self.taxonomy, column)

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


def _side_total(heading: str) -> str | None:
    words = load_headings()
    sides = (("revenue_total", words.revenue_side), ("expenditure_total", words.expenditure_side))
    named = [total for total, pattern in sides if pattern.search(squeeze(heading))]
    return named[0] if len(named) == 1 else None


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


def _bracketed_unit(label: str) -> Unit | None:
    return find_unit(label) if "（" in label or "(" in label else None


def _column_keys(taxonomy: Taxonomy, column: Column) -> tuple[str, ...]:
    """The taxonomy keys that a column's headings name, outermost first; headings that say "the whole" name none."""
    keys: list[str] = []
    for text in _whole_headings(taxonomy, column.path):
        if load_headings().whole.match(squeeze(text)):
            continue
        item = taxonomy.find(clean_label(text))
        if item and item.key != TOTAL and (not keys or keys[-1] != item.key):
            keys.append(item.key)
    return tuple(keys)


def _has_unknown_part(taxonomy: Taxonomy, column: Column) -> bool:
    """Whether a heading names something that is neither the whole, nor a kind of number, nor a known item, but speaks
    of an item."""
    words = load_headings()
    for text in column.path:
        is_known = words.whole.match(squeeze(text)) or taxonomy.find(clean_label(text))
        if not is_known and any(mention.item.key != TOTAL for mention in taxonomy.mentions(text)):
            return True
    return False


def _whole_headings(taxonomy: Taxonomy, path: tuple[str, ...]) -> tuple[str, ...]:
    """The path with a heading that staggered rulings cut apart (因公出 / 国（境） / 费) put together again."""
    for start in range(len(path) - 1):
        parts = path[start:]
        if not any(taxonomy.find(part) for part in parts[:-1]) and taxonomy.find("".join(parts)):
            return (*path[:start], "".join(parts))
    return path
