"""What a question wants done: look up, add up, rank, compare, quote."""

from __future__ import annotations

import re

from rag.bounds import Bounds
from rag.lexicon import Lexicon
from rag.naming import Naming
from rag.periods import Years
from rag.query import Operation
from rag.targets import Words

CHINESE = re.compile(r"[\u3400-\u9fff]")
BESIDES = re.compile(r"[比较与和跟差减谁哪]|预算|决算|vs|than")
LATIN_WORD = re.compile(r"[a-z]{2,}")


def read_operation(words: Words, naming: Naming, years: Years, bounds: Bounds, lexicon: Lexicon) -> Operation:
    if lexicon.foreign.first(words.text):
        return Operation.OUT_OF_SCOPE
    in_english = not CHINESE.search(words.text)  # documents are Chinese: other words name nothing in them
    dated = years.years and not (in_english and LATIN_WORD.search(lexicon.asking.without(words.text)))
    named = words.mentions or words.ambiguous or naming.agencies or naming.unknown or dated
    about = bool(named) or lexicon.units.first(words.bare) is not None
    asked = {cue.meaning for cue in lexicon.operation.find(words.bare)}
    gaps = [words.text[a.end : b.start] for a, b in zip(words.mentions, words.mentions[1:], strict=False)]
    if any(lexicon.part_of in gap for gap in gaps):
        return Operation.SHARE
    if _is_joint(words, naming, years) and _asks_sum(words, lexicon):
        asked.add(Operation.SUM.value)
    if not about and not asked and not lexicon.domain.first(words.text):
        return Operation.OUT_OF_SCOPE
    if asks_both(words, lexicon):
        asked.discard(Operation.PASSAGE.value)
    if _asks_what_they_are(words, lexicon):
        asked.add(Operation.PASSAGE.value)
    if _asks_who_has_none(words, lexicon):
        asked.add(Operation.MISSING.value)
    if _grew_alone(words, naming, years, lexicon):
        asked.add(Operation.CHANGE.value)
    if bounds.limit or (bounds.threshold and len(naming.agencies) != 1):
        asked.add(Operation.RANKING.value)
    asked -= _of_several_only(words, naming, years)
    if _is_among_all(asked, words, naming, lexicon):
        asked.add(Operation.RANKING.value)
    order = (
        Operation.DOCUMENTS,
        Operation.AUDIT,
        Operation.PASSAGE,
        Operation.MISSING,
        Operation.AVERAGE,
        Operation.COUNT,
        Operation.RANKING,
        Operation.CHANGE,
        Operation.SHARE,
        Operation.SUM,
        Operation.COMPARISON,
        Operation.BREAKDOWN,
    )
    return next((operation for operation in order if operation.value in asked), Operation.LOOKUP)


def _asks_who_has_none(words: Words, lexicon: Lexicon) -> bool:
    bare = lexicon.whether.without(words.bare)
    return lexicon.who.first(bare) is not None and lexicon.none.first(bare) is not None


def _asks_what_they_are(words: Words, lexicon: Lexicon) -> bool:
    """有哪些内设处室 asks for their names, though 内设机构 is also an item that has a number."""
    said = " ".join(words.text[mention.start : mention.end] for mention in words.mentions)
    in_prose = any(cue.meaning == Operation.PASSAGE.value for cue in lexicon.operation.find(said))
    return in_prose and lexicon.who.first(words.bare) is not None


def _grew_alone(words: Words, naming: Naming, years: Years, lexicon: Lexicon) -> bool:
    """信访局2026年三公经费多多少: nothing else is named that it could be more than, so the year before is meant."""
    alone = len(naming.agencies) == len(words.mentions) == 1 and not _is_joint(words, naming, years)
    return alone and lexicon.difference.first(words.bare) is not None and not BESIDES.search(words.bare)


def _of_several_only(words: Words, naming: Naming, years: Years) -> set[str]:
    """What one agency cannot be asked for: 有没有安排 is no search for agencies, 平均 of one figure is that figure."""
    if len(naming.agencies) != 1:
        return set() if words.mentions else {Operation.MISSING.value, Operation.COUNT.value}
    alone = set() if _is_joint(words, naming, years) else {Operation.AVERAGE.value}
    return alone | {Operation.MISSING.value, Operation.COUNT.value}


def _is_among_all(asked: set[str], words: Words, naming: Naming, lexicon: Lexicon) -> bool:
    """哪个局的公务接待费更高: compared among all that are loaded, the first is the one that is meant."""
    compared = Operation.COMPARISON.value in asked and lexicon.difference.first(words.bare) is None
    return compared and not naming.agencies and lexicon.higher.first(words.bare) is not None


def _asks_sum(words: Words, lexicon: Lexicon) -> bool:
    """三公经费合计 asks for a sum of those named; the 总计 of 收入总计 is part of the item's own name."""
    totals = [m for m in words.mentions if m.item.name.endswith(lexicon.totals)]
    said = [cue for cue in lexicon.together.find(words.text) if not any(m.start <= cue.start < m.end for m in totals)]
    return bool(said) and lexicon.difference.first(words.bare) is None


def _is_joint(words: Words, naming: Naming, years: Years) -> bool:
    """Whether several items, agencies or years are named."""
    return max(len({m.item.key for m in words.mentions}), len(naming.agencies), len(years.years)) > 1


def asks_both(words: Words, lexicon: Lexicon) -> bool:
    """增减多少，为什么: a figure and its reason."""
    asks_prose = any(cue.meaning == Operation.PASSAGE.value for cue in lexicon.operation.find(words.bare))
    return asks_prose and bool(words.mentions) and lexicon.amount_asked.first(words.bare) is not None
