"""A conversation: what a question after earlier ones means.

A follow-up takes from the question before it what it does not say itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING

from extractors.model import Level
from rag.agencies import Directory, open_directory
from rag.inquiry import read_inquiry
from rag.item_slips import with_items_meant
from rag.items import item_name
from rag.levels import read_level
from rag.lexicon import load_lexicon, normalise
from rag.naming import Naming
from rag.operands import current_and_base, differing, part_and_whole, read_operands, related
from rag.pairs import is_rising, ranked_relation, read_pair
from rag.query import Discloser, Operation, Query, Target
from rag.scope import relations
from rag.short_parts import short_parts
from rag.subordinates import find_subordinate
from rag.understand import each_once, read_question

if TYPE_CHECKING:
    from rag.library import Library

SHORTEST_NAME = 2  # characters left of a name without the words that point back: 综合管理那个
RELATING = frozenset({Operation.LOOKUP, Operation.SHARE, Operation.CHANGE, Operation.COMPARISON, Operation.SUM})
"""What a question that relates two figures may look like at first sight."""

ALONE = ({"years"}, {"agencies"}, {"items"})
"""What a query may have several of by itself."""


def understand(question: str, library: Library, *, turns: Sequence[str] = ()) -> Query:
    directory = open_directory(tuple(library.documents()))
    told: list[Query] = []
    for text in turns:
        said = _next(text, told, directory)
        if said.operation is not Operation.OUT_OF_SCOPE:  # 谢谢 ends nothing
            told.append(said)
    asked = _with_company(_next(question, told, directory), told)
    operands = tuple(find_subordinate(operand, library) for operand in asked.operands)
    return with_items_meant(replace(find_subordinate(asked, library), operands=operands), library)


def _next(text: str, told: Sequence[Query], directory: Directory) -> Query:
    """What a text means after the questions that were `told` before it."""
    previous = told[-1] if told else None
    said = _as_rate(_read_next(text, previous, directory), previous)
    query = follow(previous, said)
    if together := _all_together(text, said, told):
        return together
    relation = ranked_relation(text) if _asks_ranking(text, said) else None
    if said.operation not in RELATING and relation is None:
        return query
    operation, operands = _operands(text, replace(query, operation=relation or query.operation), said, told, directory)
    if relation:
        query = replace(query, operation=Operation.RANKING, rising=is_rising(text))
    return _related(query, operation, *operands) if operands else query


def _asks_ranking(text: str, said: Query) -> bool:
    """占总支出的比例最高 asks for a share, and for the first of many."""
    if said.operation in (Operation.SHARE, Operation.CHANGE):
        return any(cue.meaning == Operation.RANKING.value for cue in load_lexicon().operation.find(normalise(text)))
    return said.operation is Operation.RANKING


def _operands(
    text: str, query: Query, said: Query, told: Sequence[Query], directory: Directory
) -> tuple[Operation, tuple[Query, Query] | None]:
    """The two figures that it relates, each on its own side, said before, or left unsaid."""
    previous = told[-1] if told else None
    if pair := read_pair(text, directory):
        operands = read_operands(pair, previous, partial(_read_side, directory=directory))
        if operands:
            return pair.operation, operands
    elif previous and previous.operands and not (said.years and previous.operation is Operation.CHANGE):
        if operands := _of_both_sides(previous, said):
            return previous.operation, operands
    elif operands := _last_two(text, said, told):
        return Operation.COMPARISON, operands
    if query.operation is Operation.SHARE:
        return query.operation, part_and_whole(_of_what_was_told(query, said, previous))
    return query.operation, current_and_base(query) if query.operation is Operation.CHANGE else None


def _read_side(text: str, previous: Query | None, directory: Directory) -> Query:
    return follow(previous, _read_next(text, previous, directory, elliptical=True))


def _related(query: Query, operation: Operation, one: Query, other: Query) -> Query:
    """The query about the two; where they differ in a single thing, a comparison is one of a list of them."""
    different = differing(one, other)
    if operation is Operation.COMPARISON and query.operation in (Operation.CHANGE, Operation.RANKING):
        operation = Operation.CHANGE if different <= {"years", "publication"} else operation
    elif _lists_both(query, one, other) and different in ALONE:
        return query
    return related(query, operation, one, other)


def _lists_both(query: Query, *sides: Query) -> bool:
    """Whether it is a comparison of amounts, and says itself what is on both sides."""
    keys = {target.key for target in query.targets}
    return (
        query.operation is Operation.COMPARISON
        and not query.wants_rate
        and all(set(side.agencies) <= set(query.agencies) for side in sides)
        and all(set(side.years) <= set(query.years) for side in sides)
        and all({target.key for target in side.targets} <= keys for side in sides)
    )


def _of_both_sides(previous: Query, said: Query) -> tuple[Query, Query] | None:
    """2025年呢, 出国的占比呢 after a relation: what both sides share changes for both, else for the first alone."""
    if said.operation not in (Operation.LOOKUP, previous.operation):
        return None
    one, other = (replace(operand, operation=Operation.LOOKUP, whole=()) for operand in previous.operands)
    parts = tuple(target for target in said.targets if target not in said.whole or said.whole_named)
    said = replace(said, operation=Operation.LOOKUP, targets=parts, whole=())
    if _is_complete(said):
        return None
    return follow(one, said), follow(other, _only_of(said, differing(one, other)))


def _only_of(said: Query, different: set[str]) -> Query:
    """What is said without the things in which the sides differ."""
    if "agencies" in different:
        said = replace(said, agencies=(), unknown_agencies=(), same_named=())
    if "years" in different:
        said = replace(said, years=())
    if "level" in different:
        said = replace(said, level=None)
    if "publication" in different:
        said = replace(said, phase=None, phase_stated=False, measures=())
    if "items" in different:
        said = replace(said, targets=(), phrase="", alternatives=())
    return said


def _last_two(text: str, said: Query, told: Sequence[Query]) -> tuple[Query, Query] | None:
    """那增加了多少, 差多少: of two figures that were asked for one after the other."""
    if len(told) < 2 or not said.wants_difference or _names_something(text, said):
        return None
    one, other = told[-1], told[-2]
    different = differing(one, other)
    if not different or any(query.operation is not Operation.LOOKUP for query in (one, other)):
        return None
    if said.operation is Operation.CHANGE and different != {"years"}:
        return None
    later = max(one, other, key=lambda query: query.years)
    return (later, other if later is one else one) if different == {"years"} else (other, one)


def _all_together(text: str, said: Query, told: Sequence[Query]) -> Query | None:
    """合计呢: of all the figures that were asked for one after the other, each with one thing else than the next."""
    if len(told) < 2 or load_lexicon().together.first(normalise(text)) is None or _names_something(text, said):
        return None
    last, different = told[-1], differing(told[-1], told[-2])
    run = list(takewhile(lambda query: query is last or differing(query, last) == different, reversed(told)))
    if different not in ALONE or any(query.operation is not Operation.LOOKUP for query in run):
        return None
    return replace(
        last,
        question=said.question,
        operation=Operation.SUM,
        agencies=tuple(dict.fromkeys(agency for query in reversed(run) for agency in query.agencies)),
        years=tuple(dict.fromkeys(year for query in reversed(run) for year in query.years)),
        targets=tuple(dict.fromkeys(target for query in reversed(run) for target in query.targets)),
        unit=said.unit or last.unit,
        phrase="",
    )


def _names_something(text: str, said: Query) -> bool:
    own = any(target.key for target in said.targets if target not in said.whole)
    named = own or said.agencies or said.unknown_agencies or said.years or said.phase
    return bool(named) or load_lexicon().time.first(normalise(text)) is not None


def _as_rate(said: Query, previous: Query | None) -> Query:
    """百分之几呢 after a change is its rate, and no share."""
    of_change = previous is not None and previous.operation is Operation.CHANGE
    if (
        not of_change
        or said.operation is not Operation.SHARE
        or said.whole_named
        or set(said.targets) - set(said.whole)
    ):
        return said
    return replace(said, operation=Operation.CHANGE, targets=(), whole=(), wants_rate=True)


def _of_what_was_told(query: Query, said: Query, previous: Query | None) -> Query:
    """出国占多少 after a question about 三公经费: of that, where it is known to be a part of it."""
    if previous is None or said.whole_named or len(previous.targets) != 1:
        return query
    before = previous.targets[0]
    parts = [target for target in query.targets if target not in query.whole]
    within = {part for rule in relations()["sums"] if rule["whole"] == before.key for part in rule["parts"]}
    return replace(query, targets=(*parts, before), whole=(before,)) if {p.key for p in parts} & within else query


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


def _read_next(text: str, previous: Query | None, directory: Directory, *, elliptical: bool = False) -> Query:
    """A question that may follow another; 宣传部呢 and 接待呢 then are short for an agency and an item."""
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


def _with_company(query: Query, told: Sequence[Query]) -> Query:
    """两家加起来: the agencies that the questions before were about."""
    cue = load_lexicon().companies.first(normalise(query.question))
    spoken: list[Discloser] = []
    for earlier in told:
        spoken = [*(agency for agency in spoken if agency not in earlier.agencies), *earlier.agencies]
    named = {agency.name for agency in spoken}
    if cue is None or not spoken or not {agency.name for agency in query.agencies} <= named:
        return query
    return replace(query, agencies=tuple(spoken[-int(cue.meaning) :]))


def _is_complete(query: Query) -> bool:
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
    if previous.operation in (Operation.OUT_OF_SCOPE, Operation.DOCUMENTS) or _is_complete(query):
        return False
    base = previous.operands[1].years if previous.operation is Operation.CHANGE and previous.operands else ()
    return not (_asks_amount(query) and query.years and set(query.years) <= set(base))
