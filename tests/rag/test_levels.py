"""Brackets that say whose figures are meant hide nothing else of the question."""

import pytest

from extractors.model import Fact, Level
from rag.answer import answer
from rag.levels import read_bracketed_level
from rag.lexicon import load_lexicon, normalise
from rag.library import Library
from tests.rag.builders import cell, make_extraction


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("（部门汇总）2021年", Level.DEPARTMENT),
        ("（汇总）", Level.DEPARTMENT),
        ("（部门）", Level.DEPARTMENT),
        ("（本级单位）的总支出", Level.UNIT),
        ("（机关本级）", Level.UNIT),
        ("（含房屋租赁经费）", None),
        ("（本级项目）", None),
    ],
)
def test_brackets_around_nothing_but_a_level(text: str, level: Level | None) -> None:
    said = read_bracketed_level(normalise(text), load_lexicon())
    assert said.level is level
    assert len(said.rest) == len(normalise(text))
    assert ("(" in said.rest) is (level is None)


@pytest.fixture
def both(library: Library) -> Library:
    def facts(total: str, running: str, other: str) -> list[Fact]:
        return [
            cell("支出总计", total, item="expenditure_total", statement="balance", row=1),
            cell("其他收入", other, item="other_revenue", statement="balance", row=2),
            cell("行政运行", running, item="2050101", code="2050101", statement="expenditure", table=2, row=3),
        ]

    library.add(make_extraction(agency="甲市教育局", facts=facts("9.00", "5.00", "1.00"), level=Level.DEPARTMENT))
    library.add(make_extraction(agency="甲市教育局", facts=facts("7.00", "4.00", "0.50"), level=Level.UNIT))
    return library


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("教育局（部门汇总）2021年的总支出安排了多少", "9.00"),
        ("2021年教育局（本级单位）的总支出安排了多少", "7.00"),
        ("教育局（部门汇总）2021年预算的其他收入", "1.00"),
        ("教育局（本级）2021年预算里行政运行（2050101）是多少", "4.00"),
    ],
)
def test_the_item_beside_the_bracket_is_found(both: Library, question: str, value: str) -> None:
    assert [figure.value for figure in answer(question, both).figures] == [value]


@pytest.mark.parametrize("question", ["甲市教育局有多少个下属单位", "甲市教育局有哪些预算单位"])
def test_units_that_are_asked_for_say_no_level(both: Library, question: str) -> None:
    assert answer(question, both).query["level"] is None
