"""Where several figures could be meant: each offered question, asked as it stands, has exactly one of them."""

from __future__ import annotations

import pytest

from extractors.model import Level
from rag.answer import answer
from rag.library import Library
from rag.model import Status
from tests.rag.builders import cell, make_extraction

FIGURES = {"甲市": "1", "乙市": "2", "丙市": "3", "丁市": "4", "戊市": "5"}


@pytest.fixture
def filled(library: Library) -> Library:
    for number, (place, value) in enumerate(FIGURES.items()):
        year = 2020 + number
        fact = cell("公务接待费", value, item="official_reception", year=year)
        library.add(make_extraction(agency=f"{place}档案馆", place=place, year=year, facts=[fact]))
    for level, value in ((Level.DEPARTMENT, "60"), (Level.UNIT, "6")):
        fact = cell("公务接待费", value, item="official_reception")
        library.add(make_extraction(agency="己市教育局", place="己市", level=level, facts=[fact]))
    return library


@pytest.mark.parametrize("question", ["公务接待费是多少", "How much is the official reception?"])
def test_every_choice_has_one_answer_and_the_last_has_all(filled: Library, question: str) -> None:
    asked = answer(question, filled)
    assert asked.status is Status.AMBIGUOUS
    *each, every = asked.choices
    found = [answer(choice, filled).figures for choice in each]
    assert [len(figures) for figures in found] == [1] * 7
    assert {figures[0].value for figures in found} == {*FIGURES.values(), "60", "6"}
    table = answer(every, filled)
    assert sorted(figure.value for figure in table.figures) == sorted([*FIGURES.values(), "60", "6"])
