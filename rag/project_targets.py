"""Several projects in one question: 企业家高级研修班和盐业储备资金一共多少, 轨道交通管理比货运交通管理多多少."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rag.disclosures import select_disclosures
from rag.lexicon import normalise
from rag.line_names import plain_name
from rag.project_list import find_projects
from rag.project_names import find_several, questions
from rag.projects import asked_of
from rag.query import Operation, Query, Target

if TYPE_CHECKING:
    from rag.library import Library

TOGETHER = frozenset(
    {
        Operation.LOOKUP,
        Operation.BREAKDOWN,
        Operation.COMPARISON,
        Operation.SUM,
        Operation.RANKING,
        Operation.AVERAGE,
        Operation.CHANGE,
    }
)
"""What may be asked of several figures."""
MEANT = {Operation.CHANGE: Operation.COMPARISON, Operation.BREAKDOWN: Operation.LOOKUP}
"""多多少 alone resembles a change, 各多少 a list of parts."""
MOST_DISCLOSURES = 4


def with_projects(query: Query, library: Library) -> Query:
    """The query about the projects of its agencies that it names, where it names several; else as it was."""
    is_joint = any(joint in normalise(query.question) for joint in questions()["joints"])
    if not is_joint or query.operation not in TOGETHER or not query.agencies or query.asks_for_projects:
        return query
    if _is_plain(query):
        return query
    disclosures = asked_of(query, select_disclosures(query, library.documents()))
    if len(disclosures) > MOST_DISCLOSURES:
        return query
    names = [project.name for disclosure in disclosures for project in find_projects(disclosure, library)]
    named = find_several(query.rest, names)
    if len(named) < 2:
        return query
    targets = tuple(Target(None, name, label=plain_name(name)) for name in named)
    operation = MEANT.get(query.operation, query.operation)
    return replace(
        query,
        targets=targets,
        operation=operation,
        operands=(),
        phrase="",
        alternatives=(),
        readings=tuple(r for r in query.readings if not any(r.wording in name for name in named)),
    )


def _is_plain(query: Query) -> bool:
    """Whether nothing but items of the taxonomy is asked for."""
    return bool(query.targets) and not any(
        one.phrase or any(not target.key or target.extra for target in one.targets) for one in (query, *query.operands)
    )
