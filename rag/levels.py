"""Whose figures a question means: the whole department's or one unit's.

市教育局（部门汇总）2023年…   brackets around nothing but such words say it, and are no part of any name
市教育局单位预算             of an agency that publishes both, 单位 and 部门 say it as well
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.model import Level
from rag.lexicon import Lexicon
from rag.naming import Naming

BRACKETS = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class SaidLevel:
    """`rest` is the text with brackets around levels blanked out, its length kept."""

    level: Level | None
    rest: str


def read_bracketed_level(text: str, lexicon: Lexicon) -> SaidLevel:
    level: Level | None = None
    for match in BRACKETS.finditer(text):
        cue = lexicon.level.first(match[1]) or lexicon.level_where_both.first(match[1])
        if cue and not lexicon.level_where_both.without(lexicon.level.without(match[1])).strip():
            level = level or Level(cue.meaning)
            text = text[: match.start()] + " " * len(match.group()) + text[match.end() :]
    return SaidLevel(level, text)


def read_level(bare: str, naming: Naming, lexicon: Lexicon) -> Level | None:
    """The level that the words say, none where they say both; `bare` is the text without agencies, years and items."""
    if lexicon.both_levels.search(bare):
        return None
    cue = lexicon.level.first(bare)
    levels = [{document.level for document in agency.documents} for agency in naming.agencies]
    has_both = bool(levels) and all(len(of_agency) > 1 for of_agency in levels)
    if cue is None and has_both:
        others = lexicon.operation.without(lexicon.everyone.without(bare))  # 下属单位, 哪些部门组成
        cue = lexicon.level_where_both.first(others)
    return Level(cue.meaning) if cue else None
