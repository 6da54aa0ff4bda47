"""A question that relates two figures: 甲占乙的百分之几, 甲比乙多多少, 甲是乙的几倍. Which words name which of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extractors.taxonomy import load_taxonomy
from rag.agencies import Directory
from rag.english_names import in_chinese
from rag.lexicon import Wordings, normalise, read_data
from rag.query import Direction, Operation

MASK = "■"
LONGEST_RELATION = 200  # characters; the patterns try every way to cut a text in two


@dataclass(frozen=True, slots=True)
class Pair:
    """The two sides as the question writes them; `one` is "" where it is left to the question before."""

    operation: Operation
    one: str
    other: str
    other_first: bool = False  # in the text
    like: bool = True  # what the one side leaves unsaid is that of the other; else the whole that the one is part of


def read_pair(question: str, directory: Directory) -> Pair | None:
    text = in_chinese(normalise(question))
    if len(text) > LONGEST_RELATION:
        return None
    return _read(text, _masked(text, directory.read(text).rest)) or _read(text, _masked(text, text))


def _read(text: str, masked: str) -> Pair | None:
    for operation, like, pattern in _patterns():
        if match := pattern.search(masked):
            one, other = (text[slice(*match.span(side))].strip(" ,，、;；") for side in ("one", "other"))
            return Pair(operation, one, other, match.start("other") < match.start("one"), like)
    return None


def ranked_relation(question: str) -> Operation | None:
    """What is ranked, where it is not the figures themselves: 增加最多, 占比最高."""
    found = next((cue for cue in _ranked().find(normalise(question))), None)
    return Operation(found.meaning) if found else None


def direction_of(question: str) -> Direction | None:
    """Whether what rose, what fell or what stayed is asked for; None where any may be meant."""
    found = _directions().first(normalise(question))
    return Direction(found.meaning) if found else None


def _masked(text: str, rest: str) -> str:
    """The text with the names of items, and those of agencies that `rest` has no more, unreadable; its length kept."""
    masked = "".join(MASK if r == " " and t != " " else t for t, r in zip(text, rest, strict=True))
    for mention in load_taxonomy().mentions(masked):
        masked = masked[: mention.start] + MASK * (mention.end - mention.start) + masked[mention.end :]
    return masked


KINDS = (
    ("ratio", Operation.RATIO, True),
    ("share", Operation.SHARE, False),
    ("part_of_like", Operation.SHARE, True),
    ("comparison", Operation.COMPARISON, True),
)


@cache
def _patterns() -> tuple[tuple[Operation, bool, re.Pattern[str]], ...]:
    data = read_data("pairs.yaml")
    return tuple(
        (operation, like, re.compile(_written_out(pattern, data["wordings"])))
        for key, operation, like in KINDS
        for pattern in data[key]
    )


@cache
def _ranked() -> Wordings:
    data = read_data("pairs.yaml")
    changes = [word for words in data["directions"].values() for word in words]
    return Wordings({"change": [*changes, *data["changes"]], "share": data["shares"]})


@cache
def _directions() -> Wordings:
    return Wordings(read_data("pairs.yaml")["directions"])


def _written_out(pattern: str, wordings: dict[str, str]) -> str:
    for name in sorted(wordings, key=len, reverse=True):
        pattern = pattern.replace(name, wordings[name])
    return pattern
