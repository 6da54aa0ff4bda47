"""One question into a Query: the taxonomy and the library's own names do it all.

1. the agencies, years and items that the words name are found, each blanked out of the text before the next
2. what is left says the phase, the level, the measure, the unit and what to do
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.model import Measure, Phase
from extractors.quantities import MONEY_UNITS, Unit
from extractors.taxonomy import Mention
from rag.agencies import Directory
from rag.asides import without_asides
from rag.bounds import read_bounds
from rag.classes import with_classes
from rag.english_items import in_official_words
from rag.english_names import in_chinese
from rag.items import item_name
from rag.leftover import named_person, unread_words
from rag.levels import read_bracketed_level, read_level
from rag.lexicon import Cue, Lexicon, load_lexicon, normalise
from rag.named_tables import read_table, total_of
from rag.naming import Naming
from rag.operations import asks_both, read_operation
from rag.periods import read_years
from rag.query import Operation, Query, Target
from rag.scope import relations
from rag.short_parts import short_parts
from rag.targets import Words, alternatives_of, read_phrase, read_targets, read_words, readings_of, trim_end, trim_start
from rag.wholes import TOTALS, is_whole_named, split_share

LONGEST_QUESTION = 2000  # characters that are read; an answer to a longer one says so
CHINESE = re.compile(r"[\u3400-\u9fff]")
LATIN_WORD = re.compile(r"[a-z]{2,}")
CAPITALISED = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+)+")
SPENT_ON = re.compile(
    r"\b(?:spen[dt]\w*\s+(?:\w+\s+)?on|(?:budget(?:s|ed)?|allocat\w*|set aside|plan\w* to pay)\s+for)\s+"
    r"((?!average\b|the whole\b|the year\b|this year\b|next year\b|last year\b)[a-z][a-z ]*)"
)
COMPARED_WITH = re.compile(r"[比较]\s*(?:上年|上年度|去年|当年|预算|的|\s)*$")
POINTING = re.compile(r"(?<=[\u3400-\u9fff])(?:那个|这个|那家|这家|(?:那边|底下|下面|下属)的?)(?=[\u3400-\u9fff]{2})")
CHINESE_QUESTION = re.compile(r"[是多少吗呢的哪什么几]")


def read_question(question: str, directory: Directory, spoken_year: int | None = None) -> Query:
    """One question by itself; `spoken_year` is the one that 上一年 is counted from."""
    lexicon = load_lexicon()
    text = normalise(question)
    naming = _read_names(in_chinese(text), directory)
    said = read_bracketed_level(naming.rest, lexicon)
    bounds = read_bounds(said.rest)
    table = read_table(bounds.rest)
    named = read_words(without_asides(in_official_words(lexicon.english.replaced(table.rest))))
    years = read_years(named.bare, spoken_year or _latest_year(naming, directory))
    words = replace(named, text=_without(named.text, named.bare, years.rest), bare=years.rest)
    phase, stated = _read_phase(words, lexicon)
    operation = read_operation(words, naming, years, bounds, lexicon)
    measures = _read_measures(words.bare, operation, lexicon)
    items = _parts_said(words, lexicon) or _total_of_table(words, table.title) or read_targets(words, lexicon)
    named_targets = items or _whole_publication(words, naming, operation, lexicon)
    targets = each_once(_counted(_spent_on(words) or named_targets, measures, words))
    parts, whole = split_share(words, targets, lexicon) if operation is Operation.SHARE else (targets, ())
    query = Query(
        question=question,
        language=language_of(text),
        operation=operation,
        agencies=naming.agencies,
        same_named=naming.same_named,
        shared_name=naming.shared_name,
        unknown_agencies=_unknown(naming, question, lexicon),
        years=years.years,
        published=years.published,
        phase=phase,
        phase_stated=stated,
        level=said.level or read_level(words.bare, naming, lexicon),
        targets=each_once((*parts, *whole)),
        whole=whole,
        names_publication_only=bool(named_targets) and not items,
        whole_named=operation is not Operation.SHARE or is_whole_named(words, lexicon),
        measures=measures,
        unit=_read_unit(words.bare, lexicon),
        wants_rate=lexicon.rate.first(words.bare) is not None,
        highest=lexicon.lowest.first(words.bare) is None,
        limit=bounds.limit,
        threshold=bounds.threshold,
        digits=bounds.digits,
        readings=(*naming.readings, *years.readings, *readings_of(words)),
        alternatives=() if targets else alternatives_of(words),
        alternatives_for=words.text[words.ambiguous.start : words.ambiguous.end] if words.ambiguous else "",
        wants_difference=lexicon.difference.first(words.text) is not None,
        elliptical=_is_elliptical(text, words, lexicon),
        rest=_rest(words, lexicon),
        table=table.title,
        unwanted_table=table.unwanted,
        person=named_person(words, lexicon),
        mentioned=tuple((words.text[m.start : m.end], m.item.key) for m in words.mentions),
        unread=unread_words(words, text, lexicon),
        phrase="" if operation is Operation.SHARE else read_phrase(words, lexicon),
        also_prose=asks_both(words, lexicon),
        asks_for_projects=bounds.of_projects or lexicon.projects.first(words.text) is not None,
        everyone=lexicon.everyone.first(words.bare) is not None,
    )
    return with_classes(query, words, lexicon)


def _read_names(text: str, directory: Directory) -> Naming:
    """As they stand; else without words that point from one name to one below it: 职教基地那个协调办."""
    naming = directory.read(text)
    plainer = POINTING.sub("", text)
    if plainer == text or (naming.agencies and not naming.unknown):
        return naming
    pointed = directory.read(plainer)
    return pointed if pointed.agencies and not pointed.unknown else naming


def language_of(text: str) -> str:
    """English where the question's own words are: an agency's or an item's name may still be Chinese."""
    latin = len(LATIN_WORD.findall(text))
    if not CHINESE.search(text):
        return "en" if latin else "zh"
    return "en" if latin >= 3 and not CHINESE_QUESTION.search(text) else "zh"


