"""Questions about what a form says of a project."""

from __future__ import annotations

import pytest

from rag import Library, answer
from rag.model import Status
from tests.rag.builders import cell, make_extraction, make_table

FORM = [
    ("项目负责人", "张三", "", ""),
    ("实施单位", "甲市古籍馆", "", ""),
    ("一级指标", "二级指标", "三级指标", "指标值"),
    ("成本指标", "经济成本指标", "高级修复师、研究员（元/人/天）", "≤1200"),
    ("成本指标", "经济成本指标", "初级修复师（元/人/天）", "≤500"),
    ("产出指标", "数量指标", "修复人员配备数", "≥12人"),
    ("满意度指标", "满意度指标", "读者满意度", "≥90%"),
]


@pytest.fixture
def filled(library: Library) -> Library:
    headings = ("项目名称", "馆藏古籍修复二期项目", "", "")
    table = make_table("项目绩效目标表", headings, FORM, index=6, page=9, statement="performance_project", is_form=True)
    facts = [
        cell("馆藏古籍修复二期项目", "20", statement="projects", table=4),
        cell("培训费", "4", item="30216", table=2),
    ]
    library.add(make_extraction(agency="甲市档案馆", facts=facts, tables=[table], pages=9))
    return library


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("甲市档案馆古籍修复二期，请高级修复师每人每天最多付多少元", "≤1200"),
        ("甲市档案馆的馆藏古籍修复要配备多少修复人员", "≥12人"),
        ("甲市档案馆2021年读者满意度指标是多少", "≥90%"),
        ("甲市档案馆馆藏古籍修复二期项目的初级修复师一天多少钱", "≤500"),
        ("甲市档案馆馆藏古籍修复二期由谁来实施", "甲市古籍馆"),
        ("甲市档案馆馆藏古籍修复二期谁负责", "张三"),
    ],
)
def test_what_a_form_says_is_given_as_printed_with_its_place(filled: Library, question: str, said: str) -> None:
    answered = answer(question, filled)
    assert answered.status is Status.ANSWERED
    assert said in answered.text.replace("\\", ""), answered.text
    assert [(citation.page, citation.kind) for citation in answered.citations] == [(9, "cell")]


@pytest.mark.parametrize(
    "question", ["甲市档案馆馆藏古籍修复二期有哪些绩效指标", "甲市档案馆馆藏古籍修复二期项目有哪些指标"]
)
def test_all_indicators_of_a_project_are_listed(filled: Library, question: str) -> None:
    answered = answer(question, filled)
    assert len(answered.citations) == 4


@pytest.mark.parametrize("question", ["甲市档案馆馆藏古籍修复二期项目多少钱", "甲市档案馆2021年培训费是多少"])
def test_sums_of_money_are_figures(filled: Library, question: str) -> None:
    assert answer(question, filled).figures


@pytest.mark.parametrize("question", ["甲市档案馆馆藏数字化谁负责", "甲市档案馆馆藏古籍修复二期的联系电话是多少"])
def test_what_a_project_costs_says_not_who_answers_for_it(filled: Library, question: str) -> None:
    answered = answer(question, filled)
    assert (answered.status, answered.figures) == (Status.NOT_FOUND, ())


@pytest.mark.parametrize(
    ("turns", "said"),
    [
        (["甲市档案馆馆藏古籍修复二期多少钱", "谁负责"], "张三"),
        (["甲市档案馆馆藏古籍修复二期安排多少钱", "那初级修复师每人每天多少"], "≤500"),
        (["甲市档案馆2021年有哪些项目", "馆藏古籍修复二期那个多少钱"], "20"),
    ],
)
def test_what_is_asked_next_is_of_the_project_before(filled: Library, turns: list[str], said: str) -> None:
    assert said in answer(turns[-1], filled, turns=turns[:-1]).text.replace("\\", "")


def test_the_projects_of_another_agency_are_listed_next(filled: Library) -> None:
    filled.add(make_extraction(agency="乙市档案馆", place="乙市", facts=[cell("大厅运行", "9", statement="projects")]))
    answered = answer("乙市档案馆呢", filled, turns=["甲市档案馆2021年有哪些项目"])
    assert [(figure.item, figure.value) for figure in answered.figures] == [("大厅运行", "9")]


def test_an_indicator_may_be_called_a_share(library: Library) -> None:
    rows = [("一级指标", "三级指标", "指标值"), ("效益指标", "完好古籍比例", "≥95%")]
    headings = ("项目名称", "馆藏古籍修复", "")
    table = make_table("项目绩效目标表", headings, rows, statement="performance_project", is_form=True)
    library.add(make_extraction(agency="甲市档案馆", tables=[table]))
    assert "≥95%" in answer("甲市档案馆完好古籍比例要达到多少", library).text
