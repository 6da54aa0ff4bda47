from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from extractors.model import Fact, FactKind, Measure
from extractors.quantities import PERCENT
from rag import Library, answer
from rag.model import Verdict
from tests.rag.builders import amount, cell, change, make_extraction, make_table, sentence

AGENCY = "甲市档案馆"


def form(project: str, label: str, amount: str, row: int, column: tuple[str, ...] = ("项目资金",)) -> Fact:
    fact = cell(label, amount, statement="performance_project", table=9, row=row, column=column)
    return replace(fact, kind=FactKind.FORM, subject=project)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", create=True) as opened:
        yield opened


def figures(library: Library, question: str) -> list[tuple[str, str]]:
    return [(f.item, f.value) for f in answer(question, library).figures]


def test_a_question_may_add_the_word_project_to_a_name(library: Library) -> None:
    library.add(make_extraction(agency=AGENCY, facts=[form("古籍修复", "年度资金总额", "20", 3)]))
    assert figures(library, "档案馆的古籍修复项目2021年多少钱") == [("古籍修复", "20")]


def test_a_cell_of_money_is_asked_for_by_its_label(library: Library) -> None:
    facts = [form("古籍修复经费", "中期资金总额", "60", 3), form("古籍修复经费", "年度资金总额", "20", 4)]
    library.add(make_extraction(agency=AGENCY, facts=facts))
    assert figures(library, "档案馆古籍修复经费中期资金总额是多少") == [("古籍修复经费", "60")]
    assert figures(library, "档案馆古籍修复经费的年度资金总额是多少") == [("古籍修复经费", "20")]


def test_a_project_s_money_is_asked_for_by_where_it_comes_from(library: Library) -> None:
    sums = [("年度资金总额", "20"), ("其中：财政拨款", "15"), ("其他资金", "5")]
    facts = [form("古籍修复二期", label, money, row) for row, (label, money) in enumerate(sums, start=3)]
    library.add(make_extraction(agency=AGENCY, facts=facts))
    assert figures(library, "档案馆古籍修复二期的财政拨款是多少") == [("古籍修复二期", "15")]
    assert figures(library, "档案馆2021年古籍修复二期其他资金有多少") == [("古籍修复二期", "5")]


def test_what_was_spent_on_a_project_is_its_budget_where_no_accounts_are_loaded(library: Library) -> None:
    library.add(make_extraction(agency=AGENCY, facts=[form("古籍修复二期", "年度资金总额", "20", 3)]))
    told = answer("档案馆2021年古籍修复二期花了多少", library)
    assert [figure.value for figure in told.figures] == ["20"] and "决算" in told.text
    assert not answer("档案馆2021年决算古籍修复二期多少钱", library).figures


def test_a_project_is_not_the_item_that_it_is_spent_under(library: Library) -> None:
    item = cell("基本公共卫生服务", "30", item="2100408", statement="expenditure", table=1, row=2)
    project = cell("基本公共卫生服务补助", "20", item="2100408", statement="projects", table=2, row=3)
    library.add(make_extraction(agency=AGENCY, facts=[item, project]))
    assert figures(library, "档案馆2021年“基本公共卫生服务补助”项目多少钱") == [("基本公共卫生服务补助", "20")]
    assert figures(library, "档案馆2021年基本公共卫生服务多少钱") == [("基本公共卫生服务", "30")]


def test_a_list_of_projects_has_no_row_for_the_agency_or_the_total(library: Library) -> None:
    column = ("项目金额", "资金总额")
    rows = [("合计", "32"), (AGENCY, "32"), ("古籍修复", "20"), ("馆藏数字化", "12")]
    facts = [form("", label, amount, row, column) for row, (label, amount) in enumerate(rows)]
    library.add(make_extraction(agency=AGENCY, facts=facts))
    assert figures(library, "档案馆2021年金额最大的项目是哪个") == [("古籍修复", "20"), ("馆藏数字化", "12")]
    assert figures(library, "档案馆2021年的项目和金额") == [("古籍修复", "20"), ("馆藏数字化", "12")]


def test_a_project_may_have_the_name_of_an_item(library: Library) -> None:
    lines = [("古籍修复", "20", None), ("预算准备金", "3", "budget_reserve")]
    table = make_table("项目支出表", ("项目名称", "合计"), [line[:2] for line in lines], index=4, statement="projects")
    facts = [
        cell(name, money, item=item, statement="projects", table=4, row=row)
        for row, (name, money, item) in enumerate(lines, start=1)
    ]
    library.add(make_extraction(agency=AGENCY, facts=facts, tables=[table]))
    assert figures(library, "档案馆2021年有哪些项目，各多少钱") == [("古籍修复", "20"), ("预算准备金", "3")]


