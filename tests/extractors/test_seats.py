from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.model import Measure, Phase
from extractors.narrative import prose_facts
from extractors.seats import Seat, is_regional, seat_in, seat_under
from tests.extractors.pages import identity, paragraph


@pytest.mark.parametrize(
    ("words", "seat"),
    [
        ("全县一般公共预算收入完成", Seat.WHOLE),
        ("全区一般公共预算本级收入完成", Seat.WHOLE),
        ("县本级一般公共预算支出", Seat.OWN_LEVEL),
        ("区级“三公”经费", Seat.OWN_LEVEL),
        ("一般公共预算支出", None),
    ],
)
def test_whose_figure_words_name(words: str, seat: Seat | None) -> None:
    assert seat_in(words) is seat


def test_the_innermost_heading_says_whose_figures_follow() -> None:
    assert seat_under(("一、全县预算", "（二）县本级预算", "1.收入")) is Seat.OWN_LEVEL


@pytest.mark.parametrize(
    ("agency", "is_one"),
    [("兰溪县", True), ("", True), ("兰溪县财政局", True), ("溪口镇人民政府", True), ("兰溪县民政局", False)],
)
def test_who_may_publish_for_a_whole_place(agency: str, is_one: bool) -> None:
    assert is_regional(replace(identity(year=2024, phase=Phase.BUDGET), agency=agency)) is is_one


def test_where_both_are_stated_the_item_is_the_whole_s() -> None:
    told = [
        paragraph("全县教育支出安排55万元，比上年增加5万元，增长10%。", ("（一）全县预算",)),
        paragraph("教育支出安排31万元，比上年增加1万元；公共安全支出9万元。", ("（二）县本级预算",)),
    ]
    facts, changes, _ = prose_facts(told, replace(identity(year=2024, phase=Phase.BUDGET), agency="兰溪县"))
    levels = [
        (fact.item, str(fact.amount.value)) for fact in facts if fact.amount and fact.measure is Measure.APPROVED_BUDGET
    ]
    assert levels == [("205", "55"), (None, "31"), ("204", "9")]
    assert [change.item for change in changes] == ["205", None]


def test_an_organisation_has_no_level_of_its_own() -> None:
    told = [paragraph("教育支出安排55万元。"), paragraph("教育支出安排31万元。", ("（二）本级预算",))]
    facts, _, _ = prose_facts(told, replace(identity(year=2024, phase=Phase.BUDGET), agency="兰溪县教育局"))
    assert [fact.item for fact in facts] == ["205", "205"]
