"""Whole answers over small libraries: status, figures, words, and that nothing a person types breaks them."""

import json
import random

import pytest

from extractors.model import Blank, Fact, FactKind, Level, Measure, Phase
from rag.answer import Step, answer
from rag.library import Library
from rag.model import Origin, Status, Verdict
from tests.rag.builders import cell, change, make_extraction, make_table, paragraph, sentence


def reception(text: str, **others: object) -> Fact:
    return cell("公务接待费", text, item="official_reception", **others)


@pytest.fixture
def filled(library: Library) -> Library:
    """Two agencies of 2021, one of them also with final accounts, and a third that prints only blanks."""
    library.add(
        make_extraction(
            agency="甲市档案馆",
            facts=[
                cell("总计", "14.00", item="three_public", row=1),
                reception("4.00"),
                sentence("（三）公务接待费4万元。", "公务接待费", "4", item="official_reception"),
                cell("2021年 古籍修复项目", "30.00", item=None, statement="projects", table=3, row=2),
            ],
            changes=[
                change(
                    "比2020年增加0.35万元。",
                    "公务接待费",
                    item="official_reception",
                    current="4",
                    difference="0.35",
                    direction=1,
                )
            ],
            paragraphs=[
                paragraph("主要职责：收集、保管和利用全市档案。", "一、主要职能", "（二）部门职责"),
                paragraph("公务接待费增加，主要原因：新馆开放后来访增多。", "三公经费说明"),
            ],
            tables=[
                make_table("三公经费表", ["项目", "预算数"], [["总计", "14.00"], ["公务接待费", "4.00"]]),
            ],
        )
    )
    library.add(
        make_extraction(
            agency="甲市档案馆",
            phase=Phase.FINAL_ACCOUNTS,
            facts=[
                reception("3.20", measure=Measure.FINAL_ACCOUNTS, phase=Phase.FINAL_ACCOUNTS),
                reception("4.00", measure=Measure.APPROVED_BUDGET, phase=Phase.FINAL_ACCOUNTS),
            ],
        )
    )
    library.add(make_extraction(agency="甲市图书馆", facts=[reception("6.00")]))
    library.add(make_extraction(agency="甲市美术馆", facts=[reception("", blank=Blank.EMPTY)]))
    return library


def figures(library: Library, question: str, *turns: str) -> list[tuple[str, str, str]]:
    found = answer(question, library, turns=turns)
    return [(figure.agency, figure.value, figure.unit) for figure in found.figures]


def test_the_figure_asked_for_comes_with_its_place(filled: Library) -> None:
    found = answer("档案馆2021年公务接待费预算是多少？", filled)
    assert (found.status, found.verdict) == (Status.ANSWERED, Verdict.CONSISTENT)
    assert [(f.value, f.unit, f.origin) for f in found.figures] == [("4.00", "万元", Origin.STATED)]
    first = found.citations[0]
    assert (first.page, first.kind, first.row, first.column, first.quote) == (3, "cell", "公务接待费", "合计", "4.00")
    assert first.bbox is not None
    assert "**4.00 万元** [1]" in found.text


def test_without_an_agency_all_that_state_it_are_listed(filled: Library) -> None:
    assert figures(filled, "2021年公务接待费预算是多少") == [
        ("甲市图书馆", "6.00", "万元"),
        ("甲市档案馆", "4.00", "万元"),
    ]


def test_phases_are_told_apart(filled: Library) -> None:
    assert figures(filled, "档案馆2021年公务接待费决算") == [("甲市档案馆", "3.20", "万元")]


def test_final_accounts_state_the_budget_too(library: Library) -> None:
    facts = [reception("4.00", measure=Measure.APPROVED_BUDGET), reception("3.20", measure=Measure.FINAL_ACCOUNTS)]
    library.add(make_extraction(agency="甲市档案馆", phase=Phase.FINAL_ACCOUNTS, facts=facts))
    assert figures(library, "档案馆2021年公务接待费预算数") == [("甲市档案馆", "4.00", "万元")]


