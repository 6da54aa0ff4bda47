from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.amounts import find_amounts, find_unit, parse_amount
from extractors.model import Blank
from extractors.quantities import HUNDRED_MILLION_YUAN, PERCENT, TEN_THOUSAND_YUAN, YUAN, Amount, Dimension, Unit
from extractors.units import PER_MILLE


def count(symbol: str, factor: int = 1) -> Unit:
    return Unit(symbol, Dimension.COUNT, Decimal(factor))


WAN = TEN_THOUSAND_YUAN

CELLS: list[tuple[str, str, Unit | None]] = [
    ("4.00", "4.00", WAN),
    ("16,593.12", "16593.12", WAN),
    ("288,280,739", "288280739", WAN),
    ("1,234,\n567.89", "1234567.89", WAN),
    ("1,23\n4.56", "1234.56", WAN),
    ("829.\n31", "829.31", WAN),
    ("829.3\n1", "829.31", WAN),
    ("116,200.00\n0000", "116200.000000", WAN),
    ("1, 234.56", "1234.56", WAN),
    ("１，２３４．５６", "1234.56", WAN),
    ("0.98", "0.98", WAN),
    (".5", "0.5", WAN),
    ("0", "0", WAN),
    ("2010301", "2010301", WAN),
    ("-12.5", "-12.5", WAN),
    ("－12.5", "-12.5", WAN),
    ("- 12.5", "-12.5", WAN),
    ("—12.5", "-12.5", WAN),
    ("（1,234）", "-1234", WAN),
    ("(0.35)", "-0.35", WAN),
    ("△3.20", "-3.20", WAN),
    ("+3.20", "3.20", WAN),
    ("¥1,200.00", "1200.00", WAN),
    ("12.5万元", "12.5", WAN),
    ("12.5 亿元", "12.5", HUNDRED_MILLION_YUAN),
    ("360万", "360", WAN),
    ("1200元", "1200", YUAN),
    ("43.23%", "43.23", PERCENT),
    ("43.23 ％", "43.23", PERCENT),
    ("5‰", "5", PER_MILLE),
    ("3次", "3", count("次")),
    ("0台（套）", "0", count("台（套）")),
    ("0 台\n(套)", "0", count("台（套）")),
    ("3.5万人", "3.5", count("万人", 10_000)),
    ("500元/人", "500", count("元/人")),
]


@pytest.mark.parametrize(("text", "value", "unit"), CELLS)
def test_cell_with_amount(text: str, value: str, unit: Unit) -> None:
    amount = parse_amount(text, TEN_THOUSAND_YUAN)
    assert isinstance(amount, Amount)
    assert (str(amount.value), amount.unit) == (value, unit)


def test_printed_number_is_kept_without_its_unit_and_its_line_breaks() -> None:
    texts = ["（1,234）", "12.50万元", "1,234,\n567.89", "-3 %"]
    assert [amount.text for text in texts if isinstance(amount := parse_amount(text, None), Amount)] == [
        "(1,234)",
        "12.50",
        "1,234,567.89",
        "-3",
    ]


def test_cell_without_unit_has_the_columns_unit_or_none() -> None:
    assert parse_amount("5", count("辆")) == Amount(Decimal(5), count("辆"), "5")
    assert parse_amount("5", None) == Amount(Decimal(5), None, "5")
    assert parse_amount("¥5", None) == Amount(Decimal(5), YUAN, "5")


def test_bare_scale_multiplies_a_counted_column() -> None:
    assert parse_amount("360万", count("人")) == Amount(Decimal(360), count("万人", 10_000), "360")


@pytest.mark.parametrize(
    ("text", "blank"),
    [
        ("", Blank.EMPTY),
        ("  \n　", Blank.EMPTY),
        ("-", Blank.DASH),
        ("—", Blank.DASH),
        ("－－", Blank.DASH),
        ("- -", Blank.DASH),
        ("——", Blank.DASH),
        ("/", Blank.DASH),
        ("无", Blank.WORD),
        (" 无 ", Blank.WORD),
        ("不涉及", Blank.WORD),
    ],
)
def test_blank_cell(text: str, blank: Blank) -> None:
    assert parse_amount(text, WAN) is blank


@pytest.mark.parametrize(
    "text",
    [
        "1234567890123456789",
        "100%以上",
        "≥95%",
        "2021-01-03",
        "2021年",
        "2021年3月",
        "〔2020〕16 号",
        "0379-65650016",
        "01",
        "0379",
        "1,2345",
        "12,34.5",
        "1.2.3",
        "829.31\n281.37",
        "829.31\n28",
        "237120\n36000",
        "12 34",
        "1 234.56",
        "(1,234",
        "1,234)",
        "基本工资",
        "30101基本工资",
        "[30101]基本工资",
        "116,200.000000一、一般公共服务支出",
        "829.31（含税）",
        "829.",
        "A4",
        "①",
        "5—10",
        "3/5",
    ],
)
def test_cell_with_no_amount(text: str) -> None:
    assert parse_amount(text, WAN) is None


def amounts(text: str) -> list[tuple[str, str | None]]:
    return [
        (str(found.amount.value), found.amount.unit.symbol if found.amount.unit else None)
        for found in find_amounts(text)
        if not found.threshold
    ]


