"""Tables with a row for every code of the economic classification."""

from __future__ import annotations

from decimal import Decimal

from eval.maker.classified import body, code_columns, economic_rows
from eval.maker.ledger import FUND, GENERAL, OTHER, ZERO, Ledger, total_of
from eval.maker.publishers import BUDGET
from eval.maker.setting import Setting
from eval.maker.sheet import ABOVE, LEFT, Cell, Sheet


def basic(setting: Setting) -> Sheet:
    if setting.style.basic_lanes:
        return _basic_lanes(setting)
    ledger, columns = setting.books.now, code_columns(setting.style, economic=True)
    header = [[*columns.headings[0], "合计", "人员经费", "公用经费"]]
    if any(cell != ABOVE for cell in columns.headings[1]):
        header.append([*columns.headings[1], ABOVE, ABOVE, ABOVE])

    def amounts(code: str, amount: Decimal, personnel: Decimal, running: Decimal) -> list[Cell]:
        return [
            setting.make(f"economic {code} basic", amount),
            setting.make(f"economic {code} personnel", personnel),
            setting.make(f"economic {code} running", running),
        ]

    rows = [
        (row, amounts(row.code, amount, *((amount, ZERO) if row.code[:3] in ("301", "303") else (ZERO, amount))))
        for row, amount in economic_rows(ledger.basic)
    ]
    total = amounts("sum", ledger.basic_total, ledger.personnel, ledger.running)
    cells = body(columns, rows, total, setting.style)
    return setting.sheet("basic", header, cells, columns.roles + "aaa", (*columns.weights, 2, 2, 2))


def _basic_lanes(setting: Setting) -> Sheet:
    """人员经费 on the left, 公用经费 on the right, each with codes, names and amounts."""
    ledger, word = setting.books.now, "预算数" if setting.edition.phase == BUDGET else "决算数"
    rows = economic_rows(ledger.basic)
    left = [pair for pair in rows if pair[0].code[:3] in ("301", "303")]
    right = [pair for pair in rows if pair[0].code[:3] not in ("301", "303")]
    header = [
        ["人员经费", LEFT, LEFT, "公用经费", LEFT, LEFT],
        ["科目编码", "科目名称", word, "科目编码", "科目名称", word],
    ]
    cells: list[list[Cell]] = []
    for i in range(max(len(left), len(right))):
        line: list[Cell] = []
        for lane in (left, right):
            if i < len(lane):
                row, amount = lane[i]
                name = ("　" * row.depth if setting.style.indents else "") + row.name
                line += [row.code, name, setting.make(f"economic {row.code} basic", amount)]
            else:
                line += ["", "", ""]
        cells.append(line)
    cells.append(
        ["人员经费合计", LEFT, setting.make("economic personnel basic", ledger.personnel),
         "公用经费合计", LEFT, setting.make("economic running basic", ledger.running)]
    )  # fmt: skip
    return setting.sheet("basic", header, cells, "claCLA".lower(), (1.2, 3.8, 2, 1.2, 3.8, 2))


def economic(setting: Setting) -> Sheet:
    """All expenditure by economic code, by the source of money."""
    ledger, columns = setting.books.now, code_columns(setting.style, economic=True)
    sources = {GENERAL: "一般公共预算", FUND: "政府性基金", OTHER: "其他资金"}
    header = [[*columns.headings[0], "合计", *sources.values()]]
    if any(cell != ABOVE for cell in columns.headings[1]):
        header.append([*columns.headings[1], *([ABOVE] * 4)])
    by_source = {source: _economic_of(ledger, source) for source in sources}
    rows = []
    for row, amount in economic_rows(ledger.economic()):
        parts = [
            setting.make(f"economic {row.code} {source}", total_of(by_source[source], row.code)) for source in sources
        ]
        rows.append((row, [setting.make(f"economic {row.code} all", amount), *parts]))
    total: list[Cell] = [setting.make("all sum total", ledger.expenditure())]
    total += [setting.make(f"{source} sum total", ledger.expenditure(source)) for source in sources]
    cells = body(columns, rows, total, setting.style)
    return setting.sheet("economic", header, cells, columns.roles + "aaaa", (*columns.weights, 2, 2, 2, 2))


def _economic_of(ledger: Ledger, source: str) -> dict[str, Decimal]:
    amounts = dict(ledger.basic) if source == GENERAL else {}
    for project in ledger.projects:
        if project.source == source:
            for code, amount in project.economic.items():
                amounts[code] = amounts.get(code, ZERO) + amount
    return amounts
