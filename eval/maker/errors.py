"""Errors planted in a draft, each with what it says and what is right: the rows of errors.jsonl.

One kind of error for each kind of contradiction that disclosures have: a figure in a sentence or in a table, a sum, a
rate, a share, the year of a title, the unit line, a leftover of a template, a table that is listed and missing.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from eval.maker.draft import Draft, Printed
from eval.maker.ledger import FUND
from eval.maker.prose import Paragraph
from eval.maker.publishers import BUDGET
from eval.maker.sheet import FACTORS, Entry, Sheet

RATE = 0.4  # share of documents in which an error is tried
LEAST_POINTS = 6  # by which a wrong rate is off: the rates of small amounts are that uncertain


@dataclass(slots=True)
class Planted:
    kind: str
    stated: str
    right: str
    item: str = ""
    place: object = None  # what is wrong: an Entry, a Sheet or a Paragraph
    others: list[Entry] = field(default_factory=list)  # entries that state what is right

    def to_json(self, draft: Draft, made: Printed) -> dict[str, object]:
        return {
            "document": draft.name,
            "kind": self.kind,
            "item": self.item,
            "stated": self.stated,
            "right": self.right,
            "pages": _pages(self.place, made),
            "other_pages": sorted({page for entry in self.others if (page := made.page_of.get(id(entry), 0))}),
        }


def plant(draft: Draft, chance: random.Random) -> list[Planted]:
    """One in some of the documents; none where the kind that was drawn has no place in this one."""
    if chance.random() >= RATE:
        return []
    planted = KINDS[chance.choice(list(KINDS))](draft, chance)
    return [planted] if planted else []


def prose_amount(draft: Draft, chance: random.Random) -> Planted | None:
    """A sentence states another amount than the tables."""
    in_tables = _in_tables(draft)
    wrong = [
        entry
        for entry in _in_prose(draft)
        if entry.is_money and entry.value and entry.measure != "change" and _key(entry) in in_tables
    ]
    if not wrong:
        return None
    entry = chance.choice(wrong)
    others = in_tables[_key(entry)]
    return _changed("prose_amount", entry, others, chance)


def table_cell(draft: Draft, chance: random.Random) -> Planted | None:
    """A figure of a row is not the sum of its parts, nor a part of its column's sum."""
    cells = [
        entry
        for sheet in draft.sheets
        if sheet.statement in ("expenditure", "general", "basic")
        for row in sheet.rows
        if sum(isinstance(cell, Entry) for cell in row) > 1
        for entry in row
        if isinstance(entry, Entry) and entry.is_money and entry.measure != "change" and entry.year == sheet.year
    ]
    return _changed("table_cell", chance.choice(cells), [], chance) if cells else None


def table_total(draft: Draft, chance: random.Random) -> Planted | None:
    """The sum of three public expenses is not that of its parts."""
    totals = [
        entry
        for sheet in draft.sheets
        if sheet.statement == "three_public"
        for entry in sheet.entries()
        if entry.item == "three_public total" and entry.year == sheet.year and entry.measure == draft.setting.measure
    ]
    if not totals:
        return None
    others = [entry for entry in _in_prose(draft) if _key(entry) == _key(totals[0])]
    return _changed("table_total", totals[0], others, chance)


def rate(draft: Draft, chance: random.Random) -> Planted | None:
    """A rate of change that does not follow from the amounts, most often what is left of the whole."""
    rates = [entry for entry in _in_prose(draft) if entry.measure == "change_percent" and 2 < entry.value < 95]
    if not rates:
        return None
    entry = chance.choice(rates)
    right = entry.value
    far = abs(right - 50) > LEAST_POINTS / 2
    entry.value = 100 - right if far and chance.random() < 0.4 else right + LEAST_POINTS + chance.randint(0, 9)
    return Planted("rate", f"{entry.value}%", f"{right}%", entry.item, entry)


def share(draft: Draft, chance: random.Random) -> Planted | None:
    shares = [entry for entry in _in_prose(draft) if entry.measure == "share" and 3 < entry.value < 97]
    return _changed("share", chance.choice(shares), [], chance) if shares else None


def title_year(draft: Draft, chance: random.Random) -> Planted | None:
    """A table that still carries the title of the year before."""
    year = draft.setting.edition.year
    sheets = [sheet for sheet in draft.sheets if f"{year}年" in sheet.title]
    if not sheets:
        return None
    sheet = chance.choice(sheets)
    sheet.title = sheet.title.replace(f"{year}年", f"{year - 1}年")
    return Planted("title_year", str(year - 1), str(year), sheet.statement, sheet)


