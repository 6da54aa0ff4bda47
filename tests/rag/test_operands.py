"""The two figures of a relation: what one side leaves unsaid stands on the other."""

from __future__ import annotations

import pytest

from extractors.model import Fact, Level
from rag import Library, answer
from tests.rag.builders import cell, make_extraction


@pytest.fixture
def both(library: Library) -> Library:
    def facts(total: str, three_public: str) -> list[Fact]:
        return [
            cell("支出总计", total, item="expenditure_total", statement="balance", row=1),
            cell("合计", three_public, item="three_public", table=2, row=1),
        ]

    library.add(make_extraction(agency="甲市教育局", facts=facts("90.00", "5.00"), level=Level.DEPARTMENT))
    library.add(make_extraction(agency="甲市教育局", facts=facts("70.00", "4.00"), level=Level.UNIT))
    return library


@pytest.mark.parametrize(
    ("question", "difference"),
    [
        ("2021年部门预算和单位预算的三公经费差多少", "1.00"),
        ("2021年部门预算的三公经费比单位预算多多少", "1.00"),
        ("2021年部门预算比单位预算多多少", "20.00"),
    ],
)
def test_the_item_of_one_side_is_that_of_the_other(both: Library, question: str, difference: str) -> None:
    assert answer(f"教育局{question}", both).figures[0].value == difference
