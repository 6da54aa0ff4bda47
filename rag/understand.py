"""A question, after earlier ones, into a Query: the taxonomy and the library's own names do it all.

1. the agencies, years and items that the words name are found, each blanked out of the text before the next
2. what is left says the phase, the level, the measure, the unit and what to do
3. a follow-up takes from the question before it what it does not say itself
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from extractors.model import MONEY_UNITS, Level, Measure, Phase, Unit
from extractors.taxonomy import Mention, load_taxonomy
from rag.agencies import Directory, Naming
from rag.lexicon import Cue, Lexicon, Wordings, load_lexicon, normalise
from rag.periods import Years, read_years
from rag.query import Operation, Query, Reading, Target

if TYPE_CHECKING:
    from rag.library import Library

LONGEST_QUESTION = 2000  # characters that are read; nobody asks more
CHINESE_RUN = re.compile(r"[\u3400-\u9fff0-9a-z〇()“”\"'+\-·]")
CHINESE = re.compile(r"[\u3400-\u9fff]")
LATIN_WORD = re.compile(r"[a-z]{2,}")
CHINESE_QUESTION = re.compile(r"[是多少吗呢的哪什么几]")
Kind = TypeVar("Kind", Level, Measure)


@dataclass(frozen=True, slots=True)
class Words:
    """A question's text at two stages: without agencies and years, and without its items as well.

    `ambiguous` is the one mention whose word may mean several items, where nothing clearer is named.
    """

    text: str
    bare: str
    mentions: tuple[Mention, ...]
    ambiguous: Mention | None


def understand(question: str, library: Library, *, turns: Sequence[str] = ()) -> Query:
    directory = Directory(library.documents())
    query: Query | None = None
    for text in (*turns, question):
        query = follow(query, read_question(text, directory))
    assert query is not None  # the question itself was read
    return query


def read_question(question: str, directory: Directory) -> Query:
    """One question by itself."""
    lexicon = load_lexicon()
    text = normalise(question[:LONGEST_QUESTION])
    naming = directory.read(text)
    years = read_years(naming.rest, _latest_year(naming, directory))
    words = _read_items(lexicon.english.replaced(years.rest), lexicon)
    phase, stated = _read_phase(words, lexicon)
    return Query(
        question=question,
        language=language_of(text),
        operation=_read_operation(words, naming, years, lexicon),
        agencies=naming.agencies,
        unknown_agencies=naming.unknown,
        years=years.years,
        phase=phase,
        phase_stated=stated,
        level=_first(lexicon.level.first(words.bare), Level),
        targets=_targets(words, lexicon),
        measure=_first(lexicon.measure.first(words.bare), Measure),
        unit=_read_unit(words.bare, lexicon),
        highest=lexicon.lowest.first(words.bare) is None,
        limit=_read_limit(words.bare, lexicon),
        readings=(*naming.readings, *years.readings, *_readings(words)),
        alternatives=_alternatives(words),
        alternatives_for=words.text[words.ambiguous.start : words.ambiguous.end] if words.ambiguous else "",
        rest=_rest(words, lexicon),
        asks_for_projects=lexicon.projects.first(words.text) is not None,
        everyone=lexicon.everyone.first(words.bare) is not None,
    )


def follow(previous: Query | None, query: Query) -> Query:
    """那因公出国呢？ keeps agency, year and phase; 政务服务局呢？ keeps the item and what to do with it."""
    if previous is None or query.operation in (Operation.OUT_OF_SCOPE, Operation.DOCUMENTS):
        return query
    names_agency = query.agencies or query.unknown_agencies or query.everyone
    names_item = query.targets or query.alternatives or query.operation is Operation.PASSAGE
    elliptical = query.operation is Operation.LOOKUP
    return replace(
        query,
        agencies=query.agencies if names_agency else previous.agencies,
        unknown_agencies=query.unknown_agencies if names_agency else previous.unknown_agencies,
        years=query.years or previous.years,
        phase=query.phase or previous.phase,
        phase_stated=query.phase_stated if query.phase else previous.phase_stated,
        level=query.level or previous.level,
        targets=query.targets if names_item else previous.targets,
        alternatives=query.alternatives if names_item else previous.alternatives,
        alternatives_for=query.alternatives_for if names_item else previous.alternatives_for,
        measure=query.measure or (None if names_item else previous.measure),
        unit=query.unit or previous.unit,
        operation=previous.operation if elliptical and _can_repeat(previous) else query.operation,
        rest=query.rest or previous.rest,
        readings=(*query.readings, *(() if names_item else previous.readings)),
    )


def language_of(text: str) -> str:
    """English where the question's own words are: an agency's or an item's name may still be Chinese."""
    latin = len(LATIN_WORD.findall(text))
    if not CHINESE.search(text):
        return "en" if latin else "zh"
    return "en" if latin >= 3 and not CHINESE_QUESTION.search(text) else "zh"


