"""Tables with a row for every 类, 款 and 项, or for every economic code, in the ways that codes are printed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from eval.maker.data import economic_name, functional_name
from eval.maker.ledger import ZERO, Line
from eval.maker.sheet import ABOVE, LEFT, Cell, Entry
from eval.maker.style import Style

FUNCTIONAL_LEVELS = (3, 5, 7)
ECONOMIC_LEVELS = (3, 5)
ORDINALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Classified:
    """A row of a classification: its code, name and depth (0 for a 类)."""

    code: str
    name: str
    depth: int


@dataclass(frozen=True, slots=True)
class CodeColumns:
    """How codes and names stand in columns: headings (two rows high), roles, widths."""

    headings: tuple[tuple[str, ...], tuple[str, ...]]
    roles: str
    weights: tuple[float, ...]
    cells: Callable[[Classified], list[str]]
    total: list[str]  # the cells of the row of the total


def functional_rows(lines: Sequence[Line]) -> list[tuple[Classified, Line]]:
    """Every 类 before its 款, every 款 before its 项, with the sums."""
    rows: dict[str, Line] = {}
    for line in lines:
        for length in FUNCTIONAL_LEVELS:
            code = line.code[:length]
            so_far = rows.get(code, Line(code, ZERO, ZERO, ZERO))
            rows[code] = Line(
                code,
                so_far.personnel + line.personnel,
                so_far.running + line.running,
                so_far.projects + line.projects,
            )
    return [
        (Classified(code, functional_name(code), FUNCTIONAL_LEVELS.index(len(code))), rows[code])
        for code in sorted(rows)
    ]


def economic_rows(amounts: Mapping[str, Decimal]) -> list[tuple[Classified, Decimal]]:
    rows: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for code, amount in amounts.items():
        for length in ECONOMIC_LEVELS:
            rows[code[:length]] += amount
    return [
        (Classified(code, economic_name(code), ECONOMIC_LEVELS.index(len(code))), rows[code]) for code in sorted(rows)
    ]


def code_columns(style: Style, *, economic: bool = False) -> CodeColumns:
    names = ("经济科目编码", "经济科目名称") if economic else ("科目编码", "科目名称")
    total = "合  计" if style.spaced_total else "合计"

    def indented(row: Classified) -> str:
        return ("　" * row.depth if style.indents or style.codes == "none" else "") + row.name

    if style.codes == "split":
        parts = ("类", "款") if economic else ("类", "款", "项")
        return CodeColumns(
            ((names[0], *(LEFT for _ in parts[1:]), names[1]), (*parts, ABOVE)),
            "c" * len(parts) + "l",
            (*(0.7 for _ in parts), 4.2),
            lambda row: [*_split(row.code, len(parts)), indented(row)],
            [total, *(LEFT for _ in parts)] if style.total_last else [*("" for _ in parts), total],
        )
    if style.codes in ("glued", "bracketed", "none"):
        form = {"glued": "{code}{name}", "bracketed": "[{code}]{name}", "none": "{name}"}[style.codes]

        def label(row: Classified) -> str:
            space = "　" * row.depth if style.indents or style.codes == "none" else ""
            return space + form.format(code=row.code, name=row.name)

        heading = "经济分类科目" if economic else "功能分类科目"
        return CodeColumns(((heading,), (ABOVE,)), "l", (5.4,), lambda row: [label(row)], [total])
    return CodeColumns(
        (names, (ABOVE, ABOVE)),
        "cl",
        (1.5, 4.4),
        lambda row: [("  " * row.depth if style.indents else "") + row.code, indented(row)],
        [total, LEFT] if style.total_last else ["", total],
    )


def _split(code: str, parts: int) -> list[str]:
    return [code[:3], code[3:5], code[5:7]][:parts]


def ordinal(number: int) -> str:
    """1 → 一, 21 → 二十一."""
    if number <= 10:
        return ORDINALS[number - 1]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else ORDINALS[tens - 1]) + "十" + (ORDINALS[ones - 1] if ones else "")


def body(
    columns: CodeColumns, rows: Sequence[tuple[Classified, list[Cell]]], total: list[Cell], style: Style
) -> list[list[Cell]]:
    """The rows with the total where the style has it."""
    cells: list[list[Cell]] = [[*columns.cells(row), *amounts] for row, amounts in rows]
    sum_row: list[Cell] = [*columns.total, *total]
    return [*cells, sum_row] if style.total_last else [sum_row, *cells]


def entry_maker(measure: str, year: int) -> Callable[[str, Decimal], Cell]:
    """Entries of one publication; nothing where the amount is zero."""

    def make(item: str, amount: Decimal) -> Cell:
        return Entry(item, amount, measure, year) if amount else None

    return make
