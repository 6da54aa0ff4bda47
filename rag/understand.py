"""A question, after earlier ones, into a Query: the taxonomy and the library's own names do it all.

1. the agencies, years and items that the words name are found, each blanked out of the text before the next
2. what is left says the phase, the level, the measure, the unit and what to do
3. a follow-up takes from the question before it what it does not say itself
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.model import MONEY_UNITS, Level, Measure, Phase, Unit
from rag.agencies import Directory, Naming, open_directory
from rag.lexicon import Lexicon, load_lexicon, normalise
from rag.periods import Years, read_years
from rag.query import Operation, Query
from rag.subordinates import find_subordinate
from rag.targets import Words, alternatives_of, read_phrase, read_targets, read_words, readings_of, trim_end, trim_start

if TYPE_CHECKING:
    from rag.library import Library

LONGEST_QUESTION = 2000  # characters that are read; nobody asks more
CHINESE = re.compile(r"[\u3400-\u9fff]")
LATIN_WORD = re.compile(r"[a-z]{2,}")
CHINESE_QUESTION = re.compile(r"[是多少吗呢的哪什么几]")


def understand(question: str, library: Library, *, turns: Sequence[str] = ()) -> Query:
    directory = open_directory(tuple(library.documents()))
    query: Query | None = None
    for text in (*turns, question):
        query = follow(query, read_question(text, directory))
    assert query is not None  # the question itself was read
    return find_subordinate(query, library)


def read_question(question: str, directory: Directory) -> Query:
    """One question by itself."""
    lexicon = load_lexicon()
    text = normalise(question[:LONGEST_QUESTION])
    naming = directory.read(text)
    named = read_words(lexicon.english.replaced(naming.rest))
    years = read_years(named.bare, _latest_year(naming, directory))
    words = replace(named, text=_without(named.text, named.bare, years.rest), bare=years.rest)
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
        level=_read_level(words.bare, naming, lexicon),
        targets=read_targets(words, lexicon),
        measures=tuple(dict.fromkeys(Measure(cue.meaning) for cue in lexicon.measure.find(words.bare))),
        unit=_read_unit(words.bare, lexicon),
        wants_rate=lexicon.rate.first(words.bare) is not None,
        highest=lexicon.lowest.first(words.bare) is None,
        limit=_read_limit(words.bare, lexicon),
        readings=(*naming.readings, *years.readings, *readings_of(words)),
        alternatives=alternatives_of(words),
        alternatives_for=words.text[words.ambiguous.start : words.ambiguous.end] if words.ambiguous else "",
        rest=_rest(words, lexicon),
        phrase=read_phrase(words, lexicon),
        also_prose=_asks_both(words, lexicon),
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
        measures=query.measures or (() if names_item else previous.measures),
        unit=query.unit or previous.unit,
        wants_rate=query.wants_rate or previous.wants_rate,
        operation=previous.operation if elliptical and _can_repeat(previous) else query.operation,
        rest=query.rest or previous.rest,
        phrase=query.phrase if names_item else previous.phrase,
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


def _without(text: str, bare: str, rest: str) -> str:
    """The text with what was blanked out between `bare` and `rest` (all of one length) blanked out too."""
    return "".join(" " if b != " " and r == " " else t for t, b, r in zip(text, bare, rest, strict=True))


def _latest_year(naming: Naming, directory: Directory) -> int | None:
    years = [d.year for agency in naming.agencies or directory.disclosers for d in agency.documents if d.year]
    return max(years, default=None)


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
    named = words.mentions or words.ambiguous or naming.agencies or naming.unknown or years.years
    about = bool(named) or lexicon.units.first(words.bare) is not None
    asked = {cue.meaning for cue in lexicon.operation.find(words.bare)}
    gaps = [words.text[a.end : b.start] for a, b in zip(words.mentions, words.mentions[1:], strict=False)]
    if any(lexicon.part_of in gap for gap in gaps):
        return Operation.SHARE
    if not about and not asked and not lexicon.domain.first(words.text):
        return Operation.OUT_OF_SCOPE
    if _asks_both(words, lexicon):
        asked.discard(Operation.PASSAGE.value)
    order = (
        Operation.DOCUMENTS,
        Operation.PASSAGE,
        Operation.RANKING,
        Operation.CHANGE,
        Operation.SHARE,
        Operation.SUM,
        Operation.COMPARISON,
        Operation.BREAKDOWN,
    )
    return next((operation for operation in order if operation.value in asked), Operation.LOOKUP)


def _asks_both(words: Words, lexicon: Lexicon) -> bool:
    """增减多少，为什么: a figure and its reason."""
    asks_prose = any(cue.meaning == Operation.PASSAGE.value for cue in lexicon.operation.find(words.bare))
    return asks_prose and bool(words.mentions) and lexicon.amount_asked.first(words.bare) is not None


def _read_unit(bare: str, lexicon: Lexicon) -> Unit | None:
    cue = lexicon.units.first(bare)
    return next((unit for unit in MONEY_UNITS if cue and unit.symbol == cue.meaning), None)


def _read_limit(bare: str, lexicon: Lexicon) -> int | None:
    cue = lexicon.rank.first(bare)
    return lexicon.ranks[cue.meaning] if cue else None


def _rest(words: Words, lexicon: Lexicon) -> str:
    """What full text should look for: the question without names, years and the words of asking."""
    runs = re.split(r"[\s?!,.;:、]+", lexicon.asking.without(words.text))
    filler = (lexicon.filler,)
    trimmed = [trim_end(trim_start(run, filler), filler) or run for run in runs]
    return " ".join(run for run in trimmed if len(run) > 1)


def _read_level(bare: str, naming: Naming, lexicon: Lexicon) -> Level | None:
    cue = lexicon.level.first(bare)
    has_both = any(len({d.level for d in agency.documents}) > 1 for agency in naming.agencies)
    if cue is None and has_both:
        cue = lexicon.level_where_both.first(lexicon.everyone.without(bare))
    return Level(cue.meaning) if cue else None
