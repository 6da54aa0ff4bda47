"""Questions for tables, as people ask them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.model import Blank, Fact, FactKind, Measure, Phase, Table
from extractors.quantities import TEN_THOUSAND_YUAN, YUAN
from rag.answer import answer
from rag.library import Library
from rag.model import Answer, AnswerTable, Missing, Status
from tests.rag.builders import cell, make_extraction, make_table

PROJECTS = [("信用体系建设", "2", "张三"), ("大厅运行", "11.60", "李四"), ("=1+1|宣传", "0", "")]


def project_table() -> Table:
    rows = [("合计", "13.60", ""), *PROJECTS]
    return make_table(
        "项目支出表", ("项目名称", "年度资金总额", "项目负责人"), rows, index=5, page=7, statement="projects"
    )


def project_facts() -> list[Fact]:
    return [
        cell(name, money, statement="projects", table=5, row=row, column_index=1, column=("年度资金总额",), page=7)
        for row, (name, money, _) in enumerate(PROJECTS, start=2)
    ]


@pytest.fixture
def filled(library: Library) -> Library:
    library.add(
        make_extraction(
            agency="甲市档案馆",
            facts=[
                cell("公务接待费", "4.00", item="official_reception"),
                cell("会议费", "20000", item="30215", unit=YUAN, statement="basic_expenditure", table=2),
                *project_facts(),
            ],
            tables=[project_table()],
        )
    )
    library.add(
        make_extraction(
            agency="乙市档案馆",
            place="乙市",
            facts=[
                cell("公务接待费", "", item="official_reception", blank=Blank.EMPTY),
                cell("会议费", "无", item="30215", blank=Blank.WORD, statement="basic_expenditure", table=2),
            ],
        )
    )
    library.add(make_extraction(agency="丙市档案馆", place="丙市", facts=[cell("培训费", "1", item="30216")]))
    library.add(make_extraction(agency="丁市档案馆", place="丁市", phase=Phase.OTHER, file_name="模板.pdf"))
    return library


def table_of(answered: Answer) -> AnswerTable:
    assert answered.table is not None, answered.text
    return answered.table


def grid(answered: Answer) -> list[list[str]]:
    """The cells as a reader sees them: value with unit, or why it is empty."""
    table = table_of(answered)
    rows = [
        [f"{c.value} {c.unit or ''}".strip() if c.value is not None else f"<{c.missing}>" for c in row]
        for row in table.rows
    ]
    return [list(table.columns), *rows]


def test_projects_come_with_what_their_table_says_of_each(filled: Library) -> None:
    answered = answer("把甲市档案馆2021年各项目做成表格", filled)
    assert grid(answered) == [
        ["项目名称", "年度资金总额", "负责人"],
        ["信用体系建设", "2 万元", "张三"],
        ["大厅运行", "11.60 万元", "李四"],
        ["=1+1|宣传", "0 万元", "<blank>"],
    ]
    assert [(f.item, f.value) for f in answered.figures] == [
        ("信用体系建设", "2"),
        ("大厅运行", "11.60"),
        ("=1+1|宣传", "0"),
    ]
    assert r"| =1+1\|宣传 [7] | 0 [8] | （空白） [9] |" in answered.text


def test_brackets_around_a_level_name_no_column(filled: Library) -> None:
    answered = answer("把甲市档案馆（本级）2021年各项目做成表格", filled)
    assert grid(answered)[0] == ["项目名称", "年度资金总额", "负责人"]
    assert answered.query["level"] == "unit"


@pytest.mark.parametrize(
    "question",
    [
        "列表：项目名称, 负责人, 年度资金总额",
        "提取项目名称、项目负责人和金额",
        "Make a table of project name, responsible person, amount",
    ],
)
def test_columns_come_as_they_are_asked_for_over_all_documents(filled: Library, question: str) -> None:
    answered = answer(question, filled)
    table = table_of(answered)
    columns = {heading: [row[i].value for row in table.rows] for i, heading in enumerate(table.columns)}
    assert ["信用体系建设", "大厅运行", "=1+1|宣传"] in columns.values()
    assert ["张三", "李四", None] in columns.values()
    assert ["2", "11.60", "0"] in columns.values()
    assert {told.missing for row in table.rows for told in row} == {None, Missing.BLANK}
    assert "乙市档案馆-2021-budget-unit.pdf" in answered.text  # said to list no projects


def test_every_cell_is_cited_and_every_empty_one_says_why(filled: Library) -> None:
    answered = answer("提取 单位, 年度, 公务接待费, 会议费 (所有文件)", filled)
    assert grid(answered) == [
        ["单位", "年度", "公务接待费", "会议费"],
        ["丙市档案馆", "2021", "<not_found>", "<not_found>"],
        ["乙市档案馆", "2021", "<blank>", "<not_disclosed>"],
        ["甲市档案馆", "2021", "4.00 万元", "20000 元"],
    ]
    cited = {c.n: c for c in answered.citations}
    for row in table_of(answered).rows:
        for told in row[2:]:
            quotes = [cited[n].quote for n in told.citations]
            assert quotes == (
                [] if told.missing is Missing.NOT_FOUND else [told.value or cited[told.citations[0]].quote]
            )
    assert "模板.pdf：既不是预算也不是决算" in answered.text
    assert [(f.value, f.unit) for f in answered.figures] == [("4.00", "万元"), ("20000", "元")]


def test_units_are_converted_only_when_that_is_asked(filled: Library) -> None:
    assert grid(answer("把各单位的公务接待费、会议费做成表格，以万元为单位", filled))[-1][2:] == ["4.00 万元", "2 万元"]


def test_a_year_that_is_not_loaded_has_a_line_that_says_so(filled: Library) -> None:
    answered = answer("把甲市档案馆2021年、2022年的公务接待费、会议费做成表格", filled)
    assert grid(answered)[1:] == [
        ["甲市档案馆", "2021", "4.00 万元", "20000 元"],
        ["甲市档案馆", "2022", "<not_loaded>", "<not_loaded>"],
    ]


def test_an_item_comes_with_its_parts(filled: Library) -> None:
    answered = answer("把甲市档案馆三公经费做成表格", filled)
    assert grid(answered)[0][2:] == [
        "“三公”经费",
        "因公出国（境）费",
        "公务用车购置及运行维护费",
        "公务用车购置费",
        "公务用车运行维护费",
        "公务接待费",
    ]
    assert grid(answered)[1][-1] == "4.00 万元"


def test_budget_and_outcome_stand_side_by_side(library: Library) -> None:
    facts = [
        cell("公务接待费", "5.00", item="official_reception", phase=Phase.FINAL_ACCOUNTS, column_index=1),
        cell("公务接待费", "3.00", item="official_reception", phase=Phase.FINAL_ACCOUNTS, column_index=2,
             measure=Measure.FINAL_ACCOUNTS),
    ]  # fmt: skip
    library.add(make_extraction(phase=Phase.FINAL_ACCOUNTS, facts=facts))
    answered = answer("列表：单位、年度、公务接待费预算数、公务接待费决算数", library)
    assert grid(answered)[1] == ["甲市档案馆", "2021", "5.00 万元", "3.00 万元"]
    assert [(f.measure, f.value) for f in answered.figures] == [("预算数", "5.00"), ("决算数", "3.00")]


def test_a_form_says_its_project_s_amount_and_person(library: Library) -> None:
    rows = [("项目负责人：", "王五"), ("年度资金总额：", "20"), ("立项依据", "会议纪要〔2020〕1号")]
    headings = ("项目名称", "平台建设")
    form = make_table("项目绩效目标表", headings, rows, index=6, statement="performance_project", is_form=True)
    money = cell(
        "年度资金总额", "20", statement="performance_project", table=6, row=2, column_index=1, subject="平台建设"
    )
    library.add(make_extraction(facts=[replace(money, kind=FactKind.FORM)], tables=[form]))
    answered = answer("列表：项目名称、负责人、年度资金总额、立项依据、联系电话", library)
    assert grid(answered)[1] == ["平台建设", "王五", "20 万元", "会议纪要〔2020〕1号", "<not_found>"]


def test_projects_of_which_nothing_asked_for_is_printed_are_named_below(library: Library) -> None:
    listed = make_table(
        "项目支出表", ("项目名称", "合计"), [("专用项目", "5"), ("信用体系建设", "5")], statement="projects"
    )
    headings = ("项目名称", "信用体系建设", "中期资金总额", "15")
    form = make_table("项目绩效目标表", headings, [], index=6, statement="performance_project", is_form=True)
    money = cell("中期资金总额", "15", statement="performance_project", table=6, row=0, column_index=3)
    library.add(make_extraction(facts=[replace(money, kind=FactKind.FORM)], tables=[listed, form]))
    answered = answer("列表：项目名称, 中期资金总额（甲市档案馆2021年）", library)
    assert grid(answered) == [["项目名称", "中期资金总额"], ["信用体系建设", "15 万元"]]
    assert "专用项目：所问的各栏" in answered.text


def test_nothing_to_list_is_no_answer(library: Library) -> None:
    library.add(make_extraction(facts=[cell("培训费", "1", item="30216")]))
    answered = answer("列表：项目名称, 负责人", library)
    assert (answered.status, answered.table, answered.figures) == (Status.NOT_FOUND, None, ())


def test_a_question_that_works_something_out_is_no_table(filled: Library) -> None:
    assert answer("列出2021年公务接待费和会议费合计是多少", filled).table is None


@pytest.mark.parametrize(
    ("order", "values"),
    [("按会议费从高到低排列", ["5.00", "20000", ""]), ("按会议费从小到大排", ["20000", "5.00", ""])],
)
def test_lines_are_set_in_the_order_that_is_asked_for(library: Library, order: str, values: list[str]) -> None:
    meetings = {"甲市水务局": ("20000", YUAN), "甲市审计局": ("5.00", TEN_THOUSAND_YUAN), "甲市信访局": None}
    for agency, stated in meetings.items():
        facts = [cell("公务接待费", "4.00", item="official_reception")]
        facts += [cell("会议费", stated[0], item="30215", unit=stated[1])] if stated else []
        library.add(make_extraction(agency=agency, facts=facts))
    found = answer(f"把各单位2021年公务接待费、会议费做成表格，{order}", library)
    assert found.table
    assert [line[-1].value or "" for line in found.table.rows] == values
    assert [figure.value for figure in found.figures if figure.item == "会议费"] == values[:2]


def test_the_table_that_columns_are_taken_from_is_no_column(library: Library) -> None:
    facts = [cell("公务接待费", "4.00", item="official_reception"), cell("会议费", "2.00", item="30215")]
    library.add(make_extraction(agency="甲市水务局", facts=facts))
    found = answer("甲市水务局2021年“三公”经费、会议费、培训费表里的公务接待费、会议费，做成表格", library)
    assert found.table
    assert found.table.columns[-2:] == ("公务接待费", "会议费")
