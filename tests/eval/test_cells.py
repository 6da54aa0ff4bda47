"""The scorer of cells: what agrees counts, what is wrong in one part does not, and nothing counts twice."""

from __future__ import annotations

import pytest

from eval.cells import PARTS, agreeing, score_cells

TRUTH = {
    "document": "a.pdf", "page": "3", "kind": "cell", "statement": "basic", "table": "2024年基本支出表",
    "row": "办公费", "code": "30201", "column": "基本支出/小计", "value": "12.50", "unit": "万元", "year": "2024",
    "measure": "approved_budget",
}  # fmt: skip
FACT = TRUTH | {"value": "12.5"}


def test_the_same_figure_agrees_in_every_part() -> None:
    assert agreeing(TRUTH, FACT) == frozenset(PARTS)


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("value", {"value": "125"}),
        ("unit", {"unit": "元"}),
        ("table", {"table": ""}),
        ("row", {"row": "印刷费"}),
        ("row", {"code": "30202"}),
        ("column", {"column": "基本支出/项目支出"}),
        ("column", {"column": "去年/小计"}),
        ("measure", {"measure": "final_accounts"}),
        ("year", {"year": "2023"}),
    ],
)
def test_a_wrong_part_is_wrong_alone(part: str, change: dict[str, str]) -> None:
    assert agreeing(TRUTH, FACT | change) == frozenset(PARTS) - {part}


def test_a_fact_pairs_with_one_cell_only() -> None:
    twice = [TRUTH, TRUTH | {"row": "印刷费", "code": "30202"}]
    scores, misses = score_cells(twice, [FACT])
    score = scores["a.pdf", "basic"]
    assert (score.cells, score.found["all"], score.invented) == (2, 1, 0)
    assert [miss.fact for miss in misses] == [None]


def test_an_amount_where_the_truth_has_none_is_invented() -> None:
    scores, misses = score_cells([TRUTH], [FACT, FACT | {"row": "科目", "value": "30201"}])
    assert scores["a.pdf", "basic"].invented == 1
    assert misses[0].wrong == ("invented",)


def test_a_figure_of_another_page_is_missed() -> None:
    scores, _ = score_cells([TRUTH], [FACT | {"page": "4"}])
    assert scores["a.pdf", "basic"].found["all"] == 0
