"""Is an answer right? Judged by code alone, from the JSON that the command line gives.

Every part of a `Score` is True, False, or None where the question does not ask for it. Nothing is right by default: an
answer that is missing a figure, a unit, a page or a status fails the parts that it is missing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from eval.questions import ANSWERED, CellPlace, Expected, ExpectedTable, ExpectedValue, Place

Json = Mapping[str, Any]

YUAN_IN = {"元": 1, "千元": 1_000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}  # by the unit's symbol
CONFIDENT = ("consistent", "rounding", "single_source")  # verdicts that tell a person to rely on the figure
IGNORED = re.compile(r"[\s,，、：:；;。（）()“”\"'‘’《》·.．*＊—–\-]")  # where two wordings of one label may differ
DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")
ORDINAL = re.compile(r"^(?:其中|[一二三四五六七八九十]+|\d{1,2}(?!\d))")


@dataclass(frozen=True, slots=True)
class Score:
    """Where a part is no figure of merit but a fault (`false_refusal`, `confidently_wrong`), True is bad."""

    status: bool
    value: bool | None = None  # every figure in order: amount, unit, and agency and year where they are given
    phrases: bool | None = None
    verdict: bool | None = None
    document: bool | None = None
    page: bool | None = None
    cell: bool | None = None
    refusal: bool | None = None
    conflict: bool | None = None  # found, where there is one
    false_refusal: bool | None = None
    confidently_wrong: bool | None = None
    table: bool | None = None
    rank: int | None = None  # of the first citation on a right page, from 1; 0: none. For passages only.

    @property
    def right(self) -> bool:
        """As a person would say it: the answer itself, whatever place is cited for it."""
        return self.status and False not in (self.value, self.phrases, self.verdict, self.table)


def score(expected: Expected, answer: Json) -> Score:
    """`answer` is what `ask --json` prints."""
    status = answer.get("status") in expected.statuses
    value = has_values(expected, answer) if expected.values else None
    verdict = answer.get("verdict") in expected.verdicts if expected.verdicts else None
    cited = _first_citations(answer) if expected.values else _citations(answer)
    paged = any(place.pages for place in expected.places)
    ranked = paged and not expected.values
    return Score(
        status=status,
        value=value,
        phrases=has_phrases(expected, answer) if expected.phrases or expected.absent else None,
        verdict=verdict,
        document=bool(cited) and _is_in_file(cited[0], expected.places) if expected.places else None,
        page=any(_is_in(citation, expected.places) for citation in cited) if paged else None,
        cell=any(is_cell(citation, expected.cell, expected.places) for citation in cited) if expected.cell else None,
        refusal=status if expected.is_refusal else None,
        conflict=verdict if expected.verdicts == ("conflict",) else None,
        false_refusal=answer.get("status") != ANSWERED if expected.is_answer else None,
        confidently_wrong=is_confidently_wrong(expected, answer) if expected.values or expected.is_refusal else None,
        table=has_table(expected.table, answer) if expected.table else None,
        rank=_rank(cited, expected.places) if ranked else None,
    )


def has_table(expected: ExpectedTable, answer: Json) -> bool:
    """The headings, the number of lines, the lines that are given in their order, and a source for every figure."""
    table = answer.get("table") or {}
    rows = [row["cells"] for row in table.get("rows") or []]
    if [bare(text) for text in table.get("columns") or []] != [bare(text) for text in expected.columns]:
        return False
    figures = [cell for cells in rows for cell in cells if cell["value"] is not None and cell["unit"] is not None]
    lines = iter([[_unspaced(_shown(cell)) for cell in cells] for cells in rows])
    in_order = all([_unspaced(text) for text in line] in lines for line in expected.lines)  # each after the one before
    return in_order and len(rows) == expected.count and all(cell["citations"] for cell in figures)


def _unspaced(text: str) -> str:
    return "".join(text.split())


def _shown(cell: Json) -> str:
    if cell["value"] is None:
        return f"<{cell['missing']}>"
    return f"{cell['value']} {cell['unit'] or ''}".strip()


def has_values(expected: Expected, answer: Json) -> bool:
    figures = answer.get("figures") or []
    enough = len(figures) >= len(expected.values) if expected.more_values else len(figures) == len(expected.values)
    return enough and all(is_value(value, figure) for value, figure in zip(expected.values, figures, strict=False))


def is_value(expected: ExpectedValue, figure: Json) -> bool:
    """The same figure in the unit that was asked for."""
    return is_figure(expected, figure) and _unit(figure.get("unit")) == _unit(expected.unit)


def is_figure(expected: ExpectedValue, figure: Json) -> bool:
    """The same amount to the last digit, of money in whatever unit, of the same agency and year."""
    return (
        _base(figure.get("value"), figure.get("unit")) == _base(str(expected.value), expected.unit)
        and (expected.agency is None or bare(expected.agency) in bare(figure.get("agency")))
        and (expected.year is None or figure.get("year") == expected.year)
    )


def has_phrases(expected: Expected, answer: Json) -> bool:
    text = bare(answer.get("text")).casefold()
    wanted = all(any(bare(wording).casefold() in text for wording in group) for group in expected.phrases)
    return wanted and not any(bare(phrase).casefold() in text for phrase in expected.absent)


def is_cell(citation: Json, cell: CellPlace, places: Sequence[Place]) -> bool:
    return (
        citation.get("kind") == "cell"
        and _is_in(citation, places)
        and _names_same(cell.table, citation.get("table"))
        and _names_same(cell.row, citation.get("row"))
        and _heads_same(cell.column, citation.get("column"))
    )


def is_confidently_wrong(expected: Expected, answer: Json) -> bool:
    """A wrong first figure, or one where there is none, that nothing in the answer warns of."""
    figures = answer.get("figures") or []
    if answer.get("status") != ANSWERED or not figures or answer.get("verdict") not in CONFIDENT or warns(answer):
        return False
    return not (expected.values and is_figure(expected.values[0], figures[0]))


def warns(answer: Json) -> bool:
    """Does the answer say that it read the question in its own way: other words, or another phase than was asked?"""
    query = answer.get("query") or {}
    phases = {figure.get("phase") for figure in answer.get("figures") or []}
    return bool(query.get("readings")) or (query.get("phase") is not None and phases != {query["phase"]})


def bare(text: object) -> str:
    """A label without what is printed differently from table to table: white space, brackets, quotes, commas."""
    return IGNORED.sub("", str(text or ""))


def _names_same(wanted: str | None, cited: object) -> bool:
    if wanted is None:
        return True
    first, second = (ORDINAL.sub("", bare(label)) or bare(label) for label in (wanted, cited))
    return bool(second) and (first == second or first in second or (len(second) > 3 and second in first))


def _heads_same(wanted: str | None, cited: object) -> bool:
    """The innermost heading must be in the cited path, and at least half of the outer ones."""
    if wanted is None:
        return True
    heads, path = [bare(head) for head in wanted.split("/")], bare(cited)
    return heads[-1] in path and sum(head in path for head in heads) * 2 >= len(heads)


def _first_citations(answer: Json) -> list[Json]:
    """What the first figure rests on."""
    figures = answer.get("figures") or []
    numbers = figures[0].get("citations") or [] if figures else []
    by_number = {citation.get("n"): citation for citation in _citations(answer)}
    return [by_number[number] for number in numbers if number in by_number]


def _citations(answer: Json) -> list[Json]:
    return list(answer.get("citations") or [])


def _is_in_file(citation: Json, places: Sequence[Place]) -> bool:
    return any(citation.get("document") == place.file for place in places)


def _is_in(citation: Json, places: Sequence[Place]) -> bool:
    return any(citation.get("document") == place.file and citation.get("page") in place.pages for place in places)


def _rank(cited: Sequence[Json], places: Sequence[Place]) -> int:
    return next((rank for rank, citation in enumerate(cited, start=1) if _is_in(citation, places)), 0)


def _unit(symbol: object) -> str:
    return str(symbol or "").strip().replace("％", "%")


def _base(value: object, unit: object) -> tuple[Decimal, str] | None:
    """The amount in yuan where it is money, else in its unit; None for what is no plain decimal string, which is all
    that the contract allows."""
    if not isinstance(value, str) or not DECIMAL.fullmatch(value):
        return None
    symbol = _unit(unit)
    return (Decimal(value) * YUAN_IN[symbol], "元") if symbol in YUAN_IN else (Decimal(value), symbol)
