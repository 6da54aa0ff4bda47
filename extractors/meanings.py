"""What the rows and columns of a table are about.

The meaning of a cell comes from its row (what) and its column (which part of it). Where the row is the table's total,
the column names the item itself: 合计 × 基本支出 is basic expenditure.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractors.headings import load_headings, squeeze
from extractors.lineage import Lineage
from extractors.model import Column, Phase, Role, Table
from extractors.rows import BodyRow, clean_label, is_classification
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


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a cell is about: an item, the aspect of it, and the row it is a part of."""

    item: str | None
    aspect: str | None
    parent: str | None


class TableMeanings:
    """What the cells of one table are about. `names` are the bare names of the agency whose document it is."""

    def __init__(self, table: Table, phase: Phase, names: frozenset[str]) -> None:
        self._phase = phase
        self._names = names
        self._statement = statement(table.statement)
        self._scope = SCOPE_ITEMS.get(self._statement.scope) if self._statement else None
        self._taxonomy = load_taxonomy()
        self._column_keys = {c.index: _column_keys(self._taxonomy, c) for c in table.columns if c.role is Role.AMOUNT}

    def of_row(self, row: BodyRow, lineage: Lineage) -> str | None:
        """The taxonomy key of the row; TOTAL for the table's or an organisation's whole; None where unknown.

        `lineage` knows the rows above; rows must be given in order.
        """
        key = self._of_row(row, lineage)
        lineage.go_on(row.code, key)
        return key

    def _of_row(self, row: BodyRow, lineage: Lineage) -> str | None:
        if row.code and is_classification(row.code):
            # Codes have changed hands over the years (30104 in 2017): the printed label tells which item is meant.
            item = self._taxonomy.by_code(row.code, label=row.label)
            return item.key if item else row.code
        flat = bare(row.label)
        if not flat or load_headings().total_rows.match(flat):
            if row.parent_label:
                item = self._taxonomy.find(row.parent_label)
                return item.key if item else None
            return TOTAL
        if flat in self._names or (row.organisation and bare(row.organisation) == flat):
            return TOTAL
        if load_headings().neutral_rows.match(flat):
            return None
        item = lineage.find(row.label) or self._taxonomy.find(row.label, kind=self._kind(row))
        item = item or self._taxonomy.find(row.label)
        return item.key if item else None

    def _kind(self, row: BodyRow) -> Kind | None:
        words = load_headings()
        headings = "".join(text for c in row.columns if c.role in (Role.LABEL, Role.CODE) for text in c.path)
        if words.functional_heading.search(headings):
            return Kind.FUNCTIONAL
        economic = bool(self._statement and self._statement.economic) or words.economic_heading.search(headings)
        return Kind.ECONOMIC if economic else None

    def of_cell(self, row_item: str | None, parent: str | None, column: Column) -> Meaning:
        total = self._total(column)
        keys = [key for key in self._column_keys[column.index] if key not in (total, self._scope)]
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
        side = self._statement.side if self._statement else None
        is_spent = total is not None and (side == "expenditure" or total == "expenditure_total")
        return Meaning(total, funds[-1], None) if is_spent else Meaning(funds[-1], None, total)

    def _total(self, column: Column) -> str | None:
        """What the table's total row states in a column: in a table of two sides, the side that the column is on.

        The revenue and expenditure tables of final accounts leave out what was carried over.
        """
        if self._statement is None:
            return None
        if self._statement.side == "both":
            return _side_total(column.path[0]) if column.path else None
        if self._phase is Phase.FINAL_ACCOUNTS:
            return OF_THE_YEAR.get(str(self._statement.total), self._statement.total)
        return self._statement.total

    def _is_whole(self, column: Column, total: str | None) -> bool:
        """Whether a column without a part in its headings states the table's item.

        Where other columns name that item, the first column adds more to it: 合计 of “三公”经费 and 会议费 is not the
        三公 total. A heading that nobody knows (政府采购项目 / 小计) may be any part.
        """
        named = [index for index, keys in self._column_keys.items() if total in keys]
        if named:
            return column.index in named
        return len(self._column_keys) == 1 or not _has_unknown_part(self._taxonomy, column)


def _side_total(heading: str) -> str | None:
    words = load_headings()
    sides = (("revenue_total", words.revenue_side), ("expenditure_total", words.expenditure_side))
    named = [total for total, pattern in sides if pattern.search(squeeze(heading))]
    return named[0] if len(named) == 1 else None


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
