"""How a disclosure looks: independent choices, drawn at random once for a whole document."""

from __future__ import annotations

import random
from dataclasses import dataclass, fields

RULINGS = ("lines", "rectangles", "segments", "cells", "curves", "none", "three")
CODES = ("joined", "joined", "split", "glued", "bracketed", "none")
ZEROS = ("0.00", "", "", "0", "—")
PAGES = ("landscape",) * 5 + ("portrait",) * 3 + ("rotated",) * 3 + ("sideways",)
UNIT_PLACES = ("above", "above", "above", "title", "grid", "below", "number line")
FORMATS = ("pdf",) * 28 + ("docx", "xlsx", "html", "txt")


@dataclass(frozen=True, slots=True)
class Style:
    format: str
    font: str  # "embedded" | "named": named fonts are not in the file
    ruling: str  # how grids are drawn; none: no lines at all, three: under and over the headings and at the end
    codes: str  # joined 2010301 | split 201 03 01 | glued to names | bracketed [2010301] before them | none
    zero: str  # what an amount of nothing prints as
    page: str  # of the tables
    in_form: bool  # tables stand in form objects with a matrix
    unit: str  # of the tables
    three_public_unit: str
    prose_unit: str
    unit_place: str
    decimals: int
    thousands: bool
    total_last: bool
    repeats_header: bool
    title_in_grid: bool
    ghosts: str  # "" | "columns" | "row" | "both"
    indents: bool
    padding: float  # left and right of a cell's text, in points
    font_size: float
    narrow_numbers: bool  # amount columns too narrow for the longest figures, which wrap
    year_in_titles: bool
    numbers: str  # how tables are numbered: "" | "预算{:02}表" …
    lanes: str  # how revenue and expenditure stand side by side: two | purposes | four
    depth: str  # columns of expenditure: flat | people
    basic_lanes: bool  # 301… beside 302… in the table of basic expenditure
    three_public_form: str  # across | down
    with_prior: bool  # columns for the year before
    tables_first: bool  # before the prose
    contents: bool
    hidden: bool  # an instruction in white
    running_head: bool
    prose_size: float
    all_functions: bool  # balance sheets list every 类, also the empty ones
    spaced_total: bool  # 合 计
    shifted: bool  # the figures of every other column stand a little lower
    packed: bool  # a table that fits goes under the last one on its page
    spread: bool  # short labels are spread over their cell
    by_purchase: bool  # projects are listed with what they buy, their names in merged cells


def draw_style(chance: random.Random, *, is_final: bool, exact: bool) -> Style:
    """`exact`: amounts are whole hundreds of yuan, so that 万元 with two decimals print them in full."""
    unit = (
        chance.choice(("万元",) * 5 + ("元",) * 3 + ("千元",) * (1 if exact else 0))
        if not is_final
        else chance.choice(("万元",) * 5 + ("元",))
    )
    decimals = {"元": chance.choice((2, 2, 0 if exact else 2)), "千元": 2, "万元": chance.choice((2, 2, 2, 6, 4))}[unit]
    ruling = chance.choice(RULINGS[:5] * 3 + RULINGS[5:])
    page = chance.choice(PAGES)
    return Style(
        format=chance.choice(FORMATS),
        font=chance.choice(("embedded", "embedded", "embedded", "named")),
        ruling=ruling,
        codes=chance.choice(CODES),
        zero=chance.choice(ZEROS),
        page=page,
        in_form=chance.random() < 0.12,
        unit=unit,
        three_public_unit=chance.choice((unit, "万元")),
        prose_unit="万元",
        unit_place=chance.choice(UNIT_PLACES),
        decimals=decimals,
        thousands=chance.random() < 0.6,
        total_last=chance.random() < 0.35,
        repeats_header=chance.random() < 0.55,
        title_in_grid=ruling not in ("none", "three") and chance.random() < 0.15,
        ghosts=chance.choice(("",) * 8 + ("columns", "row", "both")) if ruling not in ("none", "three") else "",
        indents=chance.random() < 0.5,
        padding=chance.choice((3.0, 3.0, 2.0, 0.6)),
        font_size=chance.choice((8.0, 9.0, 9.0, 10.0)),
        narrow_numbers=chance.random() < 0.1,
        year_in_titles=chance.random() < 0.6,
        numbers=chance.choice(
            ("", "表{}", "公开{:02}表") if is_final else ("", "预算{:02}表", "表{}", "公开表{}", "附表{}")
        ),
        lanes=chance.choice(("two", "two", "two", "purposes", "four")),
        depth=chance.choice(("flat", "people")),
        basic_lanes=chance.random() < (0.7 if is_final else 0.3),
        three_public_form="across" if is_final else chance.choice(("across", "down")),
        with_prior=chance.random() < 0.45,
        tables_first=chance.random() < 0.4,
        contents=chance.random() < 0.75,
        hidden=chance.random() < 0.06,
        running_head=chance.random() < 0.3,
        prose_size=chance.choice((12.0, 14.0, 16.0)),
        all_functions=chance.random() < 0.4,
        spaced_total=chance.random() < 0.25,
        shifted=chance.random() < 0.08,
        packed=chance.random() < 0.15,
        spread=chance.random() < 0.08,
        by_purchase=chance.random() < 0.3,
    )


def in_words(style: Style) -> str:
    return " ".join(f"{f.name}={getattr(style, f.name)}" for f in fields(style))
