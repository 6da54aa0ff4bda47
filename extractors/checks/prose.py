"""Sentences against tables, and against each other: an item, a kind of number and a year have one amount.

A sentence agrees where any place of the tables agrees. It contradicts only where it agrees with none and one of them
states the item whole: prose seldom says of which money it speaks. Its words must name the item themselves; what follows
a count (14个项目，支出总额110.39万元) is of the things counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby, pairwise

from extractors.checks.check import (
    Check,
    Figure,
    Outcome,
    Place,
    compare_sum,
    figure_of,
    in_unit_of,
    is_printed_alike,
    plain,
    same_unit,
    sum_formula,
)
from extractors.checks.document import Document, is_partial
from extractors.checks.rows import LEVELS
from extractors.checks.rules import load_book
from extractors.model import Fact, Measure
from extractors.rows import is_classification
from extractors.statements import statement
from extractors.taxonomy import load_taxonomy

AGAINST_TABLE = "prose_table"
TWICE = "prose_twice"
BASIC = "basic_expenditure"
STATED = LEVELS | {Measure.COUNT}


def check_prose(document: Document) -> Iterator[Check]:
    unsure = _of_counted_things(document.sentences)
    contradicted: set[int] = set()
    for fact in document.sentences:
        check = _against_tables(fact, document)
        if check and check.outcome is Outcome.DIFFERS:
            is_unit = is_printed_alike(*check.figures[:2])
            if not is_unit and (id(fact) in unsure or not _names(fact)):
                check = Check(AGAINST_TABLE, Outcome.NOT_APPLICABLE, figures=check.figures[:1])
            contradicted.add(id(fact))
        if check:
            yield check
    yield from _twice(document, contradicted | unsure)
    yield from _denied(document)


def _of_counted_things(sentences: Sequence[Fact]) -> set[int]:
    """The facts that follow a count in its sentence."""
    pairs = pairwise(sentences)
    return {id(fact) for count, fact in pairs if count.measure is Measure.COUNT and count.quote == fact.quote}


def _against_tables(fact: Fact, document: Document) -> Check | None:
    figure = figure_of(fact)
    if figure is None or not fact.item or not fact.year or fact.measure not in STATED:
        return None
    places = document.stated_in_tables.get((fact.item, fact.measure, fact.year), ())
    places = [place for place in places if same_unit((figure, place))]
    equivalents = [] if places else _equivalents(fact, document)
    if equivalents:
        return _nearest_sum(figure, equivalents, document)
    whole = [place for place in places if not is_partial(place.fact) and place.fact.aspect in (None, fact.aspect)]
    whole = [place for place in whole if not _is_received(place.fact)]
    if not places:
        return Check(AGAINST_TABLE, Outcome.NOT_ENOUGH_DATA, figures=(figure,))
    for terms in (*((place,) for place in places), *_rows_of_one_code(whole)):
        gap = figure.base - sum((term.base for term in terms), Decimal(0))
        allowed = _cut_off(figure) + sum((term.rounding + term.coarser for term in terms), Decimal(0))
        if abs(gap) <= allowed:
            return _agreement(figure, terms, gap, allowed)
    whole = [place for place in places if is_printed_alike(figure, place)] or whole
    if not whole:
        return Check(AGAINST_TABLE, Outcome.NOT_APPLICABLE, figures=(figure,))
    nearest = min(whole, key=lambda place: (place.fact.aspect != fact.aspect, abs(place.base - figure.base)))
    return Check(
        AGAINST_TABLE,
        Outcome.DIFFERS,
        stated=figure.printed,
        expected=in_unit_of(nearest.base, figure),
        formula=f"{figure.printed} ≠ {nearest.printed}",
        subject=fact.label,
        figures=(figure, nearest),
        gap=figure.base - nearest.base,
        allowed=_cut_off(figure) + nearest.rounding,
    )


def _is_received(fact: Fact) -> bool:
    """Whether a revenue table states what comes in for a purpose: 上年结转 may be spent on it as well."""
    table = statement(fact.statement)
    return is_classification(fact.item or "") and table is not None and table.side == "revenue"


def _nearest_sum(figure: Figure, sums: Sequence[tuple[Figure, ...]], document: Document) -> Check:
    """Against what the tables state by another name: each sum is one table's."""

    def gap_to(terms: Sequence[Figure]) -> Decimal:
        return figure.base - sum((term.base for term in terms), Decimal(0))

    terms = min(sums, key=lambda terms: abs(gap_to(terms)))
    allowed = _cut_off(figure) + sum((term.rounding + term.coarser for term in terms), Decimal(0))
    if abs(gap_to(terms)) <= allowed:
        return _agreement(figure, terms, gap_to(terms), allowed)
    if _is_shifted(figure, gap_to(terms), allowed, document):
        return Check(AGAINST_TABLE, Outcome.NOT_APPLICABLE, figures=(figure,))
    check = compare_sum(AGAINST_TABLE, figure, terms, figure.fact.label)
    return replace(check, outcome=Outcome.DIFFERS, allowed=allowed)


