"""Of what a share is a share: 合计 is of the year, 总计 has what is carried over in it."""

import pytest

from extractors.model import Fact
from rag.answer import answer
from rag.library import Library
from tests.rag.builders import cell, make_extraction


def total(label: str, text: str, item: str, row: int, statement: str = "balance", table: int = 1) -> Fact:
    return cell(label, text, item=item, statement=statement, table=table, row=row)


@pytest.mark.parametrize(
    ("whole", "value", "formula"),
    [
        ("支出合计", "50.00", "20.00 ÷ 40.00 × 100"),
        ("本年支出合计", "50.00", "20.00 ÷ 40.00 × 100"),
        ("支出总计", "40.00", "20.00 ÷ 50.00 × 100"),
    ],
)
def test_what_is_carried_over_is_in_the_grand_total_alone(
    library: Library, whole: str, value: str, formula: str
) -> None:
    rows = [
        total("项目支出", "20.00", "project_expenditure", 1),
        total("本年支出合计", "40.00", "expenditure_current", 2),
        total("支出总计", "50.00", "expenditure_total", 3),
    ]
    library.add(make_extraction(facts=rows))
    first = answer(f"档案馆2021年项目支出占{whole}的比例", library).figures[0]
    assert (first.value, first.formula) == (value, formula)


def test_the_total_of_one_kind_of_money_is_not_that_of_all(library: Library) -> None:
    rows = [
        total("项目支出", "20.00", "project_expenditure", 1),
        total("支出总计", "50.00", "expenditure_total", 3),
        total("本年支出合计", "25.00", "expenditure_current", 2, statement="fiscal_balance", table=2),
    ]
    library.add(make_extraction(facts=rows))
    first = answer("档案馆2021年项目支出占支出合计的比例", library).figures[0]
    assert (first.value, first.formula) == ("40.00", "20.00 ÷ 50.00 × 100")
