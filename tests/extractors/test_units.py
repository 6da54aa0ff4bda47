from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.quantities import HUNDRED_MILLION_YUAN, PERCENT, TEN_THOUSAND_YUAN, THOUSAND_YUAN, YUAN, Dimension, Unit
from extractors.units import find_unit


def count(symbol: str, factor: int = 1) -> Unit:
    return Unit(symbol, Dimension.COUNT, Decimal(factor))


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("单位：万元", TEN_THOUSAND_YUAN),
        ("单位: 万 元", TEN_THOUSAND_YUAN),
        ("单 位 ： 元", YUAN),
        ("金额单位:元", YUAN),
        ("单位：人民币万元", TEN_THOUSAND_YUAN),
        ("货币单位：人民币元", YUAN),
        ("单位：千元", THOUSAND_YUAN),
        ("（单位：亿元）", HUNDRED_MILLION_YUAN),
        ("单位：元（列至角分）", YUAN),
        ("编制单位：洛阳市财政局 金额单位：万元", TEN_THOUSAND_YUAN),
        ("单位名称：洛阳高新技术产业开发区改革协调局\n单位：万元", TEN_THOUSAND_YUAN),
        ("金额单位：万元公开01表", TEN_THOUSAND_YUAN),
        ("单位：人、万元", TEN_THOUSAND_YUAN),
        ("本表以万元为单位", TEN_THOUSAND_YUAN),
        ("金额（万元）", TEN_THOUSAND_YUAN),
        ("预算数\n(元)", YUAN),
        ("占比（％）", PERCENT),
        ("公务用车保有量（辆）", count("辆")),
        ("数量（台/套）", count("台（套）")),
        ("受益人数（万人）", count("万人", 10_000)),
        ("标准（元/人）", count("元/人")),
        ("万元", TEN_THOUSAND_YUAN),
        (" 元 ", YUAN),
    ],
)
def test_unit_is_named(text: str, unit: Unit) -> None:
    assert find_unit(text) == unit


@pytest.mark.parametrize(
    "text",
    [
        "单位名称：洛阳高新技术产业开发区改革协调局",
        "填报单位：万源市财政局",
        "预算单位：元谋县财政局",
        "单位：户县人民政府",
        "功能分类科目（类）（款）（项）",
        "维修（护）费",
        "因公出国（境）费",
        "预算单位构成",
        "单位：",
        "",
        "批次、人次",
    ],
)
def test_no_unit_is_named(text: str) -> None:
    assert find_unit(text) is None
