"""Small documents as the extractors would read them, built by hand.

make_extraction(agency="甲市档案馆", year=2021, facts=[cell("公务接待费", "4.00", item="official_reception")])
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from decimal import Decimal

from extractors.model import (
    BBox,
    Cell,
    Column,
    Extraction,
    Fact,
    FactKind,
    Identity,
    Level,
    Line,
    Measure,
    Page,
    Paragraph,
    Phase,
    Role,
    StatedChange,
    Table,
    Unread,
)
from extractors.quantities import TEN_THOUSAND_YUAN, Amount, Unit

BOX: BBox = (50.0, 100.0, 120.5, 112.25)


def amount(text: str, unit: Unit | None = TEN_THOUSAND_YUAN) -> Amount:
    return Amount(Decimal(text.replace(",", "").rstrip("%")), unit, text)


def cell(
    label: str,
    text: str,
    *,
    item: str | None = None,
    measure: Measure = Measure.APPROVED_BUDGET,
    year: int | None = 2021,
    phase: Phase = Phase.BUDGET,
    unit: Unit | None = TEN_THOUSAND_YUAN,
    page: int = 3,
    statement: str | None = "three_public",
    table: int = 1,
    row: int = 2,
    column: Sequence[str] = ("合计",),
    **others: object,
) -> Fact:
    """A figure in a table; without digits in its text it is a blank (give `blank=`)."""
    figure = amount(text, unit) if any(character.isdigit() for character in text) else None
    return Fact(
        kind=FactKind.CELL,
        page=page,
        quote=text,
        bbox=BOX,
        amount=figure,
        label=label,
        item=item,
        measure=measure,
        year=year,
        phase=phase,
        column=tuple(column),
        statement=statement,
        table=table,
        row=row,
        **others,  # type: ignore[arg-type]
    )


def sentence(
    quote: str,
    label: str,
    text: str,
    *,
    item: str | None = None,
    measure: Measure = Measure.APPROVED_BUDGET,
    year: int | None = 2021,
    phase: Phase = Phase.BUDGET,
    unit: Unit | None = TEN_THOUSAND_YUAN,
    page: int = 2,
    **others: object,
) -> Fact:
    return Fact(
        kind=FactKind.SENTENCE,
        page=page,
        quote=quote,
        bbox=BOX,
        amount=amount(text, unit),
        label=label,
        item=item,
        measure=measure,
        year=year,
        phase=phase,
        **others,  # type: ignore[arg-type]
    )


def change(
    quote: str,
    label: str,
    *,
    item: str | None,
    current: str | None,
    difference: str | None,
    percent: Amount | None = None,
    direction: int,
    year: int = 2021,
    base_year: int = 2020,
    page: int = 2,
) -> StatedChange:
    return StatedChange(
        item=item,
        label=label,
        year=year,
        base_year=base_year,
        current=amount(current) if current else None,
        difference=amount(difference) if difference else None,
        percent=percent,
        direction=direction,
        page=page,
        bbox=BOX,
        quote=quote,
    )


def paragraph(text: str, *section: str, page: int = 2, is_heading: bool = False) -> Paragraph:
    return Paragraph(text, section, is_heading, ((0, len(text), page, BOX),))


def make_table(
    title: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    index: int = 1,
    page: int = 3,
    statement: str | None = None,
    unit: Unit | None = TEN_THOUSAND_YUAN,
    is_form: bool = False,
) -> Table:
    """One heading row; the first column holds labels, the others amounts."""
    grid = [headings, *rows]
    return Table(
        index=index,
        title=title,
        number=f"表{index}",
        statement=statement,
        unit=unit,
        unit_source="above" if unit else "none",
        pages=(page,),
        areas=((page, BOX),),
        rows=len(grid),
        header_rows=1,
        columns=tuple(
            Column(number, (heading,), Role.AMOUNT if number else Role.LABEL) for number, heading in enumerate(headings)
        ),
        cells=tuple(
            Cell(page, row, column, text, (60.0 * column, 20.0 * row, 60.0 * column + 60, 20.0 * row + 20))
            for row, texts in enumerate(grid)
            for column, text in enumerate(texts)
        ),
        is_form=is_form,
    )


def make_extraction(
    *,
    agency: str = "甲市档案馆",
    aliases: Sequence[str] = (),
    place: str = "甲市",
    year: int | None = 2021,
    phase: Phase = Phase.BUDGET,
    level: Level = Level.UNIT,
    file_name: str | None = None,
    edition: str = "",
    pages: int = 4,
    facts: Sequence[Fact] = (),
    changes: Sequence[StatedChange] = (),
    paragraphs: Sequence[Paragraph] = (),
    tables: Sequence[Table] = (),
    unread: Sequence[Unread] = (),
    warnings: Sequence[str] = (),
) -> Extraction:
    """Two extractions are the same file when agency, year, phase, level and `edition` are the same."""
    about = f"{agency}-{year}-{phase.value}-{level.value}"
    return Extraction(
        file_name=file_name or f"{about}.pdf",
        sha256=hashlib.sha256(f"{about}-{edition}".encode()).hexdigest(),
        pages=tuple(Page(number, 595.0, 842.0, (Line(f"第{number}页", BOX),)) for number in range(1, pages + 1)),
        identity=Identity(agency, tuple(aliases), place, year, phase, level, ("第1页",)),
        tables=tuple(tables),
        facts=tuple(facts),
        changes=tuple(changes),
        paragraphs=tuple(paragraphs),
        unread=tuple(unread),
        warnings=tuple(warnings),
    )