def test_the_other_phase_will_do_where_the_wording_only_suggests_one(library: Library) -> None:
    library.add(make_extraction(agency="甲市图书馆", facts=[reception("6.00")]))
    found = answer("图书馆2021年公务接待花了多少", library)
    assert [f.value for f in found.figures] == ["6.00"]
    assert "决算" in found.text
    assert answer("图书馆2021年公务接待费决算是多少", library).status is Status.NOT_FOUND


def test_a_year_before_is_worked_out(filled: Library) -> None:
    found = answer("档案馆2020年公务接待费预算", filled)
    assert [(f.value, f.origin, f.formula) for f in found.figures] == [("3.65", Origin.DERIVED, "4.00 − 0.35")]


def test_units_are_converted_on_request(filled: Library) -> None:
    assert figures(filled, "图书馆2021年公务接待费是多少元") == [("甲市图书馆", "60000", "元")]


def test_follow_ups(filled: Library) -> None:
    assert figures(filled, "图书馆呢？", "档案馆2021年公务接待费预算是多少？") == [("甲市图书馆", "6.00", "万元")]
    assert figures(filled, "那三公经费呢？", "档案馆2021年公务接待费预算是多少？") == [("甲市档案馆", "14.00", "万元")]


def test_sum_comparison_ranking_and_share(filled: Library) -> None:
    compared = figures(filled, "档案馆和图书馆2021年公务接待费预算哪个多，差多少")
    assert [value for _, value, _ in compared] == ["4.00", "6.00", "2.00"]  # as they are asked for
    side_by_side = figures(filled, "档案馆和图书馆2021年公务接待费预算哪个多")
    assert [value for _, value, _ in side_by_side] == ["4.00", "6.00", "2.00"]
    ranked = figures(filled, "2021年哪个单位公务接待费预算最高")
    assert ranked == [("甲市图书馆", "6.00", "万元"), ("甲市档案馆", "4.00", "万元")]
    assert figures(filled, "2021年各单位公务接待费预算加起来")[0][1] == "10.00"
    share = answer("档案馆2021年公务接待费占三公经费预算的比例", filled).figures[0]
    assert (share.value, share.unit, share.formula) == ("28.57", "%", "4.00 ÷ 14.00 × 100")


@pytest.fixture
def spending(library: Library) -> Library:
    """One agency: all expenditure, its two parts, two kinds of goods, and the year before."""
    rows = (("支出总计", "50.00", "expenditure_total"), ("基本支出", "20.00", "basic_expenditure"))
    rows += (("项目支出", "30.00", "project_expenditure"), ("会议费", "3.00", "30215"), ("培训费", "2.00", "30216"))
    facts = [cell(label, text, item=item, row=n) for n, (label, text, item) in enumerate(rows)]
    library.add(make_extraction(agency="甲市档案馆", facts=facts))
    before = [cell("会议费", "2.40", item="30215", year=2020)]
    library.add(make_extraction(agency="甲市档案馆", year=2020, facts=before))
    return library


@pytest.mark.parametrize(
    ("question", "value", "formula"),
    [
        ("档案馆2021年项目支出占比", "60.00", "30.00 ÷ 50.00 × 100"),
        ("档案馆2021年项目支出占全部支出的比重", "60.00", "30.00 ÷ 50.00 × 100"),
        ("档案馆2021年基本支出占基本支出加项目支出的多少", "40.00", "20.00 ÷ (20.00 + 30.00) × 100"),
        ("Which share of the 2021 expenditure of 档案馆 is project expenditure?", "60.00", "30.00 ÷ 50.00 × 100"),
        ("档案馆2021年会议费和培训费合计多少", "5.00", "3.00 + 2.00"),
        ("档案馆2021年会议费比2020年多多少", "0.60", "3.00 − 2.40"),
        ("档案馆2021年会议费比上年增加多少", "0.60", "3.00 − 2.40"),
    ],
)
def test_what_is_worked_out_comes_first(spending: Library, question: str, value: str, formula: str) -> None:
    first = answer(question, spending).figures[0]
    assert (first.value, first.formula, first.origin) == (value, formula, Origin.COMPUTED)
    assert first.citations


