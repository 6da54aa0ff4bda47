"""Across a row: 合计 against the columns that are its parts, as the headings over them say.

headings → tree → (total column, part columns) → one check for every row

A relation is believed only where most rows bear it out: headings do not always say that columns are parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extractors.checks.check import Check, Figure, Outcome, compare_sum, same_unit
from extractors.checks.rules import load_book
from extractors.checks.sheet import Sheet, SheetRow
from extractors.headings import squeeze
from extractors.model import Measure

RULE = "row_parts"
LEVELS = frozenset({Measure.APPROVED_BUDGET, Measure.ADJUSTED_BUDGET, Measure.FINAL_ACCOUNTS, Measure.EXECUTION})
"""Kinds of number that add up across columns; changes, percentages and counts do not."""


@dataclass(slots=True)
class _Heading:
    """A node of the tree of headings; `column` where a column ends here."""

    name: str
    column: int | None = None
    children: dict[str, _Heading] = field(default_factory=dict)


Relation = tuple[int, tuple[tuple[int, ...], ...]]
"""A total column and the sets of columns that may be its parts, the likeliest first."""


def check_rows(sheet: Sheet) -> Iterator[Check]:
    for total, ways in column_relations(sheet):
        tried = [checks for parts in ways if (checks := _checks(total, parts, sheet))]
        if tried:
            yield from _believed(max(tried, key=_merit))


def _merit(checks: Sequence[Check]) -> int:
    return len(checks) - 3 * sum(check.outcome is Outcome.DIFFERS for check in checks)


def _believed(checks: Sequence[Check]) -> Iterator[Check]:
    """The checks of one relation, or, where most of them fail, a note that the relation is not what it seemed."""
    failed = sum(check.outcome is Outcome.DIFFERS for check in checks)
    if failed * 2 > len(checks):
        yield Check(RULE, Outcome.COULD_NOT_READ, subject=checks[0].subject, figures=checks[0].figures[:1])
    else:
        yield from checks


def column_relations(sheet: Sheet) -> list[Relation]:
    """Which columns are sums of which, one set of columns of like numbers at a time."""
    found: list[Relation] = []
    for group in _alike(sheet):
        if len(group) > 1:
            found += _relations(_tree(group))
    return found


def _alike(sheet: Sheet) -> list[list[tuple[int, tuple[str, ...]]]]:
    """(column, headings) by the kind and year of their numbers; a heading that all share at the end is dropped."""
    kinds: dict[int, tuple[Measure, int | None]] = {}
    for row in sheet.rows:
        for column, figure in row.cells.items():
            kinds.setdefault(column, (figure.fact.measure, figure.fact.year))
    filled = {kind for kind in kinds.values() if kind[0] in LEVELS}
    groups = []
    for kind in sorted(filled, key=str):
        columns = [c for c in sheet.columns if kinds.get(c.index, kind) == kind and c.path]
        paths = [tuple(squeeze(text) for text in c.path) for c in columns]
        while len(paths) > 1 and all(len(path) > 1 and path[-1] == paths[0][-1] for path in paths):
            paths = [path[:-1] for path in paths]
        groups.append([(c.index, path) for c, path in zip(columns, paths, strict=True)])
    return groups


def _tree(columns: Sequence[tuple[int, tuple[str, ...]]]) -> _Heading:
    root = _Heading("")
    for index, path in columns:
        node = root
        for name in path:
            node = node.children.setdefault(name, _Heading(name))
        if node.column is None:
            node.column = index
    return root


def _relations(node: _Heading) -> Iterator[Relation]:
    total = _total(node)
    if total is not None:
        parts = _parts(node, total)
        single = [part for part in parts if not part.children]
        ways = [tuple(column for part in way for column in _stands_for(part)) for way in (parts, single)]
        if distinct := tuple(dict.fromkeys(way for way in ways if way)):
            yield total, distinct
    for child in node.children.values():
        yield from _relations(child)


def _total(node: _Heading) -> int | None:
    if node.column is not None and node.children:
        return node.column
    for words in ("total_column", "year_column"):
        named = load_book().words[words]
        for name, child in node.children.items():
            if child.column is not None and named.search(name):
                return child.column
    return None


def _parts(node: _Heading, total: int) -> list[_Heading]:
    of_which = load_book().words["of_which"]
    return [c for name, c in node.children.items() if c.column != total and not of_which.match(name)]


def _stands_for(node: _Heading) -> list[int]:
    """The columns that together are what a heading covers."""
    total = _total(node) if node.children else node.column
    if total is not None:
        return [total]
    return [column for child in node.children.values() for column in _stands_for(child)]


def _checks(total: int, parts: Sequence[int], sheet: Sheet) -> list[Check]:
    return [check for row in sheet.rows if (check := _check(total, parts, row))]


def _check(total: int, parts: Sequence[int], row: SheetRow) -> Check | None:
    stated = row.cells.get(total)
    terms = [figure for column in parts if (figure := row.cells.get(column))]
    if stated is None or not terms or not _are_alike((stated, *terms)):
        return None
    if stated.base == 0 and not any(term.base for term in terms):
        return None
    return compare_sum(RULE, stated, terms)


def _are_alike(figures: Sequence[Figure]) -> bool:
    return same_unit(figures) and len({(f.fact.measure, f.fact.year) for f in figures}) == 1
