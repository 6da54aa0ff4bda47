"""How agencies are named: place and core of a name, abbreviations of it, and slips of the pen."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from rag.lexicon import load_lexicon, normalise

ADMINISTRATIVE = "省市区县"  # not 州, with which names of cities end
PREFIX = re.compile(rf"^(?:[^{ADMINISTRATIVE}]{{2,}}(?:自治)?[{ADMINISTRATIVE}])*(?:人民政府)?")
BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
WORD_STARTS = re.compile(r"(?<=[和与、])")
COMMITTEE = re.compile(rf"(?<=[{ADMINISTRATIVE}])委(?!员|办)")  # 中共深圳市委宣传部: the 宣传部 of its place
SHORT_ENDINGS = (("委", "委员会"), ("办", "办公室"), ("办", "办公厅"))
OFFICE = re.compile(r"(?<=政协|人大)办公[厅室]$")
"""The office of a body, by which the body itself is meant as a rule: 江苏省政协 is 江苏省政协办公厅."""
SHORTEST_NAME = 3
SHORTEST_TYPO = 5  # characters; in a shorter name one other character makes another agency (水务局, 税务局)
SHORTENED = (6, 5, 4)  # characters of a name that has been shortened, the longest first
LONG_NAME = 9  # characters from which two slips are forgiven


@dataclass(frozen=True, slots=True)
class Name:
    """One way to write an agency: 洛阳市 + 财政局. `core` alone is what people say."""

    full: str
    prefix: str
    core: str


def split_name(name: str, place: str = "") -> Name:
    """The name with the place it begins with apart: its own 省 市 区 县, a known place, or the document's."""
    match = PREFIX.match(name)
    prefix = match.group() if match else ""
    if not prefix:
        prefix = next((known for known in (place, *load_lexicon().places) if known and name.startswith(known)), "")
    if committee := COMMITTEE.match(name, len(prefix)):
        prefix += committee.group()
    core = name[len(prefix) :]
    return Name(name, prefix, core) if len(core) > 1 else Name(name, "", name)


def abbreviates(mention: str, name: Name) -> bool:
    """国资委 for 国有资产监督管理委员会, 高新区管委会 for 洛阳高新技术产业开发区管理委员会.

    Part of the place may stand in front; the rest must start where the core, or a word after 和, starts.
    """
    if not _same_ending(mention, name.core):
        return False
    starts = {name.core} | {part for part in WORD_STARTS.split(name.core) if part}
    for cut in range(len(mention) - 1):
        head, tail = mention[:cut], mention[cut:]
        if len(tail) < SHORTEST_NAME or (head and not is_subsequence(head, name.prefix)):
            continue
        if any(tail[0] == start[0] and is_subsequence(tail, start) for start in starts):
            return True
    return False


def shortened_in(text: str, core: str) -> str:
    """Where a text has the beginning of a long name with characters left out: 职教基地 for 职业教育基地综合协调办公室.

    It ends as a word of the name does; "" where there is none, and where nothing is left out.
    """
    starts = [at for at, character in enumerate(text) if character == core[0]] if len(core) >= LONG_NAME else []
    for start in starts:
        for length in SHORTENED:
            words = text[start : start + length]
            if len(words) == length and words not in core and words[-2:] in core and is_subsequence(words, core):
                return words
    return ""


def plain(name: str) -> str:
    """The name as questions are read, without （本级） and the like."""
    return BRACKETS.sub("", normalise(name)).strip()


def is_subsequence(short: str, long: str) -> bool:
    characters = iter(long)
    return all(character in characters for character in short)


def _same_ending(mention: str, core: str) -> bool:
    return mention[-1:] == core[-1:] or any(
        mention.endswith(short) and core.endswith(long) for short, long in SHORT_ENDINGS
    )


def slip(written: str, name: str) -> bool:
    """Whether the writer most likely meant the name: one character off, two where the name is long."""
    if len(name) < SHORTEST_TYPO:
        return False
    allowed = 1 if len(name) < LONG_NAME else 2
    return Levenshtein.distance(written, name, score_cutoff=allowed) <= allowed
