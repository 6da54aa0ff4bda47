from __future__ import annotations

import pytest

from extractors.model import Measure, Phase
from extractors.standpoint import Standpoint
from tests.extractors.pages import identity


@pytest.mark.parametrize(
    ("section", "year", "measure"),
    [
        ((), 2022, Measure.APPROVED_BUDGET),
        (("二、2021年“三公”经费决算情况",), 2021, Measure.FINAL_ACCOUNTS),
        (("一、2021年预算执行情况", "（一）一般公共预算"), 2021, Measure.EXECUTION),
        (("一、2022年部门预算执行要求",), 2022, Measure.APPROVED_BUDGET),
        (("2021年预算执行情况和2022年预算草案的报告",), 2022, Measure.APPROVED_BUDGET),
        (("一、2021年重点工作",), 2022, Measure.APPROVED_BUDGET),
    ],
)
def test_a_heading_of_another_year_says_what_its_figures_are(
    section: tuple[str, ...], year: int, measure: Measure
) -> None:
    assert Standpoint.under(section, identity(year=2022, phase=Phase.BUDGET)) == Standpoint(year, measure)