def _is_shifted(figure: Figure, gap: Decimal, allowed: Decimal, document: Document) -> bool:
    """Whether the other half of the whole is off by as much the other way: the line between them is drawn elsewhere."""
    fact = figure.fact
    for other in load_book().equivalents:
        if other == fact.item:
            continue
        for stated in document.stated_in_words.get((other, fact.measure, fact.year or 0), ()):
            for terms in _equivalents(stated.fact, document):
                rest = stated.base - sum((term.base for term in terms), Decimal(0))
                if abs(rest + gap) <= allowed * 2:
                    return True
    return False


def _equivalents(fact: Fact, document: Document) -> list[tuple[Figure, ...]]:
    """Each table's rows, or columns of one row, of basic expenditure that together are what the sentence names."""
    found: dict[tuple[int | None, str, int | None], list[Figure]] = {}
    for code in load_book().equivalents.get(fact.item or "", ()):
        for place in document.stated_in_tables.get((code, fact.measure, fact.year or 0), ()):
            cell = place.fact
            if cell.aspect == BASIC:
                found.setdefault((cell.table, "row", cell.row), []).append(place)
            elif cell.statement == BASIC and cell.aspect is None:
                found.setdefault((cell.table, "column", cell.column_index), []).append(place)
    return [tuple(places) for places in found.values()]


def _cut_off(figure: Figure) -> Decimal:
    """Writers cut digits off as often as they round: up to one last digit is lost, not half of one."""
    return figure.rounding * 2


def _agreement(figure: Figure, terms: Sequence[Figure], gap: Decimal, allowed: Decimal) -> Check:
    if gap == 0:
        return Check(AGAINST_TABLE, Outcome.HOLDS, figures=(figure, *terms))
    return Check(
        AGAINST_TABLE,
        Outcome.ROUNDING,
        stated=figure.printed,
        expected=in_unit_of(sum((term.base for term in terms), Decimal(0)), figure),
        formula=sum_formula(terms, figure),
        subject=figure.fact.label,
        figures=(figure, *terms),
        gap=gap,
        allowed=allowed,
    )


def _rows_of_one_code(places: Iterable[Figure]) -> Iterator[tuple[Figure, ...]]:
    """The rows of one table that carry the same code, taken together."""

    def where(place: Figure) -> tuple[int, int]:
        return (place.fact.table or 0, place.fact.column_index or 0)

    for _, group in groupby(sorted(places, key=where), key=where):
        rows = tuple(group)
        if len(rows) > 1:
            yield rows


def _twice(document: Document, left_out: set[int]) -> Iterator[Check]:
    """What sentences state of one item agrees; what the tables contradict is not told twice."""
    stated: dict[tuple[object, ...], Figure] = {}
    for fact in document.sentences:
        figure = figure_of(fact)
        if figure is None or not fact.item or not fact.year or fact.measure not in STATED or id(fact) in left_out:
            continue
        if is_classification(fact.item) or not _names(fact):
            continue  # 教育支出 of the project expenditure is not all of it, nor is 采购金额 all 政府采购
        unit = fact.amount.unit if fact.amount else None
        key = (fact.item, fact.aspect, fact.measure, fact.year, unit.dimension if unit else None)
        first = stated.setdefault(key, figure)
        if first is not figure and first.fact.quote != fact.quote:
            yield _compare(first, figure)


def _denied(document: Document) -> Iterator[Check]:
    """A sentence states an amount of what another one says there is none of; where a table has an amount of it, that
    decides."""
    year = document.identity.year
    for denial in document.sentences:
        if denial.blank is None or not denial.item or not year or denial.year != year:
            continue
        key = (denial.item, denial.measure, year)
        if any(place.base for place in document.stated_in_tables.get(key, ())):
            continue
        for figure in document.stated_in_words.get(key, ()):
            if figure.base > 0 and figure.fact.aspect == denial.aspect and figure.fact.quote != denial.quote:
                yield Check(
                    TWICE,
                    Outcome.DIFFERS,
                    stated=figure.printed,
                    expected="0",
                    subject=figure.fact.label,
                    figures=(figure,),
                    spots=(Place(denial.page, denial.bbox, denial.quote, denial.label),),
                )


def _names(fact: Fact) -> bool:
    """Whether the words name the item, and no wider or narrower one: 财政拨款收入总计 is not 财政拨款收入."""
    named = {mention.item.key for mention in load_taxonomy().mentions(fact.label)}
    return fact.item in named or not named


def _compare(first: Figure, second: Figure) -> Check:
    gap = second.base - first.base
    coarser = max(first.rounding, second.rounding)
    allowed = coarser * 2 if first.rounding != second.rounding else coarser * 0
    if abs(gap) <= allowed:
        return Check(
            TWICE,
            Outcome.ROUNDING if gap else Outcome.HOLDS,
            figures=(second, first),
            gap=gap,
            allowed=allowed,
            stated=second.printed,
            expected=first.printed,
            subject=second.fact.label,
        )
    return Check(
        TWICE,
        Outcome.DIFFERS,
        stated=second.printed,
        expected=in_unit_of(first.base, second),
        formula=f"{second.printed} ≠ {first.printed} ({plain(gap):+,})",
        subject=second.fact.label,
        figures=(second, first),
        gap=gap,
        allowed=allowed,
    )
