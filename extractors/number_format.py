"""A spreadsheet's stored number and its format → the text that is printed: 4 with 0.00 → "4.00".

The printed precision is part of an amount, so it must be the one a reader of the sheet sees. Formats are those of
Excel and WPS: up to four sections (positive; negative; zero; text), digit places 0 # ?, grouping and scaling commas,
percent, literals. What is beyond that (fractions, exponents, conditions) is printed as stored.
"""

from __future__ import annotations

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import NamedTuple

_TOKEN = re.compile(
    r"""
    "(?P<quoted>[^"]*)" | [\\!](?P<escaped>.) | [_*].      # a literal; _x and *x are space
    | \[(?P<condition>[<>=][^\]]*)\] | \[\$(?P<currency>[^-\]]*)[^\]]*\] | \[[^\]]*\]  # condition, currency, colour
    | (?P<place>[0#?]) | (?P<point>\.) | (?P<comma>,) | (?P<percent>%)
    | (?P<as_stored>General | G/通用格式 | [a-z/@])          # the number's own digits, dates, exponents, fractions
    | (?P<other>.)
    """,
    re.I | re.S | re.X,
)
_SECTION = re.compile(r'((?:"[^"]*"|[\\!_*].|\[[^\]]*\]|[^;"\\!_*\[])*)(?:;|$)', re.S)
_SIGNIFICANT_DIGITS = 15
"""All that Excel keeps; the rest of a binary fraction is noise."""


class Token(NamedTuple):
    kind: str  # "literal", "place", "point", "comma", "percent"
    text: str


def printed(value: object, number_format: str) -> str:
    """The text of a cell. `value` is what openpyxl gives: None, text, a number, a truth value, a date or a time."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case int() | float() | Decimal():
            return _number(Decimal(format(value, f".{_SIGNIFICANT_DIGITS}g")), number_format)
        case datetime.date():
            return _date(value, number_format)
    return str(value)


def _number(value: Decimal, number_format: str) -> str:
    if not value.is_finite():
        return str(value)
    sections = _sections(number_format or "General")
    section, shown = sections[0], value
    if value < 0 and len(sections) > 1:
        section, shown = sections[1], -value
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    if section is None:
        return _as_stored(value)
    return _fill(section, shown)


@cache
def _sections(number_format: str) -> tuple[tuple[Token, ...] | None, ...]:
    """The sections as tokens; None for one that prints a number as stored."""
    texts = [match.group(1) for match in _SECTION.finditer(number_format)]
    if len(texts) > 1 and not texts[-1] and not number_format.endswith(";"):
        texts.pop()  # the empty match at the end
    return tuple(_tokens(text) for text in texts)


def _tokens(section: str) -> tuple[Token, ...] | None:
    tokens: list[Token] = []
    for match in _TOKEN.finditer(section):
        kind, text = match.lastgroup, match.group(match.lastgroup or 0)
        if kind in ("condition", "as_stored"):
            return None
        if kind in ("place", "point", "comma", "percent"):
            tokens.append(Token(kind, text))
        elif kind is not None:
            tokens.append(Token("literal", text))
    return tuple(tokens)


def _fill(tokens: tuple[Token, ...], value: Decimal) -> str:
    point = next((i for i, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    last_place = max((i for i, token in enumerate(tokens[:point]) if token.kind == "place"), default=-1)
    scaling = sum(token.kind == "comma" for token in tokens[last_place + 1 : point])
    grouped = any(token.kind == "comma" for token in tokens[: max(last_place, 0)])
    percents = sum(token.kind == "percent" for token in tokens)
    decimals = sum(token.kind == "place" for token in tokens[point:])
    scaled = value.scaleb(2 * percents - 3 * scaling).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    whole, _, fraction = format(abs(scaled), "f").partition(".")
    text = _whole_part(tokens[:point], whole.lstrip("0"), grouped) + _fraction_part(tokens[point:], fraction)
    sign = "-" if scaled < 0 else ""
    return (sign + text).strip()


def _whole_part(tokens: tuple[Token, ...], digits: str, grouped: bool) -> str:
    """Digits are dealt out to their places from the right; those left over go before the first place."""
    parts: list[str] = []
    places = sum(token.kind == "place" for token in tokens)
    dealt = 0
    for token in reversed(tokens):
        if token.kind == "place":
            places -= 1
            take = len(digits) if places == 0 else 1
            for _ in range(max(take, 1)):
                digit, digits = digits[-1:], digits[:-1]
                digit = digit or ("0" if token.text == "0" else "")
                parts.append("," if grouped and digit and dealt and dealt % 3 == 0 else "")
                parts.append(digit)
                dealt += bool(digit)
        elif token.kind in ("literal", "percent"):
            parts.append(token.text[::-1])
    return "".join(parts)[::-1]


def _fraction_part(tokens: tuple[Token, ...], digits: str) -> str:
    places = [token.text for token in tokens if token.kind == "place"]
    needed = max((i + 1 for i, place in enumerate(places) if place == "0"), default=0)
    shown = digits[:needed] + digits[needed:].rstrip("0")
    text = "".join(token.text for token in tokens if token.kind in ("literal", "percent"))
    return ("." + shown if shown else "") + text


def _as_stored(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _date(value: datetime.date, number_format: str) -> str:
    if "年" in number_format:
        return f"{value.year}年{value.month}月" + (f"{value.day}日" if "日" in number_format else "")
    if isinstance(value, datetime.datetime) and value.time() != datetime.time():
        return value.isoformat(" ")
    return f"{value:%Y-%m-%d}"
