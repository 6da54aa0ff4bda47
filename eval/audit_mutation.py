"""How many planted errors the audit finds: documents without findings get one error each, many times over.

    python -m eval.audit_mutation FOLDER… [--per-document 60] [--seed 1]

A figure is constrained where some rule held for it before the error was planted. Errors in figures that no rule
constrains cannot be found and are counted apart, as are those that are small enough for printing to explain.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from extractors import extract
from extractors.checks import Check, Document, Outcome, check_document, document_of, load_book
from extractors.checks.check import allowance
from extractors.errors import ExtractionError
from extractors.model import Fact, FactKind, Measure, Table
from extractors.quantities import TEN_THOUSAND_YUAN, YUAN, Amount

Mutant = tuple[Document, frozenset[int]]
"""The document with the error, and the numbers (in Document.facts) of the figures that it touches."""
MADE = (Outcome.HOLDS, Outcome.ROUNDING, Outcome.DIFFERS)
CHANGES = (Measure.CHANGE, Measure.CHANGE_PERCENT)


def digit_changed(document: Document, chance: random.Random) -> Mutant | None:
    return _one(document, chance, lambda fact: _is_figure(fact), lambda fact: _with_digit(fact, chance))


def percentage_altered(document: Document, chance: random.Random) -> Mutant | None:
    def is_percent(fact: Fact) -> bool:
        return fact.measure in (Measure.CHANGE_PERCENT, Measure.SHARE, Measure.COMPLETION) and _is_figure(fact)

    return _one(document, chance, is_percent, lambda fact: _with_digit(fact, chance))


def cells_swapped(document: Document, chance: random.Random) -> Mutant | None:
    cells = [i for i, fact in enumerate(document.facts) if fact.kind is FactKind.CELL and _is_figure(fact)]
    if len(cells) < 2:
        return None
    first = chance.choice(cells)
    one = document.facts[first]
    near = [
        i
        for i in cells
        if (other := document.facts[i]).table == one.table
        and other.amount != one.amount
        and (other.row == one.row or other.column_index == one.column_index)
    ]
    if not near:
        return None
    second = chance.choice(near)
    other = document.facts[second]
    facts = list(document.facts)
    facts[first], facts[second] = replace(one, amount=other.amount), replace(other, amount=one.amount)
    return _with_facts(document, facts), frozenset((first, second))


def row_dropped(document: Document, chance: random.Random) -> Mutant | None:
    rows = sorted({(f.table, f.row) for f in document.facts if f.kind is FactKind.CELL and _is_figure(f)}, key=str)
    if not rows:
        return None
    row = chance.choice(rows)
    gone = frozenset(i for i, f in enumerate(document.facts) if f.kind is FactKind.CELL and (f.table, f.row) == row)
    kept = [fact for i, fact in enumerate(document.facts) if i not in gone]
    return _with_facts(document, kept), gone


def direction_turned(document: Document, chance: random.Random) -> Mutant | None:
    said = [i for i, f in enumerate(document.facts) if f.measure in CHANGES and f.direction and _is_figure(f)]
    if not said:
        return None
    quote = document.facts[chance.choice(said)].quote
    turned = frozenset(i for i in said if document.facts[i].quote == quote)
    facts = [replace(f, direction=-f.direction) if i in turned else f for i, f in enumerate(document.facts)]
    return _with_facts(document, facts), turned


def unit_changed(document: Document, chance: random.Random) -> Mutant | None:
    """万元 for 元, or the other way, over one table."""
    tables = sorted({f.table for f in document.facts if f.kind is FactKind.CELL and _is_money(f) and f.table})
    if not tables:
        return None
    table = chance.choice(tables)
    touched = frozenset(i for i, f in enumerate(document.facts) if f.table == table and _is_money(f))
    facts = [_in_other_unit(f) if i in touched else f for i, f in enumerate(document.facts)]
    return _with_facts(document, facts), touched


def title_year_changed(document: Document, chance: random.Random) -> Mutant | None:
    year = document.identity.year
    dated = [t for t in document.tables if year and f"{year}年" in t.title and t.statement in load_book().standard]
    if not dated or year is None:
        return None
    chosen = chance.choice(dated)

    def renamed(table: Table) -> Table:
        return replace(table, title=table.title.replace(f"{year}年", f"{year - 1}年")) if table is chosen else table

    return replace(document, tables=[renamed(table) for table in document.tables]), frozenset()


KINDS: dict[str, Callable[[Document, random.Random], Mutant | None]] = {
    "digit changed": digit_changed,
    "percentage altered": percentage_altered,
    "cells swapped": cells_swapped,
    "row dropped": row_dropped,
    "direction turned": direction_turned,
    "unit changed": unit_changed,
    "title year changed": title_year_changed,
}
WEIGHTS = (5, 2, 3, 2, 1, 1, 1)


def _one(
    document: Document, chance: random.Random, wanted: Callable[[Fact], bool], change: Callable[[Fact], Fact]
) -> Mutant | None:
    chosen = [i for i, fact in enumerate(document.facts) if wanted(fact)]
    if not chosen:
        return None
    at = chance.choice(chosen)
    facts = list(document.facts)
    facts[at] = change(facts[at])
    return _with_facts(document, facts), frozenset((at,))


def _with_facts(document: Document, facts: Sequence[Fact]) -> Document:
    return Document(document.identity, document.tables, tuple(facts), document.changes, document.words, document.unread)


def _is_figure(fact: Fact) -> bool:
    return fact.amount is not None and fact.amount.value != 0 and fact.kind is not FactKind.FORM


def _is_money(fact: Fact) -> bool:
    return fact.amount is not None and fact.amount.unit in (YUAN, TEN_THOUSAND_YUAN)


def _with_digit(fact: Fact, chance: random.Random) -> Fact:
    """One digit of the figure is another; the quotation keeps what was printed."""
    amount = fact.amount
    assert amount is not None
    digits = list(format(amount.value, "f"))
    at = chance.choice([i for i, digit in enumerate(digits) if digit.isdigit()])
    digits[at] = chance.choice([d for d in "0123456789" if d != digits[at]])
    return replace(fact, amount=replace(amount, value=Decimal("".join(digits))))


def _in_other_unit(fact: Fact) -> Fact:
    amount = fact.amount
    assert amount is not None
    return replace(
        fact, amount=Amount(amount.value, YUAN if amount.unit == TEN_THOUSAND_YUAN else TEN_THOUSAND_YUAN, amount.text)
    )


# ------------------------------------------------------------------------------------------------------- scoring


def outcome_of(document: Document, kind: str, mutant: Mutant, before: Sequence[Check]) -> str:
    """found, missed, explained (by printing) or unconstrained."""
    changed, touched = mutant
    after = check_document(changed)
    hard = load_book().rules
    if any(check.outcome is Outcome.DIFFERS and hard[check.rule].is_hard for check in after):
        return "found"
    facts = {id(document.facts[i]) for i in touched}
    held = [check for check in before if check.outcome in MADE and any(id(f.fact) in facts for f in check.figures)]
    if kind == "unit changed":  # sums within the table do not depend on it
        held = [check for check in held if any(id(f.fact) not in facts for f in check.figures)]
    if kind == "row dropped":  # a row between a whole and its only part can go without any sum noticing
        sums = [check for check in held if check.rule in ("column_parts", "item_parts")]
        is_whole = any(id(check.figures[0].fact) in facts for check in sums)
        held = [] if is_whole else [c for c in sums if any(f.base and id(f.fact) in facts for f in c.figures[1:])]
    if kind == "cells swapped":  # a sum does not notice that two of its parts changed places
        held = [check for check in held if sum(id(f.fact) in facts for f in check.figures[1:]) != 2]
    if kind == "direction turned":
        held = [check for check in held if check.rule in ("change_rate", "direction", "change_base")]
    if kind == "title year changed":
        return "missed"
    if not held:
        return "unconstrained"
    if len(touched) == 1 and kind != "row dropped" and _is_explained(document, changed, next(iter(touched)), held):
        return "explained"
    return "missed"


def _is_explained(document: Document, changed: Document, at: int, held: Sequence[Check]) -> bool:
    """Whether every rule that held for the figure allows for a difference of this size."""
    old, new = document.facts[at].amount, changed.facts[at].amount
    assert old is not None and new is not None
    gap = abs(old.base - new.base)
    return all(gap <= allowance(check.figures) + 2 * old.rounding for check in held)


def score(folders: Sequence[Path], per_document: int, seed: int) -> tuple[int, dict[str, Counter[str]]]:
    """How many documents had no finding, and for each kind of error what became of it."""
    results: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    clean = 0
    for document in _documents(folders):
        before = check_document(document)
        if any(c.outcome is Outcome.DIFFERS and load_book().rules[c.rule].is_hard for c in before):
            continue
        clean += 1
        chance = random.Random(seed)
        done = 0
        for _ in range(per_document * 20):
            kind = chance.choices(list(KINDS), WEIGHTS)[0]
            mutant = KINDS[kind](document, chance)
            if mutant is None:
                continue
            results[kind][outcome_of(document, kind, mutant, before)] += 1
            done += 1
            if done == per_document:
                break
    return clean, results


def _documents(folders: Sequence[Path]) -> Iterator[Document]:
    for path in sorted(p for folder in folders for p in ([folder] if folder.is_file() else folder.rglob("*"))):
        if path.suffix.lower() in (".pdf", ".txt", ".docx"):
            try:
                yield document_of(extract(path))
            except ExtractionError as error:
                print(f"{path.name}: {error}")


def report(clean: int, results: dict[str, Counter[str]]) -> str:
    headings = "| error | planted | found | missed | recall | explained by printing | unconstrained |"
    lines = [f"{clean} documents without findings", "", headings,
             "|---|---|---|---|---|---|---|"]  # fmt: skip
    total: Counter[str] = Counter()
    for kind, counts in [*results.items(), ("all", total)]:
        if kind != "all":
            total.update(counts)
        decided = counts["found"] + counts["missed"]
        recall = f"{counts['found'] / decided:.1%}" if decided else "—"
        lines.append(
            f"| {kind} | {sum(counts.values())} | {counts['found']} | {counts['missed']} | {recall} | "
            f"{counts['explained']} | {counts['unconstrained']} |"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--per-document", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print(report(*score(options.folders, options.per_document, options.seed)))


if __name__ == "__main__":
    main()