@pytest.mark.parametrize("question", ["档案馆2021年培训费补助业务这个项目多少钱", "档案馆培训费补助业务该项目安排多少"])
def test_a_question_may_point_at_a_project(library: Library, question: str) -> None:
    facts = [cell("培训费补助业务", "20", statement="projects", table=4), cell("培训费", "4", item="30216", table=2)]
    library.add(make_extraction(agency=AGENCY, facts=facts))
    assert figures(library, question) == [("培训费补助业务", "20")]


@pytest.mark.parametrize("whole", ["全部项目支出的百分之几", "全部项目资金的比例"])
def test_a_project_is_a_share_of_all_projects(library: Library, whole: str) -> None:
    spent = cell("项目支出", "80", item="project_expenditure", statement="expenditure", table=2)
    library.add(make_extraction(agency=AGENCY, facts=[cell("古籍修复", "20", statement="projects", table=4), spent]))
    question = f"档案馆2021年古籍修复这个项目安排多少钱，占{whole}"
    assert ("古籍修复", "25.00") in figures(library, question)


def test_money_of_projects_is_no_indicator(library: Library) -> None:
    scanned = replace(form("古籍修复", "扫描卷数", "300", 5), measure=Measure.INDICATOR)
    library.add(make_extraction(agency=AGENCY, facts=[form("古籍修复", "年度资金总额", "20", 3), scanned]))
    assert figures(library, "档案馆2021年有哪些项目") == [("古籍修复", "20")]


def test_a_form_without_a_sum_for_the_year_states_it_as_that_of_all_its_time(library: Library) -> None:
    facts = [form("古籍修复", "实施期资金总额", "20", 3), cell("古籍修复", "20", statement="projects", table=4)]
    library.add(make_extraction(agency=AGENCY, facts=facts))
    assert answer("档案馆2021年古籍修复多少钱", library).verdict is Verdict.CONSISTENT


def test_forms_that_state_one_sum_are_of_one_project_however_often_they_state_it(library: Library) -> None:
    again = replace(form("古籍修复", "年度资金总额", "20", 3), table=10)
    twice = [form("古籍修复", "年度资金总额", "20", 3), form("古籍修复", "年度资金总额", "20", 4)]
    line = cell("古籍修复", "20", statement="projects", table=4)
    library.add(make_extraction(agency=AGENCY, facts=[line, *twice, again]))
    assert figures(library, "档案馆2021年古籍修复多少钱") == [("古籍修复", "20")]


def test_a_form_with_a_sum_for_the_year_states_no_other(library: Library) -> None:
    facts = [form("古籍修复", "实施期资金总额", "60", 3), form("古籍修复", "年度资金总额", "20", 4)]
    library.add(make_extraction(agency=AGENCY, facts=facts))
    assert figures(library, "档案馆2021年古籍修复多少钱") == [("古籍修复", "20")]


def test_a_form_contradicts_the_list_of_projects(library: Library) -> None:
    facts = [form("古籍修复", "年度资金总额", "25", 3), cell("古籍修复", "20", statement="projects", table=4)]
    library.add(make_extraction(agency=AGENCY, facts=facts))
    told = answer("档案馆2021年古籍修复多少钱", library)
    assert told.verdict is Verdict.CONFLICT
    assert "20 万元" in told.text and "25 万元" in told.text


def test_a_line_changes_as_its_sentence_says(library: Library) -> None:
    """The name of the project stands in the sentence before."""
    quote = "较2020年减少10万元，减少15%。"
    percent = amount("15%", PERCENT)
    fell = change(quote, "古籍修复", item=None, current="50.00", difference="10.00", percent=percent, direction=-1)
    line = cell("古籍修复", "50.00", statement="projects")
    library.add(make_extraction(agency=AGENCY, facts=[line], changes=[fell]))
    told = answer("档案馆2021年古籍修复比上年减少多少", library)
    assert [(f.value, f.unit) for f in told.figures] == [("10.00", "万元"), ("15", "%"), ("50.00", "万元")]
    assert told.verdict is Verdict.CONFLICT  # 10 of 60 is 16.67 %


