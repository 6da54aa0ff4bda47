import pytest

from extractors.model import Fact
from rag.answer import answer
from rag.library import Library
from rag.model import Status
from rag.named_tables import read_table
from tests.rag.builders import cell, make_extraction, make_table


@pytest.mark.parametrize(
    ("text", "title", "unwanted"),
    [
        ("在部门支出总表中，信访业务是多少", "部门支出总表", ""),
        ("一般公共预算支出表里的信访业务", "一般公共预算支出表", ""),
        ("“三公”经费支出表上公务接待费是多少", "三公”经费支出表", ""),
        ("信访业务合计是多少(不是一般公共预算那张表)", "", "一般公共预算"),
        ("信访业务是多少", "", ""),
        ("把公务接待费做成汇总表", "", ""),
    ],
)
def test_the_name_of_a_table_is_told_from_the_rest(text: str, title: str, unwanted: str) -> None:
    table = read_table(text)
    assert (table.title, table.unwanted) == (title, unwanted)
    assert len(table.rest) == len(text)


TITLES = ("部门支出总表", "一般公共预算支出表", "部门收入总表")


def row(table: int, statement: str, item: str, label: str, text: str) -> Fact:
    return cell(label, text, item=item, statement=statement, table=table, row=3)


@pytest.fixture
def office(library: Library) -> Library:
    facts = [
        row(1, "expenditure", "2014004", "信访业务", "2475.01"),
        row(2, "general_public_budget_expenditure", "2014004", "信访业务", "2114.66"),
        row(1, "expenditure", "expenditure_total", "合计", "50616.94"),
        row(3, "revenue", "revenue_total", "合计", "50616.94"),
        row(2, "general_public_budget_expenditure", "general_public_budget_expenditure", "合计", "16474.82"),
    ]
    rows = [["信访业务", "1"]]
    tables = [make_table(title, ["项目", "预算数"], rows, index=number) for number, title in enumerate(TITLES, 1)]
    library.add(make_extraction(agency="甲市信访局", facts=facts, tables=tables))
    return library


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("在甲市信访局2021年部门支出总表中，2014004信访业务合计是多少？（不是一般公共预算那张表）", "2475.01"),
        ("甲市信访局2021年一般公共预算支出表里信访业务是多少", "2114.66"),
        ("甲市信访局2021年部门收入总表的合计是多少", "50616.94"),
        ("甲市信访局2021年一般公共预算支出表的合计数", "16474.82"),
    ],
)
def test_the_figure_is_taken_from_the_table_that_is_named(office: Library, question: str, value: str) -> None:
    assert [figure.value for figure in answer(question, office).figures] == [value]


def test_what_another_table_states_is_told_as_such(office: Library) -> None:
    told = answer("甲市信访局2021年政府性基金预算支出表里信访业务是多少", office)
    assert (told.status, told.figures) == (Status.NOT_FOUND, ())
    assert "2475.01" in told.text and "政府性基金预算支出表" in told.text
