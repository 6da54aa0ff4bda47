"""Printed text → amounts: what a table cell states, what a sentence states, which unit a heading names.

A cell is one of three things: an `Amount`, a `Blank` that says why there is none, or None, "this text is no amount"
(a label, a date, a bound such as 100%以上). Nothing is guessed: `1,2345` and two numbers in one cell are None.

`Amount.text` is the number as printed, without its unit; its `Decimal` keeps the printed digits after the point.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import pairwise

from extractors.model import Blank
from extractors.quantities import YUAN, Amount, Unit
from extractors.units import find_unit, half_width, unit_of, unit_pattern

__all__ = ["Found", "find_amounts", "find_unit", "parse_amount"]

_DASHES = frozenset("-—–―─━一/\\~～")
_BLANK_WORDS = frozenset({"无", "無", "空", "没有", "暂无", "无此项", "不涉及", "不适用", "N/A", "n/a"})
_NEGATIVE = frozenset("-—–△▲")

# At most 18 digits before the point and 9 after it: more than any budget, and exact in Decimal's arithmetic.
_WHOLE = r"(?:0|[1-9]\d{0,2}(?:[,，]\d{3}){1,5}|[1-9]\d{0,17})"
_FRACTION = r"(?:\.\d{1,9})"
_COMPLETE_NUMBER = re.compile(rf"[-+]?{_WHOLE}{_FRACTION}?")
_ENDS_IN_TENTH = re.compile(r"\d\.\d$")

# What stands before or after a number in prose and makes it something other than a stated figure.
_ORDINAL_BEFORE = re.compile(r"第\s*+$")
_BOUND_BEFORE = re.compile(
    r"(?:不超过|不低于|不高于|不少于|不多于|不大于|不小于|超过|超出?|突破|低于|高于|少于|多于|大于|小于|至少|至多|最多|最高|最低"
    r"|[≥≤<>＜＞≧≦]=?|(?<![节契])约|(?<![最附接])近)\s*+(?:人民币)?\s*+$"
)
_BOUND_AFTER = re.compile(
    r"\s*+(?:\(\s*+不?含\s*+\))?\s*+及?\s*+(?:\(\s*+不?含\s*+\))?\s*+(?:以\s*+[上下内]|之内|左右|上下)"
)
_RANGE_BETWEEN = re.compile(r"\s*+(?:[-~～至到]|[—–]{1,2})\s*+")
_RANGE_BEFORE = re.compile(r"\d\s*+(?:[-~～至]|[—–]{1,2})\s*+$")
_JOINS_BOUND = re.compile(r"\s*+[及和或]\s*+")
_CONTEXT = 10  # characters before a number that can change what it is
_AFTER_BARE_SCALE = r"(?=\s*+(?:$|[，。；、！？,;)!?]|以[上下内]|左右|[的吗么]))"


@dataclass(frozen=True, slots=True)
class Found:
    """An amount in running text: `text[start:end]` is the number with its unit.

    `threshold` marks a bound, a range or an approximation (100万元以上, 5—10%, 约3万元): it states no figure.
    """

    start: int
    end: int
    amount: Amount
    threshold: bool = False


def parse_amount(text: str, unit: Unit | None) -> Amount | Blank | None:
    """What one table cell states. A unit or % printed in the cell wins over `unit`, the column's or the table's.

    Whether an integer is an amount or a code (2010301) is for the column to say; 01 is no amount.
    """
    cell = half_width(text).strip()
    blank = _blank(cell)
    if blank:
        return blank
    joined = _join_wrapped(cell)
    match = _cell_pattern().fullmatch(joined) if joined else None
    if not match or bool(match["open"]) != bool(match["close"]):
        return None
    value = _decimal(match["number"])
    negative = bool(match["open"]) or match["sign"] in _NEGATIVE
    printed = (match["open"] or "") + (match["sign"] or "") + match["number"] + (match["close"] or "")
    printed_unit = unit_of(match, unit) or unit or (YUAN if match["yuan"] else None)
    return Amount(-value if negative else value, printed_unit, printed)


def find_amounts(text: str) -> list[Found]:
    """Every amount with a unit in running text, in order. Years, dates, codes and document numbers have none."""
    half = half_width(text)
    found = list(_matches(half))
    for index in range(len(found) - 1, 0, -1):
        before, here = found[index - 1], found[index]
        gap = half[before.end : here.start]
        joined = _RANGE_BETWEEN.fullmatch(gap) or (here.threshold and _JOINS_BOUND.fullmatch(gap))
        if joined:
            found[index - 1] = replace(before, threshold=True)
    return found


def _blank(cell: str) -> Blank | None:
    if not cell:
        return Blank.EMPTY
    bare = "".join(cell.split())
    if _DASHES.issuperset(bare):
        return Blank.DASH
    return Blank.WORD if bare in _BLANK_WORDS else None


def _join_wrapped(cell: str) -> str | None:
    """The cell without white space; None where a gap may part two numbers rather than wrap one.

    A gap is a wrap when one of its sides is no complete number (`1,23` `4.56`), or when it parts the second digit
    after the point from the first (`829.3` `1`).
    """
    pieces = cell.split()
    for before, after in pairwise(pieces):
        both_complete = _COMPLETE_NUMBER.fullmatch(before) and _COMPLETE_NUMBER.fullmatch(after)
        if both_complete and not (_ENDS_IN_TENTH.search(before) and len(after) == 1):
            return None
    return "".join(pieces)


def _matches(half: str) -> Iterator[Found]:
    last_end = 0
    for match in _prose_pattern().finditer(half):
        before = half[max(last_end, match.start() - _CONTEXT) : match.start("number")]
        if _ORDINAL_BEFORE.search(before):
            continue
        is_range = bool(_RANGE_BEFORE.search(before) or (last_end and _RANGE_BETWEEN.fullmatch(before)))
        negative = match["sign"] in _NEGATIVE and not is_range
        value = _decimal(match["number"])
        start = match.start("number") if is_range else match.start()
        bound = is_range or _BOUND_BEFORE.search(before) or _BOUND_AFTER.match(half, match.end())
        amount = Amount(-value if negative else value, unit_of(match, None), half[start : match.end("number")])
        yield Found(start, match.end(), amount, bool(bound))
        last_end = match.end()


def _decimal(number: str) -> Decimal:
    return Decimal(re.sub(r"[,，\s]", "", number))


@cache
def _cell_pattern() -> re.Pattern[str]:
    number = rf"(?P<number>{_WHOLE}{_FRACTION}?|{_FRACTION})"
    return re.compile(rf"(?P<open>\()?(?P<sign>[-—–+△▲])?(?P<yuan>¥)?{number}(?P<close>\))?{unit_pattern()}?")


@cache
def _prose_pattern() -> re.Pattern[str]:
    """A number that is not the tail of a longer one, of a word (PM2) or of a document number, and its unit."""
    unglued = r"(?<![\dA-Za-z.〔\[#№])(?<!\d[,，])"
    number = rf"(?P<number>[1-9]\d{{0,2}}(?:[,，]\s?\d{{3}}){{1,5}}{_FRACTION}|{_WHOLE}{_FRACTION}?)"
    return re.compile(rf"{unglued}(?P<sign>[-△▲])?{number}(?![\d.]|[,，]\d)\s*+{unit_pattern(_AFTER_BARE_SCALE)}")