def _can_repeat(previous: Query) -> bool:
    return previous.operation not in (Operation.OUT_OF_SCOPE, Operation.DOCUMENTS)


def _latest_year(naming: Naming, directory: Directory) -> int | None:
    years = [d.year for agency in naming.agencies or directory.disclosers for d in agency.documents if d.year]
    return max(years, default=None)


def _read_items(text: str, lexicon: Lexicon) -> Words:
    found = tuple(load_taxonomy().mentions(text))
    bare = text
    for mention in found:
        bare = bare[: mention.start] + " " * (mention.end - mention.start) + bare[mention.end :]
    clear = tuple(mention for mention in found if not mention.choices)
    return Words(text, bare, clear, found[0] if found and not clear else None)


def _targets(words: Words, lexicon: Lexicon) -> tuple[Target, ...]:
    if not words.mentions:
        label = _unread_label(words.text, lexicon)
        return (Target(None, label, label=label),) if label and words.ambiguous is None else ()
    if narrowed := _narrowed_line(words, lexicon):
        return (narrowed,)
    targets: list[Target] = []
    previous: Mention | None = None
    for mention in words.mentions:
        target = Target(mention.item.key, mention.item.name, label=_longer_label(words, mention, lexicon))
        joined = previous is not None and words.text[previous.end : mention.start] in lexicon.joints
        if joined and targets[-1].key in lexicon.scopes:
            targets[-1] = replace(target, scopes=(*targets[-1].scopes, targets[-1].key or ""))
        elif joined and mention.item.key in lexicon.scopes:
            targets[-1] = replace(targets[-1], scopes=(*targets[-1].scopes, mention.item.key))
        elif target.key not in {t.key for t in targets}:
            targets.append(target)
        previous = mention
    return tuple(targets)


def _narrowed_line(words: Words, lexicon: Lexicon) -> Target | None:
    """行政运行的基本支出: a line whose name many codes share, restricted by the item after it."""
    mention = words.mentions[0]
    if len(words.mentions) > 1 or mention.item.key not in lexicon.scopes:
        return None
    name = words.text[mention.start : mention.end]
    before = _longer_label(words, mention, lexicon).partition(name)[0]
    line = _trim_end(before, lexicon.ignorable)
    if line and load_taxonomy().candidates(line):
        return Target(None, line, label=line, scopes=(mention.item.key,))
    return None


def _longer_label(words: Words, mention: Mention, lexicon: Lexicon) -> str:
    """企业家高级研修班培训费 around 培训费: perhaps the name of a project; "" where nothing is around it."""
    if len(words.mentions) > 1:
        return ""
    start, end = mention.start, mention.end
    while start > 0 and CHINESE_RUN.match(words.text[start - 1]):
        start -= 1
    while end < len(words.text) and CHINESE_RUN.match(words.text[end]):
        end += 1
    before = _trim_start(words.text[start : mention.start], lexicon.ignorable)
    after = _trim_end(words.text[mention.end : end], lexicon.ignorable)
    return before + words.text[mention.start : mention.end] + after if before or after else ""


