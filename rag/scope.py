"""Of which money and which part a fact speaks, so that only like is compared with like.

A figure may be about all money or only 财政拨款 or 一般公共预算; about the whole of an item or only its 基本支出.
Sentences seldom say which money they mean: that is unknown, not "all".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from extractors.checks.rules import load_book
from extractors.model import Fact
from extractors.statements import Statement, statement
from extractors.taxonomy import bare
from rag.lexicon import read_data
from rag.model import StoredFact

ALL = "all"
FISCAL = "fiscal"


@dataclass(frozen=True, slots=True)
class Scope:
    """`money` is a scope of data/statements.yaml, None where the place does not say; `parts` are taxonomy keys."""

    money: str | None
    parts: frozenset[str] = frozenset()

    def same(self, other: Scope) -> bool:
        """Whether two places must state the same number; False where one leaves open which money it means."""
        return self.money is not None and self.money == other.money and self.parts == other.parts

    def comparable(self, other: Scope) -> bool:
        """Whether one holds the other, or one does not say what money it means: equal numbers then agree."""
        nested = self.parts <= other.parts or other.parts <= self.parts
        money = self.money is None or other.money is None or self.holds(other) or other.holds(self)
        return nested and money

    def holds(self, other: Scope) -> bool:
        """Whether this money contains the other's."""
        if self.money is None or other.money is None:
            return False
        return self.money in (ALL, other.money) or (self.money == FISCAL and other.money != ALL)

    @property
    def width(self) -> int:
        """0 for the whole of all money; the larger, the narrower."""
        money = {ALL: 0, FISCAL: 1, None: 1}.get(self.money, 2)
        return 4 * len(self.parts) + money


@cache
def relations() -> dict[str, Any]:
    """data/relations.yaml, with the sums that the checks know."""
    sums = [{"whole": s.whole, "parts": list(s.parts), "complete": s.is_complete} for s in load_book().sums]
    return read_data("relations.yaml") | {"sums": sums}


def scope_of(stored: StoredFact) -> Scope:
    fact = stored.fact
    table = statement(fact.statement)
    is_line = fact.item is None and fact.statement in relations()["whole_lines"]
    of_statement = None if is_line else relations()["part_of_statement"].get(fact.statement)
    parts = {of_statement} if of_statement and of_statement != fact.item else set()
    money = relations()["money_of_aspect"].get(fact.aspect) or _money_of(table, stored.table_title)
    names_part = fact.aspect and fact.aspect not in relations()["money_of_aspect"]
    if names_part and not (table and table.side == "revenue"):  # revenue has no 项目支出
        parts.add(fact.aspect)
    return Scope(relations()["fixed_scope"].get(fact.item, money), frozenset(parts))


def _money_of(table: Statement | None, title: str) -> str | None:
    """The money that a table is about; a title may say it where the kind of table does not."""
    if table is None or table.scope != ALL:
        return table.scope if table else None
    return next((money for money, pattern in relations()["money_of_title"].items() if re.search(pattern, title)), ALL)


def belongs(fact: Fact) -> bool:
    """Whether the table is one whose figures for the item can be compared with other tables'.

    A procurement table has a column 一般公共预算资金: that is no statement about the agency's 一般公共预算.
    """
    table = statement(fact.statement)
    if fact.item is None or fact.statement not in relations()["side_statements"]:
        return True
    return table is not None and table.total is not None and fact.item in _with_parts(table.total)


@cache
def _with_parts(total: str) -> frozenset[str]:
    """What a table of the total may state itself: 政府采购, and of it 货物, 工程 and 服务."""
    return frozenset({total}.union(*(rule["parts"] for rule in relations()["sums"] if rule["whole"] == total)))


def may_answer(fact: Fact) -> bool:
    """Whether a figure of the item may be taken from the table: a project's form has 财政拨款 of that project only."""
    return belongs(fact) or fact.statement in relations()["overviews"]


def satisfies(stored: StoredFact, scopes: tuple[str, ...], column: str) -> bool:
    """Whether the fact speaks of what a question restricts its item to, by meaning or by its column's heading."""
    under = bool(column) and bare(column) in bare("".join(stored.fact.column))
    if not scopes:
        return under or not column
    return under or _is_within(scope_of(stored), scopes)


def _is_within(scope: Scope, wanted: tuple[str, ...]) -> bool:
    for key in wanted:
        money = relations()["money_of_aspect"].get(key) or relations()["money_of_item"].get(key)
        if (money and scope.money != money) or (not money and key not in scope.parts):
            return False
    return True