def each_once(targets: Sequence[Target]) -> tuple[Target, ...]:
    """培训费(30216) names one item twice."""
    return tuple({(t.key, t.key or t.name, t.scopes, t.column): t for t in reversed(targets)}.values())[::-1]


def _total_of_table(words: Words, title: str) -> tuple[Target, ...]:
    """部门收入总表的合计: of a table that is named, and nothing of it, its total row."""
    total = total_of(title) if title and not words.mentions and not words.ambiguous else None
    is_alone = not read_targets(replace(words, text=words.bare), load_lexicon())
    return (total,) if total and is_alone else ()


def _parts_said(words: Words, lexicon: Lexicon) -> tuple[Target, ...]:
    """货物、工程、服务 of 政府采购, where nothing else is named."""
    whole, *others = words.mentions or (None,)
    parts = short_parts(whole.item.key, words.text[whole.end :], lexicon) if whole else ()
    return parts if len(parts) >= len(others) else ()


def _counted(targets: Sequence[Target], measures: Sequence[Measure], words: Words) -> tuple[Target, ...]:
    """公务用车有多少辆 asks how many there are, not what they cost; 买几辆 how many come in addition."""
    counted, gained = relations()["counted"], relations()["gained"]
    if Measure.COUNT not in measures and not any(t.key in counted.values() for t in targets):
        return tuple(targets)
    keys = [counted.get(t.key, t.key) for t in targets]
    starts = {m.end: m.start for m in words.mentions}  # 新增 | 公务用车 | 几辆: the word stands before both
    of_things = [starts.get(m.start, m.start) for m in words.mentions if m.item.key in gained]
    verbs = [re.search(relations()["gaining"], words.text[:start]) for start in of_things]
    if any(verbs) or any(key in gained.values() for key in keys):
        keys = [gained.get(key, key) for key in keys]
    named = zip(targets, keys, strict=True)
    return tuple(t if key == t.key else replace(t, key=key, name=item_name(key)) for t, key in named)


def _whole_publication(words: Words, naming: Naming, operation: Operation, lexicon: Lexicon) -> tuple[Target, ...]:
    """2026年预算是多少: where nothing but the publication is named, all its expenditure is meant."""
    asks = operation is not Operation.LOOKUP or lexicon.amount_asked.first(words.bare) or _says_no_more(words, lexicon)
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


def _says_no_more(words: Words, lexicon: Lexicon) -> bool:
    """What is its budget for 2026: nothing but the publication."""
    said = lexicon.filler.without(lexicon.publications.without(_rest(words, lexicon)))
    return not re.search(r"\w\w", said)


def _spent_on(words: Words) -> tuple[Target, ...]:
    """How much did it spend on telescopes: they are asked for, and not all that is spent."""
    names_item = words.ambiguous or any(m.item.key not in TOTALS for m in words.mentions)
    said = None if names_item else SPENT_ON.search(words.text)
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
    measures = tuple(dict.fromkeys(Measure(cue.meaning) for cue in cues))
    suggested = lexicon.phase_suggested.first(bare)
    if measures == (Measure.APPROVED_BUDGET,) and suggested and suggested.meaning == Phase.FINAL_ACCOUNTS.value:
        return (*measures, Measure.FINAL_ACCOUNTS)  # 年初预算和实际支出分别是多少
    return measures


def _read_unit(bare: str, lexicon: Lexicon) -> Unit | None:
    cue = lexicon.units.first(bare)
    return next((unit for unit in MONEY_UNITS if cue and unit.symbol == cue.meaning), None)


def _rest(words: Words, lexicon: Lexicon) -> str:
    """What full text should look for: the question without names, years and the words of asking."""
    runs = re.split(r"[\s?!,.;:、]+", lexicon.asking.without(words.text))
    filler = (lexicon.filler,)
    trimmed = [trim_end(trim_start(run, filler), filler) or run for run in runs]
    return " ".join(run for run in trimmed if len(run) > 1)
