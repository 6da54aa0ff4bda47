"""A conversation: what a question after earlier ones means.

A follow-up takes from the question before it what it does not say itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.model import Level
from rag.agencies import Directory, open_directory
from rag.items import item_name
from rag.levels import read_level
from rag.lexicon import load_lexicon, normalise
from rag.naming import Naming
from rag.query import Discloser, Operation, Query, Target
from rag.subordinates import find_subordinate
from rag.understand import each_once, read_question

if TYPE_CHECKING:
    from rag.library import Library


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
        same_named=query.same_named if names_agency else previous.same_named,
        shared_name=query.shared_name if names_agency else previous.shared_name,
        unknown_agencies=query.unknown_agencies if names_agency else previous.unknown_agencies,
        years=query.years or previous.years,
        phase=query.phase or previous.phase,
        phase_stated=query.phase_stated if query.phase else previous.phase_stated,
        level=query.level or _level_said(query, agencies) or previous.level,
        targets=each_once((*(parts if names_item else kept), *whole)),
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


def _with_company(query: Query, spoken: Sequence[Discloser]) -> Query:
    """两家加起来: the agencies that the questions before were about."""
    cue = load_lexicon().companies.first(normalise(query.question))
    named = {agency.name for agency in spoken}
    if cue is None or not spoken or not {agency.name for agency in query.agencies} <= named:
        return query
    return replace(query, agencies=tuple(spoken[-int(cue.meaning) :]))


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


def _can_repeat(previous: Query) -> bool:
    return previous.operation not in (Operation.OUT_OF_SCOPE, Operation.DOCUMENTS)
