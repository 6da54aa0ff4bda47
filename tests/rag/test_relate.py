"""Two figures, each asked for as by a question of its own, and what they give together."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from extractors.model import Fact, Level, Measure, Phase
from rag.answer import answer
from rag.library import Library
from rag.model import Answer, Status
from tests.rag.builders import cell, change, make_extraction

RECEPTION, MEETINGS, THREE = "公务接待费", "会议费", "“三公”经费"
ITEMS = {RECEPTION: "official_reception", THREE: "three_public", MEETINGS: "30215"}


def facts(year: int, amounts: dict[str, str]) -> list[Fact]:
    return [
        cell(label, text, item=ITEMS[label], year=year, row=row, **({} if label != MEETINGS else ELSEWHERE))
        for row, (label, text) in enumerate(amounts.items(), start=2)
    ]


ELSEWHERE = {"statement": "basic_expenditure", "table": 2}


@pytest.fixture
def filled(library: Library) -> Iterator[Library]:
    """甲市档案馆 with a department's and a unit's budget of 2021 and the budget of 2019, 乙市图书馆, 丙市文化馆."""
    department = {RECEPTION: "4.00", THREE: "16.00", MEETINGS: "10.00"}
    library.add(make_extraction(level=Level.DEPARTMENT, facts=facts(2021, department)))
    library.add(make_extraction(level=Level.UNIT, facts=facts(2021, {RECEPTION: "2.50", THREE: "10.00"})))
    library.add(make_extraction(level=Level.DEPARTMENT, year=2019, facts=facts(2019, {RECEPTION: "5.00"})))
    told = change(
        "比2020年减少0.50万元", RECEPTION, item=ITEMS[RECEPTION], current="6.50", difference="0.50", direction=-1
    )
    before = [cell(RECEPTION, "7.00", item=ITEMS[RECEPTION], year=2020, row=3, column=("上年预算数",))]
    own = [*facts(2021, {RECEPTION: "6.50", THREE: "13.00"}), *before]
    library.add(make_extraction(agency="乙市图书馆", place="乙市", changes=[told], facts=own))
    outcome = [
        cell(RECEPTION, "5.00", item=ITEMS[RECEPTION], phase=Phase.FINAL_ACCOUNTS, column_index=1),
        cell(RECEPTION, "3.20", item=ITEMS[RECEPTION], phase=Phase.FINAL_ACCOUNTS, column_index=2,
             measure=Measure.FINAL_ACCOUNTS),
    ]  # fmt: skip
    library.add(make_extraction(agency="丙市文化馆", place="丙市", phase=Phase.FINAL_ACCOUNTS, facts=outcome))
    yield library


def first(answered: Answer) -> tuple[str, str, str | None]:
    figure = answered.figures[0]
    return figure.value, figure.unit, figure.formula


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("档案馆2021年公务接待费，部门预算比单位预算多多少", ("1.50", "万元", "4.00 − 2.50")),
        ("档案馆2021年单位预算的三公经费占部门预算三公经费的百分之几", ("62.50", "%", "10.00 ÷ 16.00 × 100")),
        ("图书馆2021年公务接待费是档案馆2021年会议费的几倍", ("0.65", "倍", "6.50 ÷ 10.00")),
        ("图书馆2021年公务接待费占档案馆会议费的百分之几，保留整数", ("65", "%", "6.50 ÷ 10.00 × 100")),
        ("档案馆2021年公务接待费比2019年减少多少", ("1.00", "万元", "5.00 − 4.00")),
        ("档案馆2021年公务接待费比2019年下降百分之几", ("20.00", "%", "(5.00 − 4.00) ÷ 5.00 × 100")),
        ("文化馆2021年公务接待费决算完成预算的百分之几", ("64.00", "%", "3.20 ÷ 5.00 × 100")),
        ("图书馆2021年公务接待费比档案馆高百分之几", ("62.50", "%", "(6.50 − 4.00) ÷ 4.00 × 100")),
        ("档案馆部门预算和单位预算的三公经费差多少", ("6.00", "万元", "16.00 − 10.00")),
        ("图书馆2021年公务接待费减去档案馆2021年会议费", ("3.50", "万元", "10.00 − 6.50")),
        ("档案馆2021年公务接待费和会议费合计占三公经费的百分之几", ("87.50", "%", "14.00 ÷ 16.00 × 100")),
    ],
)
def test_the_result_with_its_formula(filled: Library, question: str, expected: tuple[str, str, str]) -> None:
    assert first(answer(question, filled)) == expected


def test_the_document_s_own_change_comes_first_and_its_missing_rate_is_worked_out(filled: Library) -> None:
    amount, rate = (answer(f"图书馆2021年公务接待费比2020年减少{ask}", filled) for ask in ("多少", "百分之几"))
    assert (first(amount), amount.figures[0].origin.value) == (("0.50", "万元", None), "stated")
    assert first(rate) == ("7.14", "%", "(7.00 − 6.50) ÷ 7.00 × 100")


def test_both_figures_are_named_and_cited(filled: Library) -> None:
    answered = answer("档案馆2021年公务接待费，部门预算比单位预算多多少", filled)
    assert answered.text.splitlines()[0].startswith(
        "- 甲市档案馆（部门）2021年预算的公务接待费比甲市档案馆（单位）2021年预算多：**1.50 万元**"
    )
    assert len(answered.figures[0].citations) == 2


@pytest.mark.parametrize(
    "question",
    [
        "档案馆2021年培训费是会议费的几倍",
        "丁市财政局2021年公务接待费比档案馆多多少",
        "档案馆2021年公务接待费比2015年减少多少",
    ],
)
def test_where_a_side_is_not_stated_nothing_is_worked_out(filled: Library, question: str) -> None:
    answered = answer(question, filled)
    assert (answered.status, answered.figures) == (Status.NOT_FOUND, ())


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (["档案馆2021年部门预算公务接待费多少", "2019年呢", "那减少了多少"], "1.00"),
        (["档案馆2021年部门预算公务接待费多少", "图书馆呢", "差多少"], "2.50"),
        (["档案馆2021年部门预算公务接待费多少", "会议费呢", "合计呢"], "14.00"),
        (["档案馆2021年部门预算三公经费多少", "其中接待费呢", "占比是多少"], "25.00"),
        (["档案馆2021年部门预算三公经费多少", "接待费占多少", "图书馆呢"], "50.00"),
        (["图书馆2021年公务接待费", "比上年减少多少", "百分之几呢"], "7.14"),
        (["图书馆2021年公务接待费比档案馆多百分之几", "图书馆2021年三公经费是多少"], "13.00"),
    ],
)
def test_earlier_questions_may_name_the_sides(filled: Library, turns: list[str], expected: str) -> None:
    assert first(answer(turns[-1], filled, turns=turns[:-1]))[0] == expected


def test_changes_and_shares_are_ranked(filled: Library) -> None:
    fell = answer("2021年公务接待费比2020年减少最多的单位", filled)
    assert [(f.agency, f.value) for f in fell.figures] == [("乙市图书馆", "0.50")]
    shares = answer("2021年哪个单位的公务接待费占三公经费的比例最高", filled)
    assert [(f.agency, f.value) for f in shares.figures] == [("乙市图书馆", "50.00"), ("甲市档案馆", "25.00")]


def test_agencies_whose_figure_changed_are_counted(filled: Library) -> None:
    counted = {way: answer(f"2021年有几家单位的公务接待费比2020年{way}了", filled) for way in ("减少", "增加")}
    assert {way: answered.figures[0].value for way, answered in counted.items()} == {"减少": "1", "增加": "0"}


def test_a_sum_that_lacks_a_term_is_related_to_nothing(filled: Library) -> None:
    answered = answer("图书馆2021年公务接待费占会议费和三公经费之和的百分之几", filled)
    assert (answered.status, answered.figures) == (Status.NOT_FOUND, ())


def test_the_change_of_a_sum_is_worked_out_from_both_years_sums(filled: Library) -> None:
    answered = answer("图书馆和档案馆2021年公务接待费合计比图书馆2021年三公经费少多少", filled)
    assert first(answered) == ("2.50", "万元", "13.00 − 10.50")
