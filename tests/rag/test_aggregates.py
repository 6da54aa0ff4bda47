"""Figures over many agencies: sums, averages, numbers of agencies, rankings, and who has none."""

import pytest

from extractors.model import Blank, Level, Measure
from extractors.quantities import YUAN, Dimension, Unit
from rag.answer import answer
from rag.library import Library
from rag.model import Status, Verdict
from tests.rag.builders import cell, make_extraction, sentence

VEHICLES = Unit("辆", Dimension.COUNT)


@pytest.fixture
def places(library: Library) -> Library:
    """Four agencies of one place: two amounts, a zero, a blank; the last also as its department."""
    amounts = {"甲市审计局": "4.00", "甲市信访局": "2.00", "甲市水务局": "0.00"}
    for agency, amount in amounts.items():
        library.add(
            make_extraction(
                agency=agency,
                place="甲市",
                facts=[cell("公务接待费", amount, item="official_reception")],
            )
        )
    blank = cell("公务接待费", "", item="official_reception", blank=Blank.EMPTY)
    library.add(make_extraction(agency="甲市教育局", place="甲市", facts=[blank]))
    library.add(make_extraction(agency="甲市体育局", place="甲市", facts=[cell("培训费", "1.00", item="30216")]))
    return library


def test_the_average_is_of_those_that_state_it(places: Library) -> None:
    found = answer("甲市各单位2021年公务接待费平均多少", places)
    first = found.figures[0]
    assert (first.value, first.unit, first.formula) == ("2.00", "万元", "(2.00 + 4.00 + 0.00) ÷ 3")
    assert "没有计入（留空或写明没有）：甲市教育局" in found.text
    assert "没有计入（没有写明）：甲市体育局" in found.text


def test_how_many_agencies_state_it(places: Library) -> None:
    first = answer("甲市有几家单位公开了2021年公务接待费", places).figures[0]
    assert (first.value, first.unit) == ("3", "家")


@pytest.mark.parametrize(("least", "count"), [("3", "1"), ("2", "1"), ("1.5", "2"), ("9", "0")])
def test_how_many_agencies_are_above_a_threshold(places: Library, least: str, count: str) -> None:
    first = answer(f"甲市2021年公务接待费超过{least}万元的有几家", places).figures[0]
    assert (first.value, first.unit) == (count, "家")


def test_who_is_above_a_threshold(places: Library) -> None:
    found = answer("甲市哪些单位2021年公务接待费低于3万元", places)
    assert [(f.agency, f.value) for f in found.figures] == [("甲市信访局", "2.00"), ("甲市水务局", "0.00")]


@pytest.mark.parametrize("question", ["哪些单位2021年没有公务接待费", "甲市哪些单位2021年没有安排公务接待费"])
def test_who_has_none_says_why(places: Library, question: str) -> None:
    found = answer(question, places)
    assert [(f.agency, f.value) for f in found.figures] == [("甲市水务局", "0.00")]
    assert found.status is Status.ANSWERED
    assert "写明为 0：甲市水务局 [1]" in found.text
    assert "留空或注明没有：甲市教育局 [2]" in found.text
    assert "没有提到：甲市体育局" in found.text


def test_one_agency_is_asked_whether_it_has_any(places: Library) -> None:
    found = answer("甲市水务局2021年有没有安排公务接待费", places)
    assert [(f.agency, f.value) for f in found.figures] == [("甲市水务局", "0.00")]


def test_from_low_to_high(places: Library) -> None:
    found = answer("甲市各单位2021年公务接待费从低到高排一下", places)
    assert [f.value for f in found.figures] == ["0.00", "2.00", "4.00"]


def test_a_department_contains_its_units(library: Library) -> None:
    for level, amount in ((Level.DEPARTMENT, "9.00"), (Level.UNIT, "5.00")):
        library.add(
            make_extraction(
                agency="甲市审计局", level=level, facts=[cell("公务接待费", amount, item="official_reception")]
            )
        )
    library.add(make_extraction(agency="甲市信访局", facts=[cell("公务接待费", "1.00", item="official_reception")]))
    found = answer("各单位2021年公务接待费加起来", library)
    assert found.figures[0].value == "10.00"
    assert "甲市审计局（单位）" in found.text


