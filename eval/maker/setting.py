"""What every table and sentence of one edition is made from."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from eval.maker.classified import entry_maker
from eval.maker.data import load
from eval.maker.publishers import BUDGET, Edition
from eval.maker.series import Books
from eval.maker.sheet import PERCENT, Cell, Entry, Sheet
from eval.maker.style import Style

APPROVED, FINAL = "approved_budget", "final_accounts"


@dataclass(frozen=True, slots=True)
class Setting:
    edition: Edition
    books: Books
    style: Style
    chance: random.Random  # decides what the style leaves open
    titles: dict[str, str]

    @property
    def measure(self) -> str:
        return APPROVED if self.edition.phase == BUDGET else FINAL

    @property
    def make(self) -> Callable[[str, Decimal], Cell]:
        """Entries of this edition's own measure and year."""
        return entry_maker(self.measure, self.edition.year)

    def change(self, item: str, old: Decimal, new: Decimal) -> list[Cell]:
        """The cells of 增减额 and 增减%."""
        year = self.edition.year
        rate = Entry(item, (new - old) / old * 100, "change_percent", year, PERCENT, 2) if old and new != old else None
        return [Entry(item, new - old, "change", year) if new != old else None, rate]

    def sheet(
        self,
        statement: str,
        header: list[list[str]],
        rows: list[list[Cell]],
        roles: str,
        weights: Sequence[float],
    ) -> Sheet:
        title = self.titles[statement].format(level=self.edition.level_word)
        if self.style.year_in_titles:
            title = f"{self.edition.year}年{'' if self.edition.phase == BUDGET else '度'}{title}"
        return Sheet(
            statement,
            title,
            header,
            rows,
            roles,
            list(weights),
            self.edition.year,
            self.style.unit,
            self.style.decimals,
        )


def setting_of(edition: Edition, books: Books, style: Style, chance: random.Random) -> Setting:
    return Setting(edition, books, style, chance, chance.choice(load("titles")[edition.phase]))
