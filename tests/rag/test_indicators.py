from __future__ import annotations

from dataclasses import replace

from extractors.model import Cell, Table
from rag.indicators import Indicator, read_indicators
from tests.rag.builders import make_table

HEADINGS = ("一级指标", "二级指标", "三级指标", "指标值")


def form(*rows: tuple[str, ...], statement: str = "performance_project") -> Table:
    """The project's name in the first row, the headings in the second."""
    width = max(map(len, rows), default=len(HEADINGS))
    first = ("项目名称", "古籍修复", *[""] * (width - 2))
    return make_table("项目绩效目标表", first, rows, statement=statement, is_form=True)


def told(found: list[Indicator]) -> list[tuple[str, str, str]]:
    return [(one.project, one.name, one.value) for one in found]


def test_an_indicator_has_its_project_its_levels_and_its_place() -> None:
    (one,) = read_indicators(form(HEADINGS, ("产出指标", "数量指标", "修复册数", "≥300册")))
    assert (one.project, one.levels, one.name, one.value) == (
        "古籍修复",
        ("产出指标", "数量指标"),
        "修复册数",
        "≥300册",
    )
    assert one.value_cell.text == "≥300册"


def test_sign_and_unit_may_stand_in_columns_of_their_own() -> None:
    headings = ("一级指标", "三级指标", "指标值", "度量单位", "指标值类型")
    rows = [("产出指标", "修复册数", "300", "册", "≥"), ("效益指标", "读者体验", "改善", "", "定性")]
    assert told(read_indicators(form(headings, *rows))) == [
        ("古籍修复", "修复册数", "≥300册"),
        ("古籍修复", "读者体验", "改善"),
    ]


def test_a_cell_may_hold_several_indicators_and_the_next_as_many_values() -> None:
    table = form(HEADINGS, ("产出指标", "数量指标", "修复册数；扫描页数", "≥300册；≥9000页"))
    assert [(one.name, one.value) for one in read_indicators(table)] == [
        ("修复册数", "≥300册"),
        ("扫描页数", "≥9000页"),
    ]


def test_values_of_the_year_and_of_the_whole_time_are_told_apart() -> None:
    rows = [
        ("", "中期目标", "", "年度目标", ""),
        ("一级指标", "三级指标", "指标值", "三级指标", "指标值"),
        ("产出指标", "修复册数", "900册", "修复册数", "300册"),
    ]
    found = read_indicators(form(*rows))
    assert [(one.lane, one.value) for one in found] == [("中期目标", "900册"), ("年度目标", "300册")]


def test_rows_without_indicators_are_left_out() -> None:
    rows = [("成本指标", "社会成本指标", "无", "无"), ("", "", "", ""), ("效益指标", "", "财政部门审核意见", "同意")]
    assert read_indicators(form(HEADINGS, *rows)) == []


def test_indicators_of_the_agency_as_a_whole_are_of_no_project() -> None:
    table = form(HEADINGS, ("产出指标", "数量指标", "接待人次", "≥5000"), statement="performance_overall")
    assert [one.project for one in read_indicators(table)] == [""]


def test_one_heading_may_stand_over_levels_and_names() -> None:
    table = make_table(
        "绩效目标表",
        ("年度工作任务", "拟投入金额", "任务绩效指标", "", "", "年度指标值"),
        [("古籍修复", "20", "产出指标", "数量指标", "修复册数", "300册")],
        statement="performance_overall",
        is_form=True,
    )
    spanning = [c for c in table.cells if not (c.row == 0 and c.column in (3, 4))]
    table = replace(table, cells=tuple(_wide(c) if c.text == "任务绩效指标" else c for c in spanning))
    assert told(read_indicators(table)) == [("古籍修复", "修复册数", "300册")]


def _wide(cell: Cell) -> Cell:
    return replace(cell, column_span=3)
