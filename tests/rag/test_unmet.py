"""Answers to another question than the one asked are refused, and the words that made them so are named."""

import pytest

from extractors.model import Fact
from rag.answer import answer
from rag.library import Library
from rag.model import Status
from tests.rag.builders import cell, make_extraction, sentence


def row(label: str, text: str, number: int, **others: object) -> Fact:
    return cell(label, text, statement="expenditure", table=2, row=number, **others)


@pytest.fixture
def waterworks(library: Library) -> Library:
    facts = [
        cell("培训费", "46.00", item="30216"),
        row("污水处理设施建设和运营", "13000.00", 3, item="2121401"),
        row("财政对城乡居民基本医疗保险基金的补助", "700.00", 4, item="2101202"),
        row("劳务费", "5.00", 5, item="30226", column=("合计",)),
        row("劳务费", "2.00", 5, item="30226", column=("其中：机动经费",), column_index=7),
        sentence("公务接待费8.12万元。", "公务接待费", "8.12", item="official_reception"),
    ]
    library.add(make_extraction(agency="甲市水务局", facts=facts))
    return library


@pytest.mark.parametrize("question", ["甲市水务局局长2021年工资是多少", "甲市水务局的局长是谁"])
def test_nothing_is_said_of_one_person(waterworks: Library, question: str) -> None:
    told = answer(question, waterworks)
    assert (told.status, told.figures) == (Status.NOT_FOUND, ())
    assert "局长" in told.text


@pytest.mark.parametrize(
    "question",
    [
        "甲市水务局2021年人均培训费多少",
        "甲市水务局2021年3月份的培训费是多少",
        "甲市水务局2021年国外留学人员的培训费是多少",
        "甲市水务局2021年外宾的公务接待费多少",
    ],
)
def test_a_figure_without_what_restricts_it_is_no_figure_of_the_answer(waterworks: Library, question: str) -> None:
    told = answer(question, waterworks)
    assert (told.status, told.figures) == (Status.NOT_FOUND, ())


def test_the_figure_without_the_words_is_told_beside_the_refusal(waterworks: Library) -> None:
    told = answer("甲市水务局2021年人均培训费多少", waterworks)
    assert "“人均”" in told.text and "46.00 万元" in told.text
    assert told.citations


def test_a_short_word_that_stands_nowhere_is_told(waterworks: Library) -> None:
    told = answer("甲市水务局2021年给实习生的培训费是多少", waterworks)
    assert [figure.value for figure in told.figures] == ["46.00"]
    assert "“实习生”在出处没有写到" in told.text


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("甲市水务局2021年拿多少钱来建设和运营污水处理设施", "13000.00"),
        ("甲市水务局2021年对城乡居民基本医疗保险基金的补助一共多少万元", "700.00"),
        ("甲市水务局2021年劳务费里机动的有多少", "2.00"),
    ],
)
def test_the_row_or_column_that_has_the_words_is_found(waterworks: Library, question: str, value: str) -> None:
    assert [figure.value for figure in answer(question, waterworks).figures] == [value]


def test_a_line_that_is_found_keeps_what_restricts_it(library: Library) -> None:
    columns = {("合计",): "9.00", ("人员经费",): "6.00"}
    facts = [
        row("行政运行", text, 3, item="2010801", column=column, column_index=number, aspect=aspect)
        for number, ((column, text), aspect) in enumerate(
            zip(columns.items(), (None, "personnel_funding"), strict=True)
        )
    ]
    library.add(make_extraction(agency="甲市审计局", facts=facts))
    told = answer("甲市审计局2021年“行政运行”这一项里，给人花的（人员经费）是多少", library)
    assert [figure.value for figure in told.figures] == ["6.00"]


def test_a_row_of_the_money_alone_is_no_answer_for_what_it_is_spent_on(library: Library) -> None:
    facts = [
        cell("国有资本经营预算拨款收入", "0", item="state_capital", statement="balance", table=3),
        cell("培训费", "46.00", item="30216"),
    ]
    library.add(make_extraction(agency="甲市审计局", facts=facts))
    assert answer("甲市审计局2021年国有资本经营预算拨款里的培训费是多少", library).figures == ()


@pytest.mark.parametrize("months", ["上半年", "5月份", "第一季度"])
def test_a_part_of_the_year_is_not_the_year(waterworks: Library, months: str) -> None:
    assert answer(f"甲市水务局2021年{months}花了多少培训费", waterworks).figures == ()


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("甲市水务局2021年给外出培训的人安排的培训费是多少", ["46.00"]),  # the item's own words, said twice
        ("甲市水务局2021年职工上课的开支（培训费）是多少", ["46.00"]),  # explained by the name in brackets
        ("甲市水务局2021年无人机培训费是多少", []),  # a name of something else
    ],
)
def test_words_that_explain_an_item_are_told_from_those_that_name_another(
    waterworks: Library, question: str, values: list[str]
) -> None:
    assert [figure.value for figure in answer(question, waterworks).figures] == values
