"""What a question says that nothing understood: 烧 of 烧锅炉的电费, 每个孩子 of 每个孩子的助学金.

A word that is left over may restrict the figure. It must be found where the figure stands, or the answer says that it
was left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rag.cases import Case
from rag.lexicon import Lexicon, Wordings, normalise
from rag.surroundings import stands_in, words_about
from rag.targets import Words, trim_end, trim_start, unsaid

CHINESE_RUN = re.compile(r"[\u3400-\u9fff〇]+")
SHORTEST_WORD = 2
MONTH = re.compile(r"(截[至止]|到)?\s*(?:20\d\d年)?(?<!\d)(\d{1,2}月份?)(?![\d底末])")
DATE = re.compile(
    r"(?:截[至止]|到)?\s*(?:20\d\d\s*年)?(?:\s*\d{1,2}月份?(?:\d{1,2}[日号])?[底末]?|[年]?[底末])(?:止|为止)?"
)
EXCLUDING = ("不", "非", "除", "而不", "无需")  # 不算下面的中心: what is said not to be meant need not be found


def unread_words(words: Words, question: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The runs of Chinese characters in the question that are no name, no item, no year and no word of asking.

    A month counts as one of them, but not the day on which a stock was counted.
    """
    after = (*lexicon.ignorable, *lexicon.asked_in_words, lexicon.hollow)
    known = (*after, lexicon.chatter)  # 发 ends a word more often than it follows one: 开发
    text = DATE.sub(" ", words.bare)
    for wordings in known:
        text = _without_longer(text, wordings)
    runs = (run for run in CHINESE_RUN.findall(text) if not lexicon.restricting.fullmatch(run))
    bare = (trim_end(trim_start(run, known), after) for run in runs)
    dividing = [cue.wording for cue in lexicon.dividing.find(words.bare)]
    months = [match[2] for match in MONTH.finditer(question) if not match[1]]
    return tuple(dict.fromkeys([*(run for run in bare if len(run) >= SHORTEST_WORD), *dividing, *months]))


def named_person(words: Words, lexicon: Lexicon) -> str:
    """局长 of 局长的工资; "" where the word is a part of a longer name: 局长接待室."""
    known = (*lexicon.ignorable, *lexicon.asked_in_words, lexicon.chatter)
    for cue in lexicon.persons.find(words.bare):
        run = next((m for m in CHINESE_RUN.finditer(words.bare) if m.start() <= cue.start < m.end()), None)
        if run is None or trim_start(words.bare[cue.end : run.end()], known) == "":
            return cue.wording
    return ""


def _without_longer(text: str, wordings: Wordings) -> str:
    """A wording of one character is as often a part of a word: 发 of 开发."""
    for cue in reversed(wordings.find(text)):
        if cue.end - cue.start > 1:
            text = text[: cue.start] + " " * (cue.end - cue.start) + text[cue.end :]
    return text


def left_out(words: Iterable[str], cases: Sequence[Case]) -> tuple[str, ...]:
    """Those of the words that stand nowhere where the figures do."""
    said = " ".join(_said_of(case) for case in cases)
    names = {case.target.name for case in cases}
    new = [word for word in words if not word.startswith(EXCLUDING) and not any(_only_repeats(word, n) for n in names)]
    return tuple(word for word in new if not stands_in(word, said))


def _only_repeats(word: str, name: str) -> bool:
    """离休的老 of 给离休的老同志发的离休费."""
    return len("".join(unsaid(word, name).split()).strip("的")) < SHORTEST_WORD


def _said_of(case: Case) -> str:
    changes = [change.quote for _, change in case.changes]
    names = [case.target.name, case.subject, case.instead_of]
    places = [words_about(stored) for place in case.places for stored in place.facts]
    return " ".join([*map(normalise, [*names, *changes]), *places])
