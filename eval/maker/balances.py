"""收支总表, 收入总表 and 财政拨款收支总表: revenue beside expenditure, in lanes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from eval.maker.classified import body, code_columns, functional_rows, ordinal
from eval.maker.data import functional_name, load
from eval.maker.ledger import FUND, GENERAL, OTHER, ZERO, total_of
from eval.maker.publishers import BUDGET
from eval.maker.setting import Setting
from eval.maker.sheet import ABOVE, LEFT, Cell, Sheet

SOURCES = {GENERAL: "一般公共预算拨款收入", FUND: "政府性基金预算拨款收入", OTHER: "其他收入"}
Lane = list[list[Cell]]
BY_SOURCE = 0.35  # share of budgets whose revenue table has a row for each source


def balance(setting: Setting) -> Sheet:
    """Revenue by source, beside expenditure by function and, in wider forms, by purpose and economic code."""
    final = setting.edition.phase != BUDGET
    lanes = "two" if final else setting.style.lanes
    word = "决算数" if final else "预算数" if setting.chance.random() < 0.6 else "金额"
    revenue, functions = _revenue(setting), _functions(setting)
    if lanes == "two":
        return _two(setting, "balance", word, revenue, functions)
    others = [_purposes(setting)] if lanes == "purposes" else [_purposes(setting), _economic(setting)]
    heads = ["功能分类", "支出用途", "经济分类"][: 1 + len(others)]
    top = ["收入", LEFT, "支出", *([LEFT] * (len(heads) * 2 - 1))]
    middle: list[str] = ["项目", word]
    for head in heads:
        middle += [f"{head}科目" if head != "支出用途" else head, word]
    widths = (3.6, 2, *([3.6, 2] * len(heads)))
    ends = [_revenue_end(setting), *([_expenditure_end(setting)] * len(heads))]
    rows = _side_by_side([revenue, functions, *others], ends)
    return setting.sheet("balance", [top, middle], rows, "la" * (1 + len(heads)), widths)


def _two(setting: Setting, statement: str, word: str, revenue: Lane, expenditure: Lane) -> Sheet:
    header = [["收入", LEFT, "支出", LEFT], ["项目", word, "项目", word]]
    rows = _side_by_side([revenue, expenditure], [_revenue_end(setting), _expenditure_end(setting)])
    return setting.sheet(statement, header, rows, "lala", (4, 2, 4, 2))


def _revenue(setting: Setting) -> Lane:
    now = setting.books.now
    return [
        [f"{ordinal(i)}、{name}", setting.make(f"revenue {source}", now.revenue(source))]
        for i, (source, name) in enumerate(SOURCES.items(), start=1)
    ]


def _functions(setting: Setting) -> Lane:
    amounts = {row.code: line.total for row, line in functional_rows(setting.books.now.lines()) if row.depth == 0}
    codes: Sequence[str] = load("titles")["function_codes"] if setting.style.all_functions else sorted(amounts)
    names = dict(zip(load("titles")["function_codes"], load("titles")["functions"], strict=True))
    return [
        [f"{ordinal(i)}、{names.get(code) or functional_name(code)}",
         setting.make(f"all {code} total", amounts.get(code, ZERO))]
        for i, code in enumerate(codes, start=1)
    ]  # fmt: skip


def _purposes(setting: Setting) -> Lane:
    now = setting.books.now
    return [
        ["一、基本支出", setting.make("all sum basic", now.basic_total)],
        ["　人员经费", setting.make("all sum personnel", now.personnel)],
        ["　公用经费", setting.make("all sum running", now.running)],
        ["二、项目支出", setting.make("all sum projects", now.project_total)],
    ]


def _economic(setting: Setting) -> Lane:
    amounts = setting.books.now.economic()
    names = {
        "301": "工资福利支出",
        "302": "商品和服务支出",
        "303": "对个人和家庭的补助",
        "310": "资本性支出",
        "312": "对企业补助",
    }
    return [
        [f"{ordinal(i)}、{name}", setting.make(f"economic {code} all", total_of(amounts, code))]
        for i, (code, name) in enumerate(names.items(), start=1)
    ]


def _revenue_end(setting: Setting) -> Lane:
    now, final = setting.books.now, setting.edition.phase != BUDGET
    return [
        ["本年收入合计", setting.make("revenue year", now.year_revenue)],
        ["年初结转和结余" if final else "上年结转", setting.make("carried in", now.carried_in)],
        ["收入总计", setting.make("grand total revenue", now.grand_total)],
    ]


def _expenditure_end(setting: Setting) -> Lane:
    now, final = setting.books.now, setting.edition.phase != BUDGET
    return [
        ["本年支出合计", setting.make("all sum total", now.expenditure())],
        ["年末结转和结余" if final else "结转下年", setting.make("carried out", now.carried_out)],
        ["支出总计", setting.make("grand total expenditure", now.grand_total)],
    ]


def _side_by_side(lanes: Sequence[Lane], ends: Sequence[Lane]) -> list[list[Cell]]:
    empty: list[Cell] = ["", ""]
    rows = [[cell for part in line for cell in part] for line in zip_longest(*lanes, fillvalue=empty)]
    return rows + [[cell for part in line for cell in part] for line in zip(*ends, strict=True)]


def revenue(setting: Setting) -> Sheet:
    """By function, with a column for each source; or by source, one row each. In accounts without what is carried."""
    final = setting.edition.phase != BUDGET
    if not final and setting.chance.random() < BY_SOURCE:
        rows: list[list[Cell]] = [*_revenue(setting), *_revenue_end(setting)]
        return setting.sheet("revenue", [["项目", "金额"]], rows, "la", (5, 3))
    return _revenue_by_function(setting, with_carried=not final)


def _revenue_by_function(setting: Setting, *, with_carried: bool) -> Sheet:
    """What is carried in or out is that of 行政运行."""
    now, columns = setting.books.now, code_columns(setting.style)
    heads = {GENERAL: "一般公共预算", FUND: "政府性基金预算", OTHER: "其他收入"}
    if with_carried:
        first, carried_head = ["合计", "本年收入", LEFT, LEFT, "上年结转"], [ABOVE, *heads.values(), ABOVE]
    else:
        first, carried_head = (
            ["本年收入合计", "财政拨款收入", LEFT, "其他收入"],
            [ABOVE, *list(heads.values())[:2], ABOVE],
        )
    by_source = {
        source: {row.code: line.total for row, line in functional_rows(now.lines(source))}
        | {"sum": now.expenditure(source)}
        for source in heads
    }

    def amounts(code: str) -> list[Cell]:
        is_carrier = code == "sum" or now.operating_code.startswith(code)
        carried_in, carried_out = (now.carried_in, now.carried_out) if is_carrier else (ZERO, ZERO)
        spent = {source: by.get(code, ZERO) for source, by in by_source.items()}
        received = {**spent, GENERAL: spent[GENERAL] + carried_out - carried_in}
        whole = sum(received.values(), ZERO) + (carried_in if with_carried else ZERO)
        cells = [setting.make(f"received {code} {source}", amount) for source, amount in received.items()]
        last = [setting.make(f"received {code} carried", carried_in)] if with_carried else []
        return [setting.make(f"received {code} total", whole), *cells, *last]

    made = [(row, amounts(row.code)) for row, _ in functional_rows(now.lines())]
    grid = body(columns, made, amounts("sum"), setting.style)
    count = len(first)
    return setting.sheet(
        "revenue", [[*columns.headings[0], *first], [*columns.headings[1], *carried_head]], grid,
        columns.roles + "a" * count, (*columns.weights, *([2.0] * count))
    )  # fmt: skip


def fiscal_balance(setting: Setting) -> Sheet:
    """财政拨款 alone, its expenditure split by 一般公共预算 and 政府性基金."""
    now, final = setting.books.now, setting.edition.phase != BUDGET
    word = "决算数" if final else "预算数"
    header = [
        ["收入", LEFT, "支出", LEFT, LEFT, LEFT],
        ["项目", word, "项目", "合计", "一般公共预算财政拨款", "政府性基金预算财政拨款"],
    ]
    by_source = {
        source: {row.code: line.total for row, line in functional_rows(now.lines(source)) if row.depth == 0}
        for source in (GENERAL, FUND)
    }
    general, fund = now.revenue(GENERAL), now.revenue(FUND)
    spent = now.expenditure(GENERAL, FUND)
    whole = spent + now.carried_out
    income: Lane = [
        ["一、一般公共预算财政拨款", setting.make("revenue general", general)],
        ["二、政府性基金预算财政拨款", setting.make("revenue fund", fund)],
    ]
    codes = sorted(by_source[GENERAL] | by_source[FUND])
    outgo: Lane = []
    for i, code in enumerate(codes, start=1):
        parts = [by_source[source].get(code, ZERO) for source in (GENERAL, FUND)]
        outgo.append(
            [f"{ordinal(i)}、{functional_name(code)}", setting.make(f"fiscal {code} total", sum(parts, ZERO)),
             setting.make(f"general {code} total", parts[0]), setting.make(f"fund {code} total", parts[1])]
        )  # fmt: skip
    rows = [[*left, *right] for left, right in zip_longest(income, outgo, fillvalue=["", ""])]
    rows = [row if len(row) == 6 else [*row, *([""] * (6 - len(row)))] for row in rows]
    rows += [
        ["本年收入合计", setting.make("fiscal revenue year", general + fund), "本年支出合计",
         setting.make("fiscal sum total", spent), setting.make("general sum total", now.expenditure(GENERAL)),
         setting.make("fund sum total", now.expenditure(FUND))],
        ["年初财政拨款结转和结余" if final else "上年结转", setting.make("carried in", now.carried_in),
         "年末财政拨款结转和结余" if final else "结转下年", setting.make("carried out", now.carried_out),
         setting.make("carried out", now.carried_out), None],
        ["收入总计", setting.make("fiscal grand total", whole), "支出总计", setting.make("fiscal grand total", whole),
         setting.make("general grand total", now.expenditure(GENERAL) + now.carried_out),
         setting.make("fund sum total", now.expenditure(FUND))],
    ]  # fmt: skip
    return setting.sheet("fiscal_balance", header, rows, "lalaaa", (3.6, 1.8, 3.6, 1.8, 1.8, 1.8))
