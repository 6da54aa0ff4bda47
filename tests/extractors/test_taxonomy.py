from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from extractors.classification import DATA, TaxonomyError, read_catalogue
from extractors.labels import bare, fold
from extractors.taxonomy import Kind, Taxonomy, load_taxonomy

BINDING_KEYS = [
    "total",
    "revenue_total",
    "revenue_current",
    "expenditure_total",
    "expenditure_current",
    "fiscal_appropriation",
    "general_public_budget",
    "government_fund",
    "state_capital",
    "special_account",
    "business_revenue",
    "operating_revenue",
    "superior_subsidy",
    "affiliated_remittance",
    "other_revenue",
    "carryover_in",
    "carryover_out",
    "general_public_budget_expenditure",
    "basic_expenditure",
    "project_expenditure",
    "personnel_funding",
    "public_funding",
    "three_public",
    "overseas_travel",
    "vehicles",
    "vehicle_purchase",
    "vehicle_operation",
    "official_reception",
    "agency_operating",
    "government_procurement",
    "government_procurement_goods",
    "government_procurement_works",
    "government_procurement_services",
    "state_assets",
    "performance_projects",
]


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    return load_taxonomy()


@pytest.mark.parametrize("key", BINDING_KEYS)
def test_aggregates_that_others_rely_on(taxonomy: Taxonomy, key: str) -> None:
    item = taxonomy.item(key)
    assert (item.key, item.kind, item.code) == (key, Kind.AGGREGATE, None)
    assert taxonomy.find(item.name) is item
    assert taxonomy.find(item.english) is item


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("收 入 总 计", "revenue_total"),
        ("收入合计", "revenue_total"),
        ("当年收入小计", "revenue_current"),
        ("本年支出合计", "expenditure_current"),
        ("支  出  合  计", "expenditure_total"),
        ("一、财政拨款收入", "fiscal_appropriation"),
        ("1.一般公共预算拨款", "general_public_budget"),
        ("一般公共预算财政拨款", "general_public_budget"),
        ("公共财政拨款(补助)资金", "general_public_budget"),
        ("二、政府性基金预算拨款收入", "government_fund"),
        ("国有资本经\n营预算", "state_capital"),
        ("年初结转和结余", "carryover_in"),
        ("上年结余、结转", "carryover_in"),
        ("年末结转和结余", "carryover_out"),
        ("一般公共预算支出", "general_public_budget_expenditure"),
        ("一、基本支出", "basic_expenditure"),
        ("一般公共预算基本支出", "basic_expenditure"),
        ("2026年基本支出", "basic_expenditure"),
        ("日常公用经费", "public_funding"),
        ("人员经费支出", "personnel_funding"),
        ("“三公”经费预算数", "three_public"),
        ("1、因公出国（境）费用", "overseas_travel"),
        ("因公出国(境)费", "overseas_travel"),
        ("3、公务用车购置及运行费", "vehicles"),
        ("公务用车费", "vehicles"),
        ("其中：（1）公务用车购置费", "vehicle_purchase"),
        ("购置费", "vehicle_purchase"),
        ("（2）公务用车运行费", "vehicle_operation"),
        ("公务接待费", "official_reception"),
        ("机关运行经费支出", "agency_operating"),
        ("政府采购服务预算", "government_procurement_services"),
        ("合计", "total"),
        ("1、工资福利支出", "301"),
        ("维修(护)费", "30213"),
        ("培训费", "30216"),
        ("会议费用", "30215"),
        ("退休费", "30302"),
        ("对个人和家庭补助", "303"),
        ("住房公积金", "30113"),
        ("办公设备购置", "31002"),
        ("一般公共服务支出", "201"),
        ("社会保障和就业", "208"),
        ("医疗卫生与计划生育支出", "210"),
        ("农林水事务", "213"),
        ("商务服务业等支出", "216"),
        ("购房补贴", "2210203"),
        ("其他社会保障和就业支出", "20899"),
        ("机关事业单位基本养老保险缴费支出", "2080505"),
        ("机关事业单位基本养老保险缴费", "30108"),
        ("教育", "205"),
        ("工资奖金津补贴", "50101"),
    ],
)
def test_printed_label(taxonomy: Taxonomy, label: str, key: str) -> None:
    item = taxonomy.find(label)
    assert item is not None
    assert item.key == key


