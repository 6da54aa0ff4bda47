"""Sentences as disclosures print them, and the figures and changes that they state."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

import pytest

from extractors.model import Blank, Fact, FactKind, Measure, Paragraph, Phase, StatedChange
from extractors.narrative import prose_facts
from extractors.quantities import Amount
from tests.extractors.pages import identity, paragraph


class Figure(NamedTuple):
    """The part of a fact that a case is about."""

    item: str | None
    measure: str
    value: str | None
    unit: str = "万元"
    year: int | None = 2021


class Change(NamedTuple):
    item: str | None
    current: str | None
    difference: str | None
    percent: str | None
    direction: int
    base_year: int = 2020


def figures(facts: list[Fact]) -> list[Figure]:
    return [Figure(f.item, f.measure.value, _value(f.amount), _unit(f.amount), f.year) for f in facts]


def changes(found: list[StatedChange]) -> list[Change]:
    return [
        Change(c.item, _value(c.current), _value(c.difference), _value(c.percent), c.direction, c.base_year)
        for c in found
    ]


def _value(amount: Amount | None) -> str | None:
    return str(amount.value) if amount else None


def _unit(amount: Amount | None) -> str:
    return amount.unit.symbol if amount and amount.unit else ""


def read(text: str, *section: str, year: int = 2021, phase: Phase = Phase.BUDGET) -> tuple[list[Figure], list[Change]]:
    facts, found, unread = prose_facts([paragraph(text, section)], identity(year=year, phase=phase))
    assert not unread
    return figures(facts), changes(found)


def test_a_change_goes_back_over_sentences_to_the_figure_it_changes() -> None:
    found = read("（三）公务接待费4万元。主要用于公务接待，比2020年预算数增加0.35万元，增长9.59%，主要原因：活动增加。")
    assert found == (
        [
            Figure("official_reception", "approved_budget", "4"),
            Figure("official_reception", "change", "0.35"),
            Figure("official_reception", "change_percent", "9.59", "%"),
        ],
        [Change("official_reception", "4", "0.35", "9.59", 1)],
    )


def test_both_sides_of_the_balance() -> None:
    found = read(
        "洛山市改革局2021年收入829.31万元，支出总计829.31万元，与2020年相比，收、支总计各减少1088.87万元，减少43.23%。"
    )
    assert found[0][:2] == [
        Figure("revenue_total", "approved_budget", "829.31"),
        Figure("expenditure_total", "approved_budget", "829.31"),
    ]
    assert found[1] == [
        Change("revenue_total", "829.31", "1088.87", "43.23", -1),
        Change("expenditure_total", "829.31", "1088.87", "43.23", -1),
    ]


def test_every_share_is_of_the_part_before_it() -> None:
    found, _ = read(
        "洛山市改革局2021年支出合计829.31万元，其中：基本支出281.37万元，占33.93%；项目支出547.94万元，占66.07%。"
    )
    assert found == [
        Figure("expenditure_total", "approved_budget", "829.31"),
        Figure("basic_expenditure", "approved_budget", "281.37"),
        Figure("basic_expenditure", "share", "33.93", "%"),
        Figure("project_expenditure", "approved_budget", "547.94"),
        Figure("project_expenditure", "share", "66.07", "%"),
    ]


def test_arithmetic_says_whether_a_change_is_of_the_list_or_of_its_last_part() -> None:
    whole = (
        "本部门当年预算收入4,203.47万元，其中：一般公共预算拨款4,005.29万元、其他收入198.18万元，"
        "较上年增加142.30万元，增长3.50%。"
    )
    part = "本部门当年预算收入4,203.47万元，其中：一般公共预算拨款4,005.29万元，较上年减少28.10万元，下降0.70%。"
    assert read(whole)[1] == [Change("revenue_total", "4203.47", "142.30", "3.50", 1)]
    assert read(part)[1] == [Change("general_public_budget", "4005.29", "28.10", "0.70", -1)]


def test_where_arithmetic_does_not_say_the_change_has_no_item() -> None:
    _, found = read("本部门预算收入100万元，其中：一般公共预算拨款90万元、其他收入10万元，较上年增加7万元，增长99%。")
    assert [change.item for change in found] == [None]


def test_the_clause_after_a_list_may_speak_of_the_publisher_again() -> None:
    found, _ = read(
        "本部门预算收入10万元，其中：其他收入10万元，原因是增加；本部门预算支出12万元，其中：基本支出12万元。"
    )
    assert [figure.item for figure in found] == [
        "revenue_total",
        "other_revenue",
        "expenditure_total",
        "basic_expenditure",
    ]


def test_unchanged_is_a_difference_of_nothing() -> None:
    _, found = read("（二）因公出国（境）费30.00万元，与2020年预算持平。")
    assert found == [Change("overseas_travel", "30.00", "0.00", None, 0)]


def test_a_heading_names_what_its_paragraph_is_about() -> None:
    found, _ = read("2021年预算安排5.00万元，与上年持平。", "六、“三公”经费支出情况", "（二）公务接待费")
    assert found == [Figure("official_reception", "approved_budget", "5.00")]


def test_a_heading_does_not_name_what_stands_far_below_it() -> None:
    section = ["（二）公务接待费"]
    facts, _, unread = prose_facts([paragraph(text, section) for text in ("甲。", "乙。", "60万元。")], identity())
    assert (facts, len(unread)) == ([], 1)


def test_a_sentence_without_figures_names_what_follows() -> None:
    found, _ = read("1.因公出国（境）费用。2021年预算数36.14万元，较2020年年初预算增加18.26万元。")
    assert [figure.item for figure in found] == ["overseas_travel", "overseas_travel"]


def test_execution_of_the_year_before_and_budget_of_this_year() -> None:
    text = (
        "12、住房保障支出（221类）住房改革支出（02款）住房公积金（01项）208.8万元。"
        "2020年当年预算执行数为205.04万元，2021年预算安排179.15万元，比2020年预算执行数减少12.63%。"
    )
    found, derivable = read(text)
    assert found == [
        Figure("2210201", "approved_budget", "208.8"),
        Figure("2210201", "execution", "205.04", "万元", 2020),
        Figure("2210201", "approved_budget", "179.15"),
        Figure("2210201", "change_percent", "12.63", "%"),
    ]
    assert derivable == []  # the budget of 2020 does not follow from what was spent


def test_final_accounts_beside_their_budget() -> None:
    found, _ = read(
        "“三公”经费财政拨款支出年初预算为0.95万元，支出决算为0.90万元，完成预算的94.7%。",
        phase=Phase.FINAL_ACCOUNTS,
    )
    assert [(figure.item, figure.measure) for figure in found] == [
        ("three_public", "approved_budget"),
        ("three_public", "final_accounts"),
        ("three_public", "completion"),
    ]


def test_figures_that_explain_have_no_item() -> None:
    found, derivable = read(
        "（二）公务用车购置及运行费49.00万元，比2020年预算增加21.00万元，主要原因是增加6辆公务用车运维费。"
    )
    assert found[-1].item is None
    assert derivable == [Change("vehicles", "49.00", "21.00", None, 1)]


def test_parts_of_a_project_are_not_the_agency_s_items() -> None:
    found, _ = read("3.上级转移支付项目10,289.74万元，主要包括：物业管理服务2,520.00万元，上年结转122.31万元。")
    assert [figure.item for figure in found] == [None, None, None]


def test_a_bare_total_after_something_unknown_is_the_total_of_that() -> None:
    found, _ = read("支出项目共14个，支出总额110.39万元。")
    assert [figure.item for figure in found] == [None, None]


def test_money_and_number_of_the_same_thing() -> None:
    found, _ = read("2021年计划购置车辆1辆、20万元。")
    assert found == [Figure("vehicles_bought", "count", "1", "辆"), Figure(None, "approved_budget", "20")]


def test_after_an_aside_a_sentence_goes_on_about_what_stands_before_it() -> None:
    text = "2021年古籍修复专项资金预算批复金额90万元，指标下达90万元（包括直接下达40万元），实际执行85万元。"
    facts, _, _ = prose_facts([paragraph(text, ())], identity(year=2021, phase=Phase.OTHER))
    assert [(f.label, f.measure.value, _value(f.amount)) for f in facts] == [
        ("古籍修复专项资金预算批复金额", "approved_budget", "90"),
        ("古籍修复专项资金预算批复金额", "other", "90"),
        ("直接下达", "other", "40"),
        ("古籍修复专项资金预算批复金额", "execution", "85"),
    ]


def test_a_date_of_counting_holds_for_the_next_sentence() -> None:
    found, _ = read("2020年期末，固定资产总额249.94万元。共有车辆2辆，其中：一般公务用车2辆。")
    assert [(figure.item, figure.measure, figure.year) for figure in found] == [
        ("fixed_assets", "other", 2020),
        ("vehicles_owned", "count", 2020),
        ("vehicles_general", "count", 2020),
    ]


def test_bounds_state_no_figure() -> None:
    found, _ = read("单价100万元以上设备21台（套）。")
    assert found == [Figure("large_equipment", "count", "21", "台（套）")]


def test_digits_of_a_classification_count_nothing() -> None:
    found, _ = read("5、公共安全支出（204类）司法（06款）信息化建设（13项）227.88万元。")
    assert found == [Figure("2040613", "approved_budget", "227.88")]


def test_zero_without_a_unit() -> None:
    found, _ = read("一般公共预算拨款支出预算为0；事业收入为0。")
    assert found == [
        Figure("general_public_budget_expenditure", "approved_budget", "0", ""),
        Figure("business_revenue", "approved_budget", "0", ""),
    ]


def test_a_section_limits_what_is_stated_in_it() -> None:
    facts, _, _ = prose_facts(
        [paragraph("（一）人员经费4,482.32万元。", ["六、财政拨款基本支出预算情况说明"])], identity()
    )
    assert [(fact.item, fact.aspect) for fact in facts] == [("personnel_funding", "fiscal_appropriation")]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("我单位2021年没有使用国有资本经营预算拨款安排的支出。", {"state_capital", "state_capital_expenditure"}),
        ("本单位无机关运行经费。", {"agency_operating"}),
        ("洛山市改革局2021年度无“三公”经费财政拨款支出。", {"three_public"}),
        ("本部门无2020年结转的“三公”经费支出和会议费支出。", set()),
        ("与上年相同，公务接待无变化。", set()),
        ("本单位无下属单位，单位预算为本级预算。", set()),
    ],
)
def test_saying_that_there_is_none(text: str, items: set[str]) -> None:
    facts, _, _ = prose_facts([paragraph(text)], identity())
    assert {fact.item for fact in facts} == items
    assert all(fact.blank is Blank.WORD and fact.amount is None and fact.quote == text for fact in facts)


@pytest.mark.parametrize("section", [("目录",), ("第三部分 名词解释",), ("第三部分", "名词解释", "六、“三公”经费")])
def test_contents_and_glossary_state_nothing(section: tuple[str, ...]) -> None:
    assert read("公务接待费4万元。", *section) == ([], [])


def test_headings_state_nothing() -> None:
    heading = Paragraph("公务接待费4万元", (), True, ((0, 8, 1, None),))
    assert prose_facts([heading], identity()) == ([], [], [])


def test_a_year_compared_with_itself_gives_no_base_figure() -> None:
    found, derivable = read("财政拨款收入9628.22万元，比2021年预算增加793.14万元。")
    assert [figure.value for figure in found] == ["9628.22", "793.14"]
    assert derivable == []


def test_a_figure_without_any_words_is_kept_as_unread() -> None:
    facts, _, unread = prose_facts([paragraph("795万元")], identity())
    assert facts == []
    assert [(item.page, item.text) for item in unread] == [(1, "795万元")]


def test_a_fact_carries_its_sentence_and_whose_it_is() -> None:
    text = "本年如下。2.住房保障（类）支出1,499.26万元，与上年相比增加405.74万元，增长37.10%。"
    facts, _, _ = prose_facts([paragraph(text, page_number=8)], identity("洛山市政协办公厅", year=2018))
    assert facts[0] == Fact(
        kind=FactKind.SENTENCE,
        page=8,
        quote=text[5:],
        bbox=None,
        amount=Amount(Decimal("1499.26"), facts[0].amount.unit if facts[0].amount else None, "1,499.26"),
        label="住房保障（类）支出",
        item="221",
        measure=Measure.APPROVED_BUDGET,
        year=2018,
        phase=Phase.BUDGET,
        code="221",
        subject="洛山市政协办公厅",
    )
    assert [(fact.base_year, fact.direction) for fact in facts[1:]] == [(2017, 1), (2017, 1)]


def test_a_clause_that_limits_the_item_to_a_part_leaves_it_without_one() -> None:
    limited = "在面向中小企业预留的政府采购项目中，由中小企业成交的，采购金额246.47万元。"
    found, _ = read(f"政府采购金额251.25万元。{limited}")
    assert [(figure.item, figure.value) for figure in found] == [
        ("government_procurement", "251.25"),
        (None, "246.47"),
    ]


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("2020年年末固定资产总额249.94万元。", "fixed_assets"),
        ("收入包括一般公共预算拨款3.00万元、上年结转0.00万元。", "general_public_budget"),
    ],
)
def test_what_stands_before_the_name_of_an_item_is_no_part_of_it(text: str, item: str) -> None:
    assert read(text)[0][0].item == item


def test_the_base_of_a_change_may_be_stated_before_it() -> None:
    facts, found = read(
        "2021年公务接待支出124万元，比上年累计支出148万元下降24万元，下降16%。", phase=Phase.FINAL_ACCOUNTS
    )
    assert facts[:2] == [
        Figure("official_reception", "final_accounts", "124"),
        Figure("official_reception", "final_accounts", "148", year=2020),
    ]
    assert found == [Change("official_reception", "124", "24", "16", -1)]


def test_a_budget_before_a_change_is_what_it_is_against() -> None:
    facts, _ = read("2021年“三公”经费支出38.12万元，较预算40万元减少1.88万元。", phase=Phase.FINAL_ACCOUNTS)
    assert facts[:3] == [
        Figure("three_public", "final_accounts", "38.12"),
        Figure("three_public", "approved_budget", "40"),
        Figure("three_public", "change", "1.88"),
    ]


def test_parts_are_of_the_year_and_kind_of_their_whole() -> None:
    facts, _ = read("2020年“三公”经费预算执行数22万元。其中：公务接待费20万元。2021年公务接待费预算18万元。")
    assert facts == [
        Figure("three_public", "execution", "22", year=2020),
        Figure("official_reception", "execution", "20", year=2020),
        Figure("official_reception", "approved_budget", "18"),
    ]


def test_what_was_achieved_in_another_year_is_gone_on_about() -> None:
    facts, _ = read("2020年一般公共预算支出完成76亿元。主要项目：教育支出16亿元。2021年教育支出安排17亿元。")
    assert facts == [
        Figure("general_public_budget_expenditure", "execution", "76", "亿元", 2020),
        Figure("205", "execution", "16", "亿元", 2020),
        Figure("205", "approved_budget", "17", "亿元"),
    ]


def test_a_heading_of_another_year_is_of_its_figures() -> None:
    facts, _ = read("“三公”经费合计20万元。", "二、2020年“三公”经费决算情况")
    assert facts == [Figure("three_public", "final_accounts", "20", year=2020)]


def test_what_a_part_of_the_year_brought_is_not_the_year_s() -> None:
    facts, _ = read("1-5月，一般公共预算收入完成3万元，同比下降10%。", phase=Phase.FINAL_ACCOUNTS)
    assert [figure.item for figure in facts] == [None, None]


def test_either_side_may_be_named_by_its_bare_word() -> None:
    facts, _ = read("2021年收入总计90万元，支出90万元。与上年相比，收入增加3万元；支出增加2万元。")
    assert [(figure.item, figure.value) for figure in facts] == [
        ("revenue_total", "90"),
        ("expenditure_total", "90"),
        ("revenue_total", "3"),
        ("expenditure_total", "2"),
    ]


def test_which_of_several_changed_is_not_said() -> None:
    facts, found = read("公务接待费2万元，公务用车运行费3万元，分别比上年减少1万元和持平。")
    assert facts[-1] == Figure(None, "change", "1")
    assert [change.item for change in found][:1] == [None]


def test_money_after_a_count_is_of_the_thing_counted() -> None:
    facts, _ = read("公务接待24批次，210人次，支出2.05万元。", phase=Phase.FINAL_ACCOUNTS)
    assert facts == [
        Figure("reception_batches", "count", "24", "批次"),
        Figure("reception_visits", "count", "210", "人次"),
        Figure("official_reception", "final_accounts", "2.05"),
    ]


def test_a_heading_of_one_side_says_whose_figures_follow() -> None:
    facts, _ = read("2021年年初预算数42万元，其中，教育支出39万元。", "（二）支出预算")
    assert facts == [Figure("expenditure_total", "approved_budget", "42"), Figure("205", "approved_budget", "39")]


def test_how_far_two_figures_are_apart_is_a_figure_of_neither() -> None:
    text = "“三公”经费支出2.05万元，年初预算为2.95万元，差值为0.9万元。其中：公务接待费支出2.05万元。"
    facts, _ = read(text, phase=Phase.FINAL_ACCOUNTS)
    assert [(figure.item, figure.value) for figure in facts] == [
        ("three_public", "2.05"),
        ("three_public", "2.95"),
        (None, "0.9"),
        ("official_reception", "2.05"),
    ]


def test_a_change_in_the_document_s_year_leaves_the_heading_s() -> None:
    text = "2021年“三公”经费预算较2020年度增加1.68万元。公务用车运行费用较上年同期增加2.27万元。"
    _, found = read(text, "二、2020年“三公”经费决算情况")
    assert [(change.item, change.base_year) for change in found] == [
        ("three_public", 2020),
        ("vehicle_operation", 2020),
    ]


def test_debts_are_of_the_limit_or_of_what_is_owed() -> None:
    facts, _ = read("核定全县地方政府债务限额42亿元，其中一般债务26亿元，专项债务16亿元。", phase=Phase.OTHER)
    assert [figure.item for figure in facts] == ["debt_limit", "general_debt_limit", "special_debt_limit"]
    added, _ = read(
        "债务限额42亿元。其中新增债务限额9亿元（新增专项债务限额8亿元）。", "政府债务限额", phase=Phase.OTHER
    )
    assert [figure.item for figure in added][1:] == [None, None]
    more, _ = read("新增债务限额9亿元，其中：新增一般债务限额1亿元；还本付息7亿元。", phase=Phase.OTHER)
    assert [figure.item for figure in more] == [None, None, None]


def test_the_base_may_stand_in_brackets() -> None:
    facts, found = read(
        "2021年机关运行经费为88.20万元，比2020年（95.10万元）减少6.90万元，降低7.26%。", phase=Phase.FINAL_ACCOUNTS
    )
    assert facts[1] == Figure("agency_operating", "final_accounts", "95.10", year=2020)
    text = "2021年部门支出预算与2020年度相比（2020年度部门支出预算安排为86.48万元），增加4.98万元，增长5.76%。"
    assert read(text)[0] == [
        Figure("expenditure_total", "approved_budget", "86.48", year=2020),
        Figure("expenditure_total", "change", "4.98"),
        Figure("expenditure_total", "change_percent", "5.76", "%"),
    ]
    assert found == [Change("agency_operating", "88.20", "6.90", "7.26", -1)]


def test_figures_in_a_row_without_words_are_of_nothing_that_is_said() -> None:
    facts, _ = read("公务接待费2万元，公务用车运行费3万元。分别比上年减少1万元、4万元、5万元。")
    assert [(figure.item, figure.measure, figure.value) for figure in facts[2:]] == [
        (None, "change", "4"),
        (None, "change", "5"),
        (None, "change", "1"),
    ]
