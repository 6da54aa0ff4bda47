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
from extractors.taxonomy import Mention
from rag.agencies import Directory, open_directory
from rag.bounds import read_bounds
from rag.english_names import in_chinese
from rag.items import item_name
from rag.levels import read_bracketed_level, read_level
from rag.lexicon import Cue, Lexicon, load_lexicon, normalise
from rag.naming import Naming
from rag.operations import asks_both, read_operation
from rag.periods import read_years
from rag.query import Discloser, Operation, Query, Target
from rag.scope import relations
from rag.subordinates import find_subordinate
from rag.targets import Words, alternatives_of, read_phrase, read_targets, read_words, readings_of, trim_end, trim_start
from rag.wholes import TOTALS, is_whole_named, split_share

if TYPE_CHECKING:
    from rag.library import Library

LONGEST_QUESTION = 2000  # characters that are read; an answer to a longer one says so
CHINESE = re.compile(r"[\u3400-\u9fff]")
LATIN_WORD = re.compile(r"[a-z]{2,}")
CAPITALISED = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+)+")
SPENT_ON = re.compile(r"\bspen[dt]\w*\s+(?:\w+\s+)?on\s+((?!average\b|the whole\b)[a-z][a-z ]*)")
COMPARED_WITH = re.compile(r"[比较]\s*(?:上年|上年度|去年|当年|预算|的|\s)*$")
CHINESE_QUESTION = re.compile(r"[是多少吗呢的哪什么几]")


def understand(question: str, library: Library, *, turns: Sequence[str] = ()) -> Query:
    directory = open_directory(tuple(library.documents()))
    query: Query | None = None
    spoken: list[Discloser] = []
    for text in turns:
        said = follow(query, _read_next(text, query, directory))
        query = query if said.operation is Operation.OUT_OF_SCOPE else said  # 谢谢 ends nothing
        spoken = [*(a for a in spoken if a not in query.agencies), *query.agencies] if query else spoken
    asked = follow(query, _read_next(question, query, directory))
    return find_subordinate(_with_base_year(_with_company(asked, spoken)), library)


def read_question(question: str, directory: Directory, spoken_year: int | None = None) -> Query:
    """One question by itself; `spoken_year` is the one that 上一年 is counted from."""
    lexicon = load_lexicon()
    text = normalise(question)
    naming = directory.read(in_chinese(text))
    said = read_bracketed_level(naming.rest, lexicon)
    bounds = read_bounds(said.rest)
    named = read_words(lexicon.english.replaced(bounds.rest))
    years = read_years(named.bare, spoken_year or _latest_year(naming, directory))
    words = replace(named, text=_without(named.text, named.bare, years.rest), bare=years.rest)
    phase, stated = _read_phase(words, lexicon)
    operation = read_operation(words, naming, years, bounds, lexicon)
    measures = _read_measures(words.bare, operation, lexicon)
    named_targets = read_targets(words, lexicon) or _whole_publication(words, naming, operation, lexicon)
    targets = _each_once(_counted(_spent_on(words) or named_targets, measures))
    parts, whole = split_share(words, targets, lexicon) if operation is Operation.SHARE else (targets, ())
    return Query(
        question=question,
        language=language_of(text),
        operation=operation,
        agencies=naming.agencies,
        same_named=naming.same_named,
        unknown_agencies=_unknown(naming, question, lexicon),
        years=years.years,
        phase=phase,
        phase_stated=stated,
        level=said.level or read_level(words.bare, naming, lexicon),
        targets=_each_once((*parts, *whole)),
        whole=whole,
        whole_named=operation is not Operation.SHARE or is_whole_named(words, lexicon),
        measures=measures,
        unit=_read_unit(words.bare, lexicon),
        wants_rate=lexicon.rate.first(words.bare) is not None,
        highest=lexicon.lowest.first(words.bare) is None,
        limit=bounds.limit,
        threshold=bounds.threshold,
        readings=(*naming.readings, *years.readings, *readings_of(words)),
        alternatives=() if targets else alternatives_of(words),
        alternatives_for=words.text[words.ambiguous.start : words.ambiguous.end] if words.ambiguous else "",
        wants_difference=lexicon.difference.first(words.text) is not None,
        elliptical=_is_elliptical(text, words, lexicon),
        rest=_rest(words, lexicon),
        phrase="" if operation is Operation.SHARE else read_phrase(words, lexicon),
        also_prose=asks_both(words, lexicon),
        asks_for_projects=lexicon.projects.first(words.text) is not None,
        everyone=lexicon.everyone.first(words.bare) is not None,
    )


