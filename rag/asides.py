"""What a question names and does not ask for.

一般公共预算之外的政府性基金     another kind of money than the one meant
民航发展基金也就是政府性基金     one item by two names, the second its own
公务接待费（不是2019年的）       what is not meant
部门预算（含法律援助中心）       who belongs to it
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extractors.taxonomy import Mention, load_taxonomy
from rag.lexicon import Wordings, load_lexicon, read_data
from rag.targets import is_part

CLASSIFICATION = re.compile(r"[按从]?(?:(?:部门|政府)?(?:预算)?支出)?(?:经济|功能)分类(?:科目)?")
NEGATED = re.compile(
    r"\((?:而|并)?(?:不是|不要|别给)[^()]*\)"
    r"|[,;。]?\s*(?:我|咱)们?(?:问|说|要|指|想问|想要)的?(?:可|并)?不是[^,;。?]*"
    r"|[,;]\s*(?:而|并)?不是[^,;。?]*(?=[,;。?]|$)"
)
IN_ITEM = re.compile(r"(?<=[项目行款栏出费][里中内]),(?=[\u3400-\u9fff])")
"""行政运行这一项里，工资福利支出: a comma that parts a line from its column."""
BY_CLASS = re.compile(r"\(按[^()]*分类[^()]*\)")
WITH_UNITS = re.compile(r"\((?:其中)?(?:包含|包括|含|连同|加上|算上)[^()]*(?:中心|所|队|站|局|单位|处|校|院)[^()]*\)")
EXCEPT = re.compile(r"除[了去开]?$")
EXPLAINED = re.compile(r"((?:(?!年|含|其中)[\u3400-\u9fff]){2,})\($")
QUALIFIER = re.compile(r"(?:(?!的)[\u3400-\u9fff])*$")


def without_asides(text: str) -> str:
    """The text with what it names beside the item asked for blanked out, its length kept."""
    for pattern in (NEGATED, WITH_UNITS):
        text = pattern.sub(lambda match: " " * len(match.group()), text)
    for start, end in _asides(text):
        text = text[:start] + " " * (end - start) + text[end:]
    return _without_explained(IN_ITEM.sub("的", _without_classification(text)))


def _without_explained(text: str) -> str:
    """职工买房的补贴(购房补贴): words that name no item, with the item's own name in brackets behind them."""
    mentions = load_taxonomy().mentions(text)
    for item in mentions:
        in_brackets = text[: item.start].endswith("(") and text[item.end : item.end + 1] == ")"
        run = EXPLAINED.search(text, 0, item.start) if in_brackets else None
        if run is None or item.wording == "code" or item.item.key in load_lexicon().scopes:
            continue
        if not any(run.start() <= mention.start < run.end() for mention in mentions if mention != item):
            text = text[: run.start(1)] + " " * len(run[1]) + text[run.end(1) :]
    return text


def _without_classification(text: str) -> str:
    """按部门预算支出经济分类，资本性支出: by which classification, where an item of it is named; 支出 is none there."""
    if (said := BY_CLASS.search(text)) and load_taxonomy().mentions(text[said.end() :]):
        text = text[: said.start()] + " " * len(said.group()) + text[said.end() :]
    named = CLASSIFICATION.search(text)
    if named is None or not load_taxonomy().mentions(named.group()):
        return text
    rest = text[: named.start()] + " " * len(named.group()) + text[named.end() :]
    return rest if load_taxonomy().mentions(rest) else text


def _asides(text: str) -> Iterator[tuple[int, int]]:
    if _cues().first(text) is None:
        return
    mentions = load_taxonomy().mentions(text)
    for cue in _cues().find(text):
        before = [m for m in mentions if m.end <= cue.start]
        after = [m for m in mentions if m.start >= cue.end]
        if before and after and _is_aside(before[-1], after[0], cue.meaning, text[before[-1].end : cue.start], text):
            yield _start(before[-1], cue.meaning, text), cue.end


def _start(before: Mention, meaning: str, text: str) -> int:
    """Of a name that is given again, with what belongs to it: 民航发展 of 民航发展基金."""
    qualifier = QUALIFIER.search(text, 0, before.start)
    return qualifier.start() if qualifier and meaning == "naming_again" else before.start


def _is_aside(before: Mention, after: Mention, meaning: str, gap: str, text: str) -> bool:
    if meaning == "excluding":
        scopes = load_lexicon().scopes
        if not gap and EXCEPT.search(text, 0, before.start):
            return not is_part(before, after.item.key)  # of 三公经费 without 公务接待费 something is left
        return not gap and before.item.key in scopes and after.item.key in scopes and before.item != after.item
    return not gap and before.item == after.item


@cache
def _cues() -> Wordings:
    return Wordings(read_data("asides.yaml"))