def test_what_the_row_says_in_words_is_compared_with_its_figure(library: Library) -> None:
    row = ["古籍修复", "30.00", "一、理由。二、项目所需资金：申请市财政预算拨款105万元。"]
    table = make_table("项目支出表", ["项目名称", "金额", "项目简介"], [row], statement="projects")
    line = cell("古籍修复", "30.00", statement="projects", table=table.index, row=1)
    library.add(make_extraction(agency=AGENCY, facts=[line], tables=[table]))
    told = answer("档案馆2021年古籍修复多少钱", library)
    assert (told.verdict, [f.value for f in told.figures]) == (Verdict.CONFLICT, ["30.00"])
    assert "105 万元" in told.text


def test_two_items_in_a_row_may_be_the_name_of_a_project(library: Library) -> None:
    line = cell("会议费培训费", "3.00", statement="projects", table=4)
    library.add(make_extraction(agency=AGENCY, facts=[line, cell("会议费", "1.00", item="30215")]))
    assert figures(library, "档案馆2021年会议费培训费") == [("会议费培训费", "3.00")]


def test_a_sentence_with_more_words_contradicts_the_line_whose_budget_it_states(library: Library) -> None:
    names = ("困难企业、职工帮扶资金", "困难企业特困救助、职工帮扶资金预算")
    quote = "困难企业特困救助、职工帮扶资金预算90万元，实际支出85万元。"
    facts = [
        cell(names[0], "90", statement="projects", column=("预算批复",)),
        cell(names[0], "84.00", statement="projects", column=("实际执行",), measure=Measure.EXECUTION),
        sentence(quote, names[1], "90"),
        sentence(quote, names[1], "85.00", measure=Measure.EXECUTION),
    ]
    library.add(make_extraction(agency=AGENCY, facts=facts))
    told = answer("档案馆2021年困难企业职工帮扶资金执行数是多少", library)
    assert (told.verdict, [f.value for f in told.figures]) == (Verdict.CONFLICT, ["84.00"])


def test_an_item_is_not_a_line_whose_name_holds_its_name(library: Library) -> None:
    """自然资源事务 with 支出 after it is the 款, and not its last 项."""
    rows = [("22001", "自然资源事务", "90"), ("2200199", "其他自然资源事务支出", "60")]
    facts = [
        cell(name, text, item=code, code=code, statement="expenditure", row=row)
        for row, (code, name, text) in enumerate(rows)
    ]
    library.add(make_extraction(agency=AGENCY, facts=facts))
    assert figures(library, "档案馆2021年自然资源事务支出") == [("自然资源事务", "90")]
    assert figures(library, "档案馆2021年其他自然资源事务支出") == [("其他自然资源事务支出", "60")]


def test_no_item_is_told_to_be_meant_where_a_line_of_that_name_is(library: Library) -> None:
    facts = [cell("物业管理服务", "9.00", statement="projects"), cell("物业管理费", "1.00", item="30209", row=5)]
    library.add(make_extraction(agency=AGENCY, facts=facts))
    told = answer("档案馆2021年物业管理服务多少钱", library)
    assert [f.value for f in told.figures] == ["9.00"]
    assert "物业管理费" not in told.text


def test_what_is_bought_for_a_project_is_no_project_of_its_own(library: Library) -> None:
    rows = [
        cell("古籍修复", text, statement="government_procurement", table=5, row=r) for r, text in ((1, "3"), (2, "4"))
    ]
    library.add(make_extraction(agency=AGENCY, facts=[cell("古籍修复", "20", statement="projects", table=4), *rows]))
    assert figures(library, "档案馆2021年古籍修复多少钱") == [("古籍修复", "20")]


def test_a_line_is_found_by_its_official_name(library: Library) -> None:
    line = cell("一般行政管理事务", "6.00", item="2012602", code="2012602", statement="expenditure")
    library.add(make_extraction(agency=AGENCY, facts=[line]))
    assert [value for _, value in figures(library, "档案馆2021年一般行政事务管理支出")] == ["6.00"]


def test_a_line_whose_name_says_more_is_told(library: Library) -> None:
    library.add(make_extraction(agency=AGENCY, facts=[cell("留守机构补助资金", "6.00", statement="projects")]))
    told = answer("档案馆2021年补助资金多少钱", library)
    assert [f.value for f in told.figures] == ["6.00"]
    assert "按“留守机构补助资金”理解了“补助资金”" in told.text