@pytest.mark.parametrize(
    "label", ["行政运行", "一般行政管理事务", "事业运行", "信息化建设", "洛阳市财政局", "", "12,345.00"]
)
def test_label_that_names_no_single_item(taxonomy: Taxonomy, label: str) -> None:
    assert taxonomy.find(label) is None


def keys(taxonomy: Taxonomy, text: str) -> list[tuple[str, str, str]]:
    return [(text[one.start : one.end], one.item.key, one.wording) for one in taxonomy.mentions(text)]


def test_kind_and_parent_tell_same_names_apart(taxonomy: Taxonomy) -> None:
    found = [
        taxonomy.find("公务接待费", kind=Kind.ECONOMIC),
        taxonomy.find("公务接待费", kind=Kind.GOVERNMENT_ECONOMIC),
        taxonomy.find("住房公积金", kind=Kind.FUNCTIONAL),
        taxonomy.find("其他支出", kind=Kind.FUNCTIONAL),
        taxonomy.find("行政运行", under="20103"),
        taxonomy.find("教育", under="219"),
    ]
    assert [item.key if item else None for item in found] == ["30217", "50206", "2210201", "229", "2010301", "21902"]
    assert [item.key for item in taxonomy.candidates("住房公积金")] == ["30113", "2210201", "50103"]


def test_counterparts_point_at_each_other(taxonomy: Taxonomy) -> None:
    pairs = {item.key: item.counterpart for item in taxonomy.items if item.counterpart}
    assert pairs == {
        "official_reception": "30217",
        "overseas_travel": "30212",
        "vehicle_operation": "30231",
        "vehicle_purchase": "31013",
        "30217": "official_reception",
        "30212": "overseas_travel",
        "30231": "vehicle_operation",
        "31013": "vehicle_purchase",
    }


