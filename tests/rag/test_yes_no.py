"""Questions that a word answers."""

from __future__ import annotations

import pytest

from extractors.quantities import PERCENT
from rag import Library, answer
from tests.rag.builders import amount, cell, change, make_extraction, sentence

QUOTE = "公务接待费4.00万元，比2020年减少0.50万元，下降11.11%。"


@pytest.fixture
def told(library: Library) -> Library:
    fell = change(
        QUOTE,
        "公务接待费",
        item="official_reception",
        current="4.00",
        difference="0.50",
        percent=amount("11.11%", PERCENT),
        direction=-1,
    )
    facts = [
        cell("公务接待费", "4.00", item="official_reception"),
        sentence(QUOTE, "公务接待费", "4.00", item="official_reception"),
        cell("公务用车购置费", "0.00", item="vehicle_purchase", row=3),
        cell("收入总计", "9.00", item="revenue_total", statement="balance", table=2, row=1),
        cell("支出总计", "9.00", item="expenditure_total", statement="balance", table=2, row=2),
    ]
    library.add(make_extraction(agency="甲市档案馆", facts=facts, changes=[fell]))
    return library


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("公务接待费超过3万元吗", "是。"),
        ("公务接待费有没有超过5万元", "否。"),
        ("公务接待费是不是4万元", "是。"),
        ("公务接待费是40万元吗", "否。"),
        ("公务接待费是4.1万元吗", "否。"),
        ("公务接待费比上年增加了吗", "否，减少了。"),
        ("公务接待费是增加还是减少", "减少了。"),
        ("有没有公务用车购置费", "没有。"),
        ("有公务接待费吗", "有。"),
        ("收入总计等于支出总计吗", "是。"),
    ],
)
def test_the_word_stands_first(told: Library, question: str, word: str) -> None:
    assert answer(f"档案馆2021年{question}", told).text.splitlines()[0] == word


@pytest.mark.parametrize("question", ["公务接待费是多少", "公务接待费和公务用车购置费都有吗"])
def test_no_word_where_none_is_asked_for_or_the_figures_differ(told: Library, question: str) -> None:
    assert "公务接待费" in answer(f"档案馆2021年{question}", told).text.splitlines()[0]


@pytest.mark.parametrize(
    ("question", "word"),
    [("比乙市档案馆高吗", "否。"), ("是不是比乙市档案馆少", "是。"), ("和乙市档案馆一样吗", "否。")],
)
def test_of_two_agencies(library: Library, question: str, word: str) -> None:
    for agency, text in (("甲市图书馆", "4.00"), ("乙市档案馆", "5.00")):
        library.add(make_extraction(agency=agency, facts=[cell("公务接待费", text, item="official_reception")]))
    assert answer(f"甲市图书馆2021年公务接待费{question}", library).text.splitlines()[0] == word


def test_an_amount_may_be_asked_for_roundly(library: Library) -> None:
    library.add(make_extraction(agency="甲市档案馆", facts=[cell("公务接待费", "43.79", item="official_reception")]))
    assert answer("档案馆2021年公务接待费是44万元吗", library).text.startswith("约是。")


def test_no_word_about_figures_in_doubt(library: Library) -> None:
    quote = "公务接待费5.00万元。"
    facts = [
        cell("公务接待费", "4.00", item="official_reception"),
        sentence(quote, "公务接待费", "5.00", item="official_reception"),
    ]
    library.add(make_extraction(agency="甲市档案馆", facts=facts))
    assert answer("档案馆2021年公务接待费超过3万元吗", library).text.splitlines()[0] != "是。"


def test_in_english(told: Library) -> None:
    assert answer("Is there any official reception budget of 甲市档案馆 in 2021?", told).text.startswith("Yes")
