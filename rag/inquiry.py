"""What a question asks of prose: a kind of answer, and the words and meanings that such an answer has.

政务服务局2021年接待费涨那么多是什么原因 → a reason; 公务接待费 by any of its names; 增加, 增长 or 上升
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from extractors.taxonomy import Item, load_taxonomy
from rag.items import find_item
from rag.lexicon import Lexicon, Wordings, load_lexicon, normalise, read_data
from rag.query import Operation, Query
from rag.targets import trim_end, trim_start

CHINESE = re.compile(r"[\u3400-\u9fff]")
LATIN = re.compile(r"[a-z]")
JOINTS = re.compile(r"(?<=[^\s]{3})(?:里面的?|里的?|中的|当中的?|的)(?=[^\s]{2})")  # between a name and a part of it
RUNS = re.compile(r"[^\s?!,.;:、。，“”\"'()]+")
MOST_WEIGHT = 4.0  # of one run of words: a long name does not make the rest of the question worthless
ITEM_WEIGHT = 3.0
CHARACTERS = 0.5  # weight of one character of a run
SHORTEST_NAME = 2
AMOUNT = re.compile(r"(?:\d[\d,.]*|[一二两三四五六七八九十百千]+)\s*个?[万亿][一二两三四五六七八九十百千\d]*万?元?")
"""为什么多四亿五: how much it is more does not help to find why."""
QUOTATION_MARKS = str.maketrans("", "", "“”\"'")


@dataclass(frozen=True, slots=True)
class Role:
    """A kind of answer; see data/prose.yaml. `says` and `titles` are None where nothing tells."""

    name: str
    says: re.Pattern[str] | None
    titles: re.Pattern[str] | None
    seek: str
    is_whole_section: bool
    is_of_head: bool
    is_of_before: bool
    is_needed: bool
    is_of_whole: bool
    is_of_agency: bool
    of_item: str


@dataclass(frozen=True, slots=True)
class Concept:
    """One part of what is asked: any of the wordings says it, the first best. `is_exact`: only whole, else piece by
    piece; `is_general`: of the budget as a whole."""

    wordings: tuple[str, ...]
    weight: float
    is_exact: bool = True
    is_item: bool = False
    is_general: bool = False


@dataclass(frozen=True, slots=True)
class Inquiry:
    """`words` is what search should look for: the question's own words, names of its items, words of such answers."""

    roles: tuple[Role, ...]
    concepts: tuple[Concept, ...]
    wants_number: bool = False  # asks how much or how many: a sentence without a number is no answer
    words: str = ""
    glossary: re.Pattern[str] | None = None  # titles under which nothing answers but definitions
    counted: str = ""  # what the number asked for counts: 人, 次

    @property
    def names_more(self) -> bool:
        """Whether it names something that is no item of the taxonomy: a project, a place."""
        return any(not concept.is_exact for concept in self.concepts)


@dataclass(frozen=True, slots=True)
class _Words:
    roles: dict[str, Role]
    asked: Wordings
    senses: tuple[Concept, ...]
    sense_asked: Wordings
    general_asked: Wordings
    empty: Wordings
    glossary: re.Pattern[str]
    counted: re.Pattern[str]