def test_a_sum_over_named_agencies_comes_first(filled: Library) -> None:
    assert figures(filled, "档案馆和图书馆2021年三公经费和公务接待费预算合计")[0][1] == "24.00"
    assert figures(filled, "档案馆和图书馆2021年公务接待费预算合计")[0][1] == "10.00"


def test_a_share_of_what_is_not_stated_is_no_figure(filled: Library) -> None:
    assert answer("档案馆2021年公务接待费预算占比", filled).figures == ()


def test_an_item_named_twice_is_one(spending: Library) -> None:
    assert figures(spending, "档案馆2021年培训费（30216）是多少") == [("甲市档案馆", "2.00", "万元")]
    assert figures(spending, "How much for training (培训费) of 档案馆 in 2021?") == [("甲市档案馆", "2.00", "万元")]


def test_follow_ups_that_are_short_for_something(spending: Library) -> None:
    spending.add(make_extraction(agency="甲市图书馆", facts=[cell("培训费", "7.00", item="30216")]))
    first = "档案馆2021年培训费是多少"
    assert figures(spending, "会议呢", first) == [("甲市档案馆", "3.00", "万元")]
    assert figures(spending, "上一年呢", "档案馆2021年会议费是多少") == [("甲市档案馆", "2.40", "万元")]
    assert figures(spending, "图书呢", first) == [("甲市图书馆", "7.00", "万元")]
    assert figures(spending, "换算成元", first) == [("甲市档案馆", "20000", "元")]
    assert figures(spending, "那会议费呢", first, "谢谢") == [("甲市档案馆", "3.00", "万元")]
    assert figures(spending, "占总支出的比例是多少", first)[0] == ("甲市档案馆", "4.00", "%")


def test_an_english_name_of_no_loaded_agency(spending: Library) -> None:
    found = answer("How much did Beijing Municipal Finance Bureau spend in 2021?", spending)
    assert found.status is Status.NOT_FOUND


def test_projects_by_name_and_as_a_list(filled: Library) -> None:
    assert figures(filled, "档案馆2021年古籍修复项目是多少") == [("甲市档案馆", "30.00", "万元")]
    assert figures(filled, "档案馆2021年预算有哪些项目，金额各多少") == [("甲市档案馆", "30.00", "万元")]


def test_a_blank_cell_is_not_disclosed(filled: Library) -> None:
    found = answer("美术馆2021年公务接待费", filled)
    assert (found.status, found.verdict, found.figures) == (Status.NOT_DISCLOSED, Verdict.NONE, ())
    assert found.citations[0].page == 3


def test_zero_is_an_answer(library: Library) -> None:
    library.add(make_extraction(facts=[reception("0.00")]))
    assert figures(library, "档案馆2021年公务接待费") == [("甲市档案馆", "0.00", "万元")]


def test_an_empty_table_is_not_disclosed(library: Library) -> None:
    table = make_table("三公经费表", ["项目", "预算数"], [["公务接待费", ""]], statement="three_public")
    library.add(make_extraction(tables=[table]))
    assert answer("档案馆2021年公务接待费", library).status is Status.NOT_DISCLOSED


def test_what_is_not_loaded_is_said(filled: Library) -> None:
    later = answer("档案馆2023年公务接待费", filled)
    assert later.status is Status.NOT_FOUND
    assert "2021年预算" in later.text
    other = answer("财政局2021年公务接待费", filled)
    assert other.status is Status.NOT_FOUND
    assert "财政局" in other.text
    assert "甲市图书馆" in other.text


