from __future__ import annotations

import pytest

from extractors.subjects import Context, Subject, SubjectReader, is_total, only_money, section_context
from extractors.taxonomy import Kind

READER = SubjectReader(("洛山市改革局", "改革局"))


@pytest.mark.parametrize(
    ("words", "items", "aspect"),
    [
        ("（三）公务接待费", ("official_reception",), None),
        ("洛山市改革局2021年收入", ("revenue_total",), None),
        ("支出总计", ("expenditure_total",), None),
        ("与收、支总计各", ("revenue_total", "expenditure_total"), None),
        ("改革局2021年度收入、支出预算总计", ("revenue_total", "expenditure_total"), None),
        ("本年支出合计", ("expenditure_current",), None),
        ("一般公共预算收支预算", ("general_public_budget", "general_public_budget_expenditure"), None),
        ("财政拨款支出预算", ("fiscal_appropriation_expenditure",), None),
        ("一般公共预算基本支出", ("basic_expenditure",), "general_public_budget"),
        ("2021年度财政拨款基本支出预算", ("basic_expenditure",), "fiscal_appropriation"),
        ("一般公共预算拨款安排的会议费预算支出", ("30215",), "general_public_budget"),
        ("“三公”经费财政拨款支出年初预算为", ("three_public",), "fiscal_appropriation"),
        ("2026年上半年“三公”经费", (), None),
        ("政协事务（款）其他政协事务支出（项）", ("2010299",), None),
        ("公共安全支出（204类）司法（06款）行政运行（01项）", ("2040601",), None),
        ("行政单位离退休（2080501）", ("2080501",), None),
        ("（一）2080502-事业单位离退休", ("2080502",), None),
        ("1.“其他支出”科目", ("229",), None),
        ("政府采购金额（以合同签订为准）为", ("government_procurement",), None),
        ("改革局预算", ("expenditure_total",), None),
        ("轨道交通管理经费", (), None),
        ("信息化培训费", (), None),
    ],
)
def test_what_the_words_name(words: str, items: tuple[str, ...], aspect: str | None) -> None:
    found = READER.read(words)
    assert found and (found.items, found.aspect) == (items, aspect)


@pytest.mark.parametrize(
    "words", ["", "2026年预算数", "年初预算为", "支出", "其中：", "支出决算为", "2025年当年预算执行数为"]
)
def test_words_that_only_introduce_a_figure(words: str) -> None:
    assert READER.read(words) is None


def test_where_nothing_was_named_before_the_words_are_all_there_is() -> None:
    assert READER.read("2024年度支出决算", is_first=True) == Subject("支出决算", ("expenditure_total",))


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("，其中：公务用车购置费2026年预算数", "公务用车购置费"),
        ("2026年“三公”经费预算数为", "“三公”经费"),
        ("洛山市改革局（本级）共有车辆", "车辆"),
    ],
)
def test_the_label_is_what_is_printed(words: str, label: str) -> None:
    found = READER.read(words)
    assert found and found.label == label


def test_parts_of_something_unknown_are_not_the_items_of_their_names() -> None:
    project = Subject("口岸管理业务")
    operating = Subject("机关运行经费", ("agency_operating",))
    assert READER.read("上年结转", whole=project) == Subject("上年结转")
    assert READER.read("办公费", whole=operating) == Subject("办公费")


def test_a_part_has_its_whole_s_money() -> None:
    whole = Subject("一般公共预算基本支出", ("basic_expenditure",), "general_public_budget")
    found = READER.read("公用经费", whole=whole)
    assert found and found.aspect == "general_public_budget"


def test_goods_are_procurement_only_where_procurement_was_named() -> None:
    procurement = Subject("政府采购项目", ("government_procurement",))
    found = READER.read("货物采购金额", whole=procurement)
    assert found and found.items == ("government_procurement_goods",)
    assert READER.read("货物采购金额") == Subject("货物采购金额")


def test_a_section_says_which_money_and_which_classification() -> None:
    section = ("第二部分", "五、一般公共预算支出情况", "（一）按功能分类科目")
    assert section_context(section) == Context("general_public_budget", Kind.FUNCTIONAL)
    found = READER.read("住房公积金", section_context(section))
    assert found and (found.items, found.aspect) == (("2210201",), "general_public_budget")


def test_a_section_about_two_kinds_of_money_says_nothing() -> None:
    assert section_context(("政府性基金和国有资本经营预算情况",)).scope is None


def test_money_is_not_what_is_counted() -> None:
    assert only_money(Subject("在职人员经费", ("staff_present",))) == Subject("在职人员经费")
    assert only_money(Subject("车辆", ("vehicles_owned",))).items == ("vehicles_owned",)


def test_there_is_none_of_a_fund_on_either_side() -> None:
    found = READER.read_none("使用政府性基金预算拨款安排的支出")
    assert found and found.items == ("government_fund_expenditure", "government_fund")


def test_totals() -> None:
    assert is_total(Subject("收、支总计", ("revenue_total", "expenditure_total")))
    assert not is_total(Subject("基本支出", ("basic_expenditure",)))


@pytest.mark.parametrize(
    ("words", "items"),
    [
        ("市级“三公”经费支出预算", ("three_public",)),
        ("县级一般公共预算安排“三公”经费支出预算中公务用车运行维护费", ("vehicle_operation",)),
        ("基本工资、津贴补贴等人员经费支出", ("personnel_funding",)),
        ("出国（境）经费、公务接待费（简称“三公”经费）支出合计", ("three_public",)),
        ("财政拨款收入总计", ("fiscal_appropriation_total",)),
        ("一般公共预算本级收入完成", ("general_public_budget",)),
        ("全市一般公共预算收入总计", ()),
        ("部门所属各单位政府采购总额", ("government_procurement",)),
        ("区级行政事业单位“三公”经费财政拨款支出决算数合计", ("three_public",)),
        ("部门政府采购预算总金额", ("government_procurement",)),
        ("参公事业单位财政拨款的机关运行经费预算", ("agency_operating",)),
        ("机关运行经费当年一般公共预算拨款", ("agency_operating",)),
        ("行政运行经费等支出", ()),
    ],
)
def test_whose_money_and_how_much_of_it_stand_around_the_name(words: str, items: tuple[str, ...]) -> None:
    found = READER.read(words)
    assert found and found.items == items


def test_the_bare_word_for_the_other_side() -> None:
    revenue = Subject("收入", ("revenue_total",))
    found = READER.other_side("支出", revenue)
    assert found and found.items == ("expenditure_total",)
    assert READER.other_side("收入", revenue) is None
    assert READER.other_side("支出", Subject("其他收入", ("other_revenue",))) is None


def test_parts_of_a_fund_are_of_the_fund() -> None:
    fund = Subject("政府性基金收入", ("government_fund",))
    found = READER.read("上年结余", whole=fund)
    under_heading = READER.read("结转下年", section_context(("二、政府性基金收支决算",)))
    assert found and (found.items, found.aspect) == (("carryover_in",), "government_fund")
    assert under_heading and (under_heading.items, under_heading.aspect) == (("carryover_out",), "government_fund")


def test_a_chain_may_hold_a_bracket_of_its_own() -> None:
    found = READER.read("1.一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）行政运行（项）")
    assert found and found.items == ("2010301",)