def test_the_agencies_that_were_spoken_of(places: Library) -> None:
    turns = ("甲市审计局2021年公务接待费", "信访局呢")
    found = answer("两家加起来", places, turns=turns)
    assert [f.value for f in found.figures] == ["6.00", "4.00", "2.00"]


def test_an_agency_of_the_same_place_is_meant(places: Library) -> None:
    for place in ("甲市", "乙市"):
        fact = cell("公务接待费", "8.00" if place == "甲市" else "9.00", item="official_reception")
        library_name = f"{place}财政局"
        places.add(make_extraction(agency=library_name, place=place, facts=[fact]))
    assert [f.value for f in answer("财政局呢", places, turns=["甲市审计局2021年公务接待费"]).figures] == ["8.00"]
    assert [f.value for f in answer("甲市审计局、财政局2021年公务接待费", places).figures] == ["4.00", "8.00"]


def test_a_stock_is_of_the_day_it_was_counted(library: Library) -> None:
    quote = "截至2020年12月31日，甲市审计局共有车辆2辆。"
    counted = sentence(quote, "车辆", "2", item="vehicles_owned", measure=Measure.COUNT, year=2020, unit=VEHICLES)
    library.add(make_extraction(agency="甲市审计局", facts=[counted]))
    for question in ("审计局有几辆车", "审计局截至2020年底公务用车有多少辆", "How many vehicles does 审计局 have?"):
        found = answer(question, library)
        assert [(f.value, f.unit, f.year) for f in found.figures] == [("2", "辆", 2020)], question
    assert "截至2020年的车辆" in answer("审计局有几辆车", library).text


def test_the_publication_alone_means_all_its_expenditure(library: Library) -> None:
    total = cell("支出总计", "50.00", item="expenditure_total", statement="balance")
    library.add(make_extraction(agency="甲市审计局", facts=[total]))
    found = answer("审计局2021年预算是多少", library)
    assert ([f.value for f in found.figures], found.verdict) == (["50.00"], Verdict.SINGLE_SOURCE)


def test_a_ranking_says_the_years_that_its_lines_are_of(library: Library) -> None:
    for agency, year, text in (("甲市审计局", 2021, "4.00"), ("甲市信访局", 2020, "2.00")):
        reception = cell("公务接待费", text, item="official_reception", year=year)
        library.add(make_extraction(agency=agency, year=year, facts=[reception]))
    found = answer("哪个单位的公务接待费最高", library)
    assert "各单位最新一年的公务接待费，从高到低的前 2 家" in found.text
    assert "1. 甲市审计局，2021年预算：**4.00 万元**" in found.text
    assert "2. 甲市信访局，2020年预算：**2.00 万元**" in found.text


def test_the_years_of_one_agency_are_ranked_by_year(library: Library) -> None:
    for year, text in ((2020, "2.00"), (2021, "4.00")):
        reception = cell("公务接待费", text, item="official_reception", year=year)
        library.add(make_extraction(agency="甲市审计局", year=year, facts=[reception]))
    found = answer("甲市审计局2020年和2021年公务接待费哪年最高", library)
    assert "甲市审计局各年的公务接待费，从高到低：" in found.text
    assert "1. 2021年预算：**4.00 万元**" in found.text


def test_a_ranking_of_yuan_says_what_that_is_in_ten_thousands(library: Library) -> None:
    yuan = cell("公务接待费", "25000", item="official_reception", unit=YUAN)
    library.add(make_extraction(agency="甲市审计局", facts=[yuan]))
    library.add(make_extraction(agency="甲市信访局", facts=[cell("公务接待费", "2.00", item="official_reception")]))
    assert "1. 甲市审计局：**25000 元（合 2.5 万元）**" in answer("2021年哪个单位的公务接待费最高", library).text


@pytest.mark.parametrize(
    "question",
    [
        "By how much does 甲市审计局's 2021 公务接待费 exceed that of 甲市信访局?",
        "How much higher is 甲市审计局's 2021 公务接待费 than that of 甲市信访局?",
    ],
)
def test_a_difference_is_asked_for_in_english(places: Library, question: str) -> None:
    first = answer(question, places).figures[0]
    assert (first.value, first.formula) == ("2.00", "4.00 − 2.00")
