"""Exported facts against the truth of made documents: value, unit, row, column, measure and year of every cell.

    python -m eval.cells TRUTH.csv FACTS.csv [--by document|statement] [--misses N]

A cell of the truth is looked for among the facts of its page. It is paired with the fact that agrees with it in most
parts, each fact with one cell only; what no fact pairs with is missed. A fact in a cell where the truth has nothing is
an invention.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from eval.scoring import bare

PARTS = ("value", "unit", "table", "row", "column", "measure", "year")
Row = Mapping[str, str]


@dataclass(slots=True)
class CellScore:
    cells: int = 0
    found: Counter[str] = field(default_factory=Counter)  # by part; "all" where every part agrees
    blanks: int = 0
    invented: int = 0  # facts with an amount that no cell of the truth pairs with
    facts: int = 0

    def add(self, other: CellScore) -> None:
        self.cells += other.cells
        self.found += other.found
        self.blanks += other.blanks
        self.invented += other.invented
        self.facts += other.facts


@dataclass(frozen=True, slots=True)
class Miss:
    truth: Row
    fact: Row | None
    wrong: tuple[str, ...]


def score_cells(truth: Iterable[Row], facts: Iterable[Row]) -> tuple[dict[tuple[str, str], CellScore], list[Miss]]:
    """By document and statement. Rows are those of truth.csv and of `export`."""
    stated_rows = list(truth)
    without_pages = frozenset(row["document"] for row in stated_rows if row["page"] == "0")
    cells, read = _by_page(stated_rows, without_pages), _by_page(facts, without_pages)
    scores: dict[tuple[str, str], CellScore] = defaultdict(CellScore)
    misses: list[Miss] = []
    for page, stated in cells.items():
        amounts = [fact for fact in read.get(page, ()) if fact["value"] and fact["kind"] in ("cell", "form")]
        _score_page(stated, amounts, scores, misses)
    return dict(scores), misses


def _score_page(
    stated: Sequence[Row], amounts: Sequence[Row], scores: dict[tuple[str, str], CellScore], misses: list[Miss]
) -> None:
    figures = [row for row in stated if row["kind"] == "cell"]
    pairs = _paired(figures, amounts)
    for number, row in enumerate(figures):
        score = scores[row["document"], row["statement"]]
        score.cells += 1
        fact = amounts[pairs[number]] if number in pairs else None
        right = agreeing(row, fact) if fact else frozenset()
        score.found.update(right)
        if len(right) == len(PARTS):
            score.found["all"] += 1
        else:
            misses.append(Miss(row, fact, tuple(part for part in PARTS if part not in right)))
    left = [fact for number, fact in enumerate(amounts) if number not in set(pairs.values())]
    blanks = [row for row in stated if row["kind"] == "blank"]
    key = (stated[0]["document"], stated[0]["statement"])
    scores[key].blanks += len(blanks)
    scores[key].facts += len(amounts)
    for fact in left:
        if fact["kind"] == "form" or Decimal(fact["value"]) == 0:
            continue  # an indicator of a form; a printed zero of a cell that the truth counts as blank
        scores[key].invented += 1
        misses.append(
            Miss({**stated[0], "kind": "invented", "row": "", "column": "", "value": ""}, fact, ("invented",))
        )


def _paired(figures: Sequence[Row], amounts: Sequence[Row]) -> dict[int, int]:
    """Truth → fact, best agreement first; a value must agree, or both row and column."""
    by_value: dict[str | None, list[int]] = defaultdict(list)
    by_place: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, fact in enumerate(amounts):
        by_value[_digits(fact)].append(number)
        by_place[bare(fact["row"]), bare(fact["column"])].append(number)
    offers = []
    for number, row in enumerate(figures):
        near = {*by_value[_digits(row)], *by_place[bare(row["row"]), bare(row["column"])]}
        offers += [(-len(agreeing(row, amounts[other])), number, other) for other in near]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, number, other in sorted(offers):
        if number not in pairs and other not in taken:
            pairs[number] = other
            taken.add(other)
    return pairs


def agreeing(truth: Row, fact: Row) -> frozenset[str]:
    """Which parts of a fact are those of the truth."""
    right = {
        "value": _digits(truth) == _digits(fact),
        "unit": truth["unit"] == fact["unit"],
        "table": bare(truth["table"]) in bare(fact["table"]),
        "row": _same_row(truth, fact),
        "column": _same_column(truth["column"], fact["column"]),
        "measure": truth["measure"] == fact["measure"],
        "year": truth["year"] == fact["year"],
    }
    return frozenset(part for part, is_right in right.items() if is_right)


def _same_row(truth: Row, fact: Row) -> bool:
    """The printed label, with or without the code that is glued to it; where a table has no labels any will do."""
    if not truth["row"]:
        return True
    code = truth["code"]
    wanted, got = bare(truth["row"]), bare(fact["row"])
    if code and fact["code"] and code != fact["code"]:
        return False
    return wanted == got or (bool(got) and (wanted.endswith(got) or got.endswith(wanted)))


def _same_column(truth: str, fact: str) -> bool:
    """The innermost heading, and no other heading that the truth does not have. A form has none."""
    if not truth:
        return True
    wanted, got = [bare(head) for head in truth.split("/")], [bare(head) for head in fact.split("/")]
    return bool(got) and wanted[-1] == got[-1] and set(got) <= set(wanted)


def _digits(row: Row) -> str | None:
    try:
        return str(Decimal(row["value"]).normalize())
    except InvalidOperation:
        return None


def _by_page(rows: Iterable[Row], without_pages: frozenset[str]) -> dict[tuple[str, str], list[Row]]:
    pages: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row["kind"] in ("cell", "blank", "form"):
            page = "0" if row["document"] in without_pages else row["page"]
            pages[row["document"], page].append(row)
    return dict(pages)


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def table_text(scores: Mapping[tuple[str, str], CellScore], by: str) -> str:
    grouped: dict[str, CellScore] = defaultdict(CellScore)
    for (document, statement), score in scores.items():
        grouped[document if by == "document" else statement].add(score)
        grouped["all"].add(score)
    lines = [
        f"| {by} | cells | {' | '.join(PARTS)} | all of them | facts | invented |",
        "|---" * (len(PARTS) + 5) + "|",
    ]
    for name in [*sorted(name for name in grouped if name != "all"), "all"]:
        score = grouped[name]
        shares = " | ".join(
            f"{score.found[part] / score.cells:.2%}" if score.cells else "–" for part in (*PARTS, "all")
        )
        lines.append(f"| {name} | {score.cells} | {shares} | {score.facts} | {score.invented} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("truth", type=Path)
    parser.add_argument("facts", type=Path)
    parser.add_argument("--by", choices=("document", "statement"), default="statement")
    parser.add_argument("--misses", type=int, default=0, help="how many wrong cells to list")
    options = parser.parse_args()
    scores, misses = score_cells(read_csv(options.truth), read_csv(options.facts))
    print(table_text(scores, options.by))
    for miss in misses[: options.misses]:
        print(_miss_text(miss))


def _miss_text(miss: Miss) -> str:
    truth = miss.truth
    wanted = " ".join(truth[key] for key in ("row", "column", "value", "unit", "measure", "year"))
    fact = miss.fact
    got = " ".join(fact[key] for key in ("row", "column", "value", "unit", "measure", "year")) if fact else "no fact"
    return f"{truth['document']} p. {truth['page']} {truth['table']}: {', '.join(miss.wrong)}\n    {wanted}\n    {got}"


if __name__ == "__main__":
    main()
