"""Down a column: a row against the rows that are its parts: 合计 ≈ Σ 类, 类 ≈ Σ 款, 款 ≈ Σ 项.

rows → wholes, each with the ways in which tables print its parts → the way that adds up → one check for every column

Codes and ordinals say what is a part of what, but tables differ in how they print it: organisations stand between the
total and the codes, or only 项 are printed, or 本年合计 closes a first half. Where nothing printed is certain, the way
is taken that most figures bear out; where none is borne out, nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.checks.check import Check, Figure, Outcome, compare_most, compare_sum, same_unit
from extractors.checks.outline import Row, is_of_which, read_outline
from extractors.checks.rows import LEVELS
from extractors.checks.rules import load_book
from extractors.checks.sheet import Sheet

RULE = "column_parts"
LEVELS_RULE = "column_levels"
FEWEST_BRANCHES = 2
"""So many rows of a level must be there to tell that every one of them has parts."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A row and the ways to read its parts, the likeliest first. `is_certain`: codes or ordinals say the first."""

    row: Row
    ways: tuple[tuple[Row, ...], ...]
    is_certain: bool


def check_columns(sheet: Sheet) -> Iterator[Check]:
    """The sums down a table; where rows of it were not read, one that does not come out says nothing."""
    for check in _sums(sheet):
        unknown = sheet.lacks_rows and check.outcome is Outcome.DIFFERS
        yield replace(check, outcome=Outcome.NOT_ENOUGH_DATA) if unknown else check


def _sums(sheet: Sheet) -> Iterator[Check]:
    rows = read_outline(sheet)
    if len(rows) < 2:
        return
    has_headings = sheet.table.header_rows > 0  # without them it is a fragment: what stood above is lost
    unsure: list[Check] = []
    for whole in (*_ranked(rows), *_staged(rows)):
        tried = [checks for way in whole.ways if (checks := _checks(whole.row, way, sheet))]
        if tried and whole.is_certain and has_headings:
            yield from tried[0]
        elif tried:
            unsure += _likeliest(tried)
    failed = _failed(unsure)
    if failed > 1 and failed * 2 > len(unsure):
        yield Check(RULE, Outcome.COULD_NOT_READ, subject=sheet.table.title, figures=unsure[0].figures[:1])
    else:
        yield from unsure
    yield from _levels(rows)


def _levels(rows: Sequence[Row]) -> Iterator[Check]:
    """A 款 without 项 where every other 款 has them: its parts are missing."""
    coded = [row for row in rows if row.code]
    deepest = max((len(row.code) for row in coded), default=0)
    inner = [row for row in coded if len(row.code) == deepest - 2]
    childless = [row for row in inner if not any(r.code != row.code and r.code.startswith(row.code) for r in coded)]
    if len(inner) < FEWEST_BRANCHES or len(childless) > 1:
        return
    for row in inner:
        figure = next(iter(row.cells.values()))
        if row not in childless:
            yield Check(LEVELS_RULE, Outcome.HOLDS, figures=(figure,))
        elif any(f.base for f in row.cells.values()):
            yield Check(LEVELS_RULE, Outcome.DIFFERS, stated=row.label, subject=figure.name, figures=(figure,))


def _likeliest(tried: Sequence[list[Check]]) -> list[Check]:
    """The checks of the way that most columns bear out; where none does, only a note."""
    best = max(tried, key=_merit)
    if _failed(best) * 2 < len(best):
        return best
    return [Check(RULE, Outcome.COULD_NOT_READ, subject=best[0].subject, figures=best[0].figures[:1])]


def _failed(checks: Sequence[Check]) -> int:
    return sum(check.outcome is Outcome.DIFFERS for check in checks)


def _merit(checks: Sequence[Check]) -> int:
    return len(checks) - 3 * _failed(checks)


def _checks(whole: Row, parts: Sequence[Row], sheet: Sheet) -> list[Check]:
    return [check for column in sheet.columns if (check := _check(whole, parts, column.index))]


def _check(whole: Row, parts: Sequence[Row], column: int) -> Check | None:
    stated = whole.cells.get(column)
    terms = [figure for row in parts if (figure := row.cells.get(column))]
    if stated is None or not terms or stated.fact.measure not in LEVELS or not same_unit((stated, *terms)):
        return None
    if any((t.fact.measure, t.fact.year) != (stated.fact.measure, stated.fact.year) for t in terms):
        return None
    if stated.base == 0 and not any(term.base for term in terms):
        return None
    if is_of_which(parts[0]) and sum(term.base for term in terms) != stated.base:
        return compare_most(RULE, _largest(terms), stated)
    return compare_sum(RULE, stated, terms)


