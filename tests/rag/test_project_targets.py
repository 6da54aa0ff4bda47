"""Several projects in one question."""

from __future__ import annotations

import pytest

from rag import Library, answer
from tests.rag.builders import cell, make_extraction, make_table

PROJECTS = [("2021年古籍修复培训费", "20"), ("馆藏数字化专项经费", "12"), ("综合管理", "5")]


@pytest.fixture
def filled(library: Library) -> Library:
    table = make_table("项目支出表", ("项目名称", "合计"), PROJECTS, index=4, statement="projects")
    facts = [cell(name, money, statement="projects", table=4, row=row) for row, (name, money) in enumerate(PROJECTS, 1)]
    library.add(make_extraction(facts=[*facts, cell("培训费", "3", item="30216", table=2)], tables=[table]))
    return library


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("档案馆2021年古籍修复培训费比馆藏数字化多多少", {"8", "20", "12"}),
        ("档案馆2021年古籍修复培训费和馆藏数字化专项经费一共多少", {"32", "20", "12"}),
        ("档案馆2021年馆藏数字化和综合管理各多少", {"12", "5"}),
        ("档案馆2021年馆藏数字化专项经费、综合管理哪个多", {"12", "5", "7"}),
    ],
)
def test_each_project_is_looked_up_by_its_name(filled: Library, question: str, values: set[str]) -> None:
    assert {figure.value for figure in answer(question, filled).figures} == values


def test_items_are_no_projects(filled: Library) -> None:
    assert [figure.value for figure in answer("档案馆2021年培训费是多少", filled).figures] == ["3"]
