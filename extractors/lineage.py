"""The functional code of a row that prints none, by its name and the rows above it.

行政运行 is a name of hundreds of 项. In a table without codes the rows above say which one it is: under 交通运输支出
and 公路水路运输 it is 2140101.
"""

from __future__ import annotations

from extractors.classification import Item, Kind
from extractors.taxonomy import load_taxonomy

LEVEL = 2  # digits that a 款 has more than its 类, a 项 more than its 款


class Lineage:
    """Follows the rows of one lane, which must be given in order."""

    def __init__(self) -> None:
        self._taxonomy = load_taxonomy()
        self._code = ""  # of the last row that was a functional item
        self._prints_codes = False

    def find(self, label: str) -> Item | None:
        """The item of this name under the nearest row above that has one; None where the table prints codes."""
        if self._prints_codes:
            return None
        above = (self._code[:length] for length in range(len(self._code), 2, -LEVEL))
        return next((item for code in above if (item := self._taxonomy.part_of(code, label))), None)

    def go_on(self, printed_code: str | None, key: str | None) -> None:
        """What the row turned out to be."""
        self._prints_codes = self._prints_codes or bool(printed_code)
        item = self._taxonomy.by_code(key) if key else None
        if item and item.kind is Kind.FUNCTIONAL:
            self._code = item.key
