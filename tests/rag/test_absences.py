"""What figures of several agencies leave out, and of how many disclosures they are."""

from __future__ import annotations

import pytest

from extractors.model import Blank
from rag.answer import answer
from rag.library import Library
from tests.rag.builders import cell, make_extraction


@pytest.fixture
def filled(library: Library) -> Library:
    facts = {
        "甲市": cell("公务接待费", "4.00", item="official_reception"),
        "乙市": cell("公务接待费", "6.00", item="official_reception"),
        "丙市": cell("公务接待费", "", item="official_reception", blank=Blank.EMPTY),
        "丁市": cell("公务接待费", "7.00", item="official_reception", unit=None),
        "戊市": cell("培训费", "1.00", item="30216"),
    }
    for place, fact in facts.items():
        library.add(make_extraction(agency=f"{place}档案馆", place=place, facts=[fact]))
    return library


@pytest.mark.parametrize(
    "question",
    ["2021年各单位公务接待费合计是多少", "2021年各单位公务接待费平均多少", "2021年哪个单位公务接待费最高"],
)
def test_every_disclosure_that_does_not_count_is_named_with_its_reason(filled: Library, question: str) -> None:
    text = answer(question, filled).text
    assert "5 份公开中有 3 份写明了这个数。" in text
    assert "没有计入（留空或写明没有）：丙市档案馆。" in text
    assert "没有计入（没有写明）：戊市档案馆。" in text


def test_a_figure_without_a_unit_is_left_out_of_a_sum_and_said_to_be(filled: Library) -> None:
    answered = answer("2021年各单位公务接待费合计是多少", filled)
    assert answered.figures[0].value == "10.00"
    assert "没有计入（没有写明单位）：丁市档案馆。" in answered.text


def test_agencies_are_told_from_items_that_go_on_like_their_endings(filled: Library) -> None:
    assert answer("2021年有几家单位安排了会议费", filled).query["unknown_agencies"] == []


@pytest.mark.parametrize("question", ["2021年哪些文件没有公务接待费", "2021年哪些单位没披露公务接待费"])
def test_who_does_not_disclose_it_is_answered_for_every_disclosure(filled: Library, question: str) -> None:
    text = answer(question, filled).text
    assert "留空或注明没有：丙市档案馆 [" in text
    assert "没有提到：戊市档案馆。" in text
    assert "甲市档案馆" not in text
