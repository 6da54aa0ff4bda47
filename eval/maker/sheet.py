"""A table before it is typeset: headings, rows of texts and entries, and what each entry states.

In headings and rows "<" continues the cell to the left and "^" the cell above.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

LEFT, ABOVE = "<", "^"
FACTORS = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
PERCENT = "%"


def printed(amount: Decimal, unit: str, decimals: int) -> Decimal:
    """Yuan as they come out in print in that unit."""
    return (amount / FACTORS[unit]).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


@dataclass(slots=True)
class Entry:
    """A figure of a cell or a sentence. `amount` is in yuan, or in `unit` where that is no money."""

    item: str  # what is stated, the same key wherever it is: "economic 30217 basic"
    amount: Decimal
    measure: str
    year: int
    unit: str = ""  # set where it is not the unit of its table
    decimals: int | None = None  # set where they are not those of its table
    value: Decimal = Decimal(0)  # as printed, once printing has been decided; a planted error changes it

    @property
    def is_money(self) -> bool:
        return self.unit == "" or self.unit in FACTORS


Cell = str | Entry | None  # None: an amount that is not there, and prints as zero or blank


@dataclass(slots=True)
class Sheet:
    statement: str  # what it is, whatever its title: balance, expenditure, three_public …
    title: str
    header: list[list[str]]
    rows: list[list[Cell]]
    roles: str  # a letter for each column: l label, c code, a amount, t other text, g ghost
    weights: list[float]  # widths, relative to each other
    year: int
    unit: str = "万元"
    decimals: int = 2
    unit_printed: str = ""  # what the unit line says; a seeded error makes it another than `unit`
    notes: list[str] = field(default_factory=list)
    number: str = ""
    is_form: bool = False

    def __post_init__(self) -> None:
        grid: list[Sequence[Cell]] = [*self.header, *self.rows]
        assert all(len(row) == len(self.roles) for row in grid), (self.title, self.roles)
        self.unit_printed = self.unit_printed or self.unit

    def entries(self) -> list[Entry]:
        return [cell for row in self.rows for cell in row if isinstance(cell, Entry)]

    def heading(self, column: int) -> str:
        """The headings over a column from top to bottom, joined by /."""
        path: list[str] = []
        for row in range(len(self.header)):
            r, c = owner(self.header, row, column)
            text = self.header[r][c].replace("\n", "")
            if text and (not path or path[-1] != text):
                path.append(text)
        return "/".join(path)

    def label(self, row: int, column: int) -> str:
        """The row's label for an amount: the nearest label to the left, else the first of the row."""
        left = [c for c in range(column) if self.roles[c] == "l"]
        return self._text(row, left[-1]) if left else ""

    def code(self, row: int, column: int) -> str:
        """The codes beside that label, put together."""
        left = [c for c in range(column) if self.roles[c] == "l"]
        label = left[-1] if left else column
        codes: list[str] = []
        for c in range(label - 1, -1, -1):
            if self.roles[c] != "c":
                break
            codes.insert(0, self._text(row, c))
        return "".join(codes) if all(code.isdigit() for code in codes if code) else ""

    def _text(self, row: int, column: int) -> str:
        rows: Sequence[Sequence[Cell]] = self.rows
        while rows[row][column] == ABOVE and row:
            row -= 1
        while rows[row][column] == LEFT and column:
            column -= 1
        cell = rows[row][column]
        return cell if isinstance(cell, str) else ""


def owner(grid: Sequence[Sequence[Cell]], row: int, column: int) -> tuple[int, int]:
    """Where the cell that covers this place begins."""
    while grid[row][column] in (LEFT, ABOVE):
        if grid[row][column] == LEFT:
            column -= 1
        else:
            row -= 1
    return row, column
