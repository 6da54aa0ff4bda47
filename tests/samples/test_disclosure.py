"""The samples' figures satisfy what must add up in every disclosure, within printed rounding."""

from __future__ import annotations

from decimal import Decimal

import pytest

from samples.disclosure import SampleTable, load_all

DISCLOSURES = {disclosure.file.split("（")[0]: disclosure for disclosure in load_all()}
REFORM, SERVICE = "改革协调局2021年部门预算", "政务服务局2021年部门预算"
ACCOUNTS, BUDGET = "普陀区财政局2024年度部门决算", "普陀区财政局2025年部门预算"

Place = tuple[str, str, int]  # part of the table's title, part of the row's label, column from 0

# (document, the total, its parts); an empty cell counts as 0.
SUMS: list[tuple[str, Place, list[Place]]] = [
    (REFORM, ("收支总体", "收入总计", 1), [("收支总体", "本年收入合计", 1), ("收支总体", "上年结转", 1)]),
    (REFORM, ("收支总体", "收入总计", 1), [("收支总体", "收入总计", 3)]),
    (REFORM, ("收支总体", "本年收入合计", 3), [("收支总体", "一、一般公共预算", 3), ("收支总体", "四、财政专户", 3)]),
    (REFORM, ("部门支出", "合计", 4), [("收支总体", "收入总计", 3)]),
    (REFORM, ("部门支出", "合计", 5), [("部门支出", "合计", column) for column in (6, 7, 8)]),
    (REFORM, ("部门支出", "合计", 9), [("部门支出", "合计", column) for column in (10, 11)]),
    (REFORM, ("三公", "总计", 1), [("三公", "1、", 1), ("三公", "2、", 1), ("三公", "3、", 1)]),
    (REFORM, ("三公", "2、", 1), [("经济分类", "公务接待费", 6)]),
    (REFORM, ("三公", "1、", 1), [("经济分类", "因公出国", 6)]),
    (REFORM, ("项目支出", "合计", 2), [("部门支出", "合计", 9)]),
    (SERVICE, ("收支总体", "收入总计", 1), [("收支总体", "收入总计", 3)]),
    (SERVICE, ("部门支出", "合计", 5), [("部门支出", "合计", column) for column in (6, 7, 8)]),
    (SERVICE, ("三公", "总计", 1), [("三公", "1、", 1), ("三公", "2、", 1), ("三公", "3、", 1)]),
    (SERVICE, ("项目支出", "合计", 2), [("部门支出", "合计", 9)]),
    (ACCOUNTS, ("收入支出决算总表", "总计", 1), [("收入支出决算总表", "总计", 3)]),
    (
        ACCOUNTS,
        ("收入支出决算总表", "总计", 1),
        [("收入支出决算总表", "本年收入合计", 1), ("收入支出决算总表", "年初结转", 1)],
    ),
    (
        ACCOUNTS,
        ("收入支出决算总表", "总计", 3),
        [("收入支出决算总表", "本年收入合计", 3), ("收入支出决算总表", "年初结转", 3)],
    ),
    (ACCOUNTS, ("基本支出决算表", "人员经费合计", 3), [("基本支出决算表", "301", 3), ("基本支出决算表", "303", 3)]),
    (
        ACCOUNTS,
        ("支出决算表", "合计", 5),
        [("基本支出决算表", "人员经费合计", 3), ("基本支出决算表", "人员经费合计", 7)],
    ),
    (ACCOUNTS, ("三公", "0.95", 0), [("三公", "0.95", column) for column in (2, 4, 10)]),
    (ACCOUNTS, ("三公", "0.95", 1), [("三公", "0.95", column) for column in (3, 5, 11)]),
    (BUDGET, ("财务收支", "收入总计", 1), [("财务收支", "收入总计", 3)]),
    (BUDGET, ("支出预算总表", "合计", 5), [("基本支出", "合计", 3)]),
    (BUDGET, ("基本支出", "合计", 3), [("基本支出", "合计", 4), ("基本支出", "合计", 5)]),
    (BUDGET, ("三公", "0.95", 0), [("三公", "0.95", column) for column in (1, 2, 3)]),
]


def _table(document: str, title: str) -> SampleTable:
    return next(table for table in DISCLOSURES[document].tables if title in table.title)


def _amount(document: str, place: Place) -> Decimal:
    title, label, column = place
    row = next(row for row in _table(document, title).rows if any(cell.startswith(label) for cell in row))
    return _decimal(row[column])


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "") or "0")


def _adds_up(total: Decimal, parts: list[Decimal]) -> bool:
    return abs(total - sum(parts)) <= (len(parts) + 1) * Decimal("0.005")


@pytest.mark.parametrize(("document", "total", "parts"), SUMS)
def test_totals_are_the_sum_of_their_parts(document: str, total: Place, parts: list[Place]) -> None:
    assert _adds_up(_amount(document, total), [_amount(document, part) for part in parts])


@pytest.mark.parametrize("name", DISCLOSURES)
def test_coded_rows_add_up_to_the_total_in_every_column(name: str) -> None:
    checked = 0
    for table in DISCLOSURES[name].tables:
        if "项" not in table.header[-1] or not (leaves := [row for row in table.rows if row[2].isdigit()]):
            continue
        total = next(row for row in table.rows if "合计" in row)
        for column in range(4, len(total)):
            parts = [_decimal(row[column]) for row in leaves]
            assert _adds_up(_decimal(total[column]), parts), (table.title, column)
            checked += 1
    assert checked > 10


@pytest.mark.parametrize(("name", "levels"), [(REFORM, (0, 1)), (BUDGET, (0, 1))])
def test_economic_rows_add_up_to_the_total(name: str, levels: tuple[int, int]) -> None:
    table = next(table for table in DISCLOSURES[name].tables if "经济分类" in table.title)
    amount = next(i for i, text in enumerate(table.rows[1]) if "." in text)
    leaves = [row for row in table.rows if row[1].isdigit()]
    total = next(row for row in table.rows if "合计" in row)
    assert _adds_up(_decimal(total[amount]), [_decimal(row[amount]) for row in leaves])


def test_every_row_is_as_wide_as_its_table() -> None:
    for disclosure in DISCLOSURES.values():
        for table in disclosure.tables:
            assert {len(row) for row in table.grid} == {len(table.widths)}, table.title


def test_tables_without_data_carry_the_sentence_that_says_so() -> None:
    for disclosure in DISCLOSURES.values():
        empty = [t for t in disclosure.tables if not any("." in cell for row in t.rows for cell in row)]
        assert [any("故" in note for note in table.notes) for table in empty] == [True, True]


def test_the_accounts_and_the_next_budget_name_the_same_reception_budget() -> None:
    assert _amount(ACCOUNTS, ("三公", "0.95", 10)) == _amount(BUDGET, ("三公", "0.95", 2)) == Decimal("0.95")


def test_spans_reach_over_continued_cells() -> None:
    table = _table(ACCOUNTS, "三公")
    spans = {(c.text, c.row, c.column, c.last_row, c.last_column) for c in table.cells()}
    assert ("合计", 0, 0, 1, 1) in spans
    assert ("公务用车购置及运行费", 0, 4, 0, 9) in spans
