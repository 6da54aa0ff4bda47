from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from extractors.model import Phase
from rag.model import Figure, Origin
from tests.ui.answers import ANSWER, FIGURE
from ui.chart_choice import Chart, Shape, choose_chart
from ui.chart_svg import chart_svg
from ui.texts import load_texts


def _chart(*figures: Figure) -> Chart | None:
    return choose_chart(replace(ANSWER, figures=figures))


def _figure(value: str, **others: object) -> Figure:
    return replace(FIGURE, value=value, **others)  # type: ignore[arg-type]


def _drawn(chart: Chart | None) -> list[tuple[str, str, str]]:
    assert chart
    return [(bar.category, bar.series, str(bar.value)) for bar in chart.bars]


def test_years_make_a_trend_in_the_order_of_time() -> None:
    chart = _chart(_figure("4.00"), _figure("3.65", year=2020, origin=Origin.DERIVED))
    assert chart and (chart.shape, chart.unit) == (Shape.TREND, "万元")
    assert chart.title == "改革协调局 · 公务接待费 · 预算数"
    assert _drawn(chart) == [("2020", "预算数", "3.65"), ("2021", "预算数", "4.00")]


def test_budget_and_final_accounts_are_two_series() -> None:
    accounts = {"phase": Phase.FINAL_ACCOUNTS, "measure": "决算数"}
    chart = _chart(_figure("4"), _figure("3", **accounts), _figure("5", year=2022), _figure("2", year=2022, **accounts))
    assert chart and chart.series == ("预算数", "决算数")
    assert [value for *_, value in _drawn(chart)] == ["4", "3", "5", "2"]


def test_agencies_are_compared_in_the_order_of_the_answer_without_the_difference() -> None:
    other = _figure("50000", agency="政务服务局", unit="元")
    difference = _figure("1.00", measure="相差", origin=Origin.COMPUTED)
    chart = _chart(_figure("4.00"), other, difference)
    assert chart and (chart.shape, chart.title) == (Shape.COMPARISON, "2021 · 公务接待费 · 预算数")
    assert [(bar.category, bar.value) for bar in chart.bars] == [("改革协调局", Decimal(4)), ("政务服务局", Decimal(5))]


def test_the_parts_of_a_whole_are_its_composition() -> None:
    parts = [_figure("10.00", item="因公出国（境）费"), _figure("0", item="公务用车费"), _figure("4.00")]
    chart = _chart(_figure("14.00", item="“三公”经费"), *parts)
    assert chart and (chart.shape, chart.title) == (Shape.COMPOSITION, "改革协调局 · 2021 · “三公”经费 · 预算数")
    assert [(bar.category, str(bar.share)) for bar in chart.bars] == [
        ("因公出国（境）费", "71.4"),
        ("公务用车费", "0.0"),
        ("公务接待费", "28.6"),
    ]


def test_items_that_make_no_whole_are_only_compared() -> None:
    chart = _chart(_figure("9", item="培训费"), _figure("5", item="会议费"), _figure("1", item="印刷费"))
    assert chart and chart.shape is Shape.COMPARISON
    assert {bar.share for bar in chart.bars} == {None}


@pytest.mark.parametrize(
    "figures",
    [
        (),
        (FIGURE,),
        (FIGURE, replace(FIGURE, value="28", unit="%", measure="占比")),  # one amount and its share
        (FIGURE, replace(FIGURE, value="9")),  # two editions of one figure
        (FIGURE, replace(FIGURE, agency="甲", value="-1")),
        (replace(FIGURE, value="0"), replace(FIGURE, value="0.00", agency="甲")),
        (FIGURE, replace(FIGURE, year=2020, item="培训费")),  # neither one item nor one year
        tuple(replace(FIGURE, agency=str(n)) for n in range(60)),
    ],
)
def test_nothing_is_drawn_where_it_would_not_help(figures: tuple[Figure, ...]) -> None:
    assert _chart(*figures) is None


def test_series_differ_by_pattern_and_every_bar_shows_its_value_and_leads_to_its_source() -> None:
    accounts = {"phase": Phase.FINAL_ACCOUNTS, "measure": "决算数"}
    chart = _chart(_figure("1234.50"), _figure("3", citations=(2,), **accounts), _figure("5", year=2022))
    assert chart
    svg = chart_svg(chart, 3, load_texts("zh"))
    assert [f"url(#mz-{name})" in svg for name in ("solid", "hatched", "dotted")] == [True, True, False]
    assert ">1,234.50</text>" in svg
    assert 'data-turn="3" data-cite="2"' in svg


def test_a_figure_that_is_printed_nowhere_has_a_star() -> None:
    chart = _chart(_figure("4.00"), _figure("3.65", year=2020, origin=Origin.DERIVED))
    assert chart
    svg = chart_svg(chart, 0, load_texts("zh"))
    assert ">3.65*</text>" in svg and ">4.00</text>" in svg
