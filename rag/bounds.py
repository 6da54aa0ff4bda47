"""Bounds that a question sets to its figures: 超过100万元的有几家, 最高的5家, 六个单位, 保留两位小数."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from rag.lexicon import read_data
from rag.periods import COUNTS, ENGLISH_COUNTS
from rag.query import Threshold


@dataclass(frozen=True, slots=True)
class Bounds:
    """`rest` is the text with what set a bound blanked out, its length kept."""

    threshold: Threshold | None
    limit: int | None
    of_projects: bool  # the limit is one of projects
    digits: int | None  # after the point
    rest: str


def read_bounds(text: str) -> Bounds:
    words = _load_words()
    found = next(((kind, match) for kind in words.thresholds if (match := kind.pattern.search(text))), None)
    threshold = _threshold(*found, words) if found else None
    rest = _blank(text, found[1]) if found else text
    rounded = words.digits.search(rest)
    digits = _number(next(filter(None, rounded.groups()), "0")) if rounded else None
    rest = _blank(rest, rounded) if rounded else rest
    limited = words.limit.search(rest)
    limit = _number(next(filter(None, limited.groups()))) if limited else None
    for counted in words.agencies.finditer(rest):
        rest = _blank(rest, counted)
    of_projects = words.projects.search(rest) is not None
    return Bounds(threshold, limit, of_projects, digits, rest)


@dataclass(frozen=True, slots=True)
class _Kind:
    pattern: re.Pattern[str]
    above: bool
    inclusive: bool


@dataclass(frozen=True, slots=True)
class _Words:
    thresholds: tuple[_Kind, ...]
    limit: re.Pattern[str]
    projects: re.Pattern[str]
    digits: re.Pattern[str]
    agencies: re.Pattern[str]
    multiples: dict[str, int]


def _threshold(kind: _Kind, match: re.Match[str], words: _Words) -> Threshold:
    multiple = words.multiples[match["multiple"]] if match["multiple"] else 1
    return Threshold(Decimal(match["number"].replace(",", "")) * multiple, kind.above, kind.inclusive)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else (COUNTS | ENGLISH_COUNTS)[word]


def _blank(text: str, match: re.Match[str]) -> str:
    return text[: match.start()] + " " * len(match.group()) + text[match.end() :]


@cache
def _load_words() -> _Words:
    data: dict[str, Any] = read_data("bounds.yaml")
    multiples = "|".join(sorted(data["multiples"], key=len, reverse=True))
    amount = rf"\s*(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<multiple>{multiples})?(?:{data['units']})?"
    kinds = tuple(
        _Kind(re.compile(str(kind["pattern"]).replace("AMOUNT", amount)), kind["above"], kind["inclusive"])
        for kind in data["thresholds"]
    )
    return _Words(
        kinds,
        re.compile(data["limit"].replace("ENGLISH", f"(?:{'|'.join(ENGLISH_COUNTS)})")),
        re.compile(data["projects"]),
        re.compile(data["digits"]),
        re.compile(data["agencies"]),
        data["multiples"],
    )
