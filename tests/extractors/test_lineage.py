"""Rows without codes have the code that their name has under the rows above them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from extractors.classification import Kind
from extractors.lineage import Lineage
from extractors.taxonomy import load_taxonomy
from tests.extractors.test_facts import facts_of, keys


def read(labels: Sequence[str], codes: Sequence[str] = ()) -> list[str | None]:
    lineage = Lineage()
    found = []
    for i, label in enumerate(labels):
        code = codes[i] if codes else None
        item = lineage.find(label) or load_taxonomy().find(label, kind=Kind.FUNCTIONAL)
        lineage.go_on(code, code or (item.key if item else None))
        found.append(item.key if item else None)
    return found


def test_a_name_of_many_is_told_by_the_rows_above() -> None:
    labels = [
        "交通运输支出",
        "公路水路运输",
        "行政运行",
        "一般行政管理事务",
        "住房保障支出",
        "住房改革支出",
        "住房公积金",
    ]
    assert read(labels) == ["214", "21401", "2140101", "2140102", "221", "22102", "2210201"]


def test_one_name_on_two_levels_goes_down_a_level() -> None:
    assert read(["其他支出", "其他支出"]) == ["229", "22999"]


def test_a_name_that_is_nothing_under_the_rows_above_is_left_open() -> None:
    assert read(["教育支出", "普通教育", "行政运行"]) == ["205", "20502", None]


def test_where_codes_are_printed_a_row_without_one_is_not_guessed() -> None:
    assert read(["公路水路运输", "行政运行"], ["21401", ""]) == ["21401", None]


def test_figures_of_a_table_without_codes(tmp_path: Path) -> None:
    rows = [("功能分类科目", "合计"), ("交通运输支出", "8.00"), ("公路水路运输", "8.00"), ("行政运行", "8.00")]
    facts = facts_of(tmp_path, "2023年部门支出总表", [300, 80], rows)
    assert keys(facts) == [("214", None, "8.00"), ("21401", None, "8.00"), ("2140101", None, "8.00")]
    assert facts[-1].code is None
