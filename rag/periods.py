"""The years that a question names, in any of the ways in which people write them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.lexicon import load_lexicon
from rag.query import Reading

LONGEST_RANGE = 20  # years; a wider range is a slip of the pen
DIGITS = {character: str(value) for value, character in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
    "两": "2",
}
NUMERAL = "[〇零○一二三四五六七八九]"
COUNTS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
ENGLISH_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
CHINESE_YEAR = re.compile(rf"({NUMERAL}{{4}})年")
RANGE = re.compile(r"(?<!\d)(20\d\d)\s*年?度?\s*(?:-|~|—|–|至|到|to)\s*(20\d\d)(?!\d)\s*年?度?")
DATE = re.compile(r"(?:截[至止]|到)?\s*(?<!\d)(20\d\d)年(?:\d{1,2}月份?(?:\d{1,2}[日号])?底?|[年]?[底末])(?:止|为止)?")
YEAR = re.compile(r"(?<![\d.])(20\d\d)(?![\d.]*\d)(?!\s*(?:万|亿|元|人|个|%|次|辆|平方))\s*(?:年度|年)?")
SHORT_YEAR = re.compile(r"(?<![\d近.])([1-4]\d)年(?![来级前后内间])")
RECENT_COUNT = r"[一二两三四五六七八九十]|\d{1,2}|two|three|four|five"
RECENT = re.compile(rf"(?:最近|近|过去|这|last |past |recent )\s*({RECENT_COUNT})\s*(?:个?年度?|years)")
PUBLISHED = re.compile(
    r"(?:根据|按照?|依照?|依据|据|从|参照|翻开?|查)\s*(20\d\d)年度?(?:的|部门|单位)*(?:预算|决算)"
    r"|(20\d\d)年度?(?:的|部门|单位)*(?:预算|决算)(?:公开)?(?:表|书|报告|说明|文件|资料|材料)?(?:里面?|中|当中|显示|写|列|来看|反映)"
)
HOW_MANY = re.compile(r"(?<![\u3400-\u9fff])这?[两二三四五六七八九]个?年度?[间来里]?")
"""2017、2018、2019三年: how many those are that were named."""
WHICH_YEAR = re.compile(r"(?:是|在)?哪一?个?年度?份?")
COMPARED = re.compile(r"(?:比|较|与|同|和)$")


@dataclass(frozen=True, slots=True)
class Years:
    """`rest` is the text with what named a year blanked out, its length kept.

    `published` is the year of the publication that another year's figures are to be taken from: 2024年度决算里的2023年.
    """

    years: tuple[int, ...]
    readings: tuple[Reading, ...]
    rest: str
    published: int | None = None


def read_years(text: str, latest: int | None) -> Years:
    """`latest` is the newest year loaded: 今年, 去年 and 近三年 are counted from it; None leaves them unread."""
    text = CHINESE_YEAR.sub(lambda m: "".join(DIGITS[c] for c in m.group(1)) + "年", text)
    source = PUBLISHED.search(text)
    published = int(source[1] or source[2]) if source else None
    found: list[int] = []
    readings: list[Reading] = []
    for pattern, years_of in ((RANGE, _range), (DATE, _single), (YEAR, _single), (SHORT_YEAR, _short)):
        for match in pattern.finditer(text):
            found += years_of(match)
        text = pattern.sub(_blank, text)
    text = WHICH_YEAR.sub(_blank, HOW_MANY.sub(_blank, text) if len(found) > 1 else text)
    if latest is not None:
        relative, text = _read_relative(text, latest)
        for wording, years in relative:
            found += years
            readings.append(Reading(wording, "、".join(map(str, years))))
    others = [year for year in found if year != published]
    years = others if published and others else found
    return Years(tuple(dict.fromkeys(years)), tuple(readings), text, published if others else None)


def _read_relative(text: str, latest: int) -> tuple[list[tuple[str, list[int]]], str]:
    found = []
    for match in RECENT.finditer(text):
        count = _count(match.group(1))
        found.append((match.group().strip(), list(range(latest - count + 1, latest + 1))))
    text = RECENT.sub(_blank, text)
    back = {"this_year": 0, "last_year": 1, "year_before_last": 2}
    for cue in load_lexicon().time.find(text):
        if cue.meaning in back and not COMPARED.search(text[: cue.start]):
            found.append((cue.wording, [latest - back[cue.meaning]]))
            text = text[: cue.start] + " " * len(cue.wording) + text[cue.end :]
    return found, text


def _count(word: str) -> int:
    return int(word) if word.isdigit() else (COUNTS | ENGLISH_COUNTS)[word]


def _range(match: re.Match[str]) -> list[int]:
    first, last = sorted((int(match.group(1)), int(match.group(2))))
    return list(range(first, last + 1)) if last - first < LONGEST_RANGE else [first, last]


def _single(match: re.Match[str]) -> list[int]:
    return [int(match.group(1))]


def _short(match: re.Match[str]) -> list[int]:
    return [2000 + int(match.group(1))]


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())
