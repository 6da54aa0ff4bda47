"""Questions that hold several questions."""

from __future__ import annotations

import pytest

from extractors.model import Measure, Phase
from rag.answer import answer
from rag.library import Library
from rag.model import Answer
from tests.rag.builders import cell, change, make_extraction, make_table, paragraph

ITEMS = {"official_reception": ("公务接待费", "4.00"), "three_public": ("“三公”经费", "16.00")}
ECONOMIC = {"30215": ("会议费", "10.00"), "30216": ("培训费", "7.00")}


@pytest.fixture
def filled(library: Library) -> Library:
    facts = [
        *(cell(label, value, item=item, row=row) for row, (item, (label, value)) in enumerate(ITEMS.items())),
        *(
            cell(label, value, item=item, row=row, statement="basic_expenditure", table=2)
            for row, (item, (label, value)) in enumerate(ECONOMIC.items())
        ),
    ]
    told = change(
        "比2020年预算数增加1.00万元",
        "公务接待费",
        item="official_reception",
        current="4.00",
        difference="1.00",
        direction=1,
    )
    library.add(make_extraction(facts=facts, changes=[told], tables=[make_table("“三公”经费表", ("项目", "合计"), [])]))
    other = cell("公务接待费", "6.50", item="official_reception")
    library.add(make_extraction(agency="乙市图书馆", place="乙市", facts=[other]))
    outcome = [
        cell("公务接待费", "5.00", item="official_reception", phase=Phase.FINAL_ACCOUNTS, year=2022, column_index=1),
        cell("公务接待费", "3.20", item="official_reception", phase=Phase.FINAL_ACCOUNTS, year=2022, column_index=2,
             measure=Measure.FINAL_ACCOUNTS),
    ]  # fmt: skip
    library.add(
        make_extraction(
            agency="丙市文化馆", place="丙市", year=2022, phase=Phase.FINAL_ACCOUNTS, facts=outcome,
            paragraphs=[paragraph("公务接待费减少的主要原因是厉行节约。", "三、三公经费")],
        )
    )  # fmt: skip
    return library


def values(answered: Answer) -> list[tuple[str, str]]:
    return [(figure.measure, figure.value) for figure in answered.figures]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("档案馆2021年公务接待费是多少，比上年增加了多少", ["4.00", "1.00"]),
        ("档案馆2021年公务接待费是多少？占三公经费的百分之几？", ["4.00", "25.00", "16.00"]),
        ("档案馆2021年会议费和培训费各多少，合计多少", ["10.00", "7.00", "17.00"]),
        ("档案馆2021年公务接待费是多少，图书馆呢，两家合计多少", ["4.00", "6.50", "10.50"]),
        ("档案馆2021年公务接待费是多少，比图书馆少多少", ["4.00", "2.50", "6.50"]),
        ("档案馆2021年公务接待费是多少，2020年呢", ["4.00", "3.00"]),
        ("文化馆2022年公务接待费决算是多少，比预算少多少", ["3.20", "1.80", "5.00"]),
        ("文化馆2022年公务接待费预算和决算各是多少，差多少", ["5.00", "3.20", "1.80"]),
        ("文化馆2022年公务接待费预算是多少，实际花了多少", ["5.00", "3.20"]),
        ("文化馆2022年公务接待费决算是多少，预算数呢", ["3.20", "5.00"]),
        ("档案馆2021年的会议费是多少，公务接待费占三公经费的百分之几", ["10.00", "25.00", "4.00", "16.00"]),
    ],
)
def test_every_question_is_answered_in_its_order(filled: Library, question: str, expected: list[str]) -> None:
    assert [value for _, value in values(answer(question, filled))] == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("2021年，档案馆的公务接待费是多少", ["4.00"]),  # the first piece asks nothing
        ("档案馆2021年公务接待费是多少，请告诉我", ["4.00"]),
        ("档案馆2021年公务接待费是多少，是多少万元？", ["4.00"]),  # the second asks nothing else
    ],
)
def test_one_question_stays_one(filled: Library, question: str, expected: list[str]) -> None:
    answered = answer(question, filled)
    assert [value for _, value in values(answered)] == expected
    assert "clauses" not in answered.query


def test_marks_lead_to_their_sources_in_all_parts(filled: Library) -> None:
    answered = answer("档案馆2021年公务接待费是多少，图书馆呢，两家合计多少", filled)
    assert [citation.n for citation in answered.citations] == [1, 2]
    assert [figure.citations for figure in answered.figures] == [(1,), (2,), (1, 2)]
    assert answered.text.count("4.00 万元") == 1  # said once, though the sum rests on it
    assert "4.00 + 6.50 = 10.50" in answered.text


def test_the_reason_is_that_of_the_item_spoken_of(filled: Library) -> None:
    answered = answer("文化馆2022年公务接待费决算是多少，为什么减少", filled)
    assert [value for _, value in values(answered)] == ["3.20"]
    assert "厉行节约" in answered.text


def test_what_was_asked_before_is_inherited(filled: Library) -> None:
    answered = answer("公务接待费是多少，占三公经费的比例是多少", filled, turns=["档案馆2021年会议费"])
    assert [value for _, value in values(answered)] == ["4.00", "25.00", "16.00"]