def follow(previous: Query | None, query: Query) -> Query:
    """那因公出国呢？ keeps agency, year and phase; 政务服务局呢？ keeps the item and what to do with it."""
    if previous is None or query.operation is Operation.DOCUMENTS:
        return query
    if query.operation is Operation.OUT_OF_SCOPE:
        if not query.elliptical:
            return query
        query = replace(query, operation=Operation.LOOKUP)
    query = _only_known(query)
    names_agency = query.agencies or query.unknown_agencies or query.everyone
    parts = tuple(target for target in query.targets if target not in query.whole)
    names_item = parts or query.alternatives or query.operation in (Operation.PASSAGE, Operation.AUDIT)
    repeats = query.operation is Operation.LOOKUP and _can_repeat(previous)
    operation = previous.operation if repeats else query.operation
    whole = (query.whole or previous.whole) if operation is Operation.SHARE else ()
    kept = tuple(target for target in previous.targets if target not in previous.whole)
    agencies = query.agencies if names_agency else previous.agencies
    return replace(
        query,
        agencies=agencies,
        unknown_agencies=query.unknown_agencies if names_agency else previous.unknown_agencies,
        years=query.years or previous.years,
        phase=query.phase or previous.phase,
        phase_stated=query.phase_stated if query.phase else previous.phase_stated,
        level=query.level or _level_said(query, agencies) or previous.level,
        targets=_each_once((*(parts if names_item else kept), *whole)),
        whole=whole,
        alternatives=query.alternatives if names_item else previous.alternatives,
        alternatives_for=query.alternatives_for if names_item else previous.alternatives_for,
        measures=query.measures or (() if names_item else previous.measures),
        unit=query.unit or previous.unit,
        wants_rate=query.wants_rate or previous.wants_rate,
        wants_difference=query.wants_difference or (repeats and previous.wants_difference),
        operation=operation,
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


def _each_once(targets: Sequence[Target]) -> tuple[Target, ...]:
    """培训费(30216) names one item twice."""
    return tuple({(t.key, t.key or t.name, t.scopes, t.column): t for t in reversed(targets)}.values())[::-1]


def _with_company(query: Query, spoken: Sequence[Discloser]) -> Query:
    """两家加起来: the agencies that the questions before were about."""
    cue = load_lexicon().companies.first(normalise(query.question))
    named = {agency.name for agency in spoken}
    if cue is None or not spoken or not {agency.name for agency in query.agencies} <= named:
        return query
    return replace(query, agencies=tuple(spoken[-int(cue.meaning) :]))


def _counted(targets: Sequence[Target], measures: Sequence[Measure]) -> tuple[Target, ...]:
    """公务用车有多少辆 asks how many there are, not what they cost."""
    stocks = relations()["counted"]
    if Measure.COUNT not in measures and not any(t.key in stocks.values() for t in targets):
        return tuple(targets)
    return tuple(
        replace(t, key=stocks[t.key], name=item_name(stocks[t.key])) if t.key in stocks else t for t in targets
    )


def _whole_publication(words: Words, naming: Naming, operation: Operation, lexicon: Lexicon) -> tuple[Target, ...]:
    """2026年预算是多少: where nothing but the publication is named, all its expenditure is meant."""
    asks = operation is not Operation.LOOKUP or lexicon.amount_asked.first(words.bare)
    figures = operation not in (
        Operation.PASSAGE,
        Operation.AUDIT,
        Operation.DOCUMENTS,
        Operation.OUT_OF_SCOPE,
        Operation.BREAKDOWN,
    )
    if not (asks and figures and naming.agencies and lexicon.publications.first(words.bare)) or words.ambiguous:
        return ()
    return (Target("expenditure_total", item_name("expenditure_total")),)


def _with_base_year(query: Query) -> Query:
    """比上年增加多少, 2020年到2021年增加多少: worked out from the year before where no change is stated."""
    if query.operation is not Operation.CHANGE or not query.years:
        return query
    current = max(query.years)
    base = current - 1
    if set(query.years) == {base, current}:
        return replace(query, years=(current, base), base_years=(base,))
    if len(query.years) > 1:
        return query
    return replace(query, years=(*query.years, base), base_years=(base,))


def _spoken_year(text: str, previous: Query | None) -> int | None:
    """The year that 上一年 goes back from: the one year that was spoken of."""
    named = load_lexicon().year_before.first(normalise(text))
    return previous.years[0] if named and previous and len(previous.years) == 1 else None


def _read_next(text: str, previous: Query | None, directory: Directory) -> Query:
    """A question that may follow another; 宣传部呢 and 接待呢 then are short for an agency and an item."""
    query = _near(read_question(text, directory, _spoken_year(text, previous)), previous)
    unread = [target.name for target in query.targets if target.key is None]
    if previous is None or not query.elliptical or query.agencies or len(unread) != len(query.targets) or not unread:
        return query
    if key := load_lexicon().short_items.get(unread[0]):
        return replace(query, targets=(Target(key, item_name(key)),), phrase="")
    named = [d for d in directory.disclosers if any(unread[0] in normalise(name) for name in d.names)]
    near = [d for d in named if d.place in {agency.place for agency in previous.agencies}]
    return replace(query, agencies=tuple(near or named), targets=(), phrase="") if named else query


def _near(query: Query, previous: Query | None) -> Query:
    """审计局呢 after a question about an agency of 苏州 is the one of 苏州."""
    places = {agency.place for agency in previous.agencies} if previous else set()
    far = [agency for agency in query.same_named if agency.place not in places]
    if not query.elliptical or len(far) == len(query.same_named):
        return query
    return replace(query, agencies=tuple(a for a in query.agencies if a not in far), same_named=())


def _spent_on(words: Words) -> tuple[Target, ...]:
    """How much did it spend on telescopes: they are asked for, and not all that is spent."""
    said = SPENT_ON.search(words.text) if all(m.item.key in TOTALS for m in words.mentions) else None
    label = trim_end(said[1].strip(), (load_lexicon().filler,)) if said else ""
    return (Target(None, label, label=label),) if label else ()


def _unknown(naming: Naming, question: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The agencies that are named and not loaded, as the question writes them."""
    written = _english_agencies(question, lexicon) if naming.unknown or not naming.agencies else ()
    return written or naming.unknown


def _english_agencies(question: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Beijing Municipal Finance Bureau: capitals, and a last word that agencies end in."""
    return tuple(m.group() for m in CAPITALISED.finditer(question) if m.group().endswith(lexicon.foreign_agencies))


def _is_elliptical(text: str, words: Words, lexicon: Lexicon) -> bool:
    if lexicon.foreign.first(text) is not None:
        return False
    return text.startswith(lexicon.openings) or any(
        cues.first(text) is not None for cues in (lexicon.ellipsis, lexicon.level)
    )


def _only_known(query: Query) -> Query:
    """An elliptical question's words that name no item (只看, 换算成, 那个) name nothing."""
    lexicon = load_lexicon()
    says = query.unit or query.level
    if not query.elliptical or any(target.key for target in query.targets):
        return query
    unread = [t for t in query.targets if not says and lexicon.ellipsis.without(t.name).strip() == t.name]
    return replace(query, targets=tuple(unread))


def _level_said(query: Query, agencies: tuple[Discloser, ...]) -> Level | None:
    """部门预算的那个, of agencies that the question before named."""
    naming = Naming(agencies, (), (), "")
    return read_level(normalise(query.question), naming, load_lexicon()) if not query.agencies else None


def _without(text: str, bare: str, rest: str) -> str:
    """The text with what was blanked out between `bare` and `rest` (all of one length) blanked out too."""
    return "".join(" " if b != " " and r == " " else t for t, b, r in zip(text, bare, rest, strict=True))


def _latest_year(naming: Naming, directory: Directory) -> int | None:
    years = [d.year for agency in naming.agencies or directory.disclosers for d in agency.documents if d.year]
    return max(years, default=None)


def _read_phase(words: Words, lexicon: Lexicon) -> tuple[Phase | None, bool]:
    """The phase, and whether it is said or only suggested. Both said means neither."""
    stated = {cue.meaning for cue in lexicon.phase_stated.find(words.bare)}
    stated |= {cue.meaning for m in words.mentions for cue in _phases_beside(m, words, lexicon, is_said=bool(stated))}
    if len(stated) > 1:
        return None, True
    if stated:
        return Phase(stated.pop()), True
    suggested = lexicon.phase_suggested.first(words.text)
    return (Phase(suggested.meaning), False) if suggested else (None, False)


def _phases_beside(mention: Mention, words: Words, lexicon: Lexicon, *, is_said: bool) -> list[Cue]:
    """三公经费预算 is an item with its publication; the 预算 of 一般公共预算 is part of the item's own name.

    So is the one of 政府采购预算总额, where the words around it say which publication is meant.
    """
    said = words.text[mention.start : mention.end]
    beside = [cue for cue in lexicon.phase_stated.find(said) if cue.wording not in mention.item.name]
    return [cue for cue in beside if cue.end == len(said)] if is_said else beside


def _read_measures(bare: str, operation: Operation, lexicon: Lexicon) -> tuple[Measure, ...]:
    """Of a change, what is said of the year before (比2025年执行数增长多少) is not what is asked for."""
    bare = lexicon.units.without(bare)  # 几个亿 counts nothing
    cues = lexicon.measure.find(bare)
    if operation is Operation.CHANGE:
        cues = [cue for cue in cues if not COMPARED_WITH.search(bare[: cue.start])]
    return tuple(dict.fromkeys(Measure(cue.meaning) for cue in cues))


def _read_unit(bare: str, lexicon: Lexicon) -> Unit | None:
    cue = lexicon.units.first(bare)
    return next((unit for unit in MONEY_UNITS if cue and unit.symbol == cue.meaning), None)


def _rest(words: Words, lexicon: Lexicon) -> str:
    """What full text should look for: the question without names, years and the words of asking."""
    runs = re.split(r"[\s?!,.;:、]+", lexicon.asking.without(words.text))
    filler = (lexicon.filler,)
    trimmed = [trim_end(trim_start(run, filler), filler) or run for run in runs]
    return " ".join(run for run in trimmed if len(run) > 1)
