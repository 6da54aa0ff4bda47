"""A name that agencies of several places have is no answer for any one of them."""

from __future__ import annotations

import pytest

from rag.answer import answer
from rag.library import Library
from rag.model import Status
from tests.rag.builders import cell, make_extraction

FIGURES = {("甲市", 2021): "1", ("甲市", 2022): "2", ("乙市", 2021): "3"}


@pytest.fixture
def filled(library: Library) -> Library:
    for (place, year), value in FIGURES.items():
        fact = cell("公务接待费", value, item="official_reception", year=year)
        library.add(make_extraction(agency=f"{place}信访局", place=place, year=year, facts=[fact]))
    return library


def test_each_choice_is_the_question_asked_of_one(filled: Library) -> None:
    asked = answer("信访局2021年公务接待费是多少元？", filled)
    assert (asked.status, asked.figures) == (Status.AMBIGUOUS, ())
    assert sorted(asked.choices) == ["乙市信访局2021年公务接待费是多少元？", "甲市信访局2021年公务接待费是多少元？"]
    found = {figure.value for choice in asked.choices for figure in answer(choice, filled).figures}
    assert found == {"10000", "30000"}


@pytest.mark.parametrize("question", ["信访局2021年公务接待费合计多少", "哪个信访局2021年公务接待费最高"])
def test_what_is_asked_of_all_of_them_is_answered(filled: Library, question: str) -> None:
    assert answer(question, filled).status is Status.ANSWERED


def test_where_one_alone_has_it_the_reading_is_told(filled: Library) -> None:
    found = answer("信访局2022年公务接待费是多少？", filled)
    assert [(figure.agency, figure.value) for figure in found.figures] == [("甲市信访局", "2")]
    assert "按“甲市信访局”理解了“信访局”" in found.text


def test_a_place_tells_them_apart(filled: Library) -> None:
    found = answer("乙市信访局2021年公务接待费是多少？", filled)
    assert [figure.value for figure in found.figures] == ["3"]
    assert "理解了" not in found.text


def test_a_follow_up_stays_as_open_as_the_question_before(filled: Library) -> None:
    asked = answer("那2021年决算呢？", filled, turns=["信访局2021年公务接待费是多少？"])
    assert asked.status is not Status.ANSWERED
    chosen = answer("乙市信访局呢？", filled, turns=["信访局2021年公务接待费是多少？"])
    assert [figure.value for figure in chosen.figures] == ["3"]


def test_a_difference_with_one_side_is_no_figure(filled: Library) -> None:
    found = answer("乙市信访局2021年和2023年公务接待费相差多少？", filled)
    assert (found.status, found.figures) == (Status.NOT_FOUND, ())
    assert "没有找到乙市信访局2023年" in found.text and "**3 万元**" in found.text
    assert [citation.quote for citation in found.citations] == ["3"]


def test_of_several_years_those_without_a_figure_are_named(filled: Library) -> None:
    found = answer("乙市信访局2021年和2023年公务接待费分别是多少？", filled)
    assert [figure.value for figure in found.figures] == ["3"]
    assert "没有找到乙市信访局2023年" in found.text
