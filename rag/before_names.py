"""What stands before an agency's name in a question: a place, words of asking, or what may be an unknown place."""

from __future__ import annotations

import re
from functools import cache

from extractors.taxonomy import load_taxonomy
from rag.lexicon import Lexicon, Wordings, read_data
from rag.names import ADMINISTRATIVE
from rag.naming import Search
from rag.targets import trim_start

CHINESE = re.compile(r"[\u3400-\u9fff〇()]+")
LONGEST_MENTION = 30
SHORTEST_PLACE, LONGEST_PLACE = 2, 8


def words_before(search: Search, start: int) -> str:
    return without_filler(search.text[segment_start(search.text, start) : start], search.lexicon)


def segment_start(text: str, end: int) -> int:
    start = end
    while (
        start > 0 and end - start < LONGEST_MENTION and CHINESE.fullmatch(text[start - 1]) and text[start - 1] != "的"
    ):
        start -= 1
    return start


def without_filler(segment: str, lexicon: Lexicon) -> str:
    """Without the words of asking that it begins with, and without 去年."""
    return trim_start(segment, (lexicon.filler, lexicon.time))


def names_place(words: str, lexicon: Lexicon) -> bool:
    return (
        words[-1:] in tuple(ADMINISTRATIVE)
        or words in lexicon.places
        or any(words.endswith(place) for place in lexicon.places)
        or words in ("国家", "中央")
    )


def unexplained(words: str, lexicon: Lexicon) -> bool:
    """Whether the last words are none of asking and of items: perhaps a place that no list has (嵊泗水务局)."""
    text = words
    for mention in load_taxonomy().mentions(words):
        text = text[: mention.start] + " " * (mention.end - mention.start) + text[mention.end :]
    for wordings in (
        *lexicon.ignorable,
        lexicon.chatter,
        lexicon.asking,
        lexicon.time,
        lexicon.companies,
        lexicon.who,
        _said_before(),
    ):
        text = wordings.without(text)
    last = re.search(r"[\u3400-\u9fff]*$", text)
    is_agency = text.endswith(tuple(lexicon.sure_endings))  # another one, with nothing between the two
    return last is not None and SHORTEST_PLACE <= len(last.group()) <= LONGEST_PLACE and not is_agency


@cache
def _said_before() -> Wordings:
    return Wordings({"before": read_data("agency_kinds.yaml")["before"]})
