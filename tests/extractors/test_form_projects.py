from extractors.form_projects import find_lists, form_project
from extractors.forms import form_facts
from extractors.matrix import Matrix
from extractors.model import Cell, Column, Identity, Level, Phase, Role, Table

IDENTITY = Identity("示例市档案局", (), "示例市", 2026, Phase.BUDGET, Level.DEPARTMENT)


def form(title: str, *rows: str) -> Table:
    """A form from rows of cells between bars."""
    texts = [[text.strip() for text in row.split("|")] for row in rows]
    cells = tuple(Cell(1, r, c, text, None) for r, line in enumerate(texts) for c, text in enumerate(line))
    columns = tuple(Column(c, (), Role.LABEL) for c in range(max(map(len, texts))))
    return Table(
        index=1,
        title=title,
        number=None,
        statement="performance_project",
        unit=None,
        unit_source="none",
        pages=(1,),
        areas=(),
        rows=len(rows),
        header_rows=0,
        columns=columns,
        cells=cells,
        is_form=True,
    )


def facts_of(table: Table) -> list[tuple[str, str, str, str | None]]:
    return [
        (f.subject, f.label, f.quote, f.amount.unit.symbol if f.amount and f.amount.unit else None)
        for f in form_facts(table, IDENTITY)
    ]


def test_a_list_below_other_rows_gives_each_project_its_money() -> None:
    table = form(
        "整体支出绩效目标表",
        "部门名称 | 示例市档案局 | 主管部门 | 示例市档案局",
        "支出预算 | 基本支出 | 预算金额(万元) | 80.00",
        "序号 | 年度工作任务 | 拟投入金额 | 年度指标值",
        "1 | 馆藏数字化项目 | 12.5 | 98%",
        "2 | 库房安保经费 | 7 | 100%",
    )
    assert ("馆藏数字化项目", "馆藏数字化项目", "12.5", "万元") in facts_of(table)
    assert ("库房安保经费", "库房安保经费", "7", "万元") in facts_of(table)


def test_a_list_ends_where_its_money_does() -> None:
    table = form(
        "整体支出绩效目标表",
        "任务名称 | 主要内容 | 预算金额（万元）",
        "馆藏数字化 | 扫描 | 12.5",
        "一级指标 | 二级指标 | 指标值",
        "产出指标 | 扫描卷数 | 300卷",
    )
    assert ("示例市档案局", "扫描卷数", "300", "卷") in facts_of(table)


def test_labels_beside_values_are_no_list() -> None:
    rows = ("项目名称 | 库房安保经费", "主管部门 | 示例市档案局", "资金总额 | 12.5")
    table = form("绩效目标表", *rows)
    assert find_lists(Matrix(table.rows, 2, table.cells)) == []
    assert form_project(table, Matrix(table.rows, 2, table.cells), []) == "库房安保经费"


def test_a_name_that_runs_on_below_is_whole() -> None:
    table = form("项目支出绩效目标表", "项目名称 | 馆藏数字化补助资", " | 金", "资金总额 | 12.5")
    assert form_project(table, Matrix(table.rows, 2, table.cells), []) == "馆藏数字化补助资金"


def test_a_title_may_name_the_project() -> None:
    named = form("馆藏数字化项目绩效目标表", "资金总额 | 12.5")
    plain = form("2026年市级部门预算项目支出绩效目标申报表", "资金总额 | 12.5")
    assert form_project(named, Matrix(1, 2, named.cells), []) == "馆藏数字化"
    assert form_project(plain, Matrix(1, 2, plain.cells), []) == ""


def test_telephone_numbers_are_no_amounts() -> None:
    table = form(
        "项目支出绩效目标表",
        "项目负责人 | 李四 | 联系电话 | 12345678",
        "项目资金（万元） | 年度资金总额 | 12.5",
    )
    assert [fact[1:3] for fact in facts_of(table)] == [("年度资金总额", "12.5")]


def test_telephone_numbers_in_a_list_of_projects_are_no_amounts() -> None:
    table = form(
        "整体支出绩效目标表",
        "任务名称 | 联系电话 | 预算金额（万元）",
        "馆藏数字化 | 12345678 | 12.5",
    )
    assert [fact[2] for fact in facts_of(table)] == ["12.5"]


def test_forms_below_each_other_in_one_table_are_each_about_their_own_project() -> None:
    rows = ("项目名称 | 库房安保经费", "资金总额（万元） | 7", "项目名称 | 馆藏数字化", "资金总额（万元） | 12.5")
    facts = facts_of(form("项目绩效目标表", *rows))
    assert [(subject, quote) for subject, _, quote, _ in facts] == [("库房安保经费", "7"), ("馆藏数字化", "12.5")]
