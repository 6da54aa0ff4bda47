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


def test_a_part_of_a_line_is_asked_for_within_the_line(library: Library) -> None:
    line = cell("信访综合保障经费", "90.00", statement="projects")
    carried = cell("上年结转", "2254.12", item="carryover_in", statement="overview", table=2)
    library.add(make_extraction(facts=[line, carried]))
    found = answer("里面有多少是上年结转的？", library, turns=["档案馆2021年信访综合保障经费多少"])
    assert "2254.12" not in [figure.value for figure in found.figures]