def test_an_empty_library_says_so(library: Library) -> None:
    assert answer("档案馆2021年公务接待费", library).status is Status.NOT_FOUND


def test_ambiguous_words_offer_questions(filled: Library) -> None:
    found = answer("档案馆2021年工资多少", filled)
    assert found.status is Status.AMBIGUOUS
    assert len(found.choices) == 2
    assert all("2021年" in choice for choice in found.choices)


def test_many_agencies_offer_a_choice(library: Library) -> None:
    for name in "子丑寅卯辰巳":
        library.add(make_extraction(agency=f"甲市{name}山公园", facts=[reception("1.00")]))
    found = answer("2021年公务接待费是多少", library)
    assert found.status is Status.AMBIGUOUS
    assert len(found.choices) == 6 + 1  # one for each, and one for all of them
    assert answer("2021年各单位公务接待费是多少", library).status is Status.ANSWERED


@pytest.mark.parametrize("question", ["今天天气怎么样", "写一首关于档案馆的诗", "", "？？？", "你好"])
def test_other_questions_are_out_of_scope(filled: Library, question: str) -> None:
    found = answer(question, filled)
    assert found.status is Status.OUT_OF_SCOPE
    assert found.choices


def test_questions_in_prose_are_quoted(filled: Library) -> None:
    found = answer("档案馆的主要职责是什么", filled)
    assert (found.status, found.verdict, found.figures) == (Status.ANSWERED, Verdict.NONE, ())
    assert "收集、保管和利用全市档案" in found.text
    assert "新馆开放后来访增多" in answer("档案馆2021年公务接待费为什么增加", filled).text
    assert answer("档案馆的馆长电话是多少", filled).status is Status.NOT_FOUND


def test_answers_are_in_the_questions_language(filled: Library) -> None:
    found = answer("How much did 图书馆 plan for official reception in 2021?", filled)
    assert [f.value for f in found.figures] == ["6.00"]
    assert "only this place states it" in found.text


def test_department_and_unit_of_one_agency_are_both_shown(library: Library) -> None:
    library.add(make_extraction(level=Level.DEPARTMENT, facts=[reception("9.00")]))
    library.add(make_extraction(level=Level.UNIT, facts=[reception("4.00")]))
    found = answer("档案馆2021年公务接待费", library)
    assert [f.value for f in found.figures] == ["9.00", "4.00"]
    assert "（部门）" in found.text
    assert figures(library, "档案馆本级2021年公务接待费") == [("甲市档案馆", "4.00", "万元")]


def test_the_newest_year_is_assumed_and_said(library: Library) -> None:
    for year, text in ((2020, "3.00"), (2021, "4.00")):
        library.add(make_extraction(year=year, facts=[reception(text, year=year)]))
    found = answer("档案馆公务接待费是多少", library)
    assert [f.value for f in found.figures] == ["4.00"]
    assert "2021" in found.text.split("[1]")[-1]


HOSTILE = "<img src=x onerror=alert(1)> [x](javascript:alert(1)) ![y](http://evil.example/z.png) **z** {0.__class__}"


def test_text_from_documents_has_no_effect(library: Library) -> None:
    facts = [
        cell(f"公务接待费{HOSTILE}", "4.00", item="official_reception", column=(HOSTILE,)),
        sentence(f"公务接待费4万元。{HOSTILE}", "公务接待费", "4", item="official_reception"),
    ]
    table = make_table(HOSTILE, ["项目"], [["公务接待费"]])
    paragraphs = [paragraph(f"主要职责：{HOSTILE}", "职责")]
    library.add(make_extraction(facts=facts, tables=[table], paragraphs=paragraphs, file_name=f"{HOSTILE}.pdf"))
    for question in (
        "档案馆2021年公务接待费",
        "档案馆的主要职责是什么",
        "有哪些文件",
        f"{HOSTILE}档案馆2021年公务接待费",
    ):
        text = answer(question, library).text
        assert "<" not in text
        assert "](" not in text.replace("\\](", "")
        assert "http://" not in text
        assert "javascript:" not in text