PROSE: list[tuple[str, list[tuple[str, str]]]] = [
    ("支出总计 829.31 万 元，与 2020年相比", [("829.31", "万元")]),
    ("各减少1,088.87万元，减少43.23%。", [("1088.87", "万元"), ("43.23", "%")]),
    ("减少1, 088.87万元", [("1088.87", "万元")]),
    ("政府性基金预算收入0万元；其他收入 0 万 元", [("0", "万元"), ("0", "万元")]),
    ("项目资金 1.2亿元，其中人民币300元", [("1.2", "亿元"), ("300", "元")]),
    ("增长 10.06 %；下降５０％", [("10.06", "%"), ("50", "%")]),
    ("提高2.5个百分点", [("2.5", "个百分点")]),
    ("共有车辆2辆，其中：一般公务用车 2 辆", [("2", "辆"), ("2", "辆")]),
    ("通用设备0台（套），专用设备 0 台(\n套)", [("0", "台（套）"), ("0", "台（套）")]),
    ("国内公务接待 15 批次 120 人次", [("15", "批次"), ("120", "人次")]),
    ("编制1053 人，内设4个处室", [("1053", "人"), ("4", "个")]),
    ("减少-12.5万元", [("-12.5", "万元")]),
    ("为△5%", [("-5", "%")]),
    ("培训2.3万人次，每人500元/人·天", [("2.3", "万人次"), ("500", "元/人·天")]),
    ("全年支出5万，节约3万元", [("5", "万元"), ("3", "万元")]),
    ("比2020年预算数增加0.35万元，增长9.59%", [("0.35", "万元"), ("9.59", "%")]),
    ("（一）因公出国（境）费10万元。", [("10", "万元")]),
    ("由100万元降至80万元", [("100", "万元"), ("80", "万元")]),
]


@pytest.mark.parametrize(("text", "expected"), PROSE)
def test_amounts_in_prose(text: str, expected: list[tuple[str, str]]) -> None:
    assert amounts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "与2020年相比，2021年4月3日",
        "洛财预〔2020〕16 号文件",
        "电话：0379-65650016，邮编 471000",
        "第3项任务，第 2 次会议，第5个",
        "2021 项目支出预算，2021 个人所得税",
        "2021元旦，2021 人民代表大会",
        "科目编码 2010301 行政运行",
        "1、公务接待费 2.会议费 (3) 培训费",
        "01项，03款",
        "PM2.5次级污染",
        "1,2345万元",
        "100万美元",
        "12345热线",
        "覆盖5万群众",
    ],
)
def test_prose_without_amounts(text: str) -> None:
    assert find_amounts(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("预算支出100万元及 100万元以上项目1个", [("100", True), ("100", True), ("1", False)]),
        ("单价50万元以上通用设备0台（套）", [("50", True), ("0", False)]),
        ("50万元（含）以上设备", [("50", True)]),
        ("50 万元及以上设备", [("50", True)]),
        ("满意度≥95%，完成率不低于90%", [("95", True), ("90", True)]),
        ("约3万元，近5万元，节约5万元", [("3", True), ("5", True), ("5", False)]),
        ("控制在5-10万元", [("10", True)]),
        ("5%—10%", [("5", True), ("10", True)]),
        ("5%-10%之间", [("5", True), ("10", True)]),
        ("100万元至200万元", [("100", True), ("200", True)]),
        ("超过5万的部门", [("5", True)]),
    ],
)
def test_bounds_ranges_and_approximations_are_thresholds(text: str, expected: list[tuple[str, bool]]) -> None:
    assert [(str(found.amount.value), found.threshold) for found in find_amounts(text)] == expected


def test_offsets_cover_number_and_unit_in_the_original_text() -> None:
    text = "公务接待费　４．００ 万 元，增长－３％"
    assert [text[found.start : found.end] for found in find_amounts(text)] == ["４．００ 万 元", "－３％"]


@pytest.mark.parametrize(
    "text",
    ["1" + " " * 50_000, "5元" + " " * 50_000, "单位" + " " * 50_000, "1, 111" * 9_000, "9" * 50_000, "（" * 50_000],
)
def test_a_page_of_blanks_or_digits_costs_little_and_says_nothing(text: str) -> None:
    """Patterns that try every split of the blanks would run for hours."""
    amount = parse_amount(text, WAN)
    assert amount is None or isinstance(amount, Amount)
    assert [str(found.amount.value) for found in find_amounts(text)] == (["5"] if "元" in text else [])
    assert find_unit(text) is None


@given(st.text(alphabet="0123456789.,，-—％%万亿元 人次（）()\n以上至约第年△", max_size=40))
def test_any_text_is_read_without_error_and_in_order(text: str) -> None:
    parse_amount(text, WAN)
    found = find_amounts(text)
    assert all(0 <= one.start < one.end <= len(text) and one.amount.unit for one in found)
    assert all(before.end <= after.start for before, after in pairwise(found))


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12))
def test_a_printed_amount_is_read_back_exactly(value: Decimal) -> None:
    amount = parse_amount(f"{value:,}", WAN)
    assert isinstance(amount, Amount)
    assert (amount.value, amount.value.as_tuple().exponent) == (value, -2)
