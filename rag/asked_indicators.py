"""Which indicators of performance forms a question asks for: by the words of their names, whatever project they are of.

请注册会计师每人每天最多付多少元        注册会计师、高级会计师（元/人/天）
要配备多少物业人员                    物业配备人员数
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from rag.indicators import Indicator, indicator_words
from rag.lexicon import Wordings, normalise
from rag.project_names import NamedProject, flat

NAMED = 0.5  # of an indicator's name must be said
ANSWERED = 0.55  # of what is asked must be said by the indicator
CUED = 0.35  # of both, where the question asks for an indicator in so many words
SURE = 0.75  # of both, where the question names no project and no indicator
AS_GOOD = 0.03
MOST = 6  # that one question may mean
SHORTEST = 2
NUMBER = re.compile(r"[\d.,%≤≥<>=＝≦≧]+")
ALTERNATIVES = re.compile(r"[、，,/]|(?=[（(])")  # 注册会计师、高级会计师（元/人/天）: any of them may be asked for


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's text, read for indicators: `listed` asks for all of them."""

    text: str
    is_cued: bool
    is_listed: bool
    is_overall: bool
    is_doubtful: bool = False  # looks like a question for something else, such as a share


def read_asked(question: str, text: str, *, is_doubtful: bool = False) -> Asked:
    """`text` is the question without agencies, years and the words of asking."""
    words, said = _words(), normalise(question)
    is_cued, is_listed, is_overall = (words[key].first(said) is not None for key in ("asked", "listed", "overall"))
    return Asked(text, is_cued, is_listed, is_overall, is_doubtful)


def choose_indicators(asked: Asked, indicators: Sequence[Indicator], named: Sequence[NamedProject]) -> list[Indicator]:
    """Those that the question asks for, of the projects that it names where it names any; none where none is meant."""
    pool = _pool(asked, indicators, named)
    if asked.is_listed:
        return list(pool) if named or asked.is_overall else []
    scored = [(score, one) for one in pool if (score := _score(asked, one, named))]
    best = max((score for score, _ in scored), default=0.0)
    chosen = [one for score, one in scored if score >= best - AS_GOOD]
    return chosen if len(chosen) <= MOST else []


def _pool(asked: Asked, indicators: Sequence[Indicator], named: Sequence[NamedProject]) -> Sequence[Indicator]:
    if asked.is_overall:
        return [one for one in indicators if not one.project]
    whole = {one.name for one in named if one.is_whole}
    return [one for one in indicators if one.project in whole] if whole else indicators


def _score(asked: Asked, one: Indicator, named: Sequence[NamedProject]) -> float:
    """How well the indicator's name and the words of the question cover each other; 0 where not well enough."""
    project = next((n for n in named if n.name == one.project), None)
    unit = NUMBER.sub("", one.value)
    left = _left(project.rest if project else asked.text)
    if len(left) < SHORTEST:
        return 0.0
    said = said_of(one, asked)
    answered = _cover(left, flat(f"{one.name} {' '.join(one.levels)} {unit}"))
    if project and len(left) > SHORTEST and left in flat(one.name):
        enough = True  # 伙食补助费, in a name that goes on for long
    elif asked.is_cued or asked.is_overall:
        enough = said >= CUED and answered >= CUED
    elif project and not asked.is_doubtful:
        enough = said >= NAMED and answered >= ANSWERED
    else:
        enough = said >= SURE and answered >= SURE
    return said + answered if enough else 0.0


def said_of(one: Indicator, asked: Asked) -> float:
    """How much of an indicator's name the question says, of the part of the name that it says most of."""
    parts = [flat(part) for part in (one.name, *ALTERNATIVES.split(one.name))]
    return max(_cover(part, flat(asked.text)) for part in parts if len(part) > SHORTEST or part == parts[0])


def _left(text: str) -> str:
    """What the question asks beside the project's name: without the words of asking."""
    return flat(_words()["empty"].without(text))


def _cover(text: str, by: str) -> float:
    """How much of the text stands in the other: half by its pairs of characters, half by its characters."""
    pairs = {text[i : i + 2] for i in range(len(text) - 1)}
    if not text:
        return 0.0
    in_pairs = _share(pairs, by) if pairs else 0.0
    return (in_pairs + _share(set(text), by)) / 2


def _share(parts: Iterable[str], by: str) -> float:
    found = [part in by for part in parts]
    return sum(found) / len(found)


@cache
def _words() -> dict[str, Wordings]:
    return {key: Wordings({key: indicator_words()[key]}) for key in ("asked", "listed", "overall", "empty")}
