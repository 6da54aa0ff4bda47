"""The table of the three public expenses, of projects, of procurement, and tables without any amount."""

from __future__ import annotations

from eval.maker.classified import code_columns, entry_maker
from eval.maker.data import economic_name, load
from eval.maker.ledger import FUND, GENERAL, OTHER, ZERO, Project
from eval.maker.publishers import BUDGET
from eval.maker.setting import APPROVED, Setting
from eval.maker.sheet import ABOVE, LEFT, Cell, Sheet


def three_public(setting: Setting) -> Sheet:
    sheet = _three_down(setting) if setting.style.three_public_form == "down" else _three_across(setting)
    sheet.unit = sheet.unit_printed = setting.style.three_public_unit
    if sheet.unit != setting.style.unit:
        sheet.decimals = 2
    return sheet


def _three_across(setting: Setting) -> Sheet:
    parts = ("total", "abroad", "vehicles", "purchase", "running", "reception")
    heads = ["合计", "因公出国（境）费", "公务用车购置及运行维护费", LEFT, LEFT, "公务接待费"]
    subs = [ABOVE, ABOVE, "小计", "公务用车购置费", "公务用车运行维护费", ABOVE]
    year = setting.edition.year
    if setting.edition.phase != BUDGET or setting.style.with_prior:
        final = setting.edition.phase != BUDGET
        first, second = ("预算数", "决算数") if final else (f"{year - 1}年预算数", f"{year}年预算数")
        old = entry_maker(APPROVED, year if final else year - 1)
        other = setting.books.budget if final else setting.books.before
        header = [
            [first, *([LEFT] * 5), second, *([LEFT] * 5)],
            [*heads, *heads],
            [*subs, *subs],
        ]
        row = [old(f"three_public {part}", other.three_public(part)) for part in parts]
        row += [setting.make(f"three_public {part}", setting.books.now.three_public(part)) for part in parts]
        return setting.sheet("three_public", header, [row], "a" * 12, tuple([1.0] * 12))
    row = [setting.make(f"three_public {part}", setting.books.now.three_public(part)) for part in parts]
    return setting.sheet("three_public", [heads, subs], [row], "aaaaaa", tuple([1.6] * 6))


def _three_down(setting: Setting) -> Sheet:
    labels = {
        "total": "合计",
        "abroad": "1、因公出国（境）费用",
        "reception": "2、公务接待费",
        "vehicles": "3、公务用车费",
        "running": "其中：（1）公务用车运行维护费",
        "purchase": "（2）公务用车购置费",
    }
    year, now, before = setting.edition.year, setting.books.now, setting.books.before
    last = entry_maker(APPROVED, year - 1)
    if setting.style.with_prior:
        header = [["项目", f"{year - 1}年预算数", f"{year}年预算数", "增减额", "增减率（%）"]]
        rows: list[list[Cell]] = [
            [label, last(f"three_public {part}", before.three_public(part)),
             setting.make(f"three_public {part}", now.three_public(part)),
             *setting.change(f"three_public {part}", before.three_public(part), now.three_public(part))]
            for part, label in labels.items()
        ]  # fmt: skip
        return setting.sheet("three_public", header, rows, "laaaa", (4, 2, 2, 1.6, 1.6))
    header = [["项目", f"{year}年“三公”经费预算数"]]
    rows = [[label, setting.make(f"three_public {part}", now.three_public(part))] for part, label in labels.items()]
    return setting.sheet("three_public", header, rows, "la", (4, 3))


def without_lines(setting: Setting, statement: str) -> Sheet:
    columns = code_columns(setting.style)
    header = [[*columns.headings[0], "合计", "基本支出", "项目支出"]]
    if any(cell != ABOVE for cell in columns.headings[1]):
        header.append([*columns.headings[1], ABOVE, ABOVE, ABOVE])
    width = len(columns.roles) + 3
    rows: list[list[Cell]] = [[""] * width for _ in range(setting.chance.randint(1, 4))]
    sheet = setting.sheet(statement, header, rows, columns.roles + "aaa", (*columns.weights, 2, 2, 2))
    money = load("titles")["money"][statement]
    level, year = setting.edition.level_word, setting.edition.year
    sheet.notes = [setting.chance.choice(load("titles")["empty"]).format(level=level, year=year, money=money)]
    return sheet


