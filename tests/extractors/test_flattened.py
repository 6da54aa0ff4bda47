from __future__ import annotations

import pytest

from extractors.flattened import find_flattened_rows


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["项目 合计", "合计 829.31 281.37", "201 03 行政运行 380.00 380.00"], ["合计 829.31 281.37"]),
        (["合计 829.31 281.37", "一般行政管理", "（政府办公厅）", "380.00 380.00"], ["合计 829.31 281.37"]),
        (["总计 14.00", "1、出国 10.00", "2、接待 4.00"], ["总计 14.00"]),
        (["合计 5.00 5.00"], []),
        (["收入 829.31", "万元，支出 829.31", "万元。"], []),
        (["其中：支出 2522.02。占 29.20 1785.58", "支出。736.44 1785.58"], []),
        (["一、部门收支总体情况表 3", "二、部门收入总体情况表 4", "三、支出表 5"], []),
        (["2021年 3月 4日", "2021年 3月 4日", "2021年 3月 4日"], []),
        (["a 1.0 2.0", "b 1.0 2.0", *["prose"] * 9, "c 1.0 2.0", "d 1.0 2.0"], ["a 1.0 2.0", "c 1.0 2.0"]),
    ],
)
def test_runs_of_figures_without_columns(lines: list[str], expected: list[str]) -> None:
    assert list(find_flattened_rows(lines)) == expected
