"""A follow-up takes from the question before it what it does not say itself: 那因公出国呢, 政务服务局呢, 换成元."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.model import Level
from rag.agencies import Directory
from rag.inquiry import read_inquiry
from rag.items import item_name
from rag.levels import read_level
from rag.lexicon import load_lexicon, normalise
from rag.naming import Naming
from rag.query import Discloser, Operation, Query, Target
from rag.short_parts import short_parts
from rag.understand import each_once, read_question

ADDED = re.compile(r"(?:[和与跟及]|再?加上?|连同|算上|and |plus |with )")
WITHIN = re.compile(r"(?:那|这)?(?:其中|里面|里头|里边|当中)")
SHORTEST_NAME = 2  # characters left of a name without the words that point back: 综合管理那个


def follow(previous: Query | None, query: Query) -> Query:
    """那因公出国呢？ keeps agency, year and phase; 政务服务局呢？ keeps the item and what to do with it."""
    if previous is None or query.operation is Operation.DOCUMENTS:
        return query
    if query.operation is Operation.OUT_OF_SCOPE:
        if not query.elliptical:
            return query
        query = replace(query, operation=Operation.LOOKUP)
    query = _adding(previous, _only_known(query))
    names_agency = query.agencies or query.unknown_agencies or query.everyone
    parts = tuple(target for target in query.targets if target not in query.whole)
    parts = () if query.elliptical and query.names_publication_only else parts
    asks_prose = query.operation is Operation.PASSAGE
    names_item = parts or query.alternatives or query.operation is Operation.AUDIT or (asks_prose and _names(query))
    repeats = query.operation is Operation.LOOKUP and _can_repeat(previous, query)
    repeats = repeats and not (parts and previous.asks_for_projects)  # 综合管理那个呢: one of those that were listed
    operation = previous.operation if repeats else query.operation
    whole = (query.whole or previous.whole) if operation is Operation.SHARE else ()
    kept = tuple(target for target in previous.targets if target not in previous.whole)
    agencies = query.agencies if names_agency else previous.agencies
    return replace(
        query,
        agencies=agencies,
        same_named=query.same_named if names_agency else previous.same_named,
        shared_name=query.shared_name if names_agency else previous.shared_name,
        unknown_agencies=query.unknown_agencies if names_agency else previous.unknown_agencies,
        years=query.years or previous.years,
        phase=query.phase or previous.phase,
        phase_stated=query.phase_stated if query.phase else previous.phase_stated,
        level=query.level or _level_said(query, agencies) or previous.level,
        targets=each_once((*(parts if names_item else kept), *whole)),
        whole=whole,
        table=query.table or ("" if names_item or names_agency else previous.table),
        alternatives=query.alternatives if names_item else previous.alternatives,
        alternatives_for=query.alternatives_for if names_item else previous.alternatives_for,
        measures=query.measures or (() if names_item or query.phase_stated else previous.measures),
        unit=query.unit or previous.unit,
        asks_for_projects=query.asks_for_projects or (repeats and previous.asks_for_projects),
        digits=previous.digits if query.digits is None else query.digits,
        wants_rate=query.wants_rate or previous.wants_rate,
        wants_difference=query.wants_difference or (repeats and previous.wants_difference),
        operation=operation,
        rest=" ".join([*(t.label or t.name for t in kept), query.rest])
        if asks_prose and not names_item and kept
        else query.rest or previous.rest,
        phrase=query.phrase if names_item else previous.phrase,
        readings=(*query.readings, *(() if names_item else previous.readings)),
    )


def _of_line(text: str, previous: Query | None) -> str:
    """里面有多少是上年结转的, of a project or a line that was asked for: a part of it, and not of everything."""
    line = previous.targets[0] if previous and len(previous.targets) == 1 else None
    if line is None or line.key is not None or not WITHIN.match(normalise(text)):
        return text
    return f"{line.label or line.name}{text}"


def _adding(previous: Query, query: Query) -> Query:
    """加上培训费一共多少: what was asked for before is a term of the sum as well."""
    text = normalise(query.question)
    sums_up = ADDED.match(text) is not None and load_lexicon().together.first(text) is not None
    known = [target for target in query.targets if target.key]
    if not sums_up or query.agencies or len(known) != 1 or len(query.targets) != 1:
        return query
    terms = each_once((*previous.targets, replace(known[0], label="", extra=0)))
    return replace(query, operation=Operation.SUM, targets=terms, phrase="")


def read_next(text: str, previous: Query | None, directory: Directory, *, elliptical: bool = False) -> Query:
    """A question that may follow another; 宣传部呢 and 接待呢 then are short for an agency and an item."""
    text = _of_line(text, previous)
    query = read_question(text, directory, _spoken_year(text, previous))
    query = _near(replace(query, elliptical=query.elliptical or elliptical), previous)
    kept = previous.targets[0].key if previous and len(previous.targets) == 1 and not query.agencies else None
    if parts := short_parts(kept, normalise(text), load_lexicon()):
        return replace(query, targets=parts, phrase="")
    unread = [target.name for target in query.targets if target.key is None]
    if previous is None or not query.elliptical or query.agencies or len(unread) != len(query.targets) or not unread:
        return query
    if key := load_lexicon().short_items.get(unread[0]):
        return replace(query, targets=(Target(key, item_name(key)),), phrase="")
    named = [d for d in directory.disclosers if any(unread[0] in normalise(name) for name in d.names)]
    near = [d for d in named if d.place in {agency.place for agency in previous.agencies}]
    return replace(query, agencies=tuple(near or named), targets=(), phrase="") if named else query


def _spoken_year(text: str, previous: Query | None) -> int | None:
    """The year that 上一年 goes back from: the one year that was spoken of."""
    named = load_lexicon().year_before.first(normalise(text))
    return previous.years[0] if named and previous and len(previous.years) == 1 else None


def _near(query: Query, previous: Query | None) -> Query:
    """审计局呢 after a question about an agency of 苏州 is the one of 苏州."""
    places = {agency.place for agency in previous.agencies} if previous else set()
    far = [agency for agency in query.same_named if agency.place not in places]
    if not query.elliptical or len(far) == len(query.same_named):
        return query
    return replace(query, agencies=tuple(a for a in query.agencies if a not in far), same_named=())


def _names(query: Query) -> bool:
    """Whether a question to prose says what it is about; 谁负责, 为什么增加 do not, 主要职责 are of the agency."""
    inquiry = read_inquiry(query)
    of_agency = any(role.is_of_agency for role in inquiry.roles)
    return of_agency or any(concept.is_item or not concept.is_exact for concept in inquiry.concepts)


def _only_known(query: Query) -> Query:
    """An elliptical question's words that name no item (只看, 换算成, 那个) name nothing."""
    lexicon = load_lexicon()
    says = query.unit or query.level
    if not query.elliptical or any(target.key for target in query.targets):
        return query
    if lexicon.kinds.first(normalise(query.question)):
        return replace(query, targets=(), phrase="")
    bare = [(target, "".join(lexicon.ellipsis.without(target.name).split())) for target in query.targets]
    unread = [replace(t, name=name, label=name) for t, name in bare if not says and len(name) >= SHORTEST_NAME]
    return replace(query, targets=tuple(unread))


def _level_said(query: Query, agencies: tuple[Discloser, ...]) -> Level | None:
    """部门预算的那个, of agencies that the question before named."""
    naming = Naming(agencies, (), (), "")
    return read_level(normalise(query.question), naming, load_lexicon()) if not query.agencies else None


def is_complete(query: Query) -> bool:
    """乙局的会议费是多少 says what it wants: nothing that was done before is to be done again."""
    return (
        not query.elliptical
        and _asks_amount(query)
        and bool(query.agencies)
        and any(target.key for target in query.targets)
    )


def _asks_amount(query: Query) -> bool:
    return load_lexicon().amount_asked.first(normalise(query.question)) is not None


def _can_repeat(previous: Query, query: Query) -> bool:
    """Whether what was done before may be done again; 那2025年是多少 after a change since 2025 asks for the figure."""
    if previous.operation in (Operation.OUT_OF_SCOPE, Operation.DOCUMENTS) or is_complete(query):
        return False
    base = previous.operands[1].years if previous.operation is Operation.CHANGE and previous.operands else ()
    return not (_asks_amount(query) and query.years and set(query.years) <= set(base))