def test_json_has_the_promised_shape(filled: Library) -> None:
    body = answer("档案馆2021年公务接待费预算是多少", filled).to_json()
    assert json.loads(json.dumps(body)) == body
    assert set(body) == {
        "id", "question", "status", "text", "verdict", "figures", "citations", "checks", "query", "choices",
        "table", "model",
        "elapsed_ms",
    }  # fmt: skip


def test_odd_questions_never_raise(filled: Library) -> None:
    """Pieces of real questions, quotes, operators and odd characters in any order."""
    pieces = [
        "档案馆", "2021年", "公务接待费", "“", "'", "\"", "NEAR(", "*", "%", "_", "\\", "\u0000",
        "２０２１", "😀", "和", "占", "比例", "最高", "加起来", "为什么", "[1]", "{x}", "{{", "<b>",
        "--", ";", "\u3000", "\n", "去年", "近三年", "30217", "预算", "决算", "有哪些项目", "of",
        "how much", "AND", "OR", "NOT", "(", ")", "呢", "各单位", "工资", "元", "万元", "\u202e", "é",
        "名",
    ]  # fmt: skip
    chance = random.Random(20211121)
    for _ in range(400):
        question = "".join(chance.choices(pieces, k=chance.randint(1, 9)))
        assert answer(question, filled, turns=chance.choices(pieces, k=chance.randint(0, 2))).text


def test_a_huge_question_is_answered_quickly(filled: Library) -> None:
    assert answer("公务接待费是多少" * 100_000, filled).elapsed_ms < 2000


def test_form_facts_answer_for_a_project(library: Library) -> None:
    fact = Fact(
        kind=FactKind.FORM,
        page=7,
        quote="20",
        bbox=None,
        amount=cell("x", "20").amount,
        label="年度资金总额",
        item=None,
        measure=Measure.APPROVED_BUDGET,
        year=2021,
        phase=Phase.BUDGET,
        subject="古籍修复工程",
        statement="performance_project",
        table=9,
        row=3,
    )
    library.add(make_extraction(facts=[fact]))
    assert figures(library, "古籍修复工程2021年多少钱") == [("甲市档案馆", "20", "万元")]


def test_the_steps_are_told_as_they_begin(filled: Library) -> None:
    told: list[Step] = []
    answer("甲市档案馆2021年公务接待费是多少？", filled, on_step=told.append)
    assert told == [Step.READING, Step.LOOKING_UP, Step.CHECKING, Step.WORDING]


def test_a_question_that_is_too_long_is_cut_and_says_so(filled: Library) -> None:
    found = answer("甲市档案馆2021年公务接待费是多少" + "？" * 800_000, filled)
    assert [figure.value for figure in found.figures][:1] == ["4.00"]
    assert "只读了前 2000 个字" in found.text
    assert found.elapsed_ms < 2000


@pytest.mark.parametrize(
    "question", ["What is 甲市档案馆's budget for the year 2021?", "What is the budget for 2021 of 甲市档案馆?"]
)
def test_the_budget_alone_means_all_its_expenditure_in_english_too(library: Library, question: str) -> None:
    library.add(make_extraction(facts=[cell("支出总计", "90.00", item="expenditure_total", statement="overview")]))
    assert figures(library, question) == [("甲市档案馆", "90.00", "万元")]


@pytest.mark.parametrize("wording", ["budget for", "spend on", "set aside for"])
def test_what_nobody_knows_is_not_all_that_is_spent(library: Library, wording: str) -> None:
    library.add(make_extraction(facts=[cell("支出总计", "90.00", item="expenditure_total", statement="overview")]))
    assert figures(library, f"How much did 甲市档案馆 {wording} telescopes in 2021?") == []
