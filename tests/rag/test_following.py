"""What a follow-up takes from the question before it."""

from __future__ import annotations

import pytest

from rag import Library, answer
from tests.rag.builders import cell, make_extraction


@pytest.fixture
def filled(library: Library) -> Library:
    items = [("会议费", "30215", "10.00"), ("培训费", "30216", "7.00"), ("差旅费", "30211", "12.00")]
    facts = [cell(name, text, item=key, code=key, row=row) for row, (name, key, text) in enumerate(items)]
    library.add(make_extraction(agency="甲市档案馆", facts=facts))
    return library


@pytest.mark.parametrize(
    ("turns", "values"),
    [
        (["会议费", "和培训费一共多少"], ["17.00", "10.00", "7.00"]),
        (["会议费", "加上培训费合计多少"], ["17.00", "10.00", "7.00"]),
        (["会议费", "培训费和差旅费一共多少"], ["19.00", "7.00", "12.00"]),
        (["会议费", "培训费呢"], ["7.00"]),
    ],
)
def test_a_sum_goes_on_from_what_was_asked_before(filled: Library, turns: list[str], values: list[str]) -> None:
    first, *more = turns
    told = answer(more[-1], filled, turns=[f"档案馆2021年{first}是多少"])
    assert [figure.value for figure in told.figures] == values
