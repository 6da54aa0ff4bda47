"""Tables with a row for every 类, 款 and 项 of the functional classification."""

from __future__ import annotations

from eval.maker.classified import body, code_columns, entry_maker, functional_rows
from eval.maker.ledger import FUND, GENERAL, ZERO, Line
from eval.maker.other_tables import without_lines
from eval.maker.publishers import BUDGET
from eval.maker.setting import APPROVED, Setting
from eval.maker.sheet import ABOVE, LEFT, Cell, Sheet


def expenditure(setting: Setting) -> Sheet:
    lines = setting.books.now.lines()
    return _by_function(setting, "expenditure", "all", lines, setting.style.depth)


def general(setting: Setting) -> Sheet:
    lines = setting.books.now.lines(GENERAL)
    if setting.style.with_prior and setting.edition.phase == BUDGET:
        return _with_prior(setting, "general", "general", GENERAL)
    return _by_function(setting, "general", "general", lines, setting.style.depth)


def fund(setting: Setting) -> Sheet:
    lines = setting.books.now.lines(FUND)
    return _by_function(setting, "fund", "fund", lines, "flat") if lines else without_lines(setting, "fund")


def _by_function(setting: Setting, statement: str, scope: str, lines: tuple[Line, ...], depth: str) -> Sheet:
    columns = code_columns(setting.style)
    word = f"本年支出{'合计' if setting.chance.random() < 0.5 else ''}" if setting.edition.phase != BUDGET else "合计"
    parts: tuple[str, ...]
    if depth == "people":
        header = [
            [*columns.headings[0], word, "基本支出", LEFT, LEFT, "项目支出"],
            [*columns.headings[1], ABOVE, "小计", "人员经费", "公用经费", ABOVE],
        ]
        parts = ("total", "basic", "personnel", "running", "projects")
    else:
        header = [[*columns.headings[0], word, "基本支出", "项目支出"]]
        if any(cell not in (ABOVE,) for cell in columns.headings[1]):
            header.append([*columns.headings[1], ABOVE, ABOVE, ABOVE])
        parts = ("total", "basic", "projects")
    rows = [(row, _line(setting, scope, row.code, line, parts)) for row, line in functional_rows(lines)]
    total = _line(setting, scope, "sum", _sum(lines), parts)
    cells = body(columns, rows, total, setting.style)
    return setting.sheet(
        statement, header, cells, columns.roles + "a" * len(parts), (*columns.weights, *(1.9 for _ in parts))
    )


def _line(setting: Setting, scope: str, code: str, line: Line, parts: tuple[str, ...]) -> list[Cell]:
    return [setting.make(f"{scope} {code} {part}", getattr(line, part)) for part in parts]


def _with_prior(setting: Setting, statement: str, scope: str, source: str) -> Sheet:
    """Last year's amounts beside this year's, with the change."""
    year, columns = setting.edition.year, code_columns(setting.style)
    now = {row.code: (row, line) for row, line in functional_rows(setting.books.now.lines(source))}
    before = {row.code: (row, line) for row, line in functional_rows(setting.books.before.lines(source))}
    last = entry_maker(APPROVED, year - 1)
    header = [
        [
            *columns.headings[0],
            f"{year - 1}年预算数",
            f"{year}年预算数",
            LEFT,
            LEFT,
            f"{year}年比{year - 1}年增减",
            LEFT,
        ],
        [*columns.headings[1], ABOVE, "合计", "基本支出", "项目支出", "增减额", "增减%"],
    ]
    empty = Line("", ZERO, ZERO, ZERO)

    def amounts(code: str, old: Line, new: Line) -> list[Cell]:
        return [
            last(f"{scope} {code} total", old.total),
            *_line(setting, scope, code, new, ("total", "basic", "projects")),
            *setting.change(f"{scope} {code} total", old.total, new.total),
        ]

    rows = [
        (
            (now.get(code) or before[code])[0],
            amounts(code, before.get(code, ("", empty))[1], now.get(code, ("", empty))[1]),
        )
        for code in sorted(now | before)
    ]
    total = amounts("sum", _sum(setting.books.before.lines(source)), _sum(setting.books.now.lines(source)))
    cells = body(columns, rows, total, setting.style)
    return setting.sheet(statement, header, cells, columns.roles + "aaaaaa", (*columns.weights, *([1.7] * 6)))


def _sum(lines: tuple[Line, ...]) -> Line:
    return Line(
        "sum", sum((x.personnel for x in lines), ZERO), sum((x.running for x in lines), ZERO),
        sum((x.projects for x in lines), ZERO),
    )  # fmt: skip