def test_by_code_reads_codes_as_printed_and_follows_moved_ones(taxonomy: Taxonomy) -> None:
    found = [
        taxonomy.by_code("2010301"),
        taxonomy.by_code("[30217]"),
        taxonomy.by_code("201 03 01"),
        taxonomy.by_code("30311"),
        taxonomy.by_code("30311", label="住房公积金"),
        taxonomy.by_code("2100501", label="行政单位医疗"),
        taxonomy.by_code("2999999"),
        taxonomy.by_code(""),
    ]
    assert [item.key if item else None for item in found] == [
        "2010301", "30217", "2010301", "30311", "30113", "2101101", None, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("改革协调局2021年公务接待费是多少？", [("公务接待费", "official_reception", "name")]),
        ("因公出国 （境） 费用10万元", [("因公出国 （境） 费用", "overseas_travel", "alias")]),
        ("去年吃喝花了多少钱", [("吃喝", "official_reception", "everyday")]),
        ("花了多少", [("花了多少", "expenditure_total", "everyday")]),
        ("外包和养老", [("外包", "30227", "everyday"), ("养老", "2080505", "everyday")]),
        (
            "一般公共预算基本支出281.37万元",
            [("一般公共预算", "general_public_budget", "name"), ("基本支出", "basic_expenditure", "name")],
        ),
        ("收、支总计各减少1088.87万元", [("收、支总计", "revenue_total", "alias")]),
        (
            "政府办公厅（室）及相关机构事务（款）行政运行（项）100万元",
            [("政府办公厅（室）及相关机构事务", "20103", "name"), ("行政运行", "2010301", "name")],
        ),
        (
            "司法（06款）信息化建设（13项）227.8",
            [("司法", "20406", "name"), ("信息化建设", "2040613", "name")],
        ),
        (
            "住房改革支出（款）住房公积金（项）",
            [("住房改革支出", "22102", "name"), ("住房公积金", "2210201", "name")],
        ),
        ("住房公积金缴了多少", [("住房公积金", "30113", "name")]),
        ("西安市交通运输局的交通运输支出", [("交通运输支出", "214", "name")]),
        ("市公安局、水利局", []),
        ("教育体育局、林业和草原局、科技和工业信息化局、交通运输部门", []),
        ("教育中哪一项最多", [("教育", "205", "everyday")]),
        ("教育花了多少钱", [("教育", "205", "everyday")]),
        ("30217是多少，不是30217万元", [("30217", "30217", "code")]),
        ("合计829.31万元", []),
        (
            "How much was spent on Official Receptions?",
            [("Official Receptions", "official_reception", "alias")],
        ),
        (
            "How much did they spend on overseas travel and training?",
            [("overseas travel", "overseas_travel", "alias"), ("training", "30216", "everyday")],
        ),
        ("total revenue of 2021", [("total revenue", "revenue_total", "alias")]),
        ("subtotal revenues", []),
    ],
)
def test_mentions(taxonomy: Taxonomy, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert keys(taxonomy, text) == expected


def test_a_word_with_several_meanings_offers_them(taxonomy: Taxonomy) -> None:
    (mention,) = taxonomy.mentions("改革协调局的工资")
    assert [item.key for item in mention.choices] == ["301", "personnel_funding"]
    assert [item.key for item in taxonomy.candidates("办公经费")] == ["agency_operating", "public_funding", "50201"]


def test_every_name_survives_the_normaliser_of_labels(taxonomy: Taxonomy) -> None:
    names = {name for item in taxonomy.items for name in (item.name, *item.aliases, *item.labels)}
    assert {name for name in names if bare(name) != fold(name)} == set()


def test_every_unique_name_and_alias_leads_to_its_item(taxonomy: Taxonomy) -> None:
    astray = [
        (name, item.key)
        for item in taxonomy.items
        if item.by_name and item.kind in (Kind.AGGREGATE, Kind.ECONOMIC)
        for name in (item.name, *item.aliases, *item.labels)
        if (found := taxonomy.find(name, kind=item.kind)) is None or found.name != item.name
    ]
    assert astray == []


def test_every_code_has_the_length_of_a_level_and_a_parent(taxonomy: Taxonomy) -> None:
    coded = [item for item in taxonomy.items if item.code]
    assert {len(item.code or "") for item in coded} == {3, 5, 7}
    assert all(taxonomy.item(item.parent).kind is item.kind for item in coded if item.parent)
    leading = {"2": Kind.FUNCTIONAL, "3": Kind.ECONOMIC, "5": Kind.GOVERNMENT_ECONOMIC}
    assert all(item.kind is leading[item.code[0]] for item in coded if item.code)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for name in ("functional.csv", "economic.csv", "government_economic.csv", "items.yaml"):
        shutil.copy(DATA / name, tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("file_name", "old", "new", "message"),
    [
        ("functional.csv", "\n20102,", "\n20101,", "functional.csv line 15: code 20101 occurs twice"),
        ("functional.csv", "\n20101,人大事务", "\n20191,人大事务", "the parent of 2010101 行政运行 is '20101'"),
        ("economic.csv", ",,2017,,30113", ",,2017,,30999x", "30311 住房公积金 moved is '30999x'"),
        ("items.yaml", 'counterpart: "30217"', 'counterpart: "3021"', "the counterpart of official_reception"),
        ("items.yaml", '"30227": [外包', '"30277": [外包', "the item meant by 外包 is '30277'"),
        ("items.yaml", "labels: [购置费]", "labels: [运行费]", "运行费 leads to"),
        ("items.yaml", "[吃喝, ", "[公务接待, 吃喝, ", "the everyday word 公务接待 is already a name"),
        ("items.yaml", "\n  vehicles:\n", "\n  three_public:\n", "three_public occurs twice"),
        ("items.yaml", "labels: [购置费]", "labels: [2021]", "holds 2021, which is no text"),
    ],
)
def test_contradictions_in_the_data_are_named(data: Path, file_name: str, old: str, new: str, message: str) -> None:
    text = (data / file_name).read_text(encoding="utf-8")
    assert old in text
    (data / file_name).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TaxonomyError) as error:
        read_catalogue(data)
    assert message in str(error.value)


def test_a_short_functional_name_is_read_with_what_it_is() -> None:
    taxonomy = load_taxonomy()
    assert [m.item.key for m in taxonomy.mentions("2026年司法支出是多少")] == ["20406"]
    assert "20406" not in [m.item.key for m in taxonomy.mentions("司法局2026年")]
