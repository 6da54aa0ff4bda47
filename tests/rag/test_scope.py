import pytest

from extractors.model import Fact
from rag.model import StoredFact
from rag.scope import Scope, belongs, satisfies, scope_of
from tests.rag.builders import cell, sentence


def stored(fact: Fact, title: str = "") -> StoredFact:
    return StoredFact(1, "d", fact, title)


SCOPES = [
    (cell("合计", "1", item="basic_expenditure", statement="expenditure"), "", Scope("all")),
    (
        cell("合计", "1", item="basic_expenditure", statement="general_public_budget_expenditure"),
        "",
        Scope("general_public_budget"),
    ),
    (
        cell("培训费", "1", item="30216", statement="basic_expenditure"),
        "",
        Scope("general_public_budget", frozenset({"basic_expenditure"})),
    ),
    (cell("培训费", "1", item="30216", statement="expenditure_by_economic"), "支出经济分类表", Scope("all")),
    (
        cell("培训费", "1", item="30216", statement="expenditure_by_economic"),
        "一般公共预算支出表（按经济分类）",
        Scope("general_public_budget"),
    ),
    (
        cell("行政运行", "1", item="2010301", statement="expenditure", aspect="project_expenditure"),
        "",
        Scope("all", frozenset({"project_expenditure"})),
    ),
    (
        cell("行政运行", "1", item="2010301", statement="expenditure", aspect="government_fund"),
        "",
        Scope("government_fund"),
    ),
    (cell("公务接待费", "1", item="official_reception", statement="three_public"), "", Scope("fiscal")),
    (cell("卫生健康", "1", item="210", statement="revenue", aspect="project_expenditure"), "", Scope("all")),
    (sentence("基本支出1万元。", "基本支出", "1", item="basic_expenditure"), "", Scope(None)),
]


@pytest.mark.parametrize(("fact", "title", "scope"), SCOPES)
def test_of_which_money_and_part_a_fact_speaks(fact: Fact, title: str, scope: Scope) -> None:
    assert scope_of(stored(fact, title)) == scope


@pytest.mark.parametrize(
    ("one", "other", "same", "comparable"),
    [
        (Scope("all"), Scope("all"), True, True),
        (Scope("all"), Scope("general_public_budget"), False, True),
        (Scope("government_fund"), Scope("general_public_budget"), False, False),
        (Scope(None), Scope("all"), False, True),
        (Scope("all"), Scope("all", frozenset({"basic_expenditure"})), False, True),
        (
            Scope("all", frozenset({"project_expenditure"})),
            Scope("all", frozenset({"basic_expenditure"})),
            False,
            False,
        ),
    ],
)
def test_like_is_compared_with_like(one: Scope, other: Scope, same: bool, comparable: bool) -> None:
    assert (one.same(other), one.comparable(other)) == (same, comparable)


def test_a_column_is_found_by_meaning_or_by_heading() -> None:
    fact = stored(cell("差旅费", "1", item="30211", aspect="personnel_funding", column=("总计", "人员类")))
    assert satisfies(fact, ("personnel_funding",), "")
    assert satisfies(fact, (), "人员类")
    assert not satisfies(fact, (), "公用类")
    assert not satisfies(fact, ("public_funding",), "")


def test_a_procurement_table_says_nothing_about_the_budget() -> None:
    column = cell("合计", "1", item="general_public_budget", statement="government_procurement")
    assert not belongs(column)
    assert belongs(cell("合计", "1", item="government_procurement", statement="government_procurement"))