def projects(setting: Setting) -> Sheet:
    """Every project with its sources; or with what it buys, its name in a cell over all of that."""
    return _by_purchase(setting) if setting.style.by_purchase else _by_source(setting)


def _by_purchase(setting: Setting) -> Sheet:
    header = [["项目名称", "经济分类科目", LEFT, "金额"], [ABOVE, "编码", "名称", ABOVE]]
    rows: list[list[Cell]] = []
    for project in setting.books.now.projects:
        for number, (code, amount) in enumerate(project.economic.items()):
            name = ABOVE if number else project.name
            entry = setting.make(f"project {project.name} {code}", amount)
            rows.append([name, code, economic_name(code), entry])
    rows.append(["合计", LEFT, LEFT, setting.make("all sum projects", setting.books.now.project_total)])
    return setting.sheet("projects", header, rows, "lcla", (4, 1.3, 4, 2.2))


def _by_source(setting: Setting) -> Sheet:
    sources = {GENERAL: "一般公共预算", FUND: "政府性基金", OTHER: "其他资金"}
    header = [
        ["序号", "项目名称", "项目单位", "功能科目", "金额", LEFT, LEFT, LEFT],
        [ABOVE] * 4 + ["合计", *sources.values()],
    ]
    rows: list[list[Cell]] = []
    for number, project in enumerate(setting.books.now.projects, start=1):
        amounts = [setting.make(f"project {project.name}", project.total)]
        amounts += [
            setting.make(f"project {project.name} {source}", project.total if source == project.source else ZERO)
            for source in sources
        ]
        rows.append([str(number), project.name, setting.edition.publisher, project.functional, *amounts])
    total: list[Cell] = ["合计", LEFT, LEFT, LEFT, setting.make("all sum projects", setting.books.now.project_total)]
    for source in sources:
        amount = sum((p.total for p in setting.books.now.projects if p.source == source), ZERO)
        total.append(setting.make(f"{source} sum projects", amount))
    rows = [*rows, total] if setting.style.total_last else [total, *rows]
    return setting.sheet("projects", header, rows, "tlttaaaa", (0.7, 4, 3, 1.3, 1.7, 1.7, 1.7, 1.7))


def procurement(setting: Setting) -> Sheet:
    names = {"goods": "货物", "works": "工程", "services": "服务"}
    amounts = setting.books.now.procurement
    rows: list[list[Cell]] = [
        [str(i), f"{name}类", setting.make(f"procurement {part}", amounts[part])]
        for i, (part, name) in enumerate(names.items(), start=1)
    ]
    rows.append(["", "合计", setting.make("procurement total", sum(amounts.values(), ZERO))])
    return setting.sheet("procurement", [["序号", "采购品目类别", "采购预算金额"]], rows, "tla", (1, 5, 3))


def targets(setting: Setting) -> list[Sheet]:
    """Performance forms of the first projects: labels and values in merged cells, without headings."""
    return [_target(setting, project) for project in setting.books.now.projects[: setting.chance.randint(1, 2)]]


def _target(setting: Setting, project: Project) -> Sheet:
    """Its money is labelled with the unit, as the form has no unit line of its own rows."""
    words, publisher = load("targets"), setting.edition.publisher
    fiscal = project.total if project.source != OTHER else ZERO
    rows: list[list[Cell]] = [
        ["项目名称", LEFT, project.name, LEFT, LEFT],
        ["主管部门", LEFT, publisher, "实施单位", publisher],
        ["资金情况", "年度资金总额", setting.make(f"project {project.name}", project.total), LEFT, LEFT],
        [ABOVE, "其中：财政拨款", setting.make(f"project {project.name} fiscal", fiscal), LEFT, LEFT],
        [ABOVE, "其他资金", setting.make(f"project {project.name} unfiscal", project.total - fiscal), LEFT, LEFT],
        ["年度目标", LEFT, setting.chance.choice(words["goals"]).format(project=project.name), LEFT, LEFT],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值"],
    ]
    for first, seconds in words["indicators"].items():
        for number, (second, choices) in enumerate(seconds.items()):
            name, value = setting.chance.choice(choices)
            rows.append([ABOVE, ABOVE if number else first, second, name, value])
    sheet = setting.sheet("targets", [], rows, "tlatt", (1.6, 2.6, 3, 3, 3))
    sheet.is_form = True
    return sheet
