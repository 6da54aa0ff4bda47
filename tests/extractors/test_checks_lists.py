"""Lists in sentences against the amount that they divide."""

from __future__ import annotations

import pytest

from extractors.amounts import find_amounts
from extractors.checks import Document
from extractors.model import Fact
from tests.extractors.ledger import document, findings, of_rule, outcomes, said


def told(quote: str) -> Document:
    """A document of one sentence, every amount of which is a fact."""
    found = [
        amount for amount in find_amounts(quote) if amount.amount.unit and amount.amount.unit.symbol.endswith("元")
    ]
    facts: list[Fact] = [
        said(None, f"{a.amount.text}{a.amount.unit.symbol}", quote=quote) for a in found if a.amount.unit
    ]
    return document(facts=facts)


@pytest.mark.parametrize(
    ("quote", "outcome"),
    [
        ("支出10.00万元，其中：差旅费6.00万元，会议费4.00万元。", "holds"),
        ("支出10.00万元，其中：差旅费6.00万元，会议费5.00万元。", "differs"),
        ("支出10.00万元，其中：差旅费6.00万元、会议费2.00万元。", "not_applicable"),  # there may be others
        ("支出10.00万元，分别为：差旅费6.00万元、会议费2.00万元。", "differs"),
        ("支出10.00万元，主要用于以下方面：差旅费6.00万元，占60%；会议费5.00万元，占40%。", "differs"),
        ("支出10.00万元，包括：差旅费5.667万元、会议费4.336万元。", "rounding"),
        ("支出10.00万元，其中：车辆6.00万元（其中购置费2.00万元，运行费4.00万元），会议费4.00万元。", "holds"),
        ("支出10.00万元，其中：财政拨款10.00万元，差旅费6.00万元。", "not_applicable"),  # divided twice
    ],
)
def test_what_a_sentence_lists_against_its_whole(quote: str, outcome: str) -> None:
    assert [check.outcome.value for check in of_rule(told(quote), "listed_parts")] == [outcome]


@pytest.mark.parametrize(
    "quote",
    [
        "支出10.00万元，其中：差旅费6.00万元，会议费5.00万元，比上年增加3万元。",
        "支出10.00万元，其中差旅费11.00万元。",
        "其中：差旅费6.00万元，会议费5.00万元。",
        "支出10.00万元，差旅费6.00万元，会议费5.00万元。",
    ],
)
def test_what_is_no_plain_list_is_left_alone(quote: str) -> None:
    assert of_rule(told(quote), "listed_parts") == []


def test_both_sides_are_told() -> None:
    checked = told("支出10.00万元，其中：差旅费6.00万元，会议费5.00万元。")
    assert findings(checked) == ["listed_parts"]
    assert outcomes(checked, "listed_parts") == [("differs", "10.00 万元", "11 万元")]