def read_inquiry(query: Query) -> Inquiry:
    words, lexicon = _load_words(), load_lexicon()
    question = normalise(query.question)
    text = AMOUNT.sub(" ", words.asked.without(query.rest.translate(QUOTATION_MARKS)))
    senses = [words.senses[int(cue.meaning)] for cue in words.sense_asked.find(text)]
    runs = [*_runs(words.sense_asked.without(text), words, lexicon, query.language)]
    items = {item.key: (item, run) for run in runs for item in _items_alone(run, words, lexicon)}
    names = [run for run in runs if not _items_alone(run, words, lexicon)]
    if not runs:  # 内设处室 asks what 内设机构 there are: it need not be said again
        named = [item for target in query.targets if (item := find_item(target.key))]
        items = {item.key: (item, item.name) for item in named if not words.asked.first(item.name)}
    concepts = [
        *(Concept((run, *_names(item)), ITEM_WEIGHT, is_item=True) for item, run in items.values()),
        *senses,
        *(Concept((name,), min(len(name) * CHARACTERS, MOST_WEIGHT), is_exact=False) for name in names),
    ]
    roles = [*_roles(question, words, bool(items), bool(names))]
    if not items and not names:  # 为什么增加: why the budget as a whole does
        general = [words.senses[int(cue.meaning)] for cue in words.general_asked.find(text)]
        concepts += general or [s for s in words.senses if s.is_general and any(role.is_of_whole for role in roles)]
    asks_number = lexicon.amount_asked.first(question) is not None or bool(items)
    return Inquiry(
        roles=tuple(dict.fromkeys(roles)),
        concepts=tuple(dict.fromkeys(concepts)),
        wants_number=query.operation is not Operation.PASSAGE and not roles and asks_number,
        words=" ".join(
            [query.rest, *(item.name for item, _ in items.values()), *(role.seek for role in roles)]
        ).strip(),
        glossary=None if any(role.is_of_head for role in roles) else words.glossary,
        counted=counted["unit"] if (counted := words.counted.search(question)) else "",
    )


def _roles(question: str, words: _Words, names_items: bool, names_more: bool) -> Iterator[Role]:
    """公用经费是干什么的 asks for a purpose, 改革协调局是干什么的 for duties, 对外联络处是干什么的 for either."""
    asked = {cue.meaning for cue in words.asked.find(question)}
    for role in (role for role in words.roles.values() if role.name in asked):
        if not role.of_item or not names_items:
            yield role
        if role.of_item and (names_items or names_more):
            yield words.roles[role.of_item]


def _items_alone(run: str, words: _Words, lexicon: Lexicon) -> list[Item]:
    """The items that a run names; none where it says more than them: 医保服务站工作经费 is no 医保."""
    mentions = load_taxonomy().mentions(run)
    left = run
    for mention in mentions:
        left = left[: mention.start] + " " * (mention.end - mention.start) + left[mention.end :]
    around = (words.empty, *lexicon.ignorable)
    more = any(len(trim_end(trim_start(part, around), around)) >= SHORTEST_NAME for part in left.split())
    return [] if more else [item for mention in mentions for item in (mention.choices or (mention.item,))]


def _names(item: Item) -> Iterator[str]:
    names = dict.fromkeys(normalise(name) for name in (item.name, *item.aliases, *item.labels))
    yield from (name for name in names if CHINESE.search(name))


def _runs(text: str, words: _Words, lexicon: Lexicon, language: str) -> Iterator[str]:
    """What is left of a question: names of projects, and words that nothing else explains."""
    around = (words.empty, *lexicon.ignorable)
    for run in RUNS.findall(JOINTS.sub(" ", text)):
        bare = run if _items_alone(run, words, lexicon) else trim_end(trim_start(run, around), around)
        is_foreign = language == "en" and LATIN.search(bare)
        if len(bare) >= SHORTEST_NAME and not is_foreign:
            yield bare


@cache
def _load_words() -> _Words:
    data = read_data("prose.yaml")
    roles = {
        name: Role(
            name,
            re.compile(role["says"]) if "says" in role else None,
            re.compile(role["titles"]) if "titles" in role else None,
            role["seek"],
            role.get("whole", False),
            role.get("of_head", False),
            role.get("of_before", False),
            role.get("needed", False),
            role.get("of_whole", False),
            role.get("of_agency", False),
            role.get("of_item", ""),
        )
        for name, role in data["roles"].items()
    }
    senses: Sequence[dict[str, Any]] = data["senses"]
    asked = {
        general: {str(n): s["asked"] for n, s in enumerate(senses) if ("weight" in s) is general}
        for general in (False, True)
    }
    return _Words(
        roles=roles,
        asked=Wordings({name: role["asked"] for name, role in data["roles"].items()}),
        senses=tuple(
            Concept(tuple(sense["says"]), float(sense.get("weight", 1)), is_general="weight" in sense)
            for sense in data["senses"]
        ),
        sense_asked=Wordings(asked[False]),
        general_asked=Wordings(asked[True]),
        empty=Wordings({"empty": data["empty"]}),
        glossary=re.compile(data["roles"]["definition"]["titles"]),
        counted=re.compile(data["counted"]),
    )
