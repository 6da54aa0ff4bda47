r"""The units that disclosures print: money, percentages, and what is counted (辆, 人次, 台（套） …).

Money and percentages are few and live here; classifiers, their spellings and the characters that show them to be the
start of another word (2021 项目 counts nothing) are `data/classifiers.csv`.

The patterns match text after `half_width`, which keeps every offset. White space in them is possessive (`\s*+`):
a page of blanks costs one look at each.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

from extractors.headings import squeeze
from extractors.quantities import MONEY_UNITS, PERCENT, YUAN, Dimension, Unit

_CLASSIFIERS = Path(__file__).with_name("data") / "classifiers.csv"

PER_MILLE = Unit("‰", Dimension.PERCENT, Decimal("0.1"))
PERCENTAGE_POINT = Unit("个百分点", Dimension.COUNT)  # a difference of shares: never compared with a percentage
TEN_MILLION_YUAN = Unit("千万元", Dimension.MONEY, Decimal(10_000_000))

_SYMBOLS = {unit.symbol: unit for unit in (*MONEY_UNITS, TEN_MILLION_YUAN, PERCENT, PER_MILLE, PERCENTAGE_POINT)}
_SCALES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}

_HALF_WIDTH = str.maketrans("０１２３４５６７８９．％（）：／＋－−﹣￥　\u200b\ufeff", "0123456789.%():/+---¥   ")
_NOT_AFTER_YUAN = "旦月宵素代帅老件器谋氏"  # 2021元旦 is no money
_RATE = (
    r"\s*+/\s*+(?:人次|人|年|月|天|日|次|户|亩|个|辆|台|吨|度|平方米|㎡|小时|学期|学年|生|床|班|公里)"
    r"(?:[·./]?(?:年|月|天|日|次))?"
)
_CHINESE = r"[\u4e00-\u9fff]"
_GLUED_TO_UNIT_LINE = "公开|预算|附表|列至"  # 单位：万元公开01表


def half_width(text: str) -> str:
    """Full-width digits, signs, brackets and spaces as their ASCII twins, one character for one."""
    return text.translate(_HALF_WIDTH)


def bracketed_unit(label: str) -> Unit | None:
    """The unit that a label names in brackets: 项目资金（万元）."""
    return find_unit(label) if "（" in label or "(" in label else None


def find_unit(text: str) -> Unit | None:
    """The unit that a unit line (单位：万元) or a heading (金额（万元）, 占比（%）) names; of several, the money."""
    half = half_width(text)
    for pattern in _naming_patterns():
        units = [unit for match in pattern.finditer(half) for unit in _listed_units(match["units"])]
        if units:
            return next((unit for unit in units if unit.dimension is Dimension.MONEY), units[0])
    return None


def unit_of(match: re.Match[str], column: Unit | None) -> Unit | None:
    """The unit in a match of `unit_pattern`. A bare 万 multiplies the column's count, and otherwise means 万元."""
    if match["money"]:
        symbol = squeeze(match["money"])
        return Unit(symbol + squeeze(match["rate"]), Dimension.COUNT) if match["rate"] else _SYMBOLS[symbol]
    if match["percent"]:
        return _SYMBOLS[match["percent"]]
    if match["count"]:
        return _count_unit(match["scale"] or "", _classifiers()[squeeze(match["count"])])
    if match["bare"] and column and column.dimension is Dimension.COUNT:
        return _count_unit(match["bare"], column.symbol)
    return _SYMBOLS[match["bare"] + YUAN.symbol] if match["bare"] else None


@cache
def unit_pattern(after_bare_scale: str = "") -> str:
    """A pattern for a unit, to be read by `unit_of`; `after_bare_scale` must follow a 万 or 亿 without a noun."""
    return (
        rf"(?:(?P<money>{_money_pattern()})(?:人民币)?(?![{_NOT_AFTER_YUAN}])(?P<rate>{_RATE})?"
        rf"|(?P<percent>[%‰])"
        rf"|(?P<scale>[万亿])?\s*+(?P<count>{_count_pattern()})"
        rf"|(?P<bare>[万亿]){after_bare_scale})"
    )


@cache
def _naming_patterns() -> tuple[re.Pattern[str], ...]:
    """In order of trust: a unit line, 以万元为单位, a unit in brackets, a text that is nothing but a unit."""
    money = _money_pattern()
    named = rf"(?:{money}(?:{_RATE})?|[%‰]|万?(?:{_count_pattern()}))"
    unit_list = rf"(?P<units>{named}(?:\s*+[、/,，]\s*+{named})*)"
    return (
        re.compile(
            rf"单\s*+位\s*+(?::\s*+|\s++)(?:人\s*+民\s*+币\s*+)?{unit_list}(?:(?!{_CHINESE})|(?={_GLUED_TO_UNIT_LINE}))"
        ),
        re.compile(rf"以\s*+(?:人民币)?\s*+(?P<units>{money})\s*+为\s*+(?:金额\s*+)?单\s*+位"),
        # 科目（类）（款）（项) are levels of a classification, not things counted.
        re.compile(rf"\(\s*+(?!项\s*+\))(?:人民币)?{unit_list}\s*+\)"),
        re.compile(rf"^\s*+(?:人民币)?\s*+(?P<units>{money}|[%‰])\s*+$"),
    )


def _listed_units(printed: str) -> Iterator[Unit]:
    whole = squeeze(printed)
    for name in [whole] if whole in _classifiers() or re.search(_RATE, whole) else re.split("[、/,，]", whole):
        yield _named_unit(name)


def _named_unit(name: str) -> Unit:
    if name in _SYMBOLS:
        return _SYMBOLS[name]
    if name in _classifiers():
        return _count_unit("", _classifiers()[name])
    if name[0] in _SCALES:
        return _count_unit(name[0], _classifiers()[name[1:]])
    return Unit(name, Dimension.COUNT)  # a rate: 元/人


def _count_unit(scale: str, classifier: str) -> Unit:
    if not scale and classifier in _SYMBOLS:
        return _SYMBOLS[classifier]
    return Unit(scale + classifier, Dimension.COUNT, _SCALES.get(scale, Decimal(1)))


@cache
def _classifiers() -> dict[str, str]:
    """Every spelling, in half width, with the classifier that it stands for."""
    return {spelling: classifier for spelling, classifier, _ in _classifier_rows()}


@cache
def _count_pattern() -> str:
    """All classifiers, longest first, none before a character that makes another word of it."""
    rows = sorted(_classifier_rows(), key=lambda row: len(row[0]), reverse=True)
    return "|".join(_spaced(spelling) + (rf"(?!\s*+[{barred}])" if barred else "") for spelling, _, barred in rows)


@cache
def _classifier_rows() -> tuple[tuple[str, str, str], ...]:
    with _CLASSIFIERS.open(encoding="utf-8", newline="") as lines:
        return tuple(
            (half_width(spelling), row["classifier"], row["not_before"])
            for row in csv.DictReader(lines)
            for spelling in (row["classifier"], *filter(None, row["spellings"].split("|")))
        )


@cache
def _money_pattern() -> str:
    symbols = sorted((unit.symbol for unit in (*MONEY_UNITS, TEN_MILLION_YUAN)), key=len, reverse=True)
    return "|".join(map(_spaced, symbols))


def _spaced(word: str) -> str:
    """A pattern for a word whose characters may be spaced out: 万 元."""
    return r"\s*+".join(map(re.escape, word))
