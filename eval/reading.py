"""How well a folder of PDF disclosures is read, against witnesses that are not this project's own code.

    python -m eval.reading FOLDER [--witness-pages N]

A table a document, then totals:

* tokens: numbers that pdfplumber's own interpreter sees inside a table's area, and how many of them are the text of
  exactly the cell that they are drawn in;
* cells: numeric cells of standard statements, and how many are facts with item (or project), measure, unit and year;
* sums: rows, columns and items of which the total and the parts are known, and how many add up within rounding: an
  independent judge of right columns;
* tables that both find with the same cells, of those that pdfplumber finds in the same areas;
* pages a second, beside plain pdfplumber text and tables on the same pages in the same run.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractors import extract
from extractors.checks import check_document, document_of
from extractors.model import BBox, Cell, Extraction, Fact, FactKind, Measure
from extractors.quality import measure_quality

_NUMBER = re.compile(r"\d[\d,.]*")
SAME_CELL_POINTS = 3.0
HEADINGS = (
    "document",
    "pages",
    "numbers in their cell",
    "numeric cells that are facts",
    "without unit",
    "sums that hold",
    "tables alike",
    "unread",
)
ADDED = (
    "pages",
    "tokens",
    "tokens_in_cell",
    "cells",
    "cells_as_facts",
    "without_unit",
    "sums",
    "sums_held",
    "tables",
    "tables_alike",
    "unread",
    "seconds",
    "witness_pages",
    "witness_seconds",
)


@dataclass
class Score:
    """Counts for one document, or for all."""

    name: str
    pages: int = 0
    tokens: int = 0
    tokens_in_cell: int = 0
    cells: int = 0
    cells_as_facts: int = 0
    without_unit: int = 0
    sums: int = 0
    sums_held: int = 0
    tables: int = 0
    tables_alike: int = 0
    unread: int = 0
    seconds: float = 0.0
    witness_pages: int = 0
    witness_seconds: float = 0.0
    misses: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        for name in ADDED:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.misses += other.misses

    def row(self) -> str:
        return (
            f"| {self.name[:44]} | {self.pages} | {_share(self.tokens_in_cell, self.tokens)} "
            f"| {_share(self.cells_as_facts, self.cells)} | {self.without_unit} "
            f"| {_share(self.sums_held, self.sums)} | {self.tables_alike}/{self.tables} | {self.unread} |"
        )


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} {100 * part / whole:.2f} %" if whole else "–"


def score(path: Path) -> Score:
    """Read one document by both engines and compare."""
    started = time.perf_counter()
    extraction = extract(path)
    result = Score(path.name, pages=len(extraction.pages), seconds=time.perf_counter() - started)
    result.unread = len(extraction.unread)
    _score_facts(extraction, result)
    quality = measure_quality(extraction, check_document(document_of(extraction)))
    result.sums, result.sums_held = quality.sums_made, quality.sums_held
    started = time.perf_counter()
    witness = list(_witness(path))
    result.witness_seconds, result.witness_pages = time.perf_counter() - started, len(witness)
    for number, characters, tables in witness:
        cells = _cells_on(extraction, number)
        _score_tokens(number, characters, cells, result)
        _score_tables(tables, cells, result)
    return result


def _witness(path: Path) -> Iterator[tuple[int, list[dict[str, Any]], list[list[BBox]]]]:
    """pdfplumber's pages: number, characters, and the cells of its tables; text is taken too, as any user would."""
    import pdfplumber

    with pdfplumber.open(path) as document:
        for number, page in enumerate(document.pages, start=1):
            page.extract_text()
            tables = page.find_tables()
            for table in tables:
                table.extract()
            yield number, page.chars, [list(table.cells) for table in tables]
            page.close()


def _cells_on(extraction: Extraction, page: int) -> list[Cell]:
    return [cell for table in extraction.tables for cell in table.cells if cell.page == page and cell.bbox]


def _inside(x: float, y: float, box: BBox | None) -> bool:
    return box is not None and box[0] <= x < box[2] and box[1] <= y < box[3]


def _score_tokens(page: int, characters: Sequence[dict[str, Any]], cells: Sequence[Cell], result: Score) -> None:
    """Digits drawn in a cell's box against the digits of its text, cell by cell."""
    for cell in cells:
        drawn = [c for c in characters if c["text"].isdigit() and _inside(_x(c), _y(c), cell.bbox)]
        tokens = len(_NUMBER.findall(cell.text)) or bool(drawn)
        result.tokens += tokens
        if Counter(c["text"] for c in drawn) == Counter(c for c in cell.text if c.isdigit()):
            result.tokens_in_cell += tokens
        else:
            seen = "".join(c["text"] for c in drawn)
            result.misses.append(f"{result.name} p.{page} cell {cell.text[:30]!r}: pdfplumber sees {seen[:30]!r}")


def _x(character: dict[str, Any]) -> float:
    return float(character["x0"] + character["x1"]) / 2


def _y(character: dict[str, Any]) -> float:
    return float(character["top"] + character["bottom"]) / 2


def _score_tables(tables: Sequence[Sequence[BBox]], cells: Sequence[Cell], result: Score) -> None:
    """Of pdfplumber's tables in our areas, those whose filled cells are ours too."""
    ours = [cell.bbox for cell in cells if cell.bbox and cell.text.strip()]
    for boxes in tables:
        here = [box for box in ours if any(_inside((box[0] + box[2]) / 2, (box[1] + box[3]) / 2, b) for b in boxes)]
        if not here:
            continue
        result.tables += 1
        result.tables_alike += all(any(_alike(box, other) for other in boxes) for box in here)


def _alike(one: BBox, other: BBox) -> bool:
    return all(abs(a - b) <= SAME_CELL_POINTS for a, b in zip(one, other, strict=True))


def _score_facts(extraction: Extraction, result: Score) -> None:
    for fact in extraction.facts:
        is_count = fact.measure is Measure.COUNT  # 人数, 数量: no unit to print
        if fact.kind is FactKind.CELL and fact.amount is not None and fact.statement and not is_count:
            result.cells += 1
            result.cells_as_facts += _is_whole(fact)
            if fact.amount.unit is None:
                result.without_unit += 1
                result.misses.append(f"{result.name} p.{fact.page} {fact.statement} {fact.label}: no unit")


def _is_whole(fact: Fact) -> bool:
    return bool((fact.item or fact.label) and fact.amount and fact.amount.unit and fact.year)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--misses", action="store_true", help="list what differs")
    options = parser.parse_args(arguments)
    paths = sorted(options.folder.rglob("*.pdf"))
    total = Score("all")
    print("| " + " | ".join(HEADINGS) + " |")
    print("|---" * len(HEADINGS) + "|")
    with ProcessPoolExecutor(options.jobs) as pool:
        for result in pool.map(score, paths):
            print(result.row(), flush=True)
            total.add(result)
    print(total.row())
    print(
        f"\n{total.pages / total.seconds:.0f} pages/s text + tables + facts, "
        f"{total.witness_pages / total.witness_seconds:.0f} pages/s plain pdfplumber text + tables "
        f"(one process each, same run): {total.witness_seconds / total.seconds:.1f} times"
    )
    if options.misses:
        print("\n".join(total.misses))


if __name__ == "__main__":
    main()