def unit_line(draft: Draft, chance: random.Random) -> Planted | None:
    """A unit line of another unit than the figures are in."""
    sheets = [sheet for sheet in draft.sheets if sheet.entries() and sheet.statement != "procurement"]
    sheet = chance.choice(sheets)
    sheet.unit_printed = "元" if sheet.unit == "万元" else "万元"
    return Planted("unit_line", sheet.unit_printed, sheet.unit, sheet.statement, sheet)


def placeholder(draft: Draft, chance: random.Random) -> Planted | None:
    """XX where a figure should be."""
    paragraphs = [paragraph for paragraph in draft.narrative.figures if paragraph.entries()]
    paragraph = chance.choice(paragraphs)
    entry = chance.choice(paragraph.entries())
    right = f"{entry.value:f}{entry.unit}"
    paragraph.pieces[paragraph.pieces.index(entry)] = f"XX{entry.unit}"
    return Planted("placeholder", "XX", right, entry.item, paragraph)


def missing_table(draft: Draft, chance: random.Random) -> Planted | None:
    """A table of the contents list that is not there."""
    if not draft.style.contents or draft.style.format != "pdf":
        return None
    sheet = chance.choice(
        [sheet for sheet in draft.sheets if sheet.statement in ("general", "fiscal_balance", "revenue")]
    )
    draft.sheets.remove(sheet)
    return Planted("missing_table", sheet.title, sheet.title, sheet.statement)


def amount_of_nothing(draft: Draft, chance: random.Random) -> Planted | None:
    """A sentence states money for a table that is empty."""
    if draft.setting.books.now.expenditure(FUND):
        return None
    paragraph = next((p for p in draft.narrative.figures if _says_no_fund(p)), None)
    if paragraph is None:
        return None
    edition = draft.setting.edition
    amount = Decimal(chance.randint(500, 90_000)) / 100
    word = "预算" if edition.phase == BUDGET else "预算财政拨款"
    entry = Entry(
        "fund sum total",
        amount * FACTORS["万元"],
        draft.setting.measure,
        edition.year,
        "万元",
        2,
        amount,
    )
    paragraph.pieces = [f"{edition.year}年政府性基金{word}支出", entry, "。"]
    return Planted("amount_of_nothing", f"{amount}万元", "", "fund sum total", entry)


KINDS: dict[str, Callable[[Draft, random.Random], Planted | None]] = {
    "prose_amount": prose_amount,
    "table_cell": table_cell,
    "table_total": table_total,
    "rate": rate,
    "share": share,
    "title_year": title_year,
    "unit_line": unit_line,
    "placeholder": placeholder,
    "missing_table": missing_table,
    "amount_of_nothing": amount_of_nothing,
}


def _changed(kind: str, entry: Entry, others: list[Entry], chance: random.Random) -> Planted:
    """One of the first two digits is another: more than printing can explain."""
    right = entry.value
    entry.value = _other_digit(entry.value, chance)
    return Planted(kind, f"{entry.value}{entry.unit}", f"{right}{entry.unit}", entry.item, entry, others)


def _other_digit(value: Decimal, chance: random.Random) -> Decimal:
    digits = list(f"{value:f}")
    places = [i for i, digit in enumerate(digits) if digit.isdigit()]
    first = next((n for n, i in enumerate(places) if digits[i] != "0"), 0)
    at = chance.choice(places[first : first + 2])
    allowed = [digit for digit in "123456789" if digit != digits[at]]
    digits[at] = chance.choice(allowed)
    return Decimal("".join(digits))


def _in_prose(draft: Draft) -> list[Entry]:
    return [entry for paragraph in draft.narrative.figures for entry in paragraph.entries()]


def _in_tables(draft: Draft) -> dict[tuple[str, str, int], list[Entry]]:
    found: dict[tuple[str, str, int], list[Entry]] = {}
    for sheet in draft.sheets:
        for entry in sheet.entries():
            found.setdefault(_key(entry), []).append(entry)
    return found


def _key(entry: Entry) -> tuple[str, str, int]:
    return entry.item, entry.measure, entry.year


def _says_no_fund(paragraph: Paragraph) -> bool:
    text = "".join(piece for piece in paragraph.pieces if isinstance(piece, str))
    return not paragraph.heading and "政府性基金" in text and not paragraph.entries()


def _pages(place: object, made: Printed) -> list[int]:
    if isinstance(place, Sheet):
        return list(made.tables.get(id(place), ()))
    page = made.page_of.get(id(place), 0)
    return [page] if page else []
