"""A question with several questions in it: 三公经费是多少，比上年增加了多少 · 会议费和培训费各多少，合计多少.

Each is answered like a turn of a conversation, in the light of those before it, and the answers are put together: the
figures in the order in which they were asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from rag.agencies import open_directory
from rag.conversation import understand
from rag.crosscheck import WORST_FIRST
from rag.lexicon import Wordings, load_lexicon, normalise, read_data
from rag.model import Answer, Check, Citation, Figure, Status, Verdict
from rag.query import Operation, Query
from rag.understand import read_question
from rag.wholes import TOTALS

if TYPE_CHECKING:
    from rag.library import Library

MARK = re.compile(r"(?<!\\)\[(\d+)\]")
BULLET = "- "
MOST_CLAUSES = 6  # what follows belongs to the last


def read_clauses(question: str, library: Library, turns: Sequence[str]) -> tuple[Query, ...]:
    """The questions in it, each understood in the light of those before; one where there is but one."""
    clauses = _split(question)
    directory = open_directory(tuple(library.documents()))
    alone = [read_question(clause, directory) for clause in clauses] if len(clauses) > 1 else []
    if not alone or any(not _asks_anew(query, before) for before, query in pairwise(alone)):
        return (understand(question, library, turns=turns),)
    queries: list[Query] = []
    for number, clause in enumerate(clauses):
        query = understand(clause, library, turns=(*turns, *clauses[:number]))
        queries.append(_in_context(query, alone[number], queries))
    return tuple(queries)


def _split(question: str) -> list[str]:
    """At commas and the like; a piece that asks nothing belongs to the next that does, the last to the one before."""
    clauses: list[str] = []
    pending: list[str] = []
    for piece in filter(None, map(str.strip, re.split(_ends(), normalise(question)))):
        pending.append(piece)
        if len(clauses) < MOST_CLAUSES and _asks().first(piece):
            clauses.append("，".join(pending))
            pending = []
    return [*clauses[:-1], "，".join([*clauses[-1:], *pending])]


def _asks_anew(query: Query, before: Query) -> bool:
    """Whether a clause asks for something that the one before it does not: another figure, or another operation."""
    if any(target.key for target in query.targets) or query.agencies or query.years or _is_joint(query):
        return True
    if query.elliptical and (query.measures or query.phase_stated):  # 决算是多少，年初预算呢
        return True
    listed = query.operation in (Operation.LOOKUP, Operation.BREAKDOWN, Operation.OUT_OF_SCOPE)
    return query.operation is not before.operation and not listed


def _is_joint(query: Query) -> bool:
    """合计多少, 差多少: about everything that was asked for before."""
    return query.wants_difference or load_lexicon().together.first(query.question) is not None


def _in_context(query: Query, alone: Query, before: Sequence[Query]) -> Query:
    """What `understand` cannot know of a clause: that it adds up or compares all that the clauses before it name."""
    if not before:
        return query
    if query.operation is Operation.PASSAGE and not any(target.key for target in alone.targets):
        targets = before[-1].targets
        return replace(query, targets=targets, rest=" ".join([*(t.name for t in targets), query.rest]))
    if _is_spent(alone) and any(target.key for target in before[-1].targets):
        return replace(query, targets=before[-1].targets, phrase="", readings=before[-1].readings)
    if not _is_joint(query) or query.operation in (Operation.CHANGE, Operation.SHARE) or _names_several(alone):
        return query
    all_of_them = (*before, query)
    phases = dict.fromkeys(one.phase for one in all_of_them)
    return replace(
        query,
        operation=Operation.COMPARISON if query.wants_difference else Operation.SUM,
        agencies=tuple(dict.fromkeys(agency for one in all_of_them for agency in one.agencies)),
        years=tuple(dict.fromkeys(year for one in all_of_them for year in one.years)),
        targets=tuple(dict.fromkeys(target for one in all_of_them for target in one.targets)),
        phase=next(iter(phases)) if len(phases) == 1 else None,
        phase_stated=len(phases) > 1 or query.phase_stated,
        phrase="",
    )


def _is_spent(alone: Query) -> bool:
    """实际花了多少, after an item: how much of it, not how much in all."""
    everyday = {reading.meaning for reading in alone.readings}
    named = [target for target in alone.targets if target.key]
    return not alone.agencies and bool(named) and all(t.key in TOTALS and t.name in everyday for t in named)


def _names_several(alone: Query) -> bool:
    """Whether a clause names by itself what it adds up or compares."""
    items = [target for target in alone.targets if target.key]
    return max(len(items), len(alone.agencies), len(alone.years)) > 1


def put_together(question: str, answers: Sequence[Answer]) -> Answer:
    """One answer of several: worst verdict, all sources under one numbering, nothing said twice."""
    first = answers[0]
    merged = replace(first, question=question, text="", figures=(), citations=(), checks=())
    texts: list[str] = []
    for one in answers:
        numbered = _renumbered(one, merged.citations)
        new = [figure for figure in numbered.figures if not any(_is_same(figure, told) for told in merged.figures)]
        merged = replace(
            merged,
            figures=(*merged.figures, *new),
            citations=tuple({c.n: c for c in (*merged.citations, *numbered.citations)}.values()),
            checks=(*merged.checks, *(check for check in numbered.checks if not _is_made(check, merged.checks))),
        )
        if text := _untold(numbered.text, texts):
            texts.append(text)
    verdicts = {one.verdict for one in answers}
    return replace(
        merged,
        text="\n\n".join(texts),
        status=next((s.status for s in answers if s.status is Status.ANSWERED), first.status),
        verdict=next((verdict for verdict in WORST_FIRST if verdict in verdicts), Verdict.NONE),
        choices=tuple(dict.fromkeys(choice for one in answers for choice in one.choices)),
        query={**first.query, "clauses": [one.query for one in answers]},
        model=next((one.model for one in answers if one.model), None),
    )


def _renumbered(answer: Answer, known: Sequence[Citation]) -> Answer:
    """The answer with its sources numbered on from those known, and under their number where they are known."""
    numbers: dict[int, int] = {}
    renumbered: list[Citation] = []
    count = len(known)
    for citation in answer.citations:
        same = next((c for c in known if replace(c, n=citation.n, unit=citation.unit) == citation), None)
        count += same is None
        numbers[citation.n] = same.n if same else count
        renumbered.append(replace(citation, n=numbers[citation.n]))
    return replace(
        answer,
        text=MARK.sub(lambda m: f"[{numbers.get(int(m[1]), int(m[1]))}]", answer.text),
        citations=tuple(renumbered),
        figures=tuple(replace(f, citations=tuple(numbers[n] for n in f.citations)) for f in answer.figures),
        checks=tuple(replace(c, citations=tuple(numbers[n] for n in c.citations)) for c in answer.checks),
    )


def _is_made(check: Check, made: Sequence[Check]) -> bool:
    return any(replace(check, beside=other.beside) == other for other in made)


def _is_same(figure: Figure, other: Figure) -> bool:
    return replace(figure, citations=(), verdict=other.verdict) == replace(other, citations=())


def _untold(text: str, told: Sequence[str]) -> str:
    """Without the figures, each with the lines below it, and the paragraphs that stand in the text so far."""
    known = {line.removeprefix(BULLET) for earlier in told for line in earlier.splitlines()}
    paragraphs = []
    for paragraph in text.split("\n\n"):
        kept: list[str] = []
        skipping = False
        for line in paragraph.splitlines():
            if not line.startswith("  "):
                skipping = line.removeprefix(BULLET) in known
            if not skipping:
                kept.append(line)
        if kept:
            paragraphs.append("\n".join(kept))
    return "\n\n".join(paragraphs)


@cache
def _ends() -> str:
    return str(read_data("clauses.yaml")["ends"])


@cache
def _asks() -> Wordings:
    return Wordings({"asks": read_data("clauses.yaml")["asks"]})