def _unread_label(text: str, lexicon: Lexicon) -> str:
    """The longest run of the question that nothing explains: perhaps a label that only the documents know."""
    runs = re.findall(rf"(?:{CHINESE_RUN.pattern})+", text)
    trimmed = [_trim_end(_trim_start(run, lexicon.ignorable), lexicon.ignorable) for run in runs]
    named = [run for run in trimmed if len(run) >= 2 and CHINESE.search(run)]
    return max(named, key=len, default="")


def _trim_start(text: str, wordings: Sequence[Wordings]) -> str:
    while text:
        cues = [c for c in (w.first(text) for w in wordings) if c and c.start == 0 and c.end > 0]
        if not cues:
            return text
        text = text[max(c.end for c in cues) :].lstrip()
    return text


def _trim_end(text: str, wordings: Sequence[Wordings]) -> str:
    while text:
        ends = [c.start for w in wordings for c in w.find(text) if c.end == len(text)]
        if not ends:
            return text
        text = text[: min(ends)].rstrip()
    return text


def _read_phase(words: Words, lexicon: Lexicon) -> tuple[Phase | None, bool]:
    """The phase, and whether it is said or only suggested. Both said means neither."""
    stated = {cue.meaning for cue in lexicon.phase_stated.find(words.bare)}
    if len(stated) > 1:
        return None, True
    if stated:
        return Phase(stated.pop()), True
    suggested = lexicon.phase_suggested.first(words.text)
    return (Phase(suggested.meaning), False) if suggested else (None, False)


def _read_operation(words: Words, naming: Naming, years: Years, lexicon: Lexicon) -> Operation:
    if lexicon.foreign.first(words.text):
        return Operation.OUT_OF_SCOPE
    about = words.mentions or words.ambiguous or naming.agencies or naming.unknown or years.years
    asked = {cue.meaning for cue in lexicon.operation.find(words.bare)}
    if len(words.mentions) > 1 and any(
        lexicon.part_of in words.text[a.end : b.start] for a, b in zip(words.mentions, words.mentions[1:], strict=False)
    ):
        asked.add(Operation.SHARE.value)
    if not about and not asked and not lexicon.domain.first(words.text):
        return Operation.OUT_OF_SCOPE
    order = (
        Operation.DOCUMENTS,
        Operation.PASSAGE,
        Operation.SHARE,
        Operation.RANKING,
        Operation.CHANGE,
        Operation.SUM,
        Operation.COMPARISON,
        Operation.BREAKDOWN,
    )
    return next((operation for operation in order if operation.value in asked), Operation.LOOKUP)


def _read_unit(bare: str, lexicon: Lexicon) -> Unit | None:
    cue = lexicon.units.first(bare)
    return next((unit for unit in MONEY_UNITS if cue and unit.symbol == cue.meaning), None)


def _read_limit(bare: str, lexicon: Lexicon) -> int | None:
    cue = lexicon.rank.first(bare)
    return lexicon.ranks[cue.meaning] if cue else None


def _readings(words: Words) -> list[Reading]:
    """Everyday words and codes that stand for an official name."""
    spoken = [m for m in words.mentions if m.wording in ("everyday", "code")]
    return [Reading(words.text[m.start : m.end], m.item.name) for m in spoken]


def _alternatives(words: Words) -> tuple[Target, ...]:
    return tuple(Target(item.key, item.name) for item in words.ambiguous.choices) if words.ambiguous else ()


def _rest(words: Words, lexicon: Lexicon) -> str:
    """What full text should look for: the question without names, years and the words of asking."""
    runs = re.split(r"[\s?!,.;:、]+", lexicon.asking.without(words.text))
    filler = (lexicon.filler,)
    trimmed = [_trim_end(_trim_start(run, filler), filler) or run for run in runs]
    return " ".join(run for run in trimmed if len(run) > 1)


def _first(cue: Cue | None, kind: type[Kind]) -> Kind | None:
    return kind(cue.meaning) if cue else None
