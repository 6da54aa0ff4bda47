"""The table that a question names: 部门支出总表中的 …, and the one that it does not mean: 不是一般公共预算那张表."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.model import FactKind
from extractors.statements import find_statement, statement
from extractors.taxonomy import bare
from rag.items import find_item, item_name
from rag.model import StoredFact
from rag.places import Place
from rag.query import Query, Target
from rag.quoting import coverage, terms_of

NAME = r"(?:(?![在从按看])[\u3400-\u9fff“”\"、])"
WANTED = re.compile(
    rf"(?:[在从按看]|根据)?({NAME}{{0,24}}?(?:总|预算|决算|情况|明细|汇总|支出|收入|收支|采购|经费|分类|资金|费|三公[”\"]?)表)"
    r"(?:格)?(?=上|里|中|内|当中|的|这|,|，|:|\s|$)"
)
UNWANTED = re.compile(rf"[(（]?(?:而不是|不是|不要|别看|不看)({NAME}{{2,20}}?)(?:的?[那这][张个份])?表[)）]?")
BEFORE_TITLE = re.compile(r"^(?:年度?|的|本部门|本单位|它|这)+")
MADE = re.compile(r"[做列制成整]{1,2}[^的]{0,6}$")  # 做成汇总表: a table that is to be made
ALIKE = 0.8  # of a table's name must stand in its title


@dataclass(frozen=True, slots=True)
class NamedTable:
    """`title` is what the question calls the table, `unwanted` the one that it does not mean; "" where it names none.

    `rest` is the text with both blanked out, its length kept.
    """

    title: str
    unwanted: str
    rest: str


def read_table(text: str) -> NamedTable:
    unwanted = UNWANTED.search(text)
    rest = UNWANTED.sub(_blank, text)
    wanted = next((m for m in WANTED.finditer(rest) if not MADE.search(m[1])), None)
    if wanted:
        rest = rest[: wanted.start()] + _blank(wanted) + rest[wanted.end() :]
    return NamedTable(_title(wanted), _title(unwanted), rest)


def in_table(places: list[Place], query: Query) -> list[Place]:
    """The places, those in the table that the question names first; none where none is in it."""
    if not query.table and not query.unwanted_table:
        return places
    likeness = {id(place): _likeness(place.facts[0], query) for place in places}
    best = max(likeness.values(), default=0.0)
    return sorted(places, key=lambda place: likeness[id(place)] < best) if best else []


def may_be_in_table(stored: StoredFact, query: Query) -> bool:
    return (not query.table and not query.unwanted_table) or _likeness(stored, query) > 0


def _likeness(stored: StoredFact, query: Query) -> float:
    """How well the name fits the table of a figure; 0 for another table, or a sentence."""
    title = "" if stored.fact.kind is FactKind.SENTENCE else bare(stored.table_title)
    if query.unwanted_table and bare(query.unwanted_table) in title:
        return 0.0
    if not query.table:
        return 1.0
    alike = coverage(title, terms_of(bare(query.table)))
    kind = find_statement(query.table)
    is_same_kind = kind is not None and kind == stored.fact.statement
    return 1.0 + alike if is_same_kind else alike if alike >= ALIKE else 0.0


def total_of(table: str) -> Target | None:
    """What the total row of the table states."""
    kind = statement(find_statement(table))
    if kind is None or kind.total is None:
        return None
    of_spending = f"{kind.total}_expenditure"  # a kind of money and what is spent of it stand in one kind of table
    others = (of_spending,) if find_item(of_spending) else ()
    return Target(kind.total, item_name(kind.total), others=others)


def _title(match: re.Match[str] | None) -> str:
    return BEFORE_TITLE.sub("", match[1]).strip('“”"') if match else ""


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())