def _largest(figures: Sequence[Figure]) -> Figure:
    return max(figures, key=lambda figure: figure.base)


# ------------------------------------------------------------------------------------------------------- wholes


def _ranked(rows: Sequence[Row]) -> Iterator[Whole]:
    """Every row with rows of a deeper rank after it; a total at the end counts what stands before it."""
    for i, whole in enumerate(rows):
        if whole.is_stage or not (whole.is_marked or whole.is_total or whole.is_organisation):
            continue
        below = _below(rows, i)
        if not below:
            continue
        first = _next_rank(below)
        ways = [first, [row for row in first if row.is_marked]]
        if not whole.code:
            ways += [below, *_by_code_length(below), [row for row in below if not row.code], _leaves(below)]
        yield Whole(whole, _distinct(ways), is_certain=_says_itself(below))


def _staged(rows: Sequence[Row]) -> Iterator[Whole]:
    """本年合计 is the sum of what stands over it; 总计 of 本年合计 and what follows."""
    pending: list[Row] = []
    for row in rows:
        if row.is_stage and pending:
            tops = _marked_tops(pending)
            certain = bool(tops) or _says_itself(pending) or _is_carried_over(pending)
            yield Whole(row, _distinct([tops, *_stage_ways(pending)]), is_certain=certain)
            pending = [row]
        elif row.is_stage or not row.is_total:
            pending.append(row)


def _marked_tops(pending: Sequence[Row]) -> list[Row]:
    """一、二、三、… where rows without ordinals stand under them and none stands before or beside them."""
    rank = pending[0].rank
    tops = [row for row in pending if row.is_marked and row.rank == rank]
    beside = [row for row in pending if row.is_stage or load_book().words["carried_over"].search(row.label)]
    return tops if pending[0].is_marked and len(tops) > 1 and not beside else []


def _is_carried_over(pending: Sequence[Row]) -> bool:
    """Whether 本年合计 is followed by nothing but 上年结转, 结余分配 and the like, and what is under them."""
    rest = [row for row in pending[1:] if row.rank <= pending[0].rank]
    carried = load_book().words["carried_over"]
    return pending[0].is_stage and bool(rest) and all(carried.search(row.label) for row in rest)


def _stage_ways(pending: Sequence[Row]) -> Iterator[list[Row]]:
    top = min(row.rank for row in pending)
    yield [row for row in pending if row.rank == top and not is_of_which(row)]
    ranks = sorted({row.rank for row in pending if row.is_marked})
    for rank in ranks:
        yield [row for row in pending if row.rank == rank]
        yield [row for row in pending if row.rank == rank or row.is_stage or not row.is_marked]
    yield _leaves(pending)
    yield list(pending)


def _distinct(ways: Iterable[Sequence[Row]]) -> tuple[tuple[Row, ...], ...]:
    return tuple(dict.fromkeys(tuple(way) for way in ways if way))


def _says_itself(rows: Sequence[Row]) -> bool:
    """Whether codes, ordinals or names of organisations, all of them different, say what is a part of what."""
    codes = [row.code or row.label for row in rows if not row.is_stage]
    told = all(row.is_marked or row.is_stage for row in rows) or all(row.is_organisation for row in rows)
    return bool(codes) and told and len(set(codes)) == len(codes)


def _below(rows: Sequence[Row], i: int) -> list[Row]:
    below: list[Row] = []
    for row in rows[i + 1 :]:
        foreign = bool(row.code or row.is_organisation) and not row.code.startswith(rows[i].code)
        if row.rank <= rows[i].rank or row.is_stage or foreign:
            break
        below.append(row)
    return below


def _next_rank(below: Sequence[Row]) -> list[Row]:
    """The rows that are no part of another one among them."""
    tops: list[Row] = []
    for row in below:
        inside = tops and row.rank > tops[-1].rank and (not row.code or row.code.startswith(tops[-1].code))
        if not inside:
            tops.append(row)
    return tops


def _by_code_length(below: Sequence[Row]) -> list[list[Row]]:
    lengths = sorted({len(row.printed_code) for row in below if row.printed_code})
    return [[row for row in below if len(row.printed_code) == length] for length in lengths]


def _leaves(rows: Sequence[Row]) -> list[Row]:
    return [row for i, row in enumerate(rows) if i + 1 == len(rows) or rows[i + 1].rank <= row.rank]
