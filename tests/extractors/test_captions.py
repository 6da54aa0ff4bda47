"""What stands above, in or under a grid and belongs to it."""

from __future__ import annotations

import pytest

from extractors.captions import caption_above, caption_inside, notes_below
from extractors.matrix import Matrix
from extractors.model import Cell, Line, Phase
from extractors.quantities import TEN_THOUSAND_YUAN, YUAN, Unit
from extractors.statements import expected_statements, find_statement


def lines(*texts: str) -> list[Line]:
    return [Line(text, None) for text in texts]


THREE_PUBLIC = "2021年“三公”经费支出情况表"
BY_ECONOMIC = "2021年支出预算分类汇总表"
OWNER = "单位名称：示例局"


@pytest.mark.parametrize(
    ("texts", "title", "number", "unit"),
    [
        (("预算07表", THREE_PUBLIC, f"{OWNER} 单位：万元"), THREE_PUBLIC, "预算07表", TEN_THOUSAND_YUAN),
        (("预算06", "表", BY_ECONOMIC, f"{OWNER} 单位：万", "元"), BY_ECONOMIC, "预算06表", TEN_THOUSAND_YUAN),
        (("收支总表", "编制部门：示例局 金额单位:元"), "收支总表", None, YUAN),
        (("本部门按要求公开。", "部门公开表1", "收支总表", "单位：万元"), "收支总表", "部门公开表1", TEN_THOUSAND_YUAN),
        (("收支总表（单位：人", "民币万元）"), "收支总表", None, TEN_THOUSAND_YUAN),
        (("以上工作由示例局负责。",), "", None, None),
    ],
)
def test_a_caption_is_read_from_the_table_upwards(
    texts: tuple[str, ...], title: str, number: str | None, unit: Unit | None
) -> None:
    caption = caption_above(lines(*texts))
    assert (caption.title, caption.number, caption.unit) == (title, number, unit)


def test_a_note_below_is_kept_whole() -> None:
    caption = notes_below(lines("备注：本单位没有政府性基金，", "故此表无数据。"))
    assert caption.notes == ("备注：本单位没有政府性基金，故此表无数据。",)


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("2026年预算单位财务收支预算总表", "balance"),
        ("2021年财政拨款收支总体情况表", "fiscal_balance"),
        ("财政拨款收入支出决算总表", "fiscal_balance"),
        ("一般公共预算支出表（按经济分类）", "general_public_budget_by_economic"),
        ("2026年预算单位一般公共预算基本支出部门预算经济分类预算表", "basic_expenditure"),
        ("一般公共预算“三公”经费、会议费、培训费支出表", "three_public"),
        ("政府性基金预算财政拨款收入支出决算表", "government_fund"),
        ("部门综合预算专项业务经费支出表", "projects"),
        ("区级部门（单位）整体绩效目标表", "performance_overall"),
        ("领导班子分工表", None),
    ],
)
def test_a_statement_is_known_by_its_title(title: str, key: str | None) -> None:
    assert find_statement(title) == key


def test_budgets_and_accounts_should_have_the_same_core_tables() -> None:
    assert set(expected_statements(Phase.BUDGET)) == set(expected_statements(Phase.FINAL_ACCOUNTS))
    assert expected_statements(Phase.OTHER) == ()


def test_a_long_owner_is_wrapped_in_the_grids_first_row() -> None:
    rows = [("单位名称：示例市\n交通局", "金额单位:元"), ("采购品目", "采购预算金额"), ("货物类", "191,043.00")]
    cells = [Cell(1, r, c, text, None) for r, row in enumerate(rows) for c, text in enumerate(row)]
    caption, taken = caption_inside(Matrix(3, 2, cells))
    assert (caption.unit, taken) == (YUAN, 1)
