"""A sample disclosure as its data file describes it.

In a table's rows "<" continues the cell to the left and "^" the cell above; `{name}` stands for a figure of the file's
`figures`, so that prose and tables cannot state different amounts for one thing by a slip of the hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SpannedCell:
    """A cell and the last row and column that it reaches, both inclusive."""

    text: str
    row: int
    column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class SampleTable:
    title: str
    unit: str
    number: str | None
    widths: tuple[float, ...]  # relative to each other
    header: tuple[Row, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    landscape: bool
    repeat_header: bool  # on continuation pages

    @property
    def grid(self) -> tuple[Row, ...]:
        return self.header + self.rows

    def cells(self) -> list[SpannedCell]:
        """The cells of the grid with their spans, header rows first."""
        reach: dict[tuple[int, int], tuple[int, int]] = {}
        owner: dict[tuple[int, int], tuple[int, int]] = {}
        for r, row in enumerate(self.grid):
            for c, text in enumerate(row):
                owner[r, c] = owner[r, c - 1] if text == "<" else owner[r - 1, c] if text == "^" else (r, c)
                reach[owner[r, c]] = (r, c)
        return [SpannedCell(self.grid[r][c], r, c, *last) for (r, c), last in reach.items()]


@dataclass(frozen=True, slots=True)
class Section:
    heading: str | None
    text: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    heading: str
    sections: tuple[Section, ...]
    tables: tuple[SampleTable, ...]


@dataclass(frozen=True, slots=True)
class Disclosure:
    file: str
    agency: str
    title: tuple[str, ...]
    date: str
    notice: str
    owner: str
    parts: tuple[Part, ...]

    @property
    def tables(self) -> tuple[SampleTable, ...]:
        return tuple(table for part in self.parts for table in part.tables)

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(text for part in self.parts for section in part.sections for text in section.text)


def load(path: Path) -> Disclosure:
    """Read one data file, with the named figures put in."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    figures: dict[str, str] = data["figures"]
    return Disclosure(
        file=data["file"],
        agency=data["agency"],
        title=tuple(data["title"]),
        date=data["date"],
        notice=data["notice"],
        owner=data["owner"],
        parts=tuple(_part(part, figures) for part in data["parts"]),
    )


def load_all() -> list[Disclosure]:
    return [load(path) for path in sorted(DATA.glob("*.yaml"))]


def _part(data: Mapping[str, Any], figures: Mapping[str, str]) -> Part:
    sections = tuple(
        Section(section.get("heading"), tuple(text.format_map(figures) for text in section["text"]))
        for section in data.get("sections", ())
    )
    return Part(data["heading"], sections, tuple(_table(table, figures) for table in data.get("tables", ())))


def _table(data: Mapping[str, Any], figures: Mapping[str, str]) -> SampleTable:
    return SampleTable(
        title=data["title"],
        unit=data["unit"],
        number=data.get("number"),
        widths=tuple(data["widths"]),
        header=tuple(tuple(row) for row in data["header"]),
        rows=tuple(tuple(cell.format_map(figures) for cell in row) for row in data["rows"]),
        notes=tuple(data.get("notes", ())),
        landscape=data.get("landscape", False),
        repeat_header=data.get("repeat_header", True),
    )
